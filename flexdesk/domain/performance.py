"""The words of ASN performance management: what is stored, what forms print, and how a predikat follows.

Stored values are stable tokens. Printed labels are Indonesian and drift between agencies, so that each can
be overridden ("Butuh Perbaikan" is "Cukup" in some). Sources: PermenPANRB 6/2022, SE MenPANRB 3/2023,
PermenPANRB 1/2023 with Peraturan BKN 3/2023 for angka kredit.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from types import MappingProxyType
from weakref import WeakMethod

from flexdesk.domain.codes import NEW_LABEL, Code
from flexdesk.domain.periods import PeriodKind

OBJECTION_DAYS = 14  # PP 30/2019 Pasal 59; working or calendar days is not said, so calendar days


class Approach(Code):
    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"


class FormKind(Code):
    """Which of the two families of forms a person fills in."""

    STAFF = "ja_jf"  # pejabat administrasi dan pejabat fungsional
    LEADER = "jpt"  # pejabat pimpinan tinggi dan pimpinan unit kerja mandiri


class ResultClass(Code):
    MAIN = "main"
    ADDITIONAL = "additional"


class Aspect(Code):
    QUANTITY = "quantity"
    QUALITY = "quality"
    TIME = "time"
    COST = "cost"


class Perspective(Code):
    RECIPIENTS = "recipients"
    PROCESS = "process"
    STRENGTHENING = "strengthening"
    BUDGET = "budget"


class Annex(Code):
    SUPPORT = "support"
    ACCOUNTABILITY = "accountability"
    CONSEQUENCES = "consequences"


class SkpStatus(Code):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    CLOSED = "closed"


class Rating(Code):
    """Of results and of behaviour alike; one for each axis and period, never for a single result."""

    BELOW = "below"
    MEETS = "meets"
    ABOVE = "above"


class Predicate(Code):
    """Predikat kinerja pegawai, from worst to best."""

    SANGAT_KURANG = "sangat_kurang"
    KURANG = "kurang"
    BUTUH_PERBAIKAN = "butuh_perbaikan"
    BAIK = "baik"
    SANGAT_BAIK = "sangat_baik"


class OrganisationLevel(Code):
    """Capaian kinerja organisasi, from best to worst."""

    ISTIMEWA = "istimewa"
    BAIK = "baik"
    BUTUH_PERBAIKAN = "butuh_perbaikan"
    KURANG = "kurang"
    SANGAT_KURANG = "sangat_kurang"


class FeedbackGiver(Code):
    LEADER = "leader"
    TEAM_LEADER = "team_leader"
    COLLEAGUE = "colleague"
    SELF = "self"


class FeedbackTone(Code):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    CORRECTIVE = "corrective"


class ObjectionStatus(Code):
    SUBMITTED = "submitted"
    EXAMINED = "examined"
    CHANGED = "accepted_changed"
    REFUSED = "refused"
    EXPIRED = "expired"


class ReviewState(Code):
    """What the superior said to a daily output."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"


# What forms print, by "family.token". An agency's own words come as a mapping with the same keys.
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "Approach.quantitative": "PENDEKATAN HASIL KERJA KUANTITATIF",
        "Approach.qualitative": "PENDEKATAN HASIL KERJA KUALITATIF",
        "FormKind.ja_jf": "BAGI PEJABAT ADMINISTRASI DAN PEJABAT FUNGSIONAL",
        "FormKind.jpt": "BAGI PEJABAT PIMPINAN TINGGI DAN PIMPINAN UNIT KERJA MANDIRI",
        "ResultClass.main": "A. UTAMA",
        "ResultClass.additional": "B. TAMBAHAN",
        "Aspect.quantity": "Kuantitas",
        "Aspect.quality": "Kualitas",
        "Aspect.time": "Waktu",
        "Aspect.cost": "Biaya",
        "Perspective.recipients": "Penerima Layanan",
        "Perspective.process": "Proses Bisnis",
        "Perspective.strengthening": "Penguatan Internal",
        "Perspective.budget": "Anggaran",
        "Annex.support": "DUKUNGAN SUMBER DAYA",
        "Annex.accountability": "SKEMA PERTANGGUNGJAWABAN",
        "Annex.consequences": "KONSEKUENSI",
        "SkpStatus.draft": "Draft",
        "SkpStatus.submitted": "Diajukan",
        "SkpStatus.approved": "Persetujuan",
        "SkpStatus.refused": "Ditolak",
        "SkpStatus.closed": "Ditutup",
        "Rating.below": "Di Bawah Ekspektasi",
        "Rating.meets": "Sesuai Ekspektasi",
        "Rating.above": "Di Atas Ekspektasi",
        "Predicate.sangat_kurang": "Sangat Kurang",
        "Predicate.kurang": "Kurang/Misconduct",
        "Predicate.butuh_perbaikan": "Butuh Perbaikan",
        "Predicate.baik": "Baik",
        "Predicate.sangat_baik": "Sangat Baik",
        "OrganisationLevel.istimewa": "Istimewa",
        "OrganisationLevel.baik": "Baik",
        "OrganisationLevel.butuh_perbaikan": "Butuh Perbaikan",
        "OrganisationLevel.kurang": "Kurang",
        "OrganisationLevel.sangat_kurang": "Sangat Kurang",
        "FeedbackGiver.leader": "Pimpinan",
        "FeedbackGiver.team_leader": "Ketua Tim",
        "FeedbackGiver.colleague": "Rekan Kerja",
        "FeedbackGiver.self": "Pegawai",
        "FeedbackTone.positive": "Positif",
        "FeedbackTone.neutral": "Netral",
        "FeedbackTone.corrective": "Korektif",
        "ObjectionStatus.submitted": "Diajukan",
        "ObjectionStatus.examined": "Diperiksa",
        "ObjectionStatus.accepted_changed": "Diterima dan diubah",
        "ObjectionStatus.refused": "Ditolak",
        "ObjectionStatus.expired": "Kedaluwarsa",
        "ReviewState.waiting": "Menunggu",
        "ReviewState.accepted": "Disetujui",
        "ReviewState.returned": "Dikembalikan",
        "PeriodKind.month": "Bulanan",
        "PeriodKind.quarter": "Triwulan",
        "PeriodKind.semester": "Semester",
        "PeriodKind.year": "Akhir/Tahunan",
    }
)
NO_OVERRIDES: Mapping[str, str] = MappingProxyType({})

EVALUATION_PERIODS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.SEMESTER, PeriodKind.YEAR)


class Wording:
    """The agency's own words, of predicates (PRF-03) and of all forms: one for the whole program.

    Whoever has a unit open gives a method as the source and takes it back; it is not kept alive by this.
    Without a source the words of the regulation are said.
    """

    def __init__(self) -> None:
        self._sources: list[WeakMethod[Callable[[], Mapping[str, str]]]] = []

    def follow(self, source: Callable[[], Mapping[str, str]]) -> None:
        self._sources.append(WeakMethod(source))

    def leave(self, source: Callable[[], Mapping[str, str]]) -> None:
        self._sources = [kept for kept in self._sources if kept() not in (None, source)]

    def own(self) -> Mapping[str, str]:
        source = self._sources[-1]() if self._sources else None
        return source() if source is not None else NO_OVERRIDES


WORDING = Wording()


def label(token: StrEnum, overrides: Mapping[str, str] = NO_OVERRIDES) -> str:
    """The printed Indonesian words for a token; `overrides` has keys like `Predicate.butuh_perbaikan`.

    Where the agency has words of its own these are said; `overrides` go before them.
    """
    key = f"{type(token).__name__}.{token.value}"
    return overrides.get(key) or WORDING.own().get(key) or LABELS.get(key, NEW_LABEL)


# Words of the forms that no token stands for, and on which real prints differ.
FORM_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "Form.evaluation_title": "EVALUASI KINERJA PEGAWAI",
        "Form.intervened": "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI",
        "Form.behaviour_rating": "RATING PERILAKU",
    }
)


def form_word(key: str) -> str:
    """The agency's word, else the usual one; raises KeyError."""
    return WORDING.own().get(key) or FORM_WORDS[key]


def predicate_of(results: Rating, behaviour: Rating) -> Predicate:
    """The nine cells of performance.md 3.2; a rating that only a newer program knows leads to one like it."""
    for rating in (results, behaviour):
        if rating.is_new:
            return Predicate(str(rating))
    if behaviour is Rating.BELOW:
        return Predicate.SANGAT_KURANG if results is Rating.BELOW else Predicate.KURANG
    if results is Rating.BELOW:
        return Predicate.BUTUH_PERBAIKAN
    if results is Rating.ABOVE and behaviour is Rating.ABOVE:
        return Predicate.SANGAT_BAIK
    return Predicate.BAIK


def objection_deadline(received: date) -> date:
    """The last day on which the person may object to an evaluation received on that day."""
    return received + timedelta(days=OBJECTION_DAYS)


# Angka kredit (functional posts): PermenPANRB 1/2023, Peraturan BKN 3/2023.
CREDIT_PERCENT: Mapping[Predicate, int] = MappingProxyType(
    {
        Predicate.SANGAT_BAIK: 150,
        Predicate.BAIK: 100,
        Predicate.BUTUH_PERBAIKAN: 75,
        Predicate.KURANG: 50,
        Predicate.SANGAT_KURANG: 25,
    }
)
CREDIT_COEFFICIENTS: Mapping[str, Decimal] = MappingProxyType(
    {
        "Ahli Utama": Decimal("50"),
        "Ahli Madya": Decimal("37.5"),
        "Ahli Muda": Decimal("25"),
        "Ahli Pertama": Decimal("12.5"),
        "Penyelia": Decimal("25"),
        "Mahir": Decimal("12.5"),
        "Terampil": Decimal("5"),
        "Pemula": Decimal("3.75"),
    }
)


def angka_kredit(predicate: Predicate, coefficient: Decimal, months: int = 12) -> Decimal:
    """months/12 x percentage x yearly coefficient, two decimals; raises ValueError outside 1 to 12 months."""
    if not 1 <= months <= 12:
        raise ValueError(months)
    credit = Decimal(months) * CREDIT_PERCENT[predicate] * coefficient / 1200
    return credit.quantize(Decimal("0.01"), ROUND_HALF_UP)
