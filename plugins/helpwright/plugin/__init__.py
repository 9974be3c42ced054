"""The MkDocs adapter: only this package imports MkDocs."""

from __future__ import annotations

import gc
import json
import logging
import os
import posixpath
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from mkdocs.config import config_options as options
from mkdocs.config.base import Config as BaseConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from helpwright import swap
from helpwright.build import Inspection, copies, inspect_reading
from helpwright.config import (
    FAIL_ON,
    MAX_RELATED,
    Config,
    ConfigError,
    RedirectForm,
    fail_level,
    picture_settings,
    redirect_forms,
    related_limit,
    site_path,
)
from helpwright.derive import Pictures
from helpwright.diagnostic import Diagnostic, Position, Severity, worst
from helpwright.faults import TEXT_CHANGED_BY_PLUGIN
from helpwright.knowledge import KnowledgeBase
from helpwright.nav import expand_nav
from helpwright.plugin.page import KnowledgePage, Renderer, link_whole_pictures
from helpwright.prove import Site, prove
from helpwright.read import read
from helpwright.render.host import Layout
from helpwright.render.site import Page, SitePlan, plan_site
from helpwright.report.escape import visible
from helpwright.report.findings import related_lines, remedy
from helpwright.settle import with_severities

log = get_plugin_logger("helpwright")

_PACKAGE = Path(__file__).parent.parent
_COLLECTION = (100_000, 20, 100)
"""When Python looks for cyclic garbage: a build keeps nearly all that it makes, so that the usual
700 objects would have it search through every page again and again."""

_STYLESHEET = "assets/helpwright.css"
_SCRIPT = "assets/helpwright.js"
_FEATURES = ("navigation.prune", "navigation.indexes", "content.code.copy")


class PluginOptions(BaseConfig):  # type: ignore[no-untyped-call]
    """The options in `mkdocs.yml`; `docs/reference/configuration.md` describes them."""

    kb_dir = options.Type(str, default="kb-source")
    path = options.Type(str, default="kb")
    fail_on = options.Choice(FAIL_ON, default="error")
    redirects = options.ListOfItems(
        options.Choice([str(form) for form in RedirectForm]), default=["html"]
    )
    related = options.Type((bool, int), default=MAX_RELATED)
    pictures = options.Type((dict, bool), default={"formats": ["avif", "webp"], "zoom": True})


class HelpwrightPlugin(BasePlugin[PluginOptions]):  # type: ignore[no-untyped-call]
    """Compiles the knowledge base into pages of the site, and proves the built site against it.

    Events: `on_config` prepares the theme and the folder to build in; `on_files` reads, checks and
    adds pages that render themselves; `on_page_context` completes each; `on_post_build` proves the
    result and puts it in place of the old site.
    """

    def __init__(self) -> None:
        self._serving = False
        self._dirty = False
        self._asking = False
        self._collection = gc.get_threshold()
        self._pages: dict[str, Page] = {}
        self._site: Path | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember what MkDocs was started for."""
        self._serving = command == "serve"
        self._dirty = dirty
        # Tools such as mike load the configuration to ask for `site_dir`, and build nothing.
        self._asking = command not in ("build", "gh-deploy", "serve")
        if not self._serving:
            gc.set_threshold(*_COLLECTION)

    def on_shutdown(self) -> None:
        """Leave the interpreter as it was."""
        gc.set_threshold(*self._collection)

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Prepare the theme and the output folder."""
        try:
            self._config = Config(
                kb_dir=self._kb_dir(config),
                docs_dir=Path(config.docs_dir),
                path=site_path(self.config.path),
                fail_on=fail_level(self.config.fail_on),
                redirects=redirect_forms(self.config.redirects),
                directory_urls=config.use_directory_urls,
                related=related_limit(self.config.related),
                pictures=picture_settings(self.config.pictures),
            )
        except ConfigError as error:
            raise PluginError(str(error)) from error
        self._layout = Layout(self._config.path)
        features = config.theme.get("features")
        if isinstance(features, list):
            unwanted = {"navigation.prune"} if "navigation.expand" in features else set()
            features += [name for name in _FEATURES if name not in {*features, *unwanted}]
        config.extra_css.append(_STYLESHEET)
        config.extra_javascript.append(_SCRIPT)
        config.theme.dirs.insert(0, str(_PACKAGE / "templates"))
        if not (self._serving or self._dirty or self._asking):
            self._build_aside(config)
        return config

    @event_priority(100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read and check the knowledge base, and add its pages, pictures and redirects."""
        inspection = self._inspect(files, config)
        self._kb = inspection.kb
        mistakes: dict[str, list[Diagnostic]] = {}
        for found in inspection.diagnostics if self._serving else ():
            mistakes.setdefault(found.path, []).append(found)
        plan = plan_site(
            inspection.kb,
            self._layout,
            directory_urls=config.use_directory_urls,
            drafts=self._serving,
            mistakes=mistakes,
            forms=self._config.redirects,
            related=self._config.related,
            pictures=self._derive(inspection.kb, config),
        )
        self._pages = {page.path: page for page in plan.pages}
        self._add(plan, files, config)
        self._nav_is_made = config.nav is None
        if config.nav is not None:
            config.nav = expand_nav(config.nav, plan, self._layout)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give the folders of a navigation that MkDocs made the titles of their categories."""
        for item in _sections(nav.items) if self._nav_is_made else ():
            for child in item.children:
                if not isinstance(child, MkDocsPage):
                    continue
                page = self._pages.get(child.file.src_uri)
                if page is not None and page.article is None:
                    item.title = page.html_title
        return nav

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Spare a build from asking, for every page, whether the theme's files have changed."""
        env.auto_reload = self._serving
        return env

    @event_priority(-100)
    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Notice when another plugin changed an article's text: it is published as written."""
        if isinstance(page, KnowledgePage) and markdown.strip() != page.planned.text.strip():
            start = Position(1, 1)
            message = "another plugin changed the text of this article; the change is not published"
            help = "exclude the knowledge base's pages from that plugin"
            source = page.planned.source
            found = Diagnostic(TEXT_CHANGED_BY_PLUGIN, source, start, start, message, help)
            self._log(with_severities(self._kb, [found]), str(self._config.kb_dir))
        return markdown

    @event_priority(-100)
    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Let browsers take the copies of pictures that a lightbox has made links of."""
        return link_whole_pictures(html) if isinstance(page, KnowledgePage) else html

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Keep out of the sitemap what search engines are to find under another address, or not."""
        if template_name == "sitemap.xml":
            context["pages"] = [file for file in context["pages"] if _is_to_be_found(file.page)]
        return context

    @event_priority(100)
    def _label_for_search(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Let the search name the versions that a page is for, which its title does not."""
        if isinstance(page, KnowledgePage) and page.planned.search_title:
            page.meta["title"] = page.planned.search_title
        return context

    @event_priority(-100)
    def _complete(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Complete a page, after search has read what belongs to the article."""
        if isinstance(page, KnowledgePage):
            page.join()
            page.name_canonical()
            page.take_place(True)
            page.meta["title"] = page.planned.meta["title"]
        return context

    on_page_context = CombinedEvent(_label_for_search, _complete)

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Give the place in the navigation back."""
        if isinstance(page, KnowledgePage):
            page.take_place(False)
        return output

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Prove the built site, then put it in the place of the old one."""
        built = Path(config.site_dir)
        has_pages = RedirectForm.HTML in self._config.redirects
        site = Site(
            built, self._layout, config.use_directory_urls, self._serving, redirect_pages=has_pages
        )
        found = with_severities(self._kb, prove(site, self._kb).findings)
        self._log(found, str(self._site or built))
        self._fail_on(found, config)
        if self._site is not None:
            if config.strict and _warnings():
                swap.discard(self._site)  # MkDocs itself fails the build right after this.
            else:
                swap.swap(self._site)
            config.site_dir, self._site = str(self._site), None

    def on_build_error(self, *, error: Exception) -> None:
        """Throw an unfinished build away; the old site stays."""
        if self._site is not None:
            swap.discard(self._site)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Rebuild when a source changes."""
        server.watch(str(self._config.kb_dir))
        return server

    def _kb_dir(self, config: MkDocsConfig) -> Path:
        base = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        folder = base / self.config.kb_dir
        if not folder.is_dir():
            raise ConfigError(
                f"the knowledge base folder {self.config.kb_dir} does not exist: create it, or set "
                "`kb_dir` of the helpwright plugin"
            )
        return folder

    def _build_aside(self, config: MkDocsConfig) -> None:
        self._site = Path(config.site_dir)
        try:
            config.site_dir = str(swap.prepare(self._site))
        except OSError as error:
            raise PluginError(
                f"the folder beside {self._site} cannot be written: {error.strerror}; a site is "
                "built there first, so that the old one stays whole"
            ) from error

    def _inspect(self, files: Files, config: MkDocsConfig) -> Inspection:
        """Read and check; in a preview, mistakes are shown and never stop the build."""
        pages: dict[str, str] = {}
        for file in files.documentation_pages():
            source = Path(config.docs_dir) / file.src_uri
            from_kb = os.path.relpath(source, self._config.kb_dir)
            pages[Path(from_kb).as_posix()] = file.src_uri
        inspection = inspect_reading(read(self._config.kb_dir), pages, self._config.path)
        self._log(inspection.diagnostics, str(self._config.kb_dir))
        self._fail_on(inspection.diagnostics, config)
        return inspection

    def _derive(self, kb: KnowledgeBase, config: MkDocsConfig) -> Pictures:
        """Make smaller copies of pictures; a preview uses those that a build has made."""
        settings = self._config.pictures
        if "glightbox" in config.plugins:
            settings = replace(settings, zoom=False)
        try:
            pictures, found = copies(
                kb, self._config, settings, drafts=self._serving, encoding=not self._serving
            )
        except OSError as error:
            raise PluginError(
                f"smaller copies of pictures cannot be kept in {error.filename}: {error.strerror}; "
                "make the folder writable, or set `formats: false` under `pictures` of the plugin"
            ) from error
        self._log(found, str(self._config.kb_dir))
        self._fail_on(found, config)
        return pictures

    def _log(self, found: Sequence[Diagnostic], root: str) -> None:
        folder = Path(os.path.relpath(root)).as_posix()
        for diagnostic in found:
            line = _line(diagnostic, folder)
            if diagnostic.level is Severity.ERROR:
                log.error(line)
            elif diagnostic.level is Severity.WARNING:
                log.warning(line)
            else:
                log.info(line)

    def _fail_on(self, found: Sequence[Diagnostic], config: MkDocsConfig) -> None:
        """Stop the build for good: a logged error alone does not, outside of strict mode."""
        limit = self._config.fail_on
        if config.strict and limit is Severity.ERROR:
            limit = Severity.WARNING
        level = worst(found)
        if self._serving or limit is None or level is None or level.rank > limit.rank:
            return
        count = sum(1 for diagnostic in found if diagnostic.level.rank <= limit.rank)
        raise PluginError(
            f"{count} finding{'' if count == 1 else 's'} in the knowledge base; see above. "
            "`helpwright explain CODE` tells more about each. The site was left as it is."
        )

    def _add(self, plan: SitePlan, files: Files, config: MkDocsConfig) -> None:
        renderer = Renderer(config, files)
        in_nav = config.nav is None or _names(config.nav, f"{self._layout.path}/")
        for page in plan.pages:
            file = File.generated(config, page.path, content=_source(page))
            self._trace(file, page.source, config)
            if not (in_nav and page.listed):
                file.inclusion = InclusionLevel.NOT_IN_NAV
            file.page = KnowledgePage(file, config, page)
            file.page.renderer = renderer
            _put(files, file)
        for path, absolute in plan.files.items():
            _put(files, File.generated(config, path, abs_src_path=absolute))
        for path, data in plan.inventory.items():
            _put(files, File.generated(config, path, content=data))
        for asset in (_STYLESHEET, _SCRIPT):
            content = (_PACKAGE / asset).read_text("utf-8")
            _put(files, File.generated(config, asset, content=content))
        planned = {file.dest_uri for file in files}
        for path, content in plan.redirects.items():
            blocking = next(
                (str(it) for it in PurePosixPath(path).parents if str(it) in planned), ""
            )
            if blocking:
                raise PluginError(
                    f"an alias or redirect asks for the page {path}, but {blocking} is a file of "
                    "the site: remove the alias or redirect"
                )
            _put(files, File.generated(config, path, content=content))

    def _trace(self, file: File, source: str, config: MkDocsConfig) -> None:
        """Let edit buttons, git dates and feeds find the article behind a page."""
        absolute = self._config.kb_dir / source
        file.abs_src_path = str(absolute)
        file.generated_by = None
        file.edit_uri = Path(os.path.relpath(absolute, config.docs_dir)).as_posix()


def _warnings() -> int:
    """Return how many warnings MkDocs has counted so far, for a strict build."""
    handlers = logging.getLogger("mkdocs").handlers
    counters = [handler for handler in handlers if isinstance(handler, CountHandler)]
    return sum(count for counter in counters for _, count in counter.get_counts())


def _line(found: Diagnostic, folder: str) -> str:
    """Return a finding in one line, with its remedy."""
    found = found.at_paths(partial(posixpath.join, folder))
    place = f"{visible(found.path)}:{found.start.line}:{found.start.column}"
    fault = f"{found.rule.code} {found.rule.name}"
    related = f" ({'; '.join(related_lines(found))})" if found.related else ""
    return f"{place}: {fault}: {visible(found.message)}{related}. Help: {visible(remedy(found))}"


def _source(page: Page) -> str:
    """Return a page as other plugins may read it: front matter and the writer's text."""
    front = json.dumps({**page.meta}, ensure_ascii=False, default=str)  # JSON is YAML.
    return f"---\n{front}\n---\n\n{page.text}"


def _is_to_be_found(page: MkDocsPage | None) -> bool:
    """Tell whether a page belongs into the sitemap; only pages of the KB are kept out."""
    if not isinstance(page, KnowledgePage):
        return True
    return not page.planned.canonical and "noindex" not in str(page.meta.get("robots", ""))


def _put(files: Files, file: File) -> None:
    """Add a file; one of the docs folder with the same path gives way to nothing."""
    existing = files.get_file_from_path(file.src_uri)
    if existing is not None:
        raise PluginError(
            f"{posixpath.join('docs', file.src_uri)} has the address of a page of the knowledge "
            "base: rename it, or set `path` of the helpwright plugin"
        )
    files.append(file)


def _names(nav: Any, wanted: str) -> bool:
    """Tell whether a navigation names the knowledge base's folder or one of its pages."""
    if isinstance(nav, dict):
        return any(_names(value, wanted) for value in nav.values())
    if isinstance(nav, list):
        return any(_names(item, wanted) for item in nav)
    return isinstance(nav, str) and nav.startswith(wanted)


def _sections(items: list[Any]) -> list[Section]:
    found: list[Section] = []
    for item in items:
        if isinstance(item, Section):
            found += [item, *_sections(item.children)]
    return found
