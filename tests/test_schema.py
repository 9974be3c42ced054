"""The JSON Schemas: made from the table of fields, shipped, and of one mind with the readers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import dev
from helpwright.cli import program
from helpwright.fields import ARTICLE_FIELDS, LEDGER_FIELDS, RECIPE_FIELDS, REGISTRY_FIELDS
from helpwright.ledger import read_ledger
from helpwright.parse.front_matter import parse_front_matter
from helpwright.parse.registry import parse_registry
from helpwright.parse.yaml_tree import Mapping, Node, Scalar, read_yaml
from helpwright.recipes import read_recipes
from helpwright.rules import RULE_CODES
from helpwright.schema import SCHEMAS, to_json
from helpwright.source import Source

SHIPPED = dev.ROOT / "plugins" / "helpwright" / "schemas"
SOURCES = [
    path
    for folder in ("kb-source", "tests/example_kb")
    for path in sorted((dev.ROOT / folder).rglob("*"))
    if path.name in ("kb.yml", "screenshots.yml", "capture.yml")
    or (path.suffix == ".md" and not path.name.startswith("_"))
]
# How YAML 1.2 reads plain scalars (its core schema, section 10.3.2).
CORE: tuple[tuple[str, Any], ...] = (
    (r"null|Null|NULL|~|", lambda text: None),
    (r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    (r"[-+]?[0-9]+", int),
    (r"0x[0-9a-fA-F]+", lambda text: int(text, 16)),
    (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
)

ARTICLE = "id: kettle\ntitle: Cold\nstatus: draft\nupdated: 2024-05-01\n"
# Front matter beside what every article needs, or in its place, and whether it is accepted.
FRONT_MATTER = [
    ("", True),
    ("summary: One sentence.", True),
    ("summary:", True),
    ("summary: 404", True),
    ("summary: [a, b]", False),
    ("summary: {a: b}", False),
    ("sumary: Misspelt.", False),
    ("id: 8x8.call_log-2", True),
    ("id: 2024", True),
    ("id: The Kettle", False),
    ("id: -1", False),
    ("id: kettle-", False),
    ("id:", False),
    ("id: [kettle]", False),
    ("title: 1.10", True),
    ("title: yes", True),
    ("title: ''", False),
    ("title: '  '", False),
    ("title: ~", False),
    ("title: [Cold]", False),
    ("status: retired", True),
    ("status: Published", False),
    ("status: done", False),
    ("status:", False),
    ("updated: '2024-05-01'", True),
    ("updated: 2024-02-30", False),
    ("updated: 01.05.2024", False),
    ("updated: 20240501", False),
    ("updated: 2024-05-01 10:00", False),
    ("applies_to: {kettle: all, pot: 1.10}", True),
    ("applies_to: {kettle: [1.0, 1.10, '>=2']}", True),
    ("applies_to:", True),
    ("applies_to: kettle", False),
    ("applies_to: [kettle]", False),
    ("applies_to: {kettle: }", False),
    ("applies_to: {kettle: []}", False),
    ("applies_to: {kettle: {from: 1}}", False),
    ("applies_to: {kettle: [[1]]}", False),
    ("errors: Heating failed ({code})", True),
    ("errors: ['Heating failed ({code})', 404]", True),
    ("errors: {a: b}", False),
    ("errors: [{a: b}]", False),
    ("changes: {2024-09-18: The menu of 2.0., '2024-03-01': 404}", True),
    ("changes: {2024-09-18: ' One line\n'}", True),
    ("changes:\n  2024-09-18: >\n    One\n    line\n", True),
    ("changes:\n  2024-09-18: |\n    Two\n    lines\n", False),
    ("changes:", True),
    ("changes: {2024-09-18: }", False),
    ("changes: {2024-09-18: [a]}", False),
    ("changes: {2024-02-30: Leap.}", False),
    ("changes: {today: Now.}", False),
    ("changes: [Now.]", False),
    ("changes: Now.", False),
    ("review_by: 2025-09-01", True),
    ("review_by:", True),
    ("review_by: soon", False),
    ("reviewed_for: {kettle: 1.10, pot: Spring 2024}", True),
    ("reviewed_for:", True),
    ("reviewed_for: {kettle: }", False),
    ("reviewed_for: {kettle: [1.0]}", False),
    ("reviewed_for: kettle", False),
    ("aliases: [old, /old/place/]", True),
    ("tags: [a, 1, true, ]", True),
    ("related: [pot, 8x8]", True),
    ("related: pot", True),
    ("related: [Pot]", False),
    ("related: Pot", False),
    ("related:", True),
    ("related: false", True),
    ("owner: kitchen", True),
    ("owner: The Kitchen", False),
]
KB_YML = [
    ("", True),
    ("title: Kitchen", True),
    ("title: [Kitchen]", False),
    ("titel: Kitchen", False),
    ("[a]", False),
    ("products: {kettle: {name: Kettle, versions: [1.0, 1.10]}}", True),
    ("products: {kettle: {name: Kettle, versions: 1.0}}", True),
    ("products: {kettle: {versions: [1.0]}}", False),
    ("products: {kettle: {name: , versions: [1.0]}}", False),
    ("products: {kettle: {name: Kettle, version: [1.0]}}", False),
    ("products: {kettle: Kettle}", False),
    ("products: {The Kettle: {name: Kettle}}", False),
    ("products: [kettle]", False),
    ("products: {kettle: {name: Kettle, aliases: [Water Kettle, 8x8]}}", True),
    ("products: {kettle: {name: Kettle, aliases: Water Kettle}}", True),
    ("products: {kettle: {name: Kettle, aliases: {a: b}}}", False),
    ("products: {kettle: {name: Kettle, versions: [1.0, ~, {version: 1.10}]}}", True),
    ("products: {kettle: {name: K, versions: [{version: 1, aliases: [a], released: }]}}", True),
    ("products: {kettle: {name: K, versions: [{version: 1, retired: 2024-05-01}]}}", True),
    ("products: {kettle: {name: K, versions: [{version: 1, retired: 2024-05-32}]}}", False),
    ("products: {kettle: {name: K, versions: [{version: 1, retired: [2024-05-01]}]}}", False),
    ("products: {kettle: {name: K, versions: [{aliases: [a]}]}}", False),
    ("products: {kettle: {name: K, versions: [{version: 1, alias: a}]}}", False),
    ("products: {kettle: {name: K, versions: [[1]]}}", False),
    ("products: {kettle: {name: K, versions: {version: 1}}}", False),
    ("products: {kettle: {name: K, platforms: {windows: Windows, macos: }}}", True),
    ("products: {kettle: {name: K, platforms: {Mac OS: macOS}}}", False),
    ("products: {kettle: {name: K, platforms: {macos: [macOS]}}}", False),
    ("products: {kettle: {name: K, platforms: [macos]}}", False),
    ("products: {kettle: {name: K, platforms: }}", True),
    ("products:", True),
    ("categories: {tea/black: {title: Tea, description: Hot.}}", True),
    ("categories: {tea: {description: Hot.}}", False),
    ("categories: {tea: Tea}", False),
    ("sections: {symptom: [What you see], cause: Why}", True),
    ("sections: {symptoms: [What you see]}", False),
    ("sections: {symptom: {a: b}}", False),
    ("redirects: {/old/kettle/: kettle, /tea: 'https://tea.example.com/'}", True),
    ("redirects:", True),
    ("redirects: [/old]", False),
    ("redirects: {/old: [a]}", False),
    ("owners: {kitchen: Kitchen team}", True),
    ("owners: {kitchen: [a]}", False),
    ("owners: Kitchen", False),
    ("rules: {HW204: warning, empty-section: 'off'}", True),
    ("rules: {empty-section: off}", True),
    ("rules: {HW204: }", True),
    ("rules: {HW204: fatal}", False),
    ("rules: {HW999: warning}", False),
    ("rules: [HW204]", False),
]

DIGEST = "1a3cb54a9c1ac0c6fbf1b4b0a1f1b6c8e0a5b2c7d6e9f8a7b6c5d4e3f2a1b0c9"
# The keys of a picture in screenshots.yml beside `sha256` and `taken`, and whether all is accepted.
PICTURE = [
    ("", True),
    ("product: kettle", True),
    ("product: The Kettle", False),
    ("product:", True),
    ("product: [kettle]", False),
    ("version: 1.10", True),
    ("version: [1.10]", False),
    (f"recipe: {DIGEST}", True),
    ("recipe:", True),
    ("recipe: dial", False),
    ("recipe: {url: x}", False),
    ("size: 12", False),
    (f"sha256: {DIGEST.upper()}", True),
    (f"sha256: {'12' * 32}", True),
    (f"sha256: {DIGEST[1:]}", False),
    ("sha256: none", False),
    ("sha256:", False),
    ("taken: 2024-02-30", False),
    ("taken: yesterday", False),
    ("taken:", False),
]
LEDGER = [
    ("", True),
    ("a.png: {}", False),
    ("a.png: 12", False),
    ("- a.png", False),
    *(
        (f"{path}: {{sha256: {DIGEST}, taken: 2024-05-01}}", accepted)
        for path, accepted in (
            ("a.png", True),
            ("a/b c.png", True),
            ("a/..png", True),
            ("a/.b.png", True),
            ("/a.png", False),
            ("./a.png", False),
            ("../a.png", False),
            ("a/../b.png", False),
            ("a//b.png", False),
            ("a/", False),
            ("..", False),
            (".", False),
            ("a\\b.png", False),
            ("''", False),
        )
    ),
]


# The keys of a recipe beside `source`, and whether all is accepted.
RECIPE = [
    ("", True),
    ("source: http://localhost:8080/a?b#c", True),
    ("source: ../mockups/a b.html?v=1.2#c", True),
    ("source: page.HTM", True),
    ("source:", False),
    ("source: file:///etc/passwd.html", False),
    ("source: /etc/page.html", False),
    ("source: javascript:alert(1).html", False),
    ("source: data:text/html,x", False),
    ("source: HTTPS://demo.example/", False),
    ("source: https://jane:secret@demo.example/", False),
    ("source: https://", False),
    ("source: picture.png", False),
    ("source: ?a.html", False),
    ("source: [a.html]", False),
    ("viewport: 1000x700", True),
    ("viewport:", True),
    ("viewport: 1000", False),
    ("viewport: 1000 x 700", False),
    ("viewport: 0x0", False),
    ("viewport: 100000x10", False),
    ("scale: 2", True),
    ("scale: 1.5", True),
    ("scale: '1.5'", True),
    ("scale: 4", True),
    ("scale: 4.1", False),
    ("scale: 0.5", False),
    ("scale: large", False),
    ("selector: '#a'", True),
    ("selector: [a]", False),
    ("area: page", True),
    ("area: all", False),
    ("{area: page, selector: a}", False),
    ("{area: viewport, selector: a}", True),
    ("background: none", True),
    ("background: black", False),
    ("scheme: both", True),
    ("scheme: blue", False),
    ("actions: [{click: a}, {fill: b, with: c}, {press: Enter}, {wait: d}, {hover: e}]", True),
    ("actions:", True),
    ("actions: {click: a}", False),
    ("actions: [click]", False),
    ("actions: [{}]", False),
    ("actions: [{tap: a}]", False),
    ("actions: [{click: a, wait: b}]", False),
    ("actions: [{fill: a}]", False),
    ("actions: [{click: a, with: b}]", False),
    ("highlights: [{selector: a}, {selector: b, number: 6b}, {selector: c, number: 7}]", True),
    ("highlights: [{selector: a, step: connect-app#save}]", True),
    ("highlights: [{selector: a, step: save}]", False),
    ("highlights: [{selector: a, step: connect-app#}]", False),
    ("highlights: [{selector: a, number: 0}]", False),
    ("highlights: [{selector: a, number: 1000}]", False),
    ("highlights: [{selector: a, number: b}]", False),
    ("highlights: [{selector: a, number: 1, step: a#b}]", False),
    ("highlights: [{number: 1}]", False),
    ("masks: [a, b]", True),
    ("masks: a", True),
    ("masks: {a: b}", False),
    ("allow: https://cdn.example", True),
    ("allow: [https://cdn.example:8443, 'http://127.0.0.1:80']", True),
    ("allow: https://cdn.example/", False),
    ("allow: [cdn.example]", False),
    ("locale: de-DE", True),
    ("locale: German", False),
    ("today: 2026-01-31", True),
    ("today: yesterday", False),
    ("note: x", False),
]
RECIPES = [
    ("", True),
    ("a.png: {}", False),
    ("a.png: a.html", False),
    ("- a.png", False),
    *(
        (f"{path}: {{source: a.html}}", accepted)
        for path, accepted in (
            ("a.png", True),
            ("a/b c.png", True),
            ("a/.b.png", False),
            (".git/a.png", False),
            ("/a.png", False),
            ("./a.png", False),
            ("../a.png", False),
            ("a/../b.png", False),
            ("a//b.png", False),
            ("a\\b.png", False),
            ("a.jpg", False),
            ("a.png/", False),
            ("''", False),
        )
    ),
]


def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(
        SCHEMAS[name](), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def as_editors_read(node: Node | None) -> Any:
    """Return a tree as a YAML 1.2 reader sees it."""
    if node is None:
        return None
    if isinstance(node, Mapping):
        return {key.text: as_editors_read(value) for key, value in node.entries}
    if not isinstance(node, Scalar):
        return [as_editors_read(item) for item in node.items]
    if node.plain:
        for pattern, convert in CORE:
            if re.fullmatch(pattern, node.text):
                return convert(node.text)
    return node.text


def judge_front_matter(yaml: str) -> tuple[list[str], list[str]]:
    """Return what the schema and what the reader has against a front matter."""
    source = Source("a.md", f"---\n{yaml}\n---\n".encode())
    tree, _ = read_yaml(source, 4, 5 + len(yaml.encode()), 2)
    refused = [
        error.message for error in validator("front-matter").iter_errors(as_editors_read(tree))
    ]
    return refused, [found.message for found in parse_front_matter(source).diagnostics]


def judge_kb_yml(yaml: str) -> tuple[list[str], list[str]]:
    source = Source("kb.yml", yaml.encode())
    tree, _ = read_yaml(source, 0, len(source.data), 1)
    refused = [error.message for error in validator("kb").iter_errors(as_editors_read(tree))]
    return refused, [found.message for found in parse_registry(source, RULE_CODES)[1]]


def judge_ledger(yaml: str) -> tuple[list[str], list[str]]:
    source = Source("screenshots.yml", yaml.encode())
    tree, _ = read_yaml(source, 0, len(source.data), 1)
    refused = [
        error.message for error in validator("screenshots").iter_errors(as_editors_read(tree))
    ]
    return refused, [found.message for found in read_ledger(source)[1]]


def judge_recipes(yaml: str) -> tuple[list[str], list[str]]:
    source = Source("capture.yml", yaml.encode())
    tree, _ = read_yaml(source, 0, len(source.data), 1)
    refused = [error.message for error in validator("capture").iter_errors(as_editors_read(tree))]
    return refused, [found.message for found in read_recipes(source)[1]]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_shipped_schema_is_the_one_that_the_fields_make(name: str) -> None:
    made = to_json(SCHEMAS[name]())
    hint = "run `python scripts/generate_reference.py`"
    assert (SHIPPED / f"{name}.schema.json").read_text(encoding="utf-8") == made, hint
    assert CliRunner().invoke(program, ["schema", name]).stdout == made


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    schema = SCHEMAS[name]()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:helpwright:schema:{name}"
    fields = {
        "front-matter": ARTICLE_FIELDS,
        "kb": REGISTRY_FIELDS,
        "screenshots": LEDGER_FIELDS,
        "capture": RECIPE_FIELDS,
    }[name]
    by_path = name in ("screenshots", "capture")
    described = schema["additionalProperties"] if by_path else schema
    assert {key: part["description"] for key, part in described["properties"].items()} == {
        key: field.description for key, field in fields.items()
    }


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(dev.ROOT).as_posix())
def test_the_schemas_accept_the_sources_of_this_project(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name == "kb.yml":
        refused, _ = judge_kb_yml(text)
    elif path.name == "screenshots.yml":
        refused, _ = judge_ledger(text)
    elif path.name == "capture.yml":
        refused, _ = judge_recipes(text)
    else:
        refused, _ = judge_front_matter(text.split("---\n")[1])
    assert refused == []


@pytest.mark.parametrize(("yaml", "accepted"), FRONT_MATTER)
def test_schema_and_reader_agree_about_front_matter(yaml: str, accepted: bool) -> None:
    key = yaml.partition(":")[0]
    rest = "".join(line for line in ARTICLE.splitlines(True) if line.partition(":")[0] != key)
    refused, found = judge_front_matter(rest + yaml)
    assert (refused == [], found == []) == (accepted, accepted), (refused, found)


@pytest.mark.parametrize("key", ["id", "title", "status", "updated"])
def test_schema_and_reader_agree_about_what_every_article_needs(key: str) -> None:
    rest = "".join(line for line in ARTICLE.splitlines(True) if line.partition(":")[0] != key)
    refused, found = judge_front_matter(rest)
    assert refused == [f"'{key}' is a required property"]
    assert len(found) == 1


@pytest.mark.parametrize(("yaml", "accepted"), KB_YML)
def test_schema_and_reader_agree_about_kb_yml(yaml: str, accepted: bool) -> None:
    refused, found = judge_kb_yml(yaml)
    assert (refused == [], found == []) == (accepted, accepted), (refused, found)


@pytest.mark.parametrize(("yaml", "accepted"), PICTURE)
def test_schema_and_reader_agree_about_a_picture(yaml: str, accepted: bool) -> None:
    keys = {"sha256": DIGEST, "taken": "2024-05-01"}
    keys.pop(yaml.partition(":")[0], None)
    lines = [*(f"{key}: {value}" for key, value in keys.items()), yaml]
    refused, found = judge_ledger("a.png:\n" + "".join(f"  {line}\n" for line in lines))
    assert (refused == [], found == []) == (accepted, accepted), (refused, found)


@pytest.mark.parametrize(("yaml", "accepted"), LEDGER)
def test_schema_and_reader_agree_about_screenshots_yml(yaml: str, accepted: bool) -> None:
    refused, found = judge_ledger(yaml)
    assert (refused == [], found == []) == (accepted, accepted), (refused, found)


@pytest.mark.parametrize(("yaml", "accepted"), RECIPE)
def test_schema_and_reader_agree_about_a_recipe(yaml: str, accepted: bool) -> None:
    source = "" if yaml.startswith("source") else "source: https://demo.example/"
    lines = f"{{{source}, {yaml[1:]}" if yaml.startswith("{") else f"{source}\n  {yaml}"
    refused, found = judge_recipes(f"a.png:\n  {lines}\n")
    assert (refused == [], found == []) == (accepted, accepted), (refused, found)


@pytest.mark.parametrize(("yaml", "accepted"), RECIPES)
def test_schema_and_reader_agree_about_capture_yml(yaml: str, accepted: bool) -> None:
    refused, found = judge_recipes(yaml)
    assert (refused == [], found == []) == (accepted, accepted), (refused, found)
