"""The links and pictures of a draft, led to where their targets are now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape, unescape
from urllib.parse import quote

from helpwright.importers.compose import relative
from helpwright.importers.draft import NOWHERE, Draft
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.links import Atlas, Found
from helpwright.importers.pictures import Album
from helpwright.importers.places import Place
from helpwright.importers.rebuild import rebuild
from helpwright.importers.tally import inline_text
from helpwright.model import Image, Inline, Link

_ATTRIBUTE = re.compile(
    r"(<(?:a|img)\b[^<>]*?\s(?P<name>href|src)\s*=\s*)(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class World:
    """What the addresses of all drafts need to know of each other.

    `fragments` maps the fragments that the original of each origin may be linked with to those of
    its article.
    """

    atlas: Atlas
    album: Album
    places: Mapping[str, Place]
    fragments: Mapping[str, Mapping[str, str]]


def lead(draft: Draft, world: World) -> Draft:
    """Return a draft whose links and pictures lead to the knowledge base, with entries."""
    guide = _Guide(draft, world)
    blocks = rebuild(draft.blocks, guide.inline, guide.raw)
    return draft.refined(blocks, entries=tuple(guide.entries))


@dataclass(slots=True)
class _Guide:
    draft: Draft
    world: World
    entries: list[Entry] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)

    def inline(self, child: Inline) -> tuple[Inline, ...]:
        if isinstance(child, Link):
            return self.link(child)
        if isinstance(child, Image):
            return (self.picture(child),)
        return (child,)

    def link(self, link: Link) -> tuple[Inline, ...]:
        if link.target.startswith("kb:"):
            return (link,)
        target, reason = self.target(link.target)
        if target is None:
            said = inline_text(link.children)
            self._tell(
                Entry(
                    Outcome.DROPPED,
                    "link-without-target",
                    f"the link leads nowhere: {reason}; its words stay as text",
                    about=f"{said or link.target} → {link.target}",
                    links=(link.target,),
                    attention=Attention.DECIDE,
                ),
                always=True,
            )
            return link.children
        if not link.children and not target.startswith(("#", "kb:")) and ".md" not in target:
            entry = Entry(
                Outcome.DROPPED,
                "link-without-text",
                "the link has no words, so that nobody can see or follow it",
                about=link.target,
                links=(link.target,),
            )
            self._tell(entry, always=True)
            return ()
        return (replace(link, target=target, autolink=link.autolink and target == link.target),)

    def target(self, written: str) -> tuple[str | None, str]:
        """Return what a link's address is now, or None and why there is none."""
        found = self.world.atlas.find(self.draft, written)
        if found.unsafe:
            return None, "its address could run code or open files on the reader's computer"
        if found.how:
            self._tell(
                Entry(
                    Outcome.INFERRED,
                    "link-target",
                    found.how,
                    about=written,
                    attention=Attention.LOOK,
                )
            )
        if found.origin:
            return self._article(found, written)
        if found.file:
            match = self.world.album.attach(self.draft, self._here, found.file)
            if match.path:
                return _quoted(relative(match.path, self._here)), ""
            return None, match.reason
        if found.url:
            if found.url != written:
                self._tell(
                    Entry(
                        Outcome.MAPPED,
                        "link-to-original-site",
                        "the link now names the address of the original site in full",
                        about=f"{written} → {found.url}",
                    )
                )
            return found.url, ""
        return None, "the original has no such document or file"

    @property
    def _here(self) -> Place:
        return self.world.places[self.draft.origin]

    def _article(self, found: Found, written: str) -> tuple[str | None, str]:
        place = self.world.places.get(found.origin)
        if place is None:
            return None, "that document was not imported"
        fragment = ""
        if found.fragment:
            known = self.world.fragments.get(found.origin, {})
            wanted = found.fragment
            form = next((f for f in (wanted, wanted.lower()) if f in known), None)
            if form is None:
                self._tell(
                    Entry(
                        Outcome.REPAIRED,
                        "link-to-missing-place",
                        "the article has no such heading or step; the link now leads to its top",
                        about=written,
                        attention=Attention.DECIDE,
                    )
                )
            else:
                fragment = known[form]
        if found.origin == self.draft.origin:
            if fragment or found.fragment in ("", "top"):
                return (f"#{fragment}" if fragment else self._own()), ""
            return self._own(), ""
        path = _quoted(relative(place.path, self._here))
        return (f"{path}#{fragment}" if fragment else path), ""

    def _own(self) -> str:
        return _quoted(relative(self._here.path, self._here))

    def picture(self, image: Image) -> Inline:
        match = self.world.album.match(self.draft, self._here, image.source)
        if match.path:
            if match.how:
                self._tell(
                    Entry(
                        Outcome.REPAIRED,
                        "picture-file",
                        match.how,
                        about=image.source[:200],
                        attention=Attention.LOOK,
                    )
                )
            return replace(image, source=_quoted(relative(match.path, self._here)))
        if match.url:
            return replace(image, source=match.url)
        self._tell(
            Entry(
                Outcome.LEFT,
                "picture-not-supplied",
                f"the picture is missing: {match.reason}",
                about=image.source[:200],
                attention=Attention.LOST,
            )
        )
        return replace(image, source=_name_of(image.source))

    def raw(self, raw: str) -> str:
        if "=" not in raw:
            return raw
        return _ATTRIBUTE.sub(self._attribute, raw)

    def _attribute(self, found: re.Match[str]) -> str:
        written = unescape(found["value"].strip("\"'"))
        if found["name"].lower() == "src":
            image = self.picture(Image(written, "", "", None, NOWHERE))
            assert isinstance(image, Image)
            return f'{found[1]}"{escape(image.source)}"'
        target, reason = self.target(written)
        if target is None:
            entry = Entry(
                Outcome.LEFT,
                "link-without-target",
                f"a link in raw HTML leads nowhere: {reason}",
                about=written,
                attention=Attention.DECIDE,
            )
            self._tell(entry)
            target = "#"
        return f'{found[1]}"{escape(target)}"'

    def _tell(self, entry: Entry, *, always: bool = False) -> None:
        key = (entry.topic, entry.about)
        if always or key not in self.told:
            self.told.add(key)
            self.entries.append(entry)


def _quoted(path: str) -> str:
    return quote(path, safe="/.-_~!$&'()*+,;=:@")


def _name_of(source: str) -> str:
    """Return the file name of a picture that is missing, for a person to put it there."""
    name = source.replace("\\", "/").partition("?")[0].partition("#")[0].rpartition("/")[2]
    return name if name and not name.startswith("data:") else "missing-picture.png"
