// Before time runs out: the warning, and what becomes of a page whose session is over.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { startBrowser, startDemo, withVisitor } from "./support.mjs";

const house = {};
before(async () => Object.assign(house, { demo: await startDemo(), browser: await startBrowser() }));
after(async () => {
  await house.browser?.close();
  await house.demo?.close();
});

const focused = (page) => page.locator(":focus");

/**
 * What the portal says of the session, once this page asks by itself: so many seconds are left, or
 * what `change` makes of the page. The portal's own clock does not move.
 */
async function portalSays(page, left, change = (html) => html) {
  await page.route("**/session", async (route) => {
    if (!route.request().headers()["parvis-refresh"]) return route.continue();
    const answer = await route.fetch();
    const html = (await answer.text()).replace(/data-in-s="\d+"/, `data-in-s="${left}"`);
    await route.fulfill({ response: answer, body: change(html) });
  });
}

/** Someone signed in on the first page of a form, with something typed, half an hour ago. */
async function typing(visitor, minutes = "28:30") {
  const { page } = visitor;
  await visitor.signIn();
  await page.clock.install();
  await visitor.go("/services/complaints/form");
  const name = page.getByLabel(visitor.say("given-name-label"));
  await name.fill("Zoé");
  await page.clock.fastForward(minutes);
  return { name, warning: page.getByRole("alertdialog") };
}

for (const language of ["fr", "en"]) {
  describe(`two minutes before a session ends, in ${language}`, () => {
    test("it is said with the focus on the way to stay, and one key stays", () =>
      withVisitor(house, { language }, async (visitor) => {
        const { page, say } = visitor;
        await portalSays(page, 90);
        const { name, warning } = await typing(visitor);
        await warning.waitFor();
        assert.equal(await warning.getAttribute("aria-describedby"), "session-warning-text");
        assert.equal(await focused(page).textContent(), say("session-stay"));
        await page.keyboard.press("Tab");
        assert.ok(await page.evaluate(() => !document.activeElement.closest("main, header, footer")), "the page behind is out of reach");
        await page.getByRole("button", { name: say("session-stay") }).focus();
        await page.keyboard.press("Enter");
        await warning.waitFor({ state: "hidden" });
        assert.ok(await name.evaluate((element) => element === document.activeElement), "back where they typed");
        assert.equal(await name.inputValue(), "Zoé");
        await page.clock.fastForward("25:00");
        assert.equal(await warning.isVisible(), false, "the portal gave half an hour more");
      }));

    test("Escape puts the warning away and goes on typing", () =>
      withVisitor(house, { language, size: "desktop" }, async (visitor) => {
        const { page } = visitor;
        await portalSays(page, 90);
        const { name, warning } = await typing(visitor);
        await warning.waitFor();
        await page.keyboard.press("Escape");
        await warning.waitFor({ state: "hidden" });
        assert.ok(await name.evaluate((element) => element === document.activeElement));
      }));
  });
}

test("a session that another tab prolonged is not warned of", () =>
  withVisitor(house, {}, async (visitor) => {
    const asked = visitor.page.waitForResponse("**/session");
    const { warning } = await typing(visitor);
    await asked;
    await visitor.page.clock.fastForward("00:30");
    assert.equal(await warning.isVisible(), false);
  }));

test("at the end of twelve hours, what was typed can be saved", () =>
  withVisitor(house, {}, async (visitor) => {
    const { page, say } = visitor;
    await portalSays(page, 90, (html) => html.replace('data-do="stay"', 'data-do="save"'));
    const { warning } = await typing(visitor);
    await warning.waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => !url.pathname.endsWith("/form"));
    await page.getByText(say("state-draft")).first().waitFor();
  }));

test("when a session is over, what was typed stays, and is kept when it is sent", () =>
  withVisitor(house, {}, async (visitor) => {
    const { page, say } = visitor;
    await portalSays(page, 0, () => "<!doctype html><title>Sign in</title>");
    const { name, warning } = await typing(visitor);
    await page.getByText(say("session-over")).waitFor();
    await page.keyboard.press("Enter");
    await warning.waitFor({ state: "hidden" });
    assert.equal(await name.inputValue(), "Zoé");
    await visitor.loseSession();
    await visitor.button("form-continue").click();
    await page.getByText(say("sign-in-because-answers-kept")).waitFor();
  }));

test("a page without a form leaves the screen when its session is over", () =>
  withVisitor(house, {}, async (visitor) => {
    const { page } = visitor;
    await visitor.signIn();
    await page.clock.install();
    await portalSays(page, 0, () => "<!doctype html><title>Sign in</title>");
    await visitor.go("/account");
    await page.clock.fastForward("28:30");
    await visitor.heading("signed-out-title").waitFor();
  }));

test("without JavaScript, a link beside the form stays", () =>
  withVisitor(house, { js: false }, async (visitor) => {
    const { page, context, say } = visitor;
    await visitor.signIn();
    await visitor.go("/services/complaints/form");
    const name = page.getByLabel(say("given-name-label"));
    await name.fill("Zoé");
    const opened = context.waitForEvent("page");
    await page.locator("#session-end a").click();
    const beside = await opened;
    await beside.getByRole("heading", { name: say("stay-title") }).waitFor();
    await beside.close();
    assert.equal(await name.inputValue(), "Zoé");
  }));
