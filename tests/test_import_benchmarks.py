"""The comparison of imports finds each planted fault, and nothing in a clean import."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks import import_fidelity, import_speed
from benchmarks.generate import _png
from benchmarks.import_addresses import Leads, Link
from benchmarks.import_compare import Counts, compare_import
from benchmarks.import_shapes import rewrite
from benchmarks.import_words import Account
from benchmarks.originals import find_originals, read_original
from benchmarks.originals_html import read_main
from benchmarks.originals_markdown import expand
from benchmarks.originals_text import render_text
from benchmarks.reader import read_page
from benchmarks.reference import render

ARTICLE = """\
# The window closes

## Symptoms

The window closes at once. ![The closed window](media/closed.png)

## Resolution

1. Open the menu.

   ![The open menu](media/menu.png)

2. Run the tool:

   ```sh
   tool --reset
   ```

   1. Wait for the prompt.
   2. Answer **yes**.

      > [!NOTE]
      > Nothing is deleted.

3. Close the window. See [the other article](other.md#top).

## More information

Ask [the vendor](https://vendor.example/help).
"""
ORIGINAL = render(ARTICLE)
FAULTS = [
    name
    for name in Counts.__dataclass_fields__
    if name
    not in (
        "articles",
        "articles_with_steps",
        "articles_with_wrong_steps",
        "articles_losing_words",
        "steps",
        "words",
        "facts",
        "pictures",
        "links",
        "differences",
        "blocks",
    )
]


def faults(counts: Counts) -> dict[str, int]:
    """Return the counts of faults that are not zero."""
    found = {name: getattr(counts, name) for name in FAULTS if getattr(counts, name)}
    return found | {f"block:{kind}": number for kind, number in counts.blocks.items()}


def mutate(pattern: str, replacement: str) -> str:
    """Return the original's HTML with exactly one place changed."""
    changed, number = re.subn(pattern, replacement, ORIGINAL, flags=re.S)
    assert number == 1, f"{pattern} occurs {number} times"
    return changed


def test_a_faithful_page_has_no_difference() -> None:
    counts = compare_import(ORIGINAL, ORIGINAL)
    assert faults(counts) == {}
    assert counts.differences == []
    assert (counts.steps, counts.pictures, counts.links) == (5, 2, 2)
    assert counts.words == 39


@pytest.mark.parametrize(
    ("pattern", "replacement", "expected"),
    [
        pytest.param("at once", "", {"words_lost": 2}, id="words-lost"),
        pytest.param("at once", "at once again", {"words_added": 1}, id="word-added"),
        pytest.param("<ol>(?=.*<ol>)", '<ol start="2">', {"number": 3}, id="another-number"),
        pytest.param(
            r"<ol>(\n<li>\n<p>Wait.*?)</ol>\n</li>",
            r'</li></ol><ol>\1</ol><ol start="3">',
            {"parent": 2, "other_kind": 3},
            id="sub-steps-leave-their-parent",
        ),
        pytest.param(
            r"<li>\n?<p>Close the window(.*?)</p>\n</li>\n</ol>",
            r"</ol><p>Close the window\1</p>",
            {"lost": 1, "other_kind": 1},
            id="step-becomes-a-paragraph",
        ),
        pytest.param(
            r"(<pre>.*?</pre>)(.*)</ol>\n<h2>More",
            r"\2</ol>\1<h2>More",
            {"block:code block": 1},
            id="code-leaves-its-step",
        ),
        pytest.param(
            r"<pre><code[^>]*>(.*?)</code></pre>",
            r"<p>\1</p>",
            {"other_kind": 1},
            id="code-becomes-text",
        ),
        pytest.param(
            "<p>Ask (.*?)</p>",
            r"<ol><li>Ask \1</li></ol>",
            {"block:paragraph": 1, "added_steps": 1},
            id="paragraph-becomes-a-step",
        ),
        pytest.param('<img src="media/closed[^>]*>', "", {"pictures_lost": 1}, id="picture-lost"),
        pytest.param(
            "at once",
            'at once <img src="new.png" alt="New">',
            {"pictures_added": 1},
            id="picture-added",
        ),
        pytest.param(
            '<a href="https://vendor[^>]*>(.*?)</a>', r"\1", {"links_lost": 1}, id="link-lost"
        ),
        pytest.param("at once", '<a href="x">at once</a>', {"links_added": 1}, id="link-added"),
    ],
)
def test_each_fault_is_found_as_what_it_is(
    pattern: str, replacement: str, expected: dict[str, int]
) -> None:
    counts = compare_import(ORIGINAL, mutate(pattern, replacement))
    assert faults(counts) == expected
    assert len(counts.differences) >= sum(expected.values())


def entry(outcome: str, **values: Any) -> dict[str, Any]:
    """Return an entry of an import's report."""
    return {"outcome": outcome, "topic": "part", "reason": "a reason", **values}


def test_the_ledger_may_take_words_but_not_more_than_it_tells() -> None:
    page = mutate(r"<h2>More.*", "")
    link = "https://vendor.example/help"
    told = entry("dropped", text="More information Ask the vendor.", links=[link])
    assert faults(compare_import(ORIGINAL, page, [told])) == {
        "words_in_ledger": 5,
        "links_in_ledger": 1,
    }
    less = entry("dropped", text="Ask the vendor")
    assert faults(compare_import(ORIGINAL, page, [less])) == {
        "words_in_ledger": 3,
        "words_lost": 2,
        "links_lost": 1,
    }


def test_words_that_an_entry_has_in_another_order_are_counted_apart() -> None:
    page = mutate("at once", "")
    told = entry("mapped", topic="front-matter-key", text="once more at last")
    assert faults(compare_import(ORIGINAL, page, [told])) == {"words_in_pieces": 2}


def test_the_ledger_may_add_words_pictures_and_links() -> None:
    page = mutate("at once", 'at once <a href="x">again</a> <img src="new.png">')
    told = entry("repaired", added="Again!", added_links=1, added_pictures=1)
    assert faults(compare_import(ORIGINAL, page, [told])) == {}


def test_a_picture_that_was_not_supplied_has_its_place() -> None:
    page = mutate('<img src="media/closed[^>]*>', "")
    told = entry("left", topic="picture-not-supplied", about="media/closed.png")
    assert faults(compare_import(ORIGINAL, page, [told])) == {"pictures_in_ledger": 1}


def test_a_picture_may_get_another_file_name_of_the_same_words() -> None:
    page = ORIGINAL.replace("media/closed.png", "../Closed.jpg")
    assert faults(compare_import(ORIGINAL, page)) == {}
    renamed = ORIGINAL.replace('closed.png" alt="The closed window"', '-1_closed_.png" alt="x"')
    assert faults(compare_import(ORIGINAL, renamed)) == {"pictures_lost": 1, "pictures_added": 1}


def test_a_picture_that_the_ledger_names_is_not_lost() -> None:
    page = mutate('<img src="media/closed[^>]*>', "")
    told = entry("dropped", pictures=["media/closed.png"])
    assert faults(compare_import(ORIGINAL, page, [told])) == {"pictures_in_ledger": 1}


@pytest.mark.parametrize(
    ("values", "explained"),
    [
        ({"outcome": "repaired", "topic": "list-restarted", "place": "Resolution"}, True),
        ({"outcome": "inferred", "topic": "steps", "about": "steps 1 to 3: Open the"}, True),
        ({"outcome": "inferred", "topic": "steps", "about": "steps 1 to 3: Shut the"}, False),
        ({"outcome": "repaired", "topic": "list-restarted", "place": "Symptoms"}, False),
        ({"outcome": "dropped", "topic": "list-restarted", "place": "Resolution"}, False),
        ({"outcome": "inferred", "topic": "step-reference", "place": "Resolution"}, False),
        ({"outcome": "repaired", "topic": "picture-file", "place": "Resolution"}, False),
    ],
)
def test_a_told_repair_of_the_list_explains_other_numbers(
    values: dict[str, Any], explained: bool
) -> None:
    page = mutate("<ol>(?=.*<ol>)", '<ol start="0">')
    counts = compare_import(ORIGINAL, page, [entry(**values)])
    assert faults(counts) == ({"explained": 3} if explained else {"number": 3})


def test_sections_may_move_and_change_their_level_and_name() -> None:
    before, symptoms, resolution, more = re.split("(?=<h2>)", ORIGINAL)
    page = before + resolution + more.replace("h2>", "h3>") + symptoms.replace("h2>", "h4>")
    assert faults(compare_import(ORIGINAL, page)) == {}
    renamed = page.replace("Resolution", "Remedy")
    assert faults(compare_import(ORIGINAL, renamed)) == {"words_lost": 1, "words_added": 1}


def test_the_title_of_the_front_matter_is_no_added_text() -> None:
    body = ORIGINAL.replace("<h1>The window closes</h1>", "")
    page = f"<h1>A title of its own</h1>{body}"
    assert faults(compare_import(body, page, titles=["A title of its  own"])) == {}
    assert faults(compare_import(body, page)) == {"words_added": 5}
    twice = body + "<h3>A title of its own</h3>"
    page_of_twice = page + "<h3>A title of its own</h3>"
    assert faults(compare_import(twice, page_of_twice, titles=["A title of its own"])) == {}
    lost = compare_import(ORIGINAL, page, titles=["A title of its own"])
    assert faults(lost) == {"words_lost": 3}


def test_a_text_is_taken_out_as_it_stood_across_its_own_blocks() -> None:
    account = Account(["One two", "three; four"])
    account.take("TWO Three")
    account.take("four one")
    assert account.taken == {"two": 1, "three": 1}
    assert account.taken_in_pieces == {"four": 1, "one": 1}


@pytest.mark.parametrize(
    ("written", "shown", "right"),
    [
        ("other.md#part", "../other/#part", True),
        ("other.md", "../third/", False),
        ("../b/third.md", "../third/", True),
        ("https://vendor.example/x", "https://vendor.example/x/", True),
        ("https://vendor.example/x", "https://vendor.example/y", False),
        ("https://help.example/a/other", "../other/", True),
        ("/exchange/x", "https://learn.example/exchange/x", True),
        ("/exchange/x", "https://learn.example/exchange/y", False),
        ("#part", "#a-part", True),
        ("#part", "../third/#part", False),
        ("files/tool.zip", "../files/tool.zip", True),
        ("files/tool.zip", "../third/", False),
    ],
)
def test_links_must_lead_where_they_led(written: str, shown: str, right: bool) -> None:
    pages = {"a/one.md": "kb/a/one", "a/other.md": "kb/a/other", "b/third.md": "kb/a/third"}
    leads = Leads("a/one.md", "kb/a/one", pages, frozenset({*pages, "a/files/tool.zip"}))
    assert leads.right(Link(written, "x"), Link(shown, "x")) is right


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write text files below a folder and return it."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (
            ':::image type="content" source="a b.png" alt-text="It\'s [new]" border="true":::',
            r"![It's \[new\]](<a b.png>)",
        ),
        ('Go ::: image type="icon" source="i.png" alt-text="no" ::: on', "Go ![](<i.png>) on"),
        (
            ':::image type="complex" source="a.png" alt-text="A":::\nLong.\n:::image-end:::',
            "![A](<a.png>)\nLong.\n<!-- -->",
        ),
        ('`:::image source="a.png":::` stays', '`:::image source="a.png":::` stays'),
        ("```\n:::zone-end\n> [!INFO]\n```", "```\n:::zone-end\n> [!INFO]\n```"),
        (r'The :::no-loc text="<%P%>\\A":::.', r"The \<%P%\>\\A."),
        ('::: zone pivot="a"\nText\n::: zone-end', "<!-- -->\nText\n<!-- -->"),
        (
            ':::row:::\n:::column span="2":::\nText\n:::column-end:::',
            "<!-- -->\n<!-- -->\nText\n<!-- -->",
        ),
        (
            ':::row:::\n   :::column span="":::\n      One\n\n        Two\n   :::column-end:::',
            "<!-- -->\n   <!-- -->\nOne\n\n  Two\n   <!-- -->",
        ),
        ('<div class="x" markdown="1">\n*One*\n</div>', '<div class="x">\n\n*One*\n\n</div>\n'),
        ('::: moniker range=">=a-2"\nText\n::: moniker-end', "<!-- -->\nText\n<!-- -->"),
        ("# [Tab *A*](#tab/a)\n\nText\n\n***\n\n---", "\n**Tab *A***\n\n\nText\n\n<!-- -->\n\n---"),
        ('> [!div class="nextstepaction"]\n> [Go](b.md)', "<!-- -->\n[Go](b.md)"),
        (
            '> [!div class="x"]\n>    ```\n>    a\n>    ```\nOut',
            "<!-- -->\n   ```\n   a\n   ```\n<!-- -->\nOut",
        ),
        ("[!VIDEO https://video.example/1]", '<a href="https://video.example/1"></a>'),
        ("Text [!INCLUDE [a](inc/part.md)] on.", "Text A ![p](<inc/p.png>) part. on."),
        (
            "1. Go.\n   [!INCLUDE[a](inc/part.md)]",
            "1. Go.\n   <!-- -->\n   A ![p](<inc/p.png>) part.\n   <!-- -->",
        ),
        ("Text [!INCLUDE [a](inc/none.md)]", "Text "),
        ("Text [!INCLUDE [a](../outside.md)]", "Text "),
        (
            'Text\n!!! note "Mind"\n    One.\n\n    - Two\n\nOut.',
            "Text\n\n> Mind\n> \n> One.\n> \n> - Two\n\n\nOut.",
        ),
        ("  ??? tip\n      One.", "\n  > One.\n"),
        (":::note[Mind]\nOne.\n:::\nOut.", "\n> Mind\n> \n> One.\n\nOut."),
        ("::::tip\n:::note\nOne.\n:::\n::::", "\n> \n> > One.\n> \n"),
        (":::note never closed\nOne.", ":::note never closed\nOne."),
        (">![info]\n> One.", ">\n> One."),
        (">![info](i.png) One.", ">![info](i.png) One."),
        ("> [!INFO] Mind\n> One.", "> Mind\n> One."),
        ("> [!NOTE]\n> One.", "> [!NOTE]\n> One."),
        (
            '{% hint style="info" %}\nOne.\n{% endhint %}\nOut.',
            "\n> One.\n\nOut.",
        ),
        ('{{< note title="Mind" >}}\nOne.\n{{< /note >}}', "\n> Mind\n> \n> One.\n"),
        ("{{< note >}} stays", "{{< note >}} stays"),
        ("![p](a.png){ width=20 } and {b}\n{: .note }", "![p](a.png) and {b}\n"),
        ('=== "Tab"\n    One.', "**Tab**\n\nOne.\n"),
    ],
)
def test_dialects_are_written_out(written: str, plain: str, tmp_path: Path) -> None:
    part = '---\nms.topic: include\n---\nA :::image source="p.png" alt-text="p"::: part.\n'
    folder = write(tmp_path / "kb", {"inc/part.md": part})
    write(tmp_path, {"outside.md": "Secret."})
    assert expand(written, "a.md", folder) == plain


def test_includes_in_a_circle_end(tmp_path: Path) -> None:
    twice = "A\n[!INCLUDE [b](b.md)]\n[!INCLUDE [b](b.md)]"
    write(tmp_path, {"a.md": twice, "b.md": "B\n[!INCLUDE [b](a.md)]"})
    text = expand("[!INCLUDE [a](a.md)]", "start.md", tmp_path)
    assert 10 < text.count("A") < 200
    assert "[!INCLUDE" not in text


def test_documents_are_read_by_their_kind(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.md": "---\ntitle: One\nms.date: 01/02/2024\nappliesto:\n  - X 1.10\n---\n<name>.",
            "b.html": "<title>Two - KB</title><nav>Menu</nav><main><h1>Two</h1><p>Text</p></main>",
            "c.txt": "\nThree\n\n1. Go.\n  • Bullet\npicture.png\n",
            "d.png": "",
            "e.json": '{"articles": [{"id": 7, "title": "Five", "body": "<p>Text<p>More"}]}',
            "f.json": '["no export"]',
            "g.json": "{broken",
        },
    )
    assert find_originals(tmp_path) == ["a.md", "b.html", "c.txt", "e.json#7"]
    one, two, three = (read_original(path, tmp_path) for path in ("a.md", "b.html", "c.txt"))
    assert (one.titles, one.facts) == ({"One"}, ("One", "01/02/2024", "X 1.10"))
    assert [leaf.text for leaf in read_page(one.html).leaves] == ["<name>."]
    assert two.titles == {"Two - KB", "Two"}
    assert [leaf.text for leaf in read_page(two.html).leaves] == ["Two", "Text"]
    five = read_original("e.json#7", tmp_path)
    assert five.titles == {"Five"}
    assert [leaf.text for leaf in read_page(five.html).leaves] == ["Text", "More"]
    assert three.titles == {"Three"}
    assert [leaf.text for leaf in read_page(three.html).leaves] == ["Three", "Go.", "Bullet"]


def test_written_numbers_of_a_text_are_numbers() -> None:
    page = read_page(render_text("1. One\n  12) Twelve\n3.5 stays\n"))
    assert [step.number for step in page.steps] == [1, 12]
    assert page.leaves[-1].text == "3.5 stays"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>Go there.<ol><li>Look.</ol><li>Go back.</ol>", {}),
        ("<ol><li>Go there.</li><li>Look.</li><li>Go back.</ol>", {"number": 2}),
        ("<ol><li>Go there.<p>1. Look.</p></li><li>Go back.</ol>", {"lost": 1, "words_added": 1}),
        ("<p>1. Go there.</p><ol><li>Look.</li><li>Go back.</ol>", {"lost": 1, "words_added": 1}),
    ],
)
def test_steps_of_a_text_keep_their_numbers(page: str, expected: dict[str, int]) -> None:
    original = render_text("1. Go there.\n1. Look.\n2. Go back.\n")
    assert faults(compare_import(original, page, structure=False)) == expected


def test_an_address_that_becomes_a_link_to_itself_is_nothing_new() -> None:
    original = render_text("See https://a.example/b or ask@a.example.")
    page = '<p>See <a href="https://a.example/b">https://a.example/b</a> or '
    page += '<a href="mailto:ask@a.example">ask@a.example</a>.</p>'
    assert faults(compare_import(original, page, structure=False)) == {}
    other = page.replace('href="https://a', 'href="https://b')
    assert faults(compare_import(original, other, structure=False)) == {"links_added": 1}


def test_the_main_content_of_a_page_is_its_article() -> None:
    chrome = "<nav>Menu</nav><div class='article-body'></div>"
    body = "<div id='main-content' class='wiki-content'><p>Text of the whole article.</p></div>"
    html, _ = read_main(f"<body>{chrome}{body}<footer>Foot</footer></body>")
    assert html == body.replace("'", '"')
    assert read_main("<pre>code<button>Copy</button></pre>")[0] == "<body><pre>code</pre></body>"
    assert read_main("<p>Only this")[0] == "<body><p>Only this</p></body>"
    assert read_main("") == ("<body></body>", frozenset())


def test_every_document_is_compared_or_accounted_for(tmp_path: Path) -> None:
    text = "---\ntitle: One\nms.topic: howto\nms.author: me\n---\n\n1. Go to [two](two.md).\n"
    names = ("one", "two", "part", "broken", "forgotten", "unbuilt")
    folder = write(tmp_path / "source", {f"{name}.md": text for name in names})
    page = '<article class="md-content__inner"><h1>One</h1><ol start="2"><li>Go to '
    page += '<a href="../two/">two</a>.</li></ol></article>'
    project = write(
        tmp_path / "project",
        {f"site/kb/{name}/index.html": page for name in ("one", "two")}
        | {f"kb-source/{name}.md": "---\ntitle: One\n---\n" for name in ("one", "two")},
    )
    told = entry("dropped", topic="front-matter", text="howto", about="ms.topic")
    report = {
        "articles": [
            {"origin": f"{id}.md", "path": f"{id}.md", "id": id, "entries": [told]}
            for id in ("one", "two", "unbuilt")
        ],
        "others": [{"path": "part.md", "reason": "a part of others"}],
        "refused": [],
        "failures": [{"origin": "broken.md", "reason": "it is broken"}],
    }
    result = import_fidelity.compare_project(folder, project, report)
    assert faults(result.total) == {"number": 2, "facts_lost": 2}
    assert (result.documents, result.total.articles, result.total.facts) == (6, 2, 6)
    assert result.accounted == {"part.md": "a part of others"}
    assert result.failed == {"broken.md": "it is broken"}
    assert (result.missing, result.unbuilt) == (["forgotten.md"], ["unbuilt.md"])
    figures = {name.strip(): value for name, value, _ in import_fidelity.rows(result)}
    assert figures["neither page nor reason"] == 2
    assert figures["wrong steps"] == 2
    found = [(path, difference.what) for path, difference in result.differences()]
    assert found[:3] == [(f"{name}.md", "document") for name in ("forgotten", "unbuilt", "broken")]
    assert {what for _, what in found[3:]} == {"number", "fact lost"}
    loaded = json.loads(import_fidelity.as_json(folder, result))
    assert (loaded["wrong"], len(loaded["differences"])) == (2, 7)
    assert re.search(r"^  wrong number +2 \(100\.0%\)$", import_fidelity.table(result), re.M)
    assert import_fidelity.listing(result, 4).count("\n") == 5


@pytest.mark.parametrize("shape", ["html", "zendesk", "admonitions"])
def test_a_folder_in_another_shape_shows_the_same(shape: str, tmp_path: Path) -> None:
    names = ("a", "b", "c")
    text = ARTICLE.replace("other.md", "b.md")
    folder = write(tmp_path / "kb", {f"{name}.md": text for name in names})
    write(folder, {"includes/part.md": "Part.", "media/menu.png": "x"})
    out = rewrite(folder, tmp_path / "out", shape)
    paths = find_originals(out)
    assert [path.partition(".")[0] for path in paths] == list(names)
    assert (out / "media" / "menu.png").is_file()
    for path in paths:
        original = read_original(f"{path.partition('.')[0]}.md", folder)
        other = read_original(path, out)
        expected = original.html
        if shape != "admonitions":
            expected = expected.replace("<h1>The window closes</h1>", "")
            assert "The window closes" in other.titles
        assert faults(compare_import(expected, other.html)) == {}


def test_a_folder_of_every_kind_is_imported_built_and_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    learn = f"---\ntitle: The window closes\nms.date: 01/02/2024\n---\n\n{ARTICLE}"
    body = ORIGINAL.replace("[!NOTE]\n", "")
    page = f"<html><head><title>Page</title></head><body><main>{body}</main></body></html>"
    folder = write(
        tmp_path / "source",
        {
            "learn.md": learn.replace("Open the menu.", "Open the [!INCLUDE [m](includes/m.md)]."),
            "includes/m.md": "menu",
            "other.md": "---\ntitle: Other\n---\n\n## Problem\n\n!!! note\n    It is slow.\n",
            "page.html": page.replace("other.md", "other.html"),
            "text.txt": "It is slow\n\nResolution\n\n1. Wait.\n2. Wait again.\n",
        },
    )
    (folder / "media").mkdir()
    for name in ("closed", "menu"):
        (folder / "media" / f"{name}.png").write_bytes(_png(8, 8, len(name)))
    out = ["--keep", str(tmp_path / "out")]
    assert import_fidelity.main([str(folder), "--json", *out]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["differences"] == []
    assert (found["documents"], found["articles"], found["steps"]) == (5, 4, 12)
    assert list(found["no_articles"]) == ["includes/m.md"]
    assert import_fidelity.main([str(folder / "media"), "--list", "3"]) == 2
    assert "helpwright import ended with 2" in capsys.readouterr().err


def test_the_speed_of_an_import_is_given_beside_parsing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(
        tmp_path / "source", {"a.md": f"---\ntitle: A\n---\n{ARTICLE}", "media/x.png": ""}
    )
    assert import_speed.main([str(folder), "--rounds", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 documents") and "1 articles" in lines[0]
    assert [line[:16].strip() for line in lines[3:]] == ["library call", "command", "parsing alone"]
    assert lines[-1].endswith(" 1.00")
