"""The columns of the register."""

from flexdesk.i18n import _
from flexdesk.services.complaints import ComplaintView
from ui.complaints import words
from ui.widgets.cells import Cell, MeterFacts
from ui.widgets.table import Column


def columns() -> tuple[Column[ComplaintView], ...]:
    return (
        Column("number", _("Complaint no."), _number, 100, sort=lambda view: view.complaint.number),
        Column("received", _("Came in"), _received, 70, sort=lambda view: view.complaint.received),
        Column("subject", _("Subject"), _subject, sort=lambda view: view.complaint.subject.casefold()),
        Column(
            "clock", _("Working days and due day"), _clock, 206, sort=lambda v: -v.clocks.pressing.percent
        ),
        Column("state", _("State"), _state, 142, sort=lambda view: view.clocks.state),
        Column("officer", _("Officer"), _officer, 120, sort=lambda view: view.officer),
    )


def _number(view: ComplaintView) -> Cell:
    return Cell(words.name(view), condensed=True)


def _received(view: ComplaintView) -> Cell:
    return Cell(words.short_date(view.complaint.received), token="muted")


def _subject(view: ComplaintView) -> Cell:
    return Cell(view.complaint.subject, strong=view.complaint.is_open, tip=view.complaint.subject)


def _clock(view: ComplaintView) -> Cell:
    clock, state = view.clocks.pressing, view.clocks.state
    meter = MeterFacts(min(clock.percent / 100, 1.0), words.tone(state))
    return Cell(words.passed(clock), meter=meter, spoken=words.spoken_clock(clock))


def _state(view: ComplaintView) -> Cell:
    return Cell(badge=words.badge(view))


def _officer(view: ComplaintView) -> Cell:
    return Cell(view.officer or "–", condensed=True, token="text" if view.officer else "muted")
