"""Rules as the services hold them: on a real desk, not on values made for the rule."""

from datetime import date
from pathlib import Path

import pytest

from flexdesk.domain.places import Place
from flexdesk.errors import RuleBroken
from flexdesk.services.people_fields import NipInvalid
from tests.helpers.desks import small_desk

RINI, AGUS = "198501012009012001", "199001012015011002"


def test_joint_leave_and_holidays_are_not_deducted_from_the_register(tmp_path: Path):
    """LEV-10, LEV-12."""
    with small_desk(tmp_path / "unit", [(RINI, "Rini")]) as desk:
        row = desk.registers.add_leave(RINI, "annual", date(2026, 12, 21), date(2026, 12, 28))
        assert row["working_days"] == 4
        assert desk.registers.balance(RINI, 2026)["left"] == 8


@pytest.mark.parametrize(
    "nip",
    [
        pytest.param("1985010120090110", id="NIP-01"),
        pytest.param("198513012009011001", id="NIP-02"),
        pytest.param("198501012009131001", id="NIP-03"),
        pytest.param("198501012009013001", id="NIP-04"),
    ],
)
def test_a_spoilt_nip_is_not_taken(tmp_path: Path, nip: str):
    with small_desk(tmp_path / "unit") as desk:
        with pytest.raises(NipInvalid):
            desk.people.add(nip, "Rini")
        assert desk.people.roster() == []


def test_a_week_that_is_too_short_is_not_published(tmp_path: Path):
    """CAL-04: a day off may be typed, but the week waits until its minutes are full."""
    with small_desk(tmp_path / "unit", [(RINI, "Rini"), (AGUS, "Agus")]) as desk:
        keys = {person.nip: person.key for person in desk.people.roster()}
        desk.schedule.set_places([(keys[AGUS], date(2026, 11, 25), Place.OFF)], draft=False)
        with pytest.raises(RuleBroken) as refused:
            desk.schedule.publish(date(2026, 11, 23), "1/2026", keys[RINI])
        assert {one["rule"] for one in refused.value.facts["findings"]} == {"CAL-04"}
