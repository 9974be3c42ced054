"""What readers see of a page: on phones, in the dark, on paper, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import Open

ARTICLE = "kb/hubspot/connect-app-permission/"
STATES = "kb/contacts/every-state/"
LISTS = ("kb/", "kb/contacts/")
PHONE = {"width": 390, "height": 844}
FITS = "width => innerWidth === width && document.documentElement.scrollWidth <= width"
ALL_PICTURES = "[...document.images].every(image => image.complete && image.naturalWidth > 0)"


def bottom(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def load_pictures(page: Page) -> None:
    page.evaluate("for (const image of document.images) image.loading = 'eager'")
    page.wait_for_function(ALL_PICTURES)


def test_first_screen_of_a_phone(help_site: str, open_page: Open) -> None:
    page = open_page(help_site + ARTICLE, **PHONE)
    article = page.locator(".hw-article")
    parts = [
        page.locator(".hw-breadcrumb"),
        article.locator("h1"),
        article.get_by_text("Applies to", exact=True),
        article.get_by_text("18 September 2024"),
        article.locator(".hw-errors code"),
        article.locator(".hw-errors").get_by_role("button"),
        article.get_by_role("link", name="Go to the resolution"),
        article.locator("#symptom"),
        article.locator("#symptom + p"),
    ]
    bottoms = [bottom(part) for part in parts]
    assert bottoms[-1] <= PHONE["height"]
    assert bottoms[0] < bottoms[1] < bottoms[2] < bottoms[4] < bottoms[6] < bottoms[7]
    crumbs = page.locator(".hw-breadcrumb li")
    assert len({bottom(crumb) for crumb in crumbs.all()}) == 1
    header, first = page.locator(".md-header").bounding_box(), parts[0].bounding_box()
    assert header and first and first["y"] - header["height"] < 40


def test_jump_leads_to_the_resolution(help_site: str, open_page: Open) -> None:
    page = open_page(help_site + ARTICLE, **PHONE)
    page.get_by_role("link", name="Go to the resolution").click()
    expect(page.locator("h2#resolution")).to_be_in_viewport()


def test_tags_stand_below_the_article(states_site: str, open_page: Open) -> None:
    page = open_page(states_site + STATES)
    expect(page.locator(".md-tags")).to_have_count(1)
    expect(page.locator(".hw-article + .md-tags > .md-tag")).to_have_count(2)


@pytest.mark.parametrize("touch", [False, True])
def test_each_error_message_is_copied_word_for_word(
    states_site: str, open_page: Open, touch: bool
) -> None:
    page = open_page(states_site + STATES, touch=touch)
    buttons = page.locator(".hw-errors").get_by_role("button")
    expect(buttons).to_have_count(2)
    messages = (
        "DirectorySynchronizationQuotaExceededException: the quota of 4096 entries of "
        "cn=contacts,ou=north,dc=example,dc=com is exceeded (0x80072024)",
        'Cannot open <{file}>: 12 % done, "&amp;" follows',
    )
    for button, message in zip(buttons.all(), messages, strict=True):
        box = button.bounding_box()
        assert box and min(box["width"], box["height"]) >= 24
        page.evaluate("navigator.clipboard.writeText('')")
        button.tap() if touch else button.click()
        page.wait_for_function("async () => await navigator.clipboard.readText() !== ''")
        assert page.evaluate("navigator.clipboard.readText()") == message


@pytest.mark.parametrize("path", [STATES, *LISTS])
def test_nothing_scrolls_sideways(states_site: str, open_page: Open, path: str) -> None:
    page = open_page(states_site + path)
    load_pictures(page)
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function(FITS, arg=width)
        for code in page.locator(".hw-errors code").all():
            assert code.evaluate("code => code.scrollWidth <= code.clientWidth")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("site", "path"), [("help_site", ARTICLE), ("states_site", STATES)])
def test_pictures_are_framed_and_never_enlarged(
    request: pytest.FixtureRequest, open_page: Open, site: str, path: str, width: int
) -> None:
    page = open_page(request.getfixturevalue(site) + path, width=width)
    load_pictures(page)
    pictures = page.locator("img.hw-screenshot").all()
    assert pictures
    for picture in pictures:
        shown, whole, ratio, room = picture.evaluate(
            "image => [image.width, image.naturalWidth, image.naturalWidth / image.naturalHeight"
            " - image.width / image.height, image.closest('p, li, figure').clientWidth]"
        )
        assert shown <= whole
        assert shown == pytest.approx(min(whole, room), abs=1)
        assert abs(ratio) < 0.05
        expect(picture).to_have_css("outline-style", "solid")


@pytest.mark.parametrize("dark", [False, True])
def test_icons_are_as_tall_as_the_text(states_site: str, open_page: Open, dark: bool) -> None:
    page = open_page(states_site + STATES, dark=dark)
    icon = page.locator("img.hw-icon")
    expect(icon).to_have_count(1)
    height, text = icon.evaluate(
        "icon => [icon.getBoundingClientRect().height,"
        " parseFloat(getComputedStyle(icon.parentElement).fontSize)]"
    )
    assert text <= height <= 1.4 * text
    if dark:
        expect(icon).to_have_css("background-color", "rgb(255, 255, 255)")
        assert icon.evaluate("icon => parseFloat(getComputedStyle(icon).paddingTop)") >= 1


def test_steps_and_prose_have_one_size(states_site: str, open_page: Open) -> None:
    page = open_page(states_site + STATES)
    sizes = page.locator(".hw-article > p:not([class]), .hw-step p, .admonition p").evaluate_all(
        "parts => parts.map(part => getComputedStyle(part).fontSize)"
    )
    assert len(sizes) > 20
    assert set(sizes) == {"16px"}


def test_usable_without_javascript(states_site: str, open_page: Open) -> None:
    page = open_page(states_site + STATES, javascript=False)
    expect(page.get_by_text("Export it:")).to_be_visible()
    expect(page.get_by_text("Task Manager")).to_be_visible()
    expect(page.get_by_text("Activity Monitor")).to_be_hidden()
    page.locator(".tabbed-labels label", has_text="macOS").click()
    expect(page.get_by_text("Activity Monitor")).to_be_visible()
    page.locator("summary", has_text="If it does not end").click()
    expect(page.locator("details")).to_have_attribute("open", "")
    page.get_by_role("link", name="step 3c", exact=True).first.click()
    expect(page.locator("#unlock")).to_be_in_viewport()
    page.locator(".hw-article").get_by_role(
        "link", name="The list of contacts is empty"
    ).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The list of contacts is empty")


def test_paper_shows_the_article_and_nothing_else(states_site: str, open_page: Open) -> None:
    page = open_page(states_site + STATES, width=760, dark=True)
    page.emulate_media(media="print")
    chrome = (
        ".md-header, .md-sidebar, .md-footer, .md-tags, .md-code__nav, .headerlink, "
        ".hw-breadcrumb, .hw-jump, .hw-step-link, .hw-related, .footnote-backref"
    )
    assert page.locator(chrome).count() > 20
    assert not [part for part in page.locator(chrome).all() if part.is_visible()]
    for text in ("Export it:", "Restart the computer.", "Activity Monitor", "Task Manager"):
        expect(page.get_by_text(text)).to_be_visible()
    expect(page.locator(".hw-article")).to_have_css("--md-default-bg-color", "#fff")
    for step in page.locator(".hw-step").all():
        expect(step).to_have_css("break-inside", "avoid")
        number = "step => [getComputedStyle(step, '::before').color,"
        number += " getComputedStyle(step, '::before').backgroundColor]"
        assert step.evaluate(number) == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]
    links = [link for link in page.locator(".hw-article a").all() if link.is_visible()]
    behind = "link => getComputedStyle(link, '::after').content"
    assert {link.evaluate(behind) for link in links} == {"none"}
    expect(page.locator("figure").first).to_have_css("break-inside", "avoid")


def test_lists_of_articles_lead_on(states_site: str, open_page: Open) -> None:
    page = open_page(states_site + "kb/", **PHONE)
    expect(page.locator(".hw-categories > li")).to_contain_text("2 articles")
    click_beside_the_words(page, page.locator(".hw-categories > li"))
    entries = page.locator(".hw-articles > li")
    expect(entries).to_have_count(2)
    click_beside_the_words(page, entries.first)
    expect(page.locator(".hw-article")).to_be_visible()


def click_beside_the_words(page: Page, entry: Locator) -> None:
    box = entry.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)
