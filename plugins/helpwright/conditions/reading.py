"""Conditions to scopes: what the front matter and the attributes of an article mean."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from helpwright.conditions.ranges import covered, meant_range, parse_range
from helpwright.conditions.slips import (
    between_bounds,
    fold,
    known_platform,
    known_version,
    named_in_front,
    spellings,
    with_ids,
    with_platforms,
)
from helpwright.knowledge import Condition, Fault, FaultKind, Product, Registry
from helpwright.model import Applicability, Value
from helpwright.parse.values import clip, nearest
from helpwright.scope import NOTHING, Point, Scope, Universe

_RANGE_SIGN = re.compile(r"[<>=,]")
"""What the name of a product does not have that stands in front of a colon."""
_LONGEST = 200
"""How much of a condition that cannot be read is shown in a remedy."""
_SHOWN = 8
"""How many versions a message lists."""
_MAX_FAULTS = 20
"""How many mistakes of one condition are told; each is compared with all that is known."""
_HIDE = str.maketrans(",;:", "\ue000\ue001\ue002")
_SHOW = str.maketrans("\ue000\ue001\ue002", ",;:")
"""What stands for the signs between clauses and ranges where they are part of a version's name."""


def universe_of(registry: Registry) -> Universe:
    """Return every version of every product on every platform."""
    return Universe(
        tuple(
            Point(product.id, version, platform)
            for product in registry.products.values()
            for version in product.versions or ("",)
            for platform in product.platforms or ("",)
        )
    )


def supported(registry: Registry, universe: Universe, today: datetime.date) -> Scope:
    """Return the versions that are out and not retired on a day."""
    products = registry.products
    return universe.of(
        point
        for point in universe.points
        if not point.version or products[point.product].is_supported(point.version, today)
    )


class ConditionReader:
    """Reads the conditions of a knowledge base; equal ones are read once."""

    def __init__(self, registry: Registry, universe: Universe) -> None:
        self.registry = registry
        self.universe = universe
        self._labels = {product.id: _labels(product) for product in registry.products.values()}
        names = {name for labels in self._labels.values() for name in labels}
        odd = (name for name in names if name.translate(_HIDE) != name)
        self._odd = _whole_items(sorted(odd, key=lambda name: (-len(name), name)))
        self._spelt = spellings(registry.products.values())
        self._ranges: dict[tuple[str, str], Condition] = {}
        self._conditions: dict[tuple[str, tuple[str, ...]], Condition] = {}

    def applicability(self, applies: Applicability) -> Iterator[tuple[Value, Condition]]:
        """Yield what each entry of a product in the front matter means.

        Nothing for a product that there is not. One without versions in kb.yml may have any.
        """
        product = self.registry.products.get(applies.product.text)
        if product is None:
            return
        texts = [value.text for value in applies.versions]
        for at, value in enumerate(applies.versions):
            if product.versions:
                condition = self._range(product, value.text)
                if at and at == len(texts) - 1:
                    condition = self._with_list(product, texts, condition)
                if len(applies.versions) > 1 and value.text == "all":
                    fault = Fault(
                        FaultKind.MALFORMED,
                        "`all` leaves nothing for the list to add",
                        "keep `all`, or the other entries",
                    )
                    condition = Condition("all", condition.scope, True, (fault,))
                yield value, condition
            else:
                found = self._range(product, value.text)
                faults = tuple(
                    it for it in found.faults if it.kind is not FaultKind.UNKNOWN_VERSION
                )
                scope = found.scope if found.settled else self.universe.product(product.id)
                yield value, Condition(value.text, scope, found.settled, faults)

    def _with_list(self, product: Product, texts: Sequence[str], last: Condition) -> Condition:
        """Return the condition of a list's last entry with what is wrong with the list."""
        scope = NOTHING
        for text in texts:
            scope |= self._range(product, text).scope
        if not self._leaves_nothing_out(texts, scope, [product]):
            return last
        return replace(last, faults=(*last.faults, self._whole(", ".join(texts), [product])))

    def scope(self, applies_to: Iterable[Applicability]) -> Scope:
        """Return all that a front matter's `applies_to` covers.

        An entry that is not understood, or names a version that there is not, covers its product.
        """
        scope = NOTHING
        for applies in applies_to:
            for _, condition in self.applicability(applies):
                whole = self.universe.product(applies.product.text)
                scope |= condition.scope if condition.settled else whole
        return scope

    def condition(self, text: str, products: Sequence[str]) -> Condition:
        """Return what a condition in the text of an article means that is about `products`."""
        key = (text, tuple(products))
        if key not in self._conditions:
            self._conditions[key] = self._condition(text, self._known(products))
        return self._conditions[key]

    def _known(self, products: Sequence[str]) -> list[Product]:
        known = self.registry.products
        if not products and len(known) == 1:
            return list(known.values())
        return [known[id] for id in products if id in known]

    def _condition(self, text: str, products: list[Product]) -> Condition:
        scope, faults, settled = NOTHING, list[Fault](), True
        hidden = text
        if self._odd is not None:
            hidden = self._odd.sub(lambda it: it[1] + it[2].translate(_HIDE), text)
        for clause in hidden.split(";"):
            if not settled and len(faults) > _MAX_FAULTS:
                break
            product, ranges = self._clause(clause.strip())
            if product is not None and product not in self.registry.products:
                faults.append(self._no_product(product, ranges.translate(_SHOW)))
                settled = False
                continue
            about = products if product is None else [self.registry.products[product]]
            covered = NOTHING
            before = ahead = f"{product}: " if product else ""
            for written in map(str.strip, ranges.split(",")):
                if not settled and len(faults) > _MAX_FAULTS:
                    break
                if written:
                    found = self._item(written, about, before)
                    before += written if before == ahead else f", {written}"
                    before = before if len(before) < _LONGEST else ahead
                else:
                    found = Condition(text, NOTHING, False, (_empty(text),))
                covered |= found.scope
                faults += (fault for fault in found.faults if fault not in faults)
                settled = settled and found.settled
            scope |= covered
            if settled and self._leaves_nothing_out(ranges.split(","), covered, about):
                faults.append(self._whole(ranges.translate(_SHOW), about))
        return Condition(text, scope, settled, tuple(faults))

    def _whole(self, ranges: str, products: Iterable[Product]) -> Fault:
        """Return the fault of a list that leaves nothing out."""
        between = next(
            (it for at in products if (it := between_bounds(ranges, at, self._labels[at.id]))), ""
        )
        message = f"`{clip(ranges)}` leaves no version out, as the entries of a list add up"
        help = f"did you mean `{clip(between)}`?" if between else "write `all`, or one of the two"
        return Fault(FaultKind.MALFORMED, message, help)

    def _leaves_nothing_out(
        self, ranges: Sequence[str], scope: Scope, products: Iterable[Product]
    ) -> bool:
        """Tell whether two bounds that were surely meant together are for all of some products.

        The entries of a list add up: `>=1.2, <2.0` is everything.
        """
        signs = {written.strip()[:1] for written in ranges}
        if len(ranges) != 2 or signs != {"<", ">"}:
            return False
        return all(self.universe.product(product.id) <= scope for product in products)

    def _clause(self, clause: str) -> tuple[str | None, str]:
        """Return the product that a clause names, if any, and its ranges."""
        if clause in self.registry.products:
            return clause, "all"
        head, colon, rest = clause.partition(":")
        head = head.strip()
        if colon and head and not _RANGE_SIGN.search(head):
            return head, rest.strip() or "all"
        return None, clause

    def _no_product(self, name: str, ranges: str) -> Fault:
        ids = self._spelt.get(fold(name))
        near = nearest(name[:80], self.registry.products)
        help = f"did you mean `{near}`?" if near else "write the id of a product of kb.yml"
        message = f"`{clip(name)}` is not a product of kb.yml"
        return Fault(FaultKind.UNKNOWN_PRODUCT, message, with_ids(ids, ranges) if ids else help)

    def _item(self, written: str, about: list[Product], before: str) -> Condition:
        """Read what stands between two commas, behind `before`; its names are hidden."""
        text = written.translate(_SHOW)
        found = self._for_all(text, about)
        if found.settled or any(it.kind is FaultKind.UNKNOWN_PLATFORM for it in found.faults):
            return found
        head, colon, rest = written.partition(":")
        ids = self._spelt.get(fold(head)) if colon else None
        named = None if ids else named_in_front(text, self._spelt)
        if ids:
            ahead = f"{before}; " if before.strip(": ") else ""
            meant = f"{ahead}{ids[0]}: {rest.strip()}".translate(_SHOW)
            help = f"part products by a semicolon, as in `{clip(meant)}`"
        elif named and named[1]:
            help = with_ids(*named)
        elif named:
            return Condition(text, NOTHING, False, (self._no_product(text, ""),))
        else:
            last = before.rpartition(",")[2].rpartition(":")[2].strip()
            meant = with_platforms(text, about, last.translate(_SHOW))
            if not meant:
                return found
            help = f"write `{clip(meant)}`"
        return Condition(text, NOTHING, False, (_malformed(text, help),))

    def _for_all(self, text: str, products: list[Product]) -> Condition:
        """Read a range that speaks of those of the products that have its versions."""
        if not products:
            message = f"`{clip(text)}` does not tell which product it is about"
            help = "name the product in `applies_to` of the front matter"
            fault = Fault(FaultKind.UNKNOWN_PRODUCT, message, help)
            return Condition(text, NOTHING, False, (fault,))
        readings = [self._range(product, text) for product in products]
        understood = [reading for reading in readings if reading.settled]
        if not understood:
            versioned = (
                reading
                for product, reading in zip(products, readings, strict=True)
                if product.versions
            )
            return next(versioned, readings[0])
        scope = NOTHING
        for reading in understood:
            scope |= reading.scope
        faults = () if scope else understood[0].faults
        return Condition(text, scope, True, faults)

    def _range(self, product: Product, text: str) -> Condition:
        key = (product.id, text)
        if key not in self._ranges:
            self._ranges[key] = self._read(product, text)
        return self._ranges[key]

    def _read(self, product: Product, text: str) -> Condition:
        labels = self._labels[product.id]
        parsed = parse_range(text, labels) if text else None
        if parsed is None:
            meant = meant_range(text, labels) or between_bounds(text, product, labels)
            help = f"did you mean `{clip(meant)}`?" if meant else ""
            help = help or _on_platforms(text, product) or "write it like `>=1.2` or `1.2 - 1.4`"
            fault = _malformed(text, help) if text else _empty(text)
            return Condition(text, NOTHING, False, (fault,))
        faults = [
            *_unknown_versions(product, parsed.versions, labels),
            *_unknown_platforms(product, parsed.platforms),
        ]
        if faults:
            help = "" if parsed.platforms else _on_platforms(text, product)
            found = (_malformed(text, help),) if help else tuple(faults)
            return Condition(text, NOTHING, False, found)
        places = [product.versions.index(labels[version]) for version in parsed.versions]
        versions = covered(parsed, product.versions or ("",), places)
        scope = self.universe.of(
            Point(product.id, version, platform)
            for version in versions
            for platform in parsed.platforms or product.platforms or ("",)
        )
        if not scope:
            message = f"`{clip(text)}` covers no version"
            help = f"the versions in kb.yml are {_list(product.versions)}"
            if parsed.operator == "-":
                on = f" on {' or '.join(parsed.platforms)}" if parsed.platforms else ""
                meant = " - ".join(reversed(parsed.versions)) + on
                help = f"write `{clip(meant)}`, the older version first"
            faults.append(Fault(FaultKind.EMPTY, message, help))
        return Condition(text, scope, True, tuple(faults))


def _whole_items(names: Sequence[str]) -> re.Pattern[str] | None:
    """Return what finds names where versions stand in a condition, the longest one first."""
    if not names:
        return None
    before = r"((?:\A|[,;:<>=]|(?<=\s)[-–](?=\s))\s*+)"
    after = r"(?=\s*+(?:\Z|[,;:])|\s++(?:[-–]|on)\s)"
    return re.compile(f"{before}({'|'.join(map(re.escape, names))}){after}")


def _labels(product: Product) -> Mapping[str, str]:
    """Return the label of a version by everything that it is called."""
    found = {label: label for label in product.versions}
    for label, release in product.releases.items():
        for alias in release.aliases:
            found.setdefault(alias, label)
    return found


def _malformed(text: str, help: str) -> Fault:
    message = f"`{clip(text)}` is not a version or a range of versions"
    return Fault(FaultKind.MALFORMED, message, help)


def _empty(text: str) -> Fault:
    help = "write it like `>=1.2`, `1.2, 1.4` or `product-a: >=1.2; product-b: all`"
    if not text.strip(" \t,;"):
        message = "nothing stands where a version should stand"
        return Fault(FaultKind.MALFORMED, message, help)
    message = f"`{clip(text)}` has an empty place where a version should stand"
    return Fault(FaultKind.MALFORMED, message, f"take out a `,` or `;` that parts nothing; {help}")


def _on_platforms(text: str, product: Product) -> str:
    """Return the help for a text in which a platform stands without `on`, or nothing."""
    meant = with_platforms(text, (product,))
    return f"write `{clip(meant)}`" if meant else ""


def _unknown_versions(
    product: Product, versions: tuple[str, ...], labels: Mapping[str, str]
) -> Iterator[Fault]:
    for version in versions:
        if version in labels:
            continue
        if not product.versions:
            message = (
                f"kb.yml lists no versions of `{product.id}`, so `{clip(version)}` cannot be told"
            )
            help = f"list the versions of `{product.id}` in kb.yml, oldest first"
        else:
            near = known_version(version, labels) or nearest(version[:80], product.versions)
            near = near or nearest(version[:80], labels)
            listed = f"add it to the versions of `{product.id}` in kb.yml"
            help = f"did you mean `{near}`?" if near else listed
            message = f"`{product.id}` has no version `{clip(version)}`"
        yield Fault(FaultKind.UNKNOWN_VERSION, message, help)


def _unknown_platforms(product: Product, platforms: tuple[str, ...]) -> Iterator[Fault]:
    for platform in platforms:
        if platform not in product.platforms:
            near = known_platform(platform, (product,))
            near = near or nearest(platform[:80], product.platforms)
            listed = f"add it to the platforms of `{product.id}` in kb.yml"
            help = f"did you mean `{near}`?" if near else listed
            message = f"`{product.id}` has no platform `{clip(platform)}`"
            yield Fault(FaultKind.UNKNOWN_PLATFORM, message, help)


def _list(known: Sequence[str]) -> str:
    return ", ".join(known[:_SHOWN]) + (", …" if len(known) > _SHOWN else "") + ", oldest first"
