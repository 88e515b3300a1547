"""Outputs that the leader types for people without a device, and items that were put off until a day."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from flexdesk.domain.ops import Change
from flexdesk.domain.outputs import content_hash
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import day_label
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.finding_people import person_row
from flexdesk.store.store import Row, Store

TYPED = "typed"
_PUT_OFF = "review/put-off"  # a setting of this laptop


class NothingDone(FlexDeskError):
    code = "outputs.nothing_done"
    ticket = "FD-TIN-61"
    text = N_("A report needs a sentence that says what was done.")
    next = N_("Write the activity, then keep it.")


class DayAhead(FlexDeskError):
    code = "outputs.day_ahead"
    ticket = "FD-TIN-62"
    text = N_("{day} has not come yet; work is reported when it is done.")
    next = N_("Choose today or an earlier day.")


class KnownAlready(FlexDeskError):
    code = "outputs.known_already"
    ticket = "FD-TIN-63"
    text = N_("{name} has this report on {day} already.")
    next = N_("Open that day, or write what is different.")


@dataclass(frozen=True, slots=True)
class TypedOutput:
    """`code` names a target of the person's plan; `person` is a NIP or a key."""

    person: str
    day: date
    activity: str
    amount: float | None = None
    unit: str = ""
    code: str = ""
    evidence: str = ""
    starts: time | None = None
    ends: time | None = None


class TypedOutputs:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    def add(self, typed: TypedOutput) -> Change | None:
        """Raises NotFound, NothingDone, DayAhead, KnownAlready, MonthClosed."""
        person = person_row(self._store, typed.person)
        activity = " ".join(typed.activity.split())
        if not activity:
            raise NothingDone()
        if typed.day > self._committer.clock.today():
            raise DayAhead(day=day_label(typed.day))
        hashed = content_hash(
            activity, starts=typed.starts, ends=typed.ends, amount=typed.amount, unit=typed.unit
        )
        key = join_key(str(person["key"]), typed.day.isoformat(), hashed)
        if self._store.get("output", key) is not None:
            raise KnownAlready(name=person["name"], day=day_label(typed.day))
        cells = {
            "activity": activity,
            "amount": typed.amount,
            "unit": typed.unit.strip(),
            "starts": typed.starts,
            "ends": typed.ends,
            "evidence": typed.evidence.strip(),
            "source": TYPED,
            "review": ReviewState.WAITING,
            **self._link(str(person["key"]), typed),
        }
        return self._committer.commit(Change("outputs.type", (self._committer.upsert("output", key, cells),)))

    def targets(self, person: str, year: int) -> list[Row]:
        """Results of a person's plan, to choose from."""
        return [
            result
            for plan in self._store.select("skp", person=person, year=year)
            for result in self._store.select("work_result", skp=plan["key"], order='"order"')
        ]

    def _link(self, person: str, typed: TypedOutput) -> dict[str, object]:
        if not typed.code:
            return {}
        for result in self.targets(person, typed.day.year):
            if result["code"] == typed.code:
                return {"result": result["key"], "code": typed.code}
        raise NotFound(what=_("Target"), key=typed.code)


def put_off(store: Store, today: date) -> set[str]:
    """Outputs that this laptop shall not ask about today; what was put off until today is back."""
    return {key for key, until in _kept(store).items() if until > today.isoformat()}


def put_off_until(store: Store, keys: Collection[str], until: date, today: date) -> None:
    """Remember exactly these as put off; this laptop's own reminder, neither undone nor sent."""
    held = _kept(store)
    kept = {key: held.get(key, "") for key in keys}
    day = until.isoformat()
    lasting = {key: was if was > today.isoformat() else day for key, was in kept.items()}
    store.set_setting(_PUT_OFF, json.dumps(lasting, sort_keys=True))


def _kept(store: Store) -> dict[str, str]:
    found = json.loads(store.setting(_PUT_OFF, "{}"))
    return {str(key): str(until) for key, until in found.items()}
