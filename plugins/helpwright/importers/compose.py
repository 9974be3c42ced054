"""A draft in its place to an article of the model."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from helpwright.importers.draft import NOWHERE, Draft
from helpwright.importers.places import Place
from helpwright.importers.tally import containers
from helpwright.model import (
    Applicability,
    Article,
    Block,
    Heading,
    HtmlBlock,
    Inline,
    InlineHtml,
    Link,
    Metadata,
    Nodes,
    Paragraph,
    Phrase,
    SectionKind,
    Status,
    StepList,
    Styled,
    Table,
    Value,
)
from helpwright.parse.sections import split_sections
from helpwright.resolve.anchors import find_anchors, slug

_HYPHENS = re.compile(r"-{2,}")


def make_article(
    draft: Draft,
    place: Place,
    applies_to: Iterable[tuple[str, Sequence[str]]],
    updated: str,
    names: Mapping[str, SectionKind],
) -> Article:
    """Return the article that a draft becomes; all spans in it are `NOWHERE`.

    `applies_to` holds the products' ids with versions as front matter has them, `updated` the date
    in force.
    """
    facts = draft.facts
    metadata = Metadata(
        id=_value(place.id),
        title=_value(facts.title),
        summary=_value(facts.summary) if facts.summary else None,
        applies_to=tuple(
            Applicability(_value(product), _values(versions)) for product, versions in applies_to
        ),
        errors=_values(facts.errors),
        status=facts.status or Status.PUBLISHED,
        status_span=NOWHERE,
        updated=_value(updated),
        aliases=_values(facts.aliases),
        tags=_values(facts.tags),
        related=_values(facts.related),
        owner=_value(facts.owner) if facts.owner else None,
    )
    return Article(
        path=place.path,
        id=place.id,
        title=facts.title,
        body=0,
        metadata=metadata,
        sections=split_sections(draft.blocks, names, 0),
        blocks=draft.blocks,
        nodes=_nodes(draft.blocks),
        allowances=(),
    )


def _value(text: str) -> Value:
    return Value(text, NOWHERE)


def _values(texts: Iterable[str]) -> tuple[Value, ...]:
    return tuple(_value(text) for text in texts)


def _nodes(blocks: tuple[Block, ...]) -> Nodes:
    """Return those nodes that anchors hang on."""
    headings: list[Heading] = []
    lists: list[StepList] = []
    html: list[HtmlBlock | InlineHtml] = []
    for block in walk(blocks):
        if isinstance(block, Heading):
            headings.append(block)
        elif isinstance(block, StepList):
            lists.append(block)
        elif isinstance(block, HtmlBlock):
            html.append(block)
        if isinstance(block, Paragraph | Heading):
            html += _tags(block.children)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                for cell in row:
                    html += _tags(cell.children)
    return Nodes(headings=tuple(headings), step_lists=tuple(lists), html=tuple(html))


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block, those inside others too, in the order of the text."""
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        yield block
        inner = [child for run in containers(block) for child in run]
        waiting += reversed(inner)


def _tags(children: Iterable[Inline]) -> Iterator[InlineHtml]:
    for child in children:
        if isinstance(child, InlineHtml):
            yield child
        elif isinstance(child, Styled | Link | Phrase):
            yield from _tags(child.children)


def fragments(article: Article) -> dict[str, str]:
    """Return the article's fragments by what links to them may be written as.

    Besides the fragment itself that is the words of the heading, as several systems make them.
    """
    found: dict[str, str] = {}
    counts: dict[str, int] = {}
    for fragment, anchor in find_anchors(article).items():
        found[fragment] = fragment
        if not anchor.number:
            words = slug(anchor.name)
            count = counts.get(words, 0)
            counts[words] = count + 1
            written = f"{words}-{count}" if count else words
            for form in (written, _HYPHENS.sub("-", written).strip("-"), written.replace("-", "_")):
                found.setdefault(form, fragment)
    for node in article.nodes.html:
        for match in _NAMED.finditer(node.raw):
            found.setdefault(match[1], match[1])
    found.setdefault(slug(article.title), "")
    return found


_NAMED = re.compile(r"<[^<>]*?\s(?:id|name)\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)


def relative(path: str, place: Place) -> str:
    """Return a KB-relative path as a link from an article's place."""
    return posixpath.relpath(path, place.category or ".")
