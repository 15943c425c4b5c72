// A server that takes whatever comes, over TCP and UDP, and remembers what it was; and pages on a server of their own
// that let the same code do what it likes.

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createListener } from "node:net";
import { networkInterfaces } from "node:os";

async function listening(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address().port;
}

/** `seen` are the last segments of the addresses asked for, and `preconnect` and `webrtc` for what is no request. */
export async function startRecorder() {
  const seen = new Set();
  const note = ({ url }) => seen.add(url.slice(1).split("?")[0]);
  const http = createServer((request, answer) => {
    note(request);
    answer.writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/plain" });
    answer.end("recorded");
  });
  http.on("upgrade", (request, socket) => {
    note(request);
    socket.destroy();
  });
  const tcp = createListener((socket) => {
    seen.add("preconnect");
    socket.destroy();
  });
  const udp = createSocket("udp4");
  udp.on("message", () => seen.add("webrtc"));
  udp.bind(0, "0.0.0.0");
  await once(udp, "listening");
  const own = Object.values(networkInterfaces()).flat().find(({ family, internal }) => family === "IPv4" && !internal);
  const args = { http: await listening(http), tcp: await listening(tcp), udp: udp.address().port, address: own?.address ?? "127.0.0.1" };
  return {
    seen,
    args,
    close() {
      http.closeAllConnections();
      for (const server of [http, tcp, udp]) server.close();
    },
  };
}

/** Pages without any of the portal's headers: `/` with the module in it, and in a frame of it, `/inner`. */
export async function startOpenHouse(module) {
  const page = (body) =>
    `<!doctype html><title>Open house</title><body data-app="{}">${body}<script type="module">
     Object.assign(globalThis, await import("/index.js"));</script>`;
  const server = createServer(async ({ url }, answer) => {
    const script = url === "/index.js";
    answer.setHeader("content-type", script ? "text/javascript" : "text/html");
    const frame = '<iframe id="inner" src="/inner"></iframe>';
    answer.end(script ? await readFile(module) : page(url === "/" ? frame : ""));
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
