"""Sends what Qt itself has to say to Python's log, so that one place keeps it and tests can fail on it."""

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("flexdesk.qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def install() -> None:
    qInstallMessageHandler(_to_log)


def uninstall() -> None:
    qInstallMessageHandler(None)


def _to_log(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    if "propagateSizeHints" in text:  # the offscreen platform says so of every window
        return
    log.log(_LEVELS.get(kind, logging.WARNING), "%s (%s)", text, context.category or "qt")
