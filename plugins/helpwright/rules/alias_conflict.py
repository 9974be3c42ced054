"""HW307: an alias that cannot redirect, or that takes the place of something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.fields import IDENTIFIER_PATTERN
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.parse.values import clip

RULE = Rule(
    code="HW307",
    name="alias-conflict",
    severity=Severity.ERROR,
    summary="An alias is malformed, or belongs to another article.",
    why="The redirect is not made, or readers of one article end up in another.",
    fix="Write a former id, or a former address that begins with /, that no other article uses.",
)

_IDENTIFIER = re.compile(IDENTIFIER_PATTERN)
_ADDRESS = re.compile(r"(?:/(?!\.{1,2}(?:/|\Z))(?![^/]*\.html/)[^/\\?#\s\x00-\x1f\x7f]+)+/?")
_MAX_PART = 200
"""File systems hold names of up to 255 bytes."""


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each alias that is no id or address, or that something else has already."""
    owners: dict[str, Article] = {}
    taken = _taken(kb)
    for article in kb.articles:
        for alias in article.metadata.aliases:
            key = _key(alias.text)
            message, help = "", "remove the alias here or there"
            if not _is_usable(alias.text):
                message = f"the alias `{clip(alias.text)}` is neither an id nor an address"
                help = "write a former id, or a former address such as `/old/page/`"
            elif alias.text == article.id:
                message = f"the alias `{clip(alias.text)}` is the id of the article itself"
                help = "remove the alias"
            elif alias.text in kb.by_id:
                message = f"the alias `{clip(alias.text)}` is the id of another article"
                help = f"remove the alias, or change the id in `{kb.by_id[alias.text].path}`"
            elif key in owners:
                other = owners[key].path
                message = f"the alias `{clip(alias.text)}` is already one of `{other}`"
            elif key in taken:
                message = f"the alias `{clip(alias.text)}` is the address of a page of the site"
                help = "remove the alias: readers who ask for it get that page"
            owners.setdefault(key, article)
            if message:
                yield kb.diagnose(RULE, article, alias.span, message, help)


def _is_usable(alias: str) -> bool:
    """Tell whether an alias is an id or an address that can become a file."""
    if any(len(part.encode()) > _MAX_PART for part in alias.split("/")):
        return False
    return bool(_IDENTIFIER.fullmatch(alias) or _ADDRESS.fullmatch(alias))


def _taken(kb: KnowledgeBase) -> set[str]:
    """Return the addresses of the site's pages, as aliases are compared."""
    base = f"/{kb.site_path}" if kb.site_path else ""
    found = {_key(f"/{page.removesuffix('.md')}.html") for page in kb.pages.values()}
    for article in kb.articles:
        folder = f"{base}/{article.category}".rstrip("/")
        found.add(f"{folder}/{article.id}")
        while len(folder) >= len(base):
            found.add(folder)
            if folder == base:
                break
            folder = folder.rpartition("/")[0]
    return found


def _key(alias: str) -> str:
    """Return an alias as it is compared: addresses of one page count as equal."""
    if not alias.startswith("/"):
        return alias
    return re.sub(r"(?:/index\.html|\.html)?/?\Z", "", alias)
