"""`helpwright check --since`: what has changed for readers, held against real repositories."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given
from hypothesis import strategies as st

import dev
from helpwright.build import inspect, inspect_reading
from helpwright.cli import program
from helpwright.config import Config
from helpwright.diagnostic import Diagnostic
from helpwright.expand import expand
from helpwright.faults import CHANGED_WITHOUT_UPDATE
from helpwright.fix import apply_fixes
from helpwright.knowledge import KnowledgeBase, Library, Registry
from helpwright.model import Article, Block, Metadata, Text
from helpwright.parse import parse_article
from helpwright.parse.sections import section_names
from helpwright.read import Reading, read
from helpwright.resolve import resolve
from helpwright.revision import RevisionError, read_revision
from helpwright.rules import (
    number_differs_by_version,
    picture_case_mismatch,
    unknown_product,
    wrong_step_reference,
)
from helpwright.source import Source
from helpwright.visible import Visible, visible
from helpwright.write import write_article
from tests import documents
from tests.repositories import WHO, git


def png(shade: int) -> bytes:
    """Return a picture of one grey point."""
    parts = (
        (b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"),
        (b"IDAT", zlib.compress(bytes((0, shade)))),
        (b"IEND", b""),
    )
    chunks = (
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


PNG, OTHER_PNG = png(1), png(2)
REGISTRY = """\
title: Kitchen
products:
  kettle:
    name: Kettle
    versions: ["1.0", "1.1", "2.0"]
categories:
  tea:
    title: Tea
  coffee:
    title: Coffee
"""
ARTICLE = """\
---
id: kettle-cold
title: The kettle stays cold
summary: The lamp is on and the water stays cold.
applies_to:
  kettle: all
errors:
  - E42
status: published
updated: 2024-09-18
tags: [water]
---

## Symptom

The lamp is on, and the water *stays* cold. See [how to pour](kb:pour#hot).[^n]

[^n]: Not in the kettle of 1998.

![The kettle with its lamp](lamp.png)

## Resolution

1. Pull the plug.
2. Wait a minute. {#wait}
3. Put it in again, or repeat [step 2](#wait).
4. Use the menu of old. {applies_to="<2.0"}

```yaml
a: 1
```
"""
POUR = """\
---
id: pour
title: Pour the tea
status: published
updated: 2024-09-18
---

## Symptom

You have no tea.

## Resolution

### Pour it hot {#hot}

1. Pour it.
2. Drink it.
"""
KB: Mapping[str, str | bytes] = {
    "kb.yml": REGISTRY,
    "tea/kettle.md": ARTICLE,
    "tea/lamp.png": PNG,
    "coffee/pour.md": POUR,
}


@dataclass(frozen=True)
class Repository:
    """A repository whose folder `kb` is a knowledge base."""

    top: Path
    folder: str = "kb"

    @property
    def kb(self) -> Path:
        return self.top / self.folder

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for path, content in files.items():
            file = self.kb / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self) -> str:
        git(self.top, "add", "--all")
        git(self.top, "commit", "--quiet", "--message", "x")
        return git(self.top, "rev-parse", "HEAD")

    def replace(self, path: str, *changes: tuple[str, str]) -> None:
        """Change words of a file, each of which stands there once."""
        text = (self.kb / path).read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.write({path: text})

    def findings(self, since: str = "HEAD") -> list[Diagnostic]:
        found = inspect(Config(self.kb), since).diagnostics
        return [entry for entry in found if entry.rule is CHANGED_WITHOUT_UPDATE]

    def told(self, since: str = "HEAD") -> list[str]:
        """Return what is said to have changed, of each article that has a finding."""
        messages = [found.message for found in self.findings(since)]
        return [re.findall(r"\((.*)\)", message)[0] for message in messages]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with a knowledge base, all of it committed."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, WHO[name])
    top = tmp_path / "project"
    top.mkdir()
    git(top, "init", "--quiet")
    made = Repository(top)
    made.write(KB)
    made.commit()
    return made


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(program, arguments, prog_name="helpwright")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


# --- what is a change ------------------------------------------------------------------------

KETTLE = "tea/kettle.md"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Pull the plug.", "Pull the plug out.", "its steps"),
        (
            "1. Pull the plug.\n2. Wait a minute. {#wait}",
            "1. Wait a minute. {#wait}\n2. Pull the plug.",
            "its steps; a link",
        ),
        ("2. Wait a minute. {#wait}\n3. Put it", "2. Put it {#wait}\n3. Wait", "its steps"),
        ("*stays* cold", "**stays** cold", "its layout"),
        ("*stays* cold. See", "*stays* quite cold. See", "its words"),
        ("## Resolution", "## Fix", "its headings"),
        ("title: The kettle", "title: A kettle", "its title"),
        ("summary: The lamp", "summary: A lamp", "its summary"),
        ("- E42", "- E43", "its error messages"),
        ("kettle: all", "kettle: '>=1.1'", "the products and versions that it applies to"),
        ("The kettle with its lamp", "A kettle", "a picture"),
        ("kb:pour#hot", "kb:pour", "a link"),
        ("a: 1", "a:  1", "its code"),
        ("```yaml", "```json", "its code"),
        ("of 1998", "of 1999", "its words"),
        ('{applies_to="<2.0"}', '{applies_to="<1.1"}', "the versions that a part is for"),
        (' {applies_to="<2.0"}', "", "its steps; the versions that a part is for"),
        ("Wait a minute", "Wait<br>a minute", "its layout"),
        ("```yaml\na: 1\n```", "/// tab | Old\nYes.\n///", "its words; its code"),
    ],
)
def test_a_change_is_found_and_named(old: str, new: str, told: str, repository: Repository) -> None:
    repository.replace(KETTLE, (old, new))
    assert repository.told() == [told]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("*stays*", "_stays_"),
        ("The lamp is on, and the", "The  lamp\nis on,\nand the"),
        ("2. Wait a minute. {#wait}\n3. Put", "1. Wait a minute. {#wait}\n1. Put"),
        ("1. Pull the plug.\n2. Wait a minute. {#wait}\n3. Put it",
         "1) Pull the plug.\n\n2) Wait a minute. {#wait}\n\n3) Put it"),
        ("1. Pull the plug.\n", "1. Pull the plug. <!-- more of it\n   later -->\n"),
        ("## Resolution\n", "## Resolution\n\n<!-- to be reviewed -->\n"),
        ("## Symptom", "Symptom\n---"),
        ("```yaml\na: 1\n```", "~~~~ yaml\na: 1\n~~~~"),
        ("(lamp.png)", "(<lamp.png>)"),
        ("tags: [water]", "tags: [heat]\nowner: anne\nrelated: [pour]\naliases: [cold]"),
        ("id: kettle-cold\ntitle: The kettle stays cold\n",
         "title: 'The kettle stays cold'\nid: kettle-cold\n"),
        ("kettle: all", "kettle: '>=1.0'"),
        ('{applies_to="<2.0"}', '{applies_to="1.0 - 1.1"}'),
        ("[step 2](#wait)", "[](#wait)"),
        ("[step 2](#wait)", "step 2"),
        ("(kb:pour#hot)", "(../coffee/pour.md#hot)"),
        ("[^n] ", "[^note] "),
        ("Pull the plug.", "Pull the p&#108;ug&period;"),
        ("updated: 2024-09-18", "updated: 2024-09-19"),
        ("updated: 2024-09-18", "updated: 2024-09-17"),
        ("status: published", "status: retired"),
        ("status: published", "status: draft"),
    ],
)  # fmt: skip
def test_what_readers_cannot_see_is_no_change(old: str, new: str, repository: Repository) -> None:
    text = ARTICLE.replace("cold. See [how to pour](kb:pour#hot).[^n]", "cold. [^n] See "
                           "[how to pour](kb:pour#hot).")  # fmt: skip
    repository.write({KETTLE: text})
    repository.commit()
    repository.replace(KETTLE, *[(old, new)], *([("[^n]: ", "[^note]: ")] if "[^" in old else []))
    assert repository.told() == []


def test_a_date_that_moved_on_is_enough(repository: Repository) -> None:
    repository.replace(KETTLE, ("Pull the plug", "Pull it"), ("2024-09-18", "2024-10-02"))
    assert repository.findings() == []


def test_a_date_that_went_back_is_not(repository: Repository) -> None:
    repository.replace(KETTLE, ("Pull the plug", "Pull it"), ("2024-09-18", "2024-09-01"))
    (found,) = repository.findings()
    assert found.message == (
        "what readers see of this article has changed since HEAD (its steps), but `updated` went "
        "back from 2024-09-18 to 2024-09-01"
    )


def test_a_date_that_was_still_to_come_may_go_back(repository: Repository) -> None:
    repository.replace(KETTLE, ("2024-09-18", "2962-09-18"))
    repository.commit()
    repository.replace(KETTLE, ("Pull the plug", "Pull it"), ("2962-09-18", "2024-09-19"))
    assert repository.findings() == []


def test_what_is_dated_today_cannot_be_dated_later(repository: Repository) -> None:
    repository.replace(KETTLE, ("2024-09-18", datetime.date.today().isoformat()))
    repository.commit()
    repository.replace(KETTLE, ("Pull the plug", "Pull it"))
    assert repository.findings() == []


def test_the_finding_stands_at_the_date(repository: Repository) -> None:
    repository.replace(KETTLE, ("Pull the plug.", "Pull it."))
    (found,) = repository.findings()
    assert (found.path, found.start.line, found.start.column) == (KETTLE, 10, 10)
    assert found.message == (
        "what readers see of this article has changed since HEAD (its steps), but `updated` is "
        "still 2024-09-18"
    )
    assert found.help == "set `updated` to the day of the change, and add a line to `changes`"


def test_or_at_the_top_where_there_is_none(repository: Repository) -> None:
    repository.replace(KETTLE, ("Pull the plug.", "Pull it."), ("updated: 2024-09-18\n", ""))
    (found,) = repository.findings()
    assert (found.start.line, found.start.column) == (1, 1)
    assert found.message.endswith("but it has no `updated`")


def test_pictures_are_their_bytes(repository: Repository) -> None:
    repository.write({"tea/lamp.png": OTHER_PNG})
    assert repository.told() == ["a picture"]


def test_a_renamed_picture_is_the_same(repository: Repository) -> None:
    (repository.kb / "tea/lamp.png").rename(repository.kb / "tea/light.png")
    repository.replace(KETTLE, ("lamp.png", "light.png"))
    assert repository.told() == []


def test_pictures_in_raw_html_count_too(repository: Repository) -> None:
    repository.replace(KETTLE, ("![The kettle with its lamp](lamp.png)", "<img src='lamp.png'>"))
    repository.commit()
    repository.replace(KETTLE, ("<img src='lamp.png'>", '<IMG   src="./lamp.png" />'))
    assert repository.told() == []
    repository.write({"tea/lamp.png": OTHER_PNG})
    assert repository.told() == ["a picture"]


def test_a_picture_that_git_keeps_elsewhere_is_its_content(repository: Repository) -> None:
    """What Git LFS commits is a pointer; the work tree has the picture, or the pointer too."""
    digest = hashlib.sha256(PNG).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(PNG)}\n"
    repository.write({"tea/lamp.png": pointer})
    repository.commit()
    assert repository.told() == []
    repository.write({"tea/lamp.png": PNG})
    assert repository.told() == []
    repository.write({"tea/lamp.png": OTHER_PNG})
    assert repository.told() == ["a picture"]


def test_other_line_ends_are_no_change(repository: Repository) -> None:
    repository.write({"tea/lamp.svg": "<svg>\n</svg>\n"})
    repository.replace(KETTLE, ("lamp.png", "lamp.svg"))
    repository.commit()
    for path in (KETTLE, "tea/lamp.svg"):
        data = (repository.kb / path).read_bytes()
        repository.write({path: data.replace(b"\n", b"\r\n")})
    assert repository.told() == []


@pytest.mark.parametrize("to", ["tea/cold-kettle.md", "coffee/kettle.md", "tea/kettle/index.md"])
def test_a_moved_article_is_the_same(to: str, repository: Repository) -> None:
    (repository.kb / KETTLE).unlink()
    picture = os.path.relpath("tea/lamp.png", Path(to).parent)
    repository.write({to: ARTICLE.replace("lamp.png", picture)})
    assert repository.told() == []
    repository.replace(to, ("Pull the plug", "Pull it"))
    assert [found.path for found in repository.findings()] == [to]


def test_a_link_to_a_moved_article_is_the_same(repository: Repository) -> None:
    repository.replace(KETTLE, ("kb:pour#hot", "../coffee/pour.md#hot"))
    repository.commit()
    (repository.kb / "coffee/pour.md").rename(repository.kb / "tea/tea.md")
    repository.replace(KETTLE, ("../coffee/pour.md#hot", "tea.md#hot"))
    assert repository.told() == []


def test_another_article_s_title_and_numbers_are_its_own(repository: Repository) -> None:
    repository.replace(KETTLE, ("[how to pour]", "[]"))
    repository.commit()
    repository.replace("coffee/pour.md", ("title: Pour", "title: Drink"), ("09-18", "09-19"))
    assert repository.told() == []


def test_an_article_with_another_id_is_known_by_its_alias(repository: Repository) -> None:
    repository.replace("coffee/pour.md", ("id: pour", "id: pour-tea\naliases: [pour]"))
    repository.replace(KETTLE, ("kb:pour#hot", "kb:pour-tea#hot"))
    assert repository.told() == []
    repository.replace("coffee/pour.md", ("Drink it", "Enjoy it"))
    assert [found.path for found in repository.findings()] == ["coffee/pour.md"]


@pytest.mark.parametrize("status", ["draft", "review", "published"])
def test_a_new_article_has_no_past(status: str, repository: Repository) -> None:
    new = POUR.replace("id: pour", "id: new").replace("published", status)
    repository.write({"tea/new.md": new.replace("Pour the tea", "New")})
    assert repository.findings() == []


@pytest.mark.parametrize(("old", "new"), [("draft", "published"), ("published", "review")])
def test_only_what_readers_have_seen_is_compared(
    old: str, new: str, repository: Repository
) -> None:
    if old != "published":
        repository.replace(KETTLE, ("published", old))
        repository.commit()
    repository.replace(KETTLE, (f"status: {old}", f"status: {new}"), ("Pull the", "Push the"))
    assert repository.findings() == []


def test_what_kb_yml_alone_changes_is_no_change(repository: Repository) -> None:
    repository.replace(
        "kb.yml",
        ('"2.0"]', '"2.0", "3.0"]'),
        ("name: Kettle", "name: Kettle Pro"),
        ("title: Tea", "title: Teas"),
    )
    assert repository.told() == []


def test_a_removed_section_and_a_moved_one(repository: Repository) -> None:
    """The page has its own order of sections, so another one in the source is not seen."""
    head, symptom, resolution = ARTICLE.split("## ")
    repository.write({KETTLE: f"{head}## {resolution}\n## {symptom}"})
    assert repository.told() == []
    repository.write({KETTLE: f"{head}## {resolution}"})
    assert repository.told() == ["its headings; its words; a picture; a link"]


# --- with the other options ------------------------------------------------------------------


@pytest.fixture
def changed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository in which an article has changed since the last commit."""
    repository.replace(KETTLE, ("Pull the plug", "Pull it"))
    monkeypatch.chdir(repository.top)
    return repository


def test_the_command_shows_it_and_fails(changed: Repository) -> None:
    result = run("check", "--kb", "kb", "--since", "HEAD")
    assert result.exit_code == 1
    assert "kb/tea/kettle.md:10:10: error HW606 changed-without-update: what" in result.stdout
    assert run("check", "--kb", "kb").exit_code == 0


@pytest.mark.parametrize("name", ["text", "json", "github", "sarif", "junit"])
def test_every_format_has_it(name: str, changed: Repository) -> None:
    result = run("check", "--kb", "kb", "--since", "main", "--format", name)
    assert "has changed since main (its steps)" in result.stdout


def test_paths_limit_what_is_shown(changed: Repository) -> None:
    assert run("check", "--kb", "kb", "--since", "HEAD", "kb/coffee").exit_code == 0
    assert run("check", "--kb", "kb", "--since", "HEAD", "kb/tea").exit_code == 1


def test_kb_yml_sets_the_severity(changed: Repository) -> None:
    changed.write({"kb.yml": f"{REGISTRY}rules:\n  HW606: warning\n"})
    assert run("check", "--kb", "kb", "--since", "HEAD").exit_code == 0
    (found,) = changed.findings()
    assert found.level == "warning"
    changed.write({"kb.yml": f"{REGISTRY}rules:\n  changed-without-update: off\n"})
    assert changed.findings() == []


@pytest.mark.parametrize("name", ["HW606", "changed-without-update"])
def test_a_comment_allows_it_and_is_never_unused(name: str, changed: Repository) -> None:
    comment = f"# helpwright: allow {name} a letter was corrected\n"
    changed.replace(KETTLE, ("updated:", f"{comment}updated:"))
    assert inspect(Config(changed.kb), "HEAD").diagnostics == ()
    assert inspect(Config(changed.kb)).diagnostics == ()


def test_mending_changes_nothing_for_readers(changed: Repository) -> None:
    git(changed.top, "checkout", "--quiet", ".")
    changed.replace(KETTLE, ("[step 2](#wait)", "step 2"), ("2. Wait a minute. {#wait}", "2. Wait"))
    changed.replace(KETTLE, ("3. Put it in again", "3. Go to step 2 again"))
    changed.commit()
    before = (changed.kb / KETTLE).read_text()
    result = run("check", "--kb", "kb", "--since", "HEAD", "--fix")
    assert (changed.kb / KETTLE).read_text() != before
    assert "HW606" not in result.stdout


def test_the_site_is_proven_too(changed: Repository, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    result = run("check", "--kb", "kb", "--since", "HEAD", "--site", str(tmp_path / "site"))
    assert "HW606" in result.stdout
    assert "HW707" in result.stdout


# --- which revision --------------------------------------------------------------------------


def test_anything_that_git_understands_is_a_revision(repository: Repository) -> None:
    first = git(repository.top, "rev-parse", "HEAD")
    git(repository.top, "tag", "v1")
    git(repository.top, "tag", "--annotate", "--message", "x", "v1a")
    repository.replace(KETTLE, ("Pull the plug", "Pull it"))
    repository.commit()
    git(repository.top, "branch", "side/line")
    for since in (first, first[:9], "v1", "v1a", "HEAD~1", "main^", "@~", "HEAD~1^{commit}"):
        assert repository.told(since) == ["its steps"], since
    for since in ("HEAD", "side/line", "refs/heads/main"):
        assert repository.told(since) == [], since


def test_three_dots_mean_where_the_branch_began(repository: Repository) -> None:
    git(repository.top, "checkout", "--quiet", "-b", "side")
    git(repository.top, "checkout", "--quiet", "main")
    repository.replace(KETTLE, ("Pull the plug", "Pull it"), ("2024-09-18", "2024-10-02"))
    repository.commit()
    git(repository.top, "checkout", "--quiet", "side")
    assert "went back" in repository.findings("main")[0].message
    assert repository.findings("main...") == []
    repository.replace(KETTLE, ("Wait a minute", "Wait"))
    assert repository.findings("main...")[0].message.startswith(
        "what readers see of this article has changed since main... (its steps)"
    )


def test_neither_the_work_tree_nor_the_index_is_touched(repository: Repository) -> None:
    repository.write({"tea/untracked.md": POUR.replace("id: pour", "id: other")})
    repository.replace(KETTLE, ("Pull the plug", "Pull it"))
    before = {file: file.stat().st_mtime_ns for file in repository.top.rglob("*")}
    assert repository.told() == ["its steps"]
    assert {file: file.stat().st_mtime_ns for file in repository.top.rglob("*")} == before


def test_no_program_of_the_repository_is_run(repository: Repository) -> None:
    trap = repository.top / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{repository.top}/sprung'\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "filter.x.smudge", "diff.x.textconv", "core.pager"):
        git(repository.top, "config", key, str(trap))
    repository.write({".gitattributes": "* filter=x diff=x\n"})
    repository.replace(KETTLE, ("Pull the plug", "Pull it"))
    assert repository.told() == ["its steps"]
    assert not (repository.top / "sprung").exists()


def test_a_kb_at_the_top_of_its_repository(repository: Repository) -> None:
    git(repository.kb, "init", "--quiet")
    own = Repository(repository.kb, ".")
    own.commit()
    own.replace(KETTLE, ("Pull the plug", "Pull it"))
    assert own.told() == ["its steps"]


def test_a_kb_that_was_moved(repository: Repository) -> None:
    moved = Repository(repository.top, "help/source")
    moved.kb.parent.mkdir()
    repository.kb.rename(moved.kb)
    assert moved.told() == []
    moved.replace(KETTLE, ("Pull the plug", "Pull it"))
    assert moved.told() == ["its steps"]


def test_one_that_moved_with_links_to_other_pages(repository: Repository) -> None:
    docs = repository.top / "docs"
    docs.mkdir()
    (docs / "more.md").write_text("# More\n")
    repository.replace(KETTLE, ("kb:pour#hot", "../../docs/more.md"))
    repository.commit()
    moved = Repository(repository.top, "help/source")
    moved.kb.parent.mkdir()
    repository.kb.rename(moved.kb)
    moved.replace(KETTLE, ("../../docs/more.md", "../../../docs/more.md"))
    found = inspect(Config(moved.kb, docs), "HEAD").diagnostics
    assert found == ()


@pytest.mark.parametrize("others", [0, 2])
def test_a_kb_that_the_revision_has_not(
    others: int, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one that never was there, nor one that may have been any of several."""
    shutil.rmtree(repository.kb)
    for number in range(others):
        Repository(repository.top, f"old-{number}").write(KB)
    (repository.top / "a.txt").write_text("a")
    repository.commit()
    for number in range(others):
        shutil.rmtree(repository.top / f"old-{number}")
    repository.write(KB)
    monkeypatch.chdir(repository.top)
    result = run("check", "--kb", "kb", "--since", "HEAD")
    assert result.exit_code == 0
    assert result.stderr == "HEAD has no kb: all articles are new since\n"


def test_a_worktree_of_a_bare_repository(repository: Repository, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "--quiet", "--bare", str(repository.top), str(bare))
    git(bare, "worktree", "add", "--quiet", str(tmp_path / "tree"), "main")
    tree = Repository(tmp_path / "tree")
    tree.replace(KETTLE, ("Pull the plug", "Pull it"))
    assert tree.told("main") == ["its steps"]


def test_a_kb_that_is_a_submodule(repository: Repository, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "--quiet")
    git(outer, "submodule", "--quiet", "add", str(repository.top), "inner")
    inner = Repository(outer / "inner")
    inner.replace(KETTLE, ("Pull the plug", "Pull it"))
    assert inner.told() == ["its steps"]


def test_a_submodule_in_the_kb(repository: Repository, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    git(pictures, "init", "--quiet")
    Repository(pictures, ".").write({"lamp.png": PNG})
    Repository(pictures, ".").commit()
    git(repository.top, "submodule", "--quiet", "add", str(pictures), "kb/shared")
    repository.replace(KETTLE, ("lamp.png", "../shared/lamp.png"))
    repository.commit()
    assert repository.told() == []
    repository.write({"shared/lamp.png": OTHER_PNG})
    assert repository.told() == ["a picture"]


def test_links_are_followed_inside_the_kb_alone(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(POUR.replace("id: pour", "id: secret"))
    (repository.kb / "tea/light.png").symlink_to("lamp.png")
    (repository.kb / "tea/out.md").symlink_to(tmp_path / "secret.md")
    (repository.kb / "tea/up.md").symlink_to("../../../secret.md")
    (repository.kb / "tea/loop.md").symlink_to("loop.md")
    (repository.kb / "folder").symlink_to("tea")
    repository.replace(KETTLE, ("lamp.png", "light.png"))
    repository.commit()
    past = read_revision(repository.kb, "HEAD")
    assert [source.path for source in past.sources] == ["coffee/pour.md", KETTLE]
    assert past.files["tea/light.png"] == past.files["tea/lamp.png"]
    assert repository.told() == []


def test_the_same_files_are_read_as_today(repository: Repository) -> None:
    repository.write(
        {
            "tea/.hidden.md": POUR,
            ".drafts/a.md": POUR,
            "_parts/a.md": POUR,
            "README.md": "About",
            "tea/bom.md": b"\xef\xbb\xbf" + POUR.replace("id: pour", "id: bom").encode(),
            "tea/latin.md": "é".encode("latin-1"),
            "tea/nul.md": "a\0b",
            "tea/huge.md": "a" * (1024 * 1024 + 1),
            "tea/naïve \t\"'\n.md": POUR.replace("id: pour", "id: odd"),
            "tea/script.svg": "<svg><script/></svg>",
            "tea/huge.svg": " " * (1024 * 1024 + 1),
            "tea/plain.svg": "<svg/>",
        }
    )
    repository.commit()
    today, past = read(repository.kb), read_revision(repository.kb, "HEAD")
    assert list(past.sources) == list(today.sources)
    assert past.files.keys() == today.files.keys()
    assert past.active == today.active
    known = [source.data for source in today.sources]
    assert read_revision(repository.kb, "HEAD", known).sources == past.sources


def test_a_repository_of_longer_names(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--object-format=sha256")
    made = Repository(tmp_path)
    made.write(KB)
    made.commit()
    assert made.told() == []
    made.write({"tea/lamp.png": OTHER_PNG})
    assert made.told() == ["a picture"]


def test_a_hook_of_git_may_call_it(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git tells its hooks of folders and an index that hold for the top of the work tree."""
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.setenv("GIT_PREFIX", "kb/")
    repository.replace(KETTLE, ("Pull the plug", "Pull it"))
    assert repository.told() == ["its steps"]


# --- what cannot be done ---------------------------------------------------------------------


def refused(folder: Path, since: str) -> str:
    """Return what the command says, which cannot do its work."""
    result = run("check", "--kb", str(folder), f"--since={since}")
    assert result.exit_code == 2, result.stdout
    assert result.stdout == ""
    return result.stderr


@pytest.mark.parametrize("since", ["--upload-pack=x", "-h", "", " ", "...", "^HEAD", "--all"])
def test_an_option_is_no_revision(since: str, repository: Repository) -> None:
    assert f"`{since}` is not a revision: name a branch" in refused(repository.kb, since)


@pytest.mark.parametrize(
    "since", ["nope", "HEAD~99", "origin/main", "HEAD..main", "a b", "nope..."]
)
def test_an_unknown_revision(since: str, repository: Repository) -> None:
    message = refused(repository.kb, since)
    assert f"git does not find `{since.removesuffix('...')}`: check the name, or fetch" in message


def test_what_is_no_commit(repository: Repository) -> None:
    assert "`HEAD:kb` is not a commit" in refused(repository.kb, "HEAD:kb")


def test_no_repository(tmp_path: Path, repository: Repository) -> None:
    shutil.rmtree(repository.top / ".git")
    assert "is not in a git repository" in refused(repository.kb, "HEAD")


def test_an_empty_repository(repository: Repository) -> None:
    shutil.rmtree(repository.top / ".git")
    git(repository.top, "init", "--quiet")
    assert "git does not find `HEAD`" in refused(repository.kb, "HEAD")


def test_no_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository.top))
    assert "git is not installed" in refused(repository.kb, "HEAD")


def test_a_shallow_clone(repository: Repository, tmp_path: Path) -> None:
    first = git(repository.top, "rev-parse", "HEAD")
    repository.replace(KETTLE, ("Pull the plug", "Pull it"))
    repository.commit()
    address = repository.top.as_uri()
    git(tmp_path, "clone", "--quiet", "--depth=1", address, str(tmp_path / "clone"))
    clone = Repository(tmp_path / "clone")
    assert clone.told() == []
    for since in (first, "HEAD~1"):
        message = refused(clone.kb, since)
        assert "holds only the end of the history" in message
        assert "`git fetch --unshallow`" in message


def test_a_clone_without_files_is_not_completed(repository: Repository, tmp_path: Path) -> None:
    git(repository.top, "config", "uploadpack.allowFilter", "true")
    repository.replace(KETTLE, ("Pull the plug", "Pull it"))
    repository.commit()
    address = repository.top.as_uri()
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", address, str(tmp_path / "clone"))
    message = refused(tmp_path / "clone" / "kb", "HEAD~1")
    assert "this clone lacks files of the revision" in message


def test_a_folder_of_another_user(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    message = refused(repository.kb, "HEAD")
    assert "belongs to another user" in message
    assert "git config --global --add safe.directory" in message


def test_a_broken_repository(repository: Repository) -> None:
    tree = git(repository.top, "rev-parse", "HEAD:kb/tea")
    (repository.top / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(RevisionError):
        read_revision(repository.kb, "HEAD")


# --- what readers see, of any article --------------------------------------------------------

NAMES = section_names({})


def source_of(text: str) -> Source:
    """Return a text as a knowledge base without fragments reads it: `;--8<--` shows `--8<--`."""
    return expand(Source("a.md", text.encode("utf-8", "replace")), Library())[0]


def parse(text: str) -> Article:
    return parse_article(source_of(text), NAMES)[0]


def seen(article: Article, text: str = "") -> Visible:
    """Return what readers see of an article that is alone in its knowledge base."""
    kb = resolve(Registry(), [article], {"a.md": source_of(text)}, {})
    return visible(kb, article, str, {})


def texts(value: Any) -> Iterator[Text]:
    """Yield the texts in nodes that hold a word."""
    if isinstance(value, Text):
        if re.search(r"\w", value.value):
            yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def reworded(value: Any, text: Text) -> Any:
    """Return nodes with another word in place of the first one in a text."""
    if value is text:
        return replace(text, value=re.sub(r"\w+", "otherwise", text.value, count=1))
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(reworded(inner, text) for inner in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: reworded(getattr(value, field.name), text) for field in fields(value)
        }
        return replace(value, **changes)
    return value


@given(documents.metadata(), documents.blocks())
def test_writing_an_article_anew_changes_nothing(
    metadata: Metadata, blocks: tuple[Block, ...]
) -> None:
    text = write_article(replace(parse(""), metadata=metadata, blocks=blocks))
    article = parse(text)
    again = write_article(article)
    assert seen(parse(again), again) == seen(article, text)


@given(documents.blocks(), st.data())
def test_one_other_word_always_is_a_change(blocks: tuple[Block, ...], data: st.DataObject) -> None:
    text = write_article(replace(parse(""), blocks=blocks))
    article = parse(text)
    found = list(texts(article.sections))
    assume(found)
    chosen = data.draw(st.sampled_from(found))
    assume(not chosen.value.startswith("otherwise"))
    changed = replace(article, sections=reworded(article.sections, chosen))
    assert seen(changed, text) != seen(article, text)


@pytest.mark.parametrize("folder", ["kb-source", "docs", "tests/example_kb", "tests/rules"])
def test_the_project_s_own_articles_are_the_same_when_written_anew(
    folder: str, project_root: Path
) -> None:
    files = sorted((project_root / folder).rglob("*.md"))
    assert files
    for file in files:
        article = parse(file.read_bytes().decode("utf-8", "replace"))
        again = write_article(article)
        assert seen(parse(again), again) == seen(article, file.read_text("utf-8", "replace")), file


def everything_seen(kb: KnowledgeBase) -> dict[str, Visible]:
    return {article.path: visible(kb, article, str, {}) for article in kb.articles}


def test_mending_never_changes_what_readers_see(tmp_path: Path) -> None:
    """But for what readers see wrong: numbers in words, names, and pictures that are not found."""
    seen_wrong = {
        wrong_step_reference.RULE,
        number_differs_by_version.RULE,
        picture_case_mismatch.RULE,
        unknown_product.RULE,
    }
    mended = 0
    for case in sorted((dev.ROOT / "tests" / "rules").glob("*/bad-*")):
        if case.parent.name in {rule.name for rule in seen_wrong}:
            continue
        folder = tmp_path / case.parent.name / case.name
        shutil.copytree(case, folder, symlinks=True)
        before = inspect(Config(folder))
        outcome = apply_fixes(Config(folder))
        if any(found.rule in seen_wrong for found in outcome.mended):
            continue
        after: Reading = read(folder)
        mended += len(outcome.written)
        old, new = everything_seen(before.kb), everything_seen(inspect_reading(after, {}).kb)
        assert new == old, case
    assert mended
