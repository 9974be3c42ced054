"""Everything that an import is going to write, worked out before anything is written."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from helpwright.importers.addresses import World, lead
from helpwright.importers.bundle import Bundle
from helpwright.importers.complete import complete, distinct_aliases
from helpwright.importers.compose import fragments, make_article
from helpwright.importers.documents import Documents, Progress, read_documents
from helpwright.importers.draft import NOWHERE, Draft
from helpwright.importers.formats import Format
from helpwright.importers.labels import linked_fragments, prune_labels
from helpwright.importers.ledger import Attention, Balance, Entry, Outcome, Tally, balance
from helpwright.importers.links import make_atlas
from helpwright.importers.pictures import Album, make_album
from helpwright.importers.places import Place, plan_places
from helpwright.importers.products import ProductPlan, plan_products
from helpwright.importers.readers import BASES, HOSTS, READERS
from helpwright.importers.registry import plan_additions
from helpwright.importers.sections import map_sections, needed_names
from helpwright.importers.state import Standing
from helpwright.importers.steps import Referred, refer_to_steps
from helpwright.importers.tally import tally_blocks
from helpwright.importers.target import Target
from helpwright.model import Article, Change, SectionKind, Value
from helpwright.parse.sections import fold_name
from helpwright.write import write_article
from helpwright.write.registry import Additions


@dataclass(frozen=True, slots=True)
class Planned:
    """One article as it is to be written, with its account.

    `original` and `shown` count what the original and the article show.
    """

    origin: str
    format: Format
    place: Place
    title: str
    text: str
    entries: tuple[Entry, ...]
    original: Tally
    shown: Tally
    balance: Balance
    kept: bool = False
    """Whether the file in the KB is left as it is, as somebody has changed or removed it."""


@dataclass(slots=True)
class Plan:
    """What an import is going to write, and all that it has to tell."""

    articles: list[Planned]
    album: Album
    additions: Additions
    documents: Documents
    removed: list[str] = field(default_factory=list)
    """The origins whose articles somebody has removed, which are not written again."""


def plan_import(
    bundle: Bundle,
    target: Target,
    *,
    format: Format | None,
    base: str,
    today: datetime.date,
    progress: Progress,
) -> Plan:
    """Work out an import.

    `format` is that of all documents, or None to tell each by its contents; `base` the address of
    the original site, empty if unknown; `today` stands for dates that nothing gives.
    """
    documents = read_documents(bundle, READERS, format, progress)
    formats = {draft.origin: kind for kind, draft in documents.drafts}
    base = base or next((BASES[kind] for kind in formats.values() if kind in BASES), "")
    drafts = [complete(draft, bundle, today) for _, draft in documents.drafts]
    names = _names(target, drafts)
    drafts = [map_sections(draft, names) for draft in drafts]
    drafts = distinct_aliases(drafts)
    wanted = linked_fragments(drafts)
    drafts = [prune_labels(draft, wanted) for draft in drafts]
    products = plan_products(drafts, target.registry)
    places, kept, removed = _places(drafts, target)
    drafts = [draft for draft in drafts if draft.origin in places]
    album = make_album(bundle, bundle.paths())
    _remember(album, target)
    atlas = make_atlas(drafts, bundle.paths(), documents.redirects, base)
    atlas.hosts |= {host for kind in formats.values() for host in HOSTS.get(kind, ())}
    known = {
        draft.origin: fragments(
            target.articles[places[draft.origin].path]
            if draft.origin in kept and places[draft.origin].path in target.articles
            else _article(draft, places, products, names)
        )
        for draft in drafts
    }
    world = World(atlas, album, places, known)
    drafts = [lead(draft, world) for draft in drafts]
    composed = {draft.origin: _article(draft, places, products, names) for draft in drafts}
    # Files that are kept take part too: what their articles would hold is in the report.
    referred = refer_to_steps(
        target, {places[key].path: write_article(it) for key, it in composed.items()}, names
    )
    articles = [
        _planned(
            draft,
            formats[draft.origin],
            composed[draft.origin],
            referred,
            products.entries.get(draft.origin, ()),
            draft.origin in kept,
        )
        for draft in drafts
    ]
    additions, told = plan_additions(drafts, places, products, atlas, documents.redirects, target)
    documents.redirect_entries += told
    additions = replace(additions, sections=needed_names(drafts, target.registry.section_names))
    return Plan(articles, album, additions, documents, removed)


def _names(target: Target, drafts: Sequence[Draft]) -> dict[str, SectionKind]:
    """Return the names of sections that count in the KB once the import is done."""
    added = needed_names(drafts, target.registry.section_names)
    names = dict(target.registry.section_names)
    for kind, texts in added.items():
        for text in texts:
            names.setdefault(fold_name(text), kind)
    return names


def _places(
    drafts: Sequence[Draft], target: Target
) -> tuple[dict[str, Place], set[str], list[str]]:
    """Return the places of drafts, the origins whose files are kept, and those removed."""
    by_id = {article.id: path for path, article in sorted(target.articles.items(), reverse=True)}
    before = target.state.paths_by_origin()
    kept: set[str] = set()
    removed: list[str] = []
    placed: list[Draft] = []
    for draft in drafts:
        path = before.get(draft.origin)
        if path is not None and target.standing.get(path) is Standing.REMOVED:
            # Somebody may have moved the article: its id, the file's name at first, tells where.
            moved = by_id.get(path.rpartition("/")[2].removesuffix(".md"))
            if moved is None or moved in target.state.records:
                removed.append(draft.origin)
                continue
            before[draft.origin] = moved
            kept.add(draft.origin)
        elif path is not None and target.kept(path):
            kept.add(draft.origin)
        placed.append(draft)
    foreign = {path.casefold() for path in target.reading.files}
    places = plan_places(placed, by_id, before, foreign)
    return places, kept, removed


def _remember(album: Album, target: Target) -> None:
    """Let pictures keep the places that an earlier import gave them, and take nobody else's."""
    for path, record in target.state.records.items():
        album.before[record.origin] = path
    album.occupy(target.reading.files)


def _article(
    draft: Draft,
    places: Mapping[str, Place],
    products: ProductPlan,
    names: Mapping[str, SectionKind],
) -> Article:
    article = make_article(
        draft,
        places[draft.origin],
        products.applies_to.get(draft.origin, ()),
        draft.facts.updated,
        names,
    )
    changes = tuple(
        Change(Value(day, NOWHERE), Value(words, NOWHERE)) for day, words in draft.facts.changes
    )
    return replace(article, metadata=replace(article.metadata, changes=changes))


def _planned(
    draft: Draft,
    format: Format,
    composed: Article,
    referred: Referred,
    more: Sequence[Entry],
    kept: bool,
) -> Planned:
    """Return an article with its account, which is taken from the text as it is written."""
    path = composed.path
    article = referred.articles[path]
    entries = [*draft.entries, *more, *referred.entries.get(path, ())]
    shown = tally_blocks(article.blocks)
    account = balance(draft.tally, shown, entries)
    if not account.even:
        entries.append(_uneven(account))
    if _steps(article) != _steps(composed):
        entries.append(
            Entry(
                Outcome.LEFT,
                "steps-changed",
                "the steps of the article are not those that were read; compare it with the "
                "original and report this as a mistake of the import",
                attention=Attention.LOST,
            )
        )
    return Planned(
        origin=draft.origin,
        format=format,
        place=Place(composed.id, path),
        title=draft.facts.title,
        text=referred.texts[path],
        entries=tuple(entries),
        original=draft.tally,
        shown=shown,
        balance=account,
        kept=kept,
    )


def _steps(article: Article) -> list[tuple[int, int]]:
    """Return depth and number of every step, in the order of the text."""
    found = [
        (steps.depth, step.number) for steps in article.nodes.step_lists for step in steps.steps
    ]
    return sorted(found)


def _uneven(account: Balance) -> Entry:
    words = " ".join(account.missing.elements())
    more = " ".join(account.surplus.elements())
    said = [
        f"missing words: {words}" if words else "",
        f"words too many: {more}" if more else "",
        f"pictures: {account.pictures:+}" if account.pictures else "",
        f"links: {account.links:+}" if account.links else "",
    ]
    return Entry(
        Outcome.LEFT,
        "account-does-not-balance",
        "the article does not hold what its original shows; compare both and report this as a "
        "mistake of the import",
        about="; ".join(filter(None, said))[:2000],
        attention=Attention.LOST,
    )
