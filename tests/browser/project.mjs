// Answering the surrogacy service's questions: a long form, in sections, with groups.

/** Types into the input of that name. */
async function fill({ page }, name, value) {
  await page.locator(`[name="${name}"]`).fill(value);
}

/** Chooses or ticks the option of that code. */
async function check({ page }, name, value) {
  await page.locator(`[name="${name}"][value="${value}"]`).check();
}

async function fillDate(visitor, name, [day, month, year]) {
  for (const [part, value] of Object.entries({ day, month, year })) await fill(visitor, `${name}.${part}`, value);
}

/** From the first page to the list of sections, as someone alone who knows who will carry the child. */
export async function beginProject(visitor) {
  await visitor.go("/services/surrogacy/form");
  await fill(visitor, "phone", "418 555-0123");
  for (const [part, value] of Object.entries({ street: "12, rue Saint-Jean", city: "Québec", postal_code: "g1r4s9" })) {
    await fill(visitor, `home.${part}`, value);
  }
  await visitor.button("form-continue").click();
  await check(visitor, "parents", "alone");
  await check(visitor, "carrier-known", "yes");
  await check(visitor, "gametes", "ours");
  await visitor.button("form-continue").click();
  await visitor.heading("overview-title").waitFor();
}

/** A child's page, opened from the list. */
export async function openNewChild({ page }) {
  await page.locator('button[value="add.children"]').click();
  await page.locator('[name="child-name"]').waitFor();
}

/** A child's page, answered; the list is on screen again. */
export async function answerChild(visitor, name) {
  await fill(visitor, "child-name", name);
  await fillDate(visitor, "child-birth-date", ["3", "11", "2019"]);
  await check(visitor, "child-lives", "always");
  await visitor.button("form-continue").click();
  await visitor.page.locator(".entry").first().waitFor();
}
