from __future__ import annotations

import datetime
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.importers.bundle import Refused, Unreadable
from helpwright.importers.draft import Draft
from helpwright.importers.ledger import Attention, Entry, Outcome, balance
from helpwright.importers.markdown import LEARN_READER
from helpwright.importers.sources import open_bundle
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
    StepList,
    Styled,
    Table,
    Text,
)


@dataclass
class Files:
    """A bundle in memory."""

    contents: Mapping[str, str | bytes]
    name: str = "docs"
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
        return len(self.data(path)) if path in self.contents else 0

    def modified(self, path: str) -> datetime.date | None:
        return None


def read(text: str, path: str = "mail/setup.md", **files: str) -> Draft:
    """Read a document; the names of other files have `__` for `/` and `_` for `.`."""
    others = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    (draft,) = LEARN_READER.read(path, Files({**others, path: text}))
    account = balance(draft.tally, tally_blocks(draft.blocks), draft.entries)
    assert account.even, account
    return draft


def outline(blocks: Sequence[Block], indent: str = "") -> Iterator[str]:
    """Yield a line for each block, those inside others indented."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield indent + inline(block.children)
        elif isinstance(block, Heading):
            yield f"{indent}{'#' * block.level} {inline(block.children)}"
        elif isinstance(block, CodeBlock):
            yield f"{indent}```{block.info}: {block.value!r}"
        elif isinstance(block, Quote):
            yield f"{indent}> {block.alert.value if block.alert else ''}"
            yield from outline(block.blocks, indent + "  ")
        elif isinstance(block, StepList):
            for step in block.steps:
                yield f"{indent}{step.number}."
                yield from outline(step.blocks, indent + "  ")
        elif isinstance(block, BulletList):
            for item in block.items:
                yield f"{indent}-"
                yield from outline(item.blocks, indent + "  ")
        elif isinstance(block, Directive):
            yield f"{indent}/// {block.name} | {block.argument}"
            yield from outline(block.blocks, indent + "  ")
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                yield indent + " | ".join(inline(cell.children) for cell in row)
        elif isinstance(block, HtmlBlock):
            yield indent + block.raw.strip()
        else:
            yield indent + type(block).__name__


def inline(children: Sequence[Inline]) -> str:
    return "".join(_inline(child) for child in children)


def _inline(child: Inline) -> str:
    if isinstance(child, Text):
        return child.value
    if isinstance(child, Code):
        return f"`{child.value}`"
    if isinstance(child, Image):
        classes = (
            "".join(f".{name}" for name in child.attributes.classes) if child.attributes else ""
        )
        return f"![{child.alt}]({child.source}){classes}"
    if isinstance(child, Link):
        return f"[{inline(child.children)}]({child.target})"
    if isinstance(child, Styled):
        return f"<{child.style}>{inline(child.children)}</{child.style}>"
    if isinstance(child, InlineHtml):
        return child.raw
    return " " if isinstance(child, Break) else type(child).__name__


def shape(text: str, **files: str) -> list[str]:
    return list(outline(read(text, **files).blocks))


def told(draft: Draft, topic: str) -> list[Entry]:
    return [entry for entry in draft.entries if entry.topic == topic]


# --- alerts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "> [!NOTE]\n> Save first.\n",
        "> [!note]  \n> Save first.\n",
        ">[!Note]\n>Save first.\n",
        "> [!NOTE] Save first.\n",
        "> [!NOTE]\n>\n> Save first.\n",
        "> [!NOTE]\nSave first.\n",
        "[!NOTE]\nSave first.\n",
        "[!NOTE] Save first.\n",
        "> [!INFO]\n> Save first.\n",
    ],
)
def test_a_note_however_it_is_written(text: str) -> None:
    assert shape(text) == ["> note", "  Save first."]


def test_each_sign_in_a_quote_begins_another_alert() -> None:
    text = "> Said before.\n> [!TIP]\n> One.\n>\n> Two.\n> [!WARNING]\n> Three.\n"
    assert shape(text) == [
        "> ",
        "  Said before.",
        "> tip",
        "  One.",
        "  Two.",
        "> warning",
        "  Three.",
    ]


def test_an_alert_stays_in_its_step() -> None:
    text = (
        "1. Open **Settings**.\n   > [!IMPORTANT]\n   > - Save.\n   > - Close.\n"
        "2. Restart.\n   - > [!CAUTION] Wait.\n\n     Then go on.\n3. Sign in.\n"
    )
    assert shape(text) == [
        "1.",
        "  Open <strong>Settings</strong>.",
        "  > important",
        "    -",
        "      Save.",
        "    -",
        "      Close.",
        "2.",
        "  Restart.",
        "  -",
        "    > caution",
        "      Wait.",
        "    Then go on.",
        "3.",
        "  Sign in.",
    ]


def test_alerts_without_text_and_of_unknown_kinds_are_reported() -> None:
    draft = read("> [!NOTE]\n\nText.\n\n> [!PREREQUISITES]\n> A printer.\n")
    assert list(outline(draft.blocks)) == ["Text.", "> note", "  A printer."]
    assert [entry.outcome for entry in told(draft, "alert")] == [Outcome.DROPPED, Outcome.INFERRED]


def test_a_link_in_brackets_that_begins_like_an_alert_stays() -> None:
    text = "See [!important](a.md) and \\[!NOTE].\n\n> [!see](b.md)\n"
    assert shape(text) == ["See [!important](a.md) and [!NOTE].", "> ", "  [!see](b.md)"]


def test_sections_lose_their_frame_and_keep_what_they_hold() -> None:
    text = (
        '> [!div class="nextstepaction"]\n> [Go on](next.md)\n\n'
        '> [!div class="checklist"]\n> * One\n> * Two\n\n'
        '> [!div class="mx-tdBreakAll"]\n> |a|b|\n> |-|-|\n> |1|2|\n'
    )
    draft = read(text)
    assert list(outline(draft.blocks)) == [
        "[Go on](next.md)",
        "-",
        "  One",
        "-",
        "  Two",
        "a | b",
        "1 | 2",
    ]
    assert len(told(draft, "looks")) == 3


def test_a_selector_stays_as_a_list_for_a_person_to_look_at() -> None:
    draft = read('> [!div class="op_single_selector"]\n> - [Windows](w.md)\n> - [Mac](m.md)\n')
    assert list(outline(draft.blocks)) == ["-", "  [Windows](w.md)", "-", "  [Mac](m.md)"]
    (entry,) = told(draft, "selector")
    assert entry.attention is Attention.LOOK


def test_videos_become_links() -> None:
    text = (
        "> Before.\n> [!VIDEO https://video.example.com/1]\n> After.\n\n"
        ':::video source="https://video.example.com/2" title="How to install":::\n'
    )
    draft = read(text)
    assert list(outline(draft.blocks)) == [
        "> ",
        "  Before.",
        "[Video](https://video.example.com/1)",
        "> ",
        "  After.",
        "[How to install](https://video.example.com/2)",
    ]
    assert [entry.added for entry in told(draft, "video")] == ["Video", "How to install"]


# --- pictures ---------------------------------------------------------------------------------


def test_pictures_and_icons() -> None:
    text = (
        '1. Select :::image type="icon" source="media/gear.png" border="false"::: and wait.\n\n'
        '   :::image type="content" source="media/a b.png" alt-text="The &quot;[Save]&quot; button '
        '| menu" lightbox="media/a b.png":::\n2. Save.\n'
    )
    assert shape(text) == [
        "1.",
        "  Select ![](media/gear.png).icon and wait.",
        '  ![The "[Save]" button | menu](media/a b.png)',
        "2.",
        "  Save.",
    ]


def test_a_picture_over_several_lines_and_in_a_quote() -> None:
    text = (
        '> :::image type="content"\n>   source="a.png"\n>   alt-text="Two\n>   lines":::\n> Text.\n'
    )
    assert shape(text) == ["> ", "  ![Two lines](a.png) Text."]


def test_a_picture_in_a_table_and_in_a_link() -> None:
    text = (
        '|Sign|Use|\n|-|-|\n|:::image type="icon" source="a.png"::: | [:::image source="b.png" '
        'alt-text="B":::](x.md)|\n'
    )
    assert shape(text) == ["Sign | Use", "![](a.png).icon | [![B](b.png)](x.md)"]


@pytest.mark.parametrize(
    ("written", "alt"),
    [
        (':::image type="content" source="a.png" alt-text="Save', "Save"),
        (':::image type="content" source="a.png" alt-text="Save"', "Save"),
        (':::image type="content" source="a.png" alt-text="Save"::', "Save"),
        (":::image type='content' source='a.png' alt-text='Save':::", "Save"),
        (":::image type=“content” source=“a.png” alt-text=“Save”:::", "Save"),
        (
            ':::image type="content" source="a.png" alt-text="The "Save" button":::',
            'The "Save" button',
        ),
    ],
)
def test_pictures_with_mistakes_are_mended(written: str, alt: str) -> None:
    draft = read(f'{written}\n\nText.\n\n:::image source="b.png" alt-text="B":::\n')
    assert list(outline(draft.blocks)) == [f"![{alt}](a.png)", "Text.", "![B](b.png)"]
    (entry,) = told(draft, "syntax")
    assert entry.outcome is Outcome.REPAIRED
    assert entry.line == 1


def test_a_long_description_opens_under_its_picture() -> None:
    text = (
        '- :::image type="complex" source="a.png" alt-text="A":::\n'
        "       Line one.\n\n       Line two.\n  :::image-end:::\n- Next\n"
    )
    draft = read(text)
    assert list(outline(draft.blocks)) == [
        "-",
        "  ![A](a.png)",
        "  /// details | Description of the picture",
        "    Line one.",
        "    Line two.",
        "-",
        "  Next",
    ]
    assert told(draft, "long-description")[0].added


def test_larger_pictures_are_reported() -> None:
    draft = read(
        ':::image source="a.png" alt-text="A" lightbox="a-large.png":::\n\n'
        "[![B](b.png)](b.png#lightbox)\n\n[![C](c.png)](c-large.png#lightbox)\n\n[![D](d.png)](d.md)\n"
    )
    assert list(outline(draft.blocks)) == [
        "![A](a.png)",
        "![B](b.png)",
        "![C](c.png)",
        "[![D](d.png)](d.md)",
    ]
    assert [entry.links for entry in told(draft, "lightbox")] == [
        (),
        ("b.png#lightbox",),
        ("c-large.png#lightbox",),
    ]


# --- includes ---------------------------------------------------------------------------------


def test_an_included_text_stands_in_its_step_and_sees_its_own_files() -> None:
    text = (
        "1. Prepare.\n\n    [!INCLUDE [Note](../includes/note.md)]\n\n"
        "   1. [!INCLUDE[Note](../includes/note.md)]\n2. Go on.\n"
    )
    note = (
        "---\nms.topic: include\n---\n> [!NOTE]\n> ![N](media/n.png) and [more](../mail/more.md#x)."
    )
    expected = ["> note", "  ![N](../includes/media/n.png) and [more](more.md#x)."]
    assert shape(text, includes__note_md=note) == [
        "1.",
        "  Prepare.",
        *(f"  {line}" for line in expected),
        "  1.",
        *(f"    {line}" for line in expected),
        "2.",
        "  Go on.",
    ]


def test_an_included_text_can_neither_continue_a_list_nor_swallow_what_follows() -> None:
    text = "1. One.\n\n[!INCLUDE [x](x.md)]\n\n- Two.\n"
    draft = read(text, mail__x_md="1. Other.\n\n```\ncode\n")
    assert list(outline(draft.blocks)) == [
        "1.",
        "  One.",
        "1.",
        "  Other.",
        "```: 'code\\n'",
        "-",
        "  Two.",
    ]


def test_includes_in_a_line_with_blocks_of_their_own() -> None:
    files = {"x_md": "[Outlook](o.md) *365*\n", "y_md": "First.\n\n- Item\n"}
    draft = read(
        "The [!INCLUDE [x](~/x.md)] app, and [!INCLUDE [y](~/y.md)] here.\n\n"
        "|A [!INCLUDE [x](../x.md)]|\n|-|\n",
        **files,
    )
    assert list(outline(draft.blocks)) == [
        "The [Outlook](../o.md) <em>365</em> app, and First. here.",
        "-",
        "  Item",
        "A [Outlook](../o.md) <em>365</em>",
    ]
    assert [entry.outcome for entry in told(draft, "include")].count(Outcome.REPAIRED) == 1


def test_the_root_of_a_docset_may_be_any_folder_above() -> None:
    draft = read(
        "[!INCLUDE [x](~/includes/X.md)]\n",
        path="support/mail/setup.md",
        support__includes__x_md="Found.",
    )
    assert list(outline(draft.blocks)) == ["Found."]


def test_what_cannot_be_included_is_lost_with_an_entry_and_the_rest_goes_on() -> None:
    text = (
        "[!INCLUDE [gone](gone.md)]\n\n[!INCLUDE [me](setup.md)]\n\n"
        "[!INCLUDE [a](a.md)]\n\n[!INCLUDE [up](../../../etc/passwd)]\n\nThe end.\n"
    )
    draft = read(text, mail__a_md="A [!INCLUDE [b](b.md)]", mail__b_md="B [!INCLUDE [a](a.md)]")
    assert list(outline(draft.blocks)) == ["A B ", "The end."]
    lost = [entry for entry in told(draft, "include") if entry.attention is Attention.LOST]
    assert len(lost) == 4
    assert all(entry.outcome is Outcome.DROPPED for entry in lost)
    assert [entry.line for entry in lost if entry.line] == [1, 3, 7]


def test_texts_that_include_one_another_a_thousandfold_are_cut_off() -> None:
    chain = {f"mail__x{at}_md": f"[!INCLUDE [x](x{at + 1}.md)]\n\n" * 10 for at in range(9)}
    begun = time.process_time()
    draft = read("[!INCLUDE [x](x0.md)]\n\nThe end.\n", **chain, mail__x9_md="Ha.")
    assert time.process_time() - begun < 20
    assert list(outline(draft.blocks))[-1] == "The end."
    assert any(entry.attention is Attention.LOST for entry in told(draft, "include"))


def test_included_text_is_not_nested_deeper_than_an_article_may_be() -> None:
    deep = ">" * 60 + " x\n"
    draft = read(f"{'>' * 60} [!INCLUDE [x](x.md)]\n\nThe end.\n", mail__x_md=deep)
    assert list(outline(draft.blocks))[-1] == "The end."
    assert told(draft, "include")[0].attention is Attention.LOST


def test_texts_that_include_one_another_at_great_depth_do_not_exhaust_the_stack() -> None:
    quotes = ">" * 30
    chain = {f"mail__x{at}_md": f"{quotes}[!INCLUDE [x](x{at + 1}.md)]\n" for at in range(10)}
    draft = read("[!INCLUDE [x](x0.md)]\n\nThe end.\n", **chain)
    assert list(outline(draft.blocks))[-1] == "The end."
    assert told(draft, "include")[0].attention is Attention.LOST


# --- code -------------------------------------------------------------------------------------


def test_syntax_in_code_is_left_alone() -> None:
    text = (
        "```md\n> [!NOTE]\n[!INCLUDE [x](x.md)]\n:::row:::\n```\n\n"
        'Write `:::image source="a.png":::` or `[!INCLUDE [x](x.md)]`.\n\n'
        '- Item\n\n      :::image source="a.png":::\n'
    )
    assert shape(text) == [
        "```md: '> [!NOTE]\\n[!INCLUDE [x](x.md)]\\n:::row:::\\n'",
        'Write `:::image source="a.png":::` or `[!INCLUDE [x](x.md)]`.',
        "-",
        "  Item",
        "  ```: ':::image source=\"a.png\":::\\n'",
    ]


def test_code_of_other_files() -> None:
    code = "a = 1\n# <part>\n    b = 2\n    # <inner>\n    c = 3\n# </inner>\n# </part>\nd = 4\n"
    cs = (
        "class A\n{\n    #region Sum\n    int sum;\n    #region In\n    int x;\n"
        "    #endregion\n    #endregion\n}"
    )
    draft = read(
        ':::code language="python" source="code/a.py" range="1,8-":::\n\n'
        ':::code source="code/a.py" id="part":::\n\n'
        '[!code-csharp[Sum](~/mail/code/a.cs?name=Sum&highlight=1 "Sum")]\n\n'
        "[!code[L](code/a.py#L8)]\n\n"
        ':::code language="python" source="code/gone.py":::\n\n'
        ':::code language="python" source="code/a.py" id="gone":::\n',
        mail__code__a_py=code,
        mail__code__a_cs=cs,
    )
    assert list(outline(draft.blocks)) == [
        "```python: 'a = 1\\nd = 4\\n'",
        "```py: 'b = 2\\nc = 3\\n'",
        "```csharp: 'int sum;\\n#region In\\nint x;\\n#endregion\\n'",
        "```py: 'd = 4\\n'",
    ]
    lost = [entry for entry in told(draft, "code") if entry.attention is Attention.LOST]
    assert [entry.line for entry in lost] == [9, 11]


# --- layout, conditions, tabs -----------------------------------------------------------------


def test_columns_stand_below_one_another() -> None:
    text = (
        ':::row:::\n    :::column span="2":::\n        **Left**\n\n        1. One\n'
        "           - Sub\n    :::column-end:::\n    :::column:::\n        Right\n\n out\n"
        "    :::column-end:::\n:::row-end:::\nBelow\n"
    )
    draft = read(text)
    assert list(outline(draft.blocks)) == [
        "<strong>Left</strong>",
        "1.",
        "  One",
        "  -",
        "    Sub",
        "Right",
        "out",
        "Below",
    ]
    assert len(told(draft, "looks")) == 1


def test_conditions_are_reported_and_their_text_stays_in_its_place() -> None:
    text = (
        '1. One\n\n   ::: moniker range=">= mail-2019"\n   New way.\n\n   ::: moniker-end\n\n'
        "2. Two\n\n"
        ':::zone pivot="mac"\n## Mac\n:::zone-end\n::: zone target="docs"\nText\n::: zone-end\n'
    )
    draft = read(text)
    assert list(outline(draft.blocks)) == [
        "1.",
        "  One",
        "  New way.",
        "2.",
        "  Two",
        "## Mac",
        "Text",
    ]
    conditions = told(draft, "condition")
    assert [entry.about for entry in conditions] == [
        '::: moniker range=">= mail-2019"',
        ':::zone pivot="mac"',
        '::: zone target="docs"',
    ]
    assert {entry.attention for entry in conditions} == {Attention.DECIDE}
    assert [entry.line for entry in conditions] == [3, 10, 13]


def test_words_behind_a_sign_are_not_lost() -> None:
    text = '::: moniker range="a" or b\nOne\n::: moniker-end of it\n\n> :::row::: left\n'
    assert shape(text) == ["or b One", "of it", "> ", "  left"]


def test_tabs() -> None:
    text = (
        "1. Choose:\n\n   # [Portal](#tab/portal)\n   Click.\n\n   ### Deep\n\n"
        "   # [Shell](#tab/shell/v2)\n   Type.\n\n   ---\n\n   After.\n2. End\n"
    )
    draft = read(text)
    assert list(outline(draft.blocks)) == [
        "1.",
        "  Choose:",
        "  /// tab | Portal",
        "    Click.",
        "    ### Deep",
        "  /// tab | Shell (v2)",
        "    Type.",
        "  After.",
        "2.",
        "  End",
    ]
    assert [entry.added for entry in told(draft, "tabs")] == ["", "", "v2"]


def test_tabs_that_nothing_ends_end_before_the_next_section() -> None:
    draft = read("## Fix\n\n### [A](#tab/a)\nOne\n### [B](#tab/b)\nTwo\n\n## More\nText\n")
    assert list(outline(draft.blocks)) == [
        "## Fix",
        "/// tab | A",
        "  One",
        "/// tab | B",
        "  Two",
        "## More",
        "Text",
    ]
    assert Outcome.REPAIRED in {entry.outcome for entry in told(draft, "tabs")}


# --- words and links --------------------------------------------------------------------------


def test_words_that_must_not_be_translated() -> None:
    text = (
        'In *:::no-loc text="<%Path%>Data\\\\x64":::* and ![a :::no-loc text="B":::](p.png), '
        "select [!UICONTROL Save].\n"
    )
    assert shape(text) == [
        "In <em><%Path%>Data\\x64</em> and ![a B](p.png), select <strong>Save</strong>."
    ]


def test_links_by_name_keep_their_words() -> None:
    draft = read("Use <xref:Mail.Box?displayProperty=fullName> or [a list](xref:Mail.List%601).\n")
    assert list(outline(draft.blocks)) == ["Use Mail.Box or a list."]
    assert [entry.links for entry in told(draft, "link-by-name")] == [
        ("xref:Mail.Box?displayProperty=fullName",),
        ("xref:Mail.List%601",),
    ]


def test_comments_are_left_out_with_their_words_in_the_report() -> None:
    draft = read(
        "One<!-- not this --> two\n\n<!-- nor\n[!INCLUDE [x](x.md)]\nthis -->\n\nThree <!--->\n"
    )
    assert list(outline(draft.blocks)) == ["One two", "Three "]
    assert [entry.about for entry in told(draft, "comment")] == [
        "not this",
        "nor [!INCLUDE [x](x.md)] this",
    ]


def test_what_is_not_understood_stays_and_is_reported() -> None:
    draft = read(':::gadget size="2":::\n\n<div>\n[!INCLUDE [x](x.md)]\n</div>\n')
    assert next(iter(outline(draft.blocks))) == ':::gadget size="2":::'
    assert {entry.attention for entry in told(draft, "syntax")} == {Attention.DECIDE}
    assert len(told(draft, "syntax")) == 2


def test_paths_with_backslashes() -> None:
    assert shape("![A](media\\a.png) and [b](..\\b.md)\n") == ["![A](media/a.png) and [b](../b.md)"]


# --- facts ------------------------------------------------------------------------------------


FRONT = """---
title: Outlook asks again | Contoso Docs
description: >-
  Why it asks,
  and what helps.
ms.date: 3/7/2024
author: kim
ms.author: kim
appliesto:
- ✅ <b>Outlook 2019</b>
- Windows 10, version 1809
keywords: sign-in, password
---
"""


def test_facts_of_the_front_matter() -> None:
    draft = read(FRONT + "# Outlook asks for the password again\n\nText\n")
    facts = draft.facts
    assert facts.title == "Outlook asks for the password again"
    assert facts.summary == "Why it asks, and what helps."
    assert facts.updated == "2024-03-07"
    assert facts.products == ("Outlook 2019", "Windows 10, version 1809")
    assert facts.tags == ("sign-in", "password")
    assert facts.owner == ""
    assert list(outline(draft.blocks)) == ["Text"]
    dropped = [entry.about for entry in told(draft, "front-matter-key")]
    assert "author: kim; ms.author: kim" in dropped
    assert [entry.text for entry in told(draft, "title")] == ["Outlook asks for the password again"]
    assert [entry.about for entry in told(draft, "front-matter-title")] == [
        "Outlook asks again | Contoso Docs"
    ]


def test_a_heading_that_repeats_the_title_is_not_reported_as_another_one() -> None:
    draft = read("---\ntitle: Sign in - Microsoft Learn\nms.topic: x\n---\n\n# Sign In\n\nText\n")
    assert draft.facts.title == "Sign In"
    assert told(draft, "front-matter-title") == []


def test_without_a_heading_the_front_matter_has_the_title() -> None:
    draft = read("---\ntitle: Sign in | Contoso Docs\n---\n\n## Symptom\n\n# Late\n")
    assert draft.facts.title == "Sign in"
    assert list(outline(draft.blocks)) == ["## Symptom", "# Late"]


@pytest.mark.parametrize(
    "line",
    [
        "_Original KB number:_ &nbsp; 1234567",
        "*Original KB number:*&nbsp;1234567",
        "**Original KB number**: 1234567",
        "Original KB number: 1234567",
    ],
)
def test_the_old_number_leads_to_the_article(line: str) -> None:
    draft = read(f"# Title\n\n{line}\n\n## Symptom\n")
    assert draft.facts.aliases == ("/help/1234567", "/kb/1234567")
    assert draft.facts.tags == ("KB1234567",)
    assert list(outline(draft.blocks)) == ["## Symptom"]
    assert told(draft, "original-number")[0].text.endswith("1234567")


def test_a_line_that_names_products() -> None:
    draft = read(
        "# T\n\n_Original product version:_ &nbsp; Windows 10, version 1809, Outlook 2019<br/>\n"
        "_Original KB number:_ &nbsp; 1234567, 7654321  \nThis stays.\n"
    )
    assert draft.facts.products == ("Windows 10, version 1809", "Outlook 2019")
    assert draft.facts.tags == ("KB1234567", "KB7654321")
    assert list(outline(draft.blocks)) == ["This stays."]


def test_services_stand_in_for_products_that_are_not_listed() -> None:
    draft = read("---\ntitle: T\nms.service: exchange-online\nappleisto: Outlook\n---\nText\n")
    assert draft.facts.products == ("Outlook",)
    assert told(draft, "front-matter-key")[0].outcome is Outcome.REPAIRED
    draft = read("---\ntitle: T\nms.service: exchange-online\n---\nText\n")
    assert draft.facts.products == ("exchange-online",)
    assert told(draft, "products")[0].outcome is Outcome.INFERRED


def test_conditions_on_a_whole_page_are_reported() -> None:
    draft = read("---\ntitle: T\nmonikerRange: '>= mail-2019'\n---\nText\n")
    assert [entry.about for entry in told(draft, "condition")] == ["monikerrange: >= mail-2019"]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("01/24/2024", "2024-01-24"),
        ("24/01/2024", "2024-01-24"),
        ("2024-01-24T10:00:00Z", "2024-01-24"),
        ("02/30/2024", ""),
        ("soon", ""),
    ],
)
def test_dates(written: str, date: str) -> None:
    draft = read(f"---\ntitle: T\nms.date: {written}\n---\n")
    assert draft.facts.updated == date
    assert bool(told(draft, "updated")) == (not date)


@pytest.mark.parametrize(
    "front", ["ms.topic: include", "layout: LandingPage", "ms.topic: hub-page"]
)
def test_pages_that_are_no_articles(front: str) -> None:
    with pytest.raises(Unreadable):
        read(f"---\ntitle: T\n{front}\n---\nText\n")


# --- what is claimed, and what can never happen -----------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "claimed"),
    [
        ("a.md", "---\ntitle: T\nms.date: 1/2/2024\n---\n", True),
        ("a.md", "\ufeff---\r\ntitle: T\r\nsearch.appverid: MET150\r\n---\r\n", True),
        ("a.MD", 'Text\n:::image source="a.png":::\n', True),
        ("a.md", "[!INCLUDE [x](x.md)]", True),
        ("a.md", "---\ntitle: T\n---\nms.date: no\n> [!NOTE]\n> Text\n", False),
        ("a.html", "---\nms.date: 1/2/2024\n---\n", False),
        ("a.md", "# Text\n", False),
    ],
)
def test_which_files_are_claimed(path: str, text: str, claimed: bool) -> None:
    assert LEARN_READER.claims(path, text.encode()) is claimed


PIECES = st.sampled_from(
    [
        *(
            "> ",
            "[!NOTE]",
            "[!NOTE] x",
            '[!div class="a"]',
            "[!VIDEO https://a.example]",
            "\n",
            "\n\n",
        ),
        *(
            ':::image source="a.png" alt-text="',
            '":::',
            ':::image type="complex" source="a"',
            ":::",
        ),
        *(":::image-end:::", ":::row:::", ":::column:::", ":::column-end:::", ":::row-end:::"),
        *('::: moniker range="a"', "::: moniker-end", ':::no-loc text="a b":::', ":::form x:::"),
        *("[!INCLUDE [x](x.md)]", "[!INCLUDE[y](y.md)]", "[!code-a[x](x.md)]", "1. ", "- ", "   "),
        *(
            "# [T](#tab/a)",
            "# [U](#tab/b/c)",
            "---",
            "```",
            "`",
            "<!-- c ",
            "-->",
            "<div>",
            "|a|b|",
        ),
        *(
            "|-|-|",
            "**",
            "[",
            "](b.md)",
            "![",
            "<xref:A.b>",
            "&nbsp;",
            "\\",
            "\ufdd0",
            "wörd",
            "\t",
        ),
        *(
            "_Original KB number:_ 123456",
            "# Title",
            "<br>",
            "[^1]",
            "[^1]: x",
            "/// note | x",
            "///",
        ),
    ]
)


@given(pieces=st.lists(PIECES, max_size=30), included=st.lists(PIECES, max_size=10))
def test_any_mixture_is_read_and_adds_up(pieces: list[str], included: list[str]) -> None:
    texts = {"x_md": "".join(included), "y_md": "Y"}
    draft = read("".join(pieces), path="m.md", **texts)
    assert "\ufdd0" not in repr(draft.blocks)


@given(text=st.text(max_size=400))
def test_any_text_is_read_and_adds_up(text: str) -> None:
    bundle = Files({"a.md": text.encode("utf-8", "replace")})
    try:
        drafts = list(LEARN_READER.read("a.md", bundle))
    except Unreadable as error:
        assert str(error)
        return
    for draft in drafts:
        assert balance(draft.tally, tally_blocks(draft.blocks), draft.entries).even


@pytest.mark.parametrize(
    "piece",
    [
        "[!INCLUDE [a](",
        "[!include[",
        ":::image ",
        ':::image source="a" type="complex":::\n',
        ":::",
        "> [!NOTE]\n",
        "[!a",
        "<!--",
        ":::column:::\n",
        "- [!code",
        "# [a](#tab/b)\n",
        ':::image a="\n',
        "[!NOTE] ",
        "[![a](b)](c) ",
    ],
)
def test_repeated_syntax_takes_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begun = time.process_time()
        list(LEARN_READER.read("a.md", Files({"a.md": text})))
        return time.process_time() - begun

    seconds(1000)
    short, long = seconds(20_000), seconds(160_000)
    assert long < 0.5 + 24 * short


def test_the_corpus_is_read_without_syntax_left_in_it(corpus: Path) -> None:
    left: list[str] = []
    with open_bundle(corpus) as bundle:
        for path in bundle.documents():
            if not LEARN_READER.claims(path, bundle.data(path)[:65536]) or "includes" in path:
                continue
            for draft in LEARN_READER.read(path, bundle):
                account = balance(draft.tally, tally_blocks(draft.blocks), draft.entries)
                assert account.even, (path, account)
                if path != "README.md":
                    left += (e.about for e in draft.entries if e.attention <= Attention.DECIDE)
    assert left == []
