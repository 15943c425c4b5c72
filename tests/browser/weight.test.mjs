// What a first view costs: requests and compressed bytes. The weight of every page of HTML is
// checked where every page is seen, in pages.test.mjs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startBrowser, startDemo, withVisitor } from "./support.mjs";

const house = {};
before(async () => Object.assign(house, { demo: await startDemo(), browser: await startBrowser() }));
after(async () => {
  await house.browser?.close();
  await house.demo?.close();
});

const KIB = 1024;
const budgets = { document: 14 * KIB, stylesheet: 12 * KIB, script: 10 * KIB };

/** Opens home and gives what it took. */
async function firstView(visitor) {
  const responses = [];
  const note = (response) => responses.push(response);
  visitor.context.on("response", note);
  await visitor.go();
  await visitor.page.waitForLoadState("networkidle");
  visitor.context.off("response", note);
  // An address asked for twice, as an image and as the tab's icon, is fetched once: it may be kept.
  const once = responses.filter((one, index) => responses.findIndex((other) => other.url() === one.url()) === index);
  return Promise.all(
    once.map(async (response) => ({
      url: response.url(),
      type: response.request().resourceType(),
      headers: await response.allHeaders(),
      bytes: (await response.request().sizes()).responseBodySize,
    })),
  );
}

function within(view) {
  assert.ok(view.length <= 6, `${view.length} requests: ${view.map(({ url }) => url).join(" ")}`);
  for (const [type, most] of Object.entries(budgets)) {
    const bytes = view.filter((one) => one.type === type).reduce((sum, one) => sum + one.bytes, 0);
    assert.ok(bytes <= most, `${type}: ${bytes} bytes, of ${most}`);
  }
}

test("the welcome page", () =>
  withVisitor(house, {}, async (visitor) => {
    const welcome = await firstView(visitor);
    within(welcome);
    for (const { url, type, headers } of welcome) {
      if (["document", "stylesheet"].includes(type)) assert.equal(headers["content-encoding"], "gzip", url);
      const lasting = type === "document" ? /no-store/ : /immutable/;
      assert.match(headers["cache-control"] ?? "", lasting, url);
    }
  }));

test("home of someone who comes in with nothing cached", () =>
  withVisitor(house, { size: "desktop" }, async (visitor) => {
    await visitor.signIn();
    const cookies = await visitor.context.storageState();
    await withVisitor(house, { size: "desktop", storageState: cookies }, async (fresh) => {
      const home = await firstView(fresh);
      assert.ok(home.some(({ type }) => type === "script"));
      within(home);
    });
  }));
