"""Fixtures that every test may use, and the rule that nothing is skipped unnoticed on CI."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

import dev

ON_CI = os.environ.get("CI", "").lower() == "true"
CORPUS = dev.ROOT.parent / "shared" / "corpus" / "microsoft-support"
MARKERS_BY_FIXTURE = {"chromium": "browser", "corpus": "corpus"}
# Reasons to skip a test that hold on CI too, by how they begin.
SKIPS_ALLOWED_ON_CI = ("corpus not found",)

AnyReport = TypeVar("AnyReport", pytest.TestReport, pytest.CollectReport)

settings.register_profile("here", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True)
settings.load_profile("ci" if ON_CI else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that writes expected results anew."""
    help = "write the expected findings of the rules' cases anew instead of comparing them"
    parser.addoption("--update-golden", action="store_true", help=help)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser or the corpus, by the fixtures that they use."""
    for item in items:
        for fixture, marker in MARKERS_BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that is skipped on CI, unless its reason is an allowed one."""
    report = yield
    return fail_if_skipped_on_ci(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that is skipped as a whole on CI, unless its reason is an allowed one."""
    report = yield
    return fail_if_skipped_on_ci(report)


def fail_if_skipped_on_ci(report: AnyReport) -> AnyReport:
    skipped = report.outcome == "skipped" and not hasattr(report, "wasxfail")
    if ON_CI and skipped and isinstance(report.longrepr, tuple):
        path, line, reason = report.longrepr
        reason = reason.removeprefix("Skipped: ")
        if not reason.startswith(SKIPS_ALLOWED_ON_CI):
            report.outcome = "failed"
            report.longrepr = f"{path}:{line}: skipped on CI, where every test must run: {reason}"
    return report


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of the project."""
    return dev.ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpus of real support articles that may lie beside the project."""
    if not CORPUS.is_dir():
        pytest.skip(f"corpus not found: {os.path.relpath(CORPUS, dev.ROOT)} is no folder")
    return CORPUS


@pytest.fixture
def kb(tmp_path: Path) -> Callable[..., Path]:
    """Write a knowledge base and return its folder.

    Takes the files by their paths relative to that folder, each as text or bytes, and optionally
    the folder's name; `kb.yml` is added when it is not among them.
    """

    def write(files: Mapping[str, str | bytes], name: str = "kb") -> Path:
        folder = tmp_path / name
        for path, content in {"kb.yml": "title: Test knowledge base\n", **files}.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium."""
    path = dev.find_chromium()
    if path is None:
        pytest.skip("no Chromium on the PATH; `python3 dev.py test` says how to install it")
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium, shared by all tests of a process."""
    switches = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        # A page that needs the network is a mistake, and must fail everywhere in the same way.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=switches)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page with storage of its own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
