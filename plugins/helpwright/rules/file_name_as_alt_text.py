"""HW405: a picture's description is its file name, or says only that there is a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip

RULE = Rule(
    code="HW405",
    name="file-name-as-alt-text",
    severity=Severity.WARNING,
    summary="A picture's alternative text is a file name, or says no more than that it is one.",
    why="Readers who cannot see the picture learn nothing from it.",
    fix="Say between the square brackets what the picture shows that matters here.",
)

_FILE = re.compile(r"\S.{0,200}\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?|ico)", re.IGNORECASE)
_EMPTY_WORDS = re.compile(
    r"(?:(?:an?|the)\s)?(?:alt(?:ernative)?(?:\s?text)?|graphic|image|img|photo|picture|pic|"
    r"screen\s?(?:shot|capture|grab)|figure|illustration|thumbnail|untitled|unnamed)"
    r"(?:[\s_-]?\(?\d{0,8}\)?)?(?:\s(?:alt\s)?text)?\.?",
    re.IGNORECASE,
)
_GENERATED = re.compile(
    r"(?:clipboard|clip|image|img|dsc|screenshot|screen[ _-]shot|capture|snip|paste)"
    r"[\s_-]*[\d_.\-eat ]{2,60}",
    re.IGNORECASE,
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each picture whose alternative text describes nothing."""
    for article in kb.articles:
        for image in article.nodes.images:
            alt = image.alt.strip()
            if alt and len(alt) <= 200 and _says_nothing(alt, image.source):
                message = f'the alternative text "{clip(alt)}" does not say what the picture shows'
                help = "say what the reader would see that matters here"
                yield kb.diagnose(RULE, article, image.span, message, help)


def _says_nothing(alt: str, source: str) -> bool:
    if _FILE.fullmatch(alt) or _EMPTY_WORDS.fullmatch(alt) or _GENERATED.fullmatch(alt):
        return True
    # A name such as `setup_dialog-2` describes nothing; a plain word may, even if files have it.
    stem = unquote(source).rpartition("/")[2].rpartition(".")[0]
    return alt.casefold() == stem.casefold() and re.search(r"[\d_-]", alt) is not None
