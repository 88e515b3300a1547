"""A real window over a real unit with the screens of this part, for tests and pictures."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from flexdesk.desk.desk import Desk
from ui.opened import OpenedUnit
from ui.policy.page import PolicyPage
from ui.printing.page import PrintingPage
from ui.sending.page import SendingPage
from ui.shell.main_window import MainWindow
from ui.shell.ports import Frame, PageSpec
from ui.shell.screens import NINE, page_specs
from ui.widgets.page import Page


def frame_pages(desk: Desk) -> tuple[PageSpec, ...]:
    """All nine screens; those of other parts are empty."""
    made = {key: lambda _frame, title=title: Page(title) for key, title, _icon in NINE}

    def printing(frame: Frame) -> Page:
        return PrintingPage(desk, runner=frame.runner, reporter=frame.reporter)

    def sending(frame: Frame) -> Page:
        return SendingPage(desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter)

    def policy(frame: Frame) -> Page:
        return PolicyPage(desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter)

    return page_specs({**made, "printing": printing, "sending": sending, "policy": policy})


def settle(window: MainWindow, seconds: float = 20.0) -> None:
    """Let short timers fire and jobs end."""
    app = QApplication.instance()
    assert app is not None
    end, calm = time.monotonic() + seconds, 0
    while calm < 4:
        app.processEvents()
        time.sleep(0.005)
        calm = 0 if window.runner.jobs or _soon(window) else calm + 1
        assert time.monotonic() < end, [job.label for job in window.runner.jobs]


def _soon(window: MainWindow) -> bool:
    page = window.page
    timers = page.findChildren(QTimer) if page is not None else []
    return any(timer.isActive() and timer.isSingleShot() and timer.interval() < 1000 for timer in timers)


def quiet(window: MainWindow) -> None:
    window.editor.forget()
    window.close()
    window.deleteLater()


@contextmanager
def opened(desk: Desk, screen: str) -> Iterator[MainWindow]:
    """The window with one of our screens in front; everything it started has ended afterwards."""
    window = MainWindow(OpenedUnit(desk), frame_pages(desk))
    window.show()
    window.resize(1366, 768)
    window.go(screen)
    settle(window)
    try:
        yield window
    finally:
        quiet(window)


def page_of(window: MainWindow) -> SendingPage:
    page = window.page
    assert isinstance(page, SendingPage)
    return page


def told(window: MainWindow) -> str:
    """What the notice over the page says."""
    banner = window.notices.banner
    return banner.text if banner is not None else ""
