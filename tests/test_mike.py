"""A site for each release of the whole knowledge base, deployed with `mike`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser

from tests.browser.serving import TIMEOUT, served
from tests.sites import BODY, Site, article

# mike builds with ProperDocs where that is installed, as it is for the tests; most have MkDocs.
MIKE = """
import sys
from mike import driver, mkdocs_utils
mkdocs_utils._program_name = sys.argv.pop(1)
mkdocs_utils.default_config_file = ["mkdocs.yml"]
driver.main()
"""
REGISTRY = """redirects:
  /old/a/: a
products:
  app:
    name: App
    versions: ["1.0", "1.1", "2.0"]
"""
SPLIT = BODY.replace("Open it.", 'Open it. {applies_to="<2.0"}')
SECOND = BODY.replace("1. Open it.", "1. Open the new menu.").replace("It fails.", "See <kb:new>.")
HOOK = "def on_post_page(output, **_):\n    return output.replace('Close it.', 'Shut it.')\n"


@dataclass(frozen=True)
class Repository:
    """A site in a repository of its own."""

    site: Site

    def git(self, *arguments: str) -> str:
        """Run git and return what it says."""
        return subprocess.run(
            ["git", *arguments],
            cwd=self.site.folder,
            env=self.site.environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    def commit(self) -> None:
        self.git("add", ".")
        self.git("commit", "-qm", "Articles")

    def mike(self, *arguments: str, engine: str = "mkdocs") -> subprocess.CompletedProcess[str]:
        """Run mike, which builds with the engine's command, and return what it did."""
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [sys.executable, "-c", MIKE, engine, *arguments],
            cwd=self.site.folder,
            env=self.site.environment() | {"PATH": programs},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def deploy(self, *arguments: str, engine: str = "mkdocs") -> None:
        done = self.mike("deploy", *arguments, engine=engine)
        assert done.returncode == 0, done.stdout + done.stderr


def repository(folder: Path, **settings: object) -> Repository:
    """Return a repository with a site of one article, committed."""
    more = "aliases: [old-name, /help/a/]\n"
    kb = {"kb.yml": REGISTRY, "mail/a.md": article("a", more=more)}
    kb["mail/gone.md"] = article("gone")
    kb["mail/split.md"] = article("split", SPLIT, more="applies_to: {app: all}\n")
    site = Site(folder, kb, **{"extra": {"version": {"provider": "mike"}}} | settings)
    site.write({".gitignore": "/site/\n/.site.*/\n"})
    made = Repository(site)
    made.git("init", "-q", "-b", "main")
    made.commit()
    return made


def prepare_second(made: Repository) -> None:
    """Change the articles to those of the next release."""
    more = "aliases: [old-name, /help/a/]\n"
    made.site.write({"kb-source/mail/a.md": article("a", SECOND, more=more)})
    made.site.write({"kb-source/mail/new.md": article("new")})
    (made.site.folder / "kb-source/mail/gone.md").unlink()
    made.commit()


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with two releases of its site on the branch `gh-pages`."""
    plugins = ["search", "helpwright", {"mike": {"canonical_version": "latest"}}]
    made = repository(tmp_path_factory.mktemp("mike") / "project", plugins=plugins)
    made.deploy("1.0", "latest")
    prepare_second(made)
    made.deploy("--update-aliases", "2.0", "latest")
    done = made.mike("set-default", "latest")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def branch(deployed: Repository) -> Path:
    """The files of the branch, as a server would serve them."""
    folder = deployed.site.folder.parent / "branch"
    deployed.git("clone", "-q", "-b", "gh-pages", ".", str(folder))
    return folder


def page(branch: Path, path: str) -> str:
    return (branch / path / "index.html").read_text(encoding="utf-8")


def test_each_release_has_its_own_pages(branch: Path) -> None:
    assert "Open it." in page(branch, "1.0/kb/mail/a")
    assert "Open the new menu." in page(branch, "2.0/kb/mail/a")
    assert "About gone" in page(branch, "1.0/kb/mail/gone")
    assert not (branch / "2.0/kb/mail/gone").exists()
    assert "About new" in page(branch, "2.0/kb/mail/new")
    assert not (branch / "1.0/kb/mail/new").exists()
    assert page(branch, "latest/kb/mail/a") == page(branch, "2.0/kb/mail/a")
    assert "latest/" in (branch / "index.html").read_text()
    for release in ("1.0", "2.0"):
        index = json.loads((branch / release / "search/search_index.json").read_text())
        words = " ".join(entry["text"] for entry in index["docs"])
        assert ("new menu" in words) is (release == "2.0")


def test_the_list_of_releases_lies_where_the_selector_looks(branch: Path) -> None:
    releases = json.loads((branch / "versions.json").read_text())
    assert [(it["version"], it["aliases"]) for it in releases] == [("2.0", ["latest"]), ("1.0", [])]
    for release in ("1.0", "2.0"):
        parser = LexborHTMLParser(page(branch, f"{release}/kb/mail/a"))
        settings = parser.css_first("script#__config")
        assert settings is not None
        config = json.loads(settings.text())
        assert config["version"] == {"provider": "mike"}
        top = branch / release / "kb/mail/a" / config["base"]
        assert (top / "../versions.json").resolve() == branch / "versions.json"


def test_redirects_stay_inside_their_release(branch: Path) -> None:
    for release in ("1.0", "2.0"):
        assert 'url=../a/"' in page(branch, f"{release}/kb/mail/old-name")
        assert 'url=../../kb/mail/a/"' in page(branch, f"{release}/help/a")
        assert 'url=../../kb/mail/a/"' in page(branch, f"{release}/old/a")
        assert "Open it." in page(branch, f"{release}/kb/mail/split/1.1")
        assert "Open it." not in page(branch, f"{release}/kb/mail/split")
        assert 'url=../1.1/"' in page(branch, f"{release}/kb/mail/split/1.0")
    assert 'href="../new/"' in page(branch, "2.0/kb/mail/a")


def test_canonical_links_name_the_release_that_is_configured(branch: Path, tmp_path: Path) -> None:
    for release in ("1.0", "2.0"):
        link = '<link rel="canonical" href="https://help.example/latest/kb/mail/a/">'
        assert link in page(branch, f"{release}/kb/mail/a")
    made = repository(tmp_path / "project")
    made.deploy("1.0")
    html = made.git("show", "gh-pages:1.0/kb/mail/a/index.html")
    assert '<link rel="canonical" href="https://help.example/1.0/kb/mail/a/">' in html


def test_deploying_leaves_nothing_beside_the_site(deployed: Repository) -> None:
    folder = deployed.site.folder
    assert "Open the new menu." in deployed.site.page("kb/mail/a")
    assert not list(folder.glob(".site.*"))
    assert not list(folder.glob("mike-*"))
    before = deployed.site.digest()
    done = deployed.mike("list")
    assert done.stdout.splitlines() == ["2.0 [latest]", "1.0"]
    assert not list(folder.glob(".site.*"))
    assert deployed.site.digest() == before


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"kb-source/mail/new.md": article("new", BODY.replace("2.", "3."))}, "HW204"),
        ({"hook.py": HOOK}, "HW701"),
    ],
    ids=["article", "page"],
)
def test_a_fault_stops_the_deployment(
    files: dict[str, str], code: str, deployed: Repository, tmp_path: Path
) -> None:
    """A mistake of a writer, and one that only the proof of the built pages can see."""
    folder = shutil.copytree(deployed.site.folder, tmp_path / "project", symlinks=True)
    site = object.__new__(Site)
    site.folder, site.html = folder, folder / "site"
    made = Repository(site)
    before, html = made.git("rev-parse", "gh-pages"), site.digest()
    site.write(files)
    if "hook.py" in files:
        config = (folder / "mkdocs.yml").read_text()
        site.write({"mkdocs.yml": f"{config}hooks: [hook.py]\n"})
    made.commit()
    done = made.mike("deploy", "3.0")
    assert done.returncode == 1
    assert code in done.stdout + done.stderr
    assert made.git("rev-parse", "gh-pages") == before
    assert site.digest() == html
    assert not list(folder.glob(".site.*"))


def test_properdocs_deploys_too(tmp_path: Path) -> None:
    made = repository(tmp_path / "project")
    made.deploy("1.0", engine="properdocs")
    assert "Open it." in made.git("show", "gh-pages:1.0/kb/mail/a/index.html")
    assert "ProperDocs" in made.git("show", "-s", "--format=%s", "gh-pages")


def test_the_selector_leads_to_the_same_article(branch: Path, page: Page) -> None:
    page.set_default_timeout(TIMEOUT)
    with served(branch) as address:
        page.goto(f"{address}1.0/kb/mail/a/")
        expect(page.locator(".hw-article")).to_contain_text("Open it.")
        versions = page.locator(".md-version")
        expect(versions.locator(".md-version__current")).to_have_text("1.0")
        expect(versions.locator(".md-version__link")).to_have_text(["2.0", "1.0"])
        versions.hover()
        versions.get_by_role("link", name="2.0").click()
        page.wait_for_url(f"{address}2.0/kb/mail/a/")
        expect(page.locator(".hw-article")).to_contain_text("Open the new menu.")
        page.goto(f"{address}1.0/kb/mail/gone/")
        versions.hover()
        versions.get_by_role("link", name="2.0").click()
        page.wait_for_url(f"{address}2.0/")
        expect(page.locator("h1")).to_have_text("Home")
