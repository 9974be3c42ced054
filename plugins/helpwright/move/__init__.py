"""Giving articles, pictures, folders, ids and labels other names without breaking a link.

A move is planned as a whole first: which texts change, and what is renamed. The plan is proven on
the knowledge base as it would be: no new finding, no address lost. Then a journal is written, so
that a run that is interrupted can be completed by the next one.
"""

from __future__ import annotations

from helpwright.move.carry_out import JOURNAL, carry_out, resume
from helpwright.move.plan import Plan, Write, plan_move
from helpwright.move.request import CannotMove, Request
from helpwright.move.section import SectionRequest, plan_section

__all__ = [
    "JOURNAL",
    "CannotMove",
    "Plan",
    "Request",
    "SectionRequest",
    "Write",
    "carry_out",
    "plan_move",
    "plan_section",
    "resume",
]
