"""What a tag says: its addresses, its id, what it refers to, and what is wrong with it alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from helpwright.gate.addresses import BLANKS
from helpwright.gate.finding import clip
from helpwright.gate.srcset import read_srcset
from helpwright.gate.styles import style_uses
from helpwright.gate.syntax import Flaw, flaws, template_sign
from helpwright.gate.tokens import read_tag
from helpwright.gate.uses import MAP, Attributes, Role, Use, references, uses
from helpwright.site_faults import (
    FILE_NAME_AS_ALT_ON_PAGE,
    MALFORMED_ADDRESS,
    MISSING_ALT_ON_PAGE,
    MISSING_LANGUAGE,
    SOURCE_LEFT_OVER,
)

_LANGUAGE = re.compile(
    r"(?i)(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|i-[a-z]+"
)
_FILE_NAME = re.compile(r"(?i)\s*\S+\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?|ico|heic)\s*")
_REFRESH = re.compile(r"(?is)\s*[\d.]*\s*[;,\s]\s*(?:url\s*=)?(.*)")
_SPECIAL = frozenset("html title base svg template".split())
_HIDDEN_ROLES = frozenset(("presentation", "none"))


@dataclass(frozen=True, slots=True)
class Element:
    """A tag as it was read.

    `uses` are the addresses to look for in the site, `flaws` what is wrong with the tag whatever
    the site has. `special` names what the whole page must know of: `html`, `title`, `base`, `svg`,
    `template`, `canonical`, `refresh` or `address` (of the site), else it is empty; `said` is what
    such a tag says. `id` and `name` (of a link or, behind `MAP`, a map) are what others may name.
    """

    tag: str
    attributes: Attributes
    uses: tuple[Use, ...]
    flaws: tuple[Flaw, ...]
    id: str
    name: str
    references: tuple[tuple[str, str], ...]
    special: str = ""
    said: str = ""


class Reader:
    """Reads tags; `secure` tells that the site is one of https, `ignore` are patterns of addresses.

    An address that one of the patterns fits, with `*` for any signs, is not looked at.
    """

    def __init__(self, *, secure: bool, ignore: Sequence[str] = ()) -> None:
        self._secure = secure
        self._ignore = tuple(ignore)

    def read(self, text: bytes) -> Element:
        """Return what a tag, without its `<`, says."""
        tag, attributes, content = read_tag(text)
        found: list[Flaw] = []
        kept: list[Use] = []
        for use in self._uses(tag, attributes, text, content, found):
            wrong, look = self.examine(use)
            found += wrong
            if look:
                kept.append(use)
        found += _look(tag, attributes, content)
        special, said = _special(tag, attributes, content)
        name = attributes.get("name", "") if tag in ("a", "map") else ""
        return Element(
            tag,
            attributes,
            tuple(kept),
            tuple(found),
            attributes.get("id", ""),
            MAP + name if name and tag == "map" else name,
            tuple(references(tag, attributes)),
            special,
            said,
        )

    def examine(self, use: Use) -> tuple[list[Flaw], bool]:
        """Return what is wrong with an address as such, and whether to look for its target."""
        return ([], False) if self.is_ignored(use.address) else flaws(use, self._secure)

    def is_ignored(self, address: str) -> bool:
        """Tell whether an address is not to be looked at."""
        return any(fnmatchcase(address.strip(BLANKS), pattern) for pattern in self._ignore)

    def _uses(
        self, tag: str, attributes: Attributes, text: bytes, content: str, found: list[Flaw]
    ) -> Iterator[Use]:
        yield from uses(tag, attributes)
        for name in ("srcset", "imagesrcset"):
            if name in attributes and tag in ("img", "source", "link"):
                addresses, trouble = read_srcset(attributes[name])
                if trouble:
                    message = f"the `{name}` of the {tag} {trouble}"
                    help = "write pairs such as `small.png 400w, large.png 800w`"
                    found.append(Flaw(MALFORMED_ADDRESS, message, help))
                for address in addresses:
                    yield Use(Role.PICTURE, "picture", address)
        if "style" in attributes and "(" in attributes["style"]:
            for use in style_uses(attributes["style"].encode()):
                yield use._replace(at=-1)
        if tag == "style":
            raw = len(text) - len(text.partition(b">")[2])
            yield from style_uses(text[raw:], raw)


def refresh_address(content: str) -> str | None:
    """Return the address of `<meta http-equiv="refresh" content="0; url=…">`, or None."""
    match = _REFRESH.match(content)
    return match[1].strip(BLANKS).strip("'\"") or None if match else None


def canonical_of(tag: str, attributes: Attributes) -> str:
    """Return the canonical address that a tag names; empty if it names none."""
    if tag != "link" or "canonical" not in attributes.get("rel", "").lower().split():
        return ""
    return attributes.get("href", "").strip(BLANKS)


def _special(tag: str, attributes: Attributes, content: str) -> tuple[str, str]:
    if tag == "title":
        return "title", content
    if tag == "base":
        return ("base", attributes["href"]) if "href" in attributes else ("", "")
    if tag in _SPECIAL:
        return tag, ""
    canonical = canonical_of(tag, attributes)
    if canonical:
        return "canonical", canonical
    if tag == "meta" and "content" in attributes:
        if attributes.get("http-equiv", "").lower() == "refresh":
            address = refresh_address(attributes["content"])
            return ("refresh", address) if address else ("", "")
        if attributes.get("property", "").lower() == "og:url":
            return "address", attributes["content"].strip(BLANKS)
    return "", ""


def _look(tag: str, attributes: Attributes, content: str) -> Iterator[Flaw]:
    """Yield what is wrong with an element itself."""
    if tag == "html":
        language = attributes.get("lang")
        if language is None:
            yield Flaw(MISSING_LANGUAGE, "the page does not say in which language it is", "")
        elif not language.strip():
            yield Flaw(MISSING_LANGUAGE, "the language of the page is empty", "")
        elif not _LANGUAGE.fullmatch(language):
            message = f"`{clip(language)}` is no language that browsers know"
            yield Flaw(MISSING_LANGUAGE, message, "write a tag such as `en` or `pt-BR`")
    elif tag in ("img", "area") or (
        tag == "input" and attributes.get("type", "").lower() == "image"
    ):
        yield from _alternative(tag, attributes)
    for name in ("alt", "title", "content"):
        if name in attributes and template_sign(attributes[name]):
            message = f"the {name} `{clip(attributes[name])}` holds a template's sign"
            yield Flaw(SOURCE_LEFT_OVER, message, "")
    if tag == "title" and template_sign(content):
        message = f"the title `{clip(content)}` holds a template's sign"
        yield Flaw(SOURCE_LEFT_OVER, message, "")


def _alternative(tag: str, attributes: Attributes) -> Iterator[Flaw]:
    alt = attributes.get("alt")
    name = attributes.get("src", attributes.get("href", ""))
    if alt is None:
        if tag == "area" and "href" not in attributes:
            return
        if attributes.get("role", "").lower() in _HIDDEN_ROLES:
            return
        if attributes.get("aria-hidden", "").lower() == "true":
            return
        if any(attributes.get(label, "").strip() for label in _LABELS):
            return
        what = "link of a map" if tag == "area" else "picture"
        message = f"the {what} `{clip(name)}` has no alternative text"
        yield Flaw(MISSING_ALT_ON_PAGE, message, "")
    elif _FILE_NAME.fullmatch(alt):
        message = f"the alternative text `{clip(alt)}` is the name of a file"
        yield Flaw(FILE_NAME_AS_ALT_ON_PAGE, message, "")


_LABELS = ("aria-label", "aria-labelledby", "title")
