"""Blocks to the sections of an article, by the names of headings.

The names come from 2,448 published support articles: these aliases, with qualifiers such as
"Cause 1: …" or "Resolution for administrators", cover 95 % of their headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from helpwright.diagnostic import Span
from helpwright.model import Block, Heading, Role, Section, SectionKind
from helpwright.parse.inlines import plain_text

SECTION_NAMES: Mapping[SectionKind, tuple[str, ...]] = {
    SectionKind.SYMPTOM: (
        "symptom",
        "symptoms",
        "problem",
        "issue",
        "issue description",
        "problem description",
    ),
    SectionKind.APPLIES_TO: (
        "applies to",
        "affected products",
        "affected versions",
        "environment",
        "prerequisites",
    ),
    SectionKind.DIAGNOSIS: ("diagnosis", "diagnose", "troubleshooting", "confirm the cause"),
    SectionKind.CAUSE: (
        "cause",
        "causes",
        "reason",
        "root cause",
        "possible cause",
        "possible causes",
    ),
    SectionKind.RESOLUTION: (
        "resolution",
        "resolutions",
        "solution",
        "solutions",
        "workaround",
        "workarounds",
        "fix",
        "method",
        "option",
        "how to fix",
        "resolve the problem",
    ),
    SectionKind.VERIFICATION: ("verification", "verify", "verify the fix", "confirm the fix"),
    SectionKind.ESCALATION: ("escalation", "escalate", "get more help", "get support"),
    SectionKind.MORE: (
        "more information",
        "additional information",
        "more details",
        "see also",
        "references",
        "reference",
        "related information",
        "related articles",
        "related content",
        "related links",
        "next steps",
    ),
}

_IN_FRONT = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]\s*|[^\w\s]+\s+)(?=[^\W\d_])")
"""A number or sign before the words of a heading."""
_QUALIFIED = re.compile(
    r"(?P<name>[^\W\d_][^\W\d_ '’-]*(?:[ '’-]+[^\W\d_ '’-]+)*?)(?:\s?\d+|\s[a-z])?"
    r"(?:$|\s?[:(\uff1a\uff08–—]|\s-\s|\s(?:for|in|with|about|if|when|für|bei|falls|wenn|pour|si|para"
    r"|en|per|se|voor|bij|als|dla|gdy)\s)"
)


def fold_name(name: str) -> str:
    """Return a heading or alias as it is compared: lower case, single blanks, no end marks."""
    return " ".join(name.lower().split()).strip(" .:*_?!\uff1a\u3002\uff1f\uff01")


def section_names(extra: Mapping[SectionKind, Iterable[str]]) -> dict[str, SectionKind]:
    """Return the built-in names and those of `kb.yml`, folded, with the kind that each opens."""
    names = {name: kind for kind, known in SECTION_NAMES.items() for name in known}
    names.update({fold_name(name): kind for kind, added in extra.items() for name in added})
    return names


def heading_names(title: str) -> tuple[str, ...]:
    """Return the names, folded, that a heading may have: its words, and those before a qualifier.

    A qualifier is a number or letter, a colon, brackets or a dash with anything behind it, or
    "for …", "in …", "with …", "about …", "if …", "when …" and the like in other languages. A number
    or sign in front ("2. Cause") does not count.
    """
    folded = fold_name(title)
    front = _IN_FRONT.match(folded)
    words = folded[front.end() :] if front else folded
    match = _QUALIFIED.match(words)
    names = (folded, words, match["name"]) if match else (folded, words)
    return tuple(dict.fromkeys(names))


def section_kind(title: str, names: Mapping[str, SectionKind]) -> SectionKind | None:
    """Return the kind of section that a heading opens, or None for a free one.

    The first of its `heading_names` that is known counts.
    """
    return next((names[name] for name in heading_names(title) if name in names), None)


def split_sections(
    blocks: tuple[Block, ...], names: Mapping[str, SectionKind], end: int
) -> tuple[Section, ...]:
    """Arrange blocks under their headings; `end` is the offset behind the last block.

    The first section is the preamble, the blocks before the first heading, where there are any.
    """
    sections: list[Section] = []
    at = 0
    while at < len(blocks) and not isinstance(blocks[at], Heading):
        at += 1
    if at:
        span = Span(blocks[0].span.start, blocks[at].span.start if at < len(blocks) else end)
        sections.append(Section(Role.PREAMBLE, None, None, blocks[:at], (), span))
    while at < len(blocks):
        section, at = _section(blocks, at, None, names, end)
        sections.append(section)
    return tuple(sections)


def _section(
    blocks: tuple[Block, ...],
    at: int,
    parent: Section | None,
    names: Mapping[str, SectionKind],
    end: int,
) -> tuple[Section, int]:
    """Read the part that begins with the heading at `at`; return it and where the next begins."""
    heading = blocks[at]
    assert isinstance(heading, Heading)
    kind = (
        parent.kind
        if parent is not None
        else section_kind(plain_text(heading.children), names)
        if heading.level <= 2
        else None
    )
    shell = Section(_role(heading, kind, parent), kind, heading, (), (), heading.span)
    first = at = at + 1
    while at < len(blocks) and not isinstance(blocks[at], Heading):
        at += 1
    own = blocks[first:at]
    parts: list[Section] = []
    while at < len(blocks):
        following = blocks[at]
        assert isinstance(following, Heading)
        if following.level <= heading.level:
            break
        part, at = _section(blocks, at, shell, names, end)
        parts.append(part)
    stop = blocks[at].span.start if at < len(blocks) else end
    span = Span(heading.span.start, stop)
    return Section(shell.role, kind, heading, own, tuple(parts), span), at


def _role(heading: Heading, kind: SectionKind | None, parent: Section | None) -> Role:
    if parent is None:
        return Role.SECTION if heading.level <= 2 else Role.TOPIC
    if kind is SectionKind.RESOLUTION:
        if heading.level == 3:
            return Role.SOLUTION
        if heading.level == 4:
            return Role.PROCEDURE
    return Role.TOPIC
