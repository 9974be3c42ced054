"""Smaller copies of the pictures that articles show, in formats that not every browser takes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from helpwright.config import PictureFormat, PictureSettings
from helpwright.derive.encode import encode, recipe, usable
from helpwright.derive.names import copy_name, dark_twin, scheme_of
from helpwright.derive.store import Store, Stored
from helpwright.diagnostic import Diagnostic
from helpwright.faults import PICTURE_NOT_CONVERTED
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.ledger import file_digest
from helpwright.model import Article, Image

__all__ = ["ORIGINALS", "Copy", "Pictures", "derive_pictures", "shown_files"]

_ENDINGS = (".png", ".jpg", ".jpeg", ".jfif")
_MIN_BYTES = 1024
"""A smaller file fits into one packet with what a server says of it: no copy loads faster."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A smaller copy of a picture: its path beside the original, and the file that holds it."""

    format: PictureFormat
    path: str
    file: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """How pictures stand on pages: their copies, by the path of the original, best format first.

    `zoom` tells whether a picture that is shown smaller than it is can be enlarged.
    """

    copies: Mapping[str, tuple[Copy, ...]] = field(default_factory=dict)
    zoom: bool = False


ORIGINALS = Pictures()
"""Pictures as they are in the knowledge base, without copies and without zoom."""


def derive_pictures(
    kb: KnowledgeBase,
    settings: PictureSettings,
    folder: Path,
    *,
    drafts: bool = False,
    encoding: bool = True,
) -> tuple[Pictures, list[Diagnostic]]:
    """Return the copies of all pictures that pages show, and what could not be copied.

    `folder` keeps copies for later builds; without `encoding`, only what it has is used. `drafts`
    adds the pictures of unfinished articles. Raises OSError where the folder cannot be written.
    """
    formats = usable(settings.formats)
    if not formats:
        return Pictures(zoom=settings.zoom), []
    shown = dict(_shown(kb, drafts))
    store, how = Store(folder), recipe(formats)
    keys: dict[str, str] = {}
    for path in shown:
        digest = file_digest(kb.files[path]) if _is_worth_it(path, kb.files[path]) else None
        if digest is not None:
            keys[path] = hashlib.sha256(f"{digest} {how}".encode()).hexdigest()
    entries = {key: store.get(key) for key in keys.values()}
    missing = {key: kb.files[path] for path, key in keys.items() if entries[key] is None}
    if encoding and missing:
        entries |= _encode_all(store, missing, formats)
        store.tidy(set(entries))
    copies: dict[str, tuple[Copy, ...]] = {}
    found: list[Diagnostic] = []
    for path, key in keys.items():
        entry = entries[key]
        if entry is None:
            continue
        if entry.files:
            copies[path] = tuple(_copies(path, entry))
        if entry.reason:
            article, image = shown[path]
            name = path.rpartition("/")[2]
            message = f"the picture `{name}` gets no smaller copy: {entry.reason}"
            found.append(
                kb.diagnose(PICTURE_NOT_CONVERTED, article, image.span, message, entry.help)
            )
    return Pictures(copies, settings.zoom), found


def shown_files(kb: KnowledgeBase, article: Article) -> Iterator[tuple[str, Image]]:
    """Yield the path of each picture of an article with its place, and those that are for the dark.

    A picture that is marked for one scheme has no twin of its own.
    """
    targets = kb.images[article.path]
    for image in article.nodes.images:
        target = targets[image.span]
        if target.kind is TargetKind.ASSET:
            yield target.path, image
            twin = "" if scheme_of(target.fragment) else dark_twin(target.path, kb.files)
            if twin:
                yield twin, image


def _shown(kb: KnowledgeBase, drafts: bool) -> Iterator[tuple[str, tuple[Article, Image]]]:
    """Yield each picture with the first place that shows it."""
    seen: set[str] = set()
    for article in kb.published(drafts=drafts):
        for path, image in shown_files(kb, article):
            if path not in seen:
                seen.add(path)
                yield path, (article, image)


def _is_worth_it(path: str, file: str) -> bool:
    try:
        return path.lower().endswith(_ENDINGS) and Path(file).stat().st_size >= _MIN_BYTES
    except OSError:
        return False


def _copies(path: str, entry: Stored) -> Iterable[Copy]:
    for form in reversed(PictureFormat):
        if form in entry.files:
            name = copy_name(path, entry.digests[form], form)
            yield Copy(form, name, str(entry.files[form]))


def _encode_all(
    store: Store, missing: Mapping[str, str], formats: tuple[PictureFormat, ...]
) -> dict[str, Stored | None]:
    """Encode pictures side by side: the encoders let other threads run."""

    def one(key: str) -> Stored:
        try:
            data = Path(missing[key]).read_bytes()
        except OSError as error:
            reason = f"it cannot be read: {(error.strerror or str(error)).lower()}"
            return Stored({}, {}, reason, "check the file")
        return store.put(key, encode(data, formats))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(missing, pool.map(one, missing), strict=True))
