"""What a user is told when a command cannot do its work."""

from __future__ import annotations

import click


class Unable(click.ClickException):
    """The command cannot do its work; the text says why and what to do."""

    exit_code = 2

    def format_message(self) -> str:
        """Return the text as it is shown: names of files may hold control characters."""
        from helpwright.report.escape import visible

        return visible(self.message)


def in_words(error: Exception) -> str:
    """Return an error as a sentence without numbers and class names."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    reason = error.strerror.lower()
    return reason if error.filename is None else f"{error.filename}: {reason}"
