"""What articles cover as JSON, for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from helpwright.coverage import Cell, Coverage, Row, State, Table
from helpwright.knowledge import Release
from helpwright.model import Article


def coverage_json(
    coverage: Coverage,
    shown: Callable[[Article], str],
    page: Callable[[Article, str], str],
    *,
    gaps: bool = False,
) -> str:
    """Return the tables and the gaps as one object, in ASCII.

    `shown` is the path of an article to name, `page` that of the page of a variant of it, by its
    slug. `gaps` leaves out the articles that lack nothing.
    """

    def cell(article: Article, found: Cell) -> dict[str, object]:
        is_there = found.state is not State.NOT_COVERED
        entry: dict[str, object] = {
            "status": found.state.value,
            "variant": found.slug,
            "page": page(article, found.slug) if is_there else "",
        }
        if found.platforms:
            entry["platforms"] = {id: cell(article, it) for id, it in found.platforms.items()}
        return entry

    def article(row: Row) -> dict[str, object]:
        return {
            "id": row.article.id,
            "path": shown(row.article),
            "title": row.article.title,
            "versions": {version: cell(row.article, it) for version, it in row.cells.items()},
        }

    def lacking(state: State) -> list[dict[str, object]]:
        return [
            {
                "product": table.product.id,
                "id": row.article.id,
                "path": shown(row.article),
                "version": version,
                "platforms": platforms,
            }
            for table, row, version, platforms in coverage.lacking(state)
        ]

    found = {
        "products": [
            {
                "id": table.product.id,
                "name": table.product.name,
                "versions": list(_releases(table)),
                "articles": [article(row) for row in table.rows if row.lacking or not gaps],
                "without_article": [
                    {"version": version, "platforms": platforms}
                    for version, platforms in coverage.versions(table.untold)
                ],
            }
            for table in coverage.tables
        ],
        "gaps": lacking(State.NO_RESOLUTION),
        "missing_causes": lacking(State.NO_CAUSE),
        "without_product": [shown(article) for article in coverage.homeless],
    }
    return json.dumps(found, indent=2) + "\n"


def _releases(table: Table) -> Iterator[dict[str, object]]:
    for version in table.versions:
        release = table.product.releases.get(version, Release())
        yield {
            "version": version,
            "supported": version in table.supported,
            "released": release.released,
            "retired": release.retired,
        }
