"""What one of our own pages says of its article."""

from __future__ import annotations

import re
from dataclasses import replace

from selectolax.lexbor import LexborNode

from helpwright.importers.draft import Facts
from helpwright.model import SectionKind, Status
from helpwright.resolve.anchors import slug

_NUMBERED = re.compile(r"-\d+\Z")
_STATUS = {"Draft": Status.DRAFT, "Review": Status.REVIEW, "Retired": Status.RETIRED}


def read_own_facts(root: LexborNode, facts: Facts) -> Facts:
    """Return facts with those that a page of ours shows above its text."""
    title = root.css_first("h1")
    crumbs = root.css(".hw-breadcrumb li")
    time = root.css_first(".hw-facts time")
    products = ""
    for row in root.css(".hw-facts div"):
        term, value = row.css_first("dt"), row.css_first("dd")
        if term is not None and value is not None and _line(term) == "Applies to":
            products = _line(value)
    notice = root.css_first("[data-hw-chrome=notice] .admonition-title")
    return replace(
        facts,
        title=_line(title) if title is not None else facts.title,
        updated=(time.attributes.get("datetime") or "") if time is not None else facts.updated,
        products=tuple(part for part in products.split("; ") if part) or facts.products,
        errors=tuple(node.text(deep=True) for node in root.css(".hw-errors pre")),
        category=tuple(_line(node) for node in crumbs[1:]) or facts.category,
        status=_STATUS.get(_line(notice)) if notice is not None else Status.PUBLISHED,
    )


def is_made_up(fragment: str, words: str) -> bool:
    """Tell whether a heading's address is the one that our pages give it without a label."""
    names = (slug(words), *SectionKind)
    return fragment in names or _NUMBERED.sub("", fragment) in names


def _line(node: LexborNode) -> str:
    return " ".join(node.text(deep=True, separator=" ").split())
