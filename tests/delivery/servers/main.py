"""The other side of each channel: a mail server (aiosmtpd), a service with GC Notify's interface, and a
push service that decrypts (http-ece), by other hands than the portal's.

Prints one line of JSON with the addresses. `POST /control` says how each behaves, `GET /control` tells what
was received. Ends when its standard input ends, however the tests that started it ended.
"""

import asyncio
import json
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.smtp import SMTP

import notify
import push

HOST = "127.0.0.1"

# How each behaves: `smtp` accept, 451, 550, drop, hang; `notify` and `push` a status.
behaviour = {"smtp": "accept", "dead": [], "notify": 201, "push": 201, "retry_after": None}
received = {"smtp": [], "notify": [], "push": [], "connections": 0}


class Mailbox:
    """What the mail server does with an e-mail, as it is told to behave."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if behaviour["smtp"] == "550" or address in behaviour["dead"]:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        how = behaviour["smtp"]
        if how == "451":
            return "451 4.3.0 try again later"
        if how == "hang":
            await asyncio.sleep(3600)
        received["smtp"].append({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "raw": envelope.content.decode("utf-8", "replace"),
        })
        if how == "drop":
            # It has the e-mail, and the line breaks before it can say so.
            server.transport.abort()
        return "250 OK"


class MailServer:
    """A mail server that can be away: nobody listens on its port then."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.server = None
        self.port = 0
        self.start()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    def start(self):
        async def listen():
            factory = lambda: SMTP(Mailbox(), hostname="mail.exemple.test", loop=self.loop)
            return await self.loop.create_server(factory, HOST, self.port)

        if self.server is None:
            self.server = self.run(listen())
            self.port = self.server.sockets[0].getsockname()[1]

    def stop(self):
        async def close():
            self.server.close()

        if self.server is not None:
            self.run(close())
            self.server = None


mail = MailServer()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=None, headers=()):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/control":
            return self.answer(200, received)
        if self.path == "/subscription":
            return self.answer(200, push.subscribe(f"http://{HOST}:{self.server.server_port}"))
        return self.answer(404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path == "/control":
            behaviour.update(json.loads(body))
            mail.stop() if behaviour["smtp"] == "away" else mail.start()
            return self.answer(200, {})
        retry = [("retry-after", behaviour["retry_after"])] if behaviour["retry_after"] else []
        if self.path.startswith("/v2/notifications/"):
            medium = self.path.rsplit("/", 1)[1]
            status, reply, taken = notify.post(medium, self.headers, body, behaviour["notify"])
            received["notify"].append({"medium": medium, "status": status, "body": taken})
            return self.answer(status, reply, retry)
        if self.path.startswith("/push/"):
            status, taken = push.post(self.path, self.headers, body, behaviour["push"])
            received["push"].append({"status": status, "body": taken})
            return self.answer(status, None, retry)
        return self.answer(404)


http = ThreadingHTTPServer((HOST, 0), Handler)
http.daemon_threads = True
threading.Thread(target=http.serve_forever, daemon=True).start()
print(json.dumps({"smtp": f"{HOST}:{mail.port}", "http": f"http://{HOST}:{http.server_port}"}), flush=True)
sys.stdin.read()
