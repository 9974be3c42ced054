"""`helpwright capture` with a real Chromium, on pages of this machine and files of a project."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from PIL import Image

from helpwright.build import inspect
from helpwright.capture import MAX_PIXELS, compare
from helpwright.capture.annotate import FRAME, MASK
from helpwright.config import Config
from helpwright.ledger import file_digest
from tests.browser.serving import build, served

pytestmark = pytest.mark.browser

SETTINGS = """site_name: Kettles
theme: {name: material, font: false}
plugins: [helpwright]
"""
ARTICLE = """---
id: dial
title: The dial does not turn
summary: It is locked.
status: published
updated: 2026-11-30
---

## Symptom

The dial is stuck.

![The dial of the kettle, locked](dial.png)

## Resolution

1. Unlock the dial. {#unlock}
2. Turn it. {#turn}
"""
PAGE = """<!doctype html><meta charset="utf-8"><title>Dial</title>
<style>
  body { margin: 0; background: #fff; color: #000; }
  div { position: absolute; width: 60px; height: 40px; }
  #lock { left: 40px; top: 40px; background: rgb(0, 0, 200); }
  #turn { left: 140px; top: 40px; background: rgb(0, 120, 0); }
  #secret { left: 40px; top: 120px; background: rgb(200, 0, 0); }
  #secret b { position: absolute; left: 50px; top: 0; width: 60px; height: 10px;
              background: rgb(250, 0, 0); }
  @media (prefers-color-scheme: dark) { body { background: #000; } }
</style>
<body><div id="lock"></div><div id="turn"></div><div id="secret"><b></b></div></body>
"""


@dataclass
class Project:
    """A knowledge base in a project, and the pictures that were taken of it."""

    root: Path

    @property
    def kb(self) -> Path:
        return self.root / "kb-source"

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def recipes(self, text: str) -> None:
        self.write("kb-source/capture.yml", text)

    def capture(self, *options: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "helpwright", "capture", *options]
        return subprocess.run(command, cwd=cwd or self.root, capture_output=True, text=True)

    def findings(self, *options: str) -> list[tuple[int, int, str, str]]:
        """Return line, column, code and message of each finding of a run."""
        done = self.capture(*options, "--format", "json")
        assert done.stdout, done.stderr
        found = json.loads(done.stdout)
        return [(it["line"], it["column"], it["code"], it["message"]) for it in found]

    def picture(self, name: str = "dial.png") -> Image.Image:
        return Image.open(io.BytesIO((self.kb / name).read_bytes())).convert("RGB")

    def check(self) -> list[str]:
        return [it.rule.name for it in inspect(Config(self.kb)).diagnostics]


@pytest.fixture
def project(tmp_path: Path, chromium: str) -> Project:
    made = Project(tmp_path)
    made.write("mkdocs.yml", SETTINGS)
    made.write("kb-source/dial.md", ARTICLE)
    made.write("mockups/dial.html", PAGE)
    return made


@dataclass
class Server:
    """A server of pages by path; a page of None never answers."""

    pages: dict[str, str | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, server: Server, *rest: object) -> None:
        self.known = server
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.known.asked.append(self.path)
        page = self.known.pages.get(self.path, "")
        if page is None:
            self.known.over.wait()
            return
        if page.startswith("http"):
            self.send_response(302)
            self.send_header("Location", page)
        else:
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html")
        body = page.encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep requests out of the tests' output."""


@contextmanager
def serving(pages: dict[str, str | None]) -> Iterator[Server]:
    known = Server(pages)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, known))
    server.daemon_threads = True
    known.port = server.server_port
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        known.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


Serve = Callable[[dict[str, str | None]], Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve pages on this machine; each call starts a server of its own."""
    with ExitStack() as stack:
        yield lambda pages: stack.enter_context(serving(pages))


LOCAL = "dial.png:\n  source: ../mockups/dial.html\n  viewport: 300x200\n"


def test_a_recipe_becomes_a_picture_and_an_entry(project: Project) -> None:
    project.recipes(LOCAL)
    assert project.check() == ["recipe-without-picture", "missing-picture"]
    done = project.capture()
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr == "wrote kb-source/dial.png: new\nwrote kb-source/screenshots.yml\n"
    picture = project.picture()
    assert picture.size == (300, 200)
    assert picture.getpixel((60, 60)) == (0, 0, 200)
    assert picture.getpixel((290, 190)) == (255, 255, 255)
    assert project.check() == []


def test_what_has_not_changed_is_left_alone(project: Project) -> None:
    project.recipes(LOCAL)
    project.capture()
    files = [project.kb / "dial.png", project.kb / "screenshots.yml"]
    # As if both had been written on another day, by another program.
    Image.open(files[0]).save(files[0], compress_level=1)
    entry = inspect(Config(project.kb)).kb.ledger.entries["dial.png"]
    text = files[1].read_text().replace(entry.sha256, file_digest(str(files[0])) or "")
    text = text.replace(entry.taken.text, "2020-01-01")
    files[1].write_text(text)
    before = [(file.read_bytes(), file.stat().st_mtime_ns) for file in files]
    done = project.capture()
    assert (done.returncode, done.stderr) == (0, "unchanged kb-source/dial.png\n")
    assert [(file.read_bytes(), file.stat().st_mtime_ns) for file in files] == before


def test_highlights_have_the_numbers_of_the_steps(project: Project) -> None:
    project.recipes(
        LOCAL + "  highlights:\n"
        "    - selector: '#lock'\n      step: dial#unlock\n"
        "    - selector: '#turn'\n      step: dial#turn\n"
    )
    assert project.capture().returncode == 0
    first = project.picture()
    # The frame is three pixels wide, three pixels away from the element.
    for left in (40, 140):
        assert first.getpixel((left + 30, 40 - 5)) == FRAME
        assert first.getpixel((left + 30, 80 + 4)) == FRAME
    assert project.check() == []

    # A step is put in before: the number in the picture is wrong, and no browser is needed for it.
    project.write(
        "kb-source/dial.md",
        ARTICLE.replace("1. Unlock", "1. Wait.\n2. Unlock").replace("2. Turn", "3. Turn"),
    )
    assert project.check() == ["picture-older-than-recipe"]
    (finding,) = project.findings("--check")
    assert finding[:3] == (1, 1, "HW425")
    assert project.capture().returncode == 0
    assert project.check() == []
    # What was 1 and 2 is 2 and 3: the second badge of before looks like the first of now.
    badge = (-20, -20, 8, 8)
    second = project.picture()

    def cut(picture: Image.Image, left: int) -> bytes:
        return picture.crop((left + badge[0], 20, left + badge[2], 48)).tobytes()

    assert cut(first, 140)[: 3 * 28 * 18] == cut(second, 40)[: 3 * 28 * 18]
    assert cut(first, 40)[: 3 * 28 * 18] != cut(second, 40)[: 3 * 28 * 18]


def test_masks_hide_elements_with_all_that_sticks_out(project: Project) -> None:
    project.recipes(LOCAL + "  masks: ['#secret']\n  scale: 2\n")
    assert project.capture().returncode == 0
    picture = project.picture()
    assert picture.size == (600, 400)
    colours = {colour for _, colour in picture.getcolors(256 * 256) or ()}
    assert not {(200, 0, 0), (250, 0, 0)} & colours
    assert picture.getpixel((2 * 149, 2 * 121)) == MASK
    assert picture.getpixel((2 * 60, 2 * 60)) == (0, 0, 200)


def test_both_colours_are_two_pictures(project: Project) -> None:
    project.recipes(LOCAL + "  scheme: both\n")
    assert project.capture().returncode == 0
    assert project.picture().getpixel((290, 190)) == (255, 255, 255)
    assert project.picture("dial.dark.png").getpixel((290, 190)) == (0, 0, 0)
    assert project.check() == []


def test_an_element_is_cut_out_of_a_long_page(project: Project) -> None:
    project.write(
        "mockups/long.html",
        "<body style='margin: 0'><div style='height: 3000px'></div>"
        "<p id=a style='margin: 0; width: 80px; height: 50px; background: rgb(9, 9, 9)'></p>",
    )
    project.recipes(
        "dial.png:\n  source: ../mockups/long.html\n  selector: '#a'\n  viewport: 200x100\n"
        "whole.png:\n  source: ../mockups/long.html\n  area: page\n  viewport: 200x100\n"
        "  highlights:\n    - selector: '#a'\n"
    )
    assert project.capture().returncode == 0
    picture = project.picture()
    assert picture.size == (80, 50)
    assert picture.getcolors() == [(80 * 50, (9, 9, 9))]
    whole = project.picture("whole.png")
    assert whole.size == (200, 3050)
    assert whole.getpixel((70, 3000 - 5)) == FRAME


STATES = """<!doctype html><style>* { margin: 0 } #far { margin-top: 900px }</style>
<body><input id="name"><button id="go">Go</button><p id="far">far</p><script>
const seen = [];
const note = word => { seen.push(word); document.title = seen.join(' ');
  if (seen.length == 5) setTimeout(() => {
    const mark = document.createElement('p'); mark.id = 'done';
    mark.style = 'position: fixed; inset: 0; background: rgb(0, 99, 0)';
    document.body.append(mark);
  }, 300); };
go.onclick = () => note('click');
go.onmouseenter = () => note('hover');
name.oninput = () => 0;
document.getElementById('name').oninput = event => note(event.target.value);
onkeydown = event => event.key == 'Enter' && note('enter');
onscroll = () => scrollY && !seen.includes('scroll') && note('scroll');
</script>"""


def test_the_state_is_reached(project: Project, serve: Serve) -> None:
    server = serve({"/": STATES})
    project.recipes(
        f"dial.png:\n  source: {server.url}/\n  viewport: 300x200\n  actions:\n"
        "    - fill: '#name'\n      with: Jane\n"
        "    - press: Enter\n"
        "    - hover: '#go'\n"
        "    - click: '#go'\n"
        "    - scroll: '#far'\n"
        "    - wait: '#done'\n"
    )
    done = project.capture()
    assert done.returncode == 0, done.stdout + done.stderr
    assert project.picture().getcolors() == [(300 * 200, (0, 99, 0))]


def test_a_picture_that_shows_something_else_is_found(project: Project) -> None:
    project.recipes(LOCAL)
    project.capture()
    before = {file: file.read_bytes() for file in project.kb.iterdir()}
    assert project.capture("--check").returncode == 0
    project.write("mockups/dial.html", PAGE.replace("0, 0, 200", "0, 0, 90"))
    assert project.findings("--check", "--diff", "changes") == [
        (
            1,
            1,
            "HW425",
            "the picture `dial.png` is out of date: 2,400 pixels of 60,000 differ, 4 %",
        )
    ]
    with Image.open(project.root / "changes/dial.png") as shown:
        assert shown.size == (300, 200)
        assert shown.getpixel((60, 60)) == (255, 0, 0)
        assert shown.getpixel((160, 60)) != (255, 0, 0)
    assert {file: file.read_bytes() for file in project.kb.iterdir()} == before
    assert project.capture("--check", "--threshold", "4.1").returncode == 0
    assert project.capture("--check", "--threshold", "3.9").returncode == 1
    done = project.capture()
    assert done.stderr.splitlines()[0] == (
        "wrote kb-source/dial.png: 2,400 pixels of 60,000 differ, 4 %"
    )
    assert project.check() == []


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A port of this machine that refuses connections."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def test_what_cannot_be_taken_is_named_at_its_place(
    project: Project, serve: Serve, deaf_port: int
) -> None:
    server = serve(
        {
            "/": PAGE,
            "/never": None,
            "/loops": PAGE + "<script>setTimeout(() => { while (true) {} }, 100)</script>",
            "/restless": PAGE + "<script>setInterval(() => { lock.style.background = '#' + "
            "Math.random().toString(16).slice(2, 8) }, 20)</script>",
        }
    )
    source = f"  source: {server.url}"
    project.recipes(
        f"a.png:\n{source}/never\n"
        f"b.png:\n{source}/gone\n"
        f"c.png:\n{source}/\n  selector: '#none'\n"
        f"d.png:\n{source}/\n  selector: div\n"
        f"e.png:\n{source}/\n  masks: ['#none']\n"
        f"f.png:\n{source}/\n  actions:\n    - click: '#none'\n"
        f"g.png:\n{source}/\n  highlights:\n    - selector: '##'\n"
        f"h.png:\n{source}/\n  actions:\n    - press: Entr\n"
        f"i.png:\n{source}/\n  viewport: 100x100\n  highlights:\n    - selector: '#turn'\n"
        f"j.png:\n{source}/\n  viewport: 9000x9000\n"
        f"k.png:\n{source}/restless\n"
        f"l.png:\n{source}/loops\n"
        f"m.png:\n  source: http://127.0.0.1:{deaf_port}/\n"
        f"n.png:\n{source}/\n  viewport: 300x200\n"
    )
    before = {file: file.read_bytes() for file in project.kb.iterdir()}
    found = project.findings("--timeout", "2.5")
    words = [
        (2, 11, "does not load within 2.5 seconds"),
        (4, 11, "answers with the status 404"),
        (7, 13, "the page shows no element `#none` within 2.5 seconds"),
        (10, 13, "`div` fits several elements of the page"),
        (13, 11, "the page shows no element `#none`"),
        (17, 14, "the page shows no element `#none`"),
        (21, 17, "`##` is not a selector"),
        (25, 14, "`Entr` is not a key"),
        (30, 17, "the element `#turn` is not in the part that the picture shows"),
        (31, 1, "the picture would have more than 16,000,000 pixels"),
        (34, 1, "the page does not come to rest"),
        (37, 11, "keeps the browser busy"),
        (39, 11, "its host refuses connections"),
    ]
    assert [it[2] for it in found] == ["HW424"] * len(words)
    for (line, column, _, message), (wanted, at, part) in zip(found, words, strict=True):
        assert part in message
        assert (line, column) == (wanted, at), message
    # The last one is taken all the same, and nothing else has changed.
    after = {file: file.read_bytes() for file in project.kb.iterdir()}
    assert set(after) - set(before) == {project.kb / "n.png", project.kb / "screenshots.yml"}
    assert {file: after[file] for file in before} == before


def test_nothing_outside_the_project_is_shown(project: Project, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "page.html").write_text(PAGE)
    (outside / "picture.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='200'>"
        "<rect width='300' height='200' fill='red'/></svg>"
    )
    (project.root / "mockups/link.html").symlink_to(outside / "page.html")
    (project.root / "mockups/link.svg").symlink_to(outside / "picture.svg")
    project.write(".hidden/page.html", PAGE)
    project.write(
        "mockups/greedy.html",
        "<style>* { margin: 0 } img, iframe { width: 90px; height: 90px; border: 0 }</style>"
        f"<img src='link.svg'><img src='../../{outside.name}/picture.svg'>"
        f"<img src='file://{outside}/picture.svg'><iframe src='file://{outside}/page.html'></iframe>"
        "<iframe src='../.hidden/page.html'></iframe>",
    )
    project.recipes(
        f"a.png:\n  source: ../../{outside.name}/page.html\n"
        "b.png:\n  source: ../mockups/link.html\n"
        "c.png:\n  source: ../.hidden/page.html\n"
        "d.png:\n  source: ../mockups/none.html\n"
        "dial.png:\n  source: ../mockups/greedy.html\n  viewport: 400x200\n"
    )
    found = project.findings()
    assert [(it[0], it[1], it[3].partition(": ")[2]) for it in found] == [
        (2, 11, f"the page `../../{outside.name}/page.html` is outside the project"),
        (4, 11, "the page `../mockups/link.html` is outside the project"),
        (
            6,
            11,
            "the page `../.hidden/page.html` is hidden, and hidden files are not shown",
        ),
        (8, 11, "there is no page `../mockups/none.html` in the project"),
    ]
    colours = {colour for _, colour in project.picture().getcolors(400 * 200) or ()}
    assert not {(255, 0, 0), (200, 0, 0), (0, 0, 200)} & colours


def test_a_page_asks_only_its_own_site_and_those_that_are_allowed(
    project: Project, serve: Serve
) -> None:
    other = serve({"/a.svg": "<svg/>", "/b.svg": "<svg/>", "/": PAGE})
    page = PAGE + f"<img src='{other.url}/a.svg'><script>fetch('{other.url}/b.svg')</script>"
    server = serve({"/": page, "/away": f"{other.url}/"})
    recipe = f"dial.png:\n  source: {server.url}/\n  viewport: 300x200\n"
    project.recipes(recipe)
    assert project.capture().returncode == 0
    assert other.asked == []
    project.recipes(recipe + f"  allow: {other.url}\n")
    assert project.capture().returncode == 0
    assert sorted(other.asked) == ["/a.svg", "/b.svg"]
    project.recipes(recipe.replace("/\n", "/away\n", 1))
    (finding,) = project.findings()
    assert finding[:3] == (2, 11, "HW424")
    assert "leads on to" in finding[3]


def test_a_page_is_the_same_everywhere(project: Project) -> None:
    """The zone, the language, the day and the wish for less motion are not those of the machine."""
    project.write(
        "mockups/day.html",
        "<body style='margin: 0'><script>const now = new Date();"
        "const good = now.toISOString().slice(0, 10) == '2031-05-06'"
        " && now.getTimezoneOffset() == 0 && navigator.language == 'de-DE'"
        " && matchMedia('(prefers-reduced-motion)').matches;"
        "document.body.style.background = good ? 'rgb(0, 99, 0)' : 'red'</script>",
    )
    project.recipes(
        "dial.png:\n  source: ../mockups/day.html\n  viewport: 30x20\n"
        "  locale: de-DE\n  today: 2031-05-06\n"
    )
    assert project.capture().returncode == 0
    assert project.picture().getcolors() == [(600, (0, 99, 0))]


def test_a_run_that_is_interrupted_loses_nothing(project: Project, serve: Serve) -> None:
    server = serve({"/never": None})
    project.recipes(LOCAL + f"z.png:\n  source: {server.url}/never\n")
    command = [sys.executable, "-m", "helpwright", "capture", "--timeout", "60"]
    running = subprocess.Popen(
        command, cwd=project.root, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert running.stderr is not None
    assert running.stderr.readline() == "wrote kb-source/dial.png: new\n"
    os.kill(running.pid, signal.SIGINT)
    rest = running.communicate(timeout=60)[1]
    assert running.returncode == 130, rest
    assert "wrote kb-source/screenshots.yml" in rest
    assert project.check() == ["recipe-without-picture"]


def test_pictures_are_named_as_files_and_folders(project: Project) -> None:
    recipe = "  source: ../mockups/dial.html\n  viewport: 60x40\n"
    project.recipes(f"dial.png:\n{recipe}a/one.png:\n{recipe}a/two.png:\n{recipe}")
    project.capture("kb-source/a")
    assert sorted(it.name for it in (project.kb / "a").iterdir()) == ["one.png", "two.png"]
    assert not (project.kb / "dial.png").exists()
    assert project.capture("dial.png").returncode == 0
    assert project.capture("one.png", cwd=project.kb / "a").stderr.count("unchanged") == 1
    done = project.capture("kb-source/none.png")
    assert done.returncode == 2
    assert "capture.yml has no recipe for kb-source/none.png" in done.stderr
    Image.new("RGB", (90, 90)).save(project.kb / "by-hand.png")
    project.write("kb-source/dial.md", ARTICLE + "\n![A pot by hand](by-hand.png)\n")
    assert project.capture("--list").stdout.splitlines() == [
        "taken         kb-source/dial.png  from ../mockups/dial.html",
        "taken         kb-source/a/one.png  from ../mockups/dial.html",
        "taken         kb-source/a/two.png  from ../mockups/dial.html",
        "no recipe     kb-source/by-hand.png",
    ]


@pytest.mark.slow
def test_the_recipes_of_this_project_can_be_followed(chromium: str, project_root: Path) -> None:
    """Whether the pictures are the same depends on the fonts of the machine; the rest does not."""
    found = Project(project_root).findings("--check", "kb-source/hubspot")
    assert [it for it in found if it[2] != "HW425"] == []


def test_a_page_of_the_built_site_looks_as_it_does_on_a_server(project: Project) -> None:
    project.write("docs/index.md", "# Kettles\n")
    Image.new("RGB", (90, 90)).save(project.kb / "dial.png")
    site = build(project.root / "mkdocs.yml", project.root / "site")
    with served(site) as address:
        recipe = "  viewport: 1000x600\n"
        project.recipes(
            f"file.png:\n  source: ../site/kb/dial/index.html\n{recipe}"
            f"server.png:\n  source: {address}kb/dial/\n{recipe}"
        )
        done = project.capture()
    assert done.returncode == 0, done.stdout + done.stderr
    pictures = [(project.kb / f"{name}.png").read_bytes() for name in ("file", "server")]
    assert compare(*pictures, MAX_PIXELS).changed == 0
    assert len(project.picture("file.png").getcolors(1 << 20) or ()) > 20
