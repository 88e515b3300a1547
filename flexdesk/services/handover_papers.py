"""BERITA ACARA SERAH TERIMA: what whoever takes over the unit's desk takes over, on paper and signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flexdesk.documents.parties import Official
from flexdesk.documents.report import Column, Part, Report, ReportSigner
from flexdesk.documents.signature import BY_HAND
from flexdesk.documents.wording import grouped_nip, long_date, weekday_date
from flexdesk.domain import publications
from flexdesk.domain.authority import Role
from flexdesk.domain.mandate import last_day
from flexdesk.domain.periods import Period, parse_period
from flexdesk.domain.posts import ACTING
from flexdesk.domain.rules.reports import appraised_period
from flexdesk.i18n import speaking
from flexdesk.keys.keyfile import recovery_sheet_of
from flexdesk.services.agreements import AgreementService, AgreementState
from flexdesk.services.commits import Committer
from flexdesk.services.complaints import ComplaintService, Filter
from flexdesk.services.duties import Duties, Duty, DutyKind
from flexdesk.services.evaluation import EvaluationService
from flexdesk.services.facts import FactReader
from flexdesk.services.papers import Papers
from flexdesk.services.permission import zone_of
from flexdesk.services.publications import read_versions
from flexdesk.services.schedule import ScheduleService
from flexdesk.services.status import StatusService
from flexdesk.store.carriers import Carriers
from flexdesk.sync import certificates

_UNNAMED = Official("", "", "", "", "")
_NONE = "Tidak ada."
_MOST_NAMES = 3
_AHEAD = timedelta(days=366)  # how far published weeks are looked for
_DUTIES = {
    DutyKind.CONFLICTS: "Isian dari dua laptop yang berbeda dan menunggu keputusan",
    DutyKind.SPECIAL_CONDITION: "Permohonan kondisi khusus yang belum diputuskan",
    DutyKind.WAITING_REQUESTS: "Permohonan yang belum diputuskan",
    DutyKind.ENDING_CONDITION: "Kondisi khusus yang segera berakhir",
    DutyKind.LEAVE: "Permohonan cuti yang belum diputuskan",
    DutyKind.UNPUBLISHED_WEEK: "Jadwal minggu yang belum terbit",
    DutyKind.CHANGED_WEEK: "Sel jadwal yang berubah sejak terbit",
    DutyKind.WAITING_OUTPUTS: "Hasil kerja harian yang belum ditinjau",
    DutyKind.SILENT_PEOPLE: "Pegawai tanpa laporan pada hari kerja terakhir",
    DutyKind.NO_RECEIPT: "Kiriman yang belum diakui server",
    DutyKind.UNSENT: "Perubahan yang belum dikirim",
    DutyKind.UNRATED: "Pegawai yang belum dinilai",
    DutyKind.BACKUP: "Cadangan data yang perlu dibuat",
    DutyKind.COMPLAINTS: "Pengaduan yang mendekati atau melewati tenggat",
    DutyKind.COMPLAINT_OFFICER: "Petugas pengaduan yang belum ditunjuk",
    DutyKind.MONITORING_NOTE: "Catatan pemantauan bulanan yang belum diisi",
    DutyKind.MONTH_OPEN: "Bulan yang belum ditutup",
    DutyKind.MONTHLY_RECAP: "Laporan bulanan yang belum dibuat",
    DutyKind.WEEKLY_EXPORT: "Rekap mingguan yang belum dikirim",
    DutyKind.TO_CLARIFY: "Ketidakhadiran yang perlu diklarifikasi",
    DutyKind.TO_EXAMINE: "Pegawai yang perlu dipanggil dan diperiksa",
}
_OTHER_DUTY = "Kewajiban lain"  # of a kind this paper has no words for yet
_ROLES = {
    Role.HEAD: "pimpinan",
    Role.DEPUTY: "wakil",
    Role.CLERK: "staf",
    Role.READER: "pembaca",
}
_NO = Column("No", 0.5, "right")


@dataclass(frozen=True, slots=True)
class Parties:
    """Who hands over, who takes over and who sees it."""

    giver: Official
    taker: Official
    witness: Official


class HandoverPapers:
    """Reads the state of the desk and puts it into the parts of one record."""

    def __init__(
        self,
        committer: Committer,
        reader: FactReader,
        schedule: ScheduleService,
        evaluation: EvaluationService,
    ) -> None:
        self._committer, self._reader, self._evaluation = committer, reader, evaluation
        self._store = committer.store
        self._carriers = Carriers(self._store)
        self._status = StatusService(self._store, self._carriers)
        self._duties = Duties(committer, reader, schedule, evaluation, self._status)
        self._zone = ZoneInfo(reader.unit().zone)

    def record(self, papers: Papers, people: Sequence[str]) -> Report:
        """`people` are keys: who takes over, then the witness; who is not named is written in by hand."""
        named = [papers.official(key) for key in people[:2]]
        taker, witness = (*named, *(_UNNAMED,) * (2 - len(named)))
        with speaking("id"):
            return self._record(papers, Parties(papers.signatory(""), taker, witness))

    def _record(self, papers: Papers, parties: Parties) -> Report:
        today = papers.today
        return Report(
            titles=("BERITA ACARA SERAH TERIMA",),
            subtitle=f"{papers.unit_name}, {long_date(today)}",
            head=papers.letterhead(),
            parts=(
                _opening(papers, parties),
                self._data(),
                self._open_duties(today),
                self._letters(today),
                self._devices(today),
                self._evaluations(today),
                self._complaints(),
            ),
            signers=(
                ReportSigner(parties.giver, ("PIHAK PERTAMA", "Yang menyerahkan,"), "#ttd_pertama"),
                ReportSigner(
                    parties.taker,
                    (f"{papers.place}, {long_date(today)}", "PIHAK KEDUA", "Yang menerima,"),
                    "#ttd_kedua",
                ),
            ),
            closing=_CLOSING,
            witness=ReportSigner(parties.witness, ("Saksi,",), "#ttd_saksi"),
            owner=papers.unit_name,
            paper=papers.paper,
        )

    # -- parts

    def _data(self) -> Part:
        status = self._status.read()
        unsent = f"{status.unsent} perubahan"
        if status.oldest_unsent is not None:
            unsent += f", yang tertua {self._instant(status.oldest_unsent)}"
        return Part(
            "2. Keadaan data",
            particulars=(
                ("Perubahan terakhir disimpan", self._instant(status.saved_at)),
                ("Belum dikirim", unsent),
                ("Isian yang berbeda antarlaptop", str(status.conflicts)),
                ("Kiriman yang ditahan", str(status.quarantined)),
                ("Tanda terima server terakhir", self._instant(status.last_receipt_at)),
                ("Cadangan terakhir", self._instant(status.last_backup)),
            ),
        )

    def _open_duties(self, today: date) -> Part:
        duties = self._duties.all(today, None)
        columns = (_NO, Column("Kewajiban", 3.6), Column("Jumlah", 0.8, "right"), Column("Tenggat", 1.7))
        rows = tuple((str(at), _duty(duty), str(duty.count), _due(duty)) for at, duty in enumerate(duties, 1))
        return _listed("3. Kewajiban yang terbuka", columns, rows)

    def _letters(self, today: date) -> Part:
        columns = (_NO, Column("Surat", 2.6), Column("Nomor", 2.0), Column("Berlaku sampai", 1.6))
        found = [*self._decree(), *self._schedules(today), *self._agreements(), *self._appointments(today)]
        rows = tuple((str(at), *letter) for at, letter in enumerate(found, 1))
        return _listed("4. Surat yang berlaku", columns, rows)

    def _decree(self) -> Iterator[tuple[str, str, str]]:
        unit = self._store.get("unit", "unit") or {}
        if unit.get("service_decree"):
            yield "Keputusan tentang layanan unit", str(unit["service_decree"]), ""

    def _schedules(self, today: date) -> Iterator[tuple[str, str, str]]:
        """Orders for weeks that have not ended, each in the version that stands."""
        versions = read_versions(self._store, today, today + _AHEAD)
        for period in sorted({one.period for one in versions}, key=lambda one: one.first):
            stands = publications.standing([one for one in versions if one.period == period])
            if stands is not None:
                yield (
                    f"Surat perintah tugas {period.label('id')}",
                    stands.letter,
                    long_date(period.last),
                )

    def _agreements(self) -> Iterator[tuple[str, str, str]]:
        for view in AgreementService(self._committer, self._reader).views():
            if view.state is not AgreementState.ENDED:
                letter, until = view.agreement.letter, long_date(view.agreement.last)
                yield f"Perjanjian kerja fleksibel {view.name}", letter, until

    def _appointments(self, today: date) -> Iterator[tuple[str, str, str]]:
        names = {person.key: person.name for person in self._reader.people(archived=True)}
        for posting in self._reader.postings():
            if posting.acting in ACTING and posting.covers(today):
                what = f"Penunjukan {posting.acting} {posting.jabatan} {names.get(posting.person, '')}"
                yield what.strip(), posting.letter, long_date(posting.until) if posting.until else ""

    def _devices(self, today: date) -> Part:
        """Every laptop that may write for the unit, and the paper that opens the data without one."""
        revoked, own = self._carriers.revoked(), self._store.device
        held = [certificates.read(blob) for blob in self._carriers.certificates().values()]
        rows = tuple(
            (
                str(at),
                one.holder or ("laptop ini" if one.device == own else ""),
                one.device,
                _ROLES[one.role],
                "dicabut" if one.device in revoked else self._validity(one, today),
            )
            for at, one in enumerate(sorted(held, key=lambda one: (one.device != own, one.valid_from)), 1)
        )
        columns = (
            _NO,
            Column("Pemegang", 2.2),
            Column("Laptop", 1.7),
            Column("Peran", 1.2),
            Column("Keadaan", 1.1),
        )
        made = recovery_sheet_of(self._store.folder)
        sheet = f"dibuat {long_date(made)}" if made else "belum dibuat"
        part = _listed("5. Laptop dan kunci", columns, rows)
        return Part(part.heading, part.paragraphs, (("Lembar pemulihan", sheet),), part.columns, part.rows)

    def _validity(self, held: certificates.Certificate, today: date) -> str:
        if held.valid_until is None:
            return "berlaku"
        last = last_day(int(held.valid_until.timestamp() * 1000), zone_of(self._store))
        return f"{'berlaku sampai' if today <= last else 'berakhir'} {long_date(last)}"

    def _evaluations(self, today: date) -> Part:
        period = self._appraised(today)
        columns = (_NO, Column("Nama", 3.0), Column("NIP", 2.2), Column("Keadaan", 2.0))
        waiting = [one for one in self._evaluation.evaluations(period) if not one.locked]
        rows = tuple(
            (
                str(at),
                str(one.skp.person["name"]),
                grouped_nip(str(one.skp.person["nip"] or "")),
                "belum dinilai" if one.predicate is None else "dinilai, belum ditutup",
            )
            for at, one in enumerate(waiting, 1)
        )
        return _listed(f"6. Evaluasi {period.label('id')} yang terbuka", columns, rows)

    def _appraised(self, today: date) -> Period:
        return appraised_period(str(self._reader.policy().value("performance.interval", today)), today)

    def _complaints(self) -> Part:
        columns = (
            _NO,
            Column("Pengaduan", 3.0),
            Column("Nomor", 1.4),
            Column("Diterima", 1.5),
            Column("Petugas", 1.6),
        )
        open_ones = ComplaintService(self._committer, self._reader).entries(Filter.OPEN)
        rows = tuple(
            (
                str(at),
                view.complaint.subject,
                view.complaint.number,
                long_date(view.complaint.received),
                view.officer,
            )
            for at, view in enumerate(open_ones, 1)
        )
        return _listed("7. Pengaduan yang terbuka", columns, rows)

    def _instant(self, at: datetime | None) -> str:
        if at is None:
            return ""
        here = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(self._zone)
        return f"{long_date(here.date())} pukul {here:%H.%M}"


_CLOSING = (
    "Demikian berita acara ini dibuat dengan sebenarnya. Sejak ditandatangani, PIHAK KEDUA bertanggung jawab"
    " atas data, kunci, dan kewajiban yang tercantum di atas."
)


def _opening(papers: Papers, parties: Parties) -> Part:
    told = (
        ("PIHAK PERTAMA", _party(parties.giver)),
        ("PIHAK KEDUA", _party(parties.taker)),
        ("Saksi", _party(parties.witness)),
    )
    words = (
        f"Pada hari ini, {weekday_date(papers.today)}, PIHAK PERTAMA menyerahkan dan PIHAK KEDUA menerima"
        f" pengelolaan jadwal dan kinerja {papers.unit_name} beserta data dan kewajiban berikut."
    )
    return Part("1. Para pihak", (words,), told)


def _party(official: Official) -> str:
    parts = (official.name, official.number_line, official.post)
    return ", ".join(text for text in parts if text) or BY_HAND


def _listed(heading: str, columns: tuple[Column, ...], rows: Sequence[tuple[str, ...]]) -> Part:
    return Part(heading, columns=columns, rows=tuple(rows)) if rows else Part(heading, (_NONE,))


def _duty(duty: Duty) -> str:
    said = _DUTIES.get(duty.kind, _OTHER_DUTY)
    if duty.period:
        said += f" ({parse_period(duty.period).label('id')})"
    more = len(duty.names) - _MOST_NAMES
    names = ", ".join(duty.names[:_MOST_NAMES]) + (f", dan {more} lainnya" if more > 0 else "")
    return f"{said}: {names}" if names else said


def _due(duty: Duty) -> str:
    if duty.due is not None and duty.due != date.min:
        return long_date(duty.due)
    return f"menunggu {duty.days} hari" if duty.days else "segera"
