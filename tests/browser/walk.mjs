// A walk through every screen of the portal, in the order in which people meet them. What is done
// at each screen (axe, a screenshot) is the walker's business: `for await (const name of walk(…))`.

import { aboutYou, answerAll, complain, declareAndSend, noDocuments, reference, whatHappened, whatYouHope } from "./complaint.mjs";
import { answerInvitation, beginCare, inviteWitness, openInvitation, prepareCare } from "./care.mjs";
import { heard, sorting, telling, tellingUnknown } from "./feedback.mjs";
import { addFile, pdf } from "./files.mjs";
import { answerChild, beginProject, openNewChild } from "./project.mjs";
import { screening, spoken } from "./screening.mjs";
import { eventually, Visitor } from "./support.mjs";

const codes = ["received", "triage", "need-info", "done"];
const others = ["cancer-screening", "medical-assistance-in-dying", "surrogacy", "your-health"];

/** Before signing in. */
async function* outside(visitor) {
  const { page, demo, language } = visitor;
  await visitor.go();
  yield "welcome";
  await visitor.go("/services/complaints");
  yield "service";
  await visitor.go("/services/complaints/help");
  yield "service-help";
  await visitor.go("/services/complaints/passport");
  yield "service-passport";
  for (const tile of others) {
    await visitor.go(`/services/${tile}`);
    yield `service-${tile}`;
  }
  await visitor.go(`/services/${others[0]}/help`);
  yield `service-help-${others[0]}`;
  for (const article of ["help", "contact", "privacy", "accessibility"]) {
    await visitor.go(`/${article}`);
    yield article;
  }
  yield* tellingUnknown(visitor);
  await visitor.go("/help");
  await page.locator("#q").fill(language === "fr" ? "depistage" : "screening");
  await visitor.button("help-search-button").click();
  yield "help-search";
  await page.locator("#q").fill("girafe");
  await visitor.button("help-search-button").click();
  yield "help-search-none";
  await visitor.go("/nouvelles");
  yield "news-empty";
  await visitor.go("/account-closed");
  yield "account-closed";
  await visitor.go("/nowhere");
  yield "error-not-found";
  await page.goto(`${demo.backend}/?lang=${language}`);
  yield "demo-backend-empty";
  await page.goto(`${demo.mailbox}/?lang=${language}`);
  yield "demo-mailbox-empty";
}

/** Through the identity provider, with a change of mind and a slip. */
async function* signingIn(visitor) {
  const { page } = visitor;
  await visitor.go("/sign-in");
  yield "demo-sign-in";
  await visitor.choose("nobody");
  yield "demo-sign-in-unknown";
  await page.locator("button[name=cancel]").click();
  await visitor.heading("sign-in-failed-title-cancelled").waitFor();
  yield "sign-in-cancelled";
  await visitor.signIn();
  yield "home-empty";
  await visitor.go("/requests");
  yield "requests-empty";
  await visitor.go("/messages");
  yield "messages-empty";
  await visitor.go("/account");
  yield "account";
  await visitor.go("/account/sessions");
  yield "sessions";
  await visitor.go("/account/looks");
  yield "looks-empty";
  yield* notices(visitor);
  await visitor.go("/account/data");
  yield "my-data";
  await visitor.go("/account/closing");
  yield "close-account";
  await visitor.button("close-button").click();
  await page.locator("#understood-fault").waitFor();
  yield "close-account-unconfirmed";
  await visitor.go("/session");
  yield "session-stay";
  await visitor.go("/nowhere");
  yield "error-not-found-signed-in";
  await visitor.go("/admin");
  yield "error-forbidden";
}

/** What a person wants to be told, and an address that they confirm. */
async function* notices(visitor) {
  const { page } = visitor;
  await visitor.go("/account/notices");
  yield "notices";
  await page.locator("#quiet-yes").check();
  await page.locator("#quiet-until").selectOption("21:00");
  await page.locator("#quiet-from").selectOption("21:00");
  await visitor.button("notices-save").click();
  await page.locator("#error-summary").waitFor();
  yield "notices-errors";
  await page.locator("#quiet-until").selectOption("07:00");
  await page.locator("#quiet").check();
  await page.locator("#news-email").check();
  await visitor.button("notices-save").click();
  await page.locator(".note.done").waitFor();
  yield "notices-saved";
  await visitor.go("/account/notices/email");
  yield "address";
  await page.locator("#address").fill("amelie");
  await visitor.button("address-send-code").click();
  await page.locator("#address-fault").waitFor();
  yield "address-errors";
  await page.locator("#address").fill("amelie@nouvelle.test");
  await visitor.button("address-send-code").click();
  await visitor.heading("code-title").waitFor();
  yield "address-code";
  await page.locator("#code").fill("12");
  await visitor.button("code-confirm").click();
  await page.locator("#code-fault").waitFor();
  yield "address-code-errors";
  await visitor.go("/account/notices");
  await page.locator("a[href$='/removal']").click();
  await visitor.heading("removal-title-email").waitFor();
  yield "address-removal";
  await visitor.button("address-remove").click();
  await page.locator(".note.done").waitFor();
}

/** The questions, answered badly and then well; gives the draft's reference to what follows. */
async function* questions(visitor) {
  const { page } = visitor;
  await visitor.go("/services/complaints/form");
  yield "form-1";
  for (const key of ["given-name-label", "health-insurance-number-label"]) await page.getByLabel(visitor.say(key)).fill("");
  await page.getByLabel(visitor.say("health-insurance-number-label")).fill("TREA 12");
  await page.getByRole("group", { name: visitor.say("birth-date-label") }).getByLabel(visitor.say("date-month")).fill("13");
  await visitor.button("form-continue").click();
  yield "form-1-errors";
  await visitor.go("/services/complaints/form");
  await aboutYou(visitor, { forWhom: "relative", reach: "mail" });
  await visitor.button("form-continue").click();
  await visitor.heading("event-title").waitFor();
  yield "form-2";
  await page.getByLabel(visitor.say("wait-hours-label")).fill("neuf");
  await visitor.button("form-continue").click();
  yield "form-2-errors";
  await page.getByLabel(visitor.say("person-name-label")).fill("Marguerite Bélanger-Desrosiers");
  await page.getByLabel(visitor.say("person-consent-label")).check();
  await whatHappened(visitor);
  await visitor.button("form-continue").click();
  await visitor.heading("documents-title").waitFor();
  yield "form-documents";
  await noDocuments(visitor);
  await visitor.heading("answer-title").waitFor();
  yield "form-3";
  await visitor.button("form-continue").click();
  yield "form-3-errors";
  const draft = reference(page);
  await visitor.go(`/requests/${draft}/check`);
  await visitor.button("check-send-button").click();
  yield "check-errors";
  await visitor.go();
  yield "home-draft";
  await visitor.go("/requests");
  yield "requests-draft";
  await visitor.go("/services/complaints");
  yield "service-draft";
}

/** A draft as a whole: kept longer, deleted, restored. */
async function* draftAsAWhole(visitor) {
  const { page } = visitor;
  await visitor.go("/requests");
  const draft = new URL(await page.locator("a.whole").first().evaluate((link) => link.href)).pathname.split("/")[3];
  await page.locator(".aside a").first().click();
  await visitor.heading("draft-title").waitFor();
  yield "draft";
  await page.locator("form[action$=keeping] button").click();
  await page.locator(".note.done").waitFor();
  yield "draft-kept";
  await visitor.link("draft-delete").click();
  await visitor.heading("draft-deletion-title").waitFor();
  yield "draft-deletion";
  await visitor.button("draft-deletion-button").click();
  await visitor.heading("requests-deleted").waitFor();
  yield "requests-deleted";
  await visitor.go(`/requests/${draft}`);
  yield "draft-deleted";
  await visitor.button("draft-restore").click();
  await visitor.button("form-continue").waitFor();
}

/** The same page of a draft, saved in two windows. */
async function* conflict(visitor) {
  const { page, context } = visitor;
  await visitor.go("/requests");
  await page.locator("a.whole").first().click();
  await visitor.button("form-continue").waitFor();
  const second = await context.newPage();
  await second.goto(page.url());
  const typed = second.getByLabel(visitor.say("hoped-label"));
  await typed.fill("Une chambre à moi.");
  await second.getByRole("button", { name: visitor.say("form-save"), exact: true }).click();
  await second.waitForURL((url) => !url.pathname.includes("/form/"));
  await second.close();
  await page.getByLabel(visitor.say("hoped-label")).fill("Des excuses.");
  await visitor.button("form-continue").click();
  await visitor.heading("conflict-title").waitFor();
  yield "conflict";
}

/** Time that ran out in the middle of a page. */
async function* sessionLost(visitor) {
  const { page } = visitor;
  await visitor.go("/services/complaints/form");
  await page.getByLabel(visitor.say("given-name-label")).fill("Maïté");
  await visitor.loseSession();
  await visitor.button("form-continue").click();
  await page.waitForURL(/sign-in/);
  yield "sign-in-kept";
  // The identity provider still knows who this is.
  await page.locator("main a.button").first().click();
  await page.getByText(visitor.say("form-kept")).waitFor();
  yield "form-1-kept";
}

/** Check, send, and the back-end's answers one by one. */
async function* sending(visitor) {
  const { page, demo } = visitor;
  await answerAll(visitor);
  yield "check";
  await visitor.button("check-send-button").click();
  yield "check-not-declared";
  await demo.behave("off");
  const sent = await declareAndSend(visitor);
  yield "confirmation";
  await visitor.go(`/requests/${sent}/copy`);
  yield "copy";
  await eventually(async () => {
    await visitor.go(`/requests/${sent}`);
    return page.getByText(visitor.say("request-delivery-waiting")).isVisible();
  }, "a request that waits for its service");
  yield "request-waiting";
  await demo.behave("on");
  for (const code of ["received", "triage", "need-info"]) {
    await reached(demo, sent, code);
    await demo.behave("off");
    await visitor.go(`/requests/${sent}`);
    yield `request-${code}`;
    if (code === "need-info") {
      await visitor.go();
      yield "home-task";
      await visitor.go("/requests");
      yield "requests-task";
    }
    await demo.behave("on");
  }
  await reached(demo, sent, "done");
  await visitor.go(`/requests/${sent}`);
  await page.locator("summary").click();
  yield "request-done";
  await visitor.go("/messages");
  yield "messages";
  await page.locator("a.whole").first().click();
  yield "message";
  await page.goto(`${demo.backend}/?lang=${visitor.language}`);
  yield "demo-backend";
  await page.goto(`${demo.mailbox}/?lang=${visitor.language}`);
  yield "demo-mailbox";
  return sent;
}

/** The back-end told the portal that a complaint is at this status. */
function reached(demo, sent, code) {
  return eventually(async () => {
    const { records, callbacks } = await demo.received();
    const complaint = records.find((one) => one.content.reference === sent);
    const told = callbacks.filter((one) => one.request === complaint?.request && one.outcome === "delivered");
    // Or past it, on a machine so busy that the look came late.
    return complaint && codes.indexOf(complaint.code) >= codes.indexOf(code) && told.length >= complaint.seq;
  }, `the status ${code}`);
}

/** What a service asks, writes and hands over once a request is sent, and what the citizen does. */
async function* following(visitor) {
  const { page, demo } = visitor;
  const sent = await complain(visitor);
  const held = async () => (await demo.received()).records.find((one) => one.content.reference === sent);
  const { request } = await eventually(held, "the request to arrive");
  await demo.behave("off");
  for (const what of ["upload", "task", "read", "message", "document"]) await demo.tell(request, what);
  await demo.behave("on");
  await eventually(async () => {
    await visitor.go(`/requests/${sent}`);
    return page.getByText(visitor.say("document-findings")).first().isVisible();
  }, "what the service tells");
  await demo.behave("off");
  yield "request-tasks";
  const open = async (key) => {
    await visitor.go(`/requests/${sent}`);
    await page.locator("main section").getByRole("link", { name: visitor.say(key) }).first().click();
    await visitor.heading(key).waitFor();
  };
  await open("task-visit-record");
  yield "task-files";
  await visitor.button("task-send-files").click();
  yield "task-files-errors";
  await addFile(visitor, "files", pdf("relevé-de-visite-à-l’urgence-de-l’hôpital-exemple-2025-10-03.pdf"));
  yield "task-files-added";
  await visitor.button("task-send-files").click();
  await page.getByText(visitor.say("request-done-task")).waitFor();
  yield "request-task-done";
  await open("task-visit-record");
  yield "task-files-done";
  await open("task-more-information");
  yield "task-form";
  await visitor.button("task-send").click();
  yield "task-form-errors";
  await open("task-rights");
  yield "task-read";
  await visitor.go(`/requests/${sent}/messages`);
  yield "conversation";
  await visitor.button("messages-send").click();
  yield "conversation-errors";
  await page.getByLabel(visitor.say("message-label")).fill("Voici la photo dont je parlais.");
  await addFile(visitor, "files", pdf("photo.pdf", 4000));
  yield "conversation-files";
  await visitor.button("messages-send").click();
  await page.getByText(visitor.say("messages-sent")).waitFor();
  yield "conversation-sent";
  await visitor.go(`/requests/${sent}/withdrawal`);
  await visitor.button("withdraw-button").click();
  await visitor.heading("receipt-title").waitFor();
  yield "receipt";
  await demo.behave("on");
}

/** A long form: locked answers, the list of sections, a group's entries, the check. */
async function* project(visitor) {
  const { page } = visitor;
  await visitor.go("/services/surrogacy/form");
  yield "project-1";
  await beginProject(visitor);
  yield "project-overview";
  await page.locator(".task-line a").nth(1).click();
  await page.locator('button[value="add.children"]').waitFor();
  yield "project-group-empty";
  await openNewChild(visitor);
  yield "project-entry";
  await visitor.button("form-continue").click();
  yield "project-entry-errors";
  await answerChild(visitor, "Mia");
  await openNewChild(visitor);
  await page.locator('[name="child-name"]').fill("Zoé");
  await visitor.button("form-back").click();
  await visitor.button("form-continue").click();
  await page.locator("#error-summary").waitFor();
  yield "project-group-errors";
  await page.locator('button[value^="remove."]').last().click();
  await visitor.button("removal-button").waitFor();
  yield "project-removal";
  await visitor.button("removal-button").click();
  await visitor.button("form-continue").click();
  const draft = reference(page);
  await visitor.go(`/requests/${draft}/form/partner`);
  await visitor.go(`/requests/${draft}/check`);
  await visitor.button("check-send-button").click();
  yield "project-check-errors";
  await visitor.go("/services/cancer-screening/form");
  await page.locator("details.help summary").first().click();
  yield "screening-help";
}

/** A team's own element: as it opens, in use, with nothing to show, closed, and when the session is over. */
async function* element(visitor) {
  const { page } = visitor;
  const program = await screening(visitor);
  const words = await spoken(visitor.language);
  const frame = page.frameLocator("#app-frame iframe");
  await visitor.go("/services/cancer-screening/app");
  if (!visitor.js) {
    yield "app";
    return;
  }
  await frame.getByText(words.sentOn("").trim()).first().waitFor();
  yield "app";
  await frame.getByRole("button", { name: words.changeOf(words.colonoscopy) }).click();
  await frame.getByRole("radio").first().waitFor();
  yield "app-choice";
  Object.assign(program, { appointments: [], letters: [] });
  await visitor.go("/services/cancer-screening/app");
  await frame.getByText(words.noLetters).waitFor();
  yield "app-empty";
  await page.evaluate(() => dispatchEvent(new CustomEvent("session-over", { cancelable: true })));
  await page.locator("#app-ended").waitFor();
  yield "app-session-ended";
  await page.frames().at(-1).evaluate(() => parent.postMessage({ parvis: "hello", mark: "another" }, "*"));
  await page.locator("#app-fallback").waitFor();
  yield "app-fallback";
}

/** Care that is not named where someone may read over a shoulder; a witness is invited. */
async function* care(visitor) {
  await beginCare(visitor);
  yield "care-overview";
  const sent = await prepareCare(visitor);
  yield "care-confirmation";
  await visitor.go(`/requests/${sent}/parts/witness`);
  yield "part-open";
  const code = await inviteWitness(visitor, sent);
  yield "part-invited";
  await visitor.go("/invitations");
  yield "invitations";
  await openInvitation(visitor, code);
  yield "invitations-errors";
  await visitor.go(`/requests/${sent}`);
  yield "care-request";
  await visitor.go(`/requests/${sent}/withdrawal`);
  yield "care-withdrawal";
}

/** The same from the other side: someone else prepares, this visitor is their witness. */
async function* witnessing(visitor) {
  const { demo, language, page } = visitor;
  const other = await Visitor.open({ demo, browser: visitor.context.browser() }, { language });
  await other.signIn(language === "fr" ? "connor" : "amelie");
  // Until the witness has answered: a team that is done with the request asks nobody any more.
  await demo.behave("off", "medical-assistance-in-dying");
  const sent = await prepareCare(other);
  await openInvitation(visitor, await inviteWitness(other, sent));
  yield "invitation";
  await visitor.button("invitation-send").click();
  await page.locator("#error-summary").waitFor();
  yield "invitation-errors";
  await answerInvitation(visitor);
  await page.locator("main section").first().waitFor();
  yield "invitation-sent";
  await demo.behave("on", "medical-assistance-in-dying");
  await eventually(async () => {
    await other.go(`/requests/${sent}/parts/witness`);
    return other.page.getByText(other.say("part-means-received")).isVisible();
  }, "the witness's part at the team");
  await other.close();
  await visitor.go("/invitations");
  yield "invitations-taken";
}

/** A page whose panels two back-ends fill in, one of which is down. */
async function* health(visitor) {
  const { demo } = visitor;
  await visitor.go("/services/your-health");
  yield "health";
  await demo.behave("off", "records");
  await visitor.go("/services/your-health");
  yield "health-one-down";
  await demo.behave("on", "records");
}

/** A second complaint, withdrawn. */
async function* withdrawing(visitor) {
  const { page, demo } = visitor;
  await demo.behave("off");
  const sent = await complain(visitor);
  await visitor.go(`/requests/${sent}/withdrawal`);
  yield "withdrawal";
  await visitor.button("withdraw-button").click();
  await page.getByText(visitor.say("withdrawal-asked")).waitFor();
  yield "request-withdrawal-asked";
  await demo.behave("on");
  await eventually(async () => {
    await visitor.go(`/requests/${sent}`);
    return page.getByText(visitor.say("withdrawal-accepted")).isVisible();
  }, "the withdrawal");
  yield "request-withdrawn";
  await visitor.go("/requests");
  yield "requests";
  await visitor.go();
  yield "home";
  await visitor.button("sign-out").click();
  await visitor.heading("signed-out-title").waitFor();
  yield "signed-out";
}

/** The administrator. */
async function* administrating(visitor, sent) {
  const { page } = visitor;
  await visitor.signIn("admin");
  yield "home-admin";
  await visitor.go("/admin");
  yield "admin-today";
  await visitor.go("/admin/jobs");
  yield "admin-jobs-empty";
  await visitor.go("/admin/deliveries");
  yield "admin-deliveries";
  await visitor.go("/admin/services");
  yield "admin-services";
  await visitor.go("/admin/journeys");
  yield "admin-journeys-empty";
  const find = visitor.button("journeys-find");
  await find.click();
  yield "admin-journeys-errors";
  await page.getByLabel(visitor.say("journeys-who")).fill("AAAA-AAAA-AAA");
  await page.getByLabel(visitor.say("journeys-reason")).selectOption({ index: 1 });
  await find.click();
  yield "admin-journeys-not-found";
  await page.getByLabel(visitor.say("journeys-who")).fill(sent);
  await page.getByLabel(visitor.say("journeys-reason")).selectOption({ index: 1 });
  await find.click();
  await page.locator(".timeline li").first().waitFor();
  yield "admin-journey";
  await visitor.go("/admin/log");
  yield "admin-log-empty";
  await visitor.go("/admin/log?event=request-submitted");
  yield "admin-log-found";
  await visitor.go("/admin/log?session=x");
  yield "admin-log-errors";
  await visitor.go("/admin/statistics");
  yield "admin-statistics";
  await visitor.go("/admin/operations");
  yield "admin-operations";
  await page.locator(".card summary").first().click();
  await page.locator("textarea").first().fill("Le service revient lundi.");
  await page.locator("textarea").nth(1).fill("The service is back on Monday.");
  await page.locator("details[open] button").click();
  yield "admin-confirmations-asked";
  await visitor.go("/admin/changes");
  yield "admin-changes";
}

/** The administrator tells people something, and takes it back. */
export async function* announcing(visitor) {
  const { page } = visitor;
  await visitor.go("/admin/announcements");
  yield "announcements-empty";
  await visitor.button("announcement-begin").click();
  await page.locator("#title-fr").waitFor();
  yield "announcement-new";
  await visitor.button("announcement-preview").click();
  await page.locator("#error-summary").waitFor();
  yield "announcement-errors";
  await page.locator("#title-fr").fill("Le portail fait une pause dimanche, de 2 h à 4 h");
  await page.locator("#title-en").fill("The portal will pause on Sunday, from 2 to 4 a.m.");
  await page.locator("#text-fr").fill("Vous pouvez **enregistrer** avant. Voyez [l’aide](/fr/help).");
  await page.locator("#text-en").fill("You can **save** before that. See [the help](/en/help).");
  await page.locator("[name=important]").check();
  await page.locator("[name=send]").check();
  await visitor.button("announcement-save").click();
  await page.locator(".note.done").waitFor();
  yield "announcement-saved";
  await visitor.button("announcement-preview").click();
  await page.locator(".face").first().waitFor();
  yield "announcement-preview";
  await visitor.button("announcement-publish").click();
  await page.locator(".note.done").waitFor();
  yield "announcements";
  yield* unsubscribing(visitor);
  await visitor.go();
  yield "home-banner";
  await visitor.go("/nouvelles");
  yield "news";
  await page.locator("main a.whole").first().click();
  await page.locator("article .prose").waitFor();
  yield "news-page";
  const address = page.url();
  await visitor.go("/admin/announcements");
  await page.locator("main a.whole").first().click();
  await visitor.link("announcement-withdraw").click();
  await visitor.heading("announcement-withdraw-title").waitFor();
  yield "announcement-withdrawal";
  await visitor.button("announcement-withdraw").click();
  await page.locator(".note.done").waitFor();
  await page.goto(address);
  yield "news-withdrawn";
}

/** Whoever asked for news ends it by the link that their mail program shows. */
async function* unsubscribing(visitor) {
  const { page, demo } = visitor;
  const link = page.locator("a[href*='/unsubscribe/']").first();
  await eventually(async () => {
    await page.goto(`${demo.mailbox}/?lang=${visitor.language}`);
    return link.isVisible();
  }, "the e-mail that says there is news");
  await link.click();
  await visitor.heading("unsubscribe-title").waitFor();
  yield "unsubscribe";
  await visitor.button("unsubscribe-press").click();
  await visitor.heading("unsubscribe-done").waitFor();
  yield "unsubscribed";
}

/** Someone who writes services. */
export async function* writing(visitor) {
  const { page } = visitor;
  await visitor.button("sign-out").click();
  await visitor.heading("signed-out-title").waitFor();
  await visitor.signIn("noemie");
  yield "home-publisher";
  await visitor.go("/desk");
  yield "desk-empty";
  await visitor.button("desk-begin").click();
  yield "desk-errors";
  await page.locator("#tile").fill("soins-a-domicile");
  await visitor.button("desk-begin").click();
  yield "desk-new";
  await page.locator("#content-fr").fill("## Visites\n\n<b>Une infirmière</b> vient chez vous.");
  await visitor.button("desk-publish").click();
  yield "desk-unsound";
  await page.locator("#content-fr").fill("## Visites\n\nUne infirmière vient **chez vous**.");
  await visitor.button("desk-save").click();
  yield "desk-saved";
  await visitor.button("desk-preview").click();
  yield "desk-preview";
  await visitor.go("/desk/soins-a-domicile/publish");
  yield "desk-publish";
  await visitor.button("desk-publish").click();
  yield "desk-published";
}

/** The first visitor comes back. */
async function* again(visitor, idea) {
  await visitor.button("sign-out").click();
  await visitor.heading("signed-out-title").waitFor();
  await visitor.signIn();
  yield* heard(visitor, idea);
}

/** What the services have beside a complaint; someone is signed in. */
export async function* services(visitor) {
  yield* health(visitor);
  yield* element(visitor);
  yield* care(visitor);
  yield* witnessing(visitor);
}

/** Every screen; the demo behind it should be fresh, for its empty states. */
export async function* walk(visitor) {
  yield* outside(visitor);
  yield* signingIn(visitor);
  yield* questions(visitor);
  yield* draftAsAWhole(visitor);
  yield* conflict(visitor);
  yield* sessionLost(visitor);
  const sent = yield* sending(visitor);
  yield* following(visitor);
  yield* project(visitor);
  yield* services(visitor);
  const idea = yield* telling(visitor);
  yield* withdrawing(visitor);
  yield* administrating(visitor, sent);
  yield* announcing(visitor);
  yield* sorting(visitor, idea);
  yield* writing(visitor);
  yield* again(visitor, idea);
}
