"""The proof of sites that real engines built, among other plugins."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from PIL import Image

from benchmarks.reference import read_markdown
from helpwright.build import inspect
from helpwright.compile import Engine, compile_site
from helpwright.config import Config
from helpwright.prove import prove_site
from helpwright.settle import with_severities
from tests.prove.folder import SiteFolder
from tests.prove.test_article import BODY, OTHER
from tests.sites import Site, article

DIAGRAM = "## Symptom\n\n```mermaid\ngraph LR\n  A --> B\n```\n\n## Resolution\n\nNone.\n"
CODE = (
    "## Symptom\n\n```make\nall:\n\techo $$PATH\t# here\n```\n\n## Resolution\n\n"
    "<!-- helpwright: allow HW114 a part without a name -->\n\n###\n\nNone.\n"
)
KB = {
    # The part without a name is in the table of contents all the same.
    "kb.yml": "products:\n  mail:\n    name: Harbor Mail\n    versions: ['1.0', '2.0']\n"
    "rules:\n  HW727: off\n",
    "guides/main.md": article("main", BODY, more="tags: [a, b]\n"),
    "guides/other.md": article("other", OTHER, more="aliases: [former]\n"),
    "guides/diagram.md": article("diagram", DIAGRAM),
    "guides/code.md": article("code", CODE),
}
DOCS = {
    "docs/index.md": """\
---
tags: [one]
---
# Home

[The list](kb/index.md), [an article](kb/guides/other.md#resolution), [a tab](more.md#tabs),
:material-check: :material-check: ![a picture](p.png){srcset="p.png 1x"} [top](#home) [#](#)

A note[^1], again[^1].

[^1]: The note.
""",
    "docs/more.md": """\
# More

## Tabs

=== "One"

    ``` py title="x.py" linenums="1"
    x = 1 # (1)!
    y = 2
    ```

    1.  An annotation.

=== "Two"

    ![a picture](p.png)

??? note "Unfold"

    - [x] done
""",
}
THEME = {
    "name": "material",
    "font": False,
    "features": [
        "navigation.tabs",
        "navigation.footer",
        "navigation.top",
        "navigation.path",
        "toc.follow",
        "content.action.edit",
        "content.code.annotate",
        "content.tabs.link",
        "search.suggest",
    ],
    "palette": [
        {"scheme": "default", "toggle": {"icon": "material/weather-night", "name": "Dark"}},
        {"scheme": "slate", "toggle": {"icon": "material/weather-sunny", "name": "Light"}},
    ],
}
MERMAID = {"name": "mermaid", "class": "mermaid", "format": "FENCES:fence_code_format"}
EXTENSIONS = [
    "admonition",
    "attr_list",
    "footnotes",
    "md_in_html",
    "def_list",
    "abbr",
    "smarty",
    {"toc": {"permalink": True}},
    "pymdownx.details",
    {"pymdownx.highlight": {"anchor_linenums": True}},
    {"pymdownx.superfences": {"custom_fences": [MERMAID]}},
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.critic",
    "pymdownx.mark",
    "pymdownx.smartsymbols",
    {"pymdownx.tabbed": {"alternate_style": True}},
    {"pymdownx.tasklist": {"custom_checkbox": True}},
    {
        "pymdownx.emoji": {
            "emoji_index": "NAME:emoji.twemoji",
            "emoji_generator": "NAME:emoji.to_svg",
        }
    },
]
PICTURES = {
    "docs/p.png": 300,
    "kb-source/guides/pictures/one.png": 20,
    "kb-source/guides/pictures/two.png": 300,
}
PLUGINS = [
    "search",
    "tags",
    "glightbox",
    {"redirects": {"redirect_maps": {"old.md": "more.md#tabs"}}},
    "helpwright",
]


def make(folder: Path, **settings: object) -> Site:
    """Return a project whose pages and articles use what Material's writers use."""
    made = {"theme": THEME, "markdown_extensions": EXTENSIONS, "plugins": PLUGINS}
    repository = {"repo_url": "https://example.com/a/b", "edit_uri": "edit/main/docs/"}
    site = Site(folder, KB, **(made | repository | settings))
    config = folder / "mkdocs.yml"
    text = config.read_text().replace("NAME:", "!!python/name:material.extensions.")
    config.write_text(text.replace("FENCES:", "!!python/name:pymdownx.superfences."))
    site.write({**DOCS, "kb-source/guides/files/tool.txt": "A tool.\n"})
    for file, size in PICTURES.items():
        (folder / file).parent.mkdir(exist_ok=True)
        Image.new("RGB", (size, size)).save(folder / file)
    return site


def hook(site: Site, body: str) -> None:
    """Add a hook of MkDocs to a project."""
    (site.folder / "hook.py").write_text(body)
    config = site.folder / "mkdocs.yml"
    config.write_text(config.read_text() + "hooks: [hook.py]\n")


@pytest.mark.parametrize("directory_urls", [True, False])
def test_a_site_of_many_plugins_is_silent(tmp_path: Path, directory_urls: bool) -> None:
    site = make(tmp_path, use_directory_urls=directory_urls)
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    assert "glightbox" in (site.html / "kb/guides").joinpath(
        "main/index.html" if directory_urls else "main.html"
    ).read_text("utf-8")
    config = Config(tmp_path / "kb-source", tmp_path / "docs")
    kb = inspect(config).kb
    assert with_severities(kb, prove_site(config, kb, site.html).findings) == []


SPOIL = "def on_post_page(output, page, config):\n    return output.replace({!r}, {!r})\n"
REMOVE = """\
import pathlib
def on_post_build(config):
    pathlib.Path(config.site_dir, {!r}).unlink()
"""


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        (
            SPOIL.format(' id="press"', ' id="press" value="9"'),
            "/kb/guides/main/index.html:1:1: HW701 step-wrong-on-page: step 2 of `Do it yourself` "
            "is numbered `9` on the page",
        ),
        (
            SPOIL.format("Choose one of these.", "Choose."),
            "/kb/guides/main/index.html:1:1: HW702 words-wrong-on-page: the section `Resolution` "
            "has `Choose.` where its source has `Choose one of these.`",
        ),
        (
            SPOIL.format('<h2 id="tabs"', "<h2"),
            "HW704 broken-fragment-on-page: the link `more/#tabs`",
        ),
        (
            REMOVE.format("kb/guides/other/index.html"),
            "/kb/guides/other/index.html:1:1: HW707 missing-page: the site has no page for the "
            "article `other` (guides/other.md)",
        ),
        (
            REMOVE.format("kb/guides/pictures/two.png"),
            "HW705 missing-picture-on-page: the picture `../pictures/two.png` is missing",
        ),
    ],
)
def test_what_a_plugin_breaks_fails_the_build(tmp_path: Path, body: str, finding: str) -> None:
    site = make(tmp_path)
    hook(site, body)
    done = site.build()
    assert done.returncode == 1
    assert finding in done.stderr
    assert "Traceback" not in done.stderr
    assert not site.html.exists()


ENGINES = {
    "properdocs": ["properdocs", "build", "--quiet", "--config-file", "engine.yml"],
    "zensical": ["zensical", "build", "--config-file", "engine.yml"],
}


def test_a_compiled_site_of_properdocs_is_silent(tmp_path: Path) -> None:
    assert told_of_compiled(tmp_path, "properdocs") == []


def test_a_compiled_site_of_zensical_is_silent(tmp_path: Path) -> None:
    assert told_of_compiled(tmp_path, "zensical") == []


def told_of_compiled(folder: Path, engine: str) -> list[str]:
    """Compile the knowledge base, build it with another engine, and prove the site."""
    site = make(folder)
    config = Config(folder / "kb-source", folder / "docs")
    chosen = Engine.ZENSICAL if engine == "zensical" else Engine.MKDOCS
    assert not compile_site(config, folder / "docs", engine=chosen).failed
    build_with(site, engine)
    kb = inspect(config).kb
    return [
        f"{found.rule.code} {found.path}: {found.message}"
        for found in with_severities(kb, prove_site(config, kb, site.html).findings)
        if found.path.startswith("kb/")
    ]


def test_an_engine_that_leaves_the_knowledge_base_out_is_told(tmp_path: Path) -> None:
    site = make(tmp_path)
    build_with(site, "zensical")
    config = Config(tmp_path / "kb-source", tmp_path / "docs")
    found = prove_site(config, inspect(config).kb, site.html).findings
    missing = [finding for finding in found if finding.rule.code == "HW707"]
    assert {"kb/guides/main/index.html", "kb/guides/other/index.html", "kb/index.html"} <= {
        finding.path for finding in missing
    }
    assert all("`helpwright compile`" in finding.help for finding in missing)


def build_with(site: Site, engine: str) -> None:
    settings = {
        "site_name": "Test",
        "docs_dir": "docs",
        "theme": {"name": "material", "font": False},
        "markdown_extensions": ["attr_list", "md_in_html", {"toc": {"permalink": True}}],
        "plugins": ["search"],
    }
    (site.folder / "engine.yml").write_text(yaml.safe_dump(settings))
    done = subprocess.run(
        [sys.executable, "-m", *ENGINES[engine]],
        cwd=site.folder,
        env=site.environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_articles_of_the_corpus_are_proven_right(corpus: Path, tmp_path: Path) -> None:
    articles = {
        path.relative_to(corpus).as_posix(): article(f"a{number}", read_markdown(path)[1])
        for number, path in enumerate(sorted(corpus.rglob("*.md")))
    }
    folder = SiteFolder(tmp_path, articles)
    assert sum(len(found.nodes.step_lists) for found in folder.kb.articles) > 1000
    rules = ("HW701", "HW702", "HW705", "HW706", "HW707", "HW708")
    assert [line for line in folder.told() if line.startswith(rules)] == []
