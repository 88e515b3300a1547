"""What follows from an evaluation, and the card for the talk about it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.follow_up import FollowUp, coaching_plan, improvement_ends
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Rating, ReviewState
from flexdesk.domain.periods import parse_period
from flexdesk.errors import NotFound
from flexdesk.services.cascade import Pace, Standing
from flexdesk.services.dialogue import proposed_facts, proposed_questions
from flexdesk.services.duties import DutyKind
from flexdesk.services.fact_sheet import FactSheet, TargetFact, fact_sheet
from flexdesk.services.follow_ups import FollowUpRefused
from tests.helpers.desks import TODAY, kecamatan_desk, small_desk

NIP = "196808121994032003"
QUARTER, NEXT = parse_period("2026-Q3"), parse_period("2026-Q4")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", [(NIP, "Anita")]) as desk:
        person = str(desk.store.select("person", nip=NIP)[0]["key"])
        op = desk.committer.insert("skp", {"person": person, "year": 2026})
        desk.committer.commit(Change("targets.import", (op,)))
        yield desk


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Desk]:
    with kecamatan_desk(tmp_path / "full") as desk:
        yield desk


def rate(desk: Desk, results: Rating, behaviour: Rating) -> None:
    key = str(desk.store.select("skp")[0]["key"])
    desk.evaluation.rate(key, QUARTER, results=results, behaviour=behaviour)


def test_a_promise_is_kept_done_opened_again_and_dropped(desk: Desk) -> None:
    service = desk.follow_ups
    key, change = service.add(NIP, QUARTER, "promise", " Meja\n baru ", side="leader", due=TODAY)
    assert change is not None
    (one,) = service.entries(nip=NIP)
    assert (one.text, one.opened_on, one.is_open, one.is_late(TODAY)) == ("Meja baru", TODAY, True, False)
    assert one.is_late(TODAY + timedelta(days=1))
    service.done(key, TODAY, "sudah dibeli")
    assert service.entries(only_open=True) == []
    with pytest.raises(FollowUpRefused):
        service.done(key)
    service.reopen(key)
    with pytest.raises(FollowUpRefused):
        service.reopen(key)
    with pytest.raises(FollowUpRefused):
        service.done(key, TODAY + timedelta(days=1))
    service.change(key, {"text": "Dua meja baru"})
    assert service.entries()[0].text == "Dua meja baru"
    service.drop(key)
    assert service.entries() == []
    with pytest.raises(NotFound):
        service.drop(key)


@pytest.mark.parametrize(
    ("kind", "side", "text"), [("", "leader", "x"), ("promise", "us", "x"), ("promise", "leader", " ")]
)
def test_what_is_missing_is_refused(desk: Desk, kind: str, side: str, text: str) -> None:
    with pytest.raises(FollowUpRefused):
        desk.follow_ups.add(NIP, QUARTER, kind, text, side=side)
    assert desk.store.select("follow_up") == []


@pytest.mark.parametrize(
    ("results", "behaviour", "proposed"),
    [
        (Rating.MEETS, Rating.MEETS, False),
        (Rating.ABOVE, Rating.ABOVE, False),
        (Rating.BELOW, Rating.MEETS, True),
        (Rating.MEETS, Rating.BELOW, True),
        (Rating.BELOW, Rating.BELOW, True),
    ],
)
def test_coaching_is_proposed_below_baik(
    desk: Desk, results: Rating, behaviour: Rating, proposed: bool
) -> None:
    rate(desk, results, behaviour)
    assert bool(desk.follow_ups.proposal(NIP, QUARTER)) is proposed
    assert desk.follow_ups.proposal(NIP, NEXT) == ()


def test_a_coaching_plan_is_one_change_and_reminds_of_six_months(desk: Desk) -> None:
    rate(desk, Rating.BELOW, Rating.MEETS)
    person = str(desk.store.select("person", nip=NIP)[0]["key"])
    assert desk.follow_ups.reminder(person) is None
    lines = desk.follow_ups.proposal(NIP, QUARTER)
    edited = [replace(lines[0], text="Bicara hari Senin"), *lines[1:-1]]
    change = desk.follow_ups.add_plan(NIP, QUARTER, edited)
    assert change is not None
    assert len(change.ops) == 4
    assert desk.follow_ups.entries()[0].text == "Bicara hari Senin"
    reminder = desk.follow_ups.reminder(person)
    assert reminder is not None
    assert reminder.ends == date(2027, 5, 21)
    assert "PP 30/2019 Pasal 56–58" in reminder.sentence
    assert desk.follow_ups.proposal(NIP, QUARTER) == ()  # one is open
    for one in desk.follow_ups.entries():
        desk.follow_ups.done(one.key)
    assert desk.follow_ups.reminder(person) is None
    assert desk.follow_ups.proposal(NIP, QUARTER) != ()


def test_the_plan_ends_with_the_six_months() -> None:
    lines = coaching_plan(date(2026, 8, 31), "Arsip rapi.")
    assert lines[-1].due == improvement_ends(date(2026, 8, 31)) == date(2027, 2, 28)
    assert [line.due for line in lines] == sorted(line.due for line in lines)
    assert "Arsip rapi”" in lines[1].text


@pytest.mark.parametrize(("days", "shown"), [(-30, True), (0, True), (7, True), (8, False)])
def test_what_is_due_comes_back_as_a_duty(desk: Desk, days: int, shown: bool) -> None:
    due = TODAY + timedelta(days=days)
    key, _change = desk.follow_ups.add(NIP, QUARTER, "promise", "Meja baru", due=due)
    found = [duty for duty in desk.day.duties(TODAY) if duty.kind is DutyKind.FOLLOW_UP]
    assert [(duty.count, duty.names, duty.due) for duty in found] == ([(1, ("Anita",), due)] if shown else [])
    if shown:
        assert (found[0].page, found[0].item) == ("evaluation", desk.follow_ups.entries()[0].person)
    desk.follow_ups.done(key)
    assert not [duty for duty in desk.day.duties(TODAY) if duty.kind is DutyKind.FOLLOW_UP]


# -- the talk


def nip_of(desk: Desk) -> str:
    return str(desk.targets.plans()[3].person["nip"])


def test_the_card_says_numbers_and_asks_two_questions(full: Desk) -> None:
    nip = nip_of(full)
    full.follow_ups.add(nip, parse_period("2026-Q2"), "promise", "Arsip rapi", due=date(2026, 8, 1))
    full.follow_ups.add(nip, QUARTER, "promise", "Pelatihan Excel", side="leader")
    full.follow_ups.add(nip, QUARTER, "training", "Kursus arsip")
    talk = full.dialogue.card(nip, QUARTER)
    assert 1 <= len(talk.facts) <= 3
    assert all(any(letter.isdigit() for letter in fact) for fact in talk.facts)
    assert len(talk.questions) == 2
    assert [one.text for one in talk.promises] == ["Pelatihan Excel"]
    assert [one.text for one in talk.earlier] == ["Arsip rapi"]


def test_own_words_replace_the_proposal_and_an_empty_list_brings_it_back(full: Desk) -> None:
    nip = nip_of(full)
    before = full.dialogue.card(nip, QUARTER)
    change = full.dialogue.keep(
        nip, QUARTER, facts=["Fakta  satu", " ", "Fakta dua"], held_on=TODAY, note="lancar"
    )
    talk = full.dialogue.card(nip, QUARTER)
    assert talk.facts == ("Fakta satu", "Fakta dua")
    assert talk.questions == before.questions
    assert (talk.held_on, talk.note) == (TODAY, "lancar")
    assert full.dialogue.card(nip, NEXT).held_on is None
    full.dialogue.keep(nip, QUARTER, facts=[])
    assert full.dialogue.card(nip, QUARTER).facts == before.facts
    assert change is not None
    with pytest.raises(NotFound):
        full.dialogue.card(nip, parse_period("2024-Q1"))


def sheet(full: Desk, **changes: object) -> FactSheet:
    """Facts of somebody, with all targets on track, and what a test changes."""
    one = full.evaluation.evaluations(QUARTER)[3]
    found = fact_sheet(full.store, one, QUARTER)
    calm = tuple(paced(fact, Pace.ON_TRACK, 0.75) for fact in found.targets)
    return replace(found, targets=calm, outputs={}, places={}, notes=(), **changes)  # type: ignore[arg-type]


def paced(fact: TargetFact, pace: Pace, share: float) -> TargetFact:
    standing = fact.standing
    assert standing is not None
    return TargetFact(fact.text, Standing(standing.track, 1.0, share, 0.75, pace))


def test_questions_follow_the_facts(full: Desk) -> None:
    calm = sheet(full)
    asked = proposed_questions(calm, (), TODAY)
    assert len(asked) == 2
    first, *rest = calm.targets
    behind = replace(calm, targets=(paced(first, Pace.BEHIND, 0.3), *rest))
    assert first.text.rstrip(".") in proposed_questions(behind, (), TODAY)[0]
    assert first.text.rstrip(".") in proposed_facts(behind)[0]
    risk = replace(calm, targets=(paced(first, Pace.AT_RISK, 0.6), *rest))
    assert first.text.rstrip(".") in proposed_questions(risk, (), TODAY)[0]
    late = FollowUp("k", text="Arsip rapi", due=TODAY - timedelta(days=3))
    assert "Arsip rapi" in proposed_questions(risk, (late,), TODAY)[0]
    assert "Arsip rapi" in proposed_questions(behind, (late,), TODAY)[1]
    returned = replace(calm, outputs={ReviewState.RETURNED: 2, ReviewState.ACCEPTED: 8})
    assert proposed_questions(returned, (), TODAY)[0] != asked[0]
    assert len(set(proposed_questions(replace(behind, outputs=returned.outputs), (late,), TODAY))) == 2


def test_the_worst_target_is_the_one_named(full: Desk) -> None:
    calm = sheet(full)
    first, second, *rest = calm.targets
    both = replace(calm, targets=(paced(first, Pace.BEHIND, 0.4), paced(second, Pace.BEHIND, 0.1), *rest))
    assert second.text.rstrip(".") in proposed_questions(both, (), TODAY)[0]
