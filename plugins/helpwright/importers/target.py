"""The knowledge base that an import adds to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpwright.importers.state import Standing, State, load_state
from helpwright.knowledge import Registry
from helpwright.model import Article
from helpwright.parse import parse_article, parse_registry
from helpwright.read import REGISTRY_NAME, Reading, read
from helpwright.rules import RULE_CODES


class CannotImport(ValueError):
    """The import cannot begin; the text says why and what to do."""


@dataclass(slots=True)
class Target:
    """A KB folder with what it holds; the folder may be missing still.

    `articles` and `registry` are what is there now, `standing` how the files of earlier imports
    are.
    """

    root: Path
    state: State
    reading: Reading
    registry: Registry
    articles: Mapping[str, Article]
    standing: Mapping[str, Standing] = field(default_factory=dict)

    @property
    def registry_text(self) -> str | None:
        """The text of `kb.yml`, None where there is none."""
        return self.reading.registry.text if self.reading.registry is not None else None

    def kept(self, path: str) -> bool:
        """Tell whether a file is not an import's to write: somebody else's, edited or removed."""
        standing = self.standing.get(path, Standing.UNKNOWN)
        if standing is Standing.UNKNOWN:
            return path in self.reading.files
        return standing in (Standing.EDITED, Standing.REMOVED)

    def foreign(self) -> dict[str, Article]:
        """Return the articles that no import has written."""
        return {path: it for path, it in self.articles.items() if path not in self.state.records}


def open_target(root: Path, *, restore: bool = False) -> Target:
    """Read a KB folder.

    With `restore`, files that an import wrote and somebody removed are to be written again; so
    they are too where none of them is left. Raises CannotImport where the folder or its `kb.yml`
    cannot be used, and OSError where a file cannot be read.
    """
    if root.exists() and not root.is_dir():
        raise CannotImport(f"{root} is a file: name the folder of a knowledge base")
    if (root / "mkdocs.yml").is_file():
        raise CannotImport(
            f"{root} is the folder of the site: name the folder of its articles in it, "
            f"such as {root / 'kb-source'}"
        )
    reading = read(root) if root.is_dir() else Reading(root, (), None, {}, ())
    registry, _ = parse_registry(reading.registry, RULE_CODES)
    if registry.unread or (reading.registry is None and REGISTRY_NAME in reading.files):
        raise CannotImport(f"{root / REGISTRY_NAME} cannot be read: see `helpwright check`")
    state = load_state(root)
    standing = {path: state.standing(path) for path in state.records}
    there = [path for path, how in standing.items() if how in (Standing.OURS, Standing.EDITED)]
    if restore or not there:
        standing = {
            path: Standing.PENDING if how is Standing.REMOVED else how
            for path, how in standing.items()
        }
    articles = {}
    for source in reading.sources:
        article, _ = parse_article(source, registry.section_names)
        articles[source.path] = article
    return Target(root, state, reading, registry, articles, standing)
