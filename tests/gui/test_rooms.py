"""A screen with several rooms: the frame speaks with the room in front."""

import pytest
from PySide6.QtCore import Qt

from flexdesk.domain.ops import Change
from tests.gui.desks import BlankPage, MemoryDesk
from ui.shell.main_window import MainWindow
from ui.shell.screens import page_specs
from ui.widgets.rooms import Room, RoomsPage


@pytest.fixture
def window(qtbot):
    def people(_frame):
        rooms = (
            Room("roster", "Pegawai", lambda: BlankPage("Pegawai")),
            Room("leave", "Cuti", lambda: BlankPage("Cuti")),
        )
        return RoomsPage("Pegawai", rooms)

    made = MainWindow(
        MemoryDesk(), page_specs({"people": people, "today": lambda _frame: BlankPage("Hari ini")})
    )
    qtbot.addWidget(made)
    made.go("today")
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.close()


def rooms(window):
    return window.stack.currentWidget()


def test_the_room_in_front_is_the_page_that_the_frame_asks(window):
    window.go("people")
    first = window.page
    rooms(window).enter("leave")
    assert window.page is not first
    assert window.page.asked == ["activate"]
    assert window.notices.parentWidget() is window.page
    assert window.page.header.height() == 44


def test_keys_lead_from_room_to_room_and_round(window, qtbot):
    window.go("people")
    for expected in ("leave", "roster"):
        qtbot.keyClick(window.page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert rooms(window).key == expected
    qtbot.keyClick(window.page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert rooms(window).key == "leave"


def test_an_item_names_its_room_and_the_first_room_needs_no_name(window):
    window.go("people", "leave:K3")
    assert rooms(window).key == "leave"
    assert window.page.asked[-1] == "open K3"
    window.go("people", "d1-7")
    assert rooms(window).key == "roster"
    assert window.page.asked[-1] == "open d1-7"


def test_every_room_that_was_entered_hears_of_changes_and_speaks_to_the_frame(window):
    window.go("people")
    first = window.page
    rooms(window).enter("leave")
    window.desk.bus.publish(Change("person.set", ()))
    assert [len(page.changes) for page in (first, window.page)] == [1, 1]
    window.page.wanted.emit("today", "")
    assert window.current_key == "today"


def test_an_unknown_room_is_a_fault(window):
    window.go("people")
    with pytest.raises(KeyError):
        rooms(window).enter("nowhere")
