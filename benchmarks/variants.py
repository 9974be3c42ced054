"""How much longer do a build's own parts take when a third of the articles speak of versions?

    python benchmarks/variants.py [--articles 1000] [--rounds 3] [--seed 1]

N generated articles (`generate.py`) are about products with 20 versions. As the peer they are taken
as they are; on our side one in three has one to three conditions, at steps, solutions and sections,
which part its readers into two to four variants, each a page of its own. Two things are timed in
turns, in one process: `inspect` (reading, parsing, resolving, all rules) and `compile_site` (the
same, and every page, redirect and picture written to a fresh folder). The best processor time of
all rounds counts. Besides that, one article with 300 conditions of 200 versions is timed alone: it
has as many pages as versions, whose lists of versions name each other.

Read the ratio with / without conditions; the aim is at most 2. Of the files, most of those that
come with conditions are the small pages that lead on from a version's address to the page for it.
How long a system takes to make 6,700 small files is a matter of its disk, and differs from run to
run: name a folder in memory (`TMPDIR=/dev/shm`) to leave that out.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.generate import generate
from helpwright.build import inspect
from helpwright.compile import compile_site
from helpwright.config import Config
from helpwright.knowledge import KnowledgeBase

VERSIONS = 20
ONE_IN = 3
_LIST = re.compile(r"versions: \[(.*)\]")
_PRODUCT = re.compile(r"^  (\S+):\n    name:", re.MULTILINE)
_PLACE = re.compile(r"^(?:\d+\. \S.*|### .*|## (?:Verification|More information))$", re.MULTILINE)
"""Where a condition may stand: a step of the first level, a solution, a section."""


def prepare(folder: Path, articles: int, seed: int) -> dict[str, Path]:
    """Write the two knowledge bases, which differ in nothing but the conditions."""
    sides = {"without": folder / "without", "with": folder / "with"}
    plans = generate(sides["without"], articles, seed)
    registry = sides["without"] / "kb.yml"
    labels: list[list[str]] = []

    def more(match: re.Match[str]) -> str:
        written = re.findall(r'"([^"]+)"', match[1])
        added = (f"{40 + at}.0" for at in range(VERSIONS - len(written)))
        versions = [*written, *added]
        labels.append(versions)
        return "versions: [" + ", ".join(f'"{version}"' for version in versions) + "]"

    text = _LIST.sub(more, registry.read_text("utf-8"))
    registry.write_text(text, "utf-8")
    of = dict(zip(_PRODUCT.findall(text), labels, strict=True))
    random = Random(seed)
    chosen = [plan for at, plan in enumerate(plans) if at % ONE_IN == 0]
    for plan in chosen:
        file = sides["without"] / plan.path
        applies = f"  {plan.product}: all"
        text = re.sub(rf"^  {plan.product}: .*$", applies, file.read_text("utf-8"), flags=re.M)
        file.write_text(text, "utf-8")
    shutil.copytree(sides["without"], sides["with"])
    for plan in chosen:
        file = sides["with"] / plan.path
        file.write_text(_conditioned(random, file.read_text("utf-8"), of[plan.product]), "utf-8")
    return sides


def _conditioned(random: Random, text: str, versions: Sequence[str]) -> str:
    """Return an article with one to three conditions."""
    places = list(_PLACE.finditer(text))
    for place in sorted(random.sample(places, random.randint(1, 3)), key=lambda it: -it.start()):
        sign = random.choice(("<", ">="))
        version = random.choice(versions[1:])
        text = f'{text[: place.end()]} {{applies_to="{sign}{version}"}}{text[place.end() :]}'
    return text


def heavy(folder: Path, conditions: int, versions: int) -> Path:
    """Write one article with many conditions of a product with many versions."""
    labels = [f"{at // 10}.{at % 10}" for at in range(versions)]
    listed = ", ".join(f'"{label}"' for label in labels)
    folder.mkdir(parents=True)
    (folder / "kb.yml").write_text(
        f"products:\n  app:\n    name: App\n    versions: [{listed}]\n", "utf-8"
    )
    steps = "".join(
        f'{at}. Set the value {at}. {{applies_to=">={labels[at % versions]}"}}\n'
        for at in range(1, conditions + 1)
    )
    head = "---\nid: many\ntitle: Many\nstatus: published\nupdated: 2024-09-18\n"
    head += "applies_to:\n  app: all\n---\n\n"
    body = f"## Symptom\n\nIt fails.\n\n## Resolution\n\n{steps}"
    (folder / "many.md").write_text(head + body, "utf-8")
    return folder


def seconds(call: Callable[[Path, Path], object], kb: Path) -> float:
    """Return the processor seconds that a call takes with an empty folder, without clearing it."""
    with tempfile.TemporaryDirectory(prefix="variants-") as out:
        begun = time.process_time()
        call(kb, Path(out))
        return time.process_time() - begun


def checked(kb: Path, _: Path) -> KnowledgeBase:
    """Read, parse, resolve and check a knowledge base."""
    return inspect(Config(kb)).kb


def compiled(kb: Path, out: Path) -> Sequence[str]:
    """Compile a knowledge base to a folder and return the files that it wrote."""
    return compile_site(Config(kb, fail_on=None), out).written


def pages(kb: KnowledgeBase) -> int:
    """Return how many pages articles have."""
    return sum(len(kb.variants[article.path]) for article in kb.published())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1000, help="how many (default 1000)")
    parser.add_argument("--rounds", type=int, default=3, help="how many turns (default 3)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same articles")
    parser.add_argument("--conditions", type=int, default=300, help="those of the one article")
    parser.add_argument("--versions", type=int, default=200, help="those of the one article")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="variants-") as temporary:
        folder = Path(temporary)
        sides = prepare(folder, options.articles, options.seed)
        made = {side: pages(checked(kb, folder)) for side, kb in sides.items()}
        files = {side: len(compiled(kb, folder / f"{side}-files")) for side, kb in sides.items()}
        times: dict[tuple[str, str], list[float]] = {}
        for _ in range(options.rounds):
            for side, kb in sides.items():
                for what, call in (("inspect", checked), ("compile_site", compiled)):
                    times.setdefault((what, side), []).append(seconds(call, kb))
        print(f"{options.articles} articles, {VERSIONS} versions of each product")
        print(f"{'':<14}{'without':>9}{'with':>9}{'ratio':>7}")
        for what, found in (("pages", made), ("files", files)):
            ratio = found["with"] / found["without"]
            print(f"{what:<14}{found['without']:>9,}{found['with']:>9,}{ratio:>7.2f}")
        for what in ("inspect", "compile_site"):
            best = {side: min(times[what, side]) for side in sides}
            ratio = best["with"] / best["without"]
            print(f"{what:<14}{best['without']:>8.2f}s{best['with']:>8.2f}s{ratio:>7.2f}")
        one = heavy(folder / "one", options.conditions, options.versions)
        made_one = pages(checked(one, folder))
        check_one, build_one = seconds(checked, one), seconds(compiled, one)
        print(
            f"one article, {options.conditions} conditions, {options.versions} versions: "
            f"{made_one} pages, inspect {check_one:.2f} s, compile_site {build_one:.2f} s"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
