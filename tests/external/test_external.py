"""Links to other sites: what is asked, what is remembered, and what is found."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from helpwright.build import inspect
from helpwright.cli import program
from helpwright.config import Config
from helpwright.external import lychee
from helpwright.external.ask import Asked, Clock, NoNetwork, ask
from helpwright.external.cache import Cache
from helpwright.external.findings import report
from helpwright.external.guard import NO_NAME, REFUSED, UNREACHABLE, Guard
from helpwright.external.hosts import matches, reason_to_skip
from helpwright.external.lychee import Lychee
from helpwright.external.places import gather
from helpwright.external.verdict import Answer, Entry, Kind, of_error, of_status, remember
from helpwright.knowledge import LinkSettings
from tests.external.servers import LEADS, Server, serving
from tests.sites import article

DAY = datetime.timedelta(days=1)
START = datetime.datetime(2026, 11, 2, 6, 0, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.hits.clear()
    return running


@dataclass
class Fake:
    """Other sites without a network, and a clock."""

    answers: dict[str, Answer] = field(default_factory=dict)
    now: datetime.datetime = START
    rounds: list[list[str]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def fetch(self, urls: Sequence[str]) -> dict[str, Answer]:
        self.rounds.append(list(urls))
        return {url: self.answers.get(url, Answer(Kind.GOOD)) for url in urls}

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += datetime.timedelta(seconds=seconds)

    def ask(
        self,
        urls: Sequence[str],
        entries: dict[str, Entry],
        settings: LinkSettings | None = None,
        *,
        refresh: bool = False,
        limit: int = 1_000,
    ) -> Asked:
        clock = Clock(lambda: self.now, self.sleep)
        self.rounds.clear()
        settings = settings or LinkSettings()
        return ask(urls, entries, self, settings, clock, refresh=refresh, limit=limit)


URL = "https://a.site/page"


# --- what an answer means -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (200, Kind.GOOD),
        (204, Kind.GOOD),
        (302, Kind.FAILING),
        (400, Kind.FAILING),
        (401, Kind.UNSURE),
        (403, Kind.UNSURE),
        (404, Kind.GONE),
        (410, Kind.GONE),
        (429, Kind.UNSURE),
        (500, Kind.UNSURE),
        (503, Kind.UNSURE),
        (999, Kind.UNSURE),
    ],
)
def test_what_a_status_means(code: int, kind: Kind) -> None:
    assert of_status(code, str(code)).kind is kind


@pytest.mark.parametrize(
    ("words", "fault", "kind"),
    [
        ("Connection refused - server may be down", "", Kind.FAILING),
        ("invalid peer certificate: Expired", "", Kind.FAILING),
        ("dns error: failed to lookup address: Name or service not known", "", Kind.FAILING),
        ("dns error: Temporary failure in name resolution", "", Kind.UNSURE),
        ("connection reset by peer", "", Kind.UNSURE),
        ("Rejected status code: 502", NO_NAME, Kind.FAILING),
    ],
)
def test_what_an_error_means(words: str, fault: str, kind: Kind) -> None:
    assert of_error(words, fault).kind is kind


def test_a_page_that_is_gone_is_broken_at_once() -> None:
    assert remember(None, Answer(Kind.GONE, "404"), START).is_broken


def test_a_failing_page_is_broken_on_the_third_day() -> None:
    entry = None
    broken = []
    for hours in (0, 1, 24, 25, 48):
        entry = remember(entry, Answer(Kind.FAILING, "400"), START + hours * DAY / 24)
        broken.append(entry.is_broken)
    assert broken == [False, False, False, False, True]


def test_a_good_day_in_between_begins_the_count_anew() -> None:
    entry = None
    for day, kind in enumerate([Kind.FAILING, Kind.FAILING, Kind.GOOD, Kind.FAILING]):
        entry = remember(entry, Answer(kind), START + day * DAY)
    assert entry is not None
    assert (entry.days, entry.is_broken, entry.good) == (1, False, (START + 2 * DAY).date())


def test_an_unsure_page_is_never_broken_and_asked_more_and_more_rarely() -> None:
    entry, waits, now = None, [], START
    for _ in range(6):
        entry = remember(entry, Answer(Kind.UNSURE, "503"), now)
        waits.append((entry.not_before - now.date()).days)
        now += waits[-1] * DAY
    assert entry is not None
    assert not entry.is_broken
    assert waits == [1, 2, 4, 7, 7, 7]


def test_a_busy_server_does_not_bring_back_a_page_that_was_gone() -> None:
    gone = remember(None, Answer(Kind.GONE, "the server answers 404"), START)
    entry = remember(gone, Answer(Kind.UNSURE, "the server answers 503"), START + DAY)
    assert entry.is_broken
    assert entry.doubt == "the server answers 503"
    assert remember(entry, Answer(Kind.GOOD), START + 9 * DAY).kind is Kind.GOOD


@pytest.mark.parametrize(("seconds", "days"), [(0, 1), (100_000, 2), (864_000, 10), (9e9, 30)])
def test_a_server_is_left_alone_for_as_long_as_it_wants(seconds: float, days: int) -> None:
    entry = remember(None, Answer(Kind.UNSURE, "429", wait=seconds), START)
    assert entry.not_before == (START + days * DAY).date()


# --- what is asked ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://a.site/", ""),
        ("https://8.8.8.8/", ""),
        ("https://help.example.com/a", "example"),
        ("http://a.test/", "example"),
        ("http://localhost:8000/", "private"),
        ("http://127.0.0.1/", "private"),
        ("http://2130706433/", "private"),
        ("http://0x7f.1/", "private"),
        ("http://0177.0.0.01/", "private"),
        ("http://[::1]/", "private"),
        ("http://[::ffff:10.0.0.1]/", "private"),
        ("http://169.254.169.254/latest/meta-data", "private"),
        ("http://10.1.2.3/", "private"),
        ("http://100.64.0.1/", "private"),
        ("http://router/", "private"),
        ("http://printer.local./", "private"),
        ("https://me:secret@a.site/", "private"),
        ("http://a.site:99999/", "unreadable"),
        ("http://[a/", "unreadable"),
        ("https://wiki.a.site/x", "ignored"),
    ],
)
def test_what_is_not_asked(url: str, reason: str) -> None:
    settings = LinkSettings(ignore={"https://wiki.a.site/*": "only inside the company"})
    assert reason_to_skip(url, settings) == reason


@pytest.mark.parametrize(
    ("pattern", "url", "fits"),
    [
        ("https://a.site/", "https://a.site/", True),
        ("https://a.site/", "https://a.site/b", False),
        ("https://a.site/*", "https://a.site/b/c", True),
        ("*.site/*/c", "https://a.site/b/c", True),
        ("*.site/*/c", "https://a.site/c", False),
        ("a*a", "a", False),
        ("*", "", True),
    ],
)
def test_patterns(pattern: str, url: str, fits: bool) -> None:
    assert matches(pattern, url) is fits


@given(st.text("ab"), st.lists(st.text("ab", max_size=3), min_size=1, max_size=5))
def test_a_pattern_fits_what_it_was_made_from(between: str, parts: list[str]) -> None:
    assert matches("*".join(parts), between.join(parts) if len(parts) > 1 else parts[0])


def test_nothing_is_asked_again_before_its_day() -> None:
    fake, entries = Fake(), {}
    urls = [URL, "https://b.site/"]
    fake.answers["https://b.site/"] = Answer(Kind.GONE, "404")
    assert len(fake.ask(urls, entries).asked) == 2
    for day, expected in [
        (0, []),
        (1, ["https://b.site/"]),
        (13, ["https://b.site/"]),
        (14, [URL]),
    ]:
        fake.now = START + day * DAY
        assert fake.ask(urls, entries).asked == expected, day


def test_refresh_asks_all_the_same() -> None:
    fake, entries = Fake(), {}
    fake.ask([URL], entries)
    assert fake.ask([URL], entries, refresh=True).asked == [URL]


def test_hosts_have_their_pause_and_their_turn() -> None:
    fake = Fake()
    urls = [f"https://a.site/{n}" for n in range(3)] + ["https://b.site/1", "https://b.site/2"]
    fake.ask(urls, {}, LinkSettings(interval=2, intervals={"b.site": 5}))
    assert [len(urls) for urls in fake.rounds] == [2, 2, 1]
    assert fake.slept == [5, 2]
    assert fake.rounds[0] == ["https://a.site/0", "https://b.site/1"]


def test_a_busy_host_is_left_alone_for_the_rest_of_the_run() -> None:
    fake, entries = Fake(), {}
    urls = [f"https://a.site/{n}" for n in range(3)]
    fake.answers[urls[0]] = Answer(Kind.UNSURE, "the server answers 429 Too Many Requests")
    outcome = fake.ask(urls, entries)
    assert (outcome.asked, outcome.put_off) == (urls[:1], urls[1:])
    fake.answers[urls[0]] = Answer(Kind.UNSURE, "the server answers 403 Forbidden")
    assert fake.ask(urls, {}).asked == urls


def test_the_limit_leaves_the_rest_for_the_next_run() -> None:
    fake, entries = Fake(), {}
    urls = [f"https://{name}.site/" for name in "abc"]
    assert fake.ask(urls, entries, limit=2).left == urls[2:]
    assert fake.ask(urls, entries, limit=2).asked == urls[2:]


def test_places_of_one_page_are_one_request() -> None:
    fake = Fake()
    outcome = fake.ask([URL, f"{URL}#a", f"{URL}#b"], {})
    assert (outcome.requests, len(outcome.asked)) == (1, 3)


# --- the cache ----------------------------------------------------------------------------------


def test_the_cache_keeps_everything(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "deep" / "links.json")
    gone = remember(None, Answer(Kind.GONE, "404"), START)
    cache.entries = {
        "https://a.site/ü": remember(None, Answer(Kind.GOOD, moved="https://b.site/"), START),
        "https://b.site/": remember(gone, Answer(Kind.UNSURE, "503"), START + DAY),
    }
    cache.write(START + DAY)
    assert Cache(cache.file).entries == cache.entries
    assert [file.name for file in cache.file.parent.iterdir()] == ["links.json"]
    cache.write(START + 200 * DAY)
    assert Cache(cache.file).entries == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 9, "links": {}}',
        '{"version": 1, "links": {"https://a.site/": {"kind": "odd"}}}',
        '{"version": 1, "links": {"https://a.site/": 3}}',
        "[" * 100_000,
        "\xff",
    ],
)
def test_an_unreadable_cache_is_set_aside(text: str, tmp_path: Path) -> None:
    file = tmp_path / "links.json"
    file.write_text(text, encoding="latin-1")
    cache = Cache(file)
    assert cache.entries == {}
    assert cache.set_aside is not None
    assert cache.set_aside.read_text(encoding="latin-1") == text
    cache.write(START)
    assert Cache(file).set_aside is None


# --- lychee and loopback ------------------------------------------------------------------------


def test_what_lychee_says_of_real_answers(server: Server) -> None:
    paths = [
        *("/ok", "/ok#there", "/ok#missing", "/not-found", "/gone", "/busy", "/faulty", "/closed"),
        *("/bad", "/moved", "/moved-308", "/for-now", "/moved-then-for-now", "/moved#there"),
        *("/moved-to-nothing", "/circle", "/slow"),
    ]
    found = {}
    for path in paths:
        # One by one: lychee waits before it asks a busy host again.
        found |= Lychee(timeout=1).fetch([server.url + path])
    found = {url.removeprefix(server.url): answer for url, answer in found.items()}
    assert {path: str(answer.kind) for path, answer in found.items()} == {
        "/ok": "good",
        "/ok#there": "good",
        "/ok#missing": "no-fragment",
        "/not-found": "gone",
        "/gone": "gone",
        "/busy": "unsure",
        "/faulty": "unsure",
        "/closed": "unsure",
        "/bad": "failing",
        "/moved": "good",
        "/moved-308": "good",
        "/for-now": "good",
        "/moved-then-for-now": "good",
        "/moved#there": "good",
        "/moved-to-nothing": "gone",
        "/circle": "failing",
        "/slow": "unsure",
    }
    moved = {path: answer.moved.removeprefix(server.url) for path, answer in found.items()}
    assert {path: to for path, to in moved.items() if to} == {
        "/moved": "/ok",
        "/moved-308": "/ok",
        "/moved-then-for-now": "/for-now",
        "/moved#there": "/ok#there",
    }
    assert server.hits["/slow"] == server.hits["/not-found"] == 1
    assert found["/busy"].wait == 864_000
    assert found["/not-found"].reason == "the server answers 404 Not Found"
    assert found["/slow"].reason == "the server does not answer in time"


def test_places_of_a_page_are_fetched_once(server: Server) -> None:
    urls = [f"{server.url}/ok#{name}" for name in ("there", "missing", "there-too")]
    answers = Lychee(timeout=5).fetch(urls)
    kinds = [answers[url].kind for url in urls]
    assert kinds == [Kind.GOOD, Kind.NO_FRAGMENT, Kind.NO_FRAGMENT]
    assert server.hits == {"/ok": 1}


def test_a_refused_connection() -> None:
    url = "http://127.0.0.1:1/"
    assert Lychee(timeout=1).fetch([url])[url].kind is Kind.FAILING


def test_the_guard_refuses_private_hosts_also_behind_a_redirect(server: Server) -> None:
    def only_this_one(numbers: Iterable[str]) -> bool:
        return list(numbers) == ["127.0.0.1"]

    LEADS["/inside"] = (302, server.url.replace("127.0.0.1", "127.0.0.2") + "/ok")
    with Guard(only_this_one) as guard:
        urls = [server.url + "/ok", server.url + "/inside", "http://no-such-name.invalid/"]
        answers = Lychee(timeout=5, guard=guard).fetch(urls)
    assert [answers[url].kind for url in urls[:2]] == [Kind.GOOD, Kind.UNSURE]
    assert guard.refused == {server.url.replace("http://127.0.0.1", "127.0.0.2")}
    assert "private network" in answers[urls[1]].reason
    assert server.hits == {"/ok": 1, "/inside": 1}


def test_one_port_of_a_host_says_nothing_about_another(server: Server) -> None:
    with Guard(lambda numbers: True) as guard:
        urls = ["https://127.0.0.1:1/", server.url + "/ok"]
        answers = Lychee(timeout=5, guard=guard).fetch(urls)
    assert [answers[url].kind for url in urls] == [Kind.FAILING, Kind.GOOD]
    assert answers[urls[0]].reason == REFUSED


def test_without_a_network_nothing_is_remembered() -> None:
    fake, entries = Fake(), {}
    urls = [f"https://{name}.site/" for name in "abc"]
    fake.answers = dict.fromkeys(urls, of_error("", NO_NAME))
    with pytest.raises(NoNetwork, match="none of 3 other sites can be reached"):
        fake.ask(urls, entries)
    assert not entries
    fake.answers[urls[0]] = of_status(503, "503")
    assert fake.ask(urls, entries).asked == urls


def test_the_usual_guard_refuses_this_machine(server: Server) -> None:
    with Guard() as guard:
        url = server.url + "/ok"
        answer = Lychee(timeout=5, guard=guard).fetch([url])[url]
    assert (answer.kind, dict(server.hits)) == (Kind.UNSURE, {})


def test_tokens_are_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    assert "GITHUB_TOKEN" not in Lychee()._environment()


def test_the_report_of_an_older_lychee_is_read() -> None:
    old = {
        "success_map": {"links.html": [{"url": "https://a.site/", "status": "200 OK"}]},
        "fail_map": {
            "links.html": [{"url": "https://b.site/x", "status": {"text": "404", "code": 404}}]
        },
    }
    urls = ["https://A.site", "https://b.site/x"]
    found = {url: lychee._answer(url, entry, None) for url, entry in lychee._entries(old, urls)}
    assert [found[url].kind for url in urls] == [Kind.GOOD, Kind.GONE]


# --- the command --------------------------------------------------------------------------------

STEPS = "## Symptom\n\nIt fails.\n\n## Resolution\n\n1. Open it.\n2. Close it.\n\n"


@pytest.fixture
def project(kb: Callable[..., Path], server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose article links to the server."""
    at = server.url
    body = (
        f"{STEPS}See [a]({at}/ok), [b]({at}/not-found) and <{at}/moved>.\n\n"
        f"[c]({at}/faulty) ü [d]({at}/ok#missing)\n\n"
        f"See [e]({at}/gone). <!-- helpwright: allow HW801 kept for its history -->\n\n"
        f'Read <a href="{at}/gone?x">this</a> or [f]({at}/moved/to/start).\n\n'
        "[g](https://help.example.com/) [h](mailto:a@a.site)\n"
    )
    folder = kb(
        {
            "a/one.md": article("one", body),
            "kb.yml": f"title: K\nredirects:\n  /old/: {at}/not-found\nlinks:\n  interval: 0\n",
        },
        "kb-source",
    ).parent
    (folder / "mkdocs.yml").write_text("site_name: Test\nplugins:\n  - helpwright\n")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return folder


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(program, ["links", *arguments], prog_name="helpwright")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def findings(result: Result) -> list[tuple[str, int, str]]:
    return [(entry["path"], entry["line"], entry["code"]) for entry in json.loads(result.stdout)]


EXPECTED = [
    ("kb-source/a/one.md", 16, "HW801"),
    ("kb-source/a/one.md", 16, "HW802"),
    ("kb-source/a/one.md", 18, "HW803"),
    ("kb-source/a/one.md", 18, "HW804"),
    ("kb-source/a/one.md", 22, "HW802"),
    ("kb-source/kb.yml", 3, "HW801"),
]


def test_the_command_finds_and_remembers(project: Path, server: Server) -> None:
    server.answers["/gone?x"] = 200
    # A busy host is left alone: the faulty page comes last.
    (project / "kb-source/a/one.md").write_text(
        (project / "kb-source/a/one.md").read_text().replace("faulty", "closed")
    )
    first = run("--allow-private", "--format", "json")
    assert (findings(first), first.exit_code) == (EXPECTED, 1), first.stderr
    assert "9 links to other sites: 8 asked, 1 only examples" in first.stderr
    asked = dict(server.hits)
    assert asked["/not-found"] == 1
    assert asked["/gone"] == 1
    assert (project / ".cache/helpwright/links.json").is_file()
    again = run("--allow-private", "--format", "json")
    assert findings(again) == EXPECTED
    offline = run("--allow-private", "--format", "json", "--offline")
    assert findings(offline) == EXPECTED
    assert server.hits == asked
    assert "8 known from earlier runs" in again.stderr


def test_nothing_is_asked_of_the_own_machine(project: Path, server: Server) -> None:
    result = run()
    assert (result.stdout, result.exit_code) == ("no findings in 1 article\n", 0)
    assert "8 of private networks" in result.stderr
    assert not server.hits


def test_new_addresses_are_written_when_asked_for(project: Path, server: Server) -> None:
    file = project / "kb-source/a/one.md"
    file.write_text(file.read_text().replace("/faulty", "/ok"))
    before = file.read_text()
    run("--allow-private")
    assert file.read_text() == before
    result = run("--allow-private", "--update-moved", "--format", "json")
    assert file.read_text() == before.replace(f"{server.url}/moved>", f"{server.url}/ok>")
    assert "updated a/one.md:16: " in result.stderr
    assert ("kb-source/a/one.md", 22, "HW802") in findings(result)


def test_a_missing_lychee_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    result = run("--allow-private")
    assert result.exit_code == 2
    assert 'pip install "helpwright[links]"' in result.stderr
    assert run("--offline").exit_code == 0


def test_a_lychee_that_is_too_old_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = project / "lychee"
    old.write_text(
        "#!/bin/sh\necho \"error: unexpected argument '--host-concurrency'\" >&2\nexit 2\n"
    )
    old.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda *_, **__: str(old))
    result = run("--allow-private")
    assert result.exit_code == 2
    assert "is too old: install lychee 0.24 or newer" in result.stderr
    old.write_text("#!/bin/sh\necho broken >&2\n")
    result = run("--allow-private")
    assert result.exit_code == 2
    assert "lychee stopped: broken" in result.stderr


def test_offline_and_refresh_contradict(project: Path) -> None:
    assert run("--offline", "--refresh").exit_code == 2


def test_an_allow_comment_is_not_unused_for_a_check_without_the_network(project: Path) -> None:
    found = inspect(Config(project / "kb-source")).diagnostics
    assert [entry.rule.code for entry in found] == []


def test_links_are_found_wherever_they_stand(kb: Callable[..., Path]) -> None:
    body = """\
[a](https://a.site/ "x") [b][r] <https://b.site/?q=1&z=2> `<https://code.site/>`

| a | b |
|---|---|
| [t](https://t.site/) | https://bare.site/ |

<details><summary>S</summary>ü<a data-href="https://data.site/"
href='https://q.site/?a=1&amp;b'>z</a> href=https://text.site/</details>

<!-- <a href="https://comment.site/">no</a> -->

![p](https://p.site/p.png) [m](mailto:a@a.site) [k](kb:one) [f](#steps)

[r]: https://r.site/
"""
    folder = kb({"a/one.md": article("one", STEPS + body)})
    places = gather(inspect(Config(folder)).kb)
    assert [(place.url, place.source.slice(place.span)[:6]) for place in places] == [
        ("https://a.site/", "[a](ht"),
        ("https://r.site/", "[b][r]"),
        ("https://b.site/?q=1&z=2", "<https"),
        ("https://t.site/", "[t](ht"),
        ("https://q.site/?a=1&b", "href='"),
        ("https://p.site/p.png", "![p](h"),
    ]


@pytest.mark.parametrize(
    "raw", ["<a href='/'>ü</a>" * 30_000, "<a " * 20_000, "<a href=" * 20_000, "<!--" * 20_000]
)
def test_long_raw_html_takes_no_time(raw: str, kb: Callable[..., Path]) -> None:
    folder = kb({"a/one.md": article("one", f"{STEPS}<div>\n{raw}\n</div>\n")})
    assert gather(inspect(Config(folder)).kb) == []


@pytest.mark.parametrize(
    "moved",
    [
        "https://b.site/a b",
        "https://b.site/)[x](y",
        "https://b.site/<script>",
        "javascript:alert(1)",
        "https://b.site/" + "a" * 600,
        "http://a.site/page",
    ],
)
def test_what_a_server_says_is_not_written_blindly(moved: str, kb: Callable[..., Path]) -> None:
    folder = kb({"a/one.md": article("one", f"{STEPS}[a]({URL})\n")})
    places = gather(inspect(Config(folder)).kb)
    entry = remember(None, Answer(Kind.GOOD, moved=moved), START)
    (found,) = report(places, {URL: entry})
    assert (found.rule.code, found.edits) == ("HW802", ())


SAID = [
    (of_status(404, "404 Not Found"), 1, "broken-external-link"),
    (of_status(410, "410 Gone"), 2, "broken-external-link"),
    (of_error("", NO_NAME), 3, "broken-external-link"),
    (of_error("connection refused"), 3, "broken-external-link"),
    (of_error("", NO_NAME), 1, "unknown-external-link"),
    (of_error("", REFUSED), 1, "unknown-external-link"),
    (of_error("", UNREACHABLE), 1, "unknown-external-link"),
    (of_error("invalid peer certificate"), 1, "unknown-external-link"),
    (of_error("reset by peer"), 1, "unknown-external-link"),
    (of_status(302, "302 Found"), 1, "unknown-external-link"),
    (of_status(503, "503 Service Unavailable"), 5, "unknown-external-link"),
    (Answer(Kind.GOOD, moved="https://b.site/"), 1, "moved-external-link"),
    (Answer(Kind.NO_FRAGMENT), 1, "broken-external-fragment"),
]


@pytest.mark.parametrize(("answer", "days", "rule"), SAID)
def test_messages_stand_in_the_article_of_their_rule(
    answer: Answer, days: int, rule: str, kb: Callable[..., Path], project_root: Path
) -> None:
    folder = kb({"a/one.md": article("one", f"{STEPS}[a]({URL}#there)\n")})
    places = gather(inspect(Config(folder)).kb)
    entry = None
    for day in range(days):
        entry = remember(entry, answer, START + day * DAY)
    assert entry is not None
    (found,) = report(places, {f"{URL}#there": entry})
    assert found.rule.name == rule
    assert found.help
    text = (project_root / "kb-source" / "rules" / f"{rule}.md").read_text(encoding="utf-8")
    errors = yaml.safe_load(text.split("---\n")[1])["errors"]
    patterns = [".+".join(map(re.escape, re.split(r"\{\w+\}", error))) for error in errors]
    assert any(re.fullmatch(pattern, found.message) for pattern in patterns), found.message


def test_wrong_settings_are_found(kb: Callable[..., Path]) -> None:
    folder = kb(
        {"kb.yml": "title: K\nlinks:\n  interval: soon\n  ingore: {}\n  ignore:\n    a*:\n"}
    )
    found = inspect(Config(folder)).diagnostics
    assert {(entry.start.line, entry.rule.name) for entry in found} == {
        (3, "wrong-value"),
        (4, "unknown-key"),
        (6, "wrong-value"),
    }
