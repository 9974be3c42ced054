"""Addresses of the site, and places of its pages, that lead nowhere any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from helpwright.diagnostic import Diagnostic, Position, Rule, Span
from helpwright.diff.difference import Snapshot
from helpwright.faults import LOST_ADDRESS, LOST_ANCHOR
from helpwright.knowledge import Anchor, AnchorKind, KnowledgeBase
from helpwright.model import Article
from helpwright.read import REGISTRY_NAME
from helpwright.redirects import Answers, address_of, page_file
from helpwright.resolve.raw_addresses import raw_places

_SHOWN = 3
"""How many lost addresses of one article its finding names."""


def lost_addresses(
    old: Snapshot, new: Snapshot, before: Answers, after: Answers, paths: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Yield a finding for each article, list or redirect whose address leads nowhere any more.

    `before` and `after` are what the site answered for and does; `paths` gives the path that
    articles have by the one that they had.
    """
    pages: defaultdict[str, list[str]] = defaultdict(list)
    lists: list[str] = []
    for file in sorted(before.pages.keys() - after.files):
        article = before.pages[file]
        if article is None:
            lists.append(file)
        else:
            pages[article.path].append(file)
    for redirect in before.redirects:
        if redirect.file not in after.files and not redirect.fragment:
            pages[redirect.path].append(redirect.file)
    for path, files in sorted(pages.items()):
        article = old.kb.by_path.get(path)
        if article is None:
            for file in files:
                message = f"`{address_of(file)}` led on in {old.name} and leads nowhere any more"
                help = f"give `{address_of(file)}` a new target under `redirects` in kb.yml"
                yield _in_registry(new.kb, LOST_ADDRESS, message, help)
            continue
        yield _of_article(old, new, article, paths.get(path), files)
    for file in lists:
        message = f"`{address_of(file)}`, a list of articles in {old.name}, leads nowhere any more"
        help = f"add `{address_of(file)}` to `redirects` in kb.yml, with the list that replaces it"
        yield _in_registry(new.kb, LOST_ADDRESS, message, help)


def _of_article(
    old: Snapshot, new: Snapshot, article: Article, path: str | None, files: list[str]
) -> Diagnostic:
    names = [f"`{address_of(file)}`" for file in sorted(files, key=len)]
    shown = ", ".join(names[:_SHOWN])
    if len(names) > _SHOWN:
        shown += f" and {len(names) - _SHOWN:,} more"
    verb = "leads" if len(names) == 1 else "lead"
    whose = "an address" if len(names) == 1 else "addresses"
    message = f"{shown}, {whose} of “{article.title}” in {old.name}, {verb} nowhere any more"
    now = new.kb.by_path.get(path) if path else None
    if now is None:
        help = f"add {names[0]} to `redirects` in kb.yml, with the article that replaces it"
        return _in_registry(new.kb, LOST_ADDRESS, message, help)
    if now not in new.kb.published():
        help = f"publish the article again, or add {names[0]} to `redirects` in kb.yml"
    else:
        help = f"add {names[0]} to the `aliases` of the article, or to `redirects` in kb.yml"
    place = now.metadata.id
    return new.kb.diagnose(LOST_ADDRESS, now, place.span if place else Span(0, 3), message, help)


def _in_registry(kb: KnowledgeBase, rule: Rule, message: str, help: str) -> Diagnostic:
    """Return a finding at the redirects of kb.yml, or at its beginning."""
    source = kb.sources.get(REGISTRY_NAME)
    spans = kb.registry.redirect_spans.values()
    if source is None:
        return Diagnostic(rule, REGISTRY_NAME, Position(1, 1), Position(1, 1), message, help)
    return source.diagnose(rule, min(spans, default=Span(0, 0)), message, help)


def lost_anchors(
    old: Snapshot,
    new: Snapshot,
    after: Answers,
    article: Article,
    now: Article,
    directory_urls: bool,
) -> Iterator[Diagnostic]:
    """Yield a finding for each place of an article that has no address of its own any more.

    Those are labels, former labels, headings and ids in raw HTML. The numbers that steps without a
    label are known by are none: they never promised to stay.
    """
    there = new.kb.anchors[now.path].keys() | raw_places(now)
    files = (
        page_file(old.kb, article, "", directory_urls),
        page_file(new.kb, now, "", directory_urls),
    )
    there |= {it.fragment for it in after.redirects if it.fragment and it.file in files}
    anchors = old.kb.anchors[article.path]
    for fragment in (*anchors, *sorted(raw_places(article) - anchors.keys())):
        anchor = anchors.get(fragment)
        if fragment in there or (anchor is not None and not _is_promised(anchor, fragment)):
            continue
        message = f"`#{fragment}`{_named(anchor)} was a place of this article in {old.name}"
        message += " and is none any more"
        address = address_of(files[1])
        help = (
            f'write `{{was="{fragment}"}}` behind the step or heading that stands for it, or add '
        )
        help += f"`{address}#{fragment}` to `redirects` in kb.yml"
        place = now.metadata.id
        yield new.kb.diagnose(LOST_ANCHOR, now, place.span if place else Span(0, 3), message, help)


def _is_promised(anchor: Anchor, fragment: str) -> bool:
    """Tell whether people may count on a fragment: one that is not made from a step's number."""
    return anchor.kind is AnchorKind.SECTION or anchor.labelled or fragment != anchor.fragment


def _named(anchor: Anchor | None) -> str:
    if anchor is None:
        return ""
    if anchor.kind is AnchorKind.STEP:
        return f" ({anchor.name} of “{anchor.place}”)" if anchor.place else f" ({anchor.name})"
    return f" (“{anchor.name}”)"
