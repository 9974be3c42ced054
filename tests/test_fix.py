"""`check --fix`: mends what it may, changes nothing else, and changes nothing the second time."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reference import render
from helpwright import fix as fixing
from helpwright.build import Inspection, inspect, inspect_reading
from helpwright.config import Config
from helpwright.diagnostic import Diagnostic, Edit, Rule, Severity, Span
from helpwright.fix import apply_fixes, fix
from helpwright.fix.edits import choose, make_change
from helpwright.read import Reading
from helpwright.source import Source

FRONT = (
    "---\nid: a\ntitle: The app does not start\nstatus: published\nupdated: 2026-01-31\n---\n\n"
    "## Symptom\n\nIt stops.\n\n## Resolution\n\n"
)
RULE = Rule("HW999", "test-rule", Severity.ERROR, "s", "w", "f", fixable=True)
LABEL = re.compile(r"\s?\{(?:[#.]|continue)[^{}\n]*\}")
LINK = re.compile(r"</?a\b[^>]*>")


def look(text: str, path: str = "a.md", files: dict[str, str] | None = None) -> Inspection:
    """Check one article in memory; `files` are further files of the knowledge base."""
    known = {path: path, **(files or {})}
    reading = Reading(Path("kb"), (Source(path, text.encode()),), None, known, ())
    return inspect_reading(reading, {})


def mend(text: str, files: dict[str, str] | None = None) -> str:
    """Fix one article in memory until nothing is left to fix."""
    for _ in range(20):
        changed = fix(look(text, files=files)).files
        if not changed:
            return text
        text = changed["a.md"].decode()
    raise AssertionError("fixing does not come to an end")


def shown(text: str) -> str:
    """Return what another CommonMark parser shows of an article, without links and labels."""
    return LABEL.sub("", LINK.sub("", render(text.removeprefix(FRONT))))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("1. a\n2. b\n2. c\n3. d\n", "1. a\n2. b\n3. c\n4. d\n", id="duplicate"),
        pytest.param("1. a\n2. b\n4. c\n5. d\n", "1. a\n2. b\n3. c\n4. d\n", id="gap"),
        pytest.param("1. a\n1. b\n1. c\n", "1. a\n1. b\n1. c\n", id="all ones"),
        pytest.param("1. a\n3. b\n1. c\n", "1. a\n3. b\n1. c\n", id="goes back"),
        pytest.param(
            "".join(f"{n}. x\n" for n in [*range(1, 10), 9]) + "\n   under ten\n",
            "".join(f"{n}. x\n" for n in range(1, 11)) + "\n    under ten\n",
            id="wider number",
        ),
        pytest.param(
            "8. x {continue}\n10. y\n\n    under nine\n",
            "8. x {continue}\n9.  y\n\n    under nine\n",
            id="narrower number",
        ),
        pytest.param(
            "1. Open **Menu**.\n2. Close it.\n3. Go to step 1.\n",
            "1. Open **Menu**. {#open-menu}\n2. Close it.\n3. Go to [step 1](#open-menu).\n",
            id="reference without label",
        ),
        pytest.param(
            "1. Open it. {#here}\n2. Go to step\n   1.\n",
            "1. Open it. {#here}\n2. Go to [step\n   1](#here).\n",
            id="reference over two lines",
        ),
        pytest.param(
            "1. Open it.\n2. Wait.\n3. Repeat steps 1 and 2.\n",
            "1. Open it. {#open}\n2. Wait. {#wait}\n3. Repeat steps [1](#open) and [2](#wait).\n",
            id="several references",
        ),
        pytest.param(
            "1. Open it.\n2. Repeat step 2\n",
            "1. Open it.\n2. Repeat [step 2](#repeat-step-2) {#repeat-step-2}\n",
            id="a step that names itself",
        ),
        pytest.param(
            "1. Open it.\n2. Again. {continue .big}\n3. See step 2.\n",
            "1. Open it.\n2. Again. {#again continue .big}\n3. See [step 2](#again).\n",
            id="a step with attributes",
        ),
        pytest.param(
            "1. Open it.\n2. Wait {#wait}\n3. See [**Step 3**](#wait).\n",
            "1. Open it.\n2. Wait {#wait}\n3. See [**Step 2**](#wait).\n",
            id="wrong number of a link",
        ),
        pytest.param(
            "1. a\n   1. b\n\n      100. c {#c}\n      101. d\n2. See [step 1a.ii](#c).\n",
            "1. a\n   1. b\n\n      100. c {#c}\n      101. d\n2. See [step 1a.c](#c).\n",
            id="wrong number of a link to a step in a sub-step",
        ),
        pytest.param(
            "1. Open it.\n3. Close it.\n4. See step 3.\n",
            "1. Open it.\n3. Close it.\n4. See step 3.\n",
            id="a number that would change under a reference",
        ),
        pytest.param(
            '1. Open [**Menu**]{applies_to="all"}.\n2. [Repeat step 1]{applies_to="all"}.\n',
            '1. Open [**Menu**]{applies_to="all"}. {#open-menu}\n'
            '2. [Repeat [step 1](#open-menu)]{applies_to="all"}.\n',
            id="words with a condition",
        ),
    ],
)
def test_mends(before: str, after: str) -> None:
    assert mend(FRONT + before) == FRONT + after


def test_mends_the_capitals_of_a_picture() -> None:
    text = FRONT + "See ![the menu](./media/Menu.PNG).\n"
    files = {"media/menu.png": os.devnull}
    assert mend(text, files) == text.replace("Menu.PNG", "menu.png")


def test_writes_the_id_of_a_product_for_its_name(kb: Callable[..., Path]) -> None:
    registry = "products:\n  kettle:\n    name: Kettle\n    aliases: [Water Kettle, Pot]\n"
    registry += "  pot:\n    name: Pot\n"
    front = "id: a\ntitle: A\nstatus: draft\nupdated: 2026-01-31\napplies_to:\n"
    before = f'---\n{front}  "Water Kettle": all  # new\n  Pot: all\n---\n\n## Symptom\n\nCold.\n'
    twice = before.replace("Pot:", "kettle:")
    folder = kb({"kb.yml": registry, "a.md": before, "b.md": twice.replace("id: a", "id: b")})
    changed = fix(inspect(Config(folder))).files
    assert {path: text.decode() for path, text in changed.items()} == {
        "a.md": before.replace('"Water Kettle"', "kettle")
    }


def test_leaves_out_what_is_allowed() -> None:
    comment = "<!-- helpwright: allow HW204 the numbers are those of the printed form -->\n"
    text = f"{FRONT}{comment}1. a\n3. b\n"
    assert mend(text) == text


def finding(*edits: tuple[int, int, str]) -> Diagnostic:
    source = Source("a.md", b"0123456789")
    spans = tuple(Edit(Span(start, end), text) for start, end, text in edits)
    return source.diagnose(RULE, Span(0, 1), "m", "h", edits=spans)


@pytest.mark.parametrize(
    ("findings", "count", "result"),
    [
        pytest.param([((0, 2, "x"),), ((2, 3, "y"),)], 2, b"xy3456789", id="side by side"),
        pytest.param([((0, 3, "x"),), ((2, 4, "y"),)], 1, b"x3456789", id="overlapping"),
        pytest.param([((2, 2, "x"),), ((2, 2, "y"),)], 1, b"01x23456789", id="same place"),
        pytest.param([((2, 4, "x"),), ((2, 2, "y"),)], 1, b"01x456789", id="same start"),
        pytest.param([((2, 4, "x"),), ((4, 4, "y"),)], 2, b"01xy456789", id="at the end"),
        pytest.param([((5, 5, ")"), (5, 5, "!"))], 1, b"01234)!56789", id="twice in one"),
        pytest.param([((5, 7, ")"), (6, 8, "!"))], 0, b"0123456789", id="at odds with itself"),
        pytest.param([((7, 8, "b"), (1, 2, "a"))], 1, b"0a23456b89", id="out of order"),
    ],
)
def test_edits_that_meet(
    findings: list[tuple[tuple[int, int, str], ...]], count: int, result: bytes
) -> None:
    chosen = choose([finding(*edits) for edits in findings])
    assert len(chosen) == count
    assert make_change(b"0123456789", chosen).data == result


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("1. a\n2. b\n", ("2. b", "2. c")),
        ("1. a\n2. b\n", ("\n2. b", "\n\n2. b")),
        ("1. a\n2. b\n", ("1. a", "2. a")),
        ("1. a\n   - b\n", ("   - b", " - b")),
        ("1. a {#x}\n2. b\n", ("{#x}", "{#y}")),
        ("a [b](c.md) d\n", ("c.md", "d.md")),
        ("a `b` c\n", ("`b`", "b")),
        ("a **b** c\n", ("**b**", "b")),
        ("    code\n", ("    code", "   code")),
        ("> [!NOTE]\n> a\n", ("NOTE", "TIP")),
        ("| a |\n|---|\n| b |\n", ("| b |", "| c |")),
        ("![a](b.png)\n", ("![a]", "![c]")),
        ("<p>a</p>\n", ("<p>", "<b>")),
        ("/// note | a\nb\n///\n", ("| a", "| c")),
        ("a  \nb\n", ("  \n", "\n")),
        ("[^1] a\n\n[^1]: b\n", (": b", ": c")),
        ("- [x] a\n", ("[x]", "[ ]")),
        ("### a\n", ("### a", "#### a")),
        ('a [b]{applies_to="<2.0"} c\n', ("<2.0", ">2.0")),
        ('a [b]{applies_to="<2.0"} c\n', ('[b]{applies_to="<2.0"}', "b")),
        ('a [b c]{applies_to="<2.0"}\n', ("[b c]", "b [c]")),
        ("a [b] c\n", ("[b]", "[b]{applies_to=2.0}")),
        ('1. a {applies_to="<2.0"}\n2. b\n', (' {applies_to="<2.0"}', "")),
        ('- a {applies_to="<2.0"}\n- b\n', ("<2.0", "2.0")),
        ('a {applies_to="<2.0"}\n', ("<2.0", "2.0")),
        ('![a](b.png){applies_to="<2.0"}\n', ("<2.0", "2.0")),
        ("/// applies_to | <2.0\nb\n///\n", ("<2.0", "2.0")),
    ],
)
def test_an_edit_that_changes_what_readers_see_is_left_out(
    text: str, wrong: tuple[str, str]
) -> None:
    """A rule with a faulty remedy must not harm an article, nor hold up another rule's remedy."""
    inspection = look(FRONT + text + "\n### Last\n\n1. Last.\n3. List.\n")
    kb = inspection.kb
    source = kb.sources["a.md"]
    start = source.data.index(wrong[0].encode(), len(FRONT))
    span = Span(start, start + len(wrong[0]))
    bad = source.diagnose(RULE, span, "m", "h", edits=(Edit(span, wrong[1]),))
    good = [found for found in inspection.diagnostics if found.rule.code == "HW204"]
    assert fix(Inspection(kb, (bad,))).files == {}
    fixes = fix(Inspection(kb, (bad, *good)))
    assert fixes.mended == tuple(good)
    assert (b"2. List." in fixes.files["a.md"]) is bool(good)


WORDS = st.sampled_from(
    "Open it.|Go to step 2.|Repeat steps 1-3.|See steps 2 and 4|**Menu** > `x`|see [step 2](#l1)|"
    "[](#l2)|[Step 9](#l3) and on|![alt](P.PNG) there|\\<name> & co.|In Step 1B|“step 3”|"
    "é step\u00a04|*step 2*|<b>step 1</b>|step 1  |see step\n{indent}2 now".split("|")
)
NUMBERS = st.lists(st.sampled_from([1, 2, 3, 4, 5, 9, 10, 99, 100]), min_size=1, max_size=12)
GAPS = st.sampled_from([" ", " ", "  ", "   "])
GAPS_AT_THE_MARGIN = st.one_of(GAPS, st.just("\t"))


@st.composite
def lists(draw: st.DrawFn, depth: int = 0) -> str:
    """Draw a list of steps with wrong numbers and all kinds of things inside."""
    lines: list[str] = []
    counted = draw(st.booleans())
    numbers = draw(NUMBERS)
    for at, number in enumerate(numbers):
        number = at + 1 + (number % 7 == 3) if counted else number
        marker = f"{number}.{draw(GAPS if depth else GAPS_AT_THE_MARGIN)}"
        width = len(marker.expandtabs(4))
        indent = " " * width
        label = draw(st.sampled_from(["", "", "", " {#l1}", " {#l2}", " {continue}"]))
        lines.append(f"{marker}{draw(WORDS).replace('{indent}', indent)}{label}")
        more = draw(st.integers(0, 8))
        if more == 1:
            lines += ["", f"{indent}{draw(WORDS).replace('{indent}', indent)}"]
        elif more == 2:
            lines += ["", f"{indent}```", f"{indent}step 2", f"{indent}  3", f"{indent}```", ""]
        elif more == 3 and depth < 2:
            inner = draw(lists(depth + 1))
            lines += [f"{indent}{line}" if line else "" for line in inner.split("\n")]
        elif more == 4:
            lines += [f"{indent}> [!NOTE]", f"{indent}> step 1", ""]
        elif more == 5:
            lines += ["", f"{indent}    step 5 as code", ""]
        elif more == 6:
            lines.append("step 3, a lazy line")
    return "\n".join(lines)


ARTICLES = st.lists(
    st.one_of(
        lists(),
        # Parsers differ about tabs in quotes.
        lists().map(lambda text: re.sub("^", "> ", text.expandtabs(4), flags=re.MULTILINE)),
        WORDS.map(lambda text: text.replace("{indent}", "")),
        st.sampled_from(["### Part", "### Part {#l3}", "#### Step 2: Go", "---", "<!-- x -->"]),
        st.text(alphabet="ab 12.)>-#`*_[]{}()\n\\|!<", max_size=40),
    ),
    min_size=1,
    max_size=5,
).map("\n\n".join)


@given(ARTICLES)
def test_readers_see_the_same_and_fixing_ends(body: str) -> None:
    before = FRONT + body + "\n"
    after = mend(before, {"p.png": os.devnull})
    wrong = re.compile(r"(?<=tep )\d+\w*(?:\.[ivxlcdm\d]+)*")
    # Where a link names the wrong step the number is what the finding was about.
    corrected = any(found.rule.code == "HW209" for found in look(before).diagnostics)
    one, other = shown(before).replace("P.PNG", "p.png"), shown(after).replace("P.PNG", "p.png")
    if corrected:
        one, other = wrong.sub("", one), wrong.sub("", other)
    assert one == other
    assert not fix(look(after, files={"p.png": os.devnull})).files


@given(ARTICLES, st.booleans(), st.booleans())
def test_byte_order_mark_and_line_endings_stay(
    tmp_path_factory: pytest.TempPathFactory, body: str, mark: bool, windows: bool
) -> None:
    text = (FRONT + "1. a\n3. b\n\n" + body + "\n").replace("\r", "")
    raw = text.replace("\n", "\r\n").encode() if windows else text.encode()
    raw = b"\xef\xbb\xbf" * mark + raw
    folder = tmp_path_factory.mktemp("kb")
    (folder / "a.md").write_bytes(raw)
    apply_fixes(Config(folder))
    after = (folder / "a.md").read_bytes()
    assert after.startswith(b"\xef\xbb\xbf") is mark
    assert after.count(b"\r\n") == raw.count(b"\r\n")
    assert after.count(b"\n") == raw.count(b"\n")
    assert apply_fixes(Config(folder)).written == ()
    assert (folder / "a.md").read_bytes() == after


GAP = FRONT + "1. a\n3. b\n"
MENDED = FRONT + "1. a\n2. b\n"


def test_says_what_it_did(kb: Callable[..., Path]) -> None:
    folder = kb({"x/a.md": GAP, "x/b.md": MENDED.replace("id: a", "id: b")})
    outcome = apply_fixes(Config(folder))
    assert outcome.written == ("x/a.md",)
    assert [(f.path, f.rule.code, f.start.line) for f in outcome.mended] == [
        ("x/a.md", "HW204", 15)
    ]
    assert outcome.refused == ()
    assert (folder / "x" / "a.md").read_text() == MENDED
    assert sorted(path.name for path in (folder / "x").iterdir()) == ["a.md", "b.md"]


def test_changes_only_the_files_that_it_is_given(kb: Callable[..., Path]) -> None:
    folder = kb({"a.md": GAP, "b.md": GAP.replace("id: a", "id: b")})
    assert apply_fixes(Config(folder), only={"b.md"}).written == ("b.md",)
    assert (folder / "a.md").read_text() == GAP


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_keeps_the_mode_of_a_file(kb: Callable[..., Path]) -> None:
    folder = kb({"a.md": GAP})
    (folder / "a.md").chmod(0o640)
    apply_fixes(Config(folder))
    assert stat.S_IMODE((folder / "a.md").stat().st_mode) == 0o640


def test_does_not_overwrite_what_was_saved_meanwhile(
    kb: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = kb({"a.md": GAP, "b.md": GAP.replace("id: a", "id: b")})
    saved = GAP + "\nA new line.\n"

    def inspect_slowly(reading: Reading, pages: dict[str, str], path: str) -> Inspection:
        (folder / "a.md").write_text(saved)
        return inspect_reading(reading, pages, path)

    monkeypatch.setattr(fixing, "inspect_reading", inspect_slowly)
    outcome = apply_fixes(Config(folder))
    assert (folder / "a.md").read_text() == saved
    assert outcome.written == ("b.md",)
    assert [refusal.path for refusal in outcome.refused] == ["a.md"]
    assert {found.path for found in outcome.mended} == {"b.md"}
    assert sorted(path.name for path in folder.iterdir()) == ["a.md", "b.md", "kb.yml"]


def test_does_not_overwrite_what_is_saved_while_it_writes(
    kb: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = kb({"a.md": GAP})
    saved = GAP.replace("1. a", "1. A")
    sync = os.fsync

    def save_and_sync(descriptor: int) -> None:
        (folder / "a.md").write_text(saved)
        os.utime(folder / "a.md", ns=(1, 1))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", save_and_sync)
    outcome = apply_fixes(Config(folder))
    assert (folder / "a.md").read_text() == saved
    assert len(outcome.refused) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["a.md", "kb.yml"]


def test_a_file_that_cannot_be_written_stays(
    kb: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = kb({"a.md": GAP})

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcome = apply_fixes(Config(folder))
    assert outcome.refused[0].reason == "it cannot be written: no space left on device"
    assert (folder / "a.md").read_text() == GAP
    assert sorted(path.name for path in folder.iterdir()) == ["a.md", "kb.yml"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_links_are_kept_and_never_followed_outside(
    kb: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = kb({"real/a.md": GAP, "c.md": GAP.replace("id: a", "id: c")})
    (folder / "b.md").symlink_to(folder / "real" / "a.md")
    (tmp_path / "private.md").write_text(GAP.replace("id: a", "id: c"))

    def swap_for_a_link(reading: Reading, pages: dict[str, str], path: str) -> Inspection:
        (folder / "c.md").unlink(missing_ok=True)
        (folder / "c.md").symlink_to(tmp_path / "private.md")
        return inspect_reading(reading, pages, path)

    monkeypatch.setattr(fixing, "inspect_reading", swap_for_a_link)
    outcome = apply_fixes(Config(folder))
    assert (tmp_path / "private.md").read_text() == GAP.replace("id: a", "id: c")
    assert [refusal.path for refusal in outcome.refused] == ["c.md"]
    assert (folder / "b.md").is_symlink()
    assert (folder / "real" / "a.md").read_text() == MENDED


def test_nothing_fixable_is_left(kb: Callable[..., Path]) -> None:
    body = "".join(
        f"{number}. Press **Key {number}**, then repeat step 1.\n" for number in range(1, 40)
    )
    folder = kb({"a.md": FRONT + body.replace("7. ", "8. ", 1)})
    apply_fixes(Config(folder))
    assert [f for f in inspect(Config(folder)).diagnostics if f.fixable] == []
