// Answering the questions of medical assistance in dying, and inviting someone to their part.

import { reference } from "./complaint.mjs";

const service = "/services/medical-assistance-in-dying";
/** The sections after the first, each page with what to choose or type. */
const sections = [
  ["wish", [{ kind: "now", "already-talked": "yes" }, { illness: "Une maladie du poumon.", suffering: "Je n’ai plus de souffle." }]],
  ["team", [{ "professional-known": "no" }, { "palliative-care": "receiving" }]],
  ["signing", [{ "can-sign": "myself", "witness-thought-of": "yes" }, { "meeting-place": "home" }]],
  ["freedom", [{ freely: "yes", "may-change": "yes" }]],
];

/** Types, or chooses where there is something to choose. */
async function answer({ page }, answers) {
  for (const [name, value] of Object.entries(answers)) {
    const choice = page.locator(`[name="${name}"][value="${value}"]`);
    if (await choice.count()) await choice.check();
    else await page.locator(`[name="${name}"]`).fill(value);
  }
}

/** From the first page to the list of sections. */
export async function beginCare(visitor) {
  await visitor.go(`${service}/form`);
  await answer(visitor, { "health-insurance-number": "TREA 9153 0112" });
  await visitor.button("form-continue").click();
  await answer(visitor, { reach: "portal", phone: "514 555-0123", "voice-mail": "no" });
  await visitor.button("form-continue").click();
  await visitor.heading("overview-title").waitFor();
}

/** Prepares a request and sends it; gives its reference. The confirmation is on screen. */
export async function prepareCare(visitor) {
  await beginCare(visitor);
  const draft = reference(visitor.page);
  for (const [first, pages] of sections) {
    await visitor.go(`/requests/${draft}/form/${first}`);
    for (const answers of pages) {
      await answer(visitor, answers);
      await visitor.button("form-continue").click();
    }
    await visitor.page.waitForURL((url) => !url.pathname.includes("/form/"));
  }
  await visitor.go(`/requests/${draft}/check`);
  await visitor.page.locator("[name=declaration]").check();
  await visitor.button("check-send-button").click();
  await visitor.page.waitForURL(/\/confirmation/);
  return draft;
}

/** Makes a code for the witness; gives it. */
export async function inviteWitness(visitor, sent) {
  await visitor.go(`/requests/${sent}/parts/witness`);
  await visitor.button("part-invite").click();
  return visitor.page.locator("main .reference").textContent();
}

/** Types a code that was given. */
export async function openInvitation(visitor, code) {
  await visitor.go("/invitations");
  await visitor.page.locator("[name=invitation]").fill(code);
  await visitor.button("invitations-open").click();
}

/** Fills the witness's part in and sends it. */
export async function answerInvitation(visitor) {
  await answer(visitor, {
    "witness-phone": "418 555-0199",
    "witness-link": "friend",
    "witness-understands": "yes",
    "witness-independent": "yes",
    "witness-no-care": "yes",
    declaration: "yes",
  });
  await visitor.button("invitation-send").click();
}
