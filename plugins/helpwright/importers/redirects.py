"""Redirects of the original site: which old address leads where.

Read are Learn's redirection files, tables of old and new addresses (CSV and TSV), Netlify's
`_redirects`, and JSON lists and objects of pairs. Only a rule for one address, which holds for
every visitor, is a redirect; all others are reported with their line. Loops are for the caller
to find. A Markdown file of Learn whose front matter has `redirect_url` is a redirect too, and so is
a page of our own that only leads on.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from helpwright.importers.bundle import Bundle, decode
from helpwright.importers.html.moved import is_moved, moved_rules
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.redirect_rules import (
    STATUS,
    Rule,
    is_json_of_pairs,
    is_page,
    is_table,
    json_rules,
    netlify_rules,
    page_rules,
    table_rules,
)

_NAME = re.compile(r"(?:^|[._-])redirect(?:s|ion|ions)?(?=$|[._-])", re.IGNORECASE)
_ARTICLE = re.compile(r'"(?:body|articles|html_url|section_id)"\s*:')
"""A key of exported articles, which no redirect has."""
_LEARN = re.compile(rb'"redirect_url"\s*:')
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?/")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WILDCARD = re.compile(r"\*|/:[A-Za-z]|\(\.|\A\^|\$\Z")
_REDIRECTING = frozenset(("301", "302", "303", "307", "308"))


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address and where it leads.

    `source` is a path that begins with `/`, without host, query and fragment. In Learn's files it
    is the path that the document had in the repository, since the repository alone does not say
    under which address it was published: `Exchange/X/y.md` gives `/Exchange/X/y.md`. `target`
    begins with `/`, or is an address with its scheme. `file` is the path in the bundle of a page
    that is nothing but this redirect.
    """

    source: str
    target: str
    file: str = ""


def claims_redirects(path: str, start: bytes) -> bool:
    """Tell by its path and its first 64 kB whether a file holds redirects."""
    name = posixpath.basename(path).lower()
    if name == "_redirects":
        return True
    stem, suffix = posixpath.splitext(name)
    named = bool(_NAME.search(stem))
    text = start.decode("utf-8", "replace").lstrip("\ufeff")
    if suffix == ".json":
        if _LEARN.search(start) and named:
            return True
        return is_json_of_pairs(text) or (named and _holds_rules(text))
    if suffix in (".csv", ".tsv"):
        return is_table(text, suffix, named)
    if is_moved(path, start):
        return True
    return suffix == ".md" and b"redirect_url" in start and is_page(text)


def _holds_rules(text: str) -> bool:
    """Tell whether JSON may hold redirects, and is no export of articles that is called so."""
    return text.lstrip()[:1] in ("{", "[") and not _ARTICLE.search(text)


def read_redirects(path: str, bundle: Bundle) -> tuple[list[Redirect], list[Entry]]:
    """Return the redirects of a file, and what became of all other rules in it.

    Raises Unreadable where nothing in the file can be understood.
    """
    text, entries = decode(bundle.data(path))
    gathered = _Gathered(list(entries))
    name = posixpath.basename(path).lower()
    if name.endswith(".json"):
        rows = json_rules(text, posixpath.dirname(path))
    elif name.endswith((".csv", ".tsv")):
        rows = table_rules(text, posixpath.splitext(name)[1])
    elif name.endswith(".html"):
        rows = moved_rules(path, text, bundle)
    elif name.endswith(".md"):
        rows = page_rules(path, text)
    else:
        rows = netlify_rules(text)
    for row in rows:
        gathered.add(row)
    redirects = gathered.redirects()
    if name.endswith(".html"):
        redirects = [replace(redirect, file=path) for redirect in redirects]
    return redirects, gathered.entries


# --- what a rule is worth ---------------------------------------------------------------------


@dataclass(slots=True)
class _Gathered:
    entries: list[Entry]
    found: dict[str, dict[str, tuple[str, Rule]]] = field(default_factory=dict)
    """By path and then by what stands behind it: the target and the rule."""

    def add(self, row: Rule) -> None:
        reason = _why_not(row)
        if reason:
            self.tell(row, reason)
            return
        source, rest = _source(row)
        target, assumed = _target(row.target, source)
        if not source or not target:
            self.tell(row, "one of its two addresses cannot be read")
            return
        rules = self.found.setdefault(source, {})
        if rest in rules:
            known = rules[rest][0]
            if known != target:
                reason = f"this address was led to {known} before, and that counts"
                self.tell(row, reason, candidates=(known, target))
            return
        rules[rest] = (target, row)
        if assumed:
            self.tell(row, assumed, Outcome.REPAIRED, Attention.LOOK)

    def redirects(self) -> list[Redirect]:
        """Return what was found; a page can be told from another by its path alone."""
        result: list[Redirect] = []
        for source, rules in self.found.items():
            target, row = rules.get("", next(iter(rules.values())))
            others = [rule for rest, rule in rules.items() if rest and rule[0] != target]
            if "" not in rules and others:
                for _, other in rules.values():
                    self.tell(other, _TOLD_APART)
                continue
            for _, other in others:
                self.tell(other, _TOLD_APART)
            if "" not in rules:
                reason = "what stands behind the path of the old address was left out"
                self.tell(row, reason, Outcome.REPAIRED, Attention.LOOK)
            result.append(Redirect(source, target))
        return result

    def tell(
        self,
        row: Rule,
        reason: str,
        outcome: Outcome = Outcome.LEFT,
        attention: Attention = Attention.DECIDE,
        candidates: tuple[str, ...] = (),
    ) -> None:
        about = f"{row.source} → {row.target}".strip()[:400]
        self.entries.append(
            Entry(
                outcome,
                "redirect",
                reason,
                about=about,
                attention=attention,
                line=row.line,
                candidates=candidates,
            )
        )


_TOLD_APART = (
    "the old address differs from another one only behind its question mark or number sign, where "
    "a static site cannot tell them apart"
)


def _why_not(row: Rule) -> str:
    """Return why a rule is no redirect for one address; empty if it is one."""
    if not row.source or not row.target:
        return "one of its two addresses is missing"
    if row.conditional:
        return "the rule holds only under conditions"
    status = STATUS.fullmatch(row.status)
    if status is not None and status[1] not in _REDIRECTING:
        return f"the rule has status {status[1]} and does not lead to another address"
    if _WILDCARD.search(_behind_host(row.source)) or "/:" in _behind_host(row.target):
        return "the rule is for many addresses: write a line for each one that is still in use"
    return ""


def _behind_host(address: str) -> str:
    """Return what stands behind the host of an address."""
    return re.sub(r"\A(?:[A-Za-z][\w+.-]*:)?//[^/]*", "", address)


def _source(row: Rule) -> tuple[str, str]:
    """Return the path of an old address, and what stands behind it."""
    written = row.source.replace("\\", "/").removeprefix("~")
    if _HOST.match(written) and not row.folder and not written.lower().endswith(".md"):
        written = f"https://{written}"
    try:
        parts = urlsplit(written)
    except ValueError:
        return "", ""
    if parts.scheme.lower() not in ("", "http", "https"):
        return "", ""
    path = parts.path
    if not path.startswith("/") and not parts.netloc:
        path = posixpath.join("/", row.folder, path)
    path = posixpath.normpath(f"/{path.lstrip('/')}")
    if path == "/" and not (parts.query or parts.fragment):
        return ("/", "") if parts.netloc or written == "/" else ("", "")
    rest = f"?{parts.query}" if parts.query else ""
    return path, f"{rest}#{parts.fragment}" if parts.fragment else rest


def _target(written: str, source: str) -> tuple[str, str]:
    """Return where an address leads, with `/` or a scheme in front, and what was assumed."""
    if any(character.isspace() for character in written):
        return "", ""
    if written.startswith("//"):
        return f"https:{written}", ""
    if written.startswith("/"):
        return written, ""
    if _SCHEME.match(written):
        return (written, "") if written.lower().startswith(("http:", "https:")) else ("", "")
    if _HOST.match(written):
        return f"https://{written}", f"the new address was read as https://{written}"[:400]
    if written.startswith("~/"):
        return written[1:], ""
    if written.startswith(".") or "/" not in written:
        path, sign, fragment = written.partition("#")
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(source), path)) + sign + fragment
        )
    else:
        target = f"/{written}"
    return target, f"the new address does not begin with a slash; it was read as {target}"[:400]
