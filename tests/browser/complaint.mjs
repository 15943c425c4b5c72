// Answering the complaints service's questions.

/** What is typed, beside what the portal fills in by itself. */
export const told = {
  place: "Urgence de l’hôpital Exemple",
  postalCode: "h2x 1y4",
  story: "Nous avons attendu neuf heures dans un corridor, sans nouvelles ni verre d’eau.",
  hours: "9",
  hoped: "Une explication, et que cela n’arrive plus.",
};

/** Page 1. Who they are is filled in already. */
export async function aboutYou(visitor, { forWhom = "me", reach = "email" } = {}) {
  await visitor.option("radio", `for-whom-${forWhom}`).check();
  await visitor.option("radio", `reach-${reach}`).check();
}

/** Page 2. */
export async function whatHappened(visitor) {
  const { page, say } = visitor;
  await page.getByLabel(say("place-label")).fill(told.place);
  await page.getByLabel(say("place-postal-code-label")).fill(told.postalCode);
  const date = page.getByRole("group", { name: say("event-date-label") });
  await date.getByLabel(say("date-day")).fill("3");
  await date.getByLabel(say("date-month")).fill("10");
  await date.getByLabel(say("date-year")).fill("2025");
  await visitor.option("checkbox", "subjects-care").check();
  await visitor.option("checkbox", "subjects-access").check();
  await page.getByLabel(say("story-label")).fill(told.story);
  await page.getByLabel(say("wait-hours-label")).fill(told.hours);
}

/** Page 3: no documents to add. */
export async function noDocuments(visitor) {
  await visitor.heading("documents-title").waitFor();
  await visitor.button("form-continue").click();
}

/** Page 4. The e-mail address is filled in already. */
export async function whatYouHope({ page, say }) {
  const spoken = page.getByRole("group", { name: say("spoken-label") });
  await spoken.getByRole("radio", { name: say("answer-yes") }).check();
  await page.getByLabel(say("hoped-label")).fill(told.hoped);
}

/** A request's reference, as the address of one of its pages carries it. */
export function reference(page) {
  return new URL(page.url()).pathname.split("/")[3];
}

/** From the first page of questions to the check page, with everything answered. */
export async function answerAll(visitor) {
  await visitor.go("/services/complaints/form");
  await aboutYou(visitor);
  await visitor.button("form-continue").click();
  await visitor.heading("event-title").waitFor();
  await whatHappened(visitor);
  await visitor.button("form-continue").click();
  await noDocuments(visitor);
  await visitor.heading("answer-title").waitFor();
  await whatYouHope(visitor);
  await visitor.button("form-continue").click();
  await visitor.heading("check-title").waitFor();
}

/** Declares and sends, from the check page to the confirmation; gives the reference. */
export async function declareAndSend(visitor) {
  await visitor.page.getByRole("checkbox").check();
  await visitor.button("check-send-button").click();
  await visitor.heading("sent-title").waitFor();
  return reference(visitor.page);
}

/** A whole complaint, sent; gives its reference. */
export async function complain(visitor) {
  await answerAll(visitor);
  return declareAndSend(visitor);
}
