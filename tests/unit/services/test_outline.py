"""Plans typed as an outline on a real store: put in, moved, taken out, handed down, and taken back whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.outline import LineUnread, PersonUnclear, parse_line
from flexdesk.domain.performance import ResultClass, SkpStatus
from flexdesk.errors import ReasonNeeded
from flexdesk.services.carrying import CarriedAlready, Part, ServesItself
from flexdesk.services.outline import Boxes, NotLawful, Spot
from flexdesk.services.outline_draft import PlanClosed
from tests.helpers.desks import back_to_draft, kecamatan_desk, small_desk

YEAR = 2026
PEOPLE = [
    ("196808121994032003", "Anita Linda Susanti"),
    ("199001012015012001", "Dewi Lestari"),
    ("199101012015012002", "Fitri Handayani"),
    ("198201012005011005", "Gani Setiawan"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", PEOPLE) as opened:
        yield opened


@pytest.fixture
def kecamatan(tmp_path: Path) -> Iterator[Desk]:
    with kecamatan_desk(tmp_path / "unit") as opened:
        yield back_to_draft(opened)


def add(desk: Desk, line: str, **spot: object) -> str:
    change = desk.outline.add(parse_line(line), Spot(**spot), YEAR)
    assert change is not None
    rows = change.rows("work_result") or change.rows("indicator")
    return rows[0]


def key_of(desk: Desk, name: str) -> str:
    return next(one.key for one in desk.outline.people() if one.name.startswith(name))


def tree(desk: Desk) -> dict[str, list[str]]:
    """First names -> results, each with its indicators behind a bar."""
    return {
        str(skp.person["name"]).split()[0]: [
            " | ".join([str(r.row["text"]), *(str(i.row["text"]) for i in r.indicators)]) for r in skp.results
        ]
        for skp in desk.targets.plans(year=YEAR)
    }


def undo(desk: Desk, change: Change | None) -> None:
    assert change is not None
    desk.committer.commit(change.inverse())


def test_the_first_line_makes_the_heads_plan(desk: Desk) -> None:
    key = add(desk, "Layanan KTP-el cepat #95 %")
    (plan,) = desk.targets.plans(year=YEAR)
    assert (plan.row["status"], plan.row["rater"], plan.row["from"]) == ("draft", None, "2026-01-01")
    (result,) = plan.results
    assert (result.row["key"], result.row["class"]) == (key, "main")
    (indicator,) = result.indicators
    assert [indicator.row[name] for name in ("aspect", "target_text", "target_number", "unit")] == [
        "quality", "95", 95, "%",
    ]  # fmt: skip


def test_siblings_stand_after_and_indicators_below(desk: Desk) -> None:
    first = add(desk, "Satu")
    third = add(desk, "Tiga", after=first)
    second = add(desk, "Dua", after=first)
    measure = add(desk, "Berkas #berkas 1200/bln", under=second)
    add(desk, "Tepat waktu #12 bulan", after=measure)
    assert tree(desk) == {"Anita": ["Satu", "Dua | Berkas | Tepat waktu", "Tiga"]}
    row = desk.store.get("indicator", measure)
    assert (row["target_text"], row["target_number"]) == ("1.200 berkas/bln", 14400)
    assert desk.store.get("work_result", third)["order"] == 20


def test_a_line_between_two_writes_no_other_row_while_there_is_room(desk: Desk) -> None:
    first = add(desk, "Satu")
    add(desk, "Dua", after=first)
    change = desk.outline.add(parse_line("Antara"), Spot(after=first), YEAR)
    assert len(change.ops) == 1
    for number in range(12):  # until there is none, and everything is numbered anew in one change
        change = desk.outline.add(parse_line(f"Antara {number}"), Spot(after=first), YEAR)
    orders = [r.row["order"] for r in desk.targets.plans(year=YEAR)[0].results]
    assert orders == sorted(set(orders))
    assert tree(desk)["Anita"][1] == "Antara 11"


def test_people_below_a_result_serve_it_each_with_the_whole_number(desk: Desk) -> None:
    top = add(desk, "Layanan KTP-el")
    add(desk, "Berkas selesai @dewi @fitri #berkas 1.200/th", under=top)
    plans = {str(p.person["name"]): p for p in desk.targets.plans(year=YEAR)}
    for name in ("Dewi Lestari", "Fitri Handayani"):
        (result,) = plans[name].results
        assert (result.row["leader_result"], result.row["leader_text"]) == (top, "Layanan KTP-el")
        assert result.indicators[0].row["target_number"] == 1200
        assert plans[name].row["rater"] == key_of(desk, "Anita")
    with pytest.raises(CarriedAlready, match="Dewi Lestari"):
        add(desk, "Lagi @dewi", under=top)


def test_people_on_the_leaders_own_line_share_its_number(desk: Desk) -> None:
    add(desk, "Berkas selesai @dewi @fitri @gani #berkas 1000/th")
    numbers = [p.results[0].indicators[0].row["target_number"] for p in desk.targets.plans(year=YEAR)]
    assert sorted(numbers) == [333, 333, 334, 1000]


def test_who_owns_the_line_is_not_given_a_part_of_it(desk: Desk) -> None:
    add(desk, "Berkas selesai @anita @dewi #berkas 1000/th")
    assert tree(desk) == {
        "Anita": ["Berkas selesai | Berkas selesai"],
        "Dewi": ["Berkas selesai | Berkas selesai"],
    }
    assert [row["target_number"] for row in desk.store.select("indicator")] == [1000, 1000]
    add(desk, "Arsip @anita @fitri", after=desk.targets.plans(year=YEAR)[0].results[0].row["key"])
    assert {name: len(results) for name, results in tree(desk).items()} == {"Anita": 2, "Dewi": 1, "Fitri": 1}


def test_a_sibling_below_serves_the_same(desk: Desk) -> None:
    top = add(desk, "Layanan KTP-el")
    dewi = add(desk, "Berkas @dewi", under=top)
    again = add(desk, "Survei #4 laporan/th", after=dewi)
    row = desk.store.get("work_result", again)
    assert (row["skp"], row["leader_result"]) == (desk.store.get("work_result", dewi)["skp"], top)
    other = add(desk, "Loket @gani", after=dewi)
    assert desk.store.get("work_result", other)["leader_result"] == top


@pytest.mark.parametrize(
    ("line", "error"),
    [("@dewi", LineUnread), ("Berkas @joko", PersonUnclear), ("Berkas @i", PersonUnclear)],
)
def test_lines_that_are_refused_write_nothing(desk: Desk, line: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        add(desk, line)
    assert not desk.store.select("skp")


def test_moving_is_among_the_same_class_and_can_be_undone(desk: Desk) -> None:
    keys = [add(desk, name) for name in ("Satu", "Dua", "Panitia !tambahan", "Tiga")]
    change = desk.outline.move(keys[1], +1)
    assert tree(desk)["Anita"] == ["Satu", "Panitia", "Tiga", "Dua"]
    undo(desk, change)
    assert tree(desk)["Anita"] == ["Satu", "Dua", "Panitia", "Tiga"]
    desk.outline.move(keys[3], -1)
    desk.outline.move(keys[3], -1)
    assert tree(desk)["Anita"] == ["Tiga", "Satu", "Dua", "Panitia"]
    assert desk.outline.move(keys[3], -1) is None
    assert desk.outline.move(keys[2], +1) is None


def test_indicators_move_too(desk: Desk) -> None:
    top = add(desk, "Satu")
    first, second = add(desk, "A #1", under=top), add(desk, "B #2", under=top)
    desk.outline.move(second, -1)
    assert tree(desk)["Anita"] == ["Satu | B | A"]
    assert desk.outline.move(first, +1) is None


def test_a_result_becomes_an_indicator_and_back(desk: Desk) -> None:
    first = add(desk, "Satu")
    second = add(desk, "Dua #12 laporan", after=first)
    change = desk.outline.indent(second)
    assert tree(desk)["Anita"] == ["Satu | Dua"]
    undo(desk, change)
    assert tree(desk)["Anita"] == ["Satu", "Dua | Dua"]
    desk.outline.indent(second)
    (indicator,) = desk.targets.plans(year=YEAR)[0].results[0].indicators
    desk.outline.outdent(indicator.row["key"])
    assert tree(desk)["Anita"] == ["Satu", "Dua | Dua"]
    assert desk.targets.plans(year=YEAR)[0].results[1].indicators[0].row["target_number"] == 12


def test_what_cannot_become_an_indicator_is_said(desk: Desk) -> None:
    first = add(desk, "Satu")
    with pytest.raises(NotLawful, match="no result before"):
        desk.outline.indent(first)
    second = add(desk, "Dua @dewi #1", after=first)
    with pytest.raises(NotLawful, match="others serve"):
        desk.outline.indent(second)
    with pytest.raises(NotLawful):
        desk.outline.outdent(second)
    third = add(desk, "Tiga #1 berkas", after=second)
    add(desk, "Lagi #2 berkas", under=third)
    with pytest.raises(NotLawful, match="several"):
        desk.outline.indent(third)


def test_a_result_goes_with_all_that_hangs_on_it_and_comes_back(kecamatan: Desk) -> None:
    before = kecamatan.store.select("realisation")
    plan = kecamatan.targets.plans(year=YEAR)[0]
    result = next(r for r in plan.results if any(i.realisations for i in r.indicators))
    key = str(result.row["key"])
    with pytest.raises(ReasonNeeded, match="hang on"):
        kecamatan.outline.remove([key])
    change = kecamatan.outline.remove([key], "Dialihkan ke bagian lain")
    left = kecamatan.store.select("realisation")
    assert len(left) < len(before)
    assert kecamatan.store.get("work_result", key) is None
    assert not kecamatan.store.select("indicator", result=key)
    said = {op.after.get("text") for op in change.ops if op.table == "realisation"}
    assert said == {"Dialihkan ke bagian lain"}
    undo(kecamatan, change)
    assert kecamatan.store.select("realisation") == before
    assert kecamatan.targets.plans(year=YEAR)[0].results[0].row == plan.results[0].row


def test_who_served_a_removed_result_keeps_the_sentence_and_loses_the_link(desk: Desk) -> None:
    top = add(desk, "Layanan KTP-el")
    dewi = add(desk, "Berkas @dewi", under=top)
    desk.outline.remove([top])
    row = desk.store.get("work_result", dewi)
    assert (row["leader_result"], row["leader_text"]) == (None, "Layanan KTP-el")


def test_a_result_for_six_people_in_one_change(kecamatan: Desk) -> None:
    top = kecamatan.targets.plans(year=YEAR)[0].results[0]
    held = kecamatan.handing_down.carriers(str(top.row["key"]))
    people = [one.key for one in kecamatan.outline.people() if one.key not in held][1:7]
    log = len(kecamatan.store.select("work_result"))
    change = kecamatan.handing_down.hand_down(str(top.row["key"]), [Part(one) for one in people])
    made = [kecamatan.store.get("work_result", key) for key in change.rows("work_result")]
    assert len(made) == 6
    assert {row["leader_result"] for row in made} == {top.row["key"]}
    counted = [i.row for i in top.indicators if i.row["unit"] == "kegiatan"]
    copies = [kecamatan.store.select("indicator", result=row["key"]) for row in made]
    assert sum(row["target_number"] for one in copies for row in one if row["unit"] == "kegiatan") == sum(
        row["target_number"] for row in counted
    )
    assert all(len(one) == len(top.indicators) for one in copies)
    undo(kecamatan, change)
    assert len(kecamatan.store.select("work_result")) == log


def test_typed_shares_and_words(desk: Desk) -> None:
    top = add(desk, "Berkas selesai #berkas 1000/th")
    add(desk, "Indeks #85 %", under=top)
    parts = [
        Part(key_of(desk, "Dewi"), "Rekam data", 60),
        Part(key_of(desk, "Fitri"), share=50),
        Part(key_of(desk, "Gani"), share=10),
    ]
    desk.handing_down.hand_down(top, parts)
    plans = {str(p.person["name"]): p.results[0] for p in desk.targets.plans(year=YEAR)}
    assert plans["Dewi Lestari"].row["text"] == "Rekam data"
    assert plans["Fitri Handayani"].row["text"] == "Berkas selesai"
    told = [
        [i.row["target_number"] for i in plans[name].indicators]
        for name in ("Dewi Lestari", "Fitri Handayani", "Gani Setiawan")
    ]
    assert told == [[600, 85], [500, 85], [100, 85]]  # more than the whole is said, not refused
    assert plans["Dewi Lestari"].row["share"] == 60


def test_handing_down_refuses_who_has_it_and_who_stands_above(desk: Desk) -> None:
    top = add(desk, "Layanan")
    dewi = add(desk, "Berkas @dewi", under=top)
    with pytest.raises(CarriedAlready):
        desk.handing_down.hand_down(top, [Part(key_of(desk, "Dewi"))])
    with pytest.raises(ServesItself, match="Anita"):
        desk.handing_down.hand_down(dewi, [Part(key_of(desk, "Anita"))])
    with pytest.raises(ServesItself):
        desk.handing_down.hand_down(dewi, [Part(key_of(desk, "Dewi"))])


def test_a_loop_is_refused_in_words(desk: Desk) -> None:
    top = add(desk, "Layanan")
    dewi = add(desk, "Berkas @dewi", under=top)
    fitri = add(desk, "Loket @fitri", under=dewi)
    with pytest.raises(ServesItself, match="“Layanan” would serve itself through “Berkas”"):
        desk.handing_down.serve(top, fitri)
    with pytest.raises(ServesItself):
        desk.handing_down.serve(dewi, dewi)
    other = add(desk, "Lain")
    desk.handing_down.serve(fitri, other)
    assert desk.store.get("work_result", fitri)["leader_text"] == "Lain"


def test_taking_back_is_one_change(desk: Desk) -> None:
    top = add(desk, "Layanan @dewi @fitri @gani")
    people = [key_of(desk, name) for name in ("Dewi", "Gani")]
    change = desk.handing_down.take_back(top, people)
    assert {str(p.person["name"]) for p in desk.targets.plans(year=YEAR) if p.results} == {
        "Anita Linda Susanti", "Fitri Handayani",
    }  # fmt: skip
    undo(desk, change)
    assert len(desk.handing_down.carriers(top)) == 3


def test_a_cell_of_the_matrix_makes_changes_and_empties(desk: Desk) -> None:
    top = add(desk, "Layanan #100 berkas")
    dewi = key_of(desk, "Dewi")
    desk.handing_down.set_cell(top, dewi, "Rekaman data  bersih")
    (held,) = desk.handing_down.carriers(top)[dewi]
    assert desk.store.get("work_result", held)["text"] == "Rekaman data bersih"
    desk.handing_down.set_cell(top, dewi, "Rekaman data lengkap")
    assert desk.store.get("work_result", held)["text"] == "Rekaman data lengkap"
    add(desk, "Kedua", after=held)
    with pytest.raises(NotLawful):
        desk.handing_down.set_cell(top, dewi, "Ketiga")
    desk.handing_down.set_cell(top, dewi, "")
    assert desk.handing_down.carriers(top) == {}
    assert desk.handing_down.set_cell(top, dewi, "") is None


def test_a_new_sentence_is_said_by_those_who_serve_it(desk: Desk) -> None:
    top = add(desk, "Layanan")
    dewi = add(desk, "Berkas @dewi", under=top)
    desk.outline.rewrite(Boxes(top, "Layanan prima", ResultClass.ADDITIONAL))
    assert desk.store.get("work_result", top)["class"] == "additional"
    assert desk.store.get("work_result", dewi)["leader_text"] == "Layanan prima"
    with pytest.raises(LineUnread):
        desk.outline.set_result(top, "  ")


def test_boxes_count_for_the_whole_plan(desk: Desk) -> None:
    top = add(desk, "Layanan")
    key = add(desk, "Berkas #1 berkas", under=top)
    boxes = Boxes(top, "Layanan cepat", indicator=key, text="Berkas", target="1200/bln", unit="berkas")
    change = desk.outline.rewrite(boxes)
    row = desk.store.get("indicator", key)
    assert desk.store.get("work_result", top)["text"] == "Layanan cepat"
    undo(desk, change)
    assert desk.store.get("work_result", top)["text"] == "Layanan"
    assert (row["target_text"], row["target_number"], row["unit"]) == ("1.200 berkas/bln", 14400, "berkas")


def test_a_closed_plan_is_a_record(desk: Desk) -> None:
    top = add(desk, "Layanan #1 berkas")
    (plan,) = desk.store.select("skp")
    op = desk.committer.update("skp", plan, {"status": SkpStatus.CLOSED})
    desk.committer.commit(Change("skp.close", (op,)))
    indicator = desk.store.select("indicator")[0]["key"]
    calls = [
        lambda: add(desk, "Dua", after=top),
        lambda: desk.outline.remove([top]),
        lambda: desk.outline.set_result(top, "Lain"),
        lambda: desk.outline.outdent(indicator),
        lambda: desk.outline.rewrite(Boxes(indicator=indicator, text="x", target="2")),
    ]
    for call in calls:
        with pytest.raises(PlanClosed, match="Anita"):
            call()
