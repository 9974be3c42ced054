"""What readers would notice between two revisions of a knowledge base.

Articles are matched first, then the headings and steps of each page, then words. What a page shows
comes from `visible`, so whatever readers do not see is no difference.
"""

from __future__ import annotations

from helpwright.diff.compare import compare
from helpwright.diff.difference import (
    ArticleDifference,
    Change,
    Difference,
    Kind,
    Page,
    Snapshot,
    State,
)
from helpwright.diff.words import Op, Run, word_diff

__all__ = [
    "ArticleDifference",
    "Change",
    "Difference",
    "Kind",
    "Op",
    "Page",
    "Run",
    "Snapshot",
    "State",
    "compare",
    "word_diff",
]
