"""Kinds of faults of sources: each is planted alone in the clean knowledge base."""

from __future__ import annotations

from tests.zoo.clean_kb import INVENTORY, PICTURES, digest, entry
from tests.zoo.pictures import picture
from tests.zoo.planting import Add, Kind, Place, Remove, Rename, Replace, Swap

HOSE = "setup/fit-hose.md"
GAUGE = "setup/gauge-zero.md"
VALVE = "repair/valve-leaks/index.md"
SEAL = "repair/new-seal.md"
HOSE_PNG = "setup/hose.png"
LEDGER = "screenshots.yml"
WIDE = picture(4000, 300, seed=5)
TWIN = """---
id: {id}
title: The hose has a hole
status: published
updated: 2026-01-31
{more}---

## Symptom

{symptom}

## Resolution

Take another hose.
"""


def twin(id: str = "hose-hole", more: str = "", symptom: str = "You hear air.") -> str:
    """Return one more article."""
    return TWIN.format(id=id, more=more, symptom=symptom)


LINKS = (
    Kind(
        "unknown-id",
        "link to an id that no article has",
        (Swap(HOSE, "<kb:valve-leaks>", "<kb:valve-leak>"),),
        (Place("HW301", HOSE, "<kb:valve-leak>"),),
    ),
    Kind(
        "unknown-file",
        "link to a file that is not there",
        (Swap(GAUGE, "[hose](fit-hose.md#push)", "[hose](hose-fit.md#push)"),),
        (Place("HW301", GAUGE, "[hose](hose-fit.md#push)"),),
    ),
    Kind(
        "file-case",
        "link to a file in other capitals",
        (Swap(GAUGE, "[hose](fit-hose.md#push)", "[hose](Fit-Hose.md#push)"),),
        (Place("HW301", GAUGE, "[hose](Fit-Hose.md#push)"),),
    ),
    Kind(
        "wrong-folder",
        "link with one `../` too few",
        (Swap(VALVE, "(../../setup/fit-hose.md#fit)", "(../setup/fit-hose.md#fit)"),),
        (Place("HW301", VALVE, "[the first use](../setup"),),
    ),
    Kind(
        "missing-download",
        "link to a file for download that is not there",
        (Remove("setup/parts.csv"),),
        (Place("HW301", HOSE, "[the list of parts](parts.csv)"),),
    ),
    Kind(
        "definition-to-missing-file",
        "link definition whose file is not there",
        (Swap(GAUGE, "[valves]: ../repair/valve-leaks/index.md#cap", "[valves]: valves.md"),),
        (Place("HW301", GAUGE, "[the repair of valves][valves]"),),
    ),
    Kind(
        "html-link",
        "broken link in raw HTML",
        (Swap(GAUGE, '<a href="fit-hose.md">', '<a href="fit-hoses.md">'),),
        (Place("HW301", GAUGE, '<a href="fit-hoses.md">'),),
    ),
    Kind(
        "undefined-reference",
        "link reference without a definition",
        (Swap(GAUGE, "[valves]: ../repair/valve-leaks/index.md#cap\n", ""),),
        (Place("HW127", GAUGE, "[the repair of valves][valves]"),),
    ),
    Kind(
        "own-fragment",
        "fragment that the same article does not have",
        (Swap(VALVE, "[cap](#cap)", "[cap](#caps)"),),
        (Place("HW302", VALVE, "[cap](#caps)"),),
    ),
    Kind(
        "fragment-of-file",
        "fragment that the linked file does not have",
        (Swap(GAUGE, "fit-hose.md#push", "fit-hose.md#pull"),),
        (Place("HW302", GAUGE, "[hose](fit-hose.md#pull)"),),
    ),
    Kind(
        "fragment-of-id",
        "fragment that the article of an id does not have",
        (Swap(GAUGE, "kb:fit-hose#gauge", "kb:fit-hose#gauges"),),
        (Place("HW302", GAUGE, "[](kb:fit-hose#gauges)"),),
    ),
    Kind(
        "fragment-case",
        "fragment in other capitals",
        (Swap(VALVE, "fit-hose.md#fit", "fit-hose.md#Fit"),),
        (Place("HW302", VALVE, "[the first use]("),),
    ),
    Kind(
        "label-removed",
        "label removed that links lead to",
        (Swap(HOSE, " {#gauge}", ""),),
        (Place("HW302", GAUGE, "[](kb:fit-hose#gauge)"),),
    ),
    Kind(
        "heading-label-changed",
        "label of a heading changed on which the address of a step hangs",
        (Swap(VALVE, "{#core}", "{#tighten}"),),
        (Place("HW302", VALVE, "[step 2](#core-step-2)"),),
    ),
    Kind(
        "step-gone",
        "step removed whose number is its address",
        (
            Swap(VALVE, "1. Take off the [cap](#cap).\n2. Turn the core to the right.\n3.", "1."),
            Swap(VALVE, " If there are bubbles, go", "\n2. If there are bubbles, go"),
            Swap(VALVE, "[step 2](#core-step-2)", "[step 3](#core-step-3)"),
        ),
        (Place("HW302", VALVE, "[step 3](#core-step-3)"),),
    ),
    Kind(
        "unpublished-target",
        "published article links to a draft",
        (Swap(HOSE, "<kb:valve-leaks>", "<kb:new-seal>"),),
        (Place("HW303", HOSE, "<kb:new-seal>"),),
    ),
    Kind(
        "duplicate-label",
        "two places with the same label",
        (Swap(GAUGE, "{#charge ", "{#knock "),),
        (Place("HW304", GAUGE, "{#knock applies_to"),),
    ),
    Kind(
        "link-without-text",
        "link without words",
        (Swap(VALVE, "[these caps](", "[]("),),
        (Place("HW305", VALVE, "[](https://caps.example"),),
    ),
    Kind(
        "javascript-link",
        "link that runs a script",
        (Swap(VALVE, "https://caps.example/valves?size=8", "javascript:caps()"),),
        (Place("HW306", VALVE, "[these caps](javascript:caps())"),),
    ),
    Kind(
        "file-link",
        "link to a file of the writer's own disk",
        (Swap(VALVE, "https://caps.example/valves?size=8", "file:///C:/caps.pdf"),),
        (Place("HW306", VALVE, "[these caps](file:"),),
    ),
    Kind(
        "misspelled-scheme",
        "scheme of a link misspelled",
        (Swap(VALVE, "https://caps.example/valves?size=8", "htps://caps.example/"),),
        (Place("HW306", VALVE, "[these caps](htps:"),),
    ),
    Kind(
        "path-outside",
        "link out of the knowledge base",
        (Swap(HOSE, "(parts.csv)", "(../../parts.csv)"),),
        (Place("HW301", HOSE, "[the list of parts]("),),
    ),
    Kind(
        "site-absolute",
        "link that begins at the top of the server",
        (Swap(VALVE, "https://caps.example/valves?size=8", "/kb/setup/fit-hose/"),),
        (Place("HW309", VALVE, "[these caps](/kb"),),
    ),
    Kind(
        "unknown-related",
        "related article that does not exist",
        (Swap(HOSE, "related: [valve-leaks]", "related: [valves-leak]"),),
        (Place("HW308", HOSE, "valves-leak]"),),
    ),
)

OTHER_SITES = (
    Kind(
        "unknown-site",
        "link to a site that has no inventory",
        (Swap(VALVE, "kb:shop/spare-parts#valves", "kb:store/spare-parts#valves"),),
        (Place("HW311", VALVE, "[](kb:store/"), Place("HW314", "kb.yml", "shop:\n")),
    ),
    Kind(
        "unknown-page-of-site",
        "link to a page that another site does not have",
        (Swap(VALVE, "kb:shop/spare-parts#valves", "kb:shop/spare-part#valves"),),
        (Place("HW312", VALVE, "[](kb:shop/"),),
    ),
    Kind(
        "unknown-place-of-site",
        "link to a place that a page of another site does not have",
        (Swap(VALVE, "kb:shop/spare-parts#valves", "kb:shop/spare-parts#valve"),),
        (Place("HW312", VALVE, "[](kb:shop/"),),
    ),
    Kind(
        "inventory-cut-off",
        "inventory of another site that is cut off",
        (Replace("inventories/shop.inv", INVENTORY[:-12]),),
        (Place("HW313", "kb.yml", "shop:\n"),),
    ),
    Kind(
        "inventory-missing",
        "inventory of another site that is not there",
        (Remove("inventories/shop.inv"),),
        (Place("HW313", "kb.yml", "shop:\n"),),
    ),
    Kind(
        "inventory-unused",
        "inventory that no link uses",
        (Swap(VALVE, "- [](kb:shop/spare-parts#valves)\n", ""),),
        (Place("HW314", "kb.yml", "shop:\n"),),
    ),
)

MOVES = (
    Kind(
        "file-renamed",
        "article's file renamed by hand",
        (Rename(SEAL, "repair/seal.md"), Swap(HOSE, "(parts.csv)", "(../repair/new-seal.md)")),
        (Place("HW301", HOSE, "[the list of parts]("),),
    ),
    Kind(
        "id-changed",
        "article's id changed by hand",
        (Swap(GAUGE, "id: gauge-zero", "id: gauge"), Swap(HOSE, "[valve-leaks]", "[gauge-zero]")),
        (Place("HW308", HOSE, "gauge-zero]"),),
    ),
    Kind(
        "article-deleted",
        "article deleted that a link leads to",
        (Remove(GAUGE),),
        (
            Place("HW301", VALVE, "[What the gauge shows]("),
            Place("HW407", "setup/battery.png"),
        ),
    ),
    Kind(
        "former-label",
        "link to a former label",
        (Swap(VALVE, "fit-hose.md#fit", "fit-hose.md#mount"),),
        (Place("HW320", VALVE, "[the first use]("),),
    ),
    Kind(
        "former-label-taken",
        "former label that another place has",
        (Swap(HOSE, 'was="mount"', 'was="push"'),),
        (Place("HW321", HOSE, '{#fit was="push"}'),),
    ),
    Kind(
        "alias-is-id",
        "alias that is the id of another article",
        (Swap(HOSE, "aliases: [hose,", "aliases: [gauge-zero,"),),
        (Place("HW307", HOSE, "gauge-zero,"),),
    ),
    Kind(
        "alias-twice",
        "alias that another article has too",
        (Swap(HOSE, "aliases: [hose,", "aliases: [leaking-valve,"),),
        (Place("HW307", HOSE, "leaking-valve,"),),
    ),
    Kind(
        "alias-malformed",
        "alias that is neither an id nor an address",
        (Swap(HOSE, "aliases: [hose,", "aliases: [The Hose,"),),
        (Place("HW307", HOSE, "The Hose,"),),
    ),
    Kind(
        "redirect-to-missing",
        "redirect to an id that no article has",
        (Swap("kb.yml", "/manual.html: fit-hose", "/manual.html: fit-hoses"),),
        (Place("HW310", "kb.yml", "/manual.html: fit-hoses"),),
    ),
    Kind(
        "redirect-to-missing-label",
        "redirect to a label that its article does not have",
        (Swap("kb.yml", "valve-leaks#cap", "valve-leaks#caps"),),
        (Place("HW310", "kb.yml", '"/old/leaks/#cap"'),),
    ),
    Kind(
        "redirect-to-draft",
        "redirect to a draft",
        (Swap("kb.yml", "/manual.html: fit-hose", "/manual.html: new-seal"),),
        (Place("HW310", "kb.yml", "/manual.html: new-seal"),),
    ),
    Kind(
        "redirect-loop",
        "two redirects that lead to each other",
        (Swap("kb.yml", "/manual.html: fit-hose", "/manual.html: /m/\n  /m/: /manual.html"),),
        (
            Place("HW310", "kb.yml", "/manual.html: /m/"),
            Place("HW310", "kb.yml", "/m/: /manual.html"),
        ),
    ),
    Kind(
        "redirect-over-page",
        "redirect that takes the address of an article",
        (Swap("kb.yml", "/manual.html:", "/kb/setup/gauge-zero/:"),),
        (Place("HW310", "kb.yml", "/kb/setup/gauge-zero/"),),
    ),
    Kind(
        "duplicate-id",
        "two articles with the same id",
        (Add("setup/hole.md", twin("gauge-zero")),),
        (Place("HW110", "setup/hole.md", "gauge-zero"),),
    ),
)

STEPS = (
    Kind(
        "missing-step",
        "text that names a step which is not there",
        (Swap(GAUGE, "Pump again as in [](kb:fit-hose#gauge).", "Repeat step 7."),),
        (Place("HW206", GAUGE, "7."),),
    ),
    Kind(
        "wrong-step-name",
        "link whose words name another step than it leads to",
        (Swap(VALVE, "[step 2](#core-step-2)", "[step 1](#core-step-2)"),),
        (Place("HW209", VALVE, "[step 1]"),),
    ),
    Kind(
        "plain-step-name",
        "step named in plain words",
        (Swap(VALVE, "[step 2](#core-step-2)", "step 2"),),
        (Place("HW208", VALVE, "step 2"),),
    ),
    Kind(
        "step-number-twice",
        "number of a step twice",
        (Swap(VALVE, "2. Turn the core", "1. Turn the core"),),
        (Place("HW202", VALVE, "1. Turn the core"),),
    ),
    Kind(
        "step-number-skipped",
        "number of a step skipped",
        (Swap(GAUGE, "3. Pump again", "4. Pump again"),),
        (Place("HW204", GAUGE, "4. Pump again"),),
    ),
    Kind(
        "picture-at-margin",
        "picture at the margin cuts a list of steps",
        (Swap(HOSE, "   ![The head on", "![The head on"),),
        (Place("HW205", HOSE, "![The head on"),),
    ),
    Kind(
        "empty-step",
        "step without words",
        (Swap(VALVE, "2. Turn the core to the right.", "2."),),
        (Place("HW210", VALVE, "2.\n"),),
    ),
)

PICTURE_KINDS = (
    Kind(
        "missing-picture",
        "picture that is not there",
        (Swap(HOSE, "(hose.png ", "(tube.png "),),
        (
            Place("HW401", HOSE, "![The hose beside"),
            Place("HW407", HOSE_PNG),
        ),
    ),
    Kind(
        "missing-html-picture",
        "picture of raw HTML that is not there",
        (Swap(VALVE, 'src="valve.png"', 'src="../valve.png"'),),
        (Place("HW401", VALVE, "<img src"),),
    ),
    Kind(
        "picture-case",
        "picture's name in other capitals",
        (Swap(HOSE, "(hose.png ", "(Hose.png "),),
        (Place("HW402", HOSE, "![The hose beside"),),
    ),
    Kind(
        "picture-format",
        "picture whose file is of another format than its name says",
        (Replace("setup/lever.png", picture(24, 24, "JPEG", seed=4)),),
        (Place("HW403", HOSE, "![lever]"),),
    ),
    Kind(
        "picture-cut-off",
        "picture whose file is cut off",
        (Replace("setup/lever.png", PICTURES["setup/lever.png"][:-40]),),
        (Place("HW403", HOSE, "![lever]"),),
    ),
    Kind(
        "picture-without-text",
        "picture without alternative text",
        (Swap(HOSE, "![The hose beside the valve]", "![]"),),
        (Place("HW404", HOSE, "![]"),),
    ),
    Kind(
        "file-name-as-text",
        "file name as alternative text",
        (Swap(HOSE, "![The hose beside the valve]", "![hose.png]"),),
        (Place("HW405", HOSE, "![hose.png]"),),
    ),
    Kind(
        "text-repeats-caption",
        "alternative text that repeats the caption",
        (Swap(HOSE, "![The hose beside the valve]", "![The hose]"),),
        (Place("HW412", HOSE, "![The hose]"),),
    ),
    Kind(
        "picture-of-other-site",
        "picture from another site",
        (Swap(HOSE, "![lever](lever.png)", "![lever](https://cdn.example/lever.png)"),),
        (
            Place("HW406", HOSE, "![lever]"),
            Place("HW407", "setup/lever.png"),
        ),
    ),
    Kind(
        "unused-picture",
        "picture that no article shows",
        (Add("setup/spare.png", picture(40, 40, seed=9)),),
        (Place("HW407", "setup/spare.png"),),
    ),
    Kind(
        "same-picture-twice",
        "two files with the same picture",
        (
            Add("setup/hub.png", PICTURES["setup/head.png"]),
            Swap(
                LEDGER,
                "setup/hose.png:\n",
                f"{entry('setup/hub.png', data=PICTURES['setup/head.png'])}setup/hose.png:\n",
            ),
            Swap(HOSE, "3. Close", "   ![The hub of the head](hub.png)\n\n3. Close"),
        ),
        (Place("HW408", "setup/hub.png"),),
    ),
    Kind(
        "picture-too-large",
        "picture with more pixels than a page needs",
        (
            Replace(HOSE_PNG, WIDE),
            Swap(LEDGER, digest(PICTURES[HOSE_PNG]), digest(WIDE)),
        ),
        (Place("HW410", HOSE, "![The hose beside"), Place("HW411", HOSE, "![The hose beside")),
    ),
    Kind(
        "picture-too-small",
        "picture shown too small to be read",
        (Swap(HOSE, '"The hose")', '"The hose"){width=80}'),),
        (Place("HW411", HOSE, "![The hose beside"),),
    ),
)

LEDGER_KINDS = (
    Kind(
        "picture-changed",
        "picture changed, its ledger entry not",
        (Replace(HOSE_PNG, picture(400, 240, seed=30)),),
        (Place("HW415", LEDGER, "setup/hose.png"),),
    ),
    Kind(
        "picture-not-in-ledger",
        "picture that the ledger does not know",
        (Rename(HOSE_PNG, "setup/tube.png"), Swap(HOSE, "(hose.png ", "(tube.png ")),
        (
            Place("HW414", HOSE, "![The hose beside"),
            Place("HW416", LEDGER, "setup/hose.png"),
        ),
    ),
    Kind(
        "ledger-entry-left-over",
        "ledger entry whose picture is gone",
        (Swap(LEDGER, "setup/head.png:", "setup/heads.png:"),),
        (
            Place("HW414", HOSE, "![The head on"),
            Place("HW416", LEDGER, "setup/heads.png"),
        ),
    ),
    Kind(
        "picture-of-old-version",
        "picture of a version that the article is not for",
        (
            Swap(
                LEDGER,
                entry("setup/battery.png", "2.0"),
                entry("setup/battery.png", "1.0"),
            ),
        ),
        (Place("HW417", LEDGER, '"1.0"'),),
    ),
    Kind(
        "ledger-of-unknown-version",
        "ledger entry with a version that does not exist",
        (Swap(LEDGER, '"1.1"', '"1.7"'),),
        (Place("HW502", LEDGER, '"1.7"'),),
    ),
)

VERSIONS = (
    Kind(
        "target-of-other-version",
        "link to a step that some readers do not have",
        (Swap(GAUGE, "[](kb:fit-hose#gauge)", "[](#charge)"),),
        (Place("HW508", GAUGE, "[](#charge)"),),
    ),
    Kind(
        "unknown-version",
        "condition with a version that does not exist",
        (Swap(GAUGE, '">=2.0"', '">=2.5"'),),
        (Place("HW502", GAUGE, "{#charge"),),
    ),
    Kind(
        "unknown-product",
        "product that does not exist",
        (Swap(VALVE, "  pump: all", "  pumps: all"),),
        (Place("HW501", VALVE, "pumps: all"),),
    ),
)

GROUPS = {
    "Links and labels": LINKS,
    "Links to other sites by name": OTHER_SITES,
    "Moves, redirects, former addresses": MOVES,
    "Steps": STEPS,
    "Pictures": PICTURE_KINDS,
    "Ledger of pictures": LEDGER_KINDS,
    "Versions": VERSIONS,
}
KINDS = tuple(kind for kinds in GROUPS.values() for kind in kinds)
