"""The services behind the register of eligibility, on a real store."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.calendar import days
from flexdesk.domain.eligibility import Answer
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import AWAY, Place
from flexdesk.domain.time_patterns import ShiftTask
from flexdesk.errors import FlexDeskError, NotFound, ReasonNeeded, RuleBroken, UsageError
from flexdesk.i18n import set_language
from flexdesk.services.criteria import CriterionIncomplete
from flexdesk.services.eligibility import AnswerIncomplete, DecisionOrder, ObjectionMissing
from flexdesk.services.papers import Papers
from flexdesk.services.proceedings import NotAProcess
from flexdesk.services.spans import EndsBeforeStart
from flexdesk.services.time_patterns import Approval, Attested
from tests.helpers.desks import TODAY, kecamatan_desk, small_desk

RINI, AGUS = "198501012009012001", "199001012015011002"
MON, FRI = date(2026, 11, 23), date(2026, 11, 27)
SIF = Attested(ShiftTask(540, 5, 2700))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", [(RINI, "Rini"), (AGUS, "Agus")]) as made:
        yield made


def answer(desk: Desk, nip: str, day: date = TODAY) -> str:
    return str(desk.eligibility.standing(nip, day).row.answer)


# -- discipline


def test_a_process_becomes_a_sanction_without_a_day_between(desk: Desk):
    key, _change = desk.proceedings.add(AGUS, "process", date(2026, 10, 1), note="periksa")
    made, change = desk.proceedings.sanction(key, date(2026, 11, 10), date(2027, 5, 9), letter="SK 5")
    assert change is not None
    assert len(change.ops) == 2
    kinds = [(row["kind"], row["from"], row["to"]) for row in desk.proceedings.entries(AGUS)]
    assert kinds == [("process", "2026-10-01", "2026-11-09"), ("sanction", "2026-11-10", "2027-05-09")]
    assert desk.eligibility.standing(AGUS, TODAY).eligibility.location.until == date(2027, 5, 9)
    with pytest.raises(NotAProcess):
        desk.proceedings.sanction(made, date(2027, 1, 1), None)
    desk.proceedings.correct(made, {"to": ""})
    assert desk.eligibility.standing(AGUS, TODAY).eligibility.location.until is None
    desk.proceedings.remove(made)
    assert answer(desk, AGUS) == "yes"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"to": "2026-09-30"}, EndsBeforeStart),
        ({"to": "soon"}, UsageError),
        ({"from": ""}, UsageError),
        ({"kind": "process"}, UsageError),
    ],
)
def test_a_wrong_correction_changes_nothing(desk: Desk, values: dict[str, str], error: type[FlexDeskError]):
    key, _change = desk.proceedings.add(AGUS, "process", date(2026, 10, 1))
    before = desk.proceedings.entries()
    with pytest.raises(error):
        desk.proceedings.correct(key, values)
    assert desk.proceedings.entries() == before


# -- criteria


def test_answers_belong_to_the_post_and_the_persons_stand_in(desk: Desk):
    desk.people.set(AGUS, {"task_criteria": "11011"})
    assert answer(desk, AGUS) == "no"
    desk.criteria.answer(AGUS, {"3": True}, TODAY)
    assert answer(desk, AGUS) == "yes"
    row = desk.store.select("person", nip=AGUS)[0]
    assert row["task_criteria"] == "11011"  # what was said about the person before stays
    desk.people.move(AGUS, date(2026, 11, 1), jabatan="Analis", category="fungsional", reason="existing")
    assert answer(desk, AGUS) == "no"
    assert answer(desk, AGUS, date(2026, 10, 31)) == "yes"
    desk.criteria.answer(AGUS, {"3": True}, TODAY)
    desk.people.set(AGUS, {"task_criteria": "11110"})  # the command line's five digits are about the post
    assert answer(desk, AGUS) == "no"


def test_the_agencys_own_list_takes_the_place_of_the_regulations(desk: Desk):
    desk.criteria.answer(AGUS, dict.fromkeys("12345", True), TODAY)
    with pytest.raises(CriterionIncomplete):
        desk.criteria.add("mandiri", " ")
    key, _change = desk.criteria.add("mandiri", "SK 12/2026")
    assert desk.criteria.is_own
    assert answer(desk, AGUS) == "open"
    desk.criteria.answer(AGUS, {"1": True}, TODAY)
    assert answer(desk, AGUS) == "yes"
    with pytest.raises(UsageError):
        desk.criteria.answer(AGUS, {"2": True}, TODAY)
    desk.criteria.change(key, {"archived": "yes"})
    assert not desk.criteria.is_own
    assert answer(desk, AGUS) == "yes"  # the answers to the five were kept beside the others


# -- patterns of time


def test_a_pattern_is_attested_then_approved_before_its_first_day(desk: Desk):
    """TIM-01, TIM-02, TIM-03."""
    with pytest.raises(RuleBroken) as refused:
        desk.time_patterns.add("sif", MON, attested=Attested(ShiftTask(450, 5, 2250)))
    assert refused.value.facts["findings"][0]["rule"] == "TIM-01"
    with pytest.raises(RuleBroken) as refused:
        desk.time_patterns.add("dinamis", MON, attested=Attested(None, needs_supervision=True))
    assert refused.value.facts["findings"][0]["rule"] == "TIM-02"
    with pytest.raises(RuleBroken) as refused:
        desk.time_patterns.add("sif", MON, attested=SIF, approval=Approval("Sekda", FRI))
    assert refused.value.facts["findings"][0]["rule"] == "TIM-03"
    assert desk.time_patterns.all() == ()
    key, _change = desk.time_patterns.add("sif", MON, attested=SIF, nip=AGUS)
    with pytest.raises(RuleBroken):
        desk.time_patterns.approve(key, " ", TODAY)
    desk.time_patterns.approve(key, "Sekda", TODAY, "800/1")
    assert [one.is_approved for one in desk.time_patterns.all()] == [True]
    desk.time_patterns.end(key, FRI)
    assert desk.eligibility.standing(AGUS, FRI).eligibility.time.until == FRI
    with pytest.raises(EndsBeforeStart):
        desk.time_patterns.end(key, TODAY)


def test_shifts_are_published_once_their_pattern_is_approved(desk: Desk):
    """TIM-01, TIM-03."""
    keys = {person.nip: person.key for person in desk.people.roster()}
    edits = [(keys[AGUS], day, Place.SHIFT_MORNING) for day in days(MON, FRI)]
    desk.schedule.set_places(edits, draft=False)  # writing them is allowed
    week = parse_period("2026-W48")
    with pytest.raises(RuleBroken) as refused:
        desk.schedule.publish(MON, "1/2026", keys[RINI])
    assert [one["rule"] for one in refused.value.facts["findings"]] == ["TIM-01"]
    key, _change = desk.time_patterns.add("sif", MON, attested=SIF)
    with pytest.raises(RuleBroken) as refused:
        desk.schedule.publish(MON, "1/2026", keys[RINI])
    assert [one["rule"] for one in refused.value.facts["findings"]] == ["TIM-03"]
    desk.time_patterns.approve(key, "Sekda", TODAY)
    assert desk.schedule.publish(MON, "1/2026", keys[RINI]) is not None
    assert desk.schedule.published(week.first, week.last) is not None


# -- predicate, organisation, exclusion


def test_the_last_locked_evaluation_counts(tmp_path: Path):
    """EMP-03."""
    with kecamatan_desk(tmp_path / "unit") as desk:
        desk.policy.set("person.least_predicate", "baik", from_day=date(2026, 1, 1))
        plan = desk.targets.plans(year=2026)[3]
        nip, skp = str(plan.person["nip"]), plan.key
        period = parse_period("2026-Q3")
        desk.evaluation.set_organisation(period, "baik")
        desk.evaluation.rate(skp, period, results=Rating.BELOW, behaviour=Rating.BELOW)
        assert answer(desk, nip) == "yes"  # not locked: nothing is certain yet
        desk.evaluation.lock(skp, period, on=True)
        assert answer(desk, nip) == "no"
        assert answer(desk, nip, date(2026, 9, 29)) == "yes"
        against = desk.eligibility.standing(nip, TODAY).eligibility.location.against
        assert [reason.rule for reason in against] == ["EMP-03"]


def test_an_organisation_outside_the_regulation_and_an_excluded_post(desk: Desk):
    """LOC-13, LOC-19."""
    desk.people.set(AGUS, {"excluded": "SK Bupati 3: penjaga arsip"})
    assert (answer(desk, AGUS), answer(desk, RINI)) == ("no", "yes")
    desk.unit.set({"organisation": "polri"})
    assert answer(desk, RINI) == "no"
    assert desk.eligibility.standing(RINI, TODAY).eligibility.time.against[0].rule == "LOC-19"
    with pytest.raises(UsageError):
        desk.unit.set({"organisation": "navy"})


# -- decisions


def test_what_was_handed_out_stays_as_it_was(desk: Desk):
    set_language("id")
    (key,), _change = desk.eligibility.decide([AGUS], TODAY, number="800/7")
    assert not desk.eligibility.standing(AGUS, TODAY).is_outdated
    desk.proceedings.add(AGUS, "process", date(2026, 11, 1))
    standing = desk.eligibility.standing(AGUS, TODAY)
    assert standing.is_outdated
    held = desk.eligibility.decision(key)
    assert (held.verdict, held.eligibility.location.answer) == ("yes", Answer.YES)
    assert "LAYAK" in held.eligibility.location.sentence
    set_language("en")
    assert desk.eligibility.decide([AGUS], TODAY)[1] is not None
    assert not desk.eligibility.standing(AGUS, TODAY).is_outdated  # in English, too
    assert "hukuman" in desk.eligibility.decision(AGUS).eligibility.location.against[0].text


def test_hand_over_objection_and_answer_follow_each_other(desk: Desk):
    service = desk.eligibility
    (key,), _change = service.decide([AGUS], TODAY)
    with pytest.raises(ObjectionMissing):
        service.answer(key, "upheld", "tetap", TODAY)
    with pytest.raises(DecisionOrder):
        service.hand_over(key, date(2026, 11, 20))
    service.hand_over(key, date(2026, 11, 24), "800/8")
    with pytest.raises(DecisionOrder):
        service.take_objection(key, "keberatan", date(2026, 11, 23))
    with pytest.raises(AnswerIncomplete):
        service.take_objection(key, " ", date(2026, 11, 25))
    service.take_objection(key, "keberatan", date(2026, 11, 25))
    for words, day, error in (
        ("", date(2026, 11, 26), AnswerIncomplete),
        ("tetap", date(2026, 11, 24), DecisionOrder),
    ):
        with pytest.raises(error):
            service.answer(key, "upheld", words, day)
    with pytest.raises(UsageError):
        service.answer(key, "perhaps", "tetap", date(2026, 11, 26))
    service.answer(key, "changed", "dinilai ulang", date(2026, 11, 26))
    held = service.decision(key)
    assert (held.state, held.number, held.answer_note) == ("answered", "800/8", "dinilai ulang")
    with pytest.raises(NotFound):
        service.decision("nobody")


# -- the same answer everywhere


@pytest.mark.parametrize("seed", range(2))
def test_every_part_of_the_program_gives_the_same_answer(tmp_path: Path, seed: int):
    """Register, roster, people list, grid, planner and order letter."""
    chance = Random(seed)
    with kecamatan_desk(tmp_path / "unit") as desk:
        _stir(desk, chance)
        desk.schedule.take(desk.schedule.plan_proposal(MON, seconds=0.5))
        people = desk.people.roster()
        days_of_week = list(days(MON, FRI))
        registers = {
            day: {one.key: one.row.answer for one in desk.eligibility.register(day)} for day in days_of_week
        }
        for day in (MON, FRI):
            register = registers[day]
            roster = desk.roster.rows([person.key for person in people], day)
            listed = {person.key: found for person, _posting, found in desk.people.rows(day)}
            assert {key: row.answer for key, row in roster.items()} == register
            assert {key: found.location.answer for key, found in listed.items()} == register
        view = desk.schedule.week(MON)
        shown = {row.key: row.eligible for row in view.people}
        for person in people:
            of_week = {day: registers[day][person.key] for day in days_of_week}
            assert shown[person.key] == (Answer.YES in of_week.values())
            for day, found in of_week.items():
                if view.cells[person.key, day].place in AWAY:
                    assert found is Answer.YES  # the planner sends nobody else away
        assert set(register.values()) >= {Answer.YES, Answer.NO}
        for person in people:
            found = registers[FRI][person.key]
            if found is Answer.YES or view.cells[person.key, FRI].place is not Place.OFFICE:
                continue
            error = RuleBroken if found is Answer.NO else ReasonNeeded
            with pytest.raises(error):
                desk.schedule.set_places([(person.key, FRI, Place.HOME)], draft=False)
        papers = Papers(desk.store, desk.reader, TODAY, None)
        week = parse_period("2026-W48")
        letter = papers.order_letter(desk.schedule.week(MON), week, "1", "")
        assert letter.lines
        key_of = {person.nip: person.key for person in people}
        for line in letter.lines:
            assert {registers[day][key_of[line.number]] for day, _where in line.days} == {Answer.YES}


def _stir(desk: Desk, chance: Random) -> None:
    """Something for every rule that decides about eligibility."""
    nips = [person.nip for person in desk.people.roster()]
    desk.unit.set({"region": "regency"})
    desk.policy.set("person.new_posting_months", chance.choice(["", "2"]), from_day=date(2026, 1, 1))
    desk.policy.set("location.exclude_echelon_four", chance.choice(["yes", "no"]), from_day=date(2026, 1, 1))
    for nip in chance.sample(nips, 5):
        first = date(2026, 11, chance.randint(1, 27))
        to = chance.choice([None, date(2026, 11, 27), date(2026, 12, 24)])
        desk.proceedings.add(nip, chance.choice(["process", "sanction"]), first, to)
    for nip in chance.sample(nips, 5):
        day = date(2026, chance.choice([9, 10, 11]), chance.randint(1, 26))
        reason = chance.choice(["mutation", "promotion", "existing"])
        desk.people.move(nip, day, jabatan="Analis", category="fungsional", reason=reason)
    for nip in chance.sample(nips, 8):
        given = {str(number): chance.choice([True, True, True, False]) for number in range(1, 6)}
        desk.criteria.answer(nip, given, TODAY)
    for nip in chance.sample(nips, 2):
        desk.people.set(nip, {"excluded": "SK 9"})
