"""Steps of two fragments in one list: whole sites, their proof, findings that name both places."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.sites import Site, article

OPEN = (
    "---\nparameters:\n  page: The page of the settings\n---\n\n"
    "1. Open the menu of {{ product.mail }}.\n2. Select **{{ page }}**. {#settings}\n"
)
SAVE = (
    "1. Select **Save**.\n2. If nothing happens, go back to [](#settings). {#wait}\n\n"
    "   - Wait for [support]({{ support }}/save).\n"
)
BODY = """## Symptom

Nothing is saved.

## Resolution

1. Start the app.
--8<-- "_shared/open.md" page="Privacy"
2. Switch it on. {#switch}
--8<-- "_shared/save.md"
3. After [](#wait), repeat from [](#switch).
"""
REGISTRY = (
    "variables: {support: https://support.example.com}\nproducts: {mail: {name: Mail *Pro*}}\n"
)
WORDS = [
    "Start the app.",
    "Open the menu of Mail *Pro*.",
    "Select Privacy.",
    "Switch it on.",
    "Select Save.",
    "If nothing happens, go back to step 3.",
    "After step 6, repeat from step 4.",
]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(
        tmp_path,
        {
            "kb.yml": REGISTRY,
            "lost.md": article("lost", BODY),
            "sent/slow.md": article("slow", BODY.replace("Privacy", "Speed")),
            "_shared/open.md": OPEN,
            "_shared/save.md": SAVE,
        },
    )


def run(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "helpwright", *arguments]
    return subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=False)


def only(parent: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    (found,) = parent.css(selector)
    return found


def steps(site: Site, path: str) -> list[tuple[str, str, str]]:
    """Return id, address of the permalink and words of each step of a page."""
    page = LexborHTMLParser(site.page(path))
    return [
        (
            step.attributes.get("id") or "",
            only(step, "a.hw-step-link").attributes.get("href") or "",
            only(step, ".hw-action").text(),
        )
        for step in only(page, "ol.hw-steps").css("ol.hw-steps > li")
    ]


def test_steps_of_two_fragments_are_numbered_linked_and_proven(site: Site) -> None:
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    lost = steps(site, "kb/lost")
    assert [words for _, _, words in lost] == WORDS
    ids = [id for id, _, _ in lost]
    assert ids[2:4] == ["settings", "switch"] and ids[5] == "wait"
    assert len(set(ids)) == len(ids)
    assert [link for _, link, _ in lost] == [f"#{id}" for id in ids]
    assert steps(site, "kb/sent/slow")[2][2] == "Select Speed."
    page = LexborHTMLParser(site.page("kb/lost"))
    assert only(page, "#wait ul a").attributes["href"] == "https://support.example.com/save"
    for reference in page.css("a[data-hw-reference]"):
        number = ids.index((reference.attributes["href"] or "").lstrip("#")) + 1
        assert reference.text() == f"step {number}"
    checked = run(site, "check", "--site", "site")
    assert checked.returncode == 0, checked.stdout


def test_the_proof_finds_an_included_step_that_is_not_as_written(site: Site) -> None:
    assert site.build("build", "--strict").returncode == 0
    page = site.html / "kb" / "lost" / "index.html"
    right = page.read_text(encoding="utf-8")
    first = right.index('<li class="hw-step" id="settings"')
    second = right.index('<li class="hw-step" id="switch"')
    third = right.index("<li", second + 1)
    swapped = right[:first] + right[second:third] + right[first:second] + right[third:]
    for wrong in (
        swapped,
        right[:first] + right[second:],
        right.replace("step 6</a>", "step 5</a>"),
    ):
        assert wrong != right
        page.write_text(wrong, encoding="utf-8")
        checked = run(site, "check", "--site", "site")
        assert checked.returncode == 1
        assert "kb/lost/index.html" in checked.stdout


def test_numbers_follow_a_fragment_that_grows(site: Site) -> None:
    site.write({"kb-source/_shared/open.md": OPEN + "3. Scroll down.\n"})
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    for path in ("kb/lost", "kb/sent/slow"):
        words = [words for _, _, words in steps(site, path)]
        assert words[3] == "Scroll down."
        assert words[-1] == "After step 7, repeat from step 5."


def test_a_finding_in_a_fragment_stops_the_build_and_names_every_place(site: Site) -> None:
    site.write({"kb-source/_shared/save.md": SAVE.replace("#settings", "#setings")})
    done = site.build("build", "--strict")
    assert done.returncode == 1
    assert "kb-source/_shared/save.md:2:35: HW302" in done.stderr
    checked = run(site, "check")
    assert checked.returncode == 1
    assert checked.stdout.count("HW302") == 1
    places = [line.partition(" ")[0] for line in checked.stdout.splitlines() if "note: " in line]
    assert places == ["kb-source/lost.md:16:1:", "kb-source/sent/slow.md:16:1:"]


def test_numbers_of_a_fragment_are_checked_in_the_fragment(site: Site) -> None:
    site.write({"kb-source/_shared/save.md": SAVE.replace("2. If", "3. If")})
    checked = run(site, "check", "--fail-on", "warning")
    assert checked.returncode == 1
    assert "kb-source/_shared/save.md:2:1: error HW204" in checked.stdout
    assert checked.stdout.count("HW2") == 1
