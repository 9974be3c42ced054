"""What the words of paragraphs say about themselves: notes, links to other articles, products."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from helpwright.importers.draft import NOWHERE
from helpwright.importers.ledger import Attention, Entry, Outcome
from helpwright.importers.tally import inline_text
from helpwright.importers.text.account import Account, clip
from helpwright.importers.text.names import PRODUCT_SECTIONS
from helpwright.model import (
    AlertKind,
    Block,
    BulletList,
    CodeBlock,
    Heading,
    Paragraph,
    Quote,
    StepList,
    Table,
    Text,
)
from helpwright.parse.sections import fold_name

_ALERTS = {
    "note": AlertKind.NOTE,
    "notes": AlertKind.NOTE,
    "nb": AlertKind.NOTE,
    "n.b.": AlertKind.NOTE,
    "tip": AlertKind.TIP,
    "tips": AlertKind.TIP,
    "hint": AlertKind.TIP,
    "important": AlertKind.IMPORTANT,
    "attention": AlertKind.IMPORTANT,
    "warning": AlertKind.WARNING,
    "caution": AlertKind.CAUTION,
    "danger": AlertKind.CAUTION,
}
_LABEL = re.compile(
    r"(?P<name>notes?|n\.?b\.?|tips?|hint|important|attention|warning|caution|danger)"
    r"(?:\s?[:!]+|\s[–—-])(?:\s+|\Z)",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(
    r"(?P<name>Note|NOTE|Tip|TIP|Hint|HINT|Important|IMPORTANT|Warning|WARNING|Caution|"
    r"CAUTION|Attention|ATTENTION)\s?:?"
)
_SEE = re.compile(
    r"\b(?P<verb>see|refer to|read|consult|visit|check|follow)(?: also)?[:\s]+"
    r"(?:(?:the|our|this)\s+)?(?P<noun>(?:help |support |knowledge base |kb )?"
    r"(?:article|page|topic|guide|document)s?\s*:?\s+)?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“«\u2018']([^\"“”«»]{8,200}?)[\"”»’']")
_NUMBERED = re.compile(r"(?:KB|article|doc(?:ument)?)[ #-]{0,2}(?:ID )?#?\d{4,}\b", re.IGNORECASE)
_PHRASE_WORD = re.compile(r"\S+")
_SMALL = frozenset(
    "a an and as at but by for from if in into is of on or per the to up via with your when "
    "before after how not its without".split()
)
_NO_TITLE = frozenset(
    "figure fig table step steps section chapter appendix page part note image picture screenshot "
    "option method example".split()
)
_LEAST_CAPITALS = 3
_LONGEST_TITLE = 40
_PRODUCT_WORDS = 12


def make_alerts(blocks: Sequence[Block], account: Account) -> tuple[Block, ...]:
    """Return blocks in which paragraphs that begin with "Note:" and the like are alerts."""
    result: list[Block] = []
    waiting: tuple[AlertKind, Paragraph, str] | None = None
    for block in blocks:
        if waiting is not None:
            kind, label, word = waiting
            waiting = None
            if _alert(block) is None and isinstance(
                block, Paragraph | BulletList | CodeBlock | Table
            ):
                _tell(account, word, inline_text(label.children))
                result.append(Quote(kind, (block,), NOWHERE))
                continue
            result.append(label)
        found = _alert(block)
        if found is None:
            result.append(_unwrapped(block))
        elif found[2] is None:
            assert isinstance(block, Paragraph)
            waiting = (found[0], block, found[1])
        else:
            _tell(account, found[1], inline_text(found[2].children))
            result.append(Quote(found[0], (found[2],), NOWHERE))
    if waiting is not None:
        result.append(waiting[1])
    return tuple(result)


def _alert(block: Block) -> tuple[AlertKind, str, Paragraph | None] | None:
    """Return kind, label and the rest of a paragraph that is an alert; no rest if it follows."""
    if not isinstance(block, Paragraph) or not isinstance(block.children[0], Text):
        return None
    first = block.children[0]
    alone = _LABEL_ALONE.fullmatch(first.value) if len(block.children) == 1 else None
    if alone is not None:
        return _ALERTS[alone["name"].lower()], first.value, None
    match = _LABEL.match(first.value)
    if match is None or not first.value[0].isupper():
        return None
    name = match["name"].lower()
    kind = _ALERTS["nb" if name.startswith("n.") else name]
    rest = first.value[match.end() :]
    children = (*([Text(rest, NOWHERE)] if rest else []), *block.children[1:])
    if not children:
        return kind, match[0].strip(), None
    return kind, match[0].strip(), replace(block, children=children)


def _unwrapped(block: Block) -> Block:
    """Return the note of a bullet list that holds nothing but one note."""
    if isinstance(block, BulletList) and len(block.items) == 1:
        inside = block.items[0].blocks
        if len(inside) == 1 and isinstance(inside[0], Quote) and inside[0].alert is not None:
            return inside[0]
    return block


def _tell(account: Account, word: str, about: str) -> None:
    account.tell(
        Entry(
            Outcome.INFERRED,
            "alert",
            f"a paragraph that begins with “{clip(word)}” is shown as a box of that kind",
            text=word,
            about=clip(about),
        )
    )


def tell_references(text: str, place: str, line: int, account: Account) -> None:
    """Tell of the titles of other articles that a paragraph names and does not link to."""
    for match in _SEE.finditer(text):
        sure = match["verb"].lower() in ("see", "refer to") or match["noun"]
        phrase = _title_at(text, match.end()) if sure else ""
        if phrase:
            account.tell(
                Entry(
                    Outcome.LEFT,
                    "cross-link",
                    "the text names another article, and plain text does not say where it is; link "
                    "to that article",
                    about=clip(phrase),
                    attention=Attention.DECIDE,
                    place=place,
                    line=line,
                )
            )


def _title_at(text: str, start: int) -> str:
    """Return the title that stands at a place of a text; empty if there is none."""
    quoted = _QUOTED.match(text, start)
    if quoted is not None:
        return quoted[1] if len(quoted[1].split()) >= 2 else ""
    numbered = _NUMBERED.match(text, start)
    if numbered is not None:
        return numbered[0]
    words: list[str] = []
    end = start
    for match in _PHRASE_WORD.finditer(text, start):
        word = match[0]
        bare = word.strip("\"“”'\u2018’()[].,;:!?")
        if bare and not (bare[0].isupper() or bare[0].isdigit() or bare.lower() in _SMALL):
            break
        if bare or word in "–—-&/":
            words.append(bare)
        if word in (">", "→", "»", "|"):
            return ""
        stop = word[-1] in ".;!?)" or (word[-1] == "," and bare.lower() not in _SMALL)
        if not bare and stop:
            break
        end = match.end()
        if stop or len(words) > _LONGEST_TITLE:
            break
    while words and words[-1].lower() in _SMALL:
        words.pop()
    capitals = [word for word in words if word and word.lower() not in _SMALL]
    if len(capitals) < _LEAST_CAPITALS or words[0].lower() in _NO_TITLE:
        return ""
    phrase = text[start:end].strip().rstrip(".,;:!?) ")
    while phrase and phrase.rpartition(" ")[2].lower() in _SMALL:
        phrase = phrase.rpartition(" ")[0]
    return phrase


def find_products(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the products that the section "Applies to" lists."""
    products: list[str] = []
    within = False
    for block in blocks:
        if isinstance(block, Heading):
            within = fold_name(inline_text(block.children)) in PRODUCT_SECTIONS
        elif within:
            products += _names(block)
    return tuple(dict.fromkeys(products))


def _names(block: Block) -> list[str]:
    if isinstance(block, BulletList | StepList):
        items = block.items if isinstance(block, BulletList) else block.steps
        return [name for item in items for name in _names_of_item(item.blocks)]
    if isinstance(block, Paragraph):
        return _names_of_item((block,))
    return []


def _names_of_item(blocks: tuple[Block, ...]) -> list[str]:
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph):
        return []
    name = inline_text(first.children).rstrip(" ,;")
    if not name or name[-1] in ".:!?" or len(name.split()) > _PRODUCT_WORDS:
        return []
    return [name]
