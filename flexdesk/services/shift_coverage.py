"""Rows under the schedule that count the people of each shift against its need."""

from collections.abc import Mapping

from flexdesk.domain.calendar import days
from flexdesk.domain.places import LETTERS
from flexdesk.domain.schedule import Facts
from flexdesk.domain.schema import join_key
from flexdesk.domain.shifts import WHOLE_UNIT, Needs
from flexdesk.i18n import _
from flexdesk.services.week import CellKey, CellView, CoverageCell, CoverageRow

_SHIFT_ROW = "shift"  # begins the key of such a row


def is_shift_row(key: str) -> bool:
    """Whether a coverage row counts a shift."""
    return key.startswith(f"{_SHIFT_ROW}|")


def shift_rows(
    facts: Facts, needs: Needs, names: Mapping[str, str], cells: Mapping[CellKey, CellView]
) -> tuple[CoverageRow, ...]:
    """For each shift that needs people how many there are on each day."""
    rows = []
    for function in needs.functions:
        if function not in names:
            continue
        duties = {d.person for d in facts.service_duties if d.service_point == function and d.serves}
        people = [p.key for p in facts.people if function == WHOLE_UNIT or p.key in duties]
        for shift in needs.shifts:
            wanted = [needs.on(function, shift, day, facts.calendar) for day in days(facts.first, facts.last)]
            if not any(wanted):
                continue
            made = []
            for day, need in zip(days(facts.first, facts.last), wanted, strict=True):
                count = sum(cells[person, day].place == shift for person in people)
                state = "" if not need else "ok" if count >= need else "short"
                made.append(CoverageCell(count, need, state, f"{count} / {need}" if need else ""))
            least, most = min(filter(None, wanted)), max(wanted)
            span = str(most) if least == most else f"{least}–{most}"
            label = (
                LETTERS[shift].label
                if function == WHOLE_UNIT
                else f"{LETTERS[shift].label}, {names[function]}"
            )
            text = _("needs {count}").format(count=span)
            rows.append(CoverageRow(join_key(_SHIFT_ROW, function, shift), label, text, tuple(made)))
    return tuple(rows)
