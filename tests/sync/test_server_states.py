"""What the server says of the state that a log ends in, on every database, over a real socket."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from flexdesk.domain import sums
from flexdesk.domain.log import RowWrite
from flexdesk.domain.snapshot import Ordering, Reduction
from flexdesk.server import admin, states
from flexdesk.server.states import States
from flexdesk.store.sums import KNOWN
from flexdesk.sync import snapshot as wire
from flexdesk.sync import state_messages as messages
from flexdesk.sync.certificates import SnapshotEntry, verify_entry
from flexdesk.sync.http import ServerRefused
from tests.helpers.server import Desk, Laptop

T = TypeVar("T")


@pytest.fixture
def laptop(server: Desk) -> Iterator[Laptop]:
    """Thirty days written, ten of them again."""
    made = server.laptop(server.unit())
    made.write(30)
    for tx in made.txs[:10]:
        made.write(1, writes=(RowWrite(11, tx.writes[0].row, {1: "office"}),))
    made.take_in(made.send(made.batch(1, 25), made.batch(26)))
    yield made
    made.close()


def ask(laptop: Laptop, request: messages.StateRequest, read: Callable[[bytes], T]) -> T:
    return laptop.line.ask_state(messages.encode_request(request, laptop.key), read)


def reduction_of(laptop: Laptop) -> Reduction:
    ordering, reduction = Ordering(), Reduction()
    for tx in ordering.take(laptop.txs):
        reduction.take(tx)
    return reduction


def total_of(laptop: Laptop) -> bytes:
    return sums.total(sums.sums_of(reduction_of(laptop).heads(), KNOWN))


def comparison(laptop: Laptop, **changes: object) -> messages.Compared:
    asked = {"vector": dict(laptop.vector), "after": laptop.position, "total": total_of(laptop), **changes}
    request = messages.CompareRequest(laptop.place.unit_id, laptop.device, known=KNOWN, **asked)  # type: ignore[arg-type]
    return ask(laptop, request, messages.decode_compared)


@pytest.mark.scenario(68)
def test_a_snapshot_is_made_once_and_fetched_in_pieces(server: Desk, laptop: Laptop) -> None:
    unit_id = laptop.place.unit_id
    assert ask(laptop, messages.PieceRequest(unit_id, laptop.device), messages.decode_piece).entry == b""
    made = States(server.central).make(unit_id)
    assert (made.changes, made.kept, made.upto) == (40, 40, laptop.position)
    hashed, blob = b"", b""
    while True:
        request = messages.PieceRequest(unit_id, laptop.device, hashed, len(blob), 100)
        piece = ask(laptop, request, messages.decode_piece)
        assert (piece.start, len(piece.data) <= 100) == (len(blob), True)
        blob += piece.data
        entry = verify_entry(piece.entry, laptop.place.issuer)
        assert isinstance(entry, SnapshotEntry)
        hashed = entry.hash
        if len(blob) == entry.size:
            break
    found = wire.decode(blob, laptop.place.log, expected=entry.hash)
    assert (found.vector, found.kept) == ({laptop.device: 40}, reduction_of(laptop).kept())
    assert found.chains[laptop.device] == laptop.chain(40)
    assert entry.digest == sums.total(sums.sums_of(reduction_of(laptop).heads(), None))
    (told,) = [e for e in laptop.entries(laptop.send()) if isinstance(e, SnapshotEntry)]
    assert told == entry
    assert server.state(laptop).faults == ()


def test_of_several_snapshots_only_the_newest_is_told_of(server: Desk, laptop: Laptop) -> None:
    for _ in range(3):
        States(server.central).make(laptop.place.unit_id)
    told = [e for e in laptop.entries(laptop.send()) if isinstance(e, SnapshotEntry)]
    assert [entry.upto for entry in told] == [laptop.position + 2]


def test_an_old_snapshot_is_renewed_for_who_asks(
    server: Desk, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "EVERY", 4)
    made = States(server.central).make(laptop.place.unit_id)
    request = messages.PieceRequest(laptop.place.unit_id, laptop.device)

    def position() -> int:
        entry = verify_entry(ask(laptop, request, messages.decode_piece).entry, laptop.place.issuer)
        return entry.pos

    assert position() == made.pos
    for _ in range(2):
        laptop.write(1)
        laptop.send(laptop.batch(len(laptop.txs)))
    assert position() > made.pos


@pytest.mark.scenario(70)
def test_it_says_where_a_laptop_differs_and_what_stands_there(laptop: Laptop) -> None:
    assert comparison(laptop).verdict is messages.Verdict.SAME
    compared = comparison(laptop, total=b"x" * 32)
    assert compared.verdict is messages.Verdict.DIFFERENT
    here = sums.sums_of(reduction_of(laptop).heads(), KNOWN)
    assert compared.sums == {bucket: sums.short(number) for bucket, number in here.items()}
    assert len(here) == 2
    bucket = max(here)
    rows = messages.RowsRequest(
        laptop.place.unit_id, laptop.device, dict(laptop.vector), laptop.position, bucket
    )
    blob = ask(laptop, rows, lambda answer: messages.decode_rows(answer, laptop.place.issuer))
    part = wire.decode(blob, laptop.place.log, expected=wire.hash_of(blob))
    found = {write.row for one in part.kept for write in one.tx.writes}
    assert found
    assert {sums.bucket_of(11, row) for row in found} == {bucket}


def test_it_compares_at_the_laptops_vector_and_says_when_it_cannot(laptop: Laptop) -> None:
    early = {laptop.device: 20}
    ordering, reduction = Ordering(early), Reduction()
    for tx in ordering.take(laptop.txs):
        reduction.take(tx)
    total = sums.total(sums.sums_of(reduction.heads(), KNOWN))
    assert comparison(laptop, vector=early, total=total).verdict is messages.Verdict.SAME
    assert comparison(laptop, vector=early).verdict is messages.Verdict.DIFFERENT
    beyond = {laptop.device: 41}
    assert comparison(laptop, vector=beyond).verdict is messages.Verdict.UNKNOWN


def test_what_is_rejected_does_not_count_from_the_moment_it_is_said(server: Desk, laptop: Laptop) -> None:
    reader = server.laptop(laptop.place.unit_id, "reader")
    reader.write(2)
    before = laptop.send().position
    reader.send(reader.batch())
    after = laptop.send().position
    vector = {**laptop.vector, reader.device: 2}
    assert comparison(laptop, vector=vector, after=after).verdict is messages.Verdict.SAME
    assert comparison(laptop, vector=vector, after=before).verdict is messages.Verdict.DIFFERENT
    reader.close()


def test_strangers_and_revoked_laptops_learn_nothing(server: Desk, laptop: Laptop) -> None:
    stranger = Laptop(server.url, known=laptop.known)
    for someone in (stranger, laptop):
        if someone is laptop:
            admin.revoke(server.central, laptop.device)
        with pytest.raises(ServerRefused):
            comparison(someone, total=b"x" * 32)
    forged = messages.encode_request(messages.PieceRequest(laptop.place.unit_id, laptop.device), stranger.key)
    with pytest.raises(ServerRefused):
        laptop.line.ask_state(forged, messages.decode_piece)
    with pytest.raises(ServerRefused):
        laptop.line.ask_state(b"nonsense", messages.decode_piece)
    stranger.close()
