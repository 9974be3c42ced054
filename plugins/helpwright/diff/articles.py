"""Which article of a knowledge base is which of another day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from helpwright.diff.align import bag, likeness
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Article
from helpwright.redirects import Answers, page_file

_ALIKE = 0.6
"""How many of their words two articles with other ids must share to be one. That is low enough for
one that was edited when it was moved, and far above what two articles of a subject share."""
_SAME_FILE = 0.3
"""The same for two that stand in the same file."""
_COMMON = 20
"""A line that stands in more articles than this tells nothing about which one it is."""
_CANDIDATES = 5


def match_articles(
    past: KnowledgeBase, kb: KnowledgeBase, answers: Answers, directory_urls: bool
) -> dict[str, str]:
    """Return the path of each article by the path that it had.

    Articles are known by their id; then by an alias, or a redirect from the former address; then by
    what they say.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()

    def pair(old: str, new: str) -> None:
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)

    ids: defaultdict[str, list[str]] = defaultdict(list)
    for article in kb.articles:
        ids[article.id].append(article.path)
    for old in past.articles:
        if old.path in ids[old.id]:
            pair(old.path, old.path)
    for old in past.articles:
        for path in ids[old.id]:
            pair(old.path, path)
    aliases = {
        alias.text: article.path for article in kb.articles for alias in article.metadata.aliases
    }
    led = {redirect.file: redirect.path for redirect in answers.redirects if not redirect.fragment}
    for old in past.articles:
        file = page_file(past, old, "", directory_urls)
        for to in (aliases.get(old.id), led.get(file)):
            if to is not None and to in kb.by_path:
                pair(old.path, to)
    left = [old for old in past.articles if old.path not in found]
    right = [article for article in kb.articles if article.path not in taken]
    for old_path, path in _alike(left, right):
        pair(old_path, path)
    return found


def _alike(old: Iterable[Article], new: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """Yield the paths of articles that say much the same, the most alike first."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    bags: dict[str, Counter[str]] = {}
    for article in new:
        texts = _lines(article)
        bags[article.path] = bag(" ".join(texts))
        for line in set(texts):
            lines[line].append(article.path)
    scored: list[tuple[float, str, str]] = []
    for article in old:
        texts = _lines(article)
        words = bag(" ".join(texts))
        shared = Counter(
            path for line in set(texts) if len(lines[line]) <= _COMMON for path in lines[line]
        )
        candidates = {path: _ALIKE for path, _ in shared.most_common(_CANDIDATES)}
        if article.path in bags:
            candidates[article.path] = _SAME_FILE
        for path, least in candidates.items():
            if words and (score := likeness(words, bags[path])) >= least:
                scored.append((-score, article.path, path))
    yield from ((before, after) for _, before, after in sorted(scored))


def _lines(article: Article) -> list[str]:
    """Return the pieces of text of an article, as a reader would compare them."""
    return [
        " ".join(node.value.split()).casefold()
        for node in article.nodes.texts
        if len(node.value) > 8
    ]


def new_ids(past: KnowledgeBase, kb: KnowledgeBase, paths: Mapping[str, str]) -> dict[str, str]:
    """Return the new id of each article that has another one, by the old one."""
    return {
        past.by_path[old].id: kb.by_path[new].id
        for old, new in paths.items()
        if past.by_path[old].id != kb.by_path[new].id
    }
