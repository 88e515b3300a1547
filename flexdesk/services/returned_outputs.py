"""Outputs that were returned, and the reports that answer them when they come back corrected."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from flexdesk.domain.outputs import NO_EVIDENCE_WORDS, normal_sentence
from flexdesk.domain.performance import ReviewState
from flexdesk.store.store import Row, Store

ALIKE = 0.6  # of two sentences; one that says something else is another piece of work


@dataclass(frozen=True, slots=True)
class CameBack:
    """A returned output whose own line arrived again, now with evidence."""

    row: Row
    cells: dict[str, Any]


class Returned:
    """Read before an import: each returned output is answered once, by the first that fits."""

    def __init__(self, store: Store) -> None:
        answered = {
            str(row["answers"]) for row in store.select("output", only=("answers",)) if row["answers"]
        }
        self._rows = {
            str(row["key"]): row
            for row in store.select("output", review=ReviewState.RETURNED.value)
            if str(row["key"]) not in answered
        }
        self._by_day: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for key, row in self._rows.items():
            self._by_day[str(row["person"]), str(row["day"])].append(key)

    def corrected(self, key: str, evidence: str, status: ReviewState) -> CameBack | None:
        """The same line once more: it answers itself when it names other evidence than before."""
        row = self._rows.get(key)
        named = evidence.strip()
        if row is None or status is ReviewState.RETURNED or named.casefold() in NO_EVIDENCE_WORDS:
            return None
        if named == str(row["evidence"] or "").strip():
            return None
        self._answered(key)
        return CameBack(row, {"evidence": named, "review": ReviewState.WAITING, "answers": key})

    def answered_by(self, person: str, day: date, activity: str, result: str) -> str:
        """The returned output of that day that a new line answers; empty when it answers none."""
        for key in self._by_day[person, day.isoformat()]:
            row = self._rows[key]
            same_target = bool(result) and row["result"] == result
            if same_target or _alike(str(row["activity"] or ""), activity):
                self._answered(key)
                return key
        return ""

    def _answered(self, key: str) -> None:
        row = self._rows.pop(key)
        self._by_day[str(row["person"]), str(row["day"])].remove(key)


def _alike(first: str, second: str) -> bool:
    return SequenceMatcher(None, normal_sentence(first), normal_sentence(second)).ratio() >= ALIKE
