"""What differs between two revisions for readers, as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from helpwright.diagnostic import Diagnostic
from helpwright.knowledge import KnowledgeBase
from helpwright.model import SectionKind


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A knowledge base as it was, or is, at a time.

    `name` is what it is called: a revision, or `the working tree`. `digest` stands for the bytes of
    a file of the KB, by its path; the same bytes have the same in both snapshots.
    """

    name: str
    kb: KnowledgeBase
    digest: Callable[[str], str]


class Kind(StrEnum):
    """What has changed in an article."""

    ADDRESS = "address"
    STATUS = "status"
    TITLE = "title"
    SUMMARY = "summary"
    VERSIONS = "versions"
    ERROR_ADDED = "error-added"
    ERROR_REMOVED = "error-removed"
    PART_ADDED = "part-added"
    PART_REMOVED = "part-removed"
    PART_MOVED = "part-moved"
    PART_RENAMED = "part-renamed"
    STEP_ADDED = "step-added"
    STEP_REMOVED = "step-removed"
    STEP_MOVED = "step-moved"
    STEP_RENUMBERED = "step-renumbered"
    STEP_REWORDED = "step-reworded"
    TEXT_ADDED = "text-added"
    TEXT_REMOVED = "text-removed"
    TEXT_MOVED = "text-moved"
    TEXT_REWORDED = "text-reworded"
    CODE = "code"
    PICTURE_ADDED = "picture-added"
    PICTURE_REMOVED = "picture-removed"
    PICTURE_CHANGED = "picture-changed"
    PICTURE_REPLACED = "picture-replaced"
    PICTURE_WORDS = "picture-words"
    LINK_ADDED = "link-added"
    LINK_REMOVED = "link-removed"
    LINK_CHANGED = "link-changed"
    LAYOUT = "layout"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that readers of an article notice.

    `part` is the heading that it stands under, `section` the kind of section that that belongs to.
    `step` is the number of the step that it is about, and `was` the one that this step had, where
    it is another one; both may be a range such as `3–9`. `before` and `after` are texts, addresses
    or names, empty where there is none. `versions` names those that it is for, empty where it is
    for all that the article is for.
    """

    kind: Kind
    part: str = ""
    section: SectionKind | None = None
    step: str = ""
    was: str = ""
    before: str = ""
    after: str = ""
    versions: str = ""


class State(StrEnum):
    """What has become of an article."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Page:
    """An article as one snapshot has it: its id, path and title, and the address of its page."""

    id: str
    path: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class ArticleDifference:
    """What has become of an article: `old` is None for a new one, `new` for one that is gone.

    `reason` says why readers have or have not got it where its file is there in both, such as
    `draft`; `leads_to` is where the address of one that is gone leads now, empty for nowhere.
    """

    state: State
    old: Page | None
    new: Page | None
    changes: tuple[Change, ...] = ()
    reason: str = ""
    leads_to: str = ""

    @property
    def page(self) -> Page:
        """The article as it is, or as it was last."""
        page = self.new or self.old
        assert page is not None
        return page

    @property
    def moved(self) -> bool:
        """Whether the article has another address."""
        return bool(self.old and self.new and self.old.address != self.new.address)


@dataclass(frozen=True, slots=True)
class Difference:
    """What readers notice between two snapshots, by the path of the article.

    `lost` are findings about addresses and places of pages that lead nowhere any more.
    """

    old: str
    new: str
    articles: tuple[ArticleDifference, ...] = ()
    lost: tuple[Diagnostic, ...] = field(default=())

    def __bool__(self) -> bool:
        """Tell whether readers notice anything."""
        return bool(self.articles or self.lost)

    def of(self, state: State) -> tuple[ArticleDifference, ...]:
        """Return the articles of which this has become."""
        return tuple(article for article in self.articles if article.state is state)
