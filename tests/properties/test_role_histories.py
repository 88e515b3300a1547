"""Random histories of roles against a real server: every verdict is the one that a plain reading gives.

Laptops claim positions that they knew once, roles change, end and are revoked, clocks are wrong, batches come
late. What the server decided is compared with a model, and then repeated from the log by the auditor.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from flexdesk.domain.log import SERVER, RowWrite
from flexdesk.server import admin
from flexdesk.sync.certificates import RejectEntry, verify_entry
from tests.helpers.server import START, Desk, Laptop
from tests.helpers.server import desk as server_desk

SEEDS = range(120 if os.environ.get("SOAK") else 4)
STEPS = 25
POLICY = RowWrite(32, "person.new_posting_months|2026-11-23", {1: "6"})
HOME = RowWrite(11, "00000000000000aa-1|2026-11-23", {1: "home"})


@dataclass
class Member:
    """A laptop with what the model knows of it; `positions` are those that it has seen."""

    laptop: Laptop
    grants: list[tuple[int, str, date | None]] = field(default_factory=list)
    revoked: tuple[int, int] | None = None
    positions: list[int] = field(default_factory=list)
    sent: int = 0
    expected: dict[int, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with server_desk("sqlite", tmp_path_factory.mktemp("server")) as opened:
        yield opened


class History:
    def __init__(self, server: Desk, seed: int) -> None:
        self.server, self.random = server, Random(seed)
        server.clock.instant = START
        self.unit_id = server.unit()
        self.members = [self._joined() for _ in range(3)]

    def _joined(self) -> Member:
        member = Member(Laptop(self.server.url))
        self.grant(member)
        return member

    def grant(self, member: Member) -> None:
        role = self.random.choice(["head", "deputy", "clerk", "clerk", "reader"])
        today = self.server.clock.today()
        until = today + timedelta(days=self.random.randint(0, 6)) if self.random.random() < 0.5 else None
        code, _expires = admin.code(self.server.central, self.unit_id, role, until)
        member.laptop.enrol(code)
        member.grants.append((self.position(), role, until))
        member.positions.append(self.position())

    def position(self) -> int:
        head = self.server.central.database.reading(lambda ledger: ledger.head(self.unit_id))
        assert head is not None
        return head.pos

    def write(self, member: Member) -> None:
        claimed = self.random.choice([0, *member.positions])
        wrong = timedelta(days=self.random.choice([0, 0, 0, -400, 400]))
        made = int((self.server.clock.instant + wrong).timestamp() * 1000)
        member.laptop.write(
            1,
            ctx={SERVER: claimed} if claimed else {},
            hlc=made << 16,
            writes=(HOME, POLICY) if self.random.random() < 0.5 else (HOME,),
        )

    def send(self, member: Member) -> None:
        if member.sent == len(member.laptop.txs):
            return
        for tx in member.laptop.txs[member.sent :]:
            if reason := self.verdict(member, tx):
                member.expected[tx.seq] = reason
        response = member.laptop.send(member.laptop.batch(member.sent + 1))
        assert response.refused == ()
        member.sent = len(member.laptop.txs)
        member.positions.append(self.position())

    def revoke(self, member: Member) -> None:
        if member.revoked is None:
            seq = admin.revoke(self.server.central, member.laptop.device)
            member.revoked = (seq, self.position())
            if self.random.random() < 0.5:
                member.positions.append(self.position())

    def verdict(self, member: Member, tx) -> str:
        claimed = tx.ctx.get(SERVER, 0)
        if member.revoked is not None and tx.seq > member.revoked[0]:
            return "device.revoked" if claimed >= member.revoked[1] else "late.revoked"
        known = [one for one in member.grants if one[0] <= claimed] if claimed else member.grants
        _pos, role, until = known[-1]
        if role == "reader":
            return "role.reader"
        if until is not None:
            told = datetime.fromtimestamp((tx.hlc >> 16) / 1000, UTC)
            told = min(max(told, self.time_at(claimed)), self.server.clock.instant)
            if (told + timedelta(hours=7)).date() > until:  # the unit is in Jakarta
                return f"late.ended:{until}"
        return "role.field" if role == "clerk" and POLICY in tx.writes else ""

    def time_at(self, position: int) -> datetime:
        times = [at for pos, at in self.told() if pos <= position]
        return times[-1] if position and times else datetime.fromtimestamp(0, UTC)

    def told(self) -> list[tuple[int, datetime]]:
        issuer = self.server.central.keys.signing.public
        made = self.server.central.database.reading(lambda ledger: ledger.decisions_after(self.unit_id, 0))
        entries = [verify_entry(one.entry, issuer) for one in made]
        return [(one.pos, datetime.fromtimestamp(one.at_ms / 1000, UTC)) for one in entries]

    def rejected(self) -> dict[tuple[str, int], str]:
        issuer = self.server.central.keys.signing.public
        made = self.server.central.database.reading(lambda ledger: ledger.decisions_after(self.unit_id, 0))
        entries = [verify_entry(one.entry, issuer) for one in made]
        return {(one.device, one.seq): one.reason for one in entries if isinstance(one, RejectEntry)}


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_verdict_is_what_a_plain_reading_gives_and_can_be_repeated(server: Desk, seed: int) -> None:
    history = History(server, seed)
    for _step in range(STEPS):
        member = history.random.choice(history.members)
        step = history.random.choice(["write"] * 6 + ["send"] * 3 + ["grant", "revoke", "day", "day"])
        if step == "day":
            server.clock.instant += timedelta(days=history.random.randint(1, 3))
        elif step != "grant" or member.revoked is None:
            getattr(history, step)(member)
    for member in history.members:
        history.send(member)
    expected = {(m.laptop.device, seq): why for m in history.members for seq, why in m.expected.items()}
    assert history.rejected() == expected
    state = server.state(history.members[0].laptop)
    assert (state.faults, state.otherwise) == ((), ())
    for member in history.members:
        member.laptop.close()
