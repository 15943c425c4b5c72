// The quick exit of a sensitive service: by its button, with and without JavaScript, and by a key. The
// session is over, the other site is on screen, and going back shows nothing.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { axe, eventually, startBrowser, startDemo, withVisitor } from "./support.mjs";

const service = "/services/medical-assistance-in-dying";
const house = {};
let weather, site;

before(async () => {
  weather = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end("<!doctype html><title>Weather</title><h1>Sunny</h1>");
  });
  await new Promise((done) => weather.listen(0, "127.0.0.1", done));
  site = `http://127.0.0.1:${weather.address().port}`;
  const env = { PARVIS_PORTAL__QUICK_EXIT__FR: `${site}/fr`, PARVIS_PORTAL__QUICK_EXIT__EN: `${site}/en` };
  Object.assign(house, { demo: await startDemo({ env }), browser: await startBrowser() });
});
after(async () => {
  await house.browser?.close();
  await house.demo?.close();
  weather?.close();
});

/** Someone signed in, on a page of the service after another of the portal's. */
async function inside(visitor) {
  visitor.elsewhere = [site];
  await visitor.signIn();
  await visitor.go("/requests");
  await visitor.go(`${service}/form`);
}

/** What ends the session may still be on its way when the other site is there: the cookie goes with its answer. */
async function isOver({ page, demo }) {
  const cookies = () => page.context().cookies(demo.portal);
  await eventually(async () => !(await cookies()).some(({ name }) => name.endsWith("session")), "the session is over");
}

/** The other site is on screen, and nobody is signed in at the portal. */
async function isAway(visitor) {
  const { page, demo, language } = visitor;
  await page.waitForURL(`${site}/${language}`);
  assert.equal(await page.title(), "Weather");
  await isOver(visitor);
  await page.goto(`${demo.portal}/${language}/requests`);
  assert.match(page.url(), /authorize/, "whoever comes back proves anew who they are");
}

for (const language of ["fr", "en"]) {
  describe(`leaving quickly, in ${language}`, () => {
    for (const js of [true, false]) {
      test(`by the button, ${js ? "with" : "without"} JavaScript`, () =>
        withVisitor(house, { language, js }, async (visitor) => {
          await inside(visitor);
          assert.ok(!(await visitor.page.title()).includes("mourir") && !(await visitor.page.title()).includes("dying"));
          await visitor.button("quick-exit").click();
          await isAway(visitor);
        }));
    }

    test("the page's place in the history is the other site's", () =>
      withVisitor(house, { language }, async (visitor) => {
        const { page } = visitor;
        await inside(visitor);
        await visitor.button("quick-exit").click();
        await page.waitForURL(`${site}/${language}`);
        await isOver(visitor);
        await page.goBack();
        assert.ok(!page.url().includes(service), `what was read is not one step back: ${page.url()}`);
        assert.equal(await page.locator("h1", { hasText: visitor.say("nav-requests") }).count(), 0, "nor is the list");
      }));

    test("by Shift, three times, and not by capital letters", () =>
      withVisitor(house, { language }, async (visitor) => {
        const { page, say } = visitor;
        await inside(visitor);
        await page.getByText(say("quick-exit-keys")).waitFor();
        await page.locator("[name=health-insurance-number]").focus();
        await page.keyboard.press("Shift+A");
        await page.keyboard.press("Shift+B");
        await page.keyboard.press("Shift+C");
        const status = page.locator("#exit-status");
        assert.equal(await status.textContent(), "");
        await page.keyboard.press("Shift");
        assert.match(await status.textContent(), /2/);
        await page.keyboard.press("a");
        assert.equal(await status.textContent(), "", "another key begins anew");
        for (const _ of [1, 2, 3]) await page.keyboard.press("Shift");
        await isAway(visitor);
      }));

    test("someone who is not signed in follows a link", () =>
      withVisitor(house, { language }, async (visitor) => {
        const { page } = visitor;
        visitor.elsewhere = [site];
        await visitor.go(service);
        assert.deepEqual(await axe(page), []);
        await visitor.link("quick-exit").click();
        await page.waitForURL(`${site}/${language}`);
      }));
  });
}
