"""HW310: a redirect of kb.yml that cannot lead on, or that stands in the way of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from helpwright.diagnostic import Diagnostic, Related, Rule, Severity
from helpwright.fields import IDENTIFIER_PATTERN
from helpwright.knowledge import KnowledgeBase
from helpwright.model import Status
from helpwright.parse.values import clip
from helpwright.read import REGISTRY_NAME
from helpwright.resolve.raw_addresses import raw_places
from helpwright.rules._near import Near
from helpwright.rules._site_addresses import address_key, is_site_address, page_addresses

RULE = Rule(
    code="HW310",
    name="wrong-redirect",
    severity=Severity.ERROR,
    summary="A redirect of kb.yml leads nowhere, or takes the address of something else.",
    why="Whoever follows an old link meets an error page, or another page than the one meant.",
    fix="Lead the former address to the id of a published article, or to another address.",
)

_IDENTIFIER = re.compile(IDENTIFIER_PATTERN)
_SITE = re.compile(r"/(?![/\\])(?!(?:.*/)?\.{1,2}(?:[/?#]|\Z))[^\s\"<>\\\x00-\x1f\x7f]*")
_WEB = re.compile(r"https?://[^\s/?#\\\x00-\x1f\x7f]+(?:[/?#][^\s\"<>\x00-\x1f\x7f]*)?")
_FRAGMENT = re.compile(r"[^\s\"<>\\\x00-\x1f\x7f#]+")
_STATES = {Status.DRAFT: "a draft", Status.REVIEW: "in review"}


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each redirect that cannot be made, or whose target is wrong."""
    redirects = kb.registry.redirects
    if not redirects:
        return
    near = Near(kb)
    taken = page_addresses(kb)
    aliases = {
        address_key(alias.text): article.path
        for article in reversed(kb.articles)
        for alias in article.metadata.aliases
    }
    wholes = {address_key(address) for address in redirects if "#" not in address}
    base = f"/{kb.site_path}" if kb.site_path else ""
    articles = {
        f"{f'{base}/{article.category}'.rstrip('/')}/{article.id}": article
        for article in reversed(kb.articles)
    }
    seen: dict[str, str] = {}
    round = _in_circles(redirects)
    for address, target in redirects.items():
        page, sign, fragment = address.partition("#")
        key = address_key(page) + sign + fragment
        what = f"the redirect from `{clip(address)}`"
        related: tuple[Related, ...] = ()
        if not is_site_address(page) or (sign and not _FRAGMENT.fullmatch(fragment)):
            message = f"{what} begins at no address of the site"
            help = "write a former address such as `/old/page/`, without `?`"
        elif key in seen:
            message = f"{what} stands twice: `{clip(seen[key])}` is the same page"
            help = "remove one of the two"
            first = kb.registry.redirect_spans[seen[key]]
            related = (kb.sources[REGISTRY_NAME].related(first, "the page stands here first"),)
        elif sign and address_key(page) in articles:
            article = articles[address_key(page)]
            if fragment in kb.anchors[article.path] or fragment in raw_places(article):
                message = f"{what} begins at a place that `{article.path}` has"
                help = "remove the redirect, or the label there"
            else:
                message, help = _judge(kb, near, what, target)
        elif address_key(page) in taken:
            message = f"{what} begins at a page of the site"
            help = "remove the redirect: readers who ask for the address get that page"
        elif sign and address_key(page) not in wholes | aliases.keys():
            message = f"{what} is for one place of a page, and nothing says where the page is now"
            help = f"add a redirect from `{clip(page)}`, too"
        elif key in aliases:
            message = f"{what} begins at an alias of `{aliases[key]}`"
            help = "remove the redirect here, or the alias there"
        elif key in round:
            message = f"{what} leads round in a circle"
            help = "lead it to an article by its id, or to the address of a page"
        else:
            message, help = _judge(kb, near, what, target)
        seen.setdefault(key, address)
        if message:
            span = kb.registry.redirect_spans[address]
            yield kb.sources[REGISTRY_NAME].diagnose(RULE, span, message, help, related=related)


def _judge(kb: KnowledgeBase, near: Near, what: str, target: str) -> tuple[str, str]:
    """Return what is wrong with a redirect's target, and what to do; nothing where it is right."""
    if _SITE.fullmatch(target) or _WEB.fullmatch(target):
        return "", ""
    leads = f"{what} leads to `{clip(target)}`"
    target, sign, fragment = target.partition("#")
    if not _IDENTIFIER.fullmatch(target):
        help = "write the id of an article, or an address that begins with `/` or `https://`"
        return f"{leads}, which is neither an id nor an address", help
    article = kb.by_id.get(target)
    if article is None:
        found = near.id(target)
        help = f"did you mean `{found}`?" if found else "write the id of an article, or an address"
        return f"{leads}, but no article has that id", help
    state = _STATES.get(article.metadata.status)
    if state is not None:
        return f"{leads}, which is {state}", "publish that article first, or lead elsewhere"
    is_place = fragment in kb.anchors[article.path] or fragment in raw_places(article)
    if sign and not is_place:
        found = near.fragment(fragment, article.path)
        help = f"did you mean `{target}#{found}`?" if found else "write a label of that article"
        return f"{leads}, but that article has no such place", help
    return "", ""


def _in_circles(redirects: Mapping[str, str]) -> set[str]:
    """Return the addresses whose redirects lead back to where they were."""
    leads: dict[str, str] = {}
    for address, target in redirects.items():
        if "#" in address:
            continue
        leads.setdefault(address_key(address), address_key(re.split(r"[?#]", target)[0]))
    ends: set[str] = set()  # Addresses from which some end is reached.
    found: set[str] = set()
    for start in leads:
        way: dict[str, None] = {}
        at = start
        while at in leads and at not in way and at not in ends and at not in found:
            way[at] = None
            at = leads[at]
        (found if at in way or at in found else ends).update(way)
    return found
