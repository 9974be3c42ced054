"""The quotes of Learn: alerts, sections with looks of their own, and videos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Outcome
from helpwright.importers.markdown.learn_signs import Kind, Sign
from helpwright.model import AlertKind, Block, Paragraph, Quote, Text

if TYPE_CHECKING:
    from helpwright.importers.markdown.learn_page import Page

_ALERTS = {
    "info": AlertKind.NOTE,
    "attention": AlertKind.WARNING,
    "danger": AlertKind.CAUTION,
    **{kind.value: kind for kind in AlertKind},
}


def put_quote(
    page: Page, quote: Quote, following: Sequence[Block], depth: int, out: list[Block]
) -> int:
    """Put down what a quote becomes; returns how many of the blocks behind it went into it.

    Each sign of an alert, a section or a video begins a new one.
    """
    parts: list[tuple[Sign | None, list[Block]]] = [(None, [])]
    for block in quote.blocks:
        number = page.number(block)
        kind = page.signs[number].kind if number is not None else None
        if number is not None and kind in (Kind.ALERT, Kind.DIV, Kind.VIDEO):
            parts.append((page.sign(number), []))
        else:
            parts[-1][1].append(block)
    used = 0
    for sign, blocks in parts:
        if sign is None:
            inner = page.run(blocks, depth + 1)
            if inner or len(parts) == 1:
                out.append(replace(quote, blocks=inner))
        elif sign.kind is Kind.ALERT:
            lazy = not blocks and "lazy" in sign.values
            if lazy and following and isinstance(following[0], Paragraph):
                blocks, used = list(following), 1
                reason = "the text under it has no sign of a quote, and was put into it"
                page.tell(Outcome.REPAIRED, "alert", reason, sign, Attention.LOOK)
            _alert(page, sign, blocks, depth, out)
        elif sign.kind is Kind.DIV:
            tell_section(page, sign)
            out += page.run(blocks, depth)
        else:
            out += page.block_of(sign, depth)
            inner = page.run(blocks, depth + 1)
            out += (Quote(None, inner, NOWHERE),) if inner else ()
    return used


def _alert(page: Page, sign: Sign, blocks: Sequence[Block], depth: int, out: list[Block]) -> None:
    inner = page.run(blocks, depth + 1)
    if not inner:
        reason = "an alert without text is left out"
        page.tell(Outcome.DROPPED, "alert", reason, sign, Attention.LOOK)
        return
    kind = _ALERTS.get(sign.name)
    if kind is None:
        reason = "it is no kind of alert that is known, and became a note"
        page.tell(Outcome.INFERRED, "alert", reason, sign, Attention.LOOK)
    out.append(Quote(kind or AlertKind.NOTE, inner, NOWHERE))


def put_bare_alert(
    page: Page, sign: Sign, following: Sequence[Block], depth: int, out: list[Block]
) -> int:
    """Put down an alert whose sign of a quote is missing, with the paragraph behind it."""
    if not following or not isinstance(following[0], Paragraph | Quote):
        out.append(Paragraph((Text(sign.raw, NOWHERE),), None, False, NOWHERE))
        reason = "it has no text that it could belong to"
        page.tell(Outcome.LEFT, "alert", reason, sign, Attention.DECIDE)
        return 0
    first = following[0]
    blocks = first.blocks if isinstance(first, Quote) else (first,)
    if "bare" in sign.values:
        reason = "its sign of a quote was missing, so that the original shows it as text"
        page.tell(Outcome.REPAIRED, "alert", reason, sign, Attention.LOOK)
    _alert(page, sign, blocks, depth, out)
    return 1


def tell_section(page: Page, sign: Sign) -> None:
    """Enter what becomes of a section with looks of its own."""
    if "selector" in sign.values.get("class", ""):
        reason = "a choice between pages stays as a list of links"
        page.tell(Outcome.LEFT, "selector", reason, sign, Attention.LOOK)
    else:
        reason = "what it holds stays, without its looks"
        page.tell(Outcome.MAPPED, "looks", reason, sign)
