"""The symptom that an introduction tells, and sections that no heading opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.sections_languages import SYMPTOM_WORDS
from helpwright.importers.sections_names import read_heading
from helpwright.importers.sections_outline import SECTION, Outline, Part
from helpwright.importers.tally import inline_text
from helpwright.model import (
    Block,
    Heading,
    Paragraph,
    SectionKind,
    StepList,
    Text,
)
from helpwright.parse.sections import SECTION_NAMES

_LOOKED_AT = 800
_LABELLED = re.compile(r"[^.:!?]{2,40}:\s*\S.{0,120}(?<![.!?])$")
"""A line that says something of the document, such as its number."""
_ABOUT_ITSELF = re.compile(
    r"(?:this|the|in this|the following) (?:[\w-]+ ){0,2}?(?:article|topic|guide|page|document"
    r"|section|tutorial)\b[^.!?]*(?:[.!?]|$)|who is it for\b.*",
    re.IGNORECASE,
)
_TELLS_OF_A_PROBLEM = re.compile(
    r"(?:describes|discusses|about|covers) (?:an? |the |some )?(?:known )?(?:issue|problem|error)s?"
    r" (?:in which|where|that (?:occurs|happens|causes))",
    re.IGNORECASE,
)
_PROBLEM = re.compile(
    r"\b(?:errors?|fail(?:s|ed|ure|ures|ing)?|cannot|can['’]?t|could(?: not|n['’]t)|unable"
    r"|(?:is|are|do|does|did|was|were|has|have|wo)(?:n['’]t| not)|not (?:work|displayed|shown)\w*"
    r"|issues?|problems?|unexpected(?:ly)?|incorrect(?:ly)?|wrong(?:ly)?|crash\w*|hangs?|freezes?"
    r"|missing|stops? (?:working|responding)|denied|invalid|unavailable|bounce\w*|blocked"
    r"|you notice|duplicate\w*|slow(?:ly)?|instead of|fehler\w*|problem\w*|nicht"
    r"|erreurs?|impossible|ne .{1,30} pas|errore?s?|no (?:puede|funciona|se puede)|impossibile"
    r"|não|erros?|fout\w*|niet|błąd|błęd\w*)\b"
    r"|エラー|できません|ません|错误|无法|錯誤|오류|ошибк",
    re.IGNORECASE,
)
_CUES = {
    SectionKind.SYMPTOM: re.compile(
        r"\b(?:summary|introduction|overview|description|background|scenarios?|errors?|what happens"
        r"|details|example|known issues?)\b"
        rf"|{_PROBLEM.pattern}",
        re.IGNORECASE,
    ),
    SectionKind.RESOLUTION: re.compile(
        r"\b(?:steps?|troubleshoot\w*|how (?:to|do|can)|method|ways?|remed\w*|fix\w*|resol\w*"
        r"|solv\w*|procedure|workaround|repair|remove|enable|disable|create|change|configure|use|update"
        r"|reset|install|reinstall|actions?|options?|what (?:to|should|can))\b",
        re.IGNORECASE,
    ),
}
_MOST = 5


def infer_symptom(outline: Outline) -> tuple[Entry, ...]:
    """Make a symptom section of an introduction that tells of a problem, where there is none.

    Only where the first section that tells more is a diagnosis, a cause or a resolution. What
    the introduction says of the article itself, and lines such as its number, tell no problem.
    """
    kinds = [outline.parts[at].kind for at in outline.sections()]
    story = [kind for kind in kinds if kind not in (None, SectionKind.APPLIES_TO)]
    if SectionKind.SYMPTOM in story or not story or story[0] not in _BEHIND:
        return ()
    start = next(
        (at for at, block in enumerate(outline.preamble) if _is_text(block)), len(outline.preamble)
    )
    said = " ".join(islice(_texts(outline.preamble[start:]), 2))[:_LOOKED_AT]
    tells = _TELLS_OF_A_PROBLEM.search(said) or _PROBLEM.search(_ABOUT_ITSELF.sub(" ", said))
    if not tells:
        return ()
    languages = (part.reading.language for part in outline.parts if part.reading)
    word = SYMPTOM_WORDS.get(next(filter(None, languages), ""), "Symptom")
    heading = Heading(SECTION, (Text(word, NOWHERE),), None, NOWHERE)
    reading = read_heading(word, {})
    outline.parts.insert(0, Part(heading, outline.preamble[start:], SECTION, word, reading))
    outline.preamble = outline.preamble[:start]
    entry = Entry(
        Outcome.INFERRED,
        "symptom-from-introduction",
        "the introduction tells of the problem, and no heading does: it became the symptom, "
        "under a heading that was added",
        about=said[:160],
        added=word,
        attention=Attention.LOOK,
    )
    return (entry,)


_BEHIND = (SectionKind.DIAGNOSIS, SectionKind.CAUSE, SectionKind.RESOLUTION)


def _is_text(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    text = inline_text(block.children)
    return bool(text) and not _LABELLED.match(text)


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield the paragraphs, but for notes and lists: they qualify what the text says."""
    return (inline_text(block.children) for block in blocks if isinstance(block, Paragraph))


def tell_missing(outline: Outline) -> tuple[Entry, ...]:
    """Return an entry for a symptom or resolution that no heading opens, with what could be it."""
    there = outline.kinds()
    return tuple(
        Entry(
            Outcome.LEFT,
            "section-missing",
            f"no heading opens the {kind}; give the heading of that part one of the names "
            f"{_listed(kind)}, or add one",
            attention=Attention.DECIDE,
            candidates=_candidates(outline, kind),
        )
        for kind in (SectionKind.SYMPTOM, SectionKind.RESOLUTION)
        if kind not in there
    )


def _listed(kind: SectionKind) -> str:
    names = [f"“{name.capitalize()}”" for name in SECTION_NAMES[kind][:3]]
    return ", ".join(names)


def _candidates(outline: Outline, kind: SectionKind) -> tuple[str, ...]:
    """Return the headings that could be meant: those named so below, then the likely ones."""
    named = [part.title for part in outline.parts if part.kind is kind]
    free = [
        part for at, part in enumerate(outline.parts) if part.level == SECTION and not part.kind
    ]
    likely = [part.title for part in free if _CUES[kind].search(part.title[:200])]
    if kind is SectionKind.RESOLUTION:
        likely += [
            part.title for part in free if any(isinstance(block, StepList) for block in part.blocks)
        ]
    else:
        likely += [part.title for part in free[:1]]
    return tuple(dict.fromkeys((*named, *likely)))[:_MOST]
