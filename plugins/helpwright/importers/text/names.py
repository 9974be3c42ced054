"""Names that headings of help pages have."""

from __future__ import annotations

import re

from helpwright.model import SectionKind
from helpwright.parse.sections import fold_name, section_kind, section_names

NAMES = section_names({})
_ORDINAL = (
    "primary|secondary|tertiary|first|second|third|fourth|fifth|alternative|alternate|additional|"
    "another|other|recommended|preferred|suggested|possible|quick|temporary|permanent|main|"
    "short[- ]term|long[- ]term|advanced|basic|manual|automatic"
)
_KIND = "solutions?|resolutions?|work-?arounds?|fix(?:es)?|methods?|options?|approach(?:es)?|remedy"
_COUNT = r"(?:\d{1,2}|[a-z]|one|two|three|four|five|six|seven|#\s?\d{1,2})"
_SOLUTION = re.compile(
    rf"(?:(?:{_ORDINAL}) (?:{_KIND})|(?:{_KIND}) {_COUNT})(?:\s?[:(–—].*|\s-\s.*)?",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?:{_KIND}|how to fix|resolve the problem)", re.IGNORECASE)
PRODUCT_SECTIONS = frozenset(
    (
        "applies to",
        "affected products",
        "affected versions",
        "products affected",
        "product",
        "products",
        "environment",
        "applicable products",
        "applicable to",
    )
)
FREE_NAMES = frozenset(
    (
        "overview",
        "introduction",
        "summary",
        "description",
        "details",
        "background",
        "requirements",
        "system requirements",
        "before you start",
        "before you begin",
        "what you need",
        "procedure",
        "instructions",
        "next steps",
        "tips",
        "notes",
        "examples",
        "known issues",
        "limitations",
    )
)
"""Names of headings that open no section of a kind."""
CLOSING_NAMES = frozenset(
    (
        "related articles",
        "related topics",
        "related links",
        "related",
        "faq",
        "frequently asked questions",
        "feedback",
        "conclusion",
        "attachments",
        "license",
    )
)
"""Names of headings that belong to no section before them."""
LONGEST = 100
"""The longest line, in characters, that is taken for a heading."""


def known_kind(text: str) -> SectionKind | None:
    """Return the kind of section that a line names, or None if it is not the name of one."""
    text = text.strip()
    if not text or len(text) > LONGEST or not text[0].isupper():
        return None
    if fold_name(text) in NAMES:
        return NAMES[fold_name(text)]
    if text[-1] in ".,;!?":
        return None
    return section_kind(text, NAMES)


def is_exact(text: str) -> bool:
    """Tell whether a line is the name of a section and no more."""
    text = text.strip()
    return text[:1].isupper() and text[-1:] not in ".,;!?" and fold_name(text) in NAMES


def is_solution(text: str) -> bool:
    """Tell whether a line names one of several solutions, such as "Primary Solution"."""
    return bool(_SOLUTION.fullmatch(fold_name(text)))


def is_bare_resolution(text: str) -> bool:
    """Tell whether a line names the section that holds all solutions."""
    return bool(_BARE.fullmatch(fold_name(text)))
