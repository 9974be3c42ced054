"""A whole import: what it writes, what it leaves alone, and what it says."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.diagnostic import Severity
from helpwright.importers.report import report, to_json
from helpwright.importers.report_page import report_page
from helpwright.importers.run import Result, import_kb
from helpwright.importers.state import STATE_NAME
from helpwright.importers.target import CannotImport

TODAY = datetime.date(2026, 2, 1)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
START = """\
---
title: The app does not start
description: It stops before the first screen.
date: 2025-03-04
---

# The app does not start

## Symptoms

A grey window stays.

## Cause

The cache is full.

## Resolution

1. Open the **menu**.
2. Choose *Clear*.

   ![The menu with Clear at its end](media/menu.png)

3. Start the app anew. If it stops again, repeat step 2 and see
   [how to print](printing/print.md#trays).
"""
PRINT = """\
---
title: Nothing is printed
date: 2025-03-05
---

## Problem

No paper comes out. See [the start](../start.md), [the manual](https://example.com/manual)
and [nothing](gone.md).

## Solution

### Trays

1. Open a tray.
2. Close it.
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return the folder of a small KB to be imported."""
    folder = tmp_path / "old"
    write(folder, {"start.md": START, "printing/print.md": PRINT})
    (folder / "media").mkdir()
    (folder / "media" / "menu.png").write_bytes(PNG)
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def run(old: Path, kb: Path, **options: bool) -> Result:
    return import_kb(old, kb, today=TODAY, **options)


def statuses(result: Result) -> dict[str, str]:
    return {it.planned.place.path: it.status for it in result.articles}


def files(kb: Path) -> dict[str, bytes]:
    return {
        path.relative_to(kb).as_posix(): path.read_bytes()
        for path in sorted(kb.rglob("*"))
        if path.is_file()
    }


def test_articles_pictures_and_registry_are_written(old: Path, tmp_path: Path) -> None:
    kb = tmp_path / "new" / "kb-source"
    result = run(old, kb)
    assert result.clean
    assert statuses(result) == {"printing/print.md": "written", "start.md": "written"}
    assert set(files(kb)) == {
        "kb.yml", "media/menu.png", "printing/print.md", "start.md", STATE_NAME,
    }  # fmt: skip
    start = (kb / "start.md").read_text(encoding="utf-8")
    assert "title: The app does not start\n" in start
    assert "summary: It stops before the first screen.\n" in start
    assert "updated: 2025-03-04\n" in start
    assert "\n# " not in start
    assert "![The menu with Clear at its end](media/menu.png)" in start
    assert "(printing/print.md#trays)" in start
    assert "repeat [step 2](#" in start


def test_what_is_left_is_for_a_person_and_stops_no_build(old: Path, tmp_path: Path) -> None:
    kb = tmp_path / "kb-source"
    result = run(old, kb)
    found = inspect(Config(kb)).diagnostics
    assert [it.rule.name for it in found if it.level is Severity.ERROR] == []
    dropped = [
        entry
        for it in result.articles
        for entry in it.planned.entries
        if entry.topic == "link-without-target"
    ]
    assert [entry.links for entry in dropped] == [("gone.md",)]
    assert "nothing" in (kb / "printing" / "print.md").read_text(encoding="utf-8")


def test_a_second_run_changes_nothing(old: Path, tmp_path: Path) -> None:
    kb = tmp_path / "kb-source"
    run(old, kb)
    before = files(kb)
    result = run(old, kb)
    assert set(statuses(result).values()) == {"unchanged"}
    assert result.registry == "unchanged"
    assert files(kb) == before


def test_only_what_nobody_has_edited_is_updated(old: Path, tmp_path: Path) -> None:
    kb = tmp_path / "kb-source"
    run(old, kb)
    edited = (kb / "start.md").read_text(encoding="utf-8") + "\nMore by hand.\n"
    write(kb, {"start.md": edited})
    write(old, {"start.md": START + "\nMore.\n", "printing/print.md": PRINT + "\nMore.\n"})
    result = run(old, kb)
    assert statuses(result) == {"printing/print.md": "updated", "start.md": "kept"}
    assert (kb / "start.md").read_text(encoding="utf-8") == edited
    topics = {
        it.planned.place.path: [e.topic for e in it.planned.entries] for it in result.articles
    }
    assert "original-changed" in topics["start.md"]
    assert "left as they are" in report_page(report(result, "1.0"))
    assert "More." in (kb / "printing" / "print.md").read_text(encoding="utf-8")


def test_a_file_that_was_there_is_never_overwritten(old: Path, tmp_path: Path) -> None:
    kb = tmp_path / "kb-source"
    mine = "---\nid: start\ntitle: Mine\nstatus: draft\nupdated: 2025-01-01\n---\n\nMine.\n"
    write(kb, {"start.md": mine, "kb.yml": "# Mine\ntitle: Mine\n"})
    (kb / "media").mkdir()
    (kb / "media" / "menu.png").write_bytes(b"mine")
    result = run(old, kb)
    assert result.clean
    assert (kb / "start.md").read_text(encoding="utf-8") == mine
    assert (kb / "media" / "menu.png").read_bytes() == b"mine"
    assert (kb / "kb.yml").read_text(encoding="utf-8").startswith("# Mine\ntitle: Mine\n")
    path = next(path for path in statuses(result) if path.startswith("the-app"))
    text = (kb / path).read_text(encoding="utf-8")
    assert "(media/menu-2.png)" in text
    assert (kb / "media" / "menu-2.png").read_bytes() == PNG


def test_what_was_removed_stays_away_until_it_is_asked_for(old: Path, tmp_path: Path) -> None:
    kb = tmp_path / "kb-source"
    run(old, kb)
    (kb / "start.md").unlink()
    result = run(old, kb)
    assert result.removed == ["start.md"]
    assert not (kb / "start.md").exists()
    assert statuses(run(old, kb, restore=True))["start.md"] == "written"


def test_all_is_written_again_where_all_was_removed(old: Path, tmp_path: Path) -> None:
    kb = tmp_path / "kb-source"
    run(old, kb)
    for path in files(kb):
        if path != STATE_NAME:
            (kb / path).unlink()
    assert set(statuses(run(old, kb)).values()) == {"written"}


def test_an_article_that_was_moved_is_found_by_its_id(old: Path, tmp_path: Path) -> None:
    kb = tmp_path / "kb-source"
    run(old, kb)
    (kb / "apps").mkdir()
    (kb / "start.md").rename(kb / "apps" / "start.md")
    write(old, {"printing/print.md": PRINT + "\nMore.\n"})
    result = run(old, kb)
    assert statuses(result) == {"printing/print.md": "updated", "apps/start.md": "kept"}
    assert "(../apps/start.md)" in (kb / "printing" / "print.md").read_text(encoding="utf-8")


def test_an_original_that_is_gone_is_named(old: Path, tmp_path: Path) -> None:
    kb = tmp_path / "kb-source"
    run(old, kb)
    (old / "printing" / "print.md").unlink()
    result = run(old, kb)
    assert result.gone == ["printing/print.md"]
    assert (kb / "printing" / "print.md").is_file()


def test_redirects_lead_to_articles_and_other_sites(old: Path, tmp_path: Path) -> None:
    rows = "old,new\n/begin,/start\n/a b,https://example.com/c\n/d,/d/\n"
    write(old, {"redirects.csv": rows})
    kb = tmp_path / "kb-source"
    result = run(old, kb)
    found = inspect(Config(kb))
    assert found.kb.registry.redirects == {"/begin": "start", "/a%20b": "https://example.com/c"}
    assert "wrong-redirect" not in {it.rule.name for it in found.diagnostics}
    left = [path for path, entry in result.entries if entry.topic == "redirect"]
    assert left == ["/d"]


def test_a_list_without_redirects_is_named(old: Path, tmp_path: Path) -> None:
    write(old, {"redirects.json": "{}"})
    result = run(old, tmp_path / "kb-source")
    told = [path for path, _ in (*result.others, *result.entries)]
    told += [failure.origin for failure in result.failures]
    assert told == ["redirects.json"]


def test_nothing_is_written_on_a_dry_run(old: Path, tmp_path: Path) -> None:
    kb = tmp_path / "kb-source"
    result = run(old, kb, dry_run=True)
    assert set(statuses(result).values()) == {"planned"}
    assert not kb.exists()


def test_the_knowledge_base_may_lie_in_the_folder_that_is_imported(old: Path) -> None:
    kb = old / "kb-source"
    first = run(old, kb)
    second = run(old, kb)
    assert statuses(first).keys() == statuses(second).keys() == {"printing/print.md", "start.md"}
    assert set(statuses(second).values()) == {"unchanged"}


def test_the_folder_of_articles_is_no_source_of_its_own(tmp_path: Path) -> None:
    write(tmp_path / "kb", {"a.md": PRINT})
    with pytest.raises(CannotImport, match="move it out"):
        run(tmp_path / "kb", tmp_path / "kb")


def test_a_link_out_of_the_knowledge_base_is_not_written_through(old: Path, tmp_path: Path) -> None:
    kb, outside = tmp_path / "kb-source", tmp_path / "outside"
    kb.mkdir()
    outside.mkdir()
    (kb / "printing").symlink_to(outside)
    result = run(old, kb)
    assert not result.clean
    assert statuses(result)["printing/print.md"] == "failed"
    assert list(outside.iterdir()) == []
    assert statuses(result)["start.md"] == "written"


STOPPED = """
import os, signal, sys
from pathlib import Path
from helpwright.importers import run
left = int(sys.argv[3])
put = run.put
def stop(root, path, data):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    put(root, path, data)
run.put = stop
run.import_kb(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("written", range(4))
def test_an_import_that_was_killed_is_carried_on(written: int, old: Path, tmp_path: Path) -> None:
    whole, kb = tmp_path / "whole", tmp_path / "kb-source"
    run(old, whole)
    command = [sys.executable, "-c", STOPPED, str(old), str(kb), str(written)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    result = run(old, kb)
    assert result.clean
    assert set(statuses(result)) == {"printing/print.md", "start.md"}
    assert files(kb) == files(whole)


def test_the_report_adds_up(old: Path, tmp_path: Path) -> None:
    found = json.loads(to_json(report(run(old, tmp_path / "kb-source"), "1.0")))
    assert found["totals"]["articles"] == found["totals"]["balanced"] == 2
    for of in [found["totals"], *(article["account"] for article in found["articles"])]:
        for kind in ("words", "pictures", "links"):
            one = of[kind]
            there = one["text"] + one["moved"] + one["dropped"] + one["missing"]
            assert one["original"] + one["added"] + one["surplus"] == there, (kind, one)
    assert found["totals"]["pictures"]["text"] == 1
    assert found["totals"]["links"]["dropped"] == 1


def test_the_page_of_the_report_shows_what_a_person_must_look_at(old: Path, tmp_path: Path) -> None:
    write(old, {"start.md": START.replace("A grey", 'A <b>grey</b> & "old"')})
    page = report_page(report(run(old, tmp_path / "kb-source"), "1.0"))
    assert "gone.md" in page
    assert "What a person must look at" in page
    assert "<script" not in page


@pytest.fixture
def helpwright(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs the command in an empty folder."""

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "helpwright", *arguments]
        environment = {**os.environ, "COLUMNS": "100"}
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, env=environment
        )

    return call


def test_the_command_writes_articles_and_report(
    old: Path, tmp_path: Path, helpwright: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = helpwright("import", "old")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 articles: 2 written" in done.stdout
    assert "Every word, picture and link is in an article or in the report." in done.stdout
    assert (tmp_path / "kb-source" / "start.md").is_file()
    assert json.loads((tmp_path / "import-report.json").read_text())["totals"]["articles"] == 2
    assert (tmp_path / "import-report.html").is_file()
    assert helpwright("check", "--kb", "kb-source").returncode == 0


def test_a_document_that_cannot_be_read_is_named_and_the_rest_imported(
    old: Path, helpwright: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    (old / "broken.md").write_bytes(b"---\ntitle: x\n---\n\0\0\0")
    done = helpwright("import", "old")
    assert done.returncode == 1
    assert "not imported: broken.md: it is not text" in done.stdout
    assert "2 articles: 2 written" in done.stdout


def test_an_archive_that_is_cut_off_gives_what_it_holds_and_says_so(
    old: Path, tmp_path: Path, helpwright: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    shutil.make_archive(str(tmp_path / "whole"), "zip", old)
    data = (tmp_path / "whole.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: data.rfind(b"PK\x01\x02") - 200])
    done = helpwright("import", "cut.zip")
    assert done.returncode == 1
    assert "refused: cut.zip: the archive is damaged or cut off" in done.stdout
    assert "written" in done.stdout


def test_what_other_documents_include_is_no_article(old: Path, tmp_path: Path) -> None:
    head = "---\ntitle: T\nms.topic: troubleshooting\n---\n# T\n\n"
    write(old, {"a.md": f"{head}[!INCLUDE [x](parts/b.md)]\n", "parts/b.md": "Shared words.\n"})
    result = run(old, tmp_path / "kb-source")
    assert "parts/b.md" not in statuses(result)
    assert ("parts/b.md", "it is included in other documents") in result.others
    assert "Shared words." in (tmp_path / "kb-source" / "a.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "does not exist"),
        (["old", "--to", "old/start.md"], "is a file"),
        (["old", "--site", "help.example.com"], "begins with https://"),
        (["old", "--report", "a.html"], "the JSON file"),
        (["old/media/menu.png"], "no document"),
    ],
)
def test_what_cannot_begin_says_why(
    arguments: list[str],
    said: str,
    old: Path,
    helpwright: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = helpwright("import", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
