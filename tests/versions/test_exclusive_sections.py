"""Two sections of one kind for different versions: each has the kind's address for its readers."""

from __future__ import annotations

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from tests.prove.folder import SiteFolder, article

KB = 'products:\n  app:\n    name: App\n    versions: ["1.0", "2.0"]\n'
BODY = """\
## Symptom

A.

## Cause {applies_to="app: 2.0"}

The new one.

## Cause {applies_to="app: 1.0"}

The old one.

## Resolution

1. B.
2. C.
"""


def test_each_cause_is_the_cause_of_its_readers(tmp_path: Path) -> None:
    link = "See [why](kb:main#cause) and [the second](kb:main#cause-1)."
    other = BODY.replace("A.", link)
    site = SiteFolder(
        tmp_path,
        {
            "kb.yml": KB,
            "main.md": article("main", BODY, applies_to="{app: all}"),
            "other.md": article("other", other, applies_to="{app: all}"),
        },
    )
    assert site.told() == []
    for page, words in (("kb/main", "The new one."), ("kb/main/1.0", "The old one.")):
        html = LexborHTMLParser(site.file(page).read_text("utf-8"))
        heading = html.css_first("h2#cause")
        assert heading is not None, page
        text = html.body.text(deep=True) if html.body else ""
        assert words in text
    old = LexborHTMLParser(site.file("kb/main/1.0").read_text("utf-8"))
    assert len(old.css("[id=cause-1]")) == 1
    links = LexborHTMLParser(site.file("kb/other/1.0").read_text("utf-8"))
    assert [a.attributes["href"] for a in links.css("a[href*='main/1.0/#']")] == [
        "../../main/1.0/#cause",
        "../../main/1.0/#cause-1",
    ]


def test_a_label_of_the_same_name_keeps_it(tmp_path: Path) -> None:
    body = BODY.replace("1. B.", "1. B. {#cause}")
    site = SiteFolder(
        tmp_path, {"kb.yml": KB, "main.md": article("main", body, applies_to="{app: all}")}
    )
    assert site.told() == []
    for page in ("kb/main", "kb/main/1.0"):
        html = LexborHTMLParser(site.file(page).read_text("utf-8"))
        (place,) = html.css("[id=cause]")
        assert place.tag == "li"
