"""HW301: a link leads to a file or article that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, Target, TargetKind
from helpwright.model import Article, Link
from helpwright.parse.values import clip
from helpwright.rules._near import Near

RULE = Rule(
    code="HW301",
    name="broken-link",
    severity=Severity.ERROR,
    summary="A link leads to an article or file that the knowledge base does not have.",
    why="The reader who follows it meets an error page.",
    fix="Correct the path or id, or remove the link.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each link whose target does not exist, with what was most likely meant."""
    near = Near(kb)
    for article in kb.articles:
        targets = kb.links[article.path]
        for link in article.nodes.links:
            target = targets[link.span]
            if target.kind is TargetKind.DANGLING:
                message, help = _describe(article, link, target, near)
                yield kb.diagnose(RULE, article, link.span, message, help)


def _describe(article: Article, link: Link, target: Target, near: Near) -> tuple[str, str]:
    """Return the message and help for a dangling link."""
    written = clip(link.target)
    if link.target.lower().startswith("kb:"):
        found = near.id(target.path)
        help = f"did you mean `kb:{found}`?" if found else "write the id of an article"
        return f"no article has the id in `{written}`", help
    if target.path.startswith("../"):
        message = f"`{written}` leads out of the knowledge base, to no page of the site"
        return message, "correct the path, or copy the file into the knowledge base"
    found = near.file(target.path, article.folder)
    help = f"did you mean `{found}`?" if found else "correct the path, or remove the link"
    return f"no file of the knowledge base is at `{written}`", help
