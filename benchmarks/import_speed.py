"""How many articles a second does `helpwright import` bring in?

    python benchmarks/import_speed.py FOLDER [--format F] [--rounds 3]

FOLDER is any folder of documents that the command takes. Its pictures are left out, since copying
files measures the disk. Three things are timed in turns, each in one process and each time into a
new folder: the library call behind the command; the command itself as users run it, with the start
of Python, the state that lets it be resumed, and the report; and, as the peer, nothing but parsing:
markdown-it-py makes tokens of the bodies of the same Markdown files, an HTML5 parser reads HTML.

Read articles per second for the time that a knowledge base takes (the aim is 100); the ratio of
processor time, import / parsing alone, depends less on the machine. The best of all turns counts.
Exit code 2 when the command cannot run.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import sites
from benchmarks.check import timed
from benchmarks.originals import KINDS, find_originals
from benchmarks.originals_markdown import body_of, read_text
from helpwright.importers.formats import Format
from helpwright.importers.run import import_kb

PEER = "parsing alone"


def copy_documents(folder: Path, out: Path) -> None:
    """Copy everything below `folder` but the pictures."""

    def pictures(_: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(name).suffix.lower() in sites.PICTURES]

    shutil.copytree(folder, out, ignore=pictures)


def parse_all(texts: Sequence[tuple[str, str]]) -> None:
    """Parse every document, each given with its kind; the peer of the import."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for kind, text in texts:
        if kind == "markdown":
            parser.parse(text)
        elif kind == "html":
            LexborHTMLParser(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a folder of documents")
    parser.add_argument("--format", type=Format, help="as the command takes it")
    parser.add_argument("--rounds", type=int, default=3, help="how many turns (default 3)")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"no such folder: {options.folder}")
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="import-") as temporary:
        source = Path(temporary) / "source"
        copy_documents(options.folder, source)
        texts = [
            (KINDS[Path(path).suffix.lower()], body_of(read_text(source / path)))
            for path in find_originals(source)
        ]
        articles = 0
        for turn in range(options.rounds):
            library, command = (Path(temporary) / f"{name}-{turn}" for name in "lc")

            def call(root: Path = library / "kb-source") -> None:
                nonlocal articles
                articles = len(import_kb(source, root, format=options.format).articles)

            times["library call"].append(timed(call))
            line = [sys.executable, "-m", "helpwright", "import", str(source)]
            line += ["--to", str(command / "kb-source")]
            run = sites.run([*line, *(["--format", options.format] if options.format else [])])
            if run.code not in (0, 1):
                print(run.output, file=sys.stderr)
                return 2
            times["command"].append((run.wall, run.cpu))
            times[PEER].append(timed(lambda: parse_all(texts)))
    size = sum(len(text.encode()) for _, text in texts) / 1e6
    print(f"{len(texts)} documents, {size:.1f} MB; {articles} articles; best of {options.rounds}")
    best = {
        name: tuple(min(column) for column in zip(*turns, strict=True))
        for name, turns in times.items()
    }
    print(f"{'':<16}{'seconds':>16}{'articles/s':>16}{'ratio':>8}")
    print(f"{'':<16}{'wall':>8}{'cpu':>8}{'wall':>8}{'cpu':>8}{'cpu':>8}")
    for name, (wall, cpu) in best.items():
        rates = f"{articles / wall:8,.0f}{articles / cpu:8,.0f}"
        print(f"{name:<16}{wall:8.2f}{cpu:8.2f}{rates}{cpu / best[PEER][1]:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
