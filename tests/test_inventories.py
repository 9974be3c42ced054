"""Inventories: what other sites can link to, and links into other sites, without a network."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
import sphobjinv
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from helpwright.build import Inspection, inspect
from helpwright.cli import program
from helpwright.config import Config
from helpwright.external.places import gather
from helpwright.inventory import InventoryError, decode, encode, look_up
from helpwright.inventory.fetch import FetchError, fetch, refuse
from helpwright.inventory.format import MAX_LINE, MAX_TEXT
from helpwright.inventory.refresh import put
from helpwright.knowledge import Inventory, InventoryEntry
from helpwright.render.host import Layout
from helpwright.render.inventory import inventory_file, make_inventory
from tests.prove.folder import SiteFolder
from tests.sites import Site

HEAD = (
    b"# Sphinx inventory version 2\n# Project: Manual\n# Version: 2.0\n"
    b"# The remainder of this file is compressed using zlib.\n"
)
ARTICLE = """\
---
id: {id}
title: About {id}
{more}status: {status}
updated: {updated}
---

## Symptom

It stops.

## Resolution

### Turn it off and on {{#restart was="off-and-on"}}

1. Turn it off.
2. Wait. {{#wait}}
3. Turn it on.

{text}
"""


def article(
    id: str,
    text: str = "",
    *more: str,
    status: str = "published",
    updated: str = "2024-09-18",
) -> str:
    front = "".join(f"{line}\n" for line in more)
    return ARTICLE.format(id=id, text=text, more=front, status=status, updated=updated)


def inventory(*lines: str) -> bytes:
    """Return the bytes of an inventory with these lines."""
    return HEAD + zlib.compress("".join(f"{line}\n" for line in lines).encode())


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def codes(found: Inspection) -> list[str]:
    return [f"{it.rule.code} {it.message}" for it in found.diagnostics]


# --- what this site offers ---------------------------------------------------------------------


def offered(folder: Path, *, directory_urls: bool = True) -> dict[tuple[str, str], tuple[str, str]]:
    kb = inspect(Config(folder)).kb
    found = make_inventory(kb, Layout("kb"), directory_urls=directory_urls)
    return {(it.role, it.name): (it.uri, it.title) for it in found.entries}


def test_articles_labels_and_known_sections_are_offered(tmp_path: Path) -> None:
    write(tmp_path, {"mail/a.md": article("a")})
    steps = "step 2 of “Turn it off and on” (About a)"
    assert offered(tmp_path) == {
        ("std:doc", "a"): ("mail/a/", "About a"),
        ("std:label", "a"): ("mail/a/", "About a"),
        ("std:label", "a#symptom"): ("mail/a/#symptom", "Symptom (About a)"),
        ("std:label", "a#resolution"): ("mail/a/#resolution", "Resolution (About a)"),
        ("std:label", "a#restart"): ("mail/a/#restart", "Turn it off and on (About a)"),
        ("std:label", "a#off-and-on"): ("mail/a/#restart", "Turn it off and on (About a)"),
        ("std:label", "a#wait"): ("mail/a/#wait", steps),
    }
    assert offered(tmp_path, directory_urls=False)["std:label", "a#wait"][0] == "mail/a.html#wait"


@pytest.mark.parametrize(("status", "there"), [("draft", 0), ("review", 0), ("retired", 7)])
def test_only_articles_with_a_page_are_offered(tmp_path: Path, status: str, there: int) -> None:
    write(tmp_path, {"a.md": article("a", status=status)})
    assert len(offered(tmp_path)) == there


def test_a_place_of_some_versions_leads_to_the_page_that_has_it(tmp_path: Path) -> None:
    registry = 'products:\n  app:\n    name: App\n    versions: ["1.0", "2.0"]\n'
    text = '1. Old. {#old applies_to="app: 1.0"}\n2. New. {#new}'
    write(tmp_path, {"kb.yml": registry, "a.md": article("a", text, "applies_to: {app: all}")})
    found = offered(tmp_path)
    assert found["std:label", "a#old"][0] == "a/1.0/#old"
    assert found["std:label", "a#new"][0] == "a/#new"


@pytest.mark.parametrize("directory_urls", [True, False])
def test_every_address_of_a_built_site_s_inventory_is_there(
    tmp_path: Path, directory_urls: bool
) -> None:
    files = {
        "kb.yml": 'products:\n  app:\n    name: App\n    versions: ["1.0", "2.0"]\n',
        "mail/a.md": article("a", '4. Old. {#old applies_to="app: 1.0"}', "applies_to: {app: all}"),
        "mail/b.md": article("b"),
    }
    site = Site(tmp_path, files, use_directory_urls=directory_urls)
    done = site.build()
    assert done.returncode == 0, done.stderr
    made = sphobjinv.Inventory(str(site.html / "kb" / "objects.inv"))
    assert made.count == 15
    for entry in made.objects:
        path, _, fragment = entry.uri_expanded.partition("#")
        file = site.html / "kb" / path
        page = LexborHTMLParser(
            (file / "index.html" if directory_urls else file).read_text("utf-8")
        )
        assert page.css_first(f"[id='{fragment}']" if fragment else "h1") is not None, entry


def test_sphobjinv_reads_ours(tmp_path: Path) -> None:
    kb = write(
        tmp_path,
        {
            "kb.yml": "title: |\n  Harbor\n  help\n",
            "a.md": article("a"),
            "b.md": article("b", updated="2025-01-31"),
        },
    )
    made = make_inventory(inspect(Config(kb)).kb, Layout("kb"))
    data = encode(made)
    read = sphobjinv.Inventory(data)
    assert (read.project, read.version, read.count) == ("Harbor help", "2025-01-31", 14)
    theirs = {
        (f"{it.domain}:{it.role}", it.name, it.uri_expanded, it.dispname_expanded)
        for it in read.objects
    }
    assert theirs == {(it.role, it.name, it.uri, it.title) for it in made.entries}
    shuffled = Inventory(made.project, made.version, tuple(reversed(made.entries)))
    assert encode(shuffled) == data


def test_we_read_what_sphobjinv_writes() -> None:
    theirs = sphobjinv.Inventory()
    theirs.project, theirs.version = "Python", "3.14"
    for name, domain, role, uri, words in (
        ("library/os", "std", "doc", "library/os.html", "os — Interfaces"),
        ("os.path.join", "py", "function", "library/os.path.html#$", "-"),
        ("the first steps", "std", "label", "tutorial.html#first-steps", "First: steps 1 2"),
        ("std::vector", "cpp", "class", "cpp.html#_CPPv4$", "-"),
    ):
        theirs.objects.append(
            sphobjinv.DataObjStr(
                name=name, domain=domain, role=role, priority="1", uri=uri, dispname=words
            )
        )
    data = sphobjinv.compress(theirs.data_file())
    found = decode(data)
    assert (found.project, found.version, found.skipped) == ("Python", "3.14", 0)
    assert {(it.name, it.role, it.uri, it.title) for it in found.entries} == {
        ("library/os", "std:doc", "library/os.html", "os — Interfaces"),
        ("os.path.join", "py:function", "library/os.path.html#os.path.join", "os.path.join"),
        ("the first steps", "std:label", "tutorial.html#first-steps", "First: steps 1 2"),
        ("std::vector", "cpp:class", "cpp.html#_CPPv4std::vector", "std::vector"),
    }
    assert [it.role for it in look_up(found, "std::vector")] == ["cpp:class"]
    assert [it.role for it in look_up(found, "cpp:class:std::vector")] == ["cpp:class"]


WORDS = st.text("aé中 #$:-1.", min_size=1, max_size=12).map(lambda it: " ".join(it.split()))
NAMES = st.from_regex(r"[a-zé][a-z0-9.#-]{0,8}( [a-z]{1,4})?", fullmatch=True)


@given(
    st.lists(
        st.builds(
            InventoryEntry,
            NAMES,
            st.sampled_from(("std:doc", "std:label", "py:function")),
            st.from_regex(r"[a-z]{1,6}/(#[a-z]{1,4})?", fullmatch=True),
            WORDS,
        ),
        max_size=6,
    ),
    WORDS,
)
def test_what_is_written_is_read_again(entries: list[InventoryEntry], project: str) -> None:
    given_titles = tuple(
        it if it.title not in ("", "-") else InventoryEntry(it.name, it.role, it.uri, it.name)
        for it in entries
    )
    made = Inventory(project, "1", given_titles)
    assert sorted(decode(encode(made)).entries, key=repr) == sorted(given_titles, key=repr)


# --- files that nobody should trust ------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it does not begin with `# Sphinx inventory version 2`"),
        (b"<!doctype html>", "it does not begin with"),
        (b"# Sphinx inventory version 1\n", "it is of version 1"),
        (HEAD[:60], "cut off before its list of names"),
        (HEAD.replace(b"zlib", b"gzip"), "cut off before its list of names"),
        (HEAD, "its list of names is cut off"),
        (HEAD + b"a std:doc 1 a/ -\n", "its list of names is damaged or not compressed"),
        (inventory("a std:doc 1 a/ -")[:-9], "its list of names is cut off"),
        (HEAD.replace(b"Manual", b"\xff") + zlib.compress(b""), "line 2 is not UTF-8"),
        (HEAD + zlib.compress(b"a std:doc 1 a/ -\n\xff std:doc 1 a/ -\n"), "line 2 is not UTF-8"),
        (inventory("a" * MAX_LINE + " std:doc 1 a/ -"), "longer than 10,000 bytes"),
        (HEAD + zlib.compress(bytes(MAX_TEXT + 1), 9), "its list of names is larger than 32 MB"),
        (HEAD + zlib.compress(b"\n" * 600_000), "it has more than 500,000 names"),
        (inventory("a std:doc 1 javascript:alert(1) -"), "which is no page of the web"),
        (inventory("javascript:b std:doc 1 $ -"), "which is no page of the web"),
        (inventory("a std:doc 1 data:text/html,b -"), "which is no page of the web"),
        (inventory("a std:doc 1 //evil.example/ -"), "which leads out of the site"),
        (inventory("a std:doc 1 \\\\evil.example\\ -"), "which leads out of the site"),
        (inventory("a std:doc 1 /etc -"), "which leads out of the site"),
        (inventory("a std:doc 1 ../b/ -"), "which leads out of the site"),
        (inventory("a std:doc 1 b/..%5c..%2F..\\c -"), "which leads out of the site"),
    ],
)
def test_hostile_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(InventoryError) as raised:
        decode(data)
    assert reason in str(raised.value)


def test_a_file_is_never_read_beyond_its_limit(tmp_path: Path) -> None:
    registry = "inventories:\n  manual:\n    url: https://manual.example.com\n"
    write(tmp_path, {"kb.yml": registry, "inventories/manual.inv": bytes(8 * 1024 * 1024 + 1)})
    assert codes(inspect(Config(tmp_path)))[0] == (
        "HW313 the file `inventories/manual.inv` is larger than 8 MB"
    )


def test_odd_lines_are_passed_over_and_counted() -> None:
    found = decode(
        inventory("", "# a remark", "a", "b c 1 d e", " std:doc 1 a/ -", "c std:doc 1 a/ -")
    )
    assert ([it.name for it in found.entries], found.skipped) == (["c"], 3)


def test_blanks_and_signs_in_addresses_are_quoted() -> None:
    (entry,) = decode(inventory('a "b" std:doc 1 x/#$ -')).entries
    assert entry.uri == "x/#a%20%22b%22"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("url: javascript:alert(1)", "`url: javascript:alert(1)` is not the address of a site"),
        ("url: https://a@b.example/", "is not the address of a site"),
        ("url: 'https://[b'", "is not the address of a site"),
        ("url: https://b.example/?q", "is not the address of a site"),
        ("url: https://b.example\n    file: ../x.inv", "`file: ../x.inv` is not in the folder"),
        ("url: https://b.example\n    file: /x.inv", "`file: /x.inv` is not in the folder"),
        ("url: https://b.example\n    file: a\\..\\x.inv", "is not in the folder"),
        ("file: x.inv", "the inventory `manual` has no `url`"),
    ],
)
def test_wrong_settings_are_findings(tmp_path: Path, written: str, message: str) -> None:
    write(tmp_path, {"kb.yml": f"inventories:\n  manual:\n    {written}\n"})
    found = inspect(Config(tmp_path))
    assert any(message in line for line in codes(found)), codes(found)
    assert not found.kb.registry.inventories


def test_a_name_that_climbs_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"kb.yml": "inventories:\n  ../x:\n    url: https://b.example/\n"})
    found = inspect(Config(tmp_path))
    assert "HW" in codes(found)[0]
    assert not found.kb.registry.inventories


# --- links into other sites --------------------------------------------------------------------


def linking(text: str) -> dict[str, str | bytes]:
    registry = "inventories:\n  manual:\n    url: https://manual.example.com/en/objects.inv\n"
    lines = (
        "install std:doc 1 install/ Install <b>it</b>",
        "elsewhere std:doc 1 https://other.example.com/x Elsewhere",
    )
    return {
        "kb.yml": registry,
        "inventories/manual.inv": inventory(*lines),
        "a.md": article("a", text),
    }


def test_links_take_address_and_words_from_the_inventory(tmp_path: Path) -> None:
    text = "See <kb:manual/install>, [](kb:manual/install), [there](kb:manual/elsewhere)."
    files = linking(text)
    write(tmp_path / "kb-source", {k: v for k, v in files.items() if isinstance(v, bytes)})
    site = SiteFolder(tmp_path, {k: v for k, v in files.items() if isinstance(v, str)})
    assert not [line for line in codes(inspect(site.config)) if not line.startswith("HW407")]
    assert site.told() == []
    page = LexborHTMLParser(site.file("kb/a").read_text("utf-8"))
    assert [(it.attributes["href"], it.text()) for it in page.css("a[href^=https]")] == [
        ("https://manual.example.com/en/install/", "Install <b>it</b>"),
        ("https://manual.example.com/en/install/", "Install <b>it</b>"),
        ("https://other.example.com/x", "there"),
    ]


def test_links_into_inventories_are_asked_by_helpwright_links(tmp_path: Path) -> None:
    write(tmp_path, linking("See <kb:manual/install>."))
    kb = inspect(Config(tmp_path)).kb
    assert [place.url for place in gather(kb)] == ["https://manual.example.com/en/install/"]


# --- fetching ----------------------------------------------------------------------------------


class Server:
    """A server on this machine: `pages` holds what each path answers, or where it leads on to."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pages: dict[str, bytes | str] = {}
        self.release = Event()


@contextmanager
def serving() -> Iterator[Server]:
    """Serve until the end of the context; `/drip` says a byte and then nothing until released."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = site.pages.get(self.path)
            if self.path == "/drip":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b"#")
                self.wfile.flush()
                site.release.wait(20)
            elif isinstance(answer, str):
                self.send_response(302)
                self.send_header("Location", answer)
                self.end_headers()
            elif answer is None:
                self.send_error(404)
            else:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Server(f"http://127.0.0.1:{server.server_address[1]}")
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        site.release.set()
        server.shutdown()
        server.server_close()


def run(kb: Path, *arguments: str) -> Result:
    return CliRunner().invoke(program, ["inventory", *arguments, "--kb", str(kb)])


def test_two_sites_link_to_each_other(tmp_path: Path) -> None:
    """A offers its inventory, B links into it; what A renames, B finds once it is refreshed."""

    def offer(name: str, source: str) -> SiteFolder:
        first = SiteFolder(tmp_path / name, {"mail/start.md": source})
        made = encode(make_inventory(first.kb, first.site.layout))
        site.pages["/kb/objects.inv"] = made
        return first

    second = write(
        tmp_path / "b",
        {"b.md": article("b", "Do [](kb:help/start#wait), then <kb:help/start>.")},
    )
    with serving() as site:
        first = offer("a", article("start"))
        assert inventory_file(first.site.layout) == "kb/objects.inv"
        write(second, {"kb.yml": f"inventories:\n  help:\n    url: {site.url}/kb/\n"})
        assert codes(inspect(Config(second)))[0] == (
            "HW313 the file `inventories/help.inv` is not there"
        )
        result = run(second, "refresh", "help")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "help: 6 names, 6 new, 0 gone; written to " in result.stdout
        found = inspect(Config(second))
        assert codes(found) == []
        links = found.kb.links["b.md"].values()
        assert [it.title for it in links] == [
            "step 2 of “Turn it off and on” (About start)",
            "About start",
        ]
        for target in links:
            path, _, fragment = target.url.removeprefix(f"{site.url}/").partition("#")
            page = LexborHTMLParser(first.file(path).read_text("utf-8"))
            assert page.css_first(f"[id='{fragment}']" if fragment else "h1") is not None
        assert run(second, "refresh").stdout == "help: 6 names, unchanged\n"

        offer("a2", article("start").replace("{#wait}", "{#pause}"))
        assert codes(inspect(Config(second))) == []
        result = run(second, "refresh")
        assert "help: 6 names, 1 new, 1 gone; written to " in result.stdout
        assert "`helpwright check` finds links" in result.stderr
    assert codes(inspect(Config(second))) == [
        "HW312 `#wait` is no place of `start` in the inventory `help`"
    ]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "/objects.inv: the site answers 404 Not Found"),
        (b"<!doctype html>", "cannot be used: it does not begin with"),
        (inventory("a std:doc 1 ../ -"), "which leads out of the site"),
        ("https://127.0.0.1:1/objects.inv", "cannot be reached"),
        ("http://example.com/", "does not begin with https://"),
        ("ftp://example.com/", "ftp://example.com/ is no address of the web"),
        ("file:///etc/passwd", "'file:///etc/passwd' is not allowed"),
        (bytes(8 * 1024 * 1024 + 1), "is larger than 8 MB"),
    ],
)
def test_what_cannot_be_fetched_leaves_the_file_as_it_is(
    tmp_path: Path, answer: bytes | str | None, told: str
) -> None:
    kept = inventory("a std:doc 1 a/ -")
    with serving() as site:
        registry = f"inventories:\n  help:\n    url: {site.url}\n"
        write(tmp_path, {"kb.yml": registry, "inventories/help.inv": kept})
        if answer is not None:
            site.pages["/objects.inv"] = answer
        result = run(tmp_path, "refresh")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("help: ")
    assert told in result.stderr
    assert (tmp_path / "inventories/help.inv").read_bytes() == kept
    assert [it.name for it in (tmp_path / "inventories").iterdir()] == ["help.inv"]


def test_one_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    with serving() as site:
        urls = {"gone": f"{site.url}/gone", "good": f"{site.url}/good"}
        registry = "".join(f"  {name}:\n    url: {url}\n" for name, url in urls.items())
        write(tmp_path, {"kb.yml": f"inventories:\n{registry}"})
        site.pages["/good/objects.inv"] = "/there"
        site.pages["/there"] = inventory("a std:doc 1 a/ -")
        result = run(tmp_path, "refresh")
    assert result.exit_code == 2
    assert "gone: " in result.stderr
    assert (tmp_path / "inventories/good.inv").is_file()


def test_a_site_that_dawdles_is_given_up(tmp_path: Path) -> None:
    with serving() as site, pytest.raises(FetchError, match=r"took longer than 0\.2 seconds"):
        fetch(f"{site.url}/drip", 1000, seconds=0.2)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://example.com/", True),
        ("http://example.com/", False),
        ("http://127.0.0.1.example.com/", False),
        ("http://localhost:8000/", True),
        ("http://[::1]:8000/", True),
        ("http://127.1.2.3/", True),
        ("file:///etc/passwd", False),
    ],
)
def test_only_safe_addresses_are_asked(url: str, allowed: bool) -> None:
    if allowed:
        refuse(url, allow_http=False)
    else:
        with pytest.raises(FetchError):
            refuse(url, allow_http=False)
    if url.startswith("http"):
        refuse(url, allow_http=True)


def test_a_folder_that_leads_out_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    kb = write(tmp_path / "kb", {"a.md": article("a")})
    (kb / "inventories").symlink_to(tmp_path / "out")
    with pytest.raises(InventoryError, match="leads out of the knowledge base"):
        put(kb, "inventories/x.inv", inventory("a std:doc 1 a/ -"))
    assert not list((tmp_path / "out").iterdir())


# --- the command -------------------------------------------------------------------------------


def test_list_shows_what_there_is(tmp_path: Path) -> None:
    write(tmp_path, linking("See <kb:manual/install>."))
    assert run(tmp_path, "list", "manual").stdout == (
        "std:doc  install    https://manual.example.com/en/install/  Install <b>it</b>\n"
        "std:doc  elsewhere  https://other.example.com/x             Elsewhere\n"
    )
    found = json.loads(run(tmp_path, "list", "manual", "--format", "json").stdout)
    assert (found["project"], found["version"]) == ("Manual", "2.0")
    assert found["entries"][0] == {
        "role": "std:doc",
        "name": "install",
        "url": "https://manual.example.com/en/install/",
        "title": "Install <b>it</b>",
    }
    own = json.loads(run(tmp_path, "list", "--format", "json").stdout)
    assert {it["url"] for it in own["entries"]} >= {"kb/a/", "kb/a/#wait", "kb/a/#resolution"}


@pytest.mark.parametrize("command", ["list", "refresh"])
def test_names_that_are_not_there_are_told(tmp_path: Path, command: str) -> None:
    write(tmp_path, linking(""))
    result = run(tmp_path, command, "manaul")
    assert result.exit_code == 2
    assert "kb.yml names no inventory `manaul`: did you mean `manual`?" in result.stderr


def test_list_says_why_there_is_nothing_to_show(tmp_path: Path) -> None:
    write(tmp_path, {**linking(""), "inventories/manual.inv": b"nothing"})
    result = run(tmp_path, "list", "manual")
    assert result.exit_code == 2
    assert "it does not begin with" in result.stderr
    assert "`helpwright inventory refresh manual` fetches it" in result.stderr
