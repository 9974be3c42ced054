"""A new article from a template, for `helpwright new`.

Everything that the writer has to fill in is a finding of `helpwright check`; what explains it is
in comments, which do not reach the page.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from pathlib import Path

from helpwright.fields import IDENTIFIER_PATTERN
from helpwright.knowledge import KnowledgeBase, Registry
from helpwright.report.escape import visible
from helpwright.write.scalars import entry, quoted, scalar

_LONGEST_ID = 60
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_TAKEN_NAMES = ("index", "readme")
"""Files of these names are not the article that their name says, or none at all."""

_TEMPLATE = """\
---
# The article's name for ever: its address and all links to it hang on it.
id: {id}
# The problem as the customer would say it.
title: {title}
# One sentence for search results and lists. Take the # away to use it.
# summary:
{applies_to}
# Error messages word for word as the customer sees them; {{name}} is a part that varies.
# errors:
#   - "You don't have permission to connect {{app}}"
# draft, then review, then published; retired when it no longer holds.
status: draft
# The day on which what the reader sees last changed.
updated: {updated}
---

## Symptom

<!-- What the customer sees, in their words, so that they know at once whether this is their
problem. A screenshot goes beside this file: ![What it shows](name-of-the-file.png) -->

## Cause

<!-- Why it happens, in a few sentences. -->

## Resolution

<!-- What to do, as numbered steps: one action each, then what should happen.

1. Go to **Settings** > **Users**.
2. Select **Save**.

   A green tick appears.

Where there is more than one way, give each a heading of its own: ### Ask an administrator -->

## Verification

<!-- How the customer can tell that the problem is gone. Remove the heading where that is plain. -->
"""


class CannotCreate(ValueError):
    """The article cannot be made; the text says why and what to do."""


def make_id(title: str) -> str:
    """Make an article's id of its title; empty where the title has no Latin letter or digit."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’\u0300-\u036f]", "", letters))
    made = ""
    for word in words:
        longer = f"{made}-{word}" if made else word
        if made and len(longer) > _LONGEST_ID:
            break
        made = longer
    return made[:_LONGEST_ID]


def plan_article(
    kb: KnowledgeBase, title: str, *, category: str = "", id: str = "", folder: bool = False
) -> tuple[str, str]:
    """Return the id and the path of a new article, the latter relative to the KB folder.

    Without an `id`, one is made of the title. `category` is the path of a folder below the KB
    folder, empty for the top; `folder` gives the article a folder of its own. Raises CannotCreate
    where title or id will not do, or where there is such an article.
    """
    if not title.strip():
        raise CannotCreate("the title is empty: give the problem as the customer would say it")
    if _NO_TEXT.search(title):
        raise CannotCreate("the title holds a control character: write it as plain text in a line")
    id = id or make_id(title)
    if not id:
        raise CannotCreate("no id can be made of this title: give one with --id")
    if not re.fullmatch(IDENTIFIER_PATTERN, id) or id in _TAKEN_NAMES:
        near = "" if id in _TAKEN_NAMES else make_id(id)
        help = f", such as {near}" if near else ""
        raise CannotCreate(f"`{id}` cannot be an id: use a-z, 0-9 and single hyphens{help}")
    if id in kb.by_id:
        raise CannotCreate(f"{kb.by_id[id].path} has the id `{id}` already: give another with --id")
    place = f"{category}/{id}" if category else id
    path = f"{place}/index.md" if folder else f"{place}.md"
    return id, path


def write_article(root: Path, path: str, text: str) -> Path:
    """Write an article below the KB folder; raises CannotCreate where something is there."""
    file = root / path
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise CannotCreate(f"{path} exists already, and is left as it is") from error
    return file


def article_text(registry: Registry, id: str, title: str, today: datetime.date) -> str:
    """Return the source of a new article."""
    return _TEMPLATE.format(
        id=scalar(id),
        title=quoted(" ".join(title.split())),
        applies_to=_applies_to(registry),
        updated=today.isoformat(),
    )


def _applies_to(registry: Registry) -> str:
    lines = ['# The products it is about, each with all, a range such as ">=1.2", or a list.']
    products = [
        product
        for product in registry.products.values()
        if re.fullmatch(IDENTIFIER_PATTERN, product.id)
    ]
    if not products:
        lines += ["# They are listed in kb.yml first.", "# applies_to:", "#   product-id: all"]
    elif len(products) == 1:
        lines += ["applies_to:", f"  {entry(products[0].id, 'all')}"]
    else:
        names = (f"#   {product.id} ({visible(product.name)})" for product in products)
        lines += ["# Write one of these, or several, in the place of product-id:", *names]
        lines += ["applies_to:", "  product-id: all"]
    return "\n".join(lines)
