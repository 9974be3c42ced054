"""A rule in words, for `helpwright explain`."""

from __future__ import annotations

import re
import textwrap

from helpwright.diagnostic import Rule
from helpwright.faults import (
    ALLOWANCE_WITHOUT_REASON,
    OVERSIZED_SOURCE,
    PAGE_RULES,
    UNREADABLE_FILE,
    UNUSED_ALLOWANCE,
    YAML_SYNTAX,
)
from helpwright.parse.values import nearest
from helpwright.rules import RULE_CODES, RULES
from helpwright.site_faults import SITE_RULES

_BY_CODE = {rule.code: rule for rule in RULES}
# There is no article to read the comment from, no line to write it on, or it would allow itself.
_NEVER_ALLOWED = {
    *PAGE_RULES,
    *SITE_RULES,
    ALLOWANCE_WITHOUT_REASON,
    OVERSIZED_SOURCE,
    UNREADABLE_FILE,
    UNUSED_ALLOWANCE,
    YAML_SYNTAX,
}
_WIDTH = 88
_CODE = re.compile(r"(?:HW)?\d+", re.IGNORECASE)


class UnknownRule(LookupError):
    """No rule has the code or name; the text says which one may be meant."""


def find_rule(name: str) -> Rule:
    """Return the rule of a code or name, in any case; raises UnknownRule where there is none."""
    wanted = name.strip()
    for form in (wanted.upper(), wanted.lower().replace("_", "-"), f"HW{wanted}"):
        if form in RULE_CODES:
            return _BY_CODE[RULE_CODES[form]]
    # A code that is not there is like many others, and means none of them.
    near = "" if _CODE.fullmatch(wanted) else nearest(wanted.lower(), RULE_CODES)
    if not near:
        raise UnknownRule(f"no rule is called `{name}`: `helpwright explain` lists them all")
    rule = _BY_CODE[RULE_CODES[near]]
    raise UnknownRule(f"no rule is called `{name}`; did you mean {rule.code} {rule.name}?")


def explain_rule(rule: Rule) -> str:
    """Return what a rule finds, why that matters, and what to do about it."""
    parts = [f"{rule.code} {rule.name} ({rule.severity})\n", _paragraph(rule.summary)]
    parts += [
        "Why it matters:\n" + _paragraph(rule.why, "  "),
        "What to do:\n" + _paragraph(rule.fix, "  "),
    ]
    if rule.fixable:
        parts.append("`helpwright check --fix` does it where it is safe.\n")
    if rule not in _NEVER_ALLOWED:
        parts.append(
            "To allow it in one place, write at the end of the line, with your reason:\n"
            f"  <!-- helpwright: allow {rule.code} the reason -->\n"
            "or, between the lines of hyphens at the top of an article, in a line above:\n"
            f"  # helpwright: allow {rule.code} the reason\n"
        )
    parts.append(
        "To change how severe it is everywhere, write error, warning, info or off in kb.yml:\n"
        f"  rules:\n    {rule.name}: warning\n"
    )
    return "\n".join(parts)


def list_rules() -> str:
    """Return every rule with its summary, a line each; those that `--fix` mends have a `*`."""
    name_width = max(len(rule.name) for rule in RULES)
    lines = [
        f"{rule.code} {rule.name:{name_width}} {rule.severity:7} {'*' if rule.fixable else ' '} "
        f"{rule.summary}"
        for rule in RULES
    ]
    return "\n".join([*lines, "", "* `helpwright check --fix` mends it where that is safe.", ""])


def _paragraph(words: str, indent: str = "") -> str:
    lines = textwrap.wrap(
        words,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "".join(f"{line}\n" for line in lines)
