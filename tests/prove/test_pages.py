"""The pages that a site must have, and those that it must not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from helpwright.prove import prove, prove_site
from helpwright.render.host import Layout
from tests.prove.folder import SiteFolder, article

BODY = "## Symptom\n\nIt fails.\n"
KB = {
    "mail/lost.md": article("lost", BODY, aliases="[old-lost, /former/place/, /former.html]"),
    "mail/draft.md": article("draft", BODY, status="draft"),
    "top.md": article("top", BODY, status="retired"),
    "kb.yml": """
redirects:
  /manual/: lost
  /manual/page.html: /kb/mail/?from=manual
  /home/: /kb/
  /step/: /manual/
  /shop/: https://shop.example.com/?a=1&b="2"
  /former/place/: top
  /kb/top/: lost
  /draft/: draft
""",
}
WHOLE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>{}'


@pytest.fixture(params=[True, False], ids=["folders", "files"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> SiteFolder:
    return SiteFolder(tmp_path, KB, directory_urls=request.param)


def page(folder: SiteFolder, path: str) -> str:
    return folder.site.file(f"{path}.md")


def test_a_whole_site_is_silent(folder: SiteFolder) -> None:
    assert folder.told() == []


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("kb/mail/lost", "the site has no page for the article `lost` (mail/lost.md)"),
        ("kb/top", "the site has no page for the article `top` (top.md)"),
        ("kb/index", "the site has no page that lists the knowledge base"),
        ("kb/mail/index", "the site has no page that lists the category `mail`"),
        ("kb/mail/old-lost", "no page here that leads on to the article `lost`"),
        ("former/place/index", "no page here that leads on to the article `lost`"),
        ("manual/index", "no page here that leads on to the article `lost`, as a redirect of kb"),
        (
            "step/index",
            "no page here that leads on to `/manual/`, as a redirect of kb.yml promises",
        ),
        ("shop/index", "no page here that leads on to `https://shop.example.com/?a=1&b="),
    ],
)
def test_a_missing_page_is_found(folder: SiteFolder, path: str, message: str) -> None:
    file = page(folder, path)
    (folder.root / file).unlink()
    found = [finding for finding in folder.prove() if finding.rule.code == "HW707"]
    assert [finding.path for finding in found] == [file]
    assert message in found[0].message
    assert found[0].help == "look for a plugin or setting that excludes the page"


def test_an_alias_may_name_a_file(folder: SiteFolder) -> None:
    (folder.root / "former.html").unlink()
    assert [line.split(":")[0] for line in folder.told()] == ["HW707 former.html"]


@pytest.mark.parametrize(
    ("refresh", "message"),
    [
        (
            '<meta http-equiv="refresh" content="0; url=/elsewhere/">',
            "leads on to `/elsewhere/`, not",
        ),
        ('<meta http-equiv="refresh" content="0; url=.">', "leads on to `kb/mail/"),
        ("", "does not lead on, not to"),
    ],
)
def test_an_alias_that_leads_elsewhere_is_found(
    folder: SiteFolder, refresh: str, message: str
) -> None:
    file = page(folder, "kb/mail/old-lost")
    (folder.root / "kb/mail/old-lost").mkdir(exist_ok=True)
    (folder.root / "kb/mail/old-lost/index.html").write_text("<title>A</title>", "utf-8")
    (folder.root / file).write_text(f"<!doctype html><title>A</title>{refresh}", "utf-8")
    told = [line for line in folder.told() if "alias" in line]
    assert len(told) == 1
    assert told[0].startswith(f"HW703 {file}: the page of an alias of the article `lost` ")
    assert message in told[0]


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("manual/index.html", "kb/mail/lost"),
        ("manual/page.html", "kb/mail/index.html"),
        ("home/index.html", "kb/index.html"),
        ("step/index.html", "kb/mail/lost"),
        ("shop/index.html", "https://shop.example.com/?a=1&b="),
    ],
)
@pytest.mark.parametrize("address", ["../shop/", "https://shop.example.org/", ""])
def test_a_redirect_that_leads_elsewhere_is_found(
    folder: SiteFolder, address: str, file: str, wanted: str
) -> None:
    refresh = f'<meta http-equiv="refresh" content="0; url={address}">' if address else ""
    (folder.root / file).write_text(f"<!doctype html><title>A</title>{refresh}", "utf-8")
    told = [line for line in folder.told() if "the redirect" in line]
    assert len(told) == 1
    assert told[0].startswith(f"HW703 {file}: the page of the redirect from `/")
    assert told[0].partition(", not to `")[2].startswith(wanted)


def test_redirects_to_what_has_no_page_and_from_what_has_one_are_not_made(
    folder: SiteFolder,
) -> None:
    assert not (folder.root / "draft").exists()
    assert "refresh" not in (folder.root / page(folder, "kb/top")).read_text("utf-8")
    alias = (folder.root / page(folder, "former/place/index")).read_text("utf-8")
    assert "kb/mail/lost" in alias


def test_a_redirect_to_a_missing_page_of_the_site_is_found(tmp_path: Path) -> None:
    kb = {"top.md": article("top", BODY), "kb.yml": "redirects: {/old/: /nothing/}\n"}
    folder = SiteFolder(tmp_path, kb)
    told = (
        "HW717 old/index.html: the page leads on to `nothing/index.html`, which the site does not"
    )
    assert f"{told} have" in folder.told()


def test_the_page_of_an_unpublished_article_is_stale(folder: SiteFolder) -> None:
    file = page(folder, "kb/mail/draft")
    (folder.root / file).parent.mkdir(exist_ok=True)
    (folder.root / file).write_text(WHOLE.format("<p>Words."), "utf-8")
    assert folder.told() == [
        f"HW708 {file}: the site has a page for the article `draft`, whose status is `draft`"
    ]
    assert "mail/draft.md" in folder.prove()[0].help


@pytest.mark.parametrize("source", ["kb/mail/lost", "kb/mail/index"])
def test_a_page_that_was_left_over_is_stale(folder: SiteFolder, source: str) -> None:
    file = page(folder, "kb/mail/gone")
    (folder.root / file).parent.mkdir(exist_ok=True)
    shutil.copyfile(folder.root / page(folder, source), folder.root / file)
    assert f"HW708 {file}: the site has a page of the knowledge base that no" in folder.told()[-1]


def test_other_pages_of_the_same_folder_are_none_of_ours(folder: SiteFolder) -> None:
    file = page(folder, "kb/mail/by-hand")
    (folder.root / file).parent.mkdir(exist_ok=True)
    (folder.root / file).write_text(WHOLE.format("<p>About class hw-article."), "utf-8")
    assert folder.told() == []


def test_drafts_belong_to_a_preview(folder: SiteFolder) -> None:
    preview = replace(folder.site, drafts=True)
    found, redirect = prove(preview, folder.kb).findings
    assert redirect.path == "draft/index.html"
    assert (found.rule.code, found.path) == ("HW707", page(folder, "kb/mail/draft"))


def test_a_site_without_the_knowledge_base_tells_how_to_get_it_in(folder: SiteFolder) -> None:
    shutil.rmtree(folder.root / "kb")
    found = prove_site(folder.config, folder.kb, folder.root).findings
    missing = [finding for finding in found if finding.rule.code == "HW707"]
    assert {"kb/mail/lost", "kb/top"} <= {
        finding.path.removesuffix(".html").removesuffix("/index") for finding in missing
    }
    assert all("`helpwright compile`" in finding.help for finding in missing)


def test_the_form_of_addresses_is_seen_from_the_files(folder: SiteFolder) -> None:
    assert prove_site(folder.config, folder.kb, folder.root).findings == []


def test_a_folder_that_is_not_there_is_an_error(folder: SiteFolder) -> None:
    with pytest.raises(FileNotFoundError):
        prove_site(folder.config, folder.kb, folder.root / "nowhere")


def test_a_page_that_cannot_be_read_is_a_finding(folder: SiteFolder) -> None:
    file = folder.root / page(folder, "kb/mail/lost")
    file.unlink()
    file.symlink_to(file.name)  # A link to itself.
    told = folder.told()
    assert any(line.startswith("HW734") and "is a link to nothing" in line for line in told)


def test_articles_that_share_a_page_are_not_held_against_each_other(tmp_path: Path) -> None:
    kb = {"a.md": article("same", BODY), "b.md": article("same", "## Symptom\n\nOther.\n")}
    assert SiteFolder(tmp_path, kb).told() == []


def test_the_knowledge_base_may_be_the_whole_site(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path, {"a.md": article("a", BODY)})
    assert prove(replace(folder.site, layout=Layout("")), folder.kb).findings != []
    (folder.root / "kb").rename(tmp_path / "whole")
    config = replace(folder.config, path="")
    assert prove_site(config, folder.kb, tmp_path / "whole").findings == []


def test_a_place_that_does_not_lead_on_is_found(tmp_path: Path) -> None:
    redirects = '{/old/: top, "/old/#a": top#symptom, "/kb/top/#b": top#symptom}'
    kb = {"top.md": article("top", BODY), "kb.yml": f"redirects: {redirects}\n"}
    folder = SiteFolder(tmp_path, kb)
    assert folder.told() == []
    for page, id in (("old/index.html", "a"), ("kb/top/index.html", "b")):
        file = folder.root / page
        file.write_text(file.read_text("utf-8").replace(f'id="{id}"', ""), "utf-8")
    lost = "the page does not lead on from"
    assert [line.partition(", as")[0] for line in sorted(folder.told())] == [
        f"HW704 kb/top/index.html: {lost} `#b`",
        f"HW704 old/index.html: {lost} `#a`",
    ]
