"""What a page says about its article: products, dates, error messages, history."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from helpwright.conditions import applies_in_words
from helpwright.diagnostic import Diagnostic
from helpwright.faults import WORDS_WRONG_ON_PAGE
from helpwright.gate.finding import clip
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article, Change
from helpwright.prove.content import TOP
from helpwright.prove.names import Names
from helpwright.prove.page import Shown


def compare_facts(
    names: Names, kb: KnowledgeBase, article: Article, shown: Shown
) -> Iterator[Diagnostic]:
    """Yield the products, versions, dates, error messages and changes that a page does not show."""
    said = shown.facts.replace(",", " ").replace(";", " ").split()
    for applies in article.metadata.applies_to:
        phrase = applies_in_words(kb.registry, applies).replace(",", " ").replace(";", " ")
        if not _has_run(said, phrase.split()):
            yield _lacks(names, f"the page does not say that it applies to `{clip(phrase)}`")
    updated = article.metadata.updated
    if updated is not None:
        date = datetime.date.fromisoformat(updated.text)
        if updated.text not in shown.dates or not {str(date.day), str(date.year)} <= set(said):
            yield _lacks(names, f"the page does not say that it was updated on {updated.text}")
    left = [error.strip("\n") for error in shown.errors]
    for error in article.metadata.errors:
        if error.text.strip("\n") in left:
            left.remove(error.text.strip("\n"))
        else:
            message = f"the page does not show the error message `{clip(error.text)}` word for word"
            yield _lacks(names, message)
    yield from _history(names, article, shown)


def _history(names: Names, article: Article, shown: Shown) -> Iterator[Diagnostic]:
    """Yield the changes that a page does not show, or shows and should not, or not in order."""
    left = list(shown.changes)
    for change in article.metadata.changes:
        found = next((entry for entry in left if _tells(*entry, change)), None)
        if found is not None:
            left.remove(found)
        else:
            yield _lacks(names, f"the page does not show the change of {change.date.text}")
    for _, words in left:
        message = f"the page shows a change that the article does not have: `{clip(words)}`"
        yield _lacks(names, message)
    dates = [date for date, _ in shown.changes]
    if dates != sorted(dates, reverse=True):
        yield _lacks(names, "the page does not show the newest change first")


def _tells(shown: str, words: str, change: Change) -> bool:
    """Tell whether an entry of a history, with its date and its words, is that of a change."""
    date = datetime.date.fromisoformat(change.date.text)
    before, found, behind = words.rpartition(" ".join(change.text.text.split()))
    return (
        shown == change.date.text
        and bool(found)
        and not behind
        and {str(date.day), str(date.year)} <= set(before.split())
    )


def _has_run(words: list[str], wanted: list[str]) -> bool:
    return f" {' '.join(wanted)} " in f" {' '.join(words)} "


def _lacks(names: Names, message: str) -> Diagnostic:
    return names.finding(WORDS_WRONG_ON_PAGE, TOP, message)
