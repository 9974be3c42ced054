"""What `applies_to` says: ranges of versions to scopes, and scopes to words."""

from __future__ import annotations

from helpwright.conditions.reading import ConditionReader, supported, universe_of
from helpwright.conditions.words import applies_in_words, in_words

__all__ = ["ConditionReader", "applies_in_words", "in_words", "supported", "universe_of"]
