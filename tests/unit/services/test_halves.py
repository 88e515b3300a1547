"""Half days and notes, from the hand to the files that leave the office."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from flexdesk.desk.desk import Desk
from flexdesk.domain import halves
from flexdesk.domain.halves import ROUND, SPLIT, Half, NotSplit, apart, thawed
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import OF_LETTER, Place
from flexdesk.domain.rules.findings import Fix
from flexdesk.exchange.schedule_files import place_of, split_of
from flexdesk.services import sharing
from flexdesk.services.week import CellView
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import small_desk

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
WEEK = parse_period("2026-W48")
PEOPLE = [("198501012010011001", "Ayu Lestari"), ("198602022011012002", "Bagus Wijaya")]
BEFORE = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", PEOPLE, clock=FixedClock(BEFORE)) as made:
        yield made


def keys(desk: Desk) -> list[str]:
    return [person.key for person in desk.people.roster()]


def split(desk: Desk, person: str, day: date, place: Place, half: Half | None) -> None:
    given = {(person, day): half} if half else {}
    desk.schedule.set_places([(person, day, place)], halves=given)


def shown(desk: Desk, person: str, day: date) -> CellView:
    return desk.schedule.week(MONDAY).cells[person, day]


@given(place=st.sampled_from(sorted(SPLIT)), half=st.sampled_from(ROUND))
def test_what_is_written_is_read_again(place: Place, half: Half | None) -> None:
    assert split_of(halves.token(place, half)) == (place, half)
    assert thawed(CellView(place, "typed", half=half).frozen) == (place, half)
    if place is not Place.OTHER_PLACE:  # L means another office first
        assert split_of(halves.code(place, half)) == (place, half)


@given(st.sampled_from(sorted(OF_LETTER)), st.sampled_from(sorted(OF_LETTER)))
def test_only_the_office_and_a_place_of_work_make_a_split_day(left: str, right: str) -> None:
    read = apart(f"{left}/{right}", place_of)
    places = OF_LETTER[left], OF_LETTER[right]
    assert (read is not None) == (Place.OFFICE in places and bool(SPLIT & set(places)))


def test_words_of_files_are_understood() -> None:
    assert split_of("WFA/kantor") == (Place.HOME, Half.MORNING)
    assert split_of("Kantor / Rumah (WFA)") == (Place.HOME, Half.AFTERNOON)
    assert split_of("K/K") is None
    assert split_of("W/K/W") is None
    assert split_of("Kantor") == (Place.OFFICE, None)


def test_another_letter_keeps_no_half_and_a_move_takes_it_along(desk: Desk) -> None:
    ayu, bagus = keys(desk)
    split(desk, ayu, MONDAY, Place.HOME, Half.MORNING)
    assert shown(desk, ayu, MONDAY).half is Half.MORNING
    desk.schedule.swap(ayu, MONDAY, bagus, TUESDAY)
    assert shown(desk, bagus, TUESDAY).half is Half.MORNING
    desk.schedule.move(bagus, TUESDAY, ayu, WEDNESDAY)
    assert (shown(desk, bagus, TUESDAY).half, shown(desk, ayu, WEDNESDAY).half) == (None, Half.MORNING)
    desk.schedule.set_places([(ayu, WEDNESDAY, Place.TRAINING)])
    assert shown(desk, ayu, WEDNESDAY).half is None
    assert desk.store.get("assignment", f"{ayu}|{WEDNESDAY}")["half"] is None  # type: ignore[index]


def test_the_week_before_is_copied_with_its_halves(desk: Desk) -> None:
    ayu, bagus = keys(desk)
    next_monday = MONDAY + timedelta(weeks=1)
    split(desk, ayu, MONDAY, Place.TRAINING, Half.MORNING)
    split(desk, ayu, next_monday, Place.TRAINING, None)
    split(desk, bagus, MONDAY, Place.TRAINING, None)
    split(desk, bagus, next_monday, Place.TRAINING, Half.AFTERNOON)
    proposal = desk.schedule.copy_week_proposal(MONDAY, next_monday)
    assert (set(proposal.cells), proposal.halves) == (
        {(ayu, next_monday), (bagus, next_monday)},
        {(ayu, next_monday): Half.MORNING},
    )
    desk.schedule.take(proposal)
    cells = desk.schedule.week(next_monday).cells
    assert [cells[person, next_monday].half for person in (ayu, bagus)] == [Half.MORNING, None]
    assert desk.schedule.copy_week_proposal(MONDAY, next_monday).cells == {}


def test_who_is_brought_in_for_a_shortage_is_there_all_day(desk: Desk) -> None:
    ayu, _bagus = keys(desk)
    split(desk, ayu, MONDAY, Place.HOME, Half.MORNING)
    desk.day.bring_in(Fix(ayu, MONDAY, "office", ""))
    split(desk, ayu, TUESDAY, Place.HOME, Half.MORNING)
    desk.schedule.call_in(ayu, TUESDAY, "mendesak", ())
    for day in (MONDAY, TUESDAY):
        row = desk.store.get("assignment", f"{ayu}|{day}")
        assert row is not None
        assert (row["place"], row["half"]) == ("office", None)


@pytest.mark.parametrize("place", [*sorted(set(Place) - SPLIT), None])
def test_a_day_that_has_no_halves_is_refused_in_words(desk: Desk, place: Place | None) -> None:
    ayu, _bagus = keys(desk)
    with pytest.raises(NotSplit) as refused:
        desk.schedule.set_places([(ayu, MONDAY, place)], halves={(ayu, MONDAY): Half.MORNING})
    assert "cannot be split" in str(refused.value)
    assert desk.store.get("assignment", f"{ayu}|{MONDAY}") is None


def test_a_half_left_over_on_an_office_day_is_read_as_the_whole_day(desk: Desk) -> None:
    """Two laptops: one writes the office, the other a half, and neither had seen the other."""
    ayu, _bagus = keys(desk)
    op = desk.committer.upsert("assignment", f"{ayu}|{MONDAY}", {"place": "office", "half": "morning"})
    desk.committer.commit(Change("test.merge", (op,)))
    cell = shown(desk, ayu, MONDAY)
    assert (cell.place, cell.half, cell.frozen) == (Place.OFFICE, None, "office")


def test_rules_take_the_place_for_the_whole_day(desk: Desk) -> None:
    ayu, _bagus = keys(desk)
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        split(desk, ayu, day, Place.HOME, Half.MORNING)
    row = next(one for one in desk.schedule.week(MONDAY).people if one.key == ayu)
    assert row.away_count == 3
    halved = {finding.rule for finding in desk.schedule.check(MONDAY, WEDNESDAY)}
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        split(desk, ayu, day, Place.HOME, None)
    assert halved
    assert {finding.rule for finding in desk.schedule.check(MONDAY, WEDNESDAY)} == halved


def test_a_publication_freezes_halves_and_another_half_is_a_change(desk: Desk) -> None:
    ayu, _bagus = keys(desk)
    split(desk, ayu, MONDAY, Place.TRAINING, Half.MORNING)
    desk.schedule.publish_period(WEEK, "800/1/2026", ayu, "uji coba")
    frozen = desk.schedule.published(MONDAY, MONDAY)
    assert frozen is not None
    assert (frozen.cells[ayu, MONDAY], frozen.published_on) == ("training/morning", BEFORE.date())
    assert desk.schedule.week(MONDAY).changed == 0
    split(desk, ayu, MONDAY, Place.TRAINING, Half.AFTERNOON)
    assert shown(desk, ayu, MONDAY).changed_since_published
    split(desk, ayu, MONDAY, Place.TRAINING, Half.MORNING)
    assert not shown(desk, ayu, MONDAY).changed_since_published


def test_history_tells_halves(desk: Desk) -> None:
    ayu, _bagus = keys(desk)
    split(desk, ayu, MONDAY, Place.HOME, None)
    split(desk, ayu, MONDAY, Place.HOME, Half.MORNING)
    split(desk, ayu, MONDAY, Place.OFFICE, None)
    told = [
        (halves.code(one.before, one.half_before), halves.code(one.after, one.half_after))
        for one in desk.schedule.history(ayu, MONDAY)
    ]
    assert told == [("W/K", "K"), ("W", "W/K"), ("", "W")]


def test_files_show_halves_and_csv_is_read_back_whole(desk: Desk, tmp_path: Path) -> None:
    ayu, bagus = keys(desk)
    split(desk, ayu, MONDAY, Place.HOME, Half.MORNING)
    split(desk, bagus, TUESDAY, Place.OTHER_PLACE, Half.AFTERNOON)
    view = desk.schedule.week(MONDAY)
    assert "Rumah (WFA) pagi, kantor siang: Ayu Lestari" in sharing.shared_text(view, "Jadwal")
    calendar = sharing.as_calendar(view, "Jadwal", BEFORE).decode().replace("\r\n ", "")
    assert "Ayu Lestari: Rumah (WFA) pagi\\, kantor siang" in calendar
    rows = list(csv.DictReader(io.StringIO(sharing.as_csv(view).decode("utf-8-sig"))))
    assert [row["place"] for row in rows if row["date"] == "2026-11-23"] == ["home/office", "office"]
    for name, data in (("a.csv", sharing.as_csv(view)), ("b.xlsx", sharing.as_xlsx(view, "Jadwal"))):
        desk.schedule.clear(MONDAY, date(2026, 11, 29))
        (tmp_path / name).write_bytes(data)
        read = desk.schedule.import_file(tmp_path / name, WEEK)
        assert not read.rejected
        assert shown(desk, ayu, MONDAY).frozen == "home/morning"
        wanted = {"a.csv": "other_place", "b.xlsx": "other_office"}[name]  # one letter for both
        assert shown(desk, bagus, TUESDAY).frozen == f"{wanted}/afternoon"


def test_notes_of_a_cell_and_of_a_day(desk: Desk) -> None:
    ayu, _bagus = keys(desk)
    notes = desk.schedule.notes
    assert notes.of_day(MONDAY, "  ") is None
    assert notes.of_cell(ayu, MONDAY, "") is None
    notes.of_cell(ayu, MONDAY, "menggantikan\n Bagus")
    notes.of_day(MONDAY, "Rapat koordinasi")
    view = desk.schedule.week(MONDAY)
    cell = view.cells[ayu, MONDAY]
    assert (cell.place, cell.source, cell.note) == (Place.OFFICE, "rule", "menggantikan Bagus")
    assert view.notes == {MONDAY: "Rapat koordinasi"}
    text = sharing.shared_text(view, "Jadwal")
    assert "*Senin, 23 November 2026*\nRapat koordinasi\nSemua di kantor" in text
    split(desk, ayu, MONDAY, Place.HOME, None)
    assert shown(desk, ayu, MONDAY).note == "menggantikan Bagus"
    notes.of_day(MONDAY, "")
    assert desk.schedule.week(MONDAY).notes == {}


def test_a_whole_day_is_frozen_as_it_always_was(desk: Desk) -> None:
    ayu, _bagus = keys(desk)
    desk.schedule.publish_period(WEEK, "800/1/2026", ayu, "uji coba")
    row = desk.store.select("publication")[0]
    cells = [[person, day, place] for person, day, place in json.loads(str(row["cells"]))]
    assert [ayu, "2026-11-23", "office"] in cells


def printed(desk: Desk, kind: str) -> str:
    """The words of a paper; drawing it runs the checks for what is cut or lies over something else."""
    (drawn,) = desk.printing.draw([kind], WEEK)
    pages = PdfReader(io.BytesIO(drawn.issued.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_papers_print_halves(desk: Desk) -> None:
    ayu, bagus = keys(desk)
    split(desk, ayu, MONDAY, Place.HOME, Half.MORNING)
    split(desk, bagus, MONDAY, Place.OTHER_OFFICE, Half.AFTERNOON)
    split(desk, bagus, TUESDAY, Place.HOME, None)
    sheet = printed(desk, "schedule")
    assert "W/K" in sheet
    assert "K/L" in sheet
    letter = printed(desk, "assignment-letter")
    assert "Rumah (WFA) pagi, kantor siang" in letter
    assert "Kantor pagi, kantor lain siang" in letter
    assert "Rumah (WFA) pagi, kantor siang" in printed(desk, "slip")


def test_the_wall_sheet_prints_a_note_that_fits_and_never_a_part_of_one(desk: Desk) -> None:
    long = "Rapat koordinasi dengan semua kepala desa dan lurah di aula kecamatan sampai sore"
    desk.schedule.notes.of_day(MONDAY, "Posyandu")
    desk.schedule.notes.of_day(TUESDAY, long)
    sheet = printed(desk, "schedule")
    assert "Posyandu" in sheet
    assert "Rapat koordinasi" not in sheet


def test_a_swap_takes_the_half_along(desk: Desk) -> None:
    ayu, bagus = keys(desk)
    split(desk, ayu, MONDAY, Place.HOME, Half.MORNING)
    split(desk, bagus, MONDAY, Place.HOME, None)
    nips = [nip for nip, _name in PEOPLE]
    draft = desk.requests.draft(nips[0], "swap", MONDAY, MONDAY, partner=nips[1], reason="Rapat")
    key, _change = desk.requests.submit(draft)
    desk.requests.agree(key)
    desk.requests.decide(key, "approve", "setuju")
    assert [shown(desk, person, MONDAY).frozen for person in (ayu, bagus)] == [
        "home",
        "home/morning",
    ]
