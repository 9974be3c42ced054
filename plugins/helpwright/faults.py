"""The rules whose findings come up while files are read and parsed, and on the built site.

Reading, parsing, proving and comparing with a revision yield these as ordinary diagnostics. Every
rule that looks at the parsed knowledge base has a module of its own under `rules/`.
"""

from __future__ import annotations

from helpwright.diagnostic import Rule, Severity

UNREADABLE_FILE = Rule(
    code="HW101",
    name="unreadable-file",
    severity=Severity.ERROR,
    summary="A source file cannot be read as UTF-8 text.",
    why="The article it should hold is missing from the site.",
    fix="Save the file as UTF-8 text, or move it out of the knowledge base.",
)
OVERSIZED_SOURCE = Rule(
    code="HW102",
    name="oversized-source",
    severity=Severity.ERROR,
    summary="A source is larger, longer or deeper than an article can be.",
    why="It would take unbounded time or memory, so it is left out of the site.",
    fix="Split the article, or move data that readers download into a file beside it.",
)
PATH_OUTSIDE_KB = Rule(
    code="HW103",
    name="path-outside-kb",
    severity=Severity.ERROR,
    summary="A file, picture or link leads out of the knowledge base folder.",
    why="Publishing it could put private files on the site, so it is left out.",
    fix="Copy the file into the knowledge base and point at the copy.",
)
YAML_SYNTAX = Rule(
    code="HW104",
    name="yaml-syntax",
    severity=Severity.ERROR,
    summary="Front matter or kb.yml is not the plain YAML that Helpwright reads.",
    why="Nothing in it can be trusted, so none of it is used.",
    fix="Mend the marked line; aliases, anchors and tags are not accepted.",
)
MISSING_FRONT_MATTER = Rule(
    code="HW105",
    name="missing-front-matter",
    severity=Severity.ERROR,
    summary="An article has no front matter.",
    why="Without it the article has no stable id, no title and no status.",
    fix="Begin the file with a block between two lines of three hyphens.",
)
DUPLICATE_KEY = Rule(
    code="HW106",
    name="duplicate-key",
    severity=Severity.ERROR,
    summary="A key stands twice in the same mapping.",
    why="Most YAML readers keep the last one silently, so one of the two values is lost.",
    fix="Keep one of the two.",
)
UNKNOWN_KEY = Rule(
    code="HW107",
    name="unknown-key",
    severity=Severity.ERROR,
    summary="A key is not one that Helpwright knows.",
    why="What it says is not used, most often because the key is misspelt.",
    fix="Correct the spelling, or remove the key.",
)
WRONG_VALUE = Rule(
    code="HW108",
    name="wrong-value",
    severity=Severity.ERROR,
    summary="A value is not of the form that its key asks for.",
    why="The value is not used.",
    fix="Write the value in the form that the message names.",
)
MISSING_KEY = Rule(
    code="HW109",
    name="missing-key",
    severity=Severity.ERROR,
    summary="A key that every article needs is missing or empty.",
    why="The page cannot be addressed, found or dated without it.",
    fix="Add the key to the front matter.",
)
ATTRIBUTE_LIST = Rule(
    code="HW118",
    name="attribute-list-syntax",
    severity=Severity.ERROR,
    summary="A list in braces looks like attributes but is not one.",
    why="It is shown to the reader as text, and the label or condition in it has no effect.",
    fix='Write {#label}, {applies_to="<2.0"} or {continue}.',
)
DIRECTIVE = Rule(
    code="HW123",
    name="unknown-directive",
    severity=Severity.ERROR,
    summary="A block fenced with slashes is unknown, not closed, or closed without being open.",
    why="Its contents would be shown in the wrong place or as plain text.",
    fix="Use note, tip, warning, details or tab, and close the block with as many slashes.",
)
ALLOWANCE_WITHOUT_REASON = Rule(
    code="HW119",
    name="allowance-without-reason",
    severity=Severity.ERROR,
    summary="A comment allows a finding without saying why, or without naming it.",
    why="It allows nothing; and nobody could tell later whether the exception still holds.",
    fix="Write the code of the finding and the reason into the comment.",
)
UNUSED_ALLOWANCE = Rule(
    code="HW120",
    name="unused-allowance",
    severity=Severity.WARNING,
    summary="A comment allows a finding that is not there.",
    why="It would hide a real mistake made there later.",
    fix="Remove the comment, or correct the code in it.",
)
EXCESS_TABLE_CELL = Rule(
    code="HW128",
    name="excess-table-cell",
    severity=Severity.WARNING,
    summary="A row of a table has more cells than the table has columns.",
    why="What stands in the further cells is on no page.",
    fix="Add a column to the head and to the line below it, or put the words into another cell.",
)
UNUSED_FOOTNOTE = Rule(
    code="HW129",
    name="unused-footnote",
    severity=Severity.WARNING,
    summary="Nothing refers to a footnote, or its label stands twice.",
    why="Only footnotes that a text refers to are on the page, so readers never see this one.",
    fix="Refer to it where it belongs, as in [^label], or remove it.",
)
INCLUSION_SYNTAX = Rule(
    code="HW130",
    name="inclusion-syntax",
    severity=Severity.ERROR,
    summary="A line that should include a fragment cannot be followed.",
    why="The text that it stands for is missing from the page.",
    fix='Write --8<-- "_shared/name.md" on a line of its own, with values as name="text".',
)
UNKNOWN_FRAGMENT = Rule(
    code="HW131",
    name="unknown-fragment",
    severity=Severity.ERROR,
    summary="A line includes a fragment, or a section of one, that does not exist.",
    why="The text that it stands for is missing from the page.",
    fix="Correct the path, or put the file into the folder _shared.",
)
CYCLIC_INCLUSION = Rule(
    code="HW132",
    name="cyclic-inclusion",
    severity=Severity.ERROR,
    summary="A fragment includes itself, directly or by way of others.",
    why="The text would never end, so the inclusion is left out.",
    fix="Remove one of the inclusions that the message names.",
)
UNUSED_PARAMETER = Rule(
    code="HW133",
    name="unused-parameter",
    severity=Severity.WARNING,
    summary="An inclusion gives a value that its fragment does not use.",
    why="The text does not say what the writer meant, most often because a name is misspelt.",
    fix="Correct the name, or remove the value.",
)
MISSING_PARAMETER = Rule(
    code="HW134",
    name="missing-parameter",
    severity=Severity.ERROR,
    summary="An inclusion does not give a value that its fragment needs.",
    why="Readers see the name in braces where a word should stand.",
    fix='Add name="text" to the line, or give the parameter a default.',
)
OVERSIZED_INCLUSION = Rule(
    code="HW139",
    name="oversized-inclusion",
    severity=Severity.ERROR,
    summary="Fragments would make an article too long, or are nested too deep.",
    why="It would take unbounded time or memory, so what is too much is left out.",
    fix="Include fewer or smaller fragments.",
)
STEP_WRONG_ON_PAGE = Rule(
    code="HW701",
    name="step-wrong-on-page",
    severity=Severity.ERROR,
    summary="A step of the built page has another number, place or content than its source.",
    why="A reader who follows the page does the wrong thing, or misses a step.",
    fix="Look for a plugin, template or script that changes the page behind the compiler.",
)
WORDS_WRONG_ON_PAGE = Rule(
    code="HW702",
    name="words-wrong-on-page",
    severity=Severity.ERROR,
    summary="The words of a section on the built page are not those of its source.",
    why="The reader misses what the writer wrote, or reads what nobody wrote.",
    fix="Look for a plugin, template or script that changes the page behind the compiler.",
)
BROKEN_LINK_ON_PAGE = Rule(
    code="HW703",
    name="broken-link-on-page",
    severity=Severity.ERROR,
    summary="A link of a built page leads to a page or file that the site does not have.",
    why="The reader who follows it meets an error page.",
    fix="Correct the link, or build what it points at.",
)
BROKEN_FRAGMENT_ON_PAGE = Rule(
    code="HW704",
    name="broken-fragment-on-page",
    severity=Severity.ERROR,
    summary="A link of a built page names a place that its target page does not have.",
    why="The reader lands at the top of the page and has to search for the place.",
    fix="Correct the part behind `#`, or give the place that label.",
)
MISSING_PICTURE_ON_PAGE = Rule(
    code="HW705",
    name="missing-picture-on-page",
    severity=Severity.ERROR,
    summary="A built page shows a picture that the site lacks, or does not show one of its own.",
    why="The reader cannot see what the text speaks of.",
    fix="Put the picture beside the article, and look for a plugin that moves or drops files.",
)
DUPLICATE_ID_ON_PAGE = Rule(
    code="HW706",
    name="duplicate-id-on-page",
    severity=Severity.ERROR,
    summary="Two elements of a built page have the same id.",
    why="Links to the second one lead to the first.",
    fix="Give one of the two another label.",
)
MISSING_PAGE = Rule(
    code="HW707",
    name="missing-page",
    severity=Severity.ERROR,
    summary="The built site lacks a page that the knowledge base promises.",
    why="Every link to the article is broken, and search does not find it.",
    fix="Look for a plugin or setting that excludes the page; other engines than MkDocs need what "
    "`helpwright compile` writes.",
)
STALE_PAGE = Rule(
    code="HW708",
    name="stale-page",
    severity=Severity.ERROR,
    summary="The built site holds the page of an article that is not published.",
    why="Readers find a draft, or steps that were withdrawn.",
    fix="Build into an empty folder, or remove the page.",
)
TEXT_CHANGED_BY_PLUGIN = Rule(
    code="HW709",
    name="text-changed-by-plugin",
    severity=Severity.WARNING,
    summary="Another plugin changed the text of an article before it was converted.",
    why="The page shows the text of the source, so that the change has no effect.",
    fix="Exclude the knowledge base from the other plugin, or make the change in the source.",
)

CHANGED_WITHOUT_UPDATE = Rule(
    code="HW606",
    name="changed-without-update",
    severity=Severity.ERROR,
    summary="What readers see of an article has changed since a revision, but its date has not.",
    why="Readers who know the article take it for the one that they know.",
    fix="Set updated to the day of the change, and add a line to changes.",
)

REVISION_RULES = (CHANGED_WITHOUT_UPDATE,)
"""Rules whose findings depend on what the knowledge base is compared with."""

LOST_ADDRESS = Rule(
    code="HW330",
    name="lost-address",
    severity=Severity.ERROR,
    summary="An address that the site had in an earlier revision leads nowhere any more.",
    why="Bookmarks, tickets and search results that name it end in an error page.",
    fix="Add the former address to the aliases of the article, or to redirects in kb.yml.",
)
LOST_ANCHOR = Rule(
    code="HW331",
    name="lost-anchor",
    severity=Severity.ERROR,
    summary="A place of a page that had an address of its own in an earlier revision has it no "
    "more.",
    why="A link to it opens the top of the page, and the reader has to search.",
    fix="Name the former label with was behind the step or heading, or add a redirect in kb.yml.",
)

DIFF_RULES = (LOST_ADDRESS, LOST_ANCHOR)
"""Rules that take two revisions; only `helpwright diff` reports them."""
PICTURE_NOT_CONVERTED = Rule(
    code="HW420",
    name="picture-not-converted",
    severity=Severity.WARNING,
    summary="No smaller copy of a picture can be made for the site.",
    why="All readers load the original, which takes them longer.",
    fix="Export the picture again as PNG or JPEG with colours for screens (sRGB).",
)

DERIVE_RULES = (PICTURE_NOT_CONVERTED,)
"""Rules whose findings come up while pages are made; a check does not look for them."""

BROKEN_EXTERNAL_LINK = Rule(
    code="HW801",
    name="broken-external-link",
    severity=Severity.ERROR,
    summary="A link leads to a page of another site that is gone.",
    why="The reader who follows it meets an error page.",
    fix="Look for the page's new address, or remove the link.",
)
MOVED_EXTERNAL_LINK = Rule(
    code="HW802",
    name="moved-external-link",
    severity=Severity.WARNING,
    summary="A page of another site has moved for good, and its old address leads on to the new.",
    why="Sites stop leading on from old addresses after a while; the link is broken then.",
    fix="Use the new address. helpwright links --update-moved writes it into the article.",
)
UNKNOWN_EXTERNAL_LINK = Rule(
    code="HW803",
    name="unknown-external-link",
    severity=Severity.INFO,
    summary="Whether a page of another site is still there cannot be told.",
    why="The other site was busy, did not answer, or turns programs away; readers may get in.",
    fix="Wait for the next check, or open the link yourself.",
)
BROKEN_EXTERNAL_FRAGMENT = Rule(
    code="HW804",
    name="broken-external-fragment",
    severity=Severity.WARNING,
    summary="A page of another site does not have the place that a link names behind #.",
    why="The reader lands at the top of the page and has to search it.",
    fix="Look for the place on the page and copy its address, or link to the whole page.",
)

EXTERNAL_RULES = (
    BROKEN_EXTERNAL_LINK,
    MOVED_EXTERNAL_LINK,
    UNKNOWN_EXTERNAL_LINK,
    BROKEN_EXTERNAL_FRAGMENT,
)
"""Rules whose findings need the network; only `helpwright links` reports them."""

PICTURE_NOT_TAKEN = Rule(
    code="HW424",
    name="picture-not-taken",
    severity=Severity.ERROR,
    summary="A picture cannot be taken by its recipe.",
    why="The page has changed or does not answer, so that the picture may be out of date.",
    fix="Open the page, compare it with the recipe, and correct the recipe.",
)
PICTURE_OUT_OF_DATE = Rule(
    code="HW425",
    name="picture-out-of-date",
    severity=Severity.ERROR,
    summary="A picture shows something else than its page does today.",
    why="Readers look for what they see in the picture and do not find it.",
    fix="Run helpwright capture with the path of the picture, and look at the article.",
)

CAPTURE_RULES = (PICTURE_NOT_TAKEN, PICTURE_OUT_OF_DATE)
"""Rules whose findings need a browser; only `helpwright capture` reports them."""

PAGE_RULES = (
    STEP_WRONG_ON_PAGE,
    WORDS_WRONG_ON_PAGE,
    BROKEN_LINK_ON_PAGE,
    BROKEN_FRAGMENT_ON_PAGE,
    MISSING_PICTURE_ON_PAGE,
    DUPLICATE_ID_ON_PAGE,
    MISSING_PAGE,
    STALE_PAGE,
    TEXT_CHANGED_BY_PLUGIN,
)

SOURCE_RULES = (
    UNREADABLE_FILE,
    OVERSIZED_SOURCE,
    PATH_OUTSIDE_KB,
    YAML_SYNTAX,
    MISSING_FRONT_MATTER,
    DUPLICATE_KEY,
    UNKNOWN_KEY,
    WRONG_VALUE,
    MISSING_KEY,
    ATTRIBUTE_LIST,
    ALLOWANCE_WITHOUT_REASON,
    UNUSED_ALLOWANCE,
    DIRECTIVE,
    EXCESS_TABLE_CELL,
    UNUSED_FOOTNOTE,
    UNKNOWN_FRAGMENT,
    CYCLIC_INCLUSION,
    UNUSED_PARAMETER,
    MISSING_PARAMETER,
    OVERSIZED_INCLUSION,
)
