"""Words that name a version of a product: "Example App 1.2", "version 1.2 or 2.0", "in 2.x".

Only words about what readers have count. What is not one: code, links and what stands in quotes;
the bounds of ranges and of history ("before 1.2", "upgrade to 2.0", "fixed in 1.1"); a version of
something else ("TLS version 1.2"); and a number with a unit, such as "2.0 GB".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helpwright.knowledge import Product, Registry

_LOOK = 160
"""How many characters before a version are looked at for the name of the product."""
_NEAR = 90
"""How many characters before a mention can say that it is a bound."""
_LAST_WORD = 16
"""How many characters the word "versions" takes with what stands around it."""
_LONGEST = 60
"""No name of a version that is looked for has more characters."""

_WORD = r"(?:versions?|releases?|builds?|vers?\.?)"
_END = r"(?!\w|[.:_]\w|\s?R\d\b|\s?%)"
_JOIN = re.compile(r"\s?[-–—/&]\s?|,\s(?:(?:and|or)\s)?|\s(?:and|or|to|through|thru)\s", re.I)
_NUMBER = re.compile(rf"(?<![\w-])(?:{_WORD}\s{{1,2}}|v\.?\s?)\Z", re.IGNORECASE)
_PLACE = re.compile(r"(?<![\w-])(?:in|on|for|with|using)\s{1,2}\Z", re.IGNORECASE)
_PARTS = tuple("_-./\\$#@=+")
"""What stands right before a number that is part of something longer."""
_QUOTED = re.compile(r'"[^"]{1,200}"|“[^”]{1,200}”|\u2018[^’]{1,200}’')
_PATCH = re.compile(r"\s(?:SP|UR|CU|RU|RTM|GA|Update|Service\sPack|Patch|Hotfix)\s?\d*\b")

_MOVE = r"(?:upgrad|downgrad|updat|migrat|transition|mov|switch|convert|chang|go|going)\w*"
_EVENT = (
    "fixed|introduced|removed|added|new|available|deprecated|discontinued|released|changed|updated"
    "|included|shipped|renamed|replaced|resolved|dropped|starting|beginning|first"
)
_ABSENT = "affected|available|supported|apply|applicable|occur|happen|present|needed|required"
_BOUND = re.compile(
    rf"\b(?:{_MOVE}\b[^.;:!?]{{0,60}}\b(?:to|into|onto)|(?:up|down)grad\w*|updat\w*|migrat\w*"
    r"|before|between|until|till|since|from|after|than|unlike|prior\sto|instead\sof|as\sof|up\sto"
    r"|except(?:\s(?:for|in|on))?|compared\s(?:to|with)|replac(?:es?|ing)"
    rf"|(?:{_EVENT})\s(?:in|from|with|by|since|on|as\sof)"
    rf"|(?:not|\w{{1,9}}n[’']t)\s(?:(?:{_ABSENT})\s)?(?:in|on|for|by|to|with))"
    rf"(?:\s(?:the|an?|your|any|all|latest|earlier|older|newer|later|both|either|{_WORD}))*\s?\Z",
    re.IGNORECASE,
)
_EVENT_BEHIND = re.compile(
    r"\s(?:introduce[sd]|add(?:s|ed)|remove[sd]|fixe[sd]|replace[sd]|rename[sd]|change[sd]"
    r"|was\sreleased|(?:(?:is|are)\s)?no\slonger)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s?(?:[KMGTP]i?B|[KMG]?bps|[KMG]?Hz|[mck]m|ms|px|pt|em|°|×|inch(?:es)?|(?:milli)?seconds?"
    r"|minutes?|hours?|days?|weeks?|months?|years?|times|percent|bytes?|bits?|points?|pixels?"
    r"|met(?:er|re)s?|million|billion)(?!\w)",
    re.IGNORECASE,
)
_OF = re.compile(r"\sof\s(?:(?:the|this|your|our|an?)\s)?", re.IGNORECASE)
_KINDS = frozenset("app application client desktop program server software suite".split())
"""Last words of products' names that are often left out: "Example 1.2" for "Example App"."""
_CAPITAL = re.compile(r"(\w+)\s\Z")
_GENERIC = re.compile(r"(?:app|application|product|program|software)\b", re.IGNORECASE)
_LAST = re.compile(r"(\w+),?\Z")
_BARE = frozenset(
    "in on for with using use uses used run runs running have has had install installs installed "
    "the this that these those your our a an and or only both all if is are be when while under "
    "open start affects affect support supports app application product program".split()
)
"""Words that may stand before "version" and do not say that it is one of something else."""

_NONE, _REFUSED = -1, -2


@dataclass(frozen=True, slots=True)
class Mention:
    """A version that a text names, and where: `at` is the place of what it is called.

    `labels` are the versions that may be meant: several for a family, such as "2.x". `start` and
    `end` take in the words before it that belong to it, such as the name of the product.
    """

    name: str
    labels: tuple[str, ...]
    at: int
    start: int
    end: int


class VersionNames:
    """What the versions of one product are called in texts, to be found there."""

    def __init__(self, registry: Registry, product: Product) -> None:
        self.product = product
        self._labels = _names(product)
        self._called = {name.lower(): name for name in self._labels}
        self._telling = {name for name in self._labels if re.search(r"[^\W\d_]|\.", name)}
        aliases = {alias for it in product.releases.values() for alias in it.aliases}
        self._lone = {it for it in aliases if len(it) > 3 and re.search(r"[^\W\d_]", it)}
        names = {_fold(name) for name in (product.name, *product.aliases)}
        self._names = tuple(sorted(names, key=len, reverse=True))
        self._registry = registry
        self._pattern: re.Pattern[str] | None = None
        self._shorts: tuple[str, ...] = ()
        self._longer: tuple[str, ...] = ()

    def signs(self, labels: Iterable[str]) -> frozenset[bytes]:
        """Return bytes in lower case, one of which any text has that names one of the versions."""
        wanted = set(labels)
        return frozenset(
            name.split()[0].lower().encode()
            for name, meant in self._labels.items()
            if not wanted.isdisjoint(meant)
        )

    def find(self, text: str) -> Iterator[Mention]:
        """Yield the versions of the product that a text names, in order."""
        if self._pattern is None:  # Most products are never looked for in a text.
            self._pattern = re.compile(f"{_any(self._labels)}{_END}", re.IGNORECASE)
            self._shorts = tuple(_short_names(self._registry, self.product))
            own = {*self._names, *map(_fold, self._shorts)}
            self._longer = tuple(_longer_names(self._registry, self.product, own))
        found = self._pattern.finditer(text)
        # Signs such as the long s are like a letter to a pattern, and not in lower case.
        matches = [match for match in found if self._name(match) in self._labels]
        quoted = [it.span() for it in _QUOTED.finditer(text)] if matches else []
        lasts = list(range(len(matches)))  # Where the list ends that each of the versions is in.
        for at in range(len(matches) - 2, -1, -1):
            if self._goes_on(text, matches[at], matches[at + 1]):
                lasts[at] = lasts[at + 1]
        at = 0
        while at < len(matches):
            last = lasts[at]
            start = self._start(text, matches[at], matches[last].end())
            if start == _NONE:
                last = at
            elif start >= 0 and not _is_inside(matches[at].start(), quoted):
                yield from self._mentions(text, matches[at : last + 1], start)
            at = last + 1

    def _mentions(
        self, text: str, matches: Iterable[re.Match[str]], start: int
    ) -> Iterator[Mention]:
        """Yield the versions of a list; the first one's words begin at `start`."""
        for match in matches:
            begin = min(start, match.start())
            closes = text[match.end() : match.end() + 1] == ")"
            closes = closes and text[begin : match.start()].count("(") == 1
            name = self._name(match)
            end = match.end() + closes
            yield Mention(name, self._labels[name], match.start(), begin, end)
            start = len(text)

    def _name(self, match: re.Match[str]) -> str:
        return self._called.get(_fold(match[0]), "")

    def _goes_on(self, text: str, match: re.Match[str], following: re.Match[str]) -> bool:
        """Tell whether the next version stands in one list or range with a version."""
        if following.start() - match.end() > _LOOK:
            return False
        between = text[match.end() : following.start()]
        join = _JOIN.match(between)
        if join is None:
            return False
        rest = _NUMBER.sub("", between[join.end() :])
        behind = text[following.start() - len(rest) : following.start() + _LOOK].lower()
        return not rest or (_fold(rest) in self._names and not behind.startswith(self._longer))

    def _start(self, text: str, match: re.Match[str], end: int) -> int:
        """Return where a mention begins, whose first version is a match; `end` is its end.

        `_REFUSED` for one that does not tell what readers have, `_NONE` for a mere number.
        """
        at = match.start()
        if text[end : end + 1] in ("-", "/") and text[end + 1 : end + 2].isalnum():
            return _NONE
        if _UNIT.match(text, end) or _EVENT_BEHIND.match(text, end):
            return _REFUSED
        before = text[max(0, at - _LOOK) : at]
        number = _NUMBER.search(before, max(0, len(before) - _LAST_WORD))
        head = before[: number.start()] if number else before
        if head[-1:].isalnum() or head[-1:] in _PARTS:
            return _NONE
        length = self._named(head, text[at : at + _LOOK], number is not None)
        bound = head
        if length:
            bound = head[:-length]
        elif number:
            short = (
                number[0][0] in "vV" and "e" not in number[0].lower()
            )  # "v2.0", and no folder "V14".
            telling = not short or self._name(match) in self._telling
            if not (telling and _is_bare(head) and self._is_own(text, end)):
                return _NONE
        else:
            exact = " ".join(match[0].split())
            place = _PLACE.search(head[-_LAST_WORD:]) if exact in self._telling else None
            if place is None and exact not in self._lone:
                return _NONE
            if place and not self._is_own(text, end):
                return _NONE
        return _REFUSED if _BOUND.search(bound[-_NEAR:]) else at - len(before) + len(bound)

    def _named(self, head: str, behind: str, number: bool) -> int:
        """Return how many characters at the end of `head` name the product; 0 for none."""
        said = head.rstrip().removesuffix("(").rstrip()
        said = said.rstrip(",") if number else said
        folded = said.lower().replace("\xa0", " ")
        if len(folded) != len(said):  # A letter whose small one has two signs.
            folded = "".join(sign if len(sign.lower()) > 1 else sign.lower() for sign in said)
        for name in self._names if folded.endswith(self._names) else ():
            start = len(folded) - len(name)
            if not folded.endswith(name) or (start and folded[start - 1].isalnum()):
                continue
            whole = f"{folded} {behind.lower()}"
            if folded.endswith(self._longer) or whole.startswith(self._longer, start):
                return 0
            return len(head) - start
        for name in self._shorts if said.endswith(self._shorts) else ():
            rest = said.removesuffix(name)
            word = _CAPITAL.search(rest)
            part = word is not None and word[1][0].isupper() and word[1].lower() not in _BARE
            if rest != said and not part and not rest[-1:].isalnum():
                return 0 if folded.endswith(self._longer) else len(head) - len(rest)
        return 0

    def _is_own(self, text: str, end: int) -> bool:
        """Tell whether what stands behind a version says that it is one of something else."""
        of = _OF.match(text, end)
        if of is None or _GENERIC.match(text, of.end()):
            return True
        return text[of.end() : of.end() + _LOOK].lower().startswith(self._names)


def _is_bare(head: str) -> bool:
    """Tell whether "version" behind a text is not one of something that the text names."""
    said = head.rstrip()
    if not said or said[-1] in ".:;!?":
        return True
    word = _LAST.search(said)
    return word is not None and word[1].lower() in _BARE


def _is_inside(place: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_left(spans, (place, 0))
    return at > 0 and spans[at - 1][1] > place


def _fold(name: str) -> str:
    return " ".join(name.lower().split())


def _names(product: Product) -> dict[str, tuple[str, ...]]:
    """Return what the versions of a product are called: labels, aliases and families."""
    found: dict[str, tuple[str, ...]] = {}
    for label in product.versions:
        patches = (it for it in product.versions if _is_patch(it, label) or _is_patch(label, it))
        found[label] = (label, *patches)
    for label, release in product.releases.items():
        for alias in release.aliases:
            found.setdefault(alias, (label,))
    for label in product.versions:
        for dot in re.finditer(r"\.", label):
            family = label[: dot.end()]
            if f"{family}x" not in found:
                members = tuple(it for it in product.versions if it.startswith(family))
                found[f"{family}x"] = members
    return {name: labels for name, labels in found.items() if name and len(name) <= _LONGEST}


def _is_patch(label: str, base: str) -> bool:
    """Tell whether a label is that of a patch of another version, such as `2010 SP1` of `2010`."""
    return label.startswith(base) and _PATCH.match(label, len(base)) is not None


def _short_names(registry: Registry, product: Product) -> Iterator[str]:
    """Yield parts of a product's names that can mean no other product before a version.

    Such as "Messenger Integration" of "Example Phone for Messenger Integration".
    """
    others = [
        (f" {name.lower()}", bool(other.versions))
        for other in registry.products.values()
        for name in (other.name, *other.aliases)
        if other.id != product.id
    ]
    for name in (product.name, *product.aliases):
        words = name.split()
        for cut in range(1, len(words) - 1):
            end = " ".join(words[cut:])
            if end[0].isupper() and not any(it.endswith(f" {end.lower()}") for it, _ in others):
                yield end
        start = " ".join(words[:-1])
        taken = any(it == f" {start.lower()}" and versions for it, versions in others)
        if start[:1].isupper() and words[-1].lower() in _KINDS and not taken:
            yield start


def _longer_names(registry: Registry, product: Product, own: Iterable[str]) -> Iterator[str]:
    """Yield the names of other products, folded, that hold one of `own`, those of this one."""
    shorter = tuple(own)
    for other in registry.products.values():
        for name in (other.name, *other.aliases) if other.id != product.id else ():
            folded = _fold(name)
            if any(it in folded and it != folded for it in shorter):
                yield folded


def _any(texts: Iterable[str]) -> str:
    """Return a pattern for any of some texts, the longest that fits."""
    ordered = sorted({text for text in texts if text.strip()}, key=lambda it: (-len(it), it))
    spaced = (r"\s{1,3}".join(map(re.escape, text.split())) for text in ordered)
    return f"(?:{'|'.join(spaced)})"
