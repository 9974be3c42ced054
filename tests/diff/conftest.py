"""The repository that the tests of `helpwright diff` change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.diff.history import History, begin
from tests.repositories import WHO


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository with a knowledge base of four articles, all of it committed."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, WHO[name])
    return begin(tmp_path / "project")
