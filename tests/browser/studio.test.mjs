// A team's studio, and the team's element in its frame while the switch is turned.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { axe, people, sizes, startBrowser } from "./support.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.PARVIS_BIN ?? join(root, "target/debug/parvis");
const tile = "cancer-screening";

/** `parvis tile dev` on the sample and its examples, stopped by `close`. */
async function startStudio() {
  const folder = await mkdtemp(join(tmpdir(), "parvis-studio-"));
  await cp(join(root, "tiles", tile), join(folder, tile), { recursive: true });
  await cp(join(root, "tests/studio/mock"), join(folder, tile, "mock"), { recursive: true });
  const child = spawn(program, ["tile", "dev", join(folder, tile), "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = () => child.kill("SIGTERM");
  process.once("exit", stop);
  const ended = new Promise((done) => child.once("exit", done));
  const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  const { portal, studio } = JSON.parse(value);
  const close = async () => {
    process.off("exit", stop);
    stop();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { portal, studio, close };
}

const house = {};
before(async () => Object.assign(house, { studio: await startStudio(), browser: await startBrowser() }));
after(async () => {
  await house.browser?.close();
  await house.studio?.close();
});

/** What the element shows when its back-end answers so. */
const shown = {
  fr: { fine: "Coloscopie", empty: "pas de rendez-vous", failing: "de notre côté", down: "ne répond pas" },
  en: { fine: "Colonoscopy", empty: "no appointments", failing: "on our side", down: "does not answer" },
};

for (const language of ["fr", "en"]) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test(`an element tried out in ${language} on a ${size}`, async () => {
      const { portal, studio } = house.studio;
      const context = await house.browser.newContext({ viewport, locale: `${language}-CA` });
      const [page, desk] = [await context.newPage(), await context.newPage()];
      await page.goto(`${portal}/${language}/sign-in`);
      await page.locator("main form button").first().click();
      await page.locator("input[name=username]").fill(people[language]);
      await page.locator("main form button").first().click();
      await page.waitForURL(`${portal}/**`);
      await desk.goto(`${studio}?lang=${language}`);
      for (const mode of ["fine", "empty", "failing", "down", "fine"]) {
        await desk.locator(`button[value=${mode}]`).click();
        await desk.locator(`button[value=${mode}][aria-pressed=true]`).waitFor();
        await page.goto(`${portal}/${language}/services/${tile}/app`);
        await page.frameLocator("iframe").getByText(shown[language][mode]).first().waitFor();
      }
      await desk.reload();
      await desk.locator("summary").first().click();
      assert.deepEqual(await axe(desk), []);
      assert.equal(await desk.locator("html").getAttribute("lang"), `${language}-CA`);
      assert.ok(await desk.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is too wide");
      await context.close();
    });
  }
}
