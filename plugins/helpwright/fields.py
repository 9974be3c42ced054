"""The keys of front matter, `kb.yml`, `screenshots.yml` and `capture.yml`: one table each.

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
    SIZE = "size"
    SCALE = "scale"
    ADDRESS = "address"
    ORIGINS = "origins"
    LOCALE = "locale"
    STEP = "step"
    NUMBER = "number"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class Field:
    """One key: its form, whether every file needs it, what it means, and what may stand there.

    `fields` describes the entries of a TABLE and of ENTRIES, those of VERSIONS that are no texts,
    and the keys of SETTINGS. Of the keys in `choices`, each of ENTRIES has exactly one.
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

SIZE_PATTERN = r"([1-9]\d{1,3})x([1-9]\d{1,3})"
"""Width and height from 10 to 9999, with an x between."""

SCALE_PATTERN = r"[1-3](?:\.\d)?|4"
"""From 1 to 4, with one decimal."""

ADDRESS_PATTERN = (
    r"https?://[^\s/?#@\\]+(?:[/?#]\S*)?"
    r"|(?![/\\?#]|[A-Za-z][A-Za-z0-9+.-]*:)[^\\\x00-\x1f]*\.[Hh][Tt][Mm][Ll]?(?:[?#]\S*)?"
)
"""An address of the web without a user's name in it, or the relative path of an HTML file."""

ORIGIN_PATTERN = r"https?://[^\s/?#@\\]+"
"""What an address begins with: the scheme and the host, and its port where it has one."""

LOCALE_PATTERN = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
"""A language tag as BCP 47 writes it."""

STEP_PATTERN = rf"{IDENTIFIER_PATTERN}#[^\s#]+"
"""The id of an article, and the label of a step in it."""

NUMBER_PATTERN = r"[1-9]\d{0,2}[a-z]{0,2}"
"""A step's number, or that of its sub-step: 6, 6b."""

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

_INVENTORY_FIELDS: Mapping[str, Field] = {
    "url": Field(
        Form.TEXT,
        "The address of the other site's pages: that of the folder in which its `objects.inv` is.",
        required=True,
    ),
    "file": Field(
        Form.TEXT,
        "The copy of that file, as seen from kb.yml. Without it, `inventories/` and the name with "
        "`.inv`.",
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
    "inventories": Field(
        Form.TABLE,
        "Other sites by the names that links give them: `kb:name/target`.",
        fields=_INVENTORY_FIELDS,
    ),
    "variables": Field(
        Form.TEXT_TABLE,
        "Texts that articles name: `{{ name }}` stands for the text of that name. "
        "`{{ product.ID }}` is the name of a product, which need not stand here.",
    ),
    "owners": Field(Form.TEXT_TABLE, "Who looks after articles: a name or address by key."),
    "rules": Field(
        Form.CHOICE_TABLE,
        "The severity of a rule, by code or name.",
        choices=("error", "warning", "info", "off"),
    ),
}

PARAMETER_FIELDS: Mapping[str, Field] = {
    "description": Field(Form.TEXT, "What the parameter is for."),
    "default": Field(Form.TEXT, "The text where an inclusion gives none."),
}
FRAGMENT_FIELDS: Mapping[str, Field] = {
    "parameters": Field(
        Form.TABLE,
        "What each inclusion has to give, by name: a description, or keys of its own.",
        fields=PARAMETER_FIELDS,
    ),
}
"""The keys of the front matter of a fragment, which needs none."""

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
    "recipe": Field(
        Form.DIGEST,
        "The SHA-256 of the recipe that the picture was taken by, with the numbers in it. "
        "`helpwright capture` writes it.",
    ),
}
"""The keys of a picture in `screenshots.yml`."""

MAX_ENTRIES = 50
"""The most actions or highlights of a recipe; a picture with more shows nothing."""

_ACTION_FIELDS: Mapping[str, Field] = {
    "click": Field(Form.TEXT, "Click on the element with this selector."),
    "fill": Field(Form.TEXT, "Fill `with` into the field with this selector."),
    "press": Field(Form.TEXT, "Press this key, such as `Enter` or `Control+A`."),
    "hover": Field(Form.TEXT, "Move the pointer over the element with this selector."),
    "scroll": Field(Form.TEXT, "Scroll until the element with this selector is in view."),
    "wait": Field(Form.TEXT, "Wait until the element with this selector is visible."),
    "with": Field(Form.TEXT, "What is filled in, for `fill`."),
}
_HIGHLIGHT_FIELDS: Mapping[str, Field] = {
    "selector": Field(Form.TEXT, "The one element that gets a frame.", required=True),
    "step": Field(
        Form.STEP, "The step whose number the frame gets: the id of its article, `#`, its label."
    ),
    "number": Field(Form.NUMBER, "The number itself, where no article has such a step."),
}

RECIPE_FIELDS: Mapping[str, Field] = {
    "source": Field(
        Form.ADDRESS,
        "The page to take a picture of: an address, or the path of an HTML file of the project "
        "from the folder of kb.yml on.",
        required=True,
    ),
    "viewport": Field(Form.SIZE, "The size of the browser window, 1280x800 if not given."),
    "scale": Field(Form.SCALE, "Picture pixels for each pixel of the page, 1 if not given."),
    "selector": Field(
        Form.TEXT, "The element to cut out. Without one, the picture is what the window shows."
    ),
    "area": Field(
        Form.CHOICE,
        "Without a selector: what the window shows, or the whole page.",
        choices=("viewport", "page"),
    ),
    "background": Field(
        Form.CHOICE,
        "What is behind a page that does not paint it: `white`, or `none` for a transparent "
        "picture.",
        choices=("white", "none"),
    ),
    "scheme": Field(
        Form.CHOICE,
        "The colours that the page is asked for; `both` also makes a picture `x.dark.png`.",
        choices=("light", "dark", "both"),
    ),
    "actions": Field(
        Form.ENTRIES,
        "What to do on the page before the picture is taken, in this order.",
        choices=("click", "fill", "press", "hover", "scroll", "wait"),
        fields=_ACTION_FIELDS,
    ),
    "highlights": Field(
        Form.ENTRIES, "Elements with a frame and a number.", fields=_HIGHLIGHT_FIELDS
    ),
    "masks": Field(
        Form.TEXTS, "Selectors of elements that are painted over, all that fit of each."
    ),
    "allow": Field(
        Form.ORIGINS, "Other sites that the page may load from, such as `https://cdn.example`."
    ),
    "locale": Field(Form.LOCALE, "The language that the page is asked for, `en-US` if not given."),
    "today": Field(Form.DATE, "The day that the page takes for today, the real one if not given."),
}
"""The keys of a picture in `capture.yml`."""
