"""Former addresses: where they lead, and the rules that servers get for them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from helpwright.build import inspect
from helpwright.cli import program
from helpwright.config import Config, RedirectForm
from helpwright.redirects import Cause, Redirect, find_redirects
from helpwright.render.redirect_rules import netlify_rules, nginx_map
from helpwright.render.redirects import NETLIFY_FILE, NGINX_FILE, redirect_files, redirect_page
from tests.sites import Site, article

KB = {
    "mail/a.md": article("a", more="aliases: [older, /former/a/]\n"),
    "mail/b.md": article("b"),
    "kb.yml": """
redirects:
  /one/: /two/
  /two/: /former/a/#symptom
  /gone/: b
  "/gone/#old": a#symptom
  /round/: /square/
  /square/: /round/
  /into/: /round/
  /web/: https://help.example/x?y=1#z
""",
}

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

ADDRESSES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(
    lambda text: "/" + text.replace("/", "x").replace("?", "y").replace("#", "z")
)


def write(folder: Path, files: Mapping[str, str]) -> Config:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return Config(folder)


def redirect(address: str, target: str = "/kb/a/", **more: str) -> Redirect:
    file = f"{address.strip('/')}/index.html"
    return Redirect(file, more.get("fragment", ""), target, "A", Cause.REGISTRY, "kb.yml")


def test_every_former_address_leads_to_its_end_at_once(tmp_path: Path) -> None:
    found = find_redirects(inspect(write(tmp_path, KB)).kb)
    assert {(it.address, it.fragment): it.target for it in found} == {
        ("/former/a/", ""): "/kb/mail/a/",
        ("/gone/", ""): "/kb/mail/b/",
        ("/gone/", "old"): "/kb/mail/a/#symptom",
        ("/kb/mail/older/", ""): "/kb/mail/a/",
        ("/one/", ""): "/kb/mail/a/#symptom",
        ("/two/", ""): "/kb/mail/a/#symptom",
        ("/web/", ""): "https://help.example/x?y=1#z",
    }


def test_a_long_chain_takes_one_walk(tmp_path: Path) -> None:
    chain = "".join(f"  /{at}/: /{at + 1}/\n" for at in range(3000))
    kb = {"mail/a.md": article("a"), "kb.yml": f"redirects:\n{chain}  /3000/: a\n"}
    found = find_redirects(inspect(write(tmp_path, kb)).kb)
    assert {it.target for it in found} == {"/kb/mail/a/"}
    assert len(found) == 3001


def test_the_addresses_of_versions_follow_an_article(tmp_path: Path) -> None:
    kb = {
        "kb.yml": 'products:\n  app:\n    name: App\n    versions: ["1.0", "2.0", "3.0"]\n',
        "mail/a.md": article(
            "a",
            '## Symptom\n\nIt fails.\n\n## Resolution\n\n1. Open.\n2. Close. {applies_to="<2.0"}\n',
            more="applies_to: {app: all}\naliases: [/kb/old/a/]\n",
        ),
    }
    found = find_redirects(inspect(write(tmp_path, kb)).kb)
    leads = {it.address: (it.target, it.version) for it in found}
    assert leads["/kb/old/a/1.0/"] == ("/kb/mail/a/1.0/", "")
    assert leads["/kb/old/a/2.0/"] == ("/kb/mail/a/", "2.0")
    assert leads["/kb/mail/a/2.0/"] == ("/kb/mail/a/", "2.0")
    assert leads["/kb/old/a/"] == ("/kb/mail/a/", "")


def test_moved_places_get_a_page_and_no_rule() -> None:
    found = [redirect("/gone/"), redirect("/gone/", "/kb/b/#new", fragment="o</script>\"'")]
    files = redirect_files(found, [], [RedirectForm.NETLIFY, RedirectForm.NGINX])
    assert set(files) == {"gone/index.html", NETLIFY_FILE, NGINX_FILE}
    assert "gone" not in files[NETLIFY_FILE] + files[NGINX_FILE]
    page = files["gone/index.html"]
    assert page.count("</script>") == 1
    assert '<a href="../kb/b/#new">' in page


def test_a_page_that_leads_on_escapes_what_it_is_given() -> None:
    page = redirect_page(redirect("/x/", 'https://a.example/"><script>alert(1)</script>'))
    assert page.count("<script>") == 1


def read_nginx(text: str) -> dict[str, str]:
    """Read a map back as nginx does: quoted texts, a backslash before a quote or a backslash."""
    body = re.fullmatch(
        r"(?:#[^\n]*\n)*(?:map_hash_\w+ \d+;\n)*map \$uri \$helpwright_redirect \{\n"
        r'    default "";\n(?P<rows>(?:    "(?:[^"\\]|\\["\\])*" "(?:[^"\\]|\\["\\])*";\n)*)\}\n',
        text,
    )
    assert body is not None, text
    rows = re.findall(r'"((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)";\n', body["rows"])
    plain = [tuple(re.sub(r"\\(.)", r"\1", it) for it in row) for row in rows]
    assert len(dict(plain)) == len(plain)
    return dict(plain)


@given(st.lists(ADDRESSES, min_size=1, max_size=4, unique=True), ADDRESSES)
def test_rules_hold_the_addresses_and_nothing_else(sources: list[str], target: str) -> None:
    found = [redirect(source, target) for source in sources]
    lines = netlify_rules(found).splitlines()[1:]
    assert len(lines) == 2 * len(sources)
    for line in lines:
        source, to, status = line.split(" ")
        assert status == "301"
        assert unquote(source).rstrip("/") in {it.rstrip("/") for it in sources}
        assert not re.search(r"[*:\\]", source)
        assert to.isascii()
        assert "*" not in to
    rows = read_nginx(nginx_map(found))
    assert len(rows) == 2 * len(sources)
    assert all(to.endswith("$is_args$args") and to.count("$") == 2 for to in rows.values())


HOSTILE = ['/a" "/b"; }/', "/c\\/", "/d e/", "/ü/", "/$uri/", "/*/", "/:all/", "/A/", "/a/", "/{}/"]


def test_hostile_addresses_stay_addresses() -> None:
    found = [redirect(source, f"/t{source}") for source in HOSTILE]
    rows = read_nginx(nginx_map(found, ["b/index.html"]))
    assert rows['/a" "/b"; }/'] == "/t/a%22%20%22/b%22;%20%7D/$is_args$args"
    assert rows["/$uri/"] == "/t/%24uri/$is_args$args"
    assert rows["~^/A/$"] == "/t/A/$is_args$args"  # A map alone would not tell /A/ from /a/.
    lines = netlify_rules(found)
    assert "\n/%2A/ /t/%2A/ 301\n" in lines
    assert "\n/%3Aall/ /t/%3Aall/ 301\n" in lines


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_takes_the_map(tmp_path: Path) -> None:
    long = [f"/{'x' * 150}/{at}/" for at in range(1200)]
    found = [redirect(source, f"/t{source}") for source in [*HOSTILE, *long]]
    (tmp_path / "map.conf").write_text(nginx_map(found), "utf-8")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log {tmp_path}/log;\nevents {{}}\nhttp {{\n"
        "access_log off;\ninclude map.conf;\nserver { listen 127.0.0.1:1; "
        "if ($helpwright_redirect) { return 301 $helpwright_redirect; } }\n}\n"
    )
    command = [NGINX or "", "-t", "-p", str(tmp_path), "-c", "nginx.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_command_shows_redirects(tmp_path: Path) -> None:
    write(tmp_path, KB)
    run = CliRunner().invoke
    shown = run(program, ["redirects", "--kb", str(tmp_path)])
    assert shown.exit_code == 0
    assert "/former/a/ -> /kb/mail/a/ (alias of mail/a.md)\n" in shown.output
    assert "/gone/#old -> /kb/mail/a/#symptom (kb.yml)\n" in shown.output
    rows = json.loads(run(program, ["redirects", "--kb", str(tmp_path), "--format", "json"]).output)
    assert len(rows) == 7
    for form in ("netlify", "nginx"):
        shown = run(program, ["redirects", "--kb", str(tmp_path), "--format", form])
        assert "/former/a/" in shown.output


def test_a_site_gets_the_files_that_its_server_reads(tmp_path: Path) -> None:
    kb = {"mail/a.md": article("a", more="aliases: [/old/a/]\n")}
    options = {"redirects": ["netlify", "nginx"]}
    site = Site(tmp_path, kb, plugins=["search", {"helpwright": options}])
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    assert "\n/old/a/ /kb/mail/a/ 301\n" in (site.html / "_redirects").read_text()
    assert '"/old/a" "/kb/mail/a/$is_args$args";' in (site.html / NGINX_FILE).read_text()
    assert not (site.html / "old").exists()
