"""One configuration for `mkdocs.yml` and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from helpwright.diagnostic import Severity

DEFAULT_KB_DIR = "kb-source"
"""The folder of the knowledge base where mkdocs.yml names no other."""


class ConfigError(Exception):
    """The configuration cannot be used; the text says what to change."""


class NoKnowledgeBase(ConfigError):
    """There is no knowledge base in a folder or around it."""


MAX_RELATED = 6
"""How many related articles a page lists, unless the site or the writer wants otherwise."""


class RedirectForm(StrEnum):
    """What leads on from former addresses: pages of the site, or rules for its server."""

    HTML = "html"
    NETLIFY = "netlify"
    NGINX = "nginx"
    APACHE = "apache"


class PictureFormat(StrEnum):
    """What smaller copies of pictures are made in: the one that more browsers take first."""

    WEBP = "webp"
    AVIF = "avif"


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """How pictures are published: the formats of their smaller copies, and whether they enlarge."""

    formats: tuple[PictureFormat, ...] = tuple(PictureFormat)
    zoom: bool = True


@dataclass(frozen=True, slots=True)
class Config:
    """Where things are and when a build fails.

    `kb_dir` is the folder of the sources, `docs_dir` that of the site's other pages. `path` is
    the folder of the site that the articles' pages go to, empty for the site's top. A build fails
    on a finding of severity `fail_on` or worse; None never fails. `redirects` are the forms in
    which former addresses lead on; `directory_urls` tells whether the site's addresses are folders.
    `related` is how many related articles a page lists at its end, 0 for none.
    `project_dir` is the folder of mkdocs.yml, None where there is none.
    `pictures` tells how pictures are published.
    """

    kb_dir: Path
    docs_dir: Path | None = None
    path: str = "kb"
    fail_on: Severity | None = Severity.ERROR
    redirects: tuple[RedirectForm, ...] = (RedirectForm.HTML,)
    directory_urls: bool = True
    related: int = MAX_RELATED
    project_dir: Path | None = None
    pictures: PictureSettings = PictureSettings()


CONFIG_NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml")
FAIL_ON = ("error", "warning", "never")


def fail_level(name: str) -> Severity | None:
    """Return the severity that `fail_on` names; raises ConfigError for another word."""
    if name not in FAIL_ON:
        raise ConfigError(f"`fail_on` cannot be `{name}`: use one of {', '.join(FAIL_ON)}")
    return None if name == "never" else Severity(name)


def redirect_forms(names: Sequence[str]) -> tuple[RedirectForm, ...]:
    """Return the forms of redirects that are named; raises ConfigError for another word."""
    known = [str(form) for form in RedirectForm]
    for name in names:
        if name not in known:
            raise ConfigError(f"`redirects` cannot be `{name}`: use some of {', '.join(known)}")
    return tuple(form for form in RedirectForm if form in names)


MOST_RELATED = 20
"""The longest list of related articles: a longer one is no help in choosing."""


def related_limit(value: object) -> int:
    """Return how many articles `related` asks for; raises ConfigError for what is no such number.

    `false` and 0 stand for none.
    """
    if value is False:
        return 0
    if isinstance(value, int) and value is not True and 0 <= value <= MOST_RELATED:
        return value
    raise ConfigError(
        f"`related` cannot be `{value}`: use false, or a number from 1 to {MOST_RELATED}"
    )


def picture_settings(written: Any) -> PictureSettings:
    """Return the settings that the option `pictures` holds; raises ConfigError for another value.

    Such as `{"formats": ["avif", "webp"], "zoom": True}`, or False for neither.
    """
    if written is False:
        return PictureSettings((), zoom=False)
    if not isinstance(written, dict):
        raise ConfigError("`pictures` holds `formats` and `zoom`, or is false")
    unknown = [str(key) for key in written if key not in ("formats", "zoom")]
    if unknown:
        raise ConfigError(f"`pictures` has no `{unknown[0]}`: it has `formats` and `zoom`")
    known = [str(form) for form in PictureFormat]
    formats = written.get("formats", known) or []
    if not isinstance(formats, list) or not all(it in known for it in formats):
        names = ", ".join(known)
        raise ConfigError(f"`pictures.formats` is a list of some of {names}, or false")
    zoom = written.get("zoom", True)
    if not isinstance(zoom, bool):
        raise ConfigError("`pictures.zoom` is true or false")
    return PictureSettings(tuple(it for it in PictureFormat if it in formats), zoom)


def cache_folder(kb_dir: Path) -> Path:
    """Return the folder for what is kept between runs: beside the `mkdocs.yml` around a KB."""
    for folder in kb_dir.resolve().parents:
        if any((folder / name).is_file() for name in CONFIG_NAMES):
            return folder / ".cache" / "helpwright"
    return kb_dir / ".cache" / "helpwright"


def site_path(path: str) -> str:
    """Return the site folder of the pages in normal form; raises ConfigError if it climbs out."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    if ".." in parts:
        raise ConfigError(f"`path: {path}` leads out of the site: name a folder inside it")
    return "/".join(parts)


class _Loader(yaml.SafeLoader):
    """Reads MkDocs' own configuration, whose tags (`!ENV`, `!!python/…`) do not matter here."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def find_config(start: Path) -> Config:
    """Return the configuration of the project that `start` is in.

    Looks for `mkdocs.yml` in `start` and the folders above it; without one, `kb-source` in
    `start`, or `start` itself where it holds `kb.yml`, is the knowledge base. Raises
    NoKnowledgeBase where there is none, and ConfigError where it cannot be read.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        for name in CONFIG_NAMES:
            if (folder / name).is_file():
                return _from_file(folder / name)
    if (start / "kb.yml").is_file():
        return Config(start)
    if (start / DEFAULT_KB_DIR).is_dir():
        return Config(start / DEFAULT_KB_DIR)
    raise NoKnowledgeBase(
        f"no knowledge base found in {start}: run this in a folder that has mkdocs.yml, kb.yml or "
        "kb-source/, or name the folder with --kb"
    )


def _from_file(file: Path) -> Config:
    try:
        settings = yaml.load(file.read_bytes(), Loader=_Loader)
    except (OSError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise ConfigError(f"{file} cannot be read: {reason}") from error
    if not isinstance(settings, dict):
        raise ConfigError(f"{file} holds no settings")
    options = _options(settings.get("plugins"))
    folder = file.parent
    return Config(
        kb_dir=folder / str(options.get("kb_dir", DEFAULT_KB_DIR)),
        docs_dir=folder / str(settings.get("docs_dir", "docs")),
        path=site_path(str(options.get("path", "kb"))),
        fail_on=fail_level(str(options.get("fail_on", "error"))),
        redirects=redirect_forms(_names(options.get("redirects", ["html"]))),
        related=related_limit(options.get("related", MAX_RELATED)),
        directory_urls=settings.get("use_directory_urls", True) is not False,
        project_dir=folder,
        pictures=picture_settings(options.get("pictures", {})),
    )


def _names(value: Any) -> list[str]:
    """Return the words of an option that may be one or a list."""
    return [str(name) for name in value] if isinstance(value, list) else [str(value)]


def _options(plugins: Any) -> dict[str, Any]:
    """Return the plugin's options from either form of MkDocs' `plugins`."""
    entries = list(plugins.items()) if isinstance(plugins, dict) else []
    for plugin in plugins if isinstance(plugins, list) else []:
        entries += list(plugin.items()) if isinstance(plugin, dict) else []
    for name, options in entries:
        if name == "helpwright" and isinstance(options, dict):
            return options
    return {}
