"""Sources to articles: `parse_article` and `parse_registry`."""

from helpwright.parse.article import parse_article
from helpwright.parse.registry import parse_registry

__all__ = ["parse_article", "parse_registry"]
