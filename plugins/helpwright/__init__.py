"""Helpwright: help pages that can be trusted.

`inspect(find_config(folder))` reads and checks the knowledge base of a project; its diagnostics
say what is wrong and where. `compile_site` writes its pages as plain files.
"""

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
