"""The one writer of our format: nodes of the model back to a source."""
