// A tile in Liferay: its element is defined with a host that calls the back-end by Liferay's OAuth 2 client, which adds
// the token, parses JSON, and rejects what is no success.

import { makeHost } from "./direct.js";
import { define, tile } from "../tile.js";

const CLIENT = "@liferay/oauth2-provider-web/client";

/** Newer releases have the client as a module, older ones as a global. */
async function client() {
  const { FromUserAgentApplication } = await import(CLIENT).catch(() => globalThis.Liferay.OAuth2Client);
  return FromUserAgentApplication(tile.oauth);
}

const french = (globalThis.Liferay?.ThemeDisplay?.getBCP47LanguageId?.() ?? document.documentElement.lang).startsWith("fr");
const speaking = client();

define(
  makeHost(tile, {
    locale: french ? "fr-CA" : "en-CA",
    send: async (path, options) => (await speaking).fetch(path, options),
    go(target) {
      const to = tile.pages?.[target];
      if (to) location.assign(to);
    },
  }),
);
