"""Former addresses: where they lead, and the rules that servers get for them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from helpwright.build import inspect
from helpwright.cli import program
from helpwright.config import Config, RedirectForm
from helpwright.redirects import Cause, Redirect, encoded, find_redirects
from helpwright.render.redirect_rules import apache_rules, netlify_rules, nginx_map
from helpwright.render.redirects import (
    APACHE_FILE,
    NETLIFY_FILE,
    NGINX_FILE,
    redirect_files,
    redirect_page,
)
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
    files = redirect_files(found, [], [it for it in RedirectForm if it is not RedirectForm.HTML])
    rules = {NETLIFY_FILE, NGINX_FILE, APACHE_FILE}
    assert set(files) == {"gone/index.html", *rules}
    assert not any("gone" in files[file] for file in rules)
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


def answer_of_apache(rules: str, path: str, query: str = "") -> str:
    """Return where Apache sends a request for a decoded path, as the source of mod_rewrite has it.

    What is between quotes is taken apart as `ap_getword_conf` does, what is expanded as `do_expand`
    does; a rule with `NE` leaves the target as it is, and the query is put behind it.
    """
    quoted = r'"((?:[^"\\]|\\.)*)"'
    for line in rules.splitlines()[3:]:
        found = re.fullmatch(rf"RewriteRule {quoted} {quoted} \[([A-Z=,0-9]+)\]", line)
        assert found, line
        assert "${" not in line  # A variable of the configuration.
        pattern, target = (re.sub(r'\\(["\\])', r"\1", found[at]) for at in (1, 2))
        pattern = re.sub(r"\\x\{([0-9a-f]+)\}", lambda it: re.escape(chr(int(it[1], 16))), pattern)
        if not re.match(pattern, path):
            continue
        assert not re.search(r"(?<!\\)[%$]", target)
        target = re.sub(r"\\(.)", r"\1", target)
        flags = found[3].split(",")
        assert {"R=301", "L", "NE"} <= set(flags)
        args = "" if "QSD" in flags else query
        target, sign, own = target.partition("?")
        if sign:
            args = "&".join(filter(None, (own, args))) if "QSA" in flags else own
        return f"{target}?{args}" if args else target
    return ""


@given(st.lists(ADDRESSES, min_size=1, max_size=4, unique=True), ADDRESSES)
def test_apache_answers_for_the_addresses_and_for_nothing_else(
    sources: list[str], target: str
) -> None:
    rules = apache_rules([redirect(source, target) for source in sources])
    known = {it.strip("/") for it in sources}
    for source in sources:
        for form in (source, f"{source.rstrip('/')}/", source.lstrip("/")):
            answer = answer_of_apache(rules, form, "v=1")
            assert unquote(answer) == f"{unquote(encoded(target))}?v=1"
            assert answer.isascii()
        for other in (f"{source}x", f"/x{source}", f"{source}/x/"):
            assert other.strip("/") in known or not answer_of_apache(rules, other)


def test_apache_keeps_what_stands_behind_an_address() -> None:
    version = Redirect("a/1.0/index.html", "", "/b/", "B", Cause.VERSION, "b.md", "1.0 %1")
    found = [version, redirect("/c/", "/d/#e"), redirect("/f/", "https://g.example/?h=%20$1")]
    rules = apache_rules(found)
    assert answer_of_apache(rules, "a/1.0/", "v=2") == "/b/?for=1.0%20%251&v=2"
    assert answer_of_apache(rules, "/a/1.0", "") == "/b/?for=1.0%20%251"
    assert answer_of_apache(rules, "/a/1x0/") == ""  # The dot is a dot.
    assert answer_of_apache(rules, "/c/", "v=2") == "/d/#e"
    assert answer_of_apache(rules, "/f/", "v=2") == "https://g.example/?h=%20%241"
    html = replace(found[1], file="old/page.html")
    assert answer_of_apache(apache_rules([html]), "/old/page.html") == "/d/#e"
    assert answer_of_apache(apache_rules([html]), "/old/page.html/") == ""


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
    rules = apache_rules(found)
    assert answer_of_apache(rules, '/a" "/b"; }/') == "/t/a%22%20%22/b%22;%20%7D/"
    assert answer_of_apache(rules, "/A/") == "/t/A/"
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
    for form in ("netlify", "nginx", "apache"):
        shown = run(program, ["redirects", "--kb", str(tmp_path), "--format", form])
        assert "/former/a/" in shown.output.replace("?former/a/?", "former/a/")


def test_a_site_gets_the_files_that_its_server_reads(tmp_path: Path) -> None:
    kb = {"mail/a.md": article("a", more="aliases: [/old/a/]\n")}
    options = {"redirects": ["netlify", "nginx", "apache"]}
    site = Site(tmp_path, kb, plugins=["search", {"helpwright": options}])
    done = site.build("build", "--strict")
    assert done.returncode == 0, done.stderr
    assert "\n/old/a/ /kb/mail/a/ 301\n" in (site.html / "_redirects").read_text()
    assert '"/old/a" "/kb/mail/a/$is_args$args";' in (site.html / NGINX_FILE).read_text()
    rule = 'RewriteRule "^/?old/a/?$" "/kb/mail/a/" [R=301,L,NE]\n'
    assert (site.html / APACHE_FILE).read_text().endswith(rule)
    assert not (site.html / "old").exists()
