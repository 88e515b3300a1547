"""Every Qt test runs on the dressed application, with its own settings folder, and leaks nothing."""

import gc
import os
import threading

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication

from ui.qt import fonts, platform, theme
from ui.qt.tokens import Density, Scheme


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str]):
    """pytest-qt's application, dressed as the program dresses it."""
    app = QApplication.instance() or QApplication(qapp_args)
    assert isinstance(app, QApplication)
    platform.dress(app)
    return app


@pytest.fixture(autouse=True)
def _plain_look(qapp, tmp_path):
    """Light, compact, 100 % before each test; window state goes into a folder that dies with the test."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    assert qapp.style() is not None
    look = theme.current()
    if (look.scheme, look.density, fonts.scale_percent()) != (Scheme.LIGHT, Density.COMPACT, 100):
        fonts.set_scale(100)
        look.set_density(Density.COMPACT)
        look.set_scheme(Scheme.LIGHT)


@pytest.fixture(autouse=True)
def _nothing_leaks(qapp, _plain_look):
    """No thread and no window may outlive a test."""
    threads = set(threading.enumerate())
    windows = set(map(id, qapp.topLevelWidgets()))
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    left = [thread.name for thread in threading.enumerate() if thread not in threads]
    assert not left, f"threads left running: {left}"
    gc.collect()
    open_windows = [one for one in qapp.topLevelWidgets() if id(one) not in windows and one.isVisible()]
    assert not open_windows, f"windows left open: {open_windows}"
