"""Cells of the week at the real window: halves, notes, a pasted block, and undo after another laptop."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from flexdesk.desk.desk import Desk
from flexdesk.domain.halves import Half
from flexdesk.domain.places import Place
from flexdesk.system.clock import FixedClock
from tests.end_to_end.windows import Person, at_window, week_of
from tests.gui.conftest import _nothing_leaks, _plain_look, qapp  # noqa: F401
from tests.gui.sending.laptops import Office, office
from tests.helpers.desks import small_desk
from ui.schedule.note_popup import NotePopup
from ui.schedule.page import SchedulePage
from ui.schedule.sheet import Spot

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
FITRI = "Fitri Handayani"
BEFORE = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    people = [(f"19850101201001{n % 2 + 1}{n:03}", f"Pegawai {n:02}") for n in range(1, 41)]
    with small_desk(tmp_path / "unit", people, clock=FixedClock(BEFORE)) as desk, at_window(desk) as made:
        yield made


def schedule(person: Person) -> SchedulePage:
    page = person.at(SchedulePage)
    page.desk.show_period(MONDAY)
    person.settle()
    return page


def stand(page: SchedulePage, row: int, column: int) -> None:
    page.desk.grid.go_to(Spot(row, column))
    page.desk.grid.setFocus()


def spoken_at(page: SchedulePage, row: int, column: int) -> str:
    page.desk.settled()
    return str(page.desk.model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))


def popup() -> NotePopup:
    found = QApplication.activePopupWidget()
    assert isinstance(found, NotePopup)
    return found


def rows(desk: Desk) -> dict[str, object]:
    return {str(row["key"]): row["place"] for row in desk.store.select("assignment") if row["place"]}


def test_a_slash_goes_round_and_another_letter_keeps_no_half(person: Person) -> None:
    page = schedule(person)
    name = page.desk.settled().people[1].name
    stand(page, 1, 0)
    person.type_in("w")
    stand(page, 1, 0)
    seen = []
    for _press in range(3):
        person.type_in("/")
        person.settle()
        seen.append(str(page.desk.model.index(1, 0).data()))
        if seen[-1] == "W/K":
            assert f"{name}, Senin 23 November, WFA pagi, kantor siang" in spoken_at(page, 1, 0)
    assert seen == ["W/K", "K/W", "W"]
    person.type_in("/")
    person.type_in("p")
    person.settle()
    assert page.desk.model.index(1, 0).data() == "P"
    person.press("Ctrl+Z")
    person.settle()
    assert page.desk.model.index(1, 0).data() == "W/K"


def test_a_day_without_halves_is_refused_in_words(person: Person) -> None:
    page = schedule(person)
    stand(page, 2, 1)
    person.type_in("/")
    person.settle()
    assert person.told == "Hari “Kantor” tidak dapat dibagi dua."
    assert not rows(person.desk)
    assert person.window.editor.stack.count() == 0


def test_repeat_and_fill_keep_halves(person: Person) -> None:
    page = schedule(person)
    grid = page.desk.grid
    person.press("F4")  # nothing to repeat yet
    assert person.window.editor.stack.count() == 0
    stand(page, 1, 0)
    person.type_in("w")
    stand(page, 1, 0)
    person.type_in("/")
    stand(page, 4, 2)
    person.press("Shift+Down", "Shift+Right", "F4")
    person.settle()
    grid.setFocus()
    sheet = page.desk.settled()
    assert [str(page.desk.model.index(r, c).data()) for r in (4, 5) for c in (2, 3)] == ["W/K"] * 4
    assert {sheet.half(Spot(r, c)) for r in (4, 5) for c in (2, 3)} == {"morning"}
    assert person.window.editor.stack.count() == 3
    stand(page, 4, 3)
    person.press("Shift+Down", "Shift+Right", "Ctrl+Shift+R")
    person.settle()
    assert [str(page.desk.model.index(r, 4).data()) for r in (4, 5)] == ["W/K"] * 2
    stand(page, 5, 4)
    person.press("Shift+Down", "Ctrl+D")
    person.settle()
    assert page.desk.model.index(6, 4).data() == "W/K"
    stand(page, 6, 4)
    person.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "W/K\n"
    stand(page, 8, 0)
    person.press("Ctrl+V")
    person.settle()
    assert page.desk.model.index(8, 0).data() == "W/K"


def test_notes_by_keyboard(person: Person) -> None:
    page = schedule(person)
    stand(page, 3, 1)
    person.type_in("n")
    person.press("A", "B", on=popup().field)
    person.press("Enter", on=popup().field)
    person.settle()
    assert spoken_at(page, 3, 1).lower().endswith("catatan: ab")
    stand(page, 3, 1)
    person.press("Shift+N")
    popup().field.setText("  Rapat   koordinasi ")
    person.press("Enter", on=popup().field)
    person.settle()
    head = page.desk.model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert head == "Selasa 24 November, catatan: Rapat koordinasi"
    assert person.window.editor.stack.count() == 2
    person.press("Ctrl+Z")
    person.settle()
    assert page.desk.settled().notes == {}
    stand(page, 3, 1)
    person.type_in("n")
    person.press("Escape", on=popup().field)
    person.settle()
    assert page.desk.settled().note(Spot(3, 1)).lower() == "ab"


def test_a_block_of_a_spreadsheet_with_nine_bad_cells_is_one_step(person: Person) -> None:
    page = schedule(person)
    table = [["D"] * 5 + [".", "."] for _row in range(40)]
    bad = ["?", "XX", "W/W", "wfa?", "9", "K/", "#REF!", "Z", "1/2"]
    for number, text in enumerate(bad):
        table[number * 4][number % 5] = text
    QGuiApplication.clipboard().setText("\r\n".join("\t".join(row) for row in table) + "\r\n")
    stand(page, 0, 0)
    person.press("Ctrl+V")
    person.settle()
    strip = page.desk.strip
    assert strip.text == "191 sel akan berubah, 9 ditolak"
    assert not rows(person.desk)
    refused = strip.details.split(" · ")
    assert len(refused) == 9
    assert all(f"“{text}” bukan kode tempat" in line for text, line in zip(bad, refused, strict=True))
    assert refused[1].startswith("Pegawai 05, Sel 24: ")
    person.press("Enter")
    person.settle()
    held = rows(person.desk)
    assert len(held) == 191
    assert set(held.values()) == {"duty_travel"}
    assert week_of(page, "Pegawai 05") == "DKDDD.."
    assert person.window.editor.stack.count() == 1
    person.press("Ctrl+Z")
    person.settle()
    assert not rows(person.desk)
    assert week_of(page, "Pegawai 05") == "KKKKK.."


def test_the_publication_is_looked_at_and_not_written_into(person: Person) -> None:
    page = schedule(person)
    desk, head = page.desk, person.desk.people.roster()[0].key
    second, third = (person.desk.people.roster()[at].key for at in (1, 2))
    stand(page, 1, 0)
    person.press("Alt+T")
    person.settle()
    assert person.told == "Hari-hari ini belum pernah diterbitkan."
    given = {(second, MONDAY): Half.MORNING}
    person.desk.schedule.set_places([(second, MONDAY, Place.TRAINING)], halves=given)
    person.desk.schedule.publish(MONDAY, "800/1/2026", head, "uji coba")
    person.desk.schedule.set_places([(second, MONDAY, Place.TRAINING), (third, FRIDAY, Place.DUTY_TRAVEL)])
    person.settle()
    stand(page, 1, 0)
    person.press("Alt+T")
    person.settle()
    assert desk.strip.text == "Terbit versi 1, 20 Nov 2026. 2 sel berbeda dari draf."
    assert desk.strip.drop_button.text().startswith("Kembali ke draf")
    sheet = desk.settled()
    shown = [desk.grid.looks[sheet.at(spot)] for spot in (Spot(1, 0), Spot(2, 4), Spot(3, 0))]
    assert [(look[0], look[2]) for look in shown] == [("P/K", "P"), ("K", "D"), ("K", "")]
    assert "terbit: Pelatihan pagi, kantor siang" in spoken_at(page, 1, 0)
    person.picture("terbit")
    person.press("F8")
    assert desk.strip.details == "Pegawai 03, Jum 27: terbit Kantor, draf Dinas luar"
    before, steps = person.digest, person.window.editor.stack.count()
    for keys in ("w", "/", "."):
        person.type_in(keys)
    person.press("F4", "Ctrl+V", "Ctrl+D", "Ctrl+.", "Ctrl+Shift+D")
    person.settle()
    assert person.told == "Jadwal terbit hanya untuk dilihat."
    assert (person.digest, person.window.editor.stack.count()) == (before, steps)
    assert desk.grid.published
    desk.grid.setFocus()
    person.press("Esc")
    person.settle()
    assert not desk.grid.published
    assert desk.strip.offer is None
    stand(page, 5, 0)
    person.type_in("w")
    person.settle()
    assert desk.model.index(5, 0).data() == "W"


def test_a_half_and_another_place_written_apart_come_together(place: Office) -> None:
    """One laptop splits the day, the other calls the person in: what both see is an office day."""
    assert place.other is not None
    fitri, mine, other = place.key(FITRI), place.mine, place.other
    mine.schedule.set_places([(fitri, FRIDAY, Place.HOME)])
    mine.sync.sync()
    other.sync.sync()
    mine.schedule.set_places([(fitri, FRIDAY, Place.HOME)], halves={(fitri, FRIDAY): Half.MORNING})
    other.schedule.set_places([(fitri, FRIDAY, Place.OFFICE)])
    for desk in (mine, other, mine):
        desk.sync.sync()
    for desk in (mine, other):
        cell = desk.schedule.week(MONDAY).cells[fitri, FRIDAY]
        assert (cell.place, cell.half, cell.conflict) == (Place.OFFICE, None, None)
        row = desk.store.get("assignment", f"{fitri}|{FRIDAY}")
        assert row is not None
        assert row["half"] == "morning"
    assert not mine.sync.conflicts()
    other.schedule.set_places([(fitri, FRIDAY, Place.TRAINING)])
    assert other.schedule.week(MONDAY).cells[fitri, FRIDAY].half is None  # the leftover does not come back


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        made.join_other()
        yield made


def type_friday(person: Person, letter: str) -> SchedulePage:
    page = schedule(person)
    row = next(n for n, one in enumerate(page.desk.settled().people) if one.name == FITRI)
    stand(page, row, 4)
    person.type_in(letter)
    person.settle()
    return page


def exchange(person: Person) -> None:
    """By the server, without the screen of sending: that one forgets all steps when it has sent."""
    person.desk.sync.sync()
    person.settle()


def test_undo_after_another_laptop_wrote_the_cell_loses_nothing(place: Office) -> None:
    """The other had seen ours and wrote over it."""
    assert place.other is not None
    fitri = place.key(FITRI)
    with at_window(place.mine) as person:
        page = type_friday(person, "p")
        exchange(person)
        place.other.sync.sync()
        place.other.schedule.set_places([(fitri, FRIDAY, Place.DUTY_TRAVEL)])
        place.other.sync.sync()
        exchange(person)
        assert week_of(page, FITRI)[4] == "D"
        assert person.window.editor.stack.count() == 1
        person.press("Ctrl+Z")
        person.settle()
        assert week_of(page, FITRI)[4] == "D"
        assert person.told == "Isian ini sudah diubah orang lain sementara itu."
        assert person.window.editor.stack.count() == 0
        assert not place.mine.sync.conflicts()


def test_undo_of_a_cell_that_both_wrote_keeps_what_the_other_wrote(place: Office) -> None:
    """Neither had seen the other's."""
    assert place.other is not None
    fitri = place.key(FITRI)
    place.clock.instant += timedelta(minutes=10)  # ours is the later one and stays in sight
    with at_window(place.mine) as person:
        page = type_friday(person, "p")
        place.other.schedule.set_places([(fitri, FRIDAY, Place.DUTY_TRAVEL)])
        place.other.sync.sync()
        exchange(person)
        assert week_of(page, FITRI)[4] == "P"
        person.press("Ctrl+Z")
        person.settle()
        assert week_of(page, FITRI)[4] == "P"
        assert person.told == "Isian ini sudah diubah orang lain sementara itu."
        (torn,) = place.mine.sync.conflicts()
        assert {head.value for head in torn.heads} == {"training", "duty_travel"}
