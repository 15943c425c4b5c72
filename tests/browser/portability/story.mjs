// What a citizen does with the element, the same in every host, and what comes of it.

import { spoken, still } from "../screening.mjs";

/** Waits until nothing in the element loads any more. */
const settled = (element) => element.locator(":scope:not(:has([aria-busy]))").waitFor();

/** The screening element in a host: what it looks like to assistive technology, and what was said aloud, at each step. */
export async function live({ page, tile, status }, language, state) {
  const words = await spoken(language);
  const element = tile.locator("qc-cancer-screening");
  const steps = {};
  const look = async (step) => (steps[step] = await element.ariaSnapshot());
  const hear = async (step, said) => {
    await status.filter({ hasText: said }).waitFor({ timeout: 5_000 });
    steps[`${step}, aloud`] = (await status.textContent()).trim();
  };
  await element.getByRole("heading", { name: words.letters }).waitFor();
  await settled(element);
  await look("opened");
  await still(page);
  steps.language = await element.evaluate((one) => one.closest("[lang]")?.lang);
  if (state !== "fine") {
    const again = element.getByRole("button", { name: words.again });
    if (await again.count()) {
      await again.first().click();
      await settled(element);
      await look("tried again");
    }
    return steps;
  }
  await element.getByRole("button", { name: words.changeOf(words.colonoscopy) }).click();
  await element.getByRole("button", { name: words.confirm }).click();
  await look("nothing chosen");
  await element.getByRole("radio").nth(1).check();
  await element.getByRole("textbox").fill("Fauteuil roulant");
  await look("chosen");
  await element.getByRole("button", { name: words.confirm }).click();
  await element.locator(".note.done").waitFor();
  await look("moved");
  await hear("moved", words.moved("").trim().slice(0, 12));
  const press = element.getByRole("button", { name: words.download }).click();
  const [saved] = await Promise.all([page.waitForEvent("download"), press]);
  steps.saved = saved.suggestedFilename();
  await hear("downloaded", words.downloaded);
  await look("downloaded");
  return steps;
}
