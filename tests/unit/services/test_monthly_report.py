"""The monthly report on a real store: figures that a plain count agrees with, and answers that stay."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from flexdesk.domain.monthly_form import FIELDS, BadAnswer
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import AWAY, Place
from flexdesk.errors import UsageError
from flexdesk.services.monthly_report import MonthlyReportService
from tests.unit.services.offices import Office

AUGUST, SEPTEMBER = parse_period("2026-08"), parse_period("2026-09")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "unit")
    yield made
    made.desk.close()


def service(office: Office) -> MonthlyReportService:
    return office.now().monthly_report


def test_days_and_shares_are_those_of_a_plain_count(office: Office) -> None:
    for person in range(4):
        office.away(person, *office.days[person::5])
    figures = service(office).report(AUGUST).figures
    rows = office.desk.store.select("assignment", day=("2026-08-01", "2026-08-31"))
    away = sum(row["place"] in AWAY for row in rows)
    days = len([day for day in office.days if day in AUGUST])
    assert (figures.working_days, figures.total.away) == (days, away)
    assert figures.total.office + away == 6 * days
    assert sum(count for _day, count in figures.bars) == away
    assert sum(sum(person.weeks) for person in figures.people) == away
    assert figures.composition == (round(100 * away / (6 * days)), 100 - round(100 * away / (6 * days)))
    assert service(office).report(AUGUST).answers.counted["task.composition"] == "{} : {}".format(
        *figures.composition
    )


def test_weeks_beyond_the_limit_are_counted_with_their_days_of_the_other_month(office: Office) -> None:
    monday = date(2026, 8, 31)
    office.away(0, monday, date(2026, 9, 1), date(2026, 9, 2))
    office.away(1, date(2026, 9, 1), date(2026, 9, 2))
    assert service(office).report(SEPTEMBER).figures.over_limit == 1


def test_reports_of_days_away_are_on_time_late_missing_or_unknown(office: Office) -> None:
    office.desk.policy.set("report.due", "17:00", from_day=date(2026, 1, 1))
    days = office.days[:4]
    for person in range(3):
        office.away(person, *days)
    for day in days[:3]:
        for person in (1, 2):
            office.report(person, day, at=time(16))
        office.report(0, day, at=time(16) if day == days[0] else time(21))
        for person in (3, 4, 5):
            office.report(person, day)
    for person in (1, 2, 3):
        office.report(person, days[3], at=time(16))
    whole = service(office).report(AUGUST).figures.total
    assert (whole.away, whole.late, whole.missing) == (12, 2, 1)
    assert whole.on_time == pytest.approx(100 * 9 / 11)


def test_recalls_complaints_and_counters_fill_when_their_registers_do(office: Office) -> None:
    assert service(office).report(AUGUST).figures.total.recalled is None
    office.put("recall", None, person=office.keys[0], day=date(2026, 8, 5))
    office.put("recall", None, person=office.keys[0], day=date(2026, 9, 5))
    office.put("complaint", None, received=date(2026, 8, 6))
    point, _change = office.desk.unit.add_service_point("Loket", 1)
    office.desk.unit.assign(point, [office.desk.people.roster()[0].nip])
    office.away(0, date(2026, 8, 7))
    report = service(office).report(AUGUST)
    figures = report.figures
    assert (figures.total.recalled, figures.complaints) == (1, 1)
    assert (figures.short, figures.short_days) == (1, 1)
    assert report.answers.counted["control.recalls"] == "1 kali"
    assert report.answers.proposed["obstacles"] == "Loket kurang petugas pada 1 hari"


def test_absence_without_excuse_is_no_presence(office: Office) -> None:
    day = office.days[0]
    before = service(office).report(AUGUST).figures
    assert before.unexcused is None
    for person, state in ((0, "unexcused"), (1, "excused"), (2, "open")):
        office.put("clarification", f"{office.keys[person]}|{day.isoformat()}", state=state)
    after = service(office).report(AUGUST).figures
    assert after.unexcused == 1
    assert after.total.office == before.total.office - 1


def test_a_closed_month_says_so_until_it_is_opened_again(office: Office) -> None:
    assert service(office).report(AUGUST).closed_on is None
    office.put("month_close", "2026-08|1", closed_on=date(2026, 9, 2), reopened_on=date(2026, 9, 3))
    assert service(office).report(AUGUST).closed_on is None
    office.put("month_close", "2026-08|2", closed_on=date(2026, 9, 4))
    assert service(office).report(AUGUST).closed_on == date(2026, 9, 4)
    assert service(office).report(SEPTEMBER).closed_on is None


def test_a_month_that_still_runs_is_counted_up_to_today(office: Office) -> None:
    october = parse_period("2026-10")
    figures = service(office).report(october).figures
    assert (figures.until, figures.is_over, figures.working_days) == (date(2026, 10, 1), False, 1)
    ahead = service(office).report(parse_period("2026-12")).figures
    assert (ahead.working_days, ahead.total.away, ahead.composition) == (0, 0, None)


def test_nobody_lacks_a_report_on_a_day_that_is_not_over(office: Office) -> None:
    today = date(2026, 10, 1)
    office.away(0, today, today - timedelta(days=1))
    for day in (today, today - timedelta(days=1)):
        for person in range(1, 6):
            office.report(person, day)
    assert service(office).report(parse_period("2026-10")).figures.total.missing is None
    assert service(office).report(SEPTEMBER).figures.total.missing == 1


def test_the_due_day_and_the_form_are_the_unit_s(office: Office) -> None:
    report = service(office).report(AUGUST)
    assert (report.due, report.form) == (None, "short")
    office.desk.policy.set("report.monthly_due_day", "5", from_day=date(2026, 1, 1))
    office.desk.policy.set("report.mendagri_form", "yes", from_day=date(2026, 1, 1))
    report = service(office).report(AUGUST)
    assert (report.due, report.form) == (date(2026, 9, 5), "mendagri")
    assert service(office).report(parse_period("2026-12")).due == date(2027, 1, 5)


def test_answers_are_kept_cleared_and_undone(office: Office) -> None:
    made = service(office)
    change = made.set(AUGUST, {"saving.fuel": "Rp 2.310.000", "digital.spbe": "ya"})
    assert change is not None
    assert made.answers(AUGUST).given == {"saving.fuel": "2310000", "digital.spbe": "yes"}
    assert made.answers(AUGUST).counted["saving.total"] == "2.310.000"
    assert made.set(AUGUST, {"digital.spbe": "yes"}) is None
    office.desk.committer.commit(change.inverse())
    assert made.answers(AUGUST).given == {}
    made.set(AUGUST, {"digital.spbe": "ya"})
    made.set(AUGUST, {"digital.spbe": ""})
    assert "digital.spbe" not in made.answers(AUGUST).given
    assert made.set(AUGUST, {"digital.e_office": ""}) is None


def test_nothing_is_written_when_one_answer_is_bad(office: Office) -> None:
    with pytest.raises(BadAnswer):
        service(office).set(AUGUST, {"digital.spbe": "ya", "saving.fuel": "sedikit"})
    assert service(office).answers(AUGUST).given == {}


def test_what_usually_stays_is_proposed_and_what_happened_is_not(office: Office) -> None:
    made = service(office)
    made.set(
        AUGUST,
        {"digital.spbe": "ya", "saving.fuel": "5", "obstacles": "Padam", "travel.domestic_target": "40"},
    )
    proposed = made.answers(SEPTEMBER).proposed
    assert proposed["digital.spbe"] == "yes"
    assert proposed["travel.domestic_target"] == "40"  # the unit's own in place of the circular's 50
    assert not {"saving.fuel", "obstacles"} & proposed.keys()
    before = made.answers(SEPTEMBER)
    assert "digital.spbe" not in before.printed
    made.take_proposals(SEPTEMBER)
    after = made.answers(SEPTEMBER)
    assert after.given["digital.spbe"] == "yes"
    assert not after.proposed
    assert before.open - after.open == len(before.proposed)
    assert made.take_proposals(SEPTEMBER) is None


def test_a_later_month_proposes_nothing_backwards(office: Office) -> None:
    service(office).set(SEPTEMBER, {"digital.spbe": "ya"})
    assert "digital.spbe" not in service(office).answers(AUGUST).proposed


def test_every_proposal_is_an_answer_its_field_takes(office: Office) -> None:
    office.desk.policy.set("location.fixed_day", "fri", from_day=date(2026, 1, 1))
    office.away(0, *office.days[:3], place=Place.HOME)
    proposed = service(office).answers(AUGUST).proposed
    assert proposed["task.wfh_day"] == "Jumat"
    assert proposed["task.applied"] == "applied"
    service(office).take_proposals(AUGUST)
    assert proposed.keys() <= FIELDS.keys()
    assert service(office).answers(AUGUST).given == proposed


def test_a_week_is_no_month(office: Office) -> None:
    with pytest.raises(UsageError):
        service(office).report(parse_period("2026-W34"))
    with pytest.raises(UsageError):
        service(office).set(parse_period("2026-Q3"), {"digital.spbe": "ya"})
