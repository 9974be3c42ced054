"""The text of one generated article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks import words

Lines = list[str]

SECOND_BLOCKS = {
    "paragraph": 14.0,
    "code": 7.0,
    "picture": 17.5,
    "note": 5.0,
    "bullets": 4.0,
    "sub-steps": 2.4,
    "table": 0.3,
}
"""Of 100 steps, how many hold what besides their action, as in 2,448 published support articles.

Only articles that have a folder of their own hold pictures, two in five; 7 % of all steps do.
"""
MAX_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of an article before it is written, so that others can link to it."""

    id: str
    title: str
    code: str
    product: str
    topic: str
    thing: str
    action: str
    in_folder: bool
    oldest: int = 0
    """The place of the oldest version that it is about in the list of its product's versions."""

    @property
    def path(self) -> str:
        """The article's file, POSIX and relative to the knowledge base."""
        name = f"{self.id}/index.md" if self.in_folder else f"{self.id}.md"
        return f"{self.product}/{self.topic}/{name}"


class ArticleWriter:
    """Writes one article; `pictures` collects the files that it shows."""

    def __init__(self, random: Random, plan: Plan, plans: Sequence[Plan]) -> None:
        self.random = random
        self.plan = plan
        self.plans = plans
        self.pictures: list[str] = []

    def article(self) -> Lines:
        """Return the article's lines, front matter included."""
        random = self.random
        lines = [*self._front_matter(), "", "## Symptom", "", *self._prose(words.SYMPTOMS, 3, 5)]
        lines += ["", f"> {self._error()}"]
        if self.plan.in_folder:
            lines += ["", self._picture()]
        if random.random() < 0.8:
            lines += ["", "## Cause", "", *self._prose(words.CAUSES, 2, 3)]
        lines += ["", "## Resolution"]
        solutions = random.sample(words.SOLUTIONS, random.choice((1, 1, 1, 2, 2)))
        for solution in solutions:
            lines += ["", f"### {self._fill(solution)}", "", self._pick(words.SOLUTION_INTROS)]
            lines += ["", *self._steps(random.randint(3, 8), 0)]
        if random.random() < 0.4:
            lines += [
                "",
                "## Verification",
                "",
                *self._numbered([[c] for c in self._all(words.CHECKS)]),
            ]
        if random.random() < 0.7:
            lines += [
                "",
                "## More information",
                "",
                *self._prose(words.FACTS, 3, 6),
                "",
                *self._links(),
            ]
        return lines

    def _front_matter(self) -> Lines:
        plan, random = self.plan, self.random
        versions = words.PRODUCTS[plan.product][2]
        forms = {0: "all", len(versions) - 1: f'["{versions[-1]}"]'}
        applies = forms.get(plan.oldest, f'">={versions[plan.oldest]}"')
        day = f"{random.randint(2019, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        return [
            "---",
            f"id: {plan.id}",
            f'title: "{plan.title}"',
            f'summary: "{self._fill("{product} cannot {action} the {thing}, and shows {code}.")}"',
            "applies_to:",
            f"  {plan.product}: {applies}",
            "errors:",
            f'  - "{self._error()}"',
            "status: published",
            f"updated: {day}",
            "---",
        ]

    def _steps(self, number: int, depth: int) -> Lines:
        chosen = self.random.sample(words.STEPS, number)
        return self._numbered([self._step(self._fill(action), depth) for action in chosen])

    def _step(self, action: str, depth: int) -> Lines:
        """Return the lines of a step, the first being its action."""
        random = self.random
        if random.random() < 0.05:
            icon = "../icons/gear.png" if self.plan.in_folder else "icons/gear.png"
            action = action.removesuffix(".") + f" ![The gear]({icon})."
        lines = [action]
        weights = dict(SECOND_BLOCKS)
        if not self.plan.in_folder:
            del weights["picture"]
        if depth == MAX_DEPTH:
            del weights["sub-steps"]
        weights["none"] = 100 - sum(weights.values())
        match random.choices(list(weights), list(weights.values()))[0]:
            case "paragraph":
                lines += ["", self._pick(words.EXPLANATIONS)]
            case "code":
                lines += ["", *self._code()]
            case "picture":
                lines += ["", self._picture()]
            case "note":
                lines += ["", "> [!NOTE]", f"> {self._pick(words.NOTES)}"]
            case "bullets":
                lines += ["", *self._bullets()]
            case "sub-steps":
                lines += ["", *self._steps(random.randint(2, 4), depth + 1)]
            case "table":
                lines += ["", *self._table()]
        return lines

    def _numbered(self, steps: Iterable[Lines]) -> Lines:
        lines: Lines = []
        for number, (action, *rest) in enumerate(steps, 1):
            lines += [f"{number}. {action}", *(f"    {line}" if line else "" for line in rest), ""]
        return lines[:-1]

    def _code(self) -> Lines:
        tool = self.plan.product.partition("-")[0]
        slug = self.plan.thing.replace(" ", "-")
        command = self._pick(words.COMMANDS).format(tool=tool, slug=slug, code=self.plan.code)
        return ["```sh", *command.split("\n"), "```"]

    def _bullets(self) -> Lines:
        chosen = self.random.sample(words.BULLETS, self.random.randint(2, 3))
        return [f"- {self._fill(bullet)}" for bullet in chosen]

    def _table(self) -> Lines:
        rows = [f"| {state} | {self._fill(meaning)} |" for state, meaning in words.STATES]
        return ["| State | Meaning |", "| ----- | ------- |", *rows]

    def _picture(self) -> str:
        name = f"screen-{len(self.pictures) + 1}.png"
        self.pictures.append(name)
        nth = "" if len(self.pictures) == 1 else f", picture {len(self.pictures)}"
        return f"![{self._pick(words.ALT_TEXTS)}{nth}]({name})"

    def _links(self) -> Lines:
        fitting = [plan for plan in self.plans if self._fits(plan)]
        others = self.random.sample(fitting, min(3, len(fitting)))
        links = [
            f"- [{plan.title}]({self._relative(plan)})" for plan in others if plan is not self.plan
        ]
        return links or [self._pick(words.NOTES)]

    def _fits(self, other: Plan) -> bool:
        """Tell whether another article is about every version that this one's readers have."""
        return other.product != self.plan.product or other.oldest <= self.plan.oldest

    def _relative(self, other: Plan) -> str:
        up = "../" * self.plan.path.count("/")
        return f"{up}{other.path}"

    def _error(self) -> str:
        done = words.ACTIONS[self.plan.action]
        return f"{self.plan.code}: the {self.plan.thing} could not be {done}"

    def _prose(self, sentences: Sequence[str], least: int, most: int) -> Lines:
        chosen = self.random.sample(sentences, self.random.randint(least, most))
        lines: Lines = []
        for sentence in chosen:
            lines += [self._fill(sentence), ""]
        return lines[:-1]

    def _all(self, sentences: Iterable[str]) -> Lines:
        return [self._fill(sentence) for sentence in sentences]

    def _pick(self, sentences: Sequence[str]) -> str:
        sentence = self.random.choice(sentences)
        return sentence if sentences is words.COMMANDS else self._fill(sentence)

    def _fill(self, sentence: str) -> str:
        random, plan = self.random, self.plan
        return sentence.format(
            product=words.PRODUCTS[plan.product][0],
            code=plan.code,
            thing=plan.thing,
            action=plan.action,
            done=words.ACTIONS[plan.action],
            menu=random.choice(words.MENUS),
            button=random.choice(words.BUTTONS),
            field=random.choice(words.FIELDS),
            option=random.choice(words.OPTIONS),
        )
