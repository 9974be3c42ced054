"""An article's page is held against its source: silent when right, loud when spoilt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.prove.folder import SiteFolder, article, find, move_behind

BODY = """\
Before all else, a word.

## Resolution

Choose one of these.

### Ask an administrator

See <kb:other> and [step 2](kb:other#resolution-step-2), or [](#press).

### Do it yourself

1. Open **Settings** ![gear](pictures/one.png) > *Users* & groups.

   The list of users shows:

   ![The list](pictures/two.png "All the users")

2. Press ++ctrl+s++. {#press}

   ```python title="run.py"
   if ready:
       run("<name>")
   ```

   1. Wait for it.
   2. Look at the lamp:

      > [!NOTE]
      > It may be dark.

      1. Clean the lamp.
      2. Look again.

   | Lamp | Meaning |
   |------|---------|
   | red  | stop    |

3. Only then: confirm. {applies_to="<2.0"}

   - Yes, all
   - No, none

   > Quoted words.

Then, without the first two:

4. Go on to [the tool](files/tool.txt). {continue}

## Something free

Words of a free section.[^1]

/// tab | Linux

Type `sudo`.

///
/// tab | Windows

Type nothing.

///

/// details | Why so

Because.

///

## Symptoms

It says `no`.<br>Twice. &lt;user name> sees it.

<details>
<summary>What they see</summary>

1. First raw.
2. Second raw.

</details>

<table><tr><td>cell</td><td>other</td></tr></table>

- [x] Done
- [ ] Open

[^1]: The footnote's words.
"""
OTHER = "## Symptom\n\nA.\n\n## Resolution\n\n1. One.\n2. Two. See <kb:main>.\n"
PAGE = "kb/main/index.html"


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    kb = {
        "kb.yml": "products:\n  mail:\n    name: Harbor Mail\n",
        "main.md": article(
            "main",
            BODY,
            errors='["Cannot {do} <this>", "Second line"]',
            applies_to='{mail: ">=1.0"}',
        ),
        "other.md": article("other", OTHER),
    }
    return SiteFolder(tmp_path, kb)


def test_a_right_page_is_silent(folder: SiteFolder) -> None:
    assert folder.told() == []


Change = Callable[[LexborNode], None]


def text(old: str, new: str) -> Change:
    """Replace a piece of the page's HTML, which stands in it exactly once."""

    def change(root: LexborNode) -> None:
        html = root.html or ""
        assert html.count(old) == 1, (html.count(old), old)
        spoilt = LexborHTMLParser(html.replace(old, new))
        find(root, "body").replace_with(find(_root(spoilt), "body"))

    return change


def _root(parser: LexborHTMLParser) -> LexborNode:
    assert parser.root is not None
    return parser.root


def drop(selector: str) -> Change:
    """Remove an element."""
    return lambda root: find(root, selector).decompose()


def behind(selector: str, place: str) -> Change:
    """Move an element behind another."""
    return lambda root: move_behind(find(root, selector), find(root, place))


def unwrap(selector: str) -> Change:
    """Leave out an element's own tags."""
    return lambda root: find(root, selector).unwrap()


STEP = "#do-it-yourself-step-"
FIRST, THIRD, LAST = f"{STEP}1", f"{STEP}3", f"{STEP}4"
LIST = f"ol:has(> {FIRST})"
SPOILT: dict[str, tuple[Change, str, str]] = {
    "a list starts elsewhere": (
        text('<ol class="hw-steps" start="4">', '<ol class="hw-steps">'),
        "HW701",
        "step 4 of `Do it yourself` is numbered `1` on the page",
    ),
    "an item carries a number of its own": (
        text('id="press"', 'id="press" value="5"'),
        "HW701",
        "step 2 of `Do it yourself` is numbered `5` on the page, and 1 more of its list is wrong",
    ),
    "a list counts backwards": (
        text('<ol class="hw-steps"><li class="hw-step" id="do', '<ol reversed><li id="do'),
        "HW701",
        "step 1 of `Do it yourself` is numbered `3` on the page",
    ),
    "sub-steps lose their letters": (
        text('<ol class="hw-steps hw-substeps" type="a">', "<ol>"),
        "HW701",
        "step 2a of `Do it yourself` is numbered `21` on the page",
    ),
    "a list is not ordered": (
        lambda root: _rename(root, f"ol:has(> {LAST})", "ul"),
        "HW701",
        "step 4 of `Do it yourself` is numbered `•` on the page",
    ),
    "a step is dropped": (
        drop("#press"),
        "HW701",
        "step 2 of `Do it yourself` is not on the page as a step",
    ),
    "all steps are dropped": (
        drop(LIST),
        "HW701",
        "step 1 of `Do it yourself` is not on the page as a step, nor are 2 more",
    ),
    "a step has lost its id": (
        text(' id="press"', ""),
        "HW701",
        "step 2 of `Do it yourself` is not on the page as a step",
    ),
    "a step is no list item": (
        lambda root: _rename(root, LAST, "div"),
        "HW701",
        "step 4 of `Do it yourself` is not on the page as a step",
    ),
    "two steps are swapped": (
        behind(FIRST, "#press"),
        "HW701",
        "step 2 of `Do it yourself` stands before step 1 of `Do it yourself`",
    ),
    "a sub-step stands beside its step": (
        behind(f"{STEP}2a", "#press"),
        "HW701",
        "step 2a of `Do it yourself` stands in the section `Do it yourself` instead of in step 2",
    ),
    "a step stands inside the one before": (
        lambda root: _swallow(root, THIRD, "#press table"),
        "HW701",
        "step 3 of `Do it yourself` stands in step 2 of `Do it yourself` instead of in the section",
    ),
    "an item is added": (
        lambda root: find(root, FIRST).insert_after(_new("<li>New.</li>", "li")),
        "HW702",
        "the section `Do it yourself` has a list item and `New.`, which its source does not have",
    ),
    "a list moves in its section": (
        behind(LIST, f"ol:has(> {LAST})"),
        "HW701",
        "step 4 of `Do it yourself` stands before step 1",
    ),
    "a code block falls out of its step": (
        behind("#press > .highlight", LIST),
        "HW701",
        'step 2 of `Do it yourself` lacks a code block and `if ready: run("<name>")`',
    ),
    "a picture falls out of its step": (
        behind(f"{FIRST} figure", LIST),
        "HW701",
        "step 1 of `Do it yourself` lacks the picture `kb/pictures/two.png`",
    ),
    "a table falls out of its step": (
        behind("#press table", LIST),
        "HW701",
        "step 2 of `Do it yourself` lacks a table and `Lamp Meaning red stop`",
    ),
    "a note falls out of its step": (
        behind(f"{STEP}2b > .admonition", LIST),
        "HW701",
        "step 2b of `Do it yourself` lacks a note and `It may be dark.`",
    ),
    "a quotation is unwrapped": (
        unwrap("blockquote"),
        "HW701",
        "step 3 of `Do it yourself` lacks a quotation",
    ),
    "bullets are unwrapped": (
        unwrap(f"{THIRD} > ul > li:first-child"),
        "HW701",
        "step 3 of `Do it yourself` lacks a list item",
    ),
    "a picture is dropped": (
        drop(f"{FIRST} figure"),
        "HW705",
        "step 1 of `Do it yourself` lacks the picture `kb/pictures/two.png`",
    ),
    "a picture is another": (
        text('src="../pictures/two.png"', 'src="../pictures/one.png"'),
        "HW705",
        "has the picture `kb/pictures/one.png` where its source has the picture `kb/pictures/two",
    ),
    "a picture's title is lost": (
        drop("figcaption"),
        "HW701",
        "a picture of step 1 of `Do it yourself` lacks its title `All the users`",
    ),
    "code is indented otherwise": (
        text('    <span class="n">run', '  <span class="n">run'),
        "HW701",
        "a code block of step 2 of `Do it yourself` has other blanks or lines",
    ),
    "code loses a word": (
        text('<span class="n">ready</span>', "<span></span>"),
        "HW701",
        "step 2 of `Do it yourself` has `:` where its source has `ready:`",
    ),
    "a word of a step is lost": (
        text("list of users", "list of"),
        "HW701",
        "step 1 of `Do it yourself` lacks `users` behind `groups. The list of`",
    ),
    "a word of a section is lost": (
        text("Words of a free", "Words of free"),
        "HW702",
        "the section `Something free` lacks `a` behind `Something free Words of`",
    ),
    "a word is added": (
        text("Words of a free", "Words of quite a free"),
        "HW702",
        "the section `Something free` has `quite`, which its source does not have",
    ),
    "a word is another": (
        text("Before all", "After all"),
        "HW702",
        "the beginning of the article has `After` where its source has `Before`",
    ),
    "words run together": (
        text("It says <code>no", "It says<code>no"),
        "HW702",
        "the section `Symptoms` has `saysno.` where its source has `says no.`",
    ),
    "a placeholder is taken for an element": (
        text("&lt;user name&gt;", "<user name>"),
        "HW702",
        "the section `Symptoms` lacks `<user name>` behind `It says no. Twice.`",
    ),
    "words are hidden": (
        text("<p>Words of", "<p hidden>Words of"),
        "HW702",
        "the section `Something free` lacks `Words of a free section.1`",
    ),
    "words are hidden by their style": (
        text("<p>Words of", '<p style="Display: none">Words of'),
        "HW702",
        "the section `Something free` lacks `Words of a free section.1`",
    ),
    "a tab's label is another": (
        text(">Linux<", ">Unix<"),
        "HW702",
        "the section `Something free` has `Unix` where its source has `Linux`",
    ),
    "raw details are unwrapped": (
        unwrap("details:has(ol)"),
        "HW702",
        "the section `Symptoms` lacks a part to unfold",
    ),
    "a footnote is changed": (
        text("The footnote's words", "The words"),
        "HW702",
        "the list of footnotes lacks `footnote's` behind `The`",
    ),
    "a heading is lost": (
        text('<h2 class="hw-section" id="something-free">', "<h2>"),
        "HW702",
        "the section `Something free` is not on the page",
    ),
    "the title is another": (
        text('id="about-main">About main', 'id="about-main">About'),
        "HW702",
        "the beginning of the article lacks `main` behind `About`",
    ),
    "sections are out of order": (
        behind("#symptom", "#something-free"),
        "HW702",
        "the section `Resolution` stands before the section `Symptoms`",
    ),
    "a heading ends up in a step": (
        behind("#something-free", f"{LAST} > .hw-action"),
        "HW701",
        "step 4 of `Do it yourself` has a heading, which its source does not have",
    ),
    "a reference names another step": (
        text(">step 2 of “Do it yourself”<", ">step 3 of “Do it yourself”<"),
        "HW702",
        "the section `Ask an administrator` has `3` where its source has `2`",
    ),
    "a link leads to another page": (
        text('href="../other/#resolution-step-2"', 'href="../#__skip"'),
        "HW703",
        "no link in the section `Ask an administrator` leads to `kb/other/index.html#resolution-st",
    ),
    "a link leads to another place": (
        text('href="../other/#resolution-step-2"', 'href="../other/#resolution"'),
        "HW704",
        "leads to `kb/other/index.html#resolution-step-2`, as `kb:other#resolution-step-2` in its",
    ),
    "a link is lost": (
        unwrap(f"{LAST} a:last-child"),
        "HW703",
        "no link in step 4 of `Do it yourself` leads to `kb/files/tool.txt`",
    ),
    "a condition is lost": (
        drop(".hw-applies"),
        "HW701",
        "step 3 of `Do it yourself` does not say that it applies to `<2.0`",
    ),
    "the date is another": (
        text('datetime="2024-09-18"', 'datetime="2024-09-17"'),
        "HW702",
        "the page does not say that it was updated on 2024-09-18",
    ),
    "the product is another": (
        text(">Harbor Mail", ">Mail"),
        "HW702",
        "the page does not say that it applies to `Harbor Mail 1.0 and later`",
    ),
    "an error message is another": (
        text("Second line", "second line"),
        "HW702",
        "the page does not show the error message `Second line` word for word",
    ),
    "the article is gone": (drop("main"), "HW702", "the page has no main content"),
}


def _rename(root: LexborNode, selector: str, tag: str) -> None:
    node = find(root, selector)
    attributes = "".join(f' {name}="{value}"' for name, value in node.attributes.items())
    node.replace_with(_new(f"<{tag}{attributes}>{node.inner_html}</{tag}>", tag))


def _swallow(root: LexborNode, step: str, place: str) -> None:
    node = find(root, step)
    find(root, place).insert_after(_new(f"<ol start=3>{node.html}</ol>", "ol"))
    node.decompose()


def _new(html: str, tag: str) -> LexborNode:
    parser = LexborHTMLParser(html)
    found = parser.css_first(f"body > {tag}")
    assert found is not None
    return found


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_page_is_found(folder: SiteFolder, name: str) -> None:
    change, code, message = SPOILT[name]
    folder.change("kb/main", change)
    found = folder.prove()
    told = [f"{finding.rule.code} {finding.message}" for finding in found]
    assert any(line.startswith(code) and message in line for line in told), "\n".join(told)
    assert {finding.path for finding in found} == {PAGE}


def test_a_finding_names_the_place_in_the_source(folder: SiteFolder) -> None:
    folder.change("kb/main", drop("#press > .highlight"))
    (found,) = folder.prove()
    line = 1 + folder.kb.sources["main.md"].text.split("\n").index("2. Press ++ctrl+s++. {#press}")
    assert found.help.startswith(f"its source is main.md:{line}; ")


def test_a_page_of_something_else_is_told_in_few_findings(folder: SiteFolder) -> None:
    other = folder.file("kb/other").read_bytes()
    folder.file("kb/main").write_bytes(other)
    told = folder.told()
    assert f"HW702 {PAGE}: the section `Something free` is not on the page" in told
    assert len(told) <= 25


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"<div>" * 20_000, b"<!--"])
def test_a_page_that_makes_no_sense_is_a_finding(folder: SiteFolder, content: bytes) -> None:
    folder.file("kb/main").write_bytes(content)
    assert any(line.startswith(f"HW702 {PAGE}: ") for line in folder.told())


def test_what_plugins_wrap_and_add_is_transparent(folder: SiteFolder) -> None:
    def wrap(root: LexborNode) -> None:
        for picture in root.css("img.hw-screenshot"):
            link = f'<a class="glightbox" href="{picture.attributes["src"]}">{picture.html}</a>'
            picture.replace_with(_new(link, "a"))
        button = '<button class="md-clipboard">Copy</button>'
        find(root, "#press pre").insert_child(_new(button, "button"))
        place = find(root, "#something-free")
        place.insert_after(_new("<script>if (a < b) write('words')</script><p></p>", "p"))
        find(root, ".hw-article").insert_after(
            _new('<aside class="md-source-file">Last update: today</aside>', "aside")
        )

    folder.change("kb/main", wrap)
    assert folder.told() == []


def test_a_page_without_the_articles_own_element_is_proven_all_the_same(
    folder: SiteFolder,
) -> None:
    folder.change("kb/main", unwrap("main .hw-article"))
    assert folder.told() == []
    folder.change("kb/main", drop("#press"))
    assert any("step 2 of `Do it yourself` is not on the page" in line for line in folder.told())


@pytest.mark.parametrize(
    "raw",
    [
        "<div>\n<!-- open\n\nshown",
        "<div>\n<!--> shown\n</div>",
        "<div>\n<!-- hidden --!> shown\n</div>",
        "<div>\n<![CDATA[ hidden ]]> <?php hidden > shown <!hidden\n\nshown",
        "<div>\n</> shown <3\n</div>",
    ],
)
def test_broken_raw_html_is_read_alike_by_renderer_and_proof(tmp_path: Path, raw: str) -> None:
    body = f"## Symptom\n\nx\n\n## Resolution\n\n{raw}\n"
    folder = SiteFolder(tmp_path, {"a.md": article("a", body)})
    assert folder.told() == []
    assert "hidden" not in folder.file("kb/a").read_text("utf-8")
    assert "shown" in folder.file("kb/a").read_text("utf-8")
