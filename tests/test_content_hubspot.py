"""The worked example: the facts of its two articles, read with a parser that is not ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode as Node
from PIL import Image

import dev
from helpwright.build import inspect
from helpwright.config import Config
from helpwright.recipes import numbers

PROJECT = dev.ROOT
HUBSPOT = PROJECT / "kb-source" / "hubspot"
ARTICLE = HUBSPOT / "connect-app-permission" / "index.md"
COMPANION = HUBSPOT / "minimum-access-rights.md"
SEED = PROJECT.parent / "shared" / "seed" / "8x8-hubspot-permission.txt"

TITLES = (
    "8x8 Work for HubSpot Integration: You Don't Have Permission to Connect This App",
    "8x8 Work for HubSpot Integration: Minimum Required User Access Rights for Authenticating "
    "the 8x8 Integration",
)
SCREENSHOTS = [
    "permission-error.png",
    "permission-request.png",
    "super-admin-for-a-while.png",
    "make-super-admin.png",
    "contacts-menu.png",
    "choose-account.png",
    "connect-app.png",
    "save-product.png",
    "login-prompt.png",
    "panel-started.png",
]
ICONS = ["settings-icon.png", "launcher-icon.png", "setup-icon.png", "setup-icon.png"]


def front_matter(path: Path) -> dict[str, object]:
    """Return an article's front matter with every scalar as a string."""
    head = path.read_text(encoding="utf-8").split("---\n", 2)[1]
    data = yaml.load(head, Loader=yaml.BaseLoader)
    assert isinstance(data, dict)
    return data


@cache
def tree(path: Path) -> Node:
    """Return the syntax tree of an article's body as CommonMark defines it."""
    body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    return Node(MarkdownIt("commonmark").parse(body))


def text(node: Node) -> str:
    """Return the words below a node on one line, without labels; pictures give none."""
    parts = []
    for child in node.walk():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    words = re.sub(r"\{#[\w-]+\}", "", " ".join(" ".join(parts).split()))
    return re.sub(r"\s+([.,:;])", r"\1", words).strip()


def headings(path: Path) -> list[tuple[int, str]]:
    """Return level and words of each heading."""
    found = (node for node in tree(path).children if node.type == "heading")
    return [(int(node.tag[1]), text(node)) for node in found]


def under(path: Path, heading: str) -> list[Node]:
    """Return the blocks between a heading and the next one."""
    blocks: list[Node] = []
    inside = False
    for node in tree(path).children:
        if node.type == "heading":
            inside = text(node) == heading
        elif inside:
            blocks.append(node)
    assert blocks, heading
    return blocks


def steps(path: Path, heading: str) -> list[Node]:
    """Return the items of the one ordered list under a heading."""
    lists = [node for node in under(path, heading) if node.type == "ordered_list"]
    assert len(lists) == 1
    return lists[0].children


def images(node: Node) -> list[Node]:
    """Return the pictures below a node."""
    return [child for child in node.walk() if child.type == "image"]


def screenshots(node: Node) -> Iterator[str]:
    """Yield the file names of the pictures that stand in a paragraph of their own."""
    for child in node.walk():
        if child.type == "inline" and [part.type for part in child.children] == ["image"]:
            yield str(child.children[0].attrs["src"])


def links(path: Path) -> list[str]:
    """Return the targets of an article's links."""
    return [str(node.attrs["href"]) for node in tree(path).walk() if node.type == "link"]


GRANT = "Make the user a Super Admin"
AUTHORIZE = "Authorize the integration as that user"


def test_front_matter_keeps_title_date_message_and_products() -> None:
    data = front_matter(ARTICLE)
    assert data["title"] == TITLES[0]
    assert data["updated"] == "2024-09-18"
    assert data["errors"] == ["You Don't Have Permission to Connect This App"]
    assert data["applies_to"] == {"hubspot-integration": "all", "hubspot-accounts": "all"}
    assert data["status"] == "published"
    assert front_matter(COMPANION)["title"] == TITLES[1]


def test_registry_knows_what_the_articles_name() -> None:
    registry = yaml.load(
        (PROJECT / "kb-source" / "kb.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )
    assert registry["products"]["hubspot-integration"]["name"] == "8x8 Work for HubSpot Integration"
    assert registry["products"]["hubspot-accounts"]["name"] == "HubSpot User Accounts"
    assert {"hubspot", "rules"} <= registry["categories"].keys()
    for path in (ARTICLE, COMPANION):
        data = front_matter(path)
        assert isinstance(data["applies_to"], dict)
        assert data["applies_to"].keys() <= registry["products"].keys()
        assert data["owner"] in registry["owners"]


def test_sections_solutions_and_procedures_stand_in_order() -> None:
    assert headings(ARTICLE) == [
        (2, "Symptom"),
        (2, "Cause"),
        (2, "Resolution"),
        (3, "Primary solution: Set the minimum access rights"),
        (3, "Secondary solution: Lend the user Super Admin access"),
        (4, GRANT),
        (4, AUTHORIZE),
        (2, "Additional information"),
    ]


def test_companion_is_a_whole_article_that_admits_what_it_lacks() -> None:
    names = [name for level, name in headings(COMPANION) if level == 2]
    assert names[:3] == ["Symptom", "Cause", "Resolution"]
    (alert,) = (node for node in under(COMPANION, "Resolution") if node.type == "blockquote")
    assert "[!IMPORTANT] This article does not list the rights by name." in text(alert)
    assert "search contacts store data about calls" in " ".join(
        map(text, under(COMPANION, "Cause"))
    )
    assert len(steps(COMPANION, "Set the minimum access rights")) == 4


def test_symptom_says_when_and_shows_the_error() -> None:
    blocks = under(ARTICLE, "Symptom")
    words = " ".join(map(text, blocks))
    for fact in ("permission error", "Contacts", "first time", "8x8 Work for Integrations"):
        assert fact in words
    assert list(screenshots(blocks[-1])) == ["permission-error.png"]


def test_cause_names_both_purposes_and_the_single_user() -> None:
    blocks = under(ARTICLE, "Cause")
    words = " ".join(map(text, blocks))
    for fact in ("looks up contacts", "saves call data", "every single user", "first time"):
        assert fact in words
    assert list(screenshots(blocks[-1])) == ["permission-request.png"]


def test_articles_link_to_each_other() -> None:
    primary = under(ARTICLE, "Primary solution: Set the minimum access rights")
    targets = [node.attrs["href"] for b in primary for node in b.walk() if node.type == "link"]
    assert targets == ["kb:minimum-access-rights"]
    assert "kb:connect-app-permission" in links(COMPANION)
    assert "kb:connect-app-permission#lend-super-admin" in links(COMPANION)


def test_secondary_solution_takes_the_access_back() -> None:
    blocks = under(ARTICLE, "Secondary solution: Lend the user Super Admin access")
    assert "then loses that access again" in text(blocks[0])
    assert list(screenshots(blocks[-1])) == ["super-admin-for-a-while.png"]
    assert "only until the 8x8 integration is authenticated" in text(under(ARTICLE, GRANT)[0])


def test_first_procedure_has_three_steps() -> None:
    items = steps(ARTICLE, GRANT)
    assert [item.info for item in items] == ["1", "2", "3"]
    assert "Settings" in text(items[0])
    assert "Users & Teams" in text(items[0])
    assert [image.attrs["src"] for image in images(items[0])] == ["settings-icon.png"]
    assert list(screenshots(items[0])) == []
    assert "Actions" in text(items[1])
    assert text(items[2]).startswith("Choose Make super admin.")
    assert "ACCESS column becomes Super Admin" in text(items[2])
    assert list(screenshots(items[2])) == ["make-super-admin.png"]


def test_second_procedure_has_eleven_steps_with_their_pictures() -> None:
    items = steps(ARTICLE, AUTHORIZE)
    assert [item.info for item in items] == [str(n) for n in range(1, 12)]
    found = {item.info: list(screenshots(item)) for item in items}
    assert {number: names for number, names in found.items() if names} == {
        "2": ["contacts-menu.png"],
        "4": ["choose-account.png"],
        "5": ["connect-app.png"],
        "7": ["save-product.png"],
        "8": ["login-prompt.png"],
        "11": ["panel-started.png"],
    }
    intro = text(under(ARTICLE, AUTHORIZE)[0])
    assert "8x8 Work for Integrations Chrome extension must already be installed" in intro


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        (1, ["log out", "Log in again", "access rights"]),
        (2, ["Contacts menu", "choose Contacts"]),
        (3, ["floating 8x8 communication panel", "8x8 launcher icon", "bottom right"]),
        (4, ["more than one account", "choose the account"]),
        (5, ["Connecting 8x8 Integration to HubSpot", "agreement box", "Connect app"]),
        (6, ["8x8 Product", "Setup", "Advanced"]),
        (7, ["Save"]),
        (8, ["Contacts page", "asks you to log in"]),
        (9, ["Setup", "Integrations > HubSpot", "Connected"]),
        (10, ["HubSpot service administrator", "log out", "if needed"]),
        (11, ["Log in to HubSpot once more", "8x8 communication panel starts as it should"]),
    ],
)
def test_step_keeps_its_facts(number: int, facts: list[str]) -> None:
    words = text(steps(ARTICLE, AUTHORIZE)[number - 1])
    assert [fact for fact in facts if fact not in words] == []


def test_step_6_has_bullets_two_deep() -> None:
    step = steps(ARTICLE, AUTHORIZE)[5]
    (choices,) = (node for node in step.children if node.type == "bullet_list")
    work, center = choices.children
    assert text(work) == "8x8 Work if you use 8x8 Work"
    assert text(center.children[0]) == "Virtual Contact Center if you use 8x8 Contact Center"
    assert [node.type for node in work.children] == ["paragraph"]
    (needs,) = (node for node in center.children if node.type == "bullet_list")
    domain, token = map(text, needs.children)
    assert "Contact Center Domain" in domain
    assert "Data Request Token" in token
    assert "call recordings" in token
    assert "when a call ends" in token
    assert [image.attrs["src"] for image in images(step)] == ["setup-icon.png"]


def test_note_on_disconnecting_is_inside_step_9() -> None:
    step = steps(ARTICLE, AUTHORIZE)[8]
    (alert,) = (node for node in step.children if node.type == "blockquote")
    assert text(alert).startswith("[!NOTE] Disconnect followed by Connect")
    assert [image.attrs["src"] for image in images(step)] == ["setup-icon.png"]


def test_step_references_have_labels_on_the_steps_they_mean() -> None:
    items = steps(ARTICLE, AUTHORIZE)
    labels = {
        label: item.info
        for item in items
        for node in item.walk()
        if node.type == "text"
        for label in re.findall(r"\{#([\w-]+)\}", node.content)
    }
    assert labels == {
        "open-contacts": "2",
        "choose-account": "4",
        "connect-app": "5",
        "choose-product": "6",
        "save-product": "7",
        "check-connection": "9",
        "lower-access": "10",
    }
    used = [target[1:] for target in links(ARTICLE) if target.startswith("#")]
    assert used == ["lower-access", "lower-access", "choose-product"]


def test_pictures_show_the_numbers_of_the_steps_that_hold_them() -> None:
    kb = inspect(Config(PROJECT / "kb-source")).kb
    shown = {
        Path(path).name: [number for number in numbers(kb, recipe) if number]
        for path, recipe in kb.recipes.entries.items()
    }
    assert {name: found for name, found in shown.items() if found} == {
        "make-super-admin.png": ["2", "3"],
        "contacts-menu.png": ["2"],
        "choose-account.png": ["4"],
        "connect-app.png": ["5", "5"],
        "save-product.png": ["6", "7"],
    }


def test_every_picture_is_described_and_says_that_it_is_an_illustration() -> None:
    shots = list(screenshots(tree(ARTICLE)))
    assert shots == SCREENSHOTS
    icons = [image for image in images(tree(ARTICLE)) if image.attrs["src"] not in shots]
    assert [image.attrs["src"] for image in icons] == ICONS
    for image in images(tree(ARTICLE)):
        caption = str(image.attrs.get("title", ""))
        assert len(image.content.split()) >= 2
        assert ".png" not in image.content
        if image in icons:
            assert caption == ""
        else:
            assert caption.startswith("Illustration: ")
            assert image.content.lower() not in caption.lower()
    assert images(tree(COMPANION)) == []


def test_pictures_referenced_stored_and_listed_are_the_same() -> None:
    stored = {path.name for path in ARTICLE.parent.iterdir()} - {ARTICLE.name}
    assert stored == {*SCREENSHOTS, *ICONS}
    recipes = inspect(Config(PROJECT / "kb-source")).kb.recipes.entries
    taken = [PROJECT / "kb-source" / path for path in recipes]
    assert {path for path in taken if path.is_relative_to(HUBSPOT)} == {
        ARTICLE.parent / name for name in stored
    }
    for path, recipe in recipes.items():
        assert (
            not path.startswith("hubspot/")
            or (PROJECT / "kb-source" / recipe.source.text).is_file()
        )


@pytest.mark.parametrize("name", sorted({*SCREENSHOTS, *ICONS}))
def test_picture_is_small_and_of_a_sensible_size(name: str) -> None:
    path = ARTICLE.parent / name
    assert path.stat().st_size < 60_000
    with Image.open(path) as picture:
        if name in ICONS:
            assert picture.size == (48, 48)
            assert picture.mode == "RGBA"
            assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]
        else:
            assert 400 <= picture.width <= 1000
            assert 200 <= picture.height <= 700


def shingles(words: str, size: int = 8) -> set[tuple[str, ...]]:
    """Return every run of `size` words, folded so that spelling and typography do not matter."""
    folded = words.casefold().replace("\u2019", "'").replace("&", " and ")
    tokens = re.findall(r"[a-z0-9']+", folded)
    return {tuple(tokens[at : at + size]) for at in range(len(tokens) - size + 1)}


@pytest.mark.skipif(not SEED.is_file(), reason="corpus not found: seed text")
@pytest.mark.parametrize("path", [ARTICLE, COMPANION], ids=["article", "companion"])
def test_no_sentence_is_taken_from_the_seed(path: Path) -> None:
    allowed = set().union(*map(shingles, TITLES))
    alternatives = " | ".join(image.content for image in images(tree(path)))
    source = re.sub(r"\{#[\w-]+\}", " ", path.read_text(encoding="utf-8"))
    ours = shingles(source) | shingles(alternatives)
    theirs = shingles(re.sub(r"clipboard_\w+\.png", " ", SEED.read_text(encoding="utf-8")))
    assert sorted((ours & theirs) - allowed) == []
