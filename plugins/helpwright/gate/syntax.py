"""What can be said of an address without looking at the site."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from helpwright.diagnostic import Rule
from helpwright.gate.addresses import BLANKS, SCHEME
from helpwright.gate.finding import clip
from helpwright.gate.uses import Role, Use
from helpwright.site_faults import (
    EMPTY_ADDRESS,
    LOCAL_ADDRESS,
    MALFORMED_ADDRESS,
    MALFORMED_CONTACT,
    MIXED_CONTENT,
    SCRIPT_ADDRESS,
    SOURCE_LEFT_OVER,
    UNESCAPED_ADDRESS,
    UNKNOWN_SCHEME,
)

# Those of the IANA register that links use, and those of common programs.
_KNOWN = frozenset(
    """
    about acct aim android-app apple-music bitcoin blob bookmarks callto cap cast chrome
    chrome-extension cid cursor dav dict discord dns doi ed2k edge ethereum facetime
    facetime-audio fax feed figma file freenode ftp ftps geo gemini git git+ssh gopher gtalk
    h323 hcp http https im imap info intent ios-app irc irc6 ircs itms itms-apps itms-appss
    jabber javascript jetbrains lastfm ldap ldaps linkedin lightning magnet mailto maps market
    matrix mcp message mid mms moz-extension msteams msnim mumble mvn news nfs nntp notion
    obsidian oid onenote openid pkcs11 pop proxy res rsync rtmp rtsp s3 sftp shortcuts signal
    sip sips skype slack smb sms smsto snmp spotify ssh steam stun svn svn+ssh tag teams
    teamspeak tel telnet tg things tftp turn urn view-source vnc vscode vscode-insiders
    webcal whatsapp windsurf wlp ws wss xcon xmpp xri ymsgr zed zoommtg zoomus
    """.split()
)
_FAMILIES = ("ms-", "web+", "x-", "com.", "net.", "org.", "io.", "vnd.")
_OFTEN_MISSPELT = ("https", "http", "mailto", "tel", "ftp")
_WITHOUT_COLON = re.compile(r"(?i)(?:(?:https?|ftp)[;.,]?/{1,2}|:/{2})(?!$)")
_ANY_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})|%00")
_LOCAL_HOST = re.compile(r"(?i)localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\]")
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^\s<>\"{}|\\^`\[\]:@/]+)(?::(\d{0,5}))?")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_MAILBOX = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+")
_PHONE = re.compile(r"\+?[0-9*#]{2,}")
_TEMPLATE = re.compile(r"\{\{|\{%|<%")
# In a path only: queries carry source code to places that run it.
_ENCODED_TEMPLATE = re.compile(r"[^?#]*?(?:%7[Bb]%7[Bb]|%7[Bb]%25|%3[Cc]%25)")


class Flaw(NamedTuple):
    """One thing that is wrong with an element whatever the site has; `at` as for a use."""

    rule: Rule
    message: str
    help: str
    at: int = -1


def template_sign(text: str) -> bool:
    """Tell whether a text holds the sign of a template that nobody filled in."""
    return _TEMPLATE.search(text) is not None


def flaws(use: Use, secure: bool) -> tuple[list[Flaw], bool]:
    """Return what is wrong with an address as such, and whether to look for what it leads to.

    `secure` tells that the site's own address begins with https.
    """
    address = use.address.strip(BLANKS)
    what = f"the {use.what} `{clip(address)}`"

    def one(rule: Rule, said: str, help: str = "") -> tuple[list[Flaw], bool]:
        return [Flaw(rule, f"{what} {said}", help, use.at)], False

    if not address:
        if use.role in (Role.FORM, Role.TRANSLATION):
            return [], False
        return [Flaw(EMPTY_ADDRESS, f"the address of the {use.what} is empty", "", use.at)], False
    if template_sign(address) or _ENCODED_TEMPLATE.match(address):
        return one(SOURCE_LEFT_OVER, "holds the sign of a template that nobody filled in")
    if _DRIVE.match(address):
        return one(LOCAL_ADDRESS, "is a file of the machine that it was written on")
    scheme = SCHEME.match(address)
    if scheme is None:
        if _WITHOUT_COLON.match(address):
            return one(UNKNOWN_SCHEME, "lacks the colon behind its scheme", "write `https://`")
        found = _unescaped(use, address, what)
        if address.startswith("//"):
            return _authority(use, address, what, found)
        return _path(use, address, what, found)
    name = scheme[0][:-1].lower()
    if name in ("http", "https"):
        if not address[len(name) + 1 :].replace("\\", "/").startswith("//"):
            return one(UNKNOWN_SCHEME, f"lacks a slash behind `{name}:`", f"write `{name}://`")
        found = _unescaped(use, address, what)
        if name == "http" and secure and use.role in _LOADED:
            said = "is sent over http" if use.role is Role.FORM else "is loaded over http"
            message = f"{what} {said} by a page of an https site"
            found.append(Flaw(MIXED_CONTENT, message, "", use.at))
        return _authority(use, address[len(name) + 1 :], what, found)
    if name == "mailto":
        return _mail(use, address[7:], what), False
    if name in ("tel", "sms", "callto"):
        return _phone(use, name, address, what), False
    if name == "file":
        return one(LOCAL_ADDRESS, "is a file of the machine that it was written on")
    if name == "javascript":
        if use.role is Role.LINK:
            return one(SCRIPT_ADDRESS, "runs a script instead of leading anywhere")
        return [], False
    if name in _KNOWN or name == "data" or name.startswith(_FAMILIES):
        return [], False
    near = next((known for known in _OFTEN_MISSPELT if _distance(name, known) <= 2), "")
    help = f"is `{near}:` meant?" if near else ""
    return one(UNKNOWN_SCHEME, f"begins with the unknown scheme `{clip(name)}:`", help)


_LOADED = frozenset((Role.PICTURE, Role.STYLE, Role.SCRIPT, Role.FRAME, Role.FILE, Role.FORM))


def _unescaped(use: Use, address: str, what: str) -> list[Flaw]:
    path = address.partition("#")[0]
    named = ""
    if "\\" in path.partition("?")[0]:
        named = "a backslash"
    elif any(sign in address for sign in "\n\r\t"):
        named = "a line break or tab"
    elif " " in path:
        named = "a blank"
    if not named:
        return []
    help = "write `/`" if named == "a backslash" else "write `%20` for a blank, and no line break"
    return [Flaw(UNESCAPED_ADDRESS, f"{what} holds {named}", help, use.at)]


def _authority(use: Use, rest: str, what: str, found: list[Flaw]) -> tuple[list[Flaw], bool]:
    """Look at the host and path of an address, from the two slashes on."""
    rest = rest.translate({9: None, 10: None, 13: None})
    authority = re.split(r"[/?#\\]", rest[2:], maxsplit=1)[0]
    host = authority.rpartition("@")[2]

    def more(rule: Rule, said: str) -> tuple[list[Flaw], bool]:
        return [*found, Flaw(rule, f"{what} {said}", "", use.at)], False

    if not host:
        return more(MALFORMED_ADDRESS, "has no host behind `//`")
    if host.rstrip(":").lower() in ("http", "https"):
        return more(MALFORMED_ADDRESS, "has two schemes one behind the other")
    match = _HOST.fullmatch(host)
    if match is None or int(match[1] or 0) > 65535:
        return more(MALFORMED_ADDRESS, f"has no valid host: `{clip(host)}` is none")
    if _LOCAL_HOST.fullmatch(host.partition(":")[0] if host[0] != "[" else host[:5]):
        return more(LOCAL_ADDRESS, "leads to the reader's own machine")
    return _path(use, rest[2 + len(authority) :], what, found)


def _path(use: Use, address: str, what: str, found: list[Flaw]) -> tuple[list[Flaw], bool]:
    wrong = _ANY_ESCAPE.search(address.partition("#")[0].partition("?")[0])
    if wrong is None:
        return found, True
    message = f"{what} has a `%` that no two hexadecimal digits follow"
    if wrong[0] == "%00":
        message = f"{what} holds `%00`, which no server takes"
    return [*found, Flaw(MALFORMED_ADDRESS, message, "write `%25` for a `%`", use.at)], False


def _mail(use: Use, rest: str, what: str) -> list[Flaw]:
    to, mark, _ = rest.partition("?")
    boxes = [unquote(box).strip() for box in to.split(",") if box.strip()]
    if not boxes and mark:
        return []  # Links to share a page leave it to the reader to whom.
    if boxes and all(_MAILBOX.fullmatch(box) for box in boxes):
        return []
    said = f"holds no mailbox: `{clip(boxes[0])}` is none" if boxes else "names no mailbox"
    return [Flaw(MALFORMED_CONTACT, f"{what} {said}", "write `mailto:name@host`", use.at)]


def _phone(use: Use, name: str, address: str, what: str) -> list[Flaw]:
    number = unquote(address[len(name) + 1 :]).partition(";")[0].partition("?")[0]
    number = re.sub(r"[-\s.()/\xa0,]", "", number)
    if _PHONE.fullmatch(number) or (name != "tel" and (not number or name == "callto")):
        return []
    said = "holds no telephone number" if number else "names no telephone number"
    return [Flaw(MALFORMED_CONTACT, f"{what} {said}", "write `tel:+15550100`", use.at)]


def _distance(one: str, other: str) -> int:
    """Return how many letters to put, take or change make one word of another (Levenshtein)."""
    if abs(len(one) - len(other)) > 2:
        return 3
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row, above = [i], row
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]
