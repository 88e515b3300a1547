"""Why a planned shift or day off is what it is, in one sentence that anybody can check."""

from flexdesk.domain.places import LETTERS
from flexdesk.i18n import _
from flexdesk.planner.shift_roster import NIGHT, OFF, PLACES, Roster


class ShiftReasons:
    """Looks at a finished roster."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def of(self, person: int, day: int) -> str:
        code = self._roster.code[person][day]
        return self._why_off(person, day) if code == OFF else self._why_shift(person, day, code)

    def _why_shift(self, person: int, day: int, code: int) -> str:
        roster, shift = self._roster, LETTERS[PLACES[code]].label
        for number in roster.counted.get((person, day, code), ()):
            need = roster.problem.needs[number]
            if roster.counts[number] <= need.need:
                return _("{shift}: {function} needs {need} that day.").format(
                    shift=shift, function=need.name, need=need.need
                )
        name = (person, roster.week[day])
        if name in roster.owed and roster.minutes[name] - roster.net[code, day] < roster.owed[name]:
            return _("{shift}: without it the hours of the week are not reached.").format(shift=shift)
        return _("{shift}: one more than the need.").format(shift=shift)

    def _why_off(self, person: int, day: int) -> str:
        roster = self._roster
        if (person, day) in roster.wishes:
            return _("Day off as wished.")
        codes = roster.choices[person, day]
        if not any(roster.fits(person, day, code) for code in codes):
            return self._why_none_fits(person, day)
        name = (person, roster.week[day])
        if name in roster.owed and roster.minutes[name] >= roster.owed[name]:
            return _("Day off: the hours of the week are reached.")
        return _("Day off in turn.")

    def _why_none_fits(self, person: int, day: int) -> str:
        """Which limit stands against a shift here; the first that alone stands against every one."""
        roster = self._roster
        limits, line = roster.problem.limits, roster.code[person]
        worked = sum(line[other] != OFF for other in roster.week_days[roster.week[day]])
        if limits.off_after_nights and line[day - 1] == NIGHT and roster.choices[person, day] != (NIGHT,):
            return _("Day off after the night.")
        if limits.off_in_a_week is not None and worked >= 7 - limits.off_in_a_week:
            return _("Day off: {count} a week are kept free.").format(count=limits.off_in_a_week)
        return _("Day off: the limits on shifts allow none here.")
