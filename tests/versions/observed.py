"""Made-up knowledge bases as Helpwright reads them, in the words of `naive`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from helpwright.build import Inspection, inspect_reading
from helpwright.knowledge import KnowledgeBase
from helpwright.model import (
    Article,
    Block,
    Break,
    BulletList,
    Directive,
    Image,
    Inline,
    Link,
    Paragraph,
    Phrase,
    Section,
    StepList,
    Styled,
    Text,
)
from helpwright.read import Reading
from helpwright.source import Source
from tests.versions.naive import View
from tests.versions.worlds import World, refer

PICTURE = "pictures/one.png"


def inspect_files(files: Mapping[str, str]) -> Inspection:
    """Return the knowledge base of some files with what is found in it, without a folder."""
    sources = [Source(path, text.encode()) for path, text in sorted(files.items())]
    registry = next(it for it in sources if it.path == "kb.yml")
    articles = tuple(it for it in sources if it is not registry)
    places = {path: f"/{path}" for path in (*files, PICTURE)}
    return inspect_reading(Reading(Path("/"), articles, registry, places, ()), {})


def read(world: World) -> KnowledgeBase:
    return inspect_files(world.sources()).kb


def view(article: Article) -> View:
    """Return what an article holds, in the form in which `naive` has it."""
    return tuple(map(_section, article.sections))


def _section(section: Section) -> View:
    heading = section.heading
    assert heading is not None
    label = heading.attributes.label if heading.attributes else None
    title = " ".join(_words(heading.children))
    parts = tuple(map(_section, section.parts))
    return ("part", heading.level, title, label or "", _blocks(section.blocks, "", 1), parts)


def _blocks(blocks: Sequence[Block], outer: str, depth: int) -> View:
    return tuple(found for block in blocks for found in _block(block, outer, depth))


def _block(block: Block, outer: str, depth: int) -> Iterator[View]:
    if isinstance(block, Paragraph):
        if any(isinstance(child, Image) for child in block.children):
            assert len(block.children) == 1
            yield ("picture",)
        else:
            yield ("p", *_words(block.children))
    elif isinstance(block, StepList):
        assert block.depth == depth
        assert [it.number for it in block.steps] == [
            block.start + at for at in range(len(block.steps))
        ]
        steps: list[View] = []
        for step in block.steps:
            number = refer(outer, step.number, depth)
            label = step.attributes.label if step.attributes else None
            steps.append(("step", number, label or "", *_blocks(step.blocks, number, depth + 1)))
        yield ("steps", *steps)
    elif isinstance(block, BulletList):
        yield ("bullets", *(_blocks(item.blocks, outer, depth) for item in block.items))
    elif isinstance(block, Directive) and block.name == "applies_to":
        yield from _blocks(block.blocks, outer, depth)
    else:
        assert isinstance(block, Directive), block
        yield (block.name, *_blocks(block.blocks, outer, depth))


def _words(children: Sequence[Inline]) -> list[str]:
    return " ".join(_word(child) for child in children).split()


def _word(child: Inline) -> str:
    if isinstance(child, Text):
        return child.value
    if isinstance(child, Link):
        return f"<{child.target}>"
    if isinstance(child, Break):
        return " "
    assert isinstance(child, Phrase | Styled), child
    inner = " ".join(_words(child.children))
    return f"** {inner} **" if isinstance(child, Styled) else inner
