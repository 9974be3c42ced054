"""A proxy on the own machine that lets lychee reach public addresses only.

A link is refused by the name of its host before it is asked. That is not enough for a source that
nobody has read yet: a name may stand for a number of the own network, and a public page may lead
on to one. So every connection goes through here, is resolved once, and is refused unless all of
the host's numbers are public.
"""

from __future__ import annotations

import select
import socket
import socketserver
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import TracebackType
from urllib.parse import urlsplit

from helpwright.external.hosts import all_public

_MAX_HEAD = 65_536
_IDLE = 30.0

NO_NAME = "no host has this name"
NO_LOOKUP = "the name of the host could not be looked up"
REFUSED = "the host refuses connections"
UNREACHABLE = "the host cannot be reached"


class Guard:
    """The proxy, as a context; `url` is its address.

    `allows` decides by the numbers of a host. `refused` are the hosts that were refused, each with
    its port, and `failures` says why others could not be reached.
    """

    def __init__(self, allows: Callable[[Iterable[str]], bool] = all_public) -> None:
        self.allows = allows
        self.refused: set[str] = set()
        self.failures: dict[str, str] = {}
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.guard = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Guard:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def connect(self, host: str, port: int) -> socket.socket:
        """Return a connection to a host; raises PermissionError for one that is not public."""
        place = f"{host.lower().rstrip('.')}:{port}"
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            gone = isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME
            self.failures[place] = NO_NAME if gone else NO_LOOKUP
            raise ConnectionError(host) from error
        numbers = [str(entry[4][0]) for entry in found]
        if not self.allows(numbers):
            self.refused.add(place)
            raise PermissionError(host)
        # Connecting to the number that was looked at: another look-up might answer otherwise.
        try:
            return socket.create_connection((numbers[0], port), timeout=_IDLE)
        except ConnectionRefusedError:
            self.failures[place] = REFUSED
            raise
        except OSError:
            self.failures[place] = UNREACHABLE
            raise


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    guard: Guard


class _Handler(socketserver.StreamRequestHandler):
    timeout = _IDLE

    def handle(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        try:
            line = self.rfile.readline(_MAX_HEAD)
            head = b""
            while (more := self.rfile.readline(_MAX_HEAD)) not in (b"\r\n", b"\n", b""):
                head += b"" if more.lower().startswith((b"proxy-", b"connection:")) else more
                if len(head) > _MAX_HEAD:
                    return
            method, target, version = line.decode("latin-1").split()
            parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
            host, port = parts.hostname or "", parts.port or 80
            with server.guard.connect(host, port) as far:
                if method == "CONNECT":
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
                else:
                    path = parts._replace(scheme="", netloc="").geturl() or "/"
                    first = f"{method} {path} {version}\r\n".encode("latin-1")
                    far.sendall(first + head + b"Connection: close\r\n\r\n")
                _pump(self.connection, far)
        except PermissionError:
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        except (OSError, ValueError):
            with suppress(OSError):
                self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")


def _pump(near: socket.socket, far: socket.socket) -> None:
    """Carry what either side says to the other until one has nothing more to say."""
    while True:
        ready, _, _ = select.select((near, far), (), (), _IDLE)
        if not ready:
            return
        for side in ready:
            data = side.recv(65_536)
            if not data:
                return
            (far if side is near else near).sendall(data)
