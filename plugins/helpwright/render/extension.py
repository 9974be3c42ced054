"""The Python-Markdown extension that puts rendered pages in place of their markers.

MkDocs hands every page to Python-Markdown. For a page of the knowledge base it gets one line, a
marker; this extension replaces it with the element tree that was built from the parsed source.
The host's table of contents and link checks see real elements, and its code highlighting and
inline extensions do their work where the writer asks for them.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from helpwright.render.host import Host, info_options

PageBuilder = Callable[[Host], etree.Element]

_PLACE = "helpwright-page"
_MARKER = re.compile(r"\ue000helpwright:(?P<page>[^\ue000\n]+)\ue000")
_SYNTAXES = {
    "keys": r"(?<!\+)\+\+[A-Za-z0-9\"'](?:[A-Za-z0-9\"'-]|\+(?!\+))*\+\+",
    "emoji": r"(?<![\w:]):[a-z+][a-z0-9_+-]*:(?![\w:])",
    "mark": r"(?<!=)==[^\s=*_\\\[\]<&`]+(?: [^\s=*_\\\[\]<&`]+)*==(?!=)",
    "caret": r"(?<!\^)\^\^?[^\s^*_\\\[\]<&`]+\^?\^(?!\^)",
}
_CRITIC = r"\{\+\+.+?\+\+\}|\{--.+?--\}|\{==.+?==\}|\{>>.+?<<\}"


def marker(page: str) -> str:
    """Return the Markdown text that stands for a page."""
    return f"\ue000helpwright:{page}\ue000"


class MarkdownHost:
    """The `Host` that a Python-Markdown instance is."""

    def __init__(self, md: Markdown) -> None:
        self._md = md
        # Some of pymdown-extensions' syntaxes share one inline pattern, so names do not tell.
        modules = {type(one).__module__.rpartition(".")[2] for one in md.registeredExtensions}
        parts = [
            pattern
            for name, pattern in _SYNTAXES.items()
            if name in md.inlinePatterns or name in modules
        ]
        if "critic" in md.preprocessors:
            parts.insert(0, _CRITIC)
        self.syntax = re.compile("|".join(parts)) if parts else None

    def inline(self, written: str) -> etree.Element:
        """Return an element with what the host's inline patterns make of a text."""
        holder = etree.Element("div")
        element = etree.SubElement(holder, "span")
        element.text = written
        self._md.treeprocessors["inline"].run(holder)
        return element

    def code_block(self, info: str, value: str) -> str:
        """Highlight code as the host's fenced code blocks are; return a placeholder."""
        language, options = info_options(info)
        placeholder = self._fence(language, options, value)
        if placeholder is not None:
            return placeholder
        attribute = f' class="language-{escape(language)}"' if language else ""
        code = f"<pre><code{attribute}>{escape(value, quote=False)}</code></pre>"
        return self._md.htmlStash.store(code)

    def _fence(self, language: str, options: Mapping[str, str], value: str) -> str | None:
        """Let the host's superfences render a fence; None where it has none or declines."""
        if "fenced_code_block" not in self._md.preprocessors or not value.strip():
            return None
        runs = [len(run) for run in re.findall(r"^[ \t]*(`{3,})", value, re.MULTILINE)]
        fence = "`" * max([3, *(run + 1 for run in runs)])
        header = " ".join([language, *(f'{key}="{text}"' for key, text in options.items())]).strip()
        lines = [fence + header, *value.removesuffix("\n").split("\n"), fence]
        result = self._md.preprocessors["fenced_code_block"].run(lines)
        found = [line for line in result if line.strip()]
        if len(found) == 1 and HTML_PLACEHOLDER_RE.fullmatch(found[0].strip()):
            return found[0].strip()
        return None


class _Marker(BlockProcessor):
    """Turns a marker into an empty element, so that nothing happens to a page too early."""

    def __init__(self, md: Markdown, pages: Mapping[str, PageBuilder]) -> None:
        super().__init__(md.parser)
        self._pages = pages

    def test(self, parent: etree.Element, block: str) -> bool:
        match = _MARKER.fullmatch(block.strip())
        return match is not None and match["page"] in self._pages

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        match = _MARKER.fullmatch(blocks.pop(0).strip())
        assert match is not None
        etree.SubElement(parent, _PLACE).text = AtomicString(match["page"])


class _Pages(Treeprocessor):
    """Puts pages in their places.

    Runs behind the tree processors that read text as syntax (inline patterns, attribute lists,
    abbreviations, typography), so that they cannot touch a writer's words, and in front of those
    that read the finished tree: the table of contents and MkDocs' links and anchors.
    """

    def __init__(self, md: Markdown, pages: Mapping[str, PageBuilder]) -> None:
        super().__init__(md)
        self._pages = pages

    def run(self, root: etree.Element) -> None:
        for at, element in enumerate(list(root)):
            if element.tag == _PLACE:
                (page,) = self._pages[str(element.text)](MarkdownHost(self.md))
                root[at] = page


class HelpwrightExtension(Extension):
    """Registers the replacement; `pages` maps a page's path to the function that builds it."""

    def __init__(self, pages: Mapping[str, PageBuilder] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pages: Mapping[str, PageBuilder] = pages if pages is not None else {}

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the marker in front of all blocks, and its replacement in front of `toc`."""
        md.parser.blockprocessors.register(_Marker(md, self.pages), "helpwright", 1000)
        md.treeprocessors.register(_Pages(md, self.pages), "helpwright", 5.5)
