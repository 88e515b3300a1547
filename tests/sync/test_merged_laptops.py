"""People merged on one laptop while another still writes to the record that was merged."""

from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.errors import StaleEdit
from flexdesk.store.digest import digest
from flexdesk.system.clock import FixedClock
from tests.helpers.units import Unit, copied, make_unit

OLD, NEW = "199407092022211005", "199407092022221005"
MON, TUE, WED = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    """Three laptops that know each other and the same man under two numbers."""
    unit = make_unit(tmp_path_factory.mktemp("unit"))
    with unit.open("sri") as sri:
        for nip in (OLD, NEW):
            sri.people.add(nip, "Joko Contoh")
        bundle = send(sri, "people")
    for name in ("budi", "wayan"):
        with unit.open(name) as desk:
            desk.bundles.apply(bundle)
    return unit


@pytest.fixture
def unit(met: Unit, tmp_path: Path) -> Unit:
    return copied(met, tmp_path / "unit")


def key_of(desk: Desk, nip: str) -> str:
    return str(desk.store.stored("person", nip=nip)[0]["key"])


def send(desk: Desk, name: str) -> Path:
    path = desk.folder.parent / f"{name}.flexdesk"
    desk.bundles.create(path, "unit")
    return path


def place(desk: Desk, nip: str, day: date, where: Place) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(minutes=1)
    assert desk.schedule.set_places([(key_of(desk, nip), day, where)]) is not None


def shown(desk: Desk, nip: str) -> list[Place | None]:
    view = desk.schedule.week(MON)
    return [view.cells[key_of(desk, nip), day].place for day in (MON, TUE, WED)]


def test_what_another_laptop_writes_to_the_merged_record_arrives_at_the_one_that_stays(unit: Unit) -> None:
    with unit.open("budi") as budi:
        place(budi, OLD, MON, Place.TRAINING)
        place(budi, OLD, TUE, Place.TRAINING)
        budi.people.change(OLD, {"phone": "0811"})
        from_budi = send(budi, "budi-1")
    with unit.open("sri") as sri:
        place(sri, NEW, TUE, Place.DUTY_TRAVEL)
        sri.duplicates.merge(NEW, OLD)
        from_sri = send(sri, "sri-1")
        sri.bundles.apply(from_budi)
        assert shown(sri, NEW) == [Place.TRAINING, Place.DUTY_TRAVEL, Place.OFFICE]
        assert sri.sync.conflicts() == []
    with unit.open("budi") as budi:
        heard = []
        budi.subscribe(heard.append)
        budi.bundles.apply(from_sri)
        assert shown(budi, NEW) == [Place.TRAINING, Place.DUTY_TRAVEL, Place.OFFICE]
        assert [one.nip for one in budi.people.roster() if one.name == "Joko Contoh"] == [NEW]
        place(budi, NEW, MON, Place.SICK)  # lands in the row that the merged record wrote
        last = send(budi, "budi-2")
        assert {
            op.row.split("|")[0] for change in heard for op in change.ops if op.table == "assignment"
        } == {key_of(budi, NEW)}
    ends = set()
    for name, files in (("sri", [last]), ("wayan", [last, from_sri, from_budi])):
        with unit.open(name) as desk:
            for file in files:
                desk.bundles.apply(file)
            assert shown(desk, NEW) == [Place.SICK, Place.DUTY_TRAVEL, Place.OFFICE]
            ends.add(digest(desk.store))
    assert len(ends) == 1


def test_a_merge_comes_apart_on_every_laptop_after_both_worked_on(unit: Unit) -> None:
    with unit.open("sri") as sri:
        place(sri, OLD, WED, Place.TRAINING)
        change = sri.duplicates.merge(NEW, OLD)
        assert change is not None
        merge = send(sri, "sri-1")
        with unit.open("budi") as budi:
            budi.bundles.apply(merge)
            place(budi, NEW, MON, Place.TRAINING)
            sri.bundles.apply(send(budi, "budi-1"))
        assert shown(sri, NEW) == [Place.TRAINING, Place.OFFICE, Place.TRAINING]
        assert sri.committer.commit(change.inverse()) is not None
        assert shown(sri, NEW) == [Place.TRAINING, Place.OFFICE, Place.OFFICE]
        assert shown(sri, OLD) == [Place.OFFICE, Place.OFFICE, Place.TRAINING]
        apart = send(sri, "sri-2")
        end = digest(sri.store)
    with unit.open("budi") as budi:
        budi.bundles.apply(apart)
        assert shown(budi, OLD) == [Place.OFFICE, Place.OFFICE, Place.TRAINING]
        assert digest(budi.store) == end


def test_an_undo_that_another_laptop_wrote_over_is_refused_and_changes_nothing(unit: Unit) -> None:
    with unit.open("sri") as sri:
        sri.people.change(OLD, {"phone": "0811"})
        change = sri.duplicates.merge(NEW, OLD)
        assert change is not None
        merge = send(sri, "sri-1")
        with unit.open("budi") as budi:
            budi.bundles.apply(merge)
            budi.people.change(NEW, {"phone": "0899"})
            sri.bundles.apply(send(budi, "budi-1"))
        before = digest(sri.store)
        with pytest.raises(StaleEdit):
            sri.committer.commit(change.inverse())
        assert digest(sri.store) == before
        sri.duplicates.unmerge(OLD)  # the honest way: apart, and the later phone stays where it was typed
        phones = {row["nip"]: row["phone"] for row in sri.store.select("person")}
        assert (phones[OLD], phones[NEW]) == ("0811", "0899")


def test_two_laptops_that_merge_in_opposite_directions_end_with_the_same_person(unit: Unit) -> None:
    with unit.open("sri") as sri:
        place(sri, OLD, MON, Place.TRAINING)
        sri.duplicates.merge(NEW, OLD)
        from_sri = send(sri, "sri-1")
    with unit.open("budi") as budi:
        place(budi, NEW, TUE, Place.TRAINING)
        budi.duplicates.merge(OLD, NEW)
        from_budi = send(budi, "budi-1")
    ends = set()
    for name, file in (("sri", from_budi), ("budi", from_sri)):
        with unit.open(name) as desk:
            desk.bundles.apply(file)
            people = [one for one in desk.people.roster() if one.name == "Joko Contoh"]
            assert len(people) == 1
            view = desk.schedule.week(MON)
            ends.add((people[0].key, digest(desk.store), view.cells[people[0].key, MON].place))
            assert view.cells[people[0].key, TUE].place is Place.TRAINING
    assert len(ends) == 1
    assert next(iter(ends))[2] is Place.TRAINING
