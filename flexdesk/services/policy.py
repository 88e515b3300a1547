"""The unit's technical rules: what is in force, since when, by whom, and how to change it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path

from flexdesk.domain import rules
from flexdesk.domain.calendar import Holiday
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period
from flexdesk.domain.policy import Policy, Sentence, Setting, differences
from flexdesk.domain.rules.findings import Finding
from flexdesk.domain.schema import join_key
from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.exchange import packs
from flexdesk.exchange.unreadable import FileMissing
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.week import coverage_rows, shown_cells

Difference = tuple[Sentence | None, Sentence | None]


@dataclass(frozen=True, slots=True)
class DayShare:
    """How many work away on a day, and how many may."""

    day: date
    count: int
    cap: int


@dataclass(frozen=True, slots=True)
class WeekEffect:
    """What an edit would do to one week: findings that it makes and those that it ends."""

    period: Period
    before: int
    after: int
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    shares: tuple[DayShare, ...]  # working days only, under the edited policy


class PolicyService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader

    def policy(self) -> Policy:
        return self._reader.policy()

    def sentences(self, day: date) -> tuple[Sentence, ...]:
        return self.policy().sentences(day)

    def set(
        self, key: str, value: str, *, from_day: date, source: str = "", grade: str = ""
    ) -> Change | None:
        """Let `value` hold from a day on; raises what `Policy.with_edit` raises."""
        policy = self.policy()
        policy.with_edit(key, value, from_day=from_day)
        row = join_key(key, from_day.isoformat())
        cells = {"value": value.strip(), "source": source, "grade": grade}
        return self._committer.commit(Change("policy.set", (self._committer.upsert("policy", row, cells),)))

    def effect(self, key: str, value: str, *, from_day: date, weeks: Sequence[Period]) -> list[WeekEffect]:
        """What `value` would do to those weeks, before anybody keeps it; raises as `set`."""
        now = self.policy()
        edited = now.with_edit(key, value, from_day=from_day)
        return [self._week_effect(week, edited) for week in weeks]

    def _week_effect(self, period: Period, edited: Policy) -> WeekEffect:
        facts = self._reader.facts(period.first, period.last)
        calendar = self._reader.calendar(period.first, edited)
        changed = replace(facts, policy=edited, calendar=calendar)
        before, after = list(rules.check(facts)), list(rules.check(changed))
        known, found = {_identity(f) for f in before}, {_identity(f) for f in after}
        away = coverage_rows(changed, shown_cells(changed))[0]
        return WeekEffect(
            period,
            len(before),
            len(after),
            tuple(f for f in after if _identity(f) not in known),
            tuple(f for f in before if _identity(f) not in found),
            tuple(
                DayShare(day, cell.count, cell.need)
                for day, cell in zip(period.days(), away.cells, strict=True)
                if cell.state
            ),
        )

    def holidays(self, year: int) -> list[Holiday]:
        """Holidays and joint leave of a year as the unit's calendar has them, by day."""
        held = self._reader.calendar(date(year, 1, 1)).holidays
        return sorted((h for h in held if h.day.year == year), key=lambda holiday: holiday.day)

    def differences(self, file: Path, day: date) -> tuple[Difference, ...]:
        """What a pack in a file would change, sentence by sentence. Raises PackUnreadableError."""
        pack = packs.read_policy_pack(_text(file))
        return differences(self.policy(), pack.policy(), day)

    def use(self, file: Path, day: date) -> Change | None:
        """Take over the values of a pack as edits of this unit, as one change. Raises as `differences`."""
        pack = packs.read_policy_pack(_text(file))
        start = max(day, pack.from_)
        ops = []
        policy = self.policy()
        for definition in pack.definitions:
            sentence = pack.policy().sentence(definition.key, start)
            value = _stored(sentence.value)
            policy.with_edit(definition.key, value, from_day=start)
            cells = {"value": value, "source": f"{pack.name} {pack.version}", "grade": definition.grade}
            ops.append(self._committer.upsert("policy", join_key(definition.key, start.isoformat()), cells))
        return self._committer.commit(Change("policy.use", tuple(ops)))


def _identity(finding: Finding) -> tuple[object, ...]:
    return (finding.rule, finding.level, finding.person, finding.day, finding.point)


def _stored(value: Setting) -> str:
    """A typed value as the text that `domain.policy.parse` reads back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise packs.PackUnreadableError(detail=str(fault)) from fault
    except FileNotFoundError as fault:
        raise FileMissing(file=file.name) from fault
    except OSError as fault:
        raise EnvironmentTrouble(detail=reason_of(fault)) from fault
