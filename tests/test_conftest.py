"""The test suite's own rules: what CI makes of skipped tests, and a browser without a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

PROBE = """
import pytest

def test_skipped():
    pytest.skip("no such thing here")

@pytest.mark.skipif(True, reason="another reason")
def test_skipped_by_mark():
    pass

def test_without_the_corpus():
    pytest.skip("corpus not found: there is none")

@pytest.mark.xfail(reason="known")
def test_expected_to_fail():
    assert False

def test_that_runs():
    pass
"""
SKIPPED_MODULE = 'import pytest\npytest.skip("not this module", allow_module_level=True)\n'


def outcomes(folder: Path, project_root: Path, *, ci: bool) -> dict[str, int]:
    """Run the probes in a process of their own and count how they end."""
    folder.joinpath("test_probe.py").write_text(PROBE)
    folder.joinpath("test_module.py").write_text(SKIPPED_MODULE)
    environment = {**os.environ, "PYTHONPATH": str(project_root), "CI": "true" if ci else ""}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "--rootdir", folder]
    result = subprocess.run(
        [*command, "--continue-on-collection-errors", "-c", os.devnull, folder],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    summary = result.stdout.rstrip().splitlines()[-1]
    return {name: int(count) for count, name in re.findall(r"(\d+) ([a-z]+)", summary)}


def test_ci_fails_what_is_skipped_without_leave(tmp_path: Path, project_root: Path) -> None:
    counted = outcomes(tmp_path, project_root, ci=True)
    # A skip by mark happens before the test begins, so pytest calls it an error, as the module.
    assert counted["failed"] == 1
    assert counted["errors"] == 2
    assert counted["skipped"] == 1
    assert counted["xfailed"] == 1


def test_elsewhere_a_skip_is_a_skip(tmp_path: Path, project_root: Path) -> None:
    counted = outcomes(tmp_path, project_root, ci=False)
    assert counted["skipped"] == 4
    assert "failed" not in counted


def test_the_browser_reaches_no_network(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.com/")


def test_the_browser_shows_a_page(page: Page) -> None:
    page.set_content("<h1>Hello</h1>")
    assert page.inner_text("h1") == "Hello"
