"""An application on its road: applied for, considered, decided, cancelled; and what each rule makes of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.errors import NotFound, ReasonNeeded, UsageError
from flexdesk.services.duties import DutyKind
from flexdesk.services.leave import (
    AlreadyCancelled,
    CarryOutOfRange,
    Done,
    LeaveForm,
    LeaveNotWaiting,
    LeaveRefused,
)
from flexdesk.services.spans import EndsBeforeStart
from tests.helpers.desks import small_desk

RINI, AGUS, PPPK = "198501012009012001", "199001012015011002", "199001012022211003"
MON, TUE, WED, FRI = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 27)
WEEK = LeaveForm("annual", MON, FRI)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", [(RINI, "Rini"), (AGUS, "Agus"), (PPPK, "Putri")]) as made:
        yield made


def key_of(desk: Desk, nip: str) -> str:
    return next(person.key for person in desk.people.roster() if person.nip == nip)


def place(desk: Desk, nip: str, day: date) -> Place | None:
    return desk.schedule.week(MON).cells[key_of(desk, nip), day].place


def left(desk: Desk, nip: str, year: int = 2026) -> int:
    return desk.leave.book().balance(key_of(desk, nip), year).balance.left


def state(desk: Desk, done: Done) -> str:
    return str(desk.leave.entry(done.key)["state"])


def refused(desk: Desk, nip: str, form: LeaveForm) -> list[str]:
    with pytest.raises(LeaveRefused) as told:
        desk.leave.apply(nip, form)
    return [one["rule"] for one in told.value.facts["findings"] if one["class"] == "hard"]


def granted(desk: Desk, nip: str, form: LeaveForm) -> Done:
    done = desk.leave.apply(nip, form)
    desk.leave.consider(done.key, "approve", by="Sekretaris")
    return desk.leave.decide(done.key, "approve", by="Camat", number="800/1")


# -- the road


def test_a_leave_counts_once_it_is_granted_and_no_longer_when_it_is_cancelled(desk: Desk) -> None:
    """LEV-11."""
    done = desk.leave.apply(RINI, WEEK)
    assert (state(desk, done), place(desk, RINI, MON), left(desk, RINI)) == ("applied", Place.OFFICE, 12)
    desk.leave.consider(done.key, "approve", by="Sekretaris")
    assert (state(desk, done), place(desk, RINI, MON)) == ("considered", Place.OFFICE)
    desk.leave.decide(done.key, "approve", by="Camat", number="800/12")
    assert (state(desk, done), place(desk, RINI, MON), left(desk, RINI)) == ("granted", Place.LEAVE, 7)
    row = desk.leave.row(done.key)
    assert (row["opinion_by"], row["decided_by"], row["number"]) == ("Sekretaris", "Camat", "800/12")
    desk.leave.cancel(done.key)
    assert (state(desk, done), place(desk, RINI, MON), left(desk, RINI)) == ("cancelled", Place.OFFICE, 12)
    with pytest.raises(AlreadyCancelled):
        desk.leave.cancel(done.key)


@pytest.mark.parametrize("decision", ["refuse", "defer"])
def test_what_is_not_granted_is_in_no_schedule_and_wants_a_note(desk: Desk, decision: str) -> None:
    done = desk.leave.apply(RINI, WEEK)
    desk.leave.consider(done.key, "approve")
    with pytest.raises(LeaveRefused):
        desk.leave.decide(done.key, decision)
    desk.leave.decide(done.key, decision, note="Pelayanan akhir tahun")
    assert place(desk, RINI, MON) is Place.OFFICE
    assert left(desk, RINI) == 12
    with pytest.raises(LeaveNotWaiting):
        desk.leave.decide(done.key, "approve")


def test_a_change_grants_other_days(desk: Desk) -> None:
    done = desk.leave.apply(RINI, WEEK)
    desk.leave.consider(done.key, "change", note="Dua hari saja")
    with pytest.raises(UsageError):
        desk.leave.decide(done.key, "change", note="Dua hari saja")
    desk.leave.decide(done.key, "change", note="Dua hari saja", first=MON, to=TUE)
    assert (place(desk, RINI, TUE), place(desk, RINI, WED)) == (Place.LEAVE, Place.OFFICE)
    assert left(desk, RINI) == 10
    assert desk.leave.row(done.key)["working_days"] == 2


def test_the_superior_comes_first_and_nobody_before_the_application(desk: Desk) -> None:
    """LEV-11."""
    done = desk.leave.apply(RINI, WEEK, day=date(2026, 11, 20))
    with pytest.raises(LeaveRefused):
        desk.leave.decide(done.key, "approve")
    with pytest.raises(LeaveRefused):
        desk.leave.consider(done.key, "approve", day=date(2026, 11, 19))
    desk.leave.consider(done.key, "approve", day=date(2026, 11, 21))
    with pytest.raises(LeaveRefused):
        desk.leave.decide(done.key, "approve", day=date(2026, 11, 20))
    with pytest.raises(UsageError):
        desk.leave.decide(done.key, "perhaps")
    with pytest.raises(NotFound):
        desk.leave.decide("nothing", "approve")


def test_an_undone_decision_gives_the_application_back(desk: Desk) -> None:
    done = granted(desk, RINI, WEEK)
    assert done.change is not None
    desk.committer.commit(done.change.inverse())
    assert (state(desk, done), left(desk, RINI)) == ("considered", 12)
    desk.leave.decide(done.key, "refuse", note="Tidak dapat")
    assert state(desk, done) == "refused"


def test_an_application_waits_on_the_day_screen_until_it_is_decided(desk: Desk) -> None:
    done = desk.leave.apply(RINI, WEEK)
    today = desk.leave.today()
    (duty,) = [one for one in desk.day.duties(today) if one.kind is DutyKind.LEAVE]
    assert (duty.count, duty.page, duty.item, duty.due) == (1, "people", f"leave:{done.key}", MON)
    desk.leave.consider(done.key, "refuse", note="Tidak dapat")
    desk.leave.decide(done.key, "refuse", note="Tidak dapat")
    assert DutyKind.LEAVE not in {one.kind for one in desk.day.duties(today)}


def test_what_stands_in_the_register_without_a_decision_counts(desk: Desk) -> None:
    done = desk.leave.add(RINI, WEEK)
    assert (state(desk, done), place(desk, RINI, FRI), left(desk, RINI)) == ("registered", Place.LEAVE, 7)


# -- limits


def test_days_that_wait_are_taken_into_account(desk: Desk) -> None:
    """LEV-02: two applications may not ask for the same days twice."""
    desk.leave.apply(RINI, LeaveForm("annual", date(2026, 11, 30), date(2026, 12, 11)))
    assert refused(desk, RINI, WEEK) == ["LEV-02"]
    assert desk.leave.book().balance(key_of(desk, RINI), 2026).waiting == 10


@pytest.mark.parametrize("first", [MON, FRI])
def test_the_same_day_is_not_asked_for_twice(desk: Desk, first: date) -> None:
    """TIM-08, while the first application waits and after it was granted."""
    done = desk.leave.apply(RINI, WEEK)
    assert "TIM-08" in refused(desk, RINI, LeaveForm("sick", first, FRI, "Surat dokter"))
    desk.leave.consider(done.key, "approve")
    desk.leave.decide(done.key, "approve")
    assert "TIM-08" in refused(desk, RINI, LeaveForm("annual", first, first))


def test_a_journey_stands_in_the_way_until_it_is_cancelled(desk: Desk) -> None:
    """TIM-08."""
    trip = desk.leave.add_travel(RINI, TUE, TUE, "800/9", "Rapat")
    assert refused(desk, RINI, WEEK) == ["TIM-08"]
    desk.leave.cancel_travel(trip.key)
    assert place(desk, RINI, TUE) is Place.OFFICE
    desk.leave.apply(RINI, WEEK)


def test_an_overlap_in_the_register_is_told_and_kept(desk: Desk) -> None:
    """TIM-08."""
    desk.leave.add(RINI, WEEK)
    trip = desk.leave.add_travel(RINI, TUE, TUE, "800/9", "Rapat")
    assert [one.rule for one in trip.findings] == ["TIM-08"]
    with pytest.raises(LeaveRefused):
        desk.leave.add(RINI, WEEK)


@pytest.mark.parametrize(
    ("nip", "form", "rule"),
    [
        pytest.param(PPPK, LeaveForm("large", MON, FRI), "LEV-05", id="PPPK large leave"),
        pytest.param(PPPK, LeaveForm("unpaid", MON, FRI), "LEV-09", id="PPPK unpaid leave"),
        pytest.param(
            RINI,
            LeaveForm("sick", date(2025, 1, 1), date(2026, 7, 1), "Tim penguji kesehatan"),
            "LEV-06",
            id="sick for more than 18 months",
        ),
        pytest.param(
            RINI, LeaveForm("annual", date(2026, 11, 28), date(2026, 11, 29)), "LEV-01", id="weekend"
        ),
        pytest.param(RINI, LeaveForm("annual", MON, date(2026, 12, 11)), "LEV-02", id="15 days"),
    ],
)
def test_a_hard_rule_refuses(desk: Desk, nip: str, form: LeaveForm, rule: str) -> None:
    before = desk.leave.entries()
    assert rule in refused(desk, nip, form)
    with pytest.raises(LeaveRefused):
        desk.leave.add(nip, form)
    assert desk.leave.entries() == before


@pytest.mark.parametrize(
    ("nip", "form", "rule"),
    [
        pytest.param(RINI, LeaveForm("sick", MON, TUE), "LEV-06", id="no doctor's letter"),
        pytest.param(
            RINI,
            LeaveForm("sick", MON, date(2026, 12, 10), "Surat dokter"),
            "LEV-06",
            id="15 days without a government doctor",
        ),
        pytest.param(
            RINI, LeaveForm("maternity", MON, date(2027, 2, 22), child=4), "LEV-07", id="fourth child"
        ),
        pytest.param(PPPK, LeaveForm("important", MON, TUE), "LEV-08", id="PPPK important reason"),
        pytest.param(
            RINI, LeaveForm("large", MON, date(2027, 3, 1)), "LEV-05", id="large beyond three months"
        ),
        pytest.param(
            RINI, LeaveForm("unpaid", MON, date(2031, 1, 1)), "LEV-09", id="unpaid beyond four years"
        ),
        pytest.param(RINI, LeaveForm("annual", MON, FRI, remote_days=2), "LEV-04", id="place not remote"),
    ],
)
def test_a_soft_rule_wants_a_reason_that_is_kept(desk: Desk, nip: str, form: LeaveForm, rule: str) -> None:
    with pytest.raises(ReasonNeeded) as asked:
        desk.leave.apply(nip, form)
    assert {one["rule"] for one in asked.value.facts["findings"]} == {rule}
    excused = LeaveForm(
        form.kind,
        form.first,
        form.to,
        form.document,
        child=form.child,
        remote_days=form.remote_days,
        exception="Surat menyusul",
    )
    done = desk.leave.apply(nip, excused)
    assert desk.leave.row(done.key)["exception"] == "Surat menyusul"
    assert rule in {one.rule for one in done.findings}


def test_two_dates_the_wrong_way_round_and_unknown_words(desk: Desk) -> None:
    with pytest.raises(EndsBeforeStart):
        desk.leave.apply(RINI, LeaveForm("annual", FRI, MON))
    with pytest.raises(EndsBeforeStart):
        desk.leave.add_travel(RINI, FRI, MON, "1", "Rapat")
    with pytest.raises(UsageError):
        desk.leave.apply(RINI, LeaveForm("holiday", MON, FRI))
    with pytest.raises(UsageError):
        desk.leave.apply(RINI, LeaveForm("annual", MON, FRI, cause="sunshine"))
    with pytest.raises(UsageError):
        desk.leave.apply(RINI, LeaveForm("annual", MON, FRI, remote_days=9))


def test_an_accident_at_work_ends_with_recovery(desk: Desk) -> None:
    """LEV-06."""
    long = LeaveForm("sick", date(2025, 1, 1), date(2026, 12, 1), "Dokter pemerintah", cause="work_accident")
    assert desk.leave.judge(RINI, long) == []


# -- balances


def test_a_leave_over_new_year_costs_each_year_its_own_days(desk: Desk) -> None:
    desk.leave.add(RINI, LeaveForm("annual", date(2026, 12, 28), date(2027, 1, 5)))
    book = desk.leave.book()
    calendar = book.calendar
    first = len(calendar.working_days(date(2026, 12, 28), date(2026, 12, 31)))
    second = len(calendar.working_days(date(2027, 1, 1), date(2027, 1, 5)))
    taken = {year: book.balance(key_of(desk, RINI), year).balance.taken for year in (2026, 2027)}
    assert taken == {2026: first, 2027: second}
    assert min(first, second) > 0


@pytest.mark.parametrize(
    ("unused", "deferred", "available"), [(4, 0, 16), (12, 0, 18), (12, 12, 24), (0, 0, 12)]
)
def test_days_left_of_last_year_are_carried_over(
    desk: Desk, unused: int, deferred: int, available: int
) -> None:
    """LEV-02."""
    desk.leave.carry(RINI, 2025, unused=unused, deferred=deferred, letter="800/7")
    assert desk.leave.book().balance(key_of(desk, RINI), 2026).balance.available == available


def test_two_years_without_leave_are_carried_over_in_full(desk: Desk) -> None:
    """LEV-02."""
    for year in (2024, 2025):
        desk.leave.carry(RINI, year, unused=12)
    assert desk.leave.book().balance(key_of(desk, RINI), 2026).balance.available == 24


def test_a_pppk_carries_over_what_the_agency_allows(desk: Desk) -> None:
    """LEV-03."""
    desk.leave.carry(PPPK, 2025, unused=9)
    found = desk.leave.book().balance(key_of(desk, PPPK), 2026).balance
    assert (found.available, found.lapsed) == (12, 9)
    desk.policy.set("leave.pppk_carry_days", "5", from_day=date(2026, 1, 1))
    assert desk.leave.book().balance(key_of(desk, PPPK), 2026).balance.available == 17


def test_a_deferred_leave_is_carried_over_in_full(desk: Desk) -> None:
    """LEV-02: the decision is the record of the deferral."""
    done = desk.leave.apply(RINI, LeaveForm("annual", date(2026, 12, 1), date(2026, 12, 11)))
    desk.leave.consider(done.key, "defer", note="Akhir tahun anggaran")
    desk.leave.decide(done.key, "defer", note="Akhir tahun anggaran", number="800/88")
    assert desk.leave.row(done.key)["deferred_days"] == 9
    assert desk.leave.book().balance(key_of(desk, RINI), 2027).balance.available == 24
    desk.leave.cancel(done.key)
    assert desk.leave.book().balance(key_of(desk, RINI), 2027).balance.available == 18


def test_a_year_leaves_no_more_than_its_own_right_and_a_deferral_has_a_letter(desk: Desk) -> None:
    for unused, deferred in ((13, 0), (4, 5)):
        with pytest.raises(CarryOutOfRange):
            desk.leave.carry(RINI, 2025, unused=unused, deferred=deferred, letter="1")
    with pytest.raises(ReasonNeeded):
        desk.leave.carry(RINI, 2025, unused=6, deferred=6)


def test_how_long_unpaid_leave_may_be_is_for_the_agency_to_set(desk: Desk) -> None:
    """LEV-09."""
    form = LeaveForm("unpaid", date(2027, 1, 1), date(2029, 12, 31))
    assert desk.leave.judge(RINI, form) == []
    desk.policy.set("leave.unpaid_years", "2", from_day=date(2026, 1, 1))
    assert [one.rule for one in desk.leave.judge(RINI, form)] == ["LEV-09"]


def test_who_is_on_unpaid_leave_is_in_no_schedule(desk: Desk) -> None:
    """LEV-09."""
    desk.leave.add(AGUS, LeaveForm("unpaid", date(2026, 1, 1), date(2028, 12, 31)))
    assert {row.nip for row in desk.schedule.week(MON).people} == {RINI, PPPK}
    assert {one.person for one in desk.schedule.plan_proposal(MON).changed} <= {
        key_of(desk, RINI),
        key_of(desk, PPPK),
    }
    assert AGUS in [row.nip for row in desk.schedule.week(date(2029, 1, 1)).people]


def test_twelve_months_of_service_are_reckoned_from_what_is_recorded(desk: Desk) -> None:
    """LEV-01."""
    assert desk.leave.judge(RINI, WEEK) == []
    desk.people.set(RINI, {"service_from": "2026-02-01"})
    assert [one.rule for one in desk.leave.judge(RINI, WEEK)] == ["LEV-01"]
    desk.people.set(RINI, {"service_from": "2025-11-01", "remote_place": "ya"})
    remote = LeaveForm("annual", MON, FRI, remote_days=2)
    assert desk.leave.judge(RINI, remote) == []
    granted(desk, RINI, remote)
    assert left(desk, RINI) == 9
