"""Renders printing, sending and rules in the real window, to be laid beside the design.

`python -m tests.gui.sending.look DIR`
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings

from tests.gui.indonesian import spoken
from tests.gui.sending.laptops import MONDAY, Office, office
from tests.gui.sending.windows import frame_pages, quiet, settle
from tests.helpers.desks import kecamatan_desk
from ui.opened import OpenedUnit
from ui.paper.printers import Tray, Way
from ui.policy.editors import NumberEditor, ShareEditor
from ui.policy.page import PolicyPage
from ui.printing.page import PrintingPage
from ui.qt import platform, theme
from ui.qt.tokens import Scheme
from ui.sending.page import SendingPage
from ui.shell.main_window import MainWindow

SIZE = (1366, 768)


def shot(window: MainWindow, folder: Path, name: str) -> None:
    window.resize(*SIZE)
    settle(window)
    picture = window.grab()
    assert (picture.width(), picture.height()) == SIZE, picture.size()
    picture.save(str(folder / f"{name}.png"))


def draw(folder: Path, data: Path) -> None:
    desk = kecamatan_desk(data / "unit")
    desk.schedule.take(desk.schedule.plan_proposal(MONDAY))
    window = MainWindow(OpenedUnit(desk), frame_pages(desk))
    window.show()
    for scheme in Scheme:
        theme.current().set_scheme(scheme)
        for name in ("printing", "sending", "policy"):
            window.go(name)
            shot(window, folder, f"{name}-{scheme}")
    theme.current().set_scheme(Scheme.LIGHT)
    papers(window, folder)
    rules(window, folder)
    quiet(window)
    (data / "office").mkdir()
    with office(data / "office") as made:
        made.join_other()
        made.disagree()
        window = MainWindow(OpenedUnit(made.mine), frame_pages(made.mine))
        window.show()
        sending(window, made, folder)
        quiet(window)


def papers(window: MainWindow, folder: Path) -> None:
    window.go("printing")
    page = window.page
    assert isinstance(page, PrintingPage)
    for kind in ("assignment-letter", "slip", "skp", "evaluation"):
        page.choose((kind,))
        shot(window, folder, f"printing-{kind}")
    page.choose(("schedule",))
    settle(window)
    page.settings.show_trays([Tray("inkjet", "Inkjet Tata Usaha, baki 1", (Way.LEGAL, Way.A4, Way.PDF))])
    shot(window, folder, "printing-no-f4")


def rules(window: MainWindow, folder: Path) -> None:
    window.go("policy")
    page = window.page
    assert isinstance(page, PolicyPage)
    page.rules.choose("location.max_share")
    assert isinstance(page.rules.what_if.editor, ShareEditor)
    page.rules.what_if.start_day.setCurrentIndex(1)
    page.rules.what_if.editor.slider.setValue(15)
    shot(window, folder, "policy-what-if")
    theme.current().set_scheme(Scheme.DARK)
    shot(window, folder, "policy-what-if-dark")
    theme.current().set_scheme(Scheme.LIGHT)
    page.rules.choose("location.max_days_per_week")
    assert isinstance(page.rules.what_if.editor, NumberEditor)
    page.rules.what_if.editor.field.setText("4")
    shot(window, folder, "policy-bounds")
    page.backups.back_up()
    settle(window)
    for view in ("unit", "calendar", "display", "backups", "about"):
        page.show_view(view)
        shot(window, folder, f"policy-{view}")


def sending(window: MainWindow, made: Office, folder: Path) -> None:
    window.go("sending")
    page = window.page
    assert isinstance(page, SendingPage)
    settle(window)
    page.step_problem(0)
    page.conflict.pick("mine")
    shot(window, folder, "sending-conflict")
    theme.current().set_scheme(Scheme.DARK)
    shot(window, folder, "sending-conflict-dark")
    theme.current().set_scheme(Scheme.LIGHT)
    page.conflict.pick("theirs", every=True)
    page.conflict.settle()
    settle(window)
    page.dealings.start_bundle()
    shot(window, folder, "sending-bundle")
    page.dealings.write_bundle(made.folder / "2026-11-20_Kecamatan-Contoh_0007.flexdesk", "server")
    shot(window, folder, "sending-written")
    page.dealings.inspect_bundle(made.folder / "2026-11-20_Kecamatan-Contoh_0007.flexdesk")
    shot(window, folder, "sending-opened")
    page.dealings.start_receipt()
    page.dealings.receipt_form.code.setText("tt4k 7po")
    shot(window, folder, "sending-receipt")
    page.dealings.start_join()
    shot(window, folder, "sending-join")


def main(folder: Path) -> None:
    with spoken(), tempfile.TemporaryDirectory() as data:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, f"{data}/settings")
        platform.make_application(["look"])
        draw(folder, Path(data))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
