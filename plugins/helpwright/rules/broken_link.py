"""HW301: a link leads to a file or article that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.parse.values import clip
from helpwright.rules._addresses import Address, links
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
    for link in links(kb):
        if link.target.kind is TargetKind.DANGLING and not link.target.inventory:
            message, help = _describe(link, near)
            yield kb.diagnose(RULE, link.article, link.span, message, help)


def _describe(link: Address, near: Near) -> tuple[str, str]:
    """Return the message and help for a dangling link."""
    written, path = clip(link.written), link.target.path
    if link.written.lower().startswith("kb:"):
        found = near.id(path)
        help = f"did you mean `kb:{found}`?" if found else "write the id of an article"
        return f"no article has the id in `{written}`", help
    if path.startswith("../"):
        message = f"`{written}` leads out of the knowledge base, to no page of the site"
        return message, "correct the path, or copy the file into the knowledge base"
    found = near.file(path, link.article.folder_at(link.span.start))
    help = f"did you mean `{found}`?" if found else "correct the path, or remove the link"
    return f"no file of the knowledge base is at `{written}`", help
