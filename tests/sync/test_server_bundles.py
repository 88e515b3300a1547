"""Batches that come to the server on a stick, and what goes back."""

from pathlib import Path

import pytest

from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import device_id
from flexdesk.server import admin
from flexdesk.server.central import Settings
from flexdesk.server.database import AlreadyUsed
from flexdesk.server.refusals import NotInDirectory
from flexdesk.sync.bundle import read_bundle, write_bundle
from flexdesk.sync.bundle_header import Addressee
from flexdesk.sync.certificates import ReceiptEntry, UnitHeadEntry, verify_entry
from flexdesk.sync.faults import BundleFault
from flexdesk.sync.receipts import match_code
from tests.helpers.server import KINDS, START, Desk, Laptop, database, partitions_of


def stick(laptop: Laptop, path: Path, *batches: bytes) -> Path:
    write_bundle(
        path,
        unit=laptop.place.log,
        signer=laptop.key,
        number=1,
        recipients=[laptop.place.receive],
        batches=batches,
        prerequisites={},
        addressee=Addressee.SERVER,
        created=START,
        app="0.1.0",
        certificates=[laptop.place.certificate],
    )
    return path


def test_a_bundle_is_taken_like_an_upload_and_answered_with_file_and_code(
    server: Desk, laptop: Laptop, tmp_path: Path
) -> None:
    laptop.write(7)
    file, answer = stick(laptop, tmp_path / "a.flexdesk", laptop.batch()), tmp_path / "tanda.flexdesk"
    done = admin.import_bundle(server.central, file, answer)
    assert (done.taken, done.known, done.rejected, done.wanted, done.refused) == (7, 0, 0, {}, ())
    (receipt,) = done.receipts
    place = laptop.place
    typed = receipt.code.lower().replace("-", " ")
    assert (
        match_code(typed, place.receipt_key, place.log, laptop.device, {n: laptop.chain(n) for n in (3, 7)})
        == 7
    )
    bundle = read_bundle(
        answer,
        ReceivingKey(str(laptop.identity)),
        unit=place.log,
        issuers={place.issuer},
        known={device_id(place.issuer): place.issuer},
    )
    entries = [verify_entry(entry, place.issuer) for entry in bundle.entries]
    assert [e.vector for e in entries if isinstance(e, ReceiptEntry)] == [{laptop.device: 7}]
    (head,) = (e for e in entries if isinstance(e, UnitHeadEntry))
    assert head.pos == laptop.send().position


def test_a_bundle_may_come_twice_or_after_the_line(server: Desk, laptop: Laptop, tmp_path: Path) -> None:
    laptop.write(4)
    laptop.send(laptop.batch())
    file = stick(laptop, tmp_path / "a.flexdesk", laptop.batch(1, 2), laptop.batch(3))
    for _ in range(2):
        done = admin.import_bundle(server.central, file)
        assert (done.taken, done.known) == (0, 4)
    state = server.state(laptop)
    assert (state.batches, state.faults) == (1, ())


def test_a_bundle_that_lacks_an_earlier_one_is_named(server: Desk, laptop: Laptop, tmp_path: Path) -> None:
    laptop.write(9)
    done = admin.import_bundle(server.central, stick(laptop, tmp_path / "b.flexdesk", laptop.batch(6)))
    assert (done.taken, done.known, done.wanted, done.receipts) == (0, 0, {laptop.device: 1}, ())


def test_a_colleagues_batches_get_a_code_of_their_own(server: Desk, laptop: Laptop, tmp_path: Path) -> None:
    second = server.laptop(laptop.place.unit_id)
    second.write(3)
    laptop.write(1)
    file = stick(laptop, tmp_path / "a.flexdesk", second.batch(), laptop.batch())
    codes = {receipt.device: receipt for receipt in admin.import_bundle(server.central, file).receipts}
    assert {device: receipt.covered for device, receipt in codes.items()} == {
        laptop.device: 1,
        second.device: 3,
    }
    assert codes[second.device] == admin.receipt(server.central, second.device)
    second.close()


def test_a_damaged_file_and_a_stranger_change_nothing(server: Desk, laptop: Laptop, tmp_path: Path) -> None:
    laptop.write(2)
    file = stick(laptop, tmp_path / "a.flexdesk", laptop.batch())
    data = bytearray(file.read_bytes())
    data[-5] ^= 1
    (tmp_path / "b.flexdesk").write_bytes(data)
    with pytest.raises(BundleFault):
        admin.import_bundle(server.central, tmp_path / "b.flexdesk")
    stranger = Laptop(server.url, known=laptop.known)
    with pytest.raises(BundleFault):
        admin.import_bundle(server.central, stick(stranger, tmp_path / "c.flexdesk"))
    with pytest.raises(NotInDirectory):
        admin.receipt(server.central, stranger.device)
    state = server.state(laptop)
    assert state.transactions == 0
    stranger.close()


@pytest.mark.scenario(67)
@pytest.mark.parametrize("kind", KINDS)
def test_a_moved_server_goes_on_where_the_old_one_stopped(
    server: Desk, laptop: Laptop, tmp_path: Path, kind: str
) -> None:
    laptop.write(6)
    response = laptop.send(laptop.batch())
    before, mine = admin.verify(server.central), server.state(laptop)
    (tmp_path / "new").mkdir()
    with database(kind, tmp_path / "new") as url:
        to = Settings(url, clock=server.clock, partitions=partitions_of(kind))
        assert admin.move(server.central, to) == before
        with pytest.raises(AlreadyUsed):
            admin.move(server.central, to)
    assert mine.pos == response.position
    assert mine.transactions == 6
    assert all(state.faults == () for state in before)
