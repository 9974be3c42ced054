"""Articles whose readers see something else than in a revision, with the date of that day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import CHANGED_WITHOUT_UPDATE as RULE
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.past import past_kb
from helpwright.revision import Revision
from helpwright.visible import differences, surely_same, visible

_HELP = "set `updated` to the day of the change, and add a line to `changes`"


def changed_without_update(kb: KnowledgeBase, revision: Revision) -> Iterator[Diagnostic]:
    """Yield a finding for each article that changed for its readers and kept its date.

    Only articles are compared that are on the site in both. What a change of kb.yml alone makes of
    an article is no change of the article: the sources of the revision are read with the kb.yml of
    today. One that is dated today cannot be dated later, so it is left alone.
    """
    if kb.registry.severities.get(RULE.code, RULE.severity) is None:
        return
    past = past_kb(revision, kb.registry, kb)
    renamed = _renamed(kb, past)
    former = {new: old for old, new in renamed.items()}
    published = {article.path for article in past.published()}

    @cache
    def digest(path: str) -> str:
        try:
            return revision.digest(Path(kb.files[path]).read_bytes())
        except OSError:
            return "unreadable"

    for article in kb.published():
        old = past.by_id.get(former.get(article.id, article.id))
        if kb.by_id[article.id] is not article or old is None or old.path not in published:
            continue
        told = _told(kb, article, old)
        if told is None or surely_same(past, old, revision.files.__getitem__, kb, article, digest):
            continue
        changed = differences(
            visible(past, old, revision.files.__getitem__, renamed),
            visible(kb, article, digest, {}),
        )
        if changed:
            parts = "; ".join(changed)
            message = (
                f"what readers see of this article has changed since {revision.name} ({parts}), "
                f"but {told}"
            )
            updated = article.metadata.updated
            yield kb.diagnose(
                RULE, article, updated.span if updated else Span(0, 3), message, _HELP
            )


def _told(kb: KnowledgeBase, article: Article, old: Article) -> str | None:
    """Return what the date of an article fails to say, or None where it may be right."""
    new_date, old_date = article.metadata.updated, old.metadata.updated
    if new_date is None:
        return "it has no `updated`"
    today = kb.today.isoformat()
    # A date that was still to come can only be set back.
    before = old_date.text if old_date and old_date.text <= today else ""
    if new_date.text >= today or new_date.text > before:
        return None
    if new_date.text == before:
        return f"`updated` is still {before}"
    return f"`updated` went back from {before} to {new_date.text}"


def _renamed(kb: KnowledgeBase, past: KnowledgeBase) -> dict[str, str]:
    """Return the new id of each article that is an alias of another one by now."""
    return {
        alias.text: article.id
        for article in kb.articles
        if article.id not in past.by_id
        for alias in article.metadata.aliases
        if alias.text in past.by_id and alias.text not in kb.by_id
    }
