"""The knowledge base as plain Markdown files, for any site that Python-Markdown renders.

MkDocs' successors do not all run its plugins. Compiled pages need none: headings are Markdown, so
that the engine makes its own table of contents, and all between them is finished HTML, so that no
other engine's idea of a list can change a step.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import yaml
from markdown import Markdown

from helpwright.build import inspect
from helpwright.config import Config, ConfigError
from helpwright.diagnostic import Diagnostic, worst
from helpwright.render.extension import HelpwrightExtension, marker
from helpwright.render.host import Addresses, Host, Layout, SiteAddresses
from helpwright.render.site import Page, plan_site

MANIFEST = ".helpwright.json"
STYLESHEET = "assets/helpwright.css"

_EXTENSIONS = (
    "pymdownx.superfences",
    "pymdownx.highlight",
    "pymdownx.keys",
    "pymdownx.critic",
    "pymdownx.mark",
)
_CUT = "\ue001"
_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*)</h\1>", re.DOTALL)
_TAG = re.compile(r"(<[^>]*>)")
_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+.!|~^=:<-]")


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a compilation did: the files that it wrote and removed, and what the sources hold.

    Nothing was written where the findings are bad enough to fail (`failed`).
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    failed: bool


def compile_site(
    config: Config, out: Path, *, directory_urls: bool = True, drafts: bool = False
) -> Compiled:
    """Write the knowledge base's pages, pictures and style sheet below `out`.

    Files of an earlier compilation that are no longer wanted are removed. Raises ConfigError where
    a file would replace one that no compilation wrote, and OSError where writing fails; then a
    second run carries on.
    """
    inspection = inspect(config)
    level = worst(inspection.diagnostics)
    if config.fail_on and level and level.rank <= config.fail_on.rank:
        return Compiled((), (), inspection.diagnostics, True)
    layout = Layout(config.path)
    plan = plan_site(inspection.kb, layout, directory_urls=directory_urls, drafts=drafts)
    addresses = SiteAddresses(directory_urls)
    contents: dict[str, bytes] = {
        page.path: page_source(page, addresses).encode() for page in plan.pages
    }
    contents |= {path: Path(absolute).read_bytes() for path, absolute in plan.files.items()}
    contents |= {path: content.encode() for path, content in plan.redirects.items()}
    contents[STYLESHEET] = (Path(__file__).parent / STYLESHEET).read_bytes()
    before = _manifest(out)
    _refuse_to_replace(out, contents, before)
    _write(out / MANIFEST, json.dumps(sorted({*before, *contents}), indent=1).encode() + b"\n")
    for path, content in contents.items():
        _write(out / path, content)
    removed = sorted(before - set(contents))
    for path in removed:
        (out / path).unlink(missing_ok=True)
    _write(out / MANIFEST, json.dumps(sorted(contents), indent=1).encode() + b"\n")
    return Compiled(tuple(sorted(contents)), tuple(removed), inspection.diagnostics, False)


def page_source(page: Page, addresses: Addresses) -> str:
    """Return a page as Markdown: front matter, headings, and HTML between them."""

    def build(host: Host) -> etree.Element:
        return _cut_at_headings(page.build(host, addresses))

    md = Markdown(extensions=[*_EXTENSIONS, HelpwrightExtension({page.path: build})])
    html = md.convert(marker(page.path))
    front = yaml.safe_dump(dict(page.meta), allow_unicode=True, sort_keys=True)
    return f"---\n{front}---\n\n" + "\n\n".join(_pieces(html)) + "\n"


def _cut_at_headings(root: etree.Element) -> etree.Element:
    """Mark the headings at the top of a page, and wrap what lies between them."""
    cut = etree.Element("div")
    (article,) = root
    attributes = dict(article.attrib)
    chunk: etree.Element | None = None
    for child in list(article):
        if re.fullmatch("h[1-6]", child.tag):
            for element in (_sentinel(), child, _sentinel()):
                cut.append(element)
            chunk = None
        else:
            if chunk is None:
                chunk = etree.SubElement(cut, "div", attributes)
            chunk.append(child)
    return cut


def _sentinel() -> etree.Element:
    element = etree.Element("p")
    element.text = _CUT
    return element


def _pieces(html: str) -> Iterator[str]:
    for piece in html.split(f"<p>{_CUT}</p>"):
        heading = _HEADING.fullmatch(piece.strip())
        if heading is not None:
            yield _heading(int(heading[1]), heading[2], heading[3])
        elif piece.strip():
            yield _inert(piece.strip())


def _heading(level: int, attributes: str, content: str) -> str:
    """Write a heading as Markdown: its tags stay, its text cannot be taken for Markdown."""
    parts = [
        part if part.startswith("<") else _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", part)
        for part in _TAG.split(content.replace("\n", " "))
    ]
    identity = re.search(r'\bid="([^"]*)"', attributes)
    suffix = f" {{#{unescape(identity[1])}}}" if identity else ""
    return f"{'#' * level} {''.join(parts)}{suffix}"


def _inert(html: str) -> str:
    """Hide from preprocessors what they would take for fences, templates or snippets in HTML."""
    for character in "`~{}":
        html = html.replace(character, f"&#{ord(character)};")
    return html


def _manifest(out: Path) -> set[str]:
    try:
        names = json.loads((out / MANIFEST).read_bytes())
    except FileNotFoundError:
        return set()
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"{out / MANIFEST} cannot be read ({error}): remove it and what was compiled before"
        ) from error
    if not isinstance(names, list):
        raise ConfigError(f"{out / MANIFEST} is not a list of files: remove it")
    return {
        name
        for name in names
        if isinstance(name, str) and ".." not in name.split("/") and not name.startswith("/")
    }


def _refuse_to_replace(out: Path, contents: dict[str, bytes], before: set[str]) -> None:
    for path, content in contents.items():
        file = out / path
        if path not in before and file.exists() and file.read_bytes() != content:
            raise ConfigError(
                f"{file} exists and was not compiled from the knowledge base: move it away, or "
                "compile to another folder"
            )


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all; an unchanged one keeps its time."""
    if file.is_file() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.writing")
    aside.write_bytes(content)
    aside.replace(file)
