"""What nobody vouches for is kept, not applied and not dropped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.store.carriers import Doubt, Held
from flexdesk.store.digest import digest
from flexdesk.sync.reasons import LATE
from tests.helpers.units import NIP, Unit, make_unit


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    return make_unit(tmp_path_factory.mktemp("unit"))


@pytest.fixture
def sri(unit: Unit, tmp_path: Path) -> Iterator[Desk]:
    with unit.open("sri", copy=tmp_path / "sri") as desk:
        yield desk


@pytest.fixture
def budi(unit: Unit, tmp_path: Path) -> Iterator[Desk]:
    with unit.open("budi", copy=tmp_path / "budi") as desk:
        yield desk


def test_changes_of_an_unknown_laptop_wait_until_somebody_vouches_for_it(sri: Desk, budi: Desk) -> None:
    budi.people.set(NIP, {"phone": "0811"})
    batches = budi.exchange.batches(sri.store.log.vector())
    vouched = sri.carriers.certificates()[budi.store.device]
    sri.store.connection.execute("DELETE FROM certificate WHERE device = ?", (budi.store.device,))
    before = digest(sri.store)

    taken = sri.exchange.take(batches)
    assert (taken.applied, taken.quarantined) == (0, 1)
    assert sri.exchange.take(batches).applied == 0
    assert [held.reason for held in sri.carriers.quarantined()] == [Doubt.UNKNOWN]
    assert sri.status.read().quarantined == 1
    assert digest(sri.store) == before

    taken = sri.exchange.take([], certificates=[vouched])
    assert taken.applied == 1
    assert sri.carriers.quarantined() == []
    assert digest(sri.store) == digest(budi.store)


def test_what_an_older_program_held_back_of_a_revoked_laptop_is_void_and_blocks_nothing(
    sri: Desk, budi: Desk
) -> None:
    known = sri.store.log.vector().get(budi.store.device, 0)
    budi.people.set(NIP, {"phone": "0812"})
    (blob,) = budi.exchange.batches(sri.store.log.vector())
    sri.membership.mandates.revoke(budi.store.device, known, pos=99)
    at = "2026-11-23T01:00:00+00:00"
    sri.carriers.quarantine(Held(budi.store.device, known + 1, known + 1, blob, Doubt.REVOKED, at))
    before = digest(sri.store)
    taken = sri.exchange.take([])
    assert (taken.applied, taken.quarantined, sri.carriers.quarantined()) == (1, 1, [])
    assert digest(sri.store) == before
    (late,) = sri.quarantine.waiting()
    assert (late.holder, late.may_accept, late.cells[0].value) == ("Budi Contohman", True, "0812")
    sri.quarantine.accept(late.id)
    assert digest(sri.store) != before
    assert sri.quarantine.waiting() == []


def test_changes_made_after_a_revocation_are_kept_aside(sri: Desk, budi: Desk) -> None:
    known = sri.store.log.vector().get(budi.store.device, 0)
    sri.membership.mandates.revoke(budi.store.device, known, pos=99)
    budi.people.set(NIP, {"phone": "0812"})
    before = digest(sri.store)
    taken = sri.exchange.take(budi.exchange.batches({}))
    assert taken.quarantined == 1
    late = sri.membership.mandates.late()
    assert [(one.device, one.seq, one.reason) for one in late] == [(budi.store.device, known + 1, LATE)]
    assert digest(sri.store) == before
    assert sri.exchange.take(budi.exchange.batches({})).quarantined == 0
