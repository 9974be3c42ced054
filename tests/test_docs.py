"""The documentation is true: its examples, links and commands, and its reference is complete."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import mkdocs.__main__
import pytest
import yaml

import dev
from helpwright.cli import program
from helpwright.fields import ARTICLE_FIELDS, REGISTRY_FIELDS
from helpwright.html_policy import ALLOWED_ELEMENTS, DROPPED_WITH_CONTENT, SAFE_SCHEMES
from helpwright.parse.directives import NAMES
from helpwright.parse.sections import SECTION_NAMES
from helpwright.plugin import PluginOptions
from helpwright.rules import RULES
from tests.test_rules import EXAMPLE, EXAMPLE_KB, findings, show, whole_article

DOCS = dev.ROOT / "docs"
README = dev.ROOT / "README.md"
PAGES = sorted(DOCS.rglob("*.md"))
FENCE = re.compile(r"^( *)(`{3,})([^`\n]*)\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
INLINE_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
LINK = re.compile(r"\]\(([^()\s]+)\)")
EXAMPLE_TITLE = re.compile(r'markdown title="([^"]+)"')
MISTAKE = re.compile(r"Mistake (HW\d+)")
# The programs whose commands are looked up; what else a block of commands holds is not ours.
PROGRAMS: dict[str, click.Command] = {"helpwright": program, "mkdocs": mkdocs.__main__.cli}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its info string, its text, and the line that it begins in."""

    page: Path
    line: int
    info: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(dev.ROOT).as_posix()}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    source = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        yield Block(page, line, match[3].strip(), textwrap.dedent(match[4]))


def prose(page: Path) -> str:
    """Return a page without its code."""
    return INLINE_CODE.sub("", FENCE.sub("", page.read_text(encoding="utf-8")))


ALL_BLOCKS = [block for page in [README, *PAGES] for block in blocks(page)]
EXAMPLES = [block for block in ALL_BLOCKS if EXAMPLE_TITLE.match(block.info)]


def commands() -> Iterator[tuple[Block, list[str]]]:
    """Yield the words of each command in the blocks of commands, and of CI configurations."""
    for block in ALL_BLOCKS:
        for line in block.text.splitlines():
            if block.info == "yaml":
                line = line.strip().removeprefix("- ").removeprefix("run: ")
            elif block.info not in ("sh", "console"):
                continue
            line = line.strip().removeprefix("$ ").removeprefix("exec ")
            if line.split(" ")[0] in (*PROGRAMS, "python3"):
                yield block, shlex.split(line, comments=True)


COMMANDS = list(commands())


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_examples_are_what_they_say(block: Block, tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    shutil.copytree(EXAMPLE_KB, folder)
    (folder / EXAMPLE).write_text(whole_article(block.text), encoding="utf-8", newline="\n")
    found = findings(folder)
    title = EXAMPLE_TITLE.match(block.info)
    assert title is not None
    mistake = MISTAKE.fullmatch(title[1])
    shown = "".join(map(show, found))
    if mistake:
        assert {entry.rule.code for entry in found} == {mistake[1]}, shown
    else:
        assert not found, shown


def test_there_are_examples_of_both_kinds() -> None:
    mistakes = [block for block in EXAMPLES if "Mistake" in block.info]
    assert mistakes
    assert len(EXAMPLES) > 2 * len(mistakes)


@pytest.mark.parametrize(("block", "words"), COMMANDS, ids=lambda value: str(value)[:60])
def test_commands_exist(block: Block, words: list[str]) -> None:
    name, *rest = words
    if name == "python3":
        script, *arguments = rest
        assert (dev.ROOT / script).is_file(), f"{block}: no {script}"
        if script == "dev.py":
            assert arguments[0] in dev.COMMANDS, f"{block}: no command {arguments[0]}"
        return
    fault = unknown_part(PROGRAMS[name], rest)
    assert not fault, f"{block}: {shlex.join(words)}: {fault}"


def unknown_part(command: click.Command, words: list[str]) -> str:
    """Return the first word that is no command or option of its program, or nothing."""
    words = list(words)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name = words.pop(0)
        if name not in command.commands:
            return f"no command {name}"
        command = command.commands[name]
    options = {"--help": None, **{name: p for p in command.params for name in p.opts}}
    while words:
        word = words.pop(0)
        if not word.startswith("-"):
            continue
        if word not in options:
            return f"no option {word}"
        option = options[word]
        if isinstance(option, click.Option) and not option.is_flag:
            value = words.pop(0) if words else ""
            if isinstance(option.type, click.Choice) and value not in option.type.choices:
                return f"{word} cannot be {value}"
    return ""


def test_unknown_commands_and_options_are_found() -> None:
    assert not unknown_part(program, ["check", "--format", "junit", "a.md"])
    assert unknown_part(program, ["chekc"]) == "no command chekc"
    assert unknown_part(program, ["check", "--fomat", "text"]) == "no option --fomat"
    assert unknown_part(program, ["check", "--format", "xml"]) == "--format cannot be xml"


def test_the_two_commands_of_the_readme() -> None:
    shown = {tuple(words[1:3]) for block, words in COMMANDS if block.page == README}
    assert {("dev.py", "site"), ("dev.py", "test")} <= shown


@pytest.mark.parametrize("page", [README, *PAGES], ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    """Links into the knowledge base are addresses of pages; the build of the site checks those."""
    for target in LINK.findall(prose(page)):
        path = target.partition("#")[0]
        if ":" in target or not path:
            continue
        file = page.parent / path
        if file.resolve().is_relative_to(DOCS / "kb"):
            continue
        assert file.exists(), f"{page.name} links to {target}"


def test_every_page_is_in_the_navigation() -> None:
    settings = (dev.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav: Any = yaml.safe_load(re.split(r"^(?=nav:)", settings, flags=re.MULTILINE)[1])["nav"]
    assert set(targets(nav)) == {page.relative_to(DOCS).as_posix() for page in PAGES} | {"kb/"}


def targets(nav: Any) -> Iterator[str]:
    """Yield what a navigation names."""
    if isinstance(nav, str):
        yield nav
    for item in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from targets(item)


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    """The build checks what the tests here leave out: links into the knowledge base, fragments."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=dev.ROOT,
        env=os.environ | quiet,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr
    assert (tmp_path / "site" / "guide" / "steps" / "index.html").is_file()


def test_configuration_describes_every_option() -> None:
    page = (DOCS / "reference" / "configuration.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^### `(\w+)`$", page, re.MULTILINE))
    assert described == {name for name, _ in PluginOptions._schema}
    (shown,) = (
        plugin["helpwright"]
        for block in blocks(DOCS / "reference" / "configuration.md")
        if block.info == "yaml" and "kb_dir" in block.text
        for plugin in yaml.safe_load(block.text)["plugins"]
        if isinstance(plugin, dict)
    )
    assert shown == {name: option.default for name, option in PluginOptions._schema}


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("front-matter.md", list(ARTICLE_FIELDS)),
        ("kb-yml.md", list(REGISTRY_FIELDS)),
        ("cli.md", [f"helpwright {name}" for name in program.commands]),
        ("rules.md", [rule.code for rule in RULES]),
    ],
)
def test_reference_names_everything(page: str, names: list[str]) -> None:
    text = (DOCS / "reference" / page).read_text(encoding="utf-8")
    assert names
    assert not [name for name in names if not re.search(rf"\b{re.escape(name)}\b", text)]


def test_format_lists_what_the_program_knows() -> None:
    """Hold the lists of the format's page against those of the program."""
    text = (DOCS / "reference" / "format.md").read_text(encoding="utf-8")
    for kind, names in SECTION_NAMES.items():
        assert f"| `{kind}` | {', '.join(names)} |" in text
    listed = {name: codes(text, name) for name in ("kept", "left out with their contents")}
    headings = {f"h{level}" for level in range(2, 6)}
    assert listed["kept"] | headings == ALLOWED_ELEMENTS
    assert listed["left out with their contents"] == DROPPED_WITH_CONTENT
    assert {f"`{name}`" for name in NAMES} <= set(re.findall(r"`\w+`", text))
    schemes = re.search(r"schemes that are allowed are (.*?)\. Other", text, re.DOTALL)
    assert schemes is not None
    assert set(re.findall(r"`([\w-]+)`", schemes[1])) == SAFE_SCHEMES


def codes(text: str, name: str) -> set[str]:
    """Return the code words of the list item "Elements that are <name>"."""
    item = re.search(rf"\*\*Elements that are {name}\*\*: (.*?)\n- ", text, re.DOTALL)
    assert item is not None
    return set(re.findall(r"`(\w+)`", item[1]))


@pytest.mark.parametrize(
    "block", [block for block in ALL_BLOCKS if block.info == "python"], ids=str
)
def test_python_runs(block: Block, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE_KB, tmp_path / "kb-source")
    result = subprocess.run(
        [sys.executable, "-c", block.text], cwd=tmp_path, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("block", [block for block in ALL_BLOCKS if block.info == "yaml"], ids=str)
def test_yaml_can_be_read(block: Block) -> None:
    for document in block.text.split("---\n"):
        # MkDocs' own tags, such as `!!python/name:…`, are its business.
        yaml.safe_load(re.sub(r"!!python/\S+", "name", document))
