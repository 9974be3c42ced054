"""What a page may load: its own site, those that its recipe allows, or files of the project."""

from __future__ import annotations

import mimetypes
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from helpwright.recipe import Recipe

if TYPE_CHECKING:
    from playwright.sync_api import Route, WebSocketRoute

LOCAL = "https://project.invalid"
"""The site that files of the project are shown as; no such host can exist (RFC 2606)."""

MAX_FILE_BYTES = 50_000_000
"""Larger files of the project are not given to a page."""

_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


class Outside(Exception):
    """A local page is not a file of the project; the text says so."""


class Gate:
    """Answers, lets through or refuses each request of one page.

    `root` is the project's folder: nothing outside is given to a page, whatever links lead there,
    and nothing hidden. `folder` is that of kb.yml. `refused` collects what was not let through.
    """

    def __init__(self, recipe: Recipe, root: Path, folder: Path) -> None:
        self.root = Path(os.path.realpath(root))
        self.refused: dict[str, None] = {}
        self.url = _local_url(recipe, self.root, folder) if recipe.is_local else recipe.source.text
        own = [] if recipe.is_local else [recipe.source.text]
        self._allowed = {_origin(it) for it in (*own, *recipe.allow)}

    def is_open(self, address: str) -> bool:
        """Tell whether an address may be asked."""
        scheme, host, port = _origin(address)
        http = {"ws": "http", "wss": "https"}.get(scheme, scheme)
        return (http, host, port) in self._allowed

    def handle(self, route: Route) -> None:
        """Answer a request, let it through, or refuse it."""
        address = route.request.url
        if _origin(address) == _origin(LOCAL):
            file = self._file(unquote(urlsplit(address).path))
            if file is None:
                route.fulfill(status=404, body="not found")
            else:
                kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
                kind = f"{kind}; charset=utf-8" if text else kind
                route.fulfill(body=file.read_bytes(), content_type=kind)
        elif self.is_open(address):
            route.continue_()
        else:
            self.refuse(address)
            route.abort("blockedbyclient")

    def handle_socket(self, socket: WebSocketRoute) -> None:
        """Connect a web socket, or close it."""
        if self.is_open(socket.url):
            socket.connect_to_server()
        else:
            self.refuse(socket.url)
            socket.close()

    def refuse(self, address: str) -> None:
        """Note that a site was asked that may not be."""
        parts = urlsplit(address)
        self.refused[f"{parts.scheme}://{parts.netloc}"] = None

    def _file(self, path: str) -> Path | None:
        """Return the file that a local address names, None where a page may not have it."""
        parts = [part for part in path.split("/") if part]
        if "\0" in path or "\\" in path or any(part.startswith(".") for part in parts):
            return None
        file = Path(os.path.realpath(self.root.joinpath(*parts)))
        file = Path(os.path.realpath(file / "index.html")) if file.is_dir() else file
        if not file.is_relative_to(self.root) or not file.is_file():
            return None
        return file if file.stat().st_size <= MAX_FILE_BYTES else None


def _local_url(recipe: Recipe, root: Path, folder: Path) -> str:
    """Return the address of a local page; raises Outside where it is no file of the project."""
    written = recipe.source.text
    ends = min((at for at in map(written.find, "?#") if at >= 0), default=len(written))
    name, rest = written[:ends], written[ends:]
    file = Path(os.path.realpath(folder / name))
    if not file.is_relative_to(root):
        raise Outside(f"the page `{name}` is outside the project")
    inside = file.relative_to(root)
    if any(part.startswith(".") for part in inside.parts):
        raise Outside(f"the page `{name}` is hidden, and hidden files are not shown")
    if not file.is_file():
        raise Outside(f"there is no page `{name}` in the project")
    return f"{LOCAL}/{quote(inside.as_posix())}{rest}"


def _origin(address: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", "", 0
    return parts.scheme, (parts.hostname or "").lower(), port
