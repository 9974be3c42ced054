"""The measuring instruments are right: each kind of fault is counted, and nothing else is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks import build, check, fidelity, pictures, sites, variants
from benchmarks.compare import Counts, compare
from benchmarks.generate import generate
from benchmarks.reader import read_page
from benchmarks.reference import read_markdown, render
from benchmarks.sites import read_folder
from helpwright.build import inspect
from helpwright.config import Config
from helpwright.derive import Pictures
from tests.derive.drawing import saved, window

ARTICLE = """\
Before you start, read this.

## Symptom

The window closes. ![The closed window](closed.png)

## Resolution

1. Open the menu.

   ![The open menu](menu.png)

2. Run the tool:

   ```sh
   tool --reset
   ```

   1. Wait for the prompt.
   2. Answer **yes**.

      > [!NOTE]
      > Nothing is deleted.

3. Compare the values.

   | Name | Value |
   | ---- | ----- |
   | size | large |

   - Small is wrong.
   - Large is right.
4. Close the window.

## More information

5. This list begins at five.

6. It ends at six.
"""
REFERENCE = render(ARTICLE)
NASTY = """\
# Steps in every shape

2. Begin at two.
  1. This is no sub-step for CommonMark, but a list of its own.
3) Another delimiter.

<details>
<summary>The long way</summary>

1. Stop.

   Really: type `a\\b`, C:\\Temp and \\<server name>.

   ~~~
   indented
   ~~~

   1. Wait.

      > [!WARNING]
      > At 10:30:15, &amp;amp; is `&amp;`.

   1. Wait again. [^1]

2. Go.

</details>

## Cause

- A bullet
  1. with a step
     - with a bullet

       | a | b |
       | - | - |
       | *c* | d |
  2. and another.

[^1]: A note.

## Symptom

99. Ninety-nine.
100. A hundred, __done__.

     ![A closed window](closed.png)
"""
FAULTS = (
    "number",
    "parent",
    "lost",
    "added_steps",
    "steps_losing_blocks",
    "misplaced",
    "changed",
    "pictures",
    "words",
    "added_words",
)


def faults(counts: Counts) -> dict[str, int]:
    """Return the counts that are not zero."""
    found = {name: getattr(counts, name) for name in FAULTS if getattr(counts, name)}
    return found | {f"block:{kind}": number for kind, number in counts.blocks.items()}


def mutate(pattern: str, replacement: str) -> str:
    """Return the reference's HTML with exactly one place changed."""
    built, number = re.subn(pattern, replacement, REFERENCE, flags=re.S)
    assert number == 1, f"{pattern} occurs {number} times"
    return built


def test_a_page_equal_to_its_reference_has_no_difference() -> None:
    counts = compare(REFERENCE, REFERENCE)
    assert faults(counts) == {}
    assert counts.differences == []
    assert (counts.steps, counts.articles_with_steps) == (8, 1)


@pytest.mark.parametrize(
    ("pattern", "replacement", "expected"),
    [
        pytest.param('<ol start="5">', "<ol>", {"number": 2}, id="start-lost"),
        pytest.param(
            "<li>\n<p>Answer",
            '<li value="9"><p>Answer',
            {"number": 1},
            id="another-number-by-value",
        ),
        pytest.param(
            r"<li>\n<p>Close the window.</p>\n</li>\n</ol>",
            "</ol><p>4. Close the window.</p>",
            {"lost": 1, "misplaced": 1, "added_words": 1, "changed": 0},
            id="step-becomes-a-paragraph",
        ),
        pytest.param(
            r"</p>\n</li>\n<li>\n<p>It ends at six",
            " 6. It ends at six",
            {"lost": 1, "added_words": 1, "changed": 2},
            id="step-joins-the-one-before",
        ),
        pytest.param(
            r"<ol>(\n<li>\n<p>Wait.*?)</ol>\n</li>",
            r'</li></ol><ol>\1</ol><ol start="3">',
            {"parent": 2, "misplaced": 3},
            id="sub-steps-fall-out",
        ),
        pytest.param(
            r"(<pre>.*?</pre>)(.*)</ol>\n<h2>More",
            r"\2</ol>\1<h2>More",
            {"block:code block": 1, "steps_losing_blocks": 1, "misplaced": 1},
            id="code-falls-out",
        ),
        pytest.param(
            r"<pre><code class=.language-sh.>(.*?)</code></pre>",
            r"<p>\1</p>",
            {"block:code block": 1, "steps_losing_blocks": 1, "misplaced": 1},
            id="code-becomes-text",
        ),
        pytest.param(
            r"<blockquote>\s*<p>\[!NOTE\](.*?)</p>\s*</blockquote>",
            r"<p>\1</p>",
            {"block:note or quotation": 1, "steps_losing_blocks": 1, "misplaced": 1},
            id="note-loses-its-frame",
        ),
        pytest.param(
            "<ul>(.*?)</ul>",
            r"</li></ol><ul>\1</ul><ol start='4'>",
            {"block:bullet list": 1, "steps_losing_blocks": 1, "misplaced": 2},
            id="bullets-fall-out",
        ),
        pytest.param(
            "<table>.*</table>",
            "<p>| Name | Value | size | large |</p>",
            {"block:table": 1, "steps_losing_blocks": 1, "misplaced": 4},
            id="table-becomes-text",
        ),
        pytest.param(
            r'(<p><img src="menu[^>]*></p>)(.*)</ol>\n<h2>More',
            r"\2</ol>\1<h2>More",
            {"block:picture": 1, "steps_losing_blocks": 1},
            id="picture-falls-out",
        ),
        pytest.param('<img src="closed[^>]*>', "", {"pictures": 1}, id="picture-lost"),
        pytest.param("Nothing is", "Nothing", {"words": 1, "changed": 1}, id="word-lost"),
        pytest.param(
            "Nothing is", "Nothing at all is", {"added_words": 2, "changed": 1}, id="words-added"
        ),
        pytest.param("window closes", "window, closes", {"changed": 1}, id="character-added"),
        pytest.param(
            r"<p>Before you start, read this.</p>",
            "<ol><li>Before you start, read this.</li></ol>",
            {"added_steps": 1, "misplaced": 1},
            id="paragraph-becomes-a-step",
        ),
    ],
)
def test_each_fault_is_counted_as_what_it_is(
    pattern: str, replacement: str, expected: dict[str, int]
) -> None:
    counts = compare(REFERENCE, mutate(pattern, replacement))
    assert faults(counts) == {name: number for name, number in expected.items() if number}
    assert counts.differences or "added" in "".join(expected)


def test_what_a_reader_takes_for_the_same_is_the_same() -> None:
    built = REFERENCE.replace(
        "<li>Wait for the prompt.</li>", "<li><p>Wait for the prompt.</p></li>"
    )
    built = re.sub(
        r"<blockquote>\s*<p>.*?</p>\s*</blockquote>",
        '<div class="admonition note"><p class="admonition-title" data-hw-chrome>Note</p>'
        "<p>Nothing is deleted.</p></div>",
        built,
        flags=re.S,
    )
    built = built.replace(
        "<pre><code",
        '<div class="highlight"><table class="highlighttable"><tr>'
        '<td class="linenos"><pre>1</pre></td><td><pre><code',
    ).replace("</code></pre>", "</code></pre></td></tr></table></div>")
    built = re.sub("(<ol start.*</ol>)", r"<section><div>\1</div></section>", built, flags=re.S)
    assert "<section>" in built
    assert faults(compare(REFERENCE, built)) == {}


def test_page_chrome_is_no_content() -> None:
    page = f"""<body><nav>Menu</nav><article class="md-content__inner">
      <a class="md-content__button" href="/edit">Edit</a>
      <dl data-hw-chrome><dt>Updated</dt><dd>today</dd></dl>
      {REFERENCE.replace("</h2>", '<a class="headerlink" href="#x">¶</a></h2>')}
      </article><footer>Made by hand</footer></body>"""
    assert faults(compare(REFERENCE, page)) == {}


def test_a_page_may_add_its_title_and_shift_the_levels_of_headings() -> None:
    titled = "<h1>Before you start, read this.</h1>" + REFERENCE
    assert faults(compare(REFERENCE, titled)) == {}
    reference = render("# Title\n\n1. Go.\n\n# Part\n\n### Sub (c)\n")
    built = render("# Title\n\n1. Go.\n\n## Part\n\n#### Sub (c)\n").replace("(c)", "©")
    assert faults(compare(reference, built)) == {"changed": 1}


def test_footnotes_are_no_steps() -> None:
    reference = render("Text[^1].\n\n[^1]: The note.\n")
    built = """<p>Text<sup><a class="footnote-ref" href="#fn:1">1</a></sup>.</p>
      <div class="footnote"><hr><ol><li id="fn:1"><p>The note.
      <a class="footnote-backref" href="#fnref:1">↩</a></p></li></ol></div>"""
    assert faults(compare(reference, built)) == {}


def test_sections_may_stand_in_another_order() -> None:
    before, *sections = re.split("(?=<h2>)", REFERENCE)
    built = before + "".join(reversed(sections))
    assert read_page(built).sections == ["more information", "resolution", "symptom"]
    assert faults(compare(REFERENCE, built)) == {}


def test_sections_of_one_name_are_told_apart_by_their_order() -> None:
    article = (
        "## Cause\n\n1. One.\n\n## Fix\n\n1. Two.\n\n## Cause\n\n3. Three.\n\n## Fix\n\n4. Four.\n"
    )
    built = (
        "## Cause\n\n1. One.\n\n## Cause\n\n3. Three.\n\n## Fix\n\n1. Two.\n\n## Fix\n\n4. Four.\n"
    )
    assert faults(compare(render(article), render(built))) == {}
    swapped = built.replace("One", "Three").replace("3. Three", "3. One")
    assert compare(render(article), render(swapped)).words == 0
    assert faults(compare(render(article), render(swapped)))["lost"] == 2


def test_steps_inside_raw_details_are_steps() -> None:
    markdown = (
        "<details>\n<summary>More</summary>\n\n1. Stop.\n\n   Really.\n2. Go.\n\n</details>\n"
    )
    reference = render(markdown)
    assert compare(reference, reference).steps == 2
    raw = "<details><summary>More</summary>1. Stop. Really. 2. Go.</details>"
    assert faults(compare(reference, raw)) == {"lost": 2, "misplaced": 3, "added_words": 2}


@pytest.mark.parametrize(
    ("html", "numbers"),
    [
        ("<ol><li>a<li>b</ol>", [1, 2]),
        ("<ol start=0><li>a<li value=7>b<li>c</ol>", [0, 7, 8]),
        ("<ol reversed><li>a<li>b<li>c</ol>", [3, 2, 1]),
        ("<ol reversed start=9><li>a<li>b</ol>", [9, 8]),
        ("<ol start=x><li>a<ol><li>b</ol><li>c</ol>", [1, 1, 2]),
        ("<ul><li>a</ul>", []),
    ],
)
def test_numbers_are_those_of_a_browser(html: str, numbers: list[int]) -> None:
    assert [step.number for step in read_page(html).steps] == numbers


def test_an_unknown_element_shows_nothing_but_its_content() -> None:
    page = read_page("<p>Type <user name>.</p><!-- no --><script>no</script><p hidden>no</p>")
    assert [leaf.text for leaf in page.leaves] == ["Type ."]


def test_a_shown_placeholder_does_not_hide_the_step_behind_it() -> None:
    reference = render("1. Open <user name> <user name>\n2. User one.\n")
    built = reference.replace("<user name>", "&lt;user name&gt;")
    assert faults(compare(reference, built)) == {"changed": 1, "added_words": 4}


def test_a_step_without_a_word_is_still_a_step() -> None:
    reference = render("1. ![Menu](a.png)\n2. \n3. Go.\n")
    assert faults(compare(reference, reference)) == {}
    assert faults(compare(reference, reference.replace("<li></li>", "")))["lost"] == 1


def test_a_missing_page_loses_everything() -> None:
    counts = compare(REFERENCE, "")
    assert (counts.lost, counts.pictures) == (8, 2)
    assert counts.words == sum(len(leaf.words) for leaf in read_page(REFERENCE).leaves)


def test_front_matter_gives_the_title_and_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"\xef\xbb\xbf---\r\ntitle: 'One: two'\r\n---\r\nBody.\r\n")
    assert read_markdown(file) == ("One: two", "Body.\n")
    file.write_text("---\n[\n---\nBody.\n")
    assert read_markdown(file) == (None, "Body.\n")
    file.write_text("Text.\n\n---\n")
    assert read_markdown(file) == (None, "Text.\n\n---\n")


def test_files_of_one_name_get_pages_of_their_own(tmp_path: Path) -> None:
    for path in ("a/Same name.md", "b/same-name.md", "index.md", "README.md"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("Text.\n")
    ids = [document.id for document in read_folder(tmp_path)]
    assert ids == ["readme-page", "same-name", "same-name-2", "index-page"]


def test_generated_articles_are_the_same_for_the_same_seed(tmp_path: Path) -> None:
    kbs = [tmp_path / name for name in ("a", "b", "c")]
    for kb, seed in zip(kbs, (7, 7, 8), strict=True):
        assert len(generate(kb, 40, seed)) == 40
    first, again, other = ({p.relative_to(kb): p.read_bytes() for p in files(kb)} for kb in kbs)
    assert first == again
    assert first != other


def test_generated_articles_have_no_finding(tmp_path: Path) -> None:
    generate(tmp_path / "kb", 120, 3)
    inspection = inspect(Config(tmp_path / "kb"))
    assert len(inspection.kb.articles) == 120
    assert inspection.diagnostics == ()


def test_generated_articles_hold_every_kind_of_block(tmp_path: Path) -> None:
    plans = generate(tmp_path / "kb", 120, 3)
    pages = [read_page(render(read_markdown(tmp_path / "kb" / plan.path)[1])) for plan in plans]
    kinds = {leaf.block_kind for page in pages for leaf in page.leaves if leaf.step is not None}
    assert kinds == {"p", "code", "quote", "ul", "table"}
    assert max(step.depth for page in pages for step in page.steps) >= 1
    assert any(picture.step is not None for page in pages for picture in page.pictures)


@pytest.fixture(scope="module")
def mixed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated articles, which every renderer gets right, and one that stock MkDocs does not."""
    folder = tmp_path_factory.mktemp("mixed")
    generate(folder / "good", 25, 5)
    (folder / "bad.md").write_text(
        "# Bad\n\n1. Type `a`.\n\n   ```\n   a\n   ```\n\n2. Type \\<name>.\n", encoding="utf-8"
    )
    return folder


def test_stock_pages_differ_only_where_stock_is_known_to_be_wrong(
    mixed_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fidelity.main([str(mixed_folder), "--only", "stock", "--json", "--list", "99"]) == 0
    stock = json.loads(capsys.readouterr().out)["sides"]["stock"]
    assert stock["articles"] == 26
    assert {difference["path"] for difference in stock["differences"]} == {"bad.md"}
    assert (stock["number"], stock["lost"], stock["parent"]) == (1, 0, 0)
    assert stock["blocks"] == {"code block": 1}
    assert stock["words"] == 1


def test_helpwright_pages_show_what_commonmark_shows(mixed_folder: Path) -> None:
    nasty = mixed_folder / "nasty.md"
    nasty.write_text(NASTY, encoding="utf-8")
    picture = nasty.with_name("closed.png")
    picture.write_bytes(next(mixed_folder.rglob("*.png")).read_bytes())
    counts = fidelity.measure("ours", mixed_folder)
    nasty.unlink()
    picture.unlink()
    assert counts["nasty.md"].steps == 11
    assert {path: faults(count) for path, count in counts.items() if faults(count)} == {}


def test_both_sides_are_printed_as_columns_and_differences_as_lines() -> None:
    stock = compare(REFERENCE, mutate("Nothing is", "Nothing"))
    ours = compare(REFERENCE, mutate("<pre>.*?</pre>", ""))
    text = fidelity.table({"stock": stock, "ours": ours})
    columns = {
        line[:28].strip(): re.findall(r"\d+(?= )|\d+$", line[28:]) for line in text.split("\n")
    }
    assert columns["code block"] == ["0", "1"]
    assert columns["words lost"] == ["1", "2"]
    lines = fidelity.listing({"stock": {"a.md": stock}}, 1)
    assert "1 of 2 differences" in lines
    assert "a.md: changed in “" in lines


def test_both_builds_of_a_pair_make_every_page(tmp_path: Path) -> None:
    plans = generate(tmp_path / "kb", 4, 2)
    runs = build.measure(tmp_path / "kb", plans)
    assert all(run.code == 0 and run.cpu > 0 for run in runs.values())
    assert all(ratio > 0 for ratio in build.ratios(runs))


def test_a_build_that_leaves_out_a_page_is_refused(tmp_path: Path) -> None:
    plans = generate(tmp_path / "kb", 2, 2)
    (tmp_path / "kb" / plans[0].path).unlink()
    with pytest.raises(sites.BuildError, match=r"ended with 1|1 pages are missing"):
        build.measure(tmp_path / "kb", plans)


def test_checks_are_timed_beside_their_peer(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--generate", "5", "--rounds", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("5 articles, ")
    assert lines[0].endswith("findings: none")
    assert [line.split("  ")[0] for line in lines[3:]] == ["library call", "command", check.PEER]
    assert lines[-1].endswith(" 1.00")


def test_articles_with_versions_are_timed_beside_the_same_without(
    capsys: pytest.CaptureFixture[str],
) -> None:
    small = ["--articles", "9", "--rounds", "1", "--conditions", "12", "--versions", "6"]
    assert variants.main(small) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "9 articles, 20 versions of each product"
    assert [line.split()[0] for line in lines[2:6]] == ["pages", "files", "inspect", "compile_site"]
    pages = lines[2].split()
    assert int(pages[1]) == 9
    assert int(pages[2]) > 9
    assert lines[6].startswith("one article, 12 conditions, 6 versions: 6 pages, inspect ")


def test_only_conditions_tell_the_sides_apart(tmp_path: Path) -> None:
    sides = variants.prepare(tmp_path, 12, 1)
    changed = 0
    for file in files(sides["without"]):
        other = sides["with"] / file.relative_to(sides["without"])
        written = other.read_bytes()
        plain = re.sub(rb' \{applies_to="[^"]*"\}', b"", written)
        assert plain == file.read_bytes()
        changed += plain != written
    assert changed == 4


def files(folder: Path) -> list[Path]:
    """Return every file below a folder."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def test_bytes_of_pictures_are_those_that_a_browser_loads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a/one", "a/two", "b/three"):
        file = tmp_path / "from" / f"{name}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(saved(window()))
    kb = tmp_path / "kb-source"
    pages = pictures.prepare(tmp_path / "from", kb, every=1)
    assert sorted(map(len, pages.values())) == [1, 2]
    seconds, found = pictures.derive(kb)
    assert seconds > 0
    for browser, (of_all, of_median) in pictures.bytes_of(kb, found, pages).items():
        assert of_all == pytest.approx(of_median)
        assert 0 < of_all < 0.9, browser
    assert set(pictures.bytes_of(kb, Pictures(), pages).values()) == {(1, 1)}
    assert pictures.main([str(tmp_path / "nowhere")]) == 0
    assert capsys.readouterr().out.startswith("skipped: ")
