from dataclasses import replace
from datetime import date

from flexdesk.domain.eligibility import eligibilities
from flexdesk.domain.people import Discipline, Posting
from flexdesk.domain.rules import RULES, Board
from tests.unit.rules.office import FRI, MON, POLICY, office


def test_every_yes_and_no_is_a_sentence_with_its_rule_and_article():
    flexible = POLICY.with_edit("hours.flex_minutes", "60")
    board = Board(office(disciplines=(Discipline("d", "p0", "sanction", MON),), policy=flexible))
    answers = eligibilities(board, FRI)
    barred, free = answers["p0"], answers["p1"]
    assert (barred.location.eligible, barred.time.eligible) == (False, False)
    assert (free.location.eligible, free.time.eligible) == (True, True)
    assert barred.location.reasons[0].rule == "EMP-01"
    assert "23 November 2026" in barred.location.reasons[0].text
    for reason in (*barred.location.reasons, *free.location.reasons):
        assert reason.text
        assert reason.article
    assert {reason.rule for reason in free.location.reasons} <= RULES.keys()


def test_flexible_hours_are_for_units_that_set_them():
    flexible = POLICY.with_edit("hours.flex_minutes", "60")
    for policy, holds in ((flexible, True), (POLICY, False)):
        time = eligibilities(Board(office(policy=policy)), FRI)["p0"].time
        told = next(reason for reason in time.reasons if reason.rule == "TIM-05")
        assert (time.eligible, told.holds) == (holds, holds)


def test_the_regulation_is_for_asn_of_every_kind():
    facts = office()
    kinds = ("pns", "cpns", "pppk", "pppk_part_time", "non_asn")
    people = tuple(replace(p, status=kind) for p, kind in zip(facts.people, kinds, strict=False))
    answers = eligibilities(Board(replace(facts, people=people)), FRI)
    assert [answers[person.key].location.eligible for person in people] == [True] * 4 + [False]
    told = next(reason for reason in answers["p4"].location.reasons if reason.rule == "EMP-04")
    assert (told.holds, answers["p4"].location.open) == (False, True)


def test_a_new_posting_without_a_set_length_stays_open():
    posting = Posting("p0", date(2026, 10, 5), "Analis", reason="promotion")
    verdict = eligibilities(Board(office(postings=(posting,))), FRI)["p0"].location
    assert (verdict.eligible, verdict.open) == (False, True)
    later = eligibilities(Board(office(postings=(posting,))), date(2027, 10, 5))["p0"].location
    assert later.eligible


def test_a_unit_that_allows_no_day_makes_nobody_eligible_but_field_staff():
    facts = office(policy=POLICY.with_edit("location.max_days_per_week", "0"))
    facts = replace(facts, people=(replace(facts.people[0], field_duty=True), *facts.people[1:]))
    answers = eligibilities(Board(facts), FRI)
    assert (answers["p0"].location.eligible, answers["p1"].location.eligible) == (True, False)
    assert answers["p1"].location.reasons[0].rule == "LOC-02"
    assert not answers["p1"].time.eligible  # no flexible hours are set
