"""The browser that pages are shown in: found on the system, started, and stopped when it hangs."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
"""The programs that will do, by their names on the PATH."""

_SWITCHES = (
    # What is drawn must not depend on the screen or the graphics card.
    "--disable-gpu",
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    # What a browser asks for on its own account.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
)
_INSTALL = (
    'run `pip install "helpwright[capture]"`, and install Chromium or Google Chrome with your '
    "system's package manager"
)


class BrowserMissing(Exception):
    """There is no browser that will do; the text says how to get one."""


class Studio:
    """A browser for the pages of the given hosts, which it can look up; no others.

    `program` is the browser's, without one it is looked for. A context manager; raises
    BrowserMissing where there is none or it does not start.
    """

    def __init__(self, hosts: Iterable[str], program: Path | None = None) -> None:
        try:
            from playwright.sync_api import sync_playwright
        except ImportError as error:
            raise BrowserMissing(f"taking pictures needs Playwright: {_INSTALL}") from error
        self._hosts = sorted(set(hosts))
        self._program = program
        self._manager = sync_playwright()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def __enter__(self) -> Studio:
        self._playwright = self._manager.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._browser is not None:
            self._browser.close()
        if self._playwright is not None:
            self._playwright.stop()

    @property
    def browser(self) -> Browser:
        """The browser; another one where the last was stopped."""
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._launch()
        return self._browser

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[Callable[[], bool]]:
        """Stop the browser where the block takes longer: a page that loops cannot be asked to.

        Gives a function that tells whether it was stopped.
        """
        session = self.browser.new_browser_cdp_session()
        found = session.send("SystemInfo.getProcessInfo")["processInfo"]
        process = next(int(it["id"]) for it in found if it["type"] == "browser")
        late: list[bool] = []

        def stop() -> None:
            late.append(True)
            os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))

        timer = Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            yield lambda: bool(late)
        finally:
            timer.cancel()

    def _launch(self) -> Browser:
        from playwright.sync_api import Error

        assert self._playwright is not None
        program = self._program or _find() or Path(self._playwright.chromium.executable_path)
        if not program.is_file():
            raise BrowserMissing(f"no Chromium and no Google Chrome was found: {_INSTALL}")
        known = "".join(f", EXCLUDE {host}" for host in self._hosts)
        switches = [*_SWITCHES, f"--host-resolver-rules=MAP * ~NOTFOUND{known}"]
        # Chromium refuses to start with its sandbox for the user root, as in most containers.
        sandbox = not (hasattr(os, "geteuid") and os.geteuid() == 0)
        try:
            return self._playwright.chromium.launch(
                executable_path=program, args=switches, chromium_sandbox=sandbox, timeout=60_000
            )
        except Error as error:
            first = error.message.strip().splitlines()[0]
            raise BrowserMissing(f"the browser {program} does not start: {first}") from error


def host_of(address: str) -> str:
    """Return the host of an address, in the form that the browser's rules want."""
    host = urlsplit(address).hostname or ""
    return f"[{host}]" if ":" in host else host


def _find() -> Path | None:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None
