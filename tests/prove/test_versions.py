"""What the proof says of the links to variants and of the facts for their selector."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborNode

from tests.prove.folder import SiteFolder, article, find

REGISTRY = """\
products:
  app:
    name: App
    versions: ["1.0", "2.0"]
    platforms:
      desk: Station
      hand: Radio
  other:
    name: Other
    versions: ["1.0", "2.0"]
"""
BODY = """\
## Symptom

It fails.

## Resolution

1. Open it.
2. Close it. {applies_to="app: 2.0 on desk"}
3. Leave it. {applies_to="other: 2.0"}
"""
KB = {
    "kb.yml": REGISTRY,
    "a.md": article("a", BODY, applies_to="{app: all, other: all}"),
}


def folder(path: Path) -> SiteFolder:
    site = SiteFolder(path, KB)
    assert len(site.kb.variants["a.md"]) == 3
    return site


ALIKE = """\
products:
  app:
    name: App
    versions: ["1 2"]
  other:
    name: App 1
    versions: ["2"]
"""


def test_variants_whose_words_are_alike_are_told_apart(tmp_path: Path) -> None:
    body = BODY.replace("app: 2.0 on desk", "app").replace("other: 2.0", "other")
    site = SiteFolder(
        tmp_path,
        {"kb.yml": ALIKE, "a.md": article("a", body, applies_to="{app: all, other: all}")},
    )
    first, second = site.kb.variants["a.md"]
    assert first.label == second.label == "App 1 2"
    assert site.told() == []


LOST = "the page does not tell which versions its article has pages for"


def test_pages_as_they_are_made_are_right(tmp_path: Path) -> None:
    assert folder(tmp_path).told() == []


def change_facts(old: str, new: str) -> Callable[[SiteFolder], None]:
    def change(site: SiteFolder) -> None:
        def edit(root: LexborNode) -> None:
            node = find(root, "[data-hw-versions]")
            written = node.attributes["data-hw-versions"] or ""
            assert old in written
            node.attrs["data-hw-versions"] = written.replace(old, new, 1)

        site.change("kb/a", edit)

    return change


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('{"page"', "", LOST),
        ('"products"', '"things"', LOST),
        ('"page":""', '"page":"1.0"', "the page takes itself for `1.0`, not for ``"),
        (
            '"id":"2.0/hand","name":"2.0 for Radio","slug":"',
            '"id":"2.0/hand","name":"2.0 for Radio","slug":"x',
            "the selector leads readers of `app 2.0 hand` to another page than theirs",
        ),
        (
            '"id":"2.0/desk"',
            '"id":"9"',
            "the selector leads readers of `app 2.0 desk` to another page than theirs",
        ),
    ],
)
def test_a_selector_that_leads_elsewhere_is_found(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    site = folder(tmp_path)
    change_facts(old, new)(site)
    told = site.told()
    assert told == [f"HW703 kb/a/index.html: {message}"]


def test_a_link_to_the_wrong_variant_is_found(tmp_path: Path) -> None:
    site = folder(tmp_path)
    slug = site.kb.variants["a.md"][1].slug
    site.replace("kb/a", f'href="{slug}/" data-hw-variant', 'href="../b/" data-hw-variant')
    assert any("HW703" in line and "leads to" in line for line in site.told())
