"""How many people each shift needs: written by the head for a service point or the whole unit."""

from dataclasses import dataclass

from flexdesk.domain.ops import Change
from flexdesk.domain.places import LETTERS, SHIFTS, Place
from flexdesk.domain.schema import join_key
from flexdesk.domain.shifts import MOST_PEOPLE, ORDER, WHOLE_UNIT, NeedDays, Needs, ShiftNeed
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader


class BadShiftNeed(FlexDeskError):
    """No number of people."""

    code = "shift.need"
    ticket = "FD-JDW-21"
    text = N_("A shift cannot need {count} people.")
    next = N_("Write a whole number from 0 to {most}; nothing takes the need away.")


@dataclass(frozen=True, slots=True)
class Function:
    """A service point or the whole unit, as something that shifts are needed for."""

    key: str
    name: str


class ShiftNeedService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer, self._reader = committer, reader

    def functions(self) -> list[Function]:
        """The whole unit first, then the service points that are still run, by name."""
        points = sorted(self._reader.service_points(), key=lambda point: (point.name, point.key))
        return [Function(WHOLE_UNIT, _("The whole unit")), *(Function(p.key, p.name) for p in points)]

    def function(self, text: str) -> Function:
        """By key or by name; raises NotFound."""
        for one in self.functions():
            if text.strip().casefold() in (one.key.casefold(), one.name.casefold()):
                return one
        raise NotFound(what=_("Service point"), key=text)

    def all(self) -> list[ShiftNeed]:
        """Needs of functions that are still there, in the order of `functions`, shifts and kinds of day."""
        order = {one.key: number for number, one in enumerate(self.functions())}
        kinds, shifts = list(NeedDays), [str(one) for one in ORDER]
        found = [need for need in self._reader.shift_needs() if need.function in order]
        return sorted(
            found,
            key=lambda need: (
                order[need.function],
                shifts.index(need.shift),
                kinds.index(NeedDays(need.days)),
            ),
        )

    def needs(self) -> Needs:
        return Needs(self.all())

    def set(self, function: str, shift: Place | None, count: int | None, days: str) -> Change | None:
        """`count` of None takes the need away. Raises NotFound, UsageError, BadShiftNeed."""
        return self.set_all([(function, shift, days, count)])

    def set_all(self, wanted: list[tuple[str, Place | None, str, int | None]]) -> Change | None:
        """Several needs as one change; what stands already stays."""
        ops = []
        for function, shift, days, count in wanted:
            if shift not in SHIFTS:
                raise UsageError(detail=_("the shift is 1, 2 or 3"))
            if days not in set(NeedDays):
                raise UsageError(detail=_("the kind is one of {choices}").format(choices=", ".join(NeedDays)))
            if count is not None and not 0 <= count <= MOST_PEOPLE:
                raise BadShiftNeed(count=count, most=MOST_PEOPLE)
            key = join_key(self.function(function).key, str(shift), days)
            ops.append(self._committer.upsert("shift_need", key, {"need": count}))
        return self._committer.commit(Change("shift_need.set", tuple(ops))) if ops else None


DAYS: dict[NeedDays, str] = {
    NeedDays.EVERY: N_("Every day"),
    NeedDays.WORKING: N_("Working days"),
    NeedDays.FREE: N_("Weekends and holidays"),
}


def shift_name(shift: str) -> str:
    """`Sif malam`, as the papers write it."""
    return LETTERS[Place(shift)].label
