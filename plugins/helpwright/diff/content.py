"""What differs inside a step, a paragraph or a heading that is there in both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

from helpwright.diff.difference import Change, Kind
from helpwright.diff.matching import Numbers
from helpwright.diff.mentions import say_the_same
from helpwright.diff.outline import in_words
from helpwright.diff.shown import Link, Picture, Shown
from helpwright.visible.line import Value

Places = Callable[[str], Numbers]
"""The place that each step of an article had and the one that it has, by the article's id."""


def content_changes(
    old: Shown, new: Shown, own: str, places: Places, reworded: Kind | None, here: Change
) -> Iterator[Change]:
    """Yield what readers notice; `own` is the id of the article.

    `reworded` is what other words are called, None where they are told elsewhere. `here` is a
    change with the place of the text.
    """
    if old == new:
        return

    def change(kind: Kind, before: str = "", after: str = "") -> Change:
        return replace(here, kind=kind, before=before, after=after)

    ids = {own, *_ids(old.links), *_ids(new.links)}
    followed = {(was[1], now[1]) for id in ids for was, now in places(id)}
    same_words = say_the_same(old.words, new.words, followed)
    found = False
    if not same_words and reworded is not None:
        yield change(reworded, old.words, new.words)
    elif same_words and not _same_code(old, new, followed):
        found = True
        yield change(Kind.CODE, *_code(old, new))
    for kind, before, after in (
        *_pictures(old.pictures, new.pictures),
        *_links(old.links, new.links, places),
    ):
        found = True
        yield change(kind, before, after)
    if same_words and not found and old.layout != new.layout:
        yield change(Kind.LAYOUT, after=new.words)


def _same_code(old: Shown, new: Shown, followed: Collection[tuple[str, str]]) -> bool:
    if len(old.code) != len(new.code):
        return False
    return all(
        was[0] == now[0] and say_the_same(was[1], now[1], followed)
        for was, now in zip(old.code, new.code, strict=True)
    )


def _code(old: Shown, new: Shown) -> tuple[str, str]:
    """Return the first code that is not the same, with its language."""
    for was, now in zip(old.code, new.code, strict=False):
        if was != now:
            return " ".join(filter(None, was)), " ".join(filter(None, now))
    longer = max(old.code, new.code, key=len)[min(len(old.code), len(new.code)) :]
    text = longer[0][1] if longer else ""
    return (text, "") if len(old.code) > len(new.code) else ("", text)


# --- pictures --------------------------------------------------------------------------------


def _pictures(
    old: tuple[Picture, ...], new: tuple[Picture, ...]
) -> Iterator[tuple[Kind, str, str]]:
    """Yield what has become of pictures, which are known by their bytes, then by their names."""
    if old == new:
        return
    left = list(old)
    right: list[Picture] = []
    for picture in new:
        same = next((it for it in left if it.digest == picture.digest), None)
        if same is None:
            right.append(picture)
            continue
        left.remove(same)
        if (same.alt, same.title) != (picture.alt, picture.title):
            words = [f"{it.alt} {it.title}".strip() for it in (same, picture)]
            yield Kind.PICTURE_WORDS, words[0], words[1]
    for picture in list(right):
        same = next((it for it in left if it.path == picture.path), None)
        if same is not None:
            left.remove(same)
            right.remove(picture)
            yield Kind.PICTURE_CHANGED, same.path, picture.path
    pairs = min(len(left), len(right))
    for was, now in zip(left[:pairs], right[:pairs], strict=True):
        yield Kind.PICTURE_REPLACED, was.path, now.path
    for picture in left[pairs:]:
        yield Kind.PICTURE_REMOVED, picture.path, ""
    for picture in right[pairs:]:
        yield Kind.PICTURE_ADDED, "", picture.path


# --- links -----------------------------------------------------------------------------------


def _ids(links: tuple[Link, ...]) -> Iterator[str]:
    return (link.place[1] for link in links if link.place and link.place[0] == "article")


def _links(
    old: tuple[Link, ...], new: tuple[Link, ...], places: Places
) -> Iterator[tuple[Kind, str, str]]:
    """Yield links that lead elsewhere, that are new and that are gone."""
    if old == new:
        return
    left, right = _apart(old, new, places)
    by_words: defaultdict[str, list[Link]] = defaultdict(list)
    for link in left:
        by_words[link.words.casefold()].append(link)
    rest: list[Link] = []
    for link in right:
        if by_words.get(link.words.casefold()):
            was = by_words[link.words.casefold()].pop(0)
            yield Kind.LINK_CHANGED, _named(was), in_words(link.place)
        else:
            rest.append(link)
    gone = [link for links in by_words.values() for link in links]
    if len(gone) == len(rest) == 1:
        yield Kind.LINK_CHANGED, _named(gone[0]), in_words(rest[0].place)
        return
    for link in gone:
        yield Kind.LINK_REMOVED, _named(link), ""
    for link in rest:
        yield Kind.LINK_ADDED, "", _named(link)


def _apart(
    old: tuple[Link, ...], new: tuple[Link, ...], places: Places
) -> tuple[list[Link], list[Link]]:
    """Return the links to places that only one side leads to; how often does not count."""
    was = {_place(link.place, places) for link in old}
    now = {_place(link.place, None) for link in new}
    right = [link for link in _once(new) if _place(link.place, None) not in was]
    left = [link for link in _once(old) if _place(link.place, places) not in now]
    return left, right


def _once(links: tuple[Link, ...]) -> list[Link]:
    seen: dict[Any, Link] = {}
    for link in links:
        seen.setdefault(link.place, link)
    return list(seen.values())


def _place(place: Value, places: Places | None) -> Value:
    """Return a place to compare; with `places`, that of a step is the one of today."""
    if not place:
        return place
    if place[0] == "file":
        return place[:3]
    if place[0] == "article" and isinstance(place[2], tuple) and place[2][1]:
        step = place[2]
        if places is not None:
            step = next((now for was, now in sorted(places(place[1])) if was == step), step)
        return ("article", place[1], step)
    return place


def _named(link: Link) -> str:
    where = in_words(link.place)
    return f"{link.words} ({where})" if link.words else where
