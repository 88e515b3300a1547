"""Attendance of flexible days as the head keeps it: marks typed in, and decisions about days without."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time

from flexdesk.domain.attendance import TYPED, Decision
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.periods import day_label
from flexdesk.domain.places import ABSENT, Place
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, ReasonNeeded, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.absence import AbsenceService
from flexdesk.services.attendance_days import AttendanceDays, DayMarks, DayState, Key
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader

REASON_WANTED = (Decision.EXCUSED, Decision.UNEXCUSED)


class NotYet(FlexDeskError):
    """Nobody is missing before the day has come."""

    code = "attendance.not_yet"
    ticket = "FD-HDR-01"
    text = N_("{day} has not come yet.")
    next = N_("Decide about a day once it is there.")


class NothingToClarify(FlexDeskError):
    """A day of leave or a holiday is never an absence (DIS-06), nor is one with all its marks (REP-04)."""

    code = "attendance.nothing_to_clarify"
    ticket = "FD-HDR-02"
    text = N_("Nothing is to be decided about {name} on {day}: {because}.")
    next = N_("Look at the schedule and the marks of that day.")


class BadTime(FlexDeskError):
    code = "attendance.time"
    ticket = "FD-HDR-03"
    text = N_("“{value}” is not a time of day.")
    next = N_("Write it as 0745 or 07.45.")


class PhotoNotAsked(FlexDeskError):
    """Rule REP-03: pictures are kept only where the agency asks for them."""

    code = "attendance.photo"
    ticket = "FD-HDR-05"
    text = N_("The policy asks for no picture with a mark, so none is kept.")
    next = N_("Leave the picture out, or change the sentence “attendance.photo”.")


class UnknownMark(FlexDeskError):
    code = "attendance.mark"
    ticket = "FD-HDR-04"
    text = N_("The policy asks for no mark “{mark}” that day; it asks for: {wanted}.")
    next = N_("Choose one of them, or change the sentence “attendance.marks”.")


class AttendanceService:
    """`days` reads what this writes."""

    def __init__(
        self, committer: Committer, reader: FactReader, days: AttendanceDays, absence: AbsenceService
    ) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store
        self._absence = absence
        self.days = days

    def set_mark(
        self, person: str, day: date, mark: str, at: time | None, *, note: str = "", photo: str = ""
    ) -> Change | None:
        """Type one mark; None takes it away. Raises NotYet, UnknownMark, PhotoNotAsked."""
        terms = self.days.terms(day)
        if photo and not terms.photo:
            raise PhotoNotAsked()
        if mark not in terms.slots:
            raise UnknownMark(mark=mark, wanted=", ".join(terms.slots) or "-")
        if day > self.days.today():
            raise NotYet(day=day_label(day))
        key = join_key(person, day.isoformat(), mark)
        if at is None:
            if self._store.get("attendance_mark", key) is None:
                return None
            return self._committer.commit(
                Change("attendance.set", (self._committer.delete("attendance_mark", key),))
            )
        place = self.days.row(person, day).place
        cells: dict[str, object] = {"at": at, "source": TYPED, "place": place}
        cells |= {"note": note} if note else {}
        cells |= {"photo": photo} if photo else {}
        op = self._committer.upsert("attendance_mark", key, cells)
        return self._committer.commit(Change("attendance.set", (op,)))

    def clarify(
        self, rows: Sequence[Key], decision: str, reason: str = "", *, by: str = "", on: date | None = None
    ) -> Change | None:
        """What the superior decides about days; an empty decision takes an earlier one back.

        A threshold of absence that is reached opens its examination in the same change (DIS-03).
        Raises UsageError, NotYet, NothingToClarify, ReasonNeeded.
        """
        found = [self.days.row(person, day) for person, day in rows]
        if not decision:
            return self._withdraw(found)
        if decision not in set(Decision):
            choices = ", ".join(Decision)
            raise UsageError(detail=_("the decision is one of {choices}").format(choices=choices))
        for row in found:
            self._refuse(row)
        if decision in REASON_WANTED and not reason.strip():
            sentence = _("The decision about {count} days is kept with its reason.").format(count=len(found))
            raise ReasonNeeded(sentence=sentence)
        ops = [self._decision(row, decision, reason.strip(), by or self._head(), on) for row in found]
        ops += self._absence.examinations_due(_after(found, decision))
        return self._committer.commit(Change("attendance.clarify", tuple(ops)))

    def _decision(self, row: DayMarks, decision: str, reason: str, by: str, on: date | None) -> Op:
        cells = {
            "state": decision,
            "reason": reason,
            "decided_by": by,
            "decided_on": on or self.days.today(),
            "late_minutes": row.judged.minutes or None,
        }
        return self._committer.upsert("clarification", row.key, cells)

    def _withdraw(self, rows: Sequence[DayMarks]) -> Change | None:
        held = [row.key for row in rows if self._store.get("clarification", row.key) is not None]
        ops = [self._committer.delete("clarification", key) for key in held]
        ops += self._absence.examinations_due(_after(rows, ""))
        return self._committer.commit(Change("attendance.clarify", tuple(ops))) if held else None

    def _refuse(self, row: DayMarks) -> None:
        if row.day > self.days.today():
            raise NotYet(day=day_label(row.day))
        because = ""
        if row.holiday:
            because = _("it is no working day")
        elif row.place in ABSENT or row.place is Place.DUTY_TRAVEL:
            because = _("leave, permission or official travel is recorded")
        elif row.is_in_order and row.state is not DayState.WAITING:
            because = _("all marks are there and in time")
        if because:
            raise NothingToClarify(name=row.name, day=day_label(row.day), because=because)

    def _head(self) -> str:
        return self._reader.unit().head


def _after(rows: Sequence[DayMarks], decision: str) -> Mapping[Key, DayMarks]:
    """The rows as they stand once the decision holds."""
    made = {}
    for row in rows:
        states = {Decision.UNEXCUSED: DayState.UNEXCUSED, "": DayState.TO_CLARIFY}
        state = states.get(decision, DayState.EXCUSED)
        made[row.person, row.day] = replace(row, decision=decision, state=state)
    return made
