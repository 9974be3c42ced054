"""Does an import bring in everything, and does the site show it?

    python benchmarks/import_fidelity.py FOLDER [--format F] [--as html|zendesk|admonitions]
                                         [--list N] [--json] [--keep DIR]

FOLDER is any folder of documents that `helpwright import` takes: Microsoft Learn's Markdown, other
Markdown, HTML pages, plain text. The real command imports it, and a real `mkdocs build` (Material)
publishes it. Every built page is then held against its original, which `originals.py` renders
without `helpwright`: Markdown by markdown-it-py after its dialect was written out, HTML pages by
their main content, plain text as lines. `import_compare.py` defines the counts. `--as` first
rewrites a folder of Markdown as the HTML pages of three products, as Zendesk exports,
or with the notes of another dialect, so that one folder can test several readers.

Read the rows: what is "lost", "wrong", "elsewhere" or "added" is a fault of the import (or of this
comparison), and should be 0. "Explained" and "in the ledger" rows count what the import's report
declares; they are no faults, but each must be true. Exit code 0 whatever the figures, 2 when the
import or the build fails.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import posixpath
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import sites
from benchmarks.compare import BLOCK_NAMES, Difference
from benchmarks.import_addresses import Leads
from benchmarks.import_compare import Counts, Entry, compare_import
from benchmarks.import_shapes import SHAPES, rewrite
from benchmarks.import_words import count, sequence
from benchmarks.originals import Original, find_originals, read_original
from benchmarks.reference import FRONT_MATTER

REPORT = "import-report.json"
ORDER = (
    "document", "number", "lost", "parent", "block", "word lost", "picture lost", "link lost",
    "link elsewhere", "fact lost", "added step", "word added", "picture added", "link added",
    "words in pieces", "other kind",
)  # fmt: skip
"""The differences, worst first; explained ones come last."""


@dataclass(slots=True)
class Result:
    """What was found: counts of each article by the path of its original, and the documents.

    `accounted` are documents that the report says are no articles, with the reason; `missing` ones
    are not in the report at all; `unbuilt` ones have an article but no page.
    """

    counts: dict[str, Counts] = field(default_factory=dict)
    documents: int = 0
    accounted: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    unbuilt: list[str] = field(default_factory=list)

    @property
    def total(self) -> Counts:
        """The sum over all articles."""
        return sum(self.counts.values(), Counts())

    def differences(self) -> list[tuple[str, Difference]]:
        """Return all differences with the paths of their originals, worst first."""
        found = [(path, Difference("document", "", "an article", "not in the report"))
                 for path in self.missing]  # fmt: skip
        found += [
            (path, Difference("document", "", "a page", "not built")) for path in self.unbuilt
        ]
        found += [(path, Difference("document", "", "an article", reason))
                  for path, reason in self.failed.items()]  # fmt: skip
        found += [(path, d) for path, count in self.counts.items() for d in count.differences]
        rank = {what: at for at, what in enumerate(ORDER)}
        return sorted(found, key=lambda pair: rank.get(pair[1].what, len(rank)))


def measure(folder: Path, project: Path, format: str | None) -> Result:
    """Import `folder` into a project, build it and compare. Raises `sites.BuildError`."""
    report = import_folder(folder, project, format)
    sites.build(project)
    return compare_project(folder, project, report)


def import_folder(folder: Path, project: Path, format: str | None) -> dict[str, Any]:
    """Make a project around the import of `folder`; return the report."""
    (project / "docs").mkdir(parents=True)
    (project / "docs" / "index.md").write_text(sites.HOME, encoding="utf-8")
    config = sites.HELPWRIGHT_CONFIG % "never"
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "helpwright", "import", str(folder)]
    command += ["--to", str(project / "kb-source"), "--report", str(project / REPORT)]
    run = sites.run([*command, *(["--format", format] if format else [])])
    if run.code not in (0, 1) or not (project / REPORT).is_file():
        raise sites.BuildError(f"helpwright import ended with {run.code}:\n{run.output}")
    loaded: dict[str, Any] = json.loads((project / REPORT).read_text(encoding="utf-8"))
    return loaded


def compare_project(folder: Path, project: Path, report: Mapping[str, Any]) -> Result:
    """Hold each page of a built project against its original in `folder`."""
    site, kb = project / "site", project / "kb-source"
    articles = {article["origin"]: article for article in report["articles"]}
    pages = {origin: _page(article) for origin, article in articles.items()}
    files = frozenset(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    reasons = {one["path"]: one["reason"] for key in ("others", "refused") for one in report[key]}
    registry = _text(kb / "kb.yml")
    result = Result(failed={one["origin"]: one["reason"] for one in report["failures"]})
    for path in find_originals(folder):
        result.documents += 1
        if path not in articles:
            if path in reasons:
                result.accounted[path] = reasons[path]
            elif path not in result.failed:
                result.missing.append(path)
            continue
        if not (site / pages[path] / "index.html").is_file():
            result.unbuilt.append(path)
            continue
        original, entries = read_original(path, folder), articles[path]["entries"]
        # An original without a title is called after its file.
        named = {e.get("about", "") for e in entries if e["topic"] == "title"} - {""}
        result.counts[path] = counts = compare_import(
            original.html,
            _text(site / pages[path] / "index.html"),
            entries,
            original.titles | named,
            structure=original.kind != "text",
            leads=Leads(path, pages[path], pages, files),
        )
        front = FRONT_MATTER.match(_text(kb / articles[path]["path"]))
        _count_facts(original, (front[1] if front else "") + registry, entries, counts)
    return result


def _page(article: Mapping[str, Any]) -> str:
    """Return the folder of an article's page in the site."""
    category = posixpath.dirname(article["path"])
    if posixpath.basename(article["path"]) == "index.md":
        category = posixpath.dirname(category)
    return posixpath.join("kb", category, article["id"])


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _count_facts(
    original: Original, written: str, entries: Sequence[Entry], counts: Counts
) -> None:
    """Count the values of front matter that are neither in the article nor in its account."""
    told = (str(entry.get(key, "")) for entry in entries for key in ("text", "about"))
    known = count([written, *told])
    counts.facts = len(original.facts)
    for value in original.facts:
        if Counter(sequence(value)) - known:
            counts.facts_lost += 1
            counts.differences.append(Difference("fact lost", "front matter", value, ""))


def rows(result: Result) -> list[tuple[str, int, int | None]]:
    """Return the table's rows: what is counted, how many, and of how many (None: no share)."""
    total = result.total
    blocks = [(f"  {name}", total.blocks[name], None)
              for name in (*BLOCK_NAMES.values(), "other") if name in total.blocks]  # fmt: skip
    return [
        ("documents", result.documents, None),
        ("  compared", total.articles, result.documents),
        ("  told to be no articles", len(result.accounted), None),
        ("  told to have failed", len(result.failed), None),
        ("  neither page nor reason", len(result.missing) + len(result.unbuilt), None),
        ("", 0, None),
        ("articles with steps", total.articles_with_steps, None),
        ("articles with wrong steps", total.articles_with_wrong_steps, total.articles_with_steps),
        ("steps", total.steps, None),
        ("wrong steps", total.wrong, total.steps),
        ("  wrong number", total.number, total.steps),
        ("  wrong parent", total.parent, total.steps),
        ("  lost (no longer a step)", total.lost, total.steps),
        ("steps of lists told to be repaired", total.explained, total.steps),
        ("steps that were none", total.added_steps, None),
        ("  told to be new steps", total.explained_added_steps, None),
        ("blocks in another step", total.blocks.total(), None),
        *blocks,
        ("  told to be repaired", total.explained_blocks, None),
        ("", 0, None),
        ("words", total.words, None),
        ("words lost", total.words_lost, total.words),
        ("  told, as they stood", total.words_in_ledger, total.words),
        ("  told, in pieces", total.words_in_pieces, total.words),
        ("articles that lose words", total.articles_losing_words, total.articles),
        ("words added", total.words_added, None),
        ("values of front matter", total.facts, None),
        ("values lost", total.facts_lost, total.facts),
        ("", 0, None),
        ("pictures", total.pictures, None),
        ("pictures lost", total.pictures_lost, total.pictures),
        ("  told", total.pictures_in_ledger, total.pictures),
        ("pictures added", total.pictures_added, None),
        ("links", total.links, None),
        ("links lost", total.links_lost, total.links),
        ("  told", total.links_in_ledger, total.links),
        ("links that lead elsewhere", total.links_elsewhere, total.links),
        ("links added", total.links_added, None),
        ("", 0, None),
        ("texts in another container", total.other_kind, None),
    ]


def table(result: Result) -> str:
    """Return the figures as text."""
    lines = []
    for name, value, of in rows(result):
        share = f" ({value / of:6.1%})" if of else ""
        lines.append(f"{name:<36}{value:>10,}{share}" if name else "-" * 55)
    return "\n".join(lines)


def listing(result: Result, limit: int) -> str:
    """Return the first `limit` differences, worst first, one a line."""
    found = result.differences()
    lines = [f"\n{min(limit, len(found))} of {len(found)} differences"]
    for path, difference in found[:limit]:
        where = f" in “{difference.where}”" if difference.where else ""
        lines.append(
            f"{path}: {difference.what}{where}: {difference.expected} → {difference.found}"
        )
    return "\n".join(lines)


def as_json(folder: Path, result: Result) -> str:
    """Return everything that was found as JSON."""
    total = result.total
    # dataclasses.asdict() would take the Counter's items for its elements.
    values = {field.name: getattr(total, field.name) for field in dataclasses.fields(total)}
    del values["differences"]
    return json.dumps(
        {
            "folder": folder.name,
            "documents": result.documents,
            "no_articles": result.accounted,
            "failed": result.failed,
            "missing": result.missing + result.unbuilt,
            "wrong": total.wrong,
            **values,
            "differences": [
                {"path": path, **dataclasses.asdict(difference)}
                for path, difference in result.differences()
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a folder of documents")
    parser.add_argument("--format", help="the format of the documents, as the command takes it")
    parser.add_argument("--as", dest="shape", choices=list(SHAPES), help="rewrite Markdown first")
    parser.add_argument("--list", type=int, default=0, metavar="N", help="list N differences")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--keep", type=Path, help="make the project in this folder and keep it")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"no such folder: {options.folder}")
    if options.keep and options.keep.exists() and any(options.keep.iterdir()):
        parser.error(f"{options.keep} is not empty")
    with tempfile.TemporaryDirectory(prefix="import-") as temporary:
        project = (options.keep or Path(temporary)).resolve()
        folder = options.folder.resolve()
        try:
            if options.shape:
                folder = rewrite(folder, project / "originals", options.shape)
            result = measure(folder, project / "project", options.format)
        except sites.BuildError as error:
            print(error, file=sys.stderr)
            return 2
    print(as_json(options.folder, result) if options.json else table(result))
    if options.list and not options.json:
        print(listing(result, options.list))
    return 0


if __name__ == "__main__":
    sys.exit(main())
