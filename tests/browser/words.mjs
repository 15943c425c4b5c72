// The words of the pages, read where the portal reads them: a change of wording changes no test.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);
const folders = { fr: ["locales/fr-CA/", "tiles/complaints/locales/fr/"], en: ["locales/en-CA/", "tiles/complaints/locales/en/"] };

/** The messages of one line in a folder's Fluent files. */
function read(folder) {
  const address = new URL(folder, root);
  const texts = readdirSync(address).map((file) => readFileSync(new URL(file, address), "utf8"));
  const lines = texts.flatMap((text) => text.split("\n"));
  return lines.flatMap((line) => {
    const message = /^([a-z][a-z0-9-]*) = (.+)$/.exec(line);
    return message ? [[message[1], message[2]]] : [];
  });
}

/** `say("request-number")`, `say("draft-kept-until", { when })`, in that language. */
export function words(language) {
  const messages = new Map(folders[language].flatMap(read));
  return function say(key, params = {}) {
    const message = messages.get(key);
    assert.ok(message !== undefined, `${key} is no message of one line in ${language}`);
    return message.replace(/\{ \$(\w+) \}/g, (_, name) => {
      assert.ok(name in params, `${key} needs ${name}`);
      return params[name];
    });
  };
}
