"""Edits that give headings and steps new labels, and keep the old ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from helpwright.diagnostic import Edit, Span
from helpwright.model import Attributes, Heading, Paragraph, Step
from helpwright.move.documents import Document
from helpwright.move.request import CannotMove
from helpwright.resolve.anchors import find_anchors

_WAS = re.compile(r"\s*\bwas=(?:\"[^\"]*\"|'[^']*'|[^\s}]+)")


def label_edits(document: Document, labels: Mapping[str, str]) -> Iterator[Edit]:
    """Yield the edits for new labels, by the fragment that each place has now."""
    if not labels:
        return
    article = document.article
    by_span: dict[Span, Heading | Step] = {it.span: it for it in article.nodes.headings}
    by_span |= {step.span: step for each in article.nodes.step_lists for step in each.steps}
    anchors = find_anchors(article)
    for old, new in labels.items():
        anchor = anchors.get(old)
        node = by_span.get(anchor.span) if anchor else None
        if node is None:
            raise CannotMove(f"#{old} stands in a text that {document.path} includes")
        yield _edit(document, node, old, new)


def _edit(document: Document, node: Heading | Step, old: str, new: str) -> Edit:
    attributes = node.attributes
    if attributes is not None:
        return _in_list(document, attributes, old, new)
    children = node.children if isinstance(node, Heading) else ()
    if isinstance(node, Step) and node.blocks and isinstance(node.blocks[0], Paragraph):
        children = node.blocks[0].children
    if not children:
        raise CannotMove(f"#{old} has no words for a label to stand behind")
    end = children[-1].span.end
    return Edit(Span(end, end), f' {{#{new} was="{old}"}}')


def _in_list(document: Document, attributes: Attributes, old: str, new: str) -> Edit:
    start, end = attributes.span
    written = document.data[start:end].decode("utf-8")
    former = [it for it in (*attributes.former, old) if it != new]
    was = f' was="{" ".join(dict.fromkeys(former))}"'
    written = _WAS.sub("", written)
    if attributes.label:
        written = written.replace(f"#{attributes.label}", f"#{new}{was}", 1)
    else:
        written = f"{{#{new}{was} {written[1:].lstrip()}"
    return Edit(attributes.span, written)
