"""Where each imported article goes: its id, its folder, its file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpwright.importers.draft import Draft
from helpwright.new import make_id

_INDEX_NAMES = frozenset(("index", "readme", "default", "home"))
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one article goes; `path` is its file, POSIX and relative to the KB folder."""

    id: str
    path: str

    @property
    def category(self) -> str:
        """The folder of the article; empty at the top."""
        return posixpath.dirname(self.path)


def plan_places(
    drafts: Sequence[Draft],
    taken: Mapping[str, str],
    before: Mapping[str, str],
    files: Collection[str] = (),
) -> dict[str, Place]:
    """Return the place of each draft by its origin.

    `taken` maps the ids of articles that are in the KB already to their paths; `files` are the
    paths of all its files. `before` maps the origins of an earlier import to the paths it gave
    them: they keep their id and path.
    """
    ids = set(taken)
    paths = {path.casefold() for path in (*taken.values(), *before.values(), *files)}
    by_path = {path: id for id, path in taken.items()}
    places: dict[str, Place] = {}
    for draft in drafts:
        path = before.get(draft.origin)
        if path is not None:
            id = by_path.get(path) or posixpath.splitext(posixpath.basename(path))[0]
            places[draft.origin] = Place(id, path)
            ids.add(id)
    for draft in drafts:
        if draft.origin in places:
            continue
        folder = folder_of(draft)
        for id in _ids(draft, folder):
            path = posixpath.join(folder, f"{id}.md")
            if id not in ids and path.casefold() not in paths:
                places[draft.origin] = Place(id, path)
                ids.add(id)
                paths.add(path.casefold())
                break
    return places


def folder_of(draft: Draft) -> str:
    """Return the folder of a draft's article, relative to the KB folder."""
    return posixpath.join("", *(safe_name(name) for name in category_names(draft)))


def category_names(draft: Draft) -> tuple[str, ...]:
    """Return the names of the categories that a draft stands in, outermost first."""
    if draft.facts.category:
        return tuple(name for name in draft.facts.category if safe_name(name))
    parts = posixpath.dirname(draft.origin.partition("#")[0]).split("/")
    if draft.facts.edition is not None and draft.facts.edition.slug:
        parts.pop()  # Pages for further versions stand in a folder that is called like the article.
    return tuple(name for name in parts if safe_name(name))


def category_title(name: str) -> str:
    """Return a folder's name as words: `ExchangeServer` is Exchange Server."""
    if " " in name:
        return " ".join(name.split())
    words = " ".join(_CAMEL.sub(" ", re.sub(r"[-_.]+", " ", name)).split())
    return words[:1].upper() + words[1:]


def safe_name(name: str) -> str:
    """Return a name that a folder may have on every system; empty where nothing is left."""
    made = make_id(name)
    return f"{made}-" if made in _RESERVED else made


def _ids(draft: Draft, folder: str) -> Iterator[str]:
    """Yield ids for a draft, best first; endless."""
    stems = list(dict.fromkeys(filter(None, _stems(draft))))
    parent = folder.rpartition("/")[2]
    usable = [stem for stem in stems if stem not in _INDEX_NAMES] or ["article"]
    yield from usable[:1]
    if parent:
        yield f"{parent}-{usable[0]}"
    yield from usable[1:]
    number = 2
    while True:
        yield f"{usable[0]}-{number}"
        number += 1


def _stems(draft: Draft) -> Iterable[str]:
    if draft.facts.edition is not None:
        yield draft.facts.id
    path, _, part = draft.origin.partition("#")
    folder, _, name = path.rpartition("/")
    stem = safe_name(posixpath.splitext(name)[0])
    slug = safe_name(draft.facts.id)
    if slug and not slug.isdigit():
        yield slug
    if not part:
        yield safe_name(folder.rpartition("/")[2]) if stem in _INDEX_NAMES else stem
    yield make_id(draft.facts.title)
    yield slug
