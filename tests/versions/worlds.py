"""Knowledge bases of articles with conditions, made up: what is in them, and their sources.

The articles are trees of this module's own. `source` writes them as somebody would, and `naive`
says what readers see of them; neither knows how Helpwright reads, resolves or renders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from helpwright.scope import Point

POOLS = {
    "app": ("1.0", "1.1", "1.2", "2.0", "2.4.2-p1", "Spring 2024", "3.0", "4.0", "5.0"),
    "desk": ("2016", "2019", "9.1", "9.2", "10 LTS", "11", "12", "13", "14"),
    "addon": ("1.0", "2.0", "9.1", "0.9x", "A-1", "B 2", "C", "D", "E"),
}
"""The versions that a product may have, oldest first; registries take the first few."""
PLATFORMS = {"windows": "Windows", "macos": "macOS"}
WORDS = ("alpha", "beta", "gamma")
KINDS = ("Symptom", "Cause", "Resolution", "Resolution", "More information", "Freely named")
UNKNOWN = "99.9"
NEWCOMER = "a9"
"""The id of an article that comes to a knowledge base later: no link leads to it."""


@dataclass(frozen=True)
class Made:
    """A product: its versions, those that are over, those that are not out, its platforms."""

    id: str
    versions: tuple[str, ...]
    retired: frozenset[str]
    upcoming: frozenset[str]
    platforms: tuple[str, ...]

    def points(self, versions: Sequence[str] | None = None) -> tuple[Point, ...]:
        return tuple(
            Point(self.id, version, platform)
            for version in (self.versions or ("",) if versions is None else versions)
            for platform in self.platforms or ("",)
        )


@dataclass(frozen=True)
class Condition:
    """An `applies_to` and the points that it means; None for one that means nothing."""

    text: str
    points: frozenset[Point] | None

    def holds(self, point: Point | None) -> bool:
        return self.points is None or point is None or point in self.points


@dataclass(frozen=True)
class Words:
    """A word, a phrase with or without a condition, or strong words."""

    word: str = ""
    inner: tuple[Piece, ...] = ()
    condition: Condition | None = None


@dataclass(frozen=True)
class Ref:
    """A link to a label of the article (`article` 0) or to another one, and perhaps its label.

    `label` picks one of those that there are. Without `bare`, the words are written: `step 2`.
    """

    article: int
    label: int | None
    bare: bool


Piece = Words | Ref


@dataclass(frozen=True)
class Item:
    """A step or a bullet; only steps have labels."""

    pieces: tuple[Piece, ...]
    blocks: tuple[Node, ...] = ()
    condition: Condition | None = None
    label: str = ""


@dataclass(frozen=True)
class Node:
    """A block: `p`, `picture`, `steps`, `bullets`, or the name of a directive around others."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    items: tuple[Item, ...] = ()
    blocks: tuple[Node, ...] = ()
    condition: Condition | None = None
    continues: bool = False


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it."""

    level: int
    title: str
    blocks: tuple[Node, ...]
    parts: tuple[Part, ...] = ()
    condition: Condition | None = None
    label: str = ""


@dataclass(frozen=True, repr=False)
class Piecework:
    """An article: its products with their ranges as written and as meant, and its parts."""

    id: str
    applies_to: Mapping[str, Condition]
    parts: tuple[Part, ...]

    def __repr__(self) -> str:
        """Return its source, which says more than the tree of what is in it."""
        return source(World({}, (self,)), self)

    def labels(self) -> list[str]:
        return [label for label, _ in labelled(self.parts)]


@dataclass(frozen=True, repr=False)
class World:
    """A registry and the articles that go with it."""

    products: Mapping[str, Made]
    articles: tuple[Piecework, ...]

    def __repr__(self) -> str:
        """Return the files, which say more than the tree of what is in them."""
        return "\n".join(f"== {path}\n{text}" for path, text in self.sources().items())

    def points(self) -> tuple[Point, ...]:
        return tuple(point for product in self.products.values() for point in product.points())

    def sources(self) -> dict[str, str]:
        """Return the files of the knowledge base."""
        files = {"kb.yml": "\n".join(registry_lines(self.products)) + "\n"}
        for article in self.articles:
            files[f"{article.id}.md"] = source(self, article)
        return files


def labelled(parts: Sequence[Part]) -> Iterator[tuple[str, Part | Item]]:
    """Yield what has a label, in source order."""
    for part in parts:
        if part.label:
            yield part.label, part
        yield from _labelled_in(part.blocks)
        yield from labelled(part.parts)


def _labelled_in(blocks: Sequence[Node]) -> Iterator[tuple[str, Item]]:
    for block in blocks:
        for item in block.items:
            if item.label:
                yield item.label, item
            yield from _labelled_in(item.blocks)
        yield from _labelled_in(block.blocks)


def numbers(article: Piecework) -> dict[str, str]:
    """Return how each labelled step is referred to in the source."""
    return {label: number for label, number in _numbered(article) if label}


def _numbered(article: Piecework) -> Iterator[tuple[str, str]]:
    last = [0]

    def walk(blocks: Sequence[Node], outer: str) -> Iterator[tuple[str, str]]:
        for block in blocks:
            number = last[-1] if block.continues else 0
            for item in block.items:
                if block.kind == "steps":
                    number += 1
                    shown = refer(outer, number, len(last))
                    yield item.label, shown
                    last.append(0)
                    yield from walk(item.blocks, shown)
                    last.pop()
                else:
                    yield from walk(item.blocks, outer)
            if block.kind == "steps":
                last[-1] = number
            yield from walk(block.blocks, outer)

    def parts(found: Sequence[Part]) -> Iterator[tuple[str, str]]:
        for part in found:
            yield from walk(part.blocks, "")
            yield from parts(part.parts)

    yield from parts(article.parts)


def refer(outer: str, number: int, depth: int) -> str:
    """Return how a step is referred to: 2, 2b, 2b.ii, 2b.ii.3."""
    if depth < 3:
        return outer + (str(number) if depth == 1 else chr(96 + number))
    tens, ones = divmod(number, 10)
    roman = "x" * tens + ("", *"i ii iii iv v vi vii viii ix".split())[ones]
    return f"{outer}.{roman if depth == 3 else number}"


# --- sources ----------------------------------------------------------------------------------


def registry_lines(products: Mapping[str, Made]) -> Iterator[str]:
    yield "products:" if products else "title: Nothing"
    for product in products.values():
        yield f"  {product.id}:\n    name: The {product.id}"
        if product.versions:
            yield "    versions:"
        for version in product.versions:
            yield f'      - version: "{version}"'
            if version in product.retired:
                yield "        retired: 2001-01-01"
            if version in product.upcoming:
                yield "        released: 2999-01-01"
        if product.platforms:
            yield "    platforms:"
            yield from (f"      {id}: {PLATFORMS[id]}" for id in product.platforms)


def source(world: World, article: Piecework) -> str:
    """Return the source of an article."""
    lines = [f"---\nid: {article.id}\ntitle: About {article.id}\nstatus: published"]
    lines.append("updated: 2024-09-18")
    if article.applies_to:
        lines.append("applies_to:")
        lines += (f'  {id}: "{applies.text}"' for id, applies in article.applies_to.items())
    writer = _Writer(world, article)
    return "\n".join(lines) + "\n---\n\n" + "\n\n".join(map(writer.part, article.parts)) + "\n"


class _Writer:
    def __init__(self, world: World, article: Piecework) -> None:
        self.articles = world.articles
        self.article = article
        self.numbers = numbers(article)
        self.last = [0]
        self.fences = 2

    def part(self, part: Part) -> str:
        head = f"{'#' * part.level} {part.title}{attributes(part.label, part.condition)}"
        return "\n\n".join([head, *self.blocks(part.blocks), *map(self.part, part.parts)])

    def blocks(self, blocks: Sequence[Node]) -> list[str]:
        return [self.block(block) for block in blocks]

    def block(self, block: Node) -> str:
        if block.kind == "p":
            return self.line(block.pieces) + attributes("", block.condition)
        if block.kind == "picture":
            return f"![A picture](pictures/one.png){attributes('', block.condition).strip()}"
        if block.kind == "steps":
            return self.steps(block)
        if block.kind == "bullets":
            return "\n\n".join(self.item("- ", item) for item in block.items)
        self.fences += 1
        fence = "/" * self.fences
        head = f"{fence} {block.kind}"
        if block.kind == "applies_to" and block.condition:
            head += f" | {block.condition.text}"
        text = "\n\n".join([head, *self.blocks(block.blocks), fence])
        self.fences -= 1
        return text

    def steps(self, block: Node) -> str:
        number = self.last[-1] if block.continues else 0
        found: list[str] = []
        for item in block.items:
            number += 1
            self.last.append(0)
            found.append(self.item(f"{number}. ", item))
            self.last.pop()
        self.last[-1] = number
        return "\n\n".join(found)

    def item(self, marker: str, item: Item) -> str:
        first = self.line(item.pieces) + attributes(item.label, item.condition)
        text = "\n\n".join([first, *self.blocks(item.blocks)])
        inside = "\n".join(" " * len(marker) + line if line else "" for line in text.split("\n"))
        return marker + inside.lstrip(" ")

    def line(self, pieces: Sequence[Piece]) -> str:
        return " ".join(map(self.piece, pieces))

    def piece(self, piece: Piece) -> str:
        if isinstance(piece, Ref):
            return self.reference(piece)
        if not piece.inner:
            return piece.word
        inner = self.line(piece.inner)
        if piece.condition is None:
            return f"**{inner}**"
        return f"[{inner}]{attributes('', piece.condition).strip()}"

    def reference(self, ref: Ref) -> str:
        target = link_target(self.articles, self.article, ref)
        if target is None:
            return "nothing"
        id, label = target
        step = self.numbers.get(label) if id == self.article.id else None
        words = "" if ref.bare else f"step {step}" if step else "there"
        return f"[{words}]({address(self.article, target)})"


def link_target(
    articles: Sequence[Piecework], article: Piecework, ref: Ref
) -> tuple[str, str] | None:
    """Return the id of the article and the label that a link leads to; None for no link."""
    other = article
    if ref.article:
        known = [it for it in articles if it.id != NEWCOMER]
        other = known[ref.article % len(known)]
    labels = other.labels()
    if ref.label is None:
        return (other.id, "") if ref.article else None
    if not labels:
        return None
    return other.id, labels[ref.label % len(labels)]


def address(article: Piecework, target: tuple[str, str]) -> str:
    """Return a link as it is written."""
    id, label = target
    if not label:
        return f"kb:{id}"
    return f"#{label}" if id == article.id else f"kb:{id}#{label}"


def attributes(label: str, condition: Condition | None) -> str:
    found = [f"#{label}"] * bool(label)
    if condition is not None:
        found.append(f'applies_to="{condition.text}"')
    return f" {{{' '.join(found)}}}" if found else ""


# --- strategies -------------------------------------------------------------------------------


@st.composite
def products(draw: st.DrawFn, most: int = 3) -> dict[str, Made]:
    """Return some products of a registry, not always in the same order."""
    ids = draw(st.permutations(sorted(POOLS)))[: draw(st.integers(1, most))]
    return {id: draw(_products(id)) for id in ids}


@st.composite
def _products(draw: st.DrawFn, id: str) -> Made:
    versions = POOLS[id][: draw(st.integers(0, 8))]
    some = (
        st.frozensets(st.sampled_from(versions), max_size=3) if versions else st.just(frozenset())
    )
    platforms = draw(st.sampled_from([(), (), ("windows", "macos"), ("windows",)]))
    return Made(id, versions, draw(some), draw(some), platforms)


@st.composite
def ranges(draw: st.DrawFn, product: Made) -> Condition:
    """Return a range of a product's versions, without its name."""
    text, versions = "all", product.versions or ("",)
    if product.versions and draw(st.integers(0, 7)):
        place = draw(st.integers(0, len(product.versions) - 1))
        label = product.versions[place]
        sign, versions = draw(
            st.sampled_from(
                [
                    ("<", product.versions[:place]),
                    ("<=", product.versions[: place + 1]),
                    (">=", product.versions[place:]),
                    (">", product.versions[place + 1 :]),
                    ("", (label,)),
                ]
            )
        )
        text = f"{sign}{label}"
    points = frozenset(product.points(versions))
    if len(product.platforms) > 1 and not draw(st.integers(0, 3)):
        platform = draw(st.sampled_from(product.platforms))
        text, points = (
            f"{text} on {platform}",
            frozenset(point for point in points if point.platform == platform),
        )
    return Condition(text, points)


@st.composite
def conditions(draw: st.DrawFn, concerned: Sequence[Made], named: bool) -> Condition:
    """Return a condition about some products; `named` says that it must name them."""
    if not draw(st.integers(0, 15)):
        return Condition(f"{concerned[0].id}: {UNKNOWN}", None)
    clauses: list[str] = []
    points: frozenset[Point] = frozenset()
    for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
        product = draw(st.sampled_from(concerned))
        found = draw(ranges(product))
        assert found.points is not None
        if not named and len(concerned) == 1:
            clauses.append(found.text)
        else:
            clauses.append(f"{product.id}: {found.text}")
        points |= found.points
    return Condition("; ".join(clauses), points)


class _Drawer:
    """Draws the parts of one article."""

    def __init__(self, draw: st.DrawFn, concerned: Sequence[Made], named: bool) -> None:
        self.draw = draw
        self.conditions = conditions(concerned, named) if concerned else None
        self.count = 0

    def chance(self, of: int) -> bool:
        return self.draw(st.integers(0, of)) == of

    def condition(self, of: int = 3) -> Condition | None:
        if self.conditions is None or not self.chance(of):
            return None
        return self.draw(self.conditions)

    def label(self) -> str:
        if not self.chance(2):
            return ""
        self.count += 1
        return f"l{self.count}"

    def pieces(self, depth: int = 0) -> tuple[Piece, ...]:
        return tuple(self.piece(depth) for _ in range(self.draw(st.integers(1, 3))))

    def piece(self, depth: int) -> Piece:
        kind = self.draw(st.integers(0, 7))
        if kind == 7:
            few = st.integers(0, 9)
            label = self.draw(few | st.none())
            return Ref(self.draw(st.sampled_from([0, 0, 1, 2, 3])), label, self.draw(st.booleans()))
        if kind == 6 and depth < 2:
            condition = None if self.chance(2) else self.condition(0)
            return Words(inner=self.pieces(depth + 1), condition=condition)
        return Words(self.draw(st.sampled_from(WORDS)))

    def item(self, depth: int, *, step: bool) -> Item:
        label = self.label() if step else ""
        blocks = self.blocks(depth + 1, 0, 1) if depth < 3 else ()
        return Item(self.pieces(), blocks, self.condition(), label)

    def block(self, depth: int) -> Node:
        kind = self.draw(st.sampled_from(["p", "p", "steps", "steps", "bullets", "picture"]))
        if depth < 3 and self.chance(5):
            kind = self.draw(st.sampled_from(["applies_to", "applies_to", "note", "details"]))
        if kind == "p":
            return Node("p", self.pieces(), condition=self.condition())
        if kind == "picture":
            return Node("picture", condition=self.condition())
        if kind in ("steps", "bullets"):
            many = self.draw(st.integers(1, 3))
            items = tuple(self.item(depth, step=kind == "steps") for _ in range(many))
            return Node(kind, items=items, continues=kind == "steps" and self.chance(3))
        condition = self.condition(0) if kind == "applies_to" else None
        if kind == "applies_to" and condition is None:
            kind = "note"
        return Node(kind, blocks=self.blocks(depth + 1, 1, 2), condition=condition)

    def blocks(self, depth: int, least: int, most: int) -> tuple[Node, ...]:
        """Return blocks; two lists never stand side by side, as they would be one."""
        found: list[Node] = []
        for _ in range(self.draw(st.integers(least, most))):
            if found and found[-1].kind in ("steps", "bullets"):
                found.append(Node("p", (Words("between"),)))
            found.append(self.block(depth))
        return tuple(found)

    def part(self, level: int, title: str) -> Part:
        blocks = self.blocks(0, 0, 2)
        titles = [f"Way {self.draw(st.sampled_from(WORDS))}" for _ in range(self.parts(level))]
        parts = tuple(self.part(level + 1, title) for title in titles)
        return Part(level, title, blocks, parts, self.condition(), self.label())

    def parts(self, level: int) -> int:
        return self.draw(st.integers(0, 2)) if level < 4 and self.chance(1) else 0


@st.composite
def articles(draw: st.DrawFn, id: str, registry: Mapping[str, Made]) -> Piecework:
    """Return an article about some products; one may be about none by its front matter."""
    chosen = draw(st.permutations(list(registry)))[: draw(st.integers(0, 2))]
    applies = {product: draw(ranges(registry[product])) for product in chosen}
    concerned = [registry[product] for product in chosen or registry]
    drawer = _Drawer(draw, concerned, named=not chosen and len(registry) > 1)
    titles = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3))
    return Piecework(id, applies, tuple(drawer.part(2, title) for title in titles))


@st.composite
def worlds(draw: st.DrawFn, least: int = 1, most: int = 3) -> World:
    """Return a registry and some articles."""
    registry = draw(products())
    number = draw(st.integers(least, most))
    return World(registry, tuple(draw(articles(f"a{at}", registry)) for at in range(number)))
