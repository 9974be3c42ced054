"""HW309: a link begins with a slash, so that only the finished site can tell where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.parse.values import clip

RULE = Rule(
    code="HW309",
    name="site-absolute-link",
    severity=Severity.INFO,
    summary="A link begins with a slash, at the top of the web server.",
    why="It cannot be checked in the sources, and breaks when the site moves into a folder.",
    fix="Link to the article by its id or by its file.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each link to an address on the site's own server."""
    for article in kb.articles:
        targets = kb.links[article.path]
        for link in article.nodes.links:
            target = targets[link.span]
            if target.kind is TargetKind.EXTERNAL and target.url.startswith("/"):
                message = f"`{clip(link.target)}` begins at the top of the web server"
                help = "write `kb:` and the id of the article, or the path of its file"
                yield kb.diagnose(RULE, article, link.span, message, help)
