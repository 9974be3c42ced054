"""Ten edits of a real history: each is named, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.diff.history import LID, History


def add_article(history: History) -> None:
    history.write({"tea/cup.md": LID.replace("id: lid", "id: cup").replace("lid", "cup")})


def remove_with_redirect(history: History) -> None:
    (history.kb / "coffee/lid.md").unlink()
    history.write(
        {"kb.yml": (history.kb / "kb.yml").read_text() + "redirects: {/kb/coffee/lid/: tap}\n"}
    )


def move_file(history: History) -> None:
    history.move("coffee/tap.md", "tea/tap.md")
    history.replace("tea/tap.md", ("id: tap\n", "id: tap\naliases: [/kb/coffee/tap/]\n"))


def rename_id(history: History) -> None:
    history.replace("coffee/pour.md", ("id: pour\n", "id: pour-coffee\naliases: [pour]\n"))
    history.replace("tea/kettle.md", ("kb:pour#hot", "kb:pour-coffee#hot"))
    for path in ("coffee/lid.md", "coffee/tap.md"):
        history.replace(path, ("kb:pour#pour", "kb:pour-coffee#pour"))


def insert_step(history: History) -> None:
    history.replace(
        "tea/kettle.md",
        ("2. Wait", "2. Open the lid.\n3. Wait"),
        ("\n3. Put", "\n4. Put"),
        ("\n4. Look", "\n5. Look"),
        ("\n5. If the lamp is on, go back to step 4", "\n6. If the lamp is on, go back to step 5"),
        ("\n6. Pour", "\n7. Pour"),
    )


def remove_step(history: History) -> None:
    history.replace(
        "coffee/pour.md",
        ("2. Warm it for a minute.\n3. Pour it", "2. Pour it"),
        ("4. Wash", "3. Wash"),
    )
    for path in ("coffee/lid.md", "coffee/tap.md"):
        history.replace(path, ("[step 3](kb:pour", "[step 2](kb:pour"))


def reorder_steps(history: History) -> None:
    history.replace(
        "tea/kettle.md",
        (
            "1. Pull the plug.\n2. Wait a minute. {#wait}\n",
            "1. Wait a minute. {#wait}\n2. Pull the plug.\n",
        ),
    )


def reword_step(history: History) -> None:
    history.replace("tea/kettle.md", ("6. Pour in the water", "6. Pour in cold water"))


def change_applies_to(history: History) -> None:
    history.replace("tea/kettle.md", ("kettle: all", 'kettle: ">=1.1"'))


def change_cause(history: History) -> None:
    history.replace("tea/kettle.md", ("The fuse of the kettle has blown", "The fuse has blown"))


def rename_label(history: History) -> None:
    history.replace("tea/kettle.md", ("{#wait}", '{#pause was="wait"}'), ("(#wait)", "(#pause)"))


KETTLE = "kb-source/tea/kettle.md “The kettle stays cold”: changed"
EDITS: list[tuple[Callable[[History], None], list[str]]] = [
    (add_article, ["kb-source/tea/cup.md “The cup does not open”: added, at /kb/tea/cup/"]),
    (
        remove_with_redirect,
        [
            "kb-source/coffee/lid.md “The lid does not open”: gone; "
            "/kb/coffee/lid/ leads to /kb/coffee/tap/"
        ],
    ),
    (
        move_file,
        [
            "kb-source/tea/tap.md “The tap does not open”: changed",
            "moved: /kb/coffee/tap/ → /kb/tea/tap/",
        ],
    ),
    (
        rename_id,
        [
            "kb-source/coffee/pour.md “Pour the coffee”: changed",
            "moved: /kb/coffee/pour/ → /kb/coffee/pour-coffee/",
        ],
    ),
    (
        insert_step,
        [
            KETTLE,
            "Resolution: step 2 added: Open the lid.",
            "Resolution: steps 3–7 renumbered (were 2–6)",
        ],
    ),
    (
        remove_step,
        [
            "kb-source/coffee/pour.md “Pour the coffee”: changed",
            "Pour it hot: step 2 removed: Warm it for a minute.",
            "Pour it hot: steps 2–3 renumbered (were 3–4)",
        ],
    ),
    (
        reorder_steps,
        [
            KETTLE,
            "Resolution: step 2 moved (was 1): Pull the plug.",
            "Resolution: step 1 renumbered (was 2)",
        ],
    ),
    (reword_step, [KETTLE, "Resolution: step 6 reworded: Pour in [-the-] {+cold+} water."]),
    (change_applies_to, [KETTLE, "applies to: Kettle all versions → Kettle 1.1, 2.0"]),
    (change_cause, [KETTLE, "Cause: text reworded: The fuse [-of the kettle-] has blown."]),
    (
        rename_label,
        [KETTLE, "Resolution: step 2, label renamed, the former one leads on: #wait → #pause"],
    ),
]


@pytest.mark.parametrize(("edit", "told"), EDITS, ids=lambda value: getattr(value, "__name__", ""))
def test_each_edit_is_named_and_nothing_else(
    edit: Callable[[History], None], told: list[str], history: History
) -> None:
    edit(history)
    result = history.run("HEAD")
    assert result.exit_code == 0, result.stdout
    assert [line.removeprefix(f"{history.top}/") for line in history.lines()] == told
    before = history.commit()
    assert history.lines("HEAD~1", before) == history.lines("HEAD~1")
    assert history.lines() == []
