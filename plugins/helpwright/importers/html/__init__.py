"""HTML pages, and pieces of such, to drafts."""

from __future__ import annotations

from helpwright.importers.html.fragment import Fragment, html_fragment

__all__ = ["Fragment", "html_fragment"]
