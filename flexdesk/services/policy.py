"""The unit's technical rules: what is in force, since when, by whom, and how to change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flexdesk.domain.calendar import Holiday
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.periods import Period
from flexdesk.domain.policy import Edit, Policy, Sentence
from flexdesk.domain.rules.reports import appraised_period
from flexdesk.domain.schema import join_key
from flexdesk.domain.settings import as_text
from flexdesk.services.commits import Committer
from flexdesk.services.effects import DayShare, LostTurn, WeekEffect, week_effects
from flexdesk.services.facts import FactReader

__all__ = ["DayShare", "LostTurn", "PolicyService", "Step", "Trial", "WeekEffect"]

Trial = tuple[str, str]  # a setting and the text to try


@dataclass(frozen=True, slots=True)
class Step:
    """One value in the history of a sentence; `state` is `now`, `coming`, `over` or `lapsed`."""

    value: str
    from_: date | None
    until: date | None
    source: str
    state: str


class PolicyService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader

    def policy(self) -> Policy:
        return self._reader.policy()

    def sentences(self, day: date) -> tuple[Sentence, ...]:
        return self.policy().sentences(day)

    def set(
        self,
        key: str,
        value: str,
        *,
        from_day: date,
        until: date | None = None,
        source: str = "",
        grade: str = "",
    ) -> Change | None:
        """Let `value` hold from a day on, or from day to day; raises what `Policy.with_edit` raises."""
        return self.set_many([(key, value)], from_day=from_day, until=until, source=source, grade=grade)

    def set_many(
        self,
        trials: Sequence[Trial],
        *,
        from_day: date,
        until: date | None = None,
        source: str = "",
        grade: str = "",
    ) -> Change | None:
        """Several sentences as one step; none is written when one is refused. Raises as `set`."""
        self._edited(trials, from_day, until)
        cells = {"source": source, "grade": grade, "until": until}
        ops = [
            self._committer.upsert(
                "policy", join_key(key, from_day.isoformat()), {"value": value.strip(), **cells}
            )
            for key, value in trials
        ]
        return self._committer.commit(Change("policy.set", tuple(ops)))

    def _edited(self, trials: Sequence[Trial], from_day: date, until: date | None) -> Policy:
        policy = self.policy()
        for key, value in trials:
            policy = policy.with_edit(key, value, from_day=from_day, until=until)
        return policy

    def reset(self, key: str, *, from_day: date) -> Change | None:
        """Let the pack's own value hold again from a day on; what held before stays in the history.

        Raises UnknownSettingError.
        """
        policy = self.policy()
        policy.definition(key, from_day)
        ops: list[Op] = []
        for edit in policy.history(key):
            row = join_key(key, edit.from_.isoformat())
            if edit.from_ >= from_day:
                ops.append(self._committer.delete("policy", row))
            elif edit.until is None or edit.until >= from_day:
                cells = {"until": from_day - timedelta(days=1)}
                ops.append(self._committer.upsert("policy", row, cells))
        return self._committer.commit(Change("policy.reset", tuple(ops))) if ops else None

    def history(self, key: str, day: date) -> tuple[Step, ...]:
        """The values that a sentence has had and will have, newest first; last the pack's own.

        Raises UnknownSettingError.
        """
        policy = self.policy()
        sentence = policy.definition(key, day)
        lapsed, counting = policy.lapsed(day), policy.edit_of(key, day)
        steps = [
            Step(edit.value, edit.from_, edit.until, edit.source, _state(edit, day, lapsed, counting))
            for edit in policy.history(key)
        ]
        own = Step(
            as_text(sentence.default), None, None, policy.version_on(day), "over" if counting else "now"
        )
        return (*steps, own)

    def appraised_period(self, today: date) -> Period:
        """The period whose appraisal waits, by the unit's interval (PRF-02)."""
        return appraised_period(str(self.policy().value("performance.interval", today)), today)

    # -- trying out

    def effect(self, key: str, value: str, *, from_day: date, weeks: Sequence[Period]) -> list[WeekEffect]:
        """What `value` would do to those weeks, before anybody keeps it; raises as `set`."""
        return self.try_out([(key, value)], from_day=from_day, weeks=weeks)

    def try_out(
        self, trials: Sequence[Trial], *, from_day: date, until: date | None = None, weeks: Sequence[Period]
    ) -> list[WeekEffect]:
        """What several values together would do to those weeks; raises as `set`."""
        return week_effects(self._reader, self._edited(trials, from_day, until), weeks)

    def holidays(self, year: int) -> list[Holiday]:
        """Holidays and joint leave of a year as the unit's calendar has them, by day."""
        held = self._reader.calendar(date(year, 1, 1)).holidays
        return sorted((h for h in held if h.day.year == year), key=lambda holiday: holiday.day)


def _state(edit: Edit, day: date, lapsed: Sequence[Edit], counting: Edit | None) -> str:
    if edit in lapsed:
        return "lapsed"
    if edit == counting:
        return "now"
    return "coming" if edit.from_ > day else "over"
