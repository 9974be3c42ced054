"""The one writer of our format: nodes of the model back to a source."""

from helpwright.write.article import write_article
from helpwright.write.blocks import write_blocks
from helpwright.write.front_matter import write_front_matter

__all__ = ["write_article", "write_blocks", "write_front_matter"]
