"""Which spellings of names mean one product."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

_WORD = re.compile(r"[^\W_]+|[+#]")
_VENDORS = (
    "microsoft|google|apple|adobe|amazon|aws|atlassian|autodesk|cisco|citrix|dell|hewlett packard"
    "|hp|ibm|intel|intuit|lenovo|mozilla|nvidia|oracle|red hat|salesforce|samsung|sap|sony|symantec"
    "|vmware|xerox|zoho"
)
_VENDOR = re.compile(rf"(?P<vendor>{_VENDORS}) (?P<rest>[^\W\d_].*)")
_SUITE = re.compile(r"office (?P<rest>[^\W\d_].*)")
_PLATFORM = re.compile(
    r"(?P<name>.+?)(?: on| for)? (?P<platform>ios|android|ipad|iphone|mac|macos|windows|linux)"
)
_SURELY_MISTYPED = 5
"""How many times as often the other spelling must stand, for one letter to be a slip."""
_LONG_ENOUGH = 8


def name_key(name: str) -> str:
    """Return what is equal for spellings of one name.

    Case, blanks, hyphens, "&" for "and" and the order of parts with "for" do not count: `Kettle
    for Mac for Home` is `kettle for home for mac`.
    """
    first, *parts = spaced(name).split(" for ")
    return "|".join((first, *sorted(parts))).replace(" ", "")


def spaced(name: str) -> str:
    """Return a name in lower case with single blanks between its words, and "&" as a word."""
    return " ".join(_WORD.findall(name.casefold().replace("&", " and ")))


def other_keys(name: str) -> Iterator[tuple[str, str]]:
    """Yield other keys of a name, best first, each with the vendor that was taken off for it.

    Without its vendor, without a vendor's suite, and with its platform apart.
    """
    words = spaced(name)
    forms = [(words, "")]
    if found := _VENDOR.fullmatch(words):
        forms.append((found["rest"], found["vendor"]))
        if found["vendor"] == "microsoft" and (suite := _SUITE.fullmatch(found["rest"])):
            forms.append((suite["rest"], "microsoft"))
    for form, vendor in forms:
        if vendor:
            yield name_key(form), vendor
        if parts := _PLATFORM.fullmatch(form):
            yield name_key(f"{parts['name']} for {parts['platform']}"), vendor


def gather(names: Mapping[str, int], known: Iterable[str]) -> dict[str, str]:
    """Return for the key of each name the key of its family.

    `names` maps names to how often they stand, `known` are those of the knowledge base. Families
    are joined where a name without its vendor is there too (unless two vendors have one of that
    name), where a platform stands behind a name with and without "for", and where one rare
    spelling differs by a letter from a usual one.
    """
    keys: Counter[str] = Counter()
    for name, count in names.items():
        keys[name_key(name)] += count
    fixed = {name_key(name) for name in known}
    there = keys.keys() | fixed
    vendors: dict[str, set[str]] = {}
    for name in (*names, *known):
        for key, vendor in other_keys(name):
            if vendor:
                vendors.setdefault(key, set()).add(vendor)
    family: dict[str, str] = {key: key for key in there}

    def usable(other: str) -> bool:
        return len(vendors.get(other, ())) <= 1

    for name in sorted(names):
        key = name_key(name)
        others = (other for other, _ in other_keys(name) if other in there and usable(other))
        if key not in fixed:
            family[key] = next((other for other in others if other != key), key)
    for name in sorted(known):
        for other, _ in other_keys(name):
            if other in keys and other not in fixed and usable(other):
                family[other] = name_key(name)
    for key, usual in _slips(keys, fixed).items():
        if family[key] == key:
            family[key] = usual
    return {key: _end(key, family) for key in family}


def _slips(keys: Counter[str], fixed: set[str]) -> dict[str, str]:
    """Return the rare keys that differ from one usual key by a letter, with that key.

    A letter is missing, too many, or exchanged for the next. Keys with digits do not count.
    """
    long = sorted(
        key
        for key in keys.keys() | fixed
        if len(key) >= _LONG_ENOUGH and not any(sign.isdigit() for sign in key)
    )
    shorter: dict[str, set[str]] = {}
    for key in long:
        for form in _without_one(key):
            shorter.setdefault(form, set()).add(key)
    there = set(long)
    slips: dict[str, str] = {}
    for key in long:
        if key in fixed:
            continue
        near = set(shorter.get(key, ()))
        near |= _without_one(key) & there
        near |= {key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in range(len(key) - 1)}
        usual = {
            other
            for other in near & there - {key}
            if other in fixed or keys[other] >= _SURELY_MISTYPED * keys[key]
        }
        if len(usual) == 1:
            slips[key] = usual.pop()
    return slips


def _without_one(key: str) -> set[str]:
    return {key[:at] + key[at + 1 :] for at in range(len(key))}


def _end(key: str, family: Mapping[str, str]) -> str:
    seen = {key}
    while family.get(key, key) != key and family[key] not in seen:
        key = family[key]
        seen.add(key)
    return key
