"""Places of an article's page that have moved elsewhere, for links that still ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from helpwright.knowledge import Target, TargetKind
from helpwright.redirects import Redirect
from helpwright.render.context import Context
from helpwright.render.html import HtmlWriter
from helpwright.render.lists import NOT_SEARCHED
from helpwright.render.redirects import relative_address
from helpwright.resolve.raw_addresses import raw_places


def write_moved(html: HtmlWriter, context: Context, moved: Iterable[Redirect]) -> None:
    """Append an element for each place of the page that has moved.

    It shows itself only to who asks for it, and says where the place is now; the script leads on
    there at once. A place that the page has is left alone.
    """
    taken = context.variant.anchors.keys() | raw_places(context.article)
    for redirect in moved:
        if redirect.fragment in taken:
            continue
        attributes = {"class": "hw-moved", "id": redirect.fragment, "data-hw-chrome": "moved"}
        with html.inside("p", attributes | NOT_SEARCHED):
            html.text("This part has moved: ")
            with html.inside("a", {"href": _address(context, redirect)}):
                html.text(redirect.title)


def _address(context: Context, redirect: Redirect) -> str:
    name, _, place = context.kb.registry.redirects.get(redirect.written, "").partition("#")
    article = context.kb.by_id.get(name)
    if article is None:
        return relative_address(redirect.target, redirect.file)
    place = unquote(place)
    anchor = context.kb.anchors[article.path].get(place)
    target = context.lead(Target(TargetKind.ARTICLE, article.path, place, anchor))
    return context.address(target) or relative_address(redirect.target, redirect.file)
