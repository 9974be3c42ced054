"""HW412: two pictures of an article have the same description."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.derive.names import Scheme, scheme_of
from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, Image
from helpwright.parse.values import clip
from helpwright.rules._pictures import is_screenshot, shown
from helpwright.rules._scopes import Holds

RULE = Rule(
    code="HW412",
    name="repeated-alt-text",
    severity=Severity.WARNING,
    summary="The alternative text of a picture is that of another one, or of its own caption.",
    why="Who hears the page hears the same words twice, and nothing about the second picture.",
    fix="Say in each text what this picture shows and the others do not.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each picture that says what another picture before it says to the same readers.

    Icons and drawings are left out: several may well be called "gear icon". So is the other half of
    a pair for light and dark pages, of which a reader is shown one.
    """
    before: dict[str, list[tuple[str, Image]]] = {}
    current: Article | None = None
    holds: Holds | None = None
    for path, article, image in shown(kb):
        if article is not current:
            before, current, holds = {}, article, None
        text = " ".join(image.alt.split()).casefold()
        if not text or not is_screenshot(path, kb.files[path]):
            continue
        if text == " ".join(image.title.split()).casefold():
            message = f'the alternative text "{clip(image.alt)}" is the caption once more'
            help = "leave one of the two out, or say in the alternative text what can be seen"
            yield kb.diagnose(RULE, article, image.span, message, help)
        known = before.setdefault(text, [])
        targets = kb.images[article.path]
        scheme = scheme_of(targets[image.span].fragment)
        for other_path, other in known:
            if other_path == path or {scheme, scheme_of(targets[other.span].fragment)} == _BOTH:
                continue
            holds = holds or Holds(kb, article.path)
            here, there = holds.at(image.span.start), holds.at(other.span.start)
            # An article of no product in kb.yml has no versions to tell apart.
            if (here & there) or not here or not there:
                related = kb.sources[article.path].related(other.span, "the other picture")
                message = f'the alternative text "{clip(image.alt)}" is that of another picture too'
                help = "say what this picture shows and the other one does not"
                yield kb.diagnose(RULE, article, image.span, message, help, related=(related,))
                break
        if len(known) < _MOST:
            known.append((path, image))


_BOTH = set(Scheme)
_MOST = 50
"""With how many pictures of the same text another one is compared."""
