"""Old addresses of an article that was moved, followed in the browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from helpwright.cli import program
from tests.browser.serving import Open, served
from tests.moving import make_site

REDIRECTS = """  /gone/: printers
  "/gone/#paper": tray#pull
  "/kb/desk/printers/#paper": tray#pull
"""


@pytest.fixture(scope="module")
def moved_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = make_site(tmp_path_factory.mktemp("moved") / "site")
    arguments = ["mail/printer.md", "desk/printers.md", "--id", "printers", "--label", "lid=cover"]
    done = CliRunner().invoke(program, ["move", *arguments, "--kb", str(site.folder)])
    assert done.exit_code == 0, done.output
    registry = site.folder / "kb-source/kb.yml"
    registry.write_text(registry.read_text() + REDIRECTS)
    built = site.build("build", "--strict")
    assert built.returncode == 0, built.stderr
    with served(site.html) as address:
        yield address


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kb/mail/printer/", "kb/desk/printers/"),
        ("kb/mail/printer/#lid", "kb/desk/printers/#lid"),
        ("kb/mail/printer/?v=1#lamp", "kb/desk/printers/?v=1#lamp"),
        ("kb/mail/old-printer/#lamp", "kb/desk/printers/#lamp"),
        ("lamps/", "kb/desk/printers/"),
        ("lids/", "kb/desk/printers/#lid"),
        ("gone/", "kb/desk/printers/"),
        ("gone/#lid", "kb/desk/printers/#lid"),
        ("gone/#paper", "kb/paper/tray/#pull"),
        ("kb/desk/printers/#paper", "kb/paper/tray/#pull"),
        ("kb/mail/printer/#paper", "kb/paper/tray/#pull"),
    ],
)
def test_old_addresses_lead_on(moved_site: str, open_page: Open, old: str, new: str) -> None:
    page = open_page(f"{moved_site}{old}")
    page.wait_for_url(f"{moved_site}{new}")
    expect(page.locator("h1")).to_contain_text("About")


@pytest.mark.parametrize("old", ["kb/mail/printer/", "kb/mail/old-printer/", "gone/", "lids/"])
def test_old_addresses_lead_on_without_a_script(moved_site: str, open_page: Open, old: str) -> None:
    page = open_page(f"{moved_site}{old}", javascript=False)
    page.wait_for_url(f"{moved_site}kb/desk/printers/**")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_former_label_is_still_a_place(
    moved_site: str, open_page: Open, javascript: bool
) -> None:
    page = open_page(f"{moved_site}kb/desk/printers/#lid", javascript=javascript)
    place = page.locator("#lid")
    expect(place).to_have_count(1)
    assert page.evaluate("document.querySelector(':target').closest('li').id") == "cover"
    box = page.locator("#cover").bounding_box()
    header = page.locator(".md-header").bounding_box()
    assert box is not None
    assert header is not None
    assert box["y"] >= header["y"] + header["height"] - 1


def test_a_place_that_moved_says_where_without_a_script(moved_site: str, open_page: Open) -> None:
    page = open_page(f"{moved_site}kb/desk/printers/", javascript=False)
    expect(page.locator(".hw-moved")).to_be_hidden()
    page = open_page(f"{moved_site}kb/desk/printers/#paper", javascript=False)
    expect(page.locator(".hw-moved")).to_be_visible()
    page.locator(".hw-moved a").click()
    page.wait_for_url(f"{moved_site}kb/paper/tray/#pull")
