#!/usr/bin/env python3
"""Set up Helpwright and run its everyday commands, with nothing but Python 3.11 or newer.

    python3 dev.py site             build the help site into site/
    python3 dev.py serve [ARG ...]  show the site and rebuild it on every save (mkdocs serve)
    python3 dev.py check [ARG ...]  check the articles without building (helpwright check)
    python3 dev.py test [ARG ...]   run ruff, mypy and pytest; the ARGs go to pytest

Each command first makes the environment in .venv, and makes it anew when pyproject.toml,
constraints.txt, the Python or the place of this folder has changed.
"""

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

# An old Python must be able to read this file as far as here and compile the rest of it, so its
# syntax stays that of Python 3.6; annotations below may be newer, as they are never evaluated.
if sys.version_info < (3, 11):  # noqa: UP036 - this is where an old Python is refused
    sys.exit(
        "Helpwright needs Python 3.11 or newer, and this is Python "
        f"{sys.version_info[0]}.{sys.version_info[1]} ({sys.executable}).\n"
        "Run it with a newer one, for example `python3.12 dev.py site`; if you have none, install\n"
        "one from python.org or with your system's package manager."
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "helpwright-stamp"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PIP_HELP = """\
pip could not install what Helpwright needs; its last lines are above. What to try:
  - no network: connect, then run the same command again
  - a proxy: set HTTPS_PROXY, for example HTTPS_PROXY=http://proxy.example:3128
  - a package index of your own: set PIP_INDEX_URL
"""
VENV_HELP = """\
This Python cannot make a virtual environment: its `venv` or `ensurepip` module is missing.
On Debian and Ubuntu install it with `sudo apt-get install python3-venv`, then run the same
command again; elsewhere install a complete Python from python.org.
"""
CHROMIUM_HELP = """\
No Chromium was found, so the browser tests will be skipped (on CI they fail).
Install one to run them: on Debian with `sudo apt-get install chromium`, elsewhere
Chromium or Google Chrome with your system's package manager. It must be on the PATH.
"""


def main(arguments: list[str]) -> int:
    """Run the command that `arguments` names and return its exit code."""
    command, *rest = arguments or [""]
    if command in ("help", "-h", "--help"):
        print(__doc__)
        return 0
    if command not in COMMANDS:
        fault = f"dev.py has no command {command!r}." if command else "Say which command to run."
        print(f"{fault}\n\n{__doc__}", file=sys.stderr)
        return 2
    prepare("test" if command == "test" else "")
    return COMMANDS[command](rest)


def build_site(arguments: list[str]) -> int:
    """Build the help site and say how to see it."""
    code = run("mkdocs", "build", *arguments)
    if code == 0:
        print("\nThe help site is in site/. See it with `python3 dev.py serve`.")
    return code


def serve_site(arguments: list[str]) -> int:
    """Show the help site until it is interrupted."""
    # Ctrl-C reaches MkDocs as well, which needs a moment to put its temporary site away.
    signal.signal(signal.SIGINT, lambda *_: None)
    return run("mkdocs", "serve", *arguments)


def check_articles(arguments: list[str]) -> int:
    """Check the articles without building the site."""
    return run("helpwright", "check", *arguments)


def run_tests(arguments: list[str]) -> int:
    """Run all checks, pytest last, so that its summary ends the output of a clean run."""
    if find_chromium() is None:
        print(CHROMIUM_HELP, flush=True)
    checks = {
        "ruff check": run("ruff", "check", "--quiet"),
        "ruff format": run("ruff", "format", "--check", "--quiet"),
        "mypy": run("mypy"),
        "pytest": run("pytest", *(arguments or ["-q", "-n", "auto"])),
    }
    failed = [name for name, code in checks.items() if code != 0]
    if failed:
        print(f"\nFailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def run(tool: str, *arguments: str) -> int:
    """Run a program of the environment in the project folder and return its exit code."""
    # Without these, Material and ProperDocs put a page of advice into every build's output.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return subprocess.call([str(SCRIPTS / tool), *arguments], cwd=ROOT, env=environment)


def find_chromium() -> "str | None":
    """Return the path of the system's Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def prepare(extra: str) -> None:
    """Make the environment hold the project, with the optional dependencies named `extra`.

    Exits with a message when that is impossible.
    """
    key = fingerprint()
    made_from, extras = read_stamp()
    if made_from == key and extra in extras:
        return
    if made_from != key:
        print("Setting up .venv, once; this takes about a minute.", flush=True)
        make_environment()
        extras = set()
        pip("hatchling")
    else:
        print(f"Adding what `{extra}` needs to .venv, once.", flush=True)
    pip("--no-build-isolation", "--editable", f".[{extra}]" if extra else ".")
    STAMP.write_text("\n".join([key, *sorted(extras | {"", extra})]), encoding="utf-8")


def fingerprint() -> str:
    """Return a digest of everything that the environment is made from."""
    digest = hashlib.sha256()
    for part in (sys.version, sys.base_prefix, str(ROOT)):
        digest.update(part.encode() + b"\0")
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes() + b"\0")
    return digest.hexdigest()


def read_stamp() -> "tuple[str, set[str]]":
    """Return the fingerprint and the extras of the environment that stands; empty if none does."""
    try:
        key, *extras = STAMP.read_text(encoding="utf-8").split("\n")
    except OSError:
        return "", set()
    return key, set(extras)


def make_environment() -> None:
    """Create an empty virtual environment in place of the one that stands, if any."""
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        sys.exit(VENV_HELP)
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        sys.exit(f"{last_lines(result.stdout)}\n\nPython could not make .venv, as said above.")


def pip(*arguments: str) -> None:
    """Install with pip, within the versions of constraints.txt; exit with a message on failure."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    command += ["--no-input", "--constraint", "constraints.txt", *arguments]
    result = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if result.returncode != 0:
        sys.exit(f"{last_lines(result.stdout)}\n\n{PIP_HELP}")


def last_lines(output: str, count: int = 15) -> str:
    """Return the end of a command's output, where the reason of a failure stands."""
    return "\n".join(output.rstrip().splitlines()[-count:])


COMMANDS = {
    "site": build_site,
    "serve": serve_site,
    "check": check_articles,
    "test": run_tests,
}

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
