"""The numbers of steps, as the browser paints them and as people use them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from playwright.sync_api import Page, expect

from tests.browser.serving import Open

ARTICLE = "kb/hubspot/connect-app-permission/"
STATES = "kb/contacts/every-state/"
ROMAN = ("", "i", "ii", "iii", "iv", "v")
RING = "element => getComputedStyle(element, '::before').outlineStyle"


def written_steps(markdown: str) -> list[tuple[str, str]]:
    """Return number and beginning of each step, as an independent parser reads the source."""
    body = markdown.split("\n---\n", 1)[1]
    found: list[tuple[str, str]] = []
    lists: list[tuple[str, int]] = []
    tokens = MarkdownIt("commonmark").parse(body)
    for at, token in enumerate(tokens):
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append((token.tag, int(token.attrs.get("start", 1)) - 1))
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and lists[-1][0] == "ol":
            lists[-1] = ("ol", lists[-1][1] + 1)
            depth = sum(tag == "ol" for tag, _ in lists)
            found.append((label(lists[-1][1], depth), beginning(tokens[at + 2])))
    return found


def label(number: int, depth: int) -> str:
    return (str(number), ascii_lowercase[number - 1], ROMAN[min(number, 5)])[depth - 1]


def beginning(inline: Token) -> str:
    """Return the text of a line up to the first picture, link or attribute list."""
    text = ""
    for token in inline.children or []:
        if token.type in ("image", "link_open", "html_inline"):
            break
        text += " " if token.type == "softbreak" else token.content
    return text.partition(" {")[0].strip()


def painted_steps(page: Page) -> list[tuple[str, str, str]]:
    """Return what is painted as each step's number, the name of its link, and its first line.

    The browser's accessibility tree holds the counters of `::before` as the text they become.
    """
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    names = [name for node in walk(nodes, next(iter(nodes))) if (name := step(nodes, node))]
    lines = page.locator(".hw-step > .hw-action").all_inner_texts()
    assert len(names) == len(lines)
    return [(*name, " ".join(line.split())) for name, line in zip(names, lines, strict=True)]


def walk(nodes: dict[str, Any], node: str) -> Iterator[Any]:
    if node in nodes:
        yield nodes[node]
        for child in nodes[node].get("childIds", []):
            yield from walk(nodes, child)


def step(nodes: dict[str, Any], node: Any) -> tuple[str, str] | None:
    children = [nodes[child] for child in node.get("childIds", []) if child in nodes]
    links = [name(child) for child in children if role(child) == "link"]
    if role(node) != "listitem" or not links or not links[0].startswith("Link to step"):
        return None
    texts = [
        name(inner) for inner in walk(nodes, children[0]["nodeId"]) if role(inner) == "StaticText"
    ]
    return "".join(texts), links[0].removeprefix("Link to step ")


def role(node: Any) -> str:
    return str(node.get("role", {}).get("value", ""))


def name(node: Any) -> str:
    return str(node.get("name", {}).get("value", ""))


@pytest.mark.parametrize(
    ("site", "page", "source"),
    [
        ("help_site", ARTICLE, "kb-source/hubspot/connect-app-permission/index.md"),
        ("states_site", "kb/contacts/long-list/", "tests/browser/states/kb/contacts/long-list.md"),
    ],
)
def test_painted_numbers_are_those_of_the_source(
    request: pytest.FixtureRequest,
    open_page: Open,
    project_root: Path,
    site: str,
    page: str,
    source: str,
) -> None:
    painted = painted_steps(open_page(request.getfixturevalue(site) + page))
    written = written_steps((project_root / source).read_text("utf-8"))
    assert [number for number, _, _ in painted] == [number for number, _ in written]
    for (_, _, line), (_, start) in zip(painted, written, strict=True):
        assert start and line.startswith(start)


def test_the_example_has_procedures_of_3_and_11_steps(help_site: str, open_page: Open) -> None:
    numbers = [int(number) for number, _, _ in painted_steps(open_page(help_site + ARTICLE))]
    assert numbers == [*range(1, 4), *range(1, 12)]


def test_parts_of_a_step_stand_inside_it(help_site: str, open_page: Open) -> None:
    steps = open_page(help_site + ARTICLE).locator(".hw-steps").nth(1).locator("> .hw-step")
    expect(steps.nth(5).locator("ul ul > li")).to_have_count(2)
    expect(steps.nth(5).locator("ul > li").first).to_have_css("list-style-type", "disc")
    expect(steps.nth(8).locator(".admonition.note")).to_be_visible()
    expect(steps.locator(".admonition")).to_have_count(1)


def test_substeps_and_continued_lists_are_painted_as_they_are_called(
    states_site: str, open_page: Open
) -> None:
    painted = painted_steps(open_page(states_site + STATES))
    numbers = [number for number, _, _ in painted]
    assert numbers[2:10] == ["3", "a", "b", "i", "ii", "iii", "c", "4"]
    assert numbers[-4:] == ["1", "2", "3", "4"]
    for number, called, _ in painted:
        assert re.split(r"[.]|(?<=\d)(?=[a-z])", called)[-1] == number


def test_a_step_is_linked_by_keyboard(help_site: str, open_page: Open) -> None:
    page = open_page(help_site + ARTICLE)
    sixth = page.locator("#choose-product")
    link = sixth.locator("> .hw-step-link")
    page.locator("#connect-app > .hw-step-link").focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("outline-style", "solid")
    assert link.evaluate("link => getComputedStyle(link, '::after').opacity") == "1"
    page.keyboard.press("Enter")
    page.wait_for_url("**/#choose-product")
    expect(sixth.locator("> .hw-action")).to_be_in_viewport()
    assert sixth.evaluate("element => element.matches(':target')")
    assert sixth.evaluate(RING) == "solid"
    header = page.locator(".md-header").bounding_box()
    number = link.bounding_box()
    assert header and number and number["y"] >= header["y"] + header["height"]


def test_on_a_phone_the_number_is_the_link(states_site: str, open_page: Open) -> None:
    page = open_page(states_site + STATES, width=390, touch=True)
    for link in page.locator(".hw-step-link").all():
        if link.is_visible():
            box = link.bounding_box()
            assert box and min(box["width"], box["height"]) >= 24
            assert link.evaluate("link => getComputedStyle(link, '::after').opacity") == "0"
    link = page.get_by_role("link", name="Link to step 3b", exact=True)
    link.tap()
    expect(page.locator("#in-the-app-step-3b")).to_be_in_viewport()
    assert page.locator("#in-the-app-step-3b").evaluate(RING) == "solid"


@pytest.mark.parametrize("still", [False, True])
def test_arriving_at_a_step_moves_nothing_for_those_who_want_no_motion(
    states_site: str, open_page: Open, still: bool
) -> None:
    page = open_page(f"{states_site}{STATES}#open-settings", still=still)
    script = "element => getComputedStyle(element, '::before').animationName"
    name = page.locator("#open-settings").evaluate(script)
    assert name == ("none" if still else "hw-arrive")
