"""Readers of Markdown: that of Microsoft Learn, and that of all other systems."""

from __future__ import annotations

from helpwright.importers.markdown.generic import MARKDOWN_READER
from helpwright.importers.markdown.learn import LEARN_READER

__all__ = ["LEARN_READER", "MARKDOWN_READER"]
