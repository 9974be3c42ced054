"""Sites to look at in a browser, and pages of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.serving import TIMEOUT, Open, build, served

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def help_site(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the project's own help site."""
    folder = tmp_path_factory.mktemp("help")
    with served(build(project_root / "mkdocs.yml", folder / "site")) as address:
        yield address


@pytest.fixture(scope="session")
def states_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose articles hold every block that an article may hold."""
    folder = tmp_path_factory.mktemp("states")
    project = Path(shutil.copytree(HERE / "states", folder / "project"))
    for name, size in {"wide": (1400, 500), "small": (200, 90), "gear": (24, 24)}.items():
        Image.new("RGBA", size, (40, 60, 90, 160)).save(project / f"kb/contacts/{name}.png")
    with served(build(project / "mkdocs.yml", folder / "site")) as address:
        yield address


@pytest.fixture(scope="session")
def stock_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site made by the theme alone."""
    folder = tmp_path_factory.mktemp("stock")
    project = Path(shutil.copytree(HERE / "stock", folder / "project"))
    with served(build(project / "mkdocs.yml", folder / "site")) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open addresses, each in a browser of its own kind; see `opened` for the kinds."""
    contexts: list[BrowserContext] = []

    def opened(
        address: str,
        *,
        width: int = 1280,
        height: int = 844,
        dark: bool = False,
        javascript: bool = True,
        touch: bool = False,
        still: bool = False,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            has_touch=touch,
            reduced_motion="reduce" if still else "no-preference",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        page = context.new_page()
        page.goto(address, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()
