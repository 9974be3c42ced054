"""Each kind of fault in a small site by itself, and what looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpwright.gate import check_site

SITE = "https://help.example/"
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A page</title>
<link rel="canonical" href="{canonical}">{head}</head>
<body>
{body}
</body>
</html>
"""


class Folder:
    """A clean site of a few pages, to be spoilt."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("img/menu.png", "files/price list.txt", "style.css", "img/menu-2.png"):
            self.file(name, b"")
        self.page("index.html", '<h1 id="start">Start</h1> <a href="guide/">Guide</a>')
        self.page("guide/index.html", '<h2 id="install">Install</h2>')
        self.page("x/index.html", "")

    def page(self, name: str, body: str, head: str = "", canonical: str = "") -> None:
        address = SITE + name.removesuffix("index.html")
        html = PAGE.format(body=body, head=head, canonical=canonical or address)
        self.file(name, html.encode())

    def file(self, name: str, content: bytes) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def told(self, **options: object) -> list[str]:
        return [
            f"{found.rule.code} {found.path}:{found.start.line}:{found.start.column}"
            f" {found.message}"
            for found in check_site(self.root, **options).findings  # type: ignore[arg-type]
        ]

    def codes(self) -> list[str]:
        return [line.partition(" ")[0] for line in self.told()]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


IN_BODY = {
    '<a href="../gone/">A</a>': "HW703",
    '<a href="/gone/">A</a>': "HW703",
    '<a href="https://help.example/gone/">A</a>': "HW703",
    '<a href="//HELP.example/gone/">A</a>': "HW703",
    '<area href="../gone/" alt="A">': "HW703",
    '<form action="../gone/"></form>': "HW703",
    '<object data="gone.svg"></object>': "HW703",
    '<embed src="gone.svg">': "HW703",
    '<video><source src="gone.mp4"><track src="../img/menu.png"></video>': "HW703",
    '<track src="gone.vtt">': "HW703",
    '<a href="#gone">A</a>': "HW704",
    '<a href="?q=1#gone">A</a>': "HW704",
    '<a href="../guide/#gone">A</a>': "HW704",
    '<img src="../img/gone.png" alt="A">': "HW705",
    '<img srcset="../img/menu.png 1x, ../img/gone.png 2x" alt="A">': "HW705",
    '<video poster="gone.png"></video>': "HW705",
    '<input type="image" src="gone.png" alt="A">': "HW705",
    '<svg><image href="gone.png"/></svg>': "HW705",
    '<p style="background: url(gone.png)">A</p>': "HW705",
    "<p id=a>A</p><p id='a'>B</p>": "HW706",
    '<a href="../guide/%zz/">A</a>': "HW710",
    '<a href="../guide/%00">A</a>': "HW710",
    '<a href="../files/price%2520list.txt">A</a>': "HW710",
    '<a href="https://https://x.example/">A</a>': "HW710",
    '<a href="https://x.example:port/">A</a>': "HW710",
    '<a href="https:///x">A</a>': "HW710",
    '<img srcset="../img/menu.png 1x, ../img/menu-2.png 2y" alt="A">': "HW710",
    '<img srcset="../img/menu.png 1x, ../img/menu-2.png 400w" alt="A">': "HW710",
    '<img srcset="../img/menu.png, ../img/menu-2.png 1x" alt="A">': "HW710",
    '<a href="htps://x.example/">A</a>': "HW711",
    '<a href="http:/x.example/">A</a>': "HW711",
    '<a href="https//x.example/">A</a>': "HW711",
    '<a href="www.x.example">A</a>': "HW711",
    '<a href="note: see there">A</a>': "HW711",
    '<a href="file:///x.pdf">A</a>': "HW712",
    '<a href="C:\\x.pdf">A</a>': "HW712",
    '<a href="/home/me/x.pdf">A</a>': "HW712",
    '<a href="http://localhost:8000/">A</a>': "HW712",
    '<a href="http://127.0.0.1/">A</a>': "HW712",
    '<a href="javascript:void(0)">A</a>': "HW713",
    '<a href="mailto:help at x.example">A</a>': "HW714",
    '<a href="mailto:">A</a>': "HW714",
    '<a href="tel:call us">A</a>': "HW714",
    '<a href="../Guide/">A</a>': "HW715",
    '<img src="../img/Menu.png" alt="A">': "HW715",
    '<a href="../guide/#Install">A</a>': "HW715",
    '<a href="../../guide/">A</a>': "HW716",
    '<a href="../guide">A</a>': "HW720",
    '<a href="../guide/index.html">A</a>': "HW720",
    '<img src="http://x.example/x.png" alt="A">': "HW722",
    '<script src="http://x.example/x.js"></script>': "HW722",
    '<form action="http://x.example/"></form>': "HW722",
    "<img src=../img/menu.png>": "HW725",
    '<img src="../img/menu.png" alt="menu.png">': "HW726",
    '<a href="../guide/"></a>': "HW727",
    '<a href="../guide/"><i class="icon"></i>&nbsp;</a>': "HW727",
    '<a href="../guide/"><img src="../img/menu.png" alt=""></a>': "HW727",
    '<a href="">A</a>': "HW728",
    '<img src=" " alt="A">': "HW728",
    '<label for="gone">A</label>': "HW729",
    '<p aria-describedby="gone">A</p>': "HW729",
    '<table><tr><td headers="gone">A</table>': "HW729",
    '<img src="../img/menu.png" alt="A" usemap="#gone">': "HW729",
    '<input list="gone">': "HW729",
    '<a href="guide.md">A</a>': "HW732",
    '<a href="{{ url }}">A</a>': "HW732",
    '<a href="../files/price list.txt">A</a>': "HW735",
    '<a href="..\\guide\\">A</a>': "HW735",
    '<a href="../gui\nde/">A</a>': "HW735",
}


@pytest.mark.parametrize("body", IN_BODY)
def test_a_fault_in_the_body_is_found_once_at_its_element(folder: Folder, body: str) -> None:
    folder.page("x/index.html", f"<p>\n  {body}</p>")
    (told,) = folder.told()
    assert told.startswith(f"{IN_BODY[body]} x/index.html:7:"), told


IN_HEAD = {
    '<script src="gone.js"></script>': "HW703",
    '<link rel="stylesheet" href="gone.css">': "HW703",
    '<link rel="preload" href="gone.js" as="script">': "HW703",
    '<link rel="manifest" href="gone.webmanifest">': "HW703",
    '<link rel="alternate" type="application/rss+xml" href="gone.xml">': "HW703",
    '<style>@import "gone.css";</style>': "HW703",
    '<link rel="icon" href="gone.png">': "HW705",
    '<meta property="og:image" content="https://help.example/gone.png">': "HW705",
    "<style>a { background: url( 'gone.png' ) }</style>": "HW705",
    '<link rel="canonical" href="https://help.example/other/">': "HW719",
    '<link rel="stylesheet" href="http://x.example/x.css">': "HW722",
    "<title>B</title>": "HW723",
    '<base href="/gone/">': "HW731",
    '<link rel="alternate" hreflang="de" href="/guide/gone/">': "HW733",
}


@pytest.mark.parametrize("head", IN_HEAD)
def test_a_fault_in_the_head_is_found_once_at_its_element(folder: Folder, head: str) -> None:
    folder.page("x/index.html", "", f"\n{head}")
    (told,) = folder.told()
    assert told.startswith(f"{IN_HEAD[head]} x/index.html:5:"), told


SILENT = (
    '<a href="#">A</a> <a href="#top">A</a> <a href="#__x">A</a> <a href="#:~:text=A">A</a>',
    '<a href="../guide/?v=1#install">A</a> <a href="/guide/#install">A</a>',
    '<a href="https://help.example/guide/">A</a> <a href="https://x.example/gone">A</a>',
    '<a href="../files/price%20list.txt?x=1#page=2">A</a>',
    '<p id="größe"></p><a href="#gr%C3%B6%C3%9Fe">A</a> <a href="#größe">A</a>',
    '<a name="old"></a><a href="#old">A</a> <a>no address</a>',
    '<img src="data:image/png;base64,AA" alt=""> <img srcset="data:image/png;base64,A 2x" alt="">',
    '<img src="../img/menu.png" alt="" srcset="../img/menu.png 1x, ../img/menu-2.png 2x">',
    '<a href="mailto:a@x.example?subject=A b">A</a> <a href="mailto:?body=x">A</a>',
    '<a href="tel:+1-555-0100">A</a> <a href="sms:+15550100">A</a>',
    '<!-- <a href="gone/"> --><template><a href="gone/">A</a><p id="a"></template><p id="a">',
    '<script>var a = "<a href=gone>";</script><textarea><a href="gone/"></textarea>',
    '<svg><g id="i"></g><title>T</title></svg><svg><g id="i"></g><use href="#i"/></svg>',
    '<a href="../guide/"><svg></svg><span class="sr">A</span></a>',
    '<a href="../guide/" aria-label="A"></a>'
    '<a href="../guide/"><img alt="A" src=../img/menu.png></a>',
    '<a id="__line-1" name="__line-1" href="#__line-1"></a><a href="#a" id="a"></a>',
    '<a href="http://localhost:8000/">http://localhost:8000/</a>',
    '<label for="a">A</label><input id="a"><map name="m"></map>'
    '<img src="../img/menu.png" alt="A" usemap="#m">',
    '<p style="fill: url(#a); background: url(data:image/png,a)">A</p>',
    '<a href="/guide/">A</a> <a hreflang="de" href="/de/guide/">Deutsch</a>',
    '<a href="http://x.example/">A</a> <a href="ms-settings:x">A</a> <a href="vscode://x">A</a>',
    '<a title="a > b" href="../guide/">A</a> <a href=../guide/>A</a> <A HREF=\'../guide/\'>A</A>',
    '<a href="../guide/?a=1&copy=2&amp;b#install">A</a>',
    '<img src="../img/menu.png" role="presentation"><img src="../img/menu.png" aria-hidden="true">',
    "<code>{{ variable }}</code>",
)


@pytest.mark.parametrize("body", SILENT)
def test_what_is_whole_is_silent(folder: Folder, body: str) -> None:
    folder.page("x/index.html", body)
    assert folder.told() == []
