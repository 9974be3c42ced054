"""What is known of one document of Learn while it is read, and what it takes from other files."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from helpwright.importers.bundle import Bundle, Unreadable, decode
from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Entry
from helpwright.importers.markdown.learn_files import cut_code, find_file, query_values
from helpwright.importers.markdown.learn_signs import Sign
from helpwright.model import CodeBlock

MOST_NESTED = 10
"""How many included texts may stand in one another."""
MOST_INCLUDED = 1024 * 1024
"""How many bytes one document may include, all together."""
_MOST_FILES = 1000
_LANGUAGE = re.compile(r"[^\w+#.-]")


@dataclass(slots=True)
class Account:
    """One document: its entries, the heading that is reached, and what it has included so far."""

    origin: str
    bundle: Bundle
    entries: list[Entry] = field(default_factory=list)
    place: str = ""
    told: set[str] = field(default_factory=set)
    included: int = 0
    files: int = 0

    @property
    def folder(self) -> str:
        """The folder that links and pictures are seen from."""
        return posixpath.dirname(self.origin)

    def take(self, sign: Sign, trail: tuple[str, ...]) -> tuple[str, str]:
        """Return the path and the text of the file that a sign names.

        `trail` holds the paths of the files that include one another up to the one with the sign.
        Raises Unreadable where the file is missing, no text, among these files, or too much.
        """
        path = find_file(sign.values.get("source", ""), posixpath.dirname(trail[-1]), self.bundle)
        if not path:
            raise Unreadable("no file of this name was supplied")
        if path in trail:
            raise Unreadable("it includes itself")
        if len(trail) > MOST_NESTED:
            raise Unreadable(f"more than {MOST_NESTED} texts include one another")
        self.files += 1
        self.included += self.bundle.size(path)
        if self.included > MOST_INCLUDED or self.files > _MOST_FILES:
            raise Unreadable("the document includes more text than an article can hold")
        text, entries = decode(self.bundle.data(path))
        self.entries += entries
        return path, text

    def code(self, sign: Sign, trail: tuple[str, ...]) -> tuple[str, CodeBlock]:
        """Return the path of the file with the code that a sign names, and the code."""
        path, text = self.take(sign, trail)
        values = sign.values
        lines, name = values.get("range", ""), values.get("id", "")
        if "query" in values:
            lines, name = query_values(values["query"], values["tag"])
        language = values.get("language") or posixpath.splitext(path)[1][1:]
        code = cut_code(text, lines, name)
        return path, CodeBlock(_LANGUAGE.sub("", language), code, True, NOWHERE)
