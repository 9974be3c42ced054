"""Texts put together: fragments that articles include, and the values of variables.

It happens between reading and parsing. Everything behind it sees one text, and
`source.ExpandedSource` knows where each byte of it is written.
"""

from __future__ import annotations

from helpwright.expand.assemble import expand, expand_all
from helpwright.expand.fragments import read_fragment, read_library
from helpwright.expand.lines import VARIABLE

__all__ = ["VARIABLE", "expand", "expand_all", "read_fragment", "read_library"]
