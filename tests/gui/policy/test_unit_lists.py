"""What the unit is made of, on the page “Aturan”: lists with a form, refusals in words, undo."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flexdesk.desk.desk import Desk
from tests.gui.sending.windows import opened, settle, told
from tests.helpers.desks import small_desk
from ui.policy.page import PolicyPage
from ui.policy.register import Register
from ui.shell.main_window import MainWindow
from ui.widgets.fields import ComboBox, LineField

HEAD, DEWI = "197203151997031901", "198505122009012905"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", ((HEAD, "Bambang Wiryawan"), (DEWI, "Dewi Anggraini"))) as made:
        made.people.change(DEWI, {"unit": "Sekretariat"})
        yield made


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    with opened(desk, "policy") as made:
        yield made


def listed(window: MainWindow, part: str) -> Register:
    page = window.page
    assert isinstance(page, PolicyPage)
    page.show_view("unit")
    page.unit.show_part(part)
    return page.unit.lists[part]


def type_in(register: Register, **texts: str) -> None:
    for name, text in texts.items():
        field = register.inputs[name]
        if isinstance(field, ComboBox):
            field.setCurrentIndex(field.findData(text))
            assert field.currentData() == text
        else:
            field.setText(text)


def names(register: Register) -> list[str]:
    return [str(row["name"]) for row in register.model.rows]


def test_a_part_is_written_changed_archived_and_undone_by_keyboard(window: MainWindow, desk: Desk) -> None:
    parts = listed(window, "sections")
    assert parts.middle.currentWidget() is parts.empty
    type_in(parts, name="Seksi Pelayanan", max_share="30 %")
    name = parts.inputs["name"]
    assert isinstance(name, LineField)
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert names(parts) == ["Seksi Pelayanan"]
    assert parts.model.index(0, 3).data() == "30 %"
    assert name.text() == ""  # ready for the next
    parts.stand_on(str(parts.model.rows[0]["key"]))
    type_in(parts, max_share="", head=str(desk.store.select("person", nip=DEWI)[0]["key"]))
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert [parts.model.index(0, column).data() for column in (2, 3)] == ["Dewi Anggraini", "as the unit"]
    parts.archive()
    assert desk.structure.sections() == []
    assert parts.away.text() == "Bring back"
    for _step in range(3):
        window.editor.undo()
    assert desk.structure.sections(archived=True) == []
    assert parts.middle.currentWidget() is parts.empty


def test_a_ring_is_refused_in_three_sentences(window: MainWindow, desk: Desk) -> None:
    desk.structure.add_section("Sekretariat")
    desk.structure.add_section("Subbagian Umum", parent="Sekretariat")
    parts = listed(window, "sections")
    rows = {str(row["name"]): str(row["key"]) for row in parts.model.rows}
    parts.stand_on(rows["Sekretariat"])
    type_in(parts, parent=rows["Subbagian Umum"])
    assert not parts.save()
    settle(window)
    assert "Subbagian Umum" in told(window)
    assert window.notices.banner is not None
    assert window.notices.banner.ticket == "FD-UNT-01"


def test_parts_that_the_roster_names_are_taken_over_at_once(window: MainWindow, desk: Desk) -> None:
    listed(window, "sections")
    page = window.page
    assert isinstance(page, PolicyPage)
    assert "Sekretariat" in page.unit.banner.text
    page.unit.banner.buttons[0].click()
    assert [part.name for part, _depth in desk.structure.sections()] == ["Sekretariat"]
    assert page.unit.lists["sections"].model.index(0, 1).data() == "1"
    window.editor.undo()
    assert desk.structure.sections() == []


def test_a_point_keeps_its_hours_and_shows_the_busiest(window: MainWindow, desk: Desk) -> None:
    points = listed(window, "points")
    type_in(points, name="Loket KTP-el", needs="08.00-12.00=2; 13:00-15:00=1")
    points.save()
    assert [points.model.index(0, column).data() for column in (1, 2)] == [
        "2",
        "08.00–12.00  2 · 13.00–15.00  1",
    ]
    points.stand_on(str(points.model.rows[0]["key"]))
    type_in(points, needs="3")
    points.save()
    assert desk.unit.service_points()[0]["need"] == 3
    assert points.model.index(0, 2).data() == "all day"
    type_in(points, needs="12:00-08:00=1")
    assert not points.save()
    settle(window)
    assert "12:00-08:00=1" in told(window)


def test_a_site_shows_its_own_clock(window: MainWindow, desk: Desk) -> None:
    sites = listed(window, "sites")
    type_in(sites, name="Kantor Tarakan", zone="Asia/Makassar")
    sites.save()
    assert sites.model.index(0, 1).data() == "WITA"
    assert str(sites.model.index(0, 2).data()).endswith("WITA")
    desk.structure.add_section("Sekretariat", site="Kantor Tarakan")
    sites.stand_on(str(sites.model.rows[0]["key"]))
    assert not sites.archive()
    settle(window)
    assert "Kantor Tarakan" in told(window)


def test_a_place_whose_approval_ended_is_marked(window: MainWindow, desk: Desk) -> None:
    places = listed(window, "places")
    type_in(places, name="Balai Desa", kind="other_place", approved_by="SK PPK 12", until="20-11-2026")
    places.save()
    index = places.model.index(0, 4)
    assert index.data() == "20-11-2026"
    places.stand_on(str(places.model.rows[0]["key"]))
    type_in(places, until="21-11-2026")
    places.save()
    assert desk.unit.places()[0]["until"] == "2026-11-21"
    type_in(places, approved_by="")
    assert not places.save()


def test_a_field_with_values_keeps_its_kind(window: MainWindow, desk: Desk) -> None:
    fields = listed(window, "fields")
    type_in(fields, name="Regu piket", kind="choice", choices="Regu A; Regu B")
    fields.save()
    desk.custom_fields.set(DEWI, {"Regu piket": "Regu A"})
    fields.stand_on(str(fields.model.rows[0]["key"]))
    type_in(fields, kind="number")
    assert not fields.save()
    type_in(fields, kind="choice", choices="Regu A; Regu B; Regu C")
    assert fields.save()
    assert desk.custom_fields.fields()[0].choices == ("Regu A", "Regu B", "Regu C")


def test_who_acts_for_the_head_is_told_beside_the_head(window: MainWindow, desk: Desk) -> None:
    desk.people.change(HEAD, {"jabatan": "Camat"})
    fields = {"acting": "plh", "jabatan": "Camat", "until": "2026-11-27"}
    desk.postings.add(DEWI, date(2026, 11, 20), fields)
    settle(window)
    page = window.page
    assert isinstance(page, PolicyPage)
    assert page.unit.acting.text() == "Today Dewi Anggraini acts for the head as Plh. Camat, and signs."
