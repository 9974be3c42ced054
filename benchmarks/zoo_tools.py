"""Link checkers, each as a function from a folder to the set of what it reports there.

Each is run with the strictest settings that it documents. What a tool reports is a set of texts
without machine paths, so that two runs can be compared.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

Check = Callable[[Path], frozenset[str]]

HOST = "https://help.example"
TEXTS = "html,htm,css,xml,txt,webmanifest,svg,md"
TIMEOUT = 120
_LOG = re.compile(r"(?:WARNING|ERROR|CRITICAL)\s+-\s+(.*)")
_TIMES = re.compile(r"\d+\.\d+ seconds")


def helpwright(folder: Path, *options: str) -> frozenset[str]:
    """Return what `helpwright check` finds: path, line, column and code of each finding."""
    command = [sys.executable, "-m", "helpwright", "check", "--format", "json", *options]
    result = _run([*command, "--fail-on", "never"], folder)
    if result.returncode:
        raise RuntimeError(result.stderr)
    return frozenset(
        "{path}:{line}:{column} {code}".format(**found) for found in json.loads(result.stdout)
    )


def mkdocs(folder: Path) -> frozenset[str]:
    """Return the warnings and errors of `mkdocs build --strict` in the project of a folder."""
    result = _run([sys.executable, "-m", "mkdocs", "build", "--strict"], folder)
    output = _without(folder, result.stdout + result.stderr)
    found = {line[1] for line in _LOG.finditer(output)}
    if result.returncode and not found:
        found = {output.strip().rpartition("\n")[2]}
    return frozenset(found)


def find(program: str) -> str | None:
    """Return the path of a program: the one beside this Python, else the one on the PATH."""
    return shutil.which(program, path=str(Path(sys.executable).parent)) or shutil.which(program)


def lychee(folder: Path) -> frozenset[str]:
    """Return the errors of lychee on a built site, without the network."""
    root = folder.resolve()
    command = [
        *(find("lychee") or "lychee", "--no-progress", "--format", "json", "--offline"),
        *("--include-fragments=full", "--include-mail", "--include-verbatim", "--hidden"),
        *("--root-dir", str(root), "--index-files", "index.html", "--extensions", TEXTS),
        *("--remap", f"{re.escape(HOST)}/? file://{root}/", "."),
    ]
    result = _run(command, folder)
    try:
        errors = json.loads(result.stdout)["error_map"]
    except (ValueError, KeyError):
        return frozenset({_without(folder, result.stderr).strip()})
    return frozenset(
        _without(folder, f"{page}: {it['url']}: {it['status']['text']}")
        for page, entries in errors.items()
        for it in entries
    )


def linkinator(command: Sequence[str]) -> Check:
    """Return the check of linkinator, which `command` starts: crawls of a server on loopback.

    One crawl begins at every page, so that none is missed to which nothing leads, and one at what
    the sitemap names, since linkinator does not begin at anything else when it is told to read it.
    """

    def check(folder: Path) -> frozenset[str]:
        names = sorted(page.relative_to(folder).as_posix() for page in folder.rglob("*.html"))
        with serving(folder) as address:
            pages = [f"{address}/{name.removesuffix('index.html')}" for name in names]
            skip = f"^https?://(?!localhost|{re.escape(HOST.partition('//')[2])})"
            options = [
                *("--recurse", "--check-css", "--check-fragments", "--redirects", "error"),
                *("--url-rewrite-search", HOST, "--url-rewrite-replace", address),
                *("--skip", skip, "--format", "json"),
            ]
            starts = [pages]
            if (folder / "sitemap.xml").is_file():
                starts.append([f"{address}/", "--sitemap"])
            found = [_run([*command, *start, *options], folder) for start in starts]
        return frozenset(
            entry.replace(address, "") for result in found for entry in _broken_links(result)
        )

    return check


def _broken_links(result: subprocess.CompletedProcess[str]) -> Iterator[str]:
    """Yield what linkinator reports, or what it fails with."""
    try:
        links = json.loads(result.stdout)["links"]
    except (ValueError, KeyError):
        yield (result.stderr or result.stdout).strip()
        return
    for it in links:
        if it["state"] == "BROKEN":
            yield f"{it.get('parent', '')}: {it['url']}: {it['status']}"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; yields the address of its top, without a slash at the end."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def list_directory(self, path: str | os.PathLike[str]) -> None:
            """Have no page for a folder without one."""
            self.send_error(404)

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing of a client that hangs up before it has everything."""
            if not isinstance(sys.exception(), ConnectionError):
                raise

    handler = functools.partial(Handler, directory=str(folder))
    server = Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def version(command: Sequence[str]) -> str:
    """Return the first version number that a command tells."""
    found = re.search(r"\d+\.\d+\.\d+", _run([*command, "--version"], Path.cwd()).stdout)
    return found[0] if found else "?"


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    quiet = {"DISABLE_MKDOCS_2_WARNING": "true", "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | quiet,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=TIMEOUT,
        check=False,
    )


def _without(folder: Path, text: str) -> str:
    """Return a text without the path of a folder and without times."""
    return _TIMES.sub("", text.replace(str(folder.resolve()), "").replace(str(folder), ""))
