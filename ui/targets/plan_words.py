"""How an SKP's status, steps and dates are said on the target screen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from flexdesk.domain.performance import SkpStatus, label
from flexdesk.domain.periods import day_label
from flexdesk.domain.skp import SKP_REASON_LABELS, Outsider, Step, outsider
from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import N_, _
from flexdesk.services.skp_rows import status_of
from flexdesk.services.target_changes import HeldTarget
from flexdesk.store.store import Row
from ui.targets import words
from ui.targets.lines import Line
from ui.widgets.badge import BadgeFacts
from ui.widgets.cells import Cell
from ui.widgets.table import Column
from ui.widgets.tones import Tone

_TONES: Mapping[SkpStatus, tuple[Tone, str]] = MappingProxyType(
    {
        SkpStatus.DRAFT: (Tone.NEUTRAL, "pencil"),
        SkpStatus.SUBMITTED: (Tone.ACCENT, "send"),
        SkpStatus.APPROVED: (Tone.POSITIVE, "check"),
        SkpStatus.REFUSED: (Tone.NEGATIVE, "x"),
        SkpStatus.CLOSED: (Tone.QUIET, "lock"),
    }
)
STEPS: Mapping[Step, tuple[str, str]] = MappingProxyType(
    {
        Step.SUBMIT: (N_("Submit"), "send"),
        Step.APPROVE: (N_("Approve"), "check"),
        Step.REFUSE: (N_("Refuse"), "x"),
        Step.REOPEN: (N_("Back to draft"), "undo-2"),
        Step.CLOSE: (N_("Close it"), "lock"),
    }
)
DONE: Mapping[Step, str] = MappingProxyType(
    {
        Step.SUBMIT: N_("SKP submitted"),
        Step.APPROVE: N_("SKP approved"),
        Step.REFUSE: N_("SKP refused"),
        Step.REOPEN: N_("SKP back to draft"),
        Step.CLOSE: N_("SKP closed"),
    }
)
REASONS: Mapping[str, str] = SKP_REASON_LABELS


def status(row: Row) -> BadgeFacts:
    found = status_of(row)
    tone, icon = _TONES[found]
    return BadgeFacts(label(found), tone, icon)


def with_status(columns: Sequence[Column[Line]]) -> list[Column[Line]]:
    """The columns of the outline, whose last one tells the status of a plan where a line heads one."""
    pace = columns[-1]

    def cell(line: Line) -> Cell:
        if line.is_result or line.branch.skp is None:
            return pace.cell(line)
        facts = status(line.branch.skp.row)
        return Cell(badge=facts, spoken=facts.text)

    return [*columns[:-1], replace(pace, cell=cell)]


def plain_date(day: date | None) -> str:
    """`05-10-2026`."""
    return f"{day.day:02d}-{day.month:02d}-{day.year}" if day is not None else ""


def typed_date(text: str) -> date | None:
    """A day as people here write it; None for what is none."""
    return read_date(text.strip())


def one_line(text: str) -> str:
    """The lines of an official from outside as they are typed into one field."""
    found = outsider(text)
    if found is None:
        return ""
    parts = (found.name, found.number, found.rank, found.position, found.unit)
    return " | ".join(parts).rstrip(" |")


def typed_official(text: str) -> Outsider | None:
    return outsider(text)


def history(held: Sequence[HeldTarget]) -> str:
    """`204 kegiatan → 250 kegiatan mulai 1 November 2026`; empty while nothing was changed."""
    if len(held) < 2:
        return ""
    said = [_target(held[0])]
    for one in held[1:]:
        said.append(_("{target} from {day}").format(target=_target(one), day=day_label(one.since)))
    return " → ".join(said)


def _target(held: HeldTarget) -> str:
    value = words.number(held.number) if held.number is not None else held.text
    return f"{value} {held.unit}".strip()
