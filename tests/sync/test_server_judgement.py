"""What the server says of clocks that run ahead and of signatures nobody could know, on every database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flexdesk.domain.log import RowWrite
from flexdesk.keys.signing import SigningKey
from flexdesk.sync.certificates import (
    ClockEntry,
    Entry,
    MoveEntry,
    ReceiptEntry,
    RejectEntry,
    sign_entry,
    verify_entry,
)
from flexdesk.sync.faults import CertificateFault
from flexdesk.sync.messages import SyncResponse
from tests.helpers.server import START, Desk, Laptop

UNIT = "00112233445566ff"
DEVICE = "aabbccddeeff0011"
EVALUATION, LOCKED, NOTE = 26, 4, 3
ROW = f"{DEVICE}-1|2026-Q3"


def at(minutes: float) -> int:
    """A clock value so many minutes after the server's."""
    return int((START + timedelta(minutes=minutes)).timestamp() * 1000) << 16


def clocks(laptop: Laptop, response: SyncResponse) -> list[ClockEntry]:
    return [entry for entry in laptop.entries(response) if isinstance(entry, ClockEntry)]


def rejects(laptop: Laptop, response: SyncResponse) -> list[tuple[int, str, tuple[int, ...]]]:
    found = [entry for entry in laptop.entries(response) if isinstance(entry, RejectEntry)]
    return [(entry.seq, entry.reason, entry.rows) for entry in found]


def test_only_what_runs_ahead_is_said_to_have_come_now_and_only_once(laptop: Laptop) -> None:
    for minutes in (-600, 1.5, 10, 1, 5_000_000):
        laptop.write(1, hlc=at(minutes))
    response = laptop.send(laptop.batch())
    [entry] = clocks(laptop, response)
    assert (entry.device, entry.first, entry.last) == (laptop.device, 3, 5)
    assert entry.at_ms == int(START.timestamp() * 1000)
    assert response.acknowledged == {laptop.device: 5}
    laptop.take_in(response)
    assert clocks(laptop, laptop.send(laptop.batch())) == []
    laptop.write(1, hlc=at(1))
    assert clocks(laptop, laptop.send(laptop.batch(6))) == []


def test_everybody_gets_every_moment_and_the_last_receipt_alone(server: Desk, laptop: Laptop) -> None:
    for number in (1, 2, 3):
        laptop.write(1, hlc=at(10 * number))
        laptop.send(laptop.batch(number))
    second = server.laptop(laptop.place.unit_id)
    response = second.send()
    assert [entry.first for entry in clocks(second, response)] == [1, 2, 3]
    assert sum(isinstance(entry, ReceiptEntry) for entry in second.entries(response)) == 1
    assert server.state(laptop).faults == ()
    second.close()


def write(laptop: Laptop, seen: dict[str, int], *writes: RowWrite) -> SyncResponse:
    laptop.write(1, ctx=seen, writes=writes)
    response = laptop.send(laptop.batch(len(laptop.txs)))
    laptop.take_in(response)
    return response


def test_what_is_written_beside_a_signature_is_void_and_the_rest_of_the_change_stands(
    server: Desk, laptop: Laptop
) -> None:
    second = server.laptop(laptop.place.unit_id)
    second.take_in(second.send())
    write(laptop, {}, RowWrite(EVALUATION, ROW, {LOCKED: 1}))
    person = RowWrite(5, f"{second.device}-1", {2: "Budi"})
    response = write(second, {}, person, RowWrite(EVALUATION, ROW, {NOTE: "kurang"}))
    assert rejects(second, response) == [(1, "evaluation.signed", (1,))]
    seen = {laptop.device: 1}
    assert rejects(second, write(second, seen, RowWrite(EVALUATION, ROW, {7: "2026-12-01"}))) == []
    other_row = RowWrite(EVALUATION, f"{DEVICE}-1|2026-Q4", {NOTE: "baik"})
    assert rejects(second, write(second, {}, other_row)) == []
    second.close()


def test_a_signature_that_was_itself_rejected_stops_nobody(server: Desk, laptop: Laptop) -> None:
    reader = server.laptop(laptop.place.unit_id, "reader")
    refused = write(reader, {}, RowWrite(EVALUATION, ROW, {LOCKED: 1}))
    assert rejects(reader, refused) == [(1, "role.reader", ())]
    response = write(laptop, {}, RowWrite(EVALUATION, ROW, {NOTE: "baik"}))
    assert [found for found in rejects(laptop, response) if found[1] != "role.reader"] == []
    reader.close()


def test_a_value_that_is_no_value_is_rejected_once_and_for_that_reason(server: Desk, laptop: Laptop) -> None:
    second = server.laptop(laptop.place.unit_id)
    write(laptop, {}, RowWrite(EVALUATION, ROW, {LOCKED: 1}))
    response = write(second, {}, RowWrite(EVALUATION, ROW, {LOCKED: "ya"}))
    assert rejects(second, response) == [(1, "value.kind", ())]
    second.close()


CLOCK = ClockEntry(unit=UNIT, pos=7, at_ms=12, device=DEVICE, first=3, last=9)
MOVE = MoveEntry(
    unit=UNIT,
    pos=8,
    person=f"{DEVICE}-4",
    nip="199001012015031001",
    name="Dewi Contoh",
    other="Kecamatan Lain",
    day="2026-12-01",
    vector={DEVICE: 5},
    cells={"name": "Dewi Contoh", "field_duty": 1, "phone": None},
)


@pytest.mark.parametrize("entry", [CLOCK, MOVE], ids=["clock", "move"])
def test_entries_come_back_as_they_were_signed(entry: Entry) -> None:
    key = SigningKey(bytes(range(32)))
    blob = sign_entry(entry, key)
    assert verify_entry(blob, key.public) == entry
    for at_byte in range(0, len(blob), 7):
        broken = bytearray(blob)
        broken[at_byte] ^= 4
        with pytest.raises(CertificateFault):
            verify_entry(bytes(broken), key.public)


@pytest.mark.parametrize("day", ["2026-13-01", "besok", "2026-12-1", ""])
def test_a_move_on_no_day_is_refused(day: str) -> None:
    key = SigningKey(bytes(range(32)))
    with pytest.raises(CertificateFault):
        verify_entry(sign_entry(replace(MOVE, day=day), key), key.public)
