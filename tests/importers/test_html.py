"""Pieces of HTML as blocks, and the account of what they show."""

from __future__ import annotations

import time
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.diagnostic import Span
from helpwright.importers.html import Fragment, html_fragment
from helpwright.importers.ledger import Attention, Entry, Outcome, balance, count_words
from helpwright.importers.markdown.blocks import parse_markdown
from helpwright.importers.tally import tally_blocks
from helpwright.model import (
    Break,
    CodeBlock,
    Directive,
    Heading,
    HtmlBlock,
    Image,
    Paragraph,
    StepList,
    Text,
)
from helpwright.write import write_blocks

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


def plain(value: Any) -> Any:
    """Return nodes as tuples of what they mean, with texts joined."""
    if isinstance(value, tuple):
        return tuple(_joined([plain(one) for one in value]))
    if isinstance(value, Text):
        return ("Text", value.value)
    if isinstance(value, Break) and not value.hard:
        return ("Text", " ")
    if is_dataclass(value) and not isinstance(value, type):
        skipped = {"span", "marker", "tight", "written", "fenced"}
        parts = (getattr(value, one.name) for one in fields(value) if one.name not in skipped)
        return (type(value).__name__, *(plain(part) for part in parts))
    return sorted(value.items()) if isinstance(value, dict) else value


def _joined(values: list[Any]) -> list[Any]:
    out: list[Any] = []
    for value in values:
        last = out[-1] if out else None
        if _is_text(value) and _is_text(last):
            out[-1] = ("Text", last[1] + value[1])
        else:
            out.append(value)
    return out


def _is_text(value: Any) -> bool:
    return isinstance(value, tuple) and value[:1] == ("Text",)


def entries_of(html: str, topic: str) -> list[Entry]:
    return [entry for entry in html_fragment(html).entries if entry.topic == topic]


SAME = {
    "a paragraph for each double line break": (
        "<p>A<br><br>B<br>C</p>",
        "A\n\nB\\\nC",
    ),
    "a picture on a line of its own": (
        'Press it.<br><img src="a.png" alt="dialog">',
        "Press it.\n\n![dialog](a.png)",
    ),
    "blanks move out of emphasis": (
        "<p>Open <b>Start </b>and <i> go</i>.</p>",
        "Open **Start** and *go*.",
    ),
    "emphasis by style": (
        '<p><span style="font-weight: bold">B</span> <b style="font-weight:normal">n</b></p>',
        "**B** n",
    ),
    "emphasis around blocks": (
        "<b><p>one</p><p>two</p></b>",
        "**one**\n\n**two**",
    ),
    "headings keep their ids": (
        '<h2 id="why"><strong>Cause</strong></h2><a name="x1"></a><h3>Deep</h3>',
        "## Cause {#why}\n\n### Deep {#x1}",
    ),
    "an id before a heading": (
        '<div class="mt-section" id="section_1"><span id="Cause"></span><h2>Cause</h2></div>'
        '<p><a href="#Cause">up</a></p>',
        "## Cause {#Cause}\n\n[up](#Cause)",
    ),
    "signs of one line": (
        "<p>H<sub>2</sub>O <kbd>Ctrl</kbd>+<kbd>C</kbd> <code>a b</code> <s>x</s> <ins>y</ins></p>",
        "H<sub>2</sub>O <kbd>Ctrl</kbd>+<kbd>C</kbd> `a b` ~~x~~ <u>y</u>",
    ),
    "an icon in the line": (
        '<p>Press <img src="gear.png" width="16" height="16"> now.</p>',
        "Press ![](gear.png){.icon} now.",
    ),
    "an icon by itself is none": (
        '<p><img src="gear.png" class="icon"></p>',
        "![](gear.png)",
    ),
    "a picture that a script loads": (
        '<p><img src="data:image/gif;base64,R0lGOD" data-src="real.png"></p>'
        '<p><img srcset="s.png 300w, l.png 900w"></p>',
        "![](real.png)\n\n![](l.png)",
    ),
    "a caption is the title": (
        '<figure><img src="a.png" alt="x"><figcaption>The <span>dialog</span></figcaption>'
        "</figure>",
        '![x](a.png "The dialog")',
    ),
    "a caption with a link stays text": (
        '<figure><img src="a.png"><figcaption>See <a href="b">b</a></figcaption></figure>',
        "![](a.png)\n\nSee [b](b)",
    ),
    "nested lists": (
        "<ol><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li><p>d</p><p>e</p></li></ol>",
        "1. a\n\n   - b\n     - c\n\n2. d\n\n   e",
    ),
    "lists directly in lists": (
        "<ol><li>a</li><ul><li>b</li></ul><li>c</li></ol>",
        "1. a\n   - b\n2. c",
    ),
    "a list wrapped once too often": (
        "<ul><ul><li>a</li></ul></ul>",
        "- a",
    ),
    "a paragraph between the items": (
        "<ol><li>a</li><p>more</p><li>b</li></ol>",
        "1. a\n\n   more\n\n2. b",
    ),
    "an item that only indents": (
        '<ul><li>a</li><li style="list-style-type: none"><ul><li>b</li></ul></li></ul>',
        "- a\n  - b",
    ),
    "items around a division": (
        "<ol><div><li>a</li></div><li>b</li></ol>",
        "1. a\n2. b",
    ),
    "indents by class": (
        '<ol><li>a</li><li class="ql-indent-1">b</li><li class="ql-indent-1">c</li><li>d</li></ol>',
        "1. a\n   1. b\n   2. c\n2. d",
    ),
    "an interrupted list goes on": (
        '<ol><li>a</li></ol><p>text</p><p><img src="x.png"></p><ol start="2"><li>b</li></ol>',
        "1. a\n\n   text\n\n   ![](x.png)\n\n2. b",
    ),
    "a list goes on by its first value": (
        '<ol><li>a</li></ol><pre>x</pre><ol><li value="2">b</li></ol>',
        "1. a\n\n   ```\n   x\n   ```\n\n2. b",
    ),
    "bullets between two parts of a list": (
        '<div><ol><li>a</li></ol></div><ul><li>x</li></ul><ol start="2"><li>b</li></ol>',
        "1. a\n   - x\n2. b",
    ),
    "an interrupted list inside a step": (
        '<ol><li>a<ol><li>x</li></ol><p>mid</p><ol start="2"><li>y</li></ol></li></ol>',
        "1. a\n\n   1. x\n\n      mid\n\n   2. y",
    ),
    "a list goes on behind a heading": (
        '<ol><li>a</li></ol><h3>H</h3><ol start="2"><li>b</li></ol>',
        "1. a\n\n### H\n\n2. b {continue}",
    ),
    "a list goes on behind a line in bold": (
        '<ol><li>a</li></ol><p>t</p><p><b>New topic</b></p><p>u</p><ol start="2"><li>b</li></ol>',
        "1. a\n\nt\n\n**New topic**\n\nu\n\n2. b {continue}",
    ),
    "a list goes on behind words that lead to it": (
        '<ol><li>a</li></ol><p>Then do this:</p><ol start="2"><li>b</li></ol>',
        "1. a\n\nThen do this:\n\n2. b {continue}",
    ),
    "a list goes on behind much text": (
        f'<ol><li>a</li></ol>{"<p>t</p>" * 5}<ol start="2"><li>b</li></ol>',
        "1. a\n\n" + "t\n\n" * 5 + "2. b {continue}",
    ),
    "a part of a list that went on is itself interrupted": (
        '<ol><li>a</li></ol><p>Then:</p><ol start="2"><li>b</li></ol><p>t</p><ol start="3"><li>c'
        "</li></ol>",
        "1. a\n\nThen:\n\n2. b {continue}\n\n   t\n\n3. c",
    ),
    "a bold sentence and a table between two parts of a list": (
        "<ol><li>a</li></ol><p><b>Wait a minute.</b></p><table><tr><th>x</th></tr><tr><td>y</td>"
        '</tr></table><ol start="2"><li>b</li></ol>',
        "1. a\n\n   **Wait a minute.**\n\n   | x |\n   | - |\n   | y |\n\n2. b",
    ),
    "steps right below a step": (
        '<ol><li>a</li><li>b</li></ol><ol><li>x</li></ol><ol start="3"><li>c</li></ol>',
        "1. a\n2. b\n   1. x\n3. c",
    ),
    "a list that starts anew": (
        "<ol><li>a</li></ol><p>text</p><ol><li>b</li></ol>",
        "1. a\n\ntext\n\n1. b",
    ),
    "numbers that jump": (
        '<ol><li>a</li><li value="4">b</li><li>c</li></ol>',
        "1. a\n\n4) b\n5) c",
    ),
    "sub-steps with letters": (
        '<ol><li>a<ol type="a"><li>x</li></ol></li></ol>',
        "1. a\n   1. x",
    ),
    "numbers by style": (
        '<ul style="list-style-type:decimal"><li>a</li></ul>',
        "1. a",
    ),
    "check boxes": (
        '<ul><li><input type="checkbox" checked> done</li>'
        '<li><label><input type="checkbox"> open</label></li></ul>',
        "- [x] done\n- [ ] open",
    ),
    "numbers typed by hand": (
        "<p>1. Open it.</p><p>2. <b>Close</b> it.</p><p><b>3.</b> Go.</p>",
        "1. Open it.\n2. **Close** it.\n3. Go.",
    ),
    "terms": (
        "<dl><dt>Term</dt><dd>What it is</dd></dl>",
        "- **Term**\n\n  What it is",
    ),
    "a simple table": (
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1<br>2</td>"
        '<td align="right"><b>x</b></td></tr></tbody></table>',
        "| A | B |\n| --- | --: |\n| 1<br>2 | **x** |",
    ),
    "a table without a head": (
        "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>",
        "|  |  |\n| --- | --- |\n| 1 | 2 |\n| 3 |  |",
    ),
    "a head in bold type": (
        "<table><tr><td><b>A</b></td><td><b>B</b></td></tr><tr><td>1</td><td>2</td></tr></table>",
        "| A | B |\n| --- | --- |\n| 1 | 2 |",
    ),
    "a table around a picture": (
        '<table><tr><td><img src="a.png"></td></tr></table>',
        "![](a.png)",
    ),
    "code with its language": (
        '<pre><code class="language-bash">$ ls<br>$ pwd\n</code></pre>',
        "```bash\n$ ls\n$ pwd\n```",
    ),
    "code with spans and numbers": (
        '<div class="highlight"><table class="highlighttable"><tr><td class="linenos"><pre>'
        '1\n2</pre></td><td class="code"><pre><span class="k">a</span>\nb</pre></td></tr>'
        "</table></div>",
        "```\na\nb\n```",
    ),
    "code of Confluence": (
        '<div class="code panel pdl"><div class="codeHeader panelHeader"><b>x.java</b></div><div '
        'class="codeContent panelContent"><pre class="syntaxhighlighter-pre" '
        'data-syntaxhighlighter-params="brush: java; gutter: false">int x;</pre></div></div>',
        '```java title="x.java"\nint x;\n```',
    ),
    "details": (
        "<details><summary>More</summary><ol><li>a</li></ol></details>",
        "/// details | More\n1. a\n///",
    ),
    "an accordion": (
        '<div class="accordion-item"><h3 class="accordion-header"><button>One</button></h3>'
        '<div class="accordion-collapse collapse"><p>text</p></div></div>',
        "/// details | One\ntext\n///",
    ),
    "an expander of Confluence": (
        '<div class="expand-container"><div class="expand-control"><span '
        'class="expand-control-icon icon">&nbsp;</span><span class="expand-control-text">Log</span>'
        '</div><div class="expand-content expand-hidden" style="display:none"><p>text</p></div>'
        "</div>",
        "/// details | Log\ntext\n///",
    ),
    "tabs beside each other": (
        '<p>x</p><ul class="nav nav-tabs" role="tablist"><li><a href="#w" role="tab">Windows</a>'
        '</li><li><a href="#m" role="tab">Mac</a></li></ul><div class="tab-content"><div id="w" '
        'role="tabpanel"><p>1</p></div><div id="m" role="tabpanel" style="display:none"><p>2</p>'
        "</div></div>",
        "x\n\n/// tab | Windows\n1\n///\n\n/// tab | Mac\n2\n///",
    ),
    "a box with its label": (
        '<div class="note"><p><strong>Note:</strong> hot</p></div>',
        "> [!NOTE]\n> hot",
    ),
    "a box of Bootstrap": (
        '<div class="alert alert-danger"><h4 class="alert-heading">Beware</h4>of it</div>',
        "> [!CAUTION]\n> **Beware**\n>\n> of it",
    ),
    "a box of Confluence": (
        '<div class="confluence-information-macro confluence-information-macro-warning"><span '
        'class="aui-icon confluence-information-macro-icon"></span><div class='
        '"confluence-information-macro-body"><p>hot</p></div></div>',
        "> [!WARNING]\n> hot",
    ),
    "a box of MindTouch": (
        '<div class="mt-tips-container style-wrap" title="Tip"><p>try it</p></div>',
        "> [!TIP]\n> try it",
    ),
    "a box of GitHub": (
        '<div class="markdown-alert markdown-alert-important"><p class="markdown-alert-title">'
        "Important</p><p>do it</p></div>",
        "> [!IMPORTANT]\n> do it",
    ),
    "a box of AsciiDoc": (
        '<div class="admonitionblock tip"><table><tr><td class="icon"><div class="title">Tip</div>'
        '</td><td class="content">try it</td></tr></table></div>',
        "> [!TIP]\n> try it",
    ),
    "a box with a title of its own": (
        '<div class="admonition bug"><p class="admonition-title">Known</p><p>x</p></div>',
        "/// bug | Known\nx\n///",
    ),
    "a paragraph that calls itself a note": (
        "<ol><li>a<p><b>Important</b>: hot</p></li></ol>",
        "1. a\n\n   > [!IMPORTANT]\n   > hot",
    ),
    "a bullet that is a note": (
        "<ol><li>a<ul><li>Note: hot</li></ul></li></ol>",
        "1. a\n\n   > [!NOTE]\n   > hot",
    ),
    "a plain quotation": (
        "<blockquote><p>said</p></blockquote>",
        "> said",
    ),
    "links": (
        '<p><a href="a b.html" title="t">x</a> <a href="https://e.com">https://e.com</a> '
        '<a href="mailto:a@e.com">a@e.com</a></p>',
        "[x](a%20b.html) <https://e.com> <a@e.com>",
    ),
    "a link around a heading": (
        '<a href="u"><h3>Card</h3></a>',
        "### [Card](u)",
    ),
    "a picture that zooms": (
        '<a href="big.png"><img src="small.png"></a>',
        "![](small.png)",
    ),
    "a video": (
        '<iframe src="https://v.example/1" title="How to"></iframe>',
        "[How to](https://v.example/1)",
    ),
    "footnotes": (
        '<p>a<sup><a class="footnote-ref" href="#fn:1">1</a></sup></p><div class="footnote"><hr>'
        '<ol><li id="fn:1"><p>b <a class="footnote-backref" href="#fnref:1">back</a></p></li></ol>'
        "</div>",
        "a[^1]\n\n[^1]: b",
    ),
    "a place that is linked to": (
        '<p id="here">x</p><p><a href="#here">up</a></p>',
        '<a id="here"></a>x\n\n[up](#here)',
    ),
    "forms as their text": (
        '<form><label>Name</label> <input type="text"> <button>Save</button></form>',
        "Name Save",
    ),
    "nothing to see": (
        "<p>&nbsp;</p><p><b> </b></p><h2></h2><ul><li></li></ul><script>x</script>",
        "",
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_html_gives_the_blocks_of_markdown(name: str) -> None:
    html, markdown = SAME[name]
    fragment = html_fragment(html)
    assert plain(fragment.blocks) == plain(parse_markdown(markdown))
    assert_even(fragment)


@pytest.mark.parametrize("name", SAME)
def test_the_blocks_can_be_written(name: str) -> None:
    blocks = html_fragment(SAME[name][0]).blocks
    assert plain(parse_markdown(write_blocks(blocks))) == plain(blocks)


@pytest.mark.parametrize(
    ("html", "topic", "outcome", "attention"),
    [
        (
            '<ol><li>a</li></ol><p>t</p><ol start="2"><li>b</li></ol>',
            "interrupted-list",
            Outcome.REPAIRED,
            Attention.LOOK,
        ),
        (
            '<ol><li>a</li></ol><p>t:</p><ol start="2"><li>b</li></ol>',
            "continued-list",
            Outcome.INFERRED,
            Attention.LOOK,
        ),
        (
            '<ol><li>a</li><li value="9">b</li></ol>',
            "step-numbers",
            Outcome.REPAIRED,
            Attention.DECIDE,
        ),
        ("<ol reversed><li>a</li><li>b</li></ol>", "step-numbers", Outcome.REPAIRED, 2),
        ('<ol type="a"><li>a</li></ol>', "step-letters", Outcome.REPAIRED, Attention.LOOK),
        ('<ol start="7"><li>a</li></ol>', "list-start", Outcome.LEFT, Attention.DECIDE),
        ("<p>1. a<br>2. b</p>", "typed-steps", Outcome.LEFT, Attention.LOOK),
        ("<p>1. a</p><p>2. b</p>", "typed-steps", Outcome.INFERRED, Attention.LOOK),
        ("<p><b>Step 1:</b> go</p>", "typed-steps", Outcome.LEFT, Attention.LOOK),
        ("<li>a</li>", "list", Outcome.REPAIRED, Attention.LOOK),
        ("<ol><li>a</li><p>b</p></ol>", "list", Outcome.REPAIRED, Attention.LOOK),
        (
            '<table><tr><td colspan="2"><ol><li>a</li></ol></td></tr><tr><td>b</td><td>c</td></tr>'
            "</table>",
            "table",
            Outcome.KEPT_RAW,
            Attention.DECIDE,
        ),
        ('<i class="fa fa-cog"></i>', "icon", Outcome.DROPPED, Attention.LOOK),
        ('<p style="display: none">x</p>', "hidden-text", Outcome.DROPPED, Attention.LOOK),
        ('<iframe src="https://v.example/1"></iframe>', "embedded", Outcome.DROPPED, 3),
        ('<a href="u"></a>', "link", Outcome.DROPPED, Attention.NONE),
        ('<img alt="x">', "picture", Outcome.DROPPED, Attention.LOOK),
        (
            '<div class="mt-style-conditional" title="Pro members"><p>x</p></div>',
            "condition",
            Outcome.LEFT,
            Attention.DECIDE,
        ),
        ('<abbr title="World Wide Web">WWW</abbr>', "tooltip", Outcome.DROPPED, 4),
    ],
)
def test_what_was_done_is_told(html: str, topic: str, outcome: Outcome, attention: int) -> None:
    (entry,) = entries_of(html, topic)
    assert (entry.outcome, entry.attention) == (outcome, attention)
    assert entry.reason[0].islower()
    assert not entry.reason.endswith(".")
    assert_even(html_fragment(html))


def test_a_list_behind_other_steps_keeps_its_number() -> None:
    html = (
        "<ol><li>a</li><li>b</li></ol><p>Once more:</p><ol><li>x</li></ol><p>t</p>"
        '<ol start="3"><li>c</li></ol>'
    )
    lists = [block for block in html_fragment(html).blocks if isinstance(block, StepList)]
    assert [(steps.start, steps.continues) for steps in lists] == [
        (1, False),
        (1, False),
        (3, False),
    ]
    (entry,) = entries_of(html, "list-start")
    assert "the list before it does not end with 2" in entry.reason
    assert_even(html_fragment(html))


def test_an_entry_names_the_list_and_the_step() -> None:
    (entry,) = entries_of(
        '<h2>Fix</h2><ol><li>Open it.</li><li>Go.</li></ol><img src="x.png"><ol start="3"><li>End.'
        "</li></ol>",
        "interrupted-list",
    )
    assert "behind step 2 and goes on with step 3" in entry.reason
    assert '"Open it."' in entry.about
    assert entry.place == "Fix"


@pytest.mark.parametrize(
    ("html", "topic"),
    [
        ('<ol><li>a</li></ol><p>t</p><ol start="2"><li>b</li></ol>', "interrupted-list"),
        ('<ol><li>a</li></ol><p>t:</p><ol start="2"><li>b</li></ol>', "continued-list"),
        ('<ol start="7"><li>a</li></ol>', "list-start"),
        ("<p>1. a</p><p>2. b</p>", "typed-steps"),
        ("<p>1. a<br>2. b</p>", "typed-steps"),
        ("<p><b>Note:</b> a</p>", "alert"),
        ('<div><p>t</p><div><ol start="7"><li>a</li></ol></div></div>', "list-start"),
    ],
)
def test_an_entry_names_the_heading_above(html: str, topic: str) -> None:
    page = f"<h2>First</h2><p>x</p><h2>Fix</h2>{html}<h2>Last</h2><p>y</p>"
    assert [entry.place for entry in entries_of(page, topic)] == ["Fix"]
    assert [entry.place for entry in entries_of(f"{html}<h2>Last</h2>", topic)] == [""]
    (behind,) = entries_of(f'{page}<p><img alt="x"></p>', "picture")
    assert behind.place == "Last"


def test_a_table_with_lists_stays_html() -> None:
    html = (
        '<table class="x" onclick="y()"><tr><td rowspan="2" style="color:red">a</td><td><ul><li>b'
        '</li></ul></td></tr><tr><td><pre>c\n\nd</pre><a href="javascript:z()">e</a> '
        '<a href="u">f</a><img src="p.png" onerror="q()"></td></tr></table>'
    )
    fragment = html_fragment(html)
    (block,) = fragment.blocks
    assert isinstance(block, HtmlBlock)
    assert "\n\n" not in block.raw
    assert 'rowspan="2"' in block.raw
    assert '<a href="u">f</a>' in block.raw
    for unsafe in ("onclick", "style", "javascript", "onerror", "class"):
        assert unsafe not in block.raw
    assert_even(fragment)


def test_tabs_keep_their_words_in_their_titles() -> None:
    html = SAME["tabs beside each other"][0]
    tabs = [block for block in html_fragment(html).blocks if isinstance(block, Directive)]
    assert [(tab.name, tab.argument) for tab in tabs] == [("tab", "Windows"), ("tab", "Mac")]


def test_steps_get_the_ids_of_their_items() -> None:
    (block,) = html_fragment('<ol><li id="open">a</li><li id="bad id">b</li></ol>').blocks
    assert isinstance(block, StepList)
    labels = [step.attributes.label if step.attributes else None for step in block.steps]
    assert labels == ["open", None]


def test_an_empty_step_in_the_middle_keeps_the_numbers() -> None:
    (block,) = html_fragment("<ol><li>a</li><li></li><li>c</li><li></li></ol>").blocks
    assert isinstance(block, StepList)
    assert [(step.number, len(step.blocks)) for step in block.steps] == [(1, 1), (2, 0), (3, 1)]


def test_code_keeps_its_blanks() -> None:
    (block,) = html_fragment("<pre>  a\n\n\tb  </pre>").blocks
    assert isinstance(block, CodeBlock)
    assert block.value == "  a\n\n\tb  \n"


def test_a_title_that_repeats_the_file_name_is_none() -> None:
    (block,) = html_fragment('<img src="/x/setup.png?r=1" title="setup.png" alt="Setup">').blocks
    assert isinstance(block, Paragraph)
    assert block.children == (Image("/x/setup.png?r=1", "", "Setup", None, Span(0, 0)),)


@given(st.lists(PIECES, max_size=40))
def test_no_soup_of_tags_loses_a_word(pieces: list[str]) -> None:
    assert_even(html_fragment("".join(pieces)))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert_even(html_fragment(text))


DEEP = {
    "divisions": "<div>" * 100_000 + "word",
    "closed divisions": "<div>" * 50_000 + "word" + "</div>" * 50_000,
    "lists": "<ul><li>" * 30_000 + "word",
    "tables": "<table><tr><td>" * 10_000 + "word",
    "quotations": "<blockquote>word" * 20_000,
    "styles": "".join(f"<font size={size}>" for size in range(3000)) + "<p>word" * 2000,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(1_000_000)) + ">word",
    "attributes with signs": "<p " + " ".join(f"a{n}='>'" for n in range(200_000)) + ">word",
    "open tags": '<a "' * 100_000 + "word",
    "comments": "<!-- " * 100_000 + "word",
    "steps": "".join(f"<ol start={n}><li>word</ol>x" for n in range(1, 4000)),
}


@pytest.mark.parametrize("name", DEEP)
def test_hostile_input_is_read_in_little_time(name: str) -> None:
    began = time.process_time()
    assert_even(html_fragment(DEEP[name]))
    assert time.process_time() - began < 20


def test_elements_too_deep_keep_their_words_and_links() -> None:
    html = "<ul><li>" * 60 + 'word <a href="u">link</a> <b>bold</b>'
    fragment = html_fragment(html)
    assert_even(fragment)
    assert fragment.tally.words == count_words("word link bold")
    assert any(entry.topic == "nesting" for entry in fragment.entries)
    assert plain(parse_markdown(write_blocks(fragment.blocks))) == plain(fragment.blocks)


def test_headings_are_told_apart_from_their_permalinks() -> None:
    html = '<h2 id="a">A<a class="headerlink" href="#a">\u00b6</a></h2><h2 id="b">B</h2>'
    fragment = html_fragment(html)
    assert [type(block) for block in fragment.blocks] == [Heading, Heading]
    assert_even(fragment)
