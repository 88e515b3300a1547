"""Brings exceptions that nobody caught, on any thread, to the reporter."""

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from ui.feedback.reporter import Reporter


def install(reporter: Reporter) -> Callable[[], None]:
    """Take over the hooks of the process; the returned call gives them back."""
    before, before_thread = sys.excepthook, threading.excepthook

    def on_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            before(kind, error, trace)
        else:
            reporter.report(error.with_traceback(trace))

    def on_thread(facts: threading.ExceptHookArgs) -> None:
        if facts.exc_value is not None:
            reporter.report(facts.exc_value)

    sys.excepthook, threading.excepthook = on_main, on_thread

    def uninstall() -> None:
        sys.excepthook, threading.excepthook = before, before_thread

    return uninstall
