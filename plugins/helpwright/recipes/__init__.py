"""`capture.yml` to recipes, and the numbers of their highlights."""

from helpwright.recipes.numbers import Unnumbered, find_step, numbers, recipe_digest
from helpwright.recipes.reading import read_recipes

__all__ = [
    "Unnumbered",
    "find_step",
    "numbers",
    "read_recipes",
    "recipe_digest",
]
