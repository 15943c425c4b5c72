// Pictures of every screen, for people to look at: `npm run screens [-- fr phone …]`. They land in
// target/screens/, one folder for each language, width and way (with or without JavaScript).

import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { sizes, startBrowser, startDemo, Visitor } from "./support.mjs";
import { walk } from "./walk.mjs";

const folder = fileURLToPath(new URL("../../target/screens", import.meta.url));
const wanted = process.argv.slice(2);

const rounds = ["fr", "en"].flatMap((language) =>
  Object.keys(sizes).flatMap((size) => [true, false].map((js) => ({ language, size, js }))),
);

const browser = await startBrowser();
for (const round of rounds) {
  const names = [round.language, round.size, round.js ? "js" : "no-js"];
  if (!wanted.every((name) => names.includes(name))) continue;
  const to = `${folder}/${names.join("-")}`;
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const demo = await startDemo({ pace: 1500 });
  const visitor = await Visitor.open({ demo, browser }, round);
  let number = 0;
  try {
    for await (const name of walk(visitor)) {
      const file = `${String(++number).padStart(2, "0")}-${name}.png`;
      await visitor.page.screenshot({ path: `${to}/${file}`, fullPage: true });
    }
    console.log(`${number} screens in ${to}`);
  } catch (error) {
    console.error(`after ${number} screens in ${to}, at ${visitor.page.url()}: ${error.message}`);
    await visitor.page.screenshot({ path: `${to}/failed.png`, fullPage: true });
    process.exitCode = 1;
  }
  for (const fault of visitor.faults) console.error(fault);
  await visitor.context.close();
  await demo.close();
}
await browser.close();
