"""Articles whose readers see something else than in a revision, with the date of that day."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import CHANGED_WITHOUT_UPDATE as RULE
from helpwright.knowledge import KnowledgeBase, TargetKind
from helpwright.model import Article
from helpwright.parse import parse_article
from helpwright.resolve import resolve
from helpwright.revision import Revision
from helpwright.visible import differences, visible

_HELP = "set `updated` to the day of the change, and add a line to `changes`"


def changed_without_update(kb: KnowledgeBase, revision: Revision) -> Iterator[Diagnostic]:
    """Yield a finding for each article that changed for its readers and kept its date.

    Only articles are compared that are on the site in both. What a change of kb.yml alone makes of
    an article is no change of the article: the sources of the revision are read with the kb.yml of
    today. One that is dated today cannot be dated later, so it is left alone.
    """
    if kb.registry.severities.get(RULE.code, RULE.severity) is None:
        return
    past = _resolve(kb, revision)
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
        if told is None or _is_untouched(kb, past, article, old, digest):
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


def _is_untouched(
    kb: KnowledgeBase,
    past: KnowledgeBase,
    article: Article,
    old: Article,
    digest: Callable[[str], str],
) -> bool:
    """Tell whether an article and all that it shows are surely the same, which is quickly told."""
    if old is not article or any("=" in node.raw for node in article.nodes.html):
        return False
    path = article.path
    if kb.links[path] != past.links[path] or kb.images[path] != past.images[path]:
        return False
    for target in (*kb.links[path].values(), *kb.images[path].values()):
        if target.kind is TargetKind.ARTICLE:
            if kb.by_path[target.path].id != past.by_path[target.path].id:
                return False
        elif target.kind is TargetKind.ASSET and digest(target.path) != past.files[target.path]:
            return False
    return True


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


def _resolve(kb: KnowledgeBase, revision: Revision) -> KnowledgeBase:
    """Return the knowledge base of a revision, as the kb.yml of today has it."""
    articles: list[Article] = []
    for source in revision.sources:
        if source.path in kb.by_path and kb.sources[source.path].data == source.data:
            articles.append(kb.by_path[source.path])
        else:
            articles.append(parse_article(source, kb.registry.section_names)[0])
    return resolve(
        kb.registry,
        articles,
        {source.path: source for source in revision.sources},
        revision.files,
        _pages(kb.pages, revision.folder),
        kb.site_path,
        revision.active,
        kb.today,
    )


def _pages(pages: Mapping[str, str], folder: str | None) -> Mapping[str, str]:
    """Return the site's other pages by their path as seen from where the KB was."""
    if folder in (None, "."):
        return pages
    moved = {posixpath.relpath(path, folder): page for path, page in pages.items()}
    return {**moved, **pages}


def _renamed(kb: KnowledgeBase, past: KnowledgeBase) -> dict[str, str]:
    """Return the new id of each article that is an alias of another one by now."""
    return {
        alias.text: article.id
        for article in kb.articles
        if article.id not in past.by_id
        for alias in article.metadata.aliases
        if alias.text in past.by_id and alias.text not in kb.by_id
    }
