"""BUKU ADIL for the wall: everybody's turns among their equals; no NIP, and no word about leave."""

from collections.abc import Iterator, Sequence

from flexdesk.documents.letterhead import Letterhead
from flexdesk.documents.paper import Paper
from flexdesk.documents.report import Column, Part, Report, ReportSigner
from flexdesk.documents.wording import DASH, date_range, long_date, number
from flexdesk.domain.ledger import Count, Group
from flexdesk.services.ledger import LedgerRow, LedgerView
from flexdesk.services.papers import Papers

_HEADS = {
    Count.AWAY: "Hari WFA",
    Count.FRIDAYS: "Jumat",
    Count.MONDAYS: "Senin",
    Count.NEXT_TO_HOLIDAY: "Dekat libur",
    Count.COUNTER: "Loket",
    Count.NIGHTS: "Sif malam",
}
_COLUMNS = (
    Column("No", 0.5, "right"),
    Column("Nama", 3.4),
    *(Column(head, 0.9, "right") for head in _HEADS.values()),
    Column("Keinginan", 1.2, "centre"),
)
_METHOD = (
    "Dihitung menurut keadaan yang tercatat; hari yang belum berjalan menurut jadwal. Jumat, Senin, dan hari"
    " di samping libur dihitung bila pegawai bekerja di luar kantor. Loket: hari di kantor saat loket yang"
    " dilayaninya buka. Keinginan: hari yang terpenuhi dari hari yang diminta."
)


def ledger_sheet(papers: Papers, view: LedgerView) -> Report:
    """Call it while `speaking("id")`, and with a view that was made so."""
    head = papers.official(papers.head) if papers.head else None
    above = (f"{papers.place}, {long_date(papers.today)}", head.position) if head else ()
    signers = (ReportSigner(head, above),) if head else ()
    return ledger_report(view, papers.unit_name, papers.letterhead(), signers, papers.paper)


def ledger_report(
    view: LedgerView, unit: str, head: Letterhead, signers: tuple[ReportSigner, ...], paper: Paper
) -> Report:
    return Report(
        titles=("BUKU ADIL", "GILIRAN KERJA FLEKSIBEL"),
        subtitle=f"{unit}, {date_range(view.ledger.first, view.last)}",
        parts=(*_parts(view), Part(paragraphs=(_METHOD,))),
        signers=signers,
        head=head,
        owner=unit,
        paper=paper,
    )


def _parts(view: LedgerView) -> Iterator[Part]:
    rows = {row.key: row for row in view.rows}
    said = dict(zip(_compared(view), view.sentences(), strict=True))
    for group in view.ledger.groups:
        sentence = said.get(group.name, "")
        yield Part(
            heading=f"Kelompok {group.name}",
            paragraphs=(f"{sentence}.",) if sentence else (),
            columns=_COLUMNS,
            rows=_lines([rows[key] for key in group.people]),
            total=_means(view, group),
        )
    others = [row for row in view.rows if not row.group]
    if others:
        yield Part(
            heading="Pegawai lain (tidak dibandingkan)" if view.ledger.groups else "",
            columns=_COLUMNS,
            rows=_lines(others),
        )


def _compared(view: LedgerView) -> list[str]:
    return [one.group for one in view.ledger.spreads if one.count is Count.FRIDAYS]


def _lines(rows: Sequence[LedgerRow]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(at), row.name, *(str(row.turns.of(count)) for count in _HEADS), _wishes(row))
        for at, row in enumerate(rows, 1)
    )


def _wishes(row: LedgerRow) -> str:
    turns = row.turns
    return f"{turns.wishes_met} dari {turns.wishes_asked}" if turns.wishes_asked else DASH


def _means(view: LedgerView, group: Group) -> tuple[str, ...]:
    found = [view.ledger.spread(group.name, count) for count in _HEADS]
    values = [number(one.mean, decimals=1) for one in found if one is not None]
    return ("", "Rata-rata", *values, "") if len(values) == len(_HEADS) else ()
