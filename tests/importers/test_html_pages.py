"""Whole HTML pages: where the article is, what the page says of it, and how it is encoded."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.importers.bundle import Unreadable
from helpwright.importers.draft import Draft
from helpwright.importers.html import READER, read_page
from helpwright.importers.ledger import Attention, Entry, Outcome, balance, count_words
from helpwright.importers.listing import Listing
from helpwright.importers.sources import open_bundle
from helpwright.importers.tally import shown_text, tally_blocks
from helpwright.importers.walk import walk_inlines
from helpwright.model import (
    AlertKind,
    Attributes,
    BulletList,
    CodeBlock,
    Directive,
    Footnote,
    Heading,
    Image,
    Link,
    Paragraph,
    Quote,
    Status,
    Step,
    StepList,
    Table,
)
from tests.rendering import render_body


def assert_even(draft: Draft) -> None:
    found = balance(draft.tally, tally_blocks(draft.blocks), draft.entries)
    assert found.even, found


def read(folder: Path, name: str, data: bytes) -> Draft:
    (folder / name).write_bytes(data)
    with open_bundle(folder) as bundle:
        (draft,) = READER.read(name, bundle)
    assert_even(draft)
    return draft


def entries_of(draft: Draft, topic: str) -> list[Entry]:
    return [entry for entry in draft.entries if entry.topic == topic]


# --- products -----------------------------------------------------------------------------------

FRESHDESK = """<html lang="en"><head><title>Reset it : Acme</title></head><body>
<nav class="fw-nav"><a href="/">Home</a></nav><main id="fw-main-content"><nav
aria-label="breadcrumb"><ol class="breadcrumb"><li><a href="/support">Knowledge base</a></li>
<li>Phones</li></ol></nav><h1 class="fw-page-title">Reset it</h1>
<p>Modified on: Wed, 3 Jan, 2024 at 10:00 AM</p>
<div class="fw-content fw-content--single-article line-numbers"><h2>Fix</h2><ol><li>Pull.</li></ol>
</div><div class="fw-feedback">Did you find it helpful? <a href="#y">Yes</a></div></main></body>
</html>
"""
INTERCOM = """<html lang="en"><head><meta property="og:title" content="Reset it | Acme Help">
<title>Reset it | Acme Help</title></head><body><header>Acme</header><section><div>
<h1 class="t__h1">Reset it</h1><div class="avatar__info">Updated over a week ago</div></div>
<article><div class="article_body intercom-force-break"><h2>Fix</h2><ol><li>Pull.</li></ol>
<div class="intercom-interblocks-callout" style="background-color: #fed9db80;"><p>hot</p></div>
</div></article><div class="intercom-reaction-picker">Did this answer your question?</div></section>
</body></html>
"""
MKDOCS = """<html lang="en"><head><title>Reset it - Acme docs</title></head><body><header
class="md-header">Acme docs</header><div class="md-main"><nav class="md-nav">Other pages</nav>
<div class="md-content"><article class="md-content__inner md-typeset"><a href="e" class="md-icon
md-content__button" title="Edit">x</a><h1 id="reset-it">Reset it<a class="headerlink"
href="#reset-it">&para;</a></h1><h2 id="fix">Fix</h2><ol><li>Pull.</li></ol><div class="admonition
warning"><p class="admonition-title">Warning</p><p>hot</p></div><aside class="md-source-file">
Last update: 2024-01-03</aside></article></div></div></body></html>
"""
SPHINX = """<html lang="en"><head><title>Reset it &mdash; Acme 1.0</title></head><body><div
class="rst-content"><div role="navigation" aria-label="breadcrumb">Docs</div><div role="main"
class="document"><section id="reset-it"><h1>Reset it</h1><section id="fix"><h2>Fix</h2><ol
class="arabic simple"><li><p>Pull.</p></li></ol><div class="admonition warning"><p
class="admonition-title">Warning</p><p>hot</p></div></section></section></div></div></body></html>
"""
PLAIN = """<html><head><title>Reset it</title></head><body><table><tr><td><a href="a">One</a>
<a href="b">Two</a></td><td><h1>Reset it</h1><p>Last updated 3 January 2024</p><h2>Fix</h2><ol>
<li>Pull.</li></ol></td></tr></table></body></html>
"""


@pytest.mark.parametrize("page", [FRESHDESK, INTERCOM, MKDOCS, SPHINX, PLAIN])
def test_the_article_is_found_in_the_page(page: str) -> None:
    draft = read_page("a/reset.html", page)
    assert draft.facts.title == "Reset it"
    first, second, *rest = draft.blocks
    assert isinstance(first, Heading)
    assert shown_text([first]) == "Fix"
    assert isinstance(second, StepList)
    for block in rest:
        assert isinstance(block, Quote)
        assert block.alert is AlertKind.WARNING
    assert_even(draft)


@pytest.mark.parametrize("page", [FRESHDESK, MKDOCS, PLAIN])
def test_the_day_of_the_last_change_is_found(page: str) -> None:
    assert read_page("a/reset.html", page).facts.updated == "2024-01-03"


@pytest.mark.parametrize(
    ("line", "updated"),
    [
        ("Updated: 09/18/2024", "2024-09-18"),
        ("Last updated 18 Sep 2024", "2024-09-18"),
        ("Last modified on September 18th, 2024.", "2024-09-18"),
        ("Edited 2024-09-18", "2024-09-18"),
        ("Last Reviewed: 18.09.2024", "2024-09-18"),
    ],
)
def test_a_line_with_the_date_leaves_the_text(line: str, updated: str) -> None:
    draft = read_page("a.html", f"<html><body><p>{line}</p><p>Text.</p></body></html>")
    assert draft.facts.updated == updated
    assert shown_text(draft.blocks) == "Text."
    (entry,) = entries_of(draft, "updated")
    assert (entry.outcome, entry.text) == (Outcome.MAPPED, line)
    assert_even(draft)


def test_a_date_in_prose_stays_prose() -> None:
    text = "The driver that was updated on 3 May 2020 does not know the new dongle, as we saw then."
    draft = read_page("a.html", f"<html><body><p>{text}</p><p>More.</p></body></html>")
    assert draft.facts.updated == ""
    assert shown_text(draft.blocks[:1]) == text


def test_a_date_that_can_be_read_in_two_ways_is_told() -> None:
    draft = read_page("a.html", "<html><body><p>Updated: 03/04/2024</p><p>Text.</p></body></html>")
    found = [entry.candidates for entry in entries_of(draft, "updated") if entry.candidates]
    assert found == [("2024-03-04", "2024-04-03")]
    british = draft_of_language("en-GB")
    assert british.facts.updated == "2024-04-03"


def draft_of_language(lang: str) -> Draft:
    page = f"<html lang={lang}><body><p>Updated: 03/04/2024</p><p>Text.</p></body></html>"
    return read_page("a.html", page)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Reset it</title>", "Reset it"),
        ("<title>Reset it | Acme Support</title>", "Reset it"),
        ("<title>Reset it - Help Center</title>", "Reset it"),
        ("<title>Reset it - a guide</title>", "Reset it - a guide"),
        (
            "<meta property=og:site_name content=Acme><title>Reset - it - Acme</title>",
            "Reset - it",
        ),
        ("<meta property=og:title content='Reset it'><title>x</title>", "Reset it"),
        ("", ""),
    ],
)
def test_a_title_comes_without_the_name_of_the_site(head: str, title: str) -> None:
    page = f"<html><head>{head}</head><body><h2>Cause</h2><p>Text.</p></body></html>"
    assert read_page("a.html", page).facts.title == title


def test_the_heading_that_is_the_title_is_taken_out() -> None:
    page = "<html><head><title>A - B</title></head><body><h1>The <b>title</b></h1><p>x</p></body>"
    draft = read_page("a.html", page)
    assert draft.facts.title == "The title"
    assert [type(block) for block in draft.blocks] == [Paragraph]
    (entry,) = entries_of(draft, "title")
    assert (entry.outcome, entry.text) == (Outcome.MAPPED, "The title")
    assert_even(draft)


def test_facts_of_the_head_are_read() -> None:
    page = """<html><head><link rel=canonical href="https://help.acme.example/articles/12345-reset">
    <meta name=description content="How to reset it."><meta name=keywords content="phone, reset">
    <meta name=product content="Acme Phone; Acme Base"></head><body><article><h1>Reset it</h1>
    <p>Some text.</p></article></body></html>"""
    facts = read_page("a.html", page).facts
    assert facts.url == "https://help.acme.example/articles/12345-reset"
    assert facts.id == "12345"
    assert facts.summary == "How to reset it."
    assert facts.tags == ("phone", "reset")
    assert facts.products == ("Acme Phone", "Acme Base")


def test_a_description_that_only_repeats_the_text_is_none() -> None:
    page = (
        "<html><head><meta name=description content='It blinks. Then'></head><body><p>It blinks."
        "</p><p>Then it stops.</p></body></html>"
    )
    assert read_page("a.html", page).facts.summary == ""


def test_a_page_saved_from_a_browser_names_its_address() -> None:
    page = (
        "<!DOCTYPE html>\n<!-- saved from url=(0036)https://help.acme.example/kb/reset-it -->\n"
        '<html><body><p>x <img src="./Reset_files/a.png"></p></body></html>'
    )
    draft = read_page("Reset.html", page)
    assert draft.facts.url == "https://help.acme.example/kb/reset-it"
    images = [child for child in walk_inlines(draft.blocks) if isinstance(child, Image)]
    assert [image.source for image in images] == ["./Reset_files/a.png"]


# --- chrome -------------------------------------------------------------------------------------


def test_chrome_inside_the_article_is_told_with_its_words() -> None:
    page = """<html><body><main><nav>Menu <a href="m">more</a></nav><h1>T</h1><p>Text.</p>
    <div class="toc"><ul><li><a href="#a">A</a></li></ul></div><aside>Beside</aside>
    <div class="share-buttons"><img src="f.png"></div><footer>Foot</footer></main></body></html>"""
    draft = read_page("a.html", page)
    assert shown_text(draft.blocks) == "Text."
    told = {entry.text: entry for entry in entries_of(draft, "page-chrome")}
    assert set(told) == {"Menu more", "A", "Beside", "", "Foot"}
    assert told["Menu more"].links == ("m",)
    assert told[""].pictures == ("f.png",)
    assert_even(draft)


def test_a_section_with_an_unlucky_name_stays() -> None:
    page = """<html><body><main><h1>T</h1><section id="comments"><h2>Comments</h2><p>Text.</p>
    </section><div id="related"><h2>Related</h2><p>More.</p></div></main></body></html>"""
    assert shown_text(read_page("a.html", page).blocks) == "Comments Text. Related More."


def test_what_a_page_hides_is_told() -> None:
    page = """<html><body><main><h1>T</h1><p>Text.</p><p hidden>One</p><span class="sr-only">Two
    </span><div style="display: none">Three</div></main></body></html>"""
    draft = read_page("a.html", page)
    assert shown_text(draft.blocks) == "Text."
    assert [entry.text for entry in entries_of(draft, "hidden-text")] == ["One", "Two", "Three"]
    assert_even(draft)


def test_what_is_around_is_not_counted_but_named() -> None:
    page = "<html><body><p>Before</p><main><p>Text.</p></main><p>Behind</p></body></html>"
    draft = read_page("a.html", page)
    assert draft.tally.words == count_words("Text")
    (entry,) = entries_of(draft, "page-around")
    assert "Before" in entry.about
    assert "Behind" in entry.about


def test_attached_files_are_told() -> None:
    page = """<html><body><article><div class="article-body"><p>Text.</p></div><div
    class="article-attachments"><ul class="attachments"><li><a href="/f/1">setup.log</a></li></ul>
    </div></article></body></html>"""
    (entry,) = entries_of(read_page("a.html", page), "attachments")
    assert entry.about == "setup.log"
    assert entry.attention is Attention.LOOK


def test_a_bare_piece_is_taken_whole() -> None:
    draft = read_page(
        "a.html", "<div class=related><p>All of it.</p></div><footer>This, too</footer>"
    )
    assert shown_text(draft.blocks) == "All of it. This, too"
    assert_even(draft)


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("\ufeff<html><body><p>Grüße</p>".encode(), False),
        ("<html><body><p>Grüße</p>".encode("utf-16"), False),
        ("<html><body><p>Grüße</p>".encode(), False),
        ("<html><body><p>Grüße</p>".encode("cp1252"), True),
        ('<html><meta charset="iso-8859-1"><body><p>Grüße</p>'.encode("cp1252"), False),
        ('<html><meta charset="utf-8"><body><p>Grüße</p>'.encode("cp1252"), True),
        ('<html><meta charset="iso-2022-jp"><body><p>Grüße</p>'.encode(), True),
        (b'<html><meta charset="base64"><body><p>Gr\xc3\xbc\xc3\x9fe</p>', False),
        (b"<html><body><p>Gr\xc3\xbc\0\xc3\x9fe</p>", False),
    ],
)
def test_the_encoding_is_found(data: bytes, told: bool, tmp_path: Path) -> None:
    draft = read(tmp_path, "a.html", data)
    assert shown_text(draft.blocks) == "Grüße"
    assert bool(entries_of(draft, "encoding")) is told


def test_japanese_is_read_as_the_page_says(tmp_path: Path) -> None:
    text = "設定を開きます"
    page = f"<html><meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'><p>{text}"
    assert shown_text(read(tmp_path, "a.html", page.encode("cp932")).blocks) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"<html><body></body></html>", "no text"),
        (b"<html><head><script>x()</script></head></html>", "no text"),
        (b"<html><frameset><frame src=a></frameset></html>", "no text"),
        (b"\0\1\2" * 50, "not text"),
        (b"<html><body><nav><a href=a>One</a> <a href=b>Two</a></nav></body></html>", '"One Two"'),
        (
            b"<html><body><main><h1>Contents</h1><ul class=toc><li><a href=a>One</a></li></ul>"
            b"</main></body></html>",
            "only menus and lists of pages",
        ),
        (b"<html><body><p hidden>Secret</p></body></html>", 'left out: "Secret"'),
        (b"<html><body><main><h1>T</h1></main></body></html>", "no text below its title"),
        (
            b'<html><head><meta http-equiv="refresh" content="0; url=../new.html"></head></html>',
            "sends its readers to ../new.html",
        ),
    ],
)
def test_a_page_without_an_article_is_unreadable(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(data)
    with open_bundle(tmp_path) as bundle, pytest.raises(Unreadable, match=reason):
        list(READER.read("a.html", bundle))


class Large(Listing):
    """A folder whose files claim to be very large, and must not be read."""

    def size(self, path: str) -> int:
        return 200 * 1024 * 1024

    def data(self, path: str) -> bytes:
        raise AssertionError(path)


def test_a_page_far_too_large_is_not_even_read() -> None:
    bundle = Large("large")
    with pytest.raises(Unreadable, match="larger than 64 MB"):
        list(READER.read("a.html", bundle))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("html")
    for name in ("a.html", "a.mht"):
        (folder / name).write_bytes(data)
        with open_bundle(folder) as bundle:
            try:
                drafts: list[Draft] = list(READER.read(name, bundle))
            except Unreadable as error:
                assert str(error)
            else:
                assert_even(drafts[0])


MHTML = b"""From: <Saved by Blink>
Snapshot-Content-Location: https://help.acme.example/kb/reset
Subject: Reset it
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----b"

------b
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://help.acme.example/kb/reset

<html><head><meta charset=3D"utf-8"></head><body><h1>Reset =C3=BCber</h1><p>=
Look: <img src=3D"https://help.acme.example/kb/a.png"> <img src=3D"b.png"> <=
img src=3D"cid:c@x"></p></body></html>
------b
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://help.acme.example/kb/a.png

aaaa
------b
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://help.acme.example/kb/b.png

bbbb
------b
Content-Type: image/gif
Content-Transfer-Encoding: base64
Content-ID: <c@x>

cccc
------b--
"""


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_a_page_saved_as_one_file_brings_its_pictures(ends: bytes, tmp_path: Path) -> None:
    draft = read(tmp_path, "a.mhtml", MHTML.replace(b"\n", ends))
    assert draft.facts.title == "Reset über"
    assert draft.facts.url == "https://help.acme.example/kb/reset"
    images = [child for child in walk_inlines(draft.blocks) if isinstance(child, Image)]
    assert [image.source for image in images] == [
        "data:image/png;base64,aaaa",
        "data:image/png;base64,bbbb",
        "data:image/gif;base64,cccc",
    ]
    assert base64.b64decode("aaaa")


def test_a_saved_page_without_html_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.mht").write_bytes(b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx")
    with open_bundle(tmp_path) as bundle, pytest.raises(Unreadable, match="holds no HTML"):
        list(READER.read("a.mht", bundle))


@pytest.mark.parametrize(
    ("path", "start", "claimed"),
    [
        ("a.html", b"", True),
        ("a/b.HTM", b"x", True),
        ("a.xhtml", b"<?xml", True),
        ("a.mht", b"From:", True),
        ("a.xml", b"<?xml version='1.0'?>\n<!DOCTYPE html>", True),
        ("a.xml", b"<?xml version='1.0'?><feed>", False),
        ("a.txt", b"\xef\xbb\xbf \n<!doctype HTML><p>", True),
        ("a.txt", b"Write <html> first", False),
        ("a.md", b"<html>", False),
        ("a.json", b"{}", False),
    ],
)
def test_only_pages_are_claimed(path: str, start: bytes, claimed: bool) -> None:
    assert READER.claims(path, start) is claimed


def test_a_page_of_one_picture_is_an_article(tmp_path: Path) -> None:
    page = b'<html><body><nav>Menu</nav><main><h1>T</h1><img src="a.png"></main></body></html>'
    assert tally_blocks(read(tmp_path, "a.html", page).blocks).pictures == 1


# --- our own pages ------------------------------------------------------------------------------

OWN = """## Symptom {#seen}

Text with `code`, ++ctrl+c++, <kbd>F1</kbd>[^why] and ~~old~~ **bold *both***.\\
A line. H<sub>2</sub>O <https://example.com> [x](https://example.com "Tip").

![Dialog](https://example.com/a.png "The caption")

Press ![gear](https://example.com/g.png){.icon} now.

> [!IMPORTANT]
> Careful.

> [!CAUTION]
> 1. hot

/// bug | Known
box
///

/// example
plain
///

/// details | More
- a
  - b
///

/// tab | One
1
///

/// tab | Two
2
///

## Resolution

### First way

1. Open it.

   ![shot](https://example.com/s.png)

   1. sub
      1. deep
   2. next

      > [!TIP]
      > try

2. Go on. {#go}
3. See [](#go).

Between.

4. Four {continue}

### Second way

| A | B |
| :-- | --: |
| 1<br>2 | `x` |

- [x] done
- [ ] open

```
code <b>
```

[^why]: Because *of it*.
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Draft]:
    root = tmp_path_factory.mktemp("own")
    (root / "kb.yml").write_text("title: Help\n")
    yield read_page("a.html", f"<html><body>{render_body(root, OWN)}</body></html>")


def test_our_own_page_keeps_every_word(own: Draft) -> None:
    assert_even(own)
    assert own.facts.title == "A title"
    assert own.facts.updated == "2024-09-18"
    assert own.facts.status is Status.PUBLISHED


def test_our_own_page_gives_its_blocks_back(own: Draft) -> None:
    kinds = [type(block).__name__ for block in own.blocks]
    assert (
        kinds
        == (
            "Heading Paragraph Paragraph Paragraph Quote Quote Directive Directive Directive "
            "Directive Directive Heading Heading StepList Paragraph StepList Heading Table "
            "BulletList CodeBlock Footnote"
        ).split()
    )
    alerts = [block.alert for block in own.blocks if isinstance(block, Quote)]
    assert alerts == [AlertKind.IMPORTANT, AlertKind.CAUTION]
    directives = [block for block in own.blocks if isinstance(block, Directive)]
    assert [(block.name, block.argument) for block in directives] == [
        ("bug", "Known"),
        ("example", ""),
        ("details", "More"),
        ("tab", "One"),
        ("tab", "Two"),
    ]


def test_our_own_page_gives_its_steps_back(own: Draft) -> None:
    first, second = (block for block in own.blocks if isinstance(block, StepList))
    assert [label_of(step.attributes) for step in first.steps] == [None, "go", None]
    assert (second.start, second.continues) == (4, True)
    shot, inner = first.steps[0].blocks[1:]
    assert isinstance(shot, Paragraph)
    assert isinstance(inner, StepList)
    assert inner.depth == 2
    assert [type(block) for block in inner.steps[1].blocks] == [Paragraph, Quote]
    (link,) = (child for child in walk_inlines(first_of(first, 2)) if isinstance(child, Link))
    assert (link.target, link.children) == ("#go", ())


def first_of(steps: StepList, at: int) -> tuple[Paragraph, ...]:
    step: Step = steps.steps[at]
    return tuple(block for block in step.blocks if isinstance(block, Paragraph))


def label_of(attributes: Attributes | None) -> str | None:
    return attributes.label if attributes else None


def test_our_own_page_gives_its_labels_and_pictures_back(own: Draft) -> None:
    headings = [block for block in own.blocks if isinstance(block, Heading)]
    assert [label_of(heading.attributes) for heading in headings] == ["seen", None, None, None]
    images = [child for child in walk_inlines(own.blocks) if isinstance(child, Image)]
    assert [image.title for image in images] == ["The caption", "", ""]
    assert [image.attributes.classes if image.attributes else () for image in images] == [
        (),
        ("icon",),
        (),
    ]


def test_our_own_page_gives_tables_code_and_footnotes_back(own: Draft) -> None:
    (table,) = (block for block in own.blocks if isinstance(block, Table))
    assert table.alignments == ("Left", "Right")
    (bullets,) = (block for block in own.blocks if isinstance(block, BulletList))
    assert shown_text([bullets]) == "done open"
    (code,) = (block for block in own.blocks if isinstance(block, CodeBlock))
    assert code.value == "code <b>\n"
    note = own.blocks[-1]
    assert isinstance(note, Footnote)
    assert shown_text(note.blocks) == "Because of it."
