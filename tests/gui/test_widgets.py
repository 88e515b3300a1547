"""The parts do what they show, with the keyboard alone."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from flexdesk.errors import StaleEdit
from ui.qt import theme
from ui.qt.tokens import Density, Scheme
from ui.widgets import keys
from ui.widgets.badge import Badge, CountPill
from ui.widgets.banner import Banner, BannerAction
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.cells import Cell, Role, cell_width
from ui.widgets.confirm import Confirm
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import CheckBox, LineField, SearchField
from ui.widgets.meter import Meter
from ui.widgets.page_header import PageHeader
from ui.widgets.segmented import Segmented
from ui.widgets.side_panel import SidePanel
from ui.widgets.table import Column, RowsModel, TableView
from ui.widgets.tones import Tone
from ui.widgets.undo_bar import UndoBar


@pytest.fixture
def host(qtbot):
    """A shown window to put parts into."""
    window = QWidget()
    qtbot.addWidget(window)
    QHBoxLayout(window)
    window.resize(900, 500)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


@pytest.fixture
def put(host, qapp):
    """Add parts to the shown window and wait until they can be seen."""

    def add(*parts):
        for part in parts:
            host.layout().addWidget(part)
        qapp.processEvents()

    return add


def test_a_button_shows_and_hears_its_key(host, put, qtbot):
    button = Button("Terbitkan", icon="send", shortcut="Ctrl+Enter", kind=Kind.PRIMARY)
    put(button)
    assert button.accessibleName() == "Terbitkan, Ctrl+Enter"
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(button.clicked):
            qtbot.keyClick(host, key, Qt.KeyboardModifier.ControlModifier)


def test_a_disabled_or_hidden_button_is_deaf(host, put, qtbot):
    button = Button("Salin", shortcut="Ctrl+R")
    put(button)
    for quiet in (lambda: button.setEnabled(False), button.hide):
        quiet()
        with qtbot.assertNotEmitted(button.clicked, wait=20):
            qtbot.keyClick(host, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)


def test_a_button_is_as_wide_as_its_words_and_key(put):
    plain, keyed = Button("Salin"), Button("Salin", shortcut="Ctrl+C", bind=False)
    assert keyed.sizeHint().width() > plain.sizeHint().width() + 30
    assert plain.sizeHint().height() == 28
    for made in (plain, keyed):
        put(made)


def test_an_icon_button_has_words_for_ears_and_pointer(qtbot):
    button = IconButton("chevron-left", "Minggu lalu", shortcut="Alt+PgUp", bind=False)
    qtbot.addWidget(button)
    assert button.accessibleName() == "Minggu lalu"
    assert button.toolTip() == "Minggu lalu  Alt+PgUp"


def test_enter_means_both_enter_keys():
    assert keys.sequences("Ctrl+Enter") == [QKeySequence("Ctrl+Enter"), QKeySequence("Ctrl+Return")]


def test_an_error_banner_has_three_lines_and_a_ticket(qtbot):
    banner = Banner.of_error(StaleEdit())
    qtbot.addWidget(banner)
    assert banner.ticket == "FD-UBH-01"
    for sentence in (StaleEdit().message, StaleEdit().what_is_safe, StaleEdit().what_to_do):
        assert sentence in banner.accessibleName()


def test_a_banner_refuses_a_third_button(qapp):
    one = BannerAction("Ya", qapp.processEvents)
    with pytest.raises(ValueError, match="two actions"):
        Banner(Tone.WARNING, "x", actions=(one, one, one))


def test_an_empty_state_has_one_primary_action(qtbot):
    calls = []
    actions = (
        BannerAction("Salin", lambda: calls.append("copy")),
        BannerAction("Pola", lambda: calls.append("p")),
    )
    empty = EmptyState("calendar-range", "Belum ada jadwal", "Mulai dari yang ada.", actions)
    qtbot.addWidget(empty)
    assert [button.kind for button in empty.buttons] == [Kind.PRIMARY, Kind.PLAIN]
    empty.buttons[1].click()
    assert calls == ["p"]


def test_the_switch_moves_by_arrow_and_pointer(put, qtbot):
    switch = Segmented((("week", "Minggu"), ("month", "Bulan"), ("task", "Fungsi")), "Tampilan")
    put(switch)
    with qtbot.waitSignal(switch.chosen) as caught:
        qtbot.keyClick(switch, Qt.Key.Key_Right)
    assert caught.args == ["month"]
    with qtbot.waitSignal(switch.chosen) as caught:
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(switch.sizeHint().width() - 8, 10))
    assert caught.args == ["task"]
    with qtbot.assertNotEmitted(switch.chosen):
        qtbot.keyClick(switch, Qt.Key.Key_Right)
        switch.choose("week")
    assert switch.accessibleName() == "Tampilan: Minggu"


def test_the_search_field_is_reached_by_its_key(host, put, qtbot):
    other, field = QLineEdit(), SearchField("Cari nama atau NIP")
    put(other)
    put(field)
    other.setFocus()
    qtbot.keyClick(host, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert host.focusWidget() is field


def test_a_field_undoes_its_own_typing_first(host, put, qtbot):
    field = LineField("Alasan")
    put(field)
    undone = []
    keys.bind(host, "Ctrl+Z", lambda: undone.append(1))
    field.setFocus()
    qtbot.keyClicks(field, "rapat")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (field.text(), undone) == ("", [])
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]


@pytest.mark.parametrize("scheme", Scheme)
def test_a_tick_can_be_seen_and_changed(put, qtbot, scheme):
    box = CheckBox("Hemat tinta")
    theme.current().set_scheme(scheme)
    try:
        put(box)
        box.clearFocus()
        picture = box.grab().toImage()
        ground, edge = (picture.pixelColor(x, picture.height() // 2) for x in (box.sizeHint().width() - 1, 1))
        lighter, darker = sorted((ground.lightnessF(), edge.lightnessF()), reverse=True)
        assert lighter - darker > 0.1
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(60, 8))  # the words belong to it
        assert box.isChecked()
        qtbot.keyClick(box, Qt.Key.Key_Space)
        assert not box.isChecked()
    finally:
        theme.current().set_scheme(Scheme.LIGHT)


def test_a_fault_is_told_and_taken_back(put):
    field = LineField("NIP")
    put(field)
    field.show_fault("NIP 17 angka.")
    assert (field.property("wrong"), field.accessibleDescription()) == (True, "NIP 17 angka.")
    field.show_fault("")
    assert field.property("wrong") is False


def test_the_undo_bar_goes_by_itself_and_calls_undo(host, qtbot):
    calls = []
    bar = UndoBar(host, lambda: calls.append(1))
    bar.offer("Ubah tempat kerja: 3 sel")
    assert bar._timer.interval() == 8000
    bar._timer.setInterval(20)
    bar.offer("Ubah tempat kerja: 3 sel")
    qtbot.waitUntil(bar.isHidden)
    bar.offer("Hapus")
    bar.button.click()
    assert calls == [1]
    assert bar.isHidden()
    assert not bar._timer.isActive()


def test_the_undo_bar_stays_inside_a_shrinking_window(host, qtbot):
    bar = UndoBar(host, lambda: None)
    bar.offer("Ubah")
    host.resize(500, 300)
    qtbot.waitUntil(lambda: host.rect().contains(bar.geometry()))


def test_a_pill_is_hidden_at_zero(put):
    pill = CountPill()
    put(pill)
    pill.show_count(9)
    assert not pill.isHidden()
    pill.show_count(0)
    assert pill.isHidden()
    pill.show_count(0, alarm=True)
    assert not pill.isHidden()


def test_a_meter_says_its_share(qtbot):
    meter = Meter()
    qtbot.addWidget(meter)
    meter.show_share(0.725)
    assert meter.accessibleName() == "72 %"


def test_a_badge_is_18_pixels_high(qtbot):
    badge = Badge("Diterima", Tone.POSITIVE, "check")
    qtbot.addWidget(badge)
    assert badge.sizeHint().height() == 18


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Return, True), (Qt.Key.Key_Escape, False)])
def test_a_question_is_answered_by_key(qtbot, key, answer):
    dialog = Confirm("Terbitkan untuk 40 orang?", "Surat tugas dibuat.", "Terbitkan 40 orang")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    qtbot.keyClick(dialog, key)
    assert (dialog.result() == QDialog.DialogCode.Accepted) is answer
    assert dialog.go.text() == "Terbitkan 40 orang"


def test_danger_makes_cancel_the_default(qtbot):
    dialog = Confirm("Buang bundel?", "3 catatan hilang.", "Buang", danger=True)
    qtbot.addWidget(dialog)
    assert dialog.cancel.isDefault()
    assert not dialog.go.isDefault()


def test_the_side_panel_folds_under_1200(host, put, qtbot):
    panel = SidePanel("Pemeriksaan")
    put(panel)
    panel.fold_with(host)
    assert panel.isHidden()
    host.resize(1300, 500)
    qtbot.waitUntil(lambda: not panel.isHidden())


def test_the_header_walks_periods(put):
    header = PageHeader("Jadwal")
    put(header)
    steps = []
    header.add_period(lambda: steps.append(-1), lambda: steps.append(1))
    header.set_period("Minggu 48", "23–29 Nov 2026")
    header.back.click()
    header.forth.click()
    assert steps == [-1, 1]


# Tables
PEOPLE = [
    ("1", "Dewi", 3, date(2022, 2, 1)),
    ("2", "Eko", 1, date(2026, 10, 5)),
    ("3", "Agus", 2, date(2010, 1, 1)),
]


def people_model():
    columns = [
        Column("name", "Nama", lambda row: Cell(row[1], tip="NIP"), 160, sort=lambda row: row[1]),
        Column(
            "days",
            "Hari",
            lambda row: Cell(str(row[2]), chip="W"),
            80,
            to_right=True,
            sort=lambda row: row[2],
        ),
        Column("since", "Mulai", lambda row: Cell(f"{row[3]:%d-%m-%Y}", spoken="lama")),
    ]
    model = RowsModel(columns, lambda row: row[0])
    model.set_rows(PEOPLE)
    return model


def test_the_rows_model_keeps_qt_rules(qtmodeltester):
    model = people_model()
    qtmodeltester.check(model)
    model.add_row(("4", "Gani", 0, date(2020, 1, 1)))
    model.remove_row("1")
    model.sort(0)
    qtmodeltester.check(model)
    assert [row[1] for row in model.rows] == ["Agus", "Eko", "Gani"]


def test_a_replaced_row_tells_only_itself(qtbot):
    model = people_model()
    with qtbot.waitSignal(model.dataChanged) as caught:
        assert model.replace_row(("2", "Eko P.", 1, date(2026, 10, 5)))
    first, last, *_roles = caught.args
    assert (first.row(), last.row(), last.column()) == (1, 1, 2)
    assert not model.replace_row(("9", "?", 0, date(2026, 1, 1)))
    assert model.find("2").data() == "Eko P."


def test_cells_speak_with_their_column():
    model = people_model()
    accessible = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, 0).data(accessible) == "Nama: Dewi"
    assert model.index(0, 2).data(accessible) == "Mulai: lama"
    assert model.index(1, 0).data(Role.KEY) == "2"
    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "NIP"


def test_selection_follows_the_row_through_a_sort(put):
    model = people_model()
    view = TableView("Pegawai")
    model.setParent(view)
    put(view)
    view.show_rows_of(model)
    view.selectRow(0)
    view._sort_by(0)
    assert view.selectionModel().selectedRows()[0].data() == "Dewi"
    assert [row[1] for row in model.rows] == ["Agus", "Dewi", "Eko"]
    view._sort_by(0)
    assert [row[1] for row in model.rows] == ["Eko", "Dewi", "Agus"]


def test_rows_follow_the_density_and_columns_their_widths(put):
    model = people_model()
    view = TableView("Pegawai")
    model.setParent(view)
    put(view)
    view.show_rows_of(model)
    assert (view.rowHeight(0), view.columnWidth(0)) == (22, 160)
    theme.current().set_density(Density.NORMAL)
    assert view.rowHeight(0) == 28


def test_a_cell_knows_the_width_it_needs():
    assert cell_width(Cell("Dewi Anggraini", chip="W")) > cell_width(Cell("Dewi Anggraini"))
