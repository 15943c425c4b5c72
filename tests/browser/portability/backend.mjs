// The screening program behind three hosts: it answers all of them alike, and writes down what it was asked.

import { createServer } from "node:http";

const place = { place: "Hôpital Exemple, bloc C", address: "100, rue Exemple, Québec" };
const slots = ["2027-03-02T13:30:00Z", "2027-03-04T18:15:00Z"].map((starts_at, index) => ({
  id: `slot-${index + 1}`,
  starts_at,
  ...place,
}));

function records(state) {
  const one = { id: "colonoscopy-1", test: "colonoscopy", minutes: 45, status: "confirmed", ...place };
  const appointments = [{ ...one, starts_at: "2027-02-11T14:30:00Z" }];
  const letters = [{ id: "letter-1", test: "colorectal", sent_on: "2026-10-05", result: "normal" }];
  return state === "empty" ? { appointments: [], letters: [] } : { appointments, letters };
}

/** A back-end in that state: `fine`, `empty`, `failing` or `down`. */
export async function startBackend(state) {
  const asked = [];
  const known = records(state);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://backend");
    const cors = {
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "*, authorization",
      "access-control-allow-methods": "*",
      "access-control-expose-headers": "*",
    };
    if (request.method === "OPTIONS") return response.writeHead(204, cors).end();
    let body = "";
    for await (const chunk of request) body += chunk;
    // What is below /v2 the portal asks by itself, to follow requests up: no call of the tile's.
    if (!url.pathname.startsWith("/v2/")) asked.push({ method: request.method, path: url.pathname + url.search, body: body ? JSON.parse(body) : null });
    const json = (status, value) =>
      response.writeHead(status, { ...cors, "content-type": "application/json" }).end(JSON.stringify(value));
    if (state === "failing") return json(500, { type: "about:blank", title: "Stack overflow at line 12" });
    const [, name, , id] = /^\/v1\/(?:citizens\/me\/)?(\w+)(\/([\w-]+))?/.exec(url.pathname) ?? [];
    if (name === "letters" && id) {
      const headers = { "content-type": "application/pdf", "content-disposition": 'attachment; filename="letter.pdf"' };
      return response.writeHead(200, { ...cors, ...headers }).end("%PDF-1.7 letter");
    }
    if (request.method === "POST") {
      const slot = slots.find((one) => one.id === JSON.parse(body).slot);
      return json(200, { appointment: { ...known.appointments[0], starts_at: slot.starts_at } });
    }
    return json(200, name === "slots" ? { slots } : { [name]: known[name] });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const address = `http://127.0.0.1:${server.address().port}`;
  const close = () => (server.closeAllConnections(), new Promise((done) => server.close(done)));
  // Where nobody listens any more.
  if (state === "down") await close();
  return { address, asked, close: state === "down" ? async () => {} : close };
}
