"""Working time other than the office hours: who has which pattern, what was attested, who approved it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PatternKind(StrEnum):
    """Pasal 17 PermenPANRB 4/2025."""

    SIF = "sif"
    DINAMIS = "dinamis"


@dataclass(frozen=True, slots=True)
class TimePattern:
    """For a person, else for a section, else for the whole unit; without `to` it runs on."""

    key: str
    kind: str
    from_: date
    person: str = ""
    section: str = ""
    basis: str = ""
    to: date | None = None
    approved_by: str = ""
    approved_on: date | None = None
    letter: str = ""
    note: str = ""

    def covers(self, day: date) -> bool:
        return self.from_ <= day and (self.to is None or day <= self.to)

    @property
    def is_approved(self) -> bool:
        """Rule TIM-03: by somebody named, no later than its first day."""
        return (
            bool(self.approved_by.strip()) and self.approved_on is not None and self.approved_on <= self.from_
        )

    def holds(self, day: date) -> bool:
        return self.is_approved and self.covers(day)


SHIFT_FIGURES = ("minutes_a_day", "days_a_week", "minutes_a_week")


@dataclass(frozen=True, slots=True)
class ShiftTask:
    """What the head attests about a task for sif (TIM-01); minutes include no rest."""

    minutes_a_day: int
    days_a_week: int
    minutes_a_week: int

    def written(self) -> str:
        figures = (self.minutes_a_day, self.days_a_week, self.minutes_a_week)
        return ";".join(f"{name}={figure}" for name, figure in zip(SHIFT_FIGURES, figures, strict=True))


FREE_TASK = "bound_to_opening_hours=no;needs_supervision=no"  # what is attested for dinamis (TIM-02)


def attested(basis: str) -> dict[str, str]:
    """The stored figures of a basis by their name."""
    parts = (part.partition("=") for part in basis.split(";"))
    return {name.strip(): value.strip() for name, sign, value in parts if sign}
