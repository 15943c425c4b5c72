// What goes wrong in real life, and what people still find: their answers.

import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { aboutYou, answerAll, complain, declareAndSend, noDocuments, reference, told, whatHappened } from "./complaint.mjs";
import { eventually, startBrowser, startDemo, withVisitor } from "./support.mjs";

const house = {};
before(async () => Object.assign(house, { demo: await startDemo(), browser: await startBrowser() }));
afterEach(() => house.demo.behave("on"));
after(async () => {
  await house.browser?.close();
  await house.demo?.close();
});

describe("a back-end in trouble", () => {
  for (const [mode, times] of [["off", 1], ["garbage", undefined], ["slow", undefined]]) {
    test(`${mode}: what is sent is taken, and delivered once`, () =>
      withVisitor(house, { language: "en" }, async (visitor) => {
        const { page, say, demo } = visitor;
        await visitor.signIn();
        await page.goto(`${demo.backend}/?lang=en`);
        await page.locator(`button[value=${mode}]`).click();
        await page.locator(`button[value=${mode}][aria-pressed=true]`).waitFor();
        const sent = await complain(visitor);
        await visitor.go(`/requests/${sent}`);
        await page.getByText(say("request-delivery-waiting")).waitFor();
        await page.goto(`${demo.backend}/?lang=en`);
        await page.locator("button[value=on]").click();
        await page.locator("button[value=on][aria-pressed=true]").waitFor();
        await visitor.go(`/requests/${sent}`);
        await visitor.heading("state-closed").waitFor();
        const { records, received } = await demo.received();
        const mine = records.filter((one) => one.content.reference === sent);
        assert.equal(mine.length, 1, "one complaint");
        const receipts = received.filter((one) => one.request === mine[0].request);
        assert.equal(receipts.length, 1, "under one key");
        if (times) assert.equal(receipts[0].times, times);
      }));
  }

  test("sent from two windows is sent once", () =>
    withVisitor(house, { js: false }, async (visitor) => {
      const { page, context, demo } = visitor;
      await visitor.signIn();
      await answerAll(visitor);
      const draft = reference(page);
      const second = await context.newPage();
      await second.goto(page.url());
      const windows = [visitor, Object.assign(Object.create(visitor), { page: second })];
      const sent = await Promise.all(windows.map((window) => declareAndSend(window)));
      assert.deepEqual(sent, [draft, draft]);
      await eventually(async () => (await demo.received()).records.some((one) => one.content.reference === draft), "the delivery");
      const { records } = await demo.received();
      assert.equal(records.filter((one) => one.content.reference === draft).length, 1);
    }));
});

for (const js of [true, false]) {
  describe(`a session that ends in the middle of a page, JavaScript ${js ? "on" : "off"}`, () => {
    test("on the first page, before any draft", () =>
      withVisitor(house, { js }, async (visitor) => {
        const { page, say } = visitor;
        await visitor.signIn();
        await visitor.go("/services/complaints/form");
        await page.getByLabel(say("given-name-label")).fill("Maïté");
        await aboutYou(visitor, { forWhom: "child", reach: "phone" });
        await visitor.loseSession();
        await visitor.button("form-continue").click();
        await signInAgain(visitor);
        assert.equal(await page.getByLabel(say("given-name-label")).inputValue(), "Maïté");
        assert.ok(await visitor.option("radio", "for-whom-child").isChecked());
        assert.ok(await visitor.option("radio", "reach-phone").isChecked());
      }));

    test("in a draft, by someone who signs in again from nothing", () =>
      withVisitor(house, { js, language: "en" }, async (visitor) => {
        const { page, context, say } = visitor;
        await visitor.signIn();
        await visitor.go("/services/complaints/form");
        await aboutYou(visitor);
        await visitor.button("form-continue").click();
        await visitor.heading("event-title").waitFor();
        await whatHappened(visitor);
        await visitor.loseSession();
        await context.clearCookies({ domain: /./, name: /oidc|provider|demo/ });
        await visitor.button("form-continue").click();
        await signInAgain(visitor);
        assert.equal(await page.getByLabel(say("story-label")).inputValue(), told.story);
        assert.ok(await visitor.option("checkbox", "subjects-access").isChecked());
        await visitor.button("form-continue").click();
        await noDocuments(visitor);
        await visitor.heading("answer-title").waitFor();
      }));
  });
}

/** From the page that says what was kept, back to what was typed. */
async function signInAgain(visitor) {
  const { page, say } = visitor;
  await page.getByText(say("sign-in-because-answers-kept")).waitFor();
  await page.locator("main a.button").first().click();
  const again = page.locator("input[name=username]");
  const back = page.getByText(say("form-kept"));
  await again.or(back).waitFor();
  if (await again.isVisible()) await visitor.choose({ fr: "amelie", en: "connor" }[visitor.language]);
  await back.waitFor();
}

describe("pages that are not there", () => {
  for (const language of ["fr", "en"]) {
    test(`in ${language}`, () =>
      withVisitor(house, { language }, async (visitor) => {
        const { page } = visitor;
        for (const path of ["/nowhere", "/services/nothing", "/services/complaints/form/nowhere"]) {
          const answer = await visitor.go(path);
          assert.equal(answer.status(), 404);
          assert.equal(await page.locator("html").getAttribute("lang"), `${language}-CA`);
          await visitor.heading("problem-title-not-found").waitFor();
          await page.getByText(visitor.say("problem-trace")).waitFor();
        }
        await visitor.signIn();
        assert.equal((await visitor.go("/requests/AAAA-AAAA-AAA")).status(), 404);
        await visitor.button("sign-out").waitFor();
        assert.equal((await visitor.go("/nowhere")).status(), 404);
        await visitor.button("sign-out").waitFor();
        assert.equal((await visitor.go("/admin")).status(), 403);
        await visitor.heading("problem-title-forbidden").waitFor();
        await visitor.link("go-home").click();
        await page.waitForURL(`${visitor.demo.portal}/${language}`);
      }));
  }
});

describe("the other language, in the middle of a question page", () => {
  test("with JavaScript, what was typed is there", () =>
    withVisitor(house, { language: "fr" }, async (visitor) => {
      const { page } = visitor;
      await visitor.signIn();
      await visitor.go("/services/complaints/form");
      await aboutYou(visitor);
      await page.getByLabel(visitor.say("given-name-label")).fill("Maïté");
      await page.locator("[data-language]").click();
      await page.waitForURL(/\/en\/requests\/[^/]+\/form\/you$/);
      assert.equal(await page.locator("#given-name").inputValue(), "Maïté");
      assert.ok(await page.locator("input[name=for-whom][value=me]").isChecked());
      await page.locator("#family-name").fill("Côté");
      await page.locator("[data-language]").click();
      await page.waitForURL(/\/fr\/requests\/[^/]+\/form\/you$/);
      assert.equal(await page.locator("#family-name").inputValue(), "Côté");
    }));

  test("without JavaScript, the page and what was saved are there", () =>
    withVisitor(house, { language: "en", js: false }, async (visitor) => {
      const { page } = visitor;
      await visitor.signIn();
      await visitor.go("/services/complaints/form");
      await aboutYou(visitor);
      await visitor.button("form-continue").click();
      await visitor.heading("event-title").waitFor();
      await whatHappened(visitor);
      await visitor.button("form-continue").click();
      await noDocuments(visitor);
      await visitor.heading("answer-title").waitFor();
      await visitor.button("form-back").click();
      await visitor.heading("documents-title").waitFor();
      await visitor.button("form-back").click();
      await visitor.heading("event-title").waitFor();
      const path = new URL(page.url()).pathname;
      await page.locator("[data-language]").click();
      await page.waitForURL(`${visitor.demo.portal}${path.replace("/en/", "/fr/")}`);
      assert.equal(await page.locator("#story").inputValue(), told.story);
      assert.equal(await page.locator("html").getAttribute("lang"), "fr-CA");
    }));
});

test("hostile, endless and decomposed text is said to be wrong or kept as it is", () =>
  withVisitor(house, { language: "fr" }, async (visitor) => {
    const { page, say } = visitor;
    const hostile = `<script>document.title="owned"</script>"'><img src=x onerror=alert(1)> {{ 7*7 }} ⁧evil⁩`;
    await visitor.signIn();
    await visitor.go("/services/complaints/form");
    await aboutYou(visitor);
    await page.getByLabel(say("given-name-label")).fill("Ame\u0301lie");
    await page.getByLabel(say("family-name-label")).fill(hostile.slice(0, 70));
    await visitor.button("form-continue").click();
    await visitor.heading("event-title").waitFor();
    await whatHappened(visitor);
    await page.getByLabel(say("story-label")).fill("é".repeat(5001));
    await page.getByLabel(say("wait-hours-label")).fill("neuf");
    await page.locator("[id='event-date.year']").fill("2999");
    await visitor.button("form-continue").click();
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByRole("alert").getByRole("link").count(), 3);
    assert.equal((await page.getByLabel(say("story-label")).inputValue()).length, 5001, "nothing typed is lost");
    assert.equal(await page.getByLabel(say("wait-hours-label")).inputValue(), "neuf");
    await page.getByLabel(say("story-label")).fill(hostile);
    await visitor.button("form-save").click();
    await page.waitForURL(`${visitor.demo.portal}/fr`);
    const draft = await page.locator('main a[href$="/form/event"]').first().getAttribute("href");
    await page.goto(`${visitor.demo.portal}${draft.replace("form/event", "check")}`);
    await page.getByText("Amélie", { exact: true }).waitFor();
    await page.getByText("onerror=alert(1)").first().waitFor();
    assert.doesNotMatch(await page.title(), /owned/);
  }));
