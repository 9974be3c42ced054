"""Short forms in running text that only one system reads, in plain Markdown.

Links and pictures in double brackets (Obsidian, wikis), shortcodes that lead to files and videos
(Hugo, Jekyll, GitBook), sizes behind pictures (Azure DevOps), variables of the site in addresses.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import quote

from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.markdown.arguments import read_arguments
from helpwright.importers.markdown.code_ranges import code_ranges
from helpwright.importers.markdown.containers import Offsets
from helpwright.importers.markdown.log import Log

_SHORT = re.compile(
    r"(?P<embedded>!?)\[\[(?P<wiki>[^\[\]|\n\\]{1,300}?)(?:\\?\|(?P<said>[^\[\]\n]{0,300}))?\]\](?!\()"
    r"|\{\{[<%][ \t]*(?:rel)?ref[ \t]+[\"']?(?P<ref>[^\s\"'{}<>]+)[\"']?[ \t]*[>%]\}\}"
    r"|\{%-?[ \t]*link[ \t]+(?P<link>[^\s{}%]+)[ \t]*-?%\}"
    r"|\{\{-?[ \t]*(?:site|page)\.(?:github\.)?(?:baseurl|url)[ \t]*(?:\|[^{}\n]{0,80})?\}\}"
    r"|\{\{-?[ \t]*[\"'](?P<filtered>[^\"'{}\n]+)[\"'][ \t]*\|"
    r"[ \t]*(?:relative_url|absolute_url|relURL|absURL)[ \t]*-?\}\}"
    r"|\{%-?[ \t]*(?:end)?raw[ \t]*-?%\}"
    r"|\{%-?[ \t]*(?P<tag>embed|file|youtube|vimeo)[ \t](?P<args>[^%\n]{0,600})%\}"
    r"|\{\{[<%][ \t]*(?P<code>figure|img|image|youtube|vimeo)[ \t]"
    r"(?P<cargs>[^{}\n]{0,600}?)/?[>%]\}\}"
    r"|(?<=\))\{:?(?P<attributes>[ \t]*[^{}\n]{1,200})\}"
    r"|\{/\*(?P<comment>[^*]{0,2000})\*/\}"
    r"|%%(?P<hidden>[^%\n]{1,1000})%%"
    r"|(?P<sized>\]\([^()\s]{1,600})[ \t]+=(?P<width>\d{0,5})x(?P<height>\d{0,5})\)"
)
_PRESENT = re.compile(r"\[\[|\{\{|\{%|\)\{|=\d*x\d*\)|\{/\*")
_CONTENTS = frozenset(("toc", "_toc_", "_tosp_"))
_PICTURES = frozenset(".png .jpg .jpeg .gif .svg .webp .avif .bmp .ico .tif .tiff .heic".split())
_SIZE = re.compile(r"(\d{1,5})(?:x(\d{1,5}))?\Z")
_KNOWN = re.compile(r"[\w.-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s\"']+))?")
_OURS = frozenset("applies_to resolves for continue".split())
_PIXELS = re.compile(r"(\d{1,5})(?:px)?\Z")

Find = Callable[[str], str]
"""Returns the path of the document of a name as a link has it; the name where there is none."""


def rewrite_shortcuts(text: str, find: Find, log: Log) -> str:
    """Return a text with short forms as plain Markdown; code is left alone."""
    if not _PRESENT.search(text):
        return text
    ranges = code_ranges(text.encode("utf-8", "replace"), html=True)
    offset = Offsets(text)

    def replacement(match: re.Match[str]) -> str:
        if ranges.cover(offset.of(match.start())):
            return match[0]
        if match["hidden"] and "[[" not in text:
            return match[0]
        return _plain(match, find, log)

    return _SHORT.sub(replacement, text)


def _plain(match: re.Match[str], find: Find, log: Log) -> str:
    if match["wiki"]:
        return _wiki(match, find, log)
    if match["ref"]:
        return match["ref"]
    if match["link"]:
        return "/" + match["link"].lstrip("/")
    if match["filtered"]:
        return match["filtered"]
    if match["tag"]:
        return _tag(match[0], match["tag"], match["args"], log)
    if match["code"]:
        return _tag(match[0], match["code"], match["cargs"], log)
    if match["attributes"]:
        return _attributes(match[0], match["attributes"], log)
    if match[0].startswith("{%"):
        return ""
    if match["comment"] is not None or match["hidden"]:
        said = (match["comment"] or match["hidden"] or "").strip()
        if re.fullmatch(r"#[\w.:-]+", said):
            return f"{{{said}}}"
        log.note(Outcome.DROPPED, "comment", "the original does not show this comment", said)
        return ""
    if match["sized"]:
        sizes = [f"{name}={match[name]}" for name in ("width", "height") if match[name]]
        return f"{match['sized']}){{{' '.join(sizes)}}}" if sizes else f"{match['sized']})"
    reason = "a variable of the original site is gone from an address"
    log.note(Outcome.DROPPED, "site-syntax", reason, match[0])
    return ""


def _wiki(match: re.Match[str], find: Find, log: Log) -> str:
    written, said = match["wiki"].strip(), (match["said"] or "").strip()
    if written.lower() in _CONTENTS or not written:
        return match[0]
    name, _, part = written.partition("#")
    suffix = posixpath.splitext(name)[1].lower()
    if match["embedded"] and suffix in _PICTURES:
        size = _SIZE.match(said)
        values = f"width={size[1]}" if size else ""
        values += f" height={size[2]}" if size and size[2] else ""
        alt = "" if size else said
        return f"![{alt}](<{_safe(name)}>)" + (f"{{{values}}}" if values else "")
    if match["embedded"]:
        reason = "the original shows another text here, and the article has a link to it"
        log.note(Outcome.LEFT, "include", reason, match[0], Attention.LOST)
    # Obsidian and wikis show the name, and a heading behind it.
    label = said or _escaped(" > ".join(filter(None, (name, part.lstrip("^")))))
    target = find(name) if name else ""
    fragment = "" if not part else "#" + quote(_slug(part))
    return f"[{label}](<{_safe(target)}{fragment}>)"


def _slug(part: str) -> str:
    words = part.rpartition("#")[2].strip().lower()
    return re.sub(r"[^\w-]", "", words.replace(" ", "-"))


def _safe(target: str) -> str:
    return target.strip().replace("<", "%3C").replace(">", "%3E").replace("\\", "/")


def _escaped(words: str) -> str:
    return re.sub(r"([*_`~<&\\])", r"\\\1", words)


def _tag(written: str, name: str, arguments: str, log: Log) -> str:
    found = read_arguments(arguments)
    first = next(iter(found.plain), "")
    source = found.first("src", "url", "file", "link", "href") or first
    identity = found.first("id") or first
    if name in ("figure", "img", "image"):
        if not source:
            return written
        alt = found.first("alt", "caption", "title").replace("]", "")
        caption = found.first("caption", "title").replace('"', "'")
        title = f' "{caption}"' if caption and caption != alt else ""
        return f"![{alt}](<{_safe(source)}>{title})"
    if name in ("youtube", "vimeo"):
        if not re.fullmatch(r"[\w-]{1,40}", identity):
            return written
        base = "https://www.youtube.com/watch?v=" if name == "youtube" else "https://vimeo.com/"
        source = base + identity
    if not source:
        return written
    log.note(Outcome.MAPPED, "media", "what the original embeds is a link now", source)
    if name == "file" or not re.match(r"https?://[^\s<>]+\Z", source):
        label = found.first("caption", "name") or posixpath.basename(source) or source
        return f"[{label}](<{_safe(source)}>)"
    return f"<{source}>"


def _attributes(written: str, inner: str, log: Log) -> str:
    """Keep the size that stands behind a picture, in our form."""
    tokens = inner.split()
    if not all(_KNOWN.fullmatch(token.lstrip("#.:")) for token in tokens):
        return written
    if not any(token[:1] in ".#:" or "=" in token for token in tokens):
        return written  # Braces that are text.
    kept: list[str] = []
    for token in tokens:
        name, _, value = token.partition("=")
        size = _PIXELS.match(value.strip("\"'"))
        if name in ("width", "height") and size is not None:
            kept.append(f"{name}={size[1]}")
        elif token == ".icon" or token[0] == "#" or name in _OURS:
            kept.append(token)
        else:
            reason = "attributes behind links and pictures are not taken along"
            log.note(Outcome.DROPPED, "attributes", reason, token)
    return f"{{{' '.join(kept)}}}" if kept else ""
