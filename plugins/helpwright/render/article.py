"""An article's page: what the reader must know first, then its sections in the right order."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.conditions import applies_in_words
from helpwright.derive import ORIGINALS, Pictures
from helpwright.diagnostic import Diagnostic
from helpwright.knowledge import KnowledgeBase, Variant
from helpwright.model import Applicability, Article, Heading, Role, Section, SectionKind, Status
from helpwright.redirects import Redirect
from helpwright.related import Neighbours
from helpwright.render.block import BlockWriter
from helpwright.render.context import Context
from helpwright.render.dates import write_date
from helpwright.render.history import write_history
from helpwright.render.host import Addresses, Host, Layout
from helpwright.render.html import HtmlWriter, Rendered
from helpwright.render.lists import NOT_SEARCHED, breadcrumb, write_neighbours
from helpwright.render.mistakes import write_mistakes
from helpwright.render.moved import write_moved
from helpwright.render.versions import write_version_notice, write_versions
from helpwright.resolve.anchors import slug
from helpwright.resolve.raw_addresses import raw_places

_ORDER = {kind: rank for rank, kind in enumerate(SectionKind)}
_NOTICES = {
    Status.DRAFT: ("warning", "This article is a draft. It is not part of the published site."),
    Status.REVIEW: ("warning", "This article is in review. It is not part of the published site."),
    Status.RETIRED: ("danger", "This article is retired: it is kept for its links, not kept up."),
}


def in_order(sections: Sequence[Section]) -> list[Section]:
    """Return sections in the order of publication.

    Symptom comes first, then the other kinds as `SectionKind` lists them; sections of one kind
    keep their order, and a free section stays behind the section that it follows in the source.
    """
    ranked: list[tuple[int, int, Section]] = []
    rank = -1
    for at, section in enumerate(sections):
        if section.kind is not None:
            rank = _ORDER[section.kind]
        ranked.append((rank, at, section))
    return [section for _, _, section in sorted(ranked, key=lambda entry: entry[:2])]


def render_article(
    kb: KnowledgeBase,
    variant: Variant,
    host: Host,
    addresses: Addresses,
    layout: Layout,
    mistakes: Sequence[Diagnostic] = (),
    moved: Sequence[Redirect] = (),
    neighbours: Neighbours | None = None,
    pictures: Pictures = ORIGINALS,
) -> Rendered:
    """Return the content of the page of an article's variant.

    What the compiler adds to the writer's words carries `data-hw-chrome`. `mistakes` are shown at
    the top, for a preview; `moved` are redirects from places of the page; `neighbours` are listed
    at its end; `pictures` tells how pictures are put on it.
    """
    html = HtmlWriter()
    context = Context(kb, variant, host, addresses, layout, pictures)
    article, variants = context.article, kb.variants[variant.article.path]

    def href(slug: str) -> str:
        return addresses.link(context.page, layout.article(article, slug))

    writer = BlockWriter(context, html)
    with html.inside("div", {"class": "hw-header"}):
        breadcrumb(html, context)
        _title(article, writer, html)
    write_mistakes(html, mistakes)
    _notice(html, article)
    write_version_notice(html, kb, variants, variant, href)
    write_versions(html, kb, variants, variant, href)
    _facts(html, kb, article)
    _errors(html, article)
    _jump(html, article, context)
    for section in in_order(article.sections):
        _section(section, writer, html, context)
    writer.footnotes()
    write_moved(html, context, moved)
    write_history(html, article)
    write_neighbours(html, context, neighbours or Neighbours())
    return html.finish("hw-article")


def _title(article: Article, writer: BlockWriter, html: HtmlWriter) -> None:
    """Write the title; in the search it stands above the page's text, not in a part of its own.

    Material's search takes what follows a heading for that heading's section, unless the heading
    has ended an element of its own by then: so the title has one, with the breadcrumb.
    """
    first = article.blocks[0] if article.blocks else None
    taken = writer.context.variant.anchors.keys() | raw_places(article)
    fragment = slug(article.title)
    while fragment in taken:
        fragment += "-title"
    with html.heading(1, {"id": fragment, **NOT_SEARCHED}):
        if isinstance(first, Heading) and first.level == 1:
            writer.inline.write(first.children)
        else:
            html.text(article.title)


def _notice(html: HtmlWriter, article: Article) -> None:
    if article.metadata.status in _NOTICES:
        kind, text = _NOTICES[article.metadata.status]
        with html.inside("div", {"class": f"admonition {kind}", "data-hw-chrome": "notice"}):
            with html.inside("p", {"class": "admonition-title"}):
                html.text(article.metadata.status.capitalize())
            with html.inside("p"):
                html.text(text)


def _facts(html: HtmlWriter, kb: KnowledgeBase, article: Article) -> None:
    applies_to = article.metadata.applies_to
    products = "; ".join(applies_in_words(kb.registry, applies) for applies in applies_to)
    updated = article.metadata.updated
    if not products and updated is None:
        return
    with html.inside("dl", {"class": "hw-facts", "data-hw-chrome": "facts"}):
        if products:
            with html.inside("div"):
                with html.inside("dt", NOT_SEARCHED):
                    html.text("Applies to")
                written = "; ".join(_written(kb, applies) for applies in applies_to)
                with html.inside("dd", {"data-hw-applies-to": written}):
                    html.text(products)
        if updated is not None:
            with html.inside("div", NOT_SEARCHED):
                with html.inside("dt"):
                    html.text("Updated")
                with html.inside("dd"):
                    write_date(html, updated.text)


def _written(kb: KnowledgeBase, applies: Applicability) -> str:
    """Return a product's name and the ranges as they are written, for those who read them back."""
    product = kb.registry.products.get(applies.product.text)
    versions = [version.text for version in applies.versions if version.text != "all"]
    return f"{product.name if product else applies.product.text} {', '.join(versions)}".strip()


def _errors(html: HtmlWriter, article: Article) -> None:
    errors = article.metadata.errors
    if not errors:
        return
    with html.inside("div", {"class": "hw-errors", "data-hw-chrome": "errors"}):
        with html.inside("p", {"class": "hw-label", **NOT_SEARCHED}):
            html.text("Error message" if len(errors) == 1 else "Error messages")
        for error in errors:
            highlight = html.inside("div", {"class": "highlight"})
            with highlight, html.inside("pre"), html.inside("code"):
                html.text(error.text)


def _jump(html: HtmlWriter, article: Article, context: Context) -> None:
    """Offer the way to the resolution where it does not come first anyway."""
    published = [section for section in in_order(article.sections) if section.heading]
    if not published or published[0].kind is SectionKind.RESOLUTION:
        return
    for section in published:
        if section.kind is SectionKind.RESOLUTION and section.heading is not None:
            fragment = context.places[section.heading.span].fragment
            attributes = {"class": "hw-jump", "data-hw-chrome": "jump", **NOT_SEARCHED}
            with html.inside("p", attributes), html.inside("a", {"href": f"#{fragment}"}):
                html.text("Go to the resolution")
            return


def _section(section: Section, writer: BlockWriter, html: HtmlWriter, context: Context) -> None:
    if section.heading is not None:
        classes = f"hw-{section.role}"
        if section.kind is not None:
            classes += f" hw-{section.kind}"
        writer.heading(section.heading, classes)
    if section.role is Role.SECTION:
        _solutions(section, writer, html, context)
    writer.write(section.blocks)
    for part in section.parts:
        _section(part, writer, html, context)


def _solutions(section: Section, writer: BlockWriter, html: HtmlWriter, context: Context) -> None:
    """List the solutions of a section that has several, for the reader to choose from."""
    headings = [
        part.heading
        for part in section.parts
        if part.role is Role.SOLUTION and part.heading is not None
    ]
    if len(headings) < 2:
        return
    attributes = {"class": "hw-solutions", "aria-label": "Solutions", "data-hw-chrome": "solutions"}
    with html.inside("nav", attributes | NOT_SEARCHED):
        with html.inside("p", {"class": "hw-label"}):
            html.text("Try these in order")
        with html.inside("ul"):
            for heading in headings:
                anchor = context.places[heading.span]
                with html.inside("li"), html.inside("a", {"href": f"#{anchor.fragment}"}):
                    writer.inline.words(heading.children)
