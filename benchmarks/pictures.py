"""How many bytes of pictures does a page make a browser load, and what does the second build cost?

    python benchmarks/pictures.py [FOLDER] [--every 1] [--judge PROGRAM]

FOLDER holds pictures; those in one folder stand for the pictures of one page. Without it, the
corpus beside the project is used; where that is missing, the script says so and ends. The pictures
become those of a knowledge base, whose copies are made as a build makes them: once with nothing
kept (cold), then three times from what is kept (warm), each in a process of its own.

The peer is stock MkDocs, which publishes the originals. For browsers that take AVIF and WebP, and
for those that take WebP alone, the bytes of all pages and of the median page are given as a share
of the peer's. Below them stands how much the copies differ by the project's own measure: the share
of points with a difference that can be noticed. `--judge` names a program that is run as
`PROGRAM original copy` and prints a score, such as `ssimulacra2`: the opinion of somebody else.
Exit code 1 where the bytes are not halved or the second build is not 20 times as fast.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from helpwright.build import copies, inspect
from helpwright.config import Config, PictureFormat, PictureSettings
from helpwright.derive import Pictures
from helpwright.derive.measure import Look

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
BROWSERS = {"AVIF and WebP": tuple(PictureFormat), "WebP alone": (PictureFormat.WEBP,)}
ENDINGS = (".png", ".jpg", ".jpeg", ".gif")
HEAD = "---\nid: {id}\ntitle: {id}\nstatus: published\nupdated: 2026-11-30\n---\n\n## Symptom\n"


def prepare(folder: Path, kb: Path, every: int) -> dict[str, list[str]]:
    """Write a knowledge base of the pictures; return the paths of each page's."""
    found = sorted(it for it in folder.rglob("*") if it.suffix.lower() in ENDINGS)
    together: dict[Path, list[Path]] = defaultdict(list)
    for file in found[::every]:
        together[file.parent].append(file)
    pages: dict[str, list[str]] = {}
    for at, files in enumerate(together.values()):
        page = f"p{at:04}"
        (kb / page).mkdir(parents=True)
        pages[page] = [f"{page}/{it:03}{file.suffix.lower()}" for it, file in enumerate(files)]
        for file, path in zip(files, pages[page], strict=True):
            shutil.copyfile(file, kb / path)
    for page, paths in pages.items():
        body = "".join(f"\n![Picture {it}]({Path(it).name})\n" for it in paths)
        (kb / page / "index.md").write_text(HEAD.format(id=page) + body, encoding="utf-8")
    return pages


def derive(kb: Path) -> tuple[float, Pictures]:
    """Return the seconds that the copies of a knowledge base take, and the copies."""
    config = Config(kb)
    inspection = inspect(config)
    start = time.perf_counter()
    pictures, _ = copies(inspection.kb, config, PictureSettings())
    return time.perf_counter() - start, pictures


def timed_apart(kb: Path) -> float:
    """Return the seconds that the copies take in a process of its own."""
    command = [sys.executable, __file__, "--only", str(kb)]
    return float(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def loaded(kb: Path, pictures: Pictures, path: str, formats: Sequence[PictureFormat]) -> Path:
    """Return the file that a browser of some formats loads for a picture."""
    of = pictures.copies.get(path, ())
    return next((Path(it.file) for it in of if it.format in formats), kb / path)


def rgba(file: Path) -> Image.Image:
    """Return a picture with its transparency."""
    with Image.open(io.BytesIO(file.read_bytes())) as picture:
        return picture.convert("RGBA")


def bytes_of(
    kb: Path, pictures: Pictures, pages: Mapping[str, Sequence[str]]
) -> dict[str, tuple[float, float]]:
    """Return, by kind of browser, the share of bytes of all pages and of the median page."""
    shares: dict[str, tuple[float, float]] = {}
    for browser, formats in BROWSERS.items():
        before: dict[str, int] = {}
        after: dict[str, int] = {}
        for page, paths in pages.items():
            before[page] = sum((kb / it).stat().st_size for it in paths)
            files = [loaded(kb, pictures, it, formats) for it in paths]
            after[page] = sum(it.stat().st_size for it in files)
        of_all = sum(after.values()) / sum(before.values())
        shares[browser] = of_all, median(after[it] / before[it] for it in pages)
    return shares


def judged(program: str, original: Path, copy: Path, folder: Path) -> float:
    """Return what another program says of a copy; both are handed over as PNG on white."""
    files = folder / "one.png", folder / "two.png"
    for source, target in zip((original, copy), files, strict=True):
        ground = Image.new("RGBA", rgba(source).size, "white")
        ground.alpha_composite(rgba(source))
        ground.convert("RGB").save(target)
    done = subprocess.run([program, *files], check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=CORPUS, help="pictures in folders")
    parser.add_argument("--every", type=int, default=1, help="take only every Nth picture")
    parser.add_argument("--judge", metavar="PROGRAM", help="another program that compares two")
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.only:
        print(derive(options.only)[0])
        return 0
    if not options.folder.is_dir():
        print("skipped: the corpus is not beside the project; name a folder of pictures")
        return 0
    with tempfile.TemporaryDirectory() as name:
        kb = Path(name) / "kb-source"
        pages = prepare(options.folder, kb, options.every)
        cold = timed_apart(kb)
        warm = median(timed_apart(kb) for _ in range(3))
        _, pictures = derive(kb)
        total = sum(map(len, pages.values()))
        print(f"{total:,} pictures on {len(pages):,} pages; {len(pictures.copies):,} have copies")
        shares = bytes_of(kb, pictures, pages)
        for browser, (of_all, of_median) in shares.items():
            print(f"{browser}: {of_all:.3f} of the bytes; median page {of_median:.3f}")
        for form in PictureFormat:
            report(kb, pictures, form, options.judge, Path(name))
        print(f"cold {cold:.1f} s, warm {warm:.2f} s: ratio {cold / warm:.0f}")
    halved = all(of_all <= 0.5 for of_all, _ in shares.values())
    return 0 if halved and cold >= 20 * warm else 1


def report(
    kb: Path, pictures: Pictures, form: PictureFormat, judge: str | None, folder: Path
) -> None:
    """Print how much the copies of a format differ from their originals."""
    pairs = [
        (kb / path, Path(it.file))
        for path, of in pictures.copies.items()
        for it in of
        if it.format is form
    ]
    if not pairs:
        return
    found = [Look(rgba(one)).difference(rgba(two)) for one, two in pairs]
    visible, strong = [it.visible for it in found], [it.strong for it in found]
    print(
        f"{form} ({len(pairs):,} copies): points that differ by more than 2.3: median "
        f"{median(visible):.3%}, most {max(visible):.3%}; by more than 4.6: most {max(strong):.3%}"
    )
    if judge:
        scores = [judged(judge, one, two, folder) for one, two in pairs]
        print(f"  {judge}: least {min(scores):.1f}, median {median(scores):.1f}")


if __name__ == "__main__":
    sys.exit(main())
