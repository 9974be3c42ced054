"""The front matter of Learn, and what the text says besides, as facts.

Learn's metadata is for its own site: of some sixty keys that are in use, readers see the title,
the description, the date and what the article applies to. The names of people are not among them.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping

from helpwright.importers.draft import Facts
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.markdown.learn_head import Head, split_products
from helpwright.importers.tally import html_text

_APPLIES_TO = ("appliesto", "applies_to", "applies-to", "ms.appliesto")
_SERVICES = ("products", "product", "ms.product", "ms.prod", "ms.service", "services")
_DATES = ("ms.date", "date", "ms.lastreviewed", "last_updated")
_KEYWORDS = ("keywords", "ms.keywords")
_SPELLED = ("title", "description", "ms.date", "appliesto")
_CONDITIONS = ("monikerrange", "moniker-range", "zone_pivot_groups")
_SUFFIX = re.compile(
    r"\s+[|\u2013\u2014-]\s+(?:[\w.&+]+ ){0,4}(?:Docs|Learn|Documentation|Support)\s*\Z"
)
_AMERICAN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_LEADING = re.compile(r"\A[^\w(<\[]+")


def read_facts(
    values: Mapping[str, tuple[str, ...]], head: Head
) -> tuple[Facts, tuple[Entry, ...]]:
    """Return what a document says about itself, and what became of all its metadata."""
    reading = _Reading(values)
    title = reading.title(head)
    summary = " ".join(reading.take("description").split())
    updated = reading.date()
    products = reading.products(head)
    tags = reading.tags()
    tags += (f"KB{number}" for number in head.numbers)
    aliases = [f"/{kind}/{number}" for number in head.numbers for kind in ("help", "kb")]
    reading.finish()
    facts = Facts(
        title=title,
        summary=summary,
        updated=updated,
        products=tuple(dict.fromkeys(products)),
        tags=tuple(dict.fromkeys(tags)),
        aliases=tuple(dict.fromkeys(aliases)),
    )
    return facts, tuple(reading.entries)


class _Reading:
    def __init__(self, values: Mapping[str, tuple[str, ...]]) -> None:
        self.values = dict(values)
        self.used: list[str] = []
        self.entries: list[Entry] = []
        missing = [key for key in _SPELLED if key not in self.values]
        if "appliesto" in missing and any(key in self.values for key in _APPLIES_TO):
            missing.remove("appliesto")
        if missing:
            for key in list(self.values):
                self._spell(key, missing)

    def _spell(self, key: str, missing: list[str]) -> None:
        """Read a key that is nearly one of those that count as that one."""
        meant = difflib.get_close_matches(key, missing, 1, 0.85)
        if meant and key not in _DATES:
            self.values[meant[0]] = self.values.pop(key)
            missing.remove(meant[0])
            reason = f"the key was read as `{meant[0]}`"
            self.tell(Outcome.REPAIRED, "front-matter-key", reason, key, Attention.LOOK)

    def tell(
        self,
        outcome: Outcome,
        topic: str,
        reason: str,
        about: str,
        attention: Attention = Attention.NONE,
    ) -> None:
        self.entries.append(Entry(outcome, topic, reason, about=about[:2000], attention=attention))

    def take_all(self, *keys: str) -> tuple[str, ...]:
        """Return the texts of the first of some keys that has any; all of them count as read."""
        found: tuple[str, ...] = ()
        for key in keys:
            texts = self.values.get(key, ())
            if texts and not found:
                found = texts
                self.used.append(key)
                del self.values[key]
        return found

    def take(self, *keys: str) -> str:
        return " ".join(self.take_all(*keys))

    def title(self, head: Head) -> str:
        written = " ".join(self.take("title").split())
        suffix = " ".join(self.take("titlesuffix").split())
        plain = written.removesuffix(suffix).rstrip(" |-") if suffix else written
        plain = _SUFFIX.sub("", plain) or written
        if not head.title:
            return plain
        if plain.casefold() != head.title.casefold() and written:
            reason = "readers saw the heading above the text, which is the title now"
            self.tell(Outcome.DROPPED, "front-matter-title", reason, written)
        return head.title

    def date(self) -> str:
        written = self.take(*_DATES)
        date = read_date(written)
        if written and not date:
            reason = "it is no date that can be read"
            self.tell(Outcome.DROPPED, "updated", reason, written, Attention.LOOK)
        return date

    def products(self, head: Head) -> list[str]:
        texts = self.take_all(*_APPLIES_TO)
        if len(texts) == 1:
            texts = split_products(texts[0])
        products = [_product(text) for text in texts]
        if not products:
            products = list(head.products)
        else:
            known = {product.casefold() for product in products}
            products += (name for name in head.products if name.casefold() not in known)
        products = [product for product in products if product]
        if products:
            return products
        services = self.take_all(*_SERVICES)
        if services:
            reason = "the original does not list products; its own name for the service is taken"
            about = ", ".join(services)
            self.tell(Outcome.INFERRED, "products", reason, about, Attention.LOOK)
        return [_product(text) for text in services if _product(text)]

    def tags(self) -> list[str]:
        texts = self.take_all(*_KEYWORDS)
        if len(texts) == 1:
            texts = tuple(re.split(r"[,;]", texts[0]))
        return [" ".join(text.split()) for text in texts if text.strip()]

    def finish(self) -> None:
        """Tell what is mapped, and what is left out."""
        for key in _CONDITIONS:
            texts = self.values.pop(key, ())
            if texts:
                reason = "the article is shown only for some readers; it stays for all of them"
                about = f"{key}: {', '.join(texts)}"
                self.tell(Outcome.LEFT, "condition", reason, about, Attention.DECIDE)
        if self.used:
            reason = "these keys are front matter of the article"
            self.tell(Outcome.MAPPED, "front-matter-key", reason, ", ".join(self.used))
        left = [f"{key}: {', '.join(texts)}" for key, texts in self.values.items() if texts]
        if left:
            reason = "metadata for the original site is left out"
            self.tell(Outcome.DROPPED, "front-matter-key", reason, "; ".join(left))


def read_date(written: str) -> str:
    """Return a date as ISO 8601; empty where it is none. Learn writes month, day and year."""
    iso, american = _ISO.match(written), _AMERICAN.match(written)
    if iso is not None:
        year, month, day = (int(part) for part in iso.groups())
    elif american is not None:
        month, day, year = (int(part) for part in american.groups())
        year += 2000 if year < 100 else 0
        if month > 12 >= day:
            month, day = day, month
    else:
        return ""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _product(text: str) -> str:
    """Return the name of a product without markup and signs in front of it."""
    plain = html_text(text) if "<" in text else text
    return " ".join(_LEADING.sub("", plain).split())
