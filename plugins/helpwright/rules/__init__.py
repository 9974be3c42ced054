"""The rules that look at the resolved knowledge base, and the registry of all rules.

A rule is a module with `RULE` and `check(kb) -> Iterator[Diagnostic]`. A new rule is one file here
and one line in `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from helpwright.diagnostic import Diagnostic, Rule
from helpwright.faults import PAGE_RULES, SOURCE_RULES
from helpwright.knowledge import KnowledgeBase
from helpwright.rules import (
    duplicate_id,
    duplicate_title,
    empty_section,
    heading_level_skipped,
    malformed_range,
    missing_section,
    step_number_gap,
    unknown_category,
    unknown_owner,
    unknown_product,
    unknown_version,
    updated_in_future,
)

Check = Callable[[KnowledgeBase], Iterator[Diagnostic]]

CHECKS: tuple[tuple[Rule, Check], ...] = (
    (duplicate_id.RULE, duplicate_id.check),
    (duplicate_title.RULE, duplicate_title.check),
    (missing_section.RULE, missing_section.check),
    (empty_section.RULE, empty_section.check),
    (heading_level_skipped.RULE, heading_level_skipped.check),
    (unknown_category.RULE, unknown_category.check),
    (step_number_gap.RULE, step_number_gap.check),
    (unknown_product.RULE, unknown_product.check),
    (unknown_version.RULE, unknown_version.check),
    (malformed_range.RULE, malformed_range.check),
    (unknown_owner.RULE, unknown_owner.check),
    (updated_in_future.RULE, updated_in_future.check),
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (*SOURCE_RULES, *(rule for rule, _ in CHECKS), *PAGE_RULES), key=lambda rule: rule.code
    )
)
"""Every rule, by code."""

RULE_CODES: dict[str, str] = {
    name: rule.code for rule in RULES for name in (rule.code, rule.name)
}
"""The code of every rule, by code and by name."""


def check(kb: KnowledgeBase) -> list[Diagnostic]:
    """Run every rule that is not switched off over a knowledge base."""
    off = {code for code, level in kb.registry.severities.items() if level is None}
    return [
        found for rule, run in CHECKS if rule.code not in off for found in run(kb)
    ]
