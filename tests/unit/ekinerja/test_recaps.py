"""Recaps of e-Kinerja: read as they come, refused where a spreadsheet spoiled them, and compared."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Predicate, Rating
from flexdesk.domain.periods import parse_period
from flexdesk.exchange.bkn_recaps import (
    NoRecap,
    NumbersLost,
    Recap,
    RecapKind,
    RecapWithoutYear,
    read_recap,
)
from flexdesk.exchange.tables import read_tables
from flexdesk.services.bkn import Kind
from tests.helpers.bkn_files import PEOPLE, plan_recap, result_recap
from tests.helpers.desks import DATA, small_desk

HEAD, MOVED, WAITS, NEW = (PEOPLE[0][0], PEOPLE[1][0], PEOPLE[4][0], PEOPLE[5][0])
STRANGER = NEW
ROSTER = [(HEAD, "Anita Linda Susanti"), (MOVED, "Bagus Prakoso"), (WAITS, "Citra Maharani")]
WITHOUT = ("199203102015032001", "Eka Lestari")
FILES = DATA / "ekinerja"


def read(file: Path) -> Recap:
    return read_recap(read_tables(file), file=file.name)


def test_the_recap_of_plans(tmp_path: Path) -> None:
    recap = read(plan_recap(tmp_path / "a.xlsx"))
    assert (recap.kind, recap.year, recap.month) == (RecapKind.PLAN, 2026, 0)
    assert recap.agency == "Instansi Pemerintah Kabupaten Contoh"
    assert [row.nip for row in recap.rows] == [one[0] for one in PEOPLE]
    assert [row.acting for row in recap.rows] == [False, False, False, True, False, False]
    assert recap.rows[1].until is not None
    assert recap.rows[1].until.isoformat() == "2026-03-31"
    assert (recap.rows[0].status, recap.rows[0].jabatan) == ("persetujuan", "Camat")
    assert recap.rows[0].unit == "Kecamatan Contoh"


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("LAPORAN PENILAIAN SKP BULAN MARET 2026", 3),
        ("LAPORAN PENILAIAN SKP TAHUNAN 2026", 0),
        ("LAPORAN PENILAIAN SKP TAHUN 2026", 0),
        ("Laporan Penilaian SKP (Nopember) 2026", 11),
        ("LAPORAN PENILAIAN SKP PERIODE JANUARI - MARET 2026", 3),
        ("LAPORAN PENILAIAN SKP 1 JANUARI S.D. 31 DESEMBER 2026", 0),
    ],
)
def test_the_recap_of_results_names_its_month(tmp_path: Path, title: str, month: int) -> None:
    recap = read(result_recap(tmp_path / "a.xlsx", [("1", "Baik")], title=title))
    assert (recap.kind, recap.month) == (RecapKind.RESULT, month)


@pytest.mark.parametrize(
    ("said", "predicate"),
    [
        ("Sangat Baik", Predicate.SANGAT_BAIK),
        ("BAIK", Predicate.BAIK),
        ("Butuh Perbaikan (Cukup)", Predicate.BUTUH_PERBAIKAN),
        ("Cukup", Predicate.BUTUH_PERBAIKAN),
        ("Kurang/Misconduct", Predicate.KURANG),
        ("Sangat Kurang", Predicate.SANGAT_KURANG),
        ("-", None),
        ("", None),
    ],
)
def test_results_in_words(tmp_path: Path, said: str, predicate: Predicate | None) -> None:
    recap = read(result_recap(tmp_path / "a.xlsx", [("1", said)]))
    assert recap.rows[0].result is predicate
    assert recap.faults == ()


def test_a_result_that_nobody_knows_is_named(tmp_path: Path) -> None:
    recap = read(result_recap(tmp_path / "a.xlsx", [("1", "Lumayan"), ("2", "Baik"), ("2", "Baik")]))
    assert [(fault.kind, fault.row) for fault in recap.faults] == [("result", 9), ("twice", 11)]
    assert "Lumayan" in recap.faults[0].message


def test_a_number_that_lost_its_digits_is_refused_in_words(tmp_path: Path) -> None:
    rows = [(float(nip), *rest) for nip, *rest in PEOPLE]
    with pytest.raises(NumbersLost) as lost:
        read(plan_recap(tmp_path / "a.xlsx", rows))
    assert lost.value.facts["value"] == "1.96808E+17"
    recap = read(plan_recap(tmp_path / "b.xlsx", [PEOPLE[0], ("1,98506E+17", *PEOPLE[4][1:])]))
    assert [fault.kind for fault in recap.faults] == ["nip_precision_lost"]
    assert "1,98506E+17" in recap.faults[0].message
    assert len(recap.rows) == 1


def test_other_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRecap):
        read(DATA / "activities" / "skp-2026.xlsx")
    with pytest.raises(RecapWithoutYear):
        read(plan_recap(tmp_path / "a.xlsx", title="LAPORAN SKP"))
    late = tmp_path / "late.xlsx"
    with xlsxwriter.Workbook(str(late)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["LAPORAN SKP 2026"])
        sheet.write_row(20, 0, ["id", "nip", "skp_status"])  # row 21
        sheet.write_row(21, 0, ["1", HEAD, "persetujuan"])
    with pytest.raises(NoRecap):
        read(late)


# -- beside what is kept here


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", [*ROSTER, WITHOUT]) as desk:
        yield desk


def kinds(desk: Desk) -> list[tuple[Kind, str]]:
    return [(one.kind, one.name) for one in desk.bkn.compare(2026)]


def planned(desk: Desk, nip: str, results: Rating | None = None, period: str = "2026") -> None:
    person = str(desk.store.select("person", nip=nip)[0]["key"])
    held = desk.store.select("skp", person=person, year=2026)
    if not held:
        op = desk.committer.insert("skp", {"person": person, "year": 2026, "status": "approved"})
        desk.committer.commit(Change("targets.import", (op,)))
        held = desk.store.select("skp", person=person, year=2026)
    if results is not None:
        key = str(held[0]["key"])
        desk.evaluation.rate(key, parse_period(period), results=results, behaviour=Rating.MEETS)


def test_the_sample_files_are_compared_with_the_roster(desk: Desk) -> None:
    planned(desk, HEAD, Rating.BELOW)  # Butuh Perbaikan here, Baik there
    planned(desk, MOVED, Rating.MEETS)  # Baik here; there Butuh Perbaikan, then Sangat Baik in the new post
    files = [FILES / "laporan-penilaian-skp-2026.xlsx", FILES / "laporan-skp-2026.xlsx"]  # in any order
    taken = desk.bkn.take(files)
    assert (taken.year, taken.plans, taken.results, taken.rejected) == (2026, 6, 4, ())
    assert kinds(desk) == [
        (Kind.NO_PLAN, "Eka Lestari"),
        (Kind.NOT_APPROVED, "Citra Maharani"),
        (Kind.PREDICATE, "Anita Linda Susanti"),
        (Kind.PREDICATE, "Bagus Prakoso"),
        (Kind.UNKNOWN, "Dodi Firmansyah"),
        (Kind.DOUBLED, "Bagus Prakoso"),
    ]
    by_kind = {(one.kind, one.nip): one for one in desk.bkn.compare(2026)}
    moved = by_kind[Kind.PREDICATE, MOVED]
    assert (moved.here, moved.there) == ("baik", "sangat_baik")  # the SKP with the latest last day
    assert by_kind[Kind.DOUBLED, MOVED].there == "2026-12-31"  # the Plt row until 2027 is left out
    assert by_kind[Kind.UNKNOWN, STRANGER].person == ""
    assert moved.sentence == "The predikat differs: Baik here, Sangat Baik in e-Kinerja."


def test_taking_the_same_files_again_changes_nothing(desk: Desk) -> None:
    files = sorted(FILES.glob("*.xlsx"))
    first = desk.bkn.take(files)
    assert first.change is not None
    assert desk.bkn.take(files).change is None
    desk.committer.walk(first.change.inverse())
    assert desk.store.select("bkn_record") == []


def test_a_newer_recap_replaces_the_older_one_of_its_kind(desk: Desk, tmp_path: Path) -> None:
    desk.bkn.take(sorted(FILES.glob("*.xlsx")))
    rows = [(*PEOPLE[4][:5], "persetujuan", PEOPLE[4][6])]
    desk.bkn.take([plan_recap(tmp_path / "neu.xlsx", rows)])
    found = kinds(desk)
    assert (Kind.NOT_APPROVED, "Citra Maharani") not in found
    assert (Kind.NO_PLAN_HERE, "Citra Maharani") in found
    assert (Kind.NO_PLAN, "Anita Linda Susanti") in found
    assert len(desk.store.select("bkn_record", kind="plan")) == 1
    assert len(desk.store.select("bkn_record", kind="2026")) == 4


def test_the_recap_of_march_speaks_of_the_first_quarter(desk: Desk, tmp_path: Path) -> None:
    planned(desk, HEAD, Rating.ABOVE, "2026-Q1")
    title = "LAPORAN PENILAIAN SKP MARET 2026"
    plan = plan_recap(tmp_path / "plan.xlsx")
    desk.bkn.take([plan, result_recap(tmp_path / "march.xlsx", [("skp-1", "Baik")], title=title)])
    assert Kind.PREDICATE not in {one.kind for one in desk.bkn.compare(2026)}
    desk.bkn.take([result_recap(tmp_path / "march.xlsx", [("skp-1", "-")], title=title)])
    told = next(one for one in desk.bkn.compare(2026) if one.kind is Kind.NOT_RATED_THERE)
    assert (told.nip, told.period, told.here) == (HEAD, "2026-03", "baik")
    desk.bkn.take([result_recap(tmp_path / "april.xlsx", [("skp-1", "Kurang")], title="SKP APRIL 2026")])
    told = next(one for one in desk.bkn.compare(2026) if one.kind is Kind.NOT_RATED_HERE)
    assert (told.period, told.there) == ("2026-04", "kurang")


def test_results_without_their_plans_wait_for_that_file(desk: Desk, tmp_path: Path) -> None:
    taken = desk.bkn.take([result_recap(tmp_path / "a.xlsx", [("skp-1", "Baik")])])
    assert [fault["kind"] for fault in taken.rejected] == ["id_unknown"]
    assert taken.change is None
    desk.bkn.take([plan_recap(tmp_path / "b.xlsx")])
    assert desk.bkn.take([result_recap(tmp_path / "a.xlsx", [("skp-1", "Baik")])]).rejected == ()


def test_people_without_status_of_asn_need_no_skp_there(desk: Desk, tmp_path: Path) -> None:
    desk.people.set(WITHOUT[0], {"status": "non_asn"})
    desk.bkn.take([plan_recap(tmp_path / "b.xlsx")])
    assert (Kind.NO_PLAN, "Eka Lestari") not in kinds(desk)


def test_a_former_number_is_known(desk: Desk, tmp_path: Path) -> None:
    person = desk.store.select("person", nip=WITHOUT[0])[0]
    op = desk.committer.update("person", person, {"former_nip": STRANGER})
    desk.committer.commit(Change("person.set", (op,)))
    desk.bkn.take([plan_recap(tmp_path / "b.xlsx")])
    assert Kind.UNKNOWN not in {one.kind for one in desk.bkn.compare(2026)}
    assert (Kind.NO_PLAN, "Eka Lestari") not in kinds(desk)
