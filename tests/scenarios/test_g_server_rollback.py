"""An older backup of the server comes back: laptops notice, keep everything, and send what it forgot."""

from dataclasses import replace
from pathlib import Path

import pytest

from flexdesk.server import admin
from flexdesk.server.central import Central
from flexdesk.services.server_history import ServerHistoryChanged, ServerRolledBack
from flexdesk.store.carriers import SyncState
from flexdesk.sync.certificates import RestoreEntry, UnitHeadEntry, sign_entry, verify_entry
from flexdesk.sync.messages import SyncResponse
from tests.helpers.office import Office, make_office


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_office(tmp_path_factory.mktemp("office")).folder


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Office:
    return Office.copied(template, tmp_path / "office")


@pytest.mark.scenario(53)
def test_without_the_operators_word_an_older_server_is_refused(office: Office) -> None:
    saved = office.save()
    office.tomorrow()
    office.works("sri", "sri on Tuesday")
    assert office.syncs("sri").state is SyncState.RECEIVED
    office.lay_back(saved)
    office.works("sri", "sri on Wednesday")
    for _again in range(2):
        with pytest.raises(ServerRolledBack) as caught:
            office.syncs("sri")
        assert caught.value.facts["found"] < caught.value.facts["known"]
    assert office.shown("sri") >= {"sri on Tuesday", "sri on Wednesday"}


@pytest.mark.scenario(53)
def test_once_the_operator_confirms_everything_that_was_forgotten_comes_back(office: Office) -> None:
    saved = office.save()
    office.tomorrow()
    for name in ("sri", "budi"):
        office.works(name, f"{name} on Tuesday")
        office.syncs(name)
    office.syncs("sri")  # has Budi's, too
    office.lay_back(saved)
    office.tomorrow()
    office.works("sri", "sri on Wednesday")
    assert office.confirms() == 1
    done = office.syncs("sri", http=True)
    assert done.restored
    assert done.sent == 2  # Tuesday's again, and Wednesday's
    assert done.state is SyncState.RECEIVED
    assert not office.syncs("sri").restored
    # Wayan learns from the server what only it and two laptops ever had, Budi's change included.
    office.syncs("wayan", http=True)
    assert office.shown("wayan") == set(office.places)
    assert office.syncs("budi").restored
    office.syncs("sri")
    office.syncs("wayan")
    assert len({office.digest(name) for name in ("sri", "budi", "wayan")}) == 1
    with Central(office.settings) as central:
        assert [state.faults for state in admin.verify(central)] == [()]


@pytest.mark.scenario(53)
def test_a_receipt_that_the_server_forgot_is_not_green_any_more(office: Office) -> None:
    before = office.states("sri")[SyncState.RECEIVED]
    saved = office.save()
    office.tomorrow()
    office.works("sri", "sri on Tuesday")
    office.syncs("sri")
    assert office.states("sri")[SyncState.RECEIVED] == before + 1
    office.lay_back(saved)
    office.tomorrow()
    office.confirms()
    # The statement travels in a file, too: a colleague who was at the server brings it to Sri.
    office.syncs("budi")
    with office.at("budi") as desk:
        desk.bundles.create(office.folder / "from-budi.flexdesk", "unit")
    with office.at("sri") as desk:
        desk.bundles.apply(office.folder / "from-budi.flexdesk")
    counts = office.states("sri")
    assert counts[SyncState.RECEIVED] == 0  # whatever the server still has, only it can say
    assert counts[SyncState.HANDED] == before + 1
    assert office.syncs("sri").state is SyncState.RECEIVED
    assert office.states("sri")[SyncState.RECEIVED] == before + 1


@pytest.mark.scenario(53)
def test_an_old_receipt_that_comes_late_by_file_does_not_turn_it_green_again(office: Office) -> None:
    saved = office.save()
    office.tomorrow()
    office.works("sri", "sri on Tuesday")
    office.syncs("sri")
    office.syncs("budi")
    with office.at("budi") as desk:  # holds the receipt over Sri's change
        desk.bundles.create(office.folder / "old.flexdesk", "unit")
    office.lay_back(saved)
    office.tomorrow()
    office.confirms()
    office.syncs("wayan")
    with office.at("wayan") as desk:
        desk.bundles.create(office.folder / "new.flexdesk", "unit")
    with office.at("sri") as desk:
        desk.bundles.apply(office.folder / "new.flexdesk")
        green = desk.carriers.received()
        desk.bundles.apply(office.folder / "old.flexdesk")
        assert desk.carriers.received() == green
        assert desk.carriers.state(green + 1) is SyncState.HANDED


@pytest.mark.scenario(53)
def test_a_server_that_has_grown_past_what_it_forgot_is_found_all_the_same(office: Office) -> None:
    """Nobody confirmed, and Budi, who had not been at the server since, sent enough to hide the gap."""
    saved = office.save()
    office.tomorrow()
    office.works("sri", "sri on Tuesday")
    office.syncs("sri")
    office.lay_back(saved)
    for number in range(3):
        office.works("budi", f"budi on Wednesday {number}")
        office.syncs("budi")
    with pytest.raises(ServerHistoryChanged):
        office.syncs("sri")
    assert "budi on Wednesday 0" not in office.shown("sri")
    office.tomorrow()
    office.confirms()
    assert office.syncs("sri").restored
    office.syncs("budi")
    office.syncs("wayan")
    assert office.shown("sri") == office.shown("budi") == office.shown("wayan") == set(office.places)


@pytest.mark.scenario(53)
def test_two_backups_laid_back_one_after_the_other_end_equal(office: Office) -> None:
    first = office.save()
    office.tomorrow()
    office.works("sri", "sri on Tuesday")
    office.syncs("sri")
    second = office.save("saved again")
    office.lay_back(first)
    office.tomorrow()
    office.confirms()
    office.works("budi", "budi on Wednesday")
    office.syncs("budi")
    office.lay_back(second)  # which has never seen the first return
    office.tomorrow()
    office.confirms()
    for _round in range(2):
        for name in ("budi", "sri", "wayan"):
            office.syncs(name)
    assert office.shown("sri") == office.shown("budi") == office.shown("wayan") == set(office.places)
    assert all(office.states(name)[SyncState.HANDED] == 0 for name in ("sri", "budi", "wayan"))


@pytest.mark.scenario(53)
def test_a_head_that_speaks_of_a_restore_needs_the_statement(office: Office) -> None:
    with Central(office.settings) as central, office.at("sri") as desk:
        keys, history = central.keys.signing, desk.exchange.history
        own = verify_entry(history.shown()[0], keys.public)
        assert isinstance(own, UnitHeadEntry)
        later = replace(own, restored_ms=own.at_ms + 1, at_ms=own.at_ms + 2)
        statement = sign_entry(RestoreEntry(unit=own.unit, pos=own.pos, at_ms=own.at_ms + 1), keys)
        answer = SyncResponse({}, own.pos, later.at_ms, sign_entry(later, keys))
        with pytest.raises(ServerRolledBack):
            history.check(answer)
        assert history.check(replace(answer, entries=(statement,)))
        with pytest.raises(ServerRolledBack):  # and there is no way back behind it
            history.check(replace(answer, head=sign_entry(own, keys)))


@pytest.mark.scenario(53)
def test_who_joined_and_who_was_ended_since_the_backup_comes_back_through_the_laptops(office: Office) -> None:
    saved = office.save()
    office.tomorrow()
    with Central(office.settings) as central:
        (unit,) = admin.verify(central)
        wayan = next(d.device for d in admin.devices(central) if d.holder == "Wayan Contohnya")
        admin.revoke(central, wayan)
        code, _until = admin.code(central, unit.unit_id, "deputy")
    joined = office.joins("dewi", code, "Dewi Contohsari")
    office.works("dewi", "dewi on Tuesday")
    for name in ("dewi", "sri"):
        office.syncs(name)
    office.lay_back(saved)
    office.tomorrow()
    office.confirms()
    office.syncs("sri")
    with Central(office.settings) as central:
        found = {device.device: device for device in admin.devices(central)}
        assert found[wayan].revoked_seq is not None
        assert (found[joined].holder, found[joined].role) == ("Dewi Contohsari", "deputy")
        assert found[joined].last_seq > 0
        assert [state.faults for state in admin.verify(central)] == [()]
    office.works("dewi", "dewi on Wednesday")
    assert office.syncs("dewi").state is SyncState.RECEIVED
    office.syncs("sri")
    assert office.shown("sri") == set(office.places)
