"""References to steps in plain words: links where exactly one step can be meant, else told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpwright.build import Inspection
from helpwright.diagnostic import Diagnostic
from helpwright.fix import fix
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.target import Target
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, SectionKind
from helpwright.parse import parse_article
from helpwright.resolve import resolve
from helpwright.rules import plain_step_reference
from helpwright.rules._step_targets import Reading, readings
from helpwright.source import Source

MAX_PASSES = 5
"""How often remedies that meet at one place are tried again; on real articles two suffice."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Referred:
    """New articles by path, as texts and as parsed from them, and what was done.

    There is an entry for each link that was made, and for each mention that was left, with the
    steps that it can mean.
    """

    texts: dict[str, str]
    articles: dict[str, Article]
    entries: dict[str, list[Entry]]


def refer_to_steps(
    target: Target, texts: Mapping[str, str], names: Mapping[str, SectionKind]
) -> Referred:
    """Make links of the words "step 5" in new articles, by path, where one step can be meant."""
    latest = dict(texts)
    told: dict[str, list[Entry]] = {}
    articles = {path: _parse(path, text, names) for path, text in texts.items()}
    kb = _kb(target, latest, articles)
    for _ in range(MAX_PASSES):
        found = tuple(it for it in plain_step_reference.check(kb) if it.path in latest)
        fixes = fix(Inspection(kb, found), latest)
        if not fixes.files:
            break
        for mended in fixes.mended:
            told.setdefault(mended.path, []).append(_linked(kb, mended))
        for path, data in fixes.files.items():
            latest[path] = data.decode()
            articles[path] = _parse(path, latest[path], names)
        kb = _kb(target, latest, articles)
    for path in latest:
        for reading in readings(kb, kb.by_path[path]):
            told.setdefault(path, []).append(_left(kb, kb.by_path[path], reading))
    return Referred(latest, articles, told)


def _parse(path: str, text: str, names: Mapping[str, SectionKind]) -> Article:
    return parse_article(Source(path, text.encode()), names)[0]


def _kb(target: Target, texts: Mapping[str, str], articles: Mapping[str, Article]) -> KnowledgeBase:
    sources = {source.path: source for source in target.reading.sources}
    sources |= {path: Source(path, text.encode()) for path, text in texts.items()}
    return resolve(target.registry, {**target.articles, **articles}.values(), sources, {})


def _linked(kb: KnowledgeBase, mended: Diagnostic) -> Entry:
    links = sum(edit.text.startswith("](#") for edit in mended.edits)
    source = kb.sources[mended.path]
    return Entry(
        Outcome.INFERRED,
        "step-reference",
        "the words are a link to their step now, whose number is kept right",
        about=_clip(source.line(mended.start.line)),
        added_links=links,
    )


def _left(kb: KnowledgeBase, article: Article, reading: Reading) -> Entry:
    phrase = reading.mention.phrase
    dangling, ambiguous = reading.dangling(), reading.ambiguous()
    meaning = dangling or ambiguous or reading.meanings[0]
    if dangling is not None:
        reason = f"`{phrase}` names a step that the article does not have"
    elif ambiguous is not None:
        reason = f"`{phrase}` can mean several steps; label the one that is meant and link to it"
    else:
        reason = f"`{phrase}` probably means the step that is named here; check it and link to it"
    line = kb.sources[article.path].position(reading.mention.span.start).line
    return Entry(
        Outcome.LEFT,
        "step-reference",
        reason,
        about=_clip(kb.sources[article.path].line(line)),
        candidates=tuple(
            f'{anchor.name} under "{anchor.place}"' if anchor.place else anchor.name
            for anchor in meaning.candidates
        ),
        attention=Attention.LOST if dangling is not None else Attention.DECIDE,
    )


def _clip(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
