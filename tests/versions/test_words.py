"""What an article is for, in the words that readers are shown."""

from __future__ import annotations

import pytest

from helpwright.conditions import applies_in_words
from helpwright.diagnostic import Span
from helpwright.knowledge import Product, Registry
from helpwright.model import Applicability, Value

APP = Product(
    "app",
    "Example App",
    ("1.2", "1.4", "before - after", "2.0"),
    platforms={"windows": "Windows", "macos": "macOS", "linux": "Linux"},
)
REGISTRY = Registry(products={"app": APP})
SPAN = Span(0, 0)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (["all"], "Example App"),
        (["1.2"], "Example App 1.2"),
        ([">=1.2"], "Example App 1.2 and later"),
        ([">1.2"], "Example App after 1.2"),
        (["<=1.4"], "Example App 1.4 and earlier"),
        (["<2.0"], "Example App before 2.0"),
        (["1.2 - 1.4"], "Example App 1.2 – 1.4"),
        (["before - after"], "Example App before - after"),
        (["1.2", ">=2.0"], "Example App 1.2, 2.0 and later"),
        (["on windows"], "Example App for Windows"),
        ([">=1.4 on windows or macos"], "Example App 1.4 and later for Windows and macOS"),
        (["1.2 on windows or macos or linux"], "Example App 1.2 for Windows, macOS and Linux"),
        (["1.2 on beos"], "Example App 1.2 for beos"),
        (["1.2 or later"], "Example App 1.2 or later"),
    ],
)
def test_readers_are_told_in_words(written: list[str], shown: str) -> None:
    values = tuple(Value(text, SPAN) for text in written)
    assert applies_in_words(REGISTRY, Applicability(Value("app", SPAN), values)) == shown


def test_a_product_that_there_is_not_is_named_by_its_id() -> None:
    applies = Applicability(Value("other", SPAN), (Value(">=3", SPAN),))
    assert applies_in_words(REGISTRY, applies) == "other 3 and later"
