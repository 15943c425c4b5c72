// Every screen, normal, empty and wrong, in both languages and both widths: axe has nothing to say,
// nothing scrolls sideways, no target is small, no page is heavy. Once more in the dark, and in forced colours.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { gzipSync } from "node:zlib";

import { axe, sizes, startBrowser, withDemo, withVisitor } from "./support.mjs";
import { walk } from "./walk.mjs";

const browser = await startBrowser();
after(() => browser.close());

/** Compressed bytes that a page may weigh. */
const HTML_BUDGET = 14 * 1024;

/** How the screens are looked at: widths in both languages, and the colours a person asks for. */
const ways = [
  { language: "fr", size: "phone" },
  { language: "en", size: "phone" },
  { language: "fr", size: "desktop" },
  { language: "en", size: "desktop" },
  { language: "fr", size: "phone", colorScheme: "dark" },
  { language: "en", size: "desktop", forcedColors: "active" },
];

describe("every screen", { concurrency: 3 }, () => {
  for (const way of ways) {
    test(Object.values(way).join(", "), () =>
      withDemo({ browser, pace: 1000 }, (house) => withVisitor(house, way, lookAtAll)));
  }
});

/** Looks at every screen and tells all that is wrong at once. */
async function lookAtAll(visitor) {
  const heavy = weigh(visitor);
  const wrong = [];
  const note = (name, found) => wrong.push(...found.map((what) => `${name}: ${what}`));
  for await (const name of walk(visitor)) {
    // On a busy machine a page may be there before its style is.
    await visitor.page.waitForLoadState();
    note(name, await axe(visitor.page));
    if (visitor.size === "phone") note(name, [...(await sideways(visitor)), ...(await smallTargets(visitor))]);
  }
  assert.deepEqual([...wrong, ...(await heavy())], []);
}

/** Weighs the pages as they arrive; gives those over the budget. */
function weigh({ context, demo }) {
  const weighed = [];
  // Once it has arrived whole: the body of a page that is closed before that is waited for in vain.
  context.on("requestfinished", (request) => {
    if (!request.url().startsWith(demo.portal) || request.resourceType() !== "document") return;
    weighed.push(weight(request));
  });
  return async () => {
    const all = await Promise.all(weighed);
    assert.ok(all.length > 50);
    return all.filter(([, bytes]) => bytes > HTML_BUDGET).map(([url, bytes]) => `${url} weighs ${bytes} bytes`);
  };
}

/** The address and compressed bytes of a page; of a redirect, nothing. */
async function weight(request) {
  const response = await request.response();
  if ([302, 303].includes(response.status())) return ["", 0];
  return response.body().then((body) => [request.url(), gzipSync(body).length], () => ["", 0]);
}

/** At 320 px, and with the reader's text twice as large, nothing is cut and nothing scrolls sideways. */
async function sideways({ page, context, size }) {
  const found = [];
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const look = async (how) => {
    const by = await wide();
    if (by > 0) found.push(`scrolls sideways by ${by} px ${how}`);
  };
  await page.setViewportSize({ width: 320, height: 640 });
  await look("at 320 px");
  await page.setViewportSize(sizes[size]);
  const browserItself = await context.newCDPSession(page);
  await browserItself.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
  await look("with text at 200 %");
  await browserItself.send("Page.setFontSizes", { fontSizes: { standard: 16, fixed: 13 } });
  await browserItself.detach();
  return found;
}

/** What a thumb presses is 44 px high at least; links within text are not asked to be. */
function smallTargets({ page }) {
  return page.evaluate(() => {
    const targets = "button, a.button, a.back, header a, nav a, summary, select, textarea, .pick, input:not([type=hidden], [type=radio], [type=checkbox])";
    const seen = [...document.querySelectorAll(targets)].filter((one) => one.checkVisibility() && !one.matches(".skip, .hidden"));
    const small = seen.filter((one) => one.getBoundingClientRect().height < 44);
    return small.map((one) => `only ${one.getBoundingClientRect().height} px high: ${one.outerHTML.slice(0, 100)}`);
  });
}
