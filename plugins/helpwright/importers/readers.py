"""The readers of all formats: an explicit list, in the order in which they are asked."""

from __future__ import annotations

from helpwright.importers import html, text, zendesk
from helpwright.importers.formats import Format, Reader
from helpwright.importers.markdown import LEARN_READER, MARKDOWN_READER, compiled
from helpwright.importers.markdown.learn import BASE

READERS: tuple[Reader, ...] = (
    zendesk.READER,
    html.READER,
    compiled.READER,
    LEARN_READER,
    MARKDOWN_READER,
    text.READER,
)
BASES = {Format.LEARN: BASE}
"""The address of the site that documents of a format are published on, where there is only one."""
HOSTS = {Format.LEARN: ("support.microsoft.com",)}
"""Other hosts whose addresses lead to documents of a format, by the aliases that these have."""
