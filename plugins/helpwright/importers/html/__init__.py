"""HTML pages, and pieces of such, to drafts."""

from __future__ import annotations

from helpwright.importers.html.fragment import Fragment, html_fragment
from helpwright.importers.html.page import READER, read_page

__all__ = ["READER", "Fragment", "html_fragment", "read_page"]
