"""What the ledger counts, on a small unit around the Christmas week of 2026."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flexdesk.domain.ledger import Count, Group, Turns, is_next_to_holiday, ledger
from flexdesk.domain.people import Request
from flexdesk.domain.schedule import Assignment, Facts, LeaveEntry, ServiceDuty, ServicePoint
from tests.unit.rules.office import FRI, MON, THU, TUE, WED, at, office

SPAN = {"first": date(2026, 8, 31), "last": date(2026, 11, 29)}


def turns(facts: Facts, person: str = "p0") -> Turns:
    return next(one for one in ledger(facts).people if one.person == person)


def test_away_days_fridays_and_mondays_are_counted_as_recorded():
    cells = (
        *at("p0", "home", MON, FRI, FRI - timedelta(weeks=1)),
        *at("p0", "home", WED, actual="office"),
        *at("p0", "office", THU, actual="other_office"),
        *at("p0", "duty_travel", TUE),
    )
    seen = turns(office(*cells, **SPAN))
    assert (seen.away, seen.fridays, seen.mondays) == (4, 2, 1)


def test_days_outside_the_span_do_not_count():
    day = SPAN["first"] - timedelta(days=1)
    assert turns(office(*at("p0", "home", day, SPAN["last"] + timedelta(days=1)), **SPAN)) == Turns("p0")


# Christmas 2026 is a Friday, New Year 2027 a Friday; 17 August 2026 a Monday; Isra Mikraj 16 January 2026.
@pytest.mark.parametrize(
    ("day", "near"),
    [
        (date(2026, 8, 14), True),  # the Friday before a Monday off
        (date(2026, 8, 18), True),
        (date(2026, 8, 17), False),  # the holiday itself
        (date(2026, 8, 13), False),
        (date(2026, 8, 21), False),  # an ordinary Friday
        (date(2026, 12, 28), True),  # the Monday after a Friday off
    ],
)
def test_days_next_to_a_holiday(day: date, near: bool):
    assert is_next_to_holiday(office().calendar, day) is near


def test_a_holiday_on_a_free_day_makes_no_neighbours():
    calendar = office().calendar
    sunday = replace(calendar.holidays[0], day=date(2026, 11, 15))
    calendar = replace(calendar, holidays=(sunday,))
    assert not is_next_to_holiday(calendar, date(2026, 11, 13))
    assert not is_next_to_holiday(calendar, date(2026, 11, 16))


def test_only_away_days_beside_a_holiday_are_counted():
    facts = office(*at("p0", "home", date(2026, 8, 18)), first=date(2026, 8, 10), last=date(2026, 8, 21))
    assert turns(facts).next_to_holiday == 1
    assert turns(facts, "p1").next_to_holiday == 0


def counted(*cells: Assignment, **changes: object) -> int:
    point = ServicePoint("s", "Loket", days=frozenset({0, 1, 2, 3}))
    facts = office(
        *cells,
        service_points=(point,),
        service_duties=(ServiceDuty("s", "p0"), ServiceDuty("s", "p1", serves=False)),
        **changes,
    )
    assert turns(facts, "p1").counter == 0
    return turns(facts).counter


def test_counter_days_are_those_at_the_office_while_a_point_is_open():
    assert counted(*at("p0", "home", MON)) == 3
    assert counted(*at("p0", "home", MON), *at("p0", "office", TUE, actual="sick")) == 2
    assert counted(*at("p0", "home", FRI)) == 4  # closed on Fridays
    leave = LeaveEntry("l", "p0", "annual", TUE, WED)
    assert counted(*at("p0", "home", MON), leaves=(leave,)) == 1


def test_weeks_before_the_first_entry_say_nothing_about_the_counter():
    earlier = MON - timedelta(weeks=2)
    assert counted(*at("p0", "home", MON), first=earlier) == 3
    assert counted(*at("p2", "home", earlier), first=earlier) == 12
    assert counted(first=earlier) == 0


def test_nights_are_those_of_the_night_shift():
    assert turns(office(*at("p0", "shift_night", MON, TUE), *at("p0", "shift_morning", WED))).nights == 2


def test_wishes_asked_and_met():
    wish = Request("w", "p0", "wish", MON - timedelta(weeks=1), FRI, days=frozenset({0, 4}))
    facts = office(
        *at("p0", "home", MON, TUE),
        *at("p0", "office", FRI),
        first=MON - timedelta(weeks=1),
        requests=(wish,),
    )
    seen = turns(facts)
    assert (seen.wishes_asked, seen.wishes_met) == (2, 1)  # the schedule begins in the second week
    refused = replace(facts, requests=(replace(wish, decision="refuse"),))
    assert turns(refused).wishes_asked == 0
    on_leave = replace(facts, leaves=(LeaveEntry("l", "p0", "annual", FRI, FRI),))
    assert turns(on_leave).wishes_asked == 1


def test_spread_of_a_group_names_both_ends():
    cells = (*at("p0", "home", FRI, FRI - timedelta(weeks=1)), *at("p1", "home", FRI))
    book = ledger(office(*cells, **SPAN), (Group("Sekretariat", ("p0", "p1", "p2")), Group("alone", ("p3",))))
    seen = book.spread("Sekretariat", Count.FRIDAYS)
    assert seen is not None
    assert (seen.least, seen.most, seen.spread, seen.mean) == (0, 2, 2, 1.0)
    assert (seen.least_people, seen.most_people) == (("p2",), ("p0",))
    assert book.friday_spread == 2
    assert book.spread("alone", Count.FRIDAYS) is None
    assert book.group_of("p1") == "Sekretariat"
    assert book.group_of("p5") == ""


def test_an_empty_schedule_begins_nowhere():
    assert ledger(office(**SPAN)).begins is None
