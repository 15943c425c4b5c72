// A team's own element in its frame, as a citizen meets it: appointments, another time for one, letters. In both
// languages, at both widths; when the back-end is slow, empty, failing or down; without JavaScript; after the session.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { open, screening, spoken } from "./screening.mjs";
import { axe, eventually, startBrowser, startDemo, withVisitor } from "./support.mjs";

const house = {};
before(async () => Object.assign(house, { demo: await startDemo(), browser: await startBrowser() }));
after(async () => {
  await house.browser?.close();
  await house.demo?.close();
});

const rounds = ["fr", "en"].flatMap((language) => ["phone", "desktop"].map((size) => ({ language, size })));

test("hours are said as Québec writes them", async () => {
  const [fr, en] = [await spoken("fr"), await spoken("en")];
  assert.match(fr.moment("2026-12-08T14:30:00Z"), / à 9\u00a0h\u00a030$/);
  assert.match(fr.moment("2026-12-08T05:05:00Z"), / à 0\u00a0h\u00a005$/);
  assert.match(fr.moment("2026-12-08T18:30:00Z"), / à 13\u00a0h\u00a030$/);
  assert.match(en.moment("2026-12-08T14:30:00Z"), / at 9:30\u00a0a\.m\.$/);
});

/** Someone signed in, with the program in the test's hands, at the element. */
function atTheApp(options, visit, { before = () => {} } = {}) {
  return withVisitor(house, options, async (visitor) => {
    const program = await screening(visitor);
    await before(program);
    await visitor.signIn();
    const words = await spoken(visitor.language);
    await visit({ visitor, program, words, page: visitor.page, tile: await open(visitor) });
  });
}

/** What the test itself has gone wrong is no fault of the page's. */
function forgive(visitor, pattern) {
  visitor.faults = visitor.faults.filter((fault) => !pattern.test(fault));
}

/** What axe finds in the page and in its frame. */
async function findings(page) {
  const frame = page.frames().find((one) => one.url().includes("/frames/"));
  // The page around has the heading of the first level.
  const inside = (await axe(frame)).filter((found) => !found.includes("page-has-heading-one"));
  return [...(await axe(page)), ...inside];
}

/** The frame is as high as what is in it, and nothing in it scrolls. */
async function fits(page) {
  const frame = page.frames().find((one) => one.url().includes("/frames/"));
  const size = () =>
    frame.evaluate(() => {
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
      return { low: scrollHeight <= clientHeight, narrow: scrollWidth <= clientWidth };
    });
  await eventually(async () => (await size()).low, "a frame without a scrollbar");
  assert.ok((await size()).narrow, "nothing is wider than the frame");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  assert.ok(wide, "nothing is wider than the page");
}

for (const options of rounds) {
  describe(`an element, in ${options.language} on a ${options.size}`, () => {
    test("another time for an appointment, and a letter", () =>
      atTheApp(options, async ({ visitor, program, words, page, tile }) => {
        await tile.getByRole("heading", { name: words.appointments, level: 2 }).waitFor();
        await tile.getByRole("heading", { name: words.colonoscopy, level: 3 }).waitFor();
        assert.equal(await page.locator("iframe").getAttribute("title"), await page.locator("h1").textContent());
        assert.deepEqual(await findings(page), []);
        await fits(page);

        await tile.getByRole("button", { name: words.changeOf(words.colonoscopy) }).click();
        await tile.getByRole("button", { name: words.confirm }).click();
        await tile.getByText(words.pick).waitFor();
        const chosen = program.slots[1];
        await tile.getByRole("radio", { name: words.moment(chosen.starts_at) }).check();
        await tile.getByRole("textbox").fill("J’arrive en fauteuil roulant.");
        assert.deepEqual(await findings(page), []);
        await fits(page);
        await tile.getByRole("button", { name: words.confirm }).click();
        const said = words.moved(words.moment(chosen.starts_at));
        await tile.locator(".note.done", { hasText: said }).waitFor();
        await page.locator("#app-status", { hasText: said }).waitFor();

        const { body, method, query, headers } = program.asked.find(({ route }) => route === "move");
        assert.equal(method, "POST");
        assert.deepEqual(JSON.parse(body), { slot: chosen.id, note: "J’arrive en fauteuil roulant." });
        assert.deepEqual(query, { "path.appointment": "colonoscopy-1" });
        assert.match(headers["parvis-capability"], /^\d+\.[0-9a-f]{64}\./);
        assert.match(headers["idempotency-key"], /^[0-9a-f-]{36}$/);

        const download = page.waitForEvent("download");
        const day = words.date(program.letters[0].sent_on);
        await tile.getByRole("button", { name: words.downloadOf(words.colorectal, day) }).click();
        assert.equal((await download).suggestedFilename(), "lettre-de-resultat.pdf");
        await page.locator("#app-status", { hasText: words.downloaded }).waitFor();
        assert.equal(await page.locator("#app-fallback").isHidden(), true);
        assert.equal(await visitor.heading("app-other-title").isVisible(), true);
      }));

    test("when there is nothing, when it fails, when it is down", () =>
      atTheApp(
        options,
        async ({ visitor, program, words, page, tile }) => {
          await tile.getByText(words.noAppointments).waitFor();
          await tile.getByText(words.noLetters).waitFor();
          assert.deepEqual(await findings(page), []);

          program.status = { appointments: 502, letters: 503 };
          await open(visitor);
          await tile.getByText(words.failing).waitFor();
          await tile.getByText(words.down).waitFor();
          assert.deepEqual(await findings(page), []);
          await fits(page);
          program.status = {};
          for (const what of [words.failing, words.down]) {
            await fits(page);
            const note = tile.locator(".note", { hasText: what });
            await note.getByRole("button", { name: words.again }).click();
            await note.waitFor({ state: "hidden" });
          }
          await tile.getByText(words.noAppointments).waitFor();
          await tile.getByText(words.noLetters).waitFor();
          await tile.getByRole("button", { name: words.ask }).click();
          await page.waitForURL("**/services/cancer-screening/form");
          forgive(visitor, /answered 50[23]|status of 50[23]/);
        },
        { before: (program) => Object.assign(program, { appointments: [], letters: [] }) },
      ));
  });
}

test("a time that someone else has just taken", () =>
  atTheApp({ language: "fr" }, async ({ visitor, program, words, page, tile }) => {
    await tile.getByRole("button", { name: words.changeOf(words.colonoscopy) }).click();
    const [first, second] = program.slots;
    await fits(page);
    await tile.getByRole("radio", { name: words.moment(first.starts_at) }).check();
    await tile.getByRole("textbox").fill("Le matin, si possible.");
    program.status = { move: 409 };
    program.slots = program.slots.slice(1);
    await tile.getByRole("button", { name: words.confirm }).click();
    await tile.locator(".note.warn:focus", { hasText: words.taken }).waitFor();
    await page.locator("#app-status", { hasText: words.taken }).waitFor();
    assert.equal(await tile.getByRole("textbox").inputValue(), "Le matin, si possible.", "what was typed stays");
    assert.equal(await tile.getByRole("radio").count(), 2);
    assert.deepEqual(await findings(page), []);
    program.status = {};
    await tile.getByRole("radio", { name: words.moment(second.starts_at) }).check();
    await tile.getByRole("button", { name: words.confirm }).click();
    await tile.getByText(words.moved(words.moment(second.starts_at))).waitFor();
    forgive(visitor, /status of 409/);
  }));

test("what was begun is there when the page is opened again", () =>
  atTheApp({ language: "en" }, async ({ visitor, program, words, tile }) => {
    await tile.getByRole("button", { name: words.changeOf(words.colonoscopy) }).click();
    const saved = visitor.page.waitForResponse((answer) => answer.url().endsWith("/draft") && answer.request().method() === "PUT");
    await tile.getByRole("radio", { name: words.moment(program.slots[2].starts_at) }).check();
    await tile.getByRole("textbox").fill("By the south door.");
    assert.equal((await saved).status(), 204);
    const again = await open(visitor);
    await again.getByRole("radio", { name: words.moment(program.slots[2].starts_at), checked: true }).waitFor();
    assert.equal(await again.getByRole("textbox").inputValue(), "By the south door.");
    const gone = visitor.page.waitForResponse((answer) => answer.url().endsWith("/draft") && answer.request().method() === "PUT");
    await again.getByRole("button", { name: words.keep }).click();
    await gone;
    await open(visitor);
    await tile.getByRole("button", { name: words.changeOf(words.colonoscopy) }).waitFor();
    assert.equal(await tile.getByRole("textbox").count(), 0);
  }));

test("the session ends, and nothing in the frame is lost", () =>
  atTheApp({ language: "fr" }, async ({ visitor, program, words, page, tile }) => {
    await tile.getByRole("button", { name: words.changeOf(words.colonoscopy) }).click();
    await tile.getByRole("textbox").fill("Je viens avec ma fille.");
    program.session = "";
    await fits(page);
    await tile.getByRole("radio").first().check();
    await tile.getByRole("button", { name: words.confirm }).click();
    await page.locator("#app-ended:focus").waitFor();
    assert.deepEqual(await axe(page), []);
    assert.equal(await page.locator("#app-frame").isHidden(), true, "what was on screen is out of sight");
    assert.equal(await visitor.link("sign-in").first().getAttribute("target"), "_blank");
    await visitor.button("app-resume").click();
    assert.equal(await page.locator("#app-frame").isHidden(), true, "nobody is back yet");
    program.session = "mine";
    await visitor.button("app-resume").click();
    await page.locator("#app-frame").waitFor({ state: "visible" });
    assert.equal(await tile.getByRole("textbox").inputValue(), "Je viens avec ma fille.");
    forgive(visitor, /status of 401/);
  }));

test("the session ends, and somebody else signs in: their page begins anew", () =>
  atTheApp({ language: "fr" }, async ({ visitor, program, words, page, tile }) => {
    await tile.getByRole("button", { name: words.changeOf(words.colonoscopy) }).click();
    await tile.getByRole("textbox").fill("Pour mes yeux seulement.");
    await page.evaluate(() => dispatchEvent(new CustomEvent("session-over", { cancelable: true })));
    await page.locator("#app-ended:focus").waitFor();
    program.session = "theirs";
    const [refused, anew] = [page.waitForResponse((answer) => answer.status() === 403), page.waitForEvent("load")];
    // By the keyboard: for a moment, a press of the mouse still falls into the frame that was there.
    await visitor.button("app-resume").press("Enter");
    await refused;
    // The new page is the other person's own.
    program.session = "mine";
    await anew;
    await tile.getByRole("heading", { name: words.colonoscopy, level: 3 }).waitFor();
    assert.equal(await tile.getByText("Pour mes yeux seulement.").count(), 0);
    forgive(visitor, /status of 403/);
  }));

for (const colours of [{ colorScheme: "dark" }, { forcedColors: "active" }]) {
  test(`as easy to read in ${Object.values(colours)} colours`, () =>
    atTheApp({ language: "en", ...colours }, async ({ words, page, tile }) => {
      await tile.getByRole("button", { name: words.changeOf(words.colonoscopy) }).click();
      await tile.getByRole("radio").first().waitFor();
      assert.deepEqual(await findings(page), []);
    }));
}

test("with the screening program itself: two people want one time, and then it is down", () =>
  withVisitor(house, { language: "en", size: "desktop" }, async (connor) => {
    await withVisitor(house, { language: "fr" }, async (amelie) => {
      const choosing = async (visitor) => {
        await visitor.signIn();
        const [words, tile] = [await spoken(visitor.language), await open(visitor)];
        await tile.getByRole("button", { name: words.changeOf(words.colonoscopy) }).click();
        await tile.getByRole("radio").first().waitFor();
        await fits(visitor.page);
        return { visitor, words, tile, first: tile.getByRole("radio").first(), confirm: tile.getByRole("button", { name: words.confirm }) };
      };
      const [his, hers] = [await choosing(connor), await choosing(amelie)];
      await his.first.check();
      await his.confirm.click();
      await his.tile.locator(".note.done").waitFor();
      await hers.first.check();
      await hers.confirm.click();
      await hers.tile.locator(".note.warn:focus", { hasText: hers.words.taken }).waitFor();
      await fits(amelie.page);
      await hers.first.check();
      await hers.confirm.click();
      await hers.tile.locator(".note.done").waitFor();

      const download = amelie.page.waitForEvent("download");
      await hers.tile.getByRole("button", { name: new RegExp(hers.words.download.replace(/[()]/g, "\\$&")) }).first().click();
      assert.equal((await download).suggestedFilename(), "lettre-de-resultat.pdf");
      const letter = await (await download).createReadStream();
      assert.match(String((await letter.take(1).toArray())[0]), /^%PDF-1\.4/);

      await house.demo.behave("off", "cancer-screening");
      await open(amelie);
      await hers.tile.getByText(hers.words.down).first().waitFor();
      await house.demo.behave("on", "cancer-screening");
      forgive(amelie, /status of (409|50\d)|answered 50\d/);
    });
  }));

test("by the keyboard, from the page into the frame and out of it", () =>
  atTheApp({ language: "en", size: "desktop" }, async ({ visitor, words, page, tile }) => {
    await tile.getByRole("button", { name: words.changeOf(words.colonoscopy) }).waitFor();
    await visitor.link("app-back").focus();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip-app");
    await page.keyboard.press("Tab");
    await tile.getByRole("button", { name: words.changeOf(words.colonoscopy) }).and(tile.locator(":focus")).waitFor();
    for (const _ of [1, 2]) await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await visitor.link("app-other-begin").and(page.locator(":focus")).waitFor();
    await page.locator(".skip-app").focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "app-other");
  }));

test("nothing scrolls inside at 320 pixels, which is 1280 at 400 %", () =>
  atTheApp({ language: "fr", viewport: { width: 320, height: 256 } }, async ({ words, page, tile }) => {
    await tile.getByRole("button", { name: words.changeOf(words.colonoscopy) }).click();
    await tile.getByRole("radio").first().waitFor();
    await fits(page);
    assert.deepEqual(await findings(page), []);
  }));

for (const { what, change } of [
  { what: "has no module", change: (route) => route.abort() },
  { what: "has a module that is not the release's", change: (route) => route.fulfill({ body: "export function define() {}", contentType: "text/javascript", headers: { "access-control-allow-origin": "*" } }) },
]) {
  test(`a frame that ${what} gives way to the fallback`, () =>
    withVisitor(house, { language: "en" }, async (visitor) => {
      await screening(visitor);
      await visitor.signIn();
      await visitor.context.route("**/files/app/index.js", change);
      const told = visitor.page.waitForResponse("**/api/v1/tiles/cancer-screening/failure");
      await open(visitor);
      assert.equal((await told).status(), 204, "the portal hears of it");
      await visitor.page.locator("#app-fallback:focus").waitFor();
      assert.equal(await visitor.page.locator("iframe").count(), 0);
      assert.equal(await visitor.link("app-other-begin").isVisible(), true);
      assert.deepEqual(await axe(visitor.page), []);
      forgive(visitor, /index\.js|integrity|ERR_FAILED/i);
    }));
}

test("a frame that never comes up gives way to the fallback", () =>
  withVisitor(house, { language: "fr" }, async (visitor) => {
    await screening(visitor);
    await visitor.signIn();
    await visitor.context.route("**/files/app/index.js", () => {});
    await visitor.page.clock.install();
    await open(visitor);
    await visitor.page.getByText(visitor.say("app-loading")).waitFor();
    await visitor.page.clock.fastForward(21_000);
    await visitor.page.locator("#app-fallback:focus").waitFor();
    assert.deepEqual(await axe(visitor.page), []);
  }));

for (const language of ["fr", "en"]) {
  test(`without JavaScript, in ${language}: the form, and no frame at all`, () =>
    withVisitor(house, { language, js: false }, async (visitor) => {
      await visitor.signIn();
      const asked = [];
      visitor.page.on("request", (request) => asked.push(request.url()));
      await visitor.go("/services/cancer-screening");
      await visitor.link("start-open").click();
      await visitor.page.getByText(visitor.say("app-no-script")).waitFor();
      await visitor.link("app-other-begin").click();
      await visitor.page.waitForURL("**/services/cancer-screening/form");
      assert.ok(asked.every((url) => !url.includes("/frames/")), `${asked}`);
    }));
}
