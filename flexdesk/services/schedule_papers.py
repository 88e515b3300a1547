"""The papers of one published schedule: order letter, amendment, withdrawal, and the sheet on the wall."""

from collections.abc import Sequence
from dataclasses import replace

from flexdesk.documents.order_letter import OrderLetter
from flexdesk.documents.paper import Paper
from flexdesk.documents.short_letter import ChangedLine, ShortLetter
from flexdesk.documents.week_records import WeekSheet
from flexdesk.documents.wording import counted
from flexdesk.domain import publications
from flexdesk.domain.calendar import long_date
from flexdesk.domain.halves import label, thawed
from flexdesk.domain.periods import Period
from flexdesk.domain.places import PRIVATE
from flexdesk.domain.publications import Version
from flexdesk.domain.schedule import Source
from flexdesk.services.papers import Papers
from flexdesk.services.publications import version_of, versions_of
from flexdesk.services.schedule import ScheduleService
from flexdesk.services.week import CellView, Published, WeekView
from flexdesk.services.week_codes import wall_code
from flexdesk.store.store import Store

_NO_NUMBER = "…"
_HIDDEN = "Tidak bertugas"
_BASIS = (
    "Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara",
    "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 4 Tahun 2025"
    " tentang Pelaksanaan Tugas Kedinasan Pegawai ASN secara Fleksibel pada Instansi Pemerintah",
)

KINDS = ("schedule", "assignment-letter", "withdrawal-letter")
_Named = tuple[WeekSheet | OrderLetter | ShortLetter, str]  # a form with what its file name says of it


def papers_of(
    kind: str, papers: Papers, schedule: ScheduleService, store: Store, period: Period, number: int
) -> list[_Named]:
    """The papers of a kind; `number` is a version, 0 for what stands. Raises NoSuchVersion."""
    match kind:
        case "schedule":
            return [_week(papers, schedule, store, week, number) for week in period.weeks()]
        case "assignment-letter":
            return [_order(papers, schedule, store, period, number)]
        case _:
            return _withdrawals(papers, store, period, number)


def _week(papers: Papers, schedule: ScheduleService, store: Store, week: Period, number: int) -> _Named:
    """As it stands now, or one version as it was published."""
    view, name = schedule.period(week.first, week.last), f"M{week.number:02}"
    versions = versions_of(store, week)
    if not number:
        form = papers.week_sheet(view, week, schedule.published(week.first, week.last))
        one, unit = publications.standing(versions), store.setting("unit_id")
        if one is not None and unit and not view.changed:
            form = replace(form, code=wall_code(one, view.people, unit, papers.unit_name))
        return form, name
    form = wall_sheet(papers, view, week, versions, version_of(versions, week, number))
    return form, f"{name}-VERSI-{number}"


def _order(papers: Papers, schedule: ScheduleService, store: Store, period: Period, number: int) -> _Named:
    """As the version froze it; before a first publication a draft without number."""
    view = schedule.period(period.first, period.last)
    versions = versions_of(store, period)
    one = version_of(versions, period, number) if number else publications.standing(versions)
    if one is not None:
        count = publications.amendment(versions, one)
        return letter(papers, view, period, versions, one), f"PERUBAHAN-{count}" if count else ""
    covering = schedule.published(period.first, period.last)
    held, signer = (covering.letter, covering.signer) if covering else (_NO_NUMBER, "")
    return papers.order_letter(view, period, held, signer), ""


def _withdrawals(papers: Papers, store: Store, period: Period, number: int) -> list[_Named]:
    """Of the version that was withdrawn last, or of the one asked for."""
    versions = versions_of(store, period)
    taken = [one for one in versions if not one.stands and number in (0, one.number)]
    if not taken:
        return []
    last = max(taken, key=lambda one: (str(one.withdrawn_on), one.number))
    return [(withdrawal(papers, period, versions, last), f"VERSI-{last.number}")]


def frozen(view: WeekView, version: Version) -> WeekView:
    """The days as a version holds them; whoever it does not know has empty cells."""
    cells = {}
    for key in view.cells:
        place, half = thawed(version.cells.get(key) or "")
        cells[key] = CellView(place, Source.RULE, half=half)
    return replace(view, cells=cells, published=version.number, letter=version.letter, changed=0)


def published(versions: Sequence[Version], version: Version) -> Published:
    revision = publications.amendment(versions, version)
    return Published(
        version.number, version.letter, version.signer, version.cells, version.published_on, revision
    )


def remark(version: Version) -> str:
    """What a print of a withdrawn version has to say; empty while it stands."""
    if version.withdrawn_on is None:
        return ""
    letter = f", surat nomor {version.withdraw_letter}" if version.withdraw_letter else ""
    return f"DICABUT pada tanggal {long_date(version.withdrawn_on)}{letter}"


def wall_sheet(
    papers: Papers, view: WeekView, period: Period, versions: Sequence[Version], version: Version
) -> WeekSheet:
    form = papers.week_sheet(frozen(view, version), period, published(versions, version))
    return replace(form, remark=remark(version), coverage=())


def letter(
    papers: Papers, view: WeekView, period: Period, versions: Sequence[Version], version: Version
) -> OrderLetter | ShortLetter:
    """The order letter of a first version, the short letter of a later one.

    A version that changes no cell, only its number or signer, is the whole letter again.
    """
    amended = publications.before(versions, version)
    changes = publications.difference(amended.cells, version.cells) if amended is not None else []
    if amended is not None and changes:
        return _amendment(papers, view, period, versions, version, amended)
    form = papers.order_letter(frozen(view, version), period, version.letter or _NO_NUMBER, version.signer)
    return replace(form, signed_on=version.published_on, remark=remark(version))


def _amendment(
    papers: Papers,
    view: WeekView,
    period: Period,
    versions: Sequence[Version],
    version: Version,
    amended: Version,
) -> ShortLetter:
    lines = _lines(view, amended, version)
    named = _named(amended, publications.amendment(versions, amended))
    older = [one for one in versions if one.stands and one.number < version.number]
    count = publications.amendment(versions, version)
    return ShortLetter(
        head=papers.letterhead(),
        number=version.letter or _NO_NUMBER,
        heading=f"PERUBAHAN KE-{count} SURAT PERINTAH TUGAS",
        considering=(
            f"bahwa setelah {named} ditetapkan, tempat tugas sebagian pegawai berubah",
            "bahwa untuk maksud tersebut jadwal dalam lampirannya perlu diubah",
        ),
        basis=(*_BASIS, *(_named(one, publications.amendment(versions, one)) for one in older)),
        decides="Memutuskan",
        rulings=(
            f"mengubah jadwal dalam lampiran {named} pada {counted(len(lines))} baris sebagaimana tercantum"
            " dalam lampiran surat ini",
            "ketentuan lain dalam surat tersebut tetap berlaku",
            "surat ini berlaku sejak tanggal ditetapkan",
        ),
        lines=lines,
        first=period.first,
        last=period.last,
        place=papers.place,
        signed_on=version.published_on,
        signer=papers.signatory(version.signer),
        remark=remark(version),
        paper=papers.chosen_paper or Paper.F4,
    )


def withdrawal(papers: Papers, period: Period, versions: Sequence[Version], version: Version) -> ShortLetter:
    """Of a withdrawn version: which letter no longer holds, why, and which one holds instead."""
    assert version.withdrawn_on is not None
    named = _named(version, publications.amendment(versions, version))
    back = publications.before(versions, version)
    instead = (
        f"{_named(back, publications.amendment(versions, back))} berlaku kembali"
        if back is not None
        else f"tidak ada jadwal terbit untuk tanggal {_span(period)} sampai surat baru ditetapkan"
    )
    return ShortLetter(
        head=papers.letterhead(),
        number=version.withdraw_letter or _NO_NUMBER,
        heading="PENCABUTAN SURAT PERINTAH TUGAS",
        considering=(
            f"bahwa {named} untuk tanggal {_span(period)} tidak dapat dilaksanakan",
            f"bahwa alasan pencabutan adalah: {version.withdraw_reason}",
        ),
        basis=(*_BASIS, named),
        decides="Memutuskan",
        rulings=(
            f"mencabut {named} dan menyatakannya tidak berlaku",
            instead,
            "surat ini berlaku sejak tanggal ditetapkan",
        ),
        lines=(),
        first=period.first,
        last=period.last,
        place=papers.place,
        signed_on=version.withdrawn_on,
        signer=papers.signatory(version.signer),
        paper=papers.chosen_paper or Paper.F4,
    )


def _lines(view: WeekView, old: Version, new: Version) -> tuple[ChangedLine, ...]:
    """Changed cells person by person as the schedule lists them, then whoever left it."""
    order = {person.key: at for at, person in enumerate(view.people)}
    people = {person.key: person for person in view.people}
    changes = publications.difference(old.cells, new.cells)
    changes.sort(key=lambda one: (order.get(one.person, len(order)), one.person, one.day))
    return tuple(
        ChangedLine(
            people[one.person].full_name if one.person in people else "–",
            people[one.person].nip if one.person in people else "",
            one.day,
            _words(one.before),
            _words(one.after),
        )
        for one in changes
    )


def _words(frozen_cell: str | None) -> str:
    place, half = thawed(frozen_cell or "")
    if place is None:
        return "–"
    return _HIDDEN if place in PRIVATE else label(place, half)


def _named(version: Version, count: int) -> str:
    kind = f"Perubahan Ke-{count} Surat Perintah Tugas" if count else "Surat Perintah Tugas"
    return f"{kind} Nomor {version.letter or _NO_NUMBER} tanggal {long_date(version.published_on)}"


def _span(period: Period) -> str:
    return f"{long_date(period.first)} sampai dengan {long_date(period.last)}"
