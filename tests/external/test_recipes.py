"""The recipes for CI work when they are copied: valid, shown as they are, and run step by step.

Not run are `uses` of GitHub, images of GitLab, and the lines that install with pip: the tests have
everything installed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import dev
from tests.sites import Site, article

RECIPES = dev.ROOT / "docs" / "recipes"
GUIDE = dev.ROOT / "docs" / "guide" / "ci.md"
SHOWN = re.compile(r'^```yaml title="docs/recipes/([\w.-]+)"\n(.*?)^```$', re.M | re.S)
HOOKS = dev.ROOT / ".pre-commit-hooks.yaml"
FAULT = article("bad").replace("2. Close it.", "4. Close it.")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A project in a repository, on a branch beside `main`."""
    site = Site(tmp_path / "project", {"kb.yml": "title: K\n", "a/good.md": article("good")})
    site.write({"requirements.txt": "helpwright\n", ".gitignore": "/site/\n/.cache/\n"})
    git(site, "init", "--quiet", "--initial-branch=main")
    git(site, "add", ".")
    git(site, "commit", "--quiet", "--message=Begin")
    git(site, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(site, "switch", "--quiet", "--create=change")
    return site


def git(site: Site, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=site.folder,
        env=environment(site),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def environment(site: Site) -> dict[str, str]:
    scripts = str(Path(sys.executable).parent)
    kept = {name: value for name, value in site.environment().items() if name[:4] != "GIT_"}
    who = {name: value for name, value in site.environment().items() if name[:4] == "GIT_"}
    return kept | who | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}


def load(name: str) -> Any:
    # YAML 1.1 reads the key `on` as true.
    return yaml.safe_load((RECIPES / name).read_text(encoding="utf-8"))


def steps(name: str) -> list[str]:
    """Return the commands of a recipe that are run, in their order."""
    if name.startswith("gitlab"):
        found = [line for job in load(name).values() for line in job["script"]]
    else:
        jobs = load(name)["jobs"].values()
        found = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    kept = [line for line in found if not line.startswith("pip install ")]
    assert len(kept) < len(found)
    return kept


def run(site: Site, command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one step as a CI server does."""
    command = command.replace("${{ github.base_ref }}", "main")
    assert "${{" not in command
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", command],
        cwd=site.folder,
        env=environment(site) | {"CI": "true"} | more,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def on_server(name: str, site: Site) -> Mapping[str, str]:
    """Return what the server of a recipe sets."""
    if name == "gitlab.yml":
        return {"CI_MERGE_REQUEST_DIFF_BASE_SHA": git(site, "rev-parse", "main")}
    return {"GITHUB_WORKSPACE": str(site.folder)}


def test_the_guide_shows_every_recipe_as_it_is() -> None:
    shown = dict(SHOWN.findall(GUIDE.read_text(encoding="utf-8")))
    files = {file.name: file.read_text(encoding="utf-8") for file in RECIPES.iterdir()}
    assert shown == files


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("github.yml", "vendor.github-workflows"),
        ("github-links.yml", "vendor.github-workflows"),
        ("github-diff.yml", "vendor.github-workflows"),
        ("gitlab.yml", "vendor.gitlab-ci"),
        ("gitlab-diff.yml", "vendor.gitlab-ci"),
    ],
)
def test_recipes_keep_to_the_schema_of_their_server(name: str, schema: str, tmp_path: Path) -> None:
    def check(file: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                *(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema),
                *(["--data-transform", "gitlab-ci"] if "gitlab" in schema else []),
                str(file),
            ],
            capture_output=True,
            text=True,
            check=False,
        )

    result = check(RECIPES / name)
    assert result.returncode == 0, result.stdout + result.stderr
    wrong = tmp_path / name
    wrong.write_text((RECIPES / name).read_text().replace("    rules:", "    rulse:"))
    wrong.write_text(wrong.read_text().replace("runs-on:", "run-on:").replace("script:", "scrpt:"))
    assert check(wrong).returncode == 1


@pytest.mark.parametrize("name", ["github.yml", "github-links.yml", "gitlab.yml"])
def test_every_step_runs(name: str, site: Site) -> None:
    more = on_server(name, site)
    for command in steps(name):
        result = run(site, command, **more)
        assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
    written = {file.name for file in site.folder.iterdir()}
    assert {
        "github.yml": {"site", "helpwright.sarif"},
        "github-links.yml": set(),
        "gitlab.yml": {"site", "helpwright.xml", "links.xml"},
    }[name] <= written


@pytest.mark.parametrize(
    ("name", "number", "shown"),
    [("github.yml", 0, "::error file=kb-source/a/bad.md,line="), ("gitlab.yml", 0, "1 error")],
)
def test_a_fault_stops_the_run(name: str, number: int, shown: str, site: Site) -> None:
    site.write({"kb-source/a/bad.md": FAULT})
    result = run(site, steps(name)[number], **on_server(name, site))
    assert result.returncode == 1
    assert shown in result.stdout + result.stderr
    if name == "github.yml":
        assert run(site, steps(name)[3]).returncode == 0, "the report is written all the same"
        assert "HW204" in (site.folder / "helpwright.sarif").read_text()


@pytest.mark.parametrize(("name", "number"), [("github.yml", 1), ("gitlab.yml", 1)])
def test_a_date_that_was_kept_is_found(name: str, number: int, site: Site) -> None:
    site.write({"kb-source/a/good.md": article("good").replace("Open it.", "Open the lid.")})
    git(site, "commit", "--quiet", "--all", "--message=Change")
    result = run(site, steps(name)[number], **on_server(name, site))
    assert result.returncode == 1
    assert "HW606" in result.stdout


def test_the_cache_of_links_is_where_the_command_writes_it() -> None:
    gitlab = load("gitlab.yml")["links-to-other-sites"]["cache"]["paths"]
    uses = [step for step in load("github-links.yml")["jobs"]["links"]["steps"] if "uses" in step]
    paths = [step["with"]["path"] for step in uses if "cache/" in step["uses"]]
    assert [*gitlab, *paths] == [".cache/helpwright/links.json"] * 3


def hook() -> dict[str, Any]:
    """Return the hook that the project offers, as one of the repository that uses it."""
    (offered,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    assert offered["language"] == "python"
    # An environment of its own would be installed from the network.
    return {**offered, "language": "system"}


@pytest.mark.parametrize("which", ["recipe", "offered"])
def test_the_hook_of_pre_commit(which: str, site: Site, tmp_path: Path) -> None:
    config = (RECIPES / "pre-commit-config.yaml").read_text(encoding="utf-8")
    if which == "offered":
        config = yaml.safe_dump({"repos": [{"repo": "local", "hooks": [hook()]}]})
    site.write({".pre-commit-config.yaml": config})
    more = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    assert run(site, "pre-commit install", **more).returncode == 0
    commit = "git add . && git commit --quiet --message=Add"
    clean = run(site, commit, **more)
    assert clean.returncode == 0, clean.stderr
    site.write({"kb-source/a/bad.md": FAULT})
    stopped = run(site, commit, **more)
    assert stopped.returncode == 1
    assert "kb-source/a/bad.md:14:1: error HW204" in stopped.stdout + stopped.stderr
    site.write({"kb-source/a/bad.md": article("bad")})
    assert run(site, commit, **more).returncode == 0
    assert len(git(site, "log", "--format=%s").splitlines()) == 3


def test_the_offered_hooks_are_valid() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


@pytest.fixture
def comments(site: Site, tmp_path: Path) -> Mapping[str, str]:
    """What a server sets for a comment; `gh` and `curl` write the words of their command here."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("gh", "curl"):
        program = programs / name
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/{name}.txt"\n')
        program.chmod(0o755)
    return {
        "PATH": f"{programs}{os.pathsep}{environment(site)['PATH']}",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "PULL_REQUEST": "7",
        "COMMENT_TOKEN": "token",
        "CI_API_V4_URL": "https://git.example/api/v4",
        "CI_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(site, "rev-parse", "main"),
    }


@pytest.mark.parametrize("name", ["github-diff.yml", "gitlab-diff.yml"])
def test_a_comment_says_what_readers_would_notice(
    name: str, site: Site, comments: Mapping[str, str], tmp_path: Path
) -> None:
    site.write({"kb-source/a/good.md": article("good").replace("Close it.", "Close the lid.")})
    git(site, "commit", "--quiet", "--all", "--message=Change")
    for command in steps(name):
        result = run(site, command, **comments)
        assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
    written = (site.folder / "changes.md").read_text(encoding="utf-8")
    assert "**step 2 reworded**: Close <del>it.</del> <ins>the lid.</ins>" in written
    if name == "github-diff.yml":
        assert (tmp_path / "summary.md").read_text(encoding="utf-8") == written
        called = (tmp_path / "gh.txt").read_text().split()
        assert called[:3] == ["pr", "comment", "7"]
        assert called[-1] == "changes.md"
    else:
        called = (tmp_path / "curl.txt").read_text().split()
        assert called[-1] == "https://git.example/api/v4/projects/3/merge_requests/7/notes"
        assert "body@changes.md" in called


@pytest.mark.parametrize("name", ["github-diff.yml", "gitlab-diff.yml"])
def test_a_lost_address_stops_the_run_and_is_told(
    name: str, site: Site, comments: Mapping[str, str]
) -> None:
    git(site, "mv", "kb-source/a/good.md", "kb-source/good.md")
    git(site, "commit", "--quiet", "--all", "--message=Move")
    assert run(site, steps(name)[0], **comments).returncode == 1
    assert "HW330" in (site.folder / "changes.md").read_text(encoding="utf-8")
