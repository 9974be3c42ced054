"""Words that name a version: which count, in how much time, and where conditions hold."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpwright.build import inspect
from helpwright.config import Config
from helpwright.knowledge import Product, Registry, Release
from helpwright.rules._version_mentions import VersionNames

APP = Product(
    "app",
    "Example App",
    ("1.0", "1.1", "1.10", "2.0", "10", "11 Pro", "2010", "2010 SP1", "2012"),
    ("Example Phone for Chat Tool",),
    {"1.1": Release(("Spring 2024",)), "2.0": Release(("B2",))},
)
OTHERS = (
    Product("cloud", "Example App Cloud"),
    Product("mac", "Mac", aliases=("Example App 10 for Mac",)),
)
REGISTRY = Registry(products={product.id: product for product in (APP, *OTHERS)})
NAMES = VersionNames(REGISTRY, APP)

HEAD = (
    "---\nid: a\ntitle: A\napplies_to:\n  app: '>=2.0'\n"
    "status: published\nupdated: 2024-01-31\n---\n\n"
)
BODY = "## Symptom\n\nIt fails.\n\n## Resolution\n\n"
KB = "products:\n  app:\n    name: Example App\n    versions: ['1.0', '1.1', '2.0', '2.1']\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Example App 1.1 fails.", ["1.1"]),
        ("Start EXAMPLE APP\u00a01.1.", ["1.1"]),
        ("Example App 10, 2010 and Example App 11 Pro fail.", ["10", "2010", "11 Pro"]),
        ("Example App 2010 SP1 or later", ["2010 SP1"]),
        ("Example App 1.0-1.10", ["1.0", "1.10"]),
        ("Example App 1.0/1.10", ["1.0", "1.10"]),
        ("Example App v1.1, ver. 2.0", ["1.1", "2.0"]),
        ("Example App, version 1.1, fails.", ["1.1"]),
        ("Chat Tool 1.1 and the Example 1.1", ["1.1", "1.1"]),
        ("for example 1.1", []),
        ("Other Chat Tool 1.1", []),
        ("Example App Cloud 1.1", []),
        ("Example App 10 for Mac", []),
        ("Example App 10 and Example App 10 for Mac", ["10"]),
        ("Example App 1.10.3, 1.1b, 21.1", []),
        ("Example App 2012 R2", []),
        ("Install version 1.1.", ["1.1"]),
        ("Versions 1.0 to 1.10", ["1.0", "1.10"]),
        ("the protocol version 1.1", []),
        ("TLS v1.1", []),
        ("the driver (version 1.1)", []),
        ("in the V10 folder, in v1.1", ["1.1"]),
        ("in Example App V10", ["10"]),
        ("version 1.1 of the driver", []),
        ("version 1.1 of Example App, release 2.0 of the program", ["1.1", "2.0"]),
        ("In 1.x", ["1.x"]),
        ("in 10, for 2010, with 2012", []),
        ("in 11 Pro, in 11 pro", ["11 Pro"]),
        ("in 1.1 of the specification", []),
        ("in 1.1 seconds, with 2.0 GB", []),
        ("Spring 2024. In spring 2024. B2.", ["Spring 2024"]),
        ("using B2", ["B2"]),
        ('"Example App 1.1", “in 1.1” and in 2.0', ["2.0"]),
        ("Upgrade from Example App 1.1 to 2.0", []),
        ("move everything that you have to version 2.0", []),
        ("before Example App 1.1, until version 1.1, since 1.1", []),
        ("later than Example App 1.1, unlike 1.1", []),
        ("new in 1.1, fixed in version 1.1, available from Example App 1.1", []),
        ("Example App 1.1 introduced it.", []),
        ("It is not available in 1.1.", []),
        ("It took 1.0, and Example App 1.1 fails.", ["1.1"]),
        ("İİİ Example App 1.1", ["1.1"]),
        ("1.1", []),
        ("", []),
    ],
)
def test_what_names_a_version(text: str, named: list[str]) -> None:
    found = list(NAMES.find(text))
    assert [mention.name for mention in found] == named
    for mention in found:
        assert mention.start <= mention.at < mention.end <= len(text)


def test_a_letter_that_has_no_small_one_names_nothing() -> None:
    product = Product("app", "Example App", ("1s",))
    assert not list(VersionNames(Registry(products={"app": product}), product).find("in 1\u017f"))


def test_patches_belong_to_their_version() -> None:
    labels = {it.name: it.labels for it in NAMES.find("Example App 2010, 2010 SP1, 1.1 and 1.x")}
    assert labels["2010"] == ("2010", "2010 SP1")
    assert labels["2010 SP1"] == ("2010 SP1", "2010")
    assert labels["1.1"] == ("1.1",)
    assert labels["1.x"] == ("1.0", "1.1", "1.10")


@pytest.mark.parametrize(
    "piece",
    [
        "Example App 1.0, ",
        "Example App 1.0 x\n\n",
        "in 1.0 ",
        "1.0, ",
        "1.0",
        "1.",
        "version ",
        "Example App ",
        "upgrade to 1.0 ",
        '"1.0 ',
        "**in 1.0** ",
        "[in 1.0]{applies_to='2.0'} ",
        "1. In 1.0 {applies_to='2.0'}\n",
        "### In 1.0 {applies_to='2.0'}\n\nIn 1.0\n\n",
    ],
)
def test_hostile_texts_take_linear_time(piece: str, kb: Callable[..., Path]) -> None:
    text = HEAD + BODY + piece.replace("'", '"') * (100_000 // len(piece)) + "\n"
    folder = kb({"kb.yml": KB, "a.md": text})
    started = time.process_time()
    inspect(Config(folder))
    assert time.process_time() - started < 10, "the check does not take linear time"
