"""What a reference with empty brackets reads, by where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rendering import render_body

BODY = """## Symptom

{symptom}

## Resolution

### First way

{intro}

1. Open. {{#open}}
   1. Left.
   2. Right. {{#right}}
2. Go on. {inside}

### Second way

{elsewhere}

1. Other.
2. More.

Then:

1. Third list. {{#third}}
2. End.
"""


@pytest.mark.parametrize(
    ("place", "label", "words"),
    [
        ("inside", "open", "step 1"),
        ("inside", "right", "step 1b"),
        ("intro", "open", "step 1"),
        ("elsewhere", "open", "step 1 of “First way”"),
        ("symptom", "right", "step 1b of “First way”"),
        ("elsewhere", "third", "step 1 of “Second way”"),
        ("symptom", "resolution", "Resolution"),
    ],
)
def test_a_reference_says_which_step_is_meant(
    tmp_path: Path, place: str, label: str, words: str
) -> None:
    places = dict.fromkeys(("symptom", "intro", "inside", "elsewhere"), "x")
    body = BODY.format(**{**places, place: f"See [](#{label})."})
    assert f'data-hw-reference="">{words}</a>' in render_body(tmp_path, body)
