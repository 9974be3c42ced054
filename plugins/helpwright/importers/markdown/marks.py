"""The marks that open and close containers in the texts of other systems.

Docusaurus, VuePress and Azure DevOps fence with colons; GitBook, GitHub and Markdoc write tags as
Liquid has them, Hugo shortcodes, Docusaurus and Mintlify components, Notion an `aside`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpwright.importers.markdown.arguments import Arguments, read_arguments
from helpwright.importers.markdown.kinds import kind_of

_MARK = re.compile(
    r"(?P<line>^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(?P<colons>:{3,})[ \t]*(?P<rest>[^\n]*)$"
    r"|\{%-?[ \t]*(?P<lend>end|/)?[ \t]*(?P<lname>[A-Za-z][\w-]*)(?P<largs>[^%\n]{0,600})-?%\}"
    r"|\{\{(?P<h>[<%])[ \t]*(?P<hend>/)?[ \t]*(?P<hname>[A-Za-z][\w-]*)"
    r"(?P<hargs>[^{}\n]{0,600}?)/?[>%]\}\}"
    r"|</(?P<jend>[A-Z][A-Za-z]+|aside)[ \t]*>"
    r"|<(?P<jname>[A-Z][A-Za-z]+|aside)(?P<jargs>(?:\s[^<>]{0,600})?)>",
    re.MULTILINE,
)
_COLON_REST = re.compile(
    r"(?:\{(?P<class>[.#]?[\w.# =\"'-]+)\}|(?P<name>[A-Za-z][\w-]*))[ \t]*"
    r"(?:\[(?P<bracket>[^\n]*)\]|\{(?P<braces>[^{}\n]*)\}|(?P<title>[^\n\[{:][^\n]*))?[ \t]*\Z"
)
_CLASS_KIND = re.compile(r"callout-(\w+)|\b(\w+)")
_COMPONENTS = {
    "Accordion": "details",
    "Admonition": "",
    "Callout": "",
    "Caution": "caution",
    "Check": "success",
    "Danger": "danger",
    "Details": "details",
    "Expandable": "details",
    "Hint": "tip",
    "Important": "important",
    "Info": "info",
    "Note": "note",
    "Step": "step",
    "StepperItem": "step",
    "Stepper": "steps",
    "Steps": "steps",
    "Success": "success",
    "Tab": "tab",
    "TabItem": "tab",
    "Tip": "tip",
    "Warning": "warning",
    "aside": "info",
}
_GROUPS = frozenset(
    "AccordionGroup CardGroup Card CodeGroup Columns Column Frame Tabs TabGroup".split()
)
_SHORTCODES = {
    "accordion": "details",
    "admonition": "",
    "alert": "",
    "callout": "",
    "details": "details",
    "expand": "details",
    "expandable": "details",
    "hint": "",
    "notice": "",
    "spoiler": "details",
    "step": "step",
    "stepper": "steps",
    "steps": "steps",
    "tab": "tab",
}
_SHORTCODE_GROUPS = frozenset(
    "tabs tabpane tab-set columns column content-ref cards card accordions".split()
)


PRESENT = re.compile(
    rf":::|\{{%|\{{\{{[<%]|</(?:{'|'.join(sorted({*_COMPONENTS, *_GROUPS}))})[ \t]*>"
)
"""What a text must hold for any of the marks."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: `key` is what its partner has too, `kind` what it opens, empty for an end."""

    start: int
    end: int
    key: str
    kind: str
    title: str
    raw: str
    at_line_start: bool


def find_marks(text: str) -> Iterator[Mark]:
    """Yield the marks of a text in their order."""
    for match in _MARK.finditer(text):
        if match["colons"]:
            mark = _colons(match)
        elif match["lname"]:
            mark = _tag(match, "liquid", match["lname"], match["lend"], match["largs"])
        elif match["hname"]:
            mark = _tag(match, "hugo", match["hname"], match["hend"], match["hargs"])
        elif match["jend"]:
            mark = _mark(match, f"component {match['jend']}", "", "")
            if match["jend"] not in _COMPONENTS and match["jend"] not in _GROUPS:
                mark = None
        else:
            mark = _component(match, match["jname"], match["jargs"])
        if mark is not None:
            yield mark


def _mark(match: re.Match[str], key: str, kind: str, title: str) -> Mark:
    start = match.end("line") if match["colons"] else match.start()
    raw = match.string[start : match.end()]
    return Mark(start, match.end(), key, kind, title.strip(), raw, bool(match["colons"]))


def _colons(match: re.Match[str]) -> Mark | None:
    key, rest = f"colons {len(match['colons'])}", match["rest"].strip()
    if not rest:
        return _mark(match, key, "", "")
    found = _COLON_REST.match(rest)
    if found is None or rest.endswith(":::"):
        return None
    title = found["bracket"] or found["title"] or ""
    if found["braces"]:
        title = read_arguments(found["braces"]).first("title") or title
    name = found["name"] or ""
    if found["class"]:
        classes = read_arguments(found["class"].replace(".", " ").replace("#", " "))
        title = classes.first("title") or title
        kinds = [kind_of(word.removeprefix("callout-")) for word in classes.plain]
        name = next(filter(None, kinds), "group")
    if name == "mermaid":
        return _mark(match, key, "code mermaid", "")
    if name in ("details", "spoiler"):
        return _mark(match, key, "details", title)
    if name in ("tab", "tab-item"):
        return _mark(match, key, "tab", title)
    kind = kind_of(name)
    return _mark(match, key, kind or "group", title if kind else "")


def _tag(
    match: re.Match[str], family: str, name: str, end: str | None, written: str
) -> Mark | None:
    kind = kind_of(name) if name not in _SHORTCODES else _SHORTCODES[name]
    known = kind or name in _SHORTCODES or name in _SHORTCODE_GROUPS or name in ("code", "comment")
    if not known or written.rstrip().endswith("/"):
        return None
    if end:
        return _mark(match, f"{family} {name}", "", "")
    arguments = read_arguments(written)
    title = arguments.first("title", "label", "header", "name", "summary")
    if name == "code":
        return _mark(match, f"{family} {name}", "code", title)
    if name in _SHORTCODE_GROUPS or name == "comment":
        return _mark(match, f"{family} {name}", name if name == "comment" else "group", "")
    if kind in ("tab", "details", "step", "steps"):
        title = title or next(iter(arguments.plain), "")
    elif name in _SHORTCODES or not title:
        kind, title = _note(kind, arguments, title)
    return _mark(match, f"{family} {name}", kind, title)


def _note(kind: str, arguments: Arguments, title: str) -> tuple[str, str]:
    """Return the kind and the title of a note from what stands behind its name."""
    plain = list(arguments.plain)
    wanted = arguments.first("style", "type", "kind", "color", "variant")
    if not kind:
        if not kind_of(wanted) and plain and kind_of(plain[0]):
            wanted = plain.pop(0)
        kind = kind_of(wanted) or "note"
    return kind, title or " ".join(plain)


def _component(match: re.Match[str], name: str, written: str) -> Mark | None:
    if name not in _COMPONENTS and name not in _GROUPS:
        return None
    if written.rstrip().endswith("/"):
        return None
    arguments = read_arguments(written)
    title = arguments.first("title", "label", "summary", "name") or (
        arguments.first("value") if name in ("Tab", "TabItem") else ""
    )
    if name in _GROUPS:
        address = arguments.first("href")
        title = f"[{title}](<{address}>)" if title and address else title
        return _mark(match, f"component {name}", "group", title)
    kind = _COMPONENTS[name]
    if not kind:
        kind, title = _note(kind, arguments, title)
    return _mark(match, f"component {name}", kind, title)
