"""What readers would notice, as JSON for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable

from helpwright.diff import ArticleDifference, Change, Difference, Kind, Page, State, word_diff
from helpwright.report.findings import Findings
from helpwright.report.json_list import entries

_COMPARED = (Kind.STEP_REWORDED, Kind.TEXT_REWORDED, Kind.TITLE, Kind.SUMMARY, Kind.PART_RENAMED)


def diff_json(difference: Difference, findings: Findings, shown: Callable[[str], str]) -> str:
    """Return one object with all changes, in ASCII.

    `findings` are the lost addresses and places, with the paths to show; `shown` is the path to
    show for one of the knowledge base.
    """

    def page(it: Page | None) -> dict[str, str] | None:
        if it is None:
            return None
        return {"id": it.id, "path": shown(it.path), "title": it.title, "address": it.address}

    def article(it: ArticleDifference) -> dict[str, object]:
        return {
            "state": it.state.value,
            "old": page(it.old),
            "new": page(it.new),
            "moved": it.moved,
            "reason": it.reason,
            "leads_to": it.leads_to,
            "changes": [_change(change) for change in it.changes],
        }

    found = {
        "old": difference.old,
        "new": difference.new,
        "counts": {
            **{state.value: len(difference.of(state)) for state in State},
            "moved": sum(it.moved for it in difference.articles),
            "lost": len(difference.lost),
        },
        "articles": [article(it) for it in difference.articles],
        "lost": entries(findings),
    }
    return json.dumps(found, indent=2) + "\n"


def _change(change: Change) -> dict[str, object]:
    found: dict[str, object] = {
        "kind": change.kind.value,
        "part": change.part,
        "section": change.section.value if change.section else "",
        "step": change.step,
        "was": change.was,
        "before": change.before,
        "after": change.after,
        "versions": change.versions,
    }
    if change.kind in _COMPARED:
        runs = word_diff(change.before, change.after)
        found["words"] = [{"op": run.op.value, "text": run.text} for run in runs]
    return found
