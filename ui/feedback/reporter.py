"""Takes every error, from any thread, and decides how it is shown: beside the work, or as our own fault."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from flexdesk.errors import CancelledError, EnvironmentTrouble, FlexDeskError
from flexdesk.i18n import _
from ui.widgets.banner import BannerAction
from ui.widgets.tones import Tone

log = logging.getLogger("flexdesk.ui")

Retry = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a banner shows; an error's notice carries its code and ticket."""

    tone: Tone
    text: str
    lines: tuple[str, ...] = ()
    actions: tuple[BannerAction, ...] = ()
    code: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Crash:
    """Our bug: one line for the person, the whole trace for us."""

    summary: str
    trace: str


class Reporter(QObject):
    """`noticed` and `crashed` are always raised on the thread this object lives on."""

    noticed = Signal(Notice)
    crashed = Signal(Crash)
    _arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.remedies: dict[str, BannerAction] = {}  # what a button can do about errors, by their code
        self._arrived.connect(self._sort)

    def report(self, error: BaseException, retry: Retry | None = None) -> None:
        """May be called on any thread. `retry` adds “Try again” to the world's troubles."""
        self._arrived.emit(error, retry)

    def tell(self, text: str, tone: Tone = Tone.POSITIVE, actions: tuple[BannerAction, ...] = ()) -> None:
        """Say that something went well or wants attention, without a dialog."""
        self.noticed.emit(Notice(tone, text, actions=actions))

    def _sort(self, error: BaseException, retry: Retry | None) -> None:
        error = _in_our_words(error)
        if isinstance(error, CancelledError):
            self.noticed.emit(notice_of(error, tone=Tone.ACCENT))
        elif isinstance(error, EnvironmentTrouble):
            log.info("%s %s", error.ticket, error.facts)
            again = BannerAction(_("Try again"), retry, "refresh-cw") if retry is not None else None
            action = self.remedies.get(error.code, again)
            self.noticed.emit(notice_of(error, (action,) if action else (), tone=Tone.WARNING))
        elif isinstance(error, FlexDeskError):
            self.noticed.emit(notice_of(error))
        elif isinstance(error, Exception):
            trace = "".join(traceback.format_exception(error))
            log.critical("unexpected error\n%s", trace)
            self.crashed.emit(Crash(f"{type(error).__name__}: {error}", trace))


def _in_our_words(error: BaseException) -> BaseException:
    """What the disk or the database raised past every door is the world's fault and not ours."""
    if isinstance(error, FlexDeskError) or not isinstance(error, Exception):
        return error
    from flexdesk.store.errors import translated_at_edge

    return translated_at_edge(error) or error


def notice_of(
    error: FlexDeskError, actions: tuple[BannerAction, ...] = (), *, tone: Tone = Tone.NEGATIVE
) -> Notice:
    lines = (error.what_is_safe, error.what_to_do)
    return Notice(tone, error.message, lines, actions, error.code, error.ticket)
