"""Finding an article by what the reader knows: the words on the screen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.serving import Open


def test_an_article_is_found_by_its_error_message(states_site: str, open_page: Open) -> None:
    page = open_page(states_site)
    box = page.get_by_role("textbox", name="Search")
    box.click()
    box.press_sequentially("DirectorySynchronizationQuotaExceededException quota 4096 exceeded")
    result = page.locator(".md-search-result__item").first
    expect(result.locator("h1")).to_contain_text("The synchronisation of the address book")
    text = result.locator(".md-search-result__article").first
    expect(text).to_contain_text("the quota of 4096 entries")
    for chrome in ("Contacts help", "Updated", "Go to the resolution"):
        expect(text).not_to_contain_text(chrome)
    result.get_by_role("link").first.click()
    page.wait_for_url("**/kb/contacts/every-state/**")
    expect(page.locator(".hw-errors code").first).to_be_visible()
