"""One article's source to an `Article`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import DIRECTIVE, OVERSIZED_SOURCE
from helpwright.model import Allowance, Article, Block, Heading, HtmlBlock, Nodes, SectionKind
from helpwright.parse.blocks import MAX_DEPTH, BlockReader, TooDeep
from helpwright.parse.directives import NAMES, DirectiveFault
from helpwright.parse.front_matter import parse_front_matter
from helpwright.parse.inlines import plain_text
from helpwright.parse.sections import split_sections
from helpwright.parse.strays import behind_rows, in_title, lost_footnotes, stray_lists
from helpwright.parse.values import nearest
from helpwright.source import Source

_COMMENT = re.compile(r"<!--\s*helpwright:(.{0,1000}?)-->", re.DOTALL)
_YAML_COMMENT = re.compile(rb"^[ \t]*#[ \t]*helpwright:([^\r\n]*)", re.MULTILINE)
_TEXT = re.compile(rb"\S")
_BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")

MAX_OPEN_TAGS = 100
"""How many tags of one block may lack their end; each costs a look at all that follows."""


def parse_article(
    source: Source, names: Mapping[str, SectionKind]
) -> tuple[Article, list[Diagnostic]]:
    """Parse an article; `names` maps folded section names to kinds.

    Never fails: what cannot be understood is left out or kept as text, with a finding.
    """
    front = parse_front_matter(source)
    reader = BlockReader(source.data, front.body)
    too_deep: tuple[Diagnostic, ...] = ()
    blocks: tuple[Block, ...] = ()
    try:
        blocks = reader.read()
    except TooDeep as deep:
        message = f"the Markdown is nested more than {MAX_DEPTH} levels deep"
        help = "flatten the lists and quotes around this place; none of the text is published"
        at = Span(deep.offset, deep.offset)
        too_deep = (source.diagnose(OVERSIZED_SOURCE, at, message, help),)
    nodes = Nodes() if too_deep else reader.nodes()
    unclosed = next((node for node in nodes.html if _open_tags(node.raw) > MAX_OPEN_TAGS), None)
    if unclosed is not None:
        message = f"more than {MAX_OPEN_TAGS} HTML tags are opened here without their `>`"
        help = (
            "close the tags, or write `\\<` for a sign that is meant; none of the text is published"
        )
        at = Span(unclosed.span.start, unclosed.span.start)
        too_deep = (source.diagnose(OVERSIZED_SOURCE, at, message, help),)
        blocks, nodes = (), Nodes()
    metadata = front.metadata
    lead = blocks[0] if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1 else None
    stem = _stem(source.path)
    if metadata.title is not None:
        title = metadata.title.text
    else:
        title = plain_text(lead.children).strip() if lead else stem.replace("-", " ").capitalize()
    article = Article(
        path=source.path,
        id=metadata.id.text if metadata.id else stem,
        title=title,
        body=front.body,
        metadata=metadata,
        sections=split_sections(blocks[1:] if lead else blocks, names, len(source.data)),
        blocks=blocks,
        nodes=nodes,
        allowances=_allowances(source, nodes, front.body),
        folders=source.folders,
    )
    diagnostics = [
        *front.diagnostics,
        *too_deep,
        *(_directive(source, fault) for fault in reader.faults),
    ]
    if not too_deep:
        diagnostics += stray_lists(source, nodes, reader.alone(), reader.below())
        diagnostics += behind_rows(source, reader.tables)
        diagnostics += lost_footnotes(source, reader.footnotes, reader.footnote_references)
        diagnostics += in_title(source, lead) if lead else ()
    return article, diagnostics


def _open_tags(raw: str) -> int:
    """Return how many tags at the end of raw HTML have no end; HTML parsers read each anew."""
    return raw.count("<", raw.rfind(">") + 1)


def _stem(path: str) -> str:
    """Make an id of a file's name, or of its folder's for an index."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".md")
    if stem == "index" and folder:
        stem = folder.rpartition("/")[2]
    return "-".join(re.findall(r"[a-z0-9]+", stem.lower())) or "article"


def _allowances(source: Source, nodes: Nodes, body: int) -> tuple[Allowance, ...]:
    """Find the comments to Helpwright in front matter and text, in source order.

    One inside a paragraph covers the rest of it from its own line on; one that stands alone also
    covers what follows, up to the next blank line; one in the front matter, the line below it.
    """
    found: list[Allowance] = []
    for comment in _YAML_COMMENT.finditer(source.data, 0, body):
        below = source.data.find(b"\n", comment.end()) + 1
        end = source.data.find(b"\n", below)
        covers = Span(comment.start(), end if end >= 0 else body)
        written = comment[1].decode("utf-8", "replace")
        found.append(_allowance(written, Span(comment.start(), comment.end()), covers))
    end = 0
    for node in nodes.html:
        if "helpwright:" not in node.raw:
            continue
        # Looked for anew only behind the last end, so that many comments take linear time.
        at = node.span.end
        if isinstance(node, HtmlBlock):
            text = _TEXT.search(source.data, at)
            at = text.start() if text else at
        if at > end:
            blank = _BLANK_LINE.search(source.data, at)
            end = blank.start() if blank else len(source.data)
        line = source.position(node.span.start).line
        covers = Span(source.offset(line, 1), end)
        for match in _COMMENT.finditer(node.raw):
            found.append(_allowance(match[1], node.span, covers))
    return tuple(found)


def _allowance(written: str, span: Span, covers: Span) -> Allowance:
    """Read what a comment says behind `helpwright:`; without a code where that is no allowance."""
    verb, code, reason = (*written.split(None, 2), "", "", "")[:3]
    return Allowance(code if verb == "allow" else "", reason.strip(), span, covers)


def _directive(source: Source, fault: DirectiveFault) -> Diagnostic:
    near = nearest(fault.name, NAMES)
    message, help = {
        "unknown": (
            f"`/// {fault.name}` is not a block that Helpwright knows",
            f"did you mean `{near}`?" if near else f"use one of {', '.join(sorted(NAMES))}",
        ),
        "unclosed": (
            f"the block `/// {fault.name}` is not closed",
            "put a line with as many slashes, and nothing else, behind its last line",
        ),
        "unopened": ("this line closes a block, but none is open", "remove the line"),
    }[fault.kind]
    return source.diagnose(DIRECTIVE, fault.span, message, help)
