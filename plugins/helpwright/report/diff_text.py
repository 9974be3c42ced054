"""What readers would notice, for people at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from helpwright.diff import ArticleDifference, Difference, Op, Run, State, word_diff
from helpwright.report.diff_lines import Line, line, totals
from helpwright.report.escape import visible

_BOLD, _DIM, _RED, _GREEN, _CYAN = "1", "2", "31", "32", "36"
_AROUND = 6
"""How many words that are the same are shown beside one that is not."""
_LONGEST = 200
"""How many words of one change are shown."""


def diff_text(difference: Difference, shown: Callable[[str], str], *, color: bool = False) -> str:
    """Return all changes by article, and a line that sums up.

    `shown` is the path to show for one of the knowledge base. Findings are not in it.
    """
    return _Writer(shown, color).write(difference)


class _Writer:
    def __init__(self, shown: Callable[[str], str], color: bool) -> None:
        self.shown = shown
        self.color = color

    def write(self, difference: Difference) -> str:
        lines = [each for article in difference.articles for each in self.article(article)]
        counts = ", ".join(totals(difference)) or "nothing that readers would notice"
        lines.append(f"{visible(difference.old)} to {visible(difference.new)}: {counts}")
        return "".join(f"{each}\n" for each in lines)

    def article(self, article: ArticleDifference) -> Iterator[str]:
        page = article.page
        path = self.paint(visible(self.shown(page.path)), _BOLD)
        title = f"“{visible(page.title)}”"
        if article.state is State.ADDED:
            words = f"{self.paint('added', _GREEN)}, at {visible(page.address)}"
            if article.reason:
                words += f" (was {article.reason})"
        elif article.state is State.GONE:
            words = self.paint("gone", _RED)
            if article.reason:
                words += f" (is {article.reason})"
            to = f"leads to {article.leads_to}" if article.leads_to else "leads nowhere"
            words += f"; {visible(page.address)} {visible(to)}"
        else:
            words = self.paint("changed", _CYAN)
        yield f"{path} {title}: {words}"
        for change in article.changes:
            yield f"  {self.line(line(change))}"
        yield ""

    def line(self, line: Line) -> str:
        words = visible(f"{line.part}: {line.words}" if line.part else line.words)
        if line.versions:
            words += f" {self.paint(f'[{visible(line.versions)}]', _DIM)}"
        text = self.texts(line)
        return f"{words}: {text}" if text else words

    def texts(self, line: Line) -> str:
        if line.whole:
            was, now = (
                self.paint(visible(line.before), _RED),
                self.paint(visible(line.after), _GREEN),
            )
            return f"{was or '(nothing)'} → {now or '(nothing)'}"
        if not line.before or not line.after:
            return visible(clipped(line.before or line.after))
        runs = shortened(word_diff(line.before, line.after))
        return " ".join(self.run(each) for each in runs)

    def run(self, run: Run) -> str:
        words = visible(clipped(run.text))
        if run.op is Op.REMOVED:
            return self.paint(f"[-{words}-]", _RED)
        return self.paint(f"{{+{words}+}}", _GREEN) if run.op is Op.ADDED else words

    def paint(self, words: str, style: str) -> str:
        return f"\x1b[{style}m{words}\x1b[0m" if self.color and words else words


def clipped(text: str, words: int = _LONGEST) -> str:
    """Return the beginning of a long text, with a sign that there is more."""
    found = text.split()
    return " ".join((*found[:words], "…")) if len(found) > words else text


def shortened(runs: tuple[Run, ...]) -> list[Run]:
    """Return runs in which long stretches of the same words are cut down."""
    result: list[Run] = []
    for at, run in enumerate(runs):
        words = run.text.split()
        first, last = at == 0, at == len(runs) - 1
        if run.op is not Op.SAME or len(words) <= 2 * _AROUND + 2:
            result.append(run)
            continue
        before = [] if first else words[:_AROUND]
        behind = [] if last else words[-_AROUND:]
        result.append(Run(Op.SAME, " ".join((*before, "…", *behind))))
    return result
