"""What readers see of made-up articles, by asking of each part whether it is for them."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpwright.scope import Point
from tests.versions.worlds import (
    Item,
    Node,
    Part,
    Piece,
    Piecework,
    Ref,
    World,
    address,
    link_target,
    refer,
)

View = tuple[Any, ...]
"""What is seen: nested tuples of kinds, labels and words."""


@dataclass(frozen=True)
class Seen:
    """What the readers of a point see: `view`, and by label the number of each step in it.

    `links` holds each link that they see with the article and the label that it leads to.
    """

    view: View
    numbers: Mapping[str, str]
    parts: frozenset[str]
    links: tuple[tuple[Ref, tuple[str, str]], ...]


def see(world: World, article: Piecework, point: Point | None) -> Seen:
    """Return what the readers of a point see of an article."""
    return _Seeing(world, article, point).seen()


def scope_of(world: World, article: Piecework) -> frozenset[Point]:
    """Return whom an article is for."""
    if article.applies_to:
        found = (applies.points or frozenset() for applies in article.applies_to.values())
        return frozenset().union(*found)
    named = {point.product for condition in _conditions(article.parts) for point in condition or ()}
    return frozenset(point for point in world.points() if point.product in named)


def _conditions(found: Sequence[Any]) -> Iterator[frozenset[Point] | None]:
    """Yield what every condition in some nodes means."""
    for node in found:
        if isinstance(node, Ref):
            continue
        if node.condition is not None:
            yield node.condition.points
        for name in ("pieces", "inner", "items", "blocks", "parts"):
            yield from _conditions(getattr(node, name, ()))


def best(world: World, points: frozenset[Point], order: Sequence[str]) -> Point | None:
    """Return the newest supported version of the first product, on its first platform."""
    supported = frozenset(
        point
        for point in points
        if point.version not in world.products[point.product].retired
        and point.version not in world.products[point.product].upcoming
    )
    for pool in (supported, points):
        for id in dict.fromkeys((*order, *world.products)):
            product = world.products.get(id)
            for version in reversed(product.versions or ("",) if product else ()):
                for platform in (product.platforms if product else ()) or ("",):
                    if Point(id, version, platform) in pool:
                        return Point(id, version, platform)
    return None


def classes(world: World, article: Piecework) -> list[frozenset[Point]]:
    """Return the points of an article by what is seen of it, the article's own page first.

    That is what the article holds for them, and what its links read that take their words from
    another article, where not all their readers read the same.
    """
    looks = looks_of(world, article)
    found: dict[View, set[Point]] = {}
    for point, look in looks.items():
        found.setdefault(look, set()).add(point)
    groups = [frozenset(group) for group in found.values()] or [frozenset[Point]()]
    own = best(world, frozenset(looks), list(article.applies_to))
    return sorted(groups, key=lambda group: own not in group)


def looks_of(world: World, article: Piecework) -> dict[Point, View]:
    """Return what each point's readers see of an article, with what its links read."""
    views = _views(world, article)
    by_id = {other.id: other for other in world.articles}
    read: dict[int, dict[Point, str]] = {}
    for point, seen in views.items():
        for ref, (id, label) in seen.links:
            if ref.bare and label and id != article.id:
                other = _views(world, by_id[id])
                if point in other and len({it.view for it in other.values()}) > 1:
                    there = other[point]
                    name = there.numbers.get(label, label if label in there.parts else "")
                    read.setdefault(builtins.id(ref), {})[point] = name
    told = [names for names in read.values() if len(set(names.values())) > 1]
    return {
        point: (seen.view, *(names.get(point, "") for names in told))
        for point, seen in views.items()
    }


def _views(world: World, article: Piecework) -> dict[Point, Seen]:
    scope = scope_of(world, article)
    return {point: see(world, article, point) for point in world.points() if point in scope}


class _Seeing:
    def __init__(self, world: World, article: Piecework, point: Point | None) -> None:
        self.world = world
        self.article = article
        self.point = point
        self.numbers: dict[str, str] = {}
        self.titles: set[str] = set()
        self.links: list[tuple[Ref, tuple[str, str]]] = []
        self.last = [0]

    def seen(self) -> Seen:
        parts = self.parts(self.article.parts)
        return Seen(parts, self.numbers, frozenset(self.titles), tuple(self.links))

    def holds(self, node: Part | Node | Item | Piece) -> bool:
        condition = None if isinstance(node, Ref) else node.condition
        return condition is None or condition.holds(self.point)

    def parts(self, parts: Sequence[Part]) -> View:
        found: list[View] = []
        for part in parts:
            if not self.is_seen(part):
                self.pass_over_part(part)
                continue
            if part.label:
                self.titles.add(part.label)
            blocks = self.blocks(part.blocks, "")
            inner = self.parts(part.parts)
            found.append(("part", part.level, part.title, part.label, blocks, inner))
        return tuple(found)

    def is_seen(self, node: Part | Node | Item | Piece) -> bool:
        """Tell whether a node is for the readers and holds something for them."""
        if not self.holds(node):
            return False
        if isinstance(node, Ref):
            return True
        if isinstance(node, Part):
            inside: Sequence[Any] = (*node.blocks, *node.parts)
            return not inside or any(map(self.is_seen, inside))
        if isinstance(node, Node):
            inside = (*node.pieces, *node.items, *node.blocks)
            return node.kind == "picture" or any(map(self.is_seen, inside))
        if isinstance(node, Item):
            return any(map(self.is_seen, (*node.pieces, *node.blocks)))
        return not node.inner or any(map(self.is_seen, node.inner))

    def blocks(self, blocks: Sequence[Node], outer: str) -> View:
        found: list[View] = []
        for block in blocks:
            if block.kind == "steps":
                if not block.continues:
                    self.last[-1] = 0
                items = [self.step(item, outer) for item in block.items if self.is_seen(item)]
                if items:
                    found.append(("steps", *items))
            elif not self.is_seen(block):
                self.pass_over(block)
            elif block.kind == "p":
                found.append(("p", *self.words(block.pieces)))
            elif block.kind == "picture":
                found.append(("picture",))
            elif block.kind == "bullets":
                found.append(("bullets", *self.bullets(block.items, outer)))
            elif block.kind == "applies_to":
                found += self.blocks(block.blocks, outer)
            else:
                found.append((block.kind, *self.blocks(block.blocks, outer)))
        return tuple(found)

    def pass_over_part(self, part: Part) -> None:
        for block in part.blocks:
            self.pass_over(Node("", blocks=(block,)))
        for inner in part.parts:
            self.pass_over_part(inner)

    def pass_over(self, block: Node) -> None:
        """Let the numbers of a list begin anew that nobody sees: one behind it may go on."""
        for inner in (*block.blocks, *(it for item in block.items for it in item.blocks)):
            if inner.kind == "steps" and not inner.continues:
                self.last[-1] = 0
            if inner.kind != "steps":
                self.pass_over(inner)

    def bullets(self, items: Sequence[Item], outer: str) -> Iterator[View]:
        for item in items:
            if self.is_seen(item):
                yield (*self.first(item), *self.blocks(item.blocks, outer))
            else:
                self.pass_over(Node("bullets", items=(item,)))

    def step(self, item: Item, outer: str) -> View:
        self.last[-1] += 1
        number = refer(outer, self.last[-1], len(self.last))
        if item.label:
            self.numbers[item.label] = number
        first = self.first(item)
        self.last.append(0)
        blocks = self.blocks(item.blocks, number)
        self.last.pop()
        return ("step", number, item.label, *first, *blocks)

    def first(self, item: Item) -> Sequence[View]:
        words = self.words(item.pieces)
        return [("p", *words)] if words else []

    def words(self, pieces: Sequence[Piece]) -> Sequence[str]:
        found: list[str] = []
        for piece in pieces:
            if not self.is_seen(piece):
                continue
            if isinstance(piece, Ref):
                target = link_target(self.world.articles, self.article, piece)
                if target is None:
                    found.append("nothing")
                else:
                    self.links.append((piece, target))
                    found.append(f"<{address(self.article, target)}>")
            elif not piece.inner:
                found.append(piece.word)
            else:
                inner = self.words(piece.inner)
                found += inner if piece.condition else ["**", *inner, "**"]
        return found
