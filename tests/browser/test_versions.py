"""Readers and versions: choosing one, keeping it, and what is said where that cannot be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.serving import Open, served
from tests.sites import Site, article

KEY = "helpwright.versions"
REGISTRY = """
products:
  kettle:
    name: Kettle
    versions:
      - version: "1.0"
        retired: 2020-06-30
      - "1.1"
      - "1.2"
      - version: "2.0"
        aliases: ["Spring 2026"]
  lid:
    name: Lid
    versions: ["5", "6"]
    platforms:
      steel: Steel
      glass: Glass
  cup:
    name: Cup
    versions: ["1.1", "1.2"]
"""
BREW = """## Symptom

The water stays cold.

## Resolution

1. Open **Kettle**.
2. Select **Plan**. {applies_to=">=2.0"}
3. Select **Boil**. {#boil}
4. Wait.

If it stays cold after [](#boil), see [the step](clean.md#rinse).
"""
CLEAN = """## Symptom

The water is white.

## Resolution

1. Pour the water out. {applies_to=">=1.2"}
2. Pour vinegar in. {applies_to=">=2.0"}
3. Rinse it. {#rinse}

Then [brew](brew.md).
"""
LID = """## Symptom

The lid is loose.

## Resolution

1. Turn the ring. {applies_to="on steel"}
2. Press the lid. {applies_to="6 on glass"}
3. Close it.
"""
KB = {
    "kb.yml": REGISTRY,
    "tea/brew.md": article("brew", BREW, more="applies_to:\n  kettle: all\n"),
    "tea/clean.md": article("clean", CLEAN, more="applies_to:\n  kettle: all\n"),
    "tea/plan.md": article("plan", more='applies_to:\n  kettle: ">=2.0"\n'),
    "tea/cup.md": article("cup", more='applies_to:\n  kettle: ">=2.0"\n  cup: all\n'),
    "tea/lid.md": article("lid", LID, more="applies_to:\n  lid: all\n"),
    "tea/both.md": article("both", BREW, more='applies_to:\n  kettle: all\n  lid: "6"\n'),
}
PALETTE = [
    {"media": "(prefers-color-scheme: light)", "scheme": "default"},
    {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
]


def theme(*features: str) -> dict[str, object]:
    return {"name": "material", "font": False, "palette": PALETTE, "features": list(features)}


@contextmanager
def built(folder: Path, *features: str) -> Iterator[str]:
    """Build the site at the address that it is served at, which the theme goes by."""
    with served(folder / "site") as address:
        site = Site(folder, KB, theme=theme(*features), site_url=address)
        done = site.build()
        assert done.returncode == 0, done.stdout + done.stderr
        yield address


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose articles have several variants."""
    with built(tmp_path_factory.mktemp("versions")) as address:
        yield address


@pytest.fixture(scope="session")
def instant_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same, with pages that the theme's script puts into the one that is open."""
    with built(tmp_path_factory.mktemp("instant"), "navigation.instant") as address:
        yield address


def select(page: Page) -> Locator:
    return page.get_by_role("combobox")


def shown(page: Page) -> str:
    """Return the version that the selector shows."""
    text = select(page).evaluate("it => it.selectedOptions[0].textContent")
    assert isinstance(text, str)
    return text


def stored(page: Page) -> object:
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY) or "null")


def store(page: Page, *choices: object) -> None:
    page.evaluate("([key, it]) => localStorage.setItem(key, it)", [KEY, json.dumps(choices)])


def steps(page: Page) -> list[str]:
    return page.locator(".hw-article .hw-action").all_inner_texts()


def enter(page: Page, title: str) -> None:
    """Open an article from a list of articles."""
    page.locator(".hw-articles").get_by_role("link", name=title).click()


def note(page: Page) -> Locator:
    return page.locator(".hw-versions-note")


OLD = ["Open Kettle.", "Select Boil.", "Wait."]
NEW = ["Open Kettle.", "Select Plan.", "Select Boil.", "Wait."]


def test_a_version_chosen_on_one_article_is_that_of_the_next(site: str, open_page: Open) -> None:
    page = open_page(f"{site}kb/tea/")
    enter(page, "About brew")
    expect(page.get_by_role("combobox", name="Your version of Kettle")).to_be_visible()
    assert shown(page) == "2.0"
    assert steps(page) == NEW
    select(page).select_option(label="1.1")
    page.wait_for_url("**/kb/tea/brew/1.2/")
    assert steps(page) == OLD
    assert shown(page) == "1.1"
    assert stored(page) == [["kettle", "1.1"]]
    expect(page.get_by_text("You are reading this article for")).to_be_visible()
    page.goto(f"{site}kb/tea/")
    enter(page, "About clean")
    page.wait_for_url("**/kb/tea/clean/1.1/")
    assert steps(page) == ["Rinse it."]
    expect(note(page)).to_be_hidden()


def test_going_back_and_reloading_keep_the_version_and_the_way(site: str, open_page: Open) -> None:
    page = open_page(f"{site}kb/tea/")
    enter(page, "About brew")
    select(page).select_option(label="1.2")
    page.wait_for_url("**/kb/tea/brew/1.2/")
    page.reload()
    assert steps(page) == OLD
    page.locator(".hw-article").get_by_role("link", name="step").last.click()
    page.wait_for_url("**/kb/tea/clean/1.2/#rinse")
    page.go_back()
    page.wait_for_url("**/kb/tea/brew/1.2/")
    page.go_back()
    page.wait_for_url("**/kb/tea/")
    page.go_forward()
    page.wait_for_url("**/kb/tea/brew/1.2/")
    assert shown(page) == "1.2"


def test_going_back_behind_a_later_choice_shows_what_was_chosen(site: str, open_page: Open) -> None:
    page = open_page(f"{site}kb/tea/brew/?v=1.2")
    page.wait_for_url("**/kb/tea/brew/1.2/")
    page.locator(".hw-article").get_by_role("link", name="step").last.click()
    page.wait_for_url("**/kb/tea/clean/1.2/#rinse")
    select(page).select_option(label="2.0")
    page.wait_for_url("**/kb/tea/clean/#rinse")
    page.go_back()
    page.wait_for_url(f"{site}kb/tea/brew/")
    assert steps(page) == NEW
    page.go_forward()
    page.wait_for_url("**/kb/tea/clean/#rinse")


@pytest.mark.parametrize(
    ("address", "led_to", "choice"),
    [
        ("brew/?v=1.1", "brew/1.2/", ["kettle", "1.1"]),
        ("brew/?a=b&v=kettle:1.1&h=c#boil", "brew/1.2/?a=b&h=c#boil", ["kettle", "1.1"]),
        ("brew/1.2/?v=2.0#boil", "brew/#boil", ["kettle", "2.0"]),
        ("brew/1.2/?v=1.0", "brew/1.2/", ["kettle", "1.0"]),
        ("lid/?v=5/steel", "lid/?", ["lid", "5/steel"]),
        ("lid/?v=lid:6/glass", "lid/?", ["lid", "6/glass"]),
        ("plan/?v=2.0", "plan/", ["kettle", "2.0"]),
        ("plan/?v=1.2", "plan/", ["kettle", "1.2"]),
        ("both/?v=lid:6/glass", "both/?", ["lid", "6/glass"]),
        ("brew/1.2/?v=Spring%202026", "brew/", ["kettle", "2.0"]),
        ("brew/1.2/?v=kettle:Spring+2026", "brew/", ["kettle", "2.0"]),
        ("plan/?v=Spring%202026", "plan/", ["kettle", "2.0"]),
        ("lid/?v=6-glass", "lid/6-glass/", ["lid", "6/glass"]),
        ("cup/?v=1.2", "cup/", ["cup", "1.2"]),
        ("cup/?v=kettle:1.2", "cup/", ["kettle", "1.2"]),
    ],
)
def test_an_address_may_name_a_version(
    site: str, open_page: Open, address: str, led_to: str, choice: list[str]
) -> None:
    page = open_page(f"{site}kb/tea/{address}")
    if led_to.endswith("?"):
        page.wait_for_function("() => !location.search")
    else:
        page.wait_for_url(f"{site}kb/tea/{led_to}")
    page.wait_for_function("key => localStorage.getItem(key)", arg=KEY)
    assert stored(page) == [choice]


@pytest.mark.parametrize(
    "asked", ["9.9", "", "kettle:", "Spring", "lid:2.0", "__proto__", "<b>1.2</b>"]
)
def test_a_version_that_there_is_not_changes_nothing(
    site: str, open_page: Open, asked: str
) -> None:
    page = open_page(f"{site}kb/tea/brew/?v={asked}")
    assert steps(page) == NEW
    assert stored(page) is None
    expect(note(page)).to_be_hidden()


def test_the_chosen_platform_is_kept_where_an_article_asks_for_none(
    site: str, open_page: Open
) -> None:
    page = open_page(f"{site}kb/tea/lid/?v=6/glass")
    page.wait_for_function("() => !location.search")
    assert shown(page) == "6 for Glass"
    assert "Press the lid." in steps(page)
    page.goto(f"{site}kb/tea/lid/?v=5")
    page.wait_for_function("() => !location.search")
    assert stored(page) == [["lid", "5/glass"]]
    assert steps(page) == ["Close it."]
    page.goto(f"{site}kb/tea/both/?v=lid:6/steel")
    page.goto(f"{site}kb/tea/lid/")
    expect(page.get_by_text("Turn the ring.")).to_be_visible()


def test_who_comes_straight_to_a_variant_stays_and_is_told(site: str, open_page: Open) -> None:
    page = open_page(f"{site}kb/tea/brew/?v=2.0")
    for referer in (None, "https://elsewhere.example/"):
        page.goto(f"{site}kb/tea/brew/1.2/", referer=referer)
        expect(note(page)).to_have_text("You chose Kettle 2.0: read this article for 2.0")
        page.reload()
        assert steps(page) == OLD
    page.goto(f"{site}kb/tea/brew/1.1/#boil")
    page.wait_for_url("**/kb/tea/brew/1.2/#boil")
    expect(note(page)).to_be_visible()
    note(page).get_by_role("link").click()
    page.wait_for_url(f"{site}kb/tea/brew/#boil")
    assert steps(page) == NEW


@pytest.mark.parametrize("query", ["", "?a=b"])
def test_who_asks_for_a_version_of_the_own_page_stays_and_is_told(
    site: str, open_page: Open, query: str
) -> None:
    page = open_page(f"{site}kb/tea/brew/?v=1.2")
    page.wait_for_url("**/kb/tea/brew/1.2/")
    words = "You chose Kettle 1.2: read this article for 1.2"
    page.goto(f"{site}kb/tea/brew/2.0/{query}#boil")
    page.wait_for_url(f"{site}kb/tea/brew/{query}#boil")
    expect(note(page)).to_have_text(words)
    assert steps(page) == NEW
    assert stored(page) == [["kettle", "1.2"]]
    page.reload()
    expect(note(page)).to_have_text(words)
    page.evaluate("location.hash = 'boil-it'")
    page.goto(f"{site}kb/tea/plan/")
    page.go_back()
    page.wait_for_url(f"{site}kb/tea/brew/{query}#boil-it")
    expect(note(page)).to_have_text(words)
    note(page).get_by_role("link").click()
    page.wait_for_url(f"{site}kb/tea/brew/1.2/#boil-it")
    assert steps(page) == OLD
    page.goto(f"{site}kb/tea/brew/2.0/?v=1.1")
    page.wait_for_url(f"{site}kb/tea/brew/1.2/")
    assert stored(page) == [["kettle", "1.1"]]


def test_a_page_asked_for_by_a_version_stays_for_those_who_hide_where_they_come_from(
    site: str, open_page: Open
) -> None:
    page = open_page(f"{site}kb/tea/brew/?v=1.2")
    page.wait_for_url("**/kb/tea/brew/1.2/")
    page.goto(f"{site}kb/tea/brew/?for=%3Cb%3E2.0")
    page.wait_for_url(f"{site}kb/tea/brew/")
    expect(note(page)).to_have_text("You chose Kettle 1.2: read this article for 1.2")


def test_a_reload_never_leads_away(site: str, open_page: Open) -> None:
    page = open_page(f"{site}kb/tea/brew/")
    store(page, ["kettle", "1.2"])  # As another tab does.
    page.reload()
    expect(note(page)).to_have_text("You chose Kettle 1.2: read this article for 1.2")
    assert steps(page) == NEW
    page.goto(f"{site}kb/tea/brew/")
    page.wait_for_url("**/kb/tea/brew/1.2/")


def test_a_link_of_the_site_to_another_variant_leads_to_the_chosen_one(
    site: str, open_page: Open
) -> None:
    page = open_page(f"{site}kb/tea/brew/?v=2.0")
    page.goto(f"{site}kb/tea/brew/1.2/", referer=f"{site}kb/tea/clean/")
    page.wait_for_url(f"{site}kb/tea/brew/")
    assert steps(page) == NEW


def test_to_follow_the_notice_is_to_choose(site: str, open_page: Open) -> None:
    page = open_page(f"{site}kb/tea/brew/?v=1.0#boil")
    page.wait_for_url("**/kb/tea/brew/1.2/#boil")
    page.get_by_role("link", name="Read it for").click()
    page.wait_for_url(f"{site}kb/tea/brew/#boil")
    assert steps(page) == NEW
    assert stored(page) == [["kettle", "2.0"]]


def test_an_article_that_is_not_about_the_chosen_version_says_so(
    site: str, open_page: Open
) -> None:
    page = open_page(f"{site}kb/tea/brew/?v=1.2")
    page.wait_for_url("**/kb/tea/brew/1.2/")
    page.goto(f"{site}kb/tea/plan/")
    words = "This article is not about Kettle 1.2, the version that you chose."
    expect(note(page)).to_have_text(words)
    expect(note(page)).to_be_visible()
    page.goto(f"{site}kb/tea/brew/?v=2.0")
    page.goto(f"{site}kb/tea/plan/")
    expect(page.locator(".hw-versions")).to_be_hidden()


def test_of_two_products_an_earlier_choice_leads_on_and_the_latest_is_told_of(
    site: str, open_page: Open
) -> None:
    page = open_page(f"{site}kb/tea/both/")
    store(page, ["lid", "5"], ["kettle", "1.2"])
    page.goto(f"{site}kb/tea/both/")
    page.wait_for_url("**/kb/tea/both/1.2/")
    missing = "This article is not about Lid 5, the version that you chose."
    expect(note(page)).to_have_text(missing)
    assert shown(page) == "1.2 (Kettle)"
    store(page, ["lid", "5"], ["kettle", "2.0"])
    page.goto(f"{site}kb/tea/both/1.2/")
    expect(note(page)).to_have_text(f"{missing} You chose Kettle 2.0: read this article for 2.0")


def test_the_latest_choice_counts_where_an_article_has_two_products(
    site: str, open_page: Open
) -> None:
    page = open_page(f"{site}kb/tea/both/?v=kettle:2.0")
    groups = select(page).locator("optgroup").evaluate_all("all => all.map(it => it.label)")
    assert groups == ["Kettle", "Lid"]
    expect(select(page).locator("option").last).to_have_text("6 (Lid)")
    expect(select(page)).to_contain_text("1.0 (Kettle, no longer supported)")
    assert shown(page) == "2.0 (Kettle)"
    select(page).select_option(label="6 (Lid)")
    page.wait_for_url("**/kb/tea/both/1.2/")
    assert stored(page) == [["lid", "6"], ["kettle", "2.0"]]
    page.goto(f"{site}kb/tea/both/")
    page.wait_for_url("**/kb/tea/both/1.2/")
    assert shown(page) == "6 (Lid)"
    select(page).select_option(label="2.0 (Kettle)")
    page.wait_for_url(f"{site}kb/tea/both/")
    page.reload()
    assert shown(page) == "2.0 (Kettle)"


@pytest.mark.parametrize("way", ["Enter", "link"])
def test_keys_step_through_the_versions_and_enter_opens_one(
    site: str, open_page: Open, way: str
) -> None:
    page = open_page(f"{site}kb/tea/brew/")
    select(page).focus()
    for version in ("1.2", "1.1"):
        page.keyboard.press("ArrowDown")
        assert shown(page) == version
        expect(note(page)).to_have_text(
            f"You chose Kettle {version}: read this article for {version}"
        )
    expect(select(page)).to_be_focused()
    assert page.url == f"{site}kb/tea/brew/"
    if way == "Enter":
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("Tab")
        expect(note(page).get_by_role("link")).to_be_focused()
        page.keyboard.press("Enter")
    page.wait_for_url("**/kb/tea/brew/1.2/")
    assert shown(page) == "1.1"


MALFORMED = [
    "{",
    "null",
    "7",
    '"1.2"',
    '{"kettle": "1.2"}',
    '[["kettle"], ["kettle", 7], [["kettle"], "1.2"], null, ["__proto__", "x"]]',
    '[["kettle", "<img src=x onerror=alert(1)>"], ["other", "javascript:alert(1)"]]',
    '[["kettle", "constructor"], ["kettle", "../../../evil"]]',
]


@pytest.mark.parametrize("value", MALFORMED)
def test_whatever_is_stored_is_only_compared(site: str, open_page: Open, value: str) -> None:
    page = open_page(f"{site}kb/tea/brew/")
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.evaluate("([key, it]) => localStorage.setItem(key, it)", [KEY, value])
    page.goto(f"{site}kb/tea/brew/")
    assert page.url == f"{site}kb/tea/brew/"
    assert shown(page) == "2.0"
    expect(note(page)).to_be_hidden()
    select(page).select_option(label="1.2")
    page.wait_for_url("**/kb/tea/brew/1.2/")
    assert errors == []


BLOCKED = """
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(window, name, {
      get() { throw new DOMException('denied', 'SecurityError'); },
    });
  }
"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"


@pytest.mark.parametrize("script", [BLOCKED, FULL])
def test_without_storage_each_page_can_be_switched(site: str, open_page: Open, script: str) -> None:
    page = open_page("about:blank")
    page.context.add_init_script(script)
    page.goto(f"{site}kb/tea/brew/")
    select(page).select_option(label="1.1")
    page.wait_for_url("**/kb/tea/brew/1.2/")
    assert steps(page) == OLD
    page.goto(f"{site}kb/tea/clean/?v=1.2#rinse")
    page.wait_for_url("**/kb/tea/clean/1.2/#rinse")
    page.get_by_role("link", name="Read it for").click()
    page.wait_for_url("**/kb/tea/clean/#rinse")


def test_without_javascript_links_lead_to_each_variant(site: str, open_page: Open) -> None:
    page = open_page(f"{site}kb/tea/brew/", javascript=False)
    versions = page.get_by_role("navigation", name="Versions of this article")
    expect(versions.get_by_role("link")).to_have_count(2)
    expect(versions.locator("[aria-current=page]")).to_contain_text("2.0")
    assert steps(page) == NEW
    versions.get_by_role("link").last.click()
    page.wait_for_url("**/kb/tea/brew/1.2/")
    assert steps(page) == OLD
    for link in versions.get_by_role("link").all():
        box = link.bounding_box()
        assert box and box["height"] >= 24 and box["width"] >= 24
    page.get_by_role("link", name="step").last.click()
    page.wait_for_url("**/kb/tea/clean/1.2/#rinse")
    assert steps(page) == ["Pour the water out.", "Rinse it."]
    page.get_by_role("link", name="Read it for").click()
    assert steps(page) == ["Pour the water out.", "Pour vinegar in.", "Rinse it."]


def test_two_pages_that_send_readers_to_each_other_do_not_do_so_for_ever(
    site: str, open_page: Open
) -> None:
    page = open_page(f"{site}kb/tea/brew/?v=1.2")
    page.wait_for_url("**/kb/tea/brew/1.2/")
    loads: list[str] = []

    def as_before(route: Route) -> None:
        """Answer with a page that was built when the other one held this version."""
        loads.append(route.request.url)
        answer = route.fetch()
        body = answer.text()
        before = "&quot;1.2&quot;,&quot;slug&quot;:&quot;"
        now = f"{before}1.2"
        assert now in body
        route.fulfill(response=answer, body=body.replace(now, before))

    page.route("**/kb/tea/brew/1.2/", as_before)
    page.goto(f"{site}kb/tea/brew/")
    expect(note(page)).to_have_text("You chose Kettle 1.2: read this article for 1.2")
    assert steps(page) == OLD
    assert len(loads) == 1


def test_a_page_that_was_kept_in_memory_follows_a_later_choice(site: str, open_page: Open) -> None:
    page = open_page(f"{site}kb/tea/brew/")
    store(page, ["kettle", "1.2"])
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.wait_for_url("**/kb/tea/brew/1.2/")


def test_with_pages_that_are_put_into_the_open_one(instant_site: str, open_page: Open) -> None:
    page = open_page(f"{instant_site}kb/tea/")
    page.evaluate("window.sameDocument = true")
    enter(page, "About brew")
    page.wait_for_url("**/kb/tea/brew/")
    expect(select(page)).to_be_visible()
    assert page.evaluate("window.sameDocument")
    select(page).select_option(label="1.2")
    page.wait_for_url("**/kb/tea/brew/1.2/")
    expect(page.locator(".hw-steps > li")).to_have_count(3)
    page.goto(f"{instant_site}kb/tea/")
    enter(page, "About clean")
    page.wait_for_url("**/kb/tea/clean/1.2/")
    expect(page.locator(".hw-steps > li")).to_have_count(2)
    page.get_by_role("link", name="Read it for").click()
    page.wait_for_url("**/kb/tea/clean/")
    expect(page.locator(".hw-steps > li")).to_have_count(3)
    expect(select(page)).to_have_count(1)
    page.go_back()
    page.wait_for_url("**/kb/tea/")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("javascript", [False, True])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wrong_for_those_who_cannot_see_or_point(
    site: str, open_page: Open, width: int, javascript: bool, dark: bool
) -> None:
    page = open_page(f"{site}kb/tea/both/?v=lid:5", dark=dark, width=width, javascript=javascript)
    if javascript:
        found = Axe().run(page, context=".hw-article").response["violations"]
        assert found == []
        box = select(page).bounding_box()
        assert box and box["height"] >= 24
        select(page).focus()
        expect(select(page)).to_have_css("outline-style", "solid")
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert fits


def test_paper_shows_the_notice_and_no_selector(site: str, open_page: Open) -> None:
    page = open_page(f"{site}kb/tea/brew/1.2/")
    page.emulate_media(media="print")
    expect(page.locator(".hw-versions")).to_be_hidden()
    expect(page.get_by_text("You are reading this article for")).to_be_visible()
