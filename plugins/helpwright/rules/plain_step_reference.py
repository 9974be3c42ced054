"""HW208: the words "step 5" where a link to the step should stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from helpwright.diagnostic import Diagnostic, Edit, Rule, Severity, Span
from helpwright.knowledge import Anchor, AnchorKind, KnowledgeBase
from helpwright.model import Article, Paragraph, Step
from helpwright.rules._labels import new_label
from helpwright.rules._step_targets import Reading, readings

RULE = Rule(
    code="HW208",
    name="plain-step-reference",
    severity=Severity.WARNING,
    summary="The text names a step in plain words instead of linking to it.",
    why="When a step is added or removed, the words keep the old number and mislead the reader.",
    fix="Label the step and link to it: the number of the link is checked and kept right.",
    fixable=True,
)


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Yield each plain mention of a step that can mean exactly one."""
    labels = _Labels(kb)
    for article in kb.articles:
        for reading in readings(kb, article):
            if reading.dangling() is None and reading.ambiguous() is None:
                yield _finding(kb, article, reading, labels)


def _finding(kb: KnowledgeBase, article: Article, reading: Reading, labels: _Labels) -> Diagnostic:
    mention = reading.mention
    message = f"`{mention.phrase}` is plain text and does not follow its step"
    anchors = [meaning.candidates[0] for meaning in reading.meanings]
    source = kb.sources[article.path]
    # The step that a fragment means has another number in the next article.
    is_included = bool(source.chain(mention.span.start))
    edits = () if is_included else _edits(article, reading, labels)
    edits = source.usable(mention.span, edits)
    number, anchor = mention.numbers[0].text, anchors[0]
    label = labels.get(article, anchor) if edits else "label"
    shown = f"`[step {number}](#{label})`"
    if edits and len(anchors) == 1 and anchor.labelled:
        help = f"write {shown}, or run `helpwright check --fix`"
    elif edits:
        help = f"label the step and write {shown}; `helpwright check --fix` does both"
    else:
        help = f"label the step that is meant and write {shown}"
    found = kb.diagnose(RULE, article, mention.span, message, help, edits=edits)
    return found if edits else replace(found, severity=Severity.INFO)


def _edits(article: Article, reading: Reading, labels: _Labels) -> tuple[Edit, ...]:
    """Return the edits that make links of a mention; none where that is not certain."""
    mention = reading.mention
    if not mention.exact or any(meaning.unsure for meaning in reading.meanings):
        return ()
    links: list[Edit] = []
    added: dict[Edit, None] = {}
    for meaning in reading.meanings:
        anchor = meaning.candidates[0]
        place = mention.span if len(reading.meanings) == 1 else meaning.number.span
        label = labels.get(article, anchor)
        new = labels.added(article, anchor)
        if place is None or not label or new is None:
            return ()
        links.append(Edit(Span(place.start, place.start), "["))
        links.append(Edit(Span(place.end, place.end), f"](#{label})"))
        added.update(dict.fromkeys(new))
    # A label may have to go right behind the words that become a link: it comes last.
    return (*links, *added)


@dataclass(slots=True)
class _Labels:
    """The labels of steps, and those to be added, each only once on its page."""

    kb: KnowledgeBase
    new: dict[tuple[str, Span], str] = field(default_factory=dict)
    taken: dict[str, set[str]] = field(default_factory=dict)
    linked: set[str] | None = None
    steps: dict[str, dict[Span, Step]] = field(default_factory=dict)

    def get(self, article: Article, anchor: Anchor) -> str:
        """Return the label of a step, or the one that it is to get; empty if it can get none."""
        if anchor.labelled:
            return anchor.fragment
        place = (article.path, anchor.span)
        if place not in self.new:
            step = self._step(article, anchor.span)
            if article.path not in self.taken:
                self.taken[article.path] = set(self.kb.anchors[article.path])
            taken = self.taken[article.path]
            usable = step is not None and _takes_label(step) and not self._is_linked(article)
            self.new[place] = new_label(step, taken) if step is not None and usable else ""
        return self.new[place]

    def added(self, article: Article, anchor: Anchor) -> tuple[Edit, ...] | None:
        """Return the edits that label a step, or None where it cannot be labelled."""
        if anchor.labelled:
            return ()
        step = self._step(article, anchor.span)
        label = self.get(article, anchor)
        if step is None or not label:
            return None
        if step.attributes is not None:
            at = step.attributes.span.start + 1
            return (Edit(Span(at, at), f"#{label} "),)
        end = _end(step)
        return None if end is None else (Edit(Span(end, end), f" {{#{label}}}"),)

    def _step(self, article: Article, span: Span) -> Step | None:
        if article.path not in self.steps:
            lists = article.nodes.step_lists
            self.steps[article.path] = {step.span: step for each in lists for step in each.steps}
        return self.steps[article.path].get(span)

    def _is_linked(self, article: Article) -> bool:
        """Tell whether a link of the KB hangs on a generated address of a step of the article.

        A label would change that address, and could change those of other steps.
        """
        if self.linked is None:
            self.linked = {
                target.path
                for targets in self.kb.links.values()
                for target in targets.values()
                if target.anchor is not None
                and target.anchor.kind is AnchorKind.STEP
                and not target.anchor.labelled
            }
        return article.path in self.linked


def _takes_label(step: Step) -> bool:
    """Tell whether a step has a text for a label to stand behind, and none of its own.

    A step can have a label that is not its anchor: one that another place had first.
    """
    own = step.attributes.label if step.attributes else None
    return own is None and _end(step) is not None


def _end(step: Step) -> int | None:
    """Return the offset behind the first text of a step, where a label goes."""
    first = step.blocks[0] if step.blocks else None
    if not isinstance(first, Paragraph) or not first.children:
        return None
    return first.children[-1].span.end
