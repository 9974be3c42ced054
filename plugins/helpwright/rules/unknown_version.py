"""HW502: an article applies to a version that its product does not have."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.diagnostic import Diagnostic, Rule, Severity
from helpwright.knowledge import KnowledgeBase
from helpwright.parse.values import clip, nearest
from helpwright.rules.malformed_range import split_range

RULE = Rule(
    code="HW502",
    name="unknown-version",
    severity=Severity.ERROR,
    summary="An article names a version that kb.yml does not list for the product.",
    why="Readers look for their version on the page and do not find it, or find one that is not.",
    fix="Correct the version, or add it to the product's versions in kb.yml.",
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each version in `applies_to` that its product, where it lists any, does not list."""
    for article in kb.articles:
        for applies in article.metadata.applies_to:
            product = kb.registry.products.get(applies.product.text)
            if product is None or not product.versions:
                continue
            for value in applies.versions:
                _, versions = split_range(value.text, product.versions) or ("", ())
                for version in versions:
                    if version not in product.versions:
                        near = nearest(version[:80], product.versions)
                        listed = f"add it to the versions of `{product.id}` in kb.yml"
                        help = f"did you mean `{near}`?" if near else listed
                        message = f"`{product.id}` has no version `{clip(version)}`"
                        yield kb.diagnose(RULE, article, value.span, message, help)
