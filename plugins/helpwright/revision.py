"""The knowledge base of a git revision, read from git's objects alone.

Nothing is checked out or written, no hook runs, and nothing is fetched: a commit that the
repository does not hold is said to be missing.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpwright.active import is_active_data
from helpwright.git import Git, RevisionError
from helpwright.read import MAX_SOURCE_BYTES, REGISTRY_NAME, is_article, is_fragment
from helpwright.source import Source

__all__ = ["Revision", "RevisionError", "read_revision"]

_BOM = b"\xef\xbb\xbf"
_POINTER = re.compile(rb"version https://git-lfs\S+\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\n")
_MAX_POINTER = 1024
_MAX_LINKS = 20
_FILE, _LINK, _REPOSITORY = "100", "120", "160"


@dataclass(frozen=True, slots=True)
class Revision:
    """What the KB folder held in a revision.

    `name` is the revision as it was asked for. `folder` is where the KB was, seen from where it is
    now, None where the revision had none; `.` where it did not move. `registry` is the text of
    kb.yml, None where there was none. `sources` are articles, `fragments` what they include.
    `files` maps the path of each file to the digest of its bytes; `active` names those that may run
    code in a browser. `digests` are all that `files` has; `wide` ones are those of a repository of
    SHA-256.
    """

    name: str
    folder: str | None
    sources: tuple[Source, ...] = ()
    fragments: tuple[Source, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    active: frozenset[str] = frozenset()
    digests: frozenset[str] = frozenset()
    wide: bool = False
    registry: Source | None = None

    def digest(self, data: bytes) -> str:
        """Return the digest of a file of today, the same as in `files` for the same bytes.

        Git may store the line ends of a text in another form than the file has, and of a large
        file only a pointer.
        """
        own = _blob_id(data, self.wide)
        return next((form for form in _forms(data, own, self.wide) if form in self.digests), own)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of a tree: its kind by the first digits of its mode, its object and its size."""

    git: Git
    kind: str
    id: str
    size: int


_Wish = Callable[[str, _Entry], bool]


def read_revision(kb_dir: Path, name: str, known: Iterable[bytes] = ()) -> Revision:
    """Read the KB of a revision; `name` is anything that git understands.

    With three dots behind it, it means the commit at which the current branch left it. `known` are
    sources of today, which need not be read again where the revision holds the same. Raises
    RevisionError where git or the revision cannot be used.
    """
    git = Git(kb_dir)
    here = git.text("rev-parse", "--show-prefix").removesuffix("\n").removesuffix("/")
    commit = git.commit(name)
    folder = _folder(git, commit, here, kb_dir)
    if folder is None:
        return Revision(name, None)
    tree = git.tree(commit, folder)
    entries = _resolve_links(dict(_entries(git, tree, kb_dir)))
    wide = len(commit) > 40
    blobs = {_blob_id(data, wide): data for data in known}
    blobs |= _read(entries, lambda path, entry: entry.id not in blobs and _is_wanted(path, entry))
    files = {
        path: _pointer(blobs.get(entry.id, b"")) or entry.id for path, entry in entries.items()
    }
    texts = [
        source
        for path, entry in sorted(entries.items())
        if is_article(path) or is_fragment(path)
        if (source := _source(path, blobs.get(entry.id))) is not None
    ]
    fragments = tuple(source for source in texts if is_fragment(source.path))
    sources = tuple(source for source in texts if not is_fragment(source.path))
    active = frozenset(
        path for path, entry in entries.items() if is_active_data(path, _whole(entry, blobs))
    )
    moved = posixpath.relpath(f"/{folder}", f"/{here}")
    registry = entries.get(REGISTRY_NAME)
    return Revision(
        name,
        moved,
        sources,
        fragments,
        files,
        active,
        frozenset(files.values()),
        wide,
        _source(REGISTRY_NAME, blobs.get(registry.id)) if registry else None,
    )


def _folder(git: Git, commit: str, here: str, kb_dir: Path) -> str | None:
    """Return the folder of the KB in a commit, from the top of the repository, or None.

    Where it is not the one of today, it is the only one with a kb.yml that is gone by now.
    """
    if git.tree(commit, here):
        return here
    top = kb_dir.resolve()
    for _ in Path(here).parts:
        top = top.parent
    names = git.output("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit).split(b"\0")
    gone = [
        folder
        for path in map(os.fsdecode, names)
        if posixpath.basename(path) == REGISTRY_NAME
        if not (top / path).is_file()
        if git.tree(commit, folder := posixpath.dirname(path))
    ]
    return gone[0] if len(gone) == 1 else None


def _entries(git: Git, tree: str, place: Path, depth: int = 0) -> Iterator[tuple[str, _Entry]]:
    """Yield path and entry of everything below a tree, but what is hidden.

    A repository inside it (a submodule) is read where it is checked out and has the commit.
    """
    listed = git.output("ls-tree", "-r", "-z", "--long", "--full-tree", tree)
    for line in listed.split(b"\0")[:-1]:
        about, _, name = line.partition(b"\t")
        mode, _, id, size = about.decode().split()
        try:
            path = name.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if any(part.startswith(".") for part in path.split("/")):
            continue
        if mode.startswith(_REPOSITORY):
            inner = place / path
            if depth < _MAX_LINKS and (inner / ".git").exists():
                try:
                    found = list(_entries(Git(inner), id, inner, depth + 1))
                except RevisionError:
                    continue
                yield from ((f"{path}/{below}", entry) for below, entry in found)
        else:
            yield path, _Entry(git, mode[:3], id, int(size) if size.isdecimal() else 0)


def _resolve_links(entries: dict[str, _Entry]) -> dict[str, _Entry]:
    """Put in place of each symbolic link the file that it leads to; no link leads out of the KB."""
    targets = _read(entries, lambda _, entry: entry.kind == _LINK)
    files: dict[str, _Entry] = {}
    for path in entries:
        at, hops = path, 0
        while at in entries and entries[at].kind == _LINK and hops < _MAX_LINKS:
            target = os.fsdecode(targets[entries[at].id])
            at, hops = posixpath.normpath(posixpath.join(posixpath.dirname(at), target)), hops + 1
        if at in entries and entries[at].kind == _FILE:
            files[path] = entries[at]
    return files


def _read(entries: Mapping[str, _Entry], wanted: _Wish) -> dict[str, bytes]:
    """Return the bytes of the wanted entries by their object, in one go for each repository."""
    by_git: dict[Git, dict[str, None]] = {}
    for path, entry in entries.items():
        if wanted(path, entry):
            by_git.setdefault(entry.git, {})[entry.id] = None
    return {id: data for git, ids in by_git.items() for id, data in git.blobs(ids).items()}


def _is_wanted(path: str, entry: _Entry) -> bool:
    """Tell whether a file's bytes matter: those of texts, of drawings and of pointers."""
    is_text = is_article(path) or is_fragment(path) or path == REGISTRY_NAME
    if is_text or path.lower().endswith(".svg"):
        return entry.size <= MAX_SOURCE_BYTES
    return entry.size <= _MAX_POINTER


def _source(path: str, data: bytes | None) -> Source | None:
    """Return a source, or None where a file of today would be refused too."""
    if data is None or b"\0" in data:
        return None
    data = data.removeprefix(_BOM)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return Source(path, data)


def _whole(entry: _Entry, blobs: Mapping[str, bytes]) -> bytes:
    """Return an entry's bytes, or a byte that stands for a large file."""
    return blobs.get(entry.id, b"\0" if entry.size > MAX_SOURCE_BYTES else b"")


def _forms(data: bytes, own: str, wide: bool) -> Iterator[str]:
    """Yield the digests that git may have for a file whose object would be `own`."""
    yield own
    if b"\r\n" in data and b"\0" not in data:
        yield _blob_id(data.replace(b"\r\n", b"\n"), wide)
    yield _pointer(data) or f"sha256:{hashlib.sha256(data).hexdigest()}"


def _blob_id(data: bytes, wide: bool) -> str:
    """Return the name that git gives to bytes; `wide` in a repository of SHA-256."""
    make = hashlib.sha256 if wide else hashlib.sha1
    return make(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _pointer(data: bytes) -> str:
    """Return the digest that a pointer of Git LFS holds, or nothing."""
    found = _POINTER.match(data) if len(data) <= _MAX_POINTER else None
    return f"sha256:{found[1].decode()}" if found else ""
