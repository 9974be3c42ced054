"""Which faults of links, pictures and pages does each tool find?

    python benchmarks/zoo.py [--linkinator COMMAND] [--docs]

The zoo (`tests/zoo/`) is a clean site and a clean knowledge base in which one fault at a time is
planted. On the site, `helpwright check --site` runs beside lychee and linkinator. On the sources,
`helpwright check` runs beside MkDocs' own validation, and beside lychee and linkinator on the site
that MkDocs builds from them; the peers get the same knowledge base as plain MkDocs writes it
(`tests/zoo/plain/`), and a fault that cannot be written there is marked so.

A peer has found a fault when it reports anything that it does not report on the clean one,
wherever it points. Helpwright has found it only when the findings are exactly those that the zoo
names: rule, file, line and column. What is reported on the clean one is false.

linkinator comes from npm (`npm install linkinator`, Node 22 or later): name it with `--linkinator`,
such as "node_modules/.bin/linkinator"; without it, its column is not run. `--docs` writes the
tables into `docs/defect-zoo.md`, for which all tools are needed.
"""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import zoo_tools as tools
from tests.zoo import plain_defects, site_defects, source_defects
from tests.zoo.clean_kb import clean_kb
from tests.zoo.clean_site import clean_site
from tests.zoo.planting import Files, Finding, Kind, write_files

PAGE = Path(__file__).resolve().parents[1] / "docs" / "defect-zoo.md"
OURS = "Helpwright"
FOUND, MISSED, IMPOSSIBLE = "yes", "no", "–"


@dataclass(frozen=True)
class Row:
    """What the tools make of one kind: a mark for each, by name."""

    kind: Kind
    marks: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of one half of the zoo, by group, and what each tool reports on the clean one."""

    groups: Mapping[str, Sequence[Row]]
    false: Mapping[str, frozenset[str]]

    @property
    def rows(self) -> list[Row]:
        """All rows, in order."""
        return [row for rows in self.groups.values() for row in rows]


def places(folder: Path, *options: str) -> list[Finding]:
    """Return Helpwright's findings in a folder."""
    pattern = re.compile(r"(?P<path>.*):(?P<line>\d+):(?P<column>\d+) (?P<code>\w+)", re.DOTALL)
    found = [pattern.fullmatch(entry) for entry in tools.helpwright(folder, *options)]
    return sorted(
        Finding(it["code"], it["path"], int(it["line"]), int(it["column"])) for it in found if it
    )


def expected(kind: Kind, clean: Files) -> list[Finding]:
    """Return the findings that a kind must bring out."""
    files = kind.files(clean)
    return sorted(place.locate(files) for place in kind.places)


def mark(found: bool) -> str:
    return FOUND if found else MISSED


def of_site(peers: Mapping[str, tools.Check], groups: Mapping[str, Iterable[Kind]]) -> Table:
    """Plant each kind of the built site, and run everything on it."""
    clean = clean_site()
    with written(clean) as folder:
        false = {name: peer(folder) for name, peer in peers.items()}
        false[OURS] = tools.helpwright(folder, "--site", ".")
    rows: dict[str, list[Row]] = {}
    for group, kinds in groups.items():
        for kind in kinds:
            with written(kind.files(clean)) as folder:
                marks = {OURS: mark(places(folder, "--site", ".") == expected(kind, clean))}
                for name, peer in peers.items():
                    marks[name] = mark(bool(peer(folder) - false[name]))
            rows.setdefault(group, []).append(Row(kind, marks))
            print(f"{kind.name:32}", *(f"{name}: {it:4}" for name, it in marks.items()))
    return Table(rows, false)


def of_sources(peers: Mapping[str, tools.Check], groups: Mapping[str, Iterable[Kind]]) -> Table:
    """Plant each kind of the sources, and run everything on them or on the site made of them."""
    clean, plain = clean_kb(), plain_defects.clean_plain()
    with written(clean) as folder:
        false = {OURS: tools.helpwright(folder, "--kb", ".")}
    with written(plain) as folder:
        false |= on_plain(folder, peers)
    rows: dict[str, list[Row]] = {}
    for group, kinds in groups.items():
        for kind in kinds:
            with written(kind.files(clean)) as folder:
                marks = {OURS: mark(places(folder, "--kb", ".") == expected(kind, clean))}
            if kind.name in plain_defects.PLANTS:
                with written(plain_defects.planted(kind.name)) as folder:
                    for name, found in on_plain(folder, peers).items():
                        marks[name] = mark(bool(found - false[name]))
            else:
                marks |= dict.fromkeys(("MkDocs", *peers), IMPOSSIBLE)
            rows.setdefault(group, []).append(Row(kind, marks))
            print(f"{kind.name:32}", *(f"{name}: {it:4}" for name, it in marks.items()))
    return Table(rows, false)


def on_plain(folder: Path, peers: Mapping[str, tools.Check]) -> dict[str, frozenset[str]]:
    """Return what MkDocs reports of a project, and what the peers report of the site it builds."""
    found = {"MkDocs": tools.mkdocs(folder)}
    site = folder / "site"
    return found | {name: peer(site) for name, peer in peers.items()}


@contextmanager
def written(files: Files) -> Iterator[Path]:
    """Write files into a temporary folder that is gone behind the context."""
    with tempfile.TemporaryDirectory() as folder:
        yield write_files(Path(folder).resolve(), files)


def show(table: Table, names: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a table as Markdown: a row for each kind, a sum for each group."""
    yield f"| fault | finding | {' | '.join(names)} |"
    yield f"| --- | --- |{' --- |' * len(names)}"
    for group, rows in table.groups.items():
        sums = " | ".join(f"**{count(rows, name)}**" for name in names)
        yield f"| **{group}** | | {sums} |"
        for row in rows:
            codes = ", ".join(dict.fromkeys(place.code for place in row.kind.places))
            marks = " | ".join(row.marks[name] for name in names)
            yield f"| {row.kind.title} | {codes} | {marks} |"


def count(rows: Iterable[Row], name: str) -> str:
    """Return how many of the kinds that a tool can be given it finds: "3 of 5"."""
    marks = [row.marks[name] for row in rows if row.marks[name] != IMPOSSIBLE]
    return f"{marks.count(FOUND)} of {len(marks)}"


def summary(table: Table, names: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a table of sums."""
    yield f"| | {' | '.join(names)} |"
    yield f"| --- |{' ---: |' * len(names)}"
    yield f"| found | {' | '.join(count(table.rows, name) for name in names)} |"
    clean = " | ".join(str(len(table.false[name])) for name in names)
    yield f"| reported on the clean one | {clean} |"


def fill(page: str, block: str, lines: Iterable[str]) -> str:
    """Return a page with other lines in one of its blocks, which stand between comments."""
    begin, end = f"<!-- {block} -->\n", f"<!-- end of {block} -->"
    head, _, rest = page.partition(begin)
    return "".join(
        (head, begin, "\n", *(f"{it}\n" for it in lines), "\n", end, rest.partition(end)[2])
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--linkinator", default=shutil.which("linkinator") or "", metavar="COMMAND")
    parser.add_argument("--docs", action="store_true", help="write the tables into the docs")
    options = parser.parse_args(arguments)
    peers: dict[str, tools.Check] = {}
    versions = {"MkDocs": installed("mkdocs"), "mkdocs-redirects": installed("mkdocs-redirects")}
    if found := tools.find("lychee"):
        peers["lychee"] = tools.lychee
        versions["lychee"] = tools.version([found])
    if options.linkinator:
        command = shlex.split(options.linkinator)
        peers["linkinator"] = tools.linkinator(command)
        versions["linkinator"] = tools.version(command)
    for name in {"lychee", "linkinator"} - peers.keys():
        print(f"{name} is not installed, so that it is not run")
    site = of_site(peers, site_defects.GROUPS)
    sources = of_sources(peers, source_defects.GROUPS)
    of_what = {"site": (site, (OURS, *peers)), "sources": (sources, (OURS, "MkDocs", *peers))}
    blocks = {
        "versions": [
            f"Measured with {', '.join(f'{name} {it}' for name, it in versions.items())}."
        ],
        **{f"sums of the {what}": [*summary(*it)] for what, it in of_what.items()},
        **{f"kinds of the {what}": [*show(*it)] for what, it in of_what.items()},
    }
    for name, lines in blocks.items():
        if not name.startswith("kinds"):
            print(f"\n{name}\n", *lines, sep="\n")
    for table, names in of_what.values():
        for name in names:
            for entry in sorted(table.false[name]):
                print(f"{name} on the clean one: {entry}")
    if options.docs:
        if len(peers) < 2:
            parser.error("--docs needs lychee and linkinator")
        text = PAGE.read_text(encoding="utf-8")
        for name, lines in blocks.items():
            text = fill(text, name, lines)
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
