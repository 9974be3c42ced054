"""Fetching pages with lychee, and reading what it says in its several versions."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from helpwright.external.guard import Guard
from helpwright.external.hosts import host_and_port, host_of
from helpwright.external.verdict import Answer, Kind, of_error, of_status

MAX_REDIRECTS = 10

_KEPT = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "USERPROFILE")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_PERMANENT = {301, 308}
_WAIT = re.compile(r"Host (\S+) sent an unexpectedly big rate limit backoff duration of ([\w ]+)\.")
_PART = re.compile(r"(\d+)(d|h|m|s)\w*")
_SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}


class LycheeMissing(Exception):
    """There is no lychee that will do; the text says how to get one."""


class Lychee:
    """The program, with the time limit for a page in seconds; with a guard, it goes through that.

    Raises LycheeMissing where it is not installed.
    """

    def __init__(self, timeout: float = 20.0, guard: Guard | None = None) -> None:
        beside = shutil.which("lychee", path=str(Path(sys.executable).parent))
        program = beside or shutil.which("lychee")
        if program is None:
            raise LycheeMissing(
                "checking links to other sites needs lychee: "
                'run `pip install "helpwright[links]"`, or install lychee from '
                "https://lychee.cli.rs and put it on the PATH"
            )
        self.program = program
        self.timeout = timeout
        self.guard = guard

    def fetch(self, urls: Sequence[str]) -> dict[str, Answer]:
        """Ask for addresses at the same time, and return what came of each.

        Addresses that differ behind `#` only make one request.
        """
        wanted = urls
        # lychee does not tell the redirects of an address with a fragment, only those of the page;
        # asked for last, the page is the one that was fetched for its fragments.
        urls = list(dict.fromkeys([*wanted, *(url.partition("#")[0] for url in wanted)]))
        with tempfile.TemporaryDirectory(prefix="helpwright-") as folder:
            page = Path(folder) / "links.html"
            lines = [f'<a href="{html.escape(url)}">x</a>' for url in urls]
            page.write_text("\n".join(lines) + "\n", encoding="utf-8")
            command = [
                self.program,
                *("--format", "json", "-vv", "--no-progress", "--mode", "plain"),
                *("--max-retries", "0", "--max-redirects", str(MAX_REDIRECTS)),
                *("--timeout", str(max(1, round(self.timeout)))),
                *("--host-concurrency", "1", "--include-fragments", "links.html"),
            ]
            limit = (self.timeout + 1) * (MAX_REDIRECTS + 1) + 10
            try:
                done = subprocess.run(
                    command,
                    cwd=folder,
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    timeout=limit,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                late = Answer(Kind.UNSURE, "the server does not answer in time", reached=False)
                return dict.fromkeys(wanted, late)
        log = done.stderr.decode("utf-8", "replace")
        try:
            report = json.loads(done.stdout)
        except ValueError as error:
            if "unexpected argument" in log:
                raise LycheeMissing(
                    f"{self.program} is too old: install lychee 0.24 or newer, for example with "
                    '`pip install "helpwright[links]"`'
                ) from error
            raise OSError(f"lychee stopped: {' '.join(log.split())[-300:]}") from error
        waits = _waits(log)
        answers: dict[str, Answer] = {}
        for url, entry in _entries(report, urls):
            answer = _answer(url, entry, self.guard)
            answers[url] = replace(answer, wait=waits.get(host_of(url).partition(":")[0], 0.0))
        unread = Answer(Kind.UNSURE, "lychee cannot ask for this address")
        return {url: _with_move(url, answers.get(url, unread), answers) for url in wanted}

    def _environment(self) -> dict[str, str]:
        """Return an environment without tokens, which lychee would send, and with the proxy."""
        names = {*_KEPT, *_CERTIFICATES}
        if self.guard is None:
            names |= {*_PROXIES, *(name.lower() for name in _PROXIES)}
        kept = {name: value for name, value in os.environ.items() if name in names}
        if self.guard is not None:
            kept |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), self.guard.url)
            kept |= dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), self.guard.url)
        return kept


def _entries(
    report: Mapping[str, Any], urls: Sequence[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each entry of a report with the address that was asked for.

    The line of a link tells which one it is where lychee writes its address otherwise. Older
    reports have no lines, and failures in `fail_map`; others may come again.
    """
    maps = ("success_map", "error_map", "fail_map", "timeout_map", "excluded_map")
    known = {_plain(url): url for url in urls}
    for name in maps:
        for entries in (report.get(name) or {}).values():
            for entry in entries:
                line = (entry.get("span") or {}).get("line")
                if isinstance(line, int) and 1 <= line <= len(urls):
                    yield urls[line - 1], {**entry, "map": name}
                elif (url := known.get(_plain(str(entry.get("url"))))) is not None:
                    yield url, {**entry, "map": name}


def _plain(url: str) -> str:
    return url.lower().rstrip("/")


def _answer(url: str, entry: Mapping[str, Any], guard: Guard | None) -> Answer:
    status = entry.get("status") or {}
    if isinstance(status, str):
        status = {"text": status}
    text = str(status.get("text", ""))
    details = f"{text} {status.get('details', '')}"
    hops = [hop for hop in _hops(entry) if isinstance(hop.get("url"), str)]
    last = str(hops[-1]["url"]) if hops else url
    name = host_and_port(last)
    if guard is not None and name in guard.refused:
        return Answer(Kind.UNSURE, "it leads into a private network, where nothing is asked")
    if guard is not None and name in guard.failures:
        return of_error(details, guard.failures[name])
    if entry["map"] == "timeout_map" or "timed out" in details.lower():
        return Answer(Kind.UNSURE, "the server does not answer in time", reached=False)
    if "fragment" in details.lower():
        return Answer(Kind.NO_FRAGMENT, "", _moved(url, hops))
    code = status.get("code")
    if isinstance(code, int):
        words = text.rpartition(": ")[2] if ": " in text else text
        answer = of_status(code, words if words.startswith(str(code)) else str(code))
        moved = _moved(url, hops) if answer.kind is Kind.GOOD else ""
        return replace(answer, moved=moved)
    if entry["map"] == "success_map":
        return Answer(Kind.GOOD, moved=_moved(url, hops))
    if entry["map"] == "excluded_map":
        return Answer(Kind.UNSURE, "lychee does not ask for this address")
    return of_error(details)


def _with_move(url: str, answer: Answer, answers: Mapping[str, Answer]) -> Answer:
    """Return the answer for a place of a page with where the page has moved."""
    page, mark, fragment = url.partition("#")
    moved = answers[page].moved if page in answers else ""
    if not mark or answer.moved or not moved or answer.kind not in (Kind.GOOD, Kind.NO_FRAGMENT):
        return answer
    return replace(answer, moved=moved if "#" in moved else f"{moved}#{fragment}")


def _hops(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    redirects = entry.get("redirects") or {}
    hops = redirects.get("redirects") if isinstance(redirects, dict) else redirects
    return [hop for hop in hops or [] if isinstance(hop, dict)]


def _moved(url: str, hops: Sequence[Mapping[str, Any]]) -> str:
    """Return where permanent redirects lead, up to the first that is not; empty for nowhere."""
    moved = ""
    for hop in hops:
        if hop.get("code") not in _PERMANENT:
            break
        moved = str(hop["url"])
    _, mark, fragment = url.partition("#")
    return f"{moved}#{fragment}" if moved and mark and "#" not in moved else moved


def _waits(log: str) -> dict[str, float]:
    """Return the seconds for which hosts want to be left alone, where lychee tells them."""
    return {
        host.partition(":")[0].lower(): float(
            sum(int(number) * _SECONDS[unit] for number, unit in _PART.findall(words))
        )
        for host, words in _WAIT.findall(log)
    }
