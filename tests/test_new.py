"""New articles: what the template holds, where it goes, and what it never does."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from helpwright.build import Inspection, inspect
from helpwright.cli import program
from helpwright.config import Config
from helpwright.knowledge import Product, Registry
from helpwright.new import CannotCreate, article_text, make_id, plan_article
from helpwright.parse import parse_article
from helpwright.resolve import resolve
from helpwright.source import Source

KB_YML = """\
title: Kitchen
products:
  kettle:
    name: Kettle
categories:
  tea:
    title: Tea
  coffee/beans:
    title: Beans
"""
TITLE = "The kettle stays cold"
EMPTY_SECTIONS = [
    ("empty-section", f"## {name}") for name in ("Symptom", "Cause", "Resolution", "Verification")
]
TODAY = datetime.date(2024, 2, 29)


@pytest.fixture
def project(kb: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an empty knowledge base."""
    folder = kb({"kb.yml": KB_YML, "tea/_draft.txt": ""}, "kb-source").parent
    monkeypatch.chdir(folder)
    return folder


def new(*arguments: str) -> Result:
    result = CliRunner().invoke(program, ["new", *arguments], prog_name="helpwright")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def look(project: Path) -> Inspection:
    return inspect(Config(project / "kb-source"))


def marked(inspection: Inspection) -> list[tuple[str, str]]:
    """Return the rule and the marked text of every finding in an article."""
    return [
        (found.rule.name, inspection.kb.sources[found.path].line(found.start.line).strip())
        for found in inspection.diagnostics
        if found.path != "kb.yml"
    ]


def test_a_new_article_is_a_draft_whose_gaps_are_findings(project: Path) -> None:
    result = new(TITLE, "--category", "tea")
    assert result.exit_code == 0
    assert result.stdout.startswith("Wrote kb-source/tea/the-kettle-stays-cold.md\n")
    assert "  helpwright check kb-source/tea/the-kettle-stays-cold.md\n" in result.stdout
    inspection = look(project)
    (article,) = inspection.kb.articles
    assert (article.id, article.title) == ("the-kettle-stays-cold", TITLE)
    assert article.metadata.status == "draft"
    assert article.metadata.updated is not None
    assert article.metadata.updated.text == datetime.date.today().isoformat()
    assert [applies.product.text for applies in article.metadata.applies_to] == ["kettle"]
    assert marked(inspection) == EMPTY_SECTIONS


def test_a_filled_in_article_has_no_findings(project: Path) -> None:
    new(TITLE, "--category", "tea")
    file = project / "kb-source/tea/the-kettle-stays-cold.md"
    text = file.read_text()
    for heading in ("Symptom", "Cause", "Resolution", "Verification"):
        text = text.replace(f"## {heading}\n", f"## {heading}\n\nWords about it.\n")
    file.write_text(text.replace("status: draft", "status: published"))
    assert marked(look(project)) == []


def test_with_several_products_the_writer_has_to_choose(project: Path) -> None:
    kb_yml = KB_YML.replace("categories:", '  pot:\n    name: "Pot\\e\\n# x"\ncategories:')
    (project / "kb-source/kb.yml").write_text(kb_yml)
    new(TITLE)
    assert marked(look(project)) == [("unknown-product", "product-id: all"), *EMPTY_SECTIONS]
    text = (project / "kb-source/the-kettle-stays-cold.md").read_text()
    assert "#   kettle (Kettle)\n#   pot (pot)\n" in text  # Such a name is refused.


def test_an_article_may_have_a_folder_of_its_own(project: Path) -> None:
    new(TITLE, "--category", "tea", "--folder", "--id", "cold")
    (article,) = look(project).kb.articles
    assert (article.path, article.id, article.category) == ("tea/cold/index.md", "cold", "tea")


def test_nothing_is_ever_overwritten(project: Path) -> None:
    file = project / "kb-source/tea/the-kettle-stays-cold.md"
    file.write_text("mine")
    result = new(TITLE, "--category", "tea")
    assert "tea/the-kettle-stays-cold.md" in result.stderr
    assert (result.exit_code, file.read_text()) == (2, "mine")
    # The file has no front matter, so that its id is another one's to take.
    file.write_text("---\nid: other\ntitle: Other\nstatus: draft\nupdated: 2024-01-01\n---\n")
    result = new(TITLE, "--category", "tea")
    assert "tea/the-kettle-stays-cold.md exists already, and is left as it is" in result.stderr
    assert (result.exit_code, file.read_text()[:9]) == (2, "---\nid: o")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([""], "the title is empty"),
        (["a\x1b[31mb"], "the title holds a control character"),
        (["two\nlines"], "the title holds a control character"),
        (["設定"], "no id can be made of this title: give one with --id"),
        (
            [TITLE, "--id", "The Kettle"],
            "`The Kettle` cannot be an id: use a-z, 0-9 and single hyphens, such as the-kettle",
        ),
        ([TITLE, "--id", "../x"], "`../x` cannot be an id"),
        ([TITLE, "--id", "index"], "`index` cannot be an id"),
        ([TITLE, "--id", "readme"], "`readme` cannot be an id"),
        ([TITLE, "--id", "taken"], "tea/taken.md has the id `taken` already"),
        (
            [TITLE, "--category", "tae"],
            "there is no category tae; did you mean tea? To begin a new",
        ),
        ([TITLE, "--category", "milk/cold"], "there is no category milk/cold. To begin a new"),
        ([TITLE, "--category", ".."], ".. is not in the knowledge base kb-source"),
        ([TITLE, "--category", "/"], "/ is not in the knowledge base kb-source"),
        ([TITLE, "--category", "tea/pot"], "tea/pot is the folder of one article"),
        ([TITLE, "--category", "_old"], "_old cannot hold articles"),
    ],
)
def test_what_cannot_be_made_is_told_in_words(
    arguments: list[str], words: str, project: Path
) -> None:
    articles = {"tea/taken.md": "---\nid: taken\n---\n", "tea/pot/index.md": "", "_old/a.txt": ""}
    write(project / "kb-source", articles)
    before = sorted(project.rglob("*"))
    result = new(*arguments)
    assert words in result.stderr
    assert (result.exit_code, sorted(project.rglob("*"))) == (2, before)


def write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


@pytest.mark.parametrize(
    ("category", "path"),
    [
        ("tea", "tea"),
        ("./tea/", "tea"),
        ("kb-source/tea", "tea"),
        ("coffee/beans", "coffee/beans"),
        ("new", "new"),
        (".", ""),
        ("kb-source", ""),
    ],
)
def test_a_category_is_named_as_in_kb_yml_or_as_a_folder(
    category: str, path: str, project: Path
) -> None:
    (project / "kb-source" / "new").mkdir()
    assert new(TITLE, "--category", category).exit_code == 0
    (article,) = look(project).kb.articles
    assert article.category == path


def test_the_command_to_go_on_with_names_the_knowledge_base_and_quotes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "kb-source").rename(project / "my kb")
    result = new("Cold", "kettle", "--kb", "my kb")
    assert "  helpwright check --kb 'my kb' 'my kb/cold-kettle.md'\n" in result.stdout


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("The kettle stays cold", "the-kettle-stays-cold"),
        ("You don't have permission", "you-dont-have-permission"),
        ("Größe & Ärger: 50 %", "grosse-arger-50"),
        ("  --  ", ""),
        ("設定 HW204", "hw204"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 90, "x" * 60),
    ],
)
def test_an_id_is_made_of_the_words_of_a_title(title: str, id: str) -> None:
    assert make_id(title) == id


@given(st.text(max_size=60))
def test_any_title_that_is_taken_reads_back_as_it_was(title: str) -> None:
    kb = resolve(Registry(), [], {}, {}, {})
    try:
        id, _ = plan_article(kb, title, id="some-id")
    except CannotCreate:
        return
    text = article_text(kb.registry, id, title, TODAY)
    article, diagnostics = parse_article(Source("a.md", text.encode()), {})
    assert diagnostics == []
    assert (article.id, article.title) == ("some-id", " ".join(title.split()))


@pytest.mark.parametrize("id", ["1e5", "null", "no", "2024-02-29", "1.10", "true", "a-b", "a_b"])
def test_ids_are_quoted_where_other_programs_would_take_them_for_something_else(id: str) -> None:
    text = article_text(Registry(), id, "Title", TODAY)
    front = yaml.safe_load(text.split("---\n")[1])
    assert front["id"] == id


def test_products_with_unusable_ids_are_not_offered() -> None:
    products = {"a: b": Product("a: b", "X"), "pot": Product("pot", "Pot")}
    text = article_text(Registry(products=products), "id", "Title", TODAY)
    assert "applies_to:\n  pot: all\n" in text
