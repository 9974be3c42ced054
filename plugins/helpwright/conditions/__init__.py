"""What `applies_to` says: ranges of versions to scopes, and scopes to words."""

from __future__ import annotations

from helpwright.conditions.reading import ConditionReader, supported, universe_of
from helpwright.conditions.words import in_words

__all__ = ["ConditionReader", "in_words", "supported", "universe_of"]
