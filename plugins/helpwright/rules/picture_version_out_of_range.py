"""HW417: a picture shows a version that no reader of the places that show it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity, Span
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.parse.values import clip
from helpwright.rules._pictures import shown
from helpwright.rules._reviews import known_as
from helpwright.rules._scopes import Holds
from helpwright.scope import Scope

RULE = Rule(
    code="HW417",
    name="picture-version-out-of-range",
    severity=Severity.WARNING,
    summary="A picture shows a version that no place which shows the picture is for.",
    why="The reader looks for what the picture shows, and has another screen.",
    fix="Take the picture again in a version that the article is for, or correct the ledger.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each entry of the ledger whose version is outside all places with its product."""
    source = kb.ledger.source
    versions = {path: scope for path in kb.ledger.entries if (scope := _version(kb, path))}
    if source is None or not versions:
        return
    places: dict[str, list[tuple[Article, Span]]] = defaultdict(list)
    for path, article, image in shown(kb):
        if path in versions:
            places[path].append((article, image.span))
    holds: dict[str, Holds] = {}
    for path, scope in versions.items():
        entry = kb.ledger.entries[path]
        if entry.product is None or entry.version is None:
            continue
        whole = kb.universe.product(entry.product.text)
        outside: list[tuple[Article, Span]] = []
        for article, span in places[path]:
            if article.path not in holds:
                holds[article.path] = Holds(kb, article.path)
            found = holds[article.path].settled_at(span.start)
            if found is None or found & scope:
                outside = []
                break
            if found & whole:
                outside.append((article, span))
        if outside:
            product = kb.registry.products[entry.product.text]
            message = (
                f"the picture `{clip(path, 100)}` shows {clip(product.name)} "
                f"{clip(entry.version.text)}, and articles show it to readers of other "
                "versions only"
            )
            related = tuple(
                kb.sources[article.path].related(span, "shown here") for article, span in outside
            )
            help = "take it again in a version that they have, or correct this entry"
            yield source.diagnose(RULE, entry.version.span, message, help, related=related)


def _version(kb: KnowledgeBase, path: str) -> Scope | None:
    """Return the points of the version that an entry names, None where kb.yml has none."""
    entry = kb.ledger.entries[path]
    product = kb.registry.products.get(entry.product.text) if entry.product else None
    if product is None or entry.version is None:
        return None
    label = known_as(product, entry.version.text)
    if label is None:
        return None
    points = kb.universe.members(kb.universe.product(product.id))
    return kb.universe.of(point for point in points if point.version == label)
