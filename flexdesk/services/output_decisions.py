"""What a superior decides about outputs, and what of it the evaluation remembers."""

from collections.abc import Sequence
from datetime import date

from flexdesk.domain.ops import Change, Op
from flexdesk.domain.performance import FeedbackTone, ReviewState
from flexdesk.domain.rules.reports import can_be_verified
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.feedback import FeedbackService
from flexdesk.services.report_rules import ReportRules
from flexdesk.store.store import Row


class EvidenceMissing(FlexDeskError):
    """Rule REP-07: without evidence nobody can verify."""

    code = "outputs.evidence_missing"
    ticket = "FD-TIN-02"
    text = N_("A report without evidence cannot be accepted: “{activity}” ({day}), {count} in all.")
    next = N_("Return it and ask for the evidence, or change the sentence “report.evidence_required”.")


class Decisions:
    def __init__(self, committer: Committer, reader: FactReader, rules: ReportRules) -> None:
        self._committer, self._rules = committer, rules
        self._store = committer.store
        self._feedback = FeedbackService(committer, reader)

    def accept(self, keys: Sequence[str], note: str, kind: str) -> Change | None:
        """Raises NotFound, EvidenceMissing."""
        rows = self._read(keys)
        self._want_evidence(rows)
        return self._decide(rows, ReviewState.ACCEPTED, note, kind, note, FeedbackTone.NEUTRAL)

    def send_back(self, keys: Sequence[str], note: str, feedback: str) -> Change | None:
        """Raises NotFound."""
        tone = FeedbackTone.CORRECTIVE
        return self._decide(self._read(keys), ReviewState.RETURNED, note, "outputs.return", feedback, tone)

    def ask(self, keys: Sequence[str]) -> Change | None:
        """Raises NotFound."""
        asked = {"asked_on": self._committer.clock.today()}
        ops = [self._committer.update("output", row, asked) for row in self._read(keys)]
        return self._committer.commit(Change("outputs.ask", tuple(ops)))

    def _decide(
        self, rows: Sequence[Row], state: ReviewState, note: str, kind: str, told: str, tone: FeedbackTone
    ) -> Change | None:
        cells = {"review": state, "note": note, "reviewed_on": self._committer.clock.today()}
        ops: list[Op] = [self._committer.update("output", row, cells) for row in rows]
        for row in rows:
            said_already = row["review"] == state and (row["note"] or "") == note
            if told.strip() and not said_already:
                ops += self._feedback.on_output(row, told, tone)
        return self._committer.commit(Change(kind, tuple(ops)))

    def _read(self, keys: Sequence[str]) -> list[Row]:
        rows = []
        for key in keys:
            row = self._store.get("output", key)
            if row is None:
                raise NotFound(what=_("Output"), key=key)
            rows.append(row)
        return rows

    def _want_evidence(self, rows: Sequence[Row]) -> None:
        bare = [
            row
            for row in rows
            if not can_be_verified(
                str(row["evidence"] or ""),
                required=self._rules.evidence_required(date.fromisoformat(str(row["day"]))),
            )
        ]
        if bare:
            first = bare[0]
            raise EvidenceMissing(activity=first["activity"], day=first["day"], count=len(bare))
