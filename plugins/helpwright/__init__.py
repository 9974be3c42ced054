"""Helpwright: help pages that can be trusted.

`inspect(find_config(folder))` reads and checks the knowledge base of a project; its diagnostics
say what is wrong and where. `compile_site` writes its pages as plain files.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpwright.build import Inspection, inspect
    from helpwright.compile import Compiled, compile_site
    from helpwright.config import Config, ConfigError, find_config
    from helpwright.diagnostic import Diagnostic, Edit, Position, Related, Rule, Severity, Span
    from helpwright.knowledge import KnowledgeBase
    from helpwright.model import Article

__all__ = [
    "Article",
    "Compiled",
    "Config",
    "ConfigError",
    "Diagnostic",
    "Edit",
    "Inspection",
    "KnowledgeBase",
    "Position",
    "Related",
    "Rule",
    "Severity",
    "Span",
    "compile_site",
    "find_config",
    "inspect",
]

_HOMES = {
    "build": ("Inspection", "inspect"),
    "compile": ("Compiled", "compile_site"),
    "config": ("Config", "ConfigError", "find_config"),
    "diagnostic": ("Diagnostic", "Edit", "Position", "Related", "Rule", "Severity", "Span"),
    "knowledge": ("KnowledgeBase",),
    "model": ("Article",),
}


def __getattr__(name: str) -> object:
    """Return a name of the library when it is first asked for: a command needs few of them."""
    for module, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
