"""A change in words, in pieces that each format dresses in its own way."""

from __future__ import annotations

from dataclasses import dataclass

from helpwright.diff import Change, Difference, Kind, State
from helpwright.report.findings import count

_WORDS = {
    Kind.ADDRESS: "moved",
    Kind.STATUS: "status",
    Kind.TITLE: "title",
    Kind.SUMMARY: "summary",
    Kind.VERSIONS: "applies to",
    Kind.ERROR_ADDED: "error message added",
    Kind.ERROR_REMOVED: "error message removed",
    Kind.PART_RENAMED: "heading",
    Kind.TEXT_ADDED: "text added",
    Kind.TEXT_REMOVED: "text removed",
    Kind.TEXT_REWORDED: "text reworded",
    Kind.CODE: "code",
    Kind.PICTURE_ADDED: "picture added",
    Kind.PICTURE_REMOVED: "picture removed",
    Kind.PICTURE_CHANGED: "picture changed",
    Kind.PICTURE_REPLACED: "picture replaced",
    Kind.PICTURE_WORDS: "description of a picture",
    Kind.LINK_ADDED: "link added",
    Kind.LINK_REMOVED: "link removed",
    Kind.LINK_CHANGED: "link leads elsewhere",
    Kind.LAYOUT: "formatting changed",
    Kind.LABEL: "label renamed, the former one leads on",
}
_WHOLE = frozenset(
    (
        Kind.ADDRESS,
        Kind.STATUS,
        Kind.VERSIONS,
        Kind.LABEL,
        Kind.PICTURE_REPLACED,
        Kind.LINK_CHANGED,
    )
)
_STEPS = {
    Kind.STEP_ADDED: "added",
    Kind.STEP_REMOVED: "removed",
    Kind.STEP_MOVED: "moved",
    Kind.STEP_RENUMBERED: "renumbered",
    Kind.STEP_REWORDED: "reworded",
}
_PARTS = {Kind.PART_ADDED: "added", Kind.PART_REMOVED: "removed", Kind.PART_MOVED: "moved"}


@dataclass(frozen=True, slots=True)
class Line:
    """A change: the heading it stands under, what it is, and the texts before and after.

    With `whole` the texts are names, to be shown in full; else words of an article, to be compared.
    """

    part: str
    words: str
    before: str = ""
    after: str = ""
    whole: bool = False
    versions: str = ""


def line(change: Change) -> Line:
    """Return a change in words."""
    kind, part, before, after = change.kind, change.part, change.before, change.after
    if kind in _PARTS:
        noun = (change.section or "section").replace("-", " ")
        words = f"{noun} “{part}” {_PARTS[kind]}" if part else f"{noun} {_PARTS[kind]}"
        if kind is Kind.PART_MOVED:
            words, after = (f"{words} into “{after}”", "") if after else (words, "")
        return Line("", words, before, after, versions=change.versions)
    if kind in _STEPS:
        return _step(change)
    if kind is Kind.TEXT_MOVED:
        words = f"text moved here from “{before}”" if before else "text moved"
        return Line(part, words, "", after, versions=change.versions)
    words = _WORDS[kind]
    if kind is Kind.LAYOUT:
        before = after
    if kind is Kind.PICTURE_CHANGED:
        before = ""
    if change.step and kind is not Kind.LABEL:
        words = f"step {change.step}{_was(change)}, {words}"
    elif change.step:
        words = f"step {change.step}, {words}"
    return Line(part, words, before, after, kind in _WHOLE, change.versions)


def _step(change: Change) -> Line:
    verb = _STEPS[change.kind]
    is_gone = change.kind is Kind.STEP_REMOVED
    number = change.was if is_gone else change.step
    noun = "steps" if "\N{EN DASH}" in number else "step"
    words = f"{noun} {number} {verb}"
    before, after = change.before, change.after
    if change.kind is Kind.STEP_MOVED:
        words += _was(change, f" of “{before}”" if before else "")
        before = ""
    elif not is_gone:
        words += _was(change)
    return Line(change.part, words, before, after, versions=change.versions)


def _was(change: Change, where: str = "") -> str:
    if not change.was or (change.was == change.step and not where):
        return ""
    verb = "were" if "\N{EN DASH}" in change.was else "was"
    return f" ({verb} {change.was}{where})"


def totals(difference: Difference) -> list[str]:
    """Return how much there is of what: articles added, gone, moved and changed, and what is lost.

    An article that has moved and says something else counts in both.
    """
    changed = difference.of(State.CHANGED)
    parts = [
        (len(difference.of(State.ADDED)), "article added", "articles added"),
        (len(difference.of(State.GONE)), "article gone", "articles gone"),
        (sum(it.moved for it in changed), "article moved", "articles moved"),
        (
            sum(any(c.kind is not Kind.ADDRESS for c in it.changes) for it in changed),
            "article changed",
            "articles changed",
        ),
        (len(difference.lost), "lost address or place", "lost addresses or places"),
    ]
    return [count(number, one, many) for number, one, many in parts if number]
