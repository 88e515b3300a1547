"""Who has not the right: roles, forged and stolen names, ended certificates, and old files sent once more."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk.domain import authority
from flexdesk.domain.authority import AREAS, Role
from flexdesk.domain.log import RowWrite, Tx
from flexdesk.domain.places import Place
from flexdesk.domain.schema import BY_NAME, Kind, Table
from flexdesk.keys.signing import SigningKey
from flexdesk.server import admin
from flexdesk.server.validation import validate
from flexdesk.services.permission import NotAllowed
from flexdesk.sync.certificates import RejectEntry, issue
from flexdesk.sync.http import DeviceUnknown
from flexdesk.sync.reasons import FIELD, READER, UNKNOWN_DEVICE
from tests.helpers.server import START, Desk, Laptop
from tests.helpers.server import desk as server_desk
from tests.helpers.staffed_unit import CLERK, Office, office, place, placed

ROLES = tuple(Role)
_VALUES = {Kind.TEXT: "x", Kind.INTEGER: 1, Kind.NUMBER: 1.5, Kind.DATE: "2026-11-23", Kind.TIME: "08:00"}
_CODED = {"place": "home", "half": "morning", "status": "pns", "nip": "198503152010012001"}


def key_of(table: Table) -> str:
    if not table.key:
        return "00000000000000aa-1"
    parts = {"day": "2026-11-23", "date": "2026-11-23", "from": "2026-11-23"}
    return "|".join(parts.get(part, part) for part in table.key)


def write_of(table: Table, number: int) -> RowWrite:
    column = next(column for column in table.columns if column.id == number)
    value = (
        _CODED.get(column.name, _VALUES[column.kind]) if column.kind is Kind.TEXT else _VALUES[column.kind]
    )
    return RowWrite(table.id, key_of(table), {number: value})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with server_desk("sqlite", tmp_path_factory.mktemp("server")) as opened:
        yield opened


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


def rejects(laptop: Laptop, response: object) -> dict[int, tuple[str, tuple[int, ...]]]:
    found = [entry for entry in laptop.entries(response) if isinstance(entry, RejectEntry)]
    return {entry.seq: (entry.reason, entry.rows) for entry in found}


@pytest.mark.scenario(50)
@pytest.mark.parametrize("role", ROLES)
def test_every_field_is_judged_by_the_table_of_authority(role: Role) -> None:
    """All fields of the registry; the table itself is held to the regulation by a test of its own."""
    for table in BY_NAME.values():
        for column in table.columns:
            write = write_of(table, column.id)
            verdict = validate(Tx("d", 1, 0, {}, "test", (write,)), role)
            if role is Role.READER:
                assert verdict == [(0, READER)]
            elif role in authority.writers(table.name, column.name):
                assert verdict == [], (table.name, column.name)
            else:
                assert verdict == [(0, FIELD)], (table.name, column.name)


@pytest.mark.scenario(50)
@pytest.mark.parametrize("role", ROLES)
def test_the_server_voids_what_a_role_may_not_write_and_keeps_the_rest(server: Desk, role: Role) -> None:
    laptop = server.laptop(server.unit(), role)
    expected: dict[int, tuple[str, tuple[int, ...]]] = {}
    for seq, area in enumerate(AREAS, start=1):
        table = BY_NAME[area.tables[0]]
        column = table.columns[0]
        allowed = RowWrite(11, "00000000000000aa-1|2026-11-23", {1: "home"})
        laptop.write(1, writes=(allowed, write_of(table, column.id)))
        if role is Role.READER:
            expected[seq] = (READER, ())
        elif role not in authority.writers(table.name, column.name):
            expected[seq] = (FIELD, (1,))
    response = laptop.send(laptop.batch())
    assert response.acknowledged == {laptop.device: len(AREAS)}
    assert rejects(laptop, response) == expected
    assert bool(expected) is (role in (Role.CLERK, Role.READER))
    assert server.state(laptop).faults == ()
    laptop.close()


@pytest.mark.scenario(50)
def test_a_clerk_is_told_before_anything_is_written_and_others_do_not_believe_a_tampered_program(
    unit: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit.join("wayan", "clerk", CLERK)
    unit.sync("sri")
    with unit.open("wayan") as desk:
        place(desk, "2026-11-24")
        with pytest.raises(NotAllowed) as refused:
            desk.policy.set("person.new_posting_months", "6", from_day=date(2026, 11, 23))
        assert "policy" in str(refused.value)
        before = desk.store.log.vector()
        with pytest.raises(NotAllowed):
            desk.unit.set({"name": "Kelurahan Lain"})
        assert desk.store.log.vector() == before
        monkeypatch.setattr("flexdesk.services.commits.refuse_unauthorised", lambda _store, _ops: None)
        desk.unit.set({"name": "Kelurahan Lain"})
        monkeypatch.undo()
        desk.bundles.create(tmp_path / "wayan.flexdesk", "unit")
    with unit.open("sri") as desk:  # no line: judged here, provisionally
        desk.bundles.apply(tmp_path / "wayan.flexdesk")
        assert (desk.store.get("unit", "unit") or {})["name"] == "Kelurahan Contoh"
        assert placed(desk, "2026-11-24") == "home"
        (late,) = desk.quarantine.waiting()
        assert (late.reason, late.may_accept, late.cells[0].value) == (FIELD, False, "Kelurahan Lain")
    unit.sync("wayan", "sri")
    with unit.open("sri") as desk:  # the server has turned it down for good
        assert desk.quarantine.waiting() == []
        assert (desk.store.get("unit", "unit") or {})["name"] == "Kelurahan Contoh"
    with unit.open("wayan") as desk:
        assert len(desk.sending.rejected()) == 1
        assert (desk.store.get("unit", "unit") or {})["name"] == "Kelurahan Contoh"
    assert len(unit.ends("sri", "wayan")) == 1


@pytest.mark.scenario(50)
def test_the_servers_word_replaces_the_judgement_of_a_peer_that_did_not_know_of_a_new_role(
    unit: Office,
) -> None:
    unit.join("wayan", "clerk", CLERK)
    unit.sync("sri")
    with unit.open("wayan") as desk:
        desk.membership.enrol(unit.url, unit.code("deputy"), CLERK)
        desk.unit.set({"name": "Kelurahan Baru"})
        batches = desk.exchange.batches({})
    with unit.open("sri") as desk:
        desk.exchange.take(batches)  # without the new certificate
        assert (desk.store.get("unit", "unit") or {})["name"] == "Kelurahan Contoh"
        assert [one.may_accept for one in desk.quarantine.waiting()] == [False]
    unit.sync("wayan", "sri")
    with unit.open("sri") as desk:
        assert (desk.store.get("unit", "unit") or {})["name"] == "Kelurahan Baru"
        assert desk.quarantine.waiting() == []
    assert len(unit.ends("sri", "wayan")) == 1


@pytest.mark.scenario(50)
def test_what_was_written_under_a_role_stands_when_the_role_has_gone_since(unit: Office) -> None:
    unit.join("wayan", "deputy", CLERK)
    with unit.open("wayan") as desk:
        desk.unit.set({"name": "Kelurahan Baru"})  # as a deputy, not sent yet
        desk.membership.enrol(unit.url, unit.code("clerk"), CLERK)
        with pytest.raises(NotAllowed):
            desk.unit.set({"name": "Kelurahan Lagi"})
    unit.sync("wayan", "sri")
    with unit.open("sri") as desk:
        assert (desk.store.get("unit", "unit") or {})["name"] == "Kelurahan Baru"
    assert len(unit.ends("sri", "wayan")) == 1


@pytest.mark.scenario(50)
def test_a_leaders_value_is_shown_over_a_clerks_whoevers_clock_is_ahead(unit: Office) -> None:
    unit.join("wayan", "clerk", CLERK)
    unit.sync("sri")
    unit.clocks["wayan"].advance(hours=5)
    unit.clock.advance(hours=5)
    with unit.open("sri") as desk:
        place(desk, "2026-11-24")
    with unit.open("wayan") as desk:
        place(desk, "2026-11-24", Place.OFFICE)
    unit.sync("wayan", "sri", "wayan")
    for name in ("sri", "wayan"):
        with unit.open(name) as desk:
            assert placed(desk, "2026-11-24") == "home"
            (dispute,) = desk.sync.conflicts()
            assert {head.authority for head in dispute.heads} == {1, 2}
    with unit.open("wayan") as desk:
        desk.sync.resolve(dispute.id, "mine")  # a choice of somebody who saw both ends it
    unit.sync("wayan", "sri")
    with unit.open("sri") as desk:
        assert (placed(desk, "2026-11-24"), desk.sync.conflicts()) == ("office", [])


@pytest.mark.scenario(50)
def test_a_role_that_is_learned_later_changes_what_is_shown_and_nothing_that_is_kept(unit: Office) -> None:
    unit.join("wayan", "clerk", CLERK)
    unit.sync("sri")
    unit.clocks["wayan"].advance(hours=5)
    unit.clock.advance(hours=5)
    with unit.open("sri") as desk:
        place(desk, "2026-11-24")
    with unit.open("wayan") as desk:
        desk.membership.enrol(unit.url, unit.code("deputy"), CLERK)
        place(desk, "2026-11-24", Place.OFFICE)
        batches = desk.exchange.batches({})
    with unit.open("sri") as desk:
        desk.exchange.take(batches)  # without the new certificate: known as a clerk's
        assert placed(desk, "2026-11-24") == "home"
    unit.sync("wayan", "sri", "wayan")
    for name in ("sri", "wayan"):
        with unit.open(name) as desk:
            assert placed(desk, "2026-11-24") == "office"  # two leaders: the later one is shown
            assert len(desk.sync.conflicts()) == 1
    assert len(unit.ends("sri", "wayan")) == 1


@pytest.mark.scenario(51)
def test_a_forged_device_a_stolen_certificate_and_one_of_another_unit_get_nowhere(
    server: Desk, unit: Office
) -> None:
    real = server.laptop(server.unit())
    forged = Laptop(server.url, known=real.known)  # keys of its own, nobody's certificate
    forged.write(1)
    with pytest.raises(DeviceUnknown):
        forged.send(forged.batch())
    refused = real.send(forged.batch()).refused
    assert [(one.device, one.code) for one in refused] == [(forged.device, UNKNOWN_DEVICE)]
    other = server.laptop(server.unit("Kelurahan Lain"))
    other.write(1)
    with pytest.raises(DeviceUnknown):
        other.send(other.batch(), unit_id=real.place.unit_id)
    with unit.open("sri") as desk:
        thief = SigningKey.generate()
        own = desk.membership.certificate_of(desk.store.device)
        assert own is not None
        stolen = issue(  # the head's name on the thief's key, signed by the thief
            thief,
            unit=own.unit,
            sign_key=thief.public,
            receive=own.receive,
            role=Role.HEAD,
            holder=own.holder,
            valid_from=START,
        )
        desk.exchange.take([], certificates=[stolen, other.place.certificate])
        assert thief.device not in desk.carriers.certificates()
        assert desk.carriers.certificates().keys() == {desk.store.device}
        before = desk.store.log.vector()
        taken = desk.exchange.take([forged.batch(log=own.unit)], certificates=[stolen])
        assert (taken.applied, taken.quarantined) == (0, 1)
        (held,) = desk.quarantine.waiting()
        assert (held.device, held.may_accept) == (forged.device, False)
        assert desk.store.log.vector() == before
    for laptop in (real, forged, other):
        laptop.close()


@pytest.mark.scenario(51)
def test_an_ended_certificate_brings_in_what_was_made_in_time_and_nothing_else(server: Desk) -> None:
    unit_id = server.unit()
    code, _ = admin.code(server.central, unit_id, "deputy", date(2026, 11, 27))
    laptop = Laptop(server.url)
    laptop.enrol(code)
    end_ms = 1_795_798_800_000  # midnight after 27 November in Jakarta
    laptop.write(1, hlc=(end_ms - 1) << 16)
    laptop.write(1, hlc=end_ms << 16)
    began = server.clock.instant
    try:
        server.clock.instant = began + timedelta(days=7)
        response = laptop.send(laptop.batch())
    finally:
        server.clock.instant = began
    assert rejects(laptop, response) == {2: ("late.ended:2026-11-27", ())}
    assert response.acknowledged == {laptop.device: 2}
    laptop.close()


@pytest.mark.scenario(52)
def test_an_old_file_sent_once_more_after_a_rejection_changes_nothing_anywhere(
    unit: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit.join("wayan", "clerk", CLERK)
    unit.sync("sri")
    old = tmp_path / "old.flexdesk"
    with unit.open("wayan") as desk:
        monkeypatch.setattr("flexdesk.services.commits.refuse_unauthorised", lambda _store, _ops: None)
        desk.unit.set({"name": "Kelurahan Lain"})
        monkeypatch.undo()
        place(desk, "2026-11-24")
        desk.bundles.create(old, "unit")
        for_server = tmp_path / "server.flexdesk"
        desk.bundles.create(for_server, "server")
    unit.sync("wayan", "sri", "wayan")
    ends, states = unit.ends("sri", "wayan"), admin.verify(unit.central)
    assert len(ends) == 1
    for _again in range(3):
        for name in ("sri", "wayan"):
            with unit.open(name) as desk:
                if name == "sri":
                    taken = desk.bundles.apply(old)
                    assert (taken.applied, taken.quarantined, taken.rejected) == (0, 0, [])
                assert (desk.store.get("unit", "unit") or {})["name"] == "Kelurahan Contoh"
                assert placed(desk, "2026-11-24") == "home"
        imported = admin.import_bundle(unit.central, for_server)
        assert imported.taken == 0
        unit.sync("sri", "wayan")
    assert unit.ends("sri", "wayan") == ends
    assert [(s.pos, s.digest, s.faults) for s in admin.verify(unit.central)] == [
        (s.pos, s.digest, ()) for s in states
    ]
    with unit.open("wayan") as desk:
        assert len(desk.sending.rejected()) == 1
