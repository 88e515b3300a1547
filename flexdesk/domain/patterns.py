"""Patterns that weeks are laid out by: halves that change about, days that rotate, cycles of shifts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flexdesk.domain.places import OF_LETTER, Place
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _

LEFT_ALONE = "."  # a day that the pattern says nothing about
MOST_ROWS = 110
MOST_DAYS = 62
_WEEK = 7


class PatternKind(StrEnum):
    WEEK = "week"  # rows of seven letters, Monday first; people take the next row after each week
    CYCLE = "cycle"  # one row of any length, gone through day by day


class PatternFault(FlexDeskError):
    """The text is no pattern."""

    code = "pattern.fault"
    ticket = "FD-JDW-11"
    text = N_("“{row}” is no row of a pattern: {detail}.")
    next = N_("Write the letters of the schedule, and a dot for a day that stays as it is.")


@dataclass(frozen=True, slots=True)
class Pattern:
    """`step` is how many rows a person moves on after each week; of a cycle, how many days apart people are.

    Built-in patterns have no `row` in the store.
    """

    name: str
    kind: PatternKind
    rows: tuple[str, ...]
    step: int = 1
    row: str = ""

    def letter(self, number: int, day: date) -> str:
        """What the pattern gives the person with this place in the list (from 0) on that day.

        Counted from a fixed Monday, so that weeks laid out one by one fit together.
        """
        if self.kind is PatternKind.CYCLE:
            cycle = self.rows[0]
            return cycle[(day.toordinal() + number * self.step) % len(cycle)]
        week = (day.toordinal() - 1) // _WEEK  # 1 January of year 1 was a Monday
        row = self.rows[(number + week * self.step) % len(self.rows)]
        return row[day.weekday()]

    def place(self, number: int, day: date) -> Place | None:
        """None where the pattern leaves the day alone."""
        return OF_LETTER.get(self.letter(number, day))

    @property
    def definition(self) -> str:
        """The text that `pattern_of` reads back."""
        return "|".join((self.kind, str(self.step), *self.rows))


def pattern_of(name: str, definition: str, row: str = "") -> Pattern:
    """Raises PatternFault."""
    kind, _bar, rest = definition.partition("|")
    step, _bar, rows = rest.partition("|")
    if kind not in frozenset(PatternKind) or not step.isdecimal():
        raise PatternFault(row=definition, detail=_("it begins with no known kind"))
    return checked(Pattern(name, PatternKind(kind), tuple(rows.split("|")), int(step), row))


def checked(pattern: Pattern) -> Pattern:
    """The pattern itself; raises PatternFault for letters and lengths that cannot be."""
    lengths = {_WEEK} if pattern.kind is PatternKind.WEEK else set(range(1, MOST_DAYS + 1))
    if not 1 <= len(pattern.rows) <= (MOST_ROWS if pattern.kind is PatternKind.WEEK else 1):
        raise PatternFault(row=pattern.name, detail=_("it has too many or too few rows"))
    for row in pattern.rows:
        unknown = sorted(set(row) - set(OF_LETTER) - {LEFT_ALONE})
        if unknown:
            raise PatternFault(row=row, detail=_("“{letter}” is no place").format(letter=unknown[0]))
        if len(row) not in lengths:
            raise PatternFault(row=row, detail=_("a week has seven days"))
    return pattern


# Office days of these are left alone: whoever is typed into training or travel stays there.
BUILT_IN: tuple[Pattern, ...] = (
    Pattern(N_("Halves A and B, changing weekly"), PatternKind.WEEK, (".W.W...", "..W.W..")),
    Pattern(
        N_("One day a week, moving on"),
        PatternKind.WEEK,
        tuple("." * n + "W" + "." * (6 - n) for n in range(5)),
    ),
    Pattern(
        N_("Three at the office, two at home"),
        PatternKind.WEEK,
        ("W..W...", ".W..W..", "W.W....", ".W.W...", "..W.W.."),
    ),
    Pattern(N_("One Friday in three"), PatternKind.WEEK, ("....W..", ".......", ".......")),
    Pattern(N_("Shifts two by two"), PatternKind.CYCLE, ("112233OO",), 2),
    Pattern(N_("Morning, afternoon, night, off"), PatternKind.CYCLE, ("123O",)),
)
