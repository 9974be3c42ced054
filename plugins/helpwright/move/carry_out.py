"""A planned move, carried out wholly or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from helpwright.config import Config
from helpwright.fix.files import FileChanged, overwrite
from helpwright.move.plan import Plan
from helpwright.move.request import CannotMove

JOURNAL = ".helpwright-move.json"
_BOM = b"\xef\xbb\xbf"


def carry_out(config: Config, plan: Plan) -> None:
    """Write and rename what a plan says.

    Raises CannotMove where that is not possible; everything is then as it was. A run that is killed
    on its way leaves a journal, with which `resume` completes it.
    """
    root = config.kb_dir
    for write in plan.writes:
        if not os.access(write.file, os.W_OK) or not os.access(write.file.parent, os.W_OK):
            raise CannotMove(f"{write.file} cannot be written: nothing was changed")
    journal = root / JOURNAL
    entry = {
        "writes": [[_name(root, it.file), _digest(it.old), it.new.decode()] for it in plan.writes],
        "renames": [[_name(root, old), _name(root, new)] for old, new in plan.renames],
    }
    _write_journal(journal, json.dumps(entry, ensure_ascii=False))
    written: list[tuple[Path, bytes, bytes]] = []
    renamed: list[tuple[Path, Path]] = []
    try:
        for write in plan.writes:
            overwrite(_top(config, write.file), str(write.file), write.old, write.new)
            written.append((write.file, write.new, write.old))
        for old, new in plan.renames:
            _rename(old, new)
            renamed.append((old, new))
    except (OSError, FileChanged) as error:
        for old, new in reversed(renamed):
            _rename(new, old)
        for file, new_text, old_text in reversed(written):
            with suppress(OSError, FileChanged):
                overwrite(_top(config, file), str(file), new_text, old_text)
        journal.unlink(missing_ok=True)
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CannotMove(f"everything was left as it was: {reason}") from error
    _remove_empty(root, [old for old, _ in plan.renames])
    journal.unlink(missing_ok=True)


def resume(config: Config) -> bool:
    """Complete a move that was interrupted; tell whether there was one.

    Raises CannotMove where its journal cannot be read or a file was changed since.
    """
    root = config.kb_dir
    journal = root / JOURNAL
    try:
        entry = json.loads(journal.read_bytes())
        writes = [(_file(config, it[0]), str(it[1]), it[2].encode()) for it in entry["writes"]]
        renames = [(_file(config, it[0]), _file(config, it[1])) for it in entry["renames"]]
    except FileNotFoundError:
        return False
    except (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise CannotMove(f"{journal} cannot be read: restore the files, and remove it") from error
    todo: list[tuple[Path, bytes, bytes]] = []
    for file, digest, new in writes:
        found = _where(file, renames)
        old = found.read_bytes().removeprefix(_BOM) if found.is_file() else None
        if old is None or (old != new and _digest(old) != digest):
            raise CannotMove(
                f"{found} was changed after a move was interrupted: restore it, or remove {journal}"
            )
        todo.append((found, old, new))
    try:
        for file, old, new in todo:
            overwrite(_top(config, file), str(file), old, new)
        for before, after in renames:
            if before.exists() and not after.exists():
                _rename(before, after)
    except (OSError, FileChanged) as error:
        raise CannotMove(f"the interrupted move cannot be completed: {error}") from error
    _remove_empty(root, [old for old, _ in renames])
    journal.unlink()
    return True


def _write_journal(journal: Path, text: str) -> None:
    aside = journal.with_name(f"{journal.name}.writing")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(journal)


def _rename(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    old.rename(new)


def _remove_empty(root: Path, moved: Sequence[Path]) -> None:
    """Remove the folders that a move has left without anything in them."""
    for path in moved:
        folder = path.parent
        while folder != root and folder.is_relative_to(root):
            try:
                folder.rmdir()
            except OSError:
                break
            folder = folder.parent


def _where(file: Path, renames: Sequence[tuple[Path, Path]]) -> Path:
    """Return where a file is now: at its old place, or where it was renamed to already."""
    if file.exists():
        return file
    for old, new in renames:
        if file == old:
            return new
        if file.is_relative_to(old):
            return new / file.relative_to(old)
    return file


def _top(config: Config, file: Path) -> Path:
    """Return the folder that a file must not lead out of."""
    real = file.resolve()
    docs = config.docs_dir
    if docs is not None and real.is_relative_to(docs.resolve()):
        return docs
    if docs is not None and real == (docs.parent / "mkdocs.yml").resolve():
        return docs.parent
    return config.kb_dir


def _file(config: Config, name: str) -> Path:
    """Return a file of the journal. Raises ValueError for one that no move would touch."""
    file = Path(os.path.normpath(config.kb_dir / name))
    allowed = [config.kb_dir, *([config.docs_dir] if config.docs_dir is not None else [])]
    inside = any(file.is_relative_to(os.path.normpath(it)) for it in allowed)
    docs = config.docs_dir
    is_config = docs is not None and file == Path(os.path.normpath(docs.parent / "mkdocs.yml"))
    if not inside and not is_config:
        raise ValueError(name)
    return file


def _name(root: Path, file: Path) -> str:
    return Path(os.path.relpath(file, root)).as_posix()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
