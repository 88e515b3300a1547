from dataclasses import replace
from datetime import date

import pytest

from flexdesk.domain.people import Discipline, Person, Posting, Request
from flexdesk.domain.rules import Board, Level, check, check_cell, check_identity, refuse_or_ask
from flexdesk.domain.rules.whole import RULES
from flexdesk.domain.schedule import (
    ApprovedPlace,
    Facts,
    LeaveEntry,
    ServiceDuty,
    ServicePoint,
    TravelEntry,
    Unit,
)
from flexdesk.errors import ReasonNeeded, RuleBroken
from tests.unit.rules.office import FRI, MON, POLICY, SAT, THU, TUE, WED, at, office, said
from tests.unit.rules.section_nine import CLASS_AND_GRADE


def test_the_registry_holds_every_rule_of_the_list_with_its_class_and_grade():
    assert len(CLASS_AND_GRADE) == 95
    assert {rule.id: (str(rule.nature), rule.evidence) for rule in RULES.values()} == CLASS_AND_GRADE
    assert all(rule.article and rule.sentence for rule in RULES.values())


def test_every_setting_that_a_rule_names_is_in_the_pack():
    named = {key for rule in RULES.values() for key in rule.settings}
    held = {definition.key: definition.rule for definition in POLICY.definitions}
    assert named <= held.keys()
    assert set(held.values()) <= RULES.keys()


def test_an_untouched_week_is_lawful():
    assert [f for f in check(office()) if f.level is not Level.INFO] == []


def test_the_third_away_day_is_refused_and_two_fixes_are_named():
    found = check(office(*at("p0", "home", MON, WED, FRI)))
    assert said(found, "LOC-02") == [("p0", FRI)]
    fixes = next(one for one in found if one.rule == "LOC-02").fixes
    assert [fix.day for fix in fixes] == [FRI, MON, WED]
    assert {fix.place for fix in fixes} == {"office"}


def test_a_unit_may_lower_the_weekly_limit():
    policy = POLICY.with_edit("location.max_days_per_week", "1")
    assert said(check(office(*at("p0", "home", MON, FRI), policy=policy)), "LOC-02") == [("p0", FRI)]


def test_days_of_the_week_outside_the_period_count_but_are_not_reported():
    cells = at("p0", "home", MON, TUE, WED)
    assert said(check(office(*cells, first=WED, last=FRI)), "LOC-02") == [("p0", WED)]
    assert said(check(office(*cells, first=THU, last=FRI)), "LOC-02") == []


@pytest.mark.parametrize("decision", ["approve", "adjust"])
def test_a_granted_special_condition_lifts_the_limit_and_is_referred_to(decision: str):
    request = Request("r", "p0", "special_condition", MON, FRI, decision=decision, decided_on=MON)
    found = check(office(*at("p0", "home", MON, TUE, WED), requests=(request,)))
    assert said(found, "LOC-02") == []
    assert said(found, "LOC-03", Level.INFO) == [("p0", WED)]


def test_an_undecided_special_condition_lifts_nothing():
    request = Request("r", "p0", "special_condition", MON, FRI)
    found = check(office(*at("p0", "home", MON, TUE, WED), requests=(request,)))
    assert said(found, "LOC-02") == [("p0", WED)]


def test_field_duty_lifts_the_limit():
    facts = office(*at("p0", "home", MON, TUE, WED))
    people = (replace(facts.people[0], field_duty=True), *facts.people[1:])
    found = check(replace(facts, people=people))
    assert said(found, "LOC-02") == []
    assert said(found, "LOC-03", Level.INFO) == [("p0", WED)]


def test_the_fixed_day_may_be_left_out_of_the_count():
    policy = POLICY.with_edit("location.fixed_day", "fri").with_edit("location.fixed_day_counts", "no")
    found = check(office(*at("p0", "home", MON, TUE, FRI), policy=policy))
    assert said(found, "LOC-02") == []
    assert said(found, "LOC-04", Level.INFO) == [("p0", FRI)]


def test_a_fixed_day_on_a_holiday_lapses():
    policy = POLICY.with_edit("location.fixed_day", "fri")
    found = check(office(policy=policy, first=date(2026, 12, 21), last=date(2026, 12, 27)))
    assert said(found, "LOC-06", Level.INFO) == [("", date(2026, 12, 25))]


def test_an_ordinary_unit_does_not_work_on_saturday_nor_on_holidays():
    christmas = date(2026, 12, 25)
    assert said(check(office(*at("p0", "office", SAT))), "CAL-01") == [("p0", SAT)]
    found = check(office(*at("p0", "home", christmas), first=christmas, last=christmas))
    assert said(found, "CAL-03") == [("p0", christmas)]
    assert found[0].fixes[0].place is None


def test_a_service_unit_works_on_other_days_with_a_decree_and_on_holidays_with_a_reason():
    christmas = date(2026, 12, 25)
    with_decree = Unit(kind="service", service_decree="SK 12/2026")
    assert said(check(office(*at("p0", "shift_morning", SAT), unit=Unit(kind="service"))), "CAL-02")
    assert not said(check(office(*at("p0", "shift_morning", SAT), unit=with_decree)), "CAL-02")
    plain = office(*at("p0", "shift_night", christmas), unit=with_decree, first=christmas, last=christmas)
    assert said(check(plain), "CAL-03", Level.SOFT) == [("p0", christmas)]
    told = replace(plain, assignments=at("p0", "shift_night", christmas, reason="IGD"))
    assert said(check(told), "CAL-03", Level.SOFT) == []


def test_a_year_without_decree_cannot_be_published_on():
    found = check(office(first=date(2028, 1, 3), last=date(2028, 1, 9)))
    assert said(found, "CAL-12") == [("", date(2028, 1, 3))]


def test_another_place_must_be_an_approved_one():
    approved = ApprovedPlace("a", "Balai Desa", "other_place", "SK Bupati 3/2026")
    second, draft = replace(approved, key="b"), replace(approved, key="c", approved_by="")
    cells = at("p0", "other_place", MON)
    assert said(check(office(*cells)), "LOC-08")
    assert said(check(office(*cells, places=(draft,))), "LOC-08")
    assert not said(check(office(*cells, places=(approved,))), "LOC-08")  # a list of one
    assert said(check(office(*cells, places=(approved, second))), "LOC-08")
    chosen = at("p0", "other_place", MON, place_row="b")
    assert not said(check(office(*chosen, places=(approved, second))), "LOC-08")


def test_an_unknown_place_is_refused():
    assert said(check(office(*at("p0", "moon", MON))), "LOC-01") == [("p0", MON)]


def test_the_fixed_day_is_worked_at_home():
    policy = POLICY.with_edit("location.fixed_day", "fri")
    cells = (*at("p0", "home", FRI), *at("p1", "other_office", FRI), *at("p1", "other_office", THU))
    assert said(check(office(*cells, policy=policy)), "LOC-05", Level.INFO) == [("p1", FRI)]
    assert said(check(office(*cells)), "LOC-05", Level.INFO) == []


def test_the_share_is_taken_of_the_asn_of_the_unit():
    facts = office(people=7)
    others = (*facts.people[:6], replace(facts.people[6], status="non_asn"))
    base = RULES["LOC-11"].judge
    assert base is not None
    assert [base(Board(replace(facts, people=people)), MON) for people in (facts.people, others)] == [3, 3]
    assert base(Board(replace(facts, people=others[1:])), MON) == 2


def test_the_share_away_is_rounded_down():
    away = [at(f"p{n}", "home", MON)[0] for n in range(4)]
    assert said(check(office(*away, people=7)), "LOC-10", Level.SOFT) == [("", MON)]
    assert said(check(office(*away, people=8)), "LOC-10", Level.SOFT) == []


def test_whoever_was_away_most_is_asked_first():
    away = [at(f"p{n}", "home", MON)[0] for n in range(5)]
    found = check(office(*away, away_before={"p2": 9, "p4": 7, "p0": 1}))
    fixes = next(one for one in found if one.rule == "LOC-10").fixes
    assert [fix.person for fix in fixes] == ["p2", "p4", "p0"]


def test_a_service_point_needs_its_people_on_the_days_it_is_open():
    point = ServicePoint("s", "Loket KTP", need=2, days=frozenset({0, 1}))
    duties = tuple(ServiceDuty("s", key) for key in ("p0", "p1"))
    cells = at("p0", "home", MON, WED)
    found = check(office(*cells, service_points=(point,), service_duties=duties))
    missing = [one for one in found if one.rule == "LOC-12"]
    assert [(one.function, one.day, one.level) for one in missing] == [("Loket KTP", MON, Level.SOFT)]
    assert [(fix.person, fix.place) for fix in missing[0].fixes] == [("p0", "office")]


def test_discipline_bars_from_its_first_day_to_its_last():
    record = Discipline("d", "p0", "process", TUE, WED)
    found = check(office(*at("p0", "home", MON, TUE), disciplines=(record,)))
    assert said(found, "EMP-01") == [("p0", TUE)]


def test_a_new_posting_is_asked_about_until_the_length_is_set_and_then_refused():
    posting = Posting("p0", date(2026, 10, 5), "Analis", reason="mutation")
    facts = office(*at("p0", "home", FRI), postings=(posting,))
    found = check(facts)
    assert said(found, "EMP-02", Level.SOFT) == [("p0", FRI)]
    assert said(found, "EMP-02", Level.INFO) == [("", None)]
    policy = POLICY.with_edit("person.new_posting_months", "3")
    found = check(replace(facts, policy=policy))
    assert said(found, "EMP-02") == [("p0", FRI)]
    assert "5 Januari 2027" in found[0].message
    short = POLICY.with_edit("person.new_posting_months", "1")
    assert not [one for one in check(replace(facts, policy=short)) if one.rule == "EMP-02"]


def test_direct_service_keeps_its_staff_at_the_office():
    policy = POLICY.with_edit("location.direct_service", "yes")
    cells = (*at("p0", "home", MON), *at("p1", "home", MON))
    assert len(said(check(office(*cells, policy=policy)), "LOC-13")) == 2
    point, duty = ServicePoint("s", "Loket", 1), ServiceDuty("s", "p0")
    found = check(office(*cells, policy=policy, service_points=(point,), service_duties=(duty,)))
    assert said(found, "LOC-13") == [("p0", MON)]


@pytest.mark.parametrize(
    ("region", "category", "jabatan", "refused"),
    [
        ("regency", "administrator", "Kepala Bidang", True),
        ("regency", "", "Camat Sukamaju", True),
        ("regency", "pengawas", "Kepala Seksi", False),
        ("province", "administrator", "Kepala Bidang", False),
        ("province", "jpt_pratama", "Kepala Dinas", True),
        ("central", "jpt_pratama", "Direktur", False),
    ],
)
def test_posts_named_by_the_circular(region: str, category: str, jabatan: str, *, refused: bool):
    posting = Posting("p0", date(2020, 1, 1), jabatan, category)
    found = check(office(*at("p0", "home", MON), postings=(posting,), unit=Unit(region=region)))
    assert bool(said(found, "LOC-14")) is refused


def test_a_task_that_fails_a_criterion_is_refused_and_an_unanswered_list_is_only_told():
    facts = office(*at("p0", "home", MON))
    failing = (replace(facts.people[0], task_criteria="11011"), *facts.people[1:])
    blank = (replace(facts.people[0], task_criteria=""), *facts.people[1:])
    assert said(check(replace(facts, people=failing)), "LOC-09") == [("p0", MON)]
    found = check(replace(facts, people=blank))
    assert (said(found, "LOC-09"), said(found, "LOC-09", Level.INFO)) == ([], [("", None)])


def test_leave_and_travel_never_overlap_work_nor_each_other():
    leave = LeaveEntry("l", "p0", "annual", MON, TUE)
    trip = TravelEntry("t", "p0", TUE, WED)
    found = check(office(*at("p0", "home", MON, WED), leaves=(leave,), travels=(trip,)))
    assert said(found, "TIM-08") == [("p0", MON), ("p0", TUE), ("p0", WED)]
    assert [fix.place for one in found if one.rule == "TIM-08" for fix in one.fixes] == [
        "leave",
        "duty_travel",
    ]
    refused = replace(leave, decision="refuse")
    assert said(check(office(*at("p0", "home", MON), leaves=(refused,))), "TIM-08") == []


def test_an_edit_is_judged_by_what_it_makes_worse():
    away = [at(f"p{n}", "home", MON)[0] for n in range(5)]
    board = Board(office(*away, *at("p0", "home", TUE, WED)))
    assert [one.rule for one in check_cell(board, "p5", MON, "home")] == ["LOC-10"]
    assert check_cell(board, "p0", MON, "office") == []
    assert [one.rule for one in check_cell(board, "p0", THU, "home")] == ["LOC-02", "LOC-02"]
    assert check(board) == check(Board(office(*away, *at("p0", "home", TUE, WED))))


def test_a_board_kept_in_step_says_what_a_new_one_says():
    facts = office(*at("p0", "home", MON, TUE))
    board = Board(facts)
    cell = at("p0", "home", WED)[0]
    board.put("p0", WED, cell)
    assert check(board) == check(replace(facts, assignments=(*facts.assignments, cell)))
    board.put("p0", WED, None)
    assert check(board) == check(facts)


def test_refusing_and_asking():
    hard = check(office(*at("p0", "home", MON, TUE, WED)))
    soft = check(office(*[at(f"p{n}", "home", MON)[0] for n in range(5)]))
    with pytest.raises(RuleBroken) as refused:
        refuse_or_ask(hard)
    assert refused.value.facts["findings"][0]["rule"] == "LOC-02"
    with pytest.raises(ReasonNeeded):
        refuse_or_ask(soft)
    refuse_or_ask(soft, reason="Rapat kerja")
    refuse_or_ask(hard, draft=True)


@pytest.mark.parametrize(
    ("nip", "rule"),
    [
        ("1985010120090110", "NIP-01"),
        ("198513012009011001", "NIP-02"),
        ("198501012009131001", "NIP-03"),
        ("198501012009013001", "NIP-04"),
        ("198501012009011000", "NIP-04"),
    ],
)
def test_a_spoilt_nip_is_named_by_its_rule(nip: str, rule: str):
    assert [one.rule for one in check_identity([Person("p", nip, "Rini")])] == [rule]


def test_identity_of_the_whole_roster():
    people = [
        Person("a", "198501012009011001", status="pppk", golongan="III/a"),
        Person("b", "198501012009011001", status="pns", golongan="IX"),
        Person("c", "198501012009011001", archived=True),
    ]
    postings = [Posting("a", MON, "Analis", "eselon")]
    found = sorted((one.rule, one.person) for one in check_identity(people, postings))
    assert found == [
        ("NIP-05", "a"),
        ("NIP-06", "a"),
        ("NIP-06", "b"),
        ("NIP-07", "a"),
        ("NIP-07", "b"),
        ("NIP-08", "a"),
    ]


def test_findings_travel_as_the_command_line_promises():
    found: Facts = office(*at("p0", "home", MON, TUE, WED))
    keys = {"rule", "class", "nip", "date", "function", "article", "message", "fixes"}
    assert all(set(one.as_json()) == keys for one in check(found))
