"""Taking pictures by recipes, with the system's Chromium."""

from helpwright.capture.browser import BrowserMissing, Studio
from helpwright.capture.compare import Difference, compare, show_difference
from helpwright.capture.page import MAX_PIXELS, NotTaken
from helpwright.capture.run import Taken, take
from helpwright.capture.store import keep

__all__ = [
    "MAX_PIXELS",
    "BrowserMissing",
    "Difference",
    "NotTaken",
    "Studio",
    "Taken",
    "compare",
    "keep",
    "show_difference",
    "take",
]
