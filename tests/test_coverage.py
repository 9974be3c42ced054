"""Which versions the articles are right for: the value, the tables, the JSON and the command."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from helpwright.build import inspect
from helpwright.cli import program
from helpwright.config import Config
from helpwright.coverage import ALL, Coverage, State, cover
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.render.host import Layout
from helpwright.render.site import plan_site
from helpwright.report.coverage_text import coverage_text
from tests.sites import article

KB_YML = """\
products:
  app:
    name: Example App
    versions:
      - version: "0.9"
        retired: 2020-01-31
      - "1.0"
      - "1.1"
      - "2.0"
      - version: "3.0"
        released: 9999-12-31
    platforms:
      windows: Windows
      macos: macOS
  tool:
    name: Example Tool
    versions: ["7", "8"]
  lamp:
    name: Lamp
categories:
  apps:
    title: Apps
"""
FIRST = "## Symptom\n\nIt fails.\n\n"
CAUSE = '## Cause {{applies_to="{}"}}\n\nIt is old.\n\n'
BOTH = FIRST + (
    '## Resolution\n\n### In 1.x {{applies_to="{}"}}\n\n1. Open it.\n2. Close it.\n\n'
    '### In 2.x {{applies_to="{}"}}\n\n1. Turn it on.\n2. Turn it off.\n'
)


def about(id: str, applies_to: str, body: str, **more: str) -> str:
    """Return an article about some versions."""
    return article(id, body, more=f"applies_to:\n  {applies_to}\n", **more)


WHOLE = FIRST + "## Resolution\n\n1. Open it.\n2. Close it.\n"
FILES: Mapping[str, str] = {
    "kb.yml": KB_YML,
    "apps/clean.md": about("clean", "app: all", BOTH.format("<2.0", ">=2.0")),
    "apps/gap.md": about("gap", "app: all", BOTH.format("<1.1", ">=2.0")),
    "apps/mac.md": about("mac", 'app: ">=1.1"', BOTH.format("<2.0", ">=2.0 on windows")),
    "apps/cause.md": about(
        "cause", "app: all", WHOLE.replace("## R", CAUSE.format("<2.0") + "## R")
    ),
    "apps/draft.md": about("draft", "app: all", BOTH.format("<1.1", ">=2.0"), status="draft"),
    "apps/retired.md": about("retired", "app: all", BOTH.format("1.0", "2.0"), status="retired"),
    "apps/windows.md": about("windows", "app: 1.0 on windows", WHOLE),
    "tool.md": about("tool", 'tool: "7"', WHOLE),
    "lamp.md": about("lamp", "lamp: all", WHOLE),
    "any.md": article("any"),
}


@pytest.fixture
def project(kb: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with articles that cover their versions, and some that do not."""
    folder = kb(FILES, "kb-source").parent
    (folder / "mkdocs.yml").write_text(
        "site_name: Test\nplugins:\n  - helpwright:\n      path: help\n"
    )
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    """Run the command; what is printed to standard error is not in the result's `stdout`."""
    result = CliRunner().invoke(program, ["coverage", *arguments], prog_name="helpwright")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def read(folder: Path) -> KnowledgeBase:
    return inspect(Config(folder / "kb-source")).kb


def states(coverage: Coverage, product: str, id: str) -> str:
    """Return the state of each version of a row, by its first letters."""
    [table] = [it for it in coverage.tables if it.product.id == product]
    [row] = [it for it in table.rows if it.article.id == id]
    return " ".join(row.cells[version].state.value for version in table.versions)


# --- the value --------------------------------------------------------------------------------


def test_each_version_has_a_state(project: Path) -> None:
    found = cover(read(project))
    assert states(found, "app", "clean") == " ".join(["covered"] * 5)
    assert states(found, "app", "gap") == "covered covered no-resolution covered covered"
    assert states(found, "app", "cause") == "covered covered covered no-cause no-cause"
    assert states(found, "tool", "tool") == "covered not-covered"
    assert states(found, "lamp", "lamp") == "covered"


def test_a_cell_is_the_worst_of_its_platforms(project: Path) -> None:
    found = cover(read(project), ["app"])
    rows = {row.article.id: row.cells for row in found.tables[0].rows}
    cell = rows["mac"]["2.0"]
    assert cell.state is State.NO_RESOLUTION
    assert {id: it.state for id, it in cell.platforms.items()} == {
        "windows": State.COVERED,
        "macos": State.NO_RESOLUTION,
    }
    assert cell.platforms["windows"].slug != cell.platforms["macos"].slug
    assert not rows["clean"]["2.0"].platforms
    assert rows["windows"]["1.0"].state is State.COVERED
    assert rows["windows"]["1.0"].platforms["macos"].state is State.NOT_COVERED


def test_only_supported_versions_are_gaps(project: Path) -> None:
    found = cover(read(project))
    gaps = [
        (table.product.id, row.article.id, *rest)
        for table, row, *rest in found.lacking(State.NO_RESOLUTION)
    ]
    assert gaps == [
        ("app", "gap", "1.1", ("windows", "macos")),
        ("app", "mac", "2.0", ("macos",)),
    ]
    assert found.count(State.NO_RESOLUTION) == 2
    causes = [(row.article.id, *rest) for _, row, *rest in found.lacking(State.NO_CAUSE)]
    assert causes == [("cause", "2.0", ("windows", "macos"))]


def test_versions_that_no_article_is_about(project: Path) -> None:
    tables = {table.product.id: table for table in cover(read(project)).tables}
    found = cover(read(project))
    assert list(found.versions(tables["tool"].untold)) == [("8", ())]
    assert not tables["app"].untold
    assert not tables["lamp"].untold
    (project / "kb-source/lamp.md").unlink()
    tables = {table.product.id: table for table in cover(read(project)).tables}
    assert list(found.versions(tables["lamp"].untold)) == [(ALL, ())]


def test_articles_without_a_product_are_told(project: Path) -> None:
    assert [article.id for article in cover(read(project)).homeless] == ["any"]
    assert not cover(read(project), ["app"]).homeless


def test_some_products_and_articles(project: Path) -> None:
    kb = read(project)
    assert [table.product.id for table in cover(kb, ["lamp", "app"]).tables] == ["app", "lamp"]
    [table] = cover(kb, wanted=lambda path: path == "tool.md").tables
    assert (table.product.id, len(table.rows)) == ("tool", 1)
    # What no article is about does not depend on which are looked at.
    [table] = cover(kb, wanted=lambda path: path == "apps/windows.md").tables
    assert not table.untold


def test_a_mistaken_version_covers_nothing(kb: Callable[..., Path]) -> None:
    wrong = about("a", 'app: ["2.0", "9"]', FIRST + '## Fix\n\nOpen it. {applies_to="2.0"}\n')
    found = inspect(Config(kb({"kb.yml": KB_YML, "apps/a.md": wrong})))
    # One mistake is one finding: who would find no resolution is not known yet.
    assert [it.rule.code for it in found.diagnostics] == ["HW502"]
    expected = "not-covered not-covered not-covered covered not-covered"
    assert states(cover(found.kb), "app", "a") == expected


A = '### A {applies_to="1.0"}\n\nWait.\n\n'
B = '### B {applies_to="1.1"}\n\nWait.\n\n'


@pytest.mark.parametrize(
    ("resolution", "gap"),
    [
        ('Wait. {applies_to="1.0"}\n', True),
        ('Wait.\n\nStay calm. {applies_to="1.0"}\n', False),
        ('Do this:\n\n1. Wait. {applies_to="1.0"}\n', True),
        ("Do this:\n", False),  # HW505 leaves what nobody finds to others.
        ('**Do this:**\n\n- Wait. {applies_to="1.0"}\n', True),
        ('<!-- later -->\n\n---\n\n[Wait.]{applies_to="1.0"}\n', True),
        ('<div>\n\nWait. {applies_to="1.0"}\n\n</div>\n', True),
        ('<img src="a.png" alt="">\n\nWait. {applies_to="1.0"}\n', False),
        ('Wait.[^1] {applies_to="1.0"}\n\n[^1]: Long.\n', True),
        ('> [!NOTE]\n> Wait. {applies_to="1.0"}\n', True),
        ('> [!NOTE]\n> Wait.\n\nStay calm. {applies_to="1.0"}\n', False),
        (f"See below.\n\n{A}{B}", True),
        (f"See below.\n\n{A}", False),
        (f"See below.\n\n1. Wait.\n\n{A}{B}", False),
        ('[In 2.0,]{applies_to="2.0"} wait.\n\n' + A + B, False),
        ('| A |\n| --- |\n| [Wait]{applies_to="1.0"} |\n', True),
        ('```text\nwait\n```\n\nStay calm. {applies_to="1.0"}\n', False),
        (f"### C\n\n#{A}#{B}", True),
    ],
)
def test_what_says_something(resolution: str, gap: bool, kb: Callable[..., Path]) -> None:
    files = {
        "kb.yml": KB_YML,
        "apps/a.md": about("a", "app: all", f"{FIRST}## Fix\n\n{resolution}"),
    }
    folder = kb(files)
    found = [it for it in inspect(Config(folder)).diagnostics if it.rule.code == "HW505"]
    lines = files["apps/a.md"].splitlines()
    assert [lines[it.start.line - 1] for it in found] == (["## Fix"] if gap else [])
    assert all("2.0" in it.message for it in found)


# --- the tables -------------------------------------------------------------------------------


def test_the_tables(project: Path) -> None:
    result = run()
    assert (result.exit_code, result.stderr) == (1, "")
    assert (
        result.stdout
        == """\
Example App (app): 5 articles

         0.9  1.0  1.1  2.0  3.0
cause     -    +    +    ?    -
clean     -    +    +    +    -
gap       -    +    X    +    -
mac       .    .    +    X    -
windows   .    +    .    .    .

kb-source/apps/cause.md: no cause for 2.0
kb-source/apps/gap.md: no resolution for 1.1
kb-source/apps/mac.md: no resolution for 2.0 for macOS

Example Tool (tool): 1 article

      7  8
tool  +  .

no article is about 8

Lamp (lamp): 1 article

      all
lamp   +

1 article is about no product of kb.yml: kb-source/any.md

+ covered   X no resolution   ? no cause   . not about this version   - retired, or not out yet

7 articles, 5 supported versions, 2 gaps, 1 missing cause
"""
    )


def test_only_the_gaps(project: Path) -> None:
    text = run("--gaps", "--product", "app").stdout
    assert [line.split()[0] for line in text.splitlines()[3:6]] == ["cause", "gap", "mac"]
    assert "clean" not in text
    assert text.endswith("\n5 articles, 3 supported versions, 2 gaps, 1 missing cause\n")
    assert run("--gaps", "kb-source/apps/clean.md").stdout == (
        "1 article, 3 supported versions, no gaps\n"
    )


def wide(folder: Path, versions: list[str], width: int, **how: Any) -> str:
    """Return the tables of a product that has these versions."""
    listed = "".join(f'      - "{version}"\n' for version in versions)
    (folder / "kb.yml").write_text(f"products:\n  app:\n    name: App\n    versions:\n{listed}")
    kb = inspect(Config(folder)).kb

    def shown(article: Article) -> str:
        return article.path

    return coverage_text(kb, cover(kb), shown, width=width, **how)


LONG = "the-application-closes-right-after-its-start-on-some-systems"


@pytest.fixture
def two(kb: Callable[..., Path]) -> Path:
    """A knowledge base of two articles about all versions of a product."""
    return kb({f"{id}.md": about(id, "app: all", WHOLE) for id in ("printer", LONG)})


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("count", [1, 2, 12, 20, 60])
def test_a_table_keeps_to_its_width(width: int, count: int, two: Path) -> None:
    versions = [f"{major}.{minor}" for major in range(1, 13) for minor in range(5)][:count]
    lines = wide(two, versions, width).partition("\n\n+ covered")[0].splitlines()
    assert max(map(len, lines)) <= width
    heads = [line.split() for line in lines if re.match(r"\s+\d", line)]
    assert [label for head in heads for label in head] == versions
    assert sum(line.count("+") for line in lines if line.startswith("printer")) == count
    # No band is much narrower than another.
    sizes = [len(head) for head in heads]
    assert sizes[0] - sizes[-1] < len(sizes) or len(sizes) == 1


def test_columns_stand_closer_before_they_go_on_below(two: Path) -> None:
    versions = [f"{number}.0" for number in range(1, 10)]
    assert "1.0  2.0" in wide(two, versions, 100)
    assert "1.0 2.0" in wide(two, versions, 80)
    assert len(re.findall("^printer", wide(two, versions, 70), re.MULTILINE)) == 2


def test_long_names_of_versions_take_several_lines(two: Path) -> None:
    text = wide(two, ["2019 Standard Edition", "2022 R2"], 100)
    heads = [" ".join(line.split()) for line in text.splitlines()[2:5]]
    assert heads == ["2019", "Standard 2022", "Edition R2"]


def test_colours_are_for_terminals(two: Path) -> None:
    plain = wide(two, ["1", "2"], 100)
    colored = wide(two, ["1", "2"], 100, color=True)
    assert "\x1b[32m+\x1b[0m" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain
    assert "\x1b" not in plain


def test_control_characters_do_not_reach_the_terminal(two: Path) -> None:
    assert "\x1b" not in wide(two, [r"1\e[31m"], 100)


# --- JSON -------------------------------------------------------------------------------------


def test_json(project: Path) -> None:
    result = run("--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert list(found) == ["products", "gaps", "missing_causes", "without_product"]
    app, tool, lamp = found["products"]
    assert list(app) == ["id", "name", "versions", "articles", "without_article"]
    assert app["versions"][0] == {
        "version": "0.9",
        "supported": False,
        "released": None,
        "retired": "2020-01-31",
    }
    gap = app["articles"][2]
    assert {key: gap[key] for key in ("id", "path", "title")} == {
        "id": "gap",
        "path": "kb-source/apps/gap.md",
        "title": "About gap",
    }
    assert gap["versions"]["1.1"] == {
        "status": "no-resolution",
        "variant": "1.1",
        "page": "help/apps/gap/1.1.md",
    }
    assert gap["versions"]["2.0"] == {
        "status": "covered",
        "variant": "",
        "page": "help/apps/gap.md",
    }
    mac = app["articles"][3]["versions"]
    assert mac["0.9"] == {"status": "not-covered", "variant": "", "page": ""}
    assert (mac["2.0"]["status"], list(mac["2.0"]["platforms"])) == (
        "no-resolution",
        ["windows", "macos"],
    )
    assert mac["2.0"]["platforms"]["windows"]["status"] == "covered"
    assert found["gaps"] == [
        {
            "product": "app",
            "id": "gap",
            "path": "kb-source/apps/gap.md",
            "version": "1.1",
            "platforms": ["windows", "macos"],
        },
        {
            "product": "app",
            "id": "mac",
            "path": "kb-source/apps/mac.md",
            "version": "2.0",
            "platforms": ["macos"],
        },
    ]
    assert [entry["id"] for entry in found["missing_causes"]] == ["cause"]
    assert tool["without_article"] == [{"version": "8", "platforms": []}]
    assert list(lamp["articles"][0]["versions"]) == ["all"]
    assert found["without_product"] == ["kb-source/any.md"]
    assert run("--format", "json").stdout == result.stdout


def test_every_page_in_the_json_is_one_of_the_site(project: Path) -> None:
    pages = {page.path for page in plan_site(read(project), Layout("help")).pages}
    found = json.loads(run("--format", "json").stdout)
    cells = [
        cell
        for product in found["products"]
        for article in product["articles"]
        for version in article["versions"].values()
        for cell in (version, *version.get("platforms", {}).values())
    ]
    named = {cell["page"] for cell in cells if cell["status"] != "not-covered"}
    assert named <= pages
    assert len(named) > 8


def test_json_of_gaps_alone(project: Path) -> None:
    found = json.loads(run("--format", "json", "--gaps", "--product", "app").stdout)
    assert [it["id"] for it in found["products"][0]["articles"]] == ["cause", "gap", "mac"]


# --- the command ------------------------------------------------------------------------------


def test_without_gaps_the_exit_code_is_0(project: Path) -> None:
    assert run("kb-source/apps/clean.md").exit_code == 0
    assert run("kb-source/apps/cause.md").exit_code == 0
    assert run("--product", "tool").exit_code == 0
    assert run("kb-source/apps").exit_code == 1


def test_the_tables_agree_with_the_check(project: Path) -> None:
    diagnostics = inspect(Config(project / "kb-source")).diagnostics
    text = run().stdout
    for code, words in (("HW505", "no resolution for"), ("HW506", "no cause for")):
        paths = {f"kb-source/{it.path}" for it in diagnostics if it.rule.code == code}
        assert paths == set(re.findall(rf"^(\S+): {words}", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--product", "ap"], "ap is not a product of kb.yml: did you mean app?"),
        (["--product", "zzz"], "zzz is not a product of kb.yml: it has app, tool, lamp"),
        (["kb-source/nothing.md"], "kb-source/nothing.md does not exist"),
        (["mkdocs.yml"], "mkdocs.yml is not in the knowledge base kb-source"),
        (["--output", "no/such/folder"], "the report cannot be written"),
        (["--format", "yaml"], "'yaml' is not one of"),
    ],
)
def test_what_cannot_be_done_ends_in_2(arguments: list[str], reason: str, project: Path) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


def test_an_unreadable_registry_ends_in_2(project: Path) -> None:
    (project / "kb-source/kb.yml").write_bytes(b"\xff\xfe")
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "kb.yml cannot be read" in result.stderr


def test_other_mistakes_are_mentioned(project: Path) -> None:
    (project / "kb-source/apps/broken.md").write_bytes(b"\xff\xfe")
    result = run("--product", "tool")
    assert (result.exit_code, result.stderr) == (0, "1 error; see helpwright check\n")


def test_a_file_takes_the_tables(project: Path) -> None:
    shown = run().stdout
    result = run("--output", "coverage.txt")
    assert (result.stdout, result.exit_code) == ("", 1)
    assert result.stderr == "the tables are in coverage.txt\n"
    assert (project / "coverage.txt").read_text() == shown


def test_a_knowledge_base_without_products(kb: Callable[..., Path]) -> None:
    result = run("--kb", str(kb({"kb.yml": "title: A\n", "any.md": article("any")})))
    assert result.exit_code == 0
    assert result.stdout.endswith("0 articles, 0 supported versions, no gaps\n")
    assert "1 article is about no product of kb.yml" in result.stdout


def test_the_day_decides_what_is_needed(project: Path) -> None:
    kb = read(project)
    assert kb.today == datetime.date.today()
    [table, *_] = cover(kb).tables
    assert table.supported == {"1.0", "1.1", "2.0"}
