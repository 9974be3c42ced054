"""Pictures in a browser: which file it loads, dark pages, enlarging, and that nothing jumps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.serving import Open, served
from tests.browser.test_accessibility import findings
from tests.derive.drawing import photograph, saved, window
from tests.sites import Site, article

PHONE = {"width": 390, "height": 844}
BODY = """## Symptom

![The settings](settings.png "Where the settings are")

## Resolution

1. Select **Save** ![disk](disk.png) in the bar:
   ![the bar](bar.png#only-light)![the bar](bar-night.png#only-dark)
2. Look at this:

   ![The lake](lake.jpg)

3. Go to [![The way](way.png)](b.md).
4. Look at ![a small one](small.png) it.
"""
WIDE = (1600, 700)
LIGHT, DARK = (
    {"scheme": scheme, "toggle": {"icon": "material/weather-night", "name": f"Leave {scheme}"}}
    for scheme in ("default", "slate")
)
PALETTES = {
    "automatic": [
        {"media": "(prefers-color-scheme)", "toggle": {"icon": "material/link", "name": "Auto"}},
        {"media": "(prefers-color-scheme: light)", **LIGHT},
        {"media": "(prefers-color-scheme: dark)", **DARK},
    ],
    "toggled": [LIGHT, DARK],
}


@contextmanager
def built(folder: Path, palette: object, **settings: object) -> Iterator[str]:
    """Build the site at the address that it is served at, which the theme goes by."""
    with served(folder / "site") as address:
        make(folder, palette, site_url=address, **settings)
        yield address


def make(folder: Path, palette: object, **settings: object) -> None:
    theme = {
        "name": "material",
        "font": False,
        "palette": palette,
        "features": ["navigation.instant"],
    }
    kb = {"a.md": article("a", BODY), "b.md": article("b")}
    site = Site(folder, kb, theme=theme, **settings)
    pictures = {
        "settings.png": window(WIDE),
        "settings.dark.png": window(WIDE, dark=True),
        "bar.png": window((200, 60)),
        "bar-night.png": window((200, 60), dark=True),
        "way.png": window((1200, 300)),
        "small.png": window((120, 90)),
        "disk.png": window((24, 24)),
    }
    for name, picture in pictures.items():
        (folder / "kb-source" / name).write_bytes(saved(picture))
    (folder / "kb-source" / "lake.jpg").write_bytes(saved(photograph((1000, 400)), "JPEG"))
    done = site.build()
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def pictures_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with built(tmp_path_factory.mktemp("pictures"), PALETTES["automatic"]) as address:
        yield address


@pytest.fixture(scope="module")
def toggled_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with built(tmp_path_factory.mktemp("toggled"), PALETTES["toggled"]) as address:
        yield address


def image(page: Page, name: str) -> Locator:
    return page.locator(f'.hw-article img[src$="/{name}"]')


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Enlarge the picture: {name}")


def loaded(page: Page, name: str) -> str:
    """Return the file that the browser shows for a picture, once it is there."""
    found = image(page, name)
    found.scroll_into_view_if_needed()
    page.wait_for_function(
        "image => image.complete && image.naturalWidth", arg=found.element_handle()
    )
    return str(found.evaluate("image => image.currentSrc")).rpartition("/")[2]


def test_the_browser_takes_the_best_copy(pictures_site: str, open_page: Open) -> None:
    page = open_page(pictures_site + "kb/a/")
    offered = image(page, "settings.png").evaluate(
        "image => [...image.parentElement.querySelectorAll('source')].map(it => it.srcset)"
    )
    assert f"../{loaded(page, 'settings.png')}" == offered[0]


def test_no_picture_of_the_other_scheme_is_loaded(pictures_site: str, open_page: Open) -> None:
    page = open_page(pictures_site + "kb/a/")
    loaded(page, "settings.png")
    files = page.evaluate("performance.getEntriesByType('resource').map(it => it.name)")
    assert any("settings." in file for file in files)
    assert not [file for file in files if ".dark." in file or "night" in file]


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("dark", [False, True])
def test_the_pair_follows_the_page(
    pictures_site: str, toggled_site: str, open_page: Open, dark: bool, javascript: bool
) -> None:
    """Without JavaScript the theme does not follow the system, so the page stays light."""
    for site in (pictures_site, toggled_site):
        page = open_page(site + "kb/a/", dark=dark, javascript=javascript)
        is_dark = dark and javascript and site == pictures_site
        for light, night in (("settings", "settings.dark"), ("bar", "bar-night")):
            shown, hidden = (night, light) if is_dark else (light, night)
            marks = ("#only-dark", "#only-light") if is_dark else ("#only-light", "#only-dark")
            for name, mark, there in ((shown, marks[0], True), (hidden, marks[1], False)):
                found = page.locator(
                    f'.hw-article :is(img[src$="/{name}.png"], img[src$="/{name}.png{mark}"])'
                )
                expect(found).to_be_visible(visible=there)


def test_the_pair_follows_the_switch_and_is_named_once(toggled_site: str, open_page: Open) -> None:
    page = open_page(toggled_site + "kb/a/")
    named = page.get_by_role("img", name="The settings")
    expect(named).to_have_count(1)
    expect(image(page, "settings.png")).to_be_visible()
    page.locator("label[title='Leave default']").click()
    expect(image(page, "settings.dark.png")).to_be_visible()
    expect(image(page, "settings.png")).to_be_hidden()
    expect(named).to_have_count(1)
    page.emulate_media(media="print")
    expect(image(page, "settings.png")).to_be_visible()
    expect(image(page, "settings.dark.png")).to_be_hidden()


def test_a_picture_is_enlarged_by_keyboard_alone(pictures_site: str, open_page: Open) -> None:
    page = open_page(pictures_site + "kb/a/")
    loaded(page, "settings.png")
    opener = button(page, "The settings")
    for key in ("Enter", "Space"):
        opener.focus()
        page.keyboard.press(key)
        dialog = page.get_by_role("dialog", name="The settings")
        expect(dialog).to_be_visible()
        expect(page.get_by_role("button", name="Close")).to_be_focused()
        expect(dialog.locator("p")).to_have_text("Where the settings are")
        shown = dialog.get_by_role("img").bounding_box()
        before = image(page, "settings.png").bounding_box()
        assert shown
        assert before
        assert shown["width"] > 1.2 * before["width"]
        page.keyboard.press("n")  # A shortcut of the theme, which leads to another page.
        expect(dialog).to_be_visible()
        for _ in range(6):
            page.keyboard.press("Tab")
            inside = "!document.hasFocus() || document.activeElement === document.body"
            inside += " || !!document.activeElement.closest('dialog')"
            assert page.evaluate(inside)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(opener).to_be_focused()


def test_the_dialog_closes_in_every_way(pictures_site: str, open_page: Open) -> None:
    page = open_page(pictures_site + "kb/a/", width=1000)
    loaded(page, "settings.png")
    dialog = page.locator("dialog.hw-viewer")
    image(page, "settings.png").click()
    expect(dialog).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    button(page, "The settings").click()
    page.mouse.click(500, 840)
    expect(dialog).to_have_count(0)


def test_actual_size_and_back(pictures_site: str, open_page: Open) -> None:
    page = open_page(pictures_site + "kb/a/")
    loaded(page, "settings.png")
    image(page, "settings.png").click()
    big = page.locator("dialog.hw-viewer").get_by_role("img")
    size = page.get_by_role("button", name="Actual size")

    def width() -> float:
        box = big.bounding_box()
        assert box
        return box["width"]

    expect(size).to_have_attribute("aria-pressed", "false")
    assert width() <= 1280
    size.click()
    expect(size).to_have_attribute("aria-pressed", "true")
    assert width() == WIDE[0]
    big.click()
    expect(size).to_have_attribute("aria-pressed", "false")
    assert width() <= 1280
    page.set_viewport_size({"width": 1700, "height": 1100})
    expect(size).to_be_hidden()
    assert width() == WIDE[0]


def test_on_a_phone_the_picture_is_larger_than_the_screen(
    pictures_site: str, open_page: Open
) -> None:
    page = open_page(pictures_site + "kb/a/", touch=True, **PHONE)
    loaded(page, "settings.png")
    opener = button(page, "The settings")
    box = opener.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    opener.tap()
    view = page.get_by_role("group", name="Picture")
    expect(view).to_be_visible()
    assert view.evaluate("view => view.scrollWidth") == WIDE[0]
    page.get_by_role("button", name="Actual size").tap()
    assert view.evaluate("view => view.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Close").tap()
    expect(page.locator("dialog.hw-viewer")).to_have_count(0)


def test_icons_links_and_small_pictures_are_not_enlarged(
    pictures_site: str, open_page: Open
) -> None:
    page = open_page(pictures_site + "kb/a/")
    for name in ("way.png", "small.png", "lake.jpg"):
        loaded(page, name)
    shown = page.locator(".hw-zoom > button:visible")
    labels = [it.get_attribute("aria-label") for it in shown.all()]
    assert labels == [f"Enlarge the picture: {name}" for name in ("The settings", "The lake")]
    image(page, "way.png").click()
    expect(page).to_have_url(pictures_site + "kb/b/")


def test_it_works_after_an_instant_navigation(pictures_site: str, open_page: Open) -> None:
    page = open_page(pictures_site + "kb/b/")
    page.evaluate("window.same = true")
    page.locator(".md-nav").get_by_role("link", name="About a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("About a")
    loaded(page, "settings.png")
    button(page, "The settings").click()
    expect(page.locator("dialog.hw-viewer")).to_be_visible()
    assert page.evaluate("window.same")


def test_nothing_moves_for_readers_who_want_no_motion(pictures_site: str, open_page: Open) -> None:
    for still, name in ((True, "none"), (False, "hw-open")):
        page = open_page(pictures_site + "kb/a/", still=still)
        loaded(page, "settings.png")
        image(page, "settings.png").click()
        expect(page.locator("dialog.hw-viewer")).to_have_css("animation-name", name)


@pytest.mark.parametrize("width", [390, 1280])
def test_pictures_that_come_late_move_nothing(
    pictures_site: str, open_page: Open, width: int
) -> None:
    page = open_page("about:blank", width=width)
    held: list[Route] = []
    late = False
    page.route("**/*.{png,jpg,webp,avif}", lambda it: it.continue_() if late else held.append(it))
    page.goto(pictures_site + "kb/a/", wait_until="domcontentloaded")
    page.wait_for_function("document.querySelector('.hw-zoom')")
    page.evaluate("for (const it of document.images) it.loading = 'eager'")
    where = "[...document.querySelectorAll('.hw-article > *, .hw-step, figcaption')]"
    where += ".map(it => it.getBoundingClientRect().top)"
    before = page.evaluate(where)
    assert held
    late = True
    for route in held:
        route.continue_()
    shown = "[...document.images].filter(it => it.checkVisibility())"
    page.wait_for_function(f"{shown}.every(it => it.complete && it.naturalWidth)")
    assert page.evaluate(where) == before


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_page_and_dialog_are_accessible(
    pictures_site: str, open_page: Open, dark: bool, width: int
) -> None:
    page = open_page(pictures_site + "kb/a/", dark=dark, width=width)
    name = "settings.dark.png" if dark else "settings.png"
    loaded(page, name)
    assert findings(page)["content"] == []
    image(page, name).click()
    expect(page.locator("dialog.hw-viewer")).to_be_visible()
    # While it fades in, its colours are those of what lies behind, too.
    page.wait_for_function("document.getAnimations().every(it => it.playState !== 'running')")
    assert findings(page)["content"] == []


def test_switched_off_there_is_no_button(tmp_path: Path, open_page: Open) -> None:
    plugins = ["search", {"helpwright": {"pictures": {"zoom": False, "formats": False}}}]
    with built(tmp_path, PALETTES["toggled"], plugins=plugins) as address:
        page = open_page(address + "kb/a/")
        assert loaded(page, "settings.png") == "settings.png"
        expect(page.locator(".hw-zoom")).to_have_count(0)
        image(page, "settings.png").click()
        expect(page.locator("dialog.hw-viewer")).to_have_count(0)


def test_a_lightbox_of_the_site_goes_first(tmp_path: Path, open_page: Open) -> None:
    plugins = ["search", "glightbox", "helpwright"]
    with built(tmp_path, PALETTES["toggled"], plugins=plugins) as address:
        page = open_page(address + "kb/a/")
        assert loaded(page, "settings.png").endswith((".webp", ".avif"))
        expect(page.locator(".hw-zoom")).to_have_count(0)
        expect(page.locator('a.glightbox:visible:has(img[src$="/settings.png"])')).to_have_count(1)
        expect(page.locator("a.glightbox:has(.hw-dark)").first).to_be_hidden()
        image(page, "settings.png").click()
        expect(page.locator(".glightbox-container")).to_be_visible()
        expect(page.locator("dialog")).to_have_count(0)
