"""WCAG 2.2: what axe-core finds on our pages, and on pages of the theme alone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.serving import Open

MODES = {
    "desktop": {"width": 1280},
    "phone": {"width": 390},
    "dark": {"width": 1280, "dark": True},
    "dark phone": {"width": 390, "dark": True},
}
EVERY_STATE = ("states_site", "kb/contacts/every-state/")
PAGES = {
    ("help_site", "kb/hubspot/connect-app-permission/"): tuple(MODES),
    EVERY_STATE: tuple(MODES),
    ("help_site", "kb/rules/malformed-range/"): ("desktop", "dark phone"),
    ("help_site", "kb/rules/"): ("phone", "dark"),
    ("help_site", "kb/"): ("desktop", "dark phone"),
}
# Faults of Material for MkDocs itself, which this project has not mended: the search dialog has no
# name; colours of header, navigation and footer; two navigations of one name.
THEME = {"aria-dialog-name", "color-contrast", "landmark-unique"}


def findings(page: Page) -> dict[str, list[str]]:
    """Return what axe-core finds: the rules broken inside the page's content, and outside."""
    found: dict[str, list[str]] = {"content": [], "theme": []}
    for violation in Axe().run(page).response["violations"]:
        for node in violation["nodes"]:
            target = node["target"][0]
            inside = page.locator(target).first.evaluate("part => !!part.closest('.md-content')")
            found["content" if inside else "theme"].append(f"{violation['id']}: {target}")
    return found


def rules(entries: list[str]) -> set[str]:
    return {entry.partition(":")[0] for entry in entries}


@pytest.mark.parametrize(
    ("site", "path", "mode"), [(*page, mode) for page, modes in PAGES.items() for mode in modes]
)
def test_nothing_is_found_in_our_content_and_nothing_new_around_it(
    request: pytest.FixtureRequest, open_page: Open, site: str, path: str, mode: str
) -> None:
    page = open_page(request.getfixturevalue(site) + path, **MODES[mode])
    found = findings(page)
    assert found["content"] == []
    assert rules(found["theme"]) <= THEME


def test_the_faults_that_are_let_pass_are_the_themes_own(stock_site: str, open_page: Open) -> None:
    found = findings(open_page(stock_site + "guide/part/page/"))
    assert rules(found["theme"]) == THEME


PALETTES = ("red", "yellow", "lime", "cyan", "indigo", "brown", "white", "black")
COLOURS = """
  palettes => palettes.map(palette => {
    document.body.dataset.mdColorPrimary = palette;
    const paint = document.createElement('canvas').getContext('2d');
    return ['--hw-accent', '--md-default-bg-color'].map(name => {
      const probe = document.querySelector('.hw-article').appendChild(document.createElement('i'));
      probe.style.color = `var(${name})`;
      paint.fillStyle = getComputedStyle(probe).color;
      paint.fillRect(0, 0, 1, 1);
      return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
    });
  })
"""


def luminance(colour: list[int]) -> float:
    """Return WCAG's relative luminance of an sRGB colour."""
    shares = [value / 255 for value in colour]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
def test_links_and_numbers_are_readable_in_every_palette(
    states_site: str, open_page: Open, dark: bool
) -> None:
    page = open_page(states_site + EVERY_STATE[1], dark=dark)
    pairs = dict(zip(PALETTES, page.evaluate(COLOURS, PALETTES), strict=True))
    for palette, (text, ground) in pairs.items():
        darker, lighter = sorted((luminance(text), luminance(ground)))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, palette
    assert len({tuple(text) for text, _ in pairs.values()}) > 5
