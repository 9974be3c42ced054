"""Keys and values put into YAML that a person has written: nothing is changed, only inserted.

What is wanted is plain data: texts, lists of texts, and tables of all these by key. What is there
already stays as it is, to the last comment; a text that is there is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from helpwright.parse import yaml_tree
from helpwright.parse.values import is_empty
from helpwright.parse.yaml_tree import Node, Scalar
from helpwright.source import Source
from helpwright.write.yaml_data import (
    IN_BRACKETS,
    Arrange,
    Data,
    Unfit,
    data_of,
    in_flow,
    lines,
    names,
    pair,
    written,
)


class Insertion:
    """Collects what is to be inserted into a source, and where.

    `order` is that of the keys at the top, by which a new one finds its place.
    """

    def __init__(self, source: Source, order: Sequence[str], arrange: Arrange) -> None:
        self._source = source
        self._data = source.data
        self._order = list(order)
        self._arrange = arrange
        self._found: list[tuple[int, str]] = []

    def text(self) -> str:
        """Return the source's text with all that was inserted."""
        parts: list[bytes] = []
        at = 0
        newline = "\r\n" if b"\r\n" in self._data else "\n"
        for offset, text in sorted(self._found, key=lambda one: one[0]):
            parts += (self._data[at:offset], text.replace("\n", newline).encode())
            at = offset
        return b"".join((*parts, self._data[at:])).decode()

    def insert(self, tree: Node | None, wanted: Mapping[str, Data]) -> None:
        """Insert what is wanted and missing. Raises Unfit where that is not possible."""
        if tree is None or (isinstance(tree, Scalar) and tree.plain and not tree.text):
            end = len(self._data.rstrip())
            blocks = ["\n".join(lines(key, value)) for key, value in wanted.items()]
            gap = "\n\n" if end else ""
            last = "" if self._data[end:].startswith((b"\n", b"\r\n")) else "\n"
            self._found.append((end, gap + "\n\n".join(blocks) + last))
            return
        if not isinstance(tree, yaml_tree.Mapping):
            raise Unfit("it has no keys")
        self._table(tree, wanted, self._order)

    def _table(
        self, node: yaml_tree.Mapping, wanted: Mapping[str, Data], order: Sequence[str] = ()
    ) -> None:
        there = {key.text: (key, value) for key, value in node.entries}
        # What is inserted deeper goes first, as it may have to stand at the same place.
        for name, value in wanted.items():
            if name in there:
                self._value(node, there[name][0], there[name][1], value)
        missing = {name: value for name, value in wanted.items() if name not in there}
        if missing and self._is_flow(node):
            self._pairs(node, missing)
            return
        for name, value in missing.items():
            self._entry(node, name, value, order)

    def _value(self, parent: yaml_tree.Mapping, key: Scalar, node: Node, wanted: Data) -> None:
        if is_empty(node):
            self._fill(parent, key, node, wanted)
        elif isinstance(wanted, dict) and isinstance(node, yaml_tree.Mapping):
            self._table(node, wanted)
        elif isinstance(wanted, list):
            self._list(key.text, node, wanted)
        elif isinstance(wanted, dict):
            raise Unfit(f"`{key.text}` holds something else than keys and values")

    def _fill(self, parent: yaml_tree.Mapping, key: Scalar, node: Node, wanted: Data) -> None:
        """Give a key without a value one."""
        if not isinstance(node, Scalar):
            if isinstance(node, yaml_tree.Mapping) != isinstance(wanted, dict):
                raise Unfit(f"`{key.text}` holds something else than is expected")
            self._found.append((node.span.start + 1, in_flow(wanted)[1:-1]))
        elif node.text or node.span.start != node.span.end:
            raise Unfit(f"`{key.text}` says that it is empty")
        elif self._is_flow(parent):
            self._beside(node, in_flow(wanted))
        elif isinstance(wanted, str):
            self._beside(node, written(wanted))
        else:
            indent = self._column(parent.span.start)
            step = self._step(parent, indent)
            if isinstance(wanted, list):
                body = [f"{' ' * (indent + step)}- {written(item)}" for item in wanted]
            else:
                _, *body = lines(key.text, wanted, indent, step)
            self._add(self._behind(node, indent + 1), "\n", body)

    def _beside(self, empty: Scalar, text: str) -> None:
        """Insert a value behind the colon of a key without one."""
        at = empty.span.end
        behind = self._data[at : at + 2]
        if behind.startswith(b" ") and behind != b" #":
            self._found.append((at + 1, text))
        elif self._data[at - 1 : at] == b" ":
            self._found.append((at, text))
        else:
            self._found.append((at, f" {text}"))

    def _entry(self, node: yaml_tree.Mapping, name: str, value: Data, order: Sequence[str]) -> None:
        """Insert a key and its value, each line on its own."""
        indent = self._column(node.span.start)
        before = order[: order.index(name)] if name in order else ()
        ahead = [inner for key, inner in node.entries if key.text in before]
        gap = "\n\n" if order and not isinstance(value, str) else "\n"
        if name in order and not ahead and isinstance(value, str):
            at, gap = self._top(node.span.start - indent)
            self._found.append((at, "\n".join((*lines(name, value, indent), gap))))
            return
        last = (ahead or [inner for _, inner in node.entries])[-1]
        made = lines(name, value, indent, self._step(node, indent))
        self._add(self._behind(last, indent or 1), gap, made)

    def _pairs(self, node: yaml_tree.Mapping, wanted: Mapping[str, Data]) -> None:
        pairs = ", ".join(map(pair, wanted, wanted.values()))
        if node.entries:
            self._found.append((self._end(node.entries[-1][1]), f", {pairs}"))
        else:
            self._found.append((node.span.start + 1, pairs))

    def _list(self, key: str, node: Node, wanted: Sequence[str]) -> None:
        """Insert the items that a list lacks, at their places."""
        items = node.items if isinstance(node, yaml_tree.Sequence) else (node,)
        items = tuple(item for item in items if not is_empty(item))
        data = data_of(node)
        there = names(data) if isinstance(data, list) else [str(data)]
        arranged = self._arrange(key, there, wanted)
        if len(arranged) == len(there):
            return
        if not items:
            raise Unfit(f"`{key}` has nothing but empty items")
        groups = _groups(arranged, there)
        if isinstance(node, Scalar):
            before, behind = (in_flow(group)[1:-1] for group in groups)
            mark = self._quotes(node)
            self._found.append((node.span.start, f"[{before}, {mark}" if before else f"[{mark}"))
            self._found.append((self._end(node), f"{mark}, {behind}]" if behind else f"{mark}]"))
            return
        assert isinstance(node, yaml_tree.Sequence)
        for at, group in enumerate(groups):
            if group and self._is_flow(node):
                text = in_flow(group)[1:-1]
                place = self._end(items[at - 1]) if at else items[0].span.start
                self._found.append((place, f", {text}" if at else f"{text}, "))
            elif group:
                self._items(node, items[at - 1] if at else None, group)

    def _quotes(self, node: Scalar) -> str:
        """Return what must stand around a text so that it can stand in brackets as it is."""
        if not node.plain or IN_BRACKETS.fullmatch(node.text):
            return ""
        return "'" if '"' in node.text or "\\" in node.text else '"'

    def _items(self, node: yaml_tree.Sequence, behind: Node | None, group: Sequence[str]) -> None:
        """Insert items on lines of their own behind another one, or before the first."""
        indent = self._column(node.span.start)
        made = [f"{' ' * indent}- {written(item)}" for item in group]
        if behind is None:
            start = node.span.start - indent
            self._found.append((start, "".join(f"{line}\n" for line in made)))
        else:
            self._add(self._line_end(self._end(behind)), "\n", made)

    def _add(self, at: int, gap: str, made: Iterator[str] | Sequence[str]) -> None:
        self._found.append((at, gap + "\n".join(made)))

    def _is_flow(self, node: Node) -> bool:
        return self._data[node.span.start : node.span.start + 1] in (b"[", b"{")

    def _column(self, at: int) -> int:
        """Return how many blanks stand before a place; nothing else may."""
        start = self._data.rfind(b"\n", 0, at) + 1
        if self._data[start:at].strip(b" "):
            line = self._source.position(at).line
            raise Unfit(f"line {line} holds several things at once")
        return at - start

    def _step(self, node: yaml_tree.Mapping, indent: int) -> int:
        """Return by how much the tables in a table are indented."""
        for _, value in node.entries:
            if isinstance(value, yaml_tree.Mapping) and not self._is_flow(value):
                return self._column(value.span.start) - indent
        return 2

    def _end(self, node: Node) -> int:
        """Return where the last of a node's own characters is."""
        while not isinstance(node, Scalar) and not self._is_flow(node):
            node = node.items[-1] if isinstance(node, yaml_tree.Sequence) else node.entries[-1][1]
        written = self._data[node.span.start : node.span.end]
        return node.span.start + len(written.rstrip())

    def _line_end(self, at: int) -> int:
        end = self._data.find(b"\n", at)
        end = len(self._data) if end < 0 else end
        return end - 1 if self._data[end - 1 : end] == b"\r" and end > at else end

    def _behind(self, node: Node, indent: int) -> int:
        """Return the end of the last line of a node, and of comments below that belong to it."""
        end = self._line_end(self._end(node))
        while (start := self._data.find(b"\n", end) + 1) and start < len(self._data):
            stop = self._line_end(start)
            line = self._data[start:stop]
            stripped = line.lstrip(b" ")
            if not stripped.startswith(b"#") or len(line) - len(stripped) < indent:
                break
            end = stop
        return end

    def _top(self, first: int) -> tuple[int, str]:
        """Return where a key goes that is to be the first, and what stands behind it.

        Comments right above the key that is the first now belong to it, if a blank line parts them
        from what is above; at the top of the file they are about the whole.
        """
        above = self._data[:first].splitlines(keepends=True)
        kept = len(above)
        while kept and above[kept - 1].lstrip().startswith(b"#"):
            kept -= 1
        if kept and kept < len(above) and not above[kept - 1].strip():
            return sum(map(len, above[:kept])), "\n"
        return first, ""


def _groups(arranged: Sequence[str], there: Sequence[str]) -> list[list[str]]:
    """Return what is new in a list: before its first item, behind that, and so on."""
    groups: list[list[str]] = [[]]
    for item in arranged:
        if len(groups) <= len(there) and item == there[len(groups) - 1]:
            groups.append([])
        else:
            groups[-1].append(item)
    return groups
