"""A second, slow look at the pages that are not in order: what is wrong, and where."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from html import unescape

from helpwright.diagnostic import Diagnostic
from helpwright.faults import BROKEN_LINK_ON_PAGE, DUPLICATE_ID_ON_PAGE
from helpwright.gate.finding import clip, on_page, position
from helpwright.gate.judge import Judge, broken_fragment, end_of, fragment_there
from helpwright.gate.lexicon import Lexicon, is_always_there
from helpwright.gate.scan import PageFacts, find_charset
from helpwright.gate.syntax import Flaw
from helpwright.gate.tokens import Tag, find_tags, iter_tags
from helpwright.gate.uses import MAP, Role
from helpwright.gate.words import find_wordless
from helpwright.site_faults import (
    BASE_ELEMENT,
    BROKEN_CANONICAL,
    BROKEN_REDIRECT,
    BROKEN_REFERENCE_ON_PAGE,
    LINK_TO_REDIRECT,
    LINK_WITHOUT_WORDS,
    LOCAL_ADDRESS,
    MISSING_LANGUAGE,
    MISSING_TITLE,
    WRONG_ENCODING,
)

_MARKUP = re.compile(rb"<[^>]*>?")
_LOCAL_WORDS = re.compile(r"(?i)localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]")
_MAX_WORDS = 600
MAX_FINDINGS = 100
"""How many findings of one page are told one by one."""


def misleads(page: PageFacts, judge: Judge, pages: Mapping[str, PageFacts]) -> bool:
    """Tell whether something is wrong with a page's canonical address, or where it leads on to."""
    if page.refresh and any(_redirect(page, judge, pages)):
        return True
    return any(any(_canonical(page, address, judge, pages)) for address in page.canonicals)


def is_canonical(page: PageFacts, judge: Judge) -> bool:
    """Tell whether a page is the one that search engines show, as far as it says."""
    named = page.canonical
    return named is None or judge.existing(named.path)[0] in ("", page.name)


def suspects(page: PageFacts, judge: Judge) -> list[Collection[bytes]]:
    """Return the tags that are wrong in the contexts of a page, which may have some of them."""
    found: list[Collection[bytes]] = [it.bad.keys() for it in page.contexts if it.bad]
    weak = [it.weak.keys() for it in page.contexts if it.weak]
    return [*found, *weak] if weak and is_canonical(page, judge) else found


def has_any(data: bytes, tags: list[Collection[bytes]]) -> bool:
    """Tell whether a page has one of some tags."""
    present = set(find_tags(data))
    return any(not present.isdisjoint(these) for these in tags)


def tell(
    page: PageFacts,
    data: bytes,
    lexicon: Lexicon,
    judge: Judge,
    pages: Mapping[str, PageFacts],
) -> list[Diagnostic]:
    """Return everything that is wrong with one page, each with its place."""
    found: dict[tuple[str, str], tuple[int, int, Flaw]] = {}
    for start, end, flaw in _all(page, data, lexicon, judge, pages):
        found.setdefault((flaw.rule.code, flaw.message), (start, end, flaw))
    told = sorted(found.values(), key=lambda it: (it[0], it[2].rule.code))
    return [
        on_page(
            flaw.rule,
            page.name,
            _with_words(flaw, data, start, end),
            flaw.help or flaw.rule.fix,
            position(data, start),
            position(data, end),
        )
        for start, end, flaw in told[:MAX_FINDINGS]
    ]


def _all(
    page: PageFacts,
    data: bytes,
    lexicon: Lexicon,
    judge: Judge,
    pages: Mapping[str, PageFacts],
) -> Iterator[tuple[int, int, Flaw]]:
    tags = [tag for tag in iter_tags(data) if not tag.inert]
    own = is_canonical(page, judge)
    yield from _whole(page, data, tags, lexicon)
    astray = list(_redirect(page, judge, pages))
    for tag in tags if astray else ():
        if _special(lexicon, tag) == "refresh":
            # Its canonical address and its links lead to the same place, and there is nothing else.
            yield from ((tag.start, tag.end, flaw) for flaw in astray)
            return
    seen: set[str] = set()
    for tag in tags:
        for flaw in _of_tag(page, tag, lexicon, own):
            if flaw.rule is LOCAL_ADDRESS and _is_shown(tag, data):
                continue
            start = tag.start if flaw.at < 0 else tag.start + 1 + flaw.at
            yield start, tag.end if flaw.at < 0 else start, flaw
        element = lexicon.special.get(tag.text)
        if element is not None and element.special == "canonical":
            for flaw in _canonical(page, element.said, judge, pages):
                yield tag.start, tag.end, flaw
        id = lexicon.ids.get(tag.text)
        if id is not None:
            if id in seen and not tag.drawn:
                yield tag.start, tag.end, _duplicate(id, tag, data)
            seen.add(id)
    for start, end, address in find_wordless(data):
        message = f"the link `{clip(address)}` has no words"
        yield start, end, Flaw(LINK_WITHOUT_WORDS, message, "")


def _of_tag(page: PageFacts, tag: Tag, lexicon: Lexicon, own: bool) -> Iterator[Flaw]:
    text = tag.text
    for context in page.contexts:
        yield from context.bad.get(text, ())
        for form, canonical in context.weak.get(text, ()) if own else ():
            if canonical != page.name:  # A page may list the other forms of itself.
                yield form
    faulty = text in lexicon.faulty
    if not faulty and text not in lexicon.own and text not in lexicon.references:
        return
    element = lexicon.reader.read(text)
    yield from element.flaws
    for use in element.uses:
        address = use.address.strip()
        if use.role is Role.LINK and address[:1] in ("#", "?") and not page.based:
            fragment = address.partition("#")[2]
            broken = broken_fragment(use, fragment, page.ids, "this page")
            if broken is not None:
                yield broken
    for name, id in element.references:
        if id not in page.ids and not is_always_there(id):
            shown = id.removeprefix(MAP)
            message = f"the `{name}` of the {element.tag} names `{clip(shown)}`, which is not there"
            yield Flaw(BROKEN_REFERENCE_ON_PAGE, message, "")


def _whole(
    page: PageFacts, data: bytes, tags: list[Tag], lexicon: Lexicon
) -> Iterator[tuple[int, int, Flaw]]:
    """Yield what is wrong with the page as a whole."""
    if page.undecodable >= 0:
        at = page.undecodable
        message = f"the byte 0x{data[at]:02X} is no UTF-8"
        yield at, at, Flaw(WRONG_ENCODING, message, "")
    bases = [tag for tag in tags if _special(lexicon, tag) == "base"]
    yield from _bases(page, tags, bases, lexicon)
    if not page.whole:
        return
    head = next((tag for tag in tags if _named(tag, b"head")), None)
    root = next((tag for tag in tags if _named(tag, b"html")), None)
    top = head or root
    start = top.start if top is not None else 0
    if not page.refresh or not data.isascii():
        if not page.charset:
            message = "the page does not say in its first 1,024 bytes that it is UTF-8"
            yield start, start, Flaw(WRONG_ENCODING, message, "")
        elif page.charset not in ("utf-8", "utf8"):
            message = f"the page says that it is `{clip(page.charset)}`, not UTF-8"
            declared = find_charset(data)
            at = declared.start() if declared is not None else start
            yield at, at, Flaw(WRONG_ENCODING, message, "")
    if page.refresh:
        return
    if root is None:
        message = "the page does not say in which language it is"
        yield 0, 0, Flaw(MISSING_LANGUAGE, message, "")
    titles = [tag for tag in tags if not tag.drawn and _special(lexicon, tag) == "title"]
    if not titles:
        yield start, start, Flaw(MISSING_TITLE, "the page has no title", "")
    for tag in titles[1:]:
        yield tag.start, tag.end, Flaw(MISSING_TITLE, "the page has more than one title", "")
    for tag in titles[:1]:
        if not unescape(lexicon.special[tag.text].said).strip():
            yield tag.start, tag.end, Flaw(MISSING_TITLE, "the title of the page is empty", "")


def _bases(
    page: PageFacts, tags: list[Tag], bases: list[Tag], lexicon: Lexicon
) -> Iterator[tuple[int, int, Flaw]]:
    for tag in bases[1:]:
        message = "the page has more than one base, of which the first one counts"
        yield tag.start, tag.end, Flaw(BASE_ELEMENT, message, "")
    for base in bases[:1]:
        if not page.contexts:
            message = f"the base `{clip(page.base)}` leads nowhere: the site has no such folder"
            yield base.start, base.end, Flaw(BASE_ELEMENT, message, "")
        earlier = [tag for tag in tags if tag.start < base.start and tag.text in lexicon.uses]
        if earlier:
            message = "the base stands behind an address, which starts from another folder"
            yield base.start, base.end, Flaw(BASE_ELEMENT, message, "")


def _special(lexicon: Lexicon, tag: Tag) -> str:
    element = lexicon.special.get(tag.text)
    return element.special if element is not None else ""


def _named(tag: Tag, name: bytes) -> bool:
    return (
        tag.text[: len(name)].lower() == name and not tag.text[len(name) : len(name) + 1].isalnum()
    )


def _duplicate(id: str, tag: Tag, data: bytes) -> Flaw:
    message = f"the id `{clip(id)}` stands more than once on the page"
    name = re.match(rb"[^\s/>]+", tag.text)
    shown = name[0].decode("utf-8", "replace").lower() if name else ""
    words = _words(data, tag.end, b"</" + (name[0] if name else b""))
    found = f"the second is on <{shown}>" + (f" with the words `{words}`" if words else "")
    return Flaw(DUPLICATE_ID_ON_PAGE, message, f"{found}: give one of them another label")


def _canonical(
    page: PageFacts, address: str, judge: Judge, pages: Mapping[str, PageFacts]
) -> Iterator[Flaw]:
    what = f"the canonical address `{clip(address)}`"
    if len(page.canonicals) > 1 and address != page.canonicals[0]:
        message = f"the page names another canonical address before: `{clip(page.canonicals[0])}`"
        yield Flaw(BROKEN_CANONICAL, message, "keep one of the two")
        return
    target = page.addresses.target(address)
    if target is None:
        return
    file = judge.existing(target.path)[0]
    if not file:
        message = f"{what} leads nowhere: the site has no file `{clip(target.file)}`"
        yield Flaw(BROKEN_CANONICAL, message, "")
        return
    other = pages.get(file)
    if other is None or file == page.name or page.refresh:
        return
    if other.leads_away:
        yield Flaw(BROKEN_CANONICAL, f"{what} is a page that only leads on", "")
    elif other.canonical is not None and judge.existing(other.canonical.path)[0] != file:
        message = f"{what} is a page whose own canonical address is another"
        yield Flaw(BROKEN_CANONICAL, message, "")


def _redirect(page: PageFacts, judge: Judge, pages: Mapping[str, PageFacts]) -> Iterator[Flaw]:
    target = page.redirect
    if target is None:
        return
    file = judge.existing(target.path)[0]
    if not file:
        message = f"the page leads on to `{clip(target.file)}`, which the site does not have"
        yield Flaw(BROKEN_REDIRECT, message, "correct the redirect, or build the page")
        return
    if file == page.name:
        if not target.fragment:
            message = "the page leads on to itself, again and again"
            yield Flaw(BROKEN_REDIRECT, message, "")
        return
    if file not in pages:
        return
    if not pages[file].leads_away:
        if not fragment_there(target.fragment, pages[file].ids):
            message = (
                f"the page leads on to `#{clip(target.fragment)}`, a place that `{file}` lacks"
            )
            yield Flaw(BROKEN_REDIRECT, message, "correct the part behind `#`")
        return
    end = end_of(pages, file, judge)
    if end in pages and pages[end].leads_away:
        message = f"the page leads on to `{clip(file)}` in a circle"
        yield Flaw(BROKEN_REDIRECT, message, "")
    elif end:
        message = f"the page leads on to `{clip(file)}`, which leads on to `{clip(end)}`"
        yield Flaw(LINK_TO_REDIRECT, message, f"let it lead on to `{clip(end)}`")


def _is_shown(tag: Tag, data: bytes) -> bool:
    """Tell whether a link shows its address, so that the reader's own machine is meant."""
    words = _words(data, tag.end, b"</a")
    return _named(tag, b"a") and _LOCAL_WORDS.search(words) is not None


def _with_words(flaw: Flaw, data: bytes, start: int, end: int) -> str:
    """Return a message with the words of the link that it is about."""
    if flaw.rule is not BROKEN_LINK_ON_PAGE or data[start : start + 2].lower() != b"<a":
        return flaw.message
    words = _words(data, end, b"</a") if data[start + 2 : start + 3] in b" \t\r\n\f/" else ""
    with_words = f"` with the words `{words}` leads nowhere"
    return flaw.message.replace("` leads nowhere", with_words, 1) if words else flaw.message


def _words(data: bytes, start: int, until: bytes) -> str:
    """Return the words from a place to an end tag, markup left out, the first ones of many."""
    piece = data[start : start + _MAX_WORDS]
    text = _MARKUP.sub(b"", piece.partition(until)[0]).decode("utf-8", "replace")
    return clip(unescape(text))
