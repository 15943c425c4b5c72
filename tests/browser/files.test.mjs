// Files, as people add them: to a request, for a task, to a message. What follows a request: what is asked, to
// read, to write, to keep. Both languages, with JavaScript and without.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { aboutYou, complain, declareAndSend, reference, whatHappened, whatYouHope } from "./complaint.mjs";
import { addFile, infected, listedFiles, pdf } from "./files.mjs";
import { eventually, startBrowser, withDemo, withVisitor } from "./support.mjs";

const browser = await startBrowser();
after(() => browser.close());

/** So slow that the office says nothing by itself. */
const pace = 3_600_000;

const ways = [
  { language: "fr", size: "phone", js: true },
  { language: "fr", size: "desktop", js: false },
  { language: "en", size: "phone", js: false },
  { language: "en", size: "desktop", js: true },
];

for (const [what, story] of [["files with a request", withARequest], ["what follows a request", afterwards]]) {
  describe(what, { concurrency: 2 }, () => {
    for (const way of ways) {
      test(`${way.language}, ${way.size}, JavaScript ${way.js ? "on" : "off"}`, () =>
        withDemo({ browser, pace }, (house) =>
          withVisitor(house, way, async (visitor) => {
            await visitor.signIn();
            await story(visitor);
          })));
    }
  });
}

async function withARequest(visitor) {
  const { page, say, demo } = visitor;
  await visitor.go("/services/complaints/form");
  await aboutYou(visitor);
  await visitor.button("form-continue").click();
  await visitor.heading("event-title").waitFor();
  await whatHappened(visitor);
  await visitor.button("form-continue").click();
  await visitor.heading("documents-title").waitFor();

  const fault = page.locator("#attached-files-fault");
  await addFile(visitor, "attached-files", pdf("vide.pdf", 0));
  await fault.getByText(say("error-file-empty", { name: "vide.pdf" })).waitFor();
  await addFile(visitor, "attached-files", { ...pdf("page.pdf"), buffer: Buffer.from("<!doctype html><p>Bonjour") });
  await fault.getByText("page.pdf").waitFor();
  assert.deepEqual(await listedFiles(page), [], "what is refused is not kept");

  await addFile(visitor, "attached-files", pdf("relevé.pdf"));
  await addFile(visitor, "attached-files", infected("facture.pdf"));
  await checked(visitor, "file-state-refused");
  await checked(visitor, "file-state-safe");
  assert.deepEqual(await listedFiles(page), ["relevé.pdf", "facture.pdf"]);
  await page.getByRole("button", { name: `${say("files-remove")} facture.pdf` }).click();
  await eventually(async () => (await listedFiles(page)).length === 1, "the file to be removed");

  await visitor.button("form-continue").click();
  await visitor.heading("answer-title").waitFor();
  await whatYouHope(visitor);
  await visitor.button("form-continue").click();
  await visitor.heading("check-title").waitFor();
  const sent = await declareAndSend(visitor);
  await arrived(demo, ["relevé.pdf"]);
  await visitor.go(`/requests/${sent}`);
  assert.deepEqual(await listedFiles(page), ["relevé.pdf"]);
  const address = await page.locator(".files a").first().getAttribute("href");
  const answer = await page.request.get(new URL(address, page.url()).href);
  assert.equal(answer.headers()["content-type"], "application/pdf");
}

/** Waits until a file on the page is so far: by itself with JavaScript, else with the button. */
async function checked(visitor, state) {
  const { page, say } = visitor;
  await eventually(async () => {
    if (await page.getByText(say(state)).first().isVisible()) return true;
    const again = page.getByRole("button", { name: say("files-refresh"), exact: true });
    if (!visitor.js && (await again.isVisible())) await again.click();
    return false;
  }, state);
}

/** The back-end has these files, each once. */
async function arrived(demo, names) {
  const files = await eventually(async () => {
    const { attachments } = await demo.received();
    return attachments.length === names.length && attachments.every(({ times }) => times > 0) && attachments;
  }, "the files");
  assert.deepEqual(files.map(({ name, times }) => [name, times]), names.map((name) => [name, 1]));
}

async function afterwards(visitor) {
  const sent = await complain(visitor);
  const { request } = await eventually(async () => (await visitor.demo.received()).records[0], "the request");
  await handIn(visitor, sent, request);
  await answerAndRead(visitor, sent, request);
  await writeWithAFile(visitor, sent, request);
  await openADocument(visitor, sent, request);
  await withdrawAndKeepTheReceipt(visitor, sent);
}

/** Opens the request until it shows that. */
function shows(visitor, sent, words) {
  return eventually(async () => {
    await visitor.go(`/requests/${sent}`);
    return visitor.page.getByText(words).first().isVisible();
  }, words);
}

async function openTask(visitor, sent, key) {
  await shows(visitor, sent, visitor.say(key));
  await visitor.page.locator("main").getByRole("link", { name: visitor.say(key) }).first().click();
  await visitor.heading(key).waitFor();
}

async function handIn(visitor, sent, request) {
  const { page, say, demo } = visitor;
  await demo.tell(request, "upload");
  await openTask(visitor, sent, "task-visit-record");
  await visitor.button("task-send-files").click();
  const missing = say("error-file", { label: say("task-files") });
  await page.getByRole("alert").getByRole("link", { name: missing }).waitFor();
  await addFile(visitor, "files", infected("facture.pdf"));
  await eventually(async () => (await listedFiles(page)).includes("facture.pdf"), "the file to be added");
  assert.equal(await page.locator("#error-summary").count(), 0, "what was to be corrected is");
  await checked(visitor, "file-state-refused");
  await page.getByRole("button", { name: `${say("files-remove")} facture.pdf` }).click();
  await eventually(async () => (await listedFiles(page)).length === 0, "the file to be removed");
  await addFile(visitor, "files", pdf("relevé.pdf"));
  await visitor.button("task-send-files").click();
  await page.getByText(say("request-done-task")).waitFor();
  await arrived(demo, ["relevé.pdf"]);
  await openTask(visitor, sent, "task-visit-record");
  assert.deepEqual(await listedFiles(page), ["relevé.pdf"]);
  await shows(visitor, sent, say("task-processed"));
}

async function answerAndRead(visitor, sent, request) {
  const { page, say, demo } = visitor;
  await demo.tell(request, "task");
  await openTask(visitor, sent, "task-more-information");
  await visitor.button("task-send").click();
  await page.getByRole("alert").getByRole("link", { name: say("details-error-required") }).waitFor();
  await visitor.option("radio", "arrival-own").check();
  await page.getByRole("group", { name: say("triage-seen-label") }).getByRole("radio", { name: say("answer-no") }).check();
  await page.getByLabel(say("details-label")).fill("On m’a oublié.");
  await visitor.button("task-send").click();
  await page.getByText(say("request-done-task")).waitFor();
  await demo.tell(request, "read");
  await openTask(visitor, sent, "task-rights");
  await visitor.button("task-have-read").click();
  await page.getByText(say("request-done-task-read")).waitFor();
}

async function writeWithAFile(visitor, sent, request) {
  const { page, say, demo } = visitor;
  await demo.tell(request, "message");
  await shows(visitor, sent, say("message-commissioner"));
  await visitor.link("request-write").click();
  await visitor.button("messages-send").click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel(say("message-label")).fill("Voici la photo dont je parlais.");
  await addFile(visitor, "files", pdf("photo.pdf", 4000));
  assert.equal(await page.getByLabel(say("message-label")).inputValue(), "Voici la photo dont je parlais.");
  await visitor.button("messages-send").click();
  await page.getByText(say("messages-sent")).waitFor();
  assert.deepEqual(await listedFiles(page), ["photo.pdf"]);
  await arrived(demo, ["relevé.pdf", "photo.pdf"]);
  await shows(visitor, sent, say("message-read"));
}

async function openADocument(visitor, sent, request) {
  const { page, say, demo } = visitor;
  await demo.tell(request, "document");
  await shows(visitor, sent, say("document-findings"));
  const link = page.locator("main").getByRole("link", { name: say("document-findings") }).first();
  const answer = await page.request.get(new URL(await link.getAttribute("href"), page.url()).href);
  assert.equal(answer.headers()["content-type"], "application/pdf");
  await eventually(async () => {
    const { documents } = await demo.received();
    return documents.some(({ code, opened_at }) => code === "findings" && opened_at);
  }, "the office to hear of it");
}

async function withdrawAndKeepTheReceipt(visitor, sent) {
  await visitor.go(`/requests/${sent}/withdrawal`);
  await visitor.button("withdraw-button").click();
  await visitor.heading("receipt-title").waitFor();
  assert.equal(reference(visitor.page), sent);
}
