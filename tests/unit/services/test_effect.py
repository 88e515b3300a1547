"""What the comparison counts, on a real store: who was where, which reports, and what is not known."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from flexdesk.domain.effect import Comparison, Measure, Verdict
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import Place
from flexdesk.services.effect import EffectView
from tests.unit.services.offices import MONDAY, Office

LAST = date(2026, 9, 11)
FRIDAY = 4


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "unit")
    yield made
    made.desk.close()


def seen(office: Office, first: date = MONDAY, last: date = LAST) -> EffectView:
    return office.now().effect.view(first, last)


def of(view: EffectView, measure: Measure) -> Comparison:
    return next(one for one in view.places if one.measure is measure)


def fridays_away(office: Office) -> None:
    for person in range(6):
        office.away(person, *(day for day in office.days if day.weekday() == FRIDAY))


def test_one_more_output_on_every_flexible_day_is_found(office: Office) -> None:
    fridays_away(office)
    office.report_all(lambda person, day: 1 + person % 3 + (day.weekday() == FRIDAY))
    found = of(seen(office), Measure.OUTPUTS)
    assert (found.verdict, found.groups, found.second_days) == (Verdict.HIGHER, 6, 6)
    assert found.difference == pytest.approx(1)
    assert of(seen(office), Measure.REPORTED).verdict is Verdict.NO_DIFFERENCE


def test_days_that_are_alike_give_no_claim(office: Office) -> None:
    fridays_away(office)
    office.report_all(lambda person, _day: 1 + person)
    assert {one.verdict for one in seen(office).places} <= {Verdict.NO_DIFFERENCE, Verdict.UNKNOWN}


def test_four_people_or_four_dates_are_too_few(office: Office) -> None:
    office.report_all(lambda _person, _day: 1)
    for person in range(4):
        office.away(person, *(day for day in office.days if day.weekday() == FRIDAY))
    few = of(seen(office), Measure.OUTPUTS)
    assert (few.verdict, few.groups, few.low) == (Verdict.TOO_FEW, 4, None)
    office.away(4, office.days[4])
    assert of(seen(office), Measure.OUTPUTS).verdict is Verdict.NO_DIFFERENCE
    short = seen(office, MONDAY, MONDAY + timedelta(days=27))  # four Fridays
    assert (of(short, Measure.OUTPUTS).verdict, of(short, Measure.OUTPUTS).second_days) == (
        Verdict.TOO_FEW,
        4,
    )


def test_a_unit_may_ask_for_more_people(office: Office) -> None:
    fridays_away(office)
    office.report_all(lambda _person, _day: 1)
    office.desk.policy.set("effect.least_people", "7", from_day=date(2026, 1, 1))
    assert of(seen(office), Measure.OUTPUTS).verdict is Verdict.TOO_FEW


def test_one_stray_report_does_not_make_a_day_without_reports_known(office: Office) -> None:
    """Found on the sample kecamatan: a report dated July made all its people look silent in July."""
    fridays_away(office)
    office.days = [day for day in office.days if day >= date(2026, 8, 10)]
    office.report_all(lambda _person, _day: 1)
    office.report(0, date(2026, 8, 4))
    view = seen(office)
    assert of(view, Measure.REPORTED).first == 100
    assert (
        of(view, Measure.REPORTED).first_days == 18
    )  # none of the first week; 17 and 25 August are holidays
    unknown = next(note for note in view.notes if "hardly anybody" in note.text)
    assert unknown.facts["count"] == 5


def test_where_somebody_really_was_counts_and_absence_does_not(office: Office) -> None:
    day, other = office.days[0], office.days[1]
    office.away(0, day)
    office.desk.day.set_actual([office.keys[0]], day, Place.OFFICE)
    office.desk.day.set_actual([office.keys[1]], day, Place.HOME)
    nip = office.desk.people.roster()[2].nip
    office.desk.registers.add_leave(nip, "annual", day, other)
    office.away(3, day, place=Place.DUTY_TRAVEL)
    office.desk.people.add("198507012010011007", "Gita Maharani", posting_from=other.isoformat())
    view = seen(office, day, other)
    assert (view.flexible, view.office) == (1, 9)


def test_weeks_without_a_schedule_tell_nothing_about_places(office: Office) -> None:
    """Everybody counts as at the office where nothing is written; that is a habit, not a fact."""
    point, _change = office.desk.unit.add_service_point("Loket", 1)
    office.desk.unit.assign(point, [office.desk.people.roster()[0].nip])
    office.report_all(lambda _person, _day: 1)
    bare = seen(office)
    assert (bare.office, bare.flexible) == (0, 0)
    assert {one.verdict for one in bare.places} == {Verdict.UNKNOWN}
    office.away(1, office.days[0])
    first = seen(office)
    assert (first.office, first.flexible) == (6 * 5 - 1, 1)
    assert of(first, Measure.OUTPUTS).first_days == 4  # the other days of that week, and no others
    left_out = next(note for note in first.notes if "have no schedule" in note.text)
    assert left_out.facts == {"count": 5, "all": 6}
    office.desk.policy.set("effect.introduced_on", "2026-08-24", from_day=date(2026, 1, 1))
    after = next(one for one in seen(office, date(2026, 8, 24)).times if one.measure is Measure.COVERAGE)
    assert after.verdict is Verdict.UNKNOWN


def test_a_published_week_with_everybody_at_the_office_is_known(office: Office) -> None:
    office.put("publication", "2026-W32|1", published_on=MONDAY, cells="[]")
    view = seen(office)
    assert (view.office, view.published, view.weeks) == (30, 1, 6)


def test_today_is_not_over(office: Office) -> None:
    office.away(0, date(2026, 9, 29))
    view = seen(office, date(2026, 9, 28), date(2026, 10, 31))
    assert view.last == date(2026, 9, 30)
    assert (view.office, view.flexible) == (6 * 3 - 1, 1)


def test_when_a_report_was_written_is_known_unless_a_file_of_many_days_brought_it(office: Office) -> None:
    fridays_away(office)
    office.desk.policy.set("report.due", "17:00", from_day=date(2026, 1, 1))
    for day in office.days:
        for person in reversed(range(6)):
            late = day.weekday() == FRIDAY and person == 0
            office.report(person, day, at=time(20) if late else time(16, 59))
    found = of(seen(office), Measure.ON_TIME)
    assert found.first == 100
    assert found.second == pytest.approx(100 * 5 / 6)
    assert found.groups == 6


def test_reports_of_a_whole_month_in_one_file_tell_no_hour(office: Office) -> None:
    fridays_away(office)
    office.report_all(lambda _person, _day: 1)
    view = seen(office)
    assert of(view, Measure.ON_TIME).verdict is Verdict.UNKNOWN
    assert any("files of many days" in note.text for note in view.notes)


def test_reviews_and_evidence_are_shares_of_outputs(office: Office) -> None:
    for person in range(6):
        for number, day in enumerate(office.days):
            if number % 2:
                office.away(person, day)
                office.report(person, day, review="returned" if number == 1 else "accepted", evidence="-")
            else:
                office.report(person, day, review="waiting" if number == 0 else "accepted")
    accepted, evidence = of(seen(office), Measure.ACCEPTED), of(seen(office), Measure.EVIDENCE)
    away = len(office.days) // 2
    assert accepted.second == pytest.approx(100 * (away - 1) / away)
    assert (accepted.first, accepted.verdict) == (100, Verdict.LOWER)
    assert (evidence.first, evidence.second, evidence.verdict) == (100, 0, Verdict.LOWER)


def test_counters_are_compared_within_weeks_by_how_many_are_away(office: Office) -> None:
    point, _change = office.desk.unit.add_service_point("Loket", 1)
    office.desk.unit.assign(point, [office.desk.people.roster()[0].nip])
    fridays_away(office)
    found = of(seen(office), Measure.COVERAGE)
    assert (found.first, found.second, found.groups, found.verdict) == (100, 0, 6, Verdict.LOWER)


def test_a_complaint_of_a_holiday_counts_on_the_next_working_day(office: Office) -> None:
    fridays_away(office)
    office.put("complaint", None, received=MONDAY, kind="simple")
    for week in range(6):
        saturday = MONDAY + timedelta(weeks=week, days=5)
        office.put("complaint", None, received=saturday, kind="simple")
    found = of(seen(office), Measure.COMPLAINTS)
    assert found.verdict is Verdict.LOWER  # all of them on Mondays, when nobody is away
    assert found.second == 0
    assert (
        of(seen(office, date(2026, 6, 1), date(2026, 6, 30)), Measure.COMPLAINTS).verdict is Verdict.UNKNOWN
    )


# -- before and after


def test_the_introduction_is_the_first_published_day_away_unless_it_is_set(office: Office) -> None:
    assert office.desk.effect.introduction() is None
    assert office.desk.effect.since_introduction() is None
    cells = '[["p","2026-08-24","office"],["p","2026-08-26","home"],["p","2026-08-27","other_place"]]'
    office.put("publication", "2026-W35|1", published_on=date(2026, 8, 20), cells=cells)
    found = office.desk.effect.introduction()
    assert found is not None
    assert (found.day, found.settled) == (date(2026, 8, 26), False)
    office.desk.policy.set("effect.introduced_on", "2026-08-10", from_day=date(2026, 1, 1))
    assert office.now().effect.since_introduction() == (date(2026, 8, 10), date(2026, 9, 30))


def test_before_and_after_are_equally_long_and_paired_by_person(office: Office) -> None:
    office.desk.policy.set("effect.introduced_on", "2026-08-24", from_day=date(2026, 1, 1))
    office.report_all(lambda person, day: 1 + person % 2 + (day >= date(2026, 8, 24)))
    view = seen(office, date(2026, 8, 24), LAST)
    assert view.before == (date(2026, 8, 5), date(2026, 8, 23))
    assert view.after == (date(2026, 8, 24), LAST)
    outputs = next(one for one in view.times if one.measure is Measure.OUTPUTS)
    assert (outputs.verdict, outputs.groups) == (Verdict.HIGHER, 6)
    assert outputs.difference == pytest.approx(1)


def test_a_time_without_reports_is_unknown_and_not_zero(office: Office) -> None:
    office.days = [day for day in office.days if day >= date(2026, 8, 24)]
    office.report_all(lambda _person, _day: 2)
    office.desk.policy.set("effect.introduced_on", "2026-08-24", from_day=date(2026, 1, 1))
    view = seen(office, date(2026, 8, 24), LAST)
    assert {one.verdict for one in view.times} == {Verdict.UNKNOWN}
    known = [note.facts["known"] for note in view.time_notes if "known" in note.facts]
    assert known == [0, 14]  # 25 August is a holiday


def test_without_an_introduction_there_is_no_before(office: Office) -> None:
    view = office.now().effect.of_period(parse_period("2026-08"))
    assert (view.introduction, view.before, view.after, view.times) == (None, None, None, ())
