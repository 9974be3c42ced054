"""Whole sites through the real `mkdocs` command: what is published, what stops a build."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import yaml
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from tests.sites import BODY, Site, article

GAP = BODY.replace("2. Close it.", "3. Close it.")
ONE_STEP = BODY.replace("2. Close it.\n", "")


def test_articles_become_pages_with_lists_and_breadcrumbs(tmp_path: Path) -> None:
    site = Site(
        tmp_path,
        {
            "kb.yml": "title: Our help\ncategories:\n  mail:\n    title: Mail & more\n",
            "mail/lost.md": article("lost-mail", title="Mail is lost"),
            "mail/slow/index.md": article("slow-mail"),
            "top.md": article("top"),
        },
    )
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    assert "Mail is lost" in site.page("kb/mail/lost-mail")
    assert "About slow-mail" in site.page("kb/mail/slow-mail")
    assert "Mail &amp; more" in site.page("kb/mail/lost-mail")
    listing = site.page("kb/mail").partition('class="hw-listing"')[2]
    assert listing.index("About slow-mail") < listing.index("Mail is lost")
    assert "Our help" in site.page("kb")
    assert not list(tmp_path.glob(".site.*"))


def test_titles_tags_and_descriptions_are_text_wherever_the_theme_puts_them(tmp_path: Path) -> None:
    text = '<i onclick=x>a</i> & "b" </title>'
    registry = f"title: '{text} 1'\ncategories:\n  hub:\n    title: '{text} 2'\n"
    more = f"summary: '{text} 3'\ntags: ['{text} 4']\n"
    kb = {"kb.yml": registry, "hub/a.md": article("a", title=f"'{text} 5'", more=more)}
    features = ["navigation.footer", "navigation.path", "navigation.tabs"]
    theme = {"name": "material", "font": False, "features": features}
    for settings in ({}, {"nav": ["index.md", {"Help": "kb/"}]}):
        folder = tmp_path / str(len(settings))
        site = Site(folder, kb, theme=theme, plugins=["search", "tags", "helpwright"], **settings)
        done = site.build()
        assert done.returncode == 0, done.stderr
        page = LexborHTMLParser(site.page("kb/hub/a"))
        assert page.css("[onclick]") == []
        description = page.css_first("meta[name=description]")
        assert description is not None
        assert description.attributes["content"] == f"{text} 3"
        assert page.css_first("title").text() == f"{text} 5 - Test"
        assert f"{text} 2" in page.css_first(".md-nav--primary").text()
        assert f"{text} 4" in page.css_first(".md-tags").text()
        index = json.loads((site.html / "search" / "search_index.json").read_text())
        assert all("<i" not in f"{entry['title']} {entry.get('tags')}" for entry in index["docs"])


def test_icons_stand_in_the_list_of_solutions_too(tmp_path: Path) -> None:
    body = "## Symptom\n\nx\n\n## Resolution\n\n### Press :material-cog:\n\nx\n\n### Wait\n\nx\n"
    icons = {"emoji_generator": "material.extensions.emoji.to_svg"}
    icons["emoji_index"] = "material.extensions.emoji.twemoji"
    site = Site(tmp_path, {"a.md": article("a", body)})
    settings = yaml.safe_load((tmp_path / "mkdocs.yml").read_text())
    text = yaml.safe_dump(settings | {"markdown_extensions": [{"pymdownx.emoji": icons}]})
    text = re.sub(r"(emoji_\w+): (\S+)", r"\1: !!python/name:\2", text)
    (tmp_path / "mkdocs.yml").write_text(text)
    done = site.build()
    assert done.returncode == 0, done.stderr
    solutions = LexborHTMLParser(site.page("kb/a")).css_first("nav.hw-solutions")
    assert solutions is not None
    assert solutions.text().split() == ["Try", "these", "in", "order", "Press", "Wait"]
    assert len(solutions.css("li svg, li img")) == 1


def test_sections_stand_in_order_whatever_the_source(tmp_path: Path) -> None:
    body = (
        "## Resolution\n\nDo it.\n\n## Extra\n\nMore.\n\n## Cause\n\nWhy.\n\n## Symptom\n\nWhat.\n"
    )
    site = Site(tmp_path, {"a.md": article("a", body)})
    assert site.build().returncode == 0
    headings = re.findall(r'<h2[^>]* id="([^"]+)"', site.page("kb/a"))
    assert headings == ["symptom", "cause", "resolution", "extra"]


@pytest.mark.parametrize("flags", [(), ("--strict",), ("-q",), ("-q", "--strict")])
def test_an_error_fails_every_mode_and_leaves_the_old_site(
    tmp_path: Path, flags: tuple[str, ...]
) -> None:
    site = Site(tmp_path, {"a.md": article("a")})
    assert site.build().returncode == 0
    before = site.digest()
    site.write({"kb-source/a.md": article("a", GAP)})
    done = site.build("build", *flags)
    assert done.returncode == 1
    assert "kb-source/a.md:14:1: HW204 step-number-gap" in done.stderr
    assert "Traceback" not in done.stderr
    assert site.digest() == before
    assert not list(tmp_path.glob(".site.*"))


def test_the_log_names_the_other_places_of_a_finding(tmp_path: Path) -> None:
    body = "## Symptom\n\nOh.\n\n## Resolution\n\n1. Press. {#press}\n2. Press again. {#press}\n"
    done = Site(tmp_path, {"a.md": article("a", body)}).build()
    assert (
        "kb-source/a.md:14:17: HW304 duplicate-label: the label `press` is already used in this "
        "article (see kb-source/a.md:13:11: the label stands here first). Help: choose another"
    ) in done.stderr


@pytest.mark.parametrize(
    ("flags", "code"), [((), 0), (("-q",), 0), (("--strict",), 1), (("-q", "--strict"), 1)]
)
def test_a_warning_fails_a_strict_build_only(
    tmp_path: Path, flags: tuple[str, ...], code: int
) -> None:
    site = Site(tmp_path, {"a.md": article("a", ONE_STEP)})
    assert site.build("build", *flags).returncode == code


@pytest.mark.parametrize(("fail_on", "body", "code"), [("never", GAP, 0), ("warning", ONE_STEP, 1)])
def test_fail_on_decides_what_stops_a_build(
    tmp_path: Path, fail_on: str, body: str, code: int
) -> None:
    plugins = [{"helpwright": {"fail_on": fail_on}}]
    site = Site(tmp_path, {"a.md": article("a", body)}, plugins=plugins)
    assert site.build().returncode == code


def test_drafts_stay_out_of_the_site(tmp_path: Path) -> None:
    site = Site(
        tmp_path,
        {
            "a.md": article("a"),
            "b.md": article("b", status="draft"),
            "c.md": article("c", status="review"),
            "d.md": article("d", status="retired"),
            "attic/e.md": article("e", status="retired"),
        },
    )
    assert site.build().returncode == 0
    pages = {path.parent.name for path in (site.html / "kb").glob("*/index.html")}
    assert pages == {"a", "attic", "d"}
    assert "About d" not in site.page("kb")
    assert "Retired" in site.page("kb/attic/e")
    assert "About e" not in site.page("kb/attic").partition('class="hw-listing"')[2]
    assert 'content="noindex"' in site.page("kb/d")
    index = json.loads((site.html / "search" / "search_index.json").read_text())
    assert not [entry for entry in index["docs"] if entry["location"].startswith("kb/d/")]


def test_aliases_redirect(tmp_path: Path) -> None:
    more = "aliases: [old-name, /help/Old%20Page/, ../../../../etc/passwd]\n"
    rules = "rules: {HW307: off}\n"
    site = Site(tmp_path, {"kb.yml": rules, "mail/a.md": article("a", more=more)})
    done = site.build()
    assert done.returncode == 0, done.stderr
    assert 'url=../a/"' in site.page("kb/mail/old-name")
    assert 'url=../../kb/mail/a/"' in site.page("help/Old Page")
    assert not (tmp_path / "etc").exists()


def test_redirects_of_kb_yml(tmp_path: Path) -> None:
    redirects = """
redirects:
  /old/a/: a
  /old/b.html: /kb/mail/a/#symptom
  /old/c: /old/a/
  /old/Gro\u00dfes%20Haus/: /
  /old/shop/: https://shop.example.com/?a=1&b='2'#top
"""
    site = Site(tmp_path, {"kb.yml": redirects, "mail/a.md": article("a")})
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    assert 'url=../../kb/mail/a/"' in site.page("old/a")
    assert "This article has moved" in site.page("old/a")
    assert "location.hash" in site.page("old/a")
    page = (site.html / "old" / "b.html").read_text()
    assert 'url=../kb/mail/a/#symptom"' in page
    assert "location.hash" not in page
    assert "This page has moved" in page
    assert 'url=../../kb/mail/a/"' in site.page("old/c")  # At once, not by way of /old/a/.
    assert 'url=../../"' in site.page("old/Gro\u00dfes Haus")
    shop = site.page("old/shop")
    assert 'url=https://shop.example.com/?a=1&amp;b=&#x27;2&#x27;#top"' in shop


def test_redirects_lead_into_folders_with_any_name(tmp_path: Path) -> None:
    folders = ["a#b", "a?b", "50%25", "a b;c", "javascript:x"]
    kb = {
        f"{folder}/a.md": article(f"a{number}", more=f"aliases: [/old/{number}/, /{number}]\n")
        for number, folder in enumerate(folders)
    }
    site = Site(tmp_path, kb, plugins=[{"helpwright": {"path": ""}}])
    (tmp_path / "docs" / "index.md").unlink()
    done = site.build()
    assert done.returncode == 0, done.stderr
    assert "url=../../javascript%3Ax/a4/" in site.page("old/4")


def test_without_directory_addresses(tmp_path: Path) -> None:
    body = BODY.replace("It fails.", "It fails. See <kb:b>.")
    kb = {"a.md": article("a", body, more="aliases: [old]\n"), "x/b.md": article("b")}
    site = Site(tmp_path, kb, use_directory_urls=False)
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    html = (site.html / "kb" / "a.html").read_text()
    assert 'href="x/b.html"' in html
    assert 'url=a.html"' in (site.html / "kb" / "old.html").read_text()


def test_files_of_raw_html_are_published(tmp_path: Path) -> None:
    raw = 'It fails. <img src="pics/a.png" alt="A window"> <a href="notes.txt">Notes</a>'
    site = Site(tmp_path, {"m/a.md": article("a", BODY.replace("It fails.", raw))})
    site.write({"kb-source/m/notes.txt": "x", "kb-source/m/private.txt": "y"})
    (tmp_path / "kb-source/m/pics").mkdir()
    Image.new("RGB", (30, 20), "white").save(tmp_path / "kb-source/m/pics/a.png")
    done = site.build()
    assert done.returncode == 0, done.stderr
    assert (site.html / "kb/m/pics/a.png").is_file()
    assert (site.html / "kb/m/notes.txt").read_text() == "x"
    assert not (site.html / "kb/m/private.txt").exists()


def test_navigation_names_the_folder(tmp_path: Path) -> None:
    kb = {"kb.yml": "categories:\n  m:\n    title: Mailing\n", "m/a.md": article("a")}
    site = Site(tmp_path, kb, nav=[{"Home": "index.md"}, {"Help": "kb/"}])
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    assert "Mailing" in site.page("kb")
    assert re.search(r"md-ellipsis\">\s*Help\s", site.page("."))


def test_a_strict_build_that_mkdocs_stops_leaves_the_old_site(tmp_path: Path) -> None:
    site = Site(
        tmp_path,
        {"a.md": article("a")},
        plugins=["helpwright"],
        validation={"nav": {"omitted_files": "warn"}},
        nav=["index.md", {"Help": "kb/"}],
    )
    assert site.build("build", "--strict").returncode == 0
    before = site.digest()
    site.write({"docs/other.md": "# Not in the navigation\n"})
    done = site.build("build", "--strict")
    assert done.returncode == 1
    assert "strict mode" in done.stdout + done.stderr
    assert site.digest() == before
    assert not list(tmp_path.glob(".site.*"))


def test_a_page_in_the_way_is_named(tmp_path: Path) -> None:
    site = Site(tmp_path, {"a.md": article("a")})
    site.write({"docs/kb/a.md": "# Mine\n"})
    done = site.build()
    assert done.returncode == 1
    assert "docs/kb/a.md has the address of a page of the knowledge base" in done.stderr


def test_two_builds_are_identical(tmp_path: Path) -> None:
    kb = {f"c{n % 3}/a{n}.md": article(f"a{n}", more="tags: [x]\n") for n in range(9)}
    site = Site(tmp_path, kb, plugins=["search", "tags", "helpwright"])
    assert site.build().returncode == 0
    first = site.digest()
    assert site.build().returncode == 0
    assert site.digest() == first
    assert len(first) > 20


def test_a_killed_build_leaves_the_old_site(tmp_path: Path) -> None:
    """Kill builds later and later, until one is through; the site is always an old or new whole."""
    site = Site(tmp_path, {f"a{n}.md": article(f"a{n}") for n in range(30)})
    assert site.build().returncode == 0
    whole = {"old": site.digest()}
    for n in range(30):
        site.write({f"kb-source/a{n}.md": article(f"a{n}", title=f"Changed {n}")})
    delay, killed = 0.2, 0
    while "new" not in whole:
        process = subprocess.Popen(
            site.command("build"),
            cwd=tmp_path,
            env=site.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        now = site.digest()
        if now != whole["old"]:
            assert set(now) == set(whole["old"])
            assert all("Changed" in site.page(f"kb/a{n}") for n in range(30))
            whole["new"] = now
        delay += 0.15
    assert killed > 2
    assert site.build().returncode == 0
    assert not list(tmp_path.glob(".site.*"))
    assert site.digest() == whole["new"]


def test_the_usual_plugins_work_with_the_pages(tmp_path: Path) -> None:
    plugins: list[object] = [
        {"redirects": {"redirect_maps": {"old.md": "kb/mail/a.md"}}},
        "search",
        "tags",
        "helpwright",
        "glightbox",
        {"rss": {"match_path": "kb/.*", "date_from_meta": {"as_creation": "updated"}}},
        {"git-revision-date-localized": {"type": "iso_date"}},
    ]
    body = BODY.replace("It fails.", "It fails.\n\n![A window](a.png)")
    site = Site(
        tmp_path,
        {"kb.yml": "title: KB\n", "mail/a.md": article("a", body, more="tags: [post]\n")},
        plugins=plugins,
        repo_url="https://code.example/r/",
        edit_uri="edit/main/docs/",
        theme={"name": "material", "font": False, "features": ["content.action.edit"]},
    )
    site.write({"docs/tags.md": "# Tags\n\n<!-- material/tags -->\n"})
    Image.new("RGB", (300, 200), "white").save(tmp_path / "kb-source" / "mail" / "a.png")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["commit", "-qm", "x", "--date=2021-02-03T00:00Z"],
    ):
        environment = site.environment() | {"GIT_COMMITTER_DATE": "2021-02-03T00:00:00Z"}
        subprocess.run(["git", *command], cwd=tmp_path, env=environment, check=True)
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    html = site.page("kb/mail/a")
    assert "https://code.example/r/edit/main/kb-source/mail/a.md" in html
    assert "2021-02-03" in html
    assert 'class="glightbox"' in html
    assert "kb/mail/a/" in (site.html / "feed_rss_created.xml").read_text()
    assert "kb/mail/a/" in site.page("tags")
    assert "kb/mail/a/" in site.page("old")
    index = json.loads((site.html / "search" / "search_index.json").read_text())
    assert any("Open it." in entry["text"] for entry in index["docs"])


class Server:
    """A running `mkdocs serve`, read through its address and its log."""

    def __init__(self, site: Site, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self.log = site.folder / "serve.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                site.command("serve", "--livereload", "-a", f"127.0.0.1:{port}"),
                cwd=site.folder,
                env=site.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait_for(self, path: str, wanted: str) -> str:
        """Return the page once it holds `wanted`; fail after a minute or when the server dies."""
        deadline = time.monotonic() + 60
        html = ""
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urlopen(self.url + path, timeout=5) as answer:
                    html = answer.read().decode()
            except (URLError, OSError):
                html = ""
            if wanted in html:
                return html
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.2)
        raise AssertionError(f"{wanted!r} not shown; log:\n{self.log.read_text()}")


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_serve_shows_mistakes_in_place_and_heals(tmp_path: Path, free_port: int) -> None:
    kb = {"a.md": article("a"), "b.md": article("b", status="draft")}
    site = Site(tmp_path, kb)
    server = Server(site, free_port)
    try:
        server.wait_for("kb/a/", "About a")
        assert "This article is a draft" in server.wait_for("kb/b/", "About b")
        site.write({"kb-source/a.md": article("a", GAP)})
        html = server.wait_for("kb/a/", "HW204")
        assert "a.md:14:1" in html
        assert "step 3 follows step 1" in html
        assert "HW204" in server.log.read_text()
        site.write({"kb-source/a.md": "---\nid: [\n---\n## Symptom\n"})
        assert "HW104" in server.wait_for("kb/a/", "HW104")
        site.write({"kb-source/a.md": article("a", title="Healed")})
        assert "HW1" not in server.wait_for("kb/a/", "Healed")
        assert server.process.poll() is None
    finally:
        server.process.terminate()
        server.process.wait(20)


def test_an_alias_below_a_file_is_refused_in_words(tmp_path: Path) -> None:
    more = "aliases: [/assets/helpwright.css/]\n"
    site = Site(tmp_path, {"a.md": article("a", more=more)})
    done = site.build()
    assert done.returncode == 1
    assert (
        "assets/helpwright.css is a file of the site: remove the alias or redirect" in done.stderr
    )
    assert "Traceback" not in done.stderr
