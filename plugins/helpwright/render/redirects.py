"""Redirects as pages that lead on, and which files a site gets for its redirects."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from urllib.parse import quote, unquote

from helpwright.config import RedirectForm
from helpwright.redirects import Cause, Redirect
from helpwright.render.redirect_rules import apache_rules, netlify_rules, nginx_map

NETLIFY_FILE = "_redirects"
NGINX_FILE = "nginx-redirects.conf"
APACHE_FILE = "apache-redirects.conf"


def redirect_files(
    redirects: Sequence[Redirect], pages: Collection[str], forms: Collection[RedirectForm]
) -> dict[str, str]:
    """Return the files that lead on from former addresses, by their path in the site.

    `pages` are the files of the site's pages: what has moved from one of them, that page itself
    leads on to. A page is made for each other address where `forms` asks for pages, and always
    where places of the former page lead to different pages, which no server ever hears of.
    """
    by_file: dict[str, list[Redirect]] = {}
    for redirect in redirects:
        if redirect.file not in pages:
            by_file.setdefault(redirect.file, []).append(redirect)
    files: dict[str, str] = {}
    for file, found in by_file.items():
        whole = next((it for it in found if not it.fragment), None)
        places = [it for it in found if it.fragment]
        if whole is not None and (places or RedirectForm.HTML in forms):
            files[file] = redirect_page(whole, places)
    if RedirectForm.NETLIFY in forms:
        files[NETLIFY_FILE] = netlify_rules(redirects)
    if RedirectForm.NGINX in forms:
        files[NGINX_FILE] = nginx_map(redirects, pages)
    if RedirectForm.APACHE in forms:
        files[APACHE_FILE] = apache_rules(redirects)
    return dict(sorted(files.items()))


def redirect_page(whole: Redirect, places: Iterable[Redirect] = ()) -> str:
    """Return a page that leads on at once and works without JavaScript.

    With it, what stands behind the address is kept: a version (`?v=1.2`) and a fragment; one of
    `places`, redirects of the same page's fragments, leads where that place is now. Of an address
    for a version the page is told so: who asks for one is not sent on to another.
    """
    address = relative_address(whole.target, whole.file)
    target, name = escape(address), escape(whole.title)
    rest = "" if "#" in address or "?" in address else " + location.search + location.hash"
    if rest and whole.version:
        asked = f"(location.search ? location.search + '&' : '?') + 'for={quote(whole.version)}'"
        rest = f" + {asked} + location.hash"
    script = f"location.replace(document.querySelector('link').href{rest})"
    moved = {it.fragment: relative_address(it.target, it.file) for it in places}
    if moved:
        script = (
            f"const moved = new Map(Object.entries({_in_script(moved)}));\n"
            "let place = location.hash.slice(1);\n"
            "try { place = decodeURIComponent(place); } catch {}\n"
            "if (moved.has(place)) location.replace(new URL(moved.get(place), location));\n"
            f"else {script};"
        )
    items = "".join(
        f'<li id="{escape(it.fragment)}">{escape(it.fragment)}: '
        f'<a href="{escape(moved[it.fragment])}">{escape(it.title)}</a></li>\n'
        for it in places
    )
    # Without a script a page that has moved to several leads on to none of them by itself.
    refresh = f'<meta http-equiv="refresh" content="0; url={target}">\n'
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{name}</title>\n"
        f'<link rel="canonical" href="{target}">\n<meta name="robots" content="noindex">\n'
        f"<script>{script}</script>\n{refresh}</head>\n"
        f'<body>\n<p>{_words(whole)} <a href="{target}">{name}</a></p>\n'
        + (f"<ul>\n{items}</ul>\n" if items else "")
        + "</body>\n</html>\n"
    )


def _words(redirect: Redirect) -> str:
    if redirect.cause is Cause.VERSION:
        return "What this version's readers need is in"
    return f"This {'page' if redirect.title == redirect.target else 'article'} has moved:"


def relative_address(target: str, file: str) -> str:
    """Return a target as a page at a file of the site writes it: relative within the site."""
    if not target.startswith("/"):
        return target
    path = target.partition("#")[0].partition("?")[0]
    rest = target[len(path) :]
    link = quote(posixpath.relpath(unquote(path).strip("/") or ".", posixpath.dirname(file) or "."))
    return f"{link}{'/' if path.endswith('/') else ''}{rest}"


def _in_script(values: Mapping[str, str]) -> str:
    """Return a table as JavaScript that no text in it can end."""
    text = json.dumps(values, ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
