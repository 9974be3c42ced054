"""What readers see of an article, as a value that can be compared with that of another day.

It is made from the parsed article, so that places, line ends, ways to write Markdown and comments
are not in it. Kept are words with their styles, the numbers of steps, where links lead, what
pictures show, and whom each part is for.
"""

from __future__ import annotations

from helpwright.visible.page import Visible, visible
from helpwright.visible.parts import differences
from helpwright.visible.same import surely_same

__all__ = ["Visible", "differences", "surely_same", "visible"]
