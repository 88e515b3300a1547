"""What the server does with batches, over a real socket."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from flexdesk.domain.log import RowWrite
from flexdesk.keys.signing import SigningKey
from flexdesk.server import admin
from flexdesk.sync.certificates import ReceiptEntry, RejectEntry, RevokeEntry, UnitHeadEntry, verify_entry
from flexdesk.sync.http import DeviceUnknown, ServerRefused
from flexdesk.sync.wire import decode_batch
from tests.helpers.server import Desk, Laptop


def receipts(laptop: Laptop, response) -> list[ReceiptEntry]:
    return [entry for entry in laptop.entries(response) if isinstance(entry, ReceiptEntry)]


def rejects(laptop: Laptop, response) -> list[RejectEntry]:
    return [entry for entry in laptop.entries(response) if isinstance(entry, RejectEntry)]


def test_an_upload_is_receipted_and_covered_by_a_signed_head(laptop: Laptop) -> None:
    laptop.write(20)
    response = laptop.send(laptop.batch())
    (receipt,) = receipts(laptop, response)
    head = verify_entry(response.head, laptop.place.issuer)
    assert response.acknowledged == {laptop.device: 20}
    assert (receipt.device, receipt.vector) == (laptop.device, {laptop.device: 20})
    assert isinstance(head, UnitHeadEntry)
    assert head.pos == receipt.pos == response.position
    assert head.unit == receipt.unit == laptop.place.log


def test_sending_again_after_a_lost_answer_changes_nothing(server: Desk, laptop: Laptop) -> None:
    laptop.write(3)
    first = laptop.send(laptop.batch())
    again = laptop.send(laptop.batch())
    assert receipts(laptop, again) == receipts(laptop, first)
    assert (again.head, again.position) == (first.head, first.position)
    state = server.state(laptop)
    assert (state.batches, state.transactions, state.faults) == (1, 3, ())


def test_a_longer_batch_that_repeats_known_changes_adds_only_the_new_ones(
    server: Desk, laptop: Laptop
) -> None:
    laptop.write(5)
    laptop.send(laptop.batch())
    laptop.write(4)
    response = laptop.send(laptop.batch(3))
    assert response.acknowledged == {laptop.device: 9}
    assert laptop.send(laptop.batch(2, 4)).refused == ()
    assert laptop.send(laptop.batch(6, 8)).refused == ()
    state = server.state(laptop)
    assert (state.transactions, state.faults) == (9, ())


def test_a_gap_is_answered_with_the_wanted_number(laptop: Laptop) -> None:
    laptop.write(9)
    response = laptop.send(laptop.batch(6))
    assert response.wanted == {laptop.device: 1}
    assert response.acknowledged == {}
    assert laptop.send(laptop.batch(1, 5), laptop.batch(6)).acknowledged == {laptop.device: 9}


def test_a_log_with_two_contents_is_kept_as_an_alarm_and_not_taken(server: Desk, laptop: Laptop) -> None:
    laptop.write(3)
    laptop.send(laptop.batch())
    clone = Laptop(server.url, key=laptop.key, known=laptop.known)
    clone.write(4, place="office")
    for batch in (clone.batch(), clone.batch(2, 3), clone.batch(4)):
        response = clone.send(batch)
        assert [refused.code for refused in response.refused] == ["fork"]
        assert response.acknowledged == {laptop.device: 3}
    laptop.write(1)
    assert laptop.send(laptop.batch(4)).acknowledged == {laptop.device: 4}
    unit_id = laptop.place.unit_id
    alarms = server.central.database.reading(lambda ledger: ledger.alarms(unit_id))
    assert sorted(alarms) == [(laptop.device, 1), (laptop.device, 2), (laptop.device, 4)]
    assert server.state(laptop).forked == (laptop.device,)
    clone.close()


def test_a_forged_batch_is_refused_and_the_others_pass(server: Desk, laptop: Laptop) -> None:
    laptop.write(2)
    good = laptop.batch()
    forged = bytearray(good)
    forged[-1] ^= 1
    response = laptop.send(bytes(forged))
    assert [(refused.first, refused.code) for refused in response.refused] == [(1, "signature")]
    stranger = Laptop(server.url, known=laptop.known)
    stranger.write(1)
    response = laptop.send(stranger.batch(), good)
    assert [(r.device, r.code) for r in response.refused] == [(stranger.device, "unknown_device")]
    assert response.acknowledged == {laptop.device: 2}
    stranger.close()


def test_a_batch_of_another_unit_is_refused(laptop: Laptop) -> None:
    laptop.write(1)
    response = laptop.send(laptop.batch(log="00112233445566ff"))
    assert [refused.code for refused in response.refused] == ["unit"]


def test_an_unknown_device_and_a_foreign_signature_get_nothing(server: Desk, laptop: Laptop) -> None:
    stranger = Laptop(server.url, known=laptop.known)
    with pytest.raises(DeviceUnknown):
        stranger.send()
    with pytest.raises(ServerRefused) as caught:
        laptop.line.exchange(laptop.request(), SigningKey.generate())
    assert caught.value.server_code == "sync.signature"
    other = server.laptop(server.unit("Kelurahan Lain"))
    with pytest.raises(DeviceUnknown):
        laptop.send(unit_id=other.place.unit_id)
    stranger.close()
    other.close()


def test_what_a_reader_writes_is_rejected_and_blocks_nobody(server: Desk, laptop: Laptop) -> None:
    reader = server.laptop(laptop.place.unit_id, "reader")
    reader.write(2)
    response = reader.send(reader.batch())
    assert response.acknowledged == {reader.device: 2}
    assert [(r.seq, r.reason, r.rows) for r in rejects(reader, response)] == [
        (1, "role.reader", ()),
        (2, "role.reader", ()),
    ]
    seen = laptop.send()
    assert [reject.seq for reject in rejects(laptop, seen)] == [1, 2]
    assert [decode_batch(blob, public_key=reader.key.public).last for blob in seen.batches] == [2]
    reader.close()


def test_many_rejections_come_in_several_answers(
    server: Desk, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flexdesk.server.answers.MAX_DECISIONS", 10)
    reader = server.laptop(laptop.place.unit_id, "reader")
    reader.take_in(reader.send())
    reader.write(25)
    response = reader.send(reader.batch())
    told = [reject.seq for reject in rejects(reader, response)]
    assert receipts(reader, response)[0].vector == {reader.device: 25}
    while response.more:
        reader.take_in(response)
        response = reader.send()
        told += [reject.seq for reject in rejects(reader, response)]
    assert told == list(range(1, 26))
    reader.close()


def test_only_the_writes_that_break_a_rule_are_void(laptop: Laptop) -> None:
    good = RowWrite(5, f"{laptop.device}-1", {1: "198001012005011001", 2: "Budi"})
    bad_key = RowWrite(11, f"{laptop.device}-1|besok", {1: "home"})
    bad_code = RowWrite(11, f"{laptop.device}-1|2026-11-24", {1: "bulan"})
    bad_nip = RowWrite(5, f"{laptop.device}-2", {1: "19800101200501100X"})
    newer = RowWrite(900, "apa saja", {7: "?"})
    laptop.write(1, writes=(good, bad_key, bad_code, bad_nip, newer))
    laptop.write(1)
    response = laptop.send(laptop.batch())
    assert sorted((r.seq, r.reason, r.rows) for r in rejects(laptop, response)) == [
        (1, "row.key", (1,)),
        (1, "value.code", (2,)),
        (1, "value.nip", (3,)),
    ]
    assert response.acknowledged == {laptop.device: 2}


def test_a_second_laptop_gets_everything_once_and_in_pieces(server: Desk, laptop: Laptop) -> None:
    for _ in range(6):
        laptop.write(5)
        laptop.take_in(laptop.send(laptop.batch(len(laptop.txs) - 4)))
    second = server.laptop(laptop.place.unit_id)
    got: list[int] = []
    while True:
        response = second.send(limit=700)
        second.take_in(response)
        got += [decode_batch(blob, public_key=laptop.key.public).last for blob in response.batches]
        if not response.more:
            break
    assert got == [5, 10, 15, 20, 25, 30]
    second.vector[laptop.device] = 30
    quiet = second.send()
    assert (quiet.batches, quiet.entries, quiet.more) == ((), (), False)
    assert second.place.certificates == (laptop.place.certificate,)
    second.close()


def test_a_colleague_may_carry_batches_of_another_device(server: Desk, laptop: Laptop) -> None:
    second = server.laptop(laptop.place.unit_id)
    laptop.write(3)
    second.write(2)
    response = second.send(laptop.batch(), second.batch())
    assert response.acknowledged == {laptop.device: 3, second.device: 2}
    assert {receipt.device for receipt in receipts(second, response)} == {laptop.device, second.device}
    second.close()


def test_a_revoked_device_is_told_so_and_its_later_changes_are_quarantined(
    server: Desk, laptop: Laptop
) -> None:
    lost = server.laptop(laptop.place.unit_id)
    lost.write(2)
    lost.take_in(lost.send(lost.batch()))
    assert admin.revoke(server.central, lost.device) == 2
    assert admin.revoke(server.central, lost.device) == 2
    laptop.write(1)
    laptop.send(laptop.batch())
    lost.write(1)
    response = lost.send(lost.batch(3))
    assert [(r.seq, r.reason) for r in rejects(lost, response)] == [(3, "late.revoked")]
    assert [e.seq for e in lost.entries(response) if isinstance(e, RevokeEntry)] == [2]
    assert response.batches == ()
    assert [e.seq for e in laptop.entries(laptop.send()) if isinstance(e, RevokeEntry)] == [2]
    lost.close()


def test_an_older_backup_of_the_server_shows_as_a_smaller_position(laptop: Laptop) -> None:
    laptop.write(1)
    response = laptop.send(laptop.batch(), after=500)
    assert response.position < 500
    assert response.acknowledged == {laptop.device: 1}


@pytest.mark.scenario(64)
def test_positions_are_never_skipped_with_six_writers_and_a_reader(server: Desk, laptop: Laptop) -> None:
    unit_id = laptop.place.unit_id
    writers = [server.laptop(unit_id) for _ in range(6)]
    reader = server.laptop(unit_id)
    rounds = 14

    def upload(writer: Laptop) -> None:
        for number in range(1, rounds + 1):
            writer.write(1)
            writer.send(writer.batch(number))

    got: list[tuple[str, int]] = []

    def pull() -> None:
        response = reader.send()
        reader.take_in(response)
        for blob in response.batches:
            key = next(w.key.public for w in writers if w.device.encode() and _is_from(blob, w))
            batch = decode_batch(blob, public_key=key)
            got.append((batch.device, batch.last))

    with ThreadPoolExecutor(6) as pool:
        running = [pool.submit(upload, writer) for writer in writers]
        while not all(job.done() for job in running):
            pull()
        for job in running:
            job.result()
    pull()
    assert sorted(got) == sorted((w.device, n) for w in writers for n in range(1, rounds + 1))
    state = server.state(laptop)
    assert state.faults == ()
    assert state.transactions == 6 * rounds
    for writer in (*writers, reader):
        writer.close()


def _is_from(blob: bytes, writer: Laptop) -> bool:
    return bytes.fromhex(writer.device) in blob[:120]


def test_a_changed_batch_in_the_database_is_named(server: Desk, laptop: Laptop) -> None:
    from sqlalchemy import update

    from flexdesk.server.tables import batch

    laptop.write(2)
    laptop.send(laptop.batch())
    evil = Laptop(server.url, key=laptop.key, known=laptop.known)
    evil.write(2, place="office")
    with server.central.database._engine.begin() as connection:
        connection.execute(
            update(batch).where(batch.c.unit_id == laptop.place.unit_id).values(blob=evil.batch())
        )
    state = server.state(laptop)
    assert f"{laptop.device}: head" in state.faults
    assert "chain" in state.faults
    evil.close()


def test_a_role_that_was_changed_in_the_database_does_not_count(server: Desk, laptop: Laptop) -> None:
    from sqlalchemy import update

    from flexdesk.server.tables import device

    reader = server.laptop(laptop.place.unit_id, "reader")
    reader.write(2)
    here = device.c.device == reader.device
    with server.central.database._engine.begin() as connection:
        connection.execute(update(device).where(here).values(role="head"))
    assert [r.reason for r in rejects(reader, reader.send(reader.batch(1, 1)))] == ["role.reader"]
    with server.central.database._engine.begin() as connection:
        connection.execute(update(device).where(here).values(certificate=laptop.place.certificate))
    assert [refused.code for refused in reader.send(reader.batch(2)).refused] == ["certificate"]
    reader.close()


def test_a_message_with_a_changed_device_is_not_believed(laptop: Laptop) -> None:
    other = replace(laptop.request(), device="00" * 8)
    with pytest.raises(DeviceUnknown):
        laptop.line.exchange(other, laptop.key)
