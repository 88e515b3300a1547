"""An auditor repeats every verdict from the log alone, and notices a hand in the database."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from flexdesk.domain.log import SERVER, RowWrite
from flexdesk.server import admin
from flexdesk.sync.certificates import RejectEntry, sign_entry, verify_entry
from tests.helpers.server import KINDS, Desk, Laptop
from tests.helpers.server import desk as server_desk

POLICY = RowWrite(32, "person.new_posting_months|2026-11-23", {1: "6"})


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with server_desk(request.param, tmp_path) as opened:
        yield opened


def history(server: Desk) -> Laptop:
    """A deputy with an end, a clerk who reaches too far, a change of role, and a revocation."""
    unit_id = server.unit()
    deputy = Laptop(server.url)
    deputy.enrol(admin.code(server.central, unit_id, "deputy", date(2026, 11, 27))[0])
    clerk = server.laptop(unit_id, "clerk")
    knew = {SERVER: deputy.send().position}
    deputy.write(2, ctx=knew)
    clerk.write(1, ctx=knew)
    clerk.write(1, ctx=knew, writes=(POLICY,))
    for laptop in (deputy, clerk):
        laptop.send(laptop.batch())
    clerk.enrol(admin.code(server.central, unit_id, "reader")[0])
    clerk.write(1, ctx=knew)  # in the knowledge of the old role: it stands
    clerk.send(clerk.batch(3))
    clerk.write(1, ctx={SERVER: clerk.send().position})
    clerk.send(clerk.batch(4))
    server.clock.instant += timedelta(days=7)
    deputy.write(1, ctx=knew, hlc=1_795_799_000_000 << 16)
    deputy.send(deputy.batch(3))
    admin.revoke(server.central, deputy.device)
    deputy.write(1, ctx=knew)
    deputy.write(1, ctx={SERVER: deputy.send().position})
    deputy.send(deputy.batch(4))
    clerk.close()
    return deputy


def reasons(server: Desk, laptop: Laptop) -> list[tuple[int, str]]:
    unit_id = laptop.place.unit_id
    made = server.central.database.reading(lambda ledger: ledger.decisions_after(unit_id, 0))
    entries = [verify_entry(one.entry, laptop.place.issuer) for one in made]
    return [(one.seq, one.reason) for one in entries if isinstance(one, RejectEntry)]


def test_every_verdict_can_be_repeated_from_the_log(server: Desk) -> None:
    deputy = history(server)
    assert reasons(server, deputy) == [
        (2, "role.field"),
        (4, "role.reader"),
        (3, "late.ended:2026-11-27"),
        (4, "late.revoked"),
        (5, "device.revoked"),
    ]
    state = server.state(deputy)
    assert (state.faults, state.otherwise) == ((), ())
    deputy.close()


def test_a_verdict_that_nobody_gave_is_noticed(server: Desk) -> None:
    """Signed with the server's own key: only judging once more tells."""
    deputy = history(server)
    device, unit_id = deputy.device, deputy.place.unit_id
    made = server.central.database.reading(lambda ledger: ledger.decisions_after(unit_id, 0))
    receipt = next(one for one in made if one.kind == "receipt" and one.device == device)
    forged = RejectEntry(unit=deputy.place.log, pos=receipt.pos, device=device, seq=1, reason="row.key")
    engine = create_engine(server.settings.database)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE decision SET entry = :entry WHERE unit_id = :unit AND pos = :pos"),
            {"entry": sign_entry(forged, server.central.keys.signing), "unit": unit_id, "pos": receipt.pos},
        )
    engine.dispose()
    assert f"{device} 1" in server.state(deputy).otherwise
    deputy.close()
