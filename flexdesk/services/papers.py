"""Fills the official forms from the store: who signs, what was planned, what was reached."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from flexdesk.documents.evaluation import EvaluationForm
from flexdesk.documents.evaluation_document import EvaluationDocument, Objection
from flexdesk.documents.head_pictures import read_picture
from flexdesk.documents.letterhead import Letterhead
from flexdesk.documents.order_letter import AnnexLine, OrderLetter
from flexdesk.documents.paper import Paper
from flexdesk.documents.parties import Official
from flexdesk.documents.parties import Period as PrintedPeriod
from flexdesk.documents.report import Column, Part, Report
from flexdesk.documents.results import BehaviourNote, Indicator, PlannedResult
from flexdesk.documents.skp import SkpForm
from flexdesk.documents.week_records import Coverage, SheetGroup, SheetPerson, WeekSheet
from flexdesk.documents.wording import number
from flexdesk.domain.calendar import WEEKDAY_NAMES, long_date
from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.golongan import PANGKAT
from flexdesk.domain.halves import Half, in_words
from flexdesk.domain.identity import Nip, parse_nip
from flexdesk.domain.people import Person, Posting
from flexdesk.domain.performance import Aspect, OrganisationLevel, Perspective, Rating
from flexdesk.domain.periods import Period, parse_period
from flexdesk.domain.places import AWAY, LETTERS, Place
from flexdesk.domain.posts import acting_head, held_on
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.services.evaluation import Evaluation
from flexdesk.services.facts import FactReader
from flexdesk.services.feedback import belongs_to
from flexdesk.services.frozen import thawed
from flexdesk.services.plan_officials import (
    approach_of,
    kind_of,
    known,
    place_of,
    rated_person,
    rater,
    rater_on_form,
    raters_superior,
    set_on,
    spanned,
)
from flexdesk.services.targets import TO, Skp, TargetIndicator, TargetResult
from flexdesk.services.week import CellView, Published, WeekView
from flexdesk.store.store import Row, Store

_NOBODY = Official("", "", "", "", "")


class NotRated(FlexDeskError):
    code = "print.not_rated"
    ticket = "FD-CTK-02"
    text = N_("{name} has no rating for {period} yet.")
    next = N_("Choose both ratings on the screen Evaluasi first.")


class NoOrganisationResult(FlexDeskError):
    code = "print.no_organisation_result"
    ticket = "FD-CTK-03"
    text = N_("The organisation's result for {period} is not set.")
    next = N_("Set it with `flexdesk organisation set`, or on the screen Evaluasi.")


class Papers:
    """Makes the plain values that `documents` draws."""

    def __init__(self, store: Store, reader: FactReader, today: date, paper: Paper | None) -> None:
        self._store = store
        self._reader = reader
        self._today = today
        self._unit: Row = store.get("unit", "unit") or {}
        self._paper = paper
        self._people = {person.key: person for person in reader.people(archived=True)}
        self._postings = tuple(reader.postings())
        self._held: dict[date, dict[str, Posting]] = {}

    # -- parts

    def official(self, key: str, fallback_jabatan: str = "", day: date | None = None) -> Official:
        """The person as papers name them, in the post of that day or of today; empty for an unknown key."""
        person = self._people.get(key)
        if person is None:
            return _NOBODY
        day = day or self._today
        if day not in self._held:
            self._held[day] = held_on(self._postings, day)
        posting = self._held[day].get(key)
        return Official(
            name=person.full_name,
            number=person.nip,
            rank=_rank(person),
            position=(posting.jabatan if posting else "") or fallback_jabatan,
            unit=self.unit_name,
            number_label="NI PPPK" if _is_pppk(person) else "NIP",
        )

    def signatory(self, key: str, day: date | None = None) -> Official:
        """Whoever signs for the unit: who acts for the head signs as `Plt.` or `Plh.` of the head's jabatan.

        Without a key it is the head, or who acts for the head that day; without a day it is today.
        """
        day = day or self._today
        acting = acting_head(self._postings, self.head, day)
        if acting is None or key not in ("", acting.person):
            return self.official(key or self.head, day=day)
        return replace(self.official(acting.person, day=day), position=f"{acting.acting} {acting.jabatan}")

    def acting_post(self, key: str, day: date) -> str:
        """`Plt. Camat` of whoever acts in some post that day; empty for everybody else."""
        held = [one for one in self._postings if one.person == key and one.acting and one.covers(day)]
        return f"{held[-1].acting} {held[-1].jabatan}" if held else ""

    @property
    def unit_name(self) -> str:
        return str(self._unit.get("name") or "")

    @property
    def today(self) -> date:
        return self._today

    @property
    def paper(self) -> Paper:
        return self._paper or Paper.A4

    @property
    def chosen_paper(self) -> Paper | None:
        """The size that was asked for, None where each form takes its usual one."""
        return self._paper

    @property
    def agency(self) -> str:
        return str(self._unit.get("agency") or "")

    @property
    def place(self) -> str:
        return str(self._unit.get("place") or self.unit_name.split()[-1] if self.unit_name else "")

    @property
    def head(self) -> str:
        return str(self._unit.get("head") or "")

    def letterhead(self) -> Letterhead:
        lines = str(self._unit.get("letterhead") or "").splitlines()
        government = lines[0] if lines else self.agency.upper()
        office = lines[1] if len(lines) > 1 else self.unit_name.upper()
        address = str(self._unit.get("address") or "").splitlines()
        head = Letterhead(government, office, tuple([*lines[2:], *address]))
        picture = read_picture(str(self._unit.get("letterhead_image") or ""))
        if picture is None:
            return head
        if picture.is_whole:
            return replace(head, whole=(picture.data, picture.width, picture.height))
        return replace(head, emblem=picture.data)

    # -- performance

    def skp(self, skp: Skp) -> SkpForm:
        first, last = spanned(skp)
        main, additional = results_of(skp, None, day=self._today)
        day = set_on(self, skp)
        return SkpForm(
            agency=self.agency.upper(),
            person=rated_person(self, skp, day),
            rater=rater_on_form(self, skp, day),
            period=PrintedPeriod("", first, last),
            main=main,
            additional=additional,
            behaviours=self.behaviours(skp, {}),
            place=place_of(self, skp),
            signed_on=day,
            approach=approach_of(skp),
            kind=kind_of(skp),
            paper=self._paper or Paper.A4,
        )

    def evaluation(
        self, evaluation: Evaluation, period: Period, organisation: OrganisationLevel | None
    ) -> EvaluationForm:
        """Raises NotRated, NoOrganisationResult. A signed one says what it said when it was signed."""
        results, behaviour, level = self._rated(evaluation, period, organisation)
        skp = evaluation.skp
        feedback = self.feedback(skp, period)
        main, additional = results_of(skp, period, feedback)
        day = self._signed_on(evaluation)
        predicate = evaluation.predicate
        assert predicate is not None
        form = EvaluationForm(
            agency=self.agency.upper(),
            person=rated_person(self, skp, period.last),
            rater=rater_on_form(self, skp, day),
            period=PrintedPeriod(period.form_label, period.first, period.last),
            organisation=level,
            main=main,
            additional=additional,
            behaviours=self.behaviours(skp, feedback),
            results_rating=results,
            behaviour_rating=behaviour,
            predicate=predicate,
            place=self.place,
            signed_on=day,
            approach=approach_of(skp),
            kind=kind_of(skp),
            paper=self._paper or Paper.A4,
            revision=evaluation.revision,
        )
        return thawed(form, evaluation.signed["form"]) if evaluation.signed else form

    def evaluation_document(
        self, evaluation: Evaluation, period: Period, organisation: OrganisationLevel | None
    ) -> EvaluationDocument:
        """Raises NotRated, NoOrganisationResult."""
        _results_rating, _behaviour, level = self._rated(evaluation, period, organisation)
        skp = evaluation.skp
        assert evaluation.predicate is not None
        day = self._signed_on(evaluation)
        document = EvaluationDocument(
            agency=self.agency.upper(),
            person=rated_person(self, skp, period.last),
            rater=rater(self, skp, day),
            raters_superior=raters_superior(self, skp, day),
            period=PrintedPeriod(period.form_label, period.first, period.last),
            organisation=level,
            predicate=evaluation.predicate,
            note=evaluation.note,
            place=self.place,
            signed_on=day,
            received_on=evaluation.received_on,
            objection=self._objection(evaluation),
            paper=self._paper or Paper.A4,
            revision=evaluation.revision,
        )
        signed = evaluation.signed
        return thawed(document, {**signed["form"], **signed["document"]}) if signed else document

    def _objection(self, evaluation: Evaluation) -> Objection | None:
        """The one that was filed against this evaluation, with what was answered so far."""
        from flexdesk.services.objections import printed_objection  # which reads evaluations by papers' side

        return printed_objection(self._store, evaluation)

    def _rated(
        self, evaluation: Evaluation, period: Period, organisation: OrganisationLevel | None
    ) -> tuple[Rating, Rating, OrganisationLevel]:
        if evaluation.results is None or evaluation.behaviour is None:
            raise NotRated(name=evaluation.skp.person["name"], period=period.label())
        signed = evaluation.signed["form"].get("organisation") if evaluation.signed else None
        organisation = OrganisationLevel(signed) if signed else organisation
        if organisation is None:
            raise NoOrganisationResult(period=period.label())
        return evaluation.results, evaluation.behaviour, organisation

    def _signed_on(self, evaluation: Evaluation) -> date:
        stored = evaluation.row["date"] if evaluation.row else None
        return date.fromisoformat(str(stored)) if stored else self._today

    def behaviours(self, skp: Skp, feedback: Mapping[str, str]) -> tuple[BehaviourNote, ...]:
        rows = self._store.select("expectation", skp=skp.key)
        expected = {str(row["value"]): str(row["text"] or "") for row in rows}
        return tuple(
            BehaviourNote(value, expected.get(value, ""), feedback.get(value, "")) for value in CoreValue
        )

    def feedback(self, skp: Skp, period: Period) -> dict[str, str]:
        """Result, indicator or core value -> the feedback given in the period, with its giver."""
        found: dict[str, list[str]] = {}
        for row in self._store.select("feedback", skp=skp.key):
            if not belongs_to(row, period):
                continue
            key = str(row["indicator"] or row["result"] or row["value"] or "")
            found.setdefault(key, []).append(f"{row['giver_name'] or 'Pimpinan'}: {row['text'] or ''}")
        return {key: "\n".join(texts) for key, texts in found.items()}

    # -- schedule

    def week_sheet(self, view: WeekView, period: Period, published: Published | None) -> WeekSheet:
        groups: dict[str, list[SheetPerson]] = {}
        for person in view.people:
            cells = [view.cells[person.key, day] for day in view.days]
            places, halves = tuple(cell.place for cell in cells), tuple(cell.half for cell in cells)
            sheet_person = SheetPerson(person.name, person.jabatan, places, person.turns, halves)
            groups.setdefault(person.group or self.unit_name, []).append(sheet_person)
        return WeekSheet(
            agency=self.agency,
            unit=self.unit_name,
            week=period.number,
            first=period.first,
            groups=tuple(SheetGroup(name, tuple(people)) for name, people in groups.items()),
            letter=published.letter if published else "",
            issued_on=published.published_on if published else None,
            revision=published.revision if published else 0,
            remark=f"DRAF: {view.changed} sel berubah sejak terbit" if published and view.changed else "",
            coverage=tuple(
                Coverage(
                    row.label,
                    tuple(cell.count if cell.state else None for cell in row.cells),
                    tuple(cell.state in ("ok", "") for cell in row.cells),
                )
                for row in view.coverage
            ),
            signer=self.signatory("") if self.head else None,
            paper=self._paper or Paper.F4,
            notes=tuple(view.notes.get(day, "") for day in view.days) if view.notes else (),
        )

    def slips(self, view: WeekView, period: Period, wanted: Collection[str]) -> Report:
        """A strip for each person to cut off; nobody `wanted` means everybody."""
        days = tuple(Column(f"{WEEKDAY_NAMES[day.weekday()]} {day.day}", 1.0, "centre") for day in view.days)
        parts = tuple(
            Part(
                heading=person.full_name,
                columns=days,
                rows=(tuple(_letter(view.cells[person.key, day]) for day in view.days),),
            )
            for person in view.people
            if not wanted or person.key in wanted
        )
        return Report(
            titles=(f"SLIP JADWAL KERJA MINGGU {period.number}",),
            subtitle=f"{self.unit_name}, {long_date(period.first)} sampai dengan {long_date(period.last)}",
            parts=parts,
            paper=self._paper or Paper.A4,
        )

    def order_letter(self, view: WeekView, period: Period, letter: str, signer: str) -> OrderLetter:
        lines = []
        for person in view.people:
            away = tuple(
                (day, _where(cell.place, cell.half))
                for day in view.days
                if (cell := view.cells[person.key, day]).place in AWAY and cell.place is not None
            )
            if away:
                lines.append(AnnexLine(person.full_name, person.nip, person.jabatan, away, ""))
        span = f"{long_date(period.first)} sampai dengan {long_date(period.last)}"
        return OrderLetter(
            head=self.letterhead(),
            unit=self.unit_name,
            number=letter,
            considering=(
                "bahwa pelaksanaan tugas kedinasan secara fleksibel perlu diatur agar kinerja organisasi"
                " dan mutu pelayanan tetap terjaga",
                f"bahwa untuk tanggal {span} perlu ditetapkan pegawai yang melaksanakan tugas di luar kantor",
            ),
            basis=(
                "Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara",
                "Peraturan Presiden Nomor 21 Tahun 2023 tentang Hari Kerja dan Jam Kerja Instansi Pemerintah"
                " dan Pegawai Aparatur Sipil Negara",
                "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 4 Tahun 2025"
                " tentang Pelaksanaan Tugas Kedinasan Pegawai ASN secara Fleksibel pada Instansi Pemerintah",
            ),
            duties=(
                f"melaksanakan tugas kedinasan pada tanggal {span} di tempat sebagaimana tercantum dalam"
                " lampiran",
                "melakukan presensi sesuai ketentuan dan dapat dihubungi selama jam kerja",
                "menaati kode etik, kode perilaku, dan ketentuan disiplin",
                "melaporkan hasil kerja harian kepada atasan langsung pada hari yang sama",
                "hadir di kantor apabila diperlukan",
            ),
            lines=tuple(lines),
            first=period.first,
            last=period.last,
            place=self.place,
            signed_on=self._today,
            signer=self.signatory(signer),
            paper=self._paper or Paper.F4,
        )


def _letter(cell: CellView) -> str:
    return in_words(LETTERS[cell.place].label, cell.half) if cell.place is not None else "–"


def _where(place: Place, half: Half | None) -> str:
    """`Rumah`; of a split day both halves: `Rumah (WFA) pagi, kantor siang`."""
    label = LETTERS[place].label
    return in_words(label, half) if half else label.removesuffix(" (WFA)")


def _rank(person: Person) -> str:
    pangkat = PANGKAT.get(person.golongan, "")
    return f"{pangkat} ({person.golongan})" if pangkat else person.golongan


def _is_pppk(person: Person) -> bool:
    nip = parse_nip(person.nip)
    return isinstance(nip, Nip) and nip.contract is not None


def results_of(
    skp: Skp, period: Period | None, feedback: Mapping[str, str] | None = None, *, day: date = date.max
) -> tuple[tuple[PlannedResult, ...], tuple[PlannedResult, ...]]:
    """Main and additional results with the targets of the day; of a period's end, with what was realised."""
    told = feedback or {}
    at = period.last if period else day
    made = [(result.row["class"], _result(result, period, told, at)) for result in skp.results]
    main = tuple(result for kind, result in made if kind != "additional")
    return main, tuple(result for kind, result in made if kind == "additional")


def _result(
    result: TargetResult, period: Period | None, feedback: Mapping[str, str], day: date
) -> PlannedResult:
    general = feedback.get(str(result.row["key"]), "")
    indicators = tuple(
        Indicator(
            text=str(item.row["text"] or ""),
            target=target_of(item.at(day)),
            aspect=known(Aspect, item.row["aspect"]),
            perspective=known(Perspective, item.row["perspective"]),
            realisation=realised_in(item, period) if period else "",
            feedback="\n".join(
                filter(None, (general if number == 0 else "", feedback.get(str(item.row["key"]))))
            ),
        )
        for number, item in enumerate(result.indicators)
    )
    return PlannedResult(
        text=str(result.row["text"] or ""),
        indicators=indicators,
        leader_result=str(result.row["leader_text"] or ""),
        assigned_by=str(result.row["assigned_by"] or ""),
        realisation=_reached(indicators),
        feedback="\n".join(filter(None, (one.feedback for one in indicators))) or general,
    )


def _reached(indicators: Sequence[Indicator]) -> str:
    """For the qualitative form, which has one field for a whole result."""
    told = [one for one in indicators if one.realisation]
    if len(indicators) == 1:
        return told[0].realisation if told else ""
    return "\n".join(f"{one.text}: {one.realisation}" for one in told)


def target_of(indicator: Row) -> str:
    """The target as the form prints it: text, and its unit when the text lacks it."""
    text, unit, amount = (indicator[name] for name in ("target_text", "unit", "target_number"))
    words = str(text or "")
    if isinstance(amount, int | float) and words.replace(".", "").isdigit():
        words = number(amount)
    return words if not unit or str(unit).lower() in words.lower() else f"{words} {unit}".strip()


def realised_in(indicator: TargetIndicator, period: Period) -> str:
    """What was reached by the end of the period: amounts added up, levels averaged, else the last words."""
    reached = indicator.track().until(period)
    if reached is not None:
        return f"{number(reached)} {indicator.at(period.last)['unit'] or ''}".strip()
    told = [
        str(row["text"])
        for code, row in sorted(indicator.realisations.items(), key=lambda pair: pair[0].removeprefix(TO))
        if row["text"] and parse_period(code.removeprefix(TO)).last <= period.last
    ]
    return told[-1] if told else ""
