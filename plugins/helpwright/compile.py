"""The knowledge base as plain Markdown files, for any site that Python-Markdown renders.

MkDocs' successors do not all run its plugins. Compiled pages need none: headings are Markdown, so
that the engine makes its own table of contents, and all between them is finished HTML, so that no
other engine's idea of a list can change a step.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape
from pathlib import Path

import yaml
from markdown import Markdown

from helpwright.build import Inspection, collection_paused, copies, inspect
from helpwright.config import Config, ConfigError, RedirectForm
from helpwright.diagnostic import worst
from helpwright.render.extension import MarkdownHost
from helpwright.render.host import Addresses, Layout, SiteAddresses, SourceAddresses
from helpwright.render.html import HeadingPiece, Rendered
from helpwright.render.site import Page, plan_site

MANIFEST = ".helpwright.json"
TEMPLATE = "main.html"
ASSETS = ("assets/helpwright.css", "assets/helpwright.js")

_SMALL = 4096
"""How many bytes a new file has at most that needs no other name while it is written."""

_EXTENSIONS = (
    "pymdownx.superfences",
    "pymdownx.highlight",
    "pymdownx.keys",
    "pymdownx.critic",
    "pymdownx.mark",
)
_TAG = re.compile(r"(<[^>]*>)")
_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+.!|~^=:<-]")


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a compilation did: the files that it wrote and removed, and what it found.

    Nothing was written where the findings are bad enough to fail (`failed`).
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    inspection: Inspection
    failed: bool


class Engine(StrEnum):
    """What an engine does with links in HTML: most leave them, Zensical takes them for files'."""

    MKDOCS = "mkdocs"
    ZENSICAL = "zensical"


def compile_site(
    config: Config,
    out: Path,
    *,
    engine: Engine = Engine.MKDOCS,
    directory_urls: bool = True,
    drafts: bool = False,
    forms: Sequence[RedirectForm] | None = None,
    overrides: Path | None = None,
) -> Compiled:
    """Write the knowledge base's pages, pictures, style sheet and script below `out`.

    `engine` is the one that will build them; `MKDOCS` stands for ProperDocs and all others that
    leave links in HTML as they are. `directory_urls` tells whether its addresses are folders,
    `forms` in which forms former addresses lead on; without any, the configuration does.
    `overrides` is the folder of the site's own templates, into which one is written that names
    search engines the address of each page's article, and the pages that they should leave out.
    Files of an earlier compilation that are no longer wanted are removed. Raises ConfigError where
    a file would replace one that no compilation wrote or land outside of `out`, and OSError where
    writing fails; then a second run carries on.
    """
    if overrides is not None:
        _refuse_template(overrides / TEMPLATE)
    with collection_paused():
        chosen = forms or config.redirects
        compiled = _compile(config, out, engine, directory_urls, drafts, chosen)
    if overrides is not None and not compiled.failed:
        overrides.mkdir(parents=True, exist_ok=True)
        (overrides / TEMPLATE).write_bytes(_template())
    return compiled


def _template() -> bytes:
    return (Path(__file__).parent / "overrides" / TEMPLATE).read_bytes()


def _refuse_template(file: Path) -> None:
    """Raise ConfigError where a template stands that no compilation wrote."""
    first = _template().partition(b"\n")[0]
    if file.is_symlink() or (file.exists() and not file.read_bytes().startswith(first)):
        raise ConfigError(
            f"{file} exists and was not written by `helpwright compile`: name another folder "
            "behind --overrides, and copy the block `site_meta` of the file there into this one"
        )


def _compile(
    config: Config,
    out: Path,
    engine: Engine,
    directory_urls: bool,
    drafts: bool,
    forms: Sequence[RedirectForm],
) -> Compiled:
    inspection = inspect(config)
    level = worst(inspection.diagnostics)
    if config.fail_on and level and level.rank <= config.fail_on.rank:
        return Compiled((), (), inspection, True)
    layout = Layout(config.path)
    pictures, found = copies(inspection.kb, config, config.pictures, drafts=drafts)
    inspection = replace(inspection, diagnostics=(*inspection.diagnostics, *found))
    level = worst(found)
    if config.fail_on and level and level.rank <= config.fail_on.rank:
        return Compiled((), (), inspection, True)
    plan = plan_site(
        inspection.kb,
        layout,
        directory_urls=directory_urls,
        drafts=drafts,
        forms=forms,
        related=config.related,
        pictures=pictures,
    )
    addresses: Addresses = (
        SourceAddresses() if engine is Engine.ZENSICAL else SiteAddresses(directory_urls)
    )
    md = Markdown(extensions=list(_EXTENSIONS))
    contents: dict[str, bytes] = {
        page.path: page_source(page, addresses, md, directory_urls=directory_urls).encode()
        for page in plan.pages
    }
    contents |= {path: Path(absolute).read_bytes() for path, absolute in plan.files.items()}
    contents |= {path: content.encode() for path, content in plan.redirects.items()}
    contents |= plan.inventory
    contents |= {path: (Path(__file__).parent / path).read_bytes() for path in ASSETS}
    before = _manifest(out)
    folder = _Folder(out)
    folder.refuse_to_leave({*before, *contents})
    folder.refuse_to_replace(contents, before)
    folder.write(MANIFEST, json.dumps(sorted({*before, *contents}), indent=1).encode() + b"\n")
    for path, content in contents.items():
        folder.write(path, content)
    removed = sorted(before - set(contents))
    for path in removed:
        (out / path).unlink(missing_ok=True)
    folder.write(MANIFEST, json.dumps(sorted(contents), indent=1).encode() + b"\n")
    return Compiled(tuple(sorted(contents)), tuple(removed), inspection, False)


def page_source(
    page: Page, addresses: Addresses, md: Markdown, *, directory_urls: bool = True
) -> str:
    """Return a page as Markdown: front matter, headings, and HTML between them.

    The front matter of a page for other versions names as `canonical` the address, from the top of
    the site, of the article's own.

    `md` highlights code and renders signs; making one takes longer than a page.
    """
    md.reset()
    rendered = page.build(MarkdownHost(md), addresses)
    meta = dict(page.meta)
    if page.canonical:
        meta["canonical"] = SiteAddresses(directory_urls).url(page.canonical)
    front = yaml.safe_dump(meta, allow_unicode=True, sort_keys=True)
    return f"---\n{front}---\n\n" + "\n\n".join(_chunks(md, rendered)) + "\n"


def _chunks(md: Markdown, rendered: Rendered) -> Iterator[str]:
    """Yield the page in turn as headings in Markdown and whole `div` elements."""
    run: list[str] = []
    for piece in rendered.pieces:
        if isinstance(piece, HeadingPiece) and not piece.nested:
            yield from _division(md, rendered.kind, run)
            run = []
            yield _heading(piece.level, piece.attributes.get("id"), _finished(md, piece.html))
        elif isinstance(piece, HeadingPiece):
            attributes = "".join(f' {key}="{escape(it)}"' for key, it in piece.attributes.items())
            run.append(f"<h{piece.level}{attributes}>{piece.html}</h{piece.level}>\n")
        else:
            run.append(piece if isinstance(piece, str) else piece.html)
    yield from _division(md, rendered.kind, run)


def _division(md: Markdown, kind: str, run: list[str]) -> Iterator[str]:
    html = _finished(md, "".join(run)).strip()
    if html:
        yield _inert(f'<div class="{kind}">\n{html}\n</div>')


def _finished(md: Markdown, html: str) -> str:
    """Let Python-Markdown put back what its extensions keep in the stash."""
    for processor in md.postprocessors:
        html = processor.run(html)
    return html


def _heading(level: int, identity: str | None, content: str) -> str:
    """Write a heading as Markdown: its tags stay, its text cannot be taken for Markdown."""
    parts = [
        part if part.startswith("<") else _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", part)
        for part in _TAG.split(content.replace("\n", " "))
    ]
    suffix = f" {{#{identity}}}" if identity else ""
    # Attributes alone would be taken for the heading's text.
    text = "".join(parts) if content.strip() else "<span></span>"
    return f"{'#' * level} {text}{suffix}"


def _inert(html: str) -> str:
    """Hide from preprocessors what they would take for fences, templates, snippets or indents."""
    for character in "`~{}\t":
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


class _Folder:
    """The folder that is written to; what is in it is looked up once, not file by file."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._links: list[Path] = []
        for folder, folders, files in os.walk(out):
            self._folders.add(folder)
            here = Path(folder)
            self._files.update(str(here / name) for name in files)
            self._links += (here / name for name in folders if (here / name).is_symlink())

    def refuse_to_leave(self, paths: set[str]) -> None:
        """Raise ConfigError where a path leads out of the folder, by a symbolic link in it."""
        inside = self._out.resolve()
        for link in sorted(self._links):
            within = f"{link.relative_to(self._out).as_posix()}/"
            used = any(path.startswith(within) for path in paths)
            if used and not link.resolve().is_relative_to(inside):
                raise ConfigError(
                    f"{link} is a link that leads out of {self._out}: put a folder in its place, "
                    "or compile to another one"
                )

    def refuse_to_replace(self, contents: Mapping[str, bytes], before: set[str]) -> None:
        """Raise ConfigError where a file stands that no compilation wrote."""
        for path, content in contents.items():
            file = self._out / path
            is_foreign = path not in before and self._may_have(file) and file.exists()
            if is_foreign and file.read_bytes() != content:
                raise ConfigError(
                    f"{file} exists and was not compiled from the knowledge base: move it away, "
                    "or compile to another folder"
                )

    def write(self, path: str, content: bytes) -> None:
        """Write a file whole or not at all; an unchanged one keeps its time."""
        file = self._out / path
        if self._may_have(file) and file.is_file() and file.read_bytes() == content:
            return
        if str(file.parent) not in self._folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(str(file.parent))
        if len(content) <= _SMALL and not self._may_have(file):
            with file.open("xb") as new:  # One call of the system writes all of it.
                new.write(content)
            self._files.add(str(file))
            return
        aside = file.with_name(f".{file.name}.writing")
        if self._may_have(aside):
            aside.unlink(missing_ok=True)  # What an interrupted run left, or a link elsewhere.
        aside.write_bytes(content)
        aside.replace(file)

    def _may_have(self, file: Path) -> bool:
        """Tell whether a file can have been there; what stands behind links was not looked up."""
        return bool(self._links) or str(file) in self._files or str(file) in self._folders
