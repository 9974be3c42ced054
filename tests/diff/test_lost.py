"""Addresses and places that are lost are errors until something leads on from them."""

from __future__ import annotations

import pytest

from tests.diff.history import REGISTRY, History


def lost(history: History) -> list[str]:
    """Return code, place and message of each finding, and hold the exit code to them."""
    result = history.run("HEAD", "--format", "json")
    found = history.found()["lost"]
    assert result.exit_code == bool(found)
    return [
        f"{it['code']} {it['path'].partition('kb-source/')[2]}:{it['line']}: {it['message']}"
        for it in found
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (
            "tea/kettle.md",
            " {#wait}\n3. Put the plug in again, or repeat [](#wait).",
            "\n3. Put the plug in again, or repeat step 2.",
            "`#wait` (step 2 of “Resolution”)",
        ),
        ("coffee/pour.md", "### Pour it hot {#hot}", "### Pour it hot", "`#hot` (“Pour it hot”)"),
        (
            "coffee/pour.md",
            "### Pour it cold",
            "### Pour it very cold",
            "`#pour-it-cold` (“Pour it cold”)",
        ),
    ],
)
def test_a_lost_place_is_an_error(
    path: str, old: str, new: str, message: str, history: History
) -> None:
    history.replace(path, (old, new))
    assert lost(history) == [
        f"HW331 {path}:2: {message} was a place of this article in HEAD and is none any more"
    ]


def test_a_former_label_mends_a_lost_place(history: History) -> None:
    history.replace("coffee/pour.md", ("{#hot}", '{#warm was="hot"}'))
    assert lost(history) == []
    before = history.commit()
    history.replace("coffee/pour.md", (' was="hot"', ""))
    assert len(lost(history)) == 1, f"a former label is a place, too: {before}"


def test_a_redirect_of_a_place_mends_a_lost_place(history: History) -> None:
    history.replace("coffee/pour.md", (" {#hot}", ""))
    history.write({"kb.yml": f'{REGISTRY}redirects: {{"/kb/coffee/pour/#hot": "tap#cause"}}\n'})
    assert lost(history) == []


@pytest.mark.parametrize(
    ("aliases", "redirects", "is_lost"),
    [
        ("", "", True),
        ("aliases: [/kb/coffee/tap/]\n", "", False),
        ("", "redirects: {/kb/coffee/tap/: tap}\n", False),
        ("aliases: [tap]\n", "", True),
    ],
)
def test_a_moved_article_is_lost_until_its_address_leads_on(
    aliases: str, redirects: str, is_lost: bool, history: History
) -> None:
    history.move("coffee/tap.md", "tea/tap.md")
    history.replace("tea/tap.md", ("id: tap\n", f"id: tap\n{aliases}"))
    history.write({"kb.yml": REGISTRY + redirects})
    expected = (
        "HW330 tea/tap.md:2: `/kb/coffee/tap/`, an address of “The tap does not open” in HEAD, "
        "leads nowhere any more"
    )
    assert lost(history) == [expected] * is_lost


def test_an_article_that_is_gone_is_lost_until_its_address_leads_on(history: History) -> None:
    (history.kb / "coffee/lid.md").unlink()
    expected = (
        "HW330 kb.yml:1: `/kb/coffee/lid/`, an address of “The lid does not open” in HEAD, leads "
        "nowhere any more"
    )
    assert lost(history) == [expected]
    history.write({"kb.yml": f"{REGISTRY}redirects: {{/kb/coffee/lid/: tap}}\n"})
    assert lost(history) == []
    history.commit()
    history.write({"kb.yml": REGISTRY})
    assert lost(history) == [
        "HW330 kb.yml:1: `/kb/coffee/lid/` led on in HEAD and leads nowhere any more"
    ]


def test_numbers_of_steps_without_a_label_are_no_promise(history: History) -> None:
    history.replace("tea/kettle.md", ("\n6. Pour in the water.", ""))
    assert lost(history) == []


def test_severities_and_comments_count(history: History) -> None:
    history.replace("coffee/pour.md", ("id: pour\n", "# helpwright: allow HW331 new\nid: pour\n"))
    history.replace("coffee/pour.md", (" {#hot}", ""))
    assert lost(history) == []
    history.replace("coffee/pour.md", ("# helpwright: allow HW331 new\n", ""))
    history.write({"kb.yml": f"{REGISTRY}rules: {{lost-anchor: warning}}\n"})
    assert history.run("HEAD").exit_code == 0
    assert history.run("HEAD", "--fail-on", "warning").exit_code == 1
    assert history.run("HEAD", "--fail-on", "never").exit_code == 0
