"""The navigation of a knowledge base, where a site's own navigation names its folder."""

from __future__ import annotations

from typing import Any

from helpwright.render.host import Layout
from helpwright.render.site import SitePlan


def expand_nav(nav: Any, plan: SitePlan, layout: Layout) -> Any:
    """Return a navigation in which each mention of the KB's folder (`kb/`) is its pages.

    Folders become sections that begin with their list page, in order of path; articles stand in
    order of title.
    """
    folder = f"{layout.path}/"
    if isinstance(nav, dict):
        return {
            title: expand_nav([value] if value == folder else value, plan, layout)
            for title, value in nav.items()
        }
    if isinstance(nav, list):
        items: list[Any] = []
        for item in nav:
            if item == folder:
                items += folder_nav(plan, layout, "")
            else:
                items.append(expand_nav(item, plan, layout))
        return items
    return nav


def folder_nav(plan: SitePlan, layout: Layout, path: str) -> list[Any]:
    """Return the entries of one folder of the KB: its list page, its folders, its articles."""
    index = layout.category(path)
    entries: list[Any] = [index]
    inside = index.removesuffix("index.md")
    lists = [page for page in plan.pages if page.article is None and page.path.startswith(inside)]
    for page in lists:
        folder = page.path.removesuffix("index.md")[len(inside) :].strip("/")
        if folder and "/" not in folder:
            inner = folder_nav(plan, layout, f"{path}/{folder}".strip("/"))
            entries.append({page.html_title: inner})
    articles = [
        page
        for page in plan.pages
        if page.article is not None and page.listed and page.article.category == path
    ]
    entries += [page.path for page in sorted(articles, key=lambda page: page.title.casefold())]
    return entries
