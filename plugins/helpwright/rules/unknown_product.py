"""HW501: an article applies to a product that kb.yml does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from helpwright.diagnostic import Diagnostic, Edit, Rule, Severity
from helpwright.fields import IDENTIFIER_PATTERN
from helpwright.knowledge import FaultKind, KnowledgeBase, Product
from helpwright.parse.values import clip, nearest
from helpwright.rules._conditions import diagnose_faults

RULE = Rule(
    code="HW501",
    name="unknown-product",
    severity=Severity.ERROR,
    summary="An article applies to a product that kb.yml does not have.",
    why="The page cannot say which product it is about, and lists by product leave it out.",
    fix="Correct the product's id, or add the product to kb.yml.",
    fixable=True,
)

_IDENTIFIER = re.compile(IDENTIFIER_PATTERN)
_MOST_NAMES = 5


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each product of a front matter or condition that is not in the registry."""
    if kb.registry.unread:
        return
    yield from diagnose_faults(kb, RULE, FaultKind.UNKNOWN_PRODUCT)
    products = kb.registry.products
    spelt = _spellings(products.values())
    for article in kb.articles:
        applied = [applies.product for applies in article.metadata.applies_to]
        reviewed = [review.product for review in article.metadata.reviewed_for]
        for table in (applied, reviewed):
            known = {product.text for product in table}
            for product in table:
                if product.text in products:
                    continue
                message = f"`{clip(product.text)}` is not a product of kb.yml"
                ids = spelt.get(product.text, ())
                edits: tuple[Edit, ...] = ()
                if ids:
                    help = f"write its id: {' or '.join(f'`{clip(id)}`' for id in ids)}"
                    # Of an id that stands there already, the versions may be others.
                    if len(ids) == 1 and ids[0] not in known and _IDENTIFIER.fullmatch(ids[0]):
                        help += "; `helpwright check --fix` does that"
                        edits = (Edit(product.span, ids[0]),)
                        known.add(ids[0])
                else:
                    near = nearest(product.text[:80], products)
                    help = f"did you mean `{near}`?" if near else _help(products)
                yield kb.diagnose(RULE, article, product.span, message, help, edits=edits)
    for entry in kb.ledger.entries.values():
        if kb.ledger.source and entry.product and entry.product.text not in products:
            near = nearest(entry.product.text[:80], products)
            help = f"did you mean `{near}`?" if near else _help(products)
            message = f"`{clip(entry.product.text)}` is not a product of kb.yml"
            yield kb.ledger.source.diagnose(RULE, entry.product.span, message, help)


def _spellings(products: Iterable[Product]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the products that have a name or an alias."""
    found: dict[str, tuple[str, ...]] = {}
    for product in products:
        for name in {product.name, *product.aliases}:
            found[name] = (*found.get(name, ()), product.id)
    return found


def _help(products: Iterable[str]) -> str:
    names = [f"`{clip(name)}`" for name in islice(products, _MOST_NAMES + 1)]
    if not names:
        return "add it under `products` in kb.yml"
    more = ", …" if len(names) > _MOST_NAMES else ""
    return f"write {', '.join(names[:_MOST_NAMES])}{more}, or add it under `products` in kb.yml"
