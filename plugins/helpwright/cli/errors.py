"""What a user is told when a command cannot do its work."""

from __future__ import annotations

import click


class Unable(click.ClickException):
    """The command cannot do its work; the text says why and what to do."""

    exit_code = 2


def in_words(error: Exception) -> str:
    """Return an error as a sentence without numbers and class names."""
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return f"{error.filename}: {error.strerror.lower()}"
    return str(error)
