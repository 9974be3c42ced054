"""What an archive holds, member by member, on its way to a listing."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Callable

from helpwright.importers.bundle import Unreadable
from helpwright.importers.listing import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    File,
    Listing,
    archive_path,
)

MAX_RATIO = 250
"""How often larger than the archive its contents may be. Text packs to a tenth and pages made
from one template to a fiftieth; a bomb reaches a thousand."""
RATIO_COUNTS_FROM = 4 * 1024 * 1024
"""In bytes: a small file may be of any ratio, such as a table of blanks."""

NO_ARCHIVE = "it is named like an archive but is none, or is damaged"


class Full(Exception):
    """The archive holds more than is read; what is listed is."""


class Members:
    """Lists the members of an archive, and refuses those that are not safe to read."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self._seen = 0
        self._total = 0
        self._links: list[tuple[str, str]] = []
        self._damaged = False

    @property
    def any(self) -> bool:
        """Whether any member was found, of whatever kind."""
        return self._seen > 0

    def count(self) -> None:
        """Count a member, of whatever kind. Raises Full for one too many."""
        self._seen += 1
        if self._seen > MAX_FILES:
            self._whole(f"more than {MAX_FILES:,} files are not read: import it in parts")
            raise Full

    def file(
        self,
        name: str,
        size: int,
        modified: datetime.date | None,
        read: Callable[[], bytes],
    ) -> None:
        """List a file. Raises Full where it is too much for an archive."""
        try:
            path = archive_path(name)
        except Unreadable as error:
            self.listing.refuse(name, str(error))
            return
        if not path:
            return
        if size <= MAX_FILE_BYTES:
            self._total += size
        if self._total > MAX_TOTAL_BYTES:
            limit = MAX_TOTAL_BYTES // 1024**3
            self._whole(f"it unpacks to more than {limit} GB: import it in parts")
            raise Full
        if path in self.listing:
            self.listing.refuse(path, "it stands twice in the archive, and only the later is read")
        self.listing.add(path, File(size, modified, read))

    def link(self, name: str, target: str) -> None:
        """Note a symbolic link, which leads to where `target` says, seen from its own folder."""
        self._links.append((name, target))

    def same(self, name: str, other: str) -> None:
        """List a file that is another name for one that is listed already."""
        try:
            file = self.listing.get(archive_path(other))
        except Unreadable:
            file = None
        if file is None:
            self.listing.refuse(name, "it is another name for what is no file of the archive")
        else:
            self.file(name, file.size, file.modified, file.read)

    def refuse(self, name: str, reason: str) -> None:
        """Refuse a member."""
        self.listing.refuse(name, reason)

    def damaged(self, reason: str) -> None:
        """Note that the archive as a whole is damaged; the first reason tells it all."""
        if not self._damaged:
            self._damaged = True
            self._whole(reason)

    def finish(self) -> Listing:
        """Return the listing when all members are there."""
        for name, target in self._links:
            self._follow(name, target)
        self.listing.without_top_folder()
        return self.listing

    def _follow(self, name: str, target: str) -> None:
        try:
            path = archive_path(name)
            try:
                there = archive_path(posixpath.join(posixpath.dirname(path), target))
            except Unreadable:
                raise Unreadable("it is a link that leads out of the archive") from None
            file = self.listing.get(there)
            if file is None or file.linked:
                raise Unreadable("it is a link to what is no file of the archive")
        except Unreadable as error:
            self.listing.refuse(name, str(error))
            return
        if path and path not in self.listing:
            self.listing.add(path, File(file.size, file.modified, file.read, linked=True))

    def _whole(self, reason: str) -> None:
        self.listing.refuse(posixpath.basename(self.listing.name.replace("\\", "/")), reason)
