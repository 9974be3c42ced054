"""Front-matter values by the form that their key asks for."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

from helpwright.diagnostic import Diagnostic, Edit, Rule, Span
from helpwright.faults import MISSING_KEY, UNKNOWN_KEY, WRONG_VALUE
from helpwright.fields import DATE_PATTERN, DIGEST_PATTERN, IDENTIFIER_PATTERN, MAX_INTERVAL, Field
from helpwright.model import Value
from helpwright.parse import yaml_tree
from helpwright.parse.yaml_tree import Node, Scalar
from helpwright.source import Source

_MOST_NAMES = 12
"""How many names a remedy lists: all keys of an article, but not all rules."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that `word` was most likely meant to be, or an empty string."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


class ValueReader:
    """Reads the values of one mapping and keeps the findings."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.diagnostics: list[Diagnostic] = []

    def report(
        self, rule: Rule, span: Span, message: str, help: str, edits: tuple[Edit, ...] = ()
    ) -> None:
        """Keep a finding."""
        self.diagnostics.append(self.source.diagnose(rule, span, message, help, edits=edits))

    def entries(
        self, node: Node | None, fields: Mapping[str, Field], place: Span, what: str
    ) -> dict[str, tuple[Scalar, Node]]:
        """Return a mapping's known entries that hold something.

        Reports unknown keys, with the nearest known one, and required keys that are empty or
        missing, the latter at `place`. A misspelt key does not count as missing too.
        """
        found: dict[str, tuple[Scalar, Node]] = {}
        if not isinstance(node, yaml_tree.Mapping):
            if node is not None and not is_empty(node):
                message = f"{what} must be keys and values, such as `{next(iter(fields))}: …`"
                help = "write one `key: value` a line, with a blank behind the colon"
                self.report(WRONG_VALUE, node.span, message, help)
                return {}
            node = yaml_tree.Mapping((), place)
        empty: dict[str, Scalar] = {}
        misspelt: set[str] = set()
        for key, value in node.entries:
            if key.text not in fields:
                near = nearest(key.text.lower(), fields)
                misspelt.add(near)
                help = f"did you mean `{near}`?" if near else f"use one of {_list(fields)}"
                message = f"`{clip(key.text)}` is not a key of {what}"
                self.report(UNKNOWN_KEY, key.span, message, help)
            elif is_empty(value):
                empty[key.text] = key
            else:
                found[key.text] = (key, value)
        for name, described in fields.items():
            if described.required and name not in found and name not in misspelt:
                blank = empty.get(name)
                message = f"the `{name}` of {what} is empty" if blank else f"{what} has no `{name}`"
                help = f"write `{name}: …`. {described.description}"
                self.report(MISSING_KEY, blank.span if blank else place, message, help)
        return found

    def text(self, key: str, node: Node, what: str = "") -> Value | None:
        """Return a single text, or None with a finding; `what` names it where the key does not."""
        if isinstance(node, Scalar):
            return Value(node.text.strip(), node.span)
        what = what or f"`{key}`"
        if isinstance(node, yaml_tree.Sequence):
            help = "write one text; put quotes around a text that begins with `[`"
            self.report(WRONG_VALUE, node.span, f"{what} must be one text, not a list", help)
        else:
            help = "put quotes around a text that holds a colon, or that begins with `{`"
            message = f"{what} must be one text, not keys and values"
            self.report(WRONG_VALUE, node.span, message, help)
        return None

    def texts(self, key: str, node: Node) -> tuple[Value, ...]:
        """Return a list of texts; a single text counts as a list of one."""
        if isinstance(node, Scalar):
            return (Value(node.text.strip(), node.span),)
        if isinstance(node, yaml_tree.Sequence):
            return tuple(
                value
                for item in node.items
                if not is_empty(item)
                and (value := self.text(key, item, f"an entry of `{key}`")) is not None
            )
        help = "write each text on a line of its own, behind a hyphen and a blank"
        self.report(WRONG_VALUE, node.span, f"`{key}` must be a list of texts", help)
        return ()

    def identifier(self, key: str, node: Node) -> Value | None:
        """Return an id in lower case, or None with a finding."""
        value = self.text(key, node)
        if value is None or re.fullmatch(IDENTIFIER_PATTERN, value.text):
            return value
        near = "-".join(re.findall(r"[a-z0-9]+", value.text.lower()))
        help = "use lower-case letters, digits and single hyphens"
        message = f"`{key}: {clip(value.text)}` is not an id"
        self.report(WRONG_VALUE, value.span, message, f"{help}, such as `{near}`" if near else help)
        return None

    def identifiers(self, key: str, node: Node) -> Iterator[Value]:
        """Yield the well-formed ids of a list."""
        for value in self.texts(key, node):
            found = self.identifier(key, Scalar(value.text, value.span, False))
            if found is not None:
                yield found

    def date(self, key: str, node: Node) -> Value | None:
        """Return a real calendar date as YYYY-MM-DD, or None with a finding."""
        value = self.text(key, node)
        if value is None:
            return None
        try:
            if re.fullmatch(DATE_PATTERN, value.text):
                datetime.date.fromisoformat(value.text)
                return value
        except ValueError:
            pass  # A date such as 2024-02-30: reported like any other that is not one.
        message = f"`{key}: {clip(value.text)}` is not a date"
        self.report(WRONG_VALUE, value.span, message, "write it as year-month-day: 2024-09-18")
        return None

    def digest(self, key: str, node: Node) -> Value | None:
        """Return a SHA-256 in lower case, or None with a finding."""
        value = self.text(key, node)
        if value is None or re.fullmatch(DIGEST_PATTERN, value.text.lower()):
            return value and Value(value.text.lower(), value.span)
        message = f"`{key}: {clip(value.text)}` is not a SHA-256, which has 64 digits from 0 to f"
        command = "capture" if key == "recipe" else "screenshots --update"
        help = f"remove the line and run `helpwright {command}`, which writes it"
        self.report(WRONG_VALUE, value.span, message, help)
        return None

    def seconds(self, key: str, node: Node) -> float | None:
        """Return a number of seconds from 0 to MAX_INTERVAL, or None with a finding."""
        value = self.text(key, node)
        if value is None:
            return None
        if re.fullmatch(r"\d{1,4}(?:\.\d{1,6})?", value.text) and float(value.text) <= MAX_INTERVAL:
            return float(value.text)
        message = f"`{key}: {clip(value.text)}` is not a number of seconds"
        help = f"write a number from 0 to {MAX_INTERVAL}, such as `2` or `0.5`"
        self.report(WRONG_VALUE, value.span, message, help)
        return None

    def choice(self, key: str, node: Node, choices: tuple[str, ...]) -> Value | None:
        """Return one of `choices`, or None with a finding."""
        value = self.text(key, node)
        if value is None or value.text in choices:
            return value
        near = nearest(value.text.lower(), choices)
        help = f"did you mean `{near}`?" if near else f"use one of {_list(choices)}"
        message = f"`{key}` cannot be `{clip(value.text)}`"
        self.report(WRONG_VALUE, value.span, message, help)
        return None


def is_empty(node: Node) -> bool:
    """Tell whether a node says nothing: an empty text, list or mapping, or plain `~` or `null`."""
    if isinstance(node, Scalar):
        text = node.text.strip()
        return not text or (node.plain and text in ("~", "null", "Null", "NULL"))
    return not (node.items if isinstance(node, yaml_tree.Sequence) else node.entries)


_ENDS_CODE = re.compile(r"`|^~~~|[\x00-\x08\x0e-\x1f\x7f]")


def is_insertable(text: str) -> bool:
    """Tell whether a text can stand for the name of a variable, which may be in a line of code."""
    return _ENDS_CODE.search(text) is None


def clip(text: str, limit: int = 60) -> str:
    """Shorten a text for a message."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _list(names: Iterable[str]) -> str:
    shown = [f"`{name}`" for name in names]
    return ", ".join(shown[:_MOST_NAMES]) + (", …" if len(shown) > _MOST_NAMES else "")
