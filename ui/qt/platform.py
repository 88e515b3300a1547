"""Makes the QApplication: checks for a display first, because Qt itself would abort without a word."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib.resources import files

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from flexdesk.errors import EnvironmentTrouble
from flexdesk.i18n import N_, language
from ui.qt import fonts, messages, theme

NAME = "FlexDesk"


class NoDisplay(EnvironmentTrouble):
    """There is no screen to open a window on."""

    code = "ui.no_display"
    ticket = "FD-LYR-01"
    text = N_("There is no screen to open a window on.")
    safe = N_("No data was touched.")
    next = N_("Start FlexDesk from the desktop, or set QT_QPA_PLATFORM=offscreen for pictures and tests.")


def check_display(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> None:
    """Raise NoDisplay where Qt would abort the process."""
    if not system.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        raise NoDisplay()


def make_application(arguments: Sequence[str]) -> QApplication:
    """The one application object, dressed: Fusion, palette, fonts, QSS and Qt's own texts in Indonesian."""
    check_display()
    messages.install()
    QGuiApplication.setDesktopFileName("flexdesk")
    app = QApplication(list(arguments))
    dress(app)
    return app


def dress(app: QApplication) -> None:
    app.setApplicationName(NAME)
    app.setOrganizationName(NAME)
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale("id_ID"))
    fonts.load()
    theme.current().apply()
    _translate_qt(app)


def _translate_qt(app: QApplication) -> None:
    """Qt ships no Indonesian, so the words on its own buttons are ours."""
    if language() != "id":
        return
    translator = QTranslator(app)
    catalogue = files("resources") / "i18n" / "qt_id.qm"
    if translator.load(str(catalogue)):
        app.installTranslator(translator)
