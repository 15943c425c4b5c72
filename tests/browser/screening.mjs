// The screening program as its element meets it: a back-end in the test's own hands, behind the address where
// the portal takes an element's calls. So a test can have it empty, slow, failing, down, or faster than the citizen.

const day = 86_400_000;
const iso = (days) => new Date(Date.now() + days * day).toISOString();
const place = { place: "Hôpital Exemple, bloc C", address: "100, rue Exemple, Québec" };

/** Answers the calls of the visitor's pages; the object it gives decides how, and remembers what was asked. */
export async function screening(visitor) {
  const program = {
    appointments: [
      { id: "colonoscopy-1", test: "colonoscopy", starts_at: iso(12), minutes: 45, status: "confirmed", ...place },
    ],
    slots: [15, 17, 22].map((days) => ({ id: `slot-${days}`, starts_at: iso(days), ...place })),
    letters: [
      { id: "letter-2", test: "colorectal", sent_on: iso(-20).slice(0, 10), result: "more" },
      { id: "letter-1", test: "colorectal", sent_on: iso(-750).slice(0, 10), result: "normal" },
    ],
    /** Routes that answer with a status of their own: `{ slots: 503 }`. */
    status: {},
    /** What was asked: `{ route, method, query, body, headers }`. */
    asked: [],
    /** Whether there is a session, and whose: `mine` or `theirs`. */
    session: "mine",
  };
  const json = (route, status, body) =>
    route.fulfill({ status, contentType: status < 400 ? "application/json" : "application/problem+json", body: JSON.stringify(body) });
  const problem = (route, status, name) => json(route, status, { type: `urn:parvis:problem:${name}`, status });

  await visitor.context.route("**/api/v1/tiles/cancer-screening/capability", (route) => {
    if (program.session === "theirs") return problem(route, 403, "forbidden");
    return program.session ? route.continue() : problem(route, 401, "session-ended");
  });
  await visitor.context.route("**/api/v1/tiles/cancer-screening/routes/*", async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    const name = url.pathname.split("/").at(-1);
    program.asked.push({
      route: name,
      method: request.method(),
      query: Object.fromEntries(url.searchParams),
      body: request.postData(),
      headers: request.headers(),
    });
    if (!program.session) return problem(route, 401, "session-ended");
    await program.delay;
    const status = program.status[name];
    if (status) return problem(route, status, status === 409 ? "conflict" : "unavailable");
    if (name === "letter") {
      const headers = { "content-disposition": 'attachment; filename="lettre-de-resultat.pdf"' };
      return route.fulfill({ status: 200, contentType: "application/pdf", headers, body: "%PDF-1.4 lettre" });
    }
    if (name === "move") {
      const slot = program.slots.find(({ id }) => id === JSON.parse(request.postData()).slot);
      const [moved] = program.appointments;
      Object.assign(moved, { starts_at: slot.starts_at });
      return json(route, 200, { appointment: moved });
    }
    return json(route, 200, { [name]: program[name] });
  });
  return program;
}

/** The words of the element, in the visitor's language. */
export async function spoken(language) {
  const { speak } = await import("../../tiles/cancer-screening/app/words.js");
  return speak(`${language}-CA`);
}

/** Waits until the frame no longer grows: what is pressed while it does may miss. */
export async function still(page) {
  const frame = page.locator("#app-frame iframe");
  if ((await frame.count()) === 0) return;
  const busy = page.frameLocator("#app-frame iframe").locator("[aria-busy]");
  let [before, same] = ["", 0];
  for (let look = 0; look < 40 && same < 3; look++) {
    const box = JSON.stringify(await frame.boundingBox().catch(() => null));
    // Where the back-end is slow, what is still busy stays so.
    same = box === before && ((await busy.count()) === 0 || look > 20) ? same + 1 : 0;
    before = box;
    await page.waitForTimeout(50);
  }
}

/** The page of the element, with its frame open. */
export async function open(visitor) {
  await visitor.go("/services/cancer-screening/app");
  await still(visitor.page);
  return visitor.page.frameLocator("#app-frame iframe");
}
