"""Site folders made without an engine: articles rendered into bare pages, to be spoilt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.diagnostic import Diagnostic
from helpwright.prove import Site, prove
from helpwright.render.extension import HelpwrightExtension, marker
from helpwright.render.host import Layout, SiteAddresses
from helpwright.render.site import plan_site
from tests.rendering import EXTENSIONS

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d4944415478da63fccff0bf1e0005850281a2e2a4510000000049454e44ae426082"
)
PAGE = (
    '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>A page</title></head>\n'
    '<body>\n<header><a href="#__skip">Skip</a></header>\n<main id="__skip">'
    '<article class="md-content__inner">\n{}\n</article></main>\n</body>\n</html>\n'
)


class SiteFolder:
    """The site of a knowledge base, and the proof of it."""

    def __init__(self, folder: Path, kb: Mapping[str, str], *, directory_urls: bool = True) -> None:
        self.root = folder / "site"
        source = folder / "kb-source"
        for path, text in kb.items():
            _write(source / path, text.encode())
        for path in ("pictures/one.png", "pictures/two.png", "files/tool.txt"):
            _write(source / path, PIXEL)
        self.config = Config(source)
        self.kb = inspect(self.config).kb
        self.site = Site(self.root, Layout("kb"), directory_urls)
        self._render()

    def prove(self) -> list[Diagnostic]:
        """Return what is wrong with the site."""
        return prove(self.site, self.kb).findings

    def told(self) -> list[str]:
        """Return the findings as lines: code, page, message."""
        return [f"{found.rule.code} {found.path}: {found.message}" for found in self.prove()]

    def file(self, page: str) -> Path:
        """Return the file of a page by its address."""
        return self.root / page / "index.html"

    def replace(self, page: str, old: str, new: str) -> None:
        """Change the HTML of a page; what is changed must stand there exactly once."""
        html = self.file(page).read_text("utf-8")
        assert html.count(old) == 1, (html.count(old), old)
        self.file(page).write_text(html.replace(old, new), "utf-8")

    def change(self, page: str, change: Callable[[LexborNode], None]) -> None:
        """Change the elements of a page."""
        parser = LexborHTMLParser(self.file(page).read_text("utf-8"))
        assert parser.root is not None
        change(parser.root)
        html = parser.html
        assert html is not None
        self.file(page).write_text(html, "utf-8")

    def _render(self) -> None:
        addresses = SiteAddresses(self.site.directory_urls)
        plan = plan_site(self.kb, self.site.layout, directory_urls=self.site.directory_urls)
        builders = {page.path: lambda host, p=page: p.build(host, addresses) for page in plan.pages}
        extensions = [name for name in EXTENSIONS if name not in ("smarty", "footnotes")]
        md = Markdown(
            extensions=[*extensions, HelpwrightExtension(builders)],
            extension_configs={"toc": {"permalink": True}},
        )
        for page in plan.pages:
            html = PAGE.format(md.reset().convert(marker(page.path)))
            _write(self.root / self.site.file(page.path), html.encode())
        for path, absolute in plan.files.items():
            _write(self.root / path, Path(absolute).read_bytes())
        for path, content in plan.redirects.items():
            _write(self.root / path, content.encode())


def find(root: LexborNode, selector: str) -> LexborNode:
    """Return the one element that a selector fits."""
    found = root.css(selector)
    assert len(found) == 1, (selector, len(found))
    return found[0]


def move_behind(node: LexborNode, place: LexborNode) -> None:
    """Put an element behind another, out of where it was."""
    place.insert_after(node)  # A copy of it.
    node.decompose()


def article(id: str, body: str, **more: str) -> str:
    """Return the source of a published article; `more` replaces or adds front matter."""
    front = {"id": id, "title": f"About {id}", "status": "published", "updated": "2024-09-18"}
    lines = "".join(f"{key}: {value}\n" for key, value in (front | more).items())
    return f"---\n{lines}---\n{body}"


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
