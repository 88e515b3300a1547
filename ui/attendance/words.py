"""How days of attendance are said: faults, decisions, times, and what the registers hold."""

from collections.abc import Sequence
from datetime import date

from flexdesk.domain.attendance import Terms
from flexdesk.domain.periods import day_label
from flexdesk.domain.places import LETTERS, Place
from flexdesk.i18n import N_, _
from flexdesk.services.absence import Counter
from flexdesk.services.attendance_days import DayMarks, DayState
from flexdesk.services.attendance_words import (
    CHANNELS,
    DECISIONS,
    RECAPS,
    STATES,
    clock,
    contact_line,
    examination_state,
    fault_words,
    mark_name,
    recall_line,
)
from flexdesk.services.recalls import Recall
from ui.widgets.badge import BadgeFacts
from ui.widgets.page import KeyRow
from ui.widgets.tones import Tone

__all__ = ["CHANNELS", "DECISIONS", "clock", "contact_line", "examination_state", "fault_words"]

_TONES = {
    DayState.PRESENT: (Tone.POSITIVE, "check"),
    DayState.TO_CLARIFY: (Tone.WARNING, "circle-question-mark"),
    DayState.EXCUSED: (Tone.ACCENT, "badge-check"),
    DayState.UNEXCUSED: (Tone.NEGATIVE, "circle-x"),
    DayState.WAITING: (Tone.NEUTRAL, "clock"),
}
_SHORT_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_LONG_DAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


def short_day(day: date) -> str:
    """`Jum 20-11`."""
    return f"{_(_SHORT_DAYS[day.weekday()])} {day:%d-%m}"


def long_day(day: date) -> str:
    return f"{_(_LONG_DAYS[day.weekday()])}, {day_label(day)}"


def letter(place: Place | None) -> str:
    return LETTERS[place].letter if place is not None and place is not Place.HOLIDAY else ""


def place_word(place: Place | None) -> str:
    return LETTERS[place].label if place is not None else "–"


def badge(row: DayMarks) -> BadgeFacts | None:
    if row.state is DayState.NOT_ASKED:
        return None
    tone, icon = _TONES[row.state]
    text = DECISIONS[row.decision] if row.decision in DECISIONS else STATES[row.state]
    if row.state not in (DayState.EXCUSED, DayState.UNEXCUSED):
        text = STATES[row.state]
    return BadgeFacts(_(text), tone, icon)


def note(row: DayMarks) -> str:
    """What stands beside a row: the reason kept, else what is wrong, else what else is known."""
    if row.decision:
        return row.reason or "; ".join(fault_words(row))
    if row.judged.faults:
        return "; ".join(fault_words(row))
    if row.marks.recap:
        return _(RECAPS[row.marks.recap])
    return row.place_note


def decided(row: DayMarks, who: str) -> str:
    if not row.decision:
        return ""
    text = _("{decision}, decided on {day} by {name}")
    day = day_label(row.decided_on) if row.decided_on else "–"
    return text.format(decision=_(DECISIONS.get(row.decision, row.decision)), day=day, name=who or "–")


def windows(row: DayMarks, terms: Terms, zone: str) -> list[str]:
    """Each wanted mark with its window."""
    lines = []
    for slot in terms.slots:
        start, end = terms.windows()[slot]
        held = clock(row.marks.times.get(slot)) or "–"
        text = _("{mark} {time}, window {start}–{end} {zone}")
        lines.append(
            text.format(mark=mark_name(slot), time=held, start=clock(start), end=clock(end), zone=zone)
        )
    return lines


def recall_lines(one: Recall) -> list[str]:
    return [recall_line(one), one.reason]


def threshold_badge(counter: Counter) -> BadgeFacts | None:
    if counter.threshold is None:
        return None
    days = counter.threshold.days
    text = _("10 in a row") if counter.run >= 10 and counter.total < 28 else _("from {days} days")
    return BadgeFacts(text.format(days=days), Tone.WARNING, "triangle-alert")


def days_line(days: Sequence[date]) -> str:
    return ", ".join(f"{day:%d-%m}" for day in days) or "–"


def plan_days(rows: Sequence[DayMarks]) -> str:
    """`19-11 W→K`, one for each different day."""
    return ", ".join(f"{row.day:%d-%m} {letter(row.promised)}→{letter(row.place)}" for row in rows)


def key_rows() -> tuple[KeyRow, ...]:
    """Keys of the room beside the global ones."""
    return (
        KeyRow("0–9, F2", _("Type a mark, such as 0745")),
        KeyRow("I", _("Excused")),
        KeyRow("G", _("System failure")),
        KeyRow("R", _("Called in")),
        KeyRow("T", _("Unexcused")),
        KeyRow("B", _("Take the decision back")),
        KeyRow("C", _("Log a call")),
        KeyRow("M", _("Call the person in to the office")),
        KeyRow("A", _("Record that the person has come")),
        KeyRow("O P S", _("Examination: open, summoned, examined")),
        KeyRow("F8", _("Next day that needs clarification")),
        KeyRow("Ctrl+O", _("Import an attendance file")),
        KeyRow("Ctrl+E", _("Export")),
    )
