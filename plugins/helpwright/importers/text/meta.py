"""How lines look that say something of the text that they stand in."""

from __future__ import annotations

import re

META = re.compile(
    r"(?:(?P<updated>(?:last\s+|page\s+|article\s+)?(?:updated|modified|revised|reviewed|changed|"
    r"edited|revision\s+date|update)(?:\s+(?:on|date|at))?)"
    r"|(?P<published>(?:first\s+|originally\s+)?(?:published|created|posted|released|issued|"
    r"creation\s+date|publication\s+date|date)(?:\s+(?:on|date))?)"
    r"|(?P<id>(?:(?:knowledge\s+)?article|kb|document|doc|solution|faq|content|page)\s*"
    r"(?:id|number|no\.?|\#|nr\.?)|kb|id)"
    r"|(?P<products>applies\s+to|products?|applicable\s+(?:to|products?)|affected\s+products?|"
    r"product\(s\)|products\s+affected)"
    r"|(?P<tags>tags?|keywords?|labels?)|(?P<category>category|categories|breadcrumbs?)"
    r"|(?P<url>url|source|permalink|original\s+(?:article|address))"
    r"|(?P<title>title|subject|betreff)"
    r"|(?P<dropped>(?:written\s+)?by|author|created\s+by|updated\s+by|posted\s+by|owner|views?|"
    r"reading\s+time|rating|language))"
    r"(?:\s*[:\uff1a]\s*|\s+(?=\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))(?P<value>.*)",
    re.IGNORECASE,
)
MAIL = re.compile(
    r"(?P<key>from|to|cc|bcc|subject|date|sent|reply-to|von|an|betreff|gesendet|datum)"
    r"[ \t]*:[ \t]*(?P<value>.*)",
    re.IGNORECASE,
)
REPLY = re.compile(r"(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.IGNORECASE)
CLUTTER = re.compile(
    r"(?:was this (?:article|page|information|answer) helpful\??(?:\s*yes\s*[/|]?\s*no)?|"
    r"\d+ out of \d+ found this helpful|back to top|skip to (?:main )?content|"
    r"(?:print|share|save|bookmark) this (?:page|article)|"
    r"(?:\d+ min(?:ute)?s?|\d+ minutes?) (?:to )?read)",
    re.IGNORECASE,
)
BUTTON = re.compile(r"print|share|save|copy link|follow|subscribe|bookmark", re.IGNORECASE)
"""What can be an instruction as well, and is clutter only right below the title."""
ANSWER = re.compile(r"(?:yes|no|yes\s*[/|]?\s*no)", re.IGNORECASE)
LIST = re.compile(r"\s*[,;|]\s*")
TRAIL = re.compile(r"\s*[>\u203a»/|]\s*")
KINDS = ("updated", "published", "id", "products", "tags", "category", "url", "title", "dropped")
