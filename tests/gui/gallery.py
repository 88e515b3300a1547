"""Draws all parts and the empty frame, to be laid beside the design: `python -m tests.gui.gallery DIR`."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from flexdesk.errors import StaleEdit
from flexdesk.i18n import _
from tests.gui.desks import MemoryDesk, blank_specs
from tests.gui.indonesian import spoken
from ui.qt import fonts, platform, theme
from ui.qt.tokens import Scheme, tokens
from ui.shell.main_window import MainWindow
from ui.shell.mark import MarkLabel
from ui.widgets.badge import SYNC, Badge, BadgeFacts
from ui.widgets.banner import Banner, BannerAction
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.card import Card
from ui.widgets.cells import Cell, MeterFacts
from ui.widgets.chips import Mark, paint_chip
from ui.widgets.confirm import Confirm
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ComboBox, LineField, SearchField
from ui.widgets.key_hint import KeyHint
from ui.widgets.label import Label
from ui.widgets.meter import Meter
from ui.widgets.segmented import Segmented
from ui.widgets.table import Column, RowsModel, TableView
from ui.widgets.tones import Tone

SIZE = (1366, 768)


def nothing() -> None:
    """What the buttons of a picture do."""


class Swatch(QWidget):
    """Cells painted by the chip painter, side by side."""

    def __init__(self, cells: list[tuple[QRect, str, Mark]], width: int, height: int) -> None:
        super().__init__()
        self._cells = cells
        self.setFixedSize(width, height)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        for rect, letter, marks in self._cells:
            paint_chip(painter, rect, letter, marks)


def row(*parts: QWidget | QLayout) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for part in parts:
        line.addWidget(part) if isinstance(part, QWidget) else line.addLayout(part)
    line.addStretch(1)
    return line


def codes() -> Card:
    card = Card("Kode tempat", "warna, huruf, dan pola")
    grid = QGridLayout()
    for at, code in enumerate(tokens().codes.values()):
        chips = Swatch(
            [
                (QRect(0, 0, 74, 23), code.letter, Mark.LEGEND),
                (QRect(84, 0, 43, 23), code.letter, Mark.LEGEND),
            ],
            130,
            23,
        )
        grid.addWidget(chips, at % 6, 2 * (at // 6))
        grid.addWidget(Label(code.label), at % 6, 2 * (at // 6) + 1)
    card.body.addLayout(grid)
    return card


def states() -> Card:
    card = Card("Keadaan sel", "tinggi baris 22, 28, 36")
    marks = (
        (Mark.NONE, "biasa"),
        (Mark.CHANGED, "berubah"),
        (Mark.HARD, "wajib"),
        (Mark.SOFT, "saran"),
        (Mark.PINNED, "disematkan"),
        (Mark.LOCKED, "terkunci"),
        (Mark.CONFLICT, "benturan"),
        (Mark.CURSOR, "kursor"),
    )
    grid = QGridLayout()
    for at, (mark, word) in enumerate(marks):
        last = "3" if mark is Mark.CURSOR else "1"
        cells = [
            (QRect(0, 0, 64, 22), "W", mark),
            (QRect(0, 27, 64, 28), "D", mark),
            (QRect(0, 61, 64, 36), last, mark),
        ]
        grid.addWidget(Swatch(cells, 64, 98), 0, at, Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(Label(word, "small", token="muted"), 1, at, Qt.AlignmentFlag.AlignHCenter)
    card.body.addLayout(grid)
    card.body.addStretch(1)
    return card


Row = tuple[str, str, bool, str, float, Tone]


def table() -> TableView:
    def wfa(one: Row) -> Cell:
        icon = {"Ya, 2 hari": ("circle-check", "positive"), "Belum": ("circle-x", "negative")}
        name, token = icon.get(one[3], ("minus", "muted"))
        badge = BadgeFacts("baru", Tone.WARNING) if one[3] == "Belum" else None
        return Cell(one[3], icon=name, icon_token=token, badge=badge)

    def share(one: Row) -> Cell:
        return Cell(f"{one[4] * 100:.0f} %", meter=MeterFacts(one[4], one[5], 0.9))

    columns: list[Column[Row]] = [
        Column("name", "Nama", lambda one: Cell(one[1], strong=one[2], chip=one[0]), 170),
        Column("wfa", "Layak WFA", wfa, 150),
        Column("done", "Capaian", share),
    ]
    rows: list[Row] = [
        ("W", "Dewi Anggraini", False, "Ya, 2 hari", 0.93, Tone.POSITIVE),
        ("D", "Eko Prasetyo", True, "Belum", 0.72, Tone.NEGATIVE),
        ("3", "Iwan Gunawan", False, "Dikecualikan", 0.80, Tone.WARNING),
        ("S", "Nur Aini", False, "Dikecualikan", 0.88, Tone.POSITIVE),
    ]
    model: RowsModel[Row] = RowsModel(columns, lambda one: one[1])
    model.set_rows(rows)
    view = TableView("Pegawai")
    model.setParent(view)
    view.show_rows_of(model)
    view.selectRow(1)
    view.setCurrentIndex(model.index(1, 0))
    view.setFixedHeight(140)
    return view


def fields() -> Card:
    card = Card("Tombol dan isian")
    off = Button("Mati", icon="lock")
    off.setEnabled(False)
    card.body.addLayout(
        row(
            Button("Terbitkan", icon="send", shortcut="Ctrl+Enter", kind=Kind.PRIMARY),
            Button("Salin", icon="copy", shortcut="Ctrl+C", bind=False),
            Button("Pola", icon="rows-3", opens=True),
        )
    )
    card.body.addLayout(
        row(
            Button("Tenang", shortcut="Esc", kind=Kind.QUIET, bind=False),
            Button("Hapus bundel", icon="trash-2", kind=Kind.DANGER),
            off,
            IconButton("ellipsis", "Lainnya"),
        )
    )
    paper = ComboBox("Kertas")
    paper.addItem("Kertas F4")
    search = SearchField("Cari nama atau NIP")
    search.setFixedWidth(190)
    card.body.addLayout(row(search, paper))
    wrong = LineField("NIP", "19880419 201212 1 91")
    wrong.setFixedWidth(180)
    wrong.show_fault("NIP 17 angka, seharusnya 18. Angka terakhir hilang?")
    weeks = Segmented((("week", "Minggu"), ("month", "Bulan")), "Tampilan")
    card.body.addLayout(row(wrong, weeks))
    card.body.addWidget(Label(wrong.accessibleDescription(), "small", token="negative"))
    card.body.addWidget(table())
    card.body.addStretch(1)
    return card


def notices() -> Card:
    card = Card("Lencana, spanduk, tombol papan ketik")
    card.body.addLayout(row(*(Badge(_(one.text), one.tone, one.icon) for one in SYNC.values())))
    more = (
        BadgeFacts("draf", Tone.ACCENT),
        BadgeFacts("baru", Tone.WARNING),
        BadgeFacts("2 wajib", Tone.NEGATIVE, "circle-x"),
        BadgeFacts("sesuai", Tone.POSITIVE, "check"),
        BadgeFacts("saran", Tone.QUIET, "wand-sparkles"),
    )
    card.body.addLayout(row(*(Badge(one.text, one.tone, one.icon) for one in more)))
    card.body.addWidget(Banner(Tone.ACCENT, "Aturan v5 sudah datang, 2 kalimat berubah."))
    card.body.addWidget(Banner(Tone.POSITIVE, "Bundel 0006 diterima, TT-4K7P-92QD."))
    slip = BannerAction("Slip kurir", nothing, "printer")
    card.body.addWidget(Banner(Tone.WARNING, "12 catatan belum terkirim.", actions=(slip,)))
    lines = ("Data Anda di laptop ini aman.", "Minta kirim ulang sebagai dokumen, atau pakai USB.")
    trouble = Banner(Tone.NEGATIVE, "Bundel tidak terbaca.", lines, ticket="FD-KRM-07", closable=True)
    card.body.addWidget(trouble)
    card.body.addLayout(row(*(KeyHint(key) for key in ("W", "Alt+1", "F8", "Ctrl+Shift+D"))))
    ask = Confirm(
        "Terbitkan jadwal minggu 48 untuk 40 orang?",
        "Surat tugas 094/211 dibuat dengan 18 nama. Perubahan sesudahnya menjadi perubahan ke-1.",
        "Terbitkan 40 orang",
    )
    ask.setWindowFlags(Qt.WindowType.Widget)
    frame = Card(raised=True)
    frame.body.addWidget(ask)
    card.body.addWidget(frame)
    card.body.addStretch(1)
    return card


def charts() -> Card:
    card = Card("Bagan dan kosong")
    for share, tone in ((0.72, Tone.NEGATIVE), (0.8, Tone.WARNING), (0.93, Tone.POSITIVE)):
        meter = Meter()
        meter.show_share(share, tone, 0.88)
        card.body.addWidget(meter)
    actions = (
        BannerAction("Salin minggu lalu", nothing, "copy"),
        BannerAction("Dari pola", nothing, "rows-3"),
    )
    empty = EmptyState(
        "calendar-range",
        "Minggu 49 belum ada jadwal",
        "Mulai dari yang sudah ada, lalu ubah seperlunya.",
        actions,
    )
    card.body.addWidget(empty)
    card.body.addStretch(1)
    return card


def parts(scheme: Scheme) -> QWidget:
    sheet = QWidget()
    sheet.setFixedSize(*SIZE)
    column = QVBoxLayout(sheet)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(12)
    words = "terang" if scheme is Scheme.LIGHT else "gelap"
    title = Label("FlexDesk, komponen", "title", fonts.STRONG)
    column.addLayout(row(MarkLabel(), title, Label(f"tema {words}", token="muted")))
    grid = QGridLayout()
    grid.setSpacing(12)
    grid.addWidget(codes(), 0, 0)
    grid.addWidget(states(), 0, 1, 1, 2)
    grid.addWidget(fields(), 1, 0)
    grid.addWidget(notices(), 1, 1)
    grid.addWidget(charts(), 1, 2)
    for at, stretch in enumerate((36, 34, 26)):
        grid.setColumnStretch(at, stretch)
    column.addLayout(grid, 1)
    return sheet


def keep(widget: QWidget, path: Path) -> None:
    QApplication.processEvents()
    picture = widget.grab()
    assert (picture.width(), picture.height()) == SIZE, f"{path.name}: {picture.size()}"
    picture.save(str(path))


def draw(folder: Path) -> None:
    for scheme in Scheme:
        theme.current().set_scheme(scheme)
        sheet = parts(scheme)
        keep(sheet, folder / f"00-komponen-{scheme}.png")
        sheet.deleteLater()
        window = MainWindow(MemoryDesk(), blank_specs())
        window.go("today")
        window.show_count("review", 9)
        window.show_count("sending", 1, alarm=True)
        window.show()
        keep(window, folder / f"01-kerangka-{scheme}.png")
        window.palette_panel.open()
        window.palette_panel.field.setText("e")
        keep(window, folder / f"02-palet-{scheme}.png")
        window.palette_panel.hide()
        window.show_keys()
        keep(window, folder / f"03-tombol-{scheme}.png")
        window.keys_panel.hide()
        window.toggle_fold()
        window.reporter.tell("Jadwal minggu 48 terbit.")
        window.undo_bar.offer("Ubah tempat kerja: 3 sel")
        keep(window, folder / f"04-lipat-{scheme}.png")
        window.undo_bar.hide()
        window.reporter.report(StaleEdit())
        keep(window, folder / f"06-keliru-{scheme}.png")
        window.lock_cover.open()
        keep(window, folder / f"05-kunci-{scheme}.png")
        window.toggle_fold()
        window.close()


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0] if arguments else "out/gallery")
    folder.mkdir(parents=True, exist_ok=True)
    with spoken():
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder / "settings"))
        platform.make_application(["gallery"])
        draw(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
