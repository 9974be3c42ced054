"""What stands at the head of a Markdown file, apart from its text.

Four forms are in use: YAML between lines of hyphens (everywhere), TOML between lines of plus
signs and JSON in braces (Hugo, Zola), and bare `Key: value` lines (MultiMarkdown, MkDocs,
Pelican). Values stay texts: `1.10` is no number and `no` is not false.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.markdown.front_forms import (
    Tree,
    lines_of_keys,
    read_head_lines,
    read_json,
    read_toml,
)
from helpwright.parse import yaml_tree
from helpwright.source import Source

_OPENING = re.compile(r"(?:[ \t]*\n){0,20}(---|\+\+\+)[ \t]*\n")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
}
_NAMING = ("name", "title", "label", "text", "value", "id")
"""The keys under which the maps of a list have what the list is of."""
_SHOWN = 2000
"""How many characters of what cannot be read are quoted."""


@dataclass(frozen=True, slots=True)
class Front:
    """The head of a document, and its text behind it.

    `values` has the texts of each key, which is in lower case: one for a scalar, several for a
    list, none where it is empty. Keys of a map inside are joined with a dot; of a list of maps the
    names stand under the list's own key. `lines` counts the lines in front of `body`.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    body: str = ""
    lines: int = 0
    entries: tuple[Entry, ...] = ()


def split_front(text: str) -> Front:
    """Take the head off a document's text.

    What cannot be read as it should is read line by line, with an entry; where even that gives
    nothing, the entry quotes it. The words of a head are not shown, so they are in no tally.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    opening = _OPENING.match(text)
    if opening is not None:
        closing = _CLOSING[opening[1]].search(text, opening.end())
        if closing is None:
            return Front(body=text)
        head, start = text[opening.end() : closing.start()], opening.end()
        tree, entries = _yaml(head, start, text) if opening[1] == "---" else _toml(head)
        if tree is None and not entries:
            return Front(body=text)
        end = closing.end()
    else:
        tree, end = read_json(text) if text.startswith("{") else read_head_lines(text)
        entries = ()
        if tree is None:
            return Front(body=text)
    found: dict[str, list[str]] = {}
    _flatten("", tree or {}, found)
    values = {key: tuple(texts) for key, texts in found.items()}
    return Front(values, text[end:], text.count("\n", 0, end), entries)


def _yaml(head: str, start: int, text: str) -> tuple[Tree | None, tuple[Entry, ...]]:
    """Return the tree of YAML; None without an entry where these are no keys at all."""
    source = Source("", head.encode("utf-8", "replace"))
    root, found = yaml_tree.read_yaml(source, 0, len(source.data), 1)
    if isinstance(root, yaml_tree.Mapping):
        doubles = tuple(
            Entry(
                Outcome.DROPPED,
                "front-matter-key",
                f"{problem.message}; the first one counts",
                about=source.line(problem.start.line)[:_SHOWN],
                attention=Attention.LOOK,
            )
            for problem in found
        )
        return _plain(root), doubles
    if root is None and not found:
        return {}, ()
    if root is not None:
        return None, ()
    return _line_by_line(head, found[-1].message)


def _toml(head: str) -> tuple[Tree | None, tuple[Entry, ...]]:
    tree, problem = read_toml(head)
    return (tree, ()) if tree is not None else _line_by_line(head, problem)


def _line_by_line(head: str, problem: str) -> tuple[Tree | None, tuple[Entry, ...]]:
    keys = lines_of_keys(head)
    if not keys:
        entry = Entry(
            Outcome.LEFT,
            "front-matter",
            f"the front matter cannot be read: {problem}",
            about=head.strip()[:_SHOWN],
            attention=Attention.DECIDE,
        )
        return None, (entry,)
    entry = Entry(
        Outcome.REPAIRED,
        "front-matter",
        f"the front matter has a mistake and was read line by line: {problem}",
        about=head.strip()[:_SHOWN],
        attention=Attention.LOOK,
    )
    return keys, (entry,)


def _plain(node: yaml_tree.Node) -> Tree:
    """Return a YAML node as a tree of strings, lists and maps; its depth is bounded."""
    if isinstance(node, yaml_tree.Scalar):
        empty = node.plain and node.text.lower() in ("", "~", "null")
        return "" if empty else node.text
    if isinstance(node, yaml_tree.Sequence):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.entries}


def _flatten(key: str, tree: Tree, values: dict[str, list[str]]) -> None:
    if isinstance(tree, dict):
        for name, value in tree.items():
            folded = name.strip().lower()
            _flatten(f"{key}.{folded}" if key else folded, value, values)
    elif isinstance(tree, list):
        values.setdefault(key, [])
        for item in tree:
            _flatten_item(key, item, values)
    else:
        texts = values.setdefault(key, [])
        if tree.strip():
            texts.append(tree.strip())


def _flatten_item(key: str, item: Tree, values: dict[str, list[str]]) -> None:
    naming = None
    if isinstance(item, dict):
        folded = {name.strip().lower(): name for name in item}
        naming = next((folded[name] for name in _NAMING if name in folded), None)
        if naming is not None and not isinstance(item[naming], str):
            naming = None
        if naming is not None:
            _flatten(key, item[naming], values)
        item = {name: value for name, value in item.items() if name != naming}
    _flatten(key, item, values)
