"""What writers are told about conditions that cannot be read."""

from __future__ import annotations

import pytest

from helpwright.conditions import ConditionReader, universe_of
from helpwright.diagnostic import Span
from helpwright.knowledge import Fault, FaultKind, Product, Registry, Release
from helpwright.model import Applicability, Value

NOWHERE = Span(0, 0)
DESK = Product(
    "flow-desk",
    "Flow Desk",
    ("1.9", "1.10", "2.0"),
    ("FD",),
    {"2.0": Release(("Spring 2026",))},
    {"windows": "Windows", "macos": "macOS"},
)
CLOUD = Product("flow-cloud", "Flow Cloud", ("r1", "r2"))
REGISTRY = Registry(products={it.id: it for it in (DESK, CLOUD)})
READER = ConditionReader(REGISTRY, universe_of(REGISTRY))


def in_front(text: str) -> tuple[Fault, ...]:
    """Return what is wrong with an entry of a front matter."""
    applies = Applicability(Value("flow-desk", NOWHERE), (Value(text, NOWHERE),))
    ((_, found),) = READER.applicability(applies)
    return found.faults


@pytest.mark.parametrize(
    ("text", "kind", "help"),
    [
        ("Flow Desk: 1.9", "unknown-product", "write the product's id: `flow-desk: 1.9`"),
        ("FlowDesk: >=2.0; flow-cloud: r1", "unknown-product", "`flow-desk: >=2.0`"),
        ("FD:1.9, 2.0", "unknown-product", "write the product's id: `flow-desk: 1.9, 2.0`"),
        ("Flow Desk", "unknown-product", "write the product's id: `flow-desk`"),
        ("Flow Chart: 1.9", "unknown-product", "write the id of a product of kb.yml"),
        ("Flow Desk 1.9", "malformed", "write the product's id: `flow-desk: 1.9`"),
        ("flow-desk 1.9", "malformed", "write the product's id: `flow-desk: 1.9`"),
        ("flow-desk: <2.0, flow-cloud: r1", "malformed", "`flow-desk: <2.0; flow-cloud: r1`"),
        ("<2.0, 2.0, Flow Cloud: r1", "malformed", "`<2.0, 2.0; flow-cloud: r1`"),
        ("windows", "malformed", "write `on windows`"),
        ("1.9 windows", "malformed", "write `1.9 on windows`"),
        ("1.9 - 2.0 for macOS", "malformed", "write `1.9 - 2.0 on macos`"),
        ("1.9 macOS or Windows", "malformed", "write `1.9 on macos or windows`"),
        ("on windows, macos", "malformed", "write `on windows or macos`"),
        ("flow-desk: 1.9 on windows, macos", "malformed", "write `1.9 on windows or macos`"),
        ("on windows and macos", "malformed", "write `on windows or macos`"),
        ("on Windows", "unknown-platform", "did you mean `windows`?"),
        ("on macOS", "unknown-platform", "did you mean `macos`?"),
        ("spring 2026", "unknown-version", "did you mean `Spring 2026`?"),
        ("<SPRING  2026", "unknown-version", "did you mean `Spring 2026`?"),
        ("Sprin 2026", "unknown-version", "did you mean `Spring 2026`?"),
        ("2.0 - 1.9", "empty", "write `1.9 - 2.0`, the older version first"),
        ("2.0 - 1.9 on macos", "empty", "write `1.9 - 2.0 on macos`, the older version first"),
        ("", "malformed", "write it like `>=1.2`"),
        ("1.9,", "malformed", "take out a `,` or `;` that parts nothing"),
    ],
)
def test_a_condition_in_the_text(text: str, kind: str, help: str) -> None:
    (fault,) = READER.condition(text, ("flow-desk", "flow-cloud")).faults
    assert fault.kind == kind
    assert help in fault.help


@pytest.mark.parametrize(
    ("text", "help"),
    [
        (">=1.9, <2.0", "did you mean `1.9 - 1.10`?"),
        (">=1.9 <=2.0", "did you mean `1.9 - 2.0`?"),
        ("<2.0 and >1.9", "did you mean `1.10`?"),
        (">=1.9, <Spring 2026", "did you mean `1.9 - 1.10`?"),
        (">=1.9, <3.0", "write it like `>=1.2` or `1.2 - 1.4`"),
        (">=2.0, <1.9", "write it like `>=1.2` or `1.2 - 1.4`"),
        ("1.9 Windows", "write `1.9 on windows`"),
        ("on windows, macos", "write `on windows or macos`"),
    ],
)
def test_an_entry_of_the_front_matter(text: str, help: str) -> None:
    (fault,) = in_front(text)
    assert fault.kind is FaultKind.MALFORMED
    assert fault.help == help


@pytest.mark.parametrize("text", ["", " ", ";", ", ;"])
def test_an_empty_place_is_told_in_words(text: str) -> None:
    (fault,) = READER.condition(text, ("flow-desk",)).faults
    assert fault.message == "nothing stands where a version should stand"


def test_what_is_suggested_can_be_read() -> None:
    for text in ("flow-desk: 1.9", "1.9 - 2.0 on macos", "<2.0, 2.0; flow-cloud: r1", "1.9 - 1.10"):
        assert READER.condition(text, ("flow-desk", "flow-cloud")).settled
