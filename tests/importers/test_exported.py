"""What was exported comes back: our own built pages and compiled Markdown give the articles."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import dev
from helpwright.build import inspect
from helpwright.compile import compile_site
from helpwright.config import Config
from helpwright.fix.meaning import outline as outline_of
from helpwright.importers.rebuild import rebuild
from helpwright.importers.run import Result, import_kb
from helpwright.importers.walk import map_blocks
from helpwright.knowledge import KnowledgeBase, Variant
from helpwright.model import (
    Article,
    Block,
    CodeBlock,
    Directive,
    Heading,
    Image,
    Inline,
    Link,
    Metadata,
    Paragraph,
    Phrase,
    Section,
    SectionKind,
    StepList,
    Text,
)
from helpwright.parse.directives import CONDITION
from helpwright.scope import Scope
from tests.sites import Site

KINDS = ("built", "compiled")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a built site of the project's own knowledge base."""
    site = Site(tmp_path_factory.mktemp("exported") / "site", {})
    shutil.copytree(dev.ROOT / "kb-source", site.folder / "kb-source")
    done = site.build()
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="module")
def imported(
    original: Site, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Result, Path]]:
    """Return what importing the built and the compiled pages did, and the folders."""
    folder = tmp_path_factory.mktemp("imported")
    compile_site(Config(original.folder / "kb-source"), folder / "compiled")
    sources = {"built": original.html / "kb", "compiled": folder / "compiled"}
    targets = {kind: folder / f"kb-{kind}" for kind in KINDS}
    return {kind: (import_kb(sources[kind], targets[kind]), targets[kind]) for kind in KINDS}


def published_order(article: Article) -> tuple[Block, ...]:
    """Return the blocks of an article in the order of its page: by kinds, as they come."""
    order = list(SectionKind)

    def place(section: Section) -> int:
        return order.index(section.kind) if section.kind else -1

    places = [place(section) for section in article.sections]
    assert [it for it in places if it >= 0] == sorted(it for it in places if it >= 0), (
        f"{article.path} has its sections in another order than the page"
    )
    lead = article.blocks[:1]
    is_title = bool(lead) and isinstance(lead[0], Heading) and lead[0].level == 1
    return article.blocks[1:] if is_title else article.blocks


def outline(kb: KnowledgeBase, variant: Variant) -> object:
    """Return what an article says; links count by what they lead to, code without its language.

    Conditions do not count, as readers see what is left by them.
    """

    def inline(child: Inline) -> tuple[Inline, ...]:
        if isinstance(child, Phrase):
            return child.children
        if isinstance(child, Link):
            target = variant.links.get(child.span)
            other = kb.by_path.get(target.path) if target else None
            path = imported_id(other, target.variant) if other and target else child.target
            words = child.children if child.children and not child.autolink else ()
            return (Text(f"[{path}", child.span), *words, Text("]", child.span))
        if isinstance(child, Image):
            return (replace(child, attributes=None),)
        return (child,)

    def block(one: Block) -> Block:
        if isinstance(one, CodeBlock):
            return replace(one, info="", fenced=True)
        if isinstance(one, Paragraph):
            return replace(one, tight=False, attributes=None)
        if isinstance(one, Heading):
            return replace(one, attributes=None)
        if isinstance(one, StepList):
            steps = tuple(replace(step, attributes=None) for step in one.steps)
            return replace(one, steps=steps)
        return one

    blocks = map_blocks(rebuild(published_order(variant.article), inline, str), block)
    return squeezed(outline_of(opened(blocks), ()))


def squeezed(told: object) -> object:
    """Return an outline with single blanks between words: what is not there leaves its own."""
    if not isinstance(told, tuple):
        return told
    if told[:1] in (("Paragraph",), ("Heading",)):
        return (*told[:-1], re.sub(" +", " ", told[-1]).strip(" "))
    return tuple(map(squeezed, told))


def opened(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks without those that only say for which versions the ones in them are."""
    result: list[Block] = []
    for block in blocks:
        inner = isinstance(block, Directive) and block.name == CONDITION
        result += opened(block.blocks) if inner and isinstance(block, Directive) else (block,)
    return tuple(result)


def imported_id(article: Article, slug: str) -> str:
    """Return the id that the page of a variant has after the import."""
    return f"{article.id}-{slug}" if slug else article.id


def published(kb: KnowledgeBase) -> dict[str, Variant]:
    """Return every page of an article by the id that it has after the import."""
    return {
        imported_id(article, variant.slug): variant
        for article in kb.published()
        for variant in kb.variants[article.path]
    }


def readers(kb: KnowledgeBase, scope: Scope) -> set[tuple[str, str, str]]:
    """Return the versions of a scope, with the names of their products."""
    products = kb.registry.products
    return {
        (products[point.product].name, point.version, point.platform)
        for point in kb.universe.members(scope)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_article_comes_back(
    kind: str, original: Site, imported: Mapping[str, tuple[Result, Path]]
) -> None:
    result, folder = imported[kind]
    before = inspect(Config(original.folder / "kb-source")).kb
    after = inspect(Config(folder)).kb
    assert result.failures == []
    assert all(it.planned.balance.even for it in result.articles)
    pages = published(before)
    assert set(after.by_id) == set(pages)
    assert any(variant.slug for variant in pages.values()), "no article has several variants"
    for id, variant in pages.items():
        again = after.by_id[id]
        (shown,) = after.variants[again.path]
        label = f" ({variant.label})" if variant.slug else ""
        assert again.title == f"{variant.article.title}{label}"
        assert outline(after, shown) == outline(before, variant), id
        assert readers(after, shown.scope) == readers(before, variant.scope), id


@pytest.mark.parametrize("kind", KINDS)
def test_front_matter_comes_back(
    kind: str, original: Site, imported: Mapping[str, tuple[Result, Path]]
) -> None:
    before = inspect(Config(original.folder / "kb-source")).kb
    after = inspect(Config(imported[kind][1])).kb
    for id, variant in published(before).items():
        old, new = variant.article.metadata, after.by_id[id].metadata
        for key in ("summary", "updated"):
            one, other = getattr(old, key), getattr(new, key)
            assert (one and one.text) == (other and other.text), (id, key)
        assert [it.text for it in old.errors] == [it.text for it in new.errors], id
        assert old.status is new.status
        assert changes(old) == changes(new)
        names = {before.registry.products[it.product.text].name for it in old.applies_to}
        again = {after.registry.products[it.product.text].name for it in new.applies_to}
        assert again == names, id


def changes(metadata: Metadata) -> list[tuple[str, str]]:
    """Return the days of an article's history with their words."""
    return [(change.date.text, change.text.text) for change in metadata.changes]


@pytest.mark.parametrize("kind", KINDS)
def test_addresses_of_versions_lead_to_what_their_readers_saw(
    kind: str, original: Site, imported: Mapping[str, tuple[Result, Path]]
) -> None:
    before = inspect(Config(original.folder / "kb-source")).kb
    after = inspect(Config(imported[kind][1])).kb
    redirects = dict(after.registry.redirects)
    for id, variant in published(before).items():
        article = variant.article
        page = f"/kb/{article.category}/{article.id}/"
        for name in variant.former:
            assert redirects.pop(f"{page}{name}") == id
        if kind == "built":
            own = f"{page}{variant.slug}/" if variant.slug else page
            assert own in [alias.text for alias in after.by_id[id].metadata.aliases]
    assert not redirects
