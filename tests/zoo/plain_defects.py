"""The clean knowledge base as plain MkDocs writes it, and the same faults in that.

MkDocs has no ids, no versions and no ledger of pictures, so that some kinds cannot be written.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.zoo.clean_kb import PICTURES
from tests.zoo.pictures import picture
from tests.zoo.planting import Add, Change, Remove, Rename, Replace, Swap, read_files

HOSE = "docs/setup/fit-hose.md"
GAUGE = "docs/setup/gauge-zero.md"
VALVE = "docs/repair/valve-leaks/index.md"
SEAL = "docs/repair/new-seal.md"
CONFIG = "mkdocs.yml"
HOSE_PNG = "docs/setup/hose.png"
LEVER_PNG = "docs/setup/lever.png"
CAPS = "https://caps.example/valves?size=8"


@cache
def clean_plain() -> dict[str, bytes]:
    """Return the files of the project, by path."""
    pictures = {f"docs/{path}": data for path, data in PICTURES.items()}
    return {**read_files(Path(__file__).with_name("plain")), **pictures}


PLANTS: dict[str, tuple[Change, ...]] = {
    "unknown-file": (Swap(GAUGE, "(fit-hose.md#push)", "(hose-fit.md#push)"),),
    "file-case": (Swap(GAUGE, "(fit-hose.md#push)", "(Fit-Hose.md#push)"),),
    "wrong-folder": (Swap(VALVE, "(../../setup/fit-hose.md#fit)", "(../setup/fit-hose.md#fit)"),),
    "missing-download": (Remove("docs/setup/parts.csv"),),
    "definition-to-missing-file": (
        Swap(GAUGE, "[valves]: ../repair/valve-leaks/index.md#cap", "[valves]: valves.md"),
    ),
    "html-link": (Swap(GAUGE, '<a href="../fit-hose/">', '<a href="../fit-hoses/">'),),
    "undefined-reference": (Swap(GAUGE, "[valves]: ../repair/valve-leaks/index.md#cap\n", ""),),
    "own-fragment": (Swap(VALVE, "[cap](#cap)", "[cap](#caps)"),),
    "fragment-of-file": (Swap(GAUGE, "fit-hose.md#push", "fit-hose.md#pull"),),
    "fragment-case": (Swap(VALVE, "fit-hose.md#fit", "fit-hose.md#Fit"),),
    "label-removed": (Swap(HOSE, "\n       {: #gauge }", ""),),
    "unpublished-target": (
        Swap(HOSE, "(../repair/valve-leaks/index.md)", "(../repair/new-seal.md)"),
    ),
    "duplicate-label": (Swap(VALVE, "{: #turn }", "{: #cap }"), Swap(VALVE, "(#turn)", "(#cap)")),
    "link-without-text": (Swap(VALVE, "[these caps](", "[]("),),
    "javascript-link": (Swap(VALVE, CAPS, "javascript:caps()"),),
    "file-link": (Swap(VALVE, CAPS, "file:///C:/caps.pdf"),),
    "misspelled-scheme": (Swap(VALVE, CAPS, "htps://caps.example/"),),
    "path-outside": (Swap(HOSE, "(parts.csv)", "(../../parts.csv)"),),
    "site-absolute": (Swap(VALVE, CAPS, "/setup/fit-hose/"),),
    "file-renamed": (
        Rename(SEAL, "docs/repair/seal.md"),
        Swap(CONFIG, "draft_docs: repair/new-seal.md", "draft_docs: repair/seal.md"),
        Swap(HOSE, "(parts.csv)", "(../repair/new-seal.md)"),
    ),
    "article-deleted": (
        Remove(GAUGE),
        Swap(CONFIG, "  - setup/gauge-zero.md\n", ""),
        Swap("docs/index.md", "- [The gauge stays at zero](setup/gauge-zero.md)\n", ""),
    ),
    "redirect-to-missing": (Swap(CONFIG, "manual.md: setup/fit-hose.md", "manual.md: setup/h.md"),),
    "redirect-to-missing-label": (
        Swap(
            CONFIG,
            "old/leaks.md: repair/valve-leaks/index.md",
            "old/leaks.md: {}#caps".format("repair/valve-leaks/index.md"),
        ),
    ),
    "redirect-to-draft": (
        Swap(CONFIG, "manual.md: setup/fit-hose.md", "manual.md: repair/new-seal.md"),
    ),
    "redirect-loop": (
        Swap(CONFIG, "manual.md: setup/fit-hose.md", "manual.md: m.md\n        m.md: manual.md"),
    ),
    "redirect-over-page": (Swap(CONFIG, "manual.md: setup", "setup/gauge-zero.md: setup"),),
    "missing-step": (
        Swap(GAUGE, "Pump again as in [step 3b](fit-hose.md#gauge).", "Repeat step 7."),
    ),
    "wrong-step-name": (Swap(VALVE, "[step 2](#turn)", "[step 1](#turn)"),),
    "plain-step-name": (Swap(VALVE, "[step 2](#turn)", "step 2"),),
    "step-number-twice": (Swap(VALVE, "2. Turn the core", "1. Turn the core"),),
    "step-number-skipped": (Swap(GAUGE, "3. Pump again", "4. Pump again"),),
    "picture-at-margin": (Swap(HOSE, "    ![The head on", "![The head on"),),
    "empty-step": (Swap(VALVE, "2. Screw it on, and fit", "2.\n3. Screw it on, and fit"),),
    "missing-picture": (Swap(HOSE, "(hose.png ", "(tube.png "),),
    "missing-html-picture": (Swap(VALVE, 'src="valve.png"', 'src="../valve.png"'),),
    "picture-case": (Swap(HOSE, "(hose.png ", "(Hose.png "),),
    "picture-format": (Replace(LEVER_PNG, picture(24, 24, "JPEG", seed=4)),),
    "picture-cut-off": (Replace(LEVER_PNG, PICTURES["setup/lever.png"][:-40]),),
    "picture-without-text": (Swap(HOSE, "![The hose beside the valve]", "![]"),),
    "file-name-as-text": (Swap(HOSE, "![The hose beside the valve]", "![hose.png]"),),
    "text-repeats-caption": (Swap(HOSE, "![The hose beside the valve]", "![The hose]"),),
    "picture-of-other-site": (
        Swap(HOSE, "![lever](lever.png)", "![lever](https://cdn.example/lever.png)"),
    ),
    "unused-picture": (Add("docs/setup/spare.png", picture(40, 40, seed=9)),),
    "same-picture-twice": (
        Add("docs/setup/hub.png", PICTURES["setup/head.png"]),
        Swap(HOSE, "3. Close", "    ![The hub of the head](hub.png)\n\n3. Close"),
    ),
    "picture-too-large": (Replace(HOSE_PNG, picture(4000, 300, seed=5)),),
    "picture-too-small": (Swap(HOSE, '"The hose")', '"The hose"){: width=80 }'),),
}


def planted(name: str) -> dict[str, bytes]:
    """Return the files of the project with the fault of a kind in them."""
    files = dict(clean_plain())
    for change in PLANTS[name]:
        change.apply(files)
    return files
