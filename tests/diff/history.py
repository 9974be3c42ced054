"""A repository with a knowledge base, to be changed and compared by `helpwright diff`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from helpwright.cli import program
from tests.moving import picture
from tests.repositories import git

REGISTRY = """\
title: Kitchen
products:
  kettle:
    name: Kettle
    versions: ["1.0", "1.1", "2.0"]
categories:
  tea: {title: Tea}
  coffee: {title: Coffee}
"""
KETTLE = """\
---
id: kettle-cold
title: The kettle stays cold
summary: The lamp is on and the water stays cold.
applies_to:
  kettle: all
errors:
  - E42
status: published
updated: 2024-09-18
---

## Symptom

The lamp is on, and the water *stays* cold. See [how to pour](kb:pour#hot).

![The kettle with its lamp](lamp.png)

## Cause

The fuse of the kettle has blown.

## Resolution

1. Pull the plug.
2. Wait a minute. {#wait}
3. Put the plug in again, or repeat [](#wait).
4. Look at the lamp.
5. If the lamp is on, go back to step 4.
6. Pour in the water.
"""
POUR = """\
---
id: pour
title: Pour the coffee
status: published
updated: 2024-09-18
---

## Symptom

You have no coffee and the pot is full of cold water.

## Cause

Nobody has poured it.

## Resolution

### Pour it hot {#hot}

1. Fill the pot to the line.
2. Warm it for a minute.
3. Pour it. {#pour}
4. Wash the cup.

### Pour it cold

1. Open the fridge.
2. Take the jug out of the fridge.
"""
LID = """\
---
id: lid
title: The lid does not open
status: published
updated: 2024-09-18
---

## Symptom

The lid of the pot does not open.

## Cause

It is dry.

## Resolution

1. Turn the lid to the left.
2. Lift it as in [step 3](kb:pour#pour).
"""
TAP = LID.replace("lid", "tap").replace("The lid", "The tap").replace("pot", "sink")
KB: Mapping[str, str | bytes] = {
    "kb.yml": REGISTRY,
    "tea/kettle.md": KETTLE,
    "tea/lamp.png": picture(),
    "coffee/pour.md": POUR,
    "coffee/lid.md": LID,
    "coffee/tap.md": TAP,
}


@dataclass(frozen=True)
class History:
    """A repository whose folder `kb-source` is a knowledge base."""

    top: Path

    @property
    def kb(self) -> Path:
        return self.top / "kb-source"

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for path, content in files.items():
            file = self.kb / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)

    def replace(self, path: str, *changes: tuple[str, str]) -> None:
        """Change words of a file, each of which stands there once."""
        text = (self.kb / path).read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.write({path: text})

    def move(self, old: str, new: str) -> None:
        target = self.kb / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.kb / old).rename(target)

    def commit(self) -> str:
        git(self.top, "add", "--all")
        git(self.top, "commit", "--quiet", "--message", "x")
        return git(self.top, "rev-parse", "HEAD")

    def run(self, *arguments: str) -> Result:
        result = CliRunner().invoke(
            program, ["diff", "--kb", str(self.kb), *arguments], prog_name="helpwright"
        )
        fault = result.exception
        assert fault is None or isinstance(fault, SystemExit), result.exc_info
        return result

    def lines(self, *revisions: str) -> list[str]:
        """Return what the report says between two revisions, line by line, without blank ones."""
        shown = self.run(*(revisions or ("HEAD",))).stdout.splitlines()
        return [line.strip() for line in shown if line.strip()][:-1]

    def found(self, *revisions: str) -> dict[str, Any]:
        """Return the report as JSON holds it."""
        result: dict[str, Any] = json.loads(
            self.run(*(revisions or ("HEAD",)), "--format", "json").stdout
        )
        return result

    def changes(self, *revisions: str) -> list[tuple[str, ...]]:
        """Return the kinds of all changes, with step and former step where there are any."""
        return [
            tuple(filter(None, (change["kind"], change["step"], change["was"])))
            for article in self.found(*revisions)["articles"]
            for change in article["changes"]
        ]


def begin(folder: Path) -> History:
    """Return a repository with a knowledge base, all of it committed."""
    folder.mkdir()
    git(folder, "init", "--quiet")
    made = History(folder)
    made.write(KB)
    made.commit()
    return made
