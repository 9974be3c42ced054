"""The Python-Markdown extension that puts rendered pages in place of their markers.

MkDocs hands every page to Python-Markdown. For a page of the knowledge base it gets one line, a
marker; this extension replaces it with the HTML that was written from the parsed source. Headings
are real elements, for the host's table of contents; its code highlighting and inline extensions do
their work where the writer asks for them; all else passes by in the host's stash, untouched.
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
from helpwright.render.html import CONTROLS, HeadingPiece, Rendered

PageBuilder = Callable[[Host], Rendered]
Apart = Callable[[str], str]

_PLACE = "helpwright-page"
_MARKER = re.compile(r"\ue000helpwright:(?P<page>[^\ue000\n]+)\ue000")
# Signs that stand right between letters or digits are those of a formula or a program: `a==b`.
_SYNTAXES = {
    "keys": r"(?<![+A-Za-z0-9])\+\+[A-Za-z0-9\"'](?:[A-Za-z0-9\"'-]|\+(?!\+))*\+\+(?![+A-Za-z0-9])",
    "emoji": r"(?<![\w:]):[a-z+][a-z0-9_+-]*:(?![\w:])",
    "mark": r"(?<![=A-Za-z0-9])==[^\s=*_\\\[\]<&`]+(?: [^\s=*_\\\[\]<&`]+)*==(?![=A-Za-z0-9])",
    "caret": r"(?<!\^)\^\^?[^\s^*_\\\[\]<&`]+\^?\^(?![\^(A-Za-z0-9])",
}
# None holds the start of another, so that many starts without an end take linear time.
_CRITIC = "|".join(
    rf"{start}(?:(?!{start}).)+?{end}"
    for start, end in (
        (r"\{\+\+", r"\+\+\}"),
        (r"\{--", r"--\}"),
        (r"\{==", r"==\}"),
        (r"\{>>", r"<<\}"),
    )
)


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

    def inline(self, written: str) -> str:
        """Return what the host's inline patterns make of a text."""
        holder = etree.Element("div")
        etree.SubElement(holder, "span").text = written
        self._md.treeprocessors["inline"].run(holder)
        self._md.treeprocessors["unescape"].run(holder)
        html = self._md.serializer(holder).removeprefix("<div><span>").removesuffix("</span></div>")
        # What stands apart from the article does not pass through the host once more.
        stash = self._md.htmlStash.rawHtmlBlocks
        return HTML_PLACEHOLDER_RE.sub(lambda found: str(stash[int(found[1])]), html)

    def code_block(self, info: str, value: str) -> str:
        """Return code highlighted as the host's fenced code blocks are."""
        language, options = info_options(info)
        html = self._fence(language, options, value)
        if html is not None:
            return html
        attribute = f' class="language-{escape(language)}"' if language else ""
        code = escape(value.translate(CONTROLS), quote=False)
        return f"<pre><code{attribute}>{code}</code></pre>\n"

    def _fence(self, language: str, options: Mapping[str, str], value: str) -> str | None:
        """Let the host's superfences render a fence; None where it has none or declines."""
        if "fenced_code_block" not in self._md.preprocessors or not value.strip():
            return None
        runs = [len(run) for run in re.findall(r"^[ \t]*(`{3,})", value, re.MULTILINE)]
        fence = "`" * max([3, *(run + 1 for run in runs)])
        header = " ".join([language, *(f'{key}="{text}"' for key, text in options.items())]).strip()
        lines = [fence + header, *value.translate(CONTROLS).removesuffix("\n").split("\n"), fence]
        result = self._md.preprocessors["fenced_code_block"].run(lines)
        found = [line.strip() for line in result if line.strip()]
        match = HTML_PLACEHOLDER_RE.fullmatch(found[0]) if len(found) == 1 else None
        if match is None:
            return None
        return f"{self._md.htmlStash.rawHtmlBlocks[int(match[1])]}\n"


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
    that read the finished tree, such as the table of contents.
    """

    def __init__(self, md: Markdown, pages: Mapping[str, PageBuilder], apart: Apart) -> None:
        super().__init__(md)
        self._pages = pages
        self._apart = apart

    def run(self, root: etree.Element) -> None:
        for element in list(root):
            if element.tag == _PLACE:
                page = self._pages[str(element.text)](MarkdownHost(self.md))
                at = list(root).index(element)
                root.remove(element)
                self._put(root, at, page)

    def _put(self, root: etree.Element, at: int, page: Rendered) -> None:
        """Put a page's pieces at an index: headings as elements, all else from the stash."""
        store = self.md.htmlStash.store
        run = [f'<div class="{page.kind}">\n']
        heading: etree.Element | None = None

        def flush() -> None:
            text = store("".join(run))
            run.clear()
            if heading is not None:
                heading.tail = text
            elif at:
                root[at - 1].tail = (root[at - 1].tail or "") + text
            else:
                root.text = (root.text or "") + text

        for piece in page.pieces:
            if isinstance(piece, HeadingPiece):
                flush()
                heading = etree.Element(f"h{piece.level}", dict(piece.attributes))
                heading.text = store(piece.html)
                root.insert(at, heading)
                at += 1
            else:
                run.append(piece if isinstance(piece, str) else self._apart(piece.html))
        run.append("</div>")
        flush()


class HelpwrightExtension(Extension):
    """Registers the replacement; `pages` maps a page's path to the function that builds it.

    `apart` says what to write for an element that is no part of an article's text.
    """

    def __init__(
        self,
        pages: Mapping[str, PageBuilder] | None = None,
        apart: Apart = str,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._apart = apart
        self.pages: Mapping[str, PageBuilder] = pages if pages is not None else {}

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the marker in front of all blocks, and its replacement in front of `toc`."""
        md.parser.blockprocessors.register(_Marker(md, self.pages), "helpwright", 1000)
        md.treeprocessors.register(_Pages(md, self.pages, self._apart), "helpwright", 5.5)
