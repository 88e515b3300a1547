"""Plans written to a file and read back: nothing lost, nothing added, in this unit and in a new one."""

from pathlib import Path
from typing import Any

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.exchange.skp_files import read_skp
from flexdesk.exchange.tables import read_tables
from flexdesk.services import skp_export
from flexdesk.services.skp import Wish
from flexdesk.services.targets import TARGET_CELLS
from tests.helpers.desks import DATA, kecamatan_desk, small_desk

PARTS = ("code", "class", "text", "leader_text")
ASKED = ("aspect", "perspective", "text", *TARGET_CELLS)
SAID = ("text", "number", "evidence")


def content(desk: Desk, year: int = 2026) -> list[Any]:
    return [
        (
            plan.person["nip"],
            plan.row["jabatan"],
            [
                (
                    [result.row[name] for name in PARTS],
                    [
                        (
                            [item.row[name] for name in ASKED],
                            {code: [r[name] for name in SAID] for code, r in item.realisations.items()},
                        )
                        for item in result.indicators
                    ],
                )
                for result in plan.results
            ],
        )
        for plan in desk.targets.plans(year=year)
    ]


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    with kecamatan_desk(tmp_path / "unit") as desk:
        yield desk


def test_what_is_written_is_read_back_into_a_new_unit(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "skp.xlsx"
    assert (
        skp_export.write(file, desk.targets.plans(year=2026), unit="Kecamatan Tirtawening", year=2026) == 311
    )
    reading = read_skp(read_tables(file))
    assert (reading.year, reading.rejected, len(reading.people)) == (2026, (), 35)
    with small_desk(tmp_path / "other") as other:
        other.people.import_file(DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx")
        other.targets.import_file(file, year=1999)
        assert content(other) == content(desk)
        assert content(other, 1999) == []


def test_it_changes_nothing_in_the_unit_it_came_from(desk: Desk, tmp_path: Path) -> None:
    indicator = str(desk.targets.plans(year=2026)[0].results[0].indicators[0].row["key"])
    desk.target_changes.change(
        indicator, target="250", unit="kegiatan", since=desk.clock.today().replace(day=1)
    )
    before = content(desk)
    file = tmp_path / "skp.xlsx"
    skp_export.write(file, desk.targets.plans(year=2026), unit="Kecamatan Tirtawening", year=2026)
    taken = desk.targets.import_file(file, year=2026)
    assert taken.change is None
    assert content(desk) == before


def test_targets_in_words_perspectives_and_formulas_survive(tmp_path: Path) -> None:
    with small_desk(tmp_path / "unit", [("196808121994032003", "Anita Contoh")]) as desk:
        change = desk.skp.make("196808121994032003", Wish())
        assert change is not None
        skp = change.ops[0].row
        committer = desk.committer
        result = committer.insert("work_result", {"skp": skp, "order": 1, "class": "main", "text": "Arsip"})
        targets = [
            ("95% (Persentase)", 95, "% (Persentase)"),
            ("Baik sekali", None, ""),
            ("12,5", 12.5, "jam"),
        ]
        ops = [
            committer.insert(
                "indicator",
                {
                    "result": result.row, "order": order, "perspective": "process", "text": f"Ukuran {order}",
                    "target_text": text, "target_number": number, "unit": unit,
                },
            )
            for order, (text, number, unit) in enumerate(targets, 1)
        ]  # fmt: skip
        committer.commit(Change("targets.edit", (result, *ops)))
        file = tmp_path / "skp.xlsx"
        skp_export.write(file, desk.targets.plans(), unit="=1+1", year=2026)
        (person,) = read_skp(read_tables(file)).people
        found = person.results[0].indicators
        assert [(one.target_text, one.target_number, one.unit) for one in found] == targets
        assert {str(one.perspective) for one in found} == {"process"}
        assert str(read_tables(file)[0].rows[1].cells[0]).startswith("'=")


def test_a_person_with_two_plans_has_the_later_one_in_the_file(desk: Desk) -> None:
    nip = str(desk.targets.plans(year=2026)[5].person["nip"])
    desk.skp.make(nip, Wish(acting=True))
    assert len(skp_export.meant(desk.targets.plans(year=2026))) == 35
    assert not any(plan.row["acting"] for plan in skp_export.meant(desk.targets.plans(year=2026)))
