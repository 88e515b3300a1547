"""A request in a special condition from its submission to its end, on a real store."""

from datetime import date

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.calendar import days
from flexdesk.domain.eligibility import eligibilities
from flexdesk.domain.people import RequestState
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import Place
from flexdesk.domain.rules import Board
from flexdesk.domain.rules.findings import Level
from flexdesk.errors import ReasonNeeded, RuleBroken, UsageError
from flexdesk.services.requests import (
    EndWithoutReason,
    RequestDecided,
    RequestIncomplete,
    RequestNotRunning,
    Terms,
)
from flexdesk.services.spans import EndsBeforeStart
from tests.helpers.desks import TODAY
from tests.unit.requests.office import AGUS, DEWI, FRI, HEAD, MON, THU, TUE, WED, ask, held, key_of, put, rate


def limit_broken(desk: Desk) -> bool:
    return any(one.rule == "LOC-02" for one in desk.schedule.check(MON, FRI))


# -- EMP-05, EMP-07


@pytest.mark.parametrize("part", ["reason", "evidence", "plan", "outputs"])
def test_an_incomplete_request_is_refused_and_says_what_is_missing(desk: Desk, part: str):
    with pytest.raises(RequestIncomplete) as refused:
        ask(desk, **{part: "  "})
    names = {"reason": "alasan", "evidence": "bukti", "plan": "rencana kerja", "outputs": "keluaran"}
    assert refused.value.facts["missing"] in (names[part], {"plan": "work plan"}.get(part, part))
    assert desk.store.select("request") == []


def test_an_end_before_the_start_is_refused(desk: Desk):
    with pytest.raises(EndsBeforeStart):
        ask(desk, first=FRI, to=MON)
    key = ask(desk)
    with pytest.raises(EndsBeforeStart):
        desk.requests.decide(key, "adjust", "lebih pendek", terms=Terms(first=FRI, to=MON))
    assert held(desk, key).decision == ""


def test_five_months_where_three_are_the_most_need_a_reason(desk: Desk):
    key = ask(desk, to=date(2027, 4, 22))
    with pytest.raises(ReasonNeeded) as asked:
        desk.requests.decide(key, "approve")
    assert [one["rule"] for one in asked.value.facts["findings"]] == ["EMP-07"]
    desk.requests.decide(key, "approve", "Rawat jalan enam bulan menurut surat dokter")
    assert held(desk, key).is_granted


def test_the_most_months_are_a_setting(desk: Desk):
    desk.policy.set("request.max_months", "6", from_day=TODAY)
    key = ask(desk, to=date(2027, 4, 22))
    desk.requests.decide(key, "approve")
    assert held(desk, key).is_granted


def test_three_months_granted_of_five_need_no_excuse_for_the_length(desk: Desk):
    key = ask(desk, to=date(2027, 4, 22))
    said = desk.requests.would_say(held(desk, key), Terms(to=date(2027, 2, 22)))
    assert said == []
    desk.requests.decide(key, "adjust", "Dinilai dahulu", terms=Terms(to=date(2027, 2, 22)))
    assert held(desk, key).last == date(2027, 2, 22)


# -- EMP-06, EMP-08, EMP-09


def test_a_decision_has_its_date_and_who_made_it(desk: Desk):
    key = ask(desk)
    desk.requests.decide(key, "approve")
    request = held(desk, key)
    assert (request.decided_on, request.decided_by) == (TODAY, key_of(desk, HEAD))
    assert (request.granted_from, request.granted_to) == (MON, date(2026, 12, 18))


@pytest.mark.parametrize("decision", ["adjust", "refuse"])
def test_adjusting_and_refusing_need_a_note(desk: Desk, decision: str):
    key = ask(desk)
    with pytest.raises(RuleBroken) as refused:
        desk.requests.decide(key, decision)
    assert refused.value.facts["findings"][0]["rule"] == "EMP-06"
    assert held(desk, key).decision == ""


def test_nobody_decides_twice(desk: Desk):
    key = ask(desk)
    desk.requests.decide(key, "refuse", "Loket kurang orang")
    with pytest.raises(RequestDecided):
        desk.requests.decide(key, "approve")
    assert held(desk, key).state(TODAY) is RequestState.REFUSED


def test_other_terms_are_never_dropped_in_silence(desk: Desk):
    key = ask(desk)
    with pytest.raises(UsageError):
        desk.requests.decide(key, "approve", terms=Terms(to=FRI))
    assert held(desk, key).decision == ""


def test_an_unknown_decision_is_no_decision(desk: Desk):
    with pytest.raises(UsageError):
        desk.requests.decide(ask(desk), "automatic")


def test_a_poor_evaluation_stops_the_next_approval_without_a_reason(desk: Desk):
    rate(desk, DEWI, Rating.BELOW, Rating.MEETS)
    key = ask(desk)
    assert desk.requests.facts(key).predicate == "butuh_perbaikan"
    with pytest.raises(ReasonNeeded) as asked:
        desk.requests.decide(key, "approve")
    assert asked.value.facts["findings"][0]["rule"] == "EMP-08"
    desk.requests.decide(key, "approve", "Pendampingan mingguan disepakati")
    assert held(desk, key).note == "Pendampingan mingguan disepakati"


def test_only_the_last_signed_evaluation_counts(desk: Desk):
    rate(desk, DEWI, Rating.BELOW, Rating.BELOW, "2026-Q2")
    rate(desk, DEWI, Rating.MEETS, Rating.MEETS, "2026-Q3")
    facts = desk.requests.facts(ask(desk))
    assert (facts.predicate, facts.period) == ("baik", "2026-Q3")


def test_ratings_that_nobody_has_signed_say_nothing_yet(desk: Desk):
    rate(desk, DEWI, Rating.MEETS, Rating.MEETS, "2026-Q2")
    skp = str(desk.store.select("skp")[0]["key"])
    desk.evaluation.rate(skp, parse_period("2026-Q3"), results=Rating.BELOW, behaviour=Rating.BELOW)
    key = ask(desk)
    assert desk.requests.facts(key).predicate == "baik"
    desk.requests.decide(key, "approve")


def test_a_least_predicate_of_the_agency_is_asked_for(desk: Desk):
    desk.policy.set("person.least_predicate", "sangat_baik", from_day=TODAY)
    rate(desk, DEWI, Rating.MEETS, Rating.MEETS)
    with pytest.raises(ReasonNeeded) as asked:
        desk.requests.decide(ask(desk), "approve")
    assert asked.value.facts["findings"][0]["rule"] == "EMP-03"


def test_nothing_counts_before_somebody_decided(desk: Desk):
    ask(desk)
    put(desk, DEWI, MON, TUE, WED)
    assert limit_broken(desk)


# -- only what was granted counts


def test_only_the_granted_period_lifts_the_limit(desk: Desk):
    key = ask(desk)
    desk.requests.decide(key, "adjust", "Dua hari", terms=Terms(first=WED, to=THU))
    put(desk, DEWI, MON, TUE, WED, THU)
    assert not limit_broken(desk)
    put(desk, DEWI, FRI)
    assert limit_broken(desk)


def test_only_the_granted_weekdays_count(desk: Desk):
    key = ask(desk, days="mon,tue,wed")
    desk.requests.decide(key, "adjust", "Rabu ke kantor", terms=Terms(days="mon,tue"))
    request = held(desk, key)
    assert [day for day in days(MON, FRI) if request.covers(day)] == [MON, TUE]


def test_an_adjusted_place_is_granted_and_the_one_asked_for_is_remembered(desk: Desk):
    key = ask(desk)
    assert desk.requests.asked_place(key) == ""
    desk.requests.decide(key, "adjust", "Di kantor kelurahan", terms=Terms(place="other_office"))
    assert held(desk, key).place == "other_office"
    assert desk.requests.asked_place(key) == "home"


def test_the_plan_uses_the_days_that_were_granted(desk: Desk):
    wish = desk.requests.draft(DEWI, "wish", MON, FRI, days="tue,thu", place="home")
    key, _change = desk.requests.submit(wish)
    desk.requests.decide(key, "adjust", "Hanya Kamis", terms=Terms(days="thu"))
    plan = desk.schedule.plan(MON, FRI, seconds=1.0)
    away = {c.day for c in plan.cells if c.person == key_of(desk, DEWI) and c.place != Place.OFFICE}
    assert away == {THU}


def test_flexible_time_lifts_no_limit_on_places(desk: Desk):
    key = ask(desk, flexibility="time_dynamic", place="")
    desk.requests.decide(key, "approve")
    put(desk, DEWI, MON, TUE, WED)
    assert limit_broken(desk)


def test_the_verdict_names_the_last_day_that_counts(desk: Desk):
    key = ask(desk)
    desk.requests.decide(key, "adjust", "Sampai Jumat", terms=Terms(to=FRI))
    verdict = eligibilities(Board(desk.reader.facts(MON, FRI)), MON)[key_of(desk, DEWI)].location
    assert any("27 November 2026" in reason.text for reason in verdict.reasons if reason.rule == "LOC-03")


# -- ending, renewing


def test_it_ends_early_with_a_reason(desk: Desk):
    key = ask(desk)
    desk.requests.decide(key, "approve")
    with pytest.raises(EndWithoutReason):
        desk.requests.end(key, TUE, " ")
    desk.requests.end(key, TUE, "Sudah pulih")
    request = held(desk, key)
    assert [request.covers(day) for day in (MON, TUE, WED)] == [True, True, False]
    assert request.state(TODAY) is RequestState.ENDED
    with pytest.raises(RequestNotRunning):
        desk.requests.end(key, TUE, "lagi")


def test_one_that_waits_can_be_taken_back_and_is_then_not_decided(desk: Desk):
    key = ask(desk)
    desk.requests.end(key, TODAY, "Tidak jadi")
    assert held(desk, key).state(TODAY) is RequestState.ENDED
    with pytest.raises(RequestDecided):
        desk.requests.decide(key, "approve")


def test_a_renewal_is_a_new_request_that_waits(desk: Desk):
    old = ask(desk, days="mon,tue")
    desk.requests.decide(old, "approve")
    new, _change = desk.requests.renew(old, date(2026, 12, 21), date(2027, 1, 29), evidence="Surat baru")
    request = held(desk, new)
    assert request.state(TODAY) is RequestState.WAITING
    assert (request.reason, request.evidence) == ("Merawat orang tua", "Surat baru")
    assert request.days == {0, 1}
    assert not request.is_granted


def test_facts_count_what_was_done_in_the_last_granted_period(desk: Desk):
    old = ask(desk, first=date(2026, 10, 5), to=date(2026, 10, 30))
    desk.requests.decide(old, "approve")
    put(desk, DEWI, date(2026, 10, 6), date(2026, 10, 7), date(2026, 11, 3))
    put(desk, AGUS, date(2026, 10, 6))
    facts = desk.requests.facts(ask(desk))
    assert facts.granted == (date(2026, 10, 5), date(2026, 10, 30))
    assert facts.away_days == 2
    assert facts.outputs == 0


def test_the_list_begins_with_the_one_that_waits_longest(desk: Desk):
    granted = ask(desk, AGUS)
    desk.requests.decide(granted, "approve")
    waiting = ask(desk)
    assert [view.key for view in desk.requests.views()] == [waiting, granted]
    assert [view.key for view in desk.requests.views(state="granted")] == [granted]
    assert [view.key for view in desk.requests.views(person=key_of(desk, DEWI))] == [waiting]


def test_a_finding_that_only_tells_is_never_a_refusal(desk: Desk):
    request = held(desk, ask(desk))
    assert all(one.level is not Level.HARD for one in desk.requests.findings(request))
