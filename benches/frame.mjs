// What a tile's frame costs a citizen: from the address to its letters on the screen, in the portal's frame and in a
// bare page with the same element and the same back-end, by turns. `make bench-frame`.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startBackend } from "../tests/browser/portability/backend.mjs";
import { hosts } from "../tests/browser/portability/hosts.mjs";
import { startBrowser } from "../tests/browser/support.mjs";

const ROUNDS = 15;

const backend = await startBackend("fine");
const browser = await startBrowser();
const folder = await mkdtemp(join(tmpdir(), "parvis-frame-"));
const around = { browser, language: "fr", backend: backend.address, folder };
const [framed, bare] = [await hosts.portal(around), await hosts.standalone(around)];

/** Milliseconds until the element shows a letter, from the moment that the page is asked for. */
async function shown({ page, tile }) {
  const began = performance.now();
  await page.goto(page.url(), { waitUntil: "commit" });
  await tile.locator("qc-cancer-screening article .tag.normal").waitFor();
  return performance.now() - began;
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
const times = { framed: [], bare: [] };
for (let round = 0; round <= ROUNDS; round++) {
  const [inFrame, alone] = [await shown(framed), await shown(bare)];
  // The first round fills caches.
  if (round === 0) continue;
  times.framed.push(inFrame);
  times.bare.push(alone);
}
const [inFrame, alone] = [median(times.framed), median(times.bare)];
console.log(`a tile in its frame ${inFrame.toFixed(0)} ms, the same element in a bare page ${alone.toFixed(0)} ms: ${(inFrame / alone).toFixed(2)} ×`);

await framed.close();
await bare.close();
await browser.close();
await backend.close();
await rm(folder, { recursive: true });
