"""Which elements of a page are no part of its article, by their names and attributes alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from helpwright.importers.html.tree import CHROME, HEADINGS

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FOR_MACHINES = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only "
    "assistive hidden-accessible u-visually-hidden slds-assistive-text".split()
)
LINE_NUMBERS = frozenset(
    ("linenos", "linenodiv", "lineno", "gutter", "line-numbers-rows", "rouge-gutter")
)
"""The classes of the numbers that highlighters put beside code."""
PERMALINK = "a link of a heading or note to itself"
_NOTE_MARKS = frozenset(("footnote-ref", "footnote-reference", "footnoteref", "noteref"))
_NOTE_ADDRESS = re.compile(r"#(?:user-content-)?(?:fn|_ftn|ftn|footnote|cite_note|endnote)[:_-]?\d")
_PERMALINKS = frozenset(
    "headerlink header-anchor anchorjs-link heading-anchor anchor-link permalink hash-link "
    "footnote-backref footnote-back".split()
)
_CHROME: tuple[tuple[str, str], ...] = (
    (
        "a table of contents",
        "toc|toc-macro|table-of-contents|tableofcontents|toc-container|article-toc|page-toc|"
        "on-this-page|mt-toc|md-nav|client-side-toc-macro|in-page-nav|mt-sidebar-toc*",
    ),
    ("the way to the page", "breadcrumbs?|mt-breadcrumbs*|hw-breadcrumb|crumbs"),
    (
        "a question whether the page helped",
        "article-votes?|article-vote*|was-this-helpful|wasthishelpful|helpful|feedback|"
        "article-feedback|page-feedback|md-feedback|mt-feedback*|intercom-reaction-picker|"
        "rating|article-rating|page-rating|survey|votes?",
    ),
    (
        "comments",
        "comments?|article-comments?|comment-list|comments-section|page-comments|disqus_thread|"
        "comment-form",
    ),
    (
        "a list of other pages",
        "related|related-articles|article-relatives|related-content|recent-articles|see-more|"
        "recently-viewed-articles|mt-related*|mt-subpage-listings-container|childpages-macro|"
        "mt-category-container|plugin_pagetree|pagination|pager|prev-next|next-prev|"
        "article-navigation|mt-guide-tabs-container|more-articles|sidebar|article-sidebar",
    ),
    (
        "buttons to share, print or follow the page",
        "share|social|social-share|share-buttons|article-share|article-subscribe|addthis*|"
        "print-button|btn-print|article-return-to-top|back-to-top|article-more-questions|"
        "page-actions|edit-this-page|md-content__button|md-source-file|md-clipboard|copy-button|"
        "copybtn|btn-clipboard|mt-page-tools|mt-action-controls|skip-link|skip-nav|cookie*",
    ),
    (
        "facts about the page",
        "page-metadata|article-meta|article-info-meta|meta-data|article-author|author-info|"
        "byline|article-header-meta|last-updated|mt-last-updated*|mt-content-footer|md-tags|"
        "content-tags|mt-tags*|article-tags|page-tags|labels-section|likes-and-labels-container|"
        "pageSection|mt-classifications*|elm-meta-data|mt-page-meta*|article__meta",
    ),
)
_BY_NAME = {
    name: reason for reason, names in _CHROME for name in names.split("|") if not name.endswith("*")
}
_BY_PREFIX = tuple(
    (name[:-1], reason)
    for reason, names in _CHROME
    for name in names.split("|")
    if name.endswith("*")
)
_ROLES = {
    "navigation": "a navigation",
    "search": "a search",
    "complementary": "text beside the article",
    "contentinfo": "a footer",
    "banner": "a banner",
    "dialog": "a dialog",
    "alertdialog": "a dialog",
}
_TAGS = {
    "nav": "a navigation",
    "aside": "text beside the article",
    "footer": "a footer",
    "search": "a search",
    "menu": "a menu",
}

Given = Mapping[str, str | None]


def why_left_out(tag: str, attributes: Given, *, own: bool, whole: bool) -> str:
    """Return what an element is that is no part of an article; empty for what may be one.

    `own` tells that the page is one of ours, `whole` that it is a piece of an article and not a
    page, so that elements which pages have around their articles are part of it.
    """
    if CHROME in attributes or (not attributes and tag not in _TAGS):
        return ""
    classes = (attributes.get("class") or "").lower().split()
    if tag == "a" and (not _PERMALINKS.isdisjoint(classes) or _is_line_anchor(attributes)):
        return PERMALINK
    if own:
        theirs = any(name.startswith("md-") for name in classes)
        return _TAGS.get(tag, "") or (_by_name(tag, attributes, classes) if theirs else "")
    if whole:
        return ""
    if tag != "section" and (attributes.get("role") or "") in _ROLES:
        return _ROLES[attributes.get("role") or ""]
    return _TAGS.get(tag) or _by_name(tag, attributes, classes)


def _is_line_anchor(attributes: Given) -> bool:
    """Tell whether a link is the empty one that pymdown-extensions puts before a line of code."""
    return (attributes.get("href") or "").startswith("#__codelineno")


def _by_name(tag: str, attributes: Given, classes: list[str]) -> str:
    """Return what an element is by its classes, or by its id."""
    if tag in HEADINGS or tag in ("body", "main", "article"):
        return ""
    name = (attributes.get("id") or "").lower()
    if name and tag in ("div", "nav", "ul", "ol", "p"):
        classes = [*classes, name]
    for name in classes:
        if name in _BY_NAME:
            return _BY_NAME[name]
        for prefix, reason in _BY_PREFIX:
            if name.startswith(prefix):
                return reason
    return ""


def why_hidden(tag: str, attributes: Given) -> str:
    """Return why a reader of the page does not see an element; empty for one that is seen."""
    if not attributes:
        return ""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return "hidden on the page, so that readers did not see it"
    style = attributes.get("style")
    if style and _HIDDEN.search(style):
        return "hidden on the page, so that readers did not see it"
    if "class" in attributes and not _FOR_MACHINES.isdisjoint((attributes["class"] or "").split()):
        return "hidden on the page, and only read aloud"
    if tag == "dialog" and "open" not in attributes:
        return "hidden on the page until a reader asks for it"
    return ""


def is_note_mark(tag: str, attributes: Given) -> bool:
    """Tell whether an element is the mark of a footnote, by what products call such."""
    address = attributes.get("href") or ""
    if tag != "a" or address[:1] != "#":
        return False
    if "data-footnote-ref" in attributes or attributes.get("role") == "doc-noteref":
        return True
    return not _NOTE_MARKS.isdisjoint((attributes.get("class") or "").split()) or bool(
        _NOTE_ADDRESS.match(address)
    )


def is_apart(tag: str, attributes: Given, *, own: bool, whole: bool) -> bool:
    """Tell whether an element inside a line ends the word before it.

    That is so where it may be left out, and where it is a mark or label beside others.
    """
    if not attributes or _is_line_anchor(attributes):
        return False
    if is_note_mark(tag, attributes) or attributes.get("role") == "tab":
        return True
    if tag == "label" and (attributes.get("for") or "").startswith("__tabbed"):
        return True
    if not LINE_NUMBERS.isdisjoint((attributes.get("class") or "").split()):
        return True
    return bool(why_left_out(tag, attributes, own=own, whole=whole)) or bool(
        not own and why_hidden(tag, attributes)
    )
