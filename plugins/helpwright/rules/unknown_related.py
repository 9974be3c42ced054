"""HW308: the front matter names a related article that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip
from helpwright.rules._near import Near

RULE = Rule(
    code="HW308",
    name="unknown-related",
    severity=Severity.ERROR,
    summary="The front matter names a related article that does not exist.",
    why="The list of related articles lacks it, so that nobody finds what the writer meant.",
    fix="Write the id of another article, or remove the entry.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each related id that no article, or only the article itself, has."""
    near = Near(kb)
    for article in kb.articles:
        for related in article.metadata.related:
            if related.text == article.id:
                message = "the article names itself as related"
                yield kb.diagnose(RULE, article, related.span, message, "remove the entry")
            elif related.text not in kb.by_id:
                found = near.id(related.text)
                message = f"no article has the id `{clip(related.text)}`"
                help = f"did you mean `{found}`?" if found else "remove the entry"
                yield kb.diagnose(RULE, article, related.span, message, help)
