"""Sections that move to another article: what names them follows, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helpwright.build import inspect
from helpwright.cli import program
from helpwright.config import find_config
from tests.moving import picture
from tests.sites import Site, article

PRINTER = article(
    "printer",
    """## Symptom

Nothing is printed, see [how to open it](#open) and [step](#lid).

## Resolution

### Switch it on

1. Press the button.
2. Wait.

### Open the printer {#open}

Before, do [](#switch-it-on). The lid is shown in [the other article](../paper/tray.md#tray).

1. Open the lid as in [the picture](img/lid.png). {#lid was="cap"}

    ![The lid of the printer, open](img/lid.png)

2. Look at [the lid](#lid), then at <kb:printer#lid>.
3. Read [the whole article](printer.md) and <a href="#symptom">the symptom</a>.

### Close it

1. Close the lid.
2. Press the button.
""",
)
TRAY = article(
    "tray",
    """## Symptom

Paper is stuck as in <kb:printer#open>, [step](../mail/printer.md#lid) or [there].

## Resolution {#tray}

### Pull the paper

1. Pull it.
2. Go on with [](../mail/printer.md#open-step-2).

## More information

Nothing else.

[there]: <../mail/printer.md#lid> 'Title'
""",
)
OTHER = article(
    "other",
    "## Symptom\n\nSee [it](printer.md#open) and <kb:printer#lid>.\n\n"
    "## Resolution\n\n1. Open.\n2. Close.\n",
)
REGISTRY = """title: Help
categories:
  mail: {title: Mail}
  paper: {title: Paper}
redirects:
  /lids/: printer#lid
  /caps/: /kb/mail/printer/#open
"""
RECIPES = """mail/img/lid.png:
  page: https://app.example/
  highlights:
    - {select: "#lid", step: printer#lid}
    - {select: "#on", step: printer#switch-it-on}
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    kb = {"mail/printer.md": PRINTER, "mail/other.md": OTHER, "paper/tray.md": TRAY}
    made = Site(tmp_path / "site", {**kb, "kb.yml": REGISTRY})
    file = made.folder / "kb-source/mail/img/lid.png"
    file.parent.mkdir()
    file.write_bytes(picture())
    made.write({"docs/more.md": "# More\n\nSee [it](kb/mail/printer.md#lid).\n"})
    return made


def move(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(program, ["move", *arguments, "--kb", str(site.folder)])


def findings(site: Site) -> list[str]:
    found = inspect(find_config(site.folder)).diagnostics
    return [f"{it.path}: {it.rule.code} {it.message}" for it in found]


def texts(site: Site) -> dict[str, bytes]:
    kb = site.folder / "kb-source"
    files = [*kb.rglob("*.md"), kb / "kb.yml", site.folder / "docs/more.md"]
    return {it.relative_to(site.folder).as_posix(): it.read_bytes() for it in sorted(files)}


def test_a_section_moves_and_all_that_names_it_follows(site: Site) -> None:
    assert findings(site) == []
    done = move(site, "mail/printer.md#open", "paper/tray.md")
    assert done.exit_code == 0, done.output
    assert findings(site) == []
    found = {path: text.decode() for path, text in texts(site).items()}
    printer, tray = found["kb-source/mail/printer.md"], found["kb-source/paper/tray.md"]
    assert printer.endswith(
        "see [how to open it](../paper/tray.md#open) and [step](../paper/tray.md#lid).\n\n"
        "## Resolution\n\n### Switch it on\n\n1. Press the button.\n2. Wait.\n\n"
        "### Close it\n\n1. Close the lid.\n2. Press the button.\n"
    )
    assert tray.endswith(
        "Paper is stuck as in <kb:tray#open>, [step](#lid) or [there].\n\n"
        "## Resolution {#tray}\n\n"
        "### Pull the paper\n\n1. Pull it.\n2. Go on with [](#open-step-2).\n\n"
        "### Open the printer {#open}\n\n"
        "Before, do [](../mail/printer.md#switch-it-on). "
        "The lid is shown in [the other article](#tray).\n\n"
        '1. Open the lid as in [the picture](../mail/img/lid.png). {#lid was="cap"}\n\n'
        "    ![The lid of the printer, open](../mail/img/lid.png)\n\n"
        "2. Look at [the lid](#lid), then at <kb:tray#lid>.\n"
        "3. Read [the whole article](../mail/printer.md) and "
        '<a href="../mail/printer.md#symptom">the symptom</a>.\n\n'
        "## More information\n\nNothing else.\n\n[there]: <#lid> 'Title'\n"
    )
    assert "See [it](../paper/tray.md#open) and <kb:tray#lid>." in found["kb-source/mail/other.md"]
    assert "See [it](kb/paper/tray.md#lid)." in found["docs/more.md"]
    assert found["kb-source/kb.yml"].partition("redirects:\n")[2].replace('"', "") == (
        "  /lids/: tray#lid\n"
        "  /caps/: /kb/paper/tray/#open\n"
        "  /kb/mail/printer/#open: tray#open\n"
        "  /kb/mail/printer/#lid: tray#lid\n"
        "  /kb/mail/printer/#cap: tray#lid\n"
        "  /kb/mail/printer/#open-step-2: tray#open-step-2\n"
        "  /kb/mail/printer/#open-step-3: tray#open-step-3\n"
    )
    built = site.build("build", "--strict")
    assert built.returncode == 0, built.stderr
    assert "paper/tray/#open-step-2" in site.page("kb/mail/printer")


def test_recipes_of_pictures_name_the_steps_where_they_are_then(site: Site) -> None:
    file = site.folder / "kb-source/capture.yml"
    file.write_text(RECIPES)
    done = move(site, "mail/printer.md#open", "paper/tray.md")
    assert done.exit_code == 0, done.output
    assert file.read_text() == RECIPES.replace("printer#lid", "tray#lid")


def test_a_section_moves_there_and_back(site: Site) -> None:
    before = texts(site)
    assert move(site, "mail/printer.md#close-it", "paper/tray.md#close").exit_code == 0
    assert b'### Close it {#close was="close-it"}\n' in texts(site)["kb-source/paper/tray.md"]
    back = move(site, "paper/tray.md#close", "mail/printer.md#close-it")
    assert back.exit_code == 0, back.output
    after = texts(site)
    registry = after["kb-source/kb.yml"].replace(b'"', b"")
    added = registry.removeprefix(before["kb-source/kb.yml"]).decode().splitlines()
    assert [it.strip() for it in added] == [
        "/kb/paper/tray/#close: printer#close-it",
        "/kb/paper/tray/#close-it: printer#close-it",
        "/kb/paper/tray/#close-step-1: printer#close-it-step-1",
        "/kb/paper/tray/#close-step-2: printer#close-it-step-2",
    ]
    printer = after["kb-source/mail/printer.md"].decode()
    assert (
        printer.replace(' {#close-it was="close"}', "").encode()
        == (before["kb-source/mail/printer.md"])
    )
    assert after["kb-source/paper/tray.md"] == before["kb-source/paper/tray.md"]
    assert findings(site) == []


def test_a_whole_section_moves_to_the_end_and_takes_its_line_ends(site: Site) -> None:
    file = site.folder / "kb-source/mail/other.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    done = move(site, "paper/tray.md#more-information", "mail/other.md")
    assert done.exit_code == 2  # The address of a link stands at its end.
    assert "would read differently" in done.output
    tray = site.folder / "kb-source/paper/tray.md"
    text = tray.read_text().replace("[there]:", "").replace("<../mail/printer.md#lid> 'Title'", "")
    tray.write_text(text.replace("[there]", "there").rstrip() + "\n")
    done = move(site, "paper/tray.md#more-information", "mail/other.md")
    assert done.exit_code == 0, done.output
    assert file.read_bytes().endswith(
        b"2. Close.\r\n\r\n## More information\r\n\r\nNothing else.\r\n"
    )
    assert tray.read_text().endswith("2. Go on with [](../mail/printer.md#open-step-2).\n")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("mail/printer.md#lid", "paper/tray.md", "#lid is a step of mail/printer.md"),
        ("mail/printer.md#nothing", "paper/tray.md", "#nothing is no heading of mail/printer.md"),
        ("mail/printer.md#open", "paper/none.md", "name an article that is there"),
        ("mail/printer.md#open", "paper/tray.md#a b", "a b is no label"),
        ("mail/printer.md#resolution", "paper/tray.md", "has the section Resolution already"),
        ("mail/printer.md#open", "paper/short.md", "paper/short.md has no section Resolution"),
        ("mail/printer.md#open", "paper/draft.md", "paper/draft.md is not published"),
        ("mail/printer.md#open", "paper/labelled.md", "HW304 the label `open` is already used"),
        ("mail/twice.md#way", "mail/printer.md", "#way-1 of mail/twice.md would become #way"),
        ("mail/deep.md#small", "mail/printer.md", "Small is a part of a part of Resolution"),
        ("mail/deep.md#notes", "mail/printer.md", "HW127"),
        ("mail/old.md#way", "mail/printer.md", "readers of other versions"),
        ("mail/other.md#resolution", "paper/short.md", "would bring a new finding"),
    ],
)
def test_what_cannot_move_exactly_is_said_and_left(
    site: Site, old: str, new: str, reason: str
) -> None:
    symptom = "## Symptom\n\nOh.\n\n"
    steps = "1. Open.\n2. Close.\n"
    short = symptom + "## Cause\n\nWhy.\n"
    labelled = f"{symptom}## Resolution\n\n### One {{#open}}\n\n{steps}\n### Two\n\n{steps}"
    deep = (
        f"{symptom}## Resolution\n\n### Big\n\nAll.\n\n#### Small\n\n{steps}\n"
        f"### Notes\n\nA word[^1].\n\n{steps}\n### Last\n\nMore[^1].\n\n[^1]: A note.\n"
    )
    way = f"{symptom}## Resolution\n\n### Way\n\n{steps}\n### Other way\n\n{steps}"
    versions = "products: {app: {name: App, versions: [1, 2]}}\n"
    kb = site.folder / "kb-source"
    (kb / "kb.yml").write_text(REGISTRY + versions)
    site.write(
        {
            "kb-source/paper/short.md": article("short", short, status="review"),
            "kb-source/paper/draft.md": article("draft", labelled, status="draft"),
            "kb-source/paper/labelled.md": article("labelled", labelled),
            "kb-source/mail/deep.md": article("deep", deep),
            "kb-source/mail/twice.md": article("twice", way.replace("Other way", "Way")),
            "kb-source/mail/old.md": article("old", way, more="applies_to: {app: 1}\n"),
        }
    )
    if new == "paper/short.md":
        site.write({"kb-source/paper/short.md": article("short", short)})
    before = texts(site)
    done = move(site, old, new)
    assert done.exit_code == 2
    assert reason in done.output
    assert texts(site) == before
