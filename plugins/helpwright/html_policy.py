"""What raw HTML in a source may do on a page: show things, and nothing else.

The elements are those of the HTML Living Standard that carry or arrange text; scripts, styles,
forms, frames and plugins are not among them, and neither are attributes that run code, load
something unseen, or lay one thing over another.
"""

from __future__ import annotations

import re

SAFE_SCHEMES = frozenset(
    "http https mailto tel sms ftp ftps sftp sip sips xmpp irc ircs news msteams ms-settings "
    "ms-windows-store".split()
)
"""The schemes that a link may have.

Others of Windows' `ms-…` schemes start installers, diagnostics or Office with what the link says.
"""

ALLOWED_ELEMENTS = frozenset(
    "a abbr acronym b bdi bdo big blockquote br caption center cite code col colgroup dd del "
    "details dfn div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol "
    "p pre q rp rt ruby s samp small span strike strong sub summary sup table tbody td tfoot th "
    "thead time tr tt u ul var wbr".split()
)
DROPPED_WITH_CONTENT = frozenset(
    "script style template noscript title textarea xmp svg math".split()
)
"""Elements whose content is not text to read."""

KNOWN_ELEMENTS = (
    ALLOWED_ELEMENTS
    | DROPPED_WITH_CONTENT
    | frozenset(
        "address applet area article aside audio base basefont body button canvas data datalist "
        "dialog dir embed fieldset footer form frame frameset head header hgroup html iframe input "
        "label legend link main map marquee menu meta meter nav nobr noembed noframes object "
        "optgroup option output param picture plaintext progress search section select slot source "
        "track video".split()
    )
)
VOID_ELEMENTS = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)

_GLOBAL = frozenset(("id", "title", "lang", "dir"))
_BY_ELEMENT: dict[str, frozenset[str]] = {
    "a": frozenset(("href", "name")),
    "img": frozenset(("src", "alt", "width", "height")),
    "ol": frozenset(("start", "type", "reversed")),
    "li": frozenset(("value",)),
    "details": frozenset(("open",)),
    "td": frozenset(("colspan", "rowspan", "align", "valign")),
    "th": frozenset(("colspan", "rowspan", "align", "valign", "scope")),
    "tr": frozenset(("align", "valign")),
    "p": frozenset(("align",)),
    "div": frozenset(("align",)),
    "table": frozenset(("align",)),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "time": frozenset(("datetime",)),
    "blockquote": frozenset(("cite",)),
    "q": frozenset(("cite",)),
}
_BLANKS = re.compile(r"[\x00-\x20]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def is_known_element(tag: str) -> bool:
    """Tell whether HTML has (or had) an element of this name; case does not matter."""
    return tag.lower() in KNOWN_ELEMENTS


def is_allowed_element(tag: str) -> bool:
    """Tell whether raw HTML may put this element on a page."""
    return tag.lower() in ALLOWED_ELEMENTS


def is_allowed_attribute(tag: str, name: str) -> bool:
    """Tell whether raw HTML may give this element this attribute."""
    name = name.lower()
    return name in _GLOBAL or name in _BY_ELEMENT.get(tag.lower(), ())


def is_safe_url(url: str) -> bool:
    """Tell whether an address can neither run code nor hide where it leads."""
    seen = _BLANKS.sub("", url)  # Browsers ignore them in front of and inside an address.
    if seen.startswith(("//", "\\", "/\\")):
        return False
    match = _SCHEME.match(seen)
    if match is None:
        return True
    scheme = match[1].lower()
    return scheme in SAFE_SCHEMES or scheme == "kb"
