"""Writes a knowledge base of plausible troubleshooting articles, for speed measurements.

    python benchmarks/generate.py OUT [--articles 1000] [--seed 1]

OUT becomes a `kb-source` folder: kb.yml, categories, articles with front matter, sections,
solutions, nested steps that hold code, notes, pictures, bullets and tables, and links between
articles. The same seed writes the same bytes. Two things are true of what it writes, and tested:
`helpwright check` finds nothing, and stock MkDocs converts it to the structure that CommonMark
gives it (everything in a step is indented by four spaces), so that both can be timed on the same
Markdown. An article has about 3 kB. Of its nine or ten steps, as many hold code, notes, pictures
and sub-steps as in real support articles; of those, one in two has no steps at all.
"""

from __future__ import annotations

import argparse
import struct
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import words
from benchmarks.article import ArticleWriter, Plan


def generate(out: Path, articles: int, seed: int) -> list[Plan]:
    """Write `articles` articles below `out`, which is made; return them in order of path."""
    random = Random(seed)
    plans = sorted((_plan(random, number) for number in range(articles)), key=lambda p: p.path)
    out.mkdir(parents=True, exist_ok=True)
    folders = list(dict.fromkeys((plan.product, plan.topic) for plan in plans))
    (out / "kb.yml").write_text(_registry(folders), encoding="utf-8")
    pictures: list[tuple[str, int, int]] = []
    icons: dict[str, None] = {}
    for plan in plans:
        writer = ArticleWriter(random, plan, plans)
        file = out / plan.path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(writer.article()) + "\n"
        file.write_text(text, encoding="utf-8")
        folder = plan.path.rpartition("/")[0]
        pictures.extend((f"{folder}/{p}", 320, 180) for p in writer.pictures)
        if "icons/gear.png)" in text:
            icons[f"{plan.product}/{plan.topic}/icons/gear.png"] = None
    pictures += [(path, 16, 16) for path in icons]
    for number, (path, width, height) in enumerate(pictures):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(_png(width, height, number))
    return plans


def _plan(random: Random, number: int) -> Plan:
    product = random.choice(list(words.PRODUCTS))
    topic = random.choice(list(words.TOPICS))
    thing = random.choice(words.TOPICS[topic][1])
    action = random.choice(list(words.ACTIONS))
    code = f"{words.PRODUCTS[product][1]}-{1000 + number}"
    title = f"Error {code}: The {thing} cannot be {words.ACTIONS[action]}"
    id = f"{code.lower()}-{thing.replace(' ', '-')}-not-{words.ACTIONS[action]}"
    last = len(words.PRODUCTS[product][2]) - 1
    oldest = random.choice((0, random.randint(0, last), last))
    return Plan(id, title, code, product, topic, thing, action, random.random() < 0.4, oldest)


def _registry(folders: Sequence[tuple[str, str]]) -> str:
    lines = [
        "title: Generated knowledge base",
        "description: Articles to measure with.",
        "",
        "products:",
    ]
    for product, (name, _, versions) in words.PRODUCTS.items():
        quoted = ", ".join(f'"{version}"' for version in versions)
        lines += [f"  {product}:", f"    name: {name}", f"    versions: [{quoted}]"]
    lines += ["", "categories:"]
    titles: dict[str, str] = {}
    for product, topic in folders:
        titles[product] = words.PRODUCTS[product][0]
        titles[f"{product}/{topic}"] = words.TOPICS[topic][0]
    for path, title in titles.items():
        lines += [f"  {path}:", f"    title: {title}"]
    return "\n".join(lines) + "\n"


def _png(width: int, height: int, number: int) -> bytes:
    """Return a picture of two flat colours that differs from number to number."""
    upper = bytes((60 + number * 37 % 160, 60 + number * 59 % 160, 60 + number * 83 % 160))
    lower = bytes(255 - value // 3 for value in upper)
    edge = height // 4
    rows = b"".join(b"\0" + (upper if row < edge else lower) * width for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR" + header, b"IDAT" + zlib.compress(rows, 9), b"IEND")
    body = b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the generator; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="the folder to write; must not hold files yet")
    parser.add_argument("--articles", type=int, default=1000, help="how many (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same articles")
    options = parser.parse_args(arguments)
    if options.out.exists() and any(options.out.iterdir()):
        parser.error(f"{options.out} is not empty")
    plans = generate(options.out, options.articles, options.seed)
    print(f"{len(plans)} articles in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
