// With nothing but a keyboard, with JavaScript and without; and on paper.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { complain, noDocuments, told } from "./complaint.mjs";
import { startBrowser, startDemo, withVisitor } from "./support.mjs";

const house = {};
before(async () => Object.assign(house, { demo: await startDemo(), browser: await startBrowser() }));
after(async () => {
  await house.browser?.close();
  await house.demo?.close();
});

/** The element that has the focus, as a locator. */
const focused = (page) => page.locator(":focus");

/** Presses Tab until this has the focus; every stop on the way shows a ring. */
async function tabTo(page, wanted, key = "Tab") {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    const stop = await focused(page).evaluate((element) => {
      const ringed = [element, element.closest(".pick, .row, .card")].filter(Boolean);
      return { html: element.outerHTML, ring: ringed.some((one) => parseFloat(getComputedStyle(one).outlineWidth) >= 2 && getComputedStyle(one).outlineStyle !== "none") };
    });
    assert.ok(stop.ring, `no ring around ${stop.html}`);
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`Tab does not reach ${wanted}`);
}

async function press(page, wanted, key) {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
}

for (const js of [true, false]) {
  describe(`keyboard, JavaScript ${js ? "on" : "off"}`, () => {
    test("the first stop skips to the content", () =>
      withVisitor(house, { js }, async ({ page, say }) => {
        await page.goto(`${house.demo.portal}/fr`);
        await page.keyboard.press("Tab");
        assert.equal(await focused(page).textContent(), say("skip-to-main"));
        await focused(page).waitFor();
        await page.keyboard.press("Enter");
        await page.keyboard.press("Tab");
        assert.ok(await focused(page).evaluate((element) => element.closest("main")), "the next stop is in the content");
      }));

    test("what is wrong is said first and leads to where it is", () =>
      withVisitor(house, { js, language: "en" }, async (visitor) => {
        const { page } = visitor;
        await visitor.signIn("leo");
        await visitor.go("/services/complaints/form");
        await press(page, visitor.button("form-continue"), "Enter");
        const summary = page.locator("#error-summary");
        await summary.waitFor();
        assert.ok(await summary.evaluate((element) => element === document.activeElement), "the summary has the focus");
        const links = summary.getByRole("link");
        const count = await links.count();
        assert.ok(count >= 2);
        for (let index = 0; index < count; index += 1) {
          const target = (await links.nth(index).getAttribute("href")).slice(1);
          await links.nth(index).focus();
          await page.keyboard.press("Enter");
          assert.equal(await focused(page).getAttribute("id"), target);
          assert.ok(await focused(page).evaluate((element) => element.closest(".field.wrong").querySelector(".fault")));
        }
      }));

    test("a whole request", () =>
      withVisitor(house, { js, language: "fr", size: "desktop" }, async (visitor) => {
        const { page, say } = visitor;
        await visitor.signIn();
        await visitor.go("/services/complaints/form");
        await press(page, page.locator("#for-whom"), "Space");
        await press(page, page.locator("#reach"), "Space");
        await press(page, visitor.button("form-continue"), "Enter");
        await visitor.heading("event-title").waitFor();
        await tabTo(page, page.getByLabel(say("place-label")));
        await page.keyboard.type(told.place);
        await tabTo(page, page.locator("[id='event-date.day']"));
        for (const part of ["3", "10", "2025"]) {
          await page.keyboard.type(part);
          await page.keyboard.press("Tab");
        }
        assert.equal(await focused(page).getAttribute("name"), "subjects");
        await page.keyboard.press("Space");
        await tabTo(page, page.getByLabel(say("story-label")));
        await page.keyboard.type(told.story);
        await press(page, visitor.button("form-continue"), "Enter");
        await noDocuments(visitor);
        await visitor.heading("answer-title").waitFor();
        await press(page, page.locator("#spoken"), "Space");
        await press(page, visitor.button("form-continue"), "Enter");
        await visitor.heading("check-title").waitFor();
        await press(page, page.locator("#declaration"), "Space");
        await press(page, visitor.button("check-send-button"), "Enter");
        await visitor.heading("sent-title").waitFor();
      }));
  });
}

test("what is printed is the content, and all of it", () =>
  withVisitor(house, { size: "desktop", colorScheme: "dark" }, async (visitor) => {
    const { page, say } = visitor;
    await visitor.signIn();
    const sent = await complain(visitor);
    await page.emulateMedia({ media: "print" });
    for (const path of [`/requests/${sent}/copy`, `/requests/${sent}`]) {
      await visitor.go(path);
      for (const part of ["header.top", "footer.bottom", ".demo", ".actions"]) {
        assert.equal(await page.locator(part).first().isVisible(), false, `${part} is not for paper`);
      }
      await page.getByText(sent, { exact: true }).waitFor();
      const story = page.getByText(told.story);
      assert.ok((await story.boundingBox())?.height > 0, "answers print even when they are folded away");
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
    }
    await visitor.go(`/requests/${sent}/copy`);
    await page.getByText(say("truth-declaration")).waitFor();
  }));
