"""The headings of a document to the sections, solutions and procedures of our articles.

Nothing is reworded and nothing changes its place in the text; only the levels of headings change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from helpwright.importers.draft import Draft, Facts
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.pairing import nested_pairs, numbered_pairs, write_pairs
from helpwright.importers.sections_groups import keep_groups, raise_sections
from helpwright.importers.sections_names import shown_name
from helpwright.importers.sections_outline import (
    Outline,
    level_headings,
    raise_bold_lines,
    read_outline,
)
from helpwright.importers.sections_symptom import infer_symptom, tell_missing
from helpwright.importers.sections_title import take_title
from helpwright.model import SectionKind
from helpwright.parse.sections import fold_name, section_names


def map_sections(draft: Draft, names: Mapping[str, SectionKind]) -> Draft:
    """Return a draft whose headings have the levels of our format, with entries for what changed.

    `names` are the folded names of sections that the knowledge base knows. Names that are
    recognised beyond them are those of `needed_names`. Mapping a mapped draft changes nothing.
    """
    outline, facts, entries = _arrange(draft, names)
    entries += tell_missing(outline)
    new = tuple(entry for entry in entries if entry not in draft.entries)
    return draft.refined(outline.blocks(), facts, new)


def needed_names(
    drafts: Iterable[Draft], names: Mapping[str, SectionKind] | None = None
) -> Mapping[SectionKind, tuple[str, ...]]:
    """Return the names that `kb.yml` must list under `sections` for drafts to be read as mapped.

    `names` are those that it knows, the built-in ones if not given. The drafts may be mapped
    already. Names are as the headings write them, in the order of their letters.
    """
    known = section_names({}) if names is None else names
    found: dict[tuple[SectionKind, str], str] = {}
    for draft in drafts:
        outline, _, _ = _arrange(draft, known)
        for at in outline.sections():
            part = outline.parts[at]
            if part.reading is not None and part.reading.name:
                shown = shown_name(part.title, part.reading.name)
                key = (part.reading.kind, part.reading.name)
                found[key] = min(found.get(key, shown), shown)
    needed: dict[SectionKind, list[str]] = {}
    for kind, name in sorted(found, key=lambda key: key[1]):
        if fold_name(name) not in known:
            needed.setdefault(kind, []).append(found[kind, name])
    return {kind: tuple(needed[kind]) for kind in SectionKind if kind in needed}


def _arrange(
    draft: Draft, names: Mapping[str, SectionKind]
) -> tuple[Outline, Facts, tuple[Entry, ...]]:
    blocks, facts, entries = take_title(draft, names)
    outline = read_outline(blocks, names)
    if not outline.parts:
        blocks, raised = raise_bold_lines(blocks, names)
        entries += raised
        outline = read_outline(blocks, names) if raised else outline
    entries += level_headings(outline)
    nested = nested_pairs(outline)
    while raised := raise_sections(outline):
        entries += raised
    entries += keep_groups(outline)
    nested += nested_pairs(outline)
    entries += write_pairs(outline, nested, numbered_pairs(outline))
    entries += _tell_inferred(outline)
    entries += infer_symptom(outline)
    return outline, facts, entries


def _tell_inferred(outline: Outline) -> tuple[Entry, ...]:
    """Return an entry for each section whose kind is concluded from a sentence."""
    return tuple(
        Entry(
            Outcome.INFERRED,
            "section-kind",
            f"the heading is no name of a section; its words open the {part.reading.kind}",
            about=part.title[:200],
            attention=Attention.LOOK,
        )
        for at in outline.sections()
        if (part := outline.parts[at]).reading and not part.reading.sure
    )
