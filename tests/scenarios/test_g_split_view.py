"""A server that shows two laptops two records is found by what colleagues hand each other."""

import shutil
from pathlib import Path

import pytest

from flexdesk.services.server_history import ServerRolledBack, ServerSplit
from flexdesk.store.carriers import SyncState
from tests.helpers.office import Office, make_office


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_office(tmp_path_factory.mktemp("office")).folder


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Office:
    return Office.copied(template, tmp_path / "office")


def turn_to(office: Office, face: str) -> None:
    """The server's two faces are two folders with the same keys."""
    current = office.folder / "current"
    shown = current.read_text() if current.exists() else "first"
    if shown != face:
        shutil.move(office.server, office.folder / shown)
        shutil.move(office.folder / face, office.server)
        current.write_text(face)


def parted(office: Office, more: int = 0) -> None:
    """Sri is shown one record, Budi another that is `more` exchanges longer."""
    office.save("second")
    office.works("sri", "sri on Tuesday")
    office.syncs("sri")
    turn_to(office, "second")
    for number in range(1 + more):
        office.works("budi", f"budi on Tuesday {number}")
        office.syncs("budi")


@pytest.mark.scenario(54)
@pytest.mark.parametrize("more", [0, 2], ids=["equally-long", "longer"])
def test_two_records_are_found_through_a_colleagues_file(office: Office, more: int) -> None:
    parted(office, more)
    turn_to(office, "first")
    office.syncs("wayan")  # has the first record, like Sri
    office.gives("budi", "sri")
    assert "budi on Tuesday 0" in office.shown("sri")  # what a colleague wrote is not the server's word
    office.works("wayan", "wayan on Tuesday")
    office.syncs("wayan")
    turn_to(office, "first")
    with pytest.raises(ServerRolledBack if more else ServerSplit):  # shorter than what Budi was shown
        office.syncs("sri")
    for face in ("second", "first"):
        turn_to(office, face)
        with pytest.raises(ServerSplit) as caught:
            office.syncs("sri", http=True)
        assert caught.value.facts["name"] == "Budi Contohman"
    assert "wayan on Tuesday" not in office.shown("sri")  # nothing from this server
    with office.at("sri") as desk:
        assert desk.status.read().server_doubt == "Budi Contohman"


@pytest.mark.scenario(54)
def test_the_colleague_whose_record_is_shorter_finds_it_too(office: Office) -> None:
    parted(office, 2)
    office.gives("sri", "budi")
    with pytest.raises(ServerSplit) as caught:
        office.syncs("budi")
    assert caught.value.facts["name"] == "Sri Contohwati"


@pytest.mark.scenario(54)
def test_a_server_that_hides_what_it_showed_a_colleague_is_refused(office: Office) -> None:
    """Sri has not been at the server since they parted: for her only Budi's file speaks."""
    office.save("second")
    turn_to(office, "second")
    office.works("budi", "budi on Tuesday")
    office.syncs("budi")
    office.gives("budi", "sri")
    turn_to(office, "first")
    for number in range(3):
        office.works("wayan", f"wayan on Tuesday {number}")
        office.syncs("wayan")
    with pytest.raises(ServerSplit):
        office.syncs("sri")
    assert "wayan on Tuesday 0" not in office.shown("sri")


@pytest.mark.scenario(54)
def test_one_record_raises_no_alarm_whoever_hands_what_to_whom(office: Office) -> None:
    for name in ("sri", "budi", "wayan", "budi"):
        office.works(name, f"{name} on Tuesday {len(office.places)}")
        office.syncs(name)
        for other in {"sri", "budi", "wayan"} - {name}:
            office.gives(name, other)
    for name in ("wayan", "sri", "budi", "wayan", "sri"):
        office.syncs(name)
    assert office.digest("sri") == office.digest("budi") == office.digest("wayan")


@pytest.mark.scenario(54)
def test_a_person_may_believe_the_server_again(office: Office) -> None:
    parted(office, 1)
    office.gives("sri", "budi")
    with pytest.raises(ServerSplit):
        office.syncs("budi")
    with office.at("budi") as desk:
        desk.sync.trust_server()
        assert desk.status.read().server_doubt == ""
        assert desk.carriers.received() == 0  # until this server says it again
    assert office.syncs("budi").state is SyncState.RECEIVED
    office.works("budi", "budi on Wednesday")
    assert office.syncs("budi").state is SyncState.RECEIVED
    assert office.shown("budi") == set(office.places)


@pytest.mark.scenario(54)
def test_in_doubt_the_servers_word_does_not_count_from_a_colleague_either(office: Office) -> None:
    parted(office)
    turn_to(office, "first")
    office.works("sri", "sri on Wednesday")
    office.gives("sri", "wayan")
    office.syncs("wayan")  # and has the receipt for Sri's change
    office.gives("budi", "sri")
    green = office.states("sri")[SyncState.RECEIVED]
    office.gives("wayan", "sri")
    assert office.states("sri")[SyncState.RECEIVED] == green
    with office.at("sri") as desk:
        desk.sync.trust_server()
    office.syncs("sri")
    assert office.states("sri")[SyncState.RECEIVED] == green + 1
