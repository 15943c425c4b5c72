// What every browser test stands on: a demo of its own, a browser, and visitors who watch their
// step: whatever goes wrong behind a page (a script error, a refusal of the content security
// policy, a request to somewhere else) fails the test that opened it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import axeCore from "axe-core";
import { chromium } from "playwright-core";

import { words } from "./words.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.PARVIS_BIN ?? join(root, "target/debug/parvis");

/** The widths that everything is looked at in. */
export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

/** Who speaks which language. */
export const people = { fr: "amelie", en: "connor" };

/** How long the portal may take to hand something over, or the back-end to answer. */
const PATIENCE = 30_000;

// A test run that is broken off leaves no demo behind: leaving in order is what stops them.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

/** A demo with a folder of its own, stopped by `close`. Milliseconds between statuses: `pace`; settings: `env`. */
export async function startDemo({ pace = 300, env = {} } = {}) {
  assert.ok(existsSync(program), `${program} is missing: run cargo build, or set PARVIS_BIN`);
  const data = await mkdtemp(join(tmpdir(), "parvis-browser-"));
  const child = spawn(program, ["demo", "--port", "0", "--data", data, "--json", "--pace", String(pace)], {
    // Retries come within a second, so that tests wait for the portal and not for its patience.
    env: { ...process.env, PARVIS_OUTBOX__FIRST_RETRY_S: "1", PARVIS_OUTBOX__LONGEST_RETRY_S: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (text) => (log += text));
  const stop = () => child.kill("SIGTERM");
  process.once("exit", stop);
  const ended = new Promise((done) => child.once("exit", done));

  const started = createInterface(child.stdout)[Symbol.asyncIterator]().next();
  const line = await Promise.race([started, ended.then(() => ({ done: true }))]);
  assert.ok(!line.done, `the demo did not start:\n${log}`);
  const told = JSON.parse(line.value);
  const base = (address) => new URL(address).origin;

  return {
    portal: base(told.portal),
    provider: base(told.provider),
    mailbox: base(told.mailbox),
    backend: base(told.control),
    backends: Object.fromEntries(Object.entries(told.backends).map(([id, address]) => [id, base(address)])),
    people: told.people,
    config: told.config,
    /** What the program said besides its pages. */
    log: () => log,

    /** Makes a back-end run (`on`) or break (`off`, `slow`, `garbage`), through its control page. */
    async behave(mode, id = "complaints") {
      const answer = await fetch(`${this.backends[id]}/control/mode`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ mode }),
      });
      assert.equal(answer.status, 200);
    },

    /** Has the back-end ask (`task`, `read`, `upload`), write (`message`) or hand over (`document`), now. */
    async tell(request, what) {
      const answer = await fetch(`${base(told.control)}/control/tell`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ request, what }),
      });
      assert.equal(answer.status, 200);
    },

    /** What the back-end received: records, receipts, callbacks. */
    async received() {
      return (await fetch(`${base(told.control)}/control/received`)).json();
    },

    /** The e-mails sent so far. */
    async mail() {
      return (await fetch(`${base(told.mailbox)}/messages.json`)).json();
    },

    async close() {
      process.off("exit", stop);
      stop();
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Debian's own Chromium, quiet. */
const quiet = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export function startBrowser() {
  return chromium.launch(quiet);
}

/** As `startBrowser`, but every visitor has a profile on disk: without one, Chromium connects nowhere in advance. */
export function startProfiles() {
  const folders = [];
  return {
    async newContext(options) {
      folders.push(await mkdtemp(join(tmpdir(), "parvis-profile-")));
      return chromium.launchPersistentContext(folders.at(-1), { ...quiet, ...options });
    },
    close: () => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))),
  };
}

/** A demo of their own for those who use it up; gives what `use` gives. */
export async function withDemo({ browser, ...options }, use) {
  const demo = await startDemo(options);
  try {
    return await use({ demo, browser });
  } finally {
    await demo.close();
  }
}

/** Someone with a browser of their own: one language, one width, with or without JavaScript. */
export class Visitor {
  /** What went wrong behind the pages. */
  faults = [];
  /** Where else this visitor may be led: origins. */
  elsewhere = [];

  static async open({ demo, browser }, { language = "fr", size = "phone", js = true, ...more } = {}) {
    const visitor = new Visitor();
    const options = { viewport: sizes[size], reducedMotion: "reduce", locale: `${language}-CA`, javaScriptEnabled: js, ...more };
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENCE);
    Object.assign(visitor, { demo, language, size, js, context, say: words(language) });
    context.on("page", (page) => visitor.#watch(page));
    visitor.page = await context.newPage();
    return visitor;
  }

  #watch(page) {
    page.on("pageerror", (error) => this.faults.push(`script error: ${error}`));
    page.on("console", (message) => {
      // A refused form or file, or a missing page, is told as an error too; those the tests look for.
      const [asked, shown] = [message.location().url, page.url()].map((url) => url.replace(/\/files$/, ""));
      const expected = message.text().startsWith("Failed to load resource") && asked === shown;
      if (["error", "warning"].includes(message.type()) && !expected) {
        this.faults.push(`${page.url()}: ${message.text()}`);
      }
    });
    page.on("request", (request) => {
      const to = new URL(request.url());
      const { portal, provider, mailbox, backend } = this.demo;
      const ours = [portal, provider, mailbox, backend, ...this.elsewhere].includes(to.origin);
      const own = request.isNavigationRequest() || to.origin === new URL(request.frame().url()).origin;
      if (!ours || !own) this.faults.push(`${request.frame().url()} asked for ${to}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 500) this.faults.push(`${response.url()} answered ${response.status()}`);
    });
  }

  /** Opens a page of the portal in the visitor's language; `path` begins with `/`, or is empty. */
  go(path = "") {
    return this.page.goto(`${this.demo.portal}/${this.language}${path}`);
  }

  link(key, params) {
    return this.page.getByRole("link", { name: this.say(key, params) });
  }

  button(key, params) {
    return this.page.getByRole("button", { name: this.say(key, params), exact: true });
  }

  heading(key, params) {
    return this.page.getByRole("heading", { name: this.say(key, params) });
  }

  /** A radio button or a checkbox, whose name begins with its label and goes on with its hint. */
  option(role, key) {
    const label = this.say(key).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return this.page.getByRole(role, { name: new RegExp(`^${label}`) });
  }

  /** Chooses who to be at the identity provider, whose page is open. */
  async choose(username) {
    await this.page.locator("input[name=username]").fill(username);
    await this.page.locator("button.main").click();
  }

  /** Signs in and arrives at home. */
  async signIn(username = people[this.language]) {
    await this.go("/sign-in");
    await this.choose(username);
    await this.page.waitForURL(`${this.demo.portal}/${this.language}`);
  }

  /** Ends the session as time would: the browser no longer has its cookie. */
  async loseSession() {
    await this.context.clearCookies({ name: /session/ });
  }

  /** Closes the browser window; whatever went wrong behind its pages comes to light here. */
  async close() {
    await this.context.close();
    assert.deepEqual(this.faults, []);
  }
}

/** Opens a visitor for the length of `visit`. */
export async function withVisitor(house, options, visit) {
  const visitor = await Visitor.open(house, options);
  try {
    await visit(visitor);
  } catch (error) {
    await visitor.context.close();
    error.message += visitor.faults.map((fault) => `\n  behind the page: ${fault}`).join("");
    throw error;
  }
  await visitor.close();
}

/** Waits until `look` gives something true, and returns it. */
export async function eventually(look, what) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, `still waiting for ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Everything that axe can tell of WCAG 2.2 AA, and what it holds for good practice besides. */
const everything = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on the page, one line each; none is the goal. `only` names the rules, else all. */
export async function axe(page, { only } = {}) {
  const runOnly = only ? { type: "rule", values: only } : { type: "tag", values: everything };
  await page.evaluate(axeCore.source);
  const violations = await page.evaluate(async (options) => (await globalThis.axe.run(options)).violations, {
    runOnly,
    resultTypes: ["violations"],
  });
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => `${impact} ${id}: ${node.target.join(" ")} ${node.failureSummary.replace(/\s+/g, " ")}`),
  );
}
