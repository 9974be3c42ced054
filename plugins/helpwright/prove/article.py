"""One article's page against its source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from helpwright.diagnostic import Diagnostic
from helpwright.faults import BROKEN_FRAGMENT_ON_PAGE, BROKEN_LINK_ON_PAGE, WORDS_WRONG_ON_PAGE
from helpwright.gate.addresses import Addresses
from helpwright.gate.finding import clip
from helpwright.knowledge import Anchor, AnchorKind, KnowledgeBase, Variant
from helpwright.prove.content import TOP
from helpwright.prove.expect import Expectation, ExpectedLink, expect
from helpwright.prove.facts import compare_facts
from helpwright.prove.names import Names
from helpwright.prove.page import Shown, find_article, read_article
from helpwright.prove.site import Site
from helpwright.prove.steps import compare_parts, compare_steps
from helpwright.prove.versions import compare_versions
from helpwright.prove.words import compare_details, compare_words

MAX_FINDINGS = 20
"""How many differences of one page are told one by one."""


def prove_article(
    site: Site,
    kb: KnowledgeBase,
    variant: Variant,
    page: str,
    parser: LexborHTMLParser,
    addresses: Addresses,
) -> list[Diagnostic]:
    """Return how a page differs from the variant of an article that it should show.

    `page` is the page's file in the site, `addresses` resolves the addresses in it.
    """
    article = kb.by_path[variant.article.path]
    names = Names(kb, variant, page)
    root = find_article(parser)
    if root is None:
        return [names.finding(WORDS_WRONG_ON_PAGE, TOP, "the page has no main content")]
    anchors = [*kb.anchors[article.path].values(), *variant.anchors.values()]
    steps = frozenset(found.fragment for found in anchors if found.kind is AnchorKind.STEP)
    # The host may give a heading in a block the id of a section that is not for these readers.
    shown_anchors = variant.anchors.values()
    parts = frozenset(it.fragment for it in shown_anchors if it.kind is AnchorKind.SECTION)
    shown = read_article(root, steps, parts, addresses.file)
    expected = expect(kb, variant, site)
    found = list(_compare(names, expected, shown))
    found += compare_facts(names, kb, article, shown)
    found += compare_versions(names, kb, variant, shown, site, addresses)
    found += _follow(names, expected, shown, addresses)
    found += _former(names, shown_anchors, parser)
    if len(found) > MAX_FINDINGS:
        rest = f"{len(found) - MAX_FINDINGS} more differences between this page and its source"
        found[MAX_FINDINGS:] = [
            names.finding(WORDS_WRONG_ON_PAGE, TOP, f"{rest} are not listed one by one")
        ]
    return found


def _compare(names: Names, expected: Expectation, shown: Shown) -> Iterator[Diagnostic]:
    wanted, found = expected.content.tokens(), shown.content.tokens()
    same = wanted == found and list(wanted) == list(found)
    if not same or expected.content.numbers != shown.content.numbers:
        structure = [
            *compare_parts(names, wanted, found),
            *compare_steps(names, expected.content, shown.content),
        ]
        yield from structure
        yield from compare_words(names, wanted, found, expected.raw_tables, bool(structure))
    yield from compare_details(names, expected, shown)


def _former(
    names: Names, anchors: Iterable[Anchor], parser: LexborHTMLParser
) -> Iterator[Diagnostic]:
    """Yield the former labels of places that the page does not have."""
    wanted = {former: anchor for anchor in anchors for former in anchor.former}
    shown = {node.attributes.get("id") for node in parser.css("[id]")} if wanted else set()
    for former, anchor in wanted.items():
        if former not in shown:
            message = f"the former label `{clip(former)}` leads nowhere on the page"
            yield names.finding(BROKEN_FRAGMENT_ON_PAGE, anchor.fragment, message)


def _follow(
    names: Names, expected: Expectation, shown: Shown, addresses: Addresses
) -> Iterator[Diagnostic]:
    """Follow the links of the source, in their order; a page may have others besides."""
    for owner, links in expected.links.items():
        behind: dict[tuple[str, str], list[int]] = {}
        last: dict[str, int] = {}
        for at, address in enumerate(shown.links.get(owner, ())):
            place = addresses.find(address)
            if place is not None:
                behind.setdefault(_key(place.file, unquote(place.fragment)), []).append(at)
                last[_key(place.file)[0]] = at
        done = -1
        for link in links:
            places = behind.get(_key(link.file, link.fragment), [])
            following = bisect_right(places, done)
            if following < len(places):
                done = places[following]
            else:
                to_page = last.get(_key(link.file)[0], -1) > done
                yield _astray(names, owner, link, to_page)


def _key(file: str, fragment: str = "") -> tuple[str, str]:
    """Return what two addresses of the same place have in common."""
    return file.removesuffix("/index.html"), fragment


def _astray(names: Names, owner: str, link: ExpectedLink, to_page: bool) -> Diagnostic:
    rule = BROKEN_FRAGMENT_ON_PAGE if link.fragment and to_page else BROKEN_LINK_ON_PAGE
    target = f"{link.file}#{link.fragment}" if link.fragment else link.file
    message = f"no link in {names.of(owner)} leads to `{target}`"
    return names.finding(rule, owner, f"{message}, as `{clip(link.written)}` in its source does")
