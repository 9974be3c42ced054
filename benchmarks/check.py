"""How many articles a second does `helpwright check` read, parse, resolve and check?

    python benchmarks/check.py FOLDER | --generate N  [--rounds 3] [--seed 1]

FOLDER is any folder of Markdown files; its bodies become articles with minimal front matter.
Without a folder, N articles are generated (`generate.py`). Three things are timed in turns, each
in one process: the library call behind the command, the command itself as users run it (start of
Python and report included), and, as the peer, markdown-it-py parsing the same bodies to tokens and
nothing else.

Read articles per second for the size of a knowledge base that is pleasant to check on every save
(the aim is 500); they are given by wall-clock and by processor time, which are the same on an
idle machine. The ratio of processor time, check / parsing alone, depends less on the machine.
Medians of all turns.
Exit code 2 when the command cannot run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from markdown_it import MarkdownIt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import sites
from benchmarks.generate import generate
from benchmarks.reference import read_markdown
from helpwright.build import Inspection, inspect
from helpwright.config import Config

PEER = "markdown-it-py"


def prepare(project: Path, folder: Path | None, number: int, seed: int) -> Path:
    """Write the knowledge base to check below `project` and return its folder."""
    if folder is None:
        generate(project / "kb-source", number, seed)
    else:
        sites.write_helpwright(project, folder, sites.read_folder(folder))
    return project / "kb-source"


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return the wall-clock and processor seconds that a call takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - cpu


def parse_all(bodies: Sequence[str]) -> None:
    """Parse every body as CommonMark with tables; the peer of the check."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for body in bodies:
        parser.parse(body)


def summary(inspection: Inspection) -> str:
    """Return how many findings there are, by rule, the most frequent first."""
    found = Counter(f"{d.rule.code} {d.rule.name}" for d in inspection.diagnostics)
    return ", ".join(f"{name}: {number}" for name, number in found.most_common()) or "none"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", help="a folder of Markdown files")
    parser.add_argument("--generate", type=int, metavar="N", help="N generated articles instead")
    parser.add_argument("--rounds", type=int, default=3, help="how many turns (default 3)")
    parser.add_argument("--seed", type=int, default=1, help="the seed of generated articles")
    options = parser.parse_args(arguments)
    if (options.folder is None) == (options.generate is None):
        parser.error("name a folder, or say --generate N")
    with tempfile.TemporaryDirectory(prefix="check-") as temporary:
        kb = prepare(Path(temporary), options.folder, options.generate or 0, options.seed)
        bodies = [read_markdown(path)[1] for path in sorted(kb.rglob("*.md"))]
        command = [sys.executable, "-m", "helpwright", "check", "--kb", str(kb)]
        inspection = inspect(Config(kb))
        parse_all(bodies[:20])
        times: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for _ in range(options.rounds):
            times["library call"].append(timed(lambda: inspect(Config(kb))))
            run = sites.run(command)
            if run.code not in (0, 1):
                print(run.output, file=sys.stderr)
                return 2
            times["command"].append((run.wall, run.cpu))
            times[PEER].append(timed(lambda: parse_all(bodies)))
    size = sum(len(body.encode()) for body in bodies) / 1e6
    print(f"{len(bodies)} articles, {size:.1f} MB of Markdown; findings: {summary(inspection)}")
    medians = {
        name: tuple(median(column) for column in zip(*turns, strict=True))
        for name, turns in times.items()
    }
    print(f"{'':<16}{'seconds':>16}{'articles/s':>16}{'ratio':>8}")
    print(f"{'':<16}{'wall':>8}{'cpu':>8}{'wall':>8}{'cpu':>8}{'cpu':>8}")
    for name, (wall, cpu) in medians.items():
        rates = f"{len(bodies) / wall:8,.0f}{len(bodies) / cpu:8,.0f}"
        print(f"{name:<16}{wall:8.2f}{cpu:8.2f}{rates}{cpu / medians[PEER][1]:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
