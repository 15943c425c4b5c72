// The main job, as a citizen and an administrator do it: both languages, both widths, with
// JavaScript and without.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { aboutYou, complain, declareAndSend, noDocuments, reference, told, whatHappened, whatYouHope } from "./complaint.mjs";
import { eventually, people, sizes, startBrowser, withDemo, withVisitor } from "./support.mjs";

const browser = await startBrowser();
after(() => browser.close());

/** Slow enough that a withdrawal, once handed over, is never too late. */
const pace = 1200;

describe("a request from sign-in to answer", { concurrency: 4 }, () => {
  for (const language of ["fr", "en"]) {
    for (const size of Object.keys(sizes)) {
      for (const js of [true, false]) {
        test(`${language}, ${size}, JavaScript ${js ? "on" : "off"}`, () =>
          withDemo({ browser, pace }, (house) => journey(house, { language, size, js })));
      }
    }
  }
});

async function journey(house, visit) {
  await withVisitor(house, visit, beginAndLeave);
  let sent;
  await withVisitor(house, visit, async (visitor) => {
    sent = await goOnAndSend(visitor);
    await watchItAdvance(visitor, sent);
    await readMessages(visitor, sent);
    await withdrawAnother(visitor);
  });
  await withVisitor(house, visit, (visitor) => readMail(visitor, sent));
  await withVisitor(house, visit, (visitor) => retrace(visitor, sent));
}

/** From the welcome page through sign-in to the second page of questions; save and leave. */
async function beginAndLeave(visitor) {
  const { page, say, language } = visitor;
  await visitor.go();
  await page.locator('main a[href$="/services/complaints"]').click();
  await visitor.link("start-sign-in").click();
  await visitor.choose(people[language]);
  await visitor.heading("you-title").waitFor();
  const givenName = page.getByLabel(say("given-name-label"));
  assert.equal(await givenName.inputValue(), language === "fr" ? "Amélie" : "Connor");
  await givenName.fill("Zoé-Anne");

  await visitor.button("form-continue").click();
  await page.getByRole("alert").waitFor();
  await page.getByRole("alert").getByRole("link", { name: say("for-whom-label") }).waitFor();
  assert.match(await page.title(), new RegExp(`^${say("title-error")}`));
  assert.equal(await givenName.inputValue(), "Zoé-Anne", "nothing typed is lost");

  await aboutYou(visitor);
  await visitor.button("form-continue").click();
  await visitor.heading("event-title").waitFor();
  await page.getByLabel(say("place-label")).fill(told.place);
  await visitor.button("form-save").click();
  await page.locator('main a[href$="/form/event"]').first().waitFor();
}

/** In another browser: the draft, the rest of the questions, one answer changed, sent. */
async function goOnAndSend(visitor) {
  const { page, say, demo } = visitor;
  await visitor.signIn();
  await page.locator('main a[href$="/form/event"]').first().click();
  assert.equal(await page.getByLabel(say("place-label")).inputValue(), told.place);
  await whatHappened(visitor);
  await visitor.button("form-continue").click();
  await noDocuments(visitor);
  await visitor.heading("answer-title").waitFor();
  await whatYouHope(visitor);
  await visitor.button("form-continue").click();
  await visitor.heading("check-title").waitFor();
  await page.getByText("H2X 1Y4").waitFor();
  await page.getByText("Zoé-Anne").waitFor();

  await page.getByRole("link", { name: say("answer-change-what", { label: say("place-label") }) }).click();
  await page.getByLabel(say("place-label")).fill("CLSC de l’Exemple");
  await visitor.button("form-back-to-check").click();
  await visitor.heading("check-title").waitFor();
  await page.getByText("CLSC de l’Exemple").waitFor();

  await visitor.button("check-send-button").click();
  await page.getByRole("alert").getByRole("link", { name: say("error-declaration-required") }).waitFor();
  assert.match(page.url(), /\/check$/);
  await demo.behave("off");
  const sent = await declareAndSend(visitor);
  await page.getByText(sent, { exact: true }).waitFor();
  await page.getByText(say("next-1")).waitFor();
  await keepACopy(visitor, sent);
  return sent;
}

async function keepACopy(visitor, sent) {
  const { page, say, js } = visitor;
  await visitor.link("copy-open").click();
  await page.getByText(told.story).waitFor();
  await page.getByText(say("truth-declaration")).waitFor();
  assert.equal(await visitor.button("copy-print").isVisible(), js, "a button that only works with JavaScript");
  await visitor.link("copy-back").click();
  await page.getByText(sent, { exact: true }).waitFor();
}

/** The request's page, until it shows this: by itself with JavaScript, else with its link. */
async function follow(visitor, wanted) {
  if (visitor.js) return wanted.waitFor();
  return eventually(async () => {
    if (await wanted.isVisible()) return true;
    await visitor.link("request-refresh").click();
    await visitor.page.waitForLoadState();
    return wanted.isVisible();
  }, "the request's page");
}

async function watchItAdvance(visitor, sent) {
  const { page, say, demo } = visitor;
  await visitor.go(`/requests/${sent}`);
  await page.getByText(say("request-delivery-waiting")).waitFor();
  const steps = page.locator(".timeline li");
  assert.equal(await steps.count(), 1);
  await demo.behave("on");
  await follow(visitor, visitor.heading("state-closed"));
  await page.getByText(say("who-next-nobody")).waitFor();
  assert.equal(await steps.count(), 6, "sent, delivered, and four statuses");
  for (const key of ["step-submitted", "step-delivered", "status-received", "status-done"]) {
    await steps.filter({ hasText: say(key) }).waitFor();
  }
  const { records, received } = await demo.received();
  const mine = records.filter((one) => one.content.reference === sent);
  assert.equal(mine.length, 1);
  assert.equal(mine[0].content.answers.place, "CLSC de l’Exemple");
  assert.equal(received.find((one) => one.request === mine[0].request).times, 1, "delivered once");
}

async function readMessages(visitor, sent) {
  const { page, say } = visitor;
  await visitor.go("/messages");
  const rows = page.locator("main .row");
  const unread = rows.filter({ hasText: say("message-unread") });
  const before = await unread.count();
  assert.equal(before, 4, "a message for each change");
  await unread.filter({ hasText: say("status-done") }).getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: say("status-done") }).waitFor();
  await visitor.link("message-open-request").click();
  await page.getByText(sent, { exact: true }).waitFor();
  await visitor.go("/messages");
  assert.equal(await unread.count(), before - 1);
}

/** A second request, withdrawn before its service has answered. */
async function withdrawAnother(visitor) {
  const { page, say, demo } = visitor;
  await demo.behave("off");
  const second = await complain(visitor);
  await visitor.go(`/requests/${second}`);
  await visitor.link("withdraw-link").click();
  await visitor.heading("withdraw-title").waitFor();
  await visitor.button("withdraw-button").click();
  await page.getByText(say("withdrawal-asked")).waitFor();
  assert.equal(reference(page), second);
  await visitor.link("sent-follow").click();
  await demo.behave("on");
  await follow(visitor, visitor.heading("state-withdrawn"));
  await page.getByText(say("withdrawal-accepted")).waitFor();
  assert.equal(await visitor.link("withdraw-link").count(), 0);
}

/** The e-mails invite to sign in and say nothing of the content; the mailbox page shows them. */
async function readMail({ page, demo, language }, sent) {
  const mail = await demo.mail();
  assert.ok(mail.length >= 5, "one for each change");
  for (const { subject, text } of mail) {
    assert.doesNotMatch(`${subject} ${text}`, new RegExp(`${sent}|plainte|complaint|CLSC`, "i"));
    assert.match(text, new RegExp(`${demo.portal}/${language}`));
  }
  await page.goto(`${demo.mailbox}/?lang=${language}`);
  await page.getByRole("heading", { name: mail[0].subject }).first().waitFor();
  await page.locator("pre a").first().click();
  await page.waitForURL(`${demo.portal}/${language}`);
}

/** The administrator finds what happened, in order. */
async function retrace(visitor, sent) {
  const { page, say } = visitor;
  await visitor.signIn("admin");
  await visitor.go("/admin/journeys");
  await page.getByLabel(say("journeys-who")).fill(sent);
  await page.getByLabel(say("journeys-reason")).selectOption({ index: 1 });
  await visitor.button("journeys-find").click();
  await page.locator(".timeline li").first().waitFor();
  const codes = await page.locator(".timeline li p code").allTextContents();
  const order = ["signin-succeeded", "draft-begun", "request-submitted", "request-delivered", "status-received"];
  const places = order.map((code) => codes.indexOf(code));
  assert.ok(!places.includes(-1), `${codes}`);
  assert.deepEqual(places, [...places].sort((a, b) => a - b), `in order: ${codes}`);
}
