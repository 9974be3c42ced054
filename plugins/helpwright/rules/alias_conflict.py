"""HW307: an alias that cannot redirect, or that takes the place of something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Related, Rule, Severity, Span
from helpwright.fields import IDENTIFIER_PATTERN
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip
from helpwright.rules._site_addresses import (
    address_key,
    is_short,
    is_site_address,
    page_addresses,
)

RULE = Rule(
    code="HW307",
    name="alias-conflict",
    severity=Severity.ERROR,
    summary="An alias is malformed, or belongs to another article.",
    why="The redirect is not made, or readers of one article end up in another.",
    fix="Write a former id, or a former address that begins with /, that no other article uses.",
)

_IDENTIFIER = re.compile(IDENTIFIER_PATTERN)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each alias that is no id or address, or that something else has already."""
    owners: dict[str, Related] = {}
    taken = page_addresses(kb)
    for article in kb.articles:
        for alias in article.metadata.aliases:
            key = address_key(alias.text)
            message, help = "", "remove the alias here or there"
            related: tuple[Related, ...] = ()
            if not _is_usable(alias.text):
                message = f"the alias `{clip(alias.text)}` is neither an id nor an address"
                help = "write a former id, or a former address such as `/old/page/`"
            elif alias.text == article.id:
                message = f"the alias `{clip(alias.text)}` is the id of the article itself"
                help = "remove the alias"
            elif alias.text in kb.by_id:
                message = f"the alias `{clip(alias.text)}` is the id of another article"
                other = kb.by_id[alias.text]
                help = f"remove the alias, or change the id in `{other.path}`"
                span = other.metadata.id.span if other.metadata.id else Span(0, 0)
                related = (kb.sources[other.path].related(span, "the article that has the id"),)
            elif key in owners:
                message = f"the alias `{clip(alias.text)}` is already one of `{owners[key].path}`"
                related = (owners[key],)
            elif key in taken:
                message = f"the alias `{clip(alias.text)}` is the address of a page of the site"
                help = "remove the alias: readers who ask for it get that page"
            place = kb.sources[article.path].related(alias.span, "the alias stands here first")
            owners.setdefault(key, place)
            if message:
                yield kb.diagnose(RULE, article, alias.span, message, help, related=related)


def _is_usable(alias: str) -> bool:
    """Tell whether an alias is an id or an address that can become a file."""
    return is_site_address(alias) or bool(is_short(alias) and _IDENTIFIER.fullmatch(alias))
