"""The keys of front matter, `kb.yml` and `screenshots.yml`: one table each.

The readers, the JSON Schemas and the reference all follow these tables.

A field's `form` says what its value looks like; the readers in `parse/` and the generator in
`schema.py` both follow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Form(StrEnum):
    """The form of a value."""

    TEXT = "text"
    TEXTS = "texts"
    IDENTIFIER = "identifier"
    IDENTIFIERS_OR_NONE = "identifiers_or_none"
    DATE = "date"
    DIGEST = "digest"
    CHOICE = "choice"
    APPLIES_TO = "applies_to"
    DATED_LINES = "dated_lines"
    VERSION_TABLE = "version_table"
    VERSIONS = "versions"
    NAMES = "names"
    TABLE = "table"
    TEXT_TABLE = "text_table"
    TEXTS_TABLE = "texts_table"
    CHOICE_TABLE = "choice_table"
    SETTINGS = "settings"
    SECONDS = "seconds"
    SECONDS_TABLE = "seconds_table"


@dataclass(frozen=True, slots=True)
class Field:
    """One key: its form, whether every file needs it, what it means, and what may stand there.

    `fields` describes the entries of a TABLE, those of VERSIONS that are no texts, and the keys of
    SETTINGS.
    """

    form: Form
    description: str
    required: bool = False
    choices: tuple[str, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)


IDENTIFIER_PATTERN = r"[a-z0-9]+(?:[._-][a-z0-9]+)*"
"""Lower-case letters and digits, in words joined by hyphens, dots or underscores."""

DATE_PATTERN = r"\d{4}-\d{2}-\d{2}"
"""A calendar date as ISO 8601 writes it."""

DIGEST_PATTERN = r"[0-9a-f]{64}"
"""A SHA-256 as `sha256sum` writes it."""

ARTICLE_FIELDS: Mapping[str, Field] = {
    "id": Field(
        Form.IDENTIFIER,
        "The article's name for ever: addresses, links and redirects hang on it.",
        required=True,
    ),
    "title": Field(
        Form.TEXT,
        "What the page is called; best the problem as the customer would say it.",
        required=True,
    ),
    "summary": Field(Form.TEXT, "One sentence for search results and lists."),
    "applies_to": Field(
        Form.APPLIES_TO,
        "The products that the article is about, each with `all`, a range such as `>=1.2`, or a "
        "list of versions.",
    ),
    "errors": Field(
        Form.TEXTS,
        "Error messages word for word as the customer sees them; {name} stands for a part that "
        "varies.",
    ),
    "status": Field(
        Form.CHOICE,
        "Where the article is in its life. Drafts and reviews show in `mkdocs serve` only.",
        required=True,
        choices=("draft", "review", "published", "retired"),
    ),
    "updated": Field(
        Form.DATE,
        "The day on which what the reader sees last changed, as YYYY-MM-DD.",
        required=True,
    ),
    "changes": Field(
        Form.DATED_LINES, "What changed for readers on a day, the newest day first: the history."
    ),
    "review_by": Field(
        Form.DATE, "The day by which somebody should read the article again, as YYYY-MM-DD."
    ),
    "reviewed_for": Field(
        Form.VERSION_TABLE,
        "Products, each with the version with which the article was last gone through.",
    ),
    "aliases": Field(
        Form.TEXTS, "Former ids, or site addresses that begin with `/`; each gets a redirect."
    ),
    "tags": Field(Form.TEXTS, "Words for Material's tag pages and for finding related articles."),
    "related": Field(
        Form.IDENTIFIERS_OR_NONE,
        "Ids of articles to name first among the related ones at the end of the page; `false` for "
        "a page without that list.",
    ),
    "owner": Field(Form.IDENTIFIER, "Who looks after the article: a key of `owners` in kb.yml."),
}

_VERSION_FIELDS: Mapping[str, Field] = {
    "version": Field(Form.TEXT, "The version's label, as articles name it.", required=True),
    "aliases": Field(Form.TEXTS, "Other names of the version, such as `Spring 2024`."),
    "released": Field(
        Form.DATE, "The day from which the version is out. Without one, it is out already."
    ),
    "retired": Field(Form.DATE, "The day from which the version is no longer supported."),
}
_PRODUCT_FIELDS: Mapping[str, Field] = {
    "name": Field(Form.TEXT, "The product's name as customers know it.", required=True),
    "versions": Field(
        Form.VERSIONS, "The product's versions, oldest first.", fields=_VERSION_FIELDS
    ),
    "platforms": Field(
        Form.NAMES, "What the product runs on, by id. Only needed where steps differ by platform."
    ),
    "aliases": Field(
        Form.TEXTS,
        "Other spellings of the product's name. Articles name it by its id all the same.",
    ),
}
_CATEGORY_FIELDS: Mapping[str, Field] = {
    "title": Field(Form.TEXT, "The category's name in lists and breadcrumbs.", required=True),
    "description": Field(Form.TEXT, "One sentence under the category's title."),
}

MAX_INTERVAL = 3600
"""The longest wait between two requests to a host, in seconds; more would be no check."""

_LINK_FIELDS: Mapping[str, Field] = {
    "ignore": Field(
        Form.TEXT_TABLE,
        "Addresses that are never asked, each with the reason; `*` stands for any text.",
    ),
    "interval": Field(
        Form.SECONDS, "The least number of seconds between two requests to a host, 1 if not given."
    ),
    "intervals": Field(
        Form.SECONDS_TABLE, "Hosts that want another interval, each with its seconds."
    ),
}

SECTION_KINDS = (
    "symptom",
    "applies-to",
    "diagnosis",
    "cause",
    "resolution",
    "verification",
    "escalation",
    "more-information",
)

REGISTRY_FIELDS: Mapping[str, Field] = {
    "title": Field(Form.TEXT, "The name of the knowledge base: the title of its first page."),
    "description": Field(Form.TEXT, "One or two sentences on the first page."),
    "products": Field(
        Form.TABLE, "The products that articles apply to, by id.", fields=_PRODUCT_FIELDS
    ),
    "categories": Field(
        Form.TABLE, "The folders of articles, by path from kb.yml.", fields=_CATEGORY_FIELDS
    ),
    "sections": Field(
        Form.TEXTS_TABLE,
        "More headings that open a section, by the kind of section.",
        choices=SECTION_KINDS,
    ),
    "redirects": Field(
        Form.TEXT_TABLE,
        "Former addresses of the site, each beginning with `/`, and where they lead: the id of an "
        "article, with `#` and a label for a place in it, an address of the site, or one that "
        "begins with `https://`.",
    ),
    "links": Field(
        Form.SETTINGS,
        "How `helpwright links` asks other sites whether their pages are still there.",
        fields=_LINK_FIELDS,
    ),
    "owners": Field(Form.TEXT_TABLE, "Who looks after articles: a name or address by key."),
    "rules": Field(
        Form.CHOICE_TABLE,
        "The severity of a rule, by code or name.",
        choices=("error", "warning", "info", "off"),
    ),
}

LEDGER_FIELDS: Mapping[str, Field] = {
    "sha256": Field(
        Form.DIGEST,
        "The SHA-256 of the picture's file. `helpwright screenshots --update` writes it.",
        required=True,
    ),
    "product": Field(Form.IDENTIFIER, "The product that the picture shows, by its id in kb.yml."),
    "version": Field(Form.TEXT, "The version of the product that the picture shows."),
    "taken": Field(
        Form.DATE, "The day on which the picture was taken, as YYYY-MM-DD.", required=True
    ),
    "recipe": Field(Form.TEXT, "The recipe that `helpwright capture` takes the picture by."),
}
"""The keys of a picture in `screenshots.yml`."""
