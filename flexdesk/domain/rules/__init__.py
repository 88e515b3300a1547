"""The rules of the regulation as functions; importing this package registers those of schedules.

The other rules come with `flexdesk.domain.rules.whole`.
"""

from flexdesk.domain.rules import away, complaints, days, hours, identity, location, overlap, presence, time
from flexdesk.domain.rules.board import Board
from flexdesk.domain.rules.checks import (
    AT_PUBLISHING,
    check,
    check_cell,
    check_identity,
    mended,
    refuse_or_ask,
)
from flexdesk.domain.rules.findings import Finding, Fix, Level
from flexdesk.domain.rules.registry import RULES, Rule

__all__ = [
    "AT_PUBLISHING",
    "RULES",
    "Board",
    "Finding",
    "Fix",
    "Level",
    "Rule",
    "away",
    "check",
    "check_cell",
    "check_identity",
    "complaints",
    "days",
    "hours",
    "identity",
    "location",
    "mended",
    "overlap",
    "presence",
    "refuse_or_ask",
    "time",
]
