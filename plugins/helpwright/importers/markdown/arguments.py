"""The arguments of shortcodes, tags and components: `style="info" title='x' plain`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ARGUMENT = re.compile(
    r"""(?:(?P<name>[A-Za-z_:@][\w:.-]*)\s*=\s*)?"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|\{[ ]*["'`](?P<braced>[^"'`{}]*)["'`][ ]*\}"""
    r"""|(?P<bare>[^\s"'=<>{}]+))"""
)


@dataclass(frozen=True, slots=True)
class Arguments:
    """Named arguments by their name in lower case, and the others in their order."""

    named: Mapping[str, str]
    plain: tuple[str, ...]

    def first(self, *names: str) -> str:
        """Return the first of these named arguments that says something."""
        return next((self.named[name] for name in names if self.named.get(name)), "")


def read_arguments(written: str) -> Arguments:
    """Read what stands behind the name of a shortcode, tag or component."""
    named: dict[str, str] = {}
    plain: list[str] = []
    for match in _ARGUMENT.finditer(written):
        value = next(
            (match[group] for group in ("double", "single", "braced", "bare") if match[group]), ""
        )
        if match["name"]:
            named.setdefault(match["name"].lower(), value)
        elif value:
            plain.append(value)
    return Arguments(named, tuple(plain))
