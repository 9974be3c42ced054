"""A page as a list of its headings, the texts under them and its steps, to be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from helpwright.diagnostic import Span
from helpwright.diff.shown import Shown, shown
from helpwright.knowledge import KnowledgeBase, Target, TargetKind, Variant
from helpwright.model import Attributes, Role, Section, SectionKind, StepList
from helpwright.parse.inlines import plain_text
from helpwright.visible.line import Value
from helpwright.visible.page import PageReader


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with the texts under it, up to the next heading; its steps are apart.

    `parent` is the index of the part that it stands in, -1 at the top. `section` is the kind of
    section that it belongs to. `labels` are the label that
    its writer gave and the former ones; `texts` are its paragraphs, boxes, tables and so on.
    """

    title: str
    section: SectionKind | None
    role: Role
    level: int
    parent: int
    labels: tuple[str, ...]
    heading: Shown
    texts: tuple[Shown, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Step:
    """A step without those inside it, which have entries of their own.

    `number` is how it is referred to (`6b`), `place` its number in its own list. `part` and
    `parent` are the indexes of the part and the step that it stands in, `parent` -1 for none.
    """

    number: str
    place: int
    part: int
    parent: int
    labels: tuple[str, ...]
    shown: Shown
    span: Span


@dataclass(frozen=True, slots=True)
class Outline:
    """What readers of a variant see, in the order of the page."""

    parts: tuple[Part, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What is called otherwise by now: ids of articles, and labels by the new id of theirs."""

    ids: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def outline(
    kb: KnowledgeBase, variant: Variant, digest: Callable[[str], str], names: Names
) -> Outline:
    """Return the outline of a variant; `digest` stands for the bytes of a file, by its path."""
    reader = _Outliner(kb, variant, digest, names)
    return reader.outline()


class _Outliner(PageReader):
    """Reads a page as `visible` does, with steps and headings apart."""

    def __init__(
        self, kb: KnowledgeBase, variant: Variant, digest: Callable[[str], str], names: Names
    ) -> None:
        super().__init__(kb, variant, digest, names.ids)
        self._labels = names.labels
        self._paths: dict[str, str] = {}
        self._parts: list[Part] = []
        self._steps: list[Step | None] = []
        self._parent = -1
        self._part = -1
        self._by_span = {anchor.span: anchor.number for anchor in variant.anchors.values()}

    def outline(self) -> Outline:
        notes = self.content()
        texts = tuple(it for note in notes if (it := shown([note], self._paths)))
        steps = tuple(step for step in self._steps if step is not None)
        if notes:
            last = len(self._parts)
            self._parts.append(Part("", None, Role.TOPIC, 2, -1, (), Shown(), texts, Span(0, 0)))
            steps = tuple(replace(it, part=last) if it.part < 0 else it for it in steps)
        return Outline(tuple(self._parts), steps)

    def section(self, section: Section, found: list[Value]) -> None:
        """Note a part, and those inside it."""
        outer, heading = self._part, section.heading
        self._part = len(self._parts)
        title = Shown()
        if heading is not None:
            title = shown(super().block(heading), self._paths)
        part = Part(
            title.words or (plain_text(heading.children).strip() if heading else ""),
            section.kind,
            section.role,
            heading.level if heading else 0,
            outer,
            _labels(heading.attributes if heading else None),
            title,
            (),
            heading.span if heading else section.span,
        )
        self._parts.append(part)
        texts = [shown([value], self._paths) for value in self.blocks(section.blocks)]
        self._parts[self._part] = replace(part, texts=tuple(it for it in texts if it))
        for inner in section.parts:
            self.section(inner, found)
        self._part = outer

    def block(self, block: Any) -> list[Value]:
        """Note steps, and return what any other block shows."""
        if not isinstance(block, StepList):
            return super().block(block)
        for step in block.steps:
            at, outer = len(self._steps), self._parent
            self._steps.append(None)
            self._parent = at
            badge = self.badge(step.attributes)
            inside = shown([("step", *badge, *self.blocks(step.blocks))], self._paths)
            self._parent = outer
            number = self._by_span.get(step.span, str(step.number))
            self._steps[at] = Step(
                number, step.number, self._part, outer, _labels(step.attributes), inside, step.span
            )
        return []

    def picture(self, target: Target, instead: str) -> str:
        """Return the digest of a picture, and note its name."""
        found = super().picture(target, instead)
        self._paths[found] = target.path if target.kind is TargetKind.ASSET else found
        return found

    def place(self, target: Target) -> Value:
        """Return the place that a link leads to, by the names of today."""
        found = super().place(target)
        if found and found[0] == "file":
            return ("file", found[1], found[2], target.path)
        if found and found[0] == "article" and isinstance(found[2], str):
            _, id, part = found
            return ("article", id, self._labels.get(id, {}).get(part, part))
        return found

    def link_in_html(self, address: str, at: int) -> Value:
        """Return the place that a link in raw HTML leads to, as a text."""
        found = super().link_in_html(address, at)
        return in_words(found) if found else None


def in_words(place: Value) -> str:
    """Return where a link leads, as a writer would name it."""
    if place is None:
        return "nowhere"
    kind, *rest = place
    if kind == "article":
        id, part = rest
        if isinstance(part, tuple):
            name, number = part
            return f"kb:{id} ({f'step {number} of ' if number else ''}{name})"
        return f"kb:{id}#{part}" if part else f"kb:{id}"
    if kind == "file":
        return f"{rest[2]}#{rest[1]}" if rest[1] else str(rest[2])
    return "#".join(str(each) for each in rest if each)


def _labels(attributes: Attributes | None) -> tuple[str, ...]:
    if attributes is None:
        return ()
    return ((attributes.label,) if attributes.label else ()) + attributes.former
