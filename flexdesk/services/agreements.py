"""Written agreements on flexible work: made, renewed, ended, and missed where the unit asks for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flexdesk.domain.calendar import long_date, weekday_list, weekdays
from flexdesk.domain.ops import Change
from flexdesk.domain.people import Agreement, Request, RequestKind
from flexdesk.domain.places import AWAY, LETTERS, Place
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.records import record
from flexdesk.services.spans import EndsBeforeStart
from flexdesk.store.store import Row

# Duties a to f of the order letters in use; an agreement is Indonesian in every language of the program.
DUTIES = (
    "mencatat kehadiran dua kali sehari sesuai jam kerja",
    "memastikan perangkat dan jaringan tersedia dan berfungsi",
    "mematuhi kode etik, kode perilaku, dan disiplin pegawai",
    "menggunakan jam kerja secara efektif",
    "responsif dan dapat dihubungi selama jam kerja",
    "melaporkan hasil kerja kepada atasan langsung",
)
ENDING_SOON = timedelta(days=14)
SETTING = "agreement.required"


class AgreementState(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    ENDED = "ended"


class NotGranted(FlexDeskError):
    """An agreement follows a decision, it does not take its place (rule EMP-09)."""

    code = "agreement.not_granted"
    ticket = "FD-PMH-09"
    text = N_("This request has not been granted, so no agreement can be made from it.")
    next = N_("Decide the request first, or make an agreement of its own.")


class AgreementEnded(FlexDeskError):
    code = "agreement.ended"
    ticket = "FD-PMH-10"
    text = N_("This agreement ended on {day}.")
    next = N_("Renew it with new dates.")


class AgreementEndReason(FlexDeskError):
    code = "agreement.end_reason"
    ticket = "FD-PMH-11"
    text = N_("Ending an agreement early needs a reason in writing.")
    next = N_("Write why it ends and try again.")


@dataclass(frozen=True, slots=True)
class AgreementView:
    agreement: Agreement
    nip: str
    name: str
    state: AgreementState
    renewed: bool  # another agreement goes on from this one

    @property
    def key(self) -> str:
        return self.agreement.key


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody with days away that no agreement covers."""

    person: str
    nip: str
    name: str
    days: tuple[date, ...]

    @property
    def text(self) -> str:
        shown = ", ".join(long_date(day) for day in self.days)
        return _("{name} has days away without a written agreement: {days}.").format(
            name=self.name, days=shown
        )


class AgreementService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

    @property
    def today(self) -> date:
        return self._committer.clock.today(self._reader.unit().zone)

    # -- looking

    def row(self, key: str) -> Row:
        """Raises NotFound."""
        row = self._store.get("agreement", key)
        if row is None:
            raise NotFound(what=_("Agreement"), key=key)
        return row

    def agreement(self, key: str) -> Agreement:
        """Raises NotFound."""
        return record(Agreement, self.row(key))

    def views(self, *, person: str = "") -> list[AgreementView]:
        """Running ones first, the one that ends next on top."""
        people = {row["key"]: row for row in self._store.select("person")}
        rows = self._store.select("agreement", **({"person": person} if person else {}))
        held = [record(Agreement, row) for row in rows]
        renewed = {one.renews for one in held if one.renews}
        views = [
            AgreementView(
                one,
                str(people.get(one.person, {}).get("nip") or ""),
                str(people.get(one.person, {}).get("name") or ""),
                self._state(one),
                one.key in renewed,
            )
            for one in held
        ]
        order = (AgreementState.RUNNING, AgreementState.COMING, AgreementState.ENDED)
        return sorted(views, key=lambda view: (order.index(view.state), view.agreement.last, view.key))

    def _state(self, agreement: Agreement) -> AgreementState:
        if agreement.last < self.today:
            return AgreementState.ENDED
        return AgreementState.COMING if agreement.from_ > self.today else AgreementState.RUNNING

    def ends_soon(self, view: AgreementView) -> bool:
        return (
            view.state is AgreementState.RUNNING
            and not view.renewed
            and view.agreement.last - self.today <= ENDING_SOON
        )

    @property
    def required(self) -> bool:
        return bool(self._reader.policy().value(SETTING, self.today))

    def missing(self, first: date, last: date) -> list[Missing]:
        """Whose days away no agreement covers; empty where the unit asks for none."""
        if not self.required:
            return []
        covering: dict[str, list[Agreement]] = {}
        for view in self.views():
            covering.setdefault(view.agreement.person, []).append(view.agreement)
        bare: dict[str, list[date]] = {}
        for cell in self._reader.assignments(first.isoformat(), last.isoformat()):
            held = covering.get(cell.person, [])
            if cell.place in AWAY and not any(one.covers(cell.day) for one in held):
                bare.setdefault(cell.person, []).append(cell.day)
        return [
            Missing(person.key, person.nip, person.name, tuple(sorted(bare[person.key])))
            for person in self._reader.people()
            if person.key in bare
        ]

    # -- changing

    def add(
        self,
        nip: str,
        first: date,
        to: date,
        *,
        places: str = "",
        days: str = "",
        duties: Sequence[str] = (),
        letter: str = "",
        signed_on: date | None = None,
    ) -> tuple[str, Change | None]:
        """An agreement of its own; raises NotFound, EndsBeforeStart, UsageError."""
        return self._insert(
            {
                "person": person_row(self._store, nip)["key"],
                "from": first,
                "to": to,
                "places": places or LETTERS[Place.HOME].label,
                "days": days,
                "duties": "\n".join(duties or DUTIES),
                "letter": letter,
                "signed_on": signed_on,
            },
            "agreement.add",
        )

    def from_request(
        self, key: str, *, letter: str = "", signed_on: date | None = None
    ) -> tuple[str, Change | None]:
        """The agreement that follows a granted request; raises NotFound, NotGranted."""
        row = self._store.get("request", key)
        if row is None:
            raise NotFound(what=_("Request"), key=key)
        request = record(Request, row)
        if not request.is_granted or request.kind == RequestKind.SWAP or request.last < request.first:
            raise NotGranted()
        place = Place(request.place) if request.place else Place.HOME
        work = [f"{name}: {text.strip()}" for name, text in _work(request) if text.strip()]
        cells = {
            "person": request.person,
            "from": request.first,
            "to": request.last,
            "places": LETTERS[place].label,
            "days": weekday_list(request.weekdays),
            "duties": "\n".join((*DUTIES, *work)),
            "letter": letter,
            "signed_on": signed_on,
            "request": key,
        }
        return self._insert(cells, "agreement.add")

    def renew(
        self, key: str, first: date, to: date, *, letter: str = "", signed_on: date | None = None
    ) -> tuple[str, Change | None]:
        """The same terms for a new period; raises NotFound, EndsBeforeStart."""
        old = self.row(key)
        kept = {name: old[name] for name in ("person", "places", "days", "duties", "request")}
        cells = {**kept, "from": first, "to": to, "letter": letter, "signed_on": signed_on, "renews": key}
        return self._insert(cells, "agreement.renew")

    def change(self, key: str, *, letter: str | None = None, signed_on: date | None = None) -> Change | None:
        """Number and day of signing, once they are known; raises NotFound."""
        row = self.row(key)
        cells: dict[str, object] = {} if letter is None else {"letter": letter.strip()}
        if signed_on is not None:
            cells["signed_on"] = signed_on
        return self._committer.commit(
            Change("agreement.change", (self._committer.update("agreement", row, cells),))
        )

    def end(self, key: str, day: date, reason: str) -> Change | None:
        """Let `day` be its last day; raises NotFound, AgreementEndReason, AgreementEnded."""
        row = self.row(key)
        agreement = record(Agreement, row)
        if not reason.strip():
            raise AgreementEndReason()
        if agreement.ended_on is not None or agreement.to < day:
            raise AgreementEnded(day=agreement.last.isoformat())
        op = self._committer.update("agreement", row, {"ended_on": day, "end_reason": reason.strip()})
        return self._committer.commit(Change("agreement.end", (op,)))

    def _insert(self, cells: Mapping[str, object], kind: str) -> tuple[str, Change | None]:
        first, to = cells["from"], cells["to"]
        if isinstance(first, date) and isinstance(to, date) and to < first:
            raise EndsBeforeStart(first=first.isoformat(), to=to.isoformat())
        try:
            weekdays(str(cells["days"] or ""))
        except ValueError:
            raise UsageError(detail=_("days are written as mon,tue,wed,thu,fri,sat,sun")) from None
        op = self._committer.insert("agreement", cells)
        return op.row, self._committer.commit(Change(kind, (op,)))


def _work(request: Request) -> tuple[tuple[str, str], ...]:
    """What was promised in the request; the reason and its evidence stay out of a paper that is shown."""
    return (("melaksanakan rencana kerja", request.plan), ("menghasilkan keluaran", request.outputs))
