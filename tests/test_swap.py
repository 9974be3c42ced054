"""The last good site stays whole, whatever happens to a build."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpwright import swap


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one page, and a finished build of the next one beside it."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "old.html").write_text("old")
    (swap.prepare(site) / "new.html").write_text("new")
    return site


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("exchange", [True, False])
def test_the_new_site_takes_the_place_of_the_old(
    site: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchange:
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    swap.swap(site)
    assert names(site) == ["new.html"]
    assert names(site.parent) == ["site"]


def test_a_stop_between_the_renames_is_mended(site: Path) -> None:
    site.rename(swap.discarded(site))
    swap.prepare(site)
    assert names(site) == ["old.html"]
    assert names(swap.aside(site)) == []


def test_a_discarded_build_leaves_the_site(site: Path) -> None:
    swap.discard(site)
    assert names(site) == ["old.html"]
    assert names(site.parent) == ["site"]


def test_a_site_that_cannot_be_renamed_gets_new_contents(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "sub").mkdir()
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == site:
            raise OSError(16, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", refuse)
    swap.swap(site)
    assert names(site) == ["new.html"]
    assert names(site.parent) == ["site"]


def test_a_linked_site_folder_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    link = tmp_path / "site"
    link.symlink_to(real)
    (swap.prepare(link) / "new.html").write_text("new")
    swap.swap(link)
    assert link.is_symlink()
    assert names(link) == ["new.html"]
