"""The head is away and a deputy works for a week without a line (Plh, Plt): what stands, and what waits."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flexdesk.domain.places import Place
from flexdesk.server import admin
from flexdesk.services.permission import RoleEnded
from flexdesk.sync.reasons import ended, sentence
from tests.helpers.staffed_unit import CLERK, DEPUTY, NIP, Office, office, place, placed

LAST = date(2026, 11, 27)  # Friday


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.mark.scenario(47)
def test_a_deputys_week_without_a_line_stands_and_what_came_after_its_end_waits_for_the_head(
    unit: Office, tmp_path: Path
) -> None:
    device = unit.join("budi", "deputy", DEPUTY, until=LAST)
    for day in range(23, 28):  # Monday to Friday, one edit a day
        with unit.open("budi") as desk:
            place(desk, f"2026-11-{day}")
        unit.pass_days(1)
    with unit.open("budi") as desk:  # Saturday: no line yet, so the laptop only knows what its clock says
        place(desk, "2026-11-30", Place.OFFICE)
        assert desk.status.read().role_last_day == LAST
        desk.bundles.create(tmp_path / "week.flexdesk", "unit")
    unit.pass_days(3)

    with unit.open("sri") as desk:  # the head gets the file before the server has heard anything
        desk.bundles.apply(tmp_path / "week.flexdesk")
        assert [placed(desk, f"2026-11-{day}") for day in range(23, 28)] == ["home"] * 5
        assert placed(desk, "2026-11-30") is None
        assert [one.may_accept for one in desk.quarantine.waiting()] == [True]
    unit.sync("budi", "sri")
    with unit.open("sri") as desk:
        assert [placed(desk, f"2026-11-{day}") for day in range(23, 28)] == ["home"] * 5
        (late,) = desk.quarantine.waiting()
        assert (late.device, late.holder, late.reason) == (device, DEPUTY, ended(LAST))
        assert "27 November 2026" in late.why
        assert [(cell.day, cell.field, cell.value) for cell in late.cells] == [
            ("2026-11-30", "place", "office"),
            ("2026-11-30", "source", "typed"),
        ]
        assert late.at == datetime(2026, 11, 28, 1, tzinfo=UTC)
        desk.quarantine.accept(late.id)
        assert placed(desk, "2026-11-30") == "office"
        assert desk.quarantine.waiting() == []
    unit.sync("sri")
    with unit.open("budi") as desk:
        assert [one.reason for one in desk.sending.rejected()] == [sentence(ended(LAST))]
        with pytest.raises(RoleEnded) as refused:  # by now the server's time is known here
            desk.people.change(NIP, {"phone": "0811"})
        assert "27 November 2026" in str(refused.value)
    assert [state.faults for state in admin.verify(unit.central)] == [()]


@pytest.mark.scenario(47)
def test_a_new_code_gives_back_the_role_and_all_that_was_withheld(unit: Office) -> None:
    unit.join("budi", "deputy", DEPUTY, until=LAST)
    unit.pass_days(7)
    with unit.open("sri") as desk:
        place(desk, "2026-12-01")
    unit.sync("sri", "budi")
    with unit.open("budi") as desk:
        assert placed(desk, "2026-12-01") is None  # whose role has ended is told of itself only
        desk.membership.enrol(unit.url, unit.code("deputy", date(2026, 12, 4)), DEPUTY)
        desk.sync.sync()
        assert placed(desk, "2026-12-01") == "home"
        place(desk, "2026-12-02")
    unit.sync("budi", "sri")
    assert len(unit.ends("sri", "budi")) == 1


@pytest.mark.scenario(47)
def test_a_laptop_with_a_wrong_clock_neither_shortens_nor_prolongs_the_role(unit: Office) -> None:
    unit.join("budi", "deputy", DEPUTY, until=LAST)
    unit.clocks["budi"].advance(days=3 * 365)
    with unit.open("budi") as desk:
        place(desk, "2026-11-24")  # no clock stops work
    unit.sync("budi", "sri")
    with unit.open("sri") as desk:
        assert placed(desk, "2026-11-24") == "home"  # it arrived before the end, whatever the laptop says
    unit.pass_days(7)
    unit.sync("budi")
    unit.clocks["budi"].instant = datetime(1980, 1, 1, tzinfo=UTC)
    with unit.open("budi") as desk, pytest.raises(RoleEnded):
        place(desk, "2026-11-25")


@pytest.mark.scenario(47)
def test_a_role_is_handed_to_the_successor_and_nothing_of_the_old_head_is_lost(
    unit: Office, tmp_path: Path
) -> None:
    unit.join("wayan", "clerk", CLERK)
    request, handover = tmp_path / "request", tmp_path / "handover"
    with unit.fresh("budi") as desk:
        desk.membership.write_request(request, "", DEPUTY)
        successor = desk.store.device
    with unit.open("sri") as desk:
        place(desk, "2026-11-24")  # not sent yet
        handed = desk.handover.write(request, handover)
        former = desk.store.device
        assert (handed.successor, handed.holder) == (successor, DEPUTY)
        place(desk, "2026-11-25")  # after the handover
    with unit.open("budi") as desk:
        desk.membership.enrol(unit.url, "", DEPUTY, handover.read_bytes())
        desk.sync.sync()
        assert desk.status.read().role == "head"
        assert desk.carriers.revoked() == {former: handed.last}
    unit.sync("sri", "budi", "wayan")
    for name in ("budi", "wayan"):
        with unit.open(name) as desk:
            assert placed(desk, "2026-11-24") == "home"
            assert placed(desk, "2026-11-25") is None
            assert [one.reason for one in desk.quarantine.waiting()] == ["late.revoked"]
    with unit.open("budi") as desk:
        desk.quarantine.accept(desk.quarantine.waiting()[0].id)
    unit.sync("budi", "wayan")
    with unit.open("wayan") as desk:
        assert placed(desk, "2026-11-25") == "home"
        assert desk.quarantine.waiting() == []  # what the head decided is decided everywhere
    assert len(unit.ends("budi", "wayan")) == 1
    roles = {one.device: (one.role, one.revoked_seq) for one in admin.devices(unit.central)}
    assert roles[successor] == ("head", None)
    assert roles[former] == ("head", handed.last)
