// A tile that tries everything, in the frame as the portal gives it: on the portal's host, and on one of its own.
// Nothing may reach a server that records whatever comes; the same code in a page without the portal's headers shows
// that all of it would have been seen.

import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { startOpenHouse, startRecorder } from "./recorder.mjs";
import { eventually, startDemo, startProfiles, Visitor } from "./support.mjs";

const folder = fileURLToPath(new URL("hostile", import.meta.url));
const house = {};
let control, tiles;

before(async () => {
  tiles = await mkdtemp(join(tmpdir(), "parvis-hostile-"));
  await cp(folder, join(tiles, "hostile"), { recursive: true });
  house.browser = startProfiles();
  control = await startOpenHouse(join(folder, "app/index.js"));
});
after(async () => {
  await house.browser?.close();
  control?.close();
  await rm(tiles, { recursive: true, force: true });
});

/** What came of trying: `got` something, or `refused`. What neither ends nor fails is still under way. */
const attempt = (frame, kind, name, args) =>
  frame.evaluate(
    async ([kind, name, args]) => {
      const patience = new Promise((done) => setTimeout(done, 500, "under way"));
      try {
        return { got: await Promise.race([globalThis[kind][name](args), patience]) };
      } catch (error) {
        return { refused: String(error) };
      }
    },
    [kind, name, args],
  );

/** As `attempt`, of what may end the document in which it is tried. */
const leave = (frame, kind, name, args) => attempt(frame, kind, name, args).catch((error) => ({ left: String(error) }));

const names = (frame, kind) => frame.evaluate((kind) => Object.keys(globalThis[kind]), kind);

describe("without the portal's headers", () => {
  let recorder, context;
  before(async () => {
    recorder = await startRecorder();
    context = await house.browser.newContext();
  });
  after(async () => {
    await context.close();
    recorder.close();
  });

  async function visit() {
    const page = await context.newPage();
    await page.goto(control.url);
    const inner = await eventually(() => page.frames().find((frame) => frame.url().endsWith("/inner")), "the inner frame");
    for (const frame of [page, inner]) await frame.waitForFunction(() => globalThis.reads);
    return { page, inner };
  }

  test("everything that is sent is recorded", async () => {
    const { page } = await visit();
    const all = await names(page, "sends");
    for (const name of all) await attempt(page, "sends", name, recorder.args);
    await eventually(() => all.every((name) => recorder.seen.has(name)), "every call").catch((error) => {
      throw new Error(`never recorded: ${all.filter((name) => !recorder.seen.has(name))}`, { cause: error });
    });
  });

  for (const kind of ["leaves", "escapes"]) {
    test(`everything that ${kind} is recorded`, async () => {
      for (const name of await names((await visit()).page, kind)) {
        await leave((await visit()).inner, kind, name, recorder.args);
        await eventually(() => recorder.seen.has(name), name);
      }
    });
  }

  test("everything is read", async () => {
    const { inner } = await visit();
    for (const name of await names(inner, "reads")) {
      const came = await attempt(inner, "reads", name);
      assert.ok("got" in came && came.got !== "under way", `${name}: ${JSON.stringify(came)}`);
    }
  });
});

for (const domain of [undefined, "tiles.localhost"]) {
  describe(domain ? "in a frame of its own host" : "in a frame of the portal's host", () => {
    let recorder, demo;
    before(async () => {
      recorder = await startRecorder();
      const env = { PARVIS_TILES__DIR: tiles, ...(domain && { PARVIS_TILES__DOMAIN: domain }) };
      demo = await startDemo({ env });
    });
    after(async () => {
      await demo?.close();
      recorder.close();
    });

    /** Someone at the tile; `calls` are what its page asked the portal for. */
    async function visiting(visit) {
      const visitor = await Visitor.open({ demo, browser: house.browser }, { language: "en", size: "desktop" });
      const { page, context } = visitor;
      const calls = [];
      await context.route("**/api/v1/tiles/**", (route) => {
        calls.push(route.request());
        return route.fulfill({ contentType: "application/json", body: JSON.stringify({ capability: "secret-of-the-page" }) });
      });
      try {
        await visitor.signIn();
        await visitor.go("/services/hostile/app");
        const frame = await eventually(() => page.frames().find((one) => one.url().includes("/frames/hostile/")), "the frame");
        await frame.waitForFunction(() => globalThis.host);
        await page.locator("#app-loading").waitFor({ state: "hidden" });
        await visit({ page, frame, context, calls });
      } finally {
        await context.close();
      }
    }

    const nothing = () => assert.deepEqual([...recorder.seen], []);
    /** Long enough for what the control run saw: it came within moments. */
    const later = () => new Promise((done) => setTimeout(done, 2000));

    test("nothing that it sends arrives", () =>
      visiting(async ({ page, frame }) => {
        for (const name of await names(frame, "sends")) await attempt(frame, "sends", name, recorder.args);
        await later();
        nothing();
        assert.equal(await page.locator("#app-fallback").isHidden(), true, "the page did not even notice");
        const { origin } = new URL(frame.url());
        assert.equal(origin === demo.portal, !domain);
      }));

    test("it leads itself nowhere", async () => {
      let all = [];
      await visiting(async ({ frame }) => void (all = await names(frame, "leaves")));
      for (const name of all) {
        await visiting(async ({ page, frame }) => {
          const here = page.url();
          await leave(frame, "leaves", name, recorder.args);
          // A form goes nowhere at all; whatever else ends in a page of the browser's, and the fallback.
          if (name !== "form") await page.locator("#app-fallback:focus").waitFor();
          assert.equal(page.url(), here);
        });
      }
      await later();
      nothing();
    });

    test("nor the page, nor another window", () =>
      visiting(async ({ page, frame, context }) => {
        const [here, pages] = [page.url(), context.pages().length];
        for (const name of await names(frame, "escapes")) await leave(frame, "escapes", name, recorder.args);
        await later();
        nothing();
        assert.equal(page.url(), here);
        assert.equal(context.pages().length, pages);
      }));

    test("it reads nothing of the page, of the browser, or of the person", () =>
      visiting(async ({ frame }) => {
        for (const name of await names(frame, "reads")) {
          const came = await attempt(frame, "reads", name);
          assert.ok("refused" in came, `${name}: ${JSON.stringify(came)}`);
        }
        const known = await frame.evaluate(() => JSON.stringify([host, document.documentElement.outerHTML, Object.keys(globalThis)]));
        for (const secret of ["secret-of-the-page", "Connor", "csrf"]) assert.ok(!known.includes(secret), secret);
      }));

    test("only its routes are called, and nobody's path is walked", () =>
      visiting(async ({ frame, calls }) => {
        const ask = (route, options) => frame.evaluate(([route, options]) => host.request(route, options), [route, options]);
        const others = ["other", "VISIT", "", "..", "visit/../../complaints/routes/x", "../draft", "visit%2f..", "__proto__", "constructor", "toString", null, { toString: 1 }];
        for (const route of others) assert.equal((await ask(route)).ok, false, JSON.stringify(route));
        assert.equal(calls.length, 0, "no other name leaves the page");
        for (const visit of ["..", "../..", "%2e%2e%2f", "a/b", "a?b=c#d", "\0"]) await ask("visit", { params: { visit, "../x": visit }, query: { "a&path.visit": "z" } });
        for (const call of calls.filter((call) => !call.url().endsWith("/capability"))) {
          const url = new URL(call.url());
          assert.equal(url.pathname, "/api/v1/tiles/hostile/routes/visit");
          assert.equal(call.method(), "GET");
          assert.deepEqual([...url.searchParams.keys()], ["path.visit", "path.../x", "query.a&path.visit"]);
        }
        const unsendable = await frame.evaluate(() => host.request("visit", { body: () => 1 }));
        assert.equal(unsendable.problem.type, "urn:parvis:problem:bad-request");
        assert.equal((await ask("visit", { params: { visit: "x".repeat(5000) } })).problem.type, "urn:parvis:problem:too-large");
        assert.equal((await ask("visit", { body: "x".repeat(300_000) })).problem.type, "urn:parvis:problem:too-large");
        for (const what of ["draft.get", "draft.put", "download"]) {
          const answer = await frame.evaluate((what) => (what === "download" ? host.download("visit") : host.draft[what.slice(6)]({})), what);
          assert.equal(answer.problem.type, "urn:parvis:problem:not-found", `${what} is not in its permissions`);
        }
      }));

    test("words on the port that the page does not know are not heard", () =>
      visiting(async ({ page, frame, calls }) => {
        const here = page.url();
        await frame.evaluate(() => {
          const say = (message) => globalThis.port.postMessage(message);
          for (const type of ["__proto__", "constructor", "eval", "capability", "toString", 7, null]) say({ type, id: 1 });
          for (const message of [null, undefined, 7, "ready", [], { type: { toString: "request" } }]) say(message);
          for (const height of [1e9, -1e9, NaN, Infinity, "5000px", {}]) say({ type: "resize", height });
          for (const target of ["https://evil.example/", "javascript:alert(1)", "//evil.example", "__proto__", "constructor"]) host.navigate(target);
          host.announce("<img src=x onerror=alert(1)>");
        });
        const answer = await frame.evaluate(() => host.request("visit", { params: { visit: "1" } }));
        assert.equal(answer.ok, true, "what was said before has been heard");
        assert.equal(page.url(), here);
        assert.equal(calls.length, 2, "the capability and the call");
        const height = await page.locator("#app-frame iframe").evaluate((one) => one.offsetHeight);
        assert.ok(height >= 100 && height <= 900, `${height}`);
        assert.equal(await page.locator("#app-status").textContent(), "", "announcing is not in its permissions");
      }));

    test("a flood is stemmed", () =>
      visiting(async ({ page, frame, calls }) => {
        const answers = await frame.evaluate(() => Promise.all(Array.from({ length: 100 }, (_, n) => host.request("visit", { params: { visit: n } }))));
        const refused = answers.filter(({ ok }) => !ok);
        assert.ok(refused.length > 50 && refused.every(({ problem }) => problem.type === "urn:parvis:problem:too-many"));
        assert.ok(calls.length < 50, `${calls.length} calls`);
        await frame.evaluate(() => {
          for (let n = 0; n < 20_000; n++) globalThis.port.postMessage({ type: "resize", height: n % 900 });
        });
        assert.equal(await page.evaluate(() => 1 + 1), 2, "the page still answers");
      }));

    test("nobody else gets a port, and a second document ends the frame", () =>
      visiting(async ({ page, frame }) => {
        await page.evaluate(() => postMessage({ parvis: "hello", mark: "not the frame" }, "*"));
        await frame.evaluate(() => host.request("visit", { params: { visit: "1" } }));
        assert.equal(await page.locator("iframe").count(), 1, "a stranger's knock changes nothing");
        await frame.evaluate(() => parent.postMessage({ parvis: "hello", mark: "another document" }, "*"));
        await page.locator("#app-fallback:focus").waitFor();
        assert.equal(await page.locator("iframe").count(), 0);
      }));

    if (domain) {
      test("its code has a process of its own", () =>
        visiting(async ({ frame, context }) => {
          // Browsers speak of a frame by itself only where it is another process's.
          const session = await context.newCDPSession(frame);
          const { result } = await session.send("Runtime.evaluate", { expression: "origin" });
          assert.equal(result.value, "null");
        }));
    }

    test("opened by itself, its document is as closed", () =>
      visiting(async ({ frame, context }) => {
        const page = await context.newPage();
        await page.goto(frame.url());
        await page.evaluate(() => Promise.resolve());
        assert.equal(await page.evaluate(() => origin), "null");
        const cookies = await page.evaluate(() => {
          try {
            return document.cookie;
          } catch (error) {
            return error.name;
          }
        });
        assert.equal(cookies, "SecurityError");
        assert.equal(await page.evaluate(() => fetch("/fr").then(() => "fetched", () => "refused")), "refused");
      }));
  });
}
