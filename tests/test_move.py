"""Moves: everything that names what is moved follows, and no address is lost."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwright.build import inspect
from helpwright.cli import program
from helpwright.config import Config, find_config
from helpwright.move import CannotMove, Request, carry_out, plan_move, resume
from helpwright.move import carry_out as carrying
from tests.moving import make_site, picture
from tests.sites import Site, article


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def move(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(program, ["move", *arguments, "--kb", str(site.folder)])


def texts(site: Site) -> dict[str, bytes]:
    return {
        file.relative_to(site.folder).as_posix(): file.read_bytes()
        for file in sorted(site.folder.rglob("*"))
        if file.is_file()
    }


def findings(site: Site) -> list[str]:
    found = inspect(find_config(site.folder)).diagnostics
    return [f"{it.path}: {it.rule.code} {it.message}" for it in found]


def test_an_article_moves_with_its_pictures_and_all_links_follow(site: Site) -> None:
    assert findings(site) == []
    done = move(
        site, "mail/printer.md", "desk/printers.md", "--id", "printers", "--label", "lid=cover"
    )
    assert done.exit_code == 0, done.output
    assert findings(site) == []
    kb = site.folder / "kb-source"
    moved = (kb / "desk/printers.md").read_text()
    assert (kb / "desk/img/lid.png").exists()
    assert not (kb / "mail/img/lid.png").exists()
    assert (kb / "mail/img/lamp.png").exists()  # Another article shows it, too.
    assert "![The lamp beside the display](../mail/img/lamp.png)" in moved
    assert "![The lid of the printer, open](img/lid.png)" in moved
    assert 'see [the lamp](#lamp) and [paper](../paper/tray.md#tray "Paper")' in moved
    assert '1. Open the lid. {#cover was="lid"}\n' in moved
    assert "id: printers\n" in moved
    aliases = "aliases: [old-printer, /kb/mail/printer/, /kb/mail/old-printer/, printer]\n"
    assert aliases in moved
    tray = (kb / "paper/tray.md").read_text()
    assert "<kb:printers>, [step](../desk/printers.md#cover), [here] or [there][deep one]" in tray
    assert '<a href="../desk/printers.md#lamp">' in tray
    assert "    [code]: ../mail/printer.md\n" in tray
    assert "[](kb:printers#cover)" in tray
    assert "[here]: ../desk/printers.md\n[deep one]: <../desk/printers.md#lamp> 'Title'\n" in tray
    assert "  - printers  # The other one.\n" in tray
    assert "[p](../desk/printers.md#cover)" in (kb / "mail/a0.md").read_text()
    registry = (kb / "kb.yml").read_text()
    assert "/lamps/: printers\n" in registry
    assert "/lids/: /kb/desk/printers/#lid\n" in registry
    assert "[it](kb/desk/printers.md#cover)" in (site.folder / "docs/more.md").read_text()
    built = site.build("build", "--strict")
    assert built.returncode == 0, built.stderr
    for old in ("kb/mail/printer", "kb/mail/old-printer", "lamps"):
        assert "desk/printers/" in site.page(old)
    assert 'id="lid"' in site.page("kb/desk/printers")


def test_the_picture_for_dark_pages_moves_along(site: Site) -> None:
    kb = site.folder / "kb-source"
    (kb / "mail/img/lid.dark.png").write_bytes(picture())
    assert move(site, "mail/printer.md", "desk/printer.md").exit_code == 0
    assert (kb / "desk/img/lid.dark.png").exists()
    assert not (kb / "mail/img/lid.dark.png").exists()


def test_a_move_there_and_back_leaves_nothing_but_aliases(site: Site) -> None:
    before = texts(site)
    assert move(site, "mail/printer.md", "desk/press.md").exit_code == 0
    assert move(site, "desk/press.md", "mail/printer.md").exit_code == 0
    after = texts(site)
    moved = after.pop("kb-source/mail/printer.md").decode()
    assert moved.replace(
        ", /kb/mail/old-printer/, /kb/desk/printer/, /kb/desk/old-printer/", ""
    ) == (before.pop("kb-source/mail/printer.md").decode())
    assert after == before


def test_a_category_moves(site: Site) -> None:
    done = move(site, "mail", "post/all")
    assert done.exit_code == 0, done.output
    assert findings(site) == []
    registry = (site.folder / "kb-source/kb.yml").read_text()
    assert "  post/all: {title: Mail}\n" in registry
    assert "/kb/mail/: /kb/post/all/\n" in registry.replace('"', "")
    built = site.build("build", "--strict")
    assert built.returncode == 0, built.stderr
    assert "post/all/" in site.page("kb/mail")
    assert "post/all/a7/" in site.page("kb/mail/a7")
    back = move(site, "post/all", "mail")
    assert back.exit_code == 0, back.output
    assert findings(site) == []


def test_a_label_is_renamed_and_back(site: Site) -> None:
    before = texts(site)
    done = move(site, "mail/printer.md#lid", "mail/printer.md#top")
    assert done.exit_code == 0, done.output
    kb = site.folder / "kb-source"
    assert '{#top was="lid"}' in (kb / "mail/printer.md").read_text()
    assert "[p](printer.md#top)" in (kb / "mail/a0.md").read_text()
    assert move(site, "mail/printer.md#top", "mail/printer.md#lid").exit_code == 0
    after = texts(site)
    assert after.pop("kb-source/mail/printer.md").decode().replace(' was="top"', "") == (
        before.pop("kb-source/mail/printer.md").decode()
    )
    assert after == before


def test_a_picture_is_renamed(site: Site) -> None:
    done = move(site, "mail/img/lamp.png", "paper/the lamp.png")
    assert done.exit_code == 0, done.output
    kb = site.folder / "kb-source"
    assert "](../paper/the%20lamp.png)" in (kb / "mail/printer.md").read_text()
    assert "](<the%20lamp.png>)" in (kb / "paper/tray.md").read_text()
    assert findings(site) == []


def test_an_id_changes_in_another_folder(site: Site) -> None:
    done = move(site, "mail/printer.md", "desk", "--id", "nice")
    assert done.exit_code == 0, done.output
    registry = (site.folder / "kb-source/kb.yml").read_text()
    assert "/lids/: /kb/desk/nice/#lid\n" in registry
    done = move(site, "mail/a2.md", "two.md", "--label", "symptom=sym")
    assert done.exit_code == 0, done.output
    text = (site.folder / "kb-source/two.md").read_text()
    assert "updated: 2024-09-18\naliases: [/kb/mail/a2/]\n---\n" in text
    assert '## Symptom {#sym was="symptom"}\n' in text
    assert findings(site) == []


def test_a_site_whose_addresses_end_in_html(tmp_path: Path) -> None:
    kb = {"mail/a.md": article("a"), "mail/b.md": article("b"), "desk/c.md": article("c")}
    made = Site(tmp_path, kb, use_directory_urls=False)
    assert move(made, "mail/a.md", "desk/a.md").exit_code == 0
    assert "aliases: [/kb/mail/a.html]\n" in (tmp_path / "kb-source/desk/a.md").read_text()
    built = made.build("build", "--strict")
    assert built.returncode == 0, built.stderr
    assert "../desk/a.html" in (made.html / "kb/mail/a.html").read_text()


def test_versions_keep_their_addresses(tmp_path: Path) -> None:
    registry = 'products:\n  app:\n    name: App\n    versions: ["1.0", "2.0", "3.0"]\n'
    body = "## Symptom\n\nIt fails.\n\n## Resolution\n\n1. Open.\n"
    body += '2. Close. {applies_to="<2.0"}\n3. Wait.\n'
    kb = {
        "kb.yml": registry,
        "mail/a.md": article("a", body, more="applies_to: {app: all}\n"),
        "mail/b.md": article("b"),
        "desk/c.md": article("c"),
    }
    made = Site(tmp_path, kb)
    done = move(made, "mail/a.md", "desk/a.md")
    assert done.exit_code == 0, done.output
    built = made.build("build", "--strict")
    assert built.returncode == 0, built.stderr
    assert 'url=../../../desk/a/1.0/"' in made.page("kb/mail/a/1.0")
    assert 'url=../../../desk/a/"' in made.page("kb/mail/a/2.0")


def test_other_yaml_and_the_navigation_follow(site: Site) -> None:
    ledger = site.folder / "kb-source/screenshots.yml"
    config = site.folder / "mkdocs.yml"
    nav = "nav:\n- index.md\n- more.md\n- It: kb/mail/printer.md\n"
    config.write_text(config.read_text() + nav)
    digest = hashlib.sha256(picture()).hexdigest()
    entry = "mail/img/{}.png:\n  sha256: {}\n  taken: 2026-01-31\n"
    ledger.write_text(entry.format("lamp", digest) + entry.format("lid", digest))
    before = findings(site)
    done = move(site, "mail/printer.md", "desk/printer.md")
    assert done.exit_code == 0, done.output
    lamp, lid = entry.format("lamp", digest), entry.format("lid", digest)
    assert ledger.read_text() == lamp + lid.replace("mail/", "desk/")
    assert len(findings(site)) == len(before)
    assert "- It: kb/desk/printer.md\n" in config.read_text()


def test_a_dry_run_changes_nothing(site: Site) -> None:
    before = texts(site)
    done = move(site, "mail/printer.md", "desk/printer.md", "--dry-run")
    assert done.exit_code == 0
    assert "Nothing was changed." in done.output
    assert texts(site) == before


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["mail/printer.md", "paper/tray.md"], "paper/tray.md exists already"),
        (["mail/nothing.md", "desk/x.md"], "mail/nothing.md is no file or folder"),
        (["mail/printer.md", "../x.md"], "no place for an article"),
        (["mail/printer.md", "mail/printer.txt"], "no article any more"),
        (["mail/printer.md", "_shared/printer.md"], "no place for an article"),
        (["mail", "mail/inner"], "cannot be moved into itself"),
        (["kb.yml", "x.yml"], "cannot be moved"),
        (["mail/printer.md", "mail/p.md", "--id", "tray"], "is the id of paper/tray.md already"),
        (["mail/printer.md", "mail/p.md", "--id", "No Id"], "is no id"),
        (["mail/printer.md#lid", "mail/printer.md#lamp"], "is a place of"),
        (["mail/printer.md#none", "mail/printer.md#x"], "is no heading or step"),
        (["mail/printer.md#lid", "mail/printer.md"], "name it on both sides"),
        (["mail/printer.md", "p.md", "--id", "mail"], "would bring a new finding"),
    ],
)
def test_what_cannot_be_moved_is_said_and_left(
    site: Site, arguments: list[str], reason: str
) -> None:
    before = texts(site)
    done = move(site, *arguments)
    assert done.exit_code == 2
    assert reason in done.output
    assert texts(site) == before


def test_a_run_that_fails_leaves_everything(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = texts(site)
    config = find_config(site.folder)
    plan = plan_move(config, Request("mail/printer.md", "desk/p.md", article="mail/printer.md"))
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "lid.png":
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(CannotMove, match="everything was left"):
        carry_out(config, plan)
    assert texts(site) == before


@pytest.mark.parametrize("after", [0, 1, 20])
def test_a_run_that_was_killed_is_completed(
    site: Site, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = find_config(site.folder)
    plan = plan_move(config, Request("mail/printer.md", "desk/p.md", article="mail/printer.md"))
    module = carrying.__globals__
    overwrite = module["overwrite"]
    count = 0

    def killed(*arguments: object) -> None:
        nonlocal count
        if count == after:
            raise KeyboardInterrupt
        count += 1
        overwrite(*arguments)

    monkeypatch.setitem(module, "overwrite", killed)
    with pytest.raises(KeyboardInterrupt):
        carry_out(config, plan)
    monkeypatch.setitem(module, "overwrite", overwrite)
    dry = move(site, "mail/a1.md", "mail/b1.md", "--dry-run")
    assert dry.exit_code == 2
    assert "a move was interrupted" in dry.output
    assert resume(config)
    assert not resume(config)
    assert findings(site) == []
    assert (site.folder / "kb-source/desk/p.md").exists()


def test_a_journal_that_leads_out_is_not_followed(site: Site) -> None:
    outside = site.folder.parent / "outside.md"
    outside.write_text("mine")
    journal = site.folder / "kb-source/.helpwright-move.json"
    journal.write_text('{"writes": [], "renames": [["../../outside.md", "x.md"]]}')
    done = move(site, "mail/printer.md", "desk/p.md")
    assert done.exit_code == 2
    assert outside.read_text() == "mine"


PLACES = ["one", "two", "two/deep"]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from(PLACES), st.booleans()), max_size=4),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 3)), max_size=8),
    st.lists(st.sampled_from(PLACES), min_size=5, max_size=5),
)
def test_no_move_brings_a_finding(
    tmp_path_factory: pytest.TempPathFactory,
    moves: list[tuple[int, str, bool]],
    links: list[tuple[int, int, int]],
    homes: list[str],
) -> None:
    root = tmp_path_factory.mktemp("kb")
    where = {f"k{at}": f"{home}/k{at}.md" for at, home in enumerate(homes)}
    lines = "".join(f"  {place}: {{title: {place}}}\n" for place in PLACES)
    (root / "kb.yml").write_text(f"categories:\n{lines}")
    for at, (id, path) in enumerate(where.items()):
        shown = []
        for start, end, form in links:
            up = "../" * path.count("/")
            file = f"{up}{where[f'k{end}']}"
            kinds = (f"<kb:k{end}>", f"[a]({file})", f"[b]({file}#go)", f"[c](<{file}> 'T')")
            shown += [kinds[form]] if start == at else []
        body = f"## Symptom\n\nIt {' '.join(shown)} fails.\n\n## Resolution\n\n"
        body += "1. Go. {#go}\n2. End.\n"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(article(id, body))
    for place in PLACES:
        (root / place).mkdir(parents=True, exist_ok=True)
        (root / place / "stays.md").write_text(article(place.replace("/", "-") + "-stays"))
    config = Config(root)
    before = sorted(it.rule.code for it in inspect(config).diagnostics)
    for at, place, rename in moves:
        old = where[f"k{at}"]
        new = f"{place}/{'n' if rename else 'k'}{at}.md"
        if new == old:
            continue
        carry_out(config, plan_move(config, Request(old, new, article=old)))
        where[f"k{at}"] = new
        assert sorted(it.rule.code for it in inspect(config).diagnostics) == before


def test_recipes_follow(site: Site) -> None:
    recipes = site.folder / "kb-source/capture.yml"
    text = (
        "# Ours.\n"
        "mail/img/lid.png:\n  source: https://demo.example/\n  highlights:\n"
        "    - selector: '#lid'\n      step: 'printer#lid' # the first\n"
        "    - selector: printer#lid\n      step: tray#pull\n"
    )
    recipes.write_text(text)
    before = findings(site)
    done = move(
        site, "mail/printer.md", "desk/printers.md", "--id", "printers", "--label", "lid=cover"
    )
    assert done.exit_code == 0, done.output
    wanted = text.replace("'printer#lid'", "'printers#cover'").replace("mail/img", "desk/img")
    assert recipes.read_text() == wanted
    assert len(findings(site)) == len(before)
