"""Plain data (texts, lists of texts, tables of all these by key) and how it stands in YAML."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from helpwright.parse import yaml_tree
from helpwright.parse.values import is_empty
from helpwright.parse.yaml_tree import Node, Scalar
from helpwright.write.scalars import entry, quoted, scalar

Data = str | list[str] | dict[str, "Data"]
Arrange = Callable[[str, Sequence[str], Sequence[str]], list[str]]
"""Given a key, the names in its list and those that are wanted, returns the list of both."""

_ADDRESS = re.compile(r"/[\w./~%+-]*")
IN_BRACKETS = re.compile(r"[\w./ +~%-]+")
"""What needs no quotes within brackets and braces either."""
_WIDTH = 100


class Keyed(str):
    """An item of a list that has keys, and as a text tells all of them."""

    keys: dict[str, Data]

    def __new__(cls, keys: dict[str, Data]) -> Keyed:
        """Make the item."""
        item = super().__new__(cls, keys)
        item.keys = keys
        return item

    @property
    def name(self) -> str:
        """What the item goes by: a version by its label."""
        name = self.keys.get("version")
        return name if isinstance(name, str) else str(self)


class Unfit(ValueError):
    """The YAML has a shape that nothing can be inserted into; the text says where."""


def written(text: str, *, flow: bool = False) -> str:
    """Return a text as YAML; within brackets and braces more of them need quotes."""
    if _ADDRESS.fullmatch(text):
        return text
    found = scalar(text)
    if flow and found == text and not IN_BRACKETS.fullmatch(text):
        return quoted(text)
    return found


def lines(key: str, value: Data, indent: int = 0, step: int = 2) -> Iterator[str]:
    """Yield the lines of a key and its value, from `indent` blanks on and in steps of `step`."""
    blanks = " " * indent
    head = f"{key}:" if _ADDRESS.fullmatch(key) else entry(key).replace("\n", f"\n{blanks}")
    if isinstance(value, str):
        yield f"{blanks}{head} {written(value)}"
    elif isinstance(value, list):
        line = f"{blanks}{head} {in_flow(value)}"
        if len(line) <= _WIDTH:
            yield line
        else:
            yield f"{blanks}{head}"
            yield from (f"{blanks}{' ' * step}- {written(item)}" for item in value)
    else:
        yield f"{blanks}{head}"
        for name, inner in value.items():
            yield from lines(name, inner, indent + step, step)


def in_flow(value: Data) -> str:
    """Return data on one line, within brackets or braces where it is no text."""
    if isinstance(value, str):
        return written(value, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(written(item, flow=True) for item in value)}]"
    return f"{{{', '.join(map(pair, value, value.values()))}}}"


def pair(key: str, value: Data) -> str:
    """Return a key with its value as it stands in braces."""
    return f"{written(key, flow=True)}: {in_flow(value)}"


def data_of(node: Node | None) -> Data:
    """Return a tree as plain data; what says nothing is an empty text."""
    if node is None or is_empty(node):
        return ""
    if isinstance(node, Scalar):
        return node.text.strip()
    if isinstance(node, yaml_tree.Sequence):
        items = (data_of(item) for item in node.items if not is_empty(item))
        return [Keyed(item) if isinstance(item, dict) else str(item) for item in items]
    return {key.text: data_of(value) for key, value in node.entries}


def names(items: Iterable[str]) -> list[str]:
    """Return what the items of a list go by."""
    return [item.name if isinstance(item, Keyed) else item for item in items]


def _placed(items: Sequence[str], arranged: Iterable[str]) -> list[str]:
    """Return the names that were arranged, with the items that are there in place of theirs."""
    left = deque(zip(names(items), items, strict=True))
    return [left.popleft()[1] if left and left[0][0] == name else name for name in arranged]


def merged(there: Data, wanted: Data, arrange: Arrange, key: str = "") -> Data:
    """Return what `there` says with all that is `wanted` and missing.

    Raises Unfit where the two are of different kinds.
    """
    if not there:
        return wanted
    if isinstance(wanted, str):
        return there
    if isinstance(wanted, list) and not isinstance(there, dict):
        items = [there] if isinstance(there, str) else there
        arranged = arrange(key, names(items), wanted)
        return _placed(items, arranged) if len(arranged) > len(items) else there
    if isinstance(wanted, dict) and isinstance(there, dict):
        inner = {name: merged(there.get(name, ""), wanted[name], arrange, name) for name in wanted}
        return {**there, **inner}
    raise Unfit(f"`{key}` holds something else than is expected" if key else "it has no keys")
