"""Single elements of raw HTML: pictures, anchors, videos, and what is taken out."""

from __future__ import annotations

import re

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.markdown.log import Log
from helpwright.importers.markdown.tags import Tag
from helpwright.model import Attributes, Image, Link, Text

_WEB = re.compile(r"https?://[^\s<>]{1,2000}\Z", re.IGNORECASE)
_MEDIA = frozenset("iframe video audio embed object source".split())
_LABEL = re.compile(r"[\w.:-]+")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*\Z")


def read_picture(tag: Tag, log: Log) -> Image | None:
    """Return the picture of an `img` tag; None where it names no file."""
    source = tag.attributes.get("src", "").strip()
    if not source:
        return None
    sizes = {}
    for name in ("width", "height"):
        match = _PIXELS.match(tag.attributes.get(name, ""))
        if match is not None and int(match[1]):
            sizes[name] = match[1]
        elif name in tag.attributes:
            note_attribute(f'{name}="{tag.attributes[name]}"', log)
    alt = " ".join(tag.attributes.get("alt", "").split())
    title = " ".join(tag.attributes.get("title", "").split())
    attributes = Attributes(NOWHERE, values=sizes) if sizes else None
    return Image(source, title, alt, attributes, NOWHERE)


def anchor_of(tag: Tag) -> str:
    """Return the name that a tag gives its place, where it can be a label; else an empty text."""
    name = tag.attributes.get("id", "") or tag.attributes.get("name", "")
    return name if tag.name in ("a", "span", "div") and _LABEL.fullmatch(name) else ""


def note_wrapper(tag: Tag, log: Log) -> None:
    """Note that a tag which only arranges or decorates is gone."""
    if tag.attributes or tag.name in ("center", "font", "big"):
        reason = "tags that only arrange or colour the text are gone; the text stays"
        log.note(Outcome.DROPPED, "layout", reason, tag.raw)


def note_attribute(attribute: str, log: Log) -> None:
    """Note that an attribute is gone."""
    if attribute.lower().startswith("on"):
        reason = "code that runs in the reader's browser is not taken along"
        log.note(Outcome.DROPPED, "active-html", reason, attribute, Attention.LOOK)
    else:
        reason = "the look that raw HTML gives its text is not taken along"
        log.note(Outcome.DROPPED, "layout", reason, attribute)


def note_raw(raw: str, log: Log) -> None:
    """Note that HTML stays as it is."""
    if "<ol" in raw.lower():
        reason = "steps in raw HTML stay as they are: nothing can be checked or linked in them"
        log.note(Outcome.KEPT_RAW, "raw-steps", reason, raw, Attention.DECIDE)
        return
    reason = "this HTML has no other form in an article and stays as it is"
    log.note(Outcome.KEPT_RAW, "raw-html", reason, raw, Attention.LOOK)


def note_removed(tag: Tag, log: Log) -> None:
    """Note that an element which a page may not have is gone, and its text stays."""
    if tag.closing or tag.name == "source":
        return
    if tag.name in _MEDIA:
        reason = "a video, frame or player is not taken along"
        log.note(Outcome.DROPPED, "media", reason, tag.raw, Attention.LOST)
    else:
        reason = "an article cannot hold this element of HTML; its text stays"
        log.note(Outcome.DROPPED, "active-html", reason, tag.raw, Attention.LOOK)


def link_to_media(tag: Tag, log: Log) -> Link | None:
    """Return a link in the place of a video or frame; None, with a note, for all else."""
    source = tag.attributes.get("src", "").strip() or tag.attributes.get("data", "").strip()
    if tag.closing or tag.name not in _MEDIA or not _WEB.match(source):
        note_removed(tag, log)
        return None
    log.entries.append(
        Entry(
            Outcome.REPAIRED,
            "media",
            "a video, frame or player is a link to it now",
            about=source[:200],
            added=source,
            added_links=1,
            attention=Attention.LOOK,
        )
    )
    return Link(source, "", (Text(source, NOWHERE),), True, NOWHERE)
