"""Questions to git that only read: no hook, no pager, no network, no lock."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# What a hook of git, or a shell, may have set for another repository or work tree.
_OF_ANOTHER = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_COMMON_DIR GIT_NAMESPACE "
    "GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_SHALLOW_FILE GIT_GRAFT_FILE".split()
)
_SETTINGS = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "core.quotePath=false")
_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class RevisionError(Exception):
    """Git or the revision cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Git:
    """The repository that a folder is in."""

    folder: Path

    def output(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return what a command of git writes; raises RevisionError where it fails."""
        result = self._run(*arguments, given=given)
        if result.returncode:
            raise self._failure(result.stderr.decode("utf-8", "replace"))
        return result.stdout

    def text(self, *arguments: str) -> str:
        """Return the same as text."""
        return os.fsdecode(self.output(*arguments))

    def commit(self, name: str) -> str:
        """Return the id of the commit that a revision means; raises RevisionError."""
        first = name.removesuffix("...")
        if not first.strip() or first.startswith(("-", "^")):
            raise RevisionError(
                f"`{name}` is not a revision: name a branch, a tag or a commit, such as `main`"
            )
        found = self._id("rev-parse", "--verify", "--quiet", first)
        commit = (
            self._id("rev-parse", "--verify", "--quiet", f"{found}^{{commit}}") if found else ""
        )
        if not commit:
            if found and self._run("cat-file", "-e", found).returncode == 0:
                raise RevisionError(f"`{name}` is not a commit: name a branch, a tag or a commit")
            raise self._unknown(f"`{first}`")
        if first == name:
            return commit
        base = self._id("merge-base", commit, "HEAD")
        if not base:
            raise self._unknown(f"the commit at which this branch left `{first}`")
        return base

    def tree(self, commit: str, folder: str) -> str:
        """Return the id of a folder in a commit, empty where there is none."""
        id = self._id("rev-parse", "--verify", "--quiet", f"{commit}:{folder}")
        kind = self._run("cat-file", "-t", id).stdout.strip() if id else b""
        return id if kind == b"tree" else ""

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of objects by their id; raises RevisionError where one is missing."""
        wanted = list(ids)
        if not wanted:
            return {}
        given = "".join(f"{id}\n" for id in wanted).encode()
        written = self.output("cat-file", "--batch", given=given)
        found: dict[str, bytes] = {}
        at = 0
        for id in wanted:
            end = written.find(b"\n", at)
            words = written[at:end].split()
            if end < 0 or len(words) != 3:
                raise self._failure("missing")
            start, size = end + 1, int(words[2])
            found[id] = written[start : start + size]
            at = start + size + 1
        return found

    def _id(self, *arguments: str) -> str:
        """Return the id that a command of git writes, empty where it writes none."""
        written = self._run(*arguments).stdout.decode("utf-8", "replace").strip()
        return written if _ID.fullmatch(written) else ""

    def _run(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        program = shutil.which("git")
        if program is None:
            raise RevisionError(
                "git is not installed, or not on the PATH: it is needed to read an earlier revision"
            )
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        command = [program, "--no-pager", *settings, "-C", str(self.folder), *arguments]
        try:
            return subprocess.run(command, input=given, capture_output=True, env=_environment())
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise RevisionError(f"git cannot be started: {reason}") from error

    def _unknown(self, what: str) -> RevisionError:
        """Return why there is no such commit."""
        if self._run("rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
            return RevisionError(
                f"git does not find {what}, and this clone holds only the end of the "
                "history: fetch the rest with `git fetch --unshallow`, or clone with all of it "
                "(`fetch-depth: 0` of GitHub's checkout, `GIT_DEPTH: 0` of GitLab)"
            )
        return RevisionError(
            f"git does not find {what}: check the name, or fetch the branch first, as in "
            "`git fetch origin main`"
        )

    def _failure(self, complaint: str) -> RevisionError:
        """Return what git's complaint means for the user."""
        if "dubious ownership" in complaint:
            return RevisionError(
                f"git does not trust {self.folder}, which belongs to another user: if you do, run "
                "`git config --global --add safe.directory` with the folder of the repository"
            )
        if "not a git repository" in complaint:
            return RevisionError(
                f"{self.folder} is not in a git repository, so there is no revision to compare with"
            )
        if any(word in complaint for word in ("missing", "promisor", "transport", "not allowed")):
            return RevisionError(
                "this clone lacks files of the revision: fetch them, or clone without `--filter`"
            )
        reason = complaint.strip().splitlines()
        return RevisionError(f"git cannot read the revision: {reason[-1] if reason else 'failed'}")


def _environment() -> dict[str, str]:
    """Return the variables for git: without those of another repository, and without network."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    return kept | {
        "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
