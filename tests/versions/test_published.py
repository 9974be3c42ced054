"""Sites of made-up articles: the proof finds nothing on them, and finds each planted fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.prove.folder import SiteFolder

KB = """\
products:
  app:
    name: App
    versions: ["1.0", "1.1", "2.0"]
"""
HEAD = (
    "---\nid: {0}\ntitle: About {0}\nstatus: published\nupdated: 2024-09-18\n"
    "applies_to:\n  app: all\n---\n\n"
)
ODD = {
    "sections that are published in another order": "## Resolution\n\n"
    '1. a {applies_to="<2.0"}\n2. b\n\n## Cause\n\n3. c\n4. d\n\n## Symptom\n\n5. e\n',
    "strong words of which nothing is left": "## Resolution\n\n"
    '1. **[x]{applies_to="<2.0"} [y]{applies_to="<1.1"}**\n2. c\n',
    "steps that look the same": "## Resolution\n\n"
    '1. a {applies_to="<2.0"}\n2. a {applies_to=">=2.0"}\n3. c [](#resolution-step-2)\n',
    "a condition in a footnote of a part with another": '## Cause {applies_to="<2.0"}\n\nx\n\n'
    '[^1]: note\n\n    more {applies_to=">=2.0"}\n\n## Resolution\n\n1. c[^1]\n',
    "a list that goes on behind a footnote with steps": "## Resolution\n\n"
    '1. a {applies_to="<2.0"}\n2. b[^1]\n\n[^1]: x\n\n    1. q\n    2. r\n\n'
    "## More information\n\n3. c\n",
    "a picture alone": '## Cause\n\n1. ![x](pictures/one.png){applies_to="<2.0"}\n2. y\n\n'
    '![x](pictures/one.png "t"){applies_to=">=2.0"}\n',
    "raw HTML around": '## Cause\n\n<details>\n<summary>S</summary>\n\na {applies_to="<2.0"}\n\n'
    '</details>\n\n1. <b>[x]{applies_to="<2.0"}</b>\n2. y<br>[x]{applies_to="<2.0"}\n',
    "tables, tabs and boxes": '## Cause\n\n| a | b |\n|---|---|\n| [x]{applies_to="<2.0"} | |\n'
    '| y | z |\n\n/// tab | A\na {applies_to="<2.0"}\n///\n/// tab | B\nb\n///\n\n'
    '- [ ] [x]{applies_to="<2.0"}\n- [ ] y\n',
    "lists that begin elsewhere": '## Cause\n\n5. a {applies_to="<2.0"}\n6. b\n\nx\n\n'
    '0. a {applies_to="<2.0"}\n1. b\n\nx\n\n1.\n2. b {applies_to="<2.0"}\n3. c\n',
    "lines that lose their edges": '## Cause\n\n1. [x]{applies_to="<2.0"}\n   y\n'
    '   [z]{applies_to="<2.0"}\n2. y  \n   [z]{applies_to="<2.0"}\n3. `a`[`b`]{applies_to="<2.0"}\n',
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_article_is_proven_right_for_every_version(name: str, tmp_path: Path) -> None:
    assert SiteFolder(tmp_path, {"kb.yml": KB, "a.md": HEAD.format("a") + ODD[name]}).told() == []
