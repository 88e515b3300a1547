"""Agreements in writing: from a granted request or on their own, renewed, ended, and missed."""

from datetime import date

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.services.agreements import (
    DUTIES,
    AgreementEnded,
    AgreementEndReason,
    AgreementState,
    NotGranted,
)
from flexdesk.services.duties import DutyKind
from flexdesk.services.requests import Terms
from flexdesk.services.spans import EndsBeforeStart
from tests.helpers.desks import TODAY
from tests.unit.requests.office import AGUS, DEWI, EKO, FRI, MON, TUE, WED, ask, ask_swap, key_of, put

YEAR_END = date(2026, 12, 31)


def test_it_takes_over_what_was_granted_and_leaves_the_reason_out(desk: Desk):
    asked = ask(desk, days="mon,tue")
    desk.requests.decide(asked, "adjust", "Sampai Jumat", terms=Terms(to=FRI))
    key, _change = desk.agreements.from_request(asked, letter="800/12")
    held = desk.agreements.agreement(key)
    assert (held.from_, held.to, held.days) == (MON, FRI, {0, 1})
    assert held.duties.splitlines()[: len(DUTIES)] == list(DUTIES)
    assert "menghasilkan keluaran: 4 laporan" in held.duties
    assert "Merawat" not in held.duties
    assert "RT" not in held.duties
    assert held.request == asked


def test_only_a_granted_request_gives_one(desk: Desk):
    asked = ask(desk)
    with pytest.raises(NotGranted):
        desk.agreements.from_request(asked)
    desk.requests.decide(asked, "refuse", "Loket kurang orang")
    with pytest.raises(NotGranted):
        desk.agreements.from_request(asked)
    put(desk, DEWI, TUE)
    swap = ask_swap(desk)
    desk.requests.decide(swap, "approve")
    with pytest.raises(NotGranted):
        desk.agreements.from_request(swap)


def test_one_of_its_own_can_be_renewed_and_ended(desk: Desk):
    key, _change = desk.agreements.add(AGUS, TODAY, FRI, days="fri")
    (view,) = desk.agreements.views()
    assert view.state is AgreementState.RUNNING
    assert desk.agreements.ends_soon(view)
    new, _change = desk.agreements.renew(key, date(2026, 11, 28), YEAR_END, letter="800/13")
    renewed = {view.key: view for view in desk.agreements.views()}
    assert renewed[new].agreement.renews == key
    assert renewed[new].agreement.days == {4}
    assert not desk.agreements.ends_soon(renewed[key])
    with pytest.raises(AgreementEndReason):
        desk.agreements.end(new, date(2026, 12, 4), "")
    desk.agreements.end(new, date(2026, 12, 4), "Pindah tugas")
    assert desk.agreements.agreement(new).last == date(2026, 12, 4)
    with pytest.raises(AgreementEnded):
        desk.agreements.end(new, date(2026, 12, 3), "lagi")


def test_its_dates_stand_in_order(desk: Desk):
    with pytest.raises(EndsBeforeStart):
        desk.agreements.add(AGUS, FRI, MON)


def test_a_missing_one_is_told_only_where_the_unit_asks_for_it(desk: Desk):
    put(desk, DEWI, TUE, WED)
    put(desk, EKO, TUE)
    desk.agreements.add(EKO, MON, FRI)
    assert desk.agreements.missing(MON, FRI) == []
    desk.policy.set("agreement.required", "yes", from_day=TODAY)
    (missing,) = desk.agreements.missing(MON, FRI)
    assert (missing.nip, missing.days) == (DEWI, (TUE, WED))
    desk.agreements.add(DEWI, MON, FRI, days="tue")
    assert [one.days for one in desk.agreements.missing(MON, FRI)] == [(WED,)]


def test_what_waits_and_what_ends_is_a_duty(desk: Desk):
    first = ask(desk, AGUS, to=FRI)
    desk.requests.decide(first, "approve")
    second = ask(desk, DEWI)
    third = ask(desk, EKO, first=TUE)
    put(desk, DEWI, TUE)
    swap = ask_swap(desk)
    found = {duty.kind: duty for duty in desk.day.duties(TODAY)}
    assert found[DutyKind.SPECIAL_CONDITION].count == 2
    assert found[DutyKind.SPECIAL_CONDITION].item == f"requests:{second}"
    assert found[DutyKind.WAITING_REQUESTS].item == f"requests:{swap}"
    assert found[DutyKind.ENDING_CONDITION].item == f"requests:{first}"
    assert found[DutyKind.ENDING_CONDITION].due == FRI
    desk.requests.renew(first, date(2026, 11, 30), YEAR_END)
    desk.requests.end(third, TODAY, "batal")
    found = {duty.kind: duty for duty in desk.day.duties(TODAY)}
    assert DutyKind.ENDING_CONDITION not in found
    assert found[DutyKind.SPECIAL_CONDITION].names == ("Agus Hermawan", "Dewi Anggraini")
    assert key_of(desk, AGUS)
