"""The rules that look at the resolved knowledge base, and the registry of all rules.

A rule is a module with `RULE` and `check(kb) -> Iterator[Diagnostic]`. A new rule is one file here
and one line in `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from helpwright.diagnostic import Diagnostic, Rule
from helpwright.faults import (
    DIFF_RULES,
    EXTERNAL_RULES,
    PAGE_RULES,
    REVISION_RULES,
    SOURCE_RULES,
)
from helpwright.knowledge import KnowledgeBase
from helpwright.rules import (
    address_conflict,
    alias_conflict,
    ambiguous_step_reference,
    broken_fragment,
    broken_link,
    condition_never_holds,
    content_outside_step,
    dangling_step_reference,
    duplicate_id,
    duplicate_label,
    duplicate_picture,
    duplicate_title,
    empty_section,
    empty_step,
    external_picture,
    file_name_as_alt_text,
    former_label,
    former_label_conflict,
    heading_level_skipped,
    html_not_closed,
    ledger_entry_without_picture,
    link_without_text,
    malformed_range,
    markup_shown_as_text,
    missing_alt_text,
    missing_picture,
    missing_section,
    number_differs_by_version,
    overlapping_solutions,
    picture_case_mismatch,
    picture_changed,
    picture_not_in_ledger,
    picture_too_large,
    picture_too_small_to_read,
    picture_version_out_of_range,
    picture_wrong_format,
    plain_step_reference,
    related_not_shown,
    repeated_alt_text,
    review_overdue,
    reviewed_for_older_version,
    single_step_list,
    site_absolute_link,
    step_number_duplicate,
    step_number_gap,
    step_number_restart,
    target_missing_in_version,
    text_read_differently,
    unknown_category,
    unknown_html_element,
    unknown_owner,
    unknown_platform,
    unknown_product,
    unknown_related,
    unknown_version,
    unpublished_target,
    unsafe_html,
    unsafe_link,
    unused_picture,
    updated_before_change,
    updated_in_future,
    version_outside_condition,
    version_without_cause,
    version_without_resolution,
    wrong_redirect,
    wrong_step_reference,
)

Check = Callable[[KnowledgeBase], Iterator[Diagnostic]]

CHECKS: tuple[tuple[Rule, Check], ...] = (
    (duplicate_id.RULE, duplicate_id.check),
    (duplicate_title.RULE, duplicate_title.check),
    (missing_section.RULE, missing_section.check),
    (empty_section.RULE, empty_section.check),
    (unsafe_html.RULE, unsafe_html.check),
    (unknown_html_element.RULE, unknown_html_element.check),
    (text_read_differently.RULE, text_read_differently.check),
    (html_not_closed.RULE, html_not_closed.check),
    (heading_level_skipped.RULE, heading_level_skipped.check),
    (unknown_category.RULE, unknown_category.check),
    (address_conflict.RULE, address_conflict.check),
    (markup_shown_as_text.RULE, markup_shown_as_text.check),
    (single_step_list.RULE, single_step_list.check),
    (step_number_duplicate.RULE, step_number_duplicate.check),
    (step_number_restart.RULE, step_number_restart.check),
    (step_number_gap.RULE, step_number_gap.check),
    (content_outside_step.RULE, content_outside_step.check),
    (dangling_step_reference.RULE, dangling_step_reference.check),
    (ambiguous_step_reference.RULE, ambiguous_step_reference.check),
    (plain_step_reference.RULE, plain_step_reference.check),
    (wrong_step_reference.RULE, wrong_step_reference.check),
    (empty_step.RULE, empty_step.check),
    (broken_link.RULE, broken_link.check),
    (broken_fragment.RULE, broken_fragment.check),
    (unpublished_target.RULE, unpublished_target.check),
    (duplicate_label.RULE, duplicate_label.check),
    (former_label.RULE, former_label.check),
    (former_label_conflict.RULE, former_label_conflict.check),
    (link_without_text.RULE, link_without_text.check),
    (unsafe_link.RULE, unsafe_link.check),
    (alias_conflict.RULE, alias_conflict.check),
    (unknown_related.RULE, unknown_related.check),
    (related_not_shown.RULE, related_not_shown.check),
    (site_absolute_link.RULE, site_absolute_link.check),
    (wrong_redirect.RULE, wrong_redirect.check),
    (missing_picture.RULE, missing_picture.check),
    (picture_case_mismatch.RULE, picture_case_mismatch.check),
    (picture_wrong_format.RULE, picture_wrong_format.check),
    (missing_alt_text.RULE, missing_alt_text.check),
    (file_name_as_alt_text.RULE, file_name_as_alt_text.check),
    (external_picture.RULE, external_picture.check),
    (unused_picture.RULE, unused_picture.check),
    (duplicate_picture.RULE, duplicate_picture.check),
    (picture_too_large.RULE, picture_too_large.check),
    (picture_too_small_to_read.RULE, picture_too_small_to_read.check),
    (repeated_alt_text.RULE, repeated_alt_text.check),
    (picture_not_in_ledger.RULE, picture_not_in_ledger.check),
    (picture_changed.RULE, picture_changed.check),
    (ledger_entry_without_picture.RULE, ledger_entry_without_picture.check),
    (picture_version_out_of_range.RULE, picture_version_out_of_range.check),
    (unknown_product.RULE, unknown_product.check),
    (unknown_version.RULE, unknown_version.check),
    (malformed_range.RULE, malformed_range.check),
    (version_outside_condition.RULE, version_outside_condition.check),
    (condition_never_holds.RULE, condition_never_holds.check),
    (version_without_resolution.RULE, version_without_resolution.check),
    (version_without_cause.RULE, version_without_cause.check),
    (overlapping_solutions.RULE, overlapping_solutions.check),
    (target_missing_in_version.RULE, target_missing_in_version.check),
    (number_differs_by_version.RULE, number_differs_by_version.check),
    (unknown_platform.RULE, unknown_platform.check),
    (unknown_owner.RULE, unknown_owner.check),
    (updated_in_future.RULE, updated_in_future.check),
    (updated_before_change.RULE, updated_before_change.check),
    (review_overdue.RULE, review_overdue.check),
    (reviewed_for_older_version.RULE, reviewed_for_older_version.check),
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *SOURCE_RULES,
            *(rule for rule, _ in CHECKS),
            *REVISION_RULES,
            *DIFF_RULES,
            *PAGE_RULES,
            *EXTERNAL_RULES,
        ),
        key=lambda rule: rule.code,
    )
)
"""Every rule, by code."""

RULE_CODES: dict[str, str] = {name: rule.code for rule in RULES for name in (rule.code, rule.name)}
"""The code of every rule, by code and by name."""


def check(kb: KnowledgeBase) -> list[Diagnostic]:
    """Run every rule that is not switched off over a knowledge base."""
    off = {code for code, level in kb.registry.severities.items() if level is None}
    return [found for rule, run in CHECKS if rule.code not in off for found in run(kb)]
