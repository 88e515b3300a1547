"""Two people exchange places: one change, checked before, undone as one step."""

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.errors import ReasonNeeded, RuleBroken, UsageError
from flexdesk.services.requests import RequestDecided
from flexdesk.services.swaps import (
    PartnerHasNotAgreed,
    SwapChangesNothing,
    SwapTooLate,
    SwapWithoutPartner,
    SwapWithSelf,
)
from tests.unit.requests.office import (
    DEWI,
    EKO,
    FRI,
    HEAD,
    MON,
    THU,
    TUE,
    WED,
    ask_swap,
    held,
    key_of,
    placed,
    put,
)


def places(desk: Desk) -> list[str]:
    return [placed(desk, nip, day) for nip in (DEWI, EKO) for day in (TUE, THU)]


def test_one_day_is_exchanged(desk: Desk):
    put(desk, DEWI, TUE)
    key = ask_swap(desk)
    change = desk.requests.decide(key, "approve")
    assert (placed(desk, DEWI, TUE), placed(desk, EKO, TUE)) == ("office", "home")
    assert change is not None
    assert {op.table for op in change.ops} == {"assignment", "request"}
    assert held(desk, key).is_granted


def test_two_days_are_exchanged_and_nobody_has_more_than_before(desk: Desk):
    put(desk, DEWI, TUE)
    put(desk, EKO, THU)
    key = ask_swap(desk, TUE, THU)
    desk.requests.decide(key, "approve")
    assert places(desk) == ["office", "home", "home", "office"]


def test_undoing_gives_back_cells_and_request_together(desk: Desk):
    put(desk, DEWI, TUE)
    key = ask_swap(desk, TUE, THU)
    before = places(desk)
    change = desk.requests.decide(key, "approve")
    assert change is not None
    desk.committer.commit(change.inverse())
    assert places(desk) == before
    assert held(desk, key).decision == ""


def test_the_preview_lists_each_cell_and_writes_nothing(desk: Desk):
    put(desk, DEWI, TUE)
    key = ask_swap(desk)
    digest = desk.store.stamp()
    preview = desk.requests.swap_preview(key)
    assert [(c.nip, c.day, c.before, c.after) for c in preview.changes] == [
        (DEWI, TUE, Place.HOME, Place.OFFICE),
        (EKO, TUE, Place.OFFICE, Place.HOME),
    ]
    assert desk.store.stamp() == digest


def test_the_partner_agrees_first(desk: Desk):
    put(desk, DEWI, TUE)
    key = ask_swap(desk, agreed=False)
    with pytest.raises(PartnerHasNotAgreed) as refused:
        desk.requests.decide(key, "approve")
    assert refused.value.facts["name"] == "Eko Prasetyo"
    desk.requests.agree(key)
    desk.requests.agree(key, agrees=False)
    with pytest.raises(PartnerHasNotAgreed):
        desk.requests.decide(key, "approve")


def test_nobody_exchanges_with_a_person_on_leave(desk: Desk):
    put(desk, DEWI, TUE)
    desk.registers.add_leave(EKO, "annual", MON, FRI, "Surat 1")
    key = ask_swap(desk)
    with pytest.raises(RuleBroken) as refused:
        desk.requests.decide(key, "approve")
    assert refused.value.facts["findings"][0]["rule"] == "TIM-08"
    assert "Eko Prasetyo: " in refused.value.message
    assert desk.requests.swap_preview(key).changes == ()
    assert placed(desk, DEWI, TUE) == "home"
    assert held(desk, key).decision == ""


def test_an_exchange_that_breaks_the_weekly_limit_is_refused(desk: Desk):
    put(desk, DEWI, TUE)
    put(desk, EKO, WED, THU)
    key = ask_swap(desk)
    preview = desk.requests.swap_preview(key)
    assert [one.rule for one in preview.hard] == ["LOC-02"]
    with pytest.raises(RuleBroken):
        desk.requests.decide(key, "approve")
    assert placed(desk, EKO, TUE) == "office"


def test_an_exchange_that_leaves_a_counter_empty_wants_a_reason_and_keeps_it(desk: Desk):
    desk.unit.add_service_point("Loket", 1)
    desk.unit.assign("Loket", [EKO])
    put(desk, DEWI, TUE)
    key = ask_swap(desk)
    with pytest.raises(ReasonNeeded) as asked:
        desk.requests.decide(key, "approve")
    assert {one["rule"] for one in asked.value.facts["findings"]} == {"LOC-12"}
    assert placed(desk, EKO, TUE) == "office"
    desk.requests.decide(key, "approve", "Loket tutup untuk pemeliharaan")
    assert placed(desk, EKO, TUE) == "home"
    assert held(desk, key).note == "Loket tutup untuk pemeliharaan"


def test_what_changes_nothing_is_said(desk: Desk):
    with pytest.raises(SwapChangesNothing):
        desk.requests.decide(ask_swap(desk), "approve")


def test_a_past_day_is_not_exchanged(desk: Desk):
    past = MON.replace(day=17)
    put(desk, DEWI, past)
    with pytest.raises(SwapTooLate):
        desk.requests.decide(ask_swap(desk, past), "approve")


def test_two_people_are_needed(desk: Desk):
    with pytest.raises(SwapWithSelf):
        desk.requests.submit(desk.requests.draft(DEWI, "swap", TUE, TUE, partner=DEWI))
    alone, _change = desk.requests.submit(desk.requests.draft(DEWI, "swap", TUE, TUE))
    with pytest.raises(SwapWithoutPartner):
        desk.requests.decide(alone, "approve")


def test_a_swap_is_not_adjusted_and_not_decided_twice(desk: Desk):
    put(desk, DEWI, TUE)
    key = ask_swap(desk)
    with pytest.raises(UsageError):
        desk.requests.decide(key, "adjust", "lain hari")
    desk.requests.decide(key, "approve")
    with pytest.raises(RequestDecided):
        desk.requests.decide(key, "approve")


def test_a_published_week_shows_the_exchange_as_a_change(desk: Desk):
    put(desk, DEWI, TUE)
    desk.schedule.publish(MON, "094/1", key_of(desk, HEAD))
    desk.requests.decide(ask_swap(desk), "approve")
    view = desk.schedule.week(MON)
    changed = {key for key, cell in view.cells.items() if cell.changed_since_published}
    assert changed == {(key_of(desk, DEWI), TUE), (key_of(desk, EKO), TUE)}
