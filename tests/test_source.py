"""Offsets to places and back, for any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpwright.source import Source

TEXTS = st.text(alphabet="ab é字😀\n", max_size=400)


@given(TEXTS)
def test_a_place_counts_lines_and_characters(text: str) -> None:
    source = Source("a.md", text.encode())
    for at in range(len(text) + 1):
        before = text[:at]
        line, column = source.position(len(before.encode()))
        assert line == before.count("\n") + 1
        assert column == len(before.rpartition("\n")[2]) + 1
        assert source.offset(line, column) == len(before.encode())


@given(TEXTS, st.integers(-2, 12), st.integers(-2, 450))
def test_a_place_that_is_not_there_means_the_nearest(text: str, line: int, column: int) -> None:
    source = Source("a.md", text.encode())
    lines = text.split("\n")
    nearest = max(1, min(line, len(lines)))
    rest = [f"{entry}\n" for entry in lines[:-1]] + [lines[-1]]
    row = rest[nearest - 1][: max(0, column - 1)]
    assert source.offset(line, column) == len("".join(rest[: nearest - 1]).encode() + row.encode())


def test_long_lines_cost_no_more_than_short_ones() -> None:
    """A megabyte in one line: asked for half a million places, it answers within seconds."""
    source = Source("a.md", "é😀".encode() * 160_000)
    assert [source.position(at).column for at in range(0, 960_000, 6)][-1] == 319_999
    assert source.offset(1, 320_000) == 959_996
