"""The same changes in batches that were cut differently: each counts once, in whatever order they come."""

import os
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.log import RowWrite
from flexdesk.server import admin
from flexdesk.server.bundles import import_bundle
from flexdesk.server.central import Central
from flexdesk.store import digest
from flexdesk.store.log import ForkFound
from flexdesk.sync.wire import encode_batch, read_header
from tests.helpers.units import NIP, Unit, make_unit

EDITS = 12


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    unit = make_unit(tmp_path)
    with unit.open("sri") as sri:
        for number in range(EDITS):
            sri.people.set(NIP, {"phone": f"08{number:04}"})
    return unit


def cut(desk: Desk, first: int, last: int) -> bytes:
    """Own changes of that range as one signed batch."""
    log, own = desk.store.log, desk.store.device
    chain = log.chain_at(own, first - 1)
    assert chain is not None
    txs = list(log.txs(own, first, last))
    return encode_batch(desk.membership.log_id, txs, chain, desk.membership.keys.signing, app="0.1.0")


def ranges(random: Random, last: int) -> list[tuple[int, int]]:
    """Ranges that overlap, hold each other or repeat, and together hold all."""
    stops = sorted({1, last + 1, *(random.randrange(1, last + 1) for _ in range(3))})
    whole = [(first, end - 1) for first, end in pairwise(stops)]
    spans = [sorted(random.randrange(1, last + 1) for _end in range(2)) for _ in range(6)]
    found = [*whole, *((first, end) for first, end in spans), random.choice(whole)]
    random.shuffle(found)
    return found


@pytest.mark.scenario(15)
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40 if os.environ.get("SOAK") else 2))
def test_overlapping_batches_in_any_order_end_as_the_author_has_it(unit: Unit, seed: int) -> None:
    random = Random(seed)
    with unit.open("sri") as sri, unit.open("budi") as budi:
        own, last = sri.store.device, sri.store.log.vector()[sri.store.device]
        pieces = [cut(sri, first, end) for first, end in ranges(random, last)]
        applied = 0
        while pieces:
            some = [pieces.pop() for _ in range(min(len(pieces), random.randrange(1, 4)))]
            before = budi.store.log.vector()[own]
            taken = budi.exchange.take(some)
            applied += taken.applied
            assert budi.store.log.vector()[own] >= before
            assert taken.quarantined == 0
        assert budi.store.log.vector()[own] == last
        assert budi.store.log.waiting() == []
        assert digest.digest(budi.store) == digest.digest(sri.store)
        assert [tx.seq for tx in budi.store.log.txs(own, 1)] == list(range(1, last + 1))
        _passes_on_all(budi, unit, own, last)


def _passes_on_all(budi: Desk, unit: Unit, own: str, last: int) -> None:
    """What somebody keeps who got it in pieces is enough for the others and for the server."""
    budi.bundles.create(unit.folder / "budi.flexdesk", "unit")
    with unit.open("wayan") as wayan:
        wayan.bundles.apply(unit.folder / "budi.flexdesk")
        assert wayan.store.log.vector()[own] == last
        assert digest.digest(wayan.store) == digest.digest(budi.store)
    budi.bundles.create(unit.folder / "to-server.flexdesk")
    with Central(unit.settings) as central:
        taken = import_bundle(central, unit.folder / "to-server.flexdesk")
        assert (taken.wanted, taken.refused, taken.rejected) == ({}, (), 0)
        assert [state.faults for state in admin.verify(central)] == [()]
        known = {device.device: device.last_seq for device in admin.devices(central)}
        assert known[own] == last


@pytest.mark.scenario(15)
def test_an_overlap_that_says_something_else_changes_nothing(unit: Unit) -> None:
    with unit.open("sri") as sri, unit.open("budi") as budi:
        own, last = sri.store.device, sri.store.log.vector()[sri.store.device]
        budi.exchange.take([cut(sri, 1, last - 2)])
        before, vector = digest.digest(budi.store), budi.store.log.vector()
        txs = list(sri.store.log.txs(own, last - 4))
        txs[1] = txs[1].__class__(
            own, txs[1].seq, txs[1].hlc, txs[1].ctx, txs[1].kind, (RowWrite(5, "x-1", {2: "Lain"}),)
        )
        chain = sri.store.log.chain_at(own, last - 5)
        assert chain is not None
        keys = sri.membership.keys.signing
        forged = encode_batch(sri.membership.log_id, txs, chain, keys, app="0.1.0")
        with pytest.raises(ForkFound):
            budi.exchange.take([forged])
        assert (digest.digest(budi.store), budi.store.log.vector()) == (before, vector)
        assert read_header(forged).first not in [
            read_header(blob).first for blob in budi.carriers.batches({}) if read_header(blob).device == own
        ]
