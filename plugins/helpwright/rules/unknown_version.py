"""HW502: an article applies to a version that its product does not have."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import FaultKind, KnowledgeBase
from helpwright.model import Value
from helpwright.parse.values import clip, nearest
from helpwright.rules._conditions import diagnose_faults
from helpwright.rules._reviews import known_as
from helpwright.source import Source

RULE = Rule(
    code="HW502",
    name="unknown-version",
    severity=Severity.ERROR,
    summary="An article names a version that kb.yml does not list for the product.",
    why="Readers look for their version on the page and do not find it, or find one that is not.",
    fix="Correct the version, or add it to the product's versions in kb.yml.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each version of articles and of the ledger that its product does not have.

    In front matter, a product without versions in kb.yml may have any; a condition in the text
    can only be told with a list of them.
    """
    yield from diagnose_faults(kb, RULE, FaultKind.UNKNOWN_VERSION)
    for article in kb.articles:
        source = kb.sources[article.path]
        for review in article.metadata.reviewed_for:
            yield from _unknown(kb, source, review.product, review.version)
    for entry in kb.ledger.entries.values():
        if kb.ledger.source and entry.product and entry.version:
            yield from _unknown(kb, kb.ledger.source, entry.product, entry.version)


def _unknown(
    kb: KnowledgeBase, source: Source, named: Value, version: Value
) -> Iterator[Diagnostic]:
    product = kb.registry.products.get(named.text)
    if product and product.versions and known_as(product, version.text) is None:
        near = nearest(version.text[:80], product.versions)
        listed = f"add it to the versions of `{product.id}` in kb.yml"
        help = f"did you mean `{near}`?" if near else listed
        message = f"`{product.id}` has no version `{clip(version.text)}`"
        yield source.diagnose(RULE, version.span, message, help)
