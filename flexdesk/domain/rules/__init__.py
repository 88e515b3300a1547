"""The rules of the regulation as functions; importing this package fills the registry."""

from flexdesk.domain.rules import away, days, identity, location, overlap
from flexdesk.domain.rules.board import Board
from flexdesk.domain.rules.checks import check, check_cell, check_identity, refuse_or_ask
from flexdesk.domain.rules.findings import Finding, Fix, Level
from flexdesk.domain.rules.registry import RULES, Rule

__all__ = [
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
    "days",
    "identity",
    "location",
    "overlap",
    "refuse_or_ask",
]
