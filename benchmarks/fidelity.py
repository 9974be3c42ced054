"""Does a built site show what was written?  Helpwright beside stock MkDocs + Material.

    python benchmarks/fidelity.py FOLDER [--only stock|ours] [--list N] [--json] [--jobs 2]

FOLDER is any folder of Markdown files. Each file's body becomes a page of two temporary projects
with the same Markdown and pictures: ordinary pages with the extensions that Material recommends
(the peer), and articles of a Helpwright knowledge base. Both are built by the real `mkdocs build`.
Every built page is then held against the HTML that CommonMark (markdown-it-py, which neither side
uses) makes of the same body; both are read by an HTML5 parser, so the count is of what a browser
shows, not of how it was made. `compare.py` defines the counts.

Read the columns side by side: a zero means that the site shows what the writer sees on the code
host. The rows below the line are not faults by themselves but must have a reason. Exit code 0
whatever the figures, 2 when a build fails.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import sites
from benchmarks.compare import BLOCK_NAMES, Counts, Difference, compare
from benchmarks.reference import render

WRITERS: dict[str, Callable[[Path, Path, Iterable[sites.Document]], None]] = {
    "stock": sites.write_stock,
    "ours": sites.write_helpwright,
}
TITLES = {"stock": "stock MkDocs + Material", "ours": "helpwright"}


def measure(side: str, folder: Path, keep: Path | None = None) -> dict[str, Counts]:
    """Build `folder` one way and return the counts of each file by its path.

    The project is made in `keep`, or in a temporary folder that is removed. Raises `BuildError`.
    """
    with tempfile.TemporaryDirectory(prefix="fidelity-") as temporary:
        project = (keep or Path(temporary)) / side
        documents = sites.read_folder(folder)
        WRITERS[side](project, folder, documents)
        sites.build(project)
        return compare_site(documents, project)


def compare_site(documents: Iterable[sites.Document], project: Path) -> dict[str, Counts]:
    """Return the counts of each document of a built project by its path."""
    pages = sites.built_pages(project)
    counts = {}
    for document in documents:
        page = pages.get(document.id)
        html = "" if page is None else page.read_text(encoding="utf-8")
        counts[document.path] = compare(render(document.markdown), html)
    return counts


def rows(total: Counts) -> list[tuple[str, int, int | None]]:
    """Return the table's rows: what is counted, how many, and of how many (None: no share)."""
    blocks = [
        (f"  {name}", total.blocks[name], None)
        for name in (*BLOCK_NAMES.values(), "other")
        if name in total.blocks
    ]
    return [
        ("articles", total.articles, None),
        ("articles with steps", total.articles_with_steps, None),
        ("articles with wrong steps", total.articles_with_wrong_steps, total.articles_with_steps),
        ("steps", total.steps, None),
        ("wrong steps", total.wrong, total.steps),
        ("  wrong number", total.number, total.steps),
        ("  wrong parent", total.parent, total.steps),
        ("  lost (no longer a step)", total.lost, total.steps),
        ("steps that lose a block", total.steps_losing_blocks, total.steps),
        ("blocks fallen out", total.blocks.total(), None),
        *blocks,
        ("articles that lose words", total.articles_losing_words, total.articles),
        ("words lost", total.words, None),
        ("pictures lost", total.pictures, None),
        ("", 0, None),
        ("steps that were none", total.added_steps, None),
        ("texts in another container", total.misplaced, None),
        ("texts with other characters", total.changed, None),
        ("words added", total.added_words, None),
    ]


def table(totals: dict[str, Counts]) -> str:
    """Return the figures of each side as text columns."""
    columns = {side: {row[0]: row for row in rows(total)} for side, total in totals.items()}
    names = list(dict.fromkeys(name for column in columns.values() for name in column))
    # Kinds of block that only one side loses belong under "blocks fallen out" all the same.
    kinds = [name for name in names if name.strip() in (*BLOCK_NAMES.values(), "other")]
    names = [name for name in names if name not in kinds]
    at = names.index("blocks fallen out") + 1
    names[at:at] = kinds
    lines = [" " * 28 + "".join(f"{TITLES[side]:>25}" for side in totals)]
    for name in names:
        if not name:
            lines.append("-" * (28 + 25 * len(totals)))
            continue
        cells = []
        for column in columns.values():
            _, value, of = column.get(name, (name, 0, None))
            share = f" ({value / of:6.1%})" if of else " " * 9
            cells.append(f"{value:,}{share}".rjust(25))
        lines.append(f"{name:<28}{''.join(cells)}".rstrip())
    return "\n".join(lines)


def listing(results: dict[str, dict[str, Counts]], limit: int) -> str:
    """Return the first `limit` differences of each side, one a line."""
    lines = []
    for side, counts in results.items():
        found = [(path, d) for path, count in counts.items() for d in count.differences]
        lines.append(f"\n{TITLES[side]}: {min(limit, len(found))} of {len(found)} differences")
        lines.extend(_line(path, difference) for path, difference in found[:limit])
    return "\n".join(lines)


def _line(path: str, difference: Difference) -> str:
    where = f" in “{difference.where}”" if difference.where else ""
    return f"{path}: {difference.what}{where}: {difference.expected} → {difference.found}"


def as_json(folder: Path, results: dict[str, dict[str, Counts]], limit: int) -> str:
    """Return totals and the first `limit` differences of each side as JSON."""
    sides = {}
    for side, counts in results.items():
        total = sum(counts.values(), Counts())
        # dataclasses.asdict() would take the Counter's items for its elements.
        values = {field.name: getattr(total, field.name) for field in dataclasses.fields(total)}
        values["differences"] = [
            {"path": path, **dataclasses.asdict(difference)}
            for path, count in counts.items()
            for difference in count.differences
        ][:limit]
        sides[side] = {"wrong": total.wrong, **values}
    return json.dumps({"folder": folder.name, "sides": sides}, indent=2, ensure_ascii=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a folder of Markdown files")
    parser.add_argument("--only", choices=list(WRITERS), help="build one side only")
    parser.add_argument("--list", type=int, default=0, metavar="N", help="list N differences")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--jobs", type=int, default=1, help="2 builds both sides at once")
    parser.add_argument("--keep", type=Path, help="make the projects in this folder and keep them")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"no such folder: {options.folder}")
    chosen = [options.only] if options.only else list(WRITERS)
    folder, keep = options.folder.resolve(), options.keep
    try:
        with ProcessPoolExecutor(max(1, options.jobs)) as pool:
            futures = {side: pool.submit(measure, side, folder, keep) for side in chosen}
            results = {side: future.result() for side, future in futures.items()}
    except sites.BuildError as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        print(as_json(folder, results, options.list))
        return 0
    print(table({side: sum(counts.values(), Counts()) for side, counts in results.items()}))
    if options.list:
        print(listing(results, options.list))
    return 0


if __name__ == "__main__":
    sys.exit(main())
