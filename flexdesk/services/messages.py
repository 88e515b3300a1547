"""Plain texts to paste into a chat group: a week without the reasons of anybody's absence."""

from flexdesk.domain.calendar import WEEKDAY_NAMES
from flexdesk.domain.periods import Period, day_label, span_label
from flexdesk.domain.places import AWAY, LETTERS, PRIVATE, Place
from flexdesk.services.week import WeekView

_DASH = "–"


def schedule_text(view: WeekView, period: Period, unit: str) -> str:
    """The week by day: who works away, is on duty elsewhere, or is not there.

    Leave, sickness and permits share one dash (domain.places.PRIVATE); the words are official Indonesian.
    """
    lines = [f"*Jadwal kerja minggu {period.number}, {unit}*", span_label(view.days[0], view.days[-1], "id")]
    if view.letter:
        lines.append(f"Surat tugas {view.letter}")
    for at, day in enumerate(view.days):
        if view.day_kinds[at] != "working":
            continue
        lines += ["", f"*{WEEKDAY_NAMES[day.weekday()]} {day_label(day, 'id').rsplit(' ', 1)[0]}*"]
        lines += _day_lines(view, at)
    return "\n".join(lines) + "\n"


def _day_lines(view: WeekView, at: int) -> list[str]:
    day = view.days[at]
    groups: dict[str, list[str]] = {}
    for person in view.people:
        place = view.cells[person.key, day].place
        if place in PRIVATE:
            groups.setdefault(_DASH, []).append(person.name)
        elif place is not None and place in (*AWAY, Place.DUTY_TRAVEL, Place.TRAINING):
            groups.setdefault(LETTERS[place].label, []).append(person.name)
    lines = [f"{label}: {', '.join(names)}" for label, names in groups.items()]
    return lines or ["Semua di kantor"]
