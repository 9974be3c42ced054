"""`capture.yml` to recipes."""

from __future__ import annotations

import posixpath
import re

from helpwright.diagnostic import Diagnostic, Span
from helpwright.faults import WRONG_VALUE
from helpwright.fields import (
    ADDRESS_PATTERN,
    LOCALE_PATTERN,
    MAX_ENTRIES,
    NUMBER_PATTERN,
    ORIGIN_PATTERN,
    RECIPE_FIELDS,
    SCALE_PATTERN,
    SIZE_PATTERN,
    STEP_PATTERN,
)
from helpwright.model import Value
from helpwright.parse import yaml_tree
from helpwright.parse.values import ValueReader, clip, is_empty
from helpwright.parse.yaml_tree import Node, Scalar, read_yaml
from helpwright.read import MAX_SOURCE_BYTES
from helpwright.recipe import Action, ActionKind, Highlight, Recipe, Recipes, Scheme
from helpwright.source import Source

Found = dict[str, tuple[Scalar, Node]]


def read_recipes(source: Source | None) -> tuple[Recipes, list[Diagnostic]]:
    """Read `capture.yml`; without one, or where it cannot be read, there are no recipes.

    A recipe with a mistake is left out, and leaves the others alone.
    """
    if source is None:
        return Recipes(), []
    tree, diagnostics = read_yaml(source, 0, len(source.data), 1, MAX_SOURCE_BYTES)
    if tree is None or is_empty(tree):
        return Recipes({}, source), diagnostics
    recipes: dict[str, Recipe] = {}
    if isinstance(tree, yaml_tree.Mapping):
        for key, node in tree.entries:
            reader = _RecipeReader(source)
            recipe = reader.recipe(key, node) if reader.is_path(key) else None
            if recipe is not None and not reader.diagnostics:
                recipes[key.text] = recipe
            diagnostics += reader.diagnostics
    else:
        reader = _RecipeReader(source)
        message = "capture.yml must be keys and values, such as `accounts/start.png:`"
        help = "write the path of each picture on a line of its own, with a colon behind it"
        reader.report(WRONG_VALUE, tree.span, message, help)
        diagnostics += reader.diagnostics
    return Recipes(recipes, source), diagnostics


class _RecipeReader(ValueReader):
    """Reads one recipe and keeps the findings."""

    def is_path(self, key: Scalar) -> bool:
        """Tell whether a key is the path of a PNG file below the KB folder."""
        path = key.text
        normal = path == posixpath.normpath(path.replace("\\", "/"))
        # What begins with a dot is not read as a part of the knowledge base.
        hidden = any(part.startswith(".") for part in path.split("/"))
        if path.endswith(".png") and normal and not hidden and not path.startswith("/"):
            return True
        message = f"`{clip(key.text)}` is not the path of a picture that can be taken"
        help = "write the path from the folder of kb.yml on, with `.png` at its end"
        self.report(WRONG_VALUE, key.span, message, help)
        return False

    def recipe(self, key: Scalar, node: Node) -> Recipe | None:
        """Return the recipe of a picture; None where a page is missing."""
        name = f"the recipe of `{clip(key.text)}`"
        found = self.entries(node, RECIPE_FIELDS, key.span, name)
        help = "write an address that begins with `https://`, or the path of an HTML file"
        source = self.form("source", found, ADDRESS_PATTERN, "the address of a page", help)
        help = "write both with an x between, such as `1280x800`"
        size = self.form("viewport", found, SIZE_PATTERN, "a width and a height", help)
        help = "write a number from 1 to 4, such as `2`"
        scale = self.form("scale", found, SCALE_PATTERN, "a scale", help)
        help = "write its tag, such as `de-DE`"
        locale = self.form("locale", found, LOCALE_PATTERN, "a language", help)
        selector = self.text("selector", found["selector"][1]) if "selector" in found else None
        area = self.one_of("area", found)
        scheme = self.one_of("scheme", found)
        today = self.date("today", found["today"][1]) if "today" in found else None
        if selector is not None and area == "page":
            message = "`selector` cuts an element out, and `area: page` asks for the whole page"
            self.report(WRONG_VALUE, found["area"][0].span, message, "remove one of the two")
        width, height = map(int, size.text.split("x")) if size else (1280, 800)
        if source is None:
            return None
        return Recipe(
            path=key.text,
            span=key.span,
            source=source,
            viewport=(width, height),
            scale=float(scale.text) if scale else 1.0,
            selector=selector,
            whole_page=area == "page",
            transparent=self.one_of("background", found) == "none",
            scheme=Scheme(scheme or Scheme.LIGHT),
            actions=self.actions(found),
            highlights=self.highlights(found),
            masks=self.texts("masks", found["masks"][1]) if "masks" in found else (),
            allow=self.origins(found),
            locale=locale.text if locale else "en-US",
            today=today.text if today else "",
        )

    def form(self, key: str, found: Found, pattern: str, noun: str, help: str) -> Value | None:
        """Return a text of a certain form, or None, with a finding where it has another."""
        value = self.text(key, found[key][1]) if key in found else None
        if value is None or re.fullmatch(pattern, value.text):
            return value
        message = f"`{key}: {clip(value.text)}` is not {noun}"
        self.report(WRONG_VALUE, value.span, message, help)
        return None

    def one_of(self, key: str, found: Found) -> str:
        """Return one of the words that a key may have, empty for none."""
        if key not in found:
            return ""
        value = self.choice(key, found[key][1], RECIPE_FIELDS[key].choices)
        return value.text if value else ""

    def actions(self, found: Found) -> tuple[Action, ...]:
        """Return the actions, in order."""
        actions: list[Action] = []
        kinds = RECIPE_FIELDS["actions"].choices
        for node, keys in self.listed("actions", found, "an action"):
            named = [kind for kind in kinds if kind in keys]
            if len(named) != 1:
                message = "an action needs exactly one of " + ", ".join(f"`{it}`" for it in kinds)
                self.report(WRONG_VALUE, node.span, message, "write a list entry for each action")
                continue
            kind = ActionKind(named[0])
            target = self.text(kind, keys[kind][1])
            text = self.text("with", keys["with"][1]) if "with" in keys else None
            if (kind is ActionKind.FILL) != ("with" in keys):
                message = "`fill` and `with` belong together"
                help = "write the selector of a field behind `fill`, and its text behind `with`"
                self.report(WRONG_VALUE, node.span, message, help)
            elif target is not None:
                actions.append(Action(kind, target, text.text if text else ""))
        return tuple(actions)

    def highlights(self, found: Found) -> tuple[Highlight, ...]:
        """Return the highlights, in order."""
        highlights: list[Highlight] = []
        for _, keys in self.listed("highlights", found, "a highlight"):
            help = "write the id of an article, `#` and a label, such as `connect-app#save`"
            step = self.form("step", keys, STEP_PATTERN, "a step", help)
            help = "write a number from 1 to 999, with a letter for a sub-step"
            number = self.form("number", keys, NUMBER_PATTERN, "a step's number", help)
            if "step" in keys and "number" in keys:
                message = "a highlight has either `step` or `number`"
                help = "keep `step`, so that the number follows the article"
                self.report(WRONG_VALUE, keys["number"][0].span, message, help)
            selector = self.text("selector", keys["selector"][1]) if "selector" in keys else None
            if selector is not None:
                highlights.append(Highlight(selector, step, number.text if number else ""))
        return tuple(highlights)

    def listed(self, key: str, found: Found, what: str) -> list[tuple[Node, Found]]:
        """Return each entry of a list of mappings."""
        if key not in found:
            return []
        node = found[key][1]
        fields = RECIPE_FIELDS[key].fields
        if not isinstance(node, yaml_tree.Sequence):
            help = f"write each on a line of its own, such as `- {next(iter(fields))}: …`"
            self.report(WRONG_VALUE, node.span, f"`{key}` must be a list", help)
            return []
        if len(node.items) > MAX_ENTRIES:
            message = f"`{key}` has more than {MAX_ENTRIES} entries"
            self.report(WRONG_VALUE, found[key][0].span, message, "take several pictures")
            return []
        return [(item, self.entries(item, fields, _start(item), what)) for item in node.items]

    def origins(self, found: Found) -> tuple[str, ...]:
        """Return the sites that a page may ask besides its own."""
        origins: list[str] = []
        for value in self.texts("allow", found["allow"][1]) if "allow" in found else ():
            if re.fullmatch(ORIGIN_PATTERN, value.text):
                origins.append(value.text.lower())
            else:
                message = f"`{clip(value.text)}` is not a site that can be allowed"
                help = "write its scheme and host only, such as `https://cdn.example`"
                self.report(WRONG_VALUE, value.span, message, help)
        return tuple(origins)


def _start(node: Node) -> Span:
    return Span(node.span.start, node.span.start)
