// A draft that saves itself: seen to be saved, tried again when the portal does not answer, in no
// conflict with itself, told of one with another window. Without JavaScript, each button saves.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { aboutYou, reference, whatHappened } from "./complaint.mjs";
import { axe, eventually, startBrowser, startDemo, withVisitor } from "./support.mjs";

const house = {};
before(async () => Object.assign(house, { demo: await startDemo(), browser: await startBrowser() }));
after(async () => {
  await house.browser?.close();
  await house.demo?.close();
});

const path = (page) => new URL(page.url()).pathname;
const line = (page) => page.locator("#saved");
const heard = (page) => page.locator("#saved + [role=status]");
const savedAt = { fr: /^Enregistré à \d/, en: /^Saved at \d/ };

/** Waits until what is typed is saved. */
function saved({ page, language }) {
  return line(page).filter({ hasText: savedAt[language] }).waitFor();
}

/** The second page of a draft that has begun. */
async function onSecondPage(visitor) {
  await visitor.signIn();
  await visitor.go("/services/complaints/form");
  await aboutYou(visitor);
  await visitor.button("form-continue").click();
  await visitor.heading("event-title").waitFor();
}

/** The portal cannot be reached with what is posted, until the function given back is called. */
async function unreachable(page) {
  const cut = (route) => (route.request().method() === "POST" ? route.abort() : route.continue());
  await page.route("**/requests/**", cut);
  return () => page.unroute("**/requests/**", cut);
}

for (const language of ["fr", "en"]) {
  describe(`a page that saves itself, in ${language}`, () => {
    test("the first answer begins one draft at an address of its own, and continue goes on from it", () =>
      withVisitor(house, { language }, async (visitor) => {
        const { page, say } = visitor;
        await visitor.signIn();
        await visitor.go("/services/complaints/form");
        assert.equal(await line(page).textContent(), say("draft-not-yet"));
        const name = page.getByLabel(say("given-name-label"));
        await name.fill("Zoé");
        await saved(visitor);
        assert.match(path(page), new RegExp(`^/${language}/requests/[^/]+/form/`));
        assert.equal(await heard(page).textContent(), await line(page).textContent(), "heard once");
        assert.ok(await name.evaluate((element) => element === document.activeElement), "typing goes on");
        const draft = reference(page);
        await page.reload();
        assert.equal(await name.inputValue(), "Zoé");
        await aboutYou(visitor);
        await visitor.button("form-continue").click();
        await visitor.heading("event-title").waitFor();
        assert.equal(reference(page), draft);
      }));

    test("a portal that does not answer is told, tried again by itself and by a button, and nothing is lost", () =>
      withVisitor(house, { language, size: "desktop" }, async (visitor) => {
        const { page, say } = visitor;
        await onSecondPage(visitor);
        await page.clock.install();
        const back = await unreachable(page);
        const place = page.getByLabel(say("place-label"));
        await place.fill("CLSC Exemple");
        await page.clock.fastForward(2100);
        const failed = line(page).filter({ hasText: say("autosave-failed") });
        await failed.waitFor();
        assert.equal(await heard(page).textContent(), say("autosave-failed"));
        assert.deepEqual(await axe(page), []);
        await visitor.button("form-continue").click();
        await failed.waitFor();
        assert.equal(await place.inputValue(), "CLSC Exemple", "it leaves for a portal that answers only");
        await back();
        await visitor.button("autosave-again").click();
        await saved(visitor);

        const backAgain = await unreachable(page);
        await place.fill("CLSC Exemple, rez-de-chaussée");
        await page.clock.fastForward(2100);
        await failed.waitFor();
        await backAgain();
        await page.clock.fastForward(5100);
        await saved(visitor);
        await page.reload();
        assert.equal(await place.inputValue(), "CLSC Exemple, rez-de-chaussée");
      }));

    test("what another window saved is told, and shown field by field", () =>
      withVisitor(house, { language }, async (visitor) => {
        const { page, context, say } = visitor;
        await onSecondPage(visitor);
        const second = await context.newPage();
        await second.goto(page.url());
        await second.getByLabel(say("place-label")).fill("Urgence");
        await saved({ page: second, language });
        await second.close();
        const place = page.getByLabel(say("place-label"));
        await place.fill("CLSC Exemple");
        await line(page).filter({ hasText: say("autosave-changed") }).waitFor();
        assert.equal(await place.inputValue(), "CLSC Exemple");
        await visitor.button("form-continue").click();
        await visitor.heading("conflict-title").waitFor();
        const both = await page.locator("fieldset").first().textContent();
        assert.ok(both.includes("Urgence") && both.includes("CLSC Exemple"), both);
      }));
  });
}

for (const how of ["form-continue", "the other language"]) {
  test(`what leaves with a press of ${how} is not saved once more behind it: one draft, one version`, () =>
    withVisitor(house, {}, async (visitor) => {
      const { page } = visitor;
      await visitor.signIn();
      await visitor.go("/requests");
      const drafts = () => page.locator("main a.whole[href*='/form/']").count();
      const before = await drafts();
      await visitor.go("/services/complaints/form");
      await aboutYou(visitor);
      const posted = [];
      page.on("request", (request) => request.method() === "POST" && posted.push(request.postData()));
      const button = how === "form-continue" ? visitor.button(how) : page.locator("[data-language]");
      await button.click();
      await page.waitForURL(/\/requests\/[^/]+\/form\//);
      assert.equal(posted.length, 1, posted.join("\n"));
      await visitor.go("/requests");
      assert.equal(await drafts(), before + 1);
    }));
}

test("continue waits for what is being saved: no conflict with oneself", () =>
  withVisitor(house, {}, async (visitor) => {
    const { page, say } = visitor;
    await onSecondPage(visitor);
    let let_go;
    const held = new Promise((go) => (let_go = go));
    let saves = 0;
    await page.route("**/form/event", async (route) => {
      if (!(route.request().postData() ?? "").includes("action=autosave")) return route.continue();
      saves += 1;
      const answer = await route.fetch();
      await held;
      await route.fulfill({ response: answer });
    });
    await whatHappened(visitor);
    await eventually(() => saves, "a save under way");
    await page.getByLabel(say("place-label")).fill("Ailleurs");
    await visitor.button("form-continue").click();
    assert.match(path(page), /\/form\/event$/);
    let_go();
    await visitor.heading("documents-title").waitFor();
  }));

test("the answer to a save is lost: what the portal has is one's own", () =>
  withVisitor(house, {}, async (visitor) => {
    const { page, say } = visitor;
    await onSecondPage(visitor);
    await page.clock.install();
    const lose = async (route) => {
      await route.fetch();
      await route.abort();
    };
    await page.route("**/form/event", lose);
    const place = page.getByLabel(say("place-label"));
    await place.fill("CLSC");
    await page.clock.fastForward(2100);
    await line(page).filter({ hasText: say("autosave-failed") }).waitFor();
    await page.unroute("**/form/event", lose);
    await place.fill("CLSC Exemple");
    await visitor.button("autosave-again").click();
    await saved(visitor);
    assert.equal(await page.locator("[name=version]").inputValue(), "3");
  }));

test("the other language has what was typed on the first page", () =>
  withVisitor(house, {}, async (visitor) => {
    const { page, say } = visitor;
    await visitor.signIn();
    await visitor.go("/services/complaints/form");
    await page.getByLabel(say("given-name-label")).fill("Zoé");
    await saved(visitor);
    await page.getByLabel(say("family-name-label")).fill("Côté");
    await page.locator("[data-language]").click();
    await page.waitForURL(/\/en\/requests\//);
    assert.equal(await page.locator("[name=given-name]").inputValue(), "Zoé");
    assert.equal(await page.locator("[name=family-name]").inputValue(), "Côté");
  }));

test("a session that is over is told, and continue keeps what was typed", () =>
  withVisitor(house, {}, async (visitor) => {
    const { page, say } = visitor;
    await onSecondPage(visitor);
    await visitor.loseSession();
    await page.getByLabel(say("place-label")).fill("CLSC Exemple");
    await line(page).filter({ hasText: say("autosave-over") }).waitFor();
    await visitor.button("form-continue").click();
    await page.waitForURL(/sign-in/);
    await page.locator("main a.button").first().click();
    await page.getByText(say("form-kept")).waitFor();
    assert.equal(await page.getByLabel(say("place-label")).inputValue(), "CLSC Exemple");
  }));

test("without JavaScript, leaving saves what is half typed", () =>
  withVisitor(house, { js: false }, async (visitor) => {
    const { page, say } = visitor;
    await onSecondPage(visitor);
    const here = page.url();
    await page.getByLabel(say("wait-hours-label")).fill("neuf");
    await visitor.button("form-save").click();
    await page.waitForURL((url) => !url.pathname.includes("/form/"));
    await page.goto(here);
    assert.equal(await page.getByLabel(say("wait-hours-label")).inputValue(), "neuf");
    assert.equal(await page.locator("#error-summary").count(), 0);
  }));
