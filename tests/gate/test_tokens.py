"""Tags as the tokenizer of the HTML standard finds them, held against a parser of HTML5."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from helpwright.gate.srcset import read_srcset
from helpwright.gate.styles import style_uses
from helpwright.gate.tokens import find_tags, iter_tags, read_tag

PIECES = st.sampled_from(
    [
        '<a href="{}">',
        "<a href='{}'>",
        "<a href={}>",
        "<a\nhref = {} id=i{}>",
        '<A HREF="{}" href="no">',
        '<a title="a > b" href="{}">',
        "<a title='\"' href={} />",
        '<a href="{}"id="i{}">',
        '<a href="{}&amp;x&copy=1&copy;&#65;">',
        "<p id={}>",
        "<p id='{}' / class>",
        "<p =id={} id={}>",
        "<div>",
        "</div>",
        "</a>",
        "</p>",
        "text & <",
        "a < b > c",
        "<!-- <a href={}> -->",
        "<!--><a href={}>",
        "<!---><a href={}>",
        "<!-- a --!><a href={}>",
        "<!-- -- > <a href={}> -->",
        "<! <a href={}>",
        "<?x <a href={}>",
        "</ <a href={}>",
        "<script>'<a href={}>'</script>",
        "<script><!-- <script> </script> <a href={}> --></script>",
        "<script><!-- </script><a href={}>",
        "<script></scripty></SCRIPT ><a href={}>",
        "<style>a > b <a href={}></style>",
        "<textarea><a href={}></textarea>",
        "<xmp><a href={}></xmp>",
        "<noscript><a href={}></noscript>",
    ]
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    parts = draw(st.lists(PIECES, max_size=12))
    return "<body>" + "".join(part.replace("{}", f"v{at}") for at, part in enumerate(parts))


def ours(page: str) -> list[tuple[str, str]]:
    found = []
    for tag in iter_tags(page.encode()):
        name, attributes, _ = read_tag(tag.text)
        found += [(name, f"{key}={attributes[key]}") for key in ("href", "id") if key in attributes]
    return sorted(found)


def theirs(page: str) -> list[tuple[str, str]]:
    parser = LexborHTMLParser(page)
    return sorted(
        (node.tag or "", f"{key}={node.attributes[key] or ''}")
        for key in ("href", "id")
        for node in parser.css(f"[{key}]")
    )


@settings(max_examples=400)
@given(pages())
def test_links_and_ids_are_those_of_a_parser(page: str) -> None:
    # A parser opens a link anew in each block that the writer did not close it before.
    assert sorted(set(ours(page))) == sorted(set(theirs(page)))


@settings(max_examples=300)
@given(st.text(alphabet="<>/!-='\" \nabhrefscriptlyxm&;", max_size=80))
def test_any_bytes_are_read(text: str) -> None:
    page = text.encode()
    found = [tag for tag in find_tags(page) if tag]
    for tag in found:
        assert page.find(b"<" + tag) >= 0
        read_tag(tag)
    places = [(tag.start, tag.end) for tag in iter_tags(page)]
    assert places == sorted(places)
    assert all(page[start : start + 1] == b"<" for start, _ in places)


@given(pages())
def test_both_ways_to_find_tags_agree(page: str) -> None:
    data = page.encode()
    assert [tag for tag in find_tags(data) if tag] == [tag.text for tag in iter_tags(data)]


@pytest.mark.parametrize(
    ("written", "addresses", "trouble"),
    [
        ("a.png", ["a.png"], ""),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"], ""),
        ("a.png, b.png 2x", ["a.png", "b.png"], ""),
        ("a,b.png 100w 50h,c.png 200w", ["a,b.png", "c.png"], ""),
        ("data:image/png;base64,AA== 1x, b.png 1.5x", ["data:image/png;base64,AA==", "b.png"], ""),
        (" , a.png , ", ["a.png"], ""),
        ("", [], "names no picture"),
        ("a.png 2y", ["a.png"], "has `2y`"),
        ("a.png 0w", ["a.png"], "has `0w`"),
        ("a.png 1x, b.png 1x", ["a.png", "b.png"], "has `1x` twice"),
        ("a.png 1x, b.png 100w", ["a.png", "b.png"], "mixes"),
        ("a.png 1x 100w", ["a.png"], "has `1x 100w` where one width"),
    ],
)
def test_candidates_of_a_srcset(written: str, addresses: list[str], trouble: str) -> None:
    found, told = read_srcset(written)
    assert found == addresses
    assert told.startswith(trouble) if trouble else not told


@pytest.mark.parametrize(
    ("css", "addresses"),
    [
        (b"a { background: url(a.png) }", ["a.png"]),
        (b"a { background: URL( 'a b.png' ) }", ["a b.png"]),
        (b'a { background: url("a\\20 b\\29.png") }', ["a b).png"]),
        (b"/* url(no.png) */ a { b: url(/* */x.png) }", []),
        (b"a::before { content: 'url(no.png)' } b { c: url(yes.png) }", ["yes.png"]),
        (
            b'@import "a.css"; @import url(b.css) screen; @IMPORT\nurl("c.css");',
            ["a.css", "b.css", "c.css"],
        ),
        (b"a { fill: url(#id) } b { src: url(x.woff2) format('woff2') }", ["x.woff2"]),
        (b"a { b: my-url(no.png); c: url() }", []),
        (b"a { b: url(unclosed", []),
    ],
)
def test_addresses_of_a_style_sheet(css: bytes, addresses: list[str]) -> None:
    assert [use.address for use in style_uses(css)] == addresses
