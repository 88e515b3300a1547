"""A laptop whose membership has ended goes on working, and colleagues who do not know yet open its files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.server import admin
from flexdesk.services.permission import MembershipEnded
from flexdesk.sync.certificates import RejectEntry, verify_entry
from flexdesk.sync.reasons import LATE, REVOKED
from tests.helpers.staffed_unit import NIP, Office, office, place, placed


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, "budi", "wayan") as made:
        yield made


def device_of(unit: Office, name: str) -> str:
    with unit.open(name) as desk:
        return desk.store.device


@pytest.mark.scenario(48)
def test_an_uninformed_colleague_shows_it_for_a_while_and_an_informed_one_keeps_it_for_a_person(
    unit: Office, tmp_path: Path
) -> None:
    admin.revoke(unit.central, device_of(unit, "budi"))
    unit.sync("sri")  # knows; wayan does not
    with unit.open("budi") as desk:
        place(desk, "2026-11-24")
        place(desk, "2026-11-25")
        desk.bundles.create(tmp_path / "budi.flexdesk", "unit")
    with unit.open("wayan") as desk:
        desk.bundles.apply(tmp_path / "budi.flexdesk")
        assert placed(desk, "2026-11-24") == "home"
        place(desk, "2026-11-26")  # in the knowledge of what will turn out to be late
        desk.people.change(NIP, {"phone": "0812"})
        desk.bundles.create(tmp_path / "wayan.flexdesk", "unit")
    with unit.open("sri") as desk:
        desk.bundles.apply(tmp_path / "budi.flexdesk")
        assert placed(desk, "2026-11-24") is None
        taken = desk.bundles.apply(tmp_path / "wayan.flexdesk")
        assert taken.waiting == 0  # nobody's work is held up by a revoked laptop's
        assert placed(desk, "2026-11-26") == "home"
        assert [one.reason for one in desk.quarantine.waiting()] == [LATE, LATE]
        assert [one.cells[0].person for one in desk.quarantine.waiting()] == ["Sri Contohwati"] * 2
        assert desk.status.read().quarantined == 2
    unit.sync("wayan", "sri", "wayan")
    with unit.open("wayan") as desk:
        assert placed(desk, "2026-11-24") is None  # void once the server has spoken
        assert placed(desk, "2026-11-26") == "home"
    assert len(unit.ends("sri", "wayan")) == 1


@pytest.mark.scenario(48)
def test_the_revoked_laptop_itself_is_told_and_a_person_decides_about_what_it_sent(unit: Office) -> None:
    device = device_of(unit, "budi")
    with unit.open("budi") as desk:
        place(desk, "2026-11-23")
    unit.sync("budi")
    admin.revoke(unit.central, device)
    with unit.open("budi") as desk:
        place(desk, "2026-11-24")
        place(desk, "2026-11-25")
        desk.sync.sync()
        assert [one.reason for one in desk.sending.rejected()] != []
        with pytest.raises(MembershipEnded):
            place(desk, "2026-11-26")
    with unit.open("sri") as desk:
        place(desk, "2026-11-24")  # by chance the same
    unit.sync("sri", "wayan")
    with unit.open("sri") as desk:
        assert placed(desk, "2026-11-23") == "home"
        first, second = desk.quarantine.waiting()
        desk.quarantine.accept(first.id)
        desk.quarantine.leave(second.id)
        assert (placed(desk, "2026-11-24"), placed(desk, "2026-11-25")) == ("home", None)
        assert desk.quarantine.waiting() == []
    unit.sync("sri", "wayan")
    with unit.open("wayan") as desk:
        assert (placed(desk, "2026-11-24"), placed(desk, "2026-11-25")) == ("home", None)
        assert [one.id for one in desk.quarantine.waiting()] == [second.id]  # another may still let it in
        assert desk.store.log.first_bad() is None
    assert len(unit.ends("sri", "wayan")) == 1
    assert [state.faults for state in admin.verify(unit.central)] == [()]


@pytest.mark.scenario(48)
def test_who_writes_in_the_knowledge_of_the_revocation_is_turned_down_for_good(
    unit: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin.revoke(unit.central, device_of(unit, "budi"))
    unit.sync("budi")
    with unit.open("budi") as desk:
        monkeypatch.setattr("flexdesk.services.commits.refuse_unauthorised", lambda _store, _ops: None)
        place(desk, "2026-11-24")  # a program that was tampered with
        monkeypatch.undo()
        desk.sync.sync()
    unit.sync("sri")
    with unit.open("sri") as desk:
        server = desk.membership.enrolled()
        entries = [verify_entry(blob, server.issuer) for blob in desk.carriers.entries("reject")]
        assert [one.reason for one in entries if isinstance(one, RejectEntry)] == [REVOKED]
        assert desk.quarantine.waiting() == []
        assert placed(desk, "2026-11-24") is None
