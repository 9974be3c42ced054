"""What kind of section a heading of another knowledge base opens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from helpwright.importers.sections_languages import ALIASES
from helpwright.model import SectionKind
from helpwright.parse.sections import SECTION_NAMES, fold_name, heading_names, section_kind

_LONGEST = 200
"""Longer headings are sentences, which say more than what they open."""

_OBJECT = (
    r"(?:the|this|these|that|your|an?) (?:[\w-]+ ){0,3}?(?:problem|issue|error|fault|failure)s?"
)
_MEND = r"(?:fix|resolve|solve|correct|repair|work around)"
_WHOSE = r"(?:i|we|you|users?|admins?|administrators?)"
_SENTENCES: tuple[tuple[re.Pattern[str], SectionKind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (rf"(?:.*[.?!] )?how (?:do|can|could|should) {_WHOSE} {_MEND}\b", SectionKind.RESOLUTION),
        (rf"(?:.*[.?!] )?what (?:do|can|could|should) {_WHOSE} do (?:to {_MEND}|about)\b",
         SectionKind.RESOLUTION),
        (rf"(?:how to|to|steps to|ways to) {_MEND} (?!and\b)", SectionKind.RESOLUTION),
        (rf"{_MEND} {_OBJECT}\b", SectionKind.RESOLUTION),
        (r"(?:cause|reason)s? (?:and|&) (?:re)?solutions?\b", SectionKind.RESOLUTION),
        (r"(?:resolution|solution|workaround|fix)s? ?(?:/|and|or|&) ?\w", SectionKind.RESOLUTION),
        (r"(?:symptom|problem|issue)s? ?(?:/|and|&) ?causes?$", SectionKind.SYMPTOM),
        (rf"symptoms? of {_OBJECT}\b", SectionKind.SYMPTOM),
        (r"what(?:'s| is| are) the (?:problem|issue|symptom|error)s?$", SectionKind.SYMPTOM),
        (rf"(?:root |possible |common )?(?:cause|reason)s? (?:of|for) {_OBJECT}\b",
         SectionKind.CAUSE),
        (r"why (?:do|does|did|am|is|are) (?:i|we|you|users?|this|it|the) .*"
         r"\b(?:get|getting|got|see|seeing|receive|receiving|happen|happening|occur|appear)\b",
         SectionKind.CAUSE),
        (r"why (?:this|it) (?:happens|happened|occurs|occurred)$", SectionKind.CAUSE),
        (r"what (?:causes|caused|is causing|was causing)\b", SectionKind.CAUSE),
        (r"step \d+\b", SectionKind.RESOLUTION),
    )
)  # fmt: skip
_GENITIVES = frozenset("der des von vom de du del della dello do da dos das van".split())
_ERRORS = re.compile(
    r"problem|fehler|störung|erreur|panne|error|fallo|errore|guasto|erro\b|fout|błęd|awari"
)
_ALTERNATIVES = frozenset(
    ("method", "methods", "option", "options", "step", "procedure", "methode", "méthode", "método")
)
"""Names of one way of several, which says nothing about what it is a way to."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a heading is read.

    `name` is what `kb.yml` must list for the kind to be seen, folded; empty where Helpwright knows
    it. `sure` is false where the kind is concluded from a sentence. `base` is the name of the kind
    that the heading uses, without qualifiers, and `language` that of a name that tells it.
    """

    kind: SectionKind
    name: str
    sure: bool
    base: str
    language: str = ""

    @property
    def alternative(self) -> bool:
        """Whether the heading names one way of several, such as "Method 2"."""
        return self.base in _ALTERNATIVES


_KNOWN: Mapping[str, SectionKind] = {
    name: kind for kind, names in SECTION_NAMES.items() for name in names
}


def read_heading(title: str, names: Mapping[str, SectionKind]) -> Reading | None:
    """Return how a heading's words are read, or None where they open no known kind of section.

    `names` are those of the knowledge base, folded. What they say counts first.
    """
    kind = section_kind(title, names)
    found = _read(title)
    if kind is not None:
        base = next(name for name in heading_names(title) if name in names)
        same = found is not None and found.kind is kind
        language = found.language if same and found else ""
        sure = found.sure if same and found else True
        return Reading(kind, "", sure, base, language)
    return found


@lru_cache(maxsize=4096)
def _read(title: str) -> Reading | None:
    """Read a heading by what is known here."""
    if len(title) > _LONGEST:
        return None
    names = heading_names(title)
    for name in names:
        if name in _KNOWN:
            return Reading(_KNOWN[name], "", True, name)
    for name in names:
        plain = name.replace("’", "'")
        if plain in ALIASES:
            kind, language = ALIASES[plain]
            return Reading(kind, name, True, name, "" if language == "en" else language)
    folded = names[0]
    sentence = " ".join(title.lower().replace("’", "'").split()).strip(" :*_#?!.")
    for pattern, kind in _SENTENCES:
        if pattern.match(sentence):
            number = pattern.pattern.startswith("step")
            return Reading(kind, "step" if number else folded, False, "step" if number else folded)
    return _genitive(folded)


def _genitive(folded: str) -> Reading | None:
    """Read "Ursache des Fehlers" and the like."""
    words = folded.replace("’", " ").replace("'", " ").split()
    for count in (1, 2, 3):
        name = " ".join(words[:count])
        if len(words) <= count or not (words[count] in _GENITIVES or words[count] in ("d", "dell")):
            continue
        kind, language = ALIASES.get(name, (_KNOWN.get(name), ""))
        if kind is not None and _ERRORS.search(folded, len(name)):
            return Reading(kind, folded, False, folded, language)
    return None


def shown_name(title: str, name: str) -> str:
    """Return a folded name as the heading writes it, for `kb.yml`."""
    written = " ".join(title.split())
    at = written.lower().find(name)
    shown = written[at : at + len(name)] if at >= 0 else ""
    if fold_name(shown) != name:
        shown = name
    return shown[:1].upper() + shown[1:]


def base_kind(word: str) -> SectionKind | None:
    """Return the kind that one word without qualifiers names, or None."""
    if word in _ALTERNATIVES:
        return None
    return _KNOWN.get(word) or ALIASES.get(word, (None, ""))[0]
