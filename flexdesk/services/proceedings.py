"""Disciplinary processes and sanctions with their days: what keeps somebody from flexible work (EMP-01)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flexdesk.domain.ops import Change
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.finding_people import person_row
from flexdesk.services.spans import EndsBeforeStart
from flexdesk.store.store import Row

PROCESS, SANCTION = "process", "sanction"
KIND_LABELS = {PROCESS: N_("Process"), SANCTION: N_("Sanction")}
KINDS = (PROCESS, SANCTION)
_ONE_DAY = timedelta(days=1)


class NotAProcess(FlexDeskError):
    """Only a process ends in a sanction."""

    code = "discipline.not_a_process"
    ticket = "FD-DIS-01"
    text = N_("This entry is a sanction already.")
    next = N_("Correct its days, or add another entry.")


class ProceedingService:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    def entries(self, nip: str = "") -> list[Row]:
        """Earliest first, each with `nip` and `name` of the person. Raises NotFound."""
        wanted: dict[str, Any] = {"person": person_row(self._store, nip)["key"]} if nip else {}
        found = self._store.select("discipline", order='"from", key', **wanted)
        keys = sorted({str(row["person"]) for row in found})
        people = {str(row["key"]): row for row in self._store.select("person", key=keys)} if keys else {}
        return [
            {**row, "nip": person["nip"], "name": person["name"]}
            for row in found
            if row["from"] and (person := people.get(str(row["person"]))) is not None
        ]

    def add(
        self, nip: str, kind: str, first: date, to: date | None = None, *, letter: str = "", note: str = ""
    ) -> tuple[str, Change | None]:
        """The new entry's key and the change. Raises UsageError, EndsBeforeStart, NotFound."""
        if kind not in KINDS:
            raise UsageError(detail=_("the kind is one of {choices}").format(choices=", ".join(KINDS)))
        _in_order(first, to)
        person = person_row(self._store, nip)["key"]
        cells = {"person": person, "kind": kind, "from": first, "to": to, "letter": letter, "note": note}
        op = self._committer.insert("discipline", cells)
        return op.row, self._committer.commit(Change("discipline.add", (op,)))

    def end(self, key: str, last: date) -> Change | None:
        """`last` is the last day on which it counts. Raises NotFound, EndsBeforeStart."""
        return self.correct(key, {"to": last.isoformat()}, kind="discipline.end")

    def correct(
        self, key: str, values: Mapping[str, str], *, kind: str = "discipline.correct"
    ) -> Change | None:
        """Change `from`, `to`, `letter` or `note`; an empty `to` means that it still runs."""
        row = self._row(key)
        for name in values:
            if name not in ("from", "to", "letter", "note"):
                raise UsageError(detail=_("an entry has no “{name}”").format(name=name))
        cells: dict[str, Any] = {**row, **values}
        first, last = _day(cells["from"]), _day(cells["to"])
        if first is None:
            raise UsageError(detail=_("an entry has a first day"))
        _in_order(first, last)
        return self._committer.commit(Change(kind, (self._committer.update("discipline", row, values),)))

    def sanction(
        self, key: str, first: date, to: date | None, *, letter: str = "", note: str = ""
    ) -> tuple[str, Change | None]:
        """The process of that key ends in a sanction: one change, and no day between the two.

        Raises NotFound, NotAProcess, EndsBeforeStart.
        """
        row = self._row(key)
        if row["kind"] != PROCESS:
            raise NotAProcess()
        began = _day(row["from"])
        if began is not None:
            _in_order(began, first)
        _in_order(first, to)
        cells = {
            "person": row["person"], "kind": SANCTION, "from": first, "to": to,
            "letter": letter, "note": note,
        }  # fmt: skip
        made = self._committer.insert("discipline", cells)
        last = max(first - _ONE_DAY, began or first)
        ended = self._committer.update("discipline", row, {"to": last})
        return made.row, self._committer.commit(Change("discipline.sanction", (ended, made)))

    def remove(self, key: str) -> Change | None:
        """An entry made by mistake; the log keeps it. Raises NotFound."""
        return self._committer.commit(
            Change("discipline.remove", (self._committer.delete("discipline", key),))
        )

    def _row(self, key: str) -> Row:
        row = self._store.get("discipline", key)
        if row is None:
            raise NotFound(what=_("Disciplinary entry"), key=key)
        return row


def _day(text: object) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise UsageError(detail=_("“{text}” is not a date such as 2026-11-23").format(text=text)) from None


def _in_order(first: date, to: date | None) -> None:
    if to is not None and to < first:
        raise EndsBeforeStart(first=first.isoformat(), to=to.isoformat())
