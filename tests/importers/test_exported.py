"""What was exported comes back: our own built pages and compiled Markdown give the articles."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import dev
from helpwright.build import inspect
from helpwright.compile import compile_site
from helpwright.config import Config
from helpwright.fix.meaning import _outline
from helpwright.importers.rebuild import rebuild
from helpwright.importers.run import Result, import_kb
from helpwright.importers.walk import map_blocks
from helpwright.knowledge import KnowledgeBase
from helpwright.model import (
    Article,
    Block,
    CodeBlock,
    Heading,
    Image,
    Inline,
    Link,
    Paragraph,
    Section,
    SectionKind,
    Text,
)
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


def outline(kb: KnowledgeBase, article: Article) -> object:
    """Return what an article says; links count by what they lead to, code without its language."""

    def inline(child: Inline) -> tuple[Inline, ...]:
        if isinstance(child, Link):
            target = kb.links[article.path].get(child.span)
            other = kb.by_path.get(target.path) if target else None
            path = other.id if other else child.target
            words = child.children if child.children and not child.autolink else ()
            return (Text(f"[{path}", child.span), *words, Text("]", child.span))
        if isinstance(child, Image):
            return (replace(child, attributes=None),)
        return (child,)

    def block(one: Block) -> Block:
        if isinstance(one, CodeBlock):
            return replace(one, info="", fenced=True)
        if isinstance(one, Paragraph):
            return replace(one, tight=False)
        return one

    return _outline(map_blocks(rebuild(published_order(article), inline, str), block), ())


@pytest.mark.parametrize("kind", KINDS)
def test_every_article_comes_back(
    kind: str, original: Site, imported: Mapping[str, tuple[Result, Path]]
) -> None:
    result, folder = imported[kind]
    before = inspect(Config(original.folder / "kb-source")).kb
    after = inspect(Config(folder)).kb
    assert result.failures == []
    assert all(it.planned.balance.even for it in result.articles)
    assert set(after.by_id) == {article.id for article in before.published()}
    for article in before.published():
        again = after.by_id[article.id]
        assert again.title == article.title
        assert outline(after, again) == outline(before, article), article.path


@pytest.mark.parametrize("kind", KINDS)
def test_front_matter_comes_back(
    kind: str, original: Site, imported: Mapping[str, tuple[Result, Path]]
) -> None:
    before = inspect(Config(original.folder / "kb-source")).kb
    after = inspect(Config(imported[kind][1])).kb
    for article in before.published():
        old, new = article.metadata, after.by_id[article.id].metadata
        for key in ("summary", "updated"):
            one, other = getattr(old, key), getattr(new, key)
            assert (one and one.text) == (other and other.text), (article.path, key)
        assert [it.text for it in old.errors] == [it.text for it in new.errors], article.path
        assert old.status is new.status
        names = {before.registry.products[it.product.text].name for it in old.applies_to}
        again = {after.registry.products[it.product.text].name for it in new.applies_to}
        assert again == names, article.path
