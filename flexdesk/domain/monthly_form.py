"""The monthly form of SE Mendagri 800.1.5/3349/SJ: fourteen aspects, each a few fields (regulation 3.5).

What the program can count is `COUNTED` and is never typed; the rest are answers kept per month. Answers about
how things are usually stay as they are and are proposed again next month; what happened in a month is not.
The titles and answers are printed, and so are Indonesian whatever the screen speaks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _


class FieldKind(StrEnum):
    CHOICE = "choice"
    TEXT = "text"
    AMOUNT = "amount"  # whole rupiah
    PERCENT = "percent"  # 0 to 100
    COUNTED = "counted"


class UnknownField(FlexDeskError):
    """The monthly form has no field of this name."""

    code = "report.unknown_field"
    ticket = "FD-LAP-01"
    text = N_("The monthly form has no field “{field}”.")
    next = N_("See `flexdesk report show` for the names of all fields.")


class FieldCounted(FlexDeskError):
    """What is counted cannot be typed."""

    code = "report.counted"
    ticket = "FD-LAP-02"
    text = N_("“{field}” is counted from the schedule and the reports; it cannot be typed.")
    next = N_("Correct the schedule or the reports of that month; the number follows.")


class BadAnswer(FlexDeskError):
    """The answer is of another kind than the field."""

    code = "report.answer"
    ticket = "FD-LAP-03"
    text = N_("“{value}” is not an answer for “{field}”.")
    next = N_("Write {wanted}.")


@dataclass(frozen=True, slots=True)
class Field:
    """`choices` are (token, printed words); `carried` answers are proposed again in the next month."""

    key: str
    title: str
    kind: FieldKind
    choices: tuple[tuple[str, str], ...] = ()
    carried: bool = True


@dataclass(frozen=True, slots=True)
class Aspect:
    number: int
    title: str
    fields: tuple[Field, ...]


_YES_NO = (("yes", "ya"), ("no", "tidak"))
_APPLIED = (("applied", "sudah diterapkan"), ("not_yet", "belum diterapkan"))
_SCHEME = (("exists", "ada"), ("drafting", "sedang disusun"))
_ENOUGH = (("adequate", "memadai"), ("limited", "terbatas"))
_USE = (("maximal", "maksimal"), ("limited", "terbatas"))
_TREND = (("up", "naik"), ("same", "tetap"), ("down", "turun"))


def _choice(key: str, title: str, choices: tuple[tuple[str, str], ...] = _YES_NO) -> Field:
    return Field(key, title, FieldKind.CHOICE, choices)


def _text(key: str, title: str, *, carried: bool = True) -> Field:
    return Field(key, title, FieldKind.TEXT, carried=carried)


def _amount(key: str, title: str) -> Field:
    return Field(key, title, FieldKind.AMOUNT, carried=False)


def _percent(key: str, title: str, *, carried: bool = False) -> Field:
    return Field(key, title, FieldKind.PERCENT, carried=carried)


def _counted(key: str, title: str) -> Field:
    return Field(key, title, FieldKind.COUNTED, carried=False)


ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        1,
        "Penyesuaian tugas",
        (
            _choice("task.applied", "WFO/WFH", _APPLIED),
            _text("task.wfh_day", "Hari WFH"),
            _counted("task.composition", "Komposisi WFH : WFO"),
            _counted("task.headcount", "Pegawai"),
        ),
    ),
    Aspect(
        2,
        "Layanan digital",
        (
            _choice("digital.e_office", "e-office"),
            _choice("digital.e_signature", "Tanda tangan elektronik"),
            _choice("digital.e_attendance", "Presensi elektronik"),
            _choice("digital.simpeg", "SIMPEG"),
            _choice("digital.spbe", "SPBE"),
            _choice("digital.infrastructure", "Infrastruktur", _ENOUGH),
        ),
    ),
    Aspect(
        3,
        "Pengendalian dan pengawasan",
        (
            _choice("control.control", "Skema pengendalian", _SCHEME),
            _choice("control.supervision", "Skema pengawasan", _SCHEME),
            _counted("control.reports", "Laporan harian"),
            _counted("control.recalls", "Dipanggil ke kantor"),
        ),
    ),
    Aspect(
        4,
        "Unit layanan publik",
        (
            _choice("service.direct_wfo", "Layanan langsung tetap WFO"),
            _choice("service.support_wfh", "Unit pendukung WFH selektif"),
            _counted("service.targets", "Target ASN tercapai"),
            _counted("service.counters", "Loket terisi"),
            _choice("service.quality", "Mutu layanan", _TREND),
        ),
    ),
    Aspect(
        5,
        "Rapat dan pemanfaatan TIK",
        (
            _text("meeting.hybrid", "Rapat hibrida atau daring", carried=False),
            _choice("meeting.ict", "Pemanfaatan TIK", _USE),
        ),
    ),
    Aspect(
        6,
        "Perjalanan dinas",
        (
            _percent("travel.domestic_target", "Dalam negeri, target", carried=True),
            _percent("travel.domestic_reached", "Dalam negeri, realisasi"),
            _percent("travel.foreign_target", "Luar negeri, target", carried=True),
            _percent("travel.foreign_reached", "Luar negeri, realisasi"),
            _choice("travel.fewer", "Frekuensi dikurangi"),
            _choice("travel.smaller", "Rombongan diperkecil"),
            _counted("travel.trips", "Perjalanan bulan ini"),
        ),
    ),
    Aspect(
        7,
        "Kendaraan dinas",
        (
            _percent("vehicle.target", "Target", carried=True),
            _percent("vehicle.reached", "Realisasi"),
            _text("vehicle.electric", "Kendaraan listrik"),
            _text("vehicle.public", "Angkutan umum"),
            _text("vehicle.non_fossil", "Tanpa bahan bakar fosil"),
        ),
    ),
    Aspect(
        8,
        "Energi",
        (
            _choice("energy.devices_off", "Perangkat pegawai WFH dimatikan"),
            _choice("energy.rooms", "Ruangan diamankan"),
        ),
    ),
    Aspect(
        9,
        "Pengecualian WFH",
        (
            _choice("exception.applied", "Diterapkan menurut surat edaran"),
            _text("exception.posts", "Jabatan dan unit yang dikecualikan"),
        ),
    ),
    Aspect(
        10,
        "Penghematan (Rp)",
        (
            _amount("saving.electricity", "Listrik"),
            _amount("saving.fuel", "BBM"),
            _amount("saving.water", "Air"),
            _amount("saving.telephone", "Telepon"),
            _amount("saving.operations", "Operasional pegawai"),
            _amount("saving.other", "Lainnya"),
            _counted("saving.total", "Jumlah"),
        ),
    ),
    Aspect(
        11,
        "Penggunaan hasil penghematan",
        (
            _amount("use.priority", "Program prioritas (Rp)"),
            _text("use.priority_name", "Nama program prioritas"),
            _amount("use.quality", "Mutu layanan (Rp)"),
            _amount("use.productive", "Belanja produktif (Rp)"),
            _counted("use.total", "Jumlah"),
        ),
    ),
    Aspect(
        12,
        "Hari bebas kendaraan bermotor",
        (
            _choice("car_free.held", "Dilaksanakan"),
            _text("car_free.roads", "Ruas jalan"),
            _text("car_free.often", "Frekuensi"),
            _text("car_free.hours", "Jam"),
            _choice("car_free.extension", "Perluasan"),
        ),
    ),
    Aspect(13, "Kendala", (_text("obstacles", "Kendala", carried=False),)),
    Aspect(14, "Tindak lanjut", (_text("follow_up", "Tindak lanjut", carried=False),)),
)
FIELDS: Mapping[str, Field] = {field.key: field for aspect in ASPECTS for field in aspect.fields}
# Of the circular and of the form that was seen; both are the unit's to change (regulation 3.5).
FIRST_PROPOSALS: Mapping[str, str] = {
    "travel.domestic_target": "50",
    "travel.foreign_target": "50",
    "vehicle.target": "50",
}
SAVINGS = tuple(field.key for field in ASPECTS[9].fields if field.kind is FieldKind.AMOUNT)
USES = tuple(field.key for field in ASPECTS[10].fields if field.kind is FieldKind.AMOUNT)
LONGEST = 600  # characters of a text; the form has a table field for it, not a page


def field_of(key: str) -> Field:
    """Raises UnknownField."""
    found = FIELDS.get(key)
    if found is None:
        raise UnknownField(field=key)
    return found


def answer(key: str, text: str) -> str:
    """The stored form of what somebody wrote: a token, plain digits, or text on one line; empty clears.

    Choices are taken by token or by their printed words, amounts with or without points and “Rp”.
    Raises UnknownField, FieldCounted, BadAnswer.
    """
    found = field_of(key)
    plain = " ".join(text.split())
    if found.kind is FieldKind.COUNTED:
        raise FieldCounted(field=found.title)
    if not plain:
        return ""
    match found.kind:
        case FieldKind.CHOICE:
            return _chosen(found, plain)
        case FieldKind.AMOUNT:
            return _digits(found, plain)
        case FieldKind.PERCENT:
            return _share(found, plain)
        case _:
            if len(plain) > LONGEST:
                wanted = _("at most {count} characters").format(count=LONGEST)
                raise BadAnswer(field=found.title, value=f"{plain[:40]}…", wanted=wanted)
            return plain


def _chosen(field: Field, text: str) -> str:
    for token, words in field.choices:
        if text.casefold() in (token, words.casefold()):
            return token
    wanted = ", ".join(f"{token} ({words})" for token, words in field.choices)
    raise BadAnswer(field=field.title, value=text, wanted=_("one of {choices}").format(choices=wanted))


def _digits(field: Field, text: str) -> str:
    """Whole rupiah: `1240000`, `1.240.000`, `Rp 1.240.000`, `1.240.000,00`."""
    bare = text.casefold().removeprefix("rp").lstrip(". ").removesuffix(",-").removesuffix(",00").strip()
    groups = bare.split(".")
    grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(part) == 3 for part in groups[1:]))
    digits = "".join(groups)
    if not grouped or not digits.isascii() or not digits.isdecimal() or len(digits) > 15:
        raise BadAnswer(field=field.title, value=text, wanted=_("an amount such as 1.240.000"))
    return str(int(digits))


def _share(field: Field, text: str) -> str:
    bare = text.removesuffix("%").strip().replace(",", ".")
    try:
        share = float(bare)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 100:
        raise BadAnswer(field=field.title, value=text, wanted=_("a number from 0 to 100"))
    return f"{share:.10g}"


def total(answers: Mapping[str, str], keys: tuple[str, ...]) -> int | None:
    """The sum of amounts, None when none of them is answered."""
    given = [int(answers[key]) for key in keys if answers.get(key)]
    return sum(given) if given else None


def rupiah(amount: int) -> str:
    """`1.240.000`"""
    return f"{amount:,}".replace(",", ".")


def printed(field: Field, value: str) -> str:
    """An answer as the form prints it."""
    if not value:
        return ""
    match field.kind:
        case FieldKind.CHOICE:
            return dict(field.choices).get(value, value)
        case FieldKind.AMOUNT:
            return rupiah(int(value))
        case FieldKind.PERCENT:
            return f"{value.replace('.', ',')} %"
        case _:
            return value


def entry(aspect: Aspect, answers: Mapping[str, str]) -> str:
    """The aspect as one field of the printed table: what is answered, in order; empty when nothing is."""
    alone = len(aspect.fields) == 1
    parts = []
    for field in aspect.fields:
        shown = printed(field, answers.get(field.key, ""))
        if shown:
            parts.append(shown if alone else f"{field.title}: {shown}")
    text = "; ".join(parts)
    return f"{text}." if text and not text.endswith(".") else text
