"""Kinds of faults of built pages: each is planted alone in the clean site.

An element, of a sitemap too, is found at the `<` of its start tag; what a page lacks at the element
that should hold it; an address of a style sheet at its `url(` or `@import`, one of a manifest at
its first character.
"""

from __future__ import annotations

from tests.zoo.planting import Add, Bytes, Kind, Place, Remove, Swap

HOME = "index.html"
GUIDE = "guide/index.html"
CONTACT = "contact/index.html"
FAQ = "faq/index.html"
GERMAN = "de/faq/index.html"
PRINT = "print/index.html"
MAP = "map/index.html"
OLD = "old/index.html"
OLDER = "older/index.html"
COPY = "copy/index.html"
STYLE = "css/style.css"
MANIFEST = "site.webmanifest"
SITEMAP = "sitemap.xml"

SEE = '<a href="../guide/">Set it up</a>'
BOX = '<a href="../contact/#parts">box</a>'
MAIL = '<a href="mailto:pumps@help.example?subject=My%20pump">'
SIZES = 'in <a href="../files/tyre%20sizes.txt">the list'
REFRESH = '<meta http-equiv="refresh" content="0; url={}">'
CANONICAL = '<link rel="canonical" href="https://help.example/{}">'
PUMP = '<img src="img/pump.png" srcset="img/pump.png 1x, img/pump-2.png 2x"'

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>One more page</title>
  {head}
</head>
<body>
<p>See <a href="../guide/">the guide</a>.</p>
</body>
</html>
"""


def page(head: str) -> str:
    """Return one more page, with an element of its head."""
    return PAGE.format(head=head)


def swapped(
    name: str, title: str, code: str, path: str, old: str, new: str, text: str = ""
) -> Kind:
    """Return a kind that changes one text; it is found at the new one, or at `text` in it."""
    assert (text or new) in new
    return Kind(name, title, (Swap(path, old, new),), (Place(code, path, text or new),))


def linked(name: str, title: str, code: str, address: str) -> Kind:
    """Return a kind that gives a link another address."""
    new = SEE.replace("../guide/", address)
    return swapped(name, title, code, CONTACT, SEE, new)


LINKS = (
    linked("broken-link", "link to a page that is not there", "HW703", "../guides/"),
    swapped(
        "broken-link-from-root",
        "link from the top of the site to a page that is not there",
        "HW703",
        HOME,
        '<a href="/faq/">',
        '<a href="/faqs/">',
    ),
    swapped(
        "broken-link-with-host",
        "link with the site's own host to a page that is not there",
        "HW703",
        HOME,
        '<a href="https://help.example/contact/">',
        '<a href="https://help.example/contacts/">',
    ),
    linked("folder-without-page", "link to a folder without a page", "HW703", "../img/"),
    swapped(
        "broken-link-of-404",
        "link of the error page to a page that is not there",
        "HW703",
        "404.html",
        '<a href="/">',
        '<a href="/start/">',
    ),
    Kind(
        "page-removed",
        "page removed that a frame and the sitemap name",
        (Remove(MAP),),
        (
            Place("HW703", CONTACT, "<iframe"),
            Place("HW721", SITEMAP, "<loc>https://help.example/map/"),
        ),
    ),
    swapped(
        "broken-fragment",
        "fragment that the same page does not have",
        "HW704",
        GUIDE,
        '<a href="#open">',
        '<a href="#opened">',
    ),
    swapped(
        "broken-fragment-of-page",
        "fragment that another page does not have",
        "HW704",
        HOME,
        '<a href="guide/#hose">',
        '<a href="guide/#tube">',
    ),
    swapped(
        "broken-fragment-encoded",
        "percent-encoded fragment that another page does not have",
        "HW704",
        GUIDE,
        '<a\n    href="../faq/#gr%C3%B6%C3%9Fe">',
        '<a\n    href="../faq/#gr%C3%B6sse">',
    ),
    swapped(
        "fragment-in-template",
        "fragment that only the contents of a template have",
        "HW704",
        FAQ,
        '<template><p id="gauge">',
        '<p><a href="#copy">The copy</a></p><template><p id="copy">',
        '<a href="#copy">',
    ),
    swapped(
        "fragment-case",
        "fragment in other capitals",
        "HW715",
        HOME,
        '<a href="guide/#hose">',
        '<a href="guide/#Hose">',
    ),
    linked("file-case", "link to a page in other capitals", "HW715", "../Guide/"),
    swapped(
        "broken-area",
        "area of an image map leads to a page that is not there",
        "HW703",
        GUIDE,
        '<area shape="rect" coords="48,0,96,64" href="../faq/#gauge"',
        '<area shape="rect" coords="48,0,96,64" href="../fag/#gauge"',
    ),
    swapped(
        "broken-form",
        "form sent to a page that is not there",
        "HW703",
        CONTACT,
        '<form action="../faq/"',
        '<form action="../search/"',
    ),
    swapped(
        "missing-translation",
        "`hreflang` of a page that is not there",
        "HW733",
        FAQ,
        '<link rel="alternate" hreflang="de" href="https://help.example/de/faq/">',
        '<link rel="alternate" hreflang="de" href="https://help.example/de/faqs/">',
    ),
    linked("left-over-source", "link to a Markdown file of the sources", "HW732", "../guide.md"),
    linked(
        "left-over-template",
        "sign of a template engine in an address",
        "HW732",
        "{{ page.url }}",
    ),
)

ADDRESSES = (
    linked("empty-address", "link with an empty address", "HW728", ""),
    swapped(
        "empty-picture",
        "picture with an empty address",
        "HW728",
        HOME,
        '<img src="img/menu.png"',
        '<img src=""',
    ),
    linked("misspelled-scheme", "scheme misspelled (`htps:`)", "HW711", "htps://maps.example/"),
    linked("scheme-slash", "scheme with one slash (`https:/`)", "HW711", "https:/maps.example/"),
    linked("scheme-colon", "scheme without its colon (`https//`)", "HW711", "https//maps.example/"),
    linked("no-scheme", "address without a scheme (`www.`)", "HW711", "www.maps.example/"),
    linked("script-address", "`javascript:` as address", "HW713", "javascript:void(0)"),
    linked("file-address", "`file:` as address", "HW712", "file:///C:/guide.html"),
    linked("localhost", "link to `localhost`", "HW712", "http://localhost:8000/guide/"),
    linked("disk-path", "path of a disk as address", "HW712", "C:/help/guide.html"),
    swapped(
        "malformed-mail",
        "`mailto:` without an address of mail",
        "HW714",
        CONTACT,
        MAIL,
        '<a href="mailto:pumps.help.example">',
    ),
    swapped(
        "malformed-telephone",
        "`tel:` without a number",
        "HW714",
        CONTACT,
        '<a href="tel:+49-30-5550100">',
        '<a href="tel:call-us">',
    ),
    swapped(
        "bad-percent",
        "percent sign that encodes nothing",
        "HW710",
        GUIDE,
        SIZES,
        SIZES.replace("%20", "%2"),
        '<a href="../files/tyre%2sizes.txt">',
    ),
    swapped(
        "encoded-twice",
        "address that is percent-encoded twice",
        "HW710",
        GUIDE,
        SIZES,
        SIZES.replace("%20", "%2520"),
        '<a href="../files/tyre%2520sizes.txt">',
    ),
    swapped(
        "blank-in-address",
        "blank in an address",
        "HW735",
        GUIDE,
        SIZES,
        SIZES.replace("%20", " "),
        '<a href="../files/tyre sizes.txt">',
    ),
    swapped(
        "backslash",
        "backslash in an address",
        "HW735",
        GUIDE,
        BOX,
        '<a href="..\\contact\\#parts">box</a>',
    ),
    linked("port", "port that is no number", "HW710", "https://maps.example:80a/"),
    linked("climbs-out", "relative address that climbs out of the site", "HW716", "../../guide/"),
)

FILES = (
    swapped(
        "missing-picture",
        "picture that is not there",
        "HW705",
        GUIDE,
        '<img src="../img/plan.png"',
        '<img src="../img/plans.png"',
    ),
    swapped(
        "picture-case",
        "picture in other capitals",
        "HW715",
        HOME,
        '<img src="img/menu.png"',
        '<img src="img/Menu.png"',
    ),
    swapped(
        "missing-candidate",
        "candidate of a `srcset` that is not there",
        "HW705",
        HOME,
        PUMP,
        PUMP.replace("pump-2", "pump-3"),
    ),
    swapped(
        "missing-source",
        "`source` of a picture that is not there",
        "HW705",
        HOME,
        '<source type="image/webp" srcset="img/pump.webp 1x',
        '<source type="image/webp" srcset="img/pump.avif 1x',
    ),
    swapped(
        "bad-descriptor",
        "descriptor of a `srcset` that is none",
        "HW710",
        HOME,
        PUMP,
        PUMP.replace(" 2x", " 2y"),
    ),
    swapped(
        "descriptor-twice",
        "descriptor of a `srcset` that stands twice",
        "HW710",
        HOME,
        PUMP,
        PUMP.replace(" 2x", " 1x"),
    ),
    swapped(
        "mixed-descriptors",
        "widths and densities in one `srcset`",
        "HW710",
        HOME,
        PUMP,
        PUMP.replace(" 2x", " 96w"),
    ),
    swapped(
        "missing-poster",
        "poster of a film that is not there",
        "HW705",
        GUIDE,
        '<video controls width="96" height="64" poster="../img/poster.png">',
        '<video controls width="96" height="64" poster="../img/posters.png">',
    ),
    swapped(
        "missing-film",
        "film that is not there",
        "HW703",
        GUIDE,
        '<source src="../media/tour.webm"',
        '<source src="../media/tour.mp4"',
    ),
    Kind(
        "missing-captions",
        "captions of a film that are not there",
        (Remove("media/tour.vtt"),),
        (Place("HW703", GUIDE, "<track"),),
    ),
    swapped(
        "missing-frame",
        "frame of a page that is not there",
        "HW703",
        CONTACT,
        '<iframe src="../map/"',
        '<iframe src="../maps/"',
    ),
    Kind(
        "missing-object",
        "`object` that is not there",
        (Remove("img/gauge.svg"),),
        (Place("HW703", GUIDE, "<object"),),
    ),
    Kind(
        "missing-script",
        "script that is not there",
        (Remove("js/menu.js"),),
        (Place("HW703", HOME, '<script src="'),),
    ),
    swapped(
        "missing-style",
        "style sheet that is not there",
        "HW703",
        GUIDE,
        '<link rel="stylesheet" href="../css/style.css">',
        '<link rel="stylesheet" href="../css/styles.css">',
    ),
    swapped(
        "missing-preload",
        "picture loaded ahead that is not there",
        "HW705",
        HOME,
        '<link rel="preload" href="img/pump.png"',
        '<link rel="preload" href="img/pumps.png"',
    ),
    Kind(
        "missing-icon",
        "icon of the site that is not there",
        (Remove("favicon.ico"),),
        (Place("HW705", HOME, '<link rel="icon"'),),
    ),
    Kind(
        "missing-manifest",
        "manifest that is not there",
        (Remove(MANIFEST),),
        (Place("HW703", HOME, '<link rel="manifest"'),),
    ),
    swapped(
        "missing-manifest-icon",
        "icon of the manifest that is not there",
        "HW705",
        MANIFEST,
        "img/touch.png",
        "img/touch-192.png",
    ),
    swapped(
        "missing-import",
        "style sheet of `@import url()` that is not there",
        "HW703",
        STYLE,
        '@import url("colours.css")',
        '@import url("colors.css")',
    ),
    swapped(
        "missing-import-text",
        "style sheet of `@import` with a text that is not there",
        "HW703",
        STYLE,
        '@import "print.css"',
        '@import "prints.css"',
    ),
    swapped(
        "missing-url",
        "picture of a style sheet that is not there",
        "HW705",
        STYLE,
        "url(../img/back.png)",
        "url(../img/backs.png)",
    ),
    swapped(
        "missing-url-of-page",
        "picture of a `style` element that is not there",
        "HW705",
        HOME,
        'url("img/back.png") no-repeat',
        'url("img/backs.png") no-repeat',
    ),
    swapped(
        "missing-url-of-element",
        "picture of a `style` attribute that is not there",
        "HW705",
        HOME,
        "<header style=\"border-image: url('img/back.png') 2\">",
        "<header style=\"border-image: url('img/frame.png') 2\">",
    ),
    swapped(
        "missing-preview",
        "picture of `og:image` that is not there",
        "HW705",
        HOME,
        '<meta property="og:image" content="https://help.example/img/pump.png">',
        '<meta property="og:image" content="https://help.example/img/pumps.png">',
    ),
    swapped(
        "mixed-picture",
        "picture over http on a site with https",
        "HW722",
        HOME,
        '<img src="img/menu.png"',
        '<img src="http://cdn.example/menu.png"',
    ),
    swapped(
        "mixed-script",
        "script over http on a site with https",
        "HW722",
        HOME,
        '<script src="js/menu.js"',
        '<script src="http://cdn.example/menu.js"',
    ),
    swapped(
        "mixed-frame",
        "frame over http on a site with https",
        "HW722",
        CONTACT,
        '<iframe src="../map/"',
        '<iframe src="http://maps.example/"',
    ),
    swapped(
        "mixed-url",
        "picture of a style sheet over http on a site with https",
        "HW722",
        STYLE,
        "url(../img/back.png)",
        "url(http://cdn.example/back.png)",
    ),
)

ADDRESSES_OF_PAGES = (
    Kind(
        "redirect-loop",
        "two redirects that lead to each other",
        (
            Swap(OLD, REFRESH.format("../guide/"), REFRESH.format("../older/")),
            Add(OLDER, page(REFRESH.format("../old/"))),
        ),
        (
            Place("HW717", OLD, REFRESH.format("../older/")),
            Place("HW717", OLDER, REFRESH.format("../old/")),
        ),
    ),
    swapped(
        "redirect-to-itself",
        "redirect that leads to itself",
        "HW717",
        OLD,
        REFRESH.format("../guide/"),
        REFRESH.format("../old/"),
    ),
    swapped(
        "redirect-to-missing",
        "redirect to a page that is not there",
        "HW717",
        OLD,
        REFRESH.format("../guide/"),
        REFRESH.format("../guides/"),
    ),
    swapped(
        "redirect-to-missing-fragment",
        "redirect to a fragment that its page does not have",
        "HW717",
        OLD,
        REFRESH.format("../guide/"),
        REFRESH.format("../guide/#tube"),
    ),
    Kind(
        "redirect-chain",
        "redirect that leads to another one",
        (Add(OLDER, page(REFRESH.format("../old/"))),),
        (Place("HW718", OLDER, REFRESH.format("../old/")),),
    ),
    linked("link-to-redirect", "link to a redirect", "HW718", "../old/"),
    swapped(
        "canonical-to-missing",
        "canonical address of a page that is not there",
        "HW719",
        PRINT,
        CANONICAL.format("guide/"),
        CANONICAL.format("guides/"),
    ),
    swapped(
        "canonical-to-redirect",
        "canonical address that is a redirect",
        "HW719",
        PRINT,
        CANONICAL.format("guide/"),
        CANONICAL.format("old/"),
    ),
    Kind(
        "canonical-disagrees",
        "canonical address of a page that has another one itself",
        (
            Swap(PRINT, CANONICAL.format("guide/"), CANONICAL.format("copy/")),
            Add(COPY, page(CANONICAL.format("guide/"))),
        ),
        (Place("HW719", PRINT, CANONICAL.format("copy/")),),
    ),
    swapped(
        "two-canonicals",
        "two canonical addresses that differ",
        "HW719",
        PRINT,
        CANONICAL.format("guide/"),
        f"{CANONICAL.format('guide/')}\n  {CANONICAL.format('faq/')}",
        CANONICAL.format("faq/"),
    ),
    linked("no-slash", "link without the slash that the address has", "HW720", "../guide"),
    linked("link-to-index", "link to `index.html`", "HW720", "../guide/index.html"),
    linked("link-to-copy", "link to a page that names another as canonical", "HW720", "../print/"),
    swapped(
        "sitemap-missing",
        "page in the sitemap that is not there",
        "HW721",
        SITEMAP,
        "<loc>https://help.example/map/",
        "<loc>https://help.example/maps/",
    ),
    swapped(
        "sitemap-redirect",
        "redirect in the sitemap",
        "HW721",
        SITEMAP,
        "<loc>https://help.example/map/",
        "<loc>https://help.example/old/",
    ),
    swapped(
        "sitemap-copy",
        "page in the sitemap that names another as canonical",
        "HW721",
        SITEMAP,
        "<loc>https://help.example/map/",
        "<loc>https://help.example/print/",
    ),
)

PAGES = (
    swapped(
        "duplicate-id",
        "two elements with the same id",
        "HW706",
        GUIDE,
        '<a id="older"',
        '<a id="open"',
    ),
    swapped(
        "link-without-words",
        "link without words",
        "HW727",
        CONTACT,
        SEE,
        '<a href="../guide/"></a>',
    ),
    Kind(
        "picture-link-without-words",
        "link whose only content is a picture without words",
        (Swap(HOME, 'alt="To the guide"', 'alt=""'),),
        (Place("HW727", HOME, '<a href="guide/"><img'),),
    ),
    Kind(
        "missing-title",
        "page without a title",
        (Swap(CONTACT, "  <title>Contact</title>\n", ""),),
        (Place("HW723", CONTACT, "<head>"),),
    ),
    swapped(
        "empty-title",
        "page with an empty title",
        "HW723",
        CONTACT,
        "<title>Contact</title>",
        "<title> </title>",
    ),
    swapped(
        "two-titles",
        "page with two titles",
        "HW723",
        CONTACT,
        "<title>Contact</title>",
        "<title>Contact</title><title>Help</title>",
        "<title>Help</title>",
    ),
    swapped(
        "missing-language",
        "page that does not tell its language",
        "HW724",
        GERMAN,
        '<html lang="de">',
        "<html>",
    ),
    swapped(
        "malformed-language",
        "language that is none",
        "HW724",
        GERMAN,
        '<html lang="de">',
        '<html lang="german_de">',
    ),
    Kind(
        "missing-text",
        "picture without alternative text",
        (Swap(HOME, ' alt="The pump with its hose"', ""),),
        (Place("HW725", HOME, PUMP),),
    ),
    Kind(
        "missing-text-of-area",
        "area of an image map without alternative text",
        (Swap(GUIDE, ' alt="The gauge"', ""),),
        (Place("HW725", GUIDE, '<area shape="rect" coords="48,0,96,64"'),),
    ),
    Kind(
        "file-name-as-text",
        "file name as alternative text",
        (Swap(HOME, 'alt="The pump with its hose"', 'alt="pump-2.png"'),),
        (Place("HW726", HOME, PUMP),),
    ),
    swapped(
        "label-for-nothing",
        "`for` that names no element",
        "HW729",
        CONTACT,
        '<label for="model">',
        '<label for="models-name">',
    ),
    Kind(
        "description-missing",
        "`aria-describedby` that names no element",
        (Swap(CONTACT, 'aria-describedby="model-help"', 'aria-describedby="help"'),),
        (Place("HW729", CONTACT, '<input id="model"'),),
    ),
    swapped(
        "headers-missing",
        "`headers` that names no element",
        "HW729",
        CONTACT,
        '<td headers="price">',
        '<td headers="costs">',
    ),
    Kind(
        "map-missing",
        "`usemap` that names no map",
        (Swap(GUIDE, 'usemap="#plan"', 'usemap="#plans"'),),
        (Place("HW729", GUIDE, '<img src="../img/plan.png"'),),
    ),
    Kind(
        "list-missing",
        "`list` that names no list",
        (Swap(CONTACT, 'list="models"', 'list="kinds"'),),
        (Place("HW729", CONTACT, '<input id="model"'),),
    ),
    Kind(
        "missing-charset",
        "page that does not tell its encoding",
        (Swap(FAQ, '  <meta charset="utf-8">\n', ""),),
        (Place("HW730", FAQ, "<head>"),),
    ),
    swapped(
        "other-charset",
        "page that tells another encoding than UTF-8",
        "HW730",
        FAQ,
        '<meta charset="utf-8">',
        '<meta charset="iso-8859-1">',
    ),
    Kind(
        "undecodable-bytes",
        "bytes that are no UTF-8",
        (Bytes(CONTACT, "5 €".encode(), b"5 \x80"),),
        (Place("HW730", CONTACT, "\ufffd"),),
    ),
    swapped(
        "base-missing",
        "`base` that leads to no page",
        "HW731",
        PRINT,
        '<meta charset="utf-8">',
        '<meta charset="utf-8"><base href="/manual/">',
        '<base href="/manual/">',
    ),
    swapped(
        "two-bases",
        "two `base` elements",
        "HW731",
        PRINT,
        '<meta charset="utf-8">',
        '<meta charset="utf-8"><base href="/print/"><base href="/guide/">',
        '<base href="/guide/">',
    ),
)

GROUPS = {
    "Links": LINKS,
    "Form of addresses": ADDRESSES,
    "Pictures, styles and other files": FILES,
    "Redirects, canonical addresses, sitemap": ADDRESSES_OF_PAGES,
    "What a page says of itself": PAGES,
}
KINDS = tuple(kind for kinds in GROUPS.values() for kind in kinds)
