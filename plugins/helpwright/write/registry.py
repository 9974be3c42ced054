"""`kb.yml` with more in it: what an import found is added, and what a person wrote stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from helpwright.fields import REGISTRY_FIELDS
from helpwright.knowledge import Product
from helpwright.model import SectionKind
from helpwright.parse.registry import MAX_REGISTRY_BYTES
from helpwright.parse.sections import fold_name
from helpwright.parse.yaml_tree import read_yaml
from helpwright.source import Source
from helpwright.write.yaml_data import Data, Keyed, Unfit, data_of, lines, merged
from helpwright.write.yaml_insertion import Insertion

_HEAD = (
    "# What the articles of this knowledge base share. Change and sort it as you like: what is\n"
    "# added later leaves your lines as they are.\n"
)
_COMMENTS = {
    "products": "What articles apply to, with versions from old to new.",
    "categories": "The folders of articles, in the order in which the site lists them.",
    "sections": "More headings that open a section.",
    "redirects": "Former addresses, and the article or address that they lead to.",
    "owners": "Who looks after articles.",
    "rules": "What does not stop a build for now. Remove a line when its mistakes are mended.",
}
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Additions:
    """What `kb.yml` is to say beside what it says already.

    A product that is there gets the versions, aliases and platforms that it lacks, and keeps its
    name; what else is said about its versions is not added.
    `categories` maps paths to titles, `redirects` former addresses to where they lead, `rules`
    codes or names of rules to a severity; what is there under the same key stays. (A rule that is
    there by its code and added by its name is there twice.)
    """

    title: str = ""
    products: tuple[Product, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[SectionKind, tuple[str, ...]] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)


class CannotExtend(ValueError):
    """A `kb.yml` cannot be extended; the text says why, and what to add by hand."""


def add_to_registry(text: str | None, additions: Additions) -> str:
    """Return the text of `kb.yml` with all of the additions; without a text, that of a new one.

    Nothing that is there is changed or moved. Adding the same again changes nothing. Raises
    CannotExtend where the text cannot be read, has a form that cannot be extended, or would
    become too long.
    """
    if text is None:
        made = _new(_wanted(additions, {}))
        _refuse_long(made, _wanted(additions, {}))
        return made
    mark = _BOM if text.startswith(_BOM) else ""
    source = Source("kb.yml", text.removeprefix(_BOM).encode())
    tree, found = read_yaml(source, 0, len(source.data), 1, MAX_REGISTRY_BYTES)
    there = data_of(tree)
    wanted = _wanted(additions, there if isinstance(there, dict) else {})
    if tree is None and found:
        raise _cannot(f"line {found[0].start.line} cannot be read: {found[0].message}", wanted)
    try:
        expected = merged(there, wanted, _arrange) if wanted else there
        if expected == there:
            return text
        insertion = Insertion(source, [*REGISTRY_FIELDS], _arrange)
        insertion.insert(tree, wanted)
    except Unfit as error:
        raise _cannot(str(error), wanted) from error
    new = insertion.text()
    _refuse_long(new, wanted)
    again = Source("kb.yml", new.encode())
    changed, mistakes = read_yaml(again, 0, len(again.data), 1, MAX_REGISTRY_BYTES)
    # Forms of YAML that nobody foresaw must not spoil the file.
    if len(mistakes) > len(found) or data_of(changed) != expected:
        raise _cannot("it is written in a way that cannot be extended", wanted)
    return mark + new


def join_versions(there: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return the versions of a product with more of them, oldest first.

    What is there keeps its order. A new version goes between its neighbours in `wanted`, and of
    the versions that are there before the first that is newer by its numbers.
    """
    found = list(there)
    for at, version in enumerate(wanted):
        if version in found:
            continue
        low = next((found.index(one) + 1 for one in reversed(wanted[:at]) if one in found), 0)
        later = (found.index(one) for one in wanted[at + 1 :] if one in found)
        high = next((place for place in later if place >= low), len(found))
        age = _age(version)
        newer = (place for place in range(low, high) if _age(found[place]) > age)
        found.insert(next(newer, high), version)
    return found


def _age(version: str) -> list[tuple[int, int, str]]:
    """Return what versions are compared by: their numbers as numbers, their words as words."""
    parts = re.findall(r"[0-9]{1,18}|[^\W\d_]+", version.lower())
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts]


def _arrange(key: str, there: Sequence[str], wanted: Sequence[str]) -> list[str]:
    if key == "versions":
        return join_versions(there, wanted)
    return [*there, *(one for one in wanted if one not in there)]


def _wanted(additions: Additions, there: Mapping[str, Data]) -> dict[str, Data]:
    """Return the additions as data, without what `kb.yml` says in other words."""
    parts: dict[str, Data] = {
        "title": additions.title.strip(),
        "products": _products(additions.products, _table(there, "products")),
        "categories": _categories(additions.categories, _table(there, "categories")),
        "sections": _sections(additions.sections, _table(there, "sections")),
        "redirects": _texts(additions.redirects),
        "owners": _texts(additions.owners),
        "rules": _texts(additions.rules),
    }
    return {key: parts[key] for key in REGISTRY_FIELDS if parts.get(key)}


def _table(there: Mapping[str, Data], key: str) -> Mapping[str, Data]:
    found = there.get(key, {})
    return found if isinstance(found, dict) else {}


def _texts(entries: Mapping[str, str]) -> dict[str, Data]:
    return {key: text.strip() for key, text in entries.items() if text.strip()}


def _products(products: Iterable[Product], there: Mapping[str, Data]) -> dict[str, Data]:
    wanted: dict[str, Data] = {}
    for product in products:
        known = _table({"": there.get(product.id, {})}, "")
        same = _table({"": wanted.get(product.id, {})}, "")
        labels = _labels(known)
        name = known.get("name") or same.get("name") or product.name.strip() or product.id
        parts: dict[str, Data] = {
            "name": name,
            "versions": join_versions(
                _list(same.get("versions")),
                _clean(labels.get(version, version) for version in product.versions),
            ),
            "aliases": [
                alias
                for alias in _clean((*_list(same.get("aliases")), *product.aliases))
                if alias != name
            ],
            "platforms": _texts(product.platforms),
        }
        wanted[product.id] = {key: part for key, part in parts.items() if part}
    return wanted


def _labels(product: Mapping[str, Data]) -> dict[str, str]:
    """Return the labels of a product's versions by their other names."""
    return {
        alias: version.name
        for version in _list(product.get("versions"))
        if isinstance(version, Keyed)
        for alias in _list(version.keys.get("aliases"))
    }


def _categories(categories: Mapping[str, str], there: Mapping[str, Data]) -> dict[str, Data]:
    known = {path.strip("/") for path, about in there.items() if about}
    wanted: dict[str, Data] = {}
    for path, title in categories.items():
        if path.strip("/") and path.strip("/") not in known:
            wanted[path.strip("/")] = {"title": title.strip() or path}
    return wanted


def _sections(
    sections: Mapping[SectionKind, tuple[str, ...]], there: Mapping[str, Data]
) -> dict[str, Data]:
    """Return the names of sections that are not there; one has the same meaning in all cases."""
    known = {fold_name(name) for names in there.values() for name in _list(names)}
    wanted: dict[str, Data] = {}
    for kind, names in sections.items():
        fresh = {fold_name(name): name for name in reversed(_clean(names))}
        more: list[str] = [name for key, name in reversed(fresh.items()) if key not in known]
        if more:
            wanted[str(kind)] = more
            known |= fresh.keys()
    return wanted


def _list(data: Data | None) -> list[str]:
    if isinstance(data, list):
        return data
    return [data] if data and isinstance(data, str) else []


def _clean(texts: Iterable[str]) -> list[str]:
    """Return texts without those that are empty or come twice."""
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _new(wanted: Mapping[str, Data]) -> str:
    return _HEAD + "".join(f"{block}\n" for block in _blocks(wanted))


def _blocks(wanted: Mapping[str, Data]) -> Iterator[str]:
    for key, value in wanted.items():
        comment = f"\n# {_COMMENTS[key]}\n" if key in _COMMENTS else ""
        yield comment + "\n".join(lines(key, value))


def _refuse_long(text: str, wanted: Mapping[str, Data]) -> None:
    size = len(text.encode())
    if size > MAX_REGISTRY_BYTES:
        raise _cannot(f"it would have {size:,} bytes, more than are read", wanted)


def _cannot(reason: str, wanted: Mapping[str, Data]) -> CannotExtend:
    by_hand = "\n".join(line for key, value in wanted.items() for line in lines(key, value))
    return CannotExtend(f"kb.yml cannot be extended: {reason}. Add this by hand:\n{by_hand}")
