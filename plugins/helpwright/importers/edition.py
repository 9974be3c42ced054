"""What a page of ours says of versions: which of its article's it is for, and of which products."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpwright.fields import IDENTIFIER_PATTERN

_IDENTIFIER = re.compile(IDENTIFIER_PATTERN)
_MOST_LISTED = 2
"""How many versions in a row are listed; more are written as a range."""


@dataclass(frozen=True, slots=True)
class EditionProduct:
    """A product as a page tells of it, its versions from the oldest to the newest.

    `platforms` names, by id, those that the page tells apart. `here` are the versions that the
    page is for, as front matter writes them; none where it is for none. `unsupported` are versions
    that are not out or no longer supported, in words.
    """

    id: str
    name: str
    versions: tuple[str, ...]
    platforms: Mapping[str, str]
    here: tuple[str, ...]
    unsupported: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """Which versions a page is for, where its article has several pages.

    `article` is the article's id; `slug` is what the page's address ends in, empty for the
    article's own page; `label` names the versions in words.
    """

    article: str
    slug: str
    label: str
    products: tuple[EditionProduct, ...]


def read_products(written: str) -> tuple[str, tuple[EditionProduct, ...]] | None:
    """Return a page's slug and the products of its `data-hw-versions`.

    None where that cannot be read, or tells of one page only.
    """
    try:
        facts = json.loads(written)
        page = _text(facts["page"])
        slugs = {page}
        products = tuple(_product(product, page, slugs) for product in _list(facts["products"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return (page, products) if len(slugs) > 1 else None


def _product(value: object, page: str, slugs: set[str]) -> EditionProduct:
    """Return one product; raises ValueError, KeyError or TypeError for one of another form."""
    told = _mapping(value)
    known = [_id(platform) for platform in _list(told.get("platforms", []))]
    names: dict[str, str] = {}
    homes: dict[str, dict[str, bool]] = {}
    unsupported: list[str] = []
    for entry in map(_mapping, reversed(_list(told["versions"]))):
        id, name = _text(entry["id"]), _text(entry["name"])
        version, platform = id, ""
        # Only a version that is told by platforms is called otherwise than it is named.
        if id != name and id.rpartition("/")[2] in known:
            version, _, platform = id.rpartition("/")
            names[platform] = name.removeprefix(f"{version} for ").strip() or platform
        slug = entry.get("slug")
        if slug is not None:
            slugs.add(_text(slug))
        homes.setdefault(version, {})[platform] = slug == page
        state = next((key for key in ("upcoming", "retired") if entry.get(key) is True), "")
        if state and name:
            unsupported.append(f"{name} is {state}")
    return EditionProduct(
        id=_id(told["id"]),
        name=_text(told["name"]).strip() or _id(told["id"]),
        versions=tuple(version for version in homes if version),
        platforms={platform: names[platform] for platform in known if platform in names},
        here=tuple(_written(homes)),
        unsupported=tuple(unsupported),
    )


def _written(homes: Mapping[str, Mapping[str, bool]]) -> Iterator[str]:
    """Yield the versions that a page is for; `homes` tells it for each, by platform."""
    if all(all(here.values()) for here in homes.values()):
        yield "all"
        return
    run: list[str] = []
    for version, here in homes.items():
        if all(here.values()):
            run.append(version)
            continue
        yield from _run(run)
        run = []
        platforms = " or ".join(platform for platform, is_here in here.items() if is_here)
        if platforms:
            yield f"{version} on {platforms}".strip()
    yield from _run(run)


def _run(versions: list[str]) -> Iterator[str]:
    if len(versions) > _MOST_LISTED:
        yield f"{versions[0]} - {versions[-1]}"
    else:
        yield from versions


def identifier(text: str) -> str:
    """Return a text that may be an id as it is; empty for others."""
    return text if _IDENTIFIER.fullmatch(text) else ""


def _id(value: object) -> str:
    found = identifier(_text(value))
    if not found:
        raise ValueError("no identifier")
    return found


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise TypeError("no text")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("no mapping")
    return value
