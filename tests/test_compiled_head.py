"""What the head of compiled pages tells search engines, by the template for other engines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from helpwright.compile import Engine, compile_site
from helpwright.config import Config, ConfigError
from tests.sites import Site, article

REGISTRY = """title: Test
products:
  app:
    name: App
    versions:
      - version: "1.0"
        retired: 2020-01-01
      - "2.0"
      - "3.0"
"""
BODY = """## Symptom

A.

## Resolution

1. One.
2. Old. {applies_to="1.0"}
3. Middle. {applies_to="2.0"}
4. New. {applies_to="3.0"}
"""
FILES = {"kb.yml": REGISTRY, "a.md": article("a", BODY, more="applies_to: {app: all}\n")}
ENGINES = {
    "properdocs": (Engine.MKDOCS, ["properdocs", "build", "--quiet"]),
    "zensical": (Engine.ZENSICAL, ["zensical", "build"]),
}


def head(page: Path) -> list[tuple[str, str]]:
    """Return the address that stands for a page, and what it tells robots."""
    html = LexborHTMLParser(page.read_text("utf-8"))
    links = [("canonical", it.attributes["href"]) for it in html.css("head link[rel=canonical]")]
    robots = [("robots", it.attributes["content"]) for it in html.css("head meta[name=robots]")]
    return [(name, value or "") for name, value in (*links, *robots)]


@pytest.mark.parametrize("engine", sorted(ENGINES))
@pytest.mark.parametrize("site_url", ["", "https://help.example.com/en/"])
def test_pages_for_older_versions_name_the_article_s_own(
    tmp_path: Path, engine: str, site_url: str
) -> None:
    site = Site(tmp_path, FILES)
    kind, command = ENGINES[engine]
    config = Config(tmp_path / "kb-source", tmp_path / "docs")
    overrides = tmp_path / "own" / "overrides"
    for _ in range(2):
        compile_site(config, tmp_path / "docs", engine=kind, overrides=overrides)
    settings = {
        "site_name": "Test",
        **({"site_url": site_url} if site_url else {}),
        "theme": {"name": "material", "font": False, "custom_dir": "own/overrides"},
        "markdown_extensions": ["attr_list"],
        "plugins": ["search"],
    }
    (tmp_path / "engine.yml").write_text(yaml.safe_dump(settings))
    done = subprocess.run(
        [sys.executable, "-m", *command, "--config-file", "engine.yml"],
        cwd=tmp_path,
        env=site.environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages = site.html / "kb" / "a"
    own = ("canonical", f"{site_url}kb/a/" if site_url else "../")
    assert head(pages / "2.0" / "index.html") == [own]
    assert head(pages / "1.0" / "index.html") == [own, ("robots", "noindex")]
    assert head(pages / "index.html") == ([own] if site_url else [])


def test_a_template_of_the_site_s_own_is_not_replaced(tmp_path: Path) -> None:
    Site(tmp_path, FILES)
    template = tmp_path / "overrides" / "main.html"
    template.parent.mkdir()
    template.write_text('{% extends "base.html" %}')
    with pytest.raises(ConfigError, match="was not written by `helpwright compile`"):
        compile_site(Config(tmp_path / "kb-source"), tmp_path / "docs", overrides=template.parent)
    assert template.read_text() == '{% extends "base.html" %}'
    assert not (tmp_path / "docs" / "kb").exists()


def test_without_the_option_no_template_is_written(tmp_path: Path) -> None:
    Site(tmp_path, FILES)
    compile_site(Config(tmp_path / "kb-source"), tmp_path / "docs", directory_urls=False)
    assert not list(tmp_path.rglob("main.html"))
    page = (tmp_path / "docs" / "kb" / "a" / "1.0.md").read_text("utf-8")
    front = yaml.safe_load(page.split("---\n")[1])
    assert (front["canonical"], front["robots"]) == ("kb/a.html", "noindex")
