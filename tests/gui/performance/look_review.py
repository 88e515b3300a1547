"""Renders every state of the review screen in the real window to pictures, to be held beside the design."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from flexdesk.domain.periods import parse_period
from tests.gui.indonesian import spoken
from tests.gui.performance.look import Looker, enrich
from tests.gui.performance.opened import window_of
from tests.helpers.desks import kecamatan_desk
from tests.unit.review.photographs import as_bytes, page, photographed
from ui.qt import platform, theme
from ui.qt.tokens import Scheme
from ui.review.page import ReviewPage
from ui.review.queue import Tab

CHAT = """30/09/26 15.02 - Nunung Fitri Sukaesih: Lapor Bu
1. Melayani surat pindah 4 surat
2. Rekap data penduduk 12 lembar
30/09/26 15.10 - Bang Ucok: Verifikasi proposal 3 berkas
30/09/26 15.11 - Bang Ucok: Antar surat undangan 15 surat
30/09/26 15.20 - Lukman Ibrahim: tadi mati lampu bu
30/09/26 15.21 - Lukman Ibrahim: 08.00-10.00 Rapat koordinasi stunting"""


def settle(count: int = 30) -> None:
    for _ in range(count):
        QApplication.processEvents()
        QTest.qWait(10)


def main(folder: Path) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with spoken(), TemporaryDirectory() as place:
        platform.dress(app)
        desk = kecamatan_desk(Path(place) / "unit")
        enrich(desk)
        photo = Path(place) / "Surat undangan.jpg"
        photo.write_bytes(as_bytes(photographed(page()[0])))
        table = Path(place) / "catatan.csv"
        table.write_text("a;b\n")
        window = window_of(desk)
        window.show()
        looker = Looker(folder, window)
        window.go("review")
        shown = window.page
        assert isinstance(shown, ReviewPage)
        looker.shot("day")
        shown.tabs.choose(Tab.ALL)
        shown._fill(select_first=True)
        shown.attaching.attach(shown.current().key, [photo, table])  # type: ignore[union-attr]
        settle(150)
        looker.shot("attached")
        shown.open_evidence()
        looker.shot("picture")
        shown.attaching.view.zoom(+2)
        looker.shot("picture-larger")
        shown.open_evidence()
        looker.shot("other-file")
        shown.note_on_person()
        looker.shot("note-on-person")
        shown.leave_smallest()
        shown.deciding.ask()
        looker.shot("asked")
        QGuiApplication.clipboard().setText(CHAT)
        shown.arrivals.open_paste()
        while not shown.arrivals.paste.understood:
            settle(1)
        looker.shot("paste")
        shown.arrivals.paste.take()
        shown.tabs.choose(Tab.TRAY)
        shown._fill(select_first=True)
        looker.shot("tray")
        shown.content.tray.person.field.setFocus()
        QTest.keyClicks(shown.content.tray.person.field, "su")
        looker.shot("tray-name")
        shown.show_period(parse_period("2026-08"))
        shown.open_rules()
        looker.shot("rules")
        shown.close_over()
        shown.open_typed()
        looker.shot("typed")
        shown.close_over()
        shown.show_period(parse_period("2026-08"))
        shown.tabs.choose(Tab.ASKED)
        shown._fill(select_first=True)
        looker.shot("month")
        theme.current().set_scheme(Scheme.DARK)
        looker.shot("month-dark")
        theme.current().set_scheme(Scheme.LIGHT)
        window.editor.forget()
        window.close()


if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = None
    main(Path(sys.argv[1]))
