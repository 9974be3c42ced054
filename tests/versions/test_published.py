"""Sites of made-up articles: the proof finds nothing on them, and finds each planted fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.prove import prove_site
from helpwright.render.host import SiteAddresses
from tests.prove.folder import PIXEL, SiteFolder, find
from tests.sites import Site
from tests.versions.observed import PICTURE
from tests.versions.worlds import World, worlds

KB = """\
products:
  app:
    name: App
    versions: ["1.0", "1.1", "2.0"]
"""
HEAD = (
    "---\nid: {0}\ntitle: About {0}\nstatus: published\nupdated: 2024-09-18\n"
    "applies_to:\n  app: all\n---\n\n"
)
ODD = {
    "sections that are published in another order": "## Resolution\n\n"
    '1. a {applies_to="<2.0"}\n2. b\n\n## Cause\n\n3. c\n4. d\n\n## Symptom\n\n5. e\n',
    "a section behind one that is not shown": "## More information\n\na\n\n"
    '## Symptom {applies_to="<2.0"}\n\nb\n\n## Freely named\n\nc\n',
    "a condition that cannot be told around one that does not hold": "## Cause\n\n"
    '1. [[x]{applies_to="<2.0"}]{applies_to="99.9"} y\n2. a[z]{applies_to="99.9"} y\n',
    "a heading in a block that is called like a hidden section": "/// note\n## Resolution\n///\n\n"
    '## Resolution {applies_to=">=2.0"}\n\nx\n',
    "strong words of which nothing is left": "## Resolution\n\n"
    '1. **[x]{applies_to="<2.0"} [y]{applies_to="<1.1"}**\n2. c\n',
    "steps that look the same": "## Resolution\n\n"
    '1. a {applies_to="<2.0"}\n2. a {applies_to=">=2.0"}\n3. c [](#resolution-step-2)\n',
    "a condition in a footnote of a part with another": '## Cause {applies_to="<2.0"}\n\nx\n\n'
    '[^1]: note\n\n    more {applies_to=">=2.0"}\n\n## Resolution\n\n1. c[^1]\n',
    "a list that goes on behind a footnote with steps": "## Resolution\n\n"
    '1. a {applies_to="<2.0"}\n2. b[^1]\n\n[^1]: x\n\n    1. q\n    2. r\n\n'
    "## More information\n\n3. c\n",
    "a picture alone": '## Cause\n\n1. ![x](pictures/one.png){applies_to="<2.0"}\n2. y\n\n'
    '![x](pictures/one.png "t"){applies_to=">=2.0"}\n',
    "raw HTML around": '## Cause\n\n<details>\n<summary>S</summary>\n\na {applies_to="<2.0"}\n\n'
    '</details>\n\n1. <b>[x]{applies_to="<2.0"}</b>\n2. y<br>[x]{applies_to="<2.0"}\n',
    "tables, tabs and boxes": '## Cause\n\n| a | b |\n|---|---|\n| [x]{applies_to="<2.0"} | |\n'
    '| y | z |\n\n/// tab | A\na {applies_to="<2.0"}\n///\n/// tab | B\nb\n///\n\n'
    '- [ ] [x]{applies_to="<2.0"}\n- [ ] y\n',
    "lists that begin elsewhere": '## Cause\n\n5. a {applies_to="<2.0"}\n6. b\n\nx\n\n'
    '0. a {applies_to="<2.0"}\n1. b\n\nx\n\n1.\n2. b {applies_to="<2.0"}\n3. c\n',
    "lines that lose their edges": '## Cause\n\n1. [x]{applies_to="<2.0"}\n   y\n'
    '   [z]{applies_to="<2.0"}\n2. y  \n   [z]{applies_to="<2.0"}\n3. [`b`]{applies_to="<2.0"}\n',
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_article_is_proven_right_for_every_version(name: str, tmp_path: Path) -> None:
    assert SiteFolder(tmp_path, {"kb.yml": KB, "a.md": HEAD.format("a") + ODD[name]}).told() == []


SOME = settings(max_examples=12, suppress_health_check=list(HealthCheck))


@SOME
@given(worlds(), st.booleans())
def test_the_site_of_whatever_articles_is_proven_right(world: World, directory_urls: bool) -> None:
    with TemporaryDirectory() as folder:
        site = SiteFolder(Path(folder), world.sources(), directory_urls=directory_urls)
        assert site.told() == []


def made(number: int) -> World:
    """Return the largest of some worlds, the same for the same number."""
    found: list[World] = []

    @seed(number)
    @settings(SOME, max_examples=25, database=None, phases=[Phase.generate])
    @given(worlds(least=3))
    def collect(world: World) -> None:
        found.append(world)

    collect()
    return max(found, key=lambda world: len(repr(world)))


@pytest.mark.parametrize(("number", "directory_urls"), [(1, True), (2, False)])
def test_mkdocs_builds_what_is_proven_right(
    number: int, directory_urls: bool, tmp_path: Path
) -> None:
    plugins = ["search", {"helpwright": {"fail_on": "never"}}]
    world = made(number)
    built = Site(tmp_path, world.sources(), use_directory_urls=directory_urls, plugins=plugins)
    picture = tmp_path / "kb-source" / PICTURE
    picture.parent.mkdir()
    picture.write_bytes(PIXEL)
    result = built.build()
    assert result.returncode == 0, result.stderr
    config = Config(tmp_path / "kb-source")
    kb = inspect(config).kb
    assert sum(len(found) > 1 for found in kb.variants.values()) > 1
    assert prove_site(config, kb, built.html).findings == []


A = """\
## Resolution

1. Open it. {#open}
2. Only for the old. {#old applies_to="<1.1"}
3. Only for the middle. {#middle applies_to="1.1"}
4. Close it, see [](#open). {#close}

Go on with [step 4](#close) [or wait]{applies_to="<1.1"}.
"""
B = """\
## Resolution

1. First [](kb:a#close). {#first}
2. Old [there](kb:a). {applies_to="<2.0"}
"""
OWN, MIDDLE, OLD = "", "1.1", "1.0"


class Versions(SiteFolder):
    """The site of two articles, `a` for 1.0, 1.1 and 2.0, and `b` for 1.1 and 2.0."""

    def __init__(self, folder: Path, directory_urls: bool) -> None:
        files = {"kb.yml": KB, "a.md": HEAD.format("a") + A, "b.md": HEAD.format("b") + B}
        super().__init__(folder, files, directory_urls=directory_urls)

    def path(self, id: str, slug: str) -> Path:
        """Return the file of the page of a version."""
        page = self.site.layout.article(self.kb.by_id[id], slug)
        return self.root / self.site.file(page)

    def spoil(self, id: str, slug: str, change: Callable[[LexborNode], None]) -> None:
        file = self.path(id, slug)
        parser = LexborHTMLParser(file.read_text("utf-8"))
        assert parser.root is not None
        change(parser.root)
        assert parser.html is not None
        file.write_text(parser.html, "utf-8")

    def step(self, id: str, slug: str, name: str) -> LexborNode:
        parser = LexborHTMLParser(self.path(id, slug).read_text("utf-8"))
        assert parser.root is not None
        return find(parser.root, f"li#{name}")


@pytest.fixture(params=[True, False], ids=["folders", "files"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Versions:
    made = Versions(tmp_path, request.param)
    assert made.told() == []
    return made


def address(root: LexborNode, selector: str, change: Callable[[str], str]) -> None:
    node = find(root, selector)
    before = node.attributes["href"] or ""
    node.attrs["href"] = change(before)
    assert node.attributes["href"] != before


def test_the_site_has_a_page_for_each_version(site: Versions) -> None:
    slugs = {
        path: [(it.slug, it.former) for it in found] for path, found in site.kb.variants.items()
    }
    assert slugs == {
        "a.md": [("", ("2.0",)), ("1.1", ()), ("1.0", ())],
        "b.md": [("", ("2.0",)), ("1.1", ("1.0",))],
    }


@pytest.mark.parametrize(
    ("slug", "other", "step"), [(OWN, OLD, "old"), (OWN, MIDDLE, "middle"), (OLD, MIDDLE, "middle")]
)
def test_a_step_for_another_version_is_found(
    site: Versions, slug: str, other: str, step: str
) -> None:
    foreign = site.step("a", other, step)
    site.spoil("a", slug, lambda root: find(root, "li#open").insert_after(foreign))
    (page,) = {found.path for found in site.prove()}
    assert page == site.path("a", slug).relative_to(site.root).as_posix()
    assert "HW701" in {found.rule.code for found in site.prove()}


@pytest.mark.parametrize("slug", [OWN, MIDDLE, OLD])
def test_a_step_that_one_version_lacks_is_found(site: Versions, slug: str) -> None:
    site.spoil("a", slug, lambda root: find(root, "li#close").decompose())
    assert "HW701" in {found.rule.code for found in site.prove()}


@pytest.mark.parametrize("slug", [OWN, MIDDLE, OLD])
def test_a_wrong_number_in_one_version_is_found(site: Versions, slug: str) -> None:
    number = 3 if slug else 2

    def change(root: LexborNode) -> None:
        find(root, "li#close").attrs["value"] = str(5 - number)

    site.spoil("a", slug, change)
    (told,) = site.told()
    assert told.startswith("HW701 ")
    assert f"numbered `{5 - number}`" in told


@pytest.mark.parametrize("slug", [OWN, MIDDLE, OLD])
@pytest.mark.parametrize("place", [OWN, MIDDLE, OLD])
def test_a_list_of_versions_that_misleads_is_found(site: Versions, slug: str, place: str) -> None:
    """Each link of the list of each page is made to lead to another variant's page."""
    elsewhere = {OWN: MIDDLE, MIDDLE: OLD, OLD: OWN}[place]
    right: list[str] = []

    def change(root: LexborNode) -> None:
        there = find(root, f'[data-hw-chrome="versions"] a[data-hw-variant="{elsewhere}"]')
        right.append(there.attributes["href"] or "")
        selector = f'[data-hw-chrome="versions"] a[data-hw-variant="{place}"]'
        address(root, selector, lambda _: right[0])

    site.spoil("a", slug, change)
    (told,) = site.told()
    assert told.startswith("HW703 ")


def test_a_list_of_versions_that_names_the_wrong_page_is_found(site: Versions) -> None:
    def change(root: LexborNode) -> None:
        links = root.css('[data-hw-chrome="versions"] a')
        links[1].attrs["aria-current"] = "page"

    site.spoil("a", OWN, change)
    assert len(site.told()) == 1


@pytest.mark.parametrize(("slug", "shown", "wrong"), [(OWN, 2, 3), (MIDDLE, 3, 4), (OLD, 3, 2)])
def test_a_reference_with_another_version_s_number_is_found(
    site: Versions, slug: str, shown: int, wrong: int
) -> None:
    file = site.path("a", slug)
    html = file.read_text("utf-8")
    assert html.count(f">step {shown}</a>") == 1
    file.write_text(html.replace(f">step {shown}</a>", f">step {wrong}</a>"), "utf-8")
    assert {told[:5] for told in site.told()} == {"HW702"}


@pytest.mark.parametrize(("slug", "wrong"), [(OWN, MIDDLE), (OWN, OLD), (MIDDLE, OWN)])
def test_a_link_to_another_version_of_an_article_is_found(
    site: Versions, slug: str, wrong: str
) -> None:
    """The page of b leads to a for its readers; another page of a has the step, too."""
    layout = site.site.layout
    link = SiteAddresses(site.site.directory_urls).link(
        layout.article(site.kb.by_id["b"], slug), layout.article(site.kb.by_id["a"], wrong), "close"
    )
    selector = 'li#first a[href*="close"]'
    site.spoil("b", slug, lambda root: address(root, selector, lambda _: link))
    assert {told[:5] for told in site.told()} == {"HW703"}


@pytest.mark.parametrize(("id", "former", "wrong"), [("a", "2.0", OLD), ("b", "1.0", OWN)])
def test_an_address_of_a_version_that_leads_elsewhere_is_found(
    site: Versions, id: str, former: str, wrong: str
) -> None:
    layout = site.site.layout
    pages = (layout.article(site.kb.by_id[id], slug) for slug in (former, wrong))
    link = SiteAddresses(site.site.directory_urls).link(*pages)
    file = site.path(id, former)
    html = file.read_text("utf-8")
    file.write_text(re.sub(r'(url=|href=")[^"]*', rf"\g<1>{link}", html), "utf-8")
    (told,) = site.told()
    assert told.startswith("HW703 ")
    assert f"a version of the article `{id}`" in told
    file.unlink()
    (told,) = site.told()
    assert told.startswith("HW707 ")


@pytest.mark.parametrize(("slug", "other"), [(OWN, OLD), (MIDDLE, OLD), (OLD, OWN)])
def test_the_page_of_another_version_is_found(site: Versions, slug: str, other: str) -> None:
    content = site.path("a", other).read_bytes()
    site.path("a", slug).write_bytes(content)
    assert {told[:5] for told in site.told()} >= {"HW701", "HW702"}
    site.path("a", slug).unlink()
    assert any(told.startswith("HW707 ") for told in site.told())


def test_words_for_another_version_are_found(site: Versions) -> None:
    file = site.path("a", OWN)
    html = file.read_text("utf-8")
    assert "or wait" not in html
    file.write_text(html.replace("Go on with", "Go on or wait with"), "utf-8")
    assert {told[:5] for told in site.told()} == {"HW702"}
