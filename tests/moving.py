"""A knowledge base in which much names one article, to be moved."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from tests.sites import Site, article


def picture() -> bytes:
    """Return a grey PNG of 32 by 32 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 32, 32, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes([9 * row % 256]) * 32 for row in range(32)))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


PRINTER = article(
    "printer",
    """## Symptom

Nothing is printed, see [the lamp](#lamp) and [paper](../paper/tray.md#tray "Paper").

![The lid of the printer, open](img/lid.png)

## Resolution

1. Open the lid. {#lid}

    ![The lamp beside the display](img/lamp.png)

2. Look at the lamp. {#lamp .hw}
3. Close it.
""",
    more="aliases: [old-printer]\nrelated: [tray]\n",
)
TRAY = article(
    "tray",
    """## Symptom

Paper is stuck as in <kb:printer>, [step](../mail/printer.md#lid), [here] or [there][deep one].

![The lamp beside the display](<../mail/img/lamp.png>)

<a href="../mail/printer.md#lamp">Lamp</a>

    [code]: ../mail/printer.md

## Resolution {#tray}

1. Pull [](kb:printer#lid). {#pull}
2. Go to <kb:printer#lamp>.

[here]: ../mail/printer.md
[deep one]: <../mail/printer.md#lamp> 'Title'
""",
    more="related:\n  - printer  # The other one.\n",
)
REGISTRY = """title: Help
categories:
  mail: {title: Mail}
  paper: {title: Paper}
  desk: {title: Desk}
redirects:
  /lamps/: printer
  /lids/: /kb/mail/printer/#lid
"""


def linking(count: int) -> dict[str, str]:
    forms = (
        "[p](printer.md#lid)",
        "<kb:printer>",
        "[](kb:printer#lamp)",
        "[x](printer.md#symptom)",
    )
    return {
        f"mail/a{at}.md": article(
            f"a{at}",
            f"## Symptom\n\nIt fails: {forms[at % 4]}.\n\n## Resolution\n\n1. Open.\n2. Close.\n",
        )
        for at in range(count)
    }


def make_site(folder: Path) -> Site:
    """Return a project in which 52 links lead to an article with labels and pictures."""
    kb = {"mail/printer.md": PRINTER, "paper/tray.md": TRAY, "kb.yml": REGISTRY, **linking(48)}
    made = Site(folder, {**kb, "desk/desk.md": article("desk")})
    for name in ("lid", "lamp"):
        file = made.folder / f"kb-source/mail/img/{name}.png"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(picture())
    made.write({"docs/more.md": "# More\n\nSee [it](kb/mail/printer.md#lid).\n"})
    return made
