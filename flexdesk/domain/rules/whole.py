"""The registry with all 95 rules: also those of registers and reports, which no start needs."""

from flexdesk.domain.rules import complaints, discipline, leave, reports, requests
from flexdesk.domain.rules.registry import RULES

__all__ = ["RULES", "complaints", "discipline", "leave", "reports", "requests"]
