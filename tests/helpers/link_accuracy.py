"""How often the program's own link of a report row is the right one, on a month that has a key."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flexdesk.desk.desk import Desk
from flexdesk.domain.links import stems
from flexdesk.domain.outputs import normal_sentence
from flexdesk.exchange.report_files import OutputRow, read_reports
from flexdesk.exchange.tables import read_tables
from tests.helpers.desks import DATA, small_desk

ACTIVITIES = DATA / "activities"
ADDITIONAL = "TAMBAHAN"
CLASSES = ("additional duty", "word and unit", "word only", "unit only", "neither")


@dataclass(frozen=True, slots=True)
class Judged:
    """`kind` is what of the row points to the right result: one of CLASSES."""

    activity: str
    unit: str
    right: str
    got: str
    kind: str

    @property
    def is_right(self) -> bool:
        return self.got == self.right


def month(name: str) -> Path:
    return ACTIVITIES / f"laporan-harian-2026-{name}.xlsx"


def planned_desk(folder: Path) -> Desk:
    """The sample kecamatan with its plans and no report."""
    desk = small_desk(folder, unit="Kecamatan Tirtawening")
    desk.people.import_file(DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx")
    desk.targets.import_file(ACTIVITIES / "skp-2026.xlsx", year=2026)
    return desk


def judged(desk: Desk) -> list[Judged]:
    """Every September row of the store against the key."""
    nips = {str(row["key"]): str(row["nip"]) for row in desk.store.select("person")}
    stored = desk.store.select("output", day=("2026-09-01", "2026-09-30"))
    got = {
        (nips[str(row["person"])], str(row["day"]), str(row["key"]).rsplit("|", 1)[1]): str(row["code"] or "")
        for row in stored
    }
    with (ACTIVITIES / "kunci-rhk-2026-09.csv").open(encoding="utf-8") as stream:
        key = {(r["nip"], int(r["baris"])): r["kode_rhk"] for r in csv.DictReader(stream, delimiter=";")}
    signs = _signs(desk)
    found = []
    for row in read_reports(read_tables(month("09"))).rows:
        right = key[row.nip, row.row]
        code = got[row.nip, row.day.isoformat(), row.content]
        found.append(Judged(row.activity, row.unit, right, code, _kind(row, right, signs)))
    return found


def share(rows: Iterable[Judged]) -> float:
    rows = list(rows)
    return sum(row.is_right for row in rows) / len(rows)


def _signs(desk: Desk) -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    """(NIP, code) -> the words and the units of a result."""
    found = {}
    for plan in desk.targets.plans(year=2026):
        for result in plan.results:
            words = " ".join([str(result.row["text"]), *(str(i.row["text"]) for i in result.indicators)])
            units = {normal_sentence(str(item.row["unit"] or "")) for item in result.indicators}
            found[str(plan.person["nip"]), str(result.row["code"])] = (set(stems(words)), units)
    return found


def _kind(row: OutputRow, right: str, signs: dict[tuple[str, str], tuple[set[str], set[str]]]) -> str:
    if right == ADDITIONAL:
        return CLASSES[0]
    words, units = signs[row.nip, right]
    others = [own for (nip, code), (_words, own) in signs.items() if nip == row.nip and code != right]
    unit = normal_sentence(row.unit)
    alone = unit in units and not any(unit in own for own in others)
    return CLASSES[(1 if alone else 2) if words & set(stems(row.activity)) else (3 if alone else 4)]
