"""Counters of absence: they alert, they never punish, and they leave out what is excused."""

from datetime import date, timedelta

import pytest

from flexdesk.domain.calendar import days
from flexdesk.domain.policy import calendar_of
from flexdesk.domain.rules import Level
from flexdesk.domain.rules.discipline import (
    Absences,
    ahead,
    alerts_in_a_row,
    consequence,
    counted_absences,
    days_of_lateness,
    reached,
    task_to_examine,
    yearly_alerts,
)
from flexdesk.domain.rules.whole import RULES
from tests.unit.rules.office import HOLIDAYS, MON, POLICY

CALENDAR = calendar_of(POLICY, HOLIDAYS, MON)
WORKED = CALENDAR.working_days(date(2026, 1, 1), date(2026, 12, 31))


def missing(count: int, step: int = 2) -> Absences:
    """So many working days, with gaps between them unless `step` is 1."""
    return Absences(frozenset(WORKED[: count * step : step]))


@pytest.mark.parametrize(
    ("count", "threshold"), [(2, 0), (3, 3), (6, 4), (7, 7), (13, 11), (16, 14), (27, 25), (40, 28)]
)
def test_the_head_is_told_at_each_threshold_of_the_year(count: int, threshold: int):
    found = yearly_alerts(missing(count), CALENDAR, 2026)
    assert [(one.rule, one.level, one.size) for one in found] == (
        [("DIS-01", Level.INFO, count)] if threshold else []
    )
    assert not threshold or f"threshold of {threshold} " in found[0].message


def test_a_new_year_begins_at_nought():
    late = [day for day in WORKED if day.month == 12][-2:]
    early = CALENDAR.working_days(date(2027, 1, 1), date(2027, 1, 8))[:2]
    absences = Absences(frozenset([*late, *early]))
    assert yearly_alerts(absences, CALENDAR, 2026) == yearly_alerts(absences, CALENDAR, 2027) == []


def test_days_in_a_row_go_on_over_weekends_and_holidays():
    ten = CALENDAR.working_days(date(2026, 12, 14), date(2026, 12, 29))
    assert len(ten) == 10
    found = alerts_in_a_row(Absences(frozenset(ten)), CALENDAR)
    assert [(one.rule, one.size, one.day) for one in found] == [("DIS-02", 10, ten[-1])]
    broken = Absences(frozenset(ten) - {ten[4]})
    assert [one.size for one in alerts_in_a_row(broken, CALENDAR)] == [4, 5]
    assert alerts_in_a_row(missing(9), CALENDAR) == []


def test_a_threshold_opens_a_task_until_the_person_was_examined():
    alerts = yearly_alerts(missing(4), CALENDAR, 2026)
    found = task_to_examine(alerts)
    assert [(one.rule, one.level, one.size) for one in found] == [("DIS-03", Level.SOFT, 4)]
    assert task_to_examine(alerts, examined_at=4) == task_to_examine([]) == []


def test_lateness_is_converted_only_where_the_agency_sets_so():
    assert (days_of_lateness(1400, converted=False), days_of_lateness(1400, converted=True)) == (0, 3)
    late = Absences(frozenset(), late_minutes=1400)
    assert yearly_alerts(late, CALENDAR, 2026) == []
    assert [one.size for one in yearly_alerts(late, CALENDAR, 2026, converted=True)] == [3]  # DIS-04
    assert POLICY.value("discipline.convert_lateness", MON) is False


def test_what_is_excused_never_counts():
    everything = frozenset(days(MON, MON + timedelta(days=6)))
    absences = Absences(everything, excused=frozenset({MON}))
    assert [day.weekday() for day in counted_absences(absences, CALENDAR)] == [1, 2, 3, 4]  # DIS-06
    christmas = Absences(frozenset({date(2026, 12, 24), date(2026, 12, 25)}))
    assert counted_absences(christmas, CALENDAR) == []


def test_no_counter_is_a_sanction():
    assert {RULES[id].level for id in ("DIS-01", "DIS-02")} == {Level.INFO}


@pytest.mark.parametrize(
    ("count", "level", "word", "later"),
    [(3, "light", "spoken", 4), (6, "light", "written reprimand", 7), (13, "medium", "6 months", 14),
     (20, "medium", "12 months", 21), (27, "heavy", "released", 28), (40, "heavy", "dismissal", None)],
)  # fmt: skip
def test_each_threshold_says_what_the_law_names(count: int, level: str, word: str, later: int | None):
    """DIS-01."""
    held, above = reached(count), ahead(count)
    assert held is not None
    assert (held.level, word in held.text) == (level, True)
    assert (above.days if above else None) == later
    assert word in consequence(held, pppk=False)


def test_pppk_have_their_agency_s_rule():
    """DIS-05."""
    held = reached(28)
    assert held is not None
    assert "dismissal" not in consequence(held, pppk=True)
    assert "Perbup 12" in consequence(held, pppk=True, agency_rule="Perbup 12/2024")
    assert reached(2) is None
