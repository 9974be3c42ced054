"""Fetching an inventory from its site: for `helpwright inventory refresh`, never in a build."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

MAX_SECONDS = 60.0
"""How long a fetch may take altogether."""

_SILENCE = 15.0
"""How long a site may say nothing, in seconds."""

_PIECE = 65_536


class FetchError(Exception):
    """An inventory could not be fetched; the text says why, as a sentence."""


def fetch(url: str, most: int, *, allow_http: bool = False, seconds: float = MAX_SECONDS) -> bytes:
    """Return what is at an address of the web, at most `most` bytes.

    Addresses must begin with `https://`, those of the own machine may begin with `http://`; with
    `allow_http` all may. The same holds for what a site leads on to, and only the own machine may
    lead on to itself. Raises FetchError, also where it takes more than `seconds`.
    """
    refuse(url, allow_http)
    found: list[bytes | FetchError] = []

    def run() -> None:
        try:
            found.append(_fetch(url, most, allow_http, time.monotonic() + seconds))
        except FetchError as error:
            found.append(error)

    # A site that sends a byte now and then could hold up any single call for long.
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise FetchError(f"{url} took longer than {seconds:g} seconds")
    if isinstance(found[0], FetchError):
        raise found[0]
    return found[0]


def refuse(url: str, allow_http: bool) -> None:
    """Raise FetchError for an address that may not be asked."""
    scheme = urlsplit(url).scheme
    if scheme == "https" or (scheme == "http" and (allow_http or is_own(url))):
        return
    if scheme == "http":
        raise FetchError(
            f"{url} can be changed on its way, since it does not begin with https://: correct it, "
            "or allow it with --allow-http"
        )
    raise FetchError(f"{url} is no address of the web")


def is_own(url: str) -> bool:
    """Tell whether an address is one of the own machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _fetch(url: str, most: int, allow_http: bool, end: float) -> bytes:
    handlers = [_Redirects(lambda new: _refuse_redirect(url, new, allow_http))]
    opener = build_opener(*handlers, *([ProxyHandler({})] if is_own(url) else []))
    request = Request(url, headers={"User-Agent": "helpwright", "Accept": "*/*"})
    try:
        with opener.open(request, timeout=_SILENCE) as response:
            return _read(response, url, most, end)
    except HTTPError as error:
        raise FetchError(f"{url}: the site answers {error.code} {error.reason}".strip()) from error
    except URLError as error:
        reason = getattr(error.reason, "strerror", None) or error.reason
        raise FetchError(f"{url} cannot be reached: {str(reason).lower()}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise FetchError(
            f"{url} cannot be fetched: {str(error) or type(error).__name__}"
        ) from error


def _read(response: IO[bytes], url: str, most: int, end: float) -> bytes:
    data = bytearray()
    while piece := response.read(_PIECE):
        data += piece
        if len(data) > most:
            raise FetchError(f"{url} is larger than {most // 1024 // 1024} MB")
        if time.monotonic() > end:
            raise FetchError(f"{url} takes too long")
    return bytes(data)


def _refuse_redirect(url: str, new: str, allow_http: bool) -> None:
    if is_own(new) and not is_own(url):
        raise FetchError(f"{url} leads on to {new}, which is an address of this machine")
    refuse(new, allow_http)


class _Redirects(HTTPRedirectHandler):
    """Follows what `refuse` does not raise for."""

    def __init__(self, refuse: Callable[[str], None]) -> None:
        self._refuse = refuse

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        self._refuse(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
