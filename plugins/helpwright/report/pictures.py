"""Pictures and what the ledger says about them: as a table, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from helpwright.diagnostic import Span
from helpwright.knowledge import KnowledgeBase
from helpwright.report.escape import visible
from helpwright.screenshots import Picture, Place

_HEAD = ("state", "taken", "version", "pixels", "size", "picture", "shown in")


def pictures_text(
    kb: KnowledgeBase, pictures: Sequence[Picture], shown: Callable[[str], str]
) -> str:
    """Return a table for people; `shown` is how the path of an article or picture is written."""
    if not pictures:
        return "no article shows a screenshot\n"
    rows = [_HEAD, *(tuple(map(visible, _row(kb, it, shown))) for it in pictures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEAD))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join(lines) + "\n"


def _row(kb: KnowledgeBase, picture: Picture, shown: Callable[[str], str]) -> tuple[str, ...]:
    entry, places = picture.entry, picture.places
    where = "no article"
    if places:
        path, line = _written(kb, places[0])
        where = f"{shown(path)}:{line}"
        where += f" and {len(places) - 1} more" if len(places) > 1 else ""
    named = [entry.product, entry.version] if entry else []
    return (
        picture.state.value,
        entry.taken.text if entry else "",
        " ".join(value.text for value in named if value),
        "{} × {}".format(*picture.size) if picture.size else "",
        f"{max(1, round(picture.length / 1000)):,} kB" if picture.length else "",
        shown(picture.path),
        where,
    )


def pictures_json(
    kb: KnowledgeBase, pictures: Sequence[Picture], shown: Callable[[str], str]
) -> str:
    """Return the same as one object, in ASCII; what is not known is null."""

    def one(picture: Picture) -> dict[str, object]:
        entry = picture.entry
        return {
            "path": shown(picture.path),
            "state": picture.state.name.lower(),
            "sha256": picture.digest or None,
            "bytes": picture.length,
            "width": picture.size[0] if picture.size else None,
            "height": picture.size[1] if picture.size else None,
            "shown": [
                {"path": shown(path), "line": line}
                for path, line in dict.fromkeys(_written(kb, it) for it in picture.places)
            ],
            "product": entry.product.text if entry and entry.product else None,
            "version": entry.version.text if entry and entry.version else None,
            "taken": (entry.taken.text or None) if entry else None,
            "recipe": entry.recipe.text if entry and entry.recipe else None,
        }

    return json.dumps({"pictures": [one(it) for it in pictures]}, indent=2) + "\n"


def pairs_text(pairs: Sequence[tuple[str, str]]) -> str:
    """Return a line for each two pictures that look alike."""
    lines = (f"{visible(one)} looks like {visible(other)}\n" for one, other in pairs)
    return "".join(lines) or "no two screenshots look alike\n"


def pairs_json(pairs: Sequence[tuple[str, str]]) -> str:
    """Return the same as one object, in ASCII."""
    return json.dumps({"alike": [list(pair) for pair in pairs]}, indent=2) + "\n"


def _written(kb: KnowledgeBase, place: Place) -> tuple[str, int]:
    """Return the file and the line that a picture is written in."""
    found = kb.sources[place.article.path].locate(Span(place.offset, place.offset))
    return found.source.path, found.source.position(found.span.start).line
