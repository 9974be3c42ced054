"""One article's source to an `Article`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import ATTRIBUTE_LIST, DIRECTIVE, OVERSIZED_SOURCE
from helpwright.model import Allowance, Article, Block, Heading, Nodes, SectionKind
from helpwright.parse.blocks import MAX_DEPTH, BlockReader, TooDeep
from helpwright.parse.directives import NAMES, DirectiveFault
from helpwright.parse.front_matter import parse_front_matter
from helpwright.parse.inlines import SUSPECT, is_verbatim, plain_text
from helpwright.parse.sections import split_sections
from helpwright.parse.values import nearest
from helpwright.source import Source

_ALLOW = re.compile(r"<!--\s*helpwright:\s*allow\s+(\S{1,80}?)(?:\s+([^<>]{0,400}?))?\s*-->")
_FOLLOWING = re.compile(rb"\s*\S.*?(?=\n[ \t]*\r?\n|\Z)", re.DOTALL)
_MAX_COVER = 20_000
"""How many bytes a comment can cover at most, so that many comments cannot take quadratic time."""


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
    )
    diagnostics = [
        *front.diagnostics,
        *too_deep,
        *(_directive(source, fault) for fault in reader.faults),
        *_attribute_lists(source, nodes),
    ]
    return article, diagnostics


def _stem(path: str) -> str:
    """Make an id of a file's name, or of its folder's for an index."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".md")
    if stem == "index" and folder:
        stem = folder.rpartition("/")[2]
    return "-".join(re.findall(r"[a-z0-9]+", stem.lower())) or "article"


def _allowances(source: Source, nodes: Nodes, body: int) -> tuple[Allowance, ...]:
    """Find the allow comments; each covers its own line and the lines up to the next blank one."""
    found: list[Allowance] = []
    for node in nodes.html:
        for match in _ALLOW.finditer(node.raw):
            end = _paragraph_end(source.data, node.span.end)
            line = source.position(node.span.start).line
            covers = Span(source.offset(line, 1), end)
            found.append(Allowance(match[1], match[2] or "", node.span, covers))
    for comment in re.finditer(
        rb"^[ \t]*#[ \t]*helpwright:[ \t]*allow[ \t]+(\S+)[ \t]*([^\r\n]*)",
        source.data[:body],
        re.MULTILINE,
    ):
        span = Span(comment.start(), comment.end())
        following = source.data.find(b"\n", comment.end() + 1)
        covers = Span(comment.start(), following if following >= 0 else body)
        found.append(Allowance(comment[1].decode(), comment[2].decode().strip(), span, covers))
    return tuple(found)


def _paragraph_end(data: bytes, at: int) -> int:
    """Return the offset of the first blank line behind the text that follows `at`."""
    match = _FOLLOWING.match(data, at, at + _MAX_COVER)
    return match.end() if match else len(data)


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


def _attribute_lists(source: Source, nodes: Nodes) -> list[Diagnostic]:
    """Report braces at the end of a text that are surely meant as attributes but are not."""
    found: list[Diagnostic] = []
    for text in nodes.texts:
        if "}" not in text.value or not is_verbatim(text):
            continue
        match = SUSPECT.search(text.value)
        if match:
            start = text.span.start + len(text.value[: match.start()].encode())
            span = Span(start, start + len(match[0].rstrip().encode()))
            message = f"`{match[0].strip()}` is not an attribute list that Helpwright knows"
            help = 'write {#label}, {applies_to="<2.0"} or {continue}, at the end of the text'
            found.append(source.diagnose(ATTRIBUTE_LIST, span, message, help))
    return found
