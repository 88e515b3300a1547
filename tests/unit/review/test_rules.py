"""The review's rules: planted irregularities found, false alarms counted, each rule can be changed."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.outputs import (
    Output,
    Question,
    amounts_of,
    away_without_output,
    far_from_usual,
    usual_amounts,
)
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import Place
from flexdesk.domain.review_rules import RULES, LimitOutside, NoLimit
from flexdesk.domain.schema import join_key
from flexdesk.errors import NotFound
from tests.unit.activities.files import FACTS, PLANTED

MONTHS = [parse_period("2026-08"), parse_period("2026-09")]
OUTPUTS = 3_828  # stored of both months; the doubled row of the file is set aside at its door
FALSE_ALARMS = 0.015  # of all outputs; about one in a working day of 35 people, which a leader can look at


def asked(desk: Desk) -> dict[tuple[Question, str], int]:
    """(question, NIP) -> outputs or days that it points at, over both months."""
    nips = {str(row["key"]): str(row["nip"]) for row in desk.store.select("person")}
    found: Counter[tuple[Question, str]] = Counter()
    for month in MONTHS:
        review = desk.outputs.review(month)
        for item in review.items:
            for question in item.questions:
                found[question.question, nips[question.person]] += 1
        for finding in review.findings:
            found[finding.question, nips[finding.person]] += 1
    return found


def test_every_planted_irregularity_is_found_and_false_alarms_are_few(desk: Desk) -> None:
    found = asked(desk)
    planted = {
        (Question.NO_REPORT, PLANTED["no_report"]["nip"]): len(PLANTED["no_report"]["days"]),
        (Question.SAME_SENTENCE, PLANTED["same_sentence"]["nip"]): PLANTED["same_sentence"]["rows"],
        (Question.NO_EVIDENCE, PLANTED["same_sentence"]["nip"]): PLANTED["same_sentence"]["rows"],
        (Question.REPORT_ON_LEAVE, PLANTED["report_on_leave"]["nip"]): 1,
        (Question.OVERLAP, PLANTED["overlap"]["nip"]): 2,
        (Question.WRONG_MONTH, PLANTED["wrong_month"]["nip"]): 1,
    }
    assert {spot: found.pop(spot, 0) for spot in planted} == planted
    assert {question for question, _nip in found} == {Question.FAR_FROM_USUAL}
    rate = sum(found.values()) / OUTPUTS
    print(f"false alarms: {sum(found.values())} of {OUTPUTS} outputs, {rate:.2%}")
    assert 0 < rate <= FALSE_ALARMS


def test_what_is_mended_at_the_door_raises_nothing(desk: Desk) -> None:
    """Amounts with their unit are read, and a doubled row is counted and left out by the import."""
    rows = desk.store.select("output")
    assert len(rows) == OUTPUTS == FACTS["counts"]["august_rows"] + FACTS["counts"]["september_rows"] - 1
    nips = {str(row["key"]): str(row["nip"]) for row in desk.store.select("person")}
    texts = [row for row in rows if nips[str(row["person"])] == PLANTED["text_cells"]["nip"]]
    assert all(row["amount"] is not None for row in texts)


def test_a_report_of_another_month_is_asked_about_in_the_month_that_brought_it(desk: Desk) -> None:
    found = [item for item in desk.outputs.review(MONTHS[0]).items if str(item.row["day"]) < "2026-08"]
    assert [str(item.row["day"]) for item in found] == [PLANTED["wrong_month"]["written"]]
    assert [question.question for question in found[0].questions] == [Question.WRONG_MONTH]
    september = desk.outputs.review(MONTHS[1]).items
    assert all(str(item.row["day"])[:7] == "2026-09" for item in september)
    assert desk.outputs.review(parse_period("2026-08-03")).items[0].row["day"] == "2026-08-03"


@pytest.mark.parametrize(("july", "asked"), [(["10"], 1), (["10", "13"], 0), ([], 0)])
def test_a_stray_report_stands_alone_in_its_month(desk: Desk, july: list[str], asked: int) -> None:
    """A few days of July beside August are July's own; one day is most likely a slip."""
    name = "Nunung Fitri Sukaesih"
    days = [f"{day}/07/27" for day in july] + [f"{day}/08/27" for day in ("02", "03", "04", "05", "06")]
    text = "\n".join(f"{day} 15.00 - {name}: Verifikasi 3 berkas" for day in days)
    desk.chats.paste(text, date(2027, 8, 9))
    items = desk.outputs.review(parse_period("2027-08")).items
    assert len(items) == 5 + asked
    assert sum(q.question is Question.WRONG_MONTH for item in items for q in item.questions) == asked


def test_a_rule_that_is_off_is_not_asked_and_marks_nothing(desk: Desk) -> None:
    rules = desk.outputs.review_rules
    before = {one.rule.question: one for one in desk.outputs.review(MONTHS[0]).settings}
    assert before[Question.SAME_SENTENCE].marked == PLANTED["same_sentence"]["rows"]
    change = rules.set("same_sentence", on=False)
    after = {one.rule.question: one for one in desk.outputs.review(MONTHS[0]).settings}
    assert (after[Question.SAME_SENTENCE].on, after[Question.SAME_SENTENCE].marked) == (False, 0)
    assert after[Question.OVERLAP].marked == before[Question.OVERLAP].marked
    desk.committer.walk(change.inverse())
    assert list(desk.outputs.review(MONTHS[0]).settings) == list(before.values())


def test_a_number_changes_what_is_asked(desk: Desk) -> None:
    def marked() -> int:
        settings = desk.outputs.review(MONTHS[0]).settings
        return next(one.marked for one in settings if one.rule.question is Question.FAR_FROM_USUAL)

    usual = marked()
    desk.outputs.review_rules.set("far_from_usual", limit=2)
    twice = marked()
    desk.outputs.review_rules.set("far_from_usual", limit=20)
    assert twice > usual > marked() == 0


def test_numbers_stay_within_their_bounds(desk: Desk) -> None:
    rules = desk.outputs.review_rules
    with pytest.raises(LimitOutside):
        rules.set("overlap", limit=481)
    with pytest.raises(NoLimit):
        rules.set("duplicate", limit=1)
    with pytest.raises(NotFound):
        rules.set("laziness", on=False)
    op = desk.committer.insert("review_rule", {"limit": 9999}, "overlap")  # as a newer program might
    desk.committer.commit(Change("review.rule", (op,)))
    held = {one.rule.question: one.limit for one in rules.settings()}
    assert held[Question.OVERLAP] == 15


def test_a_day_away_without_an_amount_is_asked_about(desk: Desk) -> None:
    row = next(row for row in desk.store.select("output", day="2026-09-30"))
    person, day = str(row["person"]), date(2026, 9, 30)
    cell = desk.committer.insert("assignment", {"place": Place.HOME}, join_key(person, day.isoformat()))
    own = desk.store.select("output", person=person, day="2026-09-30")
    bare = [desk.committer.update("output", one, {"amount": None}) for one in own]
    desk.committer.commit(Change("schedule.set_place", (cell,)))
    period = parse_period("2026-09-30")
    assert Question.AWAY_WITHOUT_OUTPUT not in questions(desk, period)
    desk.committer.commit(Change("outputs.edit", tuple(bare)))
    assert questions(desk, period)[Question.AWAY_WITHOUT_OUTPUT] == {str(one["key"]) for one in own}
    gone = [desk.committer.delete("output", str(one["key"])) for one in own]
    desk.committer.commit(Change("outputs.delete", tuple(gone)))
    kinds = {finding.question for finding in desk.outputs.review(period).findings}
    assert kinds == {Question.AWAY_WITHOUT_OUTPUT, Question.NO_REPORT}


def questions(desk: Desk, period: object) -> dict[Question, set[str]]:
    found: defaultdict[Question, set[str]] = defaultdict(set)
    for item in desk.outputs.review(period).items:
        for question in item.questions:
            found[question.question].add(item.key)
    return found


def made(*amounts: float | None) -> list[Output]:
    day = date(2026, 9, 1)
    return [Output(f"k{n}", "p", day, "x", amount=a, unit="berkas") for n, a in enumerate(amounts)]


@pytest.mark.parametrize(
    ("amounts", "marked"),
    [
        ((10, 10, 10, 10, 10, 31), ["k5"]),
        ((10, 10, 10, 10, 10, 30), []),
        ((30, 30, 30, 30, 30, 9), ["k5"]),
        ((1, 1, 1, 1, 1, 5), []),  # a difference of four is none
        ((10, 10, 10, 10, 90), []),  # too few to say what is usual
        ((0, 0, 0, 0, 0, 50), []),  # nothing is many times nothing
        ((10, 10, 10, None, 10, 10, 99), ["k6"]),
    ],
)
def test_far_means_many_times_and_many(amounts: tuple[float | None, ...], marked: list[str]) -> None:
    outputs = made(*amounts)
    found = far_from_usual("p", outputs, usual_amounts(amounts_of(outputs)))
    assert [key for finding in found for key in finding.outputs] == marked


def test_no_day_away_asks_nothing() -> None:
    assert away_without_output("p", made(None), []) == []
    assert len(away_without_output("p", made(None), [date(2026, 9, 1), date(2026, 9, 2)])) == 2


def test_every_question_is_a_rule_and_none_accuses() -> None:
    assert {rule.question for rule in RULES} == set(Question)
    for rule in RULES:
        assert not any(word in rule.text.casefold() for word in ("lazy", "cheat", "fraud", "lie", "fake"))
        assert ("{limit}" in rule.text) is rule.has_limit
