"""What readers would notice, as Markdown for a comment on a pull request.

Texts of articles are shown as text: nothing in them can make a heading, a link, a mention or a
reference, or end the box that it is in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from helpwright.diff import ArticleDifference, Difference, Op, State, word_diff
from helpwright.report.diff_lines import Line, line, totals
from helpwright.report.diff_text import clipped, shortened
from helpwright.report.escape import visible
from helpwright.report.findings import Findings, count, remedy

LIMIT = 60_000
"""How many characters a comment may have; GitHub takes 65,536."""
_LONGEST_BOX = 15_000
_MOST_CHANGES = 50
_MOST_LOST = 30
_WORDS = 60
_CHARACTERS = 200
"""How much of a heading or name is shown."""
_SIGNS = re.compile(r"([\\`*_{}\[\]()#!|~$])")
# What code hosts make links, mentions and pictures of, whether it is escaped or not: `@name`,
# `#12`, `!12`, `$12`, `%name`, `~name`, `^name`, `&12`, `https://…`, `www.…`, `GH-12`, `:name:`.
_REFERENCE = re.compile(
    r"(?<=[@#!$%~^&])(?=[\w\"'])|(?<=:)(?=//)|(?<=:)(?=[\w+-]+:)|(?<=\bwww)(?=\.)|(?<=\bGH)(?=-)",
    re.IGNORECASE,
)
_APART = "\N{ZERO WIDTH SPACE}"
_BLANKS = re.compile(r"\s+")
_TICKS = re.compile(r"`+")


def diff_markdown(difference: Difference, findings: Findings, shown: Callable[[str], str]) -> str:
    """Return the counts, what is lost, and a box for each article, as far as they fit.

    `findings` are the lost addresses and places, with the paths to show; `shown` is the path to
    show for one of the knowledge base.
    """
    parts = ["### What readers would notice\n"]
    counts = totals(difference)
    parts.append(f"{', '.join(counts)}." if counts else "Nothing.")
    parts[-1] += f" Compared: {_code(difference.old)} with {_code(difference.new)}.\n"
    lost = findings.diagnostics
    for found in lost[:_MOST_LOST]:
        place = _code(f"{found.path}:{found.start.line}")
        words = f"{_prose(_cut(found.message, 600))}; {_prose(_cut(remedy(found), 600))}"
        parts.append(f"- **{found.level} {found.rule.code}** {place}: {words}")
    if len(lost) > _MOST_LOST:
        parts.append(f"- and {count(len(lost) - _MOST_LOST, 'more', 'more')}")
    if lost:
        parts[-1] += "\n"
    room = LIMIT - sum(len(part) + 1 for part in parts) - 200
    left: list[ArticleDifference] = []
    for article in difference.articles:
        box = "\n".join(_box(article, shown))
        if left or len(box) + 1 > room:
            left.append(article)
        else:
            parts.append(box)
            room -= len(box) + 1
    if left:
        changes = count(sum(len(it.changes) for it in left), "change", "changes")
        articles = count(len(left), "article", "articles")
        parts.append(f"Left out for their length: {articles} with {changes}.\n")
    return "\n".join(parts)


def _box(article: ArticleDifference, shown: Callable[[str], str]) -> Iterator[str]:
    page = article.page
    state = article.state.value
    if article.reason:
        state += f" ({'is' if article.state is State.GONE else 'was'} {article.reason})"
    if article.changes:
        state += f", {count(len(article.changes), 'change', 'changes')}"
    title = (
        f"<b>{_html(_cut(page.title))}</b> <code>{_html(_cut(shown(page.path)))}</code>: {state}"
    )
    yield f"<details><summary>{title}</summary>\n"
    if article.state is State.ADDED:
        yield f"- new at {_code(page.address)}"
    elif article.state is State.GONE:
        to = f"leads to {_code(article.leads_to)}" if article.leads_to else "leads nowhere"
        yield f"- {_code(page.address)} {to}"
    room = _LONGEST_BOX
    for at, change in enumerate(article.changes):
        shown_line = f"- {_line(line(change))}"
        room -= len(shown_line)
        if at == _MOST_CHANGES or room < 0:
            yield f"- and {len(article.changes) - at:,} more"
            break
        yield shown_line
    yield "\n</details>\n"


def _line(line: Line) -> str:
    words = f"**{_text(_cut(line.words))}**"
    if line.part:
        words = f"{_text(_cut(line.part))}: {words}"
    if line.versions:
        words += f" ({_text(_cut(line.versions))})"
    if line.whole:
        return f"{words}: {_name(line.before)} → {_name(line.after)}"
    if line.before and line.after:
        runs = shortened(word_diff(line.before, line.after))
        shown = " ".join(_run(run.op, _text(clipped(run.text, _WORDS))) for run in runs)
        return f"{words}: {shown}"
    text = line.before or line.after
    return f"{words}: {_text(clipped(text, _WORDS))}" if text else words


def _run(op: Op, words: str) -> str:
    if op is Op.SAME:
        return words
    return f"<del>{words}</del>" if op is Op.REMOVED else f"<ins>{words}</ins>"


def _name(text: str) -> str:
    return _code(_cut(text)) if text else "(nothing)"


def _cut(text: str, most: int = _CHARACTERS) -> str:
    """Return the beginning of a long name or sentence."""
    return f"{text[:most]}…" if len(text) > most else text


def _text(text: str) -> str:
    """Return words that Markdown shows as they are, and in which nothing is a mention."""
    shown = _REFERENCE.sub(_APART, visible(_BLANKS.sub(" ", text)))
    return escape(_SIGNS.sub(r"\\\1", shown), quote=False)


def _prose(text: str) -> str:
    """Return a sentence of a finding, with its names as code."""
    parts = " ".join(text.split()).split("`")
    if len(parts) % 2 == 0:
        return _text(text)
    return "".join(_code(part) if at % 2 else _text(part) for at, part in enumerate(parts))


def _html(text: str) -> str:
    """Return words for an HTML element in Markdown, where signs of Markdown have no effect."""
    shown = _REFERENCE.sub(_APART, visible(" ".join(text.split())))
    return "".join(f"&#{ord(sign)};" if sign in "\\`*_[]<>&|~!@#:" else sign for sign in shown)


def _code(text: str) -> str:
    """Return a name as code, with as many signs around it as it takes."""
    shown = visible(" ".join(text.split()))
    ticks = "`" * (max((len(run) for run in _TICKS.findall(shown)), default=0) + 1)
    blank = " " if shown[:1] == "`" or shown[-1:] == "`" or not shown.strip() else ""
    return f"{ticks}{blank}{shown}{blank}{ticks}"
