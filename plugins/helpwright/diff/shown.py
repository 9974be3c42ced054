"""What a step, a paragraph or a box shows, apart: words, code, pictures, links, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from helpwright.visible.line import Value

_LEAVES = frozenset(("text", "mono", "image", "filled", "reference"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the digest of its bytes, its path in the KB or address, and its words."""

    digest: str
    path: str
    alt: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere, and the place; see `PageReader.place`."""

    words: str
    place: Value


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers see of one part of a page.

    `words` have one blank between each two. `code` holds language and text of what is shown
    exactly, `layout` all that is left: styles and containers, with the number of words in each.
    """

    words: str = ""
    code: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    layout: tuple[Value, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything to see."""
        return bool(self.words or self.code or self.pictures or self.layout)


@dataclass(slots=True)
class _Parts:
    """The parts of a value while they are gathered."""

    paths: Mapping[str, str]
    words: list[str] = field(default_factory=list)
    code: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    layout: list[Value] = field(default_factory=list)

    def add(self, value: Value) -> None:
        kind = value[0] if value and isinstance(value[0], str) else ""
        if kind in _LEAVES:
            self._leaf(kind, value)
        elif kind == "code":
            self.code.append(value[1:3])
            self._say(f" {value[2]} ", kind)
        elif kind == "tag":
            self._tag(value)
        elif kind == "break":
            self._say(" ", kind)
        elif kind == "link":
            self.links.append(Link("", value[1]))
        else:
            self._container(kind, value)

    def _leaf(self, kind: str, value: Value) -> None:
        links = [each for each in value[1] if each[0] == "link"]
        styles = tuple(each for each in value[1] if each[0] != "link")
        words = ""
        if kind == "image":
            _, digest, *rest = value[2]
            alt, title = ([*rest, "", ""])[:2]
            self.pictures.append(Picture(digest, self.paths.get(digest, digest), alt, title))
        elif kind == "reference":
            self.layout.append((kind, value[2]))
        else:
            words = value[2]
            if kind == "mono":
                self.code.append(("", words))
            self._say(words, (kind, styles) if kind == "mono" or styles else "")
        self.links += (Link(" ".join(words.split()), link[1]) for link in links)

    def _tag(self, value: Value) -> None:
        named = dict(each for each in value[2:] if isinstance(each, tuple) and len(each) == 2)
        if value[1] == "img" and "src" in named:
            digest = named.pop("src")
            path = self.paths.get(digest, digest)
            alt, title = named.pop("alt", ""), named.pop("title", "")
            self.pictures.append(Picture(digest, path, alt.strip(), title.strip()))
        elif value[1] == "a" and "href" in named:
            self.links.append(Link("", ("address", named.pop("href").strip("'\""))))
        self._say(" " if value[1] == "br" else "", ("tag", value[1], tuple(sorted(named.items()))))

    def _container(self, kind: str, value: Value) -> None:
        if kind == "box":
            self._say(f" {value[2]} ", (kind, value[1]))
            value = value[2:]
        elif kind not in ("", "paragraph", "step"):
            plain = tuple(each for each in value if not isinstance(each, tuple))
            self._say(" ", ("in", *plain))
        else:
            self.words.append(" ")
        for each in value:
            if isinstance(each, tuple):
                self.add(each)
        if kind not in ("", "paragraph", "step"):
            self._say(" ", ("out", kind))
        else:
            self.words.append(" ")

    def _say(self, words: str, layout: Value) -> None:
        self.words.append(words)
        count = len(words.split())
        last = self.layout[-1] if self.layout else None
        if last and last[0] == "words" and last[1] == layout and layout:
            self.layout[-1] = ("words", layout, last[2] + count)
        elif layout:
            self.layout.append(("words", layout, count))


def shown(values: Iterable[Value], paths: Mapping[str, str]) -> Shown:
    """Return the parts of what a piece of a page shows; `paths` names pictures by digest."""
    parts = _Parts(paths)
    for value in values:
        parts.add(value)
    return Shown(
        " ".join("".join(parts.words).split()),
        tuple(parts.code),
        tuple(parts.pictures),
        tuple(parts.links),
        tuple(parts.layout),
    )
