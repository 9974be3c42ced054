"""Opening what is to be imported: nothing outside is read, and damage costs only what it hits."""

from __future__ import annotations

import bz2
import datetime
import gzip
import io
import lzma
import os
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwright.importers import listing, members
from helpwright.importers.bundle import Bundle, Unreadable, decode
from helpwright.importers.sources import open_bundle

PAGES = {
    "about.md": b"Help in the kitchen.\n",
    "tea/kettle.md": b"# The kettle stays cold\n",
    "tea/media/switch.png": b"\x89PNG\r\n\x1a\n",
    "toaster.md": b"# The toaster burns bread\n" * 20,
}
OLD = (2019, 3, 7, 12, 0, 0)
Maker = Callable[[Path], None]


def make_zip(files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, OLD), data, method)
    return packed.getvalue()


def make_tar(files: Iterable[tuple[str, bytes]], *more: tarfile.TarInfo) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            info.mtime = int(datetime.datetime(*OLD, tzinfo=datetime.UTC).timestamp())
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info)
    return packed.getvalue()


def tar_link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def special_tar_member(name: str, kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    return info


ARCHIVES: dict[str, Callable[[Iterable[tuple[str, bytes]]], bytes]] = {
    "kb.zip": make_zip,
    "kb.ZIP": make_zip,
    "kb.tar": make_tar,
    "kb.tar.gz": lambda files: gzip.compress(make_tar(files)),
    "kb.tgz": lambda files: gzip.compress(make_tar(files)),
    "kb.tar.bz2": lambda files: bz2.compress(make_tar(files)),
    "kb.tar.xz": lambda files: lzma.compress(make_tar(files)),
}


@pytest.fixture
def source(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Write a file to be imported, and return its path."""

    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[dict[str, bytes]], Path]:
    """Write a folder to be imported, and return its path."""

    def write(files: dict[str, bytes]) -> Path:
        root = tmp_path / "kb"
        for name, data in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        return root

    return write


def contents(bundle: Bundle) -> dict[str, bytes]:
    return {path: bundle.data(path) for path in bundle.paths()}


def refused(bundle: Bundle) -> dict[str, str]:
    return {one.path: one.reason for one in bundle.refused}


def read_whole(path: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    with open_bundle(path) as bundle:
        return contents(bundle), refused(bundle)


# Folders


def test_a_folder_gives_its_files(folder: Callable[[dict[str, bytes]], Path]) -> None:
    root = folder(PAGES)
    noon = datetime.datetime(*OLD, tzinfo=datetime.UTC).timestamp()
    os.utime(root / "toaster.md", (noon, noon))
    with open_bundle(root) as bundle:
        assert list(bundle.paths()) == list(bundle.documents()) == sorted(PAGES)
        assert contents(bundle) == PAGES
        assert bundle.refused == []
        assert bundle.size("toaster.md") == len(PAGES["toaster.md"])
        assert bundle.modified("toaster.md") == datetime.date(2019, 3, 7)
        assert (bundle.size("nothing"), bundle.modified("nothing")) == (0, None)
        for path in ("nothing", "../kb/toaster.md", str(root / "toaster.md"), "", "tea"):
            with pytest.raises(Unreadable, match="there is no such file"):
                bundle.data(path)


def test_hidden_files_are_passed_over_but_for_those_that_hold_content(
    folder: Callable[[dict[str, bytes]], Path],
) -> None:
    kept = [
        ".attachments/oven.png",
        ".gitbook/assets/oven.png",
        ".openpublishing.redirection.cooking.json",
        ".openpublishing.redirection.json",
        ".order",
        "oven.md",
    ]
    hidden = [
        ".DS_Store",
        ".git/config",
        ".svn/entries",
        "CVS/Root",
        "__MACOSX/oven.md",
        "node_modules/pan/README.md",
        "tea/.hidden.md",
    ]
    files = dict.fromkeys([*kept, *hidden], b"x")
    found, bad = read_whole(folder(files))
    assert (list(found), bad) == (kept, {})
    with zipfile.ZipFile(folder({}) / "../kb.zip", "w") as archive:
        for name in files:
            archive.writestr(name, b"x")
    found, bad = read_whole(folder({}).parent / "kb.zip")
    assert (list(found), bad) == (kept, {})


def test_links_that_lead_out_are_refused(
    folder: Callable[[dict[str, bytes]], Path], tmp_path: Path
) -> None:
    root = folder(PAGES)
    (tmp_path / "secret.md").write_bytes(b"secret")
    (tmp_path / "kb-other").mkdir()
    (root / "out.md").symlink_to(tmp_path / "secret.md")
    (root / "climbing.md").symlink_to("../secret.md")
    (root / "beside").symlink_to("../kb-other")
    (root / "lost.md").symlink_to("nowhere.md")
    (root / "round.md").symlink_to("round.md")
    found, bad = read_whole(root)
    assert found == PAGES
    assert bad == {
        "beside": "it is a link that leads out of the folder",
        "climbing.md": "it is a link that leads out of the folder",
        "lost.md": "it is a link that leads nowhere",
        "out.md": "it is a link that leads out of the folder",
        "round.md": "it is a link that leads nowhere",
    }


def test_links_inside_are_followed_once_and_make_no_second_document(
    folder: Callable[[dict[str, bytes]], Path],
) -> None:
    root = folder(PAGES)
    (root / "same.md").symlink_to("toaster.md")
    (root / "media").symlink_to("tea/media")
    (root / "tea" / "up").symlink_to("..")
    (root / "git").symlink_to(".git")
    (root / ".git").mkdir()
    with open_bundle(root) as bundle:
        assert list(bundle.documents()) == sorted(PAGES)
        assert set(bundle.paths()) == {*PAGES, "same.md", "media/switch.png"}
        assert bundle.data("same.md") == PAGES["toaster.md"]
        assert bundle.data("media/switch.png") == PAGES["tea/media/switch.png"]
        assert refused(bundle) == {
            "git": "it is a link to something that is passed over",
            "tea/up": "it is a link to a folder that leads round in a circle",
        }


def test_links_to_folders_full_of_links_do_not_multiply(
    folder: Callable[[dict[str, bytes]], Path],
) -> None:
    root = folder({"a/one.md": b"1", "b/two.md": b"2", "c/three.md": b"3"})
    for here in "abc":
        for there in "abc":
            if here != there:
                (root / here / f"to-{there}").symlink_to(f"../{there}")
    with open_bundle(root) as bundle:
        assert list(bundle.documents()) == ["a/one.md", "b/two.md", "c/three.md"]
        assert len(bundle.paths()) == 3 + 6


def test_special_files_and_names_that_are_no_text_are_refused(
    folder: Callable[[dict[str, bytes]], Path],
) -> None:
    root = folder(PAGES)
    os.mkfifo(root / "pipe.md")
    (Path(os.fsdecode(os.fsencode(root) + b"/na\xefve.md"))).write_bytes(b"x")
    (root / "two\nlines.md").write_bytes(b"x")
    found, bad = read_whole(root)
    assert found == PAGES
    assert bad == {
        "na\\udcefve.md": "its name is not UTF-8: rename it",
        "pipe.md": "it is no regular file",
        "two\\nlines.md": "its name holds control characters",
    }


def test_a_file_that_becomes_a_link_after_it_was_listed_is_not_followed(
    folder: Callable[[dict[str, bytes]], Path], tmp_path: Path
) -> None:
    root = folder(PAGES)
    (tmp_path / "secret.md").write_bytes(b"secret")
    with open_bundle(root) as bundle:
        (root / "toaster.md").unlink()
        with pytest.raises(Unreadable, match="it is no longer there"):
            bundle.data("toaster.md")
        (root / "toaster.md").symlink_to(tmp_path / "secret.md")
        with pytest.raises(Unreadable, match="it cannot be read"):
            bundle.data("toaster.md")


def test_names_are_composed(folder: Callable[[dict[str, bytes]], Path]) -> None:
    root = folder({"cafe\u0301.md": b"x"})
    assert list(read_whole(root)[0]) == ["caf\u00e9.md"]
    (root / "caf\u00e9.md").write_bytes(b"y")
    found, bad = read_whole(root)
    assert len(found) == 1
    assert "accents" in bad["caf\u00e9.md"]


def test_too_large_files_and_too_many_are_refused(
    folder: Callable[[dict[str, bytes]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(PAGES)
    monkeypatch.setattr(listing, "MAX_FILE_BYTES", 100)
    found, bad = read_whole(root)
    assert set(found) == set(PAGES) - {"toaster.md"}
    assert "that are read of one file" in bad["toaster.md"]
    monkeypatch.setattr("helpwright.importers.folder.MAX_FILES", 1)
    found, bad = read_whole(root)
    assert len(found) == 1
    assert "more than 1 files are not read" in "".join(bad.values())


# Single files


def test_a_single_file_is_the_only_document_among_its_neighbours(
    folder: Callable[[dict[str, bytes]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(PAGES)
    with open_bundle(root / "tea" / "kettle.md") as bundle:
        assert list(bundle.documents()) == ["kettle.md"]
        assert list(bundle.paths()) == ["kettle.md", "media/switch.png"]
        assert bundle.data("kettle.md") == PAGES["tea/kettle.md"]
    monkeypatch.chdir(root / "tea")
    with open_bundle(Path("kettle.md")) as bundle:
        assert list(bundle.paths()) == ["kettle.md", "media/switch.png"]


def test_a_single_file_that_is_hidden_or_a_link_is_what_was_asked_for(
    folder: Callable[[dict[str, bytes]], Path], tmp_path: Path
) -> None:
    root = folder({".draft.md": b"x"})
    (tmp_path / "else.md").write_bytes(b"y")
    (root / "link.md").symlink_to(tmp_path / "else.md")
    with open_bundle(root / ".draft.md") as bundle:
        assert list(bundle.documents()) == [".draft.md"]
    with open_bundle(root / "link.md") as bundle:
        assert list(bundle.documents()) == ["link.md"]
        assert bundle.data("link.md") == b"y"
        assert bundle.refused == []


def test_of_many_neighbours_the_nearest_are_known(
    folder: Callable[[dict[str, bytes]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder({f"a/deep/{number}.png": b"x" for number in range(9)} | {"z.md": b"", "y": b""})
    monkeypatch.setattr("helpwright.importers.folder.MAX_NEIGHBOURS", 4)
    with open_bundle(root / "z.md") as bundle:
        assert {"y", "z.md"} < set(bundle.paths())
        assert len(bundle.paths()) == 4
        assert bundle.refused == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nothing.md", "there is no such file or folder"),
        ("pipe", "it is neither a file nor a folder"),
        ("kb.7z", "archives of this kind cannot be read"),
        ("kettle.md.gz", "archives of this kind cannot be read"),
        ("page.zip", "it is named like an archive but is none"),
        ("page.tar", "it is named like an archive but is none"),
        ("empty.zip", "it is named like an archive but is none"),
        ("empty.tgz", "it is named like an archive but is none"),
        ("noise.tar.gz", "it is named like an archive but is none"),
    ],
)
def test_what_cannot_be_opened_is_told_in_words(name: str, reason: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for file in ("kb.7z", "kettle.md.gz", "page.zip", "page.tar"):
        (tmp_path / file).write_bytes(b"<p>A page</p>\n" * 100)
    for file in ("empty.zip", "empty.tgz"):
        (tmp_path / file).write_bytes(b"")
    (tmp_path / "noise.tar.gz").write_bytes(gzip.compress(b"noise" * 1000))
    with pytest.raises(Unreadable, match=reason), open_bundle(tmp_path / name):
        pass


def test_trouble_inside_the_block_is_left_alone(
    folder: Callable[[dict[str, bytes]], Path],
) -> None:
    with pytest.raises(OSError, match="the disk is full"), open_bundle(folder(PAGES)):
        raise OSError("the disk is full")


# Archives


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_gives_its_files(
    name: str, source: Callable[[str, bytes], Path], tmp_path: Path
) -> None:
    path = source(name, ARCHIVES[name](PAGES.items()))
    with open_bundle(path) as bundle:
        assert contents(bundle) == PAGES
        assert contents(bundle) == PAGES
        assert list(bundle.documents()) == list(bundle.paths()) == sorted(PAGES)
        assert bundle.modified("toaster.md") == datetime.date(2019, 3, 7)
        assert bundle.size("toaster.md") == len(PAGES["toaster.md"])
        assert bundle.refused == []
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip_archives_of_all_methods_are_read(
    method: int, source: Callable[[str, bytes], Path]
) -> None:
    assert read_whole(source("kb.zip", make_zip(PAGES.items(), method))) == (PAGES, {})


def test_the_kind_of_an_archive_is_told_by_its_contents(
    source: Callable[[str, bytes], Path],
) -> None:
    assert read_whole(source("kb.tar.gz", make_zip(PAGES.items()))) == (PAGES, {})
    assert read_whole(source("kb.zip", gzip.compress(make_tar(PAGES.items())))) == (PAGES, {})


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_folder_that_all_files_share_is_no_part_of_their_paths(
    name: str, source: Callable[[str, bytes], Path]
) -> None:
    inner = {f"kb-main/{path}": data for path, data in PAGES.items()}
    assert read_whole(source(name, ARCHIVES[name](inner.items())))[0] == PAGES
    one = {"kb-main/tea/kettle.md": b"x"}
    assert list(read_whole(source(name, ARCHIVES[name](one.items())))[0]) == ["tea/kettle.md"]
    mixed = {**inner, "license": b"x"}
    assert read_whole(source(name, ARCHIVES[name](mixed.items())))[0] == mixed


@pytest.mark.parametrize("name", ARCHIVES)
def test_nested_archives_are_files(name: str, source: Callable[[str, bytes], Path]) -> None:
    files = {"inner.zip": make_zip([("../a.md", b"x")]), "inner.tar": make_tar([("b.md", b"x")])}
    assert read_whole(source(name, ARCHIVES[name](files.items()))) == (files, {})


CLIMBING = [
    "../evil.md",
    "tea/../../evil.md",
    "/etc/evil.md",
    "C:/evil.md",
    "c:evil.md",
    "..\\evil.md",
    "tea\\..\\..\\evil.md",
    "\\\\server\\share\\evil.md",
    "C:\\evil.md",
]


@pytest.mark.parametrize("name", ARCHIVES)
@pytest.mark.parametrize("evil", CLIMBING)
def test_names_that_lead_out_are_refused(
    evil: str, name: str, source: Callable[[str, bytes], Path]
) -> None:
    found, bad = read_whole(source(name, ARCHIVES[name]([(evil, b"evil"), *PAGES.items()])))
    assert found == PAGES
    assert list(bad.values()) == ["its name leads out of the archive"]


@pytest.mark.parametrize("name", ARCHIVES)
def test_odd_names_are_read_as_they_are_meant(
    name: str, source: Callable[[str, bytes], Path]
) -> None:
    files = [
        ("tea\\kettle.md", b"1"),
        ("./tea//media/../oven.md", b"2"),
        ("cafe\u0301.md", b"3"),
        ("t\u00e9l\u00e9phone/\u65e5\u672c.md", b"4"),
    ]
    assert read_whole(source(name, ARCHIVES[name](files))) == (
        {
            "tea/kettle.md": b"1",
            "tea/oven.md": b"2",
            "caf\u00e9.md": b"3",
            "t\u00e9l\u00e9phone/\u65e5\u672c.md": b"4",
        },
        {},
    )


@pytest.mark.parametrize("name", ARCHIVES)
def test_names_that_are_none_are_refused(name: str, source: Callable[[str, bytes], Path]) -> None:
    files = [(".", b"1"), ("a/..", b"2"), ("a\x01.md", b"3"), ("a" * 1001, b"4"), ("b.md", b"5")]
    found, bad = read_whole(source(name, ARCHIVES[name](files)))
    assert found == {"b.md": b"5"}
    assert set(bad.values()) == {
        "it has no name",
        "its name holds control characters",
        "its name is too long",
    }
    assert all(len(path) <= 201 for path in bad)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ARCHIVES)
def test_of_two_files_of_one_name_the_later_is_read(
    name: str, source: Callable[[str, bytes], Path]
) -> None:
    files = [("a.md", b"old"), ("b.md", b""), ("a.md", b"new")]
    found, bad = read_whole(source(name, ARCHIVES[name](files)))
    assert found == {"a.md": b"new", "b.md": b""}
    assert bad == {"a.md": "it stands twice in the archive, and only the later is read"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp437"])
def test_names_in_zip_archives_without_the_mark_of_utf_8(
    encoding: str, source: Callable[[str, bytes], Path]
) -> None:
    name = "caf\u00e9.md"
    raw = name.encode(encoding)
    ascii_name = "x" * len(raw)
    data = make_zip([(ascii_name, b"x")]).replace(ascii_name.encode(), raw)
    assert read_whole(source("kb.zip", data)) == ({name: b"x"}, {})


def test_a_wrong_mark_of_utf_8_costs_only_the_list(source: Callable[[str, bytes], Path]) -> None:
    data = make_zip([("caf\u00e9.md", b"x"), ("b.md", b"y")]).replace(
        "caf\u00e9.md".encode(), b"caf\xe9\xe9.md"
    )
    found, bad = read_whole(source("kb.zip", data))
    assert found == {"b.md": b"y"}
    assert "its list of files is lost" in bad.pop("kb.zip")
    assert list(bad.values()) == ["its name is not UTF-8, as the archive says"]


def test_links_in_archives_lead_to_files_of_the_archive_only(
    source: Callable[[str, bytes], Path],
) -> None:
    links = {
        "same.md": "toaster.md",
        "tea/up.md": "../toaster.md",
        "out.md": "../secret.md",
        "root.md": "/etc/passwd",
        "lost.md": "nothing.md",
        "folder": "tea",
        "round.md": "same.md",
        "../climbing.md": "toaster.md",
    }
    packed = io.BytesIO(make_zip(PAGES.items()))
    with zipfile.ZipFile(packed, "a") as archive:
        for name, target in links.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, target)
    tar = make_tar(PAGES.items(), *(tar_link(*link) for link in links.items()))
    for path in (source("kb.zip", packed.getvalue()), source("kb.tar", tar)):
        with open_bundle(path) as bundle:
            assert list(bundle.documents()) == sorted(PAGES)
            assert set(bundle.paths()) == {*PAGES, "same.md", "tea/up.md"}
            assert bundle.data("tea/up.md") == PAGES["toaster.md"]
            assert refused(bundle) == {
                "out.md": "it is a link that leads out of the archive",
                "root.md": "it is a link that leads out of the archive",
                "lost.md": "it is a link to what is no file of the archive",
                "folder": "it is a link to what is no file of the archive",
                "round.md": "it is a link to what is no file of the archive",
                "../climbing.md": "its name leads out of the archive",
            }


def test_other_members_of_tar_archives(source: Callable[[str, bytes], Path]) -> None:
    data = make_tar(
        PAGES.items(),
        tar_link("again.md", "toaster.md", tarfile.LNKTYPE),
        tar_link("lost.md", "nothing.md", tarfile.LNKTYPE),
        tar_link("out.md", "../secret.md", tarfile.LNKTYPE),
        special_tar_member("pipe", tarfile.FIFOTYPE),
        special_tar_member("disk", tarfile.BLKTYPE),
        special_tar_member("folder", tarfile.DIRTYPE),
    )
    found, bad = read_whole(source("kb.tar", data))
    assert found == {**PAGES, "again.md": PAGES["toaster.md"]}
    assert bad == {
        "lost.md": "it is another name for what is no file of the archive",
        "out.md": "it is another name for what is no file of the archive",
        "pipe": "it is no regular file",
        "disk": "it is no regular file",
    }


def test_dates_that_nobody_set_are_none(source: Callable[[str, bytes], Path]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.md"), b"x")
    with open_bundle(source("kb.zip", packed.getvalue())) as bundle:
        assert bundle.modified("a.md") is None
    info = tarfile.TarInfo("a.md")
    with open_bundle(source("kb.tar", make_tar([], info))) as bundle:
        assert bundle.modified("a.md") is None


# Damaged archives


def test_encrypted_files_and_unknown_methods_are_refused(
    source: Callable[[str, bytes], Path],
) -> None:
    def patched(offset: int, value: int) -> Path:
        data = bytearray(make_zip([*PAGES.items(), ("more.md", b"x")]))
        at = data.index(b"PK\x01\x02")
        struct.pack_into("<H", data, at + offset, value)
        return source("kb.zip", bytes(data))

    rest = {path: data for path, data in PAGES.items() if path != "about.md"}
    rest["more.md"] = b"x"
    found, bad = read_whole(patched(8, 1))
    assert (found, list(bad)) == (rest, ["about.md"])
    assert "encrypted" in bad["about.md"]
    found, bad = read_whole(patched(10, 9))
    assert (found, list(bad)) == (rest, ["about.md"])
    assert "packed in a way" in bad["about.md"]


def test_a_damaged_file_in_a_zip_archive_costs_only_itself(
    source: Callable[[str, bytes], Path],
) -> None:
    data = bytearray(make_zip(PAGES.items(), zipfile.ZIP_STORED))
    data[data.index(b"kettle stays")] ^= 1
    with open_bundle(source("kb.zip", bytes(data))) as bundle:
        assert list(bundle.paths()) == sorted(PAGES)
        assert bundle.data("toaster.md") == PAGES["toaster.md"]
        with pytest.raises(Unreadable, match="it is damaged in the archive"):
            bundle.data("tea/kettle.md")


@pytest.mark.parametrize("streamed", [False, True])
def test_a_zip_archive_that_is_cut_off_gives_what_is_whole(
    streamed: bool, source: Callable[[str, bytes], Path]
) -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

        def seek(self, offset: int, whence: int = 0) -> int:
            raise OSError

    packed = Unseekable() if streamed else io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PAGES.items():
            archive.writestr(name, content)
    data = packed.getvalue()
    last = data.index(b"toaster.md")
    found, bad = read_whole(source("kb.zip", data[: last + 15]))
    assert set(PAGES.items()) - set(found.items()) == {("toaster.md", PAGES["toaster.md"])}
    assert "damaged or cut off" in bad["kb.zip"]
    assert bad["toaster.md"] == "the archive ends in the middle of it"
    found, bad = read_whole(source("kb.zip", data[: data.index(b"PK\x01\x02")]))
    assert (found, list(bad)) == (PAGES, ["kb.zip"])


@pytest.mark.parametrize(
    ("name", "pack"),
    [("kb.tar.gz", gzip.compress), ("kb.tar.bz2", bz2.compress), ("kb.tar.xz", lzma.compress)],
)
def test_a_packed_tar_archive_that_is_cut_off_gives_what_is_whole(
    name: str, pack: Callable[[bytes], bytes], source: Callable[[str, bytes], Path]
) -> None:
    noise = {f"{number}.bin": os.urandom(700_000) for number in range(3)}
    packed = pack(make_tar(noise.items()))
    found, bad = read_whole(source(name, packed[: len(packed) * 5 // 6]))
    assert {path: noise[path] for path in found} == found
    assert "0.bin" in found
    assert "the archive is cut off" in bad[name]
    damaged = bytearray(packed)
    damaged[len(packed) // 2 : len(packed) // 2 + 100] = bytes(100)
    path = source(name, bytes(damaged))
    found, bad = read_whole(path)
    assert "the archive is" in bad[name]


def test_a_tar_archive_that_is_cut_off_or_damaged_gives_what_is_whole(
    source: Callable[[str, bytes], Path],
) -> None:
    data = make_tar(PAGES.items())
    last = data.index(b"# The toaster")
    found, bad = read_whole(source("kb.tar", data[: last + 9]))
    assert found == {path: PAGES[path] for path in PAGES if path != "toaster.md"}
    assert bad["toaster.md"] == "the archive ends in the middle of it"
    assert bad["kb.tar"] == "the archive is cut off: files behind its end are missing"
    # Without its end mark it may have been cut between two files.
    found, bad = read_whole(source("kb.tar", data[: last + 1024]))
    assert (found, list(bad)) == (PAGES, ["kb.tar"])
    for first in (0, 1024):
        damaged = bytearray(data)
        damaged[first : first + 512] = b"?" * 512
        found, bad = read_whole(source("kb.tar", bytes(damaged)))
        assert len(found) == 3
        assert list(bad) == ["kb.tar"]
        assert f"damaged {first:,} bytes from its beginning" in bad["kb.tar"]


def test_padding_behind_a_packed_archive_is_no_damage(source: Callable[[str, bytes], Path]) -> None:
    packed = gzip.compress(make_tar(PAGES.items()))
    assert read_whole(source("kb.tgz", packed + bytes(100))) == (PAGES, {})
    half = len(make_tar(PAGES.items())) // 2
    plain = make_tar(PAGES.items())
    two = gzip.compress(plain[:half]) + gzip.compress(plain[half:])
    assert read_whole(source("kb.tgz", two)) == (PAGES, {})


# Bombs


def test_a_file_that_unpacks_to_far_more_is_refused(source: Callable[[str, bytes], Path]) -> None:
    bomb = bytes(20 * 1024 * 1024)
    path = source("kb.zip", make_zip([("bomb.md", bomb), *PAGES.items()]))
    found, bad = read_whole(path)
    assert found == PAGES
    assert bad == {"bomb.md": "it unpacks to more than 250 times its size"}
    cut = path.read_bytes()
    found, bad = read_whole(source("kb.zip", cut[: cut.index(b"PK\x01\x02")]))
    assert found == PAGES
    assert bad["bomb.md"] == "it unpacks to more than 250 times its size"


@pytest.mark.parametrize(
    ("name", "pack"),
    [("kb.tgz", gzip.compress), ("b.tar.bz2", bz2.compress), ("c.txz", lzma.compress)],
)
def test_an_archive_that_unpacks_to_far_more_is_not_unpacked(
    name: str, pack: Callable[[bytes], bytes], source: Callable[[str, bytes], Path]
) -> None:
    data = pack(make_tar([*PAGES.items(), ("bomb.md", bytes(20 * 1024 * 1024))]))
    found, bad = read_whole(source(name, data))
    assert found == PAGES
    assert bad["bomb.md"] == "the archive ends in the middle of it"
    assert "unpacks to more than 250 times its size" in bad[name]


@pytest.mark.parametrize("name", ["kb.zip", "kb.tar", "kb.tgz"])
def test_a_limit_ends_the_listing(
    name: str, source: Callable[[str, bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = source(name, ARCHIVES[name](PAGES.items()))
    monkeypatch.setattr(members, "MAX_FILES", 2)
    found, bad = read_whole(path)
    assert len(found) == 2
    assert "more than 2 files are not read" in bad[name]
    monkeypatch.setattr(members, "MAX_FILES", 100)
    monkeypatch.setattr(members, "MAX_TOTAL_BYTES", 100)
    found, bad = read_whole(path)
    assert len(found) == 3
    assert "it unpacks to more than" in bad[name]


def test_of_very_many_files_that_are_refused_the_first_are_named(
    source: Callable[[str, bytes], Path],
) -> None:
    evil = [(f"../{number}.md", b"") for number in range(listing.MAX_REFUSED + 20)]
    with open_bundle(source("kb.zip", make_zip([*evil, *PAGES.items()]))) as bundle:
        assert contents(bundle) == PAGES
        assert len(bundle.refused) == listing.MAX_REFUSED + 1
        assert "the rest is not named" in bundle.refused[-1].reason


def test_a_size_that_is_a_lie_costs_only_its_file(source: Callable[[str, bytes], Path]) -> None:
    for claimed in (1, 5_000_000, 0xFFFFFFF0):
        data = bytearray(make_zip(PAGES.items(), zipfile.ZIP_STORED))
        struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, claimed)
        with open_bundle(source("kb.zip", bytes(data))) as bundle:
            assert bundle.data("toaster.md") == PAGES["toaster.md"]
            with pytest.raises(Unreadable):
                bundle.data("about.md")


def test_headers_without_end_are_given_up(source: Callable[[str, bytes], Path]) -> None:
    """A reader that loads a header of the size that it claims can be made to load anything."""
    huge = tarfile.TarInfo("pax")
    huge.type, huge.size = tarfile.XHDTYPE, 512 * 6000
    data = make_tar(PAGES.items())[: 9 * 512]
    packed = data + huge.tobuf() + b"1 " * 256 * 6000 + make_tar([("late.md", b"x")])
    found, bad = read_whole(source("kb.tar", packed))
    assert found == {**PAGES, "late.md": b"x"}
    assert "the archive is damaged" in bad["kb.tar"]
    sparse = tarfile.TarInfo("sparse")
    sparse.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}
    sparse.size = 2_000_000
    header = sparse.tobuf(tarfile.PAX_FORMAT)
    found, bad = read_whole(source("kb.tar", data + header + b"900000\n" + b"1\n" * 1_000_000))
    assert PAGES.items() <= found.items()
    assert "the archive is damaged" in bad["kb.tar"]


SEEDS = [
    make_zip(PAGES.items()),
    make_tar(PAGES.items()),
    gzip.compress(make_tar(PAGES.items())),
    lzma.compress(make_tar(PAGES.items())),
    bz2.compress(make_tar(PAGES.items())),
]
damage = st.lists(
    st.tuples(st.integers(0, 12_000), st.integers(0, 8), st.binary(max_size=8)), max_size=4
)


@given(
    seed=st.one_of(st.sampled_from(SEEDS), st.binary(max_size=600)),
    changes=damage,
    name=st.sampled_from(["kb.zip", "kb.tar", "kb.tgz", "kb.md"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_no_bytes_make_it_fail_or_leave_the_archive(
    seed: bytes, changes: list[tuple[int, int, bytes]], name: str, tmp_path: Path
) -> None:
    data = bytearray(seed)
    for at, length, new in changes:
        data[at : at + length] = new
    path = tmp_path / name
    path.write_bytes(data)
    try:
        with open_bundle(path) as bundle:
            for one in bundle.paths():
                assert one
                assert not one.startswith("/")
                assert not {"", ".", ".."} & set(one.split("/"))
                assert "\\" not in one
                assert bundle.size(one) >= 0
                try:
                    assert len(bundle.data(one)) == bundle.size(one)
                except Unreadable as error:
                    assert str(error)
            assert all(one.reason for one in bundle.refused)
    except Unreadable as error:
        assert str(error)
    assert [file.name for file in tmp_path.iterdir()] == [name]
    path.unlink()


# Texts


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be"]
)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")))
def test_a_text_is_read_as_it_was_written(encoding: str, text: str) -> None:
    mark = "\ufeff" if encoding.endswith(("le", "be")) else ""
    assert decode((mark + text).encode(encoding)) == (text, ())


@given(st.text("abc \u00fc\u201c\u201d\u2013\u20ac", min_size=1))
def test_bytes_that_are_not_utf_8_are_windows_1252(text: str) -> None:
    read, entries = decode(text.encode("windows-1252") + b"\xe9.")
    assert read == text + "\u00e9."
    assert [(entry.outcome, entry.topic, entry.line) for entry in entries] == [
        ("repaired", "encoding", 0)
    ]


def test_a_wrong_byte_spoils_no_other_character() -> None:
    read, entries = decode("\u65e5\u672c ".encode() + b"\x93quote " + "\u00fc".encode())
    assert read == "\u65e5\u672c \u201cquote \u00fc"
    assert len(entries) == 1


def test_a_mark_that_is_a_lie_is_told() -> None:
    read, entries = decode("\ufeffabc".encode("utf-16-le") + b"\x00")
    assert read == "abc\ufffd"
    assert [entry.attention for entry in entries] == [1]


@pytest.mark.parametrize(
    "data",
    [
        b"abc\0def",
        "abc\0".encode("utf-16"),
        "text without a mark".encode("utf-16-le"),
        bytes(range(1, 32)) * 10,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="it is not text"):
        decode(data)


@given(st.binary())
def test_every_file_is_text_or_none(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except Unreadable:
        return
    text.encode("utf-8")
    assert "\0" not in text
