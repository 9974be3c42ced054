"""Pieces of HTML as blocks, and the account of what they show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpwright.importers.html import Fragment, html_fragment
from helpwright.importers.ledger import balance
from helpwright.importers.tally import tally_blocks

TAGS = (
    "a abbr b blockquote br button caption code dd del details div dl dt em fieldset figcaption "
    "figure font form h1 h2 h3 hr i iframe img input kbd li nav ol p pre q script section span "
    "strong sub summary sup svg table tbody td th thead tr u ul video math textarea aside header "
    "footer title dialog"
).split()
ATTRIBUTES = (
    "",
    ' href="#x"',
    ' href="https://example.com/a.png"',
    ' src="a.png"',
    ' class="note"',
    ' class="tab-content"',
    ' class="nav-tabs"',
    ' class="accordion-title"',
    ' class="accordion-content"',
    ' start="4"',
    ' value="3"',
    ' id="x"',
    ' style="display:none"',
    ' style="list-style-type:none"',
    ' colspan="2"',
    " hidden",
    ' class="highlight"',
    ' class="footnotes"',
    ' data-hw-chrome="title"',
    ' data-hw-syntax="++ctrl+c++"',
    " data-hw-reference",
    ' type="checkbox"',
    ' class="footnote-ref" href="#x"',
    ' class="admonition warning"',
    ' class="linenos"',
    ' style="font-weight:bold"',
)
TEXTS = ("word", " ", "1. one", "2. two", "Note: x", "\n", "&nbsp;", "e\u0301x", "a_b", "x\u200by")
PIECES = st.one_of(
    st.sampled_from(TEXTS),
    st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
)


def assert_even(fragment: Fragment) -> None:
    found = balance(fragment.tally, tally_blocks(fragment.blocks), fragment.entries)
    assert found.even, found


@given(st.lists(PIECES, max_size=40))
def test_no_soup_of_tags_loses_a_word(pieces: list[str]) -> None:
    assert_even(html_fragment("".join(pieces)))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert_even(html_fragment(text))
