"""The formats of a report: golden files, and what must hold for any finding."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.build import inspect
from helpwright.cli.check import FORMAT_NAMES
from helpwright.config import Config
from helpwright.diagnostic import (
    Diagnostic,
    Edit,
    Position,
    Related,
    Rule,
    Severity,
    Span,
    merge_related,
)
from helpwright.report import FORMATS, Findings, summary
from helpwright.report.excerpt import cells, excerpt
from helpwright.settle import settle
from helpwright.source import Source

GOLDEN = Path(__file__).parent / "golden" / "report"
SUFFIXES = {"text": "txt", "json": "json", "github": "txt", "sarif": "sarif", "junit": "xml"}

GAP = Rule(
    code="HW901",
    name="leap",
    severity=Severity.ERROR,
    summary="A number leaps.",
    why="Readers stumble.",
    fix="Write the next number.",
    fixable=True,
)
VAGUE = Rule(
    "HW902", "vague-words", Severity.WARNING, "Words are vague.", "Who knows?", "Be exact."
)
HINT = Rule("HW903", "hint", Severity.INFO, "There is a hint.", "It may help.", "Look at it.")
# A hostile name or text: it clears the screen, forges a command of the log and closes the XML.
HOSTILE = "a\x1b[2J\r\n::error::b\x07\u202e]]></failure>&\x9b%0A,:"

SOURCE = Source(
    "kb/tea/kettle.md",
    (
        "# Kettle\n"
        "\n"
        "1. Fill it.\n"
        "5. Switch it on.\n"
        "\n"
        "\t- a\tb 漢字 ok\n" + "x" * 150 + " somewhere in the middle " + "y" * 150 + "\n"
        "first line of many\n"
        "second\n"
        "weiß: e\u0301 \x1b[31mred\n"
    ).encode(),
)


def find(rule: Rule, word: str, message: str, **more: Any) -> Diagnostic:
    """Return a finding at the first place where a text stands in SOURCE."""
    start = SOURCE.data.index(word.encode())
    span = Span(start, start + len(word.encode()))
    return replace(SOURCE.diagnose(rule, span, message), **more)


def at(path: str, rule: Rule, message: str, **more: Any) -> Diagnostic:
    """Return a finding about a whole file."""
    return Diagnostic(rule, path, Position(1, 1), Position(1, 1), message, **more)


FOUND = (
    find(
        GAP,
        "5.",
        "step 5 follows step 1",
        help="write 2, or run `helpwright check --fix`",
        label="expected 2",
        edits=(Edit(Span(23, 24), "2"),),
    ),
    find(VAGUE, "漢字", "two wide characters behind tabs", label="wide"),
    find(VAGUE, "somewhere", "a word in a long line", severity=Severity.ERROR),
    find(GAP, "first line of many\nsecond", "a range over two lines"),
    find(HINT, "e\u0301", "one character of two code points"),
    at("kb/tea/gone (1), 50%.md", GAP, "the file cannot be read: permission denied"),
    at(f"kb/{HOSTILE}.md", VAGUE, f"message {HOSTILE}", help=f"help {HOSTILE}"),
)
OTHER = Source("kb/tea/pot.md", "# Pot\n\n1. Warm the 漢字 pot.\n".encode())
MANY = tuple(Related(OTHER.path, Position(3, n), Position(3, n + 1), f"{n}") for n in range(1, 8))
# A finding about two files, one about more places than people want to see, and one about a hostile
# place without a source.
RELATED = (
    find(
        GAP,
        "5.",
        "step 5 follows step 1",
        help="write 2",
        label="expected 2",
        edits=(Edit(Span(23, 24), "2"),),
        related=(
            SOURCE.related(Span(10, 12), "the step before"),
            OTHER.related(Span(20, 26), "included here"),
        ),
    ),
    find(VAGUE, "Fill it", "the words are vague", related=MANY),
    at(
        "kb/tea/gone.md",
        HINT,
        "look",
        related=(Related(f"{HOSTILE}.md", Position(1, 2), Position(3, 4), HOSTILE),),
    ),
)
ARTICLES = ("kb/tea/kettle.md", "kb/tea/whistle.md")
CASES = {
    "found": Findings(FOUND, ARTICLES, {SOURCE.path: SOURCE}, version="1.2.3"),
    "related": Findings(
        RELATED, ARTICLES, {it.path: it for it in (SOURCE, OTHER)}, version="1.2.3"
    ),
    "clean": Findings((), ARTICLES, version="1.2.3"),
    "color": Findings(FOUND, ARTICLES, {SOURCE.path: SOURCE}, color=True, width=60),
    "strict": Findings(FOUND[1:2], ARTICLES, {SOURCE.path: SOURCE}, Severity.WARNING),
}
GOLDEN_CASES = [
    *((case, name) for case in ("found", "related", "clean") for name in FORMATS),
    ("color", "text"),
    ("strict", "junit"),
]


def test_the_command_line_knows_every_format() -> None:
    assert tuple(FORMATS) == FORMAT_NAMES


@pytest.mark.parametrize(("case", "name"), GOLDEN_CASES)
def test_a_report_is_as_it_was(case: str, name: str, request: pytest.FixtureRequest) -> None:
    golden = GOLDEN / f"{case}-{name}.{SUFFIXES[name]}"
    made = FORMATS[name](CASES[case])
    if request.config.getoption("--update-golden"):
        golden.write_text(made, encoding="utf-8", newline="\n")
    assert made == golden.read_bytes().decode()


@pytest.mark.parametrize("case", ["found", "related"])
@pytest.mark.parametrize("name", FORMATS)
def test_control_characters_are_written_out(case: str, name: str) -> None:
    made = FORMATS[name](CASES[case])
    assert re.findall(r"[^\x20-\x7e\n\u00a0-\u2027\u2030-\u2065\u2070-\uffff]", made) == []
    assert "x1b" in made or "u001b" in made


@pytest.mark.parametrize("case", ["found", "related"])
def test_a_message_forges_no_line(case: str) -> None:
    lines = FORMATS["github"](CASES[case]).splitlines()
    assert len(lines) == len(CASES[case].diagnostics) + 1
    assert all(line.startswith("::") for line in lines[:-1])


def test_json_gives_back_what_was_found() -> None:
    entries = json.loads(FORMATS["json"](CASES["found"]))
    assert [entry["message"] for entry in entries] == [found.message for found in FOUND]
    assert [entry["path"] for entry in entries] == [found.path for found in FOUND]
    assert entries[0] == {
        "path": "kb/tea/kettle.md",
        "line": 4,
        "column": 1,
        "end_line": 4,
        "end_column": 3,
        "code": "HW901",
        "name": "leap",
        "severity": "error",
        "message": "step 5 follows step 1",
        "help": "write 2, or run `helpwright check --fix`",
        "fixable": True,
        "related": [],
    }


def test_json_and_sarif_name_all_related_places_and_the_others_the_first() -> None:
    (entry,) = json.loads(FORMATS["json"](Findings(RELATED[1:2])))
    assert [place["message"] for place in entry["related"]] == list("1234567")
    (result,) = sarif_results(Findings(RELATED[1:2]))
    assert [place["message"]["text"] for place in result["relatedLocations"]] == list("1234567")
    assert [place["id"] for place in result["relatedLocations"]] == [1, 2, 3, 4, 5, 6, 7]
    for name in ("text", "github", "junit"):
        made = FORMATS[name](Findings(RELATED[1:2]))
        assert made.count(OTHER.path) == 5
        assert "and 2 more places" in made


def test_a_check_shows_findings_that_differ_only_in_their_related_places_as_one() -> None:
    kb = inspect(Config(Path(__file__).parent / "example_kb")).kb
    one, other = (replace(FOUND[0], related=(place,)) for place in MANY[:2])
    assert settle(kb, [other, one, other]) == [replace(FOUND[0], related=(MANY[1], MANY[0]))]


def test_findings_that_differ_only_in_their_related_places_are_one() -> None:
    first, second, third = MANY[:3]
    one = replace(FOUND[0], related=(first, second))
    other = replace(FOUND[0], related=(second, third))
    elsewhere = replace(FOUND[0], start=Position(9, 9), related=(first,))
    mended = replace(FOUND[0], edits=(Edit(Span(23, 24), "3"),), related=(first,))
    assert merge_related([one, elsewhere, FOUND[0], mended, other, one]) == [
        replace(FOUND[0], related=(first, second, third)),
        elsewhere,
        mended,
    ]


def test_junit_has_a_case_for_each_article_and_file() -> None:
    suites = ElementTree.fromstring(FORMATS["junit"](CASES["found"]))
    cases = suites.findall("./testsuite/testcase")
    assert [suites.get(name) for name in ("tests", "failures", "errors")] == ["4", "2", "0"]
    assert {case.get("name"): case.find("failure") is not None for case in cases} == {
        "kb/tea/kettle.md": True,
        "kb/tea/whistle.md": False,
        "kb/tea/gone (1), 50%.md": True,
        r"kb/a\x1b[2J\r\n::error::b\x07\u202e]]></failure>&\x9b%0A,:.md": False,
    }


# What SARIF 2.1.0 asks of the parts that Helpwright writes (OASIS standard, sections 3.13 to 3.58).
TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
REGION = {
    "type": "object",
    "required": ["startLine"],
    "properties": {
        name: {"type": "integer", "minimum": 1}
        for name in ("startLine", "startColumn", "endLine", "endColumn")
    },
    "additionalProperties": False,
}
ARTIFACT = {
    "type": "object",
    "properties": {"uri": {"type": "string", "pattern": r"^[\w.~!$&'()*+,;=:@%/-]+$"}},
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": -1},
        "message": TEXT,
        "physicalLocation": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"artifactLocation": ARTIFACT, "region": REGION},
        },
    },
}
SARIF_SCHEMA = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/run"}},
    },
    "$defs": {
        "run": {
            "type": "object",
            "required": ["tool", "results"],
            "additionalProperties": False,
            "properties": {
                "tool": {
                    "type": "object",
                    "required": ["driver"],
                    "additionalProperties": False,
                    "properties": {"driver": {"$ref": "#/$defs/driver"}},
                },
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
        },
        "driver": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string"},
                "version": {"type": "string"},
                "rules": {
                    "type": "array",
                    "uniqueItems": True,
                    "items": {"$ref": "#/$defs/reportingDescriptor"},
                },
            },
        },
        "reportingDescriptor": {
            "type": "object",
            "required": ["id"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string"},
                "name": {"type": "string"},
                "shortDescription": TEXT,
                "fullDescription": TEXT,
                "help": TEXT,
                "defaultConfiguration": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"level": LEVEL},
                },
            },
        },
        "result": {
            "type": "object",
            "required": ["message"],
            "additionalProperties": False,
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": LEVEL,
                "message": TEXT,
                "locations": {"type": "array", "items": LOCATION},
                "relatedLocations": {"type": "array", "uniqueItems": True, "items": LOCATION},
                "partialFingerprints": {
                    "type": "object",
                    "additionalProperties": {"type": "string"},
                },
                "fixes": {"type": "array", "uniqueItems": True, "items": {"$ref": "#/$defs/fix"}},
            },
        },
        "fix": {
            "type": "object",
            "required": ["artifactChanges"],
            "additionalProperties": False,
            "properties": {
                "description": TEXT,
                "artifactChanges": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["artifactLocation", "replacements"],
                        "additionalProperties": False,
                        "properties": {
                            "artifactLocation": ARTIFACT,
                            "replacements": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["deletedRegion"],
                                    "additionalProperties": False,
                                    "properties": {
                                        "deletedRegion": REGION,
                                        "insertedContent": {
                                            "type": "object",
                                            "properties": {"text": {"type": "string"}},
                                            "additionalProperties": False,
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("case", CASES)
def test_sarif_is_of_its_form(case: str) -> None:
    log = json.loads(FORMATS["sarif"](CASES[case]))
    jsonschema.Draft202012Validator(SARIF_SCHEMA).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def sarif_results(findings: Findings) -> list[Mapping[str, Any]]:
    results: list[Mapping[str, Any]] = json.loads(FORMATS["sarif"](findings))["runs"][0]["results"]
    return results


def test_sarif_names_outside_files_by_whole_addresses() -> None:
    outside = at("/elsewhere/a b.md", HINT, "look")
    (result,) = sarif_results(Findings((outside,)))
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "file:///elsewhere/a%20b.md"}


def test_fingerprints_tell_equal_findings_apart_and_stay_when_lines_move() -> None:
    def fingerprints(text: str) -> list[str]:
        source = Source("a.md", text.encode())
        places = [match.span() for match in re.finditer("bad|worse", text)]
        found = tuple(source.diagnose(HINT, Span(*place), "this is bad") for place in places)
        results = sarif_results(Findings(found, sources={"a.md": source}))
        return [result["partialFingerprints"]["helpwrightLine/v1"] for result in results]

    before = fingerprints("bad\nworse\nbad\n")
    assert len(set(before)) == 3
    assert fingerprints("\n\n  bad\nnew\nworse\n\nbad\n") == before


@pytest.mark.parametrize(
    ("findings", "line"),
    [
        (Findings((), ARTICLES), "no findings in 2 articles"),
        (Findings((), ARTICLES[:1]), "no findings in 1 article"),
        (Findings(FOUND[:1]), "1 error in 1 file (1 can be mended with --fix)"),
        (Findings(FOUND[1:2]), "1 warning in 1 file"),
        (
            Findings(FOUND),
            "4 errors, 2 warnings, 1 info in 3 files (1 can be mended with --fix)",
        ),
    ],
)
def test_the_last_line_sums_up(findings: Findings, line: str) -> None:
    assert summary(findings) == line
    assert FORMATS["text"](findings).endswith(f"{line}\n")


@pytest.mark.parametrize(
    ("line", "start", "end", "width", "shown", "carets"),
    [
        ("plain words", 6, 11, 40, "plain words", "      ^^^^^"),
        ("", 0, 0, 40, "", "^"),
        ("end", 3, 3, 40, "end", "   ^"),
        ("past", 9, 12, 40, "past", "    ^"),
        ("\ta\tb", 3, 4, 40, "    a   b", "        ^"),
        ("漢字 x", 3, 4, 40, "漢字 x", "     ^"),
        ("漢字 x", 0, 2, 40, "漢字 x", "^^^^"),
        ("e\u0301x", 2, 3, 40, "e\u0301x", " ^"),
        ("\x1b[0m", 1, 3, 40, "\\x1b[0m", "    ^^"),
        ("0123456789" * 3, 0, 2, 10, "01234567…", "^^"),
        ("0123456789" * 3, 29, 30, 10, "…23456789", "        ^"),
        ("0123456789" * 3, 15, 17, 10, "…34567890…", "   ^^"),
        ("0123456789" * 3, 5, 25, 10, "…56789012…", " ^^^^^^^^"),
    ],
)
def test_an_excerpt_marks_the_place(
    line: str, start: int, end: int, width: int, shown: str, carets: str
) -> None:
    assert excerpt(line, start, end, width) == (shown, carets)


@given(
    st.text(alphabet=st.sampled_from("ab\t漢e\u0301\x1b🙂 "), max_size=80),
    st.integers(0, 90),
    st.integers(0, 90),
    st.integers(8, 40),
)
def test_an_excerpt_fits_and_its_mark_begins_at_the_place(
    line: str, start: int, length: int, width: int
) -> None:
    shown, carets = excerpt(line, start, start + length, width)
    assert cells(shown) <= width
    assert len(carets) <= width + 1
    assert carets.strip(" ").strip("^") == ""
    assert carets.endswith("^")
    marked = line[start : start + 1]
    if marked and marked in "ab漢🙂":
        before = len(carets) - len(carets.lstrip())
        at_mark = next(c for n, c in enumerate(shown) if cells(shown[: n + 1]) > before)
        assert at_mark == marked


def test_a_line_of_a_megabyte_is_shown_quickly() -> None:
    shown, carets = excerpt("é" * 1_000_000, 500_000, 500_010, 80)
    assert shown == "…" + "é" * 78 + "…"
    assert carets.count("^") == 10
