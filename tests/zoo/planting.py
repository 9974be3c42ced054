"""Plant one fault in a clean set of files, and tell where it must be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Swap:
    """In a file, put `new` in the place of `old`, which stands there once."""

    path: str
    old: str
    new: str

    def apply(self, files: dict[str, bytes]) -> None:
        data, old = files[self.path], self.old.encode()
        assert data.count(old) == 1, f"{self.path} holds this {data.count(old)} times: {self.old}"
        assert self.old != self.new
        files[self.path] = data.replace(old, self.new.encode())


@dataclass(frozen=True)
class Bytes:
    """In a file, put the bytes `new` in the place of `old`, which stand there once."""

    path: str
    old: bytes
    new: bytes

    def apply(self, files: dict[str, bytes]) -> None:
        assert files[self.path].count(self.old) == 1
        files[self.path] = files[self.path].replace(self.old, self.new)


@dataclass(frozen=True)
class Add:
    """Add a file."""

    path: str
    data: bytes | str

    def apply(self, files: dict[str, bytes]) -> None:
        assert self.path not in files
        files[self.path] = self.data.encode() if isinstance(self.data, str) else self.data


@dataclass(frozen=True)
class Replace:
    """Give a file other bytes."""

    path: str
    data: bytes

    def apply(self, files: dict[str, bytes]) -> None:
        assert files[self.path] != self.data
        files[self.path] = self.data


@dataclass(frozen=True)
class Remove:
    """Remove a file."""

    path: str

    def apply(self, files: dict[str, bytes]) -> None:
        del files[self.path]


@dataclass(frozen=True)
class Rename:
    """Give a file another path."""

    path: str
    to: str

    def apply(self, files: dict[str, bytes]) -> None:
        assert self.to not in files
        files[self.to] = files.pop(self.path)


Change = Swap | Bytes | Add | Replace | Remove | Rename


class Finding(NamedTuple):
    """What a check reports: the rule's code, the file, line and column, both from 1."""

    code: str
    path: str
    line: int
    column: int


@dataclass(frozen=True)
class Place:
    """A finding that must come: its rule's code, its file, and the text at whose start it stands.

    The text occurs once in the file with the fault; where it would occur several times, it is the
    first behind the text `behind`, which occurs once. Without a text the finding is about the file
    as a whole.
    """

    code: str
    path: str
    text: str = ""
    behind: str = ""

    def locate(self, files: Files) -> Finding:
        """Return the finding, its column in code points."""
        if not self.text:
            return Finding(self.code, self.path, 1, 1)
        text = files[self.path].decode("utf-8", errors="replace")
        start = 0
        if self.behind:
            assert text.count(self.behind) == 1, f"{self.path}: {self.behind}"
            start = text.index(self.behind) + len(self.behind)
        else:
            assert text.count(self.text) == 1, f"{self.path}: {text.count(self.text)} {self.text}"
        at = text.index(self.text, start)
        line = text.count("\n", 0, at) + 1
        return Finding(self.code, self.path, line, at - text.rfind("\n", 0, at))


@dataclass(frozen=True)
class Kind:
    """One kind of fault: what it is called, how it is planted, and what must be found."""

    name: str
    title: str
    plant: tuple[Change, ...]
    places: tuple[Place, ...]

    def files(self, clean: Files) -> dict[str, bytes]:
        """Return the files with the fault in them."""
        files = dict(clean)
        for change in self.plant:
            change.apply(files)
        return files


def write_files(folder: Path, files: Files) -> Path:
    """Write files below a folder, and return the folder."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def read_files(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, by path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
