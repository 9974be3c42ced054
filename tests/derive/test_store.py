"""What is kept of copies: whole or not at all, and not for ever."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from helpwright.config import PictureFormat
from helpwright.derive.encode import Encoded
from helpwright.derive.store import KEPT_DAYS, Store

WEBP, AVIF = PictureFormat
DAY = 86_400


def encoded(size: int = 10) -> Encoded:
    return Encoded({WEBP: b"w" * size, AVIF: b"a" * size})


def age(folder: Path, key: str, days: float) -> None:
    then = time.time() - days * DAY
    for file in folder.glob(f"{key}.*"):
        os.utime(file, (then, then))


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} - {".gitignore"}


def test_what_was_put_is_got(tmp_path: Path) -> None:
    store = Store(tmp_path / "deep" / "pictures")
    assert store.get("k") is None
    put = store.put("k", encoded())
    assert Store(tmp_path / "deep" / "pictures").get("k") == put
    assert put.files[AVIF].read_bytes() == b"a" * 10
    store.put("none", Encoded(reason="why", help="what"))
    none = store.get("none")
    assert none is not None
    assert (none.files, none.reason, none.help) == ({}, "why", "what")


def test_git_does_not_see_it(tmp_path: Path) -> None:
    Store(tmp_path).put("k", encoded())
    assert (tmp_path / ".gitignore").read_text().splitlines()[-1] == "*"


@pytest.mark.parametrize("damage", [b"", b"w", b"[]", b"{}", b'{"copies": {"gif": 1}}', b"\xff"])
@pytest.mark.parametrize("name", ["k.json", "k.webp", "k.avif"])
def test_a_damaged_entry_counts_as_none_and_heals(tmp_path: Path, name: str, damage: bytes) -> None:
    store = Store(tmp_path)
    put = store.put("k", encoded())
    (tmp_path / name).write_bytes(damage)
    assert store.get("k") is None
    store.put("k", encoded())
    assert store.get("k") == put


@pytest.mark.parametrize("name", ["k.json", "k.webp"])
def test_half_an_entry_counts_as_none(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path)
    store.put("k", encoded())
    (tmp_path / name).unlink()
    assert store.get("k") is None


def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    store.put("k", encoded())
    before = names(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        store.put("other", encoded())
    assert names(tmp_path) == before


def test_what_nobody_uses_goes_after_a_while(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for key in ("old", "used", "young"):
        store.put(key, encoded())
        age(tmp_path, key, KEPT_DAYS - 1 if key == "young" else KEPT_DAYS + 1)
    (tmp_path / ".writing-x").write_bytes(b"")
    age(tmp_path, ".writing-x", 0)
    store.tidy({"used"})
    assert {name.partition(".")[0] for name in names(tmp_path) if name[0] != "."} == {
        "used",
        "young",
    }


def test_a_folder_that_is_too_large_loses_its_oldest_entries(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for days, key in enumerate(("fresh", "b", "c", "d")):
        store.put(key, encoded(1000))
        age(tmp_path, key, days + 0.5)
    store.tidy({"d"}, limit=7000)
    assert {name.partition(".")[0] for name in names(tmp_path)} == {"fresh", "b", "d"}
    store.tidy((), limit=0)
    assert {name.partition(".")[0] for name in names(tmp_path)} == {"fresh"}


def test_to_use_an_entry_keeps_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("k", encoded())
    age(tmp_path, "k", KEPT_DAYS + 1)
    assert store.get("k") is not None
    store.tidy(())
    assert store.get("k") is not None
