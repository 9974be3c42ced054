"""Pictures on the pages of real sites: the copies, what a build says of them, and their proof."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpwright.build import copies, inspect
from helpwright.compile import compile_site
from helpwright.config import Config, ConfigError, PictureSettings, picture_settings
from helpwright.diagnostic import Diagnostic
from helpwright.prove import prove_site
from tests.derive.drawing import photograph, saved, window
from tests.sites import Site, article

BODY = """## Symptom

![The settings](settings.png "Where they are")

## Resolution

1. Select **Save** ![disk](disk.png).
2. Look at ![the lake](lake.jpg) the lake.
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, {"help/a.md": article("a", BODY)})
    folder = tmp_path / "kb-source" / "help"
    (folder / "settings.png").write_bytes(saved(window()))
    (folder / "lake.jpg").write_bytes(saved(photograph((480, 360)), "JPEG", quality=98))
    Image.new("RGB", (24, 24), "navy").save(folder / "disk.png")
    return site


def pictures(site: Site, path: str = "kb/help/a") -> dict[str, LexborNode]:
    """Return the pictures of a page, by their alternative text."""
    page = LexborHTMLParser(site.page(path))
    return {node.attributes["alt"] or "": node for node in page.css(".hw-article img")}


def sources(image: LexborNode) -> list[tuple[str, str]]:
    """Return the type and address of what a browser may load in a picture's place."""
    assert image.parent is not None
    found = image.parent.css("source") if image.parent.tag == "picture" else []
    return [(it.attributes["type"] or "", it.attributes["srcset"] or "") for it in found]


def findings(site: Site) -> list[Diagnostic]:
    config = Config(site.folder / "kb-source", site.folder / "docs")
    return list(prove_site(config, inspect(config).kb, site.html).findings)


def test_browsers_may_take_smaller_copies(site: Site) -> None:
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    shown = pictures(site)
    assert sources(shown["disk"]) == []
    for alt, original in {"The settings": "settings.png", "the lake": "lake.jpg"}.items():
        image = shown[alt]
        assert image.attributes["src"] == f"../{original}"
        assert image.attributes["loading"] == "lazy"
        assert image.attributes["decoding"] == "async"
        size = int(image.attributes["width"] or 0), int(image.attributes["height"] or 0)
        found = sources(image)
        assert found
        assert [kind for kind, _ in found] == sorted(kind for kind, _ in found)
        for kind, address in found:
            stem = original.partition(".")[0]
            assert re.fullmatch(rf"\.\./{stem}\.[0-9a-f]{{8}}\.(avif|webp)", address)
            file = site.html / "kb/help/a" / address
            with Image.open(file) as copy:
                assert (f"image/{(copy.format or '').lower()}", copy.size) == (kind, size)
            assert file.stat().st_size < (site.html / "kb/help" / original).stat().st_size
    caption = LexborHTMLParser(site.page("kb/help/a")).css_first("figcaption")
    assert caption is not None
    assert caption.text() == "Where they are"


def test_a_second_build_makes_nothing_anew_and_the_same(site: Site) -> None:
    assert site.build().returncode == 0
    kept = site.folder / ".cache" / "helpwright" / "pictures"
    before = {file.name: file.stat().st_mtime_ns for file in kept.iterdir()}
    digest = site.digest()
    assert len([name for name in before if name.endswith(".json")]) == 2
    assert site.build().returncode == 0
    assert {file.name: file.stat().st_mtime_ns for file in kept.iterdir()} == before
    same = {path: digest[path] for path in digest if path.startswith("kb/")}
    assert {path: it for path, it in site.digest().items() if path.startswith("kb/")} == same


def test_a_preview_takes_what_a_build_has_made_and_makes_nothing(site: Site) -> None:
    config = Config(site.folder / "kb-source")
    kb = inspect(config).kb
    found, _ = copies(kb, config, PictureSettings(), encoding=False)
    assert found.copies == {}
    assert not (site.folder / ".cache").exists()
    made, _ = copies(kb, config, PictureSettings())
    found, _ = copies(kb, config, PictureSettings(), encoding=False)
    assert found == made
    assert found.copies.keys() == {"help/settings.png", "help/lake.jpg"}


def test_a_changed_picture_gets_other_names(site: Site) -> None:
    assert site.build().returncode == 0
    before = sources(pictures(site)["The settings"])
    (site.folder / "kb-source/help/settings.png").write_bytes(saved(window(dark=True)))
    assert site.build().returncode == 0
    after = sources(pictures(site)["The settings"])
    assert before
    assert not set(before) & set(after)
    assert {path.name for path in site.html.glob("kb/help/settings.*.webp")} == {
        Path(address).name for _, address in after if address.endswith("webp")
    }


@pytest.mark.parametrize(
    ("option", "kinds", "zoom"),
    [
        ({}, {"image/avif", "image/webp"}, True),
        ({"formats": ["webp"]}, {"image/webp"}, True),
        ({"formats": False, "zoom": False}, set(), False),
        (False, set(), False),
    ],
)
def test_the_option_decides(tmp_path: Path, option: object, kinds: set[str], zoom: bool) -> None:
    plugins = ["search", {"helpwright": {"pictures": option}}]
    site = Site(
        tmp_path,
        {"a.md": article("a", "## Symptom\n\n![Lake](lake.png)\n\n" + REST)},
        plugins=plugins,
    )
    (tmp_path / "kb-source" / "lake.png").write_bytes(saved(photograph((480, 360))))
    done = site.build()
    assert done.returncode == 0, done.stderr
    image = pictures(site, "kb/a")["Lake"]
    assert {kind for kind, _ in sources(image)} == kinds
    assert ("data-hw-zoom" in image.attributes) is zoom
    assert (tmp_path / ".cache").exists() is bool(kinds)


REST = "## Resolution\n\n1. Open it.\n2. Close it.\n"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("yes", "`pictures` holds `formats` and `zoom`, or is false"),
        ({"format": []}, "`pictures` has no `format`"),
        ({"formats": ["gif"]}, "`pictures.formats` is a list of some of webp, avif"),
        ({"formats": "webp"}, "`pictures.formats` is a list of some of webp, avif"),
        ({"zoom": "no"}, "`pictures.zoom` is true or false"),
    ],
)
def test_a_wrong_option_is_told(written: object, words: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        picture_settings(written)
    assert picture_settings({}) == PictureSettings()


def test_what_gets_no_copy_is_a_finding_at_its_place(site: Site) -> None:
    file = site.folder / "kb-source/help/lake.jpg"
    file.write_bytes(saved(photograph().convert("CMYK"), "JPEG"))
    done = site.build()
    assert done.returncode == 0
    wanted = (
        "kb-source/help/a.md:14:12: HW420 picture-not-converted: the picture `lake.jpg` gets no "
        "smaller copy: its colours are made for printing (CMYK)"
    )
    assert wanted in done.stderr
    assert sources(pictures(site)["the lake"]) == []
    again = site.build()
    assert wanted in again.stderr
    assert site.build("build", "--strict").returncode == 1
    allowed = BODY.replace("1. Select", "<!-- helpwright: allow HW420 the printer -->\n\n1. Select")
    site.write({"kb-source/help/a.md": article("a", allowed)})
    done = site.build("build", "--strict")
    assert "HW420" not in done.stderr


def test_a_folder_that_cannot_be_written_is_told(site: Site) -> None:
    (site.folder / ".cache").write_text("a file")
    done = site.build()
    assert done.returncode == 1
    assert "smaller copies of pictures cannot be kept in" in done.stderr
    assert "Traceback" not in done.stderr
    assert not site.html.exists()


def test_compiled_pages_have_them_too(site: Site, tmp_path: Path) -> None:
    config = Config(site.folder / "kb-source", site.folder / "docs")
    done = compile_site(config, tmp_path / "out")
    page = (tmp_path / "out/kb/help/a.md").read_text()
    addresses = re.findall(r'srcset="\.\./([^"]+)"', page)
    assert addresses
    for address in addresses:
        assert f"kb/help/{address}" in done.written
        assert (tmp_path / "out/kb/help" / address).is_file()


def test_the_proof_finds_nothing_wrong(site: Site) -> None:
    assert site.build().returncode == 0
    assert findings(site) == []


def test_the_proof_finds_planted_faults(site: Site) -> None:
    assert site.build().returncode == 0
    page = site.html / "kb/help/a/index.html"
    whole = page.read_text()
    settings, lake = (next(site.html.glob(f"kb/help/{name}.*.*")) for name in ("settings", "lake"))

    def told() -> list[str]:
        return [f"{it.rule.code} {it.message}" for it in findings(site)]

    page.write_text(whole.replace(f"../{settings.name}", f"../{lake.name}", 1))
    assert told() == [f"HW705 the picture `../{lake.name}` is no copy of `kb/help/settings.png`"]
    page.write_text(whole.replace(f"../{settings.name}", "../gone.12345678.webp"))
    assert [it.partition(": ")[0] for it in told()] == [
        "HW705 the picture `../gone.12345678.webp` is missing"
    ]
    page.write_text(whole)
    data = settings.read_bytes()
    settings.write_bytes(lake.read_bytes())
    assert told() == [
        f"HW705 the picture `../{settings.name}` is no copy of `kb/help/settings.png`"
    ]
    settings.write_bytes(data)
    page.write_text(whole.replace('src="../settings.png"', 'src="../lake.jpg"'))
    assert any("has the picture `kb/help/lake.jpg` where its source" in it for it in told())
    assert any("is no copy of `kb/help/lake.jpg`" in it for it in told())


def test_two_pictures_of_one_name_do_not_meet(tmp_path: Path) -> None:
    body = "## Symptom\n\n![One](s.png)\n\n![Two](s.jpg)\n\n" + REST
    site = Site(tmp_path, {"a.md": article("a", body)})
    (tmp_path / "kb-source/s.png").write_bytes(saved(window()))
    (tmp_path / "kb-source/s.jpg").write_bytes(saved(photograph((480, 360)), "JPEG", quality=98))
    assert site.build().returncode == 0
    shown = pictures(site, "kb/a")
    assert sources(shown["One"])
    assert not set(sources(shown["One"])) & set(sources(shown["Two"]))


def test_the_search_finds_no_more_words_than_before(site: Site) -> None:
    assert site.build().returncode == 0
    index = json.loads((site.html / "search/search_index.json").read_text())
    assert "webp" not in json.dumps(index)
