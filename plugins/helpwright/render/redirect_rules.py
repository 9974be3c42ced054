"""Redirects as rules for servers: Netlify's and Cloudflare's `_redirects`, nginx, Apache.

A fragment never reaches a server. So an address of which places have moved has no rule: the page
at that address leads on.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from urllib.parse import quote

from helpwright.redirects import Redirect, encoded

_SAFE = "/@!$&'(),;=~-._+"
"""What stands in an address of `_redirects` as itself; `*` and `:` mean something there."""

_LITERAL = re.compile(r"[^A-Za-z0-9/_-]")
"""What could mean something in a regular expression or in the file that it stands in."""

_MOST_ROWS = 2000
"""How many rules without wildcards Cloudflare takes."""

_NGINX = """\
# Former addresses of the site. Include this file in the block `http`, and lead on in `server`:
#     if ($helpwright_redirect) {{ return 301 $helpwright_redirect; }}
{size}map $uri $helpwright_redirect {{
    default "";
{rows}}}
"""

_APACHE = """\
# Former addresses of the site, for Apache 2.4 with mod_rewrite. Include this file in the block
# `<VirtualHost>` of the site, or let the file `.htaccess` at its top begin with these lines.
RewriteEngine On
"""


def served(redirects: Iterable[Redirect]) -> list[Redirect]:
    """Return the redirects that a server can make: whole addresses, of which no place has moved."""
    found = list(redirects)
    parted = {redirect.file for redirect in found if redirect.fragment}
    return [it for it in found if it.file not in parted]


def netlify_rules(redirects: Iterable[Redirect]) -> str:
    """Return the lines of a file `_redirects`, which Netlify and Cloudflare Pages read."""
    lines: list[str] = []
    for redirect in served(redirects):
        target = encoded(redirect.target)
        if redirect.version and not re.search(r"[?#]", target):
            target += f"?for={quote(redirect.version)}"
        # In a target, a colon behind a slash would begin a placeholder.
        target = re.sub(r"(?<=/):", "%3A", target).replace("*", "%2A")
        lines += (f"{quote(it, _SAFE)} {target} 301\n" for it in _forms(redirect))
    head = "# Former addresses of the site.\n"
    if len(lines) > _MOST_ROWS:
        head += f"# Cloudflare Pages takes {_MOST_ROWS:,} of these {len(lines):,} lines.\n"
    return head + "".join(lines)


def nginx_map(redirects: Iterable[Redirect], pages: Collection[str] = ()) -> str:
    """Return a file of nginx' configuration that maps former addresses to where they lead.

    A map compares without regard to case: where the site has two addresses that differ in nothing
    else, it gets regular expressions. `pages` are the files of the site's pages.
    """
    found = [(form, it) for it in served(redirects) for form in _forms(it)]
    counts = Counter(form.lower() for form, _ in found)
    counts.update(("/" + re.sub(r"(?:\A|(?<=/))index\.html\Z", "", it)).lower() for it in pages)
    rows: list[str] = []
    longest = 0
    for form, redirect in found:
        key = form
        if counts[form.lower()] > 1:
            key = f"~^{_LITERAL.sub(_in_expression, form)}$"
        longest = max(longest, len(key.encode()))
        rows.append(f"    {_quoted(key)} {_quoted(_answer(redirect))};\n")
    size = 64
    while size < longest + 32:
        size *= 2
    sizes = f"map_hash_bucket_size {size};\n" if size > 64 else ""
    if len(rows) > 1000:
        sizes += f"map_hash_max_size {1 << (2 * len(rows)).bit_length()};\n"
    return _NGINX.format(size=sizes, rows="".join(rows))


def apache_rules(redirects: Iterable[Redirect]) -> str:
    """Return a file of Apache's configuration with a rule for each former address.

    The rules are right in a virtual host and in `.htaccess` alike, as the slash in front of an
    address, which only the former hands on, may be there or not.
    """
    lines: list[str] = []
    for redirect in served(redirects):
        address = redirect.address.lstrip("/")
        stem = address.rstrip("/")
        expression = f"^/?{_LITERAL.sub(_in_expression, stem)}{'/?' if stem != address else ''}$"
        target, flags = encoded(redirect.target), "R=301,L,NE"
        if redirect.version and not re.search(r"[?#]", target):
            target, flags = f"{target}?for={quote(redirect.version)}", f"{flags},QSA"
        elif "#" in target and "?" not in target:
            flags += ",QSD"  # A query would stand behind the fragment, and be part of it.
        # A percent sign or dollar before a digit would stand for a part of what was matched.
        target = target.replace("%", "\\%").replace("$", "\\%24")
        lines.append(f'RewriteRule "{expression}" "{target}" [{flags}]\n')
    return _APACHE + "".join(lines)


def redirects_text(redirects: Sequence[Redirect]) -> str:
    """Return redirects as lines for people: from where to where, and what asks for it."""
    return "".join(
        f"{it.address}{'#' + it.fragment if it.fragment else ''} -> {it.target}"
        f" ({it.cause if it.cause == it.path else f'{it.cause} of {it.path}'})\n"
        for it in redirects
    )


def redirects_json(redirects: Sequence[Redirect]) -> str:
    """Return redirects as a JSON list, for scripts."""
    rows = [
        {
            "from": it.address,
            "fragment": it.fragment,
            "to": it.target,
            "cause": str(it.cause),
            "source": it.path,
        }
        for it in redirects
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _forms(redirect: Redirect) -> Iterator[str]:
    """Yield the forms of an address that its page answers to."""
    address = redirect.address
    yield address
    if address.endswith("/") and address != "/":
        yield address.rstrip("/")


def _answer(redirect: Redirect) -> str:
    """Return a target as nginx makes it: with what stood behind the address, if it has room."""
    target = encoded(redirect.target).replace("$", "%24")
    if re.search(r"[?#]", target):
        return target
    if redirect.version:
        return f"{target}?$args&for={quote(redirect.version)}"
    return f"{target}$is_args$args"


def _in_expression(sign: re.Match[str]) -> str:
    """Return a character as a regular expression has it: nothing that could mean anything."""
    return "".join(f"\\x{{{ord(it):x}}}" if ord(it) < 128 else it for it in sign[0])


def _quoted(text: str) -> str:
    """Return a text as nginx reads it back."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
