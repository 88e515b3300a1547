"""Running feedback: notes on people and their work, written when it happens, read when it is rated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.performance import FeedbackTone
from flexdesk.domain.periods import Period, month_of
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.store.store import Row


class NoPlanForFeedback(FlexDeskError):
    """Feedback hangs on a performance plan."""

    code = "feedback.no_plan"
    ticket = "FD-TIN-51"
    text = N_("{name} has no SKP for {year}, so a note about the work has no place yet.")
    next = N_("Import the SKP of that year under Target, then write the note again.")


class NothingSaid(FlexDeskError):
    code = "feedback.nothing_said"
    ticket = "FD-TIN-52"
    text = N_("The note is empty.")
    next = N_("Write one sentence about what you saw.")


@dataclass(frozen=True, slots=True)
class Note:
    """One piece of feedback; `about` is the code of a result, or empty; `value` a core value, or None."""

    key: str
    person: str
    name: str
    nip: str
    day: date
    text: str
    tone: FeedbackTone
    about: str
    value: CoreValue | None
    giver: str


class FeedbackService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer, self._reader = committer, reader
        self._store = committer.store

    def add(
        self,
        person: str,
        day: date,
        text: str,
        *,
        tone: FeedbackTone = FeedbackTone.NEUTRAL,
        value: CoreValue | None = None,
        code: str = "",
    ) -> Change | None:
        """A note on a person (NIP or key), on a core value or on a result of the plan by its code.

        Raises NotFound, NothingSaid, NoPlanForFeedback.
        """
        row = person_row(self._store, person)
        if not text.strip():
            raise NothingSaid()
        plan = self._plan(str(row["key"]), day)
        if plan is None:
            raise NoPlanForFeedback(name=row["name"], year=day.year)
        cells = {"value": value, "result": self._result(plan, code) if code else None}
        op = self._op(plan, day, text, tone, cells)
        return self._committer.commit(Change("feedback.add", (op,)))

    def on_output(self, output: Row, text: str, tone: FeedbackTone) -> list[Op]:
        """The note beside a decision, kept with the result that the output serves; none without a plan."""
        day = date.fromisoformat(str(output["day"]))
        plan = self._plan(str(output["person"]), day)
        if plan is None:
            return []
        return [self._op(plan, day, text, tone, {"result": output["result"]})]

    def notes(self, period: Period, person: str = "") -> list[Note]:
        """Of one person (NIP or key) or of everybody, the latest first. Raises NotFound."""
        wanted = str(person_row(self._store, person)["key"]) if person else ""
        people = {str(row["key"]): row for row in self._store.select("person")}
        owner = {str(row["key"]): str(row["person"]) for row in self._store.select("skp")}
        codes = {str(row["key"]): str(row["code"] or "") for row in self._store.select("work_result")}
        span = (period.first.isoformat(), period.last.isoformat())
        found = [
            _note(row, people[owner[str(row["skp"])]], codes)
            for row in self._store.select("feedback", date=span)
            if owner.get(str(row["skp"])) in people and wanted in ("", owner[str(row["skp"])])
        ]
        return sorted(found, key=lambda note: (note.day, note.key), reverse=True)

    def _plan(self, person: str, day: date) -> Row | None:
        plans: Sequence[Row] = self._store.select("skp", person=person, year=day.year)
        return plans[-1] if plans else None

    def _result(self, plan: Row, code: str) -> str:
        found = self._store.select("work_result", skp=plan["key"], code=code)
        if not found:
            raise NotFound(what=_("Target"), key=code)
        return str(found[0]["key"])

    def _op(self, plan: Row, day: date, text: str, tone: FeedbackTone, more: Mapping[str, object]) -> Op:
        head = self._reader.unit().head
        giver = self._store.get("person", head) or {}
        cells = {
            "skp": plan["key"],
            "date": day,
            "period": month_of(day).code,
            "giver": head,
            "giver_name": giver.get("name"),
            "text": text.strip(),
            "tone": tone,
            **more,
        }
        return self._committer.insert("feedback", cells)


def _note(row: Row, person: Row, codes: dict[str, str]) -> Note:
    value, tone = str(row["value"] or ""), str(row["tone"] or "")
    return Note(
        str(row["key"]),
        str(person["key"]),
        str(person["name"]),
        str(person["nip"] or ""),
        date.fromisoformat(str(row["date"])),
        str(row["text"] or ""),
        FeedbackTone(tone) if tone in set(FeedbackTone) else FeedbackTone.NEUTRAL,
        codes.get(str(row["result"] or ""), ""),
        CoreValue(value) if value in set(CoreValue) else None,
        str(row["giver_name"] or ""),
    )


def belongs_to(row: Row, period: Period) -> bool:
    """Whether a stored note is printed with a period: one of its own, or one dated inside it."""
    if row["period"] in (None, period.code):
        return True
    day = str(row["date"] or "")
    return period.first.isoformat() <= day <= period.last.isoformat()
