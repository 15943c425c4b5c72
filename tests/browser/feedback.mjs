// Problems and ideas in a browser: telling, following, sorting, publishing, supporting.

import { eventually } from "./support.mjs";

const texts = {
  problem: {
    fr: "Le bouton pour ajouter une photo ne fait rien sur mon téléphone.\n\nJ’ai essayé deux fois.",
    en: "The button that adds a photo does nothing on my phone.\n\nI tried twice.",
  },
  idea: { fr: "Choisir l’heure à laquelle arrivent les rappels.", en: "Choose the time at which reminders come." },
  again: { fr: "Pouvoir choisir l’heure des rappels", en: "Let me choose the time of reminders" },
};

/** On the form of that kind, reached by the footer: writes, and goes on to the last look. */
async function write(visitor, kind, text = texts[kind]) {
  const { page, language } = visitor;
  await page.locator(`footer a[href*='/feedback/${kind}']`).click();
  await page.locator("#text").fill(text[language]);
  await visitor.button("form-continue").click();
  await visitor.heading(`report-check-title-${kind}`).waitFor();
}

/** Presses until it is sent: whoever is faster than people are sees the last look again. */
async function send(visitor, kind) {
  const { page } = visitor;
  await eventually(async () => {
    const button = visitor.button(`report-send-${kind}`);
    if (await button.isVisible()) await button.click();
    return !new URL(page.url()).pathname.endsWith(`/feedback/${kind}`);
  }, "the report to be taken");
}

/** Without an account. */
export async function* tellingUnknown(visitor) {
  await visitor.go("/services/complaints");
  await write(visitor, "problem");
  yield "problem-check-visitor";
  await send(visitor, "problem");
  yield "problem-sent-visitor";
  await visitor.go("/ideas");
  yield "ideas-empty";
}

/** Signed in: a problem and an idea; gives the idea's reference to what follows. */
export async function* telling(visitor) {
  const { page } = visitor;
  await visitor.go("/account/feedback");
  yield "reports-empty";
  await visitor.go("/services/complaints");
  await page.locator("footer a[href*='/feedback/problem']").click();
  yield "problem-form";
  await visitor.button("form-continue").click();
  await page.locator("#text-fault").waitFor();
  yield "problem-errors";
  await visitor.go("/services/complaints");
  await write(visitor, "problem");
  yield "problem-check";
  await send(visitor, "problem");
  yield "problem-sent";
  await write(visitor, "idea");
  yield "idea-check";
  await send(visitor, "idea");
  yield "idea-sent";
  const reference = await page.locator(".reference").first().textContent();
  await visitor.go("/account/feedback");
  yield "reports";
  return reference;
}

/** The administrator, who is signed in, sorts them and publishes the idea. */
export async function* sorting(visitor, reference) {
  const { page } = visitor;
  await visitor.go("/admin/feedback");
  yield "feedback-board";
  await visitor.go("/admin/feedback?status=done&words=photo");
  yield "feedback-board-empty";
  await visitor.go(`/admin/feedback/${reference}`);
  yield "feedback-triage";
  await visitor.button("triage-answer-send").click();
  await page.locator("#error-summary").waitFor();
  yield "feedback-triage-errors";
  await page.locator("#answer-fr").fill("Merci. Nous y travaillons.");
  await page.locator("#answer-en").fill("Thank you. We are working on it.");
  await visitor.button("triage-answer-send").click();
  await page.locator(".note.done").waitFor();
  await page.locator("#wording-fr").fill(texts.idea.fr);
  await page.locator("#wording-en").fill(texts.idea.en);
  await visitor.button("triage-publish-button").click();
  await page.locator(".note.done").waitFor();
  yield "feedback-published";
  await write(visitor, "idea", texts.again);
  await visitor.heading("report-similar").waitFor();
  yield "idea-similar";
  await visitor.go("/ideas");
  yield "ideas";
  await page.locator("main a.whole").first().click();
  yield "idea";
  await visitor.button("idea-give").click();
  await visitor.button("idea-take-back").waitFor();
  yield "idea-supported";
}

/** Whoever told the idea sees what became of it. */
export async function* heard(visitor, reference) {
  await visitor.go(`/account/feedback/${reference}`);
  yield "idea-answered";
}
