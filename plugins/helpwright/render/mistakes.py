"""What is wrong in a page's source, at the top of its preview."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpwright.diagnostic import Diagnostic, Related
from helpwright.render.html import HtmlWriter

_CODE = re.compile(r"`([^`]+)`")
_MOST_RELATED = 5
"""How many related places of a finding a preview names."""


def write_mistakes(html: HtmlWriter, mistakes: Sequence[Diagnostic]) -> None:
    """Append the findings of a preview, each with its place and remedy; nothing for none."""
    if not mistakes:
        return
    attributes = {"class": "admonition bug hw-mistakes", "data-hw-chrome": "mistakes"}
    with html.inside("div", attributes):
        with html.inside("p", {"class": "admonition-title"}):
            count = len(mistakes)
            html.text(f"{count} mistake{'s' if count > 1 else ''} in the sources")
        with html.inside("ul"):
            for found in mistakes:
                with html.inside("li"):
                    with html.inside("code"):
                        html.text(_place(found))
                    _write_words(html, f" {found.level} {found.rule.code}: {found.message}")
                    for related in found.related[:_MOST_RELATED]:
                        html.add("br")
                        html.text("See ")
                        with html.inside("code"):
                            html.text(_place(related))
                        _write_words(html, f": {related.message}")
                    if len(found.related) > _MOST_RELATED:
                        html.text(f" and {len(found.related) - _MOST_RELATED} more")
                    if found.help:
                        html.add("br")
                        _write_words(html, f"Help: {found.help}")


def _place(found: Diagnostic | Related) -> str:
    return f"{found.path}:{found.start.line}:{found.start.column}"


def _write_words(html: HtmlWriter, words: str) -> None:
    """Append words with what stands between backticks as code."""
    for at, part in enumerate(_CODE.split(words)):
        if at % 2:
            with html.inside("code"):
                html.text(part)
        else:
            html.text(part)
