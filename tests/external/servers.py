"""A server on loopback that answers as other sites do, and counts what it is asked."""

from __future__ import annotations

import http.server
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

PAGE = (
    b'<!doctype html><html lang="en"><title>A</title><body><h2 id="there">There</h2></body></html>'
)
LEADS = {
    "/moved": (301, "/ok"),
    "/moved-308": (308, "/ok"),
    "/for-now": (302, "/ok"),
    "/moved-then-for-now": (301, "/for-now"),
    "/moved-to-nothing": (301, "/gone"),
    "/moved/to/start": (301, "/"),
    "/circle": (302, "/circle"),
}
CODES = {"/not-found": 404, "/gone": 410, "/busy": 429, "/faulty": 500, "/closed": 403, "/bad": 400}


class Server:
    """The server's address, and how often each path was asked for."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.hits: Counter[str] = Counter()
        self.release = threading.Event()
        self.answers: dict[str, int] = dict(CODES)


@contextmanager
def serving() -> Iterator[Server]:
    """Serve until the end of the context."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.hits[self.path] += 1
            if self.path == "/slow":
                server.release.wait(20)
            if self.path in LEADS:
                code, to = LEADS[self.path]
                self.send_response(code)
                self.send_header("Location", to)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(server.answers.get(self.path, 200))
            if self.path == "/busy":
                self.send_header("Retry-After", "864000")
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(PAGE)))
            self.end_headers()
            self.wfile.write(PAGE)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    inner = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{inner.server_address[1]}")
    threading.Thread(target=inner.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.release.set()
        inner.shutdown()
        inner.server_close()
