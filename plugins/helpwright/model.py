"""The knowledge base as immutable values.

Three layers, each built only from the one above it: inline and block nodes as CommonMark 0.31
defines them, the parts of an article (DITA's and KCS's terms: symptom, cause, solution, procedure,
step), and the knowledge base that links articles together. Every node carries the `Span` of
source bytes that it was read from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from helpwright.diagnostic import Span


@dataclass(frozen=True, slots=True)
class Attributes:
    """A `{#label .class key="value"}` list written behind a step, heading or picture."""

    span: Span
    label: str | None = None
    classes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def former(self) -> tuple[str, ...]:
        """The former labels of the place, each once: those that `was="old older"` names."""
        written = self.values.get("was")
        return tuple(dict.fromkeys(written.split())) if written else ()


# --- inline nodes -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Characters to show, entities and backslash escapes already resolved."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Code:
    """A code span."""

    value: str
    span: Span


class Style(StrEnum):
    """The HTML element of a styled run."""

    EMPHASIS = "em"
    STRONG = "strong"
    STRIKETHROUGH = "del"


@dataclass(frozen=True, slots=True)
class Styled:
    """Emphasis, strong emphasis or strikethrough around other inlines."""

    style: Style
    children: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written; `children` is empty where its text is to be filled in."""

    target: str
    title: str
    children: tuple[Inline, ...]
    autolink: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as written; `alt` is its description as plain text."""

    source: str
    title: str
    alt: str
    attributes: Attributes | None
    span: Span


@dataclass(frozen=True, slots=True)
class InlineHtml:
    """One raw HTML tag, comment or declaration inside a line, as written."""

    raw: str
    span: Span


@dataclass(frozen=True, slots=True)
class Break:
    """A line ending inside a paragraph; `hard` ones are shown."""

    hard: bool
    span: Span


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """A `[^label]` that points at a footnote; see `Footnote.key`."""

    label: str
    span: Span

    @property
    def key(self) -> str:
        """The label, as it is compared."""
        return self.label.casefold()


@dataclass(frozen=True, slots=True)
class Checkbox:
    """The box of a task list item."""

    checked: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in brackets with an attribute list behind: `[text]{applies_to="<2.0"}`."""

    children: tuple[Inline, ...]
    attributes: Attributes
    span: Span


Inline = (
    Text | Code | Styled | Link | Image | InlineHtml | Break | FootnoteReference | Checkbox | Phrase
)


# --- block nodes ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text; `tight` when it is the text of a list item without blank lines around it."""

    children: tuple[Inline, ...]
    attributes: Attributes | None
    tight: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    children: tuple[Inline, ...]
    attributes: Attributes | None
    span: Span


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fenced or indented code block; `info` is the fence's info string."""

    info: str
    value: str
    fenced: bool
    span: Span


class AlertKind(StrEnum):
    """The kinds of alert that GitHub renders."""

    NOTE = "note"
    TIP = "tip"
    IMPORTANT = "important"
    WARNING = "warning"
    CAUTION = "caution"


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote, or an alert when `alert` is set."""

    alert: AlertKind | None
    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Step:
    """One item of an ordered list.

    `number` is what the reader sees (CommonMark: the first item's number, then one more for
    each), `written` what stands in the source; `marker` is the span of the written number and
    its delimiter.
    """

    number: int
    written: int
    marker: Span
    attributes: Attributes | None
    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class StepList:
    """An ordered list; `depth` is 1 for steps, 2 for their sub-steps, and so on.

    `continues` is true when its first step carries `{continue}`: it goes on with the numbers of
    the list before it on purpose.
    """

    start: int
    steps: tuple[Step, ...]
    depth: int
    continues: bool
    span: Span


@dataclass(frozen=True, slots=True)
class BulletItem:
    """One item of a bullet list."""

    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class BulletList:
    """A bullet list."""

    items: tuple[BulletItem, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table."""

    children: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table; `alignments` holds `None`, `Left`, `Center` or `Right` for each column."""

    alignments: tuple[str, ...]
    head: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A block of raw HTML, as written."""

    raw: str
    span: Span


@dataclass(frozen=True, slots=True)
class ThematicBreak:
    """A horizontal rule."""

    span: Span


@dataclass(frozen=True, slots=True)
class Directive:
    """A fenced container: `/// name | argument` … `///` (tabs, details, admonitions)."""

    name: str
    argument: str
    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Footnote:
    """The text of a footnote."""

    label: str
    blocks: tuple[Block, ...]
    span: Span

    @property
    def key(self) -> str:
        """The label, as it is compared: upper and lower case do not matter."""
        return self.label.casefold()


Block = (
    Paragraph
    | Heading
    | CodeBlock
    | Quote
    | StepList
    | BulletList
    | Table
    | HtmlBlock
    | ThematicBreak
    | Directive
    | Footnote
)


# --- the article ------------------------------------------------------------------------------


class SectionKind(StrEnum):
    """The sections that a troubleshooting article is made of, in the order of publication."""

    SYMPTOM = "symptom"
    APPLIES_TO = "applies-to"
    DIAGNOSIS = "diagnosis"
    CAUSE = "cause"
    RESOLUTION = "resolution"
    VERIFICATION = "verification"
    ESCALATION = "escalation"
    MORE = "more-information"


class Role(StrEnum):
    """What a part of an article is, by its heading's level and place."""

    PREAMBLE = "preamble"
    SECTION = "section"
    SOLUTION = "solution"
    PROCEDURE = "procedure"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it.

    `kind` is set on sections (level 2) whose heading is a known name or alias and is inherited by
    the parts inside; a free section has none. `parts` are the deeper headings' parts. The
    preamble, the text before the first heading, has no heading.
    """

    role: Role
    kind: SectionKind | None
    heading: Heading | None
    blocks: tuple[Block, ...]
    parts: tuple[Section, ...]
    span: Span

    def walk(self) -> Iterator[Section]:
        """Yield this section and all parts inside it, in source order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Value:
    """A front-matter string with the place that it was read from."""

    text: str
    span: Span


class Status(StrEnum):
    """Where an article is in its life; only published and retired ones are on the site."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Applicability:
    """One product that an article applies to, with the versions as written."""

    product: Value
    versions: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed for readers of an article on a day, in one line."""

    date: Value
    text: Value


@dataclass(frozen=True, slots=True)
class Review:
    """The version of a product that an article was last reviewed for."""

    product: Value
    version: Value


@dataclass(frozen=True, slots=True)
class Metadata:
    """The front matter of an article; what is absent or unusable is None or empty.

    `changes` come as written, best newest first; `review_by` is the day on which the article is
    due for a review. `lists_related` is False where `related: false` wants no list at the end of
    the page.
    """

    id: Value | None = None
    title: Value | None = None
    summary: Value | None = None
    applies_to: tuple[Applicability, ...] = ()
    errors: tuple[Value, ...] = ()
    status: Status = Status.DRAFT
    status_span: Span | None = None
    updated: Value | None = None
    aliases: tuple[Value, ...] = ()
    tags: tuple[Value, ...] = ()
    related: tuple[Value, ...] = ()
    lists_related: bool = True
    owner: Value | None = None
    changes: tuple[Change, ...] = ()
    review_by: Value | None = None
    reviewed_for: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True)
class Nodes:
    """An article's nodes by kind, each in source order, so that a rule reads only what it needs."""

    headings: tuple[Heading, ...] = ()
    step_lists: tuple[StepList, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    texts: tuple[Text, ...] = ()
    html: tuple[HtmlBlock | InlineHtml, ...] = ()
    directives: tuple[Directive, ...] = ()
    codes: tuple[CodeBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowance:
    """A `<!-- helpwright: allow CODE reason -->` comment and the span that it covers.

    `code` is empty where the comment says something else, `reason` where it gives none.
    """

    code: str
    reason: str
    span: Span
    covers: Span


@dataclass(frozen=True, slots=True)
class Article:
    """One troubleshooting article as written.

    `path` is POSIX and relative to the KB folder. `id` is the front matter's, or made from the
    file's name where that is missing or unusable, so that every article has one. `body` is the
    offset of the first byte behind the front matter. `folders` are the offsets from which text
    that is included from another folder begins, or ends, each with the folder from there on.
    """

    path: str
    id: str
    title: str
    body: int
    metadata: Metadata
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    nodes: Nodes
    allowances: tuple[Allowance, ...]
    folders: tuple[tuple[int, str], ...] = ()

    @property
    def category(self) -> str:
        """The folder that the article belongs to, POSIX and relative; empty at the top."""
        folder, _, name = self.path.rpartition("/")
        if name == "index.md":
            folder = folder.rpartition("/")[0]
        return folder

    @property
    def folder(self) -> str:
        """The folder that the article is in; empty at the top."""
        return self.path.rpartition("/")[0]

    def folder_at(self, offset: int) -> str:
        """Return the folder that relative links and pictures at a place start from."""
        at = bisect_right(self.folders, offset, key=lambda found: found[0]) if self.folders else 0
        return self.folders[at - 1][1] if at else self.folder

    def parts(self) -> Iterator[Section]:
        """Yield every section and every part inside one, in source order."""
        for section in self.sections:
            yield from section.walk()
