"""The files of a source by their paths: what may be listed, and reading on demand.

Sources come from anywhere, so nothing in them is trusted: not their names, and not the sizes that
they claim. The limits leave room for the largest knowledge bases that are known (50,000 articles)
and keep memory, disk and time within what an import may cost.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from helpwright.importers.bundle import Refused, Unreadable

MAX_FILES = 200_000
"""More files than the largest knowledge base has, with several pictures for each article."""
MAX_FILE_BYTES = 128 * 1024 * 1024
"""A file is read into memory as a whole; the largest are exports of all articles in one file."""
MAX_TOTAL_BYTES = 4 * 1024 * 1024 * 1024
"""What an archive may unpack to, since it may end up on the disk."""
MAX_REFUSED = 1000
"""A report with more files that are not read helps nobody; a hostile archive has any number."""
MAX_PATH = 1000
"""Systems hold paths of up to 1,024 or 4,096 bytes; longer ones come from no disk."""

_KEPT_HIDDEN = frozenset({".attachments", ".gitbook", ".order"})
_REDIRECTIONS = ".openpublishing.redirection"
_PASSED_OVER = frozenset({"CVS", "__MACOSX", "node_modules"})
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:")
_CLIMBS = "its name leads out of the archive"
_LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class File:
    """One file of a source: `read` returns its bytes, or raises Unreadable or OSError.

    A file that a link leads to is `linked`: it is read where a document asks for it, but is no
    document under this name, as it is one under its own.
    """

    size: int
    modified: datetime.date | None
    read: Callable[[], bytes]
    linked: bool = False


class Listing:
    """The files of a source, gathered one by one: a Bundle when all are there.

    A source that names its `wanted` document is a single file with its neighbours.
    """

    def __init__(self, name: str, wanted: str = "") -> None:
        self.name = name
        self.refused: list[Refused] = []
        self._files: dict[str, File] = {}
        self._wanted = wanted
        self._paths: tuple[str, ...] = ()
        self._last: tuple[str, bytes] = ("", b"")

    def __contains__(self, path: str) -> bool:
        return path in self._files

    def __len__(self) -> int:
        return len(self._files)

    def add(self, path: str, file: File) -> None:
        """List a file; a path that is there already stands for the new one."""
        if file.size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // (1024 * 1024)
            self.refuse(path, f"it has more than the {limit} MB that are read of one file")
        else:
            self._files[path] = file
            self._paths = ()

    def get(self, path: str) -> File | None:
        """Return a file that is listed."""
        return self._files.get(path)

    def refuse(self, path: str, reason: str) -> None:
        """Note that a file is not listed, and why; of very many, only that there are more."""
        if len(self.refused) < MAX_REFUSED:
            self.refused.append(Refused(shown(path), reason))
        elif len(self.refused) == MAX_REFUSED:
            reason = f"more than {MAX_REFUSED:,} files cannot be read: the rest is not named"
            self.refused.append(Refused(shown(self.name), reason))

    def without_top_folder(self) -> None:
        """Take the folder that all files of an archive share off their paths."""
        tops = {path.partition("/")[::2] for path in self._files}
        if len({top for top, _ in tops}) == 1 and all(rest for _, rest in tops):
            self._files = {path.partition("/")[2]: file for path, file in self._files.items()}
            self._paths = ()

    def paths(self) -> Sequence[str]:
        """Return the paths of all files, sorted."""
        self._paths = self._paths or tuple(sorted(self._files))
        return self._paths

    def documents(self) -> Sequence[str]:
        """Return the paths that were asked for, sorted."""
        if self._wanted:
            return (self._wanted,) if self._wanted in self._files else ()
        return [path for path in self.paths() if not self._files[path].linked]

    def data(self, path: str) -> bytes:
        """Return a file's bytes. Raises Unreadable where that fails, or where there is none."""
        if path not in self._files:
            raise Unreadable("there is no such file")
        # The format of a file is told by its beginning, and then it is read by its reader.
        if self._last[0] != path:
            try:
                self._last = path, self._files[path].read()
            except OSError as error:
                raise Unreadable(why(error)) from error
        return self._last[1]

    def size(self, path: str) -> int:
        """Return a file's size in bytes; 0 where there is none."""
        return self._files[path].size if path in self._files else 0

    def modified(self, path: str) -> datetime.date | None:
        """Return the day on which a file was last changed, where that is known."""
        return self._files[path].modified if path in self._files else None


def passed_over(name: str) -> bool:
    """Tell whether a file or folder of this name is none of the writers': hidden, or a tool's."""
    if name.startswith("."):
        return name not in _KEPT_HIDDEN and not name.startswith(_REDIRECTIONS)
    return name in _PASSED_OVER


def check_name(name: str) -> str:
    """Return a file's name as paths have it (NFC). Raises Unreadable for one that is no text."""
    if bad := _NO_TEXT.search(name):
        surrogate = ord(bad[0]) > 0x7F
        raise Unreadable(
            "its name is not UTF-8: rename it" if surrogate else "its name holds control characters"
        )
    return unicodedata.normalize("NFC", name)


def archive_path(name: str) -> str:
    """Return the name of a file in an archive as a path; empty where it is passed over.

    Some programs write backslashes between folders. Raises Unreadable for a name that leads out of
    the archive or is none.
    """
    name = check_name(name.replace("\\", "/"))
    if len(name) > MAX_PATH:
        raise Unreadable("its name is too long")
    if name.startswith("/") or _DRIVE.match(name):
        raise Unreadable(_CLIMBS)
    parts: list[str] = []
    for part in name.split("/"):
        if part == "..":
            if not parts:
                raise Unreadable(_CLIMBS)
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    if not parts:
        raise Unreadable("it has no name")
    return "" if any(map(passed_over, parts)) else "/".join(parts)


def shown(name: str) -> str:
    """Return a name as a report can show it."""
    text = _NO_TEXT.sub(lambda bad: ascii(bad[0])[1:-1], name[:_LONGEST_SHOWN])
    return text + "…" if len(name) > _LONGEST_SHOWN else text


def why(error: OSError) -> str:
    """Return in words why a file cannot be read."""
    if isinstance(error, PermissionError):
        return "there is no permission to read it"
    if isinstance(error, FileNotFoundError):
        return "it is no longer there"
    return f"it cannot be read ({(error.strerror or str(error)).lower()})"


def day(seconds: float) -> datetime.date | None:
    """Return the day (UTC) of a time in seconds since 1970; None for none that was set."""
    try:
        date = datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
    except (OverflowError, ValueError, OSError):
        return None
    # Archives that are the same for the same contents have the first day that they can write.
    return date if date > datetime.date(1980, 1, 1) else None
