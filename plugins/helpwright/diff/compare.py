"""Two knowledge bases to what readers notice between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from helpwright.conditions import in_words
from helpwright.diagnostic import Diagnostic
from helpwright.diff.articles import match_articles, new_ids
from helpwright.diff.content import content_changes
from helpwright.diff.difference import (
    ArticleDifference,
    Change,
    Difference,
    Kind,
    Page,
    Snapshot,
    State,
)
from helpwright.diff.facts import fact_changes, is_on_site
from helpwright.diff.lost import lost_addresses, lost_anchors
from helpwright.diff.matching import Match, Numbers, match
from helpwright.diff.outline import Names, Outline, outline
from helpwright.diff.steps import step_changes, step_pairs
from helpwright.diff.texts import part_changes, text_changes
from helpwright.knowledge import KnowledgeBase, Variant
from helpwright.model import Article
from helpwright.redirects import address_of, find_answers, page_file
from helpwright.scope import NOTHING, Scope
from helpwright.visible import surely_same

_ORDER = tuple(Kind)


def compare(old: Snapshot, new: Snapshot, *, directory_urls: bool = True) -> Difference:
    """Return what readers notice between two snapshots.

    `directory_urls` tells whether addresses of the site are folders. Deeply compared are only
    articles that may differ.
    """
    return _Comparison(old, new, directory_urls).run()


@dataclass(frozen=True, slots=True)
class _Found:
    """A change, where it stands among those of its article, and whom it is for."""

    change: Change
    at: int
    scope: Scope


class _Comparison:
    """Compares two snapshots; what is found out about articles is kept for links to them."""

    def __init__(self, old: Snapshot, new: Snapshot, directory_urls: bool) -> None:
        self.old = old
        self.new = new
        self.directory_urls = directory_urls
        self.before = find_answers(old.kb, directory_urls=directory_urls)
        self.after = find_answers(new.kb, directory_urls=directory_urls)
        self.paths = match_articles(old.kb, new.kb, self.after, directory_urls)
        labels = _labels(new.kb)
        ids = new_ids(old.kb, new.kb, self.paths)
        self.names = Names(ids, labels), Names({}, labels)
        self.back = {
            new.kb.by_path[now].id: (old.kb.by_path[was], new.kb.by_path[now])
            for was, now in self.paths.items()
        }
        self.numbers = cache(self._numbers)
        self.matches: dict[tuple[str, ...], Match] = {}
        self.digests = cache(old.digest), cache(new.digest)

    def run(self) -> Difference:
        articles: list[ArticleDifference] = []
        lost: list[Diagnostic] = [
            *lost_addresses(self.old, self.new, self.before, self.after, self.paths)
        ]
        for old in self.old.kb.articles:
            path = self.paths.get(old.path)
            now = self.new.kb.by_path[path] if path is not None else None
            there, here = is_on_site(old), now is not None and is_on_site(now)
            if there and now is not None and here:
                difference = self._changed(old, now)
                if difference is not None:
                    articles.append(difference)
                lost += lost_anchors(self.old, self.new, self.after, old, now, self.directory_urls)
            elif there:
                reason = str(now.metadata.status) if now is not None else ""
                page = self._page(self.old.kb, old)
                leads_to = self._leads_to(old)
                articles.append(ArticleDifference(State.GONE, page, None, (), reason, leads_to))
        former = {path: self.old.kb.by_path[old] for old, path in self.paths.items()}
        for article in self.new.kb.published():
            old_article = former.get(article.path)
            if old_article is None or not is_on_site(old_article):
                reason = str(old_article.metadata.status) if old_article is not None else ""
                page = self._page(self.new.kb, article)
                articles.append(ArticleDifference(State.ADDED, None, page, (), reason))
        articles.sort(key=lambda it: (it.page.path, it.state))
        return Difference(self.old.name, self.new.name, tuple(articles), tuple(lost))

    def _page(self, kb: KnowledgeBase, article: Article) -> Page:
        file = page_file(kb, article, "", self.directory_urls)
        return Page(article.id, article.path, article.title, address_of(file))

    def _leads_to(self, old: Article) -> str:
        """Return where the address of an article that is gone leads now."""
        file = page_file(self.old.kb, old, "", self.directory_urls)
        if file in self.after.pages:
            return address_of(file)
        targets = {it.file: it.target for it in self.after.redirects if not it.fragment}
        return targets.get(file, "")

    def _changed(self, old: Article, new: Article) -> ArticleDifference | None:
        past, kb = self.old.kb, self.new.kb
        was, now = self._page(past, old), self._page(kb, new)
        changes: list[Change] = []
        if was.address != now.address:
            changes.append(Change(Kind.ADDRESS, before=was.address, after=now.address))
        changes += fact_changes(past, old, kb, new)
        if not surely_same(past, old, self.digests[0], kb, new, self.digests[1]):
            changes += self._contents(old, new)
        if not changes:
            return None
        return ArticleDifference(State.CHANGED, was, now, tuple(changes))

    def _contents(self, old: Article, new: Article) -> list[Change]:
        """Return what differs on the pages of an article, each change once for all its versions."""
        merged: dict[object, _Found] = {}
        everyone = NOTHING
        for was, now, scope in self._pairs(old, new):
            everyone |= scope
            found = self._match(was, now)
            for at, change in enumerate(self._page_changes(new.id, found)):
                key = replace(change, step="", was="")
                if change.kind in (Kind.STEP_MOVED, Kind.STEP_RENUMBERED):
                    key = change
                known = merged.get(key)
                if known is None:
                    merged[key] = _Found(change, at, scope)
                else:
                    merged[key] = replace(known, scope=known.scope | scope)
        result: list[Change] = []
        for found_change in merged.values():
            change = found_change.change
            if found_change.scope != everyone:
                products = [applies.product.text for applies in new.metadata.applies_to]
                words = in_words(
                    self.new.kb.registry, self.new.kb.universe, found_change.scope, products
                )
                change = replace(change, versions=words)
            result.append(change)
        result += self._renamed_labels(old, new)
        return result

    def _pairs(self, old: Article, new: Article) -> Iterator[tuple[Variant, Variant, Scope]]:
        """Yield the variants that the same readers saw and see, with these readers."""
        was, now = self.old.kb.variants[old.path], self.new.kb.variants[new.path]
        if len(was) == len(now) == 1:
            yield was[0], now[0], now[0].scope
            return
        universe = self.new.kb.universe
        known = set(universe.points)
        found = False
        for before in was:
            points = self.old.kb.universe.members(before.scope)
            scope = universe.of(point for point in points if point in known)
            for after in now:
                shared = scope & after.scope
                if shared:
                    found = True
                    yield before, after, shared
        if not found:
            yield was[0], now[0], now[0].scope

    def _outline(self, snapshot: Snapshot, variant: Variant) -> Outline:
        at = 0 if snapshot is self.old else 1
        return outline(snapshot.kb, variant, self.digests[at], self.names[at])

    def _match(self, was: Variant, now: Variant) -> Match:
        key = (was.article.path, was.slug, now.article.path, now.slug)
        if key not in self.matches:
            outlines = self._outline(self.old, was), self._outline(self.new, now)
            self.matches[key] = match(*outlines)
        return self.matches[key]

    def _numbers(self, id: str) -> Numbers:
        """Return the place that each step of an article had, and the one that it has."""
        found = self.back.get(id)
        if found is None:
            return frozenset()
        old, new = found
        return frozenset(
            pair
            for was, now, _ in self._pairs(old, new)
            for pair in (self._match(was, now).numbers if old is not new else ())
        )

    def _page_changes(self, id: str, found: Match) -> Iterator[Change]:
        yield from part_changes(found)
        texts = text_changes(found)
        yield from texts.changes
        for was, now, part in texts.pairs:
            here = Change(Kind.LAYOUT, part.title, part.section)
            reworded = None if now is part.heading else Kind.TEXT_REWORDED
            yield from content_changes(was, now, id, self.numbers, reworded, here)
        yield from step_changes(found)
        for before, after, part in step_pairs(found):
            renumbered = "" if before.number == after.number else before.number
            here = Change(Kind.LAYOUT, part.title, part.section, after.number, renumbered)
            yield from content_changes(
                before.shown, after.shown, id, self.numbers, Kind.STEP_REWORDED, here
            )

    def _renamed_labels(self, old: Article, new: Article) -> Iterator[Change]:
        """Yield the labels that are former ones by now."""
        anchors = self.new.kb.anchors[new.path]
        for fragment, anchor in self.old.kb.anchors[old.path].items():
            if not anchor.labelled or anchor.fragment != fragment:
                continue
            now = anchors.get(fragment)
            if now is not None and now.fragment != fragment:
                yield Change(
                    Kind.LABEL,
                    now.place,
                    step=now.number,
                    before=f"#{fragment}",
                    after=f"#{now.fragment}",
                )


def _labels(kb: KnowledgeBase) -> Mapping[str, Mapping[str, str]]:
    """Return the label of each place by its former ones, by the id of the article."""
    found: dict[str, Mapping[str, str]] = {}
    for article in kb.articles:
        former = {
            fragment: anchor.fragment
            for fragment, anchor in kb.anchors[article.path].items()
            if fragment != anchor.fragment
        }
        if former:
            found[article.id] = former
    return found
