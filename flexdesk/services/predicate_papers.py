"""The recap of predicates: who was given which, how the spread fits the pattern, and why if it does not."""

from collections import Counter
from collections.abc import Sequence

from flexdesk.documents.report import Column, Part, Report
from flexdesk.documents.wording import number
from flexdesk.domain.distribution import check_distribution
from flexdesk.domain.performance import OrganisationLevel, Predicate, label
from flexdesk.domain.periods import Period
from flexdesk.i18n import speaking
from flexdesk.services.evaluation import Evaluation
from flexdesk.services.papers import Papers
from flexdesk.services.unit_reports import report
from flexdesk.store.store import Row

_COLUMNS = (
    Column("No", 0.42, "right"),
    Column("Nama", 2.35),
    Column("NIP", 2.05),
    Column("Hasil kerja", 1.7),
    Column("Perilaku", 1.7),
    Column("Predikat", 1.6),
)
_TOLD = (("override_reason", "Alasan menetapkan di luar pola"), ("note", "Catatan"))
_FITS = "Sebaran predikat sesuai dengan pola distribusi SE MenPANRB Nomor 3 Tahun 2023."
_GUIDE = "Pola distribusi SE MenPANRB Nomor 3 Tahun 2023 adalah pertimbangan dan tidak membatasi penetapan."


def predicate_recap(
    papers: Papers,
    evaluations: Sequence[Evaluation],
    period: Period,
    level: OrganisationLevel | None,
    organisation: Row,
) -> Report:
    """`organisation` is the row of the organisation's result, empty while there is none.

    A plan as Plt. or Plh. is listed and not counted: its person has a plan of their own.
    """
    counted = [one for one in evaluations if not one.skp.row["acting"]]
    return report(
        papers,
        ("REKAPITULASI PREDIKAT KINERJA PEGAWAI",),
        f"{papers.unit_name}, {period.label('id')}",
        Part(particulars=_counts(evaluations, counted, level)),
        *((Part(curve=level),) if level else ()),
        Part(columns=_COLUMNS, rows=tuple(_row(papers, at, one) for at, one in enumerate(evaluations, 1))),
        *_check(counted, level, organisation),
    )


def _counts(
    evaluations: Sequence[Evaluation], counted: Sequence[Evaluation], level: OrganisationLevel | None
) -> tuple[tuple[str, str], ...]:
    given = Counter(one.predicate for one in counted if one.predicate)
    total = sum(given.values())
    told = [("Capaian kinerja organisasi", label(level) if level else "")]
    for each in reversed(Predicate):
        share = f" ({number(100 * given[each] / total, decimals=1)} %)" if given[each] else ""
        told.append((label(each), f"{given[each]} orang{share}"))
    waiting = len(counted) - total
    told += [("Belum dinilai", f"{waiting} orang")] if waiting else []
    acting = len(evaluations) - len(counted)
    told += [("Tidak dihitung", f"{acting} SKP sebagai Plt. atau Plh.")] if acting else []
    return tuple(told)


def _row(papers: Papers, at: int, one: Evaluation) -> tuple[str, ...]:
    return (
        str(at),
        papers.official(str(one.skp.person["key"])).name,
        str(one.skp.person["nip"] or ""),
        label(one.results) if one.results else "",
        label(one.behaviour) if one.behaviour else "",
        label(one.predicate) if one.predicate else "",
    )


def _check(
    counted: Sequence[Evaluation], level: OrganisationLevel | None, organisation: Row
) -> tuple[Part, ...]:
    """What the guide says to this spread; nothing while there is no level or nobody is rated."""
    given = Counter(one.predicate for one in counted if one.predicate)
    if level is None or not given:
        return ()
    with speaking("id"):
        found = [warning.sentence for warning in check_distribution(given, level)]
    reasons = tuple((name, str(organisation[column])) for column, name in _TOLD if organisation.get(column))
    said = (*found, _GUIDE) if found else (_FITS,)
    return (Part("Pemeriksaan pola distribusi", paragraphs=said, particulars=reasons),)
