"""The history of an article: what changed for readers, and when."""

from __future__ import annotations

from helpwright.model import Article
from helpwright.render.dates import write_date
from helpwright.render.html import HtmlWriter
from helpwright.render.lists import NOT_SEARCHED


def write_history(html: HtmlWriter, article: Article) -> None:
    """Append the changes of an article, the newest first; nothing where there are none."""
    changes = sorted(article.metadata.changes, key=lambda it: it.date.text, reverse=True)
    if not changes:
        return
    attributes = {"class": "hw-history", "data-hw-chrome": "history", **NOT_SEARCHED}
    with html.inside("details", attributes):
        with html.inside("summary"):
            html.text("History")
        with html.inside("ul"):
            for change in changes:
                with html.inside("li"):
                    write_date(html, change.date.text)
                    html.text(" ")
                    with html.inside("span"):
                        html.text(change.text.text)
