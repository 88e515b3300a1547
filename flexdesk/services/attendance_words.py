"""Days, calls and counters of attendance in words: the same on screen, in files, on the command line."""

from datetime import time

from flexdesk.domain.attendance import Decision, Fault, Recap
from flexdesk.domain.periods import day_label
from flexdesk.i18n import N_, _
from flexdesk.services.absence import Counter, Examination
from flexdesk.services.attendance_days import DayMarks, DayState
from flexdesk.services.contacts import Channel, Contact
from flexdesk.services.recalls import Recall

STATES: dict[str, str] = {
    DayState.PRESENT: N_("present"),
    DayState.TO_CLARIFY: N_("to be clarified"),
    DayState.EXCUSED: N_("excused"),
    DayState.UNEXCUSED: N_("unexcused"),
    DayState.WAITING: N_("still running"),
    DayState.NOT_ASKED: "–",
}
DECISIONS: dict[str, str] = {
    Decision.EXCUSED: N_("Excused"),
    Decision.SYSTEM_FAILURE: N_("System failure"),
    Decision.RECALLED: N_("Called in"),
    Decision.UNEXCUSED: N_("Unexcused"),
}
CHANNELS: dict[str, str] = {Channel.CALL: N_("Call"), Channel.MESSAGE: N_("Message")}
RECAPS: dict[str, str] = {
    Recap.PRESENT: N_("summary: present"),
    Recap.LATE: N_("summary: late"),
    Recap.LEFT_EARLY: N_("summary: left early"),
    Recap.ABSENT: N_("summary: absent"),
}
_MARKS = {"in": N_("Arrival"), "out": N_("Leaving")}
_FAULTS = {
    Fault.MISSING: N_("{mark}: no mark"),
    Fault.LATE: N_("{mark}: {minutes} minutes late"),
    Fault.EARLY: N_("{mark}: before the time of leaving"),
    Fault.OUTSIDE: N_("{mark}: outside the window"),
    Fault.ABSENT: N_("the monthly summary says absent"),
}


def clock(moment: time | None) -> str:
    return f"{moment:%H.%M}" if moment is not None else ""


def mark_name(slot: str) -> str:
    """`Masuk`, `Pulang`, or the number of a mark between them."""
    if slot in _MARKS:
        return _(_MARKS[slot])
    return _("Mark {number}").format(number=int(slot.removeprefix("mid")) + 1)


def state_word(state: DayState) -> str:
    return "–" if state is DayState.NOT_ASKED else _(STATES[state])


def fault_words(row: DayMarks) -> list[str]:
    """What is said against each mark of a day."""
    said = []
    for slot, fault in row.judged.faults:
        text = _FAULTS[fault]
        if fault is Fault.LATE and not row.judged.minutes:
            text = N_("{mark}: late")
        said.append(_(text).format(mark=mark_name(slot), minutes=row.judged.minutes))
    return said


def day_line(row: DayMarks) -> str:
    """One day as a line of text."""
    marks = ", ".join(f"{mark_name(slot)} {clock(at)}" for slot, at in sorted(row.marks.times.items()))
    parts = [state_word(row.state), marks, "; ".join(fault_words(row)), row.reason]
    return f"{row.day:%d-%m-%Y} {row.name}: {'; '.join(part for part in parts if part)}"


def contact_line(one: Contact) -> str:
    said = _(CHANNELS.get(one.channel, one.channel))
    if one.minutes is None:
        text = _("{at} {channel}, no answer").format(at=clock(one.at), channel=said)
    else:
        text = _("{at} {channel}, answered after {minutes} minutes").format(
            at=clock(one.at), channel=said, minutes=f"{one.minutes:g}"
        )
    return f"{text} ({one.note})" if one.note else text


def recall_line(one: Recall) -> str:
    came = _("came at {at}").format(at=clock(one.arrived)) if one.arrived else _("not there yet")
    return _("Called in at {at} by {name}, {came}").format(at=one.clock, name=one.by, came=came)


def counter_line(one: Counter) -> str:
    text = _("{name}: {days} unexcused days, {run} in a row").format(
        name=one.name, days=one.total, run=one.run
    )
    return f"{text}; {one.law}" if one.law else text


def examination_state(one: Examination) -> str:
    if one.done:
        return _("examined on {day}").format(day=day_label(one.examined_on) if one.examined_on else "–")
    if one.summoned_on:
        return _("summoned for {day}").format(day=day_label(one.summoned_on))
    return _("to be summoned")
