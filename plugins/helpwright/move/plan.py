"""What a move changes, worked out and proven before anything is written."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from helpwright.build import inspect_reading, pages
from helpwright.config import Config
from helpwright.derive.names import dark_twin
from helpwright.diagnostic import Edit
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.move.addresses import Renaming, address_edits
from helpwright.move.documents import Document, read_documents
from helpwright.move.front_matter import front_matter_edits, with_aliases
from helpwright.move.labels import label_edits
from helpwright.move.proof import prove_move
from helpwright.move.registry import change_registry, follow_steps, rename_in_yaml
from helpwright.move.request import CannotMove, Request, find_files
from helpwright.read import RECIPES_NAME, REGISTRY_NAME, Reading, is_article, read
from helpwright.render.host import Layout, SiteAddresses

_BOM = b"\xef\xbb\xbf"


Texts = dict[Path, tuple[bytes, bytes, int]]
"""By file: what it holds, what it is to hold, and how many places of it change."""


@dataclass(frozen=True, slots=True)
class Write:
    """New text for a file: what it must still hold, and what it is to hold, without BOM."""

    file: Path
    old: bytes
    new: bytes
    edits: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A move: texts to write at their old places, then files and folders to rename, in order."""

    writes: tuple[Write, ...]
    renames: tuple[tuple[Path, Path], ...]
    added: tuple[str, ...] = ()


def plan_move(config: Config, request: Request) -> Plan:
    """Return what a move changes. Raises CannotMove with the reason where it cannot be made."""
    reading = read(config.kb_dir)
    before = inspect_reading(reading, pages(config), config.path)
    kb = before.kb
    if kb.registry.unread:
        raise CannotMove("kb.yml cannot be read; see helpwright check")
    files, renames = find_files(kb, config.kb_dir, request)
    renaming = _renaming(kb, config, request, files)
    documents = list(read_documents(config, reading.files, kb.registry.section_names))
    files, renames, renaming = _with_pictures(kb, config, documents, files, renames, renaming)
    texts: Texts = {}
    for document in documents:
        edits = [*address_edits(kb, renaming, document)]
        if is_article(document.path) and not document.page:
            edits += front_matter_edits(document, renaming)
            edits += label_edits(document, renaming.labels.get(document.path, {}))
        if edits:
            texts[document.file] = (document.data, applied(document.data, edits), len(edits))
    for path, absolute in reading.files.items():
        if path.endswith((".yml", ".yaml")) and path != REGISTRY_NAME:
            _put(texts, Path(absolute), lambda data: rename_in_yaml(data, files))
    if RECIPES_NAME in reading.files:
        follow = partial(follow_steps, ids=renaming.ids, labels=_labels_by_id(kb, renaming))
        _put(texts, Path(reading.files[RECIPES_NAME]), follow)
    added: list[str] = []
    _aliases(kb, config, renaming, documents, texts, added)
    _registry(kb, config, reading, renaming, _categories(kb, config, request), texts, added)
    _navigation(config, renaming, texts)
    plan = Plan(
        tuple(Write(file, *found) for file, found in sorted(texts.items())),
        tuple(renames),
        tuple(added),
    )
    prove_move(config, reading, before, {it.file: it.new for it in plan.writes}, files)
    return plan


def _labels_by_id(kb: KnowledgeBase, renaming: Renaming) -> dict[str, Mapping[str, str]]:
    return {kb.by_path[it].id: new for it, new in renaming.labels.items() if it in kb.by_path}


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a text with edits, which do not overlap; the same edit counts once."""
    parts: list[bytes] = []
    done = 0
    for edit in sorted(set(edits)):
        parts += (data[done : edit.span.start], edit.text.encode())
        done = edit.span.end
    return b"".join((*parts, data[done:]))


def _put(texts: Texts, file: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a text further, and keep what it was in the beginning."""
    if file in texts:
        old, new, count = texts[file]
    else:
        old = new = file.read_bytes().removeprefix(_BOM)
        count = 0
    changed = change(new)
    if changed != new:
        texts[file] = (old, changed, count + 1)


def _renaming(
    kb: KnowledgeBase, config: Config, request: Request, files: Mapping[str, str]
) -> Renaming:
    layout = Layout(config.path)
    ids: dict[str, str] = {}
    article = kb.by_path.get(request.article)
    if request.id and article is not None:
        ids[article.id] = request.id
    labels: dict[str, Mapping[str, str]] = {}
    if request.labels and article is not None:
        labels[article.path] = dict(request.labels)
        labels[layout.article(article)] = dict(request.labels)
    places: dict[str, str] = {}
    for found in kb.articles:
        moved = renamed(found, files, ids)
        for variant in kb.variants[found.path]:
            old, new = (layout.article(it, variant.slug) for it in (found, moved))
            if old != new or old in labels:
                places[old] = new
    for folder, target in _folders(kb, files).items():
        places[layout.category(folder)] = layout.category(target)
    places |= _assets(kb, layout, files)
    return Renaming(dict(files), ids, labels, places)


def _assets(kb: KnowledgeBase, layout: Layout, files: Mapping[str, str]) -> dict[str, str]:
    """Return the paths in the site's sources of the files that are no articles."""
    return {
        layout.asset(old): layout.asset(new) for old, new in files.items() if old not in kb.by_path
    }


def renamed(article: Article, files: Mapping[str, str], ids: Mapping[str, str]) -> Article:
    """Return an article with the path and id that it gets, for its address."""
    path = files.get(article.path, article.path)
    return replace(article, path=path, id=ids.get(article.id, article.id))


def _folders(kb: KnowledgeBase, files: Mapping[str, str]) -> dict[str, str]:
    """Return the categories that are gone after a move, and what stands for each."""
    before, after = set(), set()
    found: dict[str, str] = {}
    for article in kb.articles:
        moved = renamed(article, files, {})
        old, new = article.category, moved.category
        while old:
            before.add(old)
            if old != new:
                found.setdefault(old, new)
            old, new = old.rpartition("/")[0], (new.rpartition("/")[0] if old != new else new)
        new = moved.category
        while new:
            after.add(new)
            new = new.rpartition("/")[0]
    return {old: new for old, new in found.items() if old in before - after}


def _with_pictures(
    kb: KnowledgeBase,
    config: Config,
    documents: Sequence[Document],
    files: dict[str, str],
    renames: list[tuple[Path, Path]],
    renaming: Renaming,
) -> tuple[dict[str, str], list[tuple[Path, Path]], Renaming]:
    """Add the pictures beside a moved article that nothing else shows, and those for the dark."""
    articles = [path for path in files if path in kb.by_path]
    if len(files) != 1 or len(articles) != 1:
        return files, renames, renaming
    article = kb.by_path[articles[0]]
    folder = files[article.path].rpartition("/")[0]
    if folder == article.folder:
        return files, renames, renaming
    users: dict[str, set[str]] = {}
    for document in documents:
        probe = Renaming({path: f"\0{path}" for path in kb.files if path not in kb.by_path})
        for path in _used(kb, probe, document):
            users.setdefault(path, set()).add(document.path)
    found = dict(files)
    moves = list(renames)
    inside = f"{article.folder}/" if article.folder else ""
    for path, named_by in sorted(users.items()):
        if named_by != {article.path} or not path.startswith(inside) or path.endswith(".md"):
            continue
        twin = dark_twin(path, kb.files)
        for picture in (path, twin) if twin and twin not in users else (path,):
            target = posixpath.join(folder, picture[len(inside) :])
            if target not in kb.files and not (config.kb_dir / target).exists():
                found[picture] = target
                moves.append((config.kb_dir / picture, config.kb_dir / target))
    layout = Layout(config.path)
    places = dict(renaming.pages)
    places |= _assets(kb, layout, found)
    return found, moves, replace(renaming, files=found, pages=places)


def _used(kb: KnowledgeBase, probe: Renaming, document: Document) -> Iterator[str]:
    """Yield the files besides articles that a text names."""
    for edit in address_edits(kb, probe, document):
        at = edit.text.find("%00")
        if at >= 0:
            yield unquote(edit.text[at + 3 :].partition("#")[0].partition("?")[0])


def _aliases(
    kb: KnowledgeBase,
    config: Config,
    renaming: Renaming,
    documents: Sequence[Document],
    texts: Texts,
    added: list[str],
) -> None:
    """Let the former addresses of each article whose address changes lead on from its aliases."""
    by_path = {document.path: document for document in documents}
    for article in kb.articles:
        moved = renamed(article, renaming.files, renaming.ids)
        old, new = (page_address(config, it.category, it.id) for it in (article, moved))
        if old == new or article.path not in by_path:
            continue
        wanted = [old]
        if article.category != moved.category:
            wanted += (
                page_address(config, article.category, alias.text)
                for alias in article.metadata.aliases
                if not alias.text.startswith("/")
            )
        if article.id != moved.id:
            wanted.append(article.id)
        file = by_path[article.path].file
        _put(texts, file, partial(with_aliases, wanted=wanted, unwanted={new, moved.id}))
        added += (f"{alias} (alias of {moved.path})" for alias in wanted)


def page_address(config: Config, folder: str, id: str) -> str:
    """Return the address of an article's page from the top of the site."""
    path = "/".join(part for part in ("", config.path, folder, id) if part or not id)
    path = "/" + path.lstrip("/")
    return f"{path}/" if config.directory_urls else f"{path}.html"


def _registry(
    kb: KnowledgeBase,
    config: Config,
    reading: Reading,
    renaming: Renaming,
    categories: Mapping[str, str],
    texts: Texts,
    added: list[str],
) -> None:
    """Let kb.yml name what is moved as it is then, and lead on from categories that are gone."""
    addresses = SiteAddresses(config.directory_urls)
    moved = {
        f"/{addresses.url(old)}": f"/{addresses.url(new)}" for old, new in renaming.pages.items()
    }
    folders = _folders(kb, renaming.files)
    layout = Layout(config.path)
    lists = {
        f"/{addresses.url(layout.category(old))}": f"/{addresses.url(layout.category(new))}"
        for old, new in folders.items()
    }
    now = {
        f"/{addresses.url(layout.category(renamed(it, renaming.files, {}).category))}"
        for it in kb.articles
    } | set(moved.values())
    if reading.registry is None and not lists:
        return
    file = config.kb_dir / REGISTRY_NAME
    if not file.exists():
        raise CannotMove("there is no kb.yml to keep the address of the category: make one")
    labels = {kb.by_path[it].id: found for it, found in renaming.labels.items() if it in kb.by_path}
    _put(
        texts,
        file,
        lambda data: change_registry(data, renaming.ids, labels, moved, lists, now, categories),
    )
    added += (f"{old} -> {new} (redirect of kb.yml)" for old, new in lists.items())


def _categories(kb: KnowledgeBase, config: Config, request: Request) -> dict[str, str]:
    """Return the categories of kb.yml that move with their folder."""
    if request.old == request.new or not (config.kb_dir / request.old).is_dir():
        return {}
    return {
        path: request.new + path[len(request.old) :]
        for path in kb.registry.categories
        if path == request.old or path.startswith(f"{request.old}/")
    }


def _navigation(config: Config, renaming: Renaming, texts: Texts) -> None:
    """Change the pages that a navigation in mkdocs.yml names."""
    folder = config.docs_dir.parent if config.docs_dir is not None else None
    file = folder / "mkdocs.yml" if folder is not None else None
    if file is None or not file.is_file() or not renaming.pages:
        return

    def change(data: bytes) -> bytes:
        text = data.decode("utf-8", "surrogateescape")
        for old, new in renaming.pages.items():
            shape = rf"(?m)^(\s*-\s(?:.*:\s)?[\"']?){re.escape(old)}([\"']?\s*(?:#.*)?)$"
            text = re.sub(shape, partial(_instead, new), text)
        return text.encode("utf-8", "surrogateescape")

    _put(texts, file, change)


def _instead(new: str, found: re.Match[str]) -> str:
    return found[1] + new + found[2]
