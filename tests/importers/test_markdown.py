from __future__ import annotations

import datetime
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.importers.bundle import Refused, Unreadable
from helpwright.importers.draft import Draft
from helpwright.importers.ledger import Attention, Outcome, balance
from helpwright.importers.markdown import MARKDOWN_READER
from helpwright.importers.markdown.blocks import parse_markdown
from helpwright.importers.markdown.joins import join_lists
from helpwright.importers.tally import tally_blocks
from helpwright.model import (
    Block,
    Break,
    BulletList,
    Code,
    CodeBlock,
    Directive,
    Heading,
    HtmlBlock,
    Image,
    Inline,
    InlineHtml,
    Link,
    Paragraph,
    Quote,
    Status,
    StepList,
    Style,
    Styled,
    Table,
    Text,
    ThematicBreak,
)


@dataclass
class Files:
    """A bundle in memory."""

    contents: Mapping[str, str | bytes]
    name: str = "kb"
    refused: list[Refused] = field(default_factory=list)

    def paths(self) -> Sequence[str]:
        return sorted(self.contents)

    def documents(self) -> Sequence[str]:
        return self.paths()

    def data(self, path: str) -> bytes:
        if path not in self.contents:
            raise Unreadable("there is no such file")
        found = self.contents[path]
        return found if isinstance(found, bytes) else found.encode()

    def size(self, path: str) -> int:
        return len(self.data(path))

    def modified(self, path: str) -> datetime.date | None:
        return None


def read(text: str | bytes, path: str = "help/doc.md", **others: str) -> Draft:
    """Read one document, and hold its account to the law of the ledger.

    `others` are more files, with `__` for a slash and `_md` for `.md` in their names.
    """
    more = {name.replace("__", "/").replace("_md", ".md"): text for name, text in others.items()}
    (draft,) = MARKDOWN_READER.read(path, Files({path: text, **more}))
    rest = balance(draft.tally, tally_blocks(draft.blocks), draft.entries)
    assert rest.even, rest
    return draft


def outline(blocks: Iterable[Block]) -> list[object]:
    """Return blocks as short values that can be compared."""
    return [_outlined(block) for block in blocks]


def _outlined(block: Block) -> object:
    if isinstance(block, Paragraph):
        return said(block.children)
    if isinstance(block, Heading):
        label = block.attributes.label if block.attributes else None
        return "#" * block.level + " " + said(block.children) + (f" #{label}" if label else "")
    if isinstance(block, CodeBlock):
        return ("code", block.info, block.value)
    if isinstance(block, Quote):
        return (block.alert.value if block.alert else "quote", *outline(block.blocks))
    if isinstance(block, Directive):
        return (f"{block.name}: {block.argument}", *outline(block.blocks))
    if isinstance(block, StepList):
        mark = "ol+" if block.continues else "ol"
        return (mark, *([step.number, *outline(step.blocks)] for step in block.steps))
    if isinstance(block, BulletList):
        return ("ul", *(outline(item.blocks) for item in block.items))
    if isinstance(block, HtmlBlock):
        return block.raw
    if isinstance(block, ThematicBreak):
        return "---"
    assert isinstance(block, Table)
    return "table"


def said(children: Iterable[Inline]) -> str:
    return "".join(map(_said, children))


def _said(child: Inline) -> str:
    if isinstance(child, Text):
        return child.value
    if isinstance(child, Code):
        return f"`{child.value}`"
    if isinstance(child, Styled):
        mark = {Style.STRONG: "**", Style.EMPHASIS: "*"}.get(child.style, "~~")
        return f"{mark}{said(child.children)}{mark}"
    if isinstance(child, Link):
        return f"[{said(child.children)}]({child.target})"
    if isinstance(child, Image):
        values = child.attributes.values if child.attributes else {}
        size = "".join(f" {name}={value}" for name, value in values.items())
        return f"![{child.alt}]({child.source}{size})"
    if isinstance(child, Break):
        return "\n"
    assert isinstance(child, InlineHtml)
    return child.raw


def shape(text: str, path: str = "help/doc.md", **others: str) -> list[object]:
    """Return the outline of a document that has a title in its head."""
    return outline(read(f"---\ntitle: T\n---\n{text}", path, **others).blocks)


def indented(text: str, width: int = 3) -> str:
    return re.sub(r"(?m)^(?=.)", " " * width, text)


NOTES = [
    ("> [!NOTE]\n> a\n", ("note", "a")),
    ("> [!Tip]\n> a\n", ("tip", "a")),
    ("> [!info]\n> a\n", ("info: ", "a")),
    ("> [!warning] Mind *this*\n> a\n", ("warning: Mind this", "a")),
    ("> [!faq]- Why?\n> a\n", ("question: Why?", "a")),
    ("> [!tip] only a line\n", ("tip", "only a line")),
    ("> [!note] See [x](y.md)\n> a\n", ("note", "**See [x](y.md)**", "a")),
    (">![info]\n> a\n", ("info: ", "a")),
    ("> ![warning] a\n", ("warning", "a")),
    (">[info]\n>a\n", ("info: ", "a")),
    ("> **Note:** a\n", ("note", "a")),
    ("> **Warning**: a\n", ("warning", "a")),
    ("> **Info**\n>\n> a\n", ("info: ", "a")),
    ("> *Hint:* a\n", ("tip", "a")),
    ("> Caution: a\n", ("caution", "a")),
    ("> :warning: a\n", ("warning", "a")),
    ("> :bulb: **Tip:** a\n", ("tip", "a")),
    ("> \N{BLUE BOOK} Title\n>\n> a\n", ("info: Title", "a")),
    ("> \N{WARNING SIGN}\N{VARIATION SELECTOR-16} a\n", ("warning", "a")),
    ("!!! note\n    a\n", ("note", "a")),
    ('!!! warning "Mind `this`"\n\n    a\n\n    - b\n', ("warning: Mind this", "a", ("ul", ["b"]))),
    ('!!! danger ""\n    a\n', ("danger: ", "a")),
    ('!!! note inline end "T"\n    a\n', ("note: T", "a")),
    ("!!! special-kind\n    a\n", ("note: Special kind", "a")),
    ('??? tip "T"\n    a\n', ("details: T", "a")),
    ("???+ example\n    a\n", ("details: Example", "a")),
    ('??? "T"\n    a\n', ("details: T", "a")),
    (":::note\na\n:::\n", ("note", "a")),
    (":::tip Title\n\na\n\n:::\n", ("tip: Title", "a")),
    (":::info[My **title**]\na\n:::\n", ("info: My title", "a")),
    (':::warning{title="T"}\na\n:::\n', ("warning: T", "a")),
    ("::: details Click me\na\n:::\n", ("details: Click me", "a")),
    ("::: {.callout-tip}\na\n:::\n", ("tip", "a")),
    ("::::caution\n:::tip\na\n:::\n::::\n", ("caution", ("tip", "a"))),
    ('{% hint style="info" %}\na\n{% endhint %}\n', ("info: ", "a")),
    ("{% hint style='danger' %}a{% endhint %}\n", ("danger: ", "a")),
    ("{% note %}\n\na\n\n{% endnote %}\n", ("note", "a")),
    ('{% callout type="warning" title="T" %}\na\n{% /callout %}\n', ("warning: T", "a")),
    ('{% include note.html content="a **b**" %}\n', ("note", "a **b**")),
    ("{{< note >}}\na\n{{< /note >}}\n", ("note", "a")),
    ('{{% notice tip "T" %}}\na\n{{% /notice %}}\n', ("tip: T", "a")),
    ('{{< callout type="warning" >}}a{{< /callout >}}\n', ("warning", "a")),
    ('{{% alert title="T" color="info" %}}\na\n{{% /alert %}}\n', ("info: T", "a")),
    ('{{< expand "T" >}}\na\n{{< /expand >}}\n', ("details: T", "a")),
    ("<Note>\na\n</Note>\n", ("note", "a")),
    ('<Accordion title="T">\n  a\n</Accordion>\n', ("details: T", "a")),
    ('<Admonition type="tip" title="T">\n\na\n\n</Admonition>\n', ("tip: T", "a")),
    ("<aside>\na\n\n</aside>\n", ("info: ", "a")),
    ("{: .note }\na\n", ("note", "a")),
    ("a\n{: .tip}\n", ("tip", "a")),
    ("> a\n>\n> b\n{: .warning }\n", ("warning", "a", "b")),
    ("{: .important-title }\n> T\n>\n> a\n", ("important: T", "a")),
]


@pytest.mark.parametrize(("text", "note"), NOTES, ids=[text for text, _ in NOTES])
def test_notes_of_all_systems_also_inside_a_step(text: str, note: object) -> None:
    assert shape(f"before\n\n{text}\nafter\n") == ["before", note, "after"]
    steps = f"1. one\n\n{indented(text)}\n2. two\n"
    assert shape(steps) == [("ol", [1, "one", note], [2, "two"])]
    fenced = f"```md\n{text}```\n"
    assert shape(fenced) == [("code", "md", text)]


@pytest.mark.parametrize(
    "text",
    [
        "> quoted\n",
        "> [x]\n> a\n",
        "> [a](b.md) c\n",
        "> **Note** that a\n",
        "> Notes: a b\n> c\n".replace("Notes", "Remark"),
        "Wow!!! note\n",
        "!!! note\nnot indented\n",
        "!!! not a box\n",
        "???\n    a\n",
        ":::note\nno end\n",
        ":::\n",
        "a ::: b\n",
        ":::image source=x:::\n",
        "{% hint %} no end\n",
        "{% endhint %}\n",
        "{{< note >}}\n",
        "a: b\n",
        "A term\nat 10:30\n",
        "{ .x }\n",
    ],
)
def test_what_only_looks_like_a_note_stays(text: str) -> None:
    assert shape(text) == outline(parse_markdown(text))


def test_code_spans_are_not_touched() -> None:
    text = '`{% hint %}` `[[a]]` `![[b.png]]` `:::note` `{{< ref "x" >}}` ``` `` {: .x} ```\n'
    assert shape(text) == outline(parse_markdown(text))


def test_boxes_of_python_markdown_nest_and_keep_code() -> None:
    text = (
        '!!! note "Outer"\n    a\n\n    ```\n    !!! no\n        box\n    ```\n\n'
        "    1. one\n\n        !!! tip\n            b\n\n    2. two\n\nafter\n"
    )
    assert shape(text) == [
        (
            "note: Outer",
            "a",
            ("code", "", "!!! no\n    box\n"),
            ("ol", [1, "one", ("tip", "b")], [2, "two"]),
        ),
        "after",
    ]
    assert shape("text\n\n    !!! note\n        code\n")[1] == ("code", "", "!!! note\n    code\n")


TABS = [
    '=== "A"\n\n    a\n\n=== "B"\n\n    b\n',
    '<Tabs>\n<TabItem value="a" label="A">\n\na\n\n</TabItem>\n'
    '<TabItem value="B">\n\nb\n\n</TabItem>\n</Tabs>\n',
    '<Tabs>\n  <Tab title="A">\n    a\n  </Tab>\n  <Tab title="B">\n    b\n  </Tab>\n</Tabs>\n',
    '{% tabs %}\n{% tab title="A" %}\na\n{% endtab %}\n\n'
    '{% tab title="B" %}\nb\n{% endtab %}\n{% endtabs %}\n',
    '{{< tabs >}}\n{{< tab "A" >}}a{{< /tab >}}\n'
    '{{% tab header="B" %}}\nb\n{{% /tab %}}\n{{< /tabs >}}\n',
]


@pytest.mark.parametrize("text", TABS)
def test_tabs_also_inside_a_step(text: str) -> None:
    tabs = [("tab: A", "a"), ("tab: B", "b")]
    assert shape(text) == tabs
    assert shape(f"1. one\n\n{indented(text)}\n2. two\n") == [("ol", [1, "one", *tabs], [2, "two"])]


@pytest.mark.parametrize(
    "text",
    [
        "{% stepper %}\n{% step %}\n### A\n\na\n{% endstep %}\n\n"
        "{% step %}\n### B\n{% endstep %}\n{% endstepper %}\n",
        '<Steps>\n  <Step title="A">\n    a\n  </Step>\n  <Step title="B">\n  </Step>\n</Steps>\n',
    ],
)
def test_steps_of_other_systems_are_steps(text: str) -> None:
    assert shape(text) == [("ol", [1, "**A**", "a"], [2, "**B**"])]


def test_other_containers() -> None:
    assert shape("::: mermaid\ngraph TD;\n:::\n") == [("code", "mermaid", "graph TD;\n")]
    assert shape("::: columns\na\n:::\n") == ["a"]
    assert shape('{% code title="x.sh" %}\n```sh\na\n```\n{% endcode %}\n') == [
        ("code", 'sh title="x.sh"', "a\n")
    ]
    draft = read("{% comment %}\nnot shown\n{% endcomment %}\n\na\n")
    assert outline(draft.blocks) == ["a"]
    assert [entry.about for entry in draft.entries if entry.topic == "comment"] == ["not shown"]
    assert shape('{% content-ref url="a.md" %}\n[a.md](a.md)\n{% endcontent-ref %}\n') == [
        "[a.md](a.md)"
    ]


SHORT = [
    ("[[Other note]]", "[Other note](Other%20note.md)"),
    ("[[other|words]]", "[words](other.md)"),
    ("[[other#Some part]]", "[other > Some part](other.md#some-part)"),
    ("[[#Some part|here]]", "[here](#some-part)"),
    ("![[shot.png]]", "![](shot.png)"),
    ("![[shot.png|300]]", "![](shot.png width=300)"),
    ("![[shot.png|words]]", "![words](shot.png)"),
    ("![words|120x40](a.png)", "![words](a.png width=120 height=40)"),
    ("![a](b.png =300x)", "![a](b.png width=300)"),
    ('![a](b.png){ width="30" loading=lazy }', "![a](b.png width=30)"),
    ('[a](b.md){:target="_blank"}', "[a](b.md)"),
    ('{% embed url="https://e.example/v" %}', "[https://e.example/v](https://e.example/v)"),
    ("{% youtube abc_1 %}", None),
    ("{{< youtube abc_1 >}} c", None),
    ('{{< figure src="a.png" alt="b" >}}', "![b](a.png)"),
    ('[a]({{< relref "b.md" >}})', "[a](b.md)"),
    ("[a]({{ site.baseurl }}/b/)", "[a](/b/)"),
    ("![a]({{ '/b.png' | relative_url }})", "![a](/b.png)"),
    ("[a]({% link guide/b.md %})", "[a](/guide/b.md)"),
    ("a {% raw %}b{% endraw %}", "a b"),
    ("a {/* not shown */}b", "a b"),
    ("[[a]](b.md)", "[[a]](b.md)"),
    ("a [b] [[]] [c", "a [b] [[]] [c"),
    ("{{ left }}", "{{ left }}"),
    (":emoji: ==mark== ~~a~~", ":emoji: ==mark== ~~a~~"),
]


@pytest.mark.parametrize(("text", "expected"), SHORT, ids=[text for text, _ in SHORT])
def test_short_forms(text: str, expected: str | None) -> None:
    if expected is None:
        address = "https://www.youtube.com/watch?v=abc_1"
        expected = f"[{address}]({address})" + (" c" if text.endswith("c") else "")
    assert shape(f"x {text}\n") == [f"x {expected}"]
    assert shape(f"1. x {text}\n") == [("ol", [1, f"x {expected}"])]
    assert shape(f"`{text}`\n") == [f"`{text}`"]


def test_a_name_in_brackets_is_looked_for_in_all_folders() -> None:
    files = {"b__my_page_md": "x\n", "c__deep__x_md": "y\n", "c__x_md": "z\n"}
    assert shape("[[My page]] [[deep/x]] [[x]]\n", "a/doc.md", **files) == [
        "[My page](../b/my_page.md) [deep/x](../c/deep/x.md) [x](../c/x.md)"
    ]
    (draft,) = MARKDOWN_READER.read("a/d.md", Files({"a/d.md": "[[My page]]", "b/My page.md": ""}))
    assert outline(draft.blocks) == ["[My page](../b/My%20page.md)"]


def test_labels_of_headings() -> None:
    assert shape("## A {#one}\n\n## B\n{: #two .x}\n\n## C {/* #three */}\n") == [
        "## A #one",
        "## B #two",
        "## C #three",
    ]


def test_tables_of_contents_are_left_out() -> None:
    text = "[TOC]\n\n[[_TOC_]]\n\n[[toc]]\n\n* TOC\n{:toc}\n\na [TOC] b\n\n- TOC\n"
    assert shape(text) == ["a [TOC] b", ("ul", ["TOC"])]


def test_definitions() -> None:
    assert shape("Term *x*\n: one\n: two\n   more\n") == ["**Term *x***", "one", "two\nmore"]


def test_imports_are_left_out_and_told() -> None:
    draft = read(
        "---\ntitle: T\n---\nimport Tabs from '@theme/Tabs';\nimport './a.css'\n\nimport it now\n"
    )
    assert outline(draft.blocks) == ["import it now"]
    assert [entry.outcome for entry in draft.entries] == [Outcome.DROPPED]


INCLUDES = [
    '{% include "part.md" %}',
    "{% include_relative part.md %}",
    '{% include-markdown "part.md" %}',
    '--8<-- "part.md"',
    '{{% include "part.md" %}}',
    "![[part]]",
    "![[part.md]]",
]


@pytest.mark.parametrize("text", INCLUDES)
def test_included_text_stands_in_its_place(text: str) -> None:
    part = "---\ntitle: x\n---\na *b*\n\n- c\n"
    for place in ("help/part.md", "_includes/part.md", "docs/part.md"):
        name = place.replace("/", "__").replace(".md", "_md")
        assert shape(f"{text}\n", **{name: part})[:1] == ["a *b*"] or text == "![[part]]"
    assert shape(f"1. x\n\n   {text}\n2. y\n", help__part_md=part) == [
        ("ol", [1, "x", "a *b*", ("ul", ["c"])], [2, "y"])
    ]
    assert shape(f"```\n{text}\n```\n", help__part_md=part) == [("code", "", f"{text}\n")]
    draft = read(f"{text}\n")
    assert {entry.attention for entry in draft.entries} == {Attention.LOST}


def test_a_component_from_another_file_is_included() -> None:
    text = "import Part from './_part.md';\n\n<Part />\n\n<Other />\n"
    assert shape(text, help___part_md="a\n") == ["a", "<Other />\n"]


def test_includes_in_a_circle_end() -> None:
    draft = read("![[b]]\n\na\n", "a.md", b_md="b\n\n![[a]]\n")
    assert outline(draft.blocks) == ["b", "[a](a.md)", "a"]
    assert any("circle" in entry.reason for entry in draft.entries)
    tenfold = "\n\n".join(['{% include "x.md" %}'] * 10)
    files = {"x.md": "word " * 100_000, "doc.md": tenfold}
    (draft,) = MARKDOWN_READER.read("doc.md", Files(files))
    assert sum(draft.tally.words.values()) < 500_000


def test_facts_from_a_head() -> None:
    draft = read(
        "---\n"
        "sidebar_label: Short\ntitle: A title\nslug: my-slug\ndescription: A summary\n"
        "last_update:\n  date: May 6, 2024\n  author: Kim\n"
        "labels: [{name: one}, {name: two}]\nkeywords: two, three\n"
        "applies_to: [Printer 2.1, Scanner]\n"
        "redirect_from:\n  - /old/a/\n  - https://kb.example/old/b\naliases: Another name\n"
        "permalink: /kb/a/\nstatus: archived\nsidebar_position: 4\nlayout: [page, wide]\n"
        "---\n\ntext\n"
    )
    facts = draft.facts
    assert (facts.title, facts.id, facts.summary) == ("A title", "my-slug", "A summary")
    assert facts.updated == "2024-05-06"
    assert facts.tags == ("one", "two", "three")
    assert facts.products == ("Printer 2.1", "Scanner")
    assert set(facts.aliases) == {"/old/a/", "/old/b"}
    assert (facts.url, facts.status) == ("/kb/a/", Status.RETIRED)
    dropped = [entry.about for entry in draft.entries if entry.topic == "front-matter-key"]
    assert sorted(dropped) == [
        "aliases: Another name",
        "last_update.author: Kim",
        "layout: page, wide",
        "sidebar_label: Short",
        "sidebar_position: 4",
    ]


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("draft: true", Status.DRAFT),
        ("draft: false", None),
        ("published: false", Status.DRAFT),
        ("status: In review", Status.REVIEW),
        ("status: strange", None),
        ("deprecated: true", Status.RETIRED),
    ],
)
def test_status(head: str, status: Status | None) -> None:
    assert read(f"---\n{head}\n---\ntext\n").facts.status is status


def test_versions_belong_to_the_only_product() -> None:
    facts = read("---\nproduct: Printer\nversions: [1.10, 2]\n---\n").facts
    assert facts.products == ("Printer 1.10", "Printer 2")
    draft = read("---\nversions: 2\n---\n")
    assert draft.facts.products == ()
    assert draft.entries[0].about == "versions: 2"


def test_a_date_that_can_be_read_in_two_ways_is_told() -> None:
    draft = read("---\ndate: 04/05/2024\n---\n")
    assert draft.facts.updated in ("2024-04-05", "2024-05-04")
    assert draft.entries[0].candidates == ("2024-04-05", "2024-05-04")


@pytest.mark.parametrize(
    ("text", "path", "title", "first"),
    [
        ("---\ntitle: A\n---\n# A\n\ntext\n", "x.md", "A", "text"),
        ("---\ntitle: A\n---\ntext\n", "x.md", "A", "text"),
        ("---\ntitle: A - Site\n---\n# A\n\ntext\n", "x.md", "A", "text"),
        ("# A *b*\n\ntext\n", "x.md", "A b", "text"),
        ("# Find <server name>\n\ntext\n", "x.md", "Find <server name>", "text"),
        ("A\n===\n\ntext\n", "x.md", "A", "text"),
        ("<h1>A</h1>\n\ntext\n", "x.md", "A", "text"),
        ("**A**\n\ntext\n", "x.md", "A", "text"),
        ("**A:** b\n\ntext\n", "x.md", "", "**A:** b"),
        ("# Symptoms\n\ntext\n", "x.md", "", "# Symptoms"),
        ("## A\n\ntext\n", "x.md", "", "## A"),
        ("text\n", "My page 0123456789abcdef0123456789abcdef.md", "My page", "text"),
        ("text\n", "How%2Dto-fix-it.md", "How-to fix it", "text"),
    ],
)
def test_title(text: str, path: str, title: str, first: str) -> None:
    draft = read(text, path)
    assert draft.facts.title == title
    assert outline(draft.blocks)[0] == first


def test_ids_in_names_of_folders_are_gone() -> None:
    draft = read(
        "a\n", "Space 0123456789abcdef0123456789abcdef/Page fedcba9876543210fedcba9876543210.md"
    )
    assert (draft.facts.id, draft.facts.category) == ("Page", ("Space",))


def test_lines_that_may_be_headings_and_instructions_are_told() -> None:
    draft = read("# T\n\n**A heading?**\n\ntext\n\n{% foreign x %} and {{ this }}\n")
    told = {entry.topic: entry.about for entry in draft.entries if entry.outcome is Outcome.LEFT}
    assert told["bold-heading"] == "A heading?"
    assert told["site-syntax"] == "{% foreign x %}; {{ this }}"


JOINED = [
    (
        "1. a\n\n![](x.png)\n\n2. b\n\n> note\n\n```\nc\n```\n\n3. d\n\nend\n",
        [
            (
                "ol",
                [1, "a", "![](x.png)"],
                [2, "b", ("quote", "note"), ("code", "", "c\n")],
                [3, "d"],
            ),
            "end",
        ],
    ),
    ("1. a\n- x\n2. b\n", [("ol", [1, "a", ("ul", ["x"])], [2, "b"])]),
    ("1. a\n\ntext\n\n2) b\n", [("ol", [1, "a", "text"], [2, "b"])]),
    (
        "- z\n\n  1. a\n\n  p\n\n  2. b\n",
        [("ul", ["z", ("ol", [1, "a", "p"], [2, "b"])])],
    ),
    (
        "1. a\n\n![](x)\n\n1. b\n\n![](y)\n\n1. c\n",
        [("ol", [1, "a", "![](x)"], [2, "b", "![](y)"], [3, "c"])],
    ),
    (
        "1. a\n\nThen, on the server:\n\n2. b\n",
        [("ol", [1, "a"]), "Then, on the server:", ("ol+", [2, "b"])],
    ),
    ("1. a\n\n**Part two**\n\n2. b\n", [("ol", [1, "a"]), "**Part two**", ("ol+", [2, "b"])]),
]


@pytest.mark.parametrize(("text", "expected"), JOINED)
def test_lists_that_fell_apart_are_joined(text: str, expected: list[object]) -> None:
    blocks, entries = join_lists(parse_markdown(text))
    assert outline(blocks) == expected
    assert len(entries) == 1
    assert balance(tally_blocks(parse_markdown(text)), tally_blocks(blocks), entries).even
    assert shape(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1. a\n\ntext\n\n3. b\n",
        "1. a\n2. b\n\ntext\n\n1. c\n2. d\n",
        "1. a\n\n## heading\n\n2. b\n",
        "1. a\n\n![](x)\n\n1. b\n",
        "1. a\n\ntext\n\n1. b\n\ntext\n\n1. c\n",
        "1. a\n\n   ![](x)\n\n2. b\n",
    ],
)
def test_other_lists_stay(text: str) -> None:
    blocks = parse_markdown(text)
    assert join_lists(blocks) == (blocks, ())


def test_joined_lists_are_loose_and_count_their_depth() -> None:
    ((steps,), _) = join_lists(parse_markdown("1. a\n\n> 1. x\n\nc\n\n2. b\n"))
    assert isinstance(steps, StepList)
    quote = steps.steps[0].blocks[1]
    assert isinstance(quote, Quote)
    assert isinstance(quote.blocks[0], StepList)
    assert quote.blocks[0].depth == 2
    firsts = [step.blocks[0] for step in steps.steps]
    assert not any(isinstance(block, Paragraph) and block.tight for block in firsts)


def test_what_cannot_be_read_is_told_in_words() -> None:
    with pytest.raises(Unreadable, match="100 levels deep near line 1"):
        read("> " * 200 + "a\n")
    with pytest.raises(Unreadable):
        read(b"\x00\x01\x02\xff" * 300)


PIECES = st.sampled_from(
    '!!! note~!!! tip "w1"~??? w2~=== "w3"~\n    ~\n        ~:::note~:::tip w4~:::~::::~'
    '{% hint style="info" %}~{% endhint %}~{% tabs %}~{% tab title="w5" %}~{% endtab %}~'
    '{% endtabs %}~{% step %}~{% endstep %}~{% comment %}~{% endcomment %}~{% code title="w6" %}~'
    '{% endcode %}~{{< note >}}~{{< /note >}}~{{% notice tip "w7" %}}~{{% /notice %}}~<Tabs>~'
    "</Tabs>~<TabItem value=\"w8\">~</TabItem>~<Step title='w9'>~</Step>~<Note>~</Note>~<aside>~"
    "</aside>~> ~> [!info] w10~> **Note:** ~>![tip] ~> :warning: ~{: .note}~{: .tip-title}~{: #x}~"
    "{:toc}~[TOC]~[[_TOC_]]~[[w11]]~[[w12|w13]]~![[w14.png|20]]~![[other]]~![a](b.png =3x4)~"
    '{width=3}~{% raw %}~{{ w15 }}~{{< ref "w16" >}}~{% include "other.md" %}~--8<-- "other.md"~'
    "<details>~<summary>w17</summary>~</details>~<br>~<div>~</div>~<b>w18</b>~w19~w20 w21~**~*~`~"
    "```~\n```\n~# ~## ~1. ~2. ~- ~: w22~import w23 from 'w24'~[w25](w26.md)~\n~\n~\n\n~\n\n~ ~   ~"
    "| a | b |\n|---|---|\n~\\~%%w27%%~{/* w28 */}~///~/// note | w29~/////// note~\n///////\n~"
    "\U0010fffd1~~w30~~~---~é~\t~[w33 ~]{applies_to=1}~/// applies_to | <2.0\n".split("~")
)


@given(st.lists(PIECES, max_size=40))
def test_every_word_is_accounted_for(pieces: list[str]) -> None:
    text = "".join(pieces)
    draft = read(text, "help/doc.md", help__other_md="w31 *w32*\n")
    facts = draft.facts
    told = [facts.title, facts.summary, *facts.tags]
    for entry in draft.entries:
        told += (entry.text, entry.about)
    # Addresses, languages of code and raw tags hold words too.
    kept = " ".join([*told, repr(draft.blocks), repr(draft.entries)])
    for word in set(re.findall(r"w\d+", text)):
        assert re.search(rf"{word}(?!\d)", kept), (word, draft)


@pytest.mark.parametrize(
    "piece",
    [
        "!!! a\n",
        '!!! a "b"\n\n',
        ":::note\n",
        ":::note\n:::\n",
        ":::",
        "{% hint %}",
        "{% endhint %}",
        "{% hint %}x{% endhint %} ",
        "{{< note >}}",
        "{{<",
        "<Tabs>",
        "<Tabs ",
        "<Note>x</Note>\n",
        "[[a]]",
        "![[a]]\n",
        "[[",
        "> [!info]\n\n",
        "{: .note}\n\n",
        "{:",
        "1. a\n\nb\n\n",
        "a\n: b\n",
        "{/*",
        "%%",
        "[a](b.png =3x3)",
        '{% include "x.md" %}\n',
        '--8<-- "x.md"\n',
        "[a]{applies_to=1} ",
        "/// applies_to | 1\n",
        " ",
        "> ",
        '    === "a"\n',
    ],
)
def test_time_is_linear(piece: str) -> None:
    text = "text\n\n" + piece * (60_000 // len(piece)) + "\n"
    start = time.perf_counter()
    try:
        list(MARKDOWN_READER.read("doc.md", Files({"doc.md": text})))
    except Unreadable as problem:
        assert "levels deep" in str(problem)
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("path", ["a.md", "A.MD", "b/c.markdown", "d.mdx", "e.mkd"])
def test_files_are_claimed_by_their_names(path: str) -> None:
    assert MARKDOWN_READER.claims(path, b"")
    assert not MARKDOWN_READER.claims(f"{path}.txt", b"")
