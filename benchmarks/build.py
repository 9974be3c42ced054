"""How long does `mkdocs build` take with Helpwright, and with stock MkDocs + Material?

    python benchmarks/build.py [--articles 1000] [--pairs 3] [--seed 1]

Writes N generated articles (`generate.py`) and builds them in two projects: as articles of a
knowledge base with the `helpwright` plugin, checks and proof included, and, as the peer, as
ordinary pages with the same Markdown, pictures, theme, extensions and `navigation.prune`. Every
measurement is a whole `mkdocs build` process over freshly written files; the two sides take turns
so that a busy machine slows both. Wall-clock seconds and processor seconds (user and system, with
child processes) are printed for each pair.

Read the ratios: ours / stock, below 1 when Helpwright is faster. Seconds depend on the machine, and
one pair can be a tenth off where other programs run: ask for more pairs there.
Exit code 2 when a build fails or leaves out pages.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import sites
from benchmarks.article import Plan
from benchmarks.generate import generate

SIDES = ("ours", "stock")


def measure(kb: Path, plans: Sequence[Plan]) -> dict[str, sites.Run]:
    """Build both sides once; return the run of each. Raises `sites.BuildError`."""
    with tempfile.TemporaryDirectory(prefix="build-") as temporary:
        projects = {side: Path(temporary) / side for side in SIDES}
        sites.write_equal(projects["stock"], projects["ours"], kb)
        runs = {side: sites.build(project) for side, project in projects.items()}
        for side, project in projects.items():
            missing = {plan.id for plan in plans} - sites.built_pages(project).keys()
            if missing:
                raise sites.BuildError(f"{side}: {len(missing)} pages are missing")
        return runs


def ratios(runs: dict[str, sites.Run]) -> tuple[float, float]:
    """Return ours / stock of one pair: wall-clock time, processor time."""
    ours, stock = runs["ours"], runs["stock"]
    return ours.wall / stock.wall, ours.cpu / stock.cpu


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1000, help="how many (default 1000)")
    parser.add_argument("--pairs", type=int, default=3, help="how many turns (default 3)")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the articles")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="articles-") as temporary:
        small, kb = Path(temporary) / "small", Path(temporary) / "kb"
        warm_up = generate(small, 3, options.seed)
        plans = generate(kb, options.articles, options.seed)
        try:
            measure(small, warm_up)
            pairs = []
            print(f"{options.articles} articles            wall s             cpu s        ratio")
            print("pair            ours   stock      ours   stock     wall    cpu")
            for number in range(1, options.pairs + 1):
                runs = measure(kb, plans)
                pairs.append(ratios(runs))
                ours, stock = runs["ours"], runs["stock"]
                print(
                    f"{number:>4}        {ours.wall:8.2f}{stock.wall:8.2f}  "
                    f"{ours.cpu:8.2f}{stock.cpu:8.2f}  {pairs[-1][0]:7.3f}{pairs[-1][1]:7.3f}",
                    flush=True,
                )
        except sites.BuildError as error:
            print(error, file=sys.stderr)
            return 2
    wall, cpu = (median(column) for column in zip(*pairs, strict=True))
    print(f"median ratio, ours / stock: wall {wall:.3f}, cpu {cpu:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
