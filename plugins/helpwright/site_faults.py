"""The rules of the gate: what may be wrong with the pages of any built site."""

from __future__ import annotations

from helpwright.diagnostic import Rule, Severity

MALFORMED_ADDRESS = Rule(
    code="HW710",
    name="malformed-address",
    severity=Severity.ERROR,
    summary="An address on a built page is not one: browsers or servers cannot read it.",
    why="The reader who follows it meets an error page, or the picture is not shown.",
    fix="Write it anew: % only before two hexadecimal digits, a host behind ://, and one "
    "description each in srcset.",
)
UNKNOWN_SCHEME = Rule(
    code="HW711",
    name="unknown-scheme",
    severity=Severity.ERROR,
    summary="An address on a built page begins with a scheme that is unknown or misspelt.",
    why="Nothing happens when the reader follows it.",
    fix="Correct the part before the colon; other sites begin with https:// in full.",
)
LOCAL_ADDRESS = Rule(
    code="HW712",
    name="local-address",
    severity=Severity.WARNING,
    summary="An address on a built page leads to the machine of the person who wrote it.",
    why="On the reader's machine there is nothing, or something else.",
    fix="Put the file into the site, or name the public address.",
)
SCRIPT_ADDRESS = Rule(
    code="HW713",
    name="script-address",
    severity=Severity.WARNING,
    summary="A link of a built page runs a script instead of leading anywhere.",
    why="It does nothing for readers without scripts, and cannot be opened in another tab.",
    fix="Use a button, or link to a page that works without the script.",
)
MALFORMED_CONTACT = Rule(
    code="HW714",
    name="malformed-contact",
    severity=Severity.ERROR,
    summary="A mailto: or tel: link of a built page holds no address of a mailbox or no telephone"
    " number.",
    why="The reader's message or call goes nowhere.",
    fix="Write mailto:name@host.example or tel:+15550100, with nothing else before a question"
    " mark.",
)
CASE_MISMATCH_ON_PAGE = Rule(
    code="HW715",
    name="case-mismatch-on-page",
    severity=Severity.ERROR,
    summary="An address on a built page has capitals other than the file or place that it means.",
    why="It works on the writer's machine, and fails on servers, which tell capitals apart.",
    fix="Write the address exactly as the file or the id is written.",
)
LINK_OUT_OF_SITE = Rule(
    code="HW716",
    name="link-out-of-site",
    severity=Severity.WARNING,
    summary="A relative address on a built page climbs above the top of the site.",
    why="Whether it leads anywhere depends on where the site is put.",
    fix="Remove the ../ that are too many, or name the other site's address in full.",
)
BROKEN_REDIRECT = Rule(
    code="HW717",
    name="broken-redirect",
    severity=Severity.ERROR,
    summary="A page of the site leads on in a circle, or to a page that the site does not have.",
    why="The reader who follows an old address sees an empty page for ever, or an error page.",
    fix="Let the page lead on to the page that took its place.",
)
LINK_TO_REDIRECT = Rule(
    code="HW718",
    name="link-to-redirect",
    severity=Severity.WARNING,
    summary="A link of a built page leads to a page that only leads on.",
    why="The reader waits twice, and the link breaks when the redirect is removed.",
    fix="Link to the page that it leads on to.",
)
BROKEN_CANONICAL = Rule(
    code="HW719",
    name="broken-canonical",
    severity=Severity.ERROR,
    summary="A page names a canonical address that does not exist, or whose page names another "
    "one.",
    why="Search engines drop the page, or show an address that does not work.",
    fix="Name one existing page that names itself; look at the site's address in the "
    "configuration.",
)
NON_CANONICAL_LINK = Rule(
    code="HW720",
    name="non-canonical-link",
    severity=Severity.WARNING,
    summary="A link of a built page uses another form of an address than the page that it leads "
    "to.",
    why="The reader is led on by the server, or search engines count one page as two.",
    fix="Use the form of the canonical address, with the same slash at its end.",
)
WRONG_SITEMAP_ENTRY = Rule(
    code="HW721",
    name="wrong-sitemap-entry",
    severity=Severity.ERROR,
    summary="The sitemap lists a page that is missing, leads on, or is not the canonical one.",
    why="Search engines take readers to pages that do not exist.",
    fix="Build the sitemap anew with the site; leave pages that lead on out of it.",
)
MIXED_CONTENT = Rule(
    code="HW722",
    name="mixed-content",
    severity=Severity.ERROR,
    summary="A page of an https site loads something over http, or sends a form there.",
    why="Browsers refuse to load it, or warn the reader.",
    fix="Use https, or put the file into the site.",
)
MISSING_TITLE = Rule(
    code="HW723",
    name="missing-title",
    severity=Severity.ERROR,
    summary="A built page has no title, an empty one, or several.",
    why="Readers cannot tell its tab, bookmark or search result from others.",
    fix="Give the page one title element with words in it, in its head.",
)
MISSING_LANGUAGE = Rule(
    code="HW724",
    name="missing-language",
    severity=Severity.WARNING,
    summary="A built page does not say in which language it is, or names none that exists.",
    why="Screen readers speak it with the wrong voice, and browsers do not offer to translate it.",
    fix="Give the html element a lang such as en or pt-BR.",
)
MISSING_ALT_ON_PAGE = Rule(
    code="HW725",
    name="missing-alt-on-page",
    severity=Severity.ERROR,
    summary="A picture of a built page has no alternative text.",
    why="Readers who do not see it hear the name of its file, or nothing.",
    fix='Say in alt what the picture shows; alt="" for a picture that only decorates.',
)
FILE_NAME_AS_ALT_ON_PAGE = Rule(
    code="HW726",
    name="file-name-as-alt-on-page",
    severity=Severity.WARNING,
    summary="The alternative text of a picture on a built page is the name of a file.",
    why="Readers who do not see the picture do not learn what it shows.",
    fix="Say in alt what the picture shows.",
)
LINK_WITHOUT_WORDS = Rule(
    code="HW727",
    name="link-without-words",
    severity=Severity.WARNING,
    summary="A link of a built page has no words: no text, alternative text or label.",
    why="Screen readers can only read its address, and there may be nothing to click on.",
    fix="Put words into the link, or give it an aria-label or its picture an alt.",
)
EMPTY_ADDRESS = Rule(
    code="HW728",
    name="empty-address",
    severity=Severity.WARNING,
    summary="An element of a built page has an empty address.",
    why="An empty address means the page itself: the link goes nowhere, and the browser loads"
    " the page again.",
    fix="Fill in the address, or remove the attribute.",
)
BROKEN_REFERENCE_ON_PAGE = Rule(
    code="HW729",
    name="broken-reference-on-page",
    severity=Severity.WARNING,
    summary="A label, description or table cell names an id that its page does not have.",
    why="Screen readers do not read the name that was meant, and a click on a label does nothing.",
    fix="Correct the id, or give it to the element that is meant.",
)
WRONG_ENCODING = Rule(
    code="HW730",
    name="wrong-encoding",
    severity=Severity.ERROR,
    summary="A built page is not UTF-8, or does not say so where browsers look.",
    why="Readers see wrong characters.",
    fix='Save the page as UTF-8 and put <meta charset="utf-8"> first in its head.',
)
BASE_ELEMENT = Rule(
    code="HW731",
    name="base-element",
    severity=Severity.WARNING,
    summary="The base element of a built page stands behind addresses, stands twice, or leads "
    "nowhere.",
    why="Some addresses of the page start from another folder than the others.",
    fix="Put one base element first in the head, or leave it out.",
)
SOURCE_LEFT_OVER = Rule(
    code="HW732",
    name="source-left-over",
    severity=Severity.ERROR,
    summary="A built page links to a source file, or shows a template's sign that nobody filled "
    "in.",
    why="The reader meets an error page, or reads signs that mean nothing.",
    fix="Link to the page that is made from the source; look for the variable that the "
    "template lacks.",
)
MISSING_TRANSLATION = Rule(
    code="HW733",
    name="missing-translation",
    severity=Severity.WARNING,
    summary="A page names a translation that the site does not have.",
    why="Readers and search engines are led to an error page in the other language.",
    fix="Translate the page, or leave the language out of its list.",
)
UNREADABLE_PAGE = Rule(
    code="HW734",
    name="unreadable-page",
    severity=Severity.ERROR,
    summary="A file of the site cannot be checked: it is unreadable, too large, or leads out of "
    "the site.",
    why="What is wrong with it is not known, and servers may not show it either.",
    fix="Build the site anew, with files in place of links; split pages that are too large.",
)
UNESCAPED_ADDRESS = Rule(
    code="HW735",
    name="unescaped-address",
    severity=Severity.WARNING,
    summary="An address on a built page holds a blank, a line break or a backslash.",
    why="Browsers mend it, other programs do not, so that the link breaks when it is copied.",
    fix="Write %20 for a blank and / for a backslash, and nothing for a line break.",
)

SITE_RULES = (
    MALFORMED_ADDRESS,
    UNKNOWN_SCHEME,
    LOCAL_ADDRESS,
    SCRIPT_ADDRESS,
    MALFORMED_CONTACT,
    CASE_MISMATCH_ON_PAGE,
    LINK_OUT_OF_SITE,
    BROKEN_REDIRECT,
    LINK_TO_REDIRECT,
    BROKEN_CANONICAL,
    NON_CANONICAL_LINK,
    WRONG_SITEMAP_ENTRY,
    MIXED_CONTENT,
    MISSING_TITLE,
    MISSING_LANGUAGE,
    MISSING_ALT_ON_PAGE,
    FILE_NAME_AS_ALT_ON_PAGE,
    LINK_WITHOUT_WORDS,
    EMPTY_ADDRESS,
    BROKEN_REFERENCE_ON_PAGE,
    WRONG_ENCODING,
    BASE_ELEMENT,
    SOURCE_LEFT_OVER,
    MISSING_TRANSLATION,
    UNREADABLE_PAGE,
    UNESCAPED_ADDRESS,
)
"""Rules of the gate besides those that the proof of a knowledge base had first."""
