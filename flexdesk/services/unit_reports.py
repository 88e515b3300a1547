"""Papers about the whole unit that have no official form: eligibility and the recap of a month."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from flexdesk.documents.report import Column, Part, Report, ReportSigner
from flexdesk.domain.calendar import long_date
from flexdesk.domain.eligibility import eligibilities
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import Period
from flexdesk.domain.places import AWAY, Place
from flexdesk.domain.rules import Board
from flexdesk.i18n import speaking
from flexdesk.services.facts import FactReader
from flexdesk.services.papers import Papers
from flexdesk.services.week import WeekView
from flexdesk.store.store import Row

_NO = Column("No", 0.5, "right")
_NAME = Column("Nama", 2.6)
_NIP = Column("NIP", 2.1)


def eligibility(papers: Papers, reader: FactReader, day: date, wanted: Collection[str]) -> Report:
    """Who may work flexibly on a day and, for everybody who may not, by which rule."""
    board = Board(reader.facts(day, day))
    with speaking("id"):
        verdicts = eligibilities(board, day)
    people = [person for person in reader.people() if not wanted or person.key in wanted]
    rows = []
    for number, person in enumerate(people, 1):
        verdict = verdicts[person.key]
        against = [r for part in (verdict.location, verdict.time) for r in part.reasons if not r.holds]
        reasons = "; ".join(dict.fromkeys(f"{reason.text} ({reason.article})" for reason in against))
        yes = tuple("Ya" if part.eligible else "Tidak" for part in (verdict.location, verdict.time))
        rows.append((str(number), person.full_name, person.nip, *yes, reasons))
    answers = (Column("Lokasi", 0.8, "centre"), Column("Waktu", 0.8, "centre"))
    columns = (_NO, _NAME, _NIP, *answers, Column("Dasar", 3.6))
    return report(
        papers,
        ("KELAYAKAN PELAKSANAAN TUGAS KEDINASAN SECARA FLEKSIBEL",),
        f"{papers.unit_name}, per {long_date(day)}",
        Part(columns=columns, rows=tuple(rows)),
        landscape=True,
    )


def month(papers: Papers, view: WeekView, outputs: Sequence[Row], period: Period) -> Report:
    """Days by place and reported work of everybody in a period, as the schedule has them."""
    reported: dict[str, list[Row]] = {}
    for output in outputs:
        reported.setdefault(str(output["person"]), []).append(output)
    rows, totals = [], Counter[str]()
    for number, person in enumerate(view.people, 1):
        places = Counter(_group(view.cells[person.key, day].place) for day in view.days)
        mine = reported.get(person.key, [])
        counts = {
            **{name: places[name] for name in _GROUPS},
            "reports": len(mine),
            "days": len({str(row["day"]) for row in mine}),
            "accepted": sum(row["review"] == ReviewState.ACCEPTED for row in mine),
        }
        totals.update(counts)
        rows.append((str(number), person.full_name, *(str(count) for count in counts.values())))
    heads = (*_GROUPS.values(), "Laporan", "Hari lapor", "Diterima")
    columns = (_NO, _NAME, *(Column(head, 0.9, "right") for head in heads))
    return report(
        papers,
        ("REKAPITULASI KERJA FLEKSIBEL DAN LAPORAN HARIAN",),
        f"{papers.unit_name}, {period.label('id')}",
        Part(columns=columns, rows=tuple(rows), total=("", "Jumlah", *(str(n) for n in totals.values()))),
        landscape=True,
    )


_GROUPS = {"office": "Kantor", "away": "Luar kantor", "travel": "Dinas luar", "absent": "Tidak masuk"}


def _group(place: Place | None) -> str:
    if place in AWAY:
        return "away"
    if place in (Place.DUTY_TRAVEL, Place.TRAINING):
        return "travel"
    if place in (Place.LEAVE, Place.SICK, Place.PERMIT):
        return "absent"
    return "" if place in (None, Place.HOLIDAY, Place.OFF) else "office"


def report(
    papers: Papers, titles: tuple[str, ...], subtitle: str, *parts: Part, landscape: bool = False
) -> Report:
    """Under the unit's letterhead, signed by its head."""
    head = papers.official(papers.head) if papers.head else None
    above = (f"{papers.place}, {long_date(papers.today)}", head.position) if head else ()
    return Report(
        titles=titles,
        subtitle=subtitle,
        parts=parts,
        signers=(ReportSigner(head, above),) if head else (),
        head=papers.letterhead(),
        owner=papers.unit_name,
        paper=papers.paper,
        landscape=landscape,
    )
