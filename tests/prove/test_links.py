"""Links, pictures, fragments and ids of every page of a site."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpwright.gate.addresses import Addresses, Place, base_of
from tests.prove.folder import SiteFolder, article

HTML = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A</title>{}</head>'
    "<body>{}</body></html>"
)
SITE = "https://help.example/docs/"


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    return SiteFolder(tmp_path, {"a.md": article("a", "## Symptom\n\nIt *fails*.\n")})


def write(folder: SiteFolder, page: str, body: str, head: str = "") -> None:
    file = folder.root / page
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HTML.format(head, body), "utf-8")


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        ('<a href="b/">B</a>', "HW703 x/index.html: the link `b/` with the words `B` leads now"),
        ('<a href="b/">B</a>', "no file `x/b/index.html`"),
        ('<a href="../kb/A/">A</a>', "HW715 x/index.html: the link `../kb/A/` differs by capitals"),
        (
            '<a href="../../kb/a/">A</a>',
            "HW716 x/index.html: the link `../../kb/a/` climbs above the top",
        ),
        ('<a href="../kb/a/?q=1#nope">A</a>', "HW704 x/index.html: the link `../kb/a/?q=1#nope`"),
        ('<a href="#nope">A</a>', "the link `#nope` names a place that this page does not have"),
        ('<img src="p.png" alt="">', "HW705 x/index.html: the picture `p.png` is missing"),
        ('<img srcset="../ok.png 1x, q.png 2x" alt="">', "HW705 x/index.html: the picture `q.png`"),
        ('<picture><source srcset="r.webp"></picture>', "HW705 x/index.html: the picture `r.webp`"),
        ('<script src="s.js"></script>', "HW703 x/index.html: the script `s.js`"),
        ('<video src="v.mp4"></video>', "HW703 x/index.html: the video `v.mp4`"),
        ('<iframe src="f.html"></iframe>', "HW703 x/index.html: the iframe `f.html`"),
        ('<p id="i">one</p><p id="i">two</p>', "HW706 x/index.html: the id `i` stands more than"),
    ],
)
def test_what_is_broken_is_found(folder: SiteFolder, body: str, finding: str) -> None:
    (folder.root / "ok.png").write_bytes(b"")
    write(folder, "x/index.html", body)
    (told,) = folder.told()
    assert finding in told


@pytest.mark.parametrize(
    "body",
    [
        '<a href="../kb/a/">A</a> <a href="../kb/a/index.html">A</a>',
        '<a href="../kb/a/#symptom">A</a> <a href="?q#here" id="here">A</a>',
        '<a href="#">A</a> <a href="#top">A</a> <a href="#__consent">A</a> <a href="#o">A</a>'
        '<a name="o"></a>',
        '<a href="../kb/a/#symptom:~:text=It">A</a> <a href="#:~:text=A">A</a>',
        '<a href="../gr%C3%B6%C3%9Fe.txt">A</a> <a href="../größe.txt?v=1#page=2">A</a>',
        '<p id="größe"></p><a href="#gr%C3%B6%C3%9Fe">A</a> <a href="#größe">A</a>',
        '<a href="https://help.example/x/">A</a> <a href="//cdn.example/">A</a>',
        '<a href="mailto:a@b.example">A</a> <a href="tel:+15550100">A</a>',
        '<img src="data:image/png;base64,AAAA" alt=""> <img srcset="data:a,b 2x" alt="">',
        '<a href="/elsewhere/">A</a> <a hreflang="de" href="../de/">Deutsch</a>',
        '<svg><g id="i"></g></svg><svg><g id="i"></g></svg>',
        "<a>no address</a> <img alt=''> <p id=''></p><p id=''></p>",
        '<!-- <a href="gone/"> --><template><a href="gone/">A</a></template>',
        '<a href=" ../kb/./a/../a/ ">A</a>',
    ],
)
def test_what_is_whole_is_silent(folder: SiteFolder, body: str) -> None:
    (folder.root / "größe.txt").write_bytes(b"")
    write(folder, "x/index.html", body)
    assert folder.told() == []


def test_addresses_from_the_top_count_from_the_sites_address(folder: SiteFolder) -> None:
    head = f'<link rel="canonical" href="{SITE}">'
    body = '<a href="/docs/kb/a/">A</a> <a href="/docs/gone/">B</a> <a href="/out/">C</a>'
    write(folder, "index.html", f"{body} <a href='{SITE}lost/'>D</a>", head)
    told = folder.told()
    assert [line.split("`")[1] for line in told] == ["/docs/gone/", f"{SITE}lost/"]


def test_the_error_page_counts_from_the_top_without_a_sites_address(folder: SiteFolder) -> None:
    write(folder, "404.html", '<a href="/kb/a/">A</a> <a href="/gone/">B</a>')
    (told,) = folder.told()
    assert "the link `/gone/`" in told


def test_a_pages_own_base_counts(folder: SiteFolder) -> None:
    write(folder, "x/y.html", '<a href="kb/a/">A</a> <a href="../a/">B</a>', '<base href="../">')
    assert [line.split("`")[1] for line in folder.told()] == ["../a/"]
    write(folder, "x/y.html", '<a href="gone/">A</a>', '<base href="https://x.example/">')
    assert folder.told() == []


def test_a_page_that_leads_on_must_lead_somewhere(folder: SiteFolder) -> None:
    write(folder, "old.html", "", '<meta http-equiv="Refresh" content="0; URL=\'kb/a/\'">')
    write(folder, "x.html", '<a href="old.html#symptom">A</a> <a href="old.html#nope">B</a>')
    assert [line.split(": ")[0] + line.split("`")[1] for line in folder.told()] == [
        "HW718 x.htmlold.html#symptom",
        "HW704 x.htmlold.html#nope",
        "HW718 x.htmlold.html#nope",
    ]
    write(folder, "old.html", "", '<meta http-equiv="refresh" content="0; url=kb/b/">')
    assert any(
        line.startswith("HW717 old.html: the page leads on to `kb/b/index.html`")
        for line in folder.told()
    )


def test_pages_that_lead_on_in_a_circle_end(folder: SiteFolder) -> None:
    for here, there in (("one", "two"), ("two", "one")):
        write(
            folder, f"{here}.html", "", f'<meta http-equiv="refresh" content="0; url={there}.html">'
        )
    write(folder, "x.html", '<a href="one.html#nope">A</a>')
    assert [line.split(" ")[0] for line in folder.told()] == ["HW717", "HW717", "HW718"]


@pytest.mark.parametrize(
    ("page", "site", "address", "place"),
    [
        ("a/index.html", None, "b.png", Place("a/b.png", "")),
        ("a/index.html", None, "./../b/?x#y", Place("b/index.html", "y")),
        ("a/index.html", None, "..", Place("index.html", "")),
        ("a/index.html", None, ".", Place("a/index.html", "")),
        ("a/b/index.html", None, "../../../c", Place("../c", "")),
        ("a/b/index.html", "https://x.example/", "../../../c", Place("c", "")),
        ("a/b/index.html", "https://x.example/", "/c//d/", Place("c/d/index.html", "")),
        ("a/b.html", None, "#f%20g", Place("a/b.html", "f%20g")),
        ("a/b.html", None, "/c", None),
        ("a/b.html", SITE, "/c", None),
        ("a/b.html", SITE, f"{SITE}c/", Place("c/index.html", "")),
        ("a/b.html", SITE, "HTTPS://other.example/", None),
        ("404.html", None, "/c.png", Place("c.png", "")),
    ],
)
def test_an_address_leads_to_a_place(
    page: str, site: str | None, address: str, place: Place | None
) -> None:
    assert Addresses(page, site).find(address) == place


@pytest.mark.parametrize(
    ("canonical", "page", "base"),
    [
        ("https://x.example/", "index.html", "https://x.example/"),
        ("https://x.example/docs/a/", "a/index.html", "https://x.example/docs/"),
        ("https://x.example/docs/a.html", "a.html", "https://x.example/docs/"),
        ("https://x.example/gr%C3%B6%C3%9Fe/", "größe/index.html", "https://x.example/"),
        ("https://y.example/elsewhere", "a/index.html", None),
        ("../a/", "a/index.html", None),
    ],
)
def test_a_canonical_address_tells_the_sites(canonical: str, page: str, base: str | None) -> None:
    assert base_of(canonical, page) == base
