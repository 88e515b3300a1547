"""Rules as the services hold them: on a real desk, not on values made for the rule."""

from datetime import date
from pathlib import Path

import pytest

from flexdesk.domain.places import Place
from flexdesk.errors import ReasonNeeded, RuleBroken
from flexdesk.services.leave import LeaveForm
from flexdesk.services.people_fields import NipInvalid
from tests.helpers.desks import small_desk

RINI, AGUS = "198501012009012001", "199001012015011002"


def test_joint_leave_and_holidays_are_not_deducted_from_the_register(tmp_path: Path):
    """LEV-10, LEV-12."""
    with small_desk(tmp_path / "unit", [(RINI, "Rini")]) as desk:
        done = desk.leave.add(RINI, LeaveForm("annual", date(2026, 12, 21), date(2026, 12, 28)))
        row = desk.leave.row(done.key)
        assert row["working_days"] == 4
        assert desk.leave.book().balance(str(row["person"]), 2026).balance.left == 8


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


def test_advice_that_is_not_followed_is_answered_once_when_publishing(tmp_path: Path):
    """A SOFT finding asks for a written reason, which stays with the version; only a new one asks again."""
    monday = date(2026, 11, 23)
    with small_desk(tmp_path / "unit", [(RINI, "Rini"), (AGUS, "Agus")]) as desk:
        keys = {person.nip: person.key for person in desk.people.roster()}
        point, _change = desk.unit.add_service_point("Loket KTP", need=2)
        desk.unit.assign(point, [RINI])
        with pytest.raises(ReasonNeeded) as asked:
            desk.schedule.publish(monday, "1/2026", keys[RINI])
        assert {one["rule"] for one in asked.value.facts["findings"]} == {"LOC-12"}
        assert desk.store.select("publication") == []
        desk.schedule.publish(monday, "1/2026", keys[RINI], "Agus menyusul setelah diklat.")
        desk.schedule.publish(monday, "2/2026", keys[RINI])
        first, second = desk.store.select("publication", order="version")
        assert (first["reason"], second["reason"]) == ("Agus menyusul setelah diklat.", None)
        desk.schedule.set_places([(keys[RINI], date(2026, 11, 27), Place.HOME)])
        with pytest.raises(ReasonNeeded) as again:
            desk.schedule.publish(monday, "3/2026", keys[RINI])
        assert [one["date"] for one in again.value.facts["findings"]] == ["2026-11-27"]
