"""What concerns whole pages and files: redirects, canonical addresses, sitemap, encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.gate import write_site
from helpwright.gate import check_site
from tests.gate.test_kinds import SITE, Folder

REDIRECT = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Moved</title>\n'
    '<meta http-equiv="refresh" content="0; url={0}"><link rel="canonical" href="{0}"></head>'
    '<body><a href="{0}">here</a></body></html>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def places(folder: Folder) -> list[str]:
    """Return the code, file, line and column of each finding."""
    return [":".join(line.split(" ", 2)[1].split(":")[:3]) for line in folder.told()]


def redirect(folder: Folder, name: str, target: str) -> None:
    folder.file(f"{name}/index.html", REDIRECT.format(target).encode())


def test_a_page_that_leads_on_is_silent_until_somebody_links_to_it(folder: Folder) -> None:
    redirect(folder, "old", "../guide/#install")
    assert folder.told() == []
    folder.page("x/index.html", '<a href="../old/">A</a>')
    (line,) = folder.told()
    assert line.startswith("HW718 x/index.html:6:1 the link `../old/` leads to a page that only")
    assert line.endswith("leads on to `guide/index.html`")


@pytest.mark.parametrize("target", ["../gone/", "../old/", "./", "../guide/#gone"])
def test_a_page_that_leads_nowhere_is_found_once(folder: Folder, target: str) -> None:
    redirect(folder, "old", target)
    assert folder.codes() == ["HW717"]
    assert places(folder) == ["old/index.html:3:1"]


def test_pages_that_lead_on_in_a_circle_are_found(folder: Folder) -> None:
    redirect(folder, "one", "../two/")
    redirect(folder, "two", "../one/")
    assert folder.codes() == ["HW717", "HW717"]


def test_a_chain_of_redirects_is_found_at_its_beginning(folder: Folder) -> None:
    redirect(folder, "one", "../two/")
    redirect(folder, "two", "../guide/")
    assert [line.split(":")[0] for line in folder.told()] == ["HW718 one/index.html"]


def test_canonical_addresses_must_name_a_page_that_names_itself(folder: Folder) -> None:
    folder.page("x/index.html", "", canonical=f"{SITE}gone/")
    assert folder.codes() == ["HW719"]
    folder.page("y/index.html", "", canonical=f"{SITE}guide/")
    folder.page("x/index.html", "", canonical=f"{SITE}y/")
    assert folder.codes() == ["HW719"]
    redirect(folder, "y", "../guide/")
    assert folder.codes() == ["HW719"]


def test_a_copy_of_a_page_may_be_linked_to_by_the_page_alone(folder: Folder) -> None:
    folder.page("print/index.html", "", canonical=f"{SITE}guide/")
    folder.page("guide/index.html", '<h2 id="install">I</h2><a href="../print/">Print</a>')
    assert folder.told() == []
    folder.page("x/index.html", '<a href="../print/">Print</a>')
    assert places(folder) == ["x/index.html:6:1"]


def test_pages_of_an_old_version_may_link_to_each_other(folder: Folder) -> None:
    folder.page("1.0/guide/index.html", '<a href="../">A</a>', canonical=f"{SITE}guide/")
    folder.page("1.0/index.html", '<a href="guide/">A</a>', canonical=SITE)
    assert folder.told() == []


def test_entries_of_the_sitemap_lead_to_pages(folder: Folder) -> None:
    redirect(folder, "old", "../guide/")
    entries = "".join(
        f"<url><loc>{SITE}{it}</loc></url>\n" for it in ("", "guide/", "gone/", "old/")
    )
    folder.file("sitemap.xml", f"<urlset>\n{entries}</urlset>".encode())
    assert places(folder) == ["sitemap.xml:4:6", "sitemap.xml:5:6"]
    assert set(folder.codes()) == {"HW721"}


def test_a_page_that_is_not_utf8_is_found(folder: Folder) -> None:
    folder.page("x/index.html", "<p>caf?</p>")
    file = folder.root / "x/index.html"
    file.write_bytes(file.read_bytes().replace(b"?", b"\xe9"))
    assert places(folder) == ["x/index.html:6:7"]
    assert folder.codes() == ["HW730"]


def test_parts_of_pages_need_no_title(folder: Folder) -> None:
    folder.file("google123.html", b"google-site-verification: google123.html")
    folder.file("part.html", b'<p>A <a href="guide/">part</a>.</p>')
    assert folder.told() == []


def test_a_manifest_names_pictures(folder: Folder) -> None:
    folder.file("site.webmanifest", b'{\n  "icons": [{"src": "img/gone.png"}]\n}')
    folder.page("x/index.html", "", '<link rel="manifest" href="../site.webmanifest">')
    assert places(folder) == ["site.webmanifest:2:22"]


def test_columns_count_characters(folder: Folder) -> None:
    folder.page("x/index.html", '<p>größer: <a href="#gone">A</a>')
    assert places(folder) == ["x/index.html:6:12"]


def test_the_order_of_findings_is_the_same_in_each_run(folder: Folder) -> None:
    for name in "abcdef":
        links = "".join(f'<a href="../gone-{at}/">A</a>' for at in range(20))
        folder.page(f"{name}/index.html", links)
    assert len(folder.told()) == 120
    assert folder.told() == folder.told()


def test_the_site_of_the_benchmark_is_clean(tmp_path: Path) -> None:
    write_site(tmp_path / "site", 2_000)
    gate = check_site(tmp_path / "site")
    assert gate.findings == []
    assert len(gate.pages) > 10
