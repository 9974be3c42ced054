"""HW509: prose names a version that the readers of that place do not have."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from helpwright.conditions import in_words
from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import (
    Article,
    Block,
    BulletList,
    Directive,
    Footnote,
    Heading,
    Inline,
    Paragraph,
    Quote,
    StepList,
    Table,
)
from helpwright.rules._flat import Flat
from helpwright.rules._scopes import Holds
from helpwright.rules._version_mentions import Mention, VersionNames
from helpwright.scope import Point, Scope

RULE = Rule(
    code="HW509",
    name="version-outside-condition",
    severity=Severity.WARNING,
    summary="The text names a version that it does not apply to.",
    why="Readers of the version that is named do not see the text; those who see it have another.",
    fix="Correct the version, or let the article or the part of it apply to the version too.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each version that a text names outside of what holds there, once for each text.

    What holds at a place is what the article applies to, within the conditions around the place.
    Nothing is said inside a condition that is not settled, or that never holds.
    """
    finder = _Finder(kb)
    for article in kb.articles:
        yield from finder.findings(article)


class _Finder:
    """Looks through articles; keeps what they have in common."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.names = {
            product.id: VersionNames(kb.registry, product)
            for product in kb.registry.products.values()
            if product.versions
        }
        self.versions: dict[tuple[str, tuple[str, ...]], Scope] = {}
        self.signs: dict[tuple[str, Scope], frozenset[bytes]] = {}
        self.searches: dict[frozenset[bytes], re.Pattern[bytes]] = {}
        self.words: dict[tuple[Scope, tuple[str, ...]], str] = {}

    def findings(self, article: Article) -> Iterator[Diagnostic]:
        scope = self.kb.scopes[article.path]
        products = dict.fromkeys(it.product.text for it in article.metadata.applies_to)
        known = [self.names[id] for id in products if id in self.names] if scope else []
        regions = self.kb.regions.get(article.path, ())
        holding = {scope, *(region.scope for region in regions)}
        signs = frozenset[bytes]().union(
            *(self._signs(it, each) for it in known for each in holding)
        )
        places = self._places(article, signs)
        if not places:
            return
        holds = Holds(self.kb, article.path)
        for children in _texts(article.blocks, places):
            flat = Flat.of(children)
            yield from self._in_text(article, flat, known, holds, list(products))

    def _signs(self, names: VersionNames, scope: Scope) -> frozenset[bytes]:
        """Return what a text has that names a version of a product outside of a scope."""
        key = (names.product.id, scope)
        if key not in self.signs:
            outside = (
                version
                for version in names.product.versions
                if not self._scope(names, (version,)) & scope
            )
            self.signs[key] = names.signs(outside)
        return self.signs[key]

    def _places(self, article: Article, signs: frozenset[bytes]) -> list[int]:
        """Return where the body of an article has one of the signs."""
        if not signs:
            return []
        # Lower case keeps the places of bytes; most articles have none of the signs.
        data = self.kb.sources[article.path].data.lower()
        if all(data.find(sign, article.body) < 0 for sign in signs):
            return []
        if signs not in self.searches:
            self.searches[signs] = re.compile(b"|".join(map(re.escape, sorted(signs))))
        return [match.start() for match in self.searches[signs].finditer(data, article.body)]

    def _scope(self, names: VersionNames, labels: tuple[str, ...]) -> Scope:
        """Return all points of some versions."""
        key = (names.product.id, labels)
        if key not in self.versions:
            product = names.product
            self.versions[key] = self.kb.universe.of(
                Point(product.id, label, platform)
                for label in labels
                for platform in product.platforms or ("",)
            )
        return self.versions[key]

    def _words(self, scope: Scope, products: tuple[str, ...]) -> str:
        key = (scope, products)
        if key not in self.words:
            words = in_words(self.kb.registry, self.kb.universe, scope, products)
            self.words[key] = words
        return self.words[key]

    def _in_text(
        self,
        article: Article,
        flat: Flat,
        known: list[VersionNames],
        holds: Holds,
        products: list[str],
    ) -> Iterator[Diagnostic]:
        outside: dict[int, tuple[VersionNames, Mention, Scope]] = {}
        inside: set[int] = set()
        for names in known:
            for mention in names.find(flat.text):
                scope = holds.settled_at(flat.place(mention.at)[0])
                if not scope or self._scope(names, mention.labels) & scope:
                    inside.add(mention.at)
                else:
                    outside.setdefault(mention.at, (names, mention, scope))
        told: set[tuple[str, str, Scope]] = set()
        for at in sorted(outside.keys() - inside):
            names, mention, scope = outside[at]
            if (names.product.id, mention.name, scope) in told:
                continue
            told.add((names.product.id, mention.name, scope))
            start = flat.place(mention.start)[0]
            end = flat.place(mention.end - 1)[0] + 1
            words = " ".join(flat.text[mention.start : mention.end].split())
            own = scope & self._scope(names, names.product.versions)
            about = self._words(own or scope, tuple(products))
            message = f"`{words}` stands where the text is about {about}"
            whole = not self._scope(names, mention.labels) & self.kb.scopes[article.path]
            span = Span(start, max(start, end))
            yield self.kb.diagnose(RULE, article, span, message, _help(mention, whole))


def _help(mention: Mention, whole: bool) -> str:
    """Return what to do about a version: one that the whole article leaves out, or only a part."""
    name = mention.name
    if whole:
        return (
            f"correct the version, or add {name} to applies_to in the front matter and put what is "
            f'only about it under {{applies_to="{name}"}}'
        )
    return (
        f'correct the version, put the words under {{applies_to="{name}"}} outside of that part, '
        "or change the condition of the part"
    )


def _texts(blocks: Sequence[Block], places: list[int]) -> Iterator[tuple[Inline, ...]]:
    """Yield the texts of blocks that hold one of the places."""
    for block in blocks:
        if not _has(block.span, places):
            continue
        if isinstance(block, Paragraph | Heading):
            yield block.children
        elif isinstance(block, StepList):
            for step in block.steps:
                yield from _texts(step.blocks, places)
        elif isinstance(block, BulletList):
            for item in block.items:
                yield from _texts(item.blocks, places)
        elif isinstance(block, Quote | Directive | Footnote):
            yield from _texts(block.blocks, places)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                for cell in row:
                    if _has(cell.span, places):
                        yield cell.children


def _has(span: Span, places: list[int]) -> bool:
    at = bisect_left(places, span.start)
    return at < len(places) and places[at] < span.end
