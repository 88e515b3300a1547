"""Roles survive an update of the program, old files and a new identity."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.server import admin
from flexdesk.services.identity import DiskCopied
from flexdesk.services.permission import MembershipEnded, NotAllowed, RoleEnded
from tests.helpers.staffed_unit import CLERK, DEPUTY, Office, office, place


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


def held(desk: Desk, device: str) -> tuple[object, ...]:
    mandate = desk.membership.mandates.of(device)
    return mandate.at(0), mandate.revoked_seq, mandate.revoked_pos


def test_a_store_of_an_older_program_learns_the_roles_from_what_it_kept(unit: Office) -> None:
    clerk = unit.join("wayan", "clerk", CLERK)
    gone = unit.join("budi", "deputy", DEPUTY)
    admin.revoke(unit.central, gone)
    unit.sync("sri", "wayan")
    for name in ("sri", "wayan"):
        with unit.open(name) as desk:
            before = {device: held(desk, device) for device in (clerk, gone, desk.store.device)}
            for table in ("role", "revocation"):  # as the step of the update leaves them
                desk.store.connection.execute(f"DELETE FROM {table}")
            desk.store.connection.execute("DELETE FROM setting WHERE name = 'server_known'")
        with unit.open(name) as desk:
            assert {device: held(desk, device) for device in before} == before
            assert desk.membership.mandates.position() == int(desk.store.setting("server_position"))
    with unit.open("wayan") as desk, pytest.raises(NotAllowed):
        desk.unit.set({"name": "Kelurahan Lain"})


def test_an_old_file_does_not_bring_an_old_role_back(unit: Office) -> None:
    unit.join("wayan", "clerk", CLERK)
    unit.sync("sri")
    with unit.open("sri") as desk:
        old = desk.carriers.certificates()
    with unit.open("wayan") as desk:
        desk.membership.enrol(unit.url, unit.code("deputy"), CLERK)
        wayan = desk.store.device
    unit.sync("wayan", "sri")
    with unit.open("sri") as desk:
        desk.exchange.take([], certificates=old.values())
        held = desk.membership.certificate_of(wayan)
        assert held is not None
        assert held.role == "deputy"
        assert [grant.role for grant in desk.membership.mandates.of(wayan).grants] == ["clerk", "deputy"]


def test_a_handed_over_role_ends_when_the_old_one_would_have(unit: Office, tmp_path: Path) -> None:
    unit.join("budi", "deputy", DEPUTY, until=date(2026, 11, 27))
    with unit.fresh("wayan") as desk:
        desk.membership.write_request(tmp_path / "request", "", CLERK)
    with unit.open("budi") as desk:
        desk.handover.write(tmp_path / "request", tmp_path / "handover")
    with unit.open("wayan") as desk:
        desk.membership.enrol(unit.url, "", CLERK, (tmp_path / "handover").read_bytes())
        desk.membership.enrol(unit.url, "", CLERK, (tmp_path / "handover").read_bytes())  # asked twice
        status = desk.status.read()
        assert (status.role, status.role_last_day) == ("deputy", date(2026, 11, 27))
    unit.sync("budi")
    with unit.open("budi") as desk, pytest.raises(MembershipEnded):
        place(desk, "2026-11-24")
    assert len([one for one in admin.devices(unit.central) if one.revoked_seq is not None]) == 1


def test_a_new_identity_of_a_copied_disk_has_the_role_of_the_old_one_and_its_end(unit: Office) -> None:
    until = date(2026, 11, 27)
    former = unit.join("budi", "deputy", DEPUTY, until=until)
    shutil.copytree(unit.folder / "budi", unit.folder / "copy")
    unit.clocks["copy"] = unit.clocks["budi"]
    for name, day in (("budi", "2026-11-24"), ("copy", "2026-11-25")):
        with unit.open(name) as desk:
            place(desk, day)
    unit.sync("budi")
    with unit.open("copy") as desk, pytest.raises(DiskCopied):
        desk.sync.sync()
    with unit.open("copy") as desk:
        assert desk.store.device != former
        assert (desk.status.read().role, desk.status.read().role_last_day) == ("deputy", until)
        desk.sync.sync()
        assert (desk.status.read().role, desk.status.read().role_last_day) == ("deputy", until)
        (tx,) = desk.store.log.txs(desk.store.device, 1)
        assert tx.known_position > 0  # what its author knew went along


def test_the_servers_word_in_a_colleagues_file_ends_a_role_as_the_line_does(
    unit: Office, tmp_path: Path
) -> None:
    unit.join("budi", "deputy", DEPUTY, until=date(2026, 11, 27))
    unit.join("wayan", "clerk", CLERK)
    unit.sync("sri", "budi")
    with unit.open("budi") as desk:
        known = desk.membership.mandates.position()
        place(desk, "2026-11-24")
    unit.pass_days(7)
    with unit.open("wayan") as desk:
        desk.membership.enrol(unit.url, unit.code("deputy"), CLERK)  # a word about roles
        place(desk, "2026-12-01")
    unit.sync("wayan", "sri")
    with unit.open("sri") as desk:
        desk.bundles.create(tmp_path / "sri.flexdesk", "unit")
    with unit.open("budi") as desk:
        desk.bundles.apply(tmp_path / "sri.flexdesk")
        assert desk.membership.mandates.position() > known
        with pytest.raises(RoleEnded):
            place(desk, "2026-12-02")
