"""What is wrong in a page's source, at the top of its preview."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.diagnostic import Diagnostic
from helpwright.render.tree import Tree, neutral


def write_mistakes(tree: Tree, mistakes: Sequence[Diagnostic]) -> None:
    """Append the findings of a preview, each with its place and remedy; nothing for none."""
    if not mistakes:
        return
    attributes = {"class": "admonition bug hw-mistakes", "data-hw-chrome": "mistakes"}
    with tree.inside("div", attributes):
        with tree.inside("p", {"class": "admonition-title"}):
            count = len(mistakes)
            tree.text(f"{count} mistake{'s' if count > 1 else ''} in the sources")
        with tree.inside("ul"):
            for found in mistakes:
                with tree.inside("li"):
                    place = f"{found.path}:{found.start.line}:{found.start.column}"
                    with tree.inside("code"):
                        tree.raw_text(neutral(place))
                    tree.text(f" {found.level} {found.rule.code}: {found.message}")
                    if found.help:
                        tree.add("br")
                        tree.text(f"Help: {found.help}")
