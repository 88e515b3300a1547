from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flexdesk.domain.criteria import Criterion
from flexdesk.domain.eligibility import Verdict, eligibilities, what_changes_it
from flexdesk.domain.people import Category, Discipline, HeldPredicate, Posting
from flexdesk.domain.rules import RULES, Board, Level, check
from flexdesk.domain.schedule import Branch, Facts, Unit
from flexdesk.domain.time_patterns import FREE_TASK, ShiftTask, TimePattern
from tests.unit.rules.office import FRI, MON, POLICY, TUE, WED, at, office, said


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


def verdict(facts: Facts, day: date = FRI, key: str = "p0") -> Verdict:
    return eligibilities(Board(facts), day)[key].location


def against(facts: Facts, day: date = FRI, key: str = "p0") -> list[str]:
    return [reason.rule for reason in verdict(facts, day, key).against]


OWN = (Criterion("c1", "pekerjaan mandiri", 1, "SK 12"), Criterion("c2", "data terenkripsi", 2, "SK 12"))


@pytest.mark.parametrize(
    ("post", "person", "criteria", "answer"),
    [
        ("", "11011", (), "no"),
        ("11111", "11011", (), "yes"),  # LOC-09 is about the post; the person's answers stand in for it
        ("11011", "11111", (), "no"),
        ("", "", (), "yes"),
        ("1:1,2:1", "", (), "open"),
        ("", "11111", OWN, "open"),
        ("c1:1,c2:1", "00000", OWN, "yes"),
        ("c1:1,c2:0", "11111", OWN, "no"),
        ("c1:1", "11111", OWN, "open"),
        ("c1:1,c2:1", "00000", (*OWN, Criterion("c3", "lama", 3, "SK 1", archived=True)), "yes"),
    ],
)
def test_the_task_is_judged_by_the_list_in_force(
    post: str, person: str, criteria: tuple[Criterion, ...], answer: str
):
    """LOC-09."""
    facts = office(criteria=criteria)
    people = (replace(facts.people[0], task_criteria=person), *facts.people[1:])
    postings = (replace(facts.postings[0], task_criteria=post), *facts.postings[1:])
    found = verdict(replace(facts, people=people, postings=postings))
    assert found.answer == answer
    told = next(reason for reason in found.reasons if reason.rule == "LOC-09")
    assert told.holds is (answer == "yes")
    assert not criteria or told.article == "SK 12"


def test_a_failed_criterion_is_named():
    facts = office(criteria=OWN)
    postings = (replace(facts.postings[0], task_criteria="c1:1,c2:0"), *facts.postings[1:])
    assert "data terenkripsi" in verdict(replace(facts, postings=postings)).against[0].text


@pytest.mark.parametrize(
    ("region", "four", "excluded"),
    [
        ("province", "no", {"jpt_madya", "jpt_pratama"}),
        ("province", "yes", {"jpt_madya", "jpt_pratama"}),
        ("regency", "no", {"jpt_pratama", "administrator", "camat", "lurah"}),
        ("regency", "yes", {"jpt_pratama", "administrator", "camat", "lurah", "pengawas"}),
        ("central", "yes", set()),
        ("", "no", {"jpt_madya", "jpt_pratama", "camat", "lurah"}),
    ],
)
def test_posts_are_excluded_by_kind_of_region(region: str, four: str, excluded: set[str]):
    """LOC-14, with the switch for echelon IV."""
    policy = POLICY.with_edit("location.exclude_echelon_four", four)
    barred = set()
    for category in Category:
        postings = (Posting("p0", date(2020, 1, 1), "Jabatan", category),)
        facts = office(policy=policy, postings=postings, unit=Unit(region=region))
        barred |= {category.value} if against(facts) == ["LOC-14"] else set()
    assert barred == excluded


def test_a_section_or_a_post_can_be_kept_at_the_office():
    """LOC-13."""
    branches = {
        "s1": Branch("s1", "Pelayanan", frozenset({"s1"}), "Pelayanan"),
        "s2": Branch("s2", "Loket", frozenset({"s2", "s1"}), "Pelayanan"),
        "s3": Branch("s3", "Umum", frozenset({"s3"})),
    }
    for section, rules in (("s1", ["LOC-13"]), ("s2", ["LOC-13"]), ("s3", []), ("", [])):
        postings = (Posting("p0", date(2020, 1, 1), "Analis", section=section),)
        assert against(office(postings=postings, branches=branches)) == rules
    postings = (Posting("p0", date(2020, 1, 1), "Analis", excluded="SK Bupati 7: penjaga arsip"),)
    (told,) = verdict(office(postings=postings)).against
    assert (told.rule, told.article) == ("LOC-13", "Pasal 8 Perpres 21/2023")
    assert "penjaga arsip" in told.text


def test_the_least_predicate_is_that_of_the_last_evaluation_before_the_day():
    """EMP-03."""
    asked = POLICY.with_edit("person.least_predicate", "baik")
    held = (
        HeldPredicate("p0", date(2026, 7, 5), "baik", "2026-Q2"),
        HeldPredicate("p0", date(2026, 10, 5), "kurang", "2026-Q3"),
    )
    facts = office(policy=asked, predicates=held)
    assert against(facts, date(2026, 10, 4)) == []
    assert against(facts) == ["EMP-03"]
    assert against(replace(facts, policy=POLICY)) == []
    assert against(facts, key="p1") == []  # no evaluation speaks against p1
    before = verdict(facts, date(2026, 8, 1))
    assert (before.until, before.then) == (date(2026, 10, 4), "no")


def test_discipline_holds_to_the_last_day_of_the_last_entry_and_says_so():
    """EMP-01: a process that becomes a sanction leaves no day between."""
    records = (
        Discipline("d1", "p0", "process", date(2026, 10, 1), date(2026, 11, 9)),
        Discipline("d2", "p0", "sanction", date(2026, 11, 10), date(2027, 5, 9)),
    )
    facts = office(disciplines=records)
    for day in (date(2026, 10, 1), date(2026, 11, 10), FRI):
        found = verdict(facts, day)
        assert (found.since, found.until) == (date(2026, 10, 1), date(2027, 5, 9))
        assert found.changes_on == date(2027, 5, 10)
    assert "9 Mei 2027" in verdict(facts).against[0].text
    assert "until 09-05-2027" in verdict(facts).sentence
    free = verdict(facts, date(2026, 9, 30))
    assert (free.answer, free.until, free.then) == ("yes", date(2026, 9, 30), "no")
    assert verdict(office(disciplines=(Discipline("d", "p0", "process", MON),))).until is None


def test_the_answer_is_that_of_the_day_of_the_cell():
    """EMP-01, EMP-02: neither Monday's answer nor that of the last day of the week."""
    records = (Discipline("d", "p0", "sanction", date(2026, 5, 1), TUE),)
    new = Posting("p1", date(2026, 8, 25), "Analis", reason="mutation")
    policy = POLICY.with_edit("person.new_posting_months", "3")
    cells = (*at("p0", "home", TUE, WED), *at("p1", "home", TUE, WED))
    facts = office(*cells, disciplines=records, policy=policy)
    facts = replace(facts, postings=(*(p for p in facts.postings if p.person != "p1"), new))
    found = check(facts)
    assert said(found, "EMP-01") == [("p0", TUE)]
    assert said(found, "EMP-02") == [("p1", TUE)]


def test_what_would_change_the_answer_is_told():
    policy = POLICY.with_edit("person.new_posting_months", "3")
    facts = office(policy=policy, postings=(Posting("p0", date(2026, 10, 5), "Analis", reason="mutation"),))
    told = what_changes_it(verdict(facts))
    assert "5 Januari 2027" in told[0]
    assert len(told) == 2
    assert what_changes_it(verdict(facts, key="p1"))


def sif(**changes: Any) -> TimePattern:
    approved = {"approved_by": "Sekda", "approved_on": date(2026, 11, 20)}
    basis = ShiftTask(540, 5, 2700).written()
    return replace(TimePattern("t", "sif", MON, basis=basis, **approved), **changes)


@pytest.mark.parametrize(
    ("pattern", "rule"),
    [
        (None, "TIM-01"),
        (sif(), ""),
        (sif(person="p0"), ""),
        (sif(person="p1"), "TIM-01"),
        (sif(from_=TUE), "TIM-01"),
        (sif(to=date(2026, 11, 20)), "TIM-01"),
        (sif(approved_by=""), "TIM-03"),
        (sif(approved_on=None), "TIM-03"),
        (sif(approved_on=TUE), "TIM-03"),
        (sif(basis=ShiftTask(450, 5, 2250).written()), "TIM-01"),
        (sif(kind="dinamis"), "TIM-01"),
        (sif(section="s1"), ""),
        (sif(section="s9"), "TIM-01"),
    ],
)
def test_a_shift_needs_a_pattern_that_was_attested_and_approved(pattern: TimePattern | None, rule: str):
    """TIM-01, TIM-03."""
    facts = office(
        *at("p0", "shift_morning", MON),
        patterns=(pattern,) if pattern else (),
        branches={"s2": Branch("s2", "Jaga", frozenset({"s2", "s1"}))},
    )
    postings = (replace(facts.postings[0], section="s2"), *facts.postings[1:])
    found = check(replace(facts, postings=postings))
    told = [one.rule for one in found if one.rule in ("TIM-01", "TIM-03") and one.level is Level.HARD]
    assert told == ([rule] if rule else [])


def test_an_approved_pattern_makes_the_time_flexible():
    """TIM-01, TIM-02."""
    for pattern, eligible in (
        (sif(), True),
        (sif(kind="dinamis", basis=FREE_TASK), True),
        (sif(kind="dinamis", approved_by=""), False),
        (sif(person="p1"), False),
    ):
        time = eligibilities(Board(office(patterns=(pattern,))), FRI)["p0"].time
        assert time.eligible is eligible
    ended = sif(kind="dinamis", to=FRI)
    time = eligibilities(Board(office(patterns=(ended,))), FRI)["p0"].time
    assert (time.since, time.until) == (MON, FRI)
    assert "27 November 2026" in next(one.text for one in time.reasons if one.rule == "TIM-02")


def test_shifts_without_approval_are_told_once_for_each_person():
    """TIM-01, TIM-03: an approval mends it, so no other place is proposed."""
    cells = (*at("p0", "shift_morning", MON, TUE, WED), *at("p1", "shift_night", TUE))
    found = [one for one in check(office(*cells)) if one.rule == "TIM-01"]
    assert [(one.person, one.day, one.size, one.fixes) for one in found] == [
        ("p0", MON, 3, ()),
        ("p1", TUE, 1, ()),
    ]
    half = check(office(*cells, patterns=(sif(from_=WED),)))
    assert [(one.person, one.size) for one in half if one.rule == "TIM-01"] == [("p0", 2), ("p1", 1)]
