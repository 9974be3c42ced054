"""Nodes of the model for property tests: how they compare, and strategies that make them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from hypothesis import strategies as st

from helpwright.diagnostic import Span
from helpwright.importers.tally import containers
from helpwright.model import (
    AlertKind,
    Applicability,
    Attributes,
    Block,
    Break,
    BulletItem,
    BulletList,
    Change,
    Checkbox,
    Code,
    CodeBlock,
    Directive,
    Footnote,
    Heading,
    HtmlBlock,
    Image,
    Inline,
    InlineHtml,
    Link,
    Metadata,
    Paragraph,
    Phrase,
    Quote,
    Review,
    Status,
    Step,
    StepList,
    Style,
    Styled,
    Table,
    TableCell,
    Text,
    ThematicBreak,
    Value,
)
from helpwright.parse.directives import NAMES

NOWHERE = Span(0, 0)


def normal(blocks: Iterable[Block], *, coarse: bool = False) -> tuple[Block, ...]:
    """Return blocks without what has no meaning.

    That is: spans, the numbers as written, where one text ends and the next begins, blanks and
    line ends at the edges of a paragraph or line, line ends at the end of raw blocks and inside a
    tag, and whether code behind a list or indented code stands in fences. `coarse` also leaves out
    whether paragraphs are tight, and takes a styled run for the tags that may have to be written
    for it.
    """
    result: list[Block] = []
    takes_indented = False
    for block in blocks:
        shown = replace(block, fenced=True) if isinstance(block, CodeBlock) else block
        result.append(_block(shown if takes_indented else block, coarse))
        takes_indented = isinstance(block, StepList | BulletList | Footnote) or (
            isinstance(block, CodeBlock) and not block.fenced
        )
    return tuple(result)


def _block(block: Block, coarse: bool) -> Block:
    block = replace(block, span=NOWHERE)
    if isinstance(block, Paragraph | Heading):
        children = _line(block.children, listed=block.attributes is not None)
        block = replace(
            block,
            children=_tags_for_styles(children) if coarse else children,
            attributes=_attributes(block.attributes),
        )
        return replace(block, tight=False) if coarse and isinstance(block, Paragraph) else block
    if isinstance(block, HtmlBlock):
        return replace(block, raw=block.raw.lstrip(" ").rstrip("\n"))
    if isinstance(block, CodeBlock):
        return replace(block, value=block.value.removesuffix("\n"))
    if isinstance(block, Quote | Directive | Footnote):
        return replace(block, blocks=normal(block.blocks, coarse=coarse))
    if isinstance(block, StepList):
        steps = tuple(
            replace(
                step,
                written=step.number,
                marker=NOWHERE,
                span=NOWHERE,
                attributes=_attributes(step.attributes),
                blocks=normal(step.blocks, coarse=coarse),
            )
            for step in block.steps
        )
        return replace(block, steps=steps, depth=0)
    if isinstance(block, BulletList):
        items = (
            replace(item, span=NOWHERE, blocks=normal(item.blocks, coarse=coarse))
            for item in block.items
        )
        return replace(block, items=tuple(items))
    if isinstance(block, Table):
        head, *rows = (
            tuple(replace(cell, span=NOWHERE, children=_line(cell.children)) for cell in row)
            for row in (block.head, *block.rows)
        )
        return replace(block, head=head, rows=tuple(rows))
    return block


def _attributes(attributes: Attributes | None) -> Attributes | None:
    return replace(attributes, span=NOWHERE) if attributes else None


def _line(children: Iterable[Inline], *, listed: bool = False) -> tuple[Inline, ...]:
    """Return the inlines of a block without blanks and line ends at its edges.

    In front of an attribute list the parser takes every kind of blank away.
    """
    result = list(inlines(children))
    while result and isinstance(result[0], Break):
        del result[0]
    while result and isinstance(result[-1], Break):
        del result[-1]
    if result and isinstance(result[0], Text):
        result[:1] = _stripped(result[0], result[0].value.lstrip(" \t"))
    if result and isinstance(result[-1], Text):
        result[-1:] = _stripped(result[-1], result[-1].value.rstrip(None if listed else " \t"))
    return tuple(result)


def _stripped(text: Text, value: str) -> list[Inline]:
    return [replace(text, value=value)] if value else []


def inlines(children: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return inlines without what has no meaning."""
    result: list[Inline] = []
    for child in children:
        child = replace(child, span=NOWHERE)
        last = result[-1] if result else None
        if isinstance(child, Text) and isinstance(last, Text):
            result[-1] = replace(last, value=last.value + child.value)
            continue
        if isinstance(child, Styled | Link):
            child = replace(child, children=inlines(child.children))
        elif isinstance(child, Phrase):
            inner = inlines(child.children)
            child = replace(
                child, children=inner, attributes=replace(child.attributes, span=NOWHERE)
            )
        elif isinstance(child, Image):
            child = replace(child, attributes=_attributes(child.attributes))
        elif isinstance(child, InlineHtml) and "\n" in child.raw:
            child = replace(child, raw=" ".join(line.strip() for line in child.raw.split("\n")))
        if isinstance(child, Break) and isinstance(last, Text):
            result[-1:] = _stripped(last, last.value.rstrip(" \t"))
        elif isinstance(child, Text) and isinstance(last, Break):
            result += _stripped(child, child.value.lstrip(" \t"))
            continue
        result.append(child)
    return tuple(result)


def _tags_for_styles(children: Iterable[Inline]) -> tuple[Inline, ...]:
    result: list[Inline] = []
    for child in children:
        if isinstance(child, Styled):
            result.append(InlineHtml(f"<{child.style}>", NOWHERE))
            result += _tags_for_styles(child.children)
            result.append(InlineHtml(f"</{child.style}>", NOWHERE))
        elif isinstance(child, Link | Phrase):
            result.append(replace(child, children=_tags_for_styles(child.children)))
        else:
            result.append(child)
    return tuple(result)


def step_paths(blocks: Iterable[Block], path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Yield the numbers that lead to each step, in the order of the text."""
    for block in blocks:
        if isinstance(block, StepList):
            for step in block.steps:
                yield (*path, step.number)
                yield from step_paths(step.blocks, (*path, step.number))
        else:
            for inner in containers(block):
                yield from step_paths(inner, path)


# --- nodes as articles hold them: all of these come back as they are -------------------------

_WORDS = st.sampled_from(
    """Save Settings > Users 8x8 foo_bar 5 * 3 it's **/ <server *all* _x_ a|b C:\\Users\\x & &amp;
    &copy 1. 2) # - + = ==x== ++ctrl+c++ :cog: ^2^ {name} {#lab} [x] [1](y) [^1] ![ `code` ~~ ~
    https://example.com/a_b_c/*?x=1&y=2 @user $5 100% x\\ \\* <b> </p> <!-- ]: ]( // /// | é 設定
    [a]{applies_to="1"} {applies_to=2} ]{applies_to=3}
    “q” … !NOTE [!NOTE] user@example.com \u00a0x *) (a) "q" a*b* __init__ --- ``` ~~~""".split()
)


def _joined(parts: list[str]) -> str:
    return " ".join(parts)


def words(most: int = 5) -> st.SearchStrategy[str]:
    """Texts of words and signs, with single blanks between."""
    return st.lists(_WORDS, min_size=1, max_size=most).map(_joined)


_PLAIN = st.lists(
    st.sampled_from("Select the Save button é 2 (new)".split()), min_size=1, max_size=3
).map(_joined)
_LABELS = st.from_regex(r"[a-z][a-z0-9-]{0,6}", fullmatch=True)
_ADDRESSES = st.sampled_from(
    ["https://e.com/a_b*c", "kb:id#x", "", "a b.png", "x(y).md", "x(y", "<z>", "a\\*b", "?a&lt;=1"]
)
_TITLES = st.sampled_from(["", "T", 'say "x"', "a\\b \\* &amp; | c", "é"])


def attribute_lists() -> st.SearchStrategy[Attributes]:
    """Attribute lists that hold something."""
    values = st.dictionaries(
        st.sampled_from(["applies_to", "resolves", "width"]),
        st.sampled_from(["<2.0", "400", ">=1.2 <3", "a_b", ""]),
        max_size=2,
    )
    lists = st.builds(
        Attributes,
        st.just(NOWHERE),
        st.none() | _LABELS,
        st.lists(st.sampled_from(["icon", "x-y"]), max_size=2).map(tuple),
        values,
    )
    return lists.filter(lambda found: bool(found.label or found.classes or found.values))


_CONDITIONS = st.sampled_from(
    ["<2.0", ">=1.2, <3; app: 1.0 - 1.4 on mac or x", "<Spring 2024", "it's", "a_b", "é", ""]
)


def conditions() -> st.SearchStrategy[Attributes]:
    """The attribute lists of phrases."""
    return st.builds(
        lambda listed, value: replace(
            listed or Attributes(NOWHERE),
            values={**(listed.values if listed else {}), "applies_to": value},
        ),
        st.none() | attribute_lists(),
        _CONDITIONS,
    )


def _inline() -> st.SearchStrategy[Inline]:
    text = st.builds(Text, words(), st.just(NOWHERE))
    image = st.builds(
        Image, _ADDRESSES, _TITLES, words(3), st.none() | attribute_lists(), st.just(NOWHERE)
    )
    code = st.builds(
        Code, st.sampled_from(["x", "a|b", "`", "a`b", "``", " ", "<b>", "\\"]), st.just(NOWHERE)
    )
    leaf = (
        text
        | code
        | image
        | st.builds(
            InlineHtml,
            st.sampled_from(["<br>", "<kbd>", "</kbd>", '<a id="x">', "<!-- c -->"]),
            st.just(NOWHERE),
        )
        | st.sampled_from(["https://e.com/a*b", "kb:id"]).map(
            lambda address: Link(address, "", (Text(address, NOWHERE),), True, NOWHERE)
        )
    )
    inside = st.lists(leaf, min_size=1, max_size=3).map(_apart)
    styled = st.builds(Styled, st.sampled_from(Style), inside, st.just(NOWHERE))
    some = st.lists(leaf | styled, min_size=1, max_size=3).map(_apart)
    phrase = st.builds(Phrase, some, conditions(), st.just(NOWHERE))
    unlinked = text | code | image | (styled | phrase).filter(_has_no_link)
    linked = st.lists(unlinked, max_size=2).map(_apart)
    link = st.builds(Link, _ADDRESSES, _TITLES, linked, st.just(False), st.just(NOWHERE))
    around = st.lists(leaf | link | phrase, min_size=1, max_size=3).map(_apart)
    return (
        leaf
        | styled
        | link
        | phrase
        | st.builds(Phrase, around, conditions(), st.just(NOWHERE))
        | st.builds(Styled, st.sampled_from(Style), around, st.just(NOWHERE)).filter(
            _is_styled_once
        )
    )


def _is_styled_once(styled: Styled) -> bool:
    """Tell whether a styled run holds none of its own style, which may have to become tags."""
    waiting = list(styled.children)
    while waiting:
        child = waiting.pop()
        if isinstance(child, Styled) and child.style is styled.style:
            return False
        waiting += child.children if isinstance(child, Styled | Phrase) else ()
    return True


def phrases() -> st.SearchStrategy[tuple[Inline, ...]]:
    """Runs of texts and phrases in each other without blanks between, with any signs in them."""
    here = st.just(NOWHERE)
    piece = st.text("[]{}!^\\ ab1*_`~<>&|(:;=.#-'\"/é", min_size=1, max_size=4) | st.sampled_from(
        ['{applies_to="1"}', "[a]{applies_to=1}", "{applies_to=", "!NOTE", "^1", "x", "{#a}", "(b)"]
    )
    leaf = st.builds(Text, piece, here) | st.builds(Code, st.just("a]{applies_to=1}"), here)

    def nest(inside: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
        children = st.lists(inside, min_size=1, max_size=3).map(tuple).filter(_has_code_apart)
        return st.builds(Phrase, children.filter(_has_words), conditions(), here) | st.builds(
            Link, st.just("u"), st.just(""), children.filter(_has_no_links), st.just(False), here
        )

    nested = st.recursive(leaf, nest, max_leaves=5)
    return (
        st.lists(nested, min_size=1, max_size=4)
        .map(tuple)
        .filter(_has_words)
        .filter(_has_code_apart)
    )


def _has_code_apart(children: tuple[Inline, ...]) -> bool:
    return not any(isinstance(a, Code) and isinstance(b, Code) for a, b in pairwise(children))


def _has_words(children: tuple[Inline, ...]) -> bool:
    return any(not isinstance(child, Text) or child.value.strip() for child in children)


def _has_no_links(children: tuple[Inline, ...]) -> bool:
    return all(map(_has_no_link, children))


def _has_no_link(child: Inline) -> bool:
    if isinstance(child, Styled | Phrase):
        return all(map(_has_no_link, child.children))
    return not isinstance(child, Link)


def _apart(children: list[Inline]) -> tuple[Inline, ...]:
    """Put a blank between inlines, so that none touches another."""
    result: list[Inline] = []
    for child in children:
        if result:
            result.append(Text(" ", NOWHERE))
        result.append(child)
    return tuple(result)


def runs(most: int = 4) -> st.SearchStrategy[tuple[Inline, ...]]:
    """Runs of inlines in one line, which begin with a text."""
    first = st.builds(Text, words(), st.just(NOWHERE))
    return st.builds(
        lambda text, rest: _apart([text, *rest]),
        first,
        st.lists(st.deferred(_inline), max_size=most),
    )


def _lines(most: int) -> st.SearchStrategy[tuple[Inline, ...]]:
    """Runs of inlines in one or more lines."""

    def join(lines: list[tuple[Inline, ...]], hard: bool) -> tuple[Inline, ...]:
        result = list(lines[0])
        for line in lines[1:]:
            result += (Break(hard, NOWHERE), *line)
        return tuple(result)

    return st.builds(join, st.lists(runs(2), min_size=1, max_size=most), st.booleans())


def paragraphs(*, tight: bool = False) -> st.SearchStrategy[Paragraph]:
    """Paragraphs, some with attributes."""
    return st.builds(
        Paragraph, _lines(3), st.none() | attribute_lists(), st.just(tight), st.just(NOWHERE)
    )


_CODE_LINES = st.lists(
    st.sampled_from(["", "x = 1", "  y", "```", "~~~", "/// note", "1. a", "\tz", "<b>", " "]),
    max_size=4,
)


def _leaf_blocks() -> st.SearchStrategy[Block]:
    cell = st.builds(TableCell, st.just(()) | runs(2), st.just(NOWHERE))
    alignments = st.sampled_from(["None", "Left", "Center", "Right"])
    tables = st.integers(1, 3).flatmap(
        lambda width: st.builds(
            Table,
            st.tuples(*[alignments] * width),
            st.tuples(*[cell] * width),
            st.lists(st.tuples(*[cell] * width), max_size=2).map(tuple),
            st.just(NOWHERE),
        )
    )
    html = st.sampled_from(
        ["<div>\n  a\n</div>", "<!-- a\n\n- b -->", "<pre>\n\nx\n</pre>", "<br>", "<details>"]
    )
    return (
        paragraphs()
        | st.builds(
            Heading, st.integers(1, 6), runs(3), st.none() | attribute_lists(), st.just(NOWHERE)
        )
        | st.builds(
            CodeBlock,
            st.sampled_from(["", "yaml", 'py title="a`b"', "~x"]),
            _CODE_LINES.map(lambda lines: "".join(f"{line}\n" for line in lines)),
            st.just(True),
            st.just(NOWHERE),
        )
        | st.builds(CodeBlock, st.just(""), st.just("x\n  y\n"), st.just(False), st.just(NOWHERE))
        | tables
        | st.builds(HtmlBlock, html, st.just(NOWHERE))
        | st.just(ThematicBreak(NOWHERE))
    )


def _containers(inside: st.SearchStrategy[tuple[Block, ...]]) -> st.SearchStrategy[Block]:
    tight = st.builds(lambda found: (found,), paragraphs(tight=True))
    loose = st.builds(lambda first, rest: (first, *rest), paragraphs(), inside)
    return (
        st.builds(Quote, st.none() | st.sampled_from(AlertKind), inside, st.just(NOWHERE))
        | st.builds(
            Directive,
            st.sampled_from(sorted(NAMES)),
            st.just("") | words(3) | _CONDITIONS,
            inside,
            st.just(NOWHERE),
        )
        | st.lists(tight, min_size=1, max_size=3).map(_bullets)
        | st.lists(loose, min_size=2, max_size=3).map(_bullets)
        | st.builds(_steps, st.lists(tight, min_size=1, max_size=3), st.integers(0, 1200))
        | st.builds(_steps, st.lists(loose, min_size=2, max_size=3), st.integers(0, 12))
    )


def _bullets(items: list[tuple[Block, ...]]) -> BulletList:
    return BulletList(tuple(BulletItem(blocks, NOWHERE) for blocks in items), NOWHERE)


def _steps(items: list[tuple[Block, ...]], start: int) -> StepList:
    steps = []
    for number, blocks in enumerate(items, start):
        attributes = None
        if blocks and isinstance(blocks[0], Paragraph):
            attributes = blocks[0].attributes
            blocks = (replace(blocks[0], attributes=None), *blocks[1:])
        steps.append(Step(number, number, NOWHERE, attributes, blocks, NOWHERE))
    return StepList(start, tuple(steps), 1, False, NOWHERE)


def blocks(most: int = 3) -> st.SearchStrategy[tuple[Block, ...]]:
    """Blocks as the parser gives them, but for `depth`, which follows from the nesting."""
    nested = st.recursive(
        _leaf_blocks(),
        lambda inside: _containers(st.lists(inside, max_size=2).map(tuple)),
        max_leaves=5,
    )
    return st.lists(nested, max_size=most).map(tuple)


_VALUES = st.builds(
    Value,
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=20
    )
    .map(str.strip)
    .filter(bool)
    | st.sampled_from(
        [
            "no",
            "1.10",
            "1e5",
            "~",
            "a: b",
            "a #b",
            "- x",
            "2024-01-01",
            "null",
            "12:30",
            "'q'",
            '"q',
        ]
    ),
    st.just(NOWHERE),
)
_IDS = st.builds(
    Value,
    st.from_regex(r"[a-z0-9]{1,4}(?:[._-][a-z0-9]{1,3}){0,2}", fullmatch=True),
    st.just(NOWHERE),
)


def metadata() -> st.SearchStrategy[Metadata]:
    """Front matter as the parser gives it."""

    def tuples(one: st.SearchStrategy[Value]) -> st.SearchStrategy[tuple[Value, ...]]:
        return st.lists(one, max_size=3).map(tuple)

    dates = st.dates().map(lambda day: Value(day.isoformat(), NOWHERE))
    return st.builds(
        Metadata,
        id=st.none() | _IDS,
        title=st.none() | _VALUES,
        summary=st.none() | _VALUES,
        applies_to=st.lists(
            st.builds(Applicability, _IDS | _VALUES, tuples(_VALUES)),
            max_size=3,
            unique_by=lambda applies: applies.product.text,
        ).map(tuple),
        errors=tuples(_VALUES),
        status=st.sampled_from(Status),
        status_span=st.just(NOWHERE),
        updated=st.none() | dates,
        aliases=tuples(_VALUES),
        tags=tuples(_VALUES),
        related=tuples(_IDS),
        lists_related=st.booleans(),
        owner=st.none() | _IDS,
        changes=st.lists(
            st.builds(Change, dates, _VALUES),
            max_size=3,
            unique_by=lambda change: change.date.text,
        ).map(tuple),
        review_by=st.none() | dates,
        reviewed_for=st.lists(
            st.builds(Review, _IDS | _VALUES, _VALUES),
            max_size=3,
            unique_by=lambda review: review.product.text,
        ).map(tuple),
    ).map(lambda it: it if it.lists_related else replace(it, related=()))


# --- nodes as an import may build them: CommonMark cannot hold all of these ------------------

_SIGNS = "ab1 *_~`\\[](){}<>&;!#+-.:=|/\"'\n\t\r\0\ud800\u00a0\u3000\u200b中é”\u0301"
_ANY = (
    st.text(_SIGNS, max_size=8)
    | _WORDS
    | st.sampled_from(
        ["", " ", " a ", "\n\n", "- a", "    a", "/// note", "</em>", "a\n- b", "[^1]: x", "```"]
    )
)
_TAGS = st.sampled_from(
    "<br>|</b>|<div>|<pre>|<!-- a -->|<!-- a\n\nb -->|<server name>|<a b|<td>"
    "|<img src=x>|<p\n- a>|<i>|</pre>|<?a?>".split("|")
)


def _any_inlines() -> st.SearchStrategy[tuple[Inline, ...]]:
    here = st.just(NOWHERE)
    leaf = (
        st.builds(Text, _ANY, here)
        | st.builds(Code, _ANY, here)
        | st.builds(InlineHtml, _TAGS, here)
        | st.builds(Break, st.booleans(), here)
        | st.builds(Checkbox, st.booleans(), here)
        | st.builds(
            Image,
            _ANY,
            _ANY,
            _ANY,
            st.none()
            | st.builds(
                Attributes,
                here,
                st.none() | _ANY,
                st.lists(_ANY, max_size=1).map(tuple),
                st.dictionaries(st.sampled_from(["width", "x", "continue"]), _ANY, max_size=1),
            ),
            here,
        )
    )

    def nest(inside: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
        children = st.lists(inside, max_size=3).map(tuple)
        lists = st.builds(lambda value: Attributes(NOWHERE, None, (), {"applies_to": value}), _ANY)
        return (
            st.builds(Styled, st.sampled_from(Style), children, here)
            | st.builds(Link, _ANY, _ANY, children, st.booleans(), here)
            | st.builds(Phrase, children, lists | attribute_lists(), here)
        )

    return st.lists(st.recursive(leaf, nest, max_leaves=4), max_size=4).map(tuple)


def any_blocks() -> st.SearchStrategy[tuple[Block, ...]]:
    """Blocks of all kinds in any order, with any text; the numbers of steps count on by one."""
    here = st.just(NOWHERE)
    children = _any_inlines()
    attributes = st.none() | attribute_lists()
    cells = st.lists(st.builds(TableCell, children, here), max_size=3).map(tuple)
    leaf = (
        st.builds(Paragraph, children, attributes, st.booleans(), here)
        | st.builds(Heading, st.integers(1, 6), children, attributes, here)
        | st.builds(CodeBlock, _ANY, st.lists(_ANY).map("\n".join), st.booleans(), here)
        | st.builds(HtmlBlock, st.lists(_TAGS | _ANY, max_size=3).map("\n".join), here)
        | st.builds(
            Table,
            st.lists(st.sampled_from(["None", "Left"]), max_size=2).map(tuple),
            cells,
            st.lists(cells, max_size=2).map(tuple),
            here,
        )
        | st.just(ThematicBreak(NOWHERE))
    )

    def nest(inside: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
        inner = st.lists(inside, max_size=3).map(tuple)
        items = st.lists(inner, min_size=1, max_size=3)
        return (
            st.builds(Quote, st.none() | st.sampled_from(AlertKind), inner, here)
            | st.builds(
                Directive, st.sampled_from(["note", "tab", "applies_to", "x"]), _ANY, inner, here
            )
            | items.map(_bullets)
            | st.builds(_steps, items, st.integers(0, 12))
        )

    return st.lists(st.recursive(leaf, nest, max_leaves=5), max_size=4).map(tuple)
