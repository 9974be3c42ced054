"""HW135: a name between two braces is that of no variable."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.expand import VARIABLE
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.parse.values import nearest

RULE = Rule(
    code="HW135",
    name="unknown-variable",
    severity=Severity.ERROR,
    summary="A name between two braces is that of no variable and no parameter.",
    why="Readers see the name in its braces where a word should stand.",
    fix="Correct the name, add it to variables in kb.yml, or put a backslash before the braces.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each name in the words, links and raw HTML of articles; code may hold any."""
    for article in kb.articles:
        source = kb.sources[article.path]
        if source.data.find(b"{{", article.body) < 0:
            continue
        done = article.body
        for span in sorted(_places(article)):
            for found in VARIABLE.finditer(source.data, max(done, span.start), span.end):
                done = found.end()
                name = found["name"].decode()
                place = Span(*found.span("braces"))
                if len(found["slashes"]) % 2 or _is_escaped(source.data, found.start()):
                    continue
                path = source.locate(place).source.path
                fragment = kb.library.fragments.get(path)
                if fragment is not None and name in fragment.parameters:
                    continue  # The inclusion does not give it: HW134.
                known = {*kb.library.variables, *(fragment.parameters if fragment else ())}
                near = nearest(name, known)
                message = f"`{{{{ {name} }}}}` is the name of no variable"
                help = "add it to `variables` in kb.yml, or write `\\{{` for braces that are meant"
                if fragment is not None:
                    message += ", and the inclusion gives no value for it"
                if near:
                    help = f"did you mean `{{{{ {near} }}}}`?"
                yield kb.diagnose(RULE, article, place, message, help)


def _places(article: Article) -> Iterator[Span]:
    nodes = article.nodes
    yield from (text.span for text in nodes.texts if "{{" in text.value)
    yield from (node.span for node in nodes.html if "{{" in node.raw)
    yield from (link.span for link in nodes.links if "{{" in link.target)
    yield from (image.span for image in nodes.images if "{{" in image.source + image.alt)


def _is_escaped(data: bytes, at: int) -> bool:
    """Tell whether an odd number of backslashes stands before an offset, outside of a node."""
    before = at
    while data[before - 1 : before] == b"\\":
        before -= 1
    return (at - before) % 2 == 1
