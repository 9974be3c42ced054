"""HW321: a former label that leads to another place, or to none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import Anchor, KnowledgeBase
from helpwright.model import Article, Attributes
from helpwright.parse.values import clip

RULE = Rule(
    code="HW321",
    name="former-label-conflict",
    severity=Severity.ERROR,
    summary="A former label is that of another place, or cannot be a label.",
    why="Whoever follows a link to the former label lands elsewhere in the article.",
    fix="Remove the former label here, or change the label of the other place.",
)

_LABEL = re.compile(r"[\w.:-]+")


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each former label of a heading or step that does not lead there."""
    for article in kb.articles:
        former = [it for it in _attributes(article) if it.former]
        anchors = kb.anchors[article.path]
        for attributes in former:
            own = _own(anchors.values(), attributes)
            for label in attributes.former:
                found = anchors.get(label)
                if not _LABEL.fullmatch(label):
                    message = f"the former label `{clip(label)}` is no label"
                    help = "write letters, digits and hyphens, with a blank between two labels"
                elif label == attributes.label:
                    message = f"`{clip(label)}` is the label of the place itself"
                    help = "remove it from the former labels"
                elif own is not None and label not in own.former:
                    where = found.name if found is not None else "raw HTML of the article"
                    message = f"the former label `{clip(label)}` leads to {clip(where)}"
                    help = "remove it here, or give the other place another label"
                else:
                    continue
                yield kb.diagnose(RULE, article, attributes.span, message, help)


def _own(anchors: Iterable[Anchor], attributes: Attributes) -> Anchor | None:
    """Return the anchor of the heading or step that attributes belong to."""
    at = attributes.span.start
    around = [it for it in anchors if it.span.start <= at < it.span.end]
    return min(around, key=lambda it: it.span.end - it.span.start, default=None)


def _attributes(article: Article) -> Iterator[Attributes]:
    for heading in article.nodes.headings:
        if heading.attributes is not None:
            yield heading.attributes
    for steps in article.nodes.step_lists:
        for step in steps.steps:
            if step.attributes is not None:
                yield step.attributes
