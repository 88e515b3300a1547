"""A target changed in the middle of the year: the old one kept, the new one from its date, on paper too."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.periods import parse_period
from flexdesk.errors import UsageError
from flexdesk.services.outline import Boxes
from flexdesk.services.papers import Papers, target_of
from flexdesk.services.skp_rows import SkpLocked
from flexdesk.services.target_changes import ChangeOutside
from flexdesk.services.targets import TargetIndicator
from tests.helpers.desks import kecamatan_desk

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with kecamatan_desk(tmp_path / "unit") as desk:
        yield desk


def first(desk: Desk) -> TargetIndicator:
    """204 kegiatan a year, approved; 147 by September."""
    return desk.targets.plans(year=2026)[0].results[0].indicators[0]


def test_an_approved_target_keeps_the_old_number(desk: Desk) -> None:
    key = str(first(desk).row["key"])
    assert desk.target_changes.needs_date(key)
    change = desk.target_changes.change(
        key, target="1.000", unit="kegiatan", since=OCTOBER, note="PK berubah"
    )
    found = first(desk)
    assert (found.row["target_number"], found.newest["target_number"]) == (204, 1000)
    assert found.at(date(2026, 9, 30))["target_text"] == "204"
    assert target_of(found.at(OCTOBER)) == "1.000 kegiatan"
    track = found.track()
    assert [track.target_at(parse_period(code)) for code in ("2026-Q3", "2026-10", "2026")] == [
        204,
        1000,
        1000,
    ]
    assert [(one.since, one.text, one.note) for one in desk.target_changes.history(key)] == [
        (date(2026, 1, 1), "204", ""), (OCTOBER, "1.000", "PK berubah"),
    ]  # fmt: skip
    desk.committer.commit(change.inverse())
    assert first(desk).newest["target_number"] == 204


def test_the_paper_of_a_period_prints_the_target_that_held_then(desk: Desk) -> None:
    key = str(first(desk).row["key"])
    desk.target_changes.change(key, target="250", unit="kegiatan", since=OCTOBER)
    plan = desk.targets.plans(year=2026)[0]
    later = Papers(desk.store, desk.reader, date(2026, 11, 21), None).skp(plan)
    before = Papers(desk.store, desk.reader, date(2026, 9, 1), None).skp(plan)
    assert later.main[0].indicators[0].target == "250 kegiatan"
    assert before.main[0].indicators[0].target == "204 kegiatan"


def test_the_same_target_is_no_change_and_takes_one_back(desk: Desk) -> None:
    key, changes = str(first(desk).row["key"]), desk.target_changes
    assert changes.change(key, target="204", unit="kegiatan", since=OCTOBER) is None
    changes.change(key, target="250", unit="kegiatan", since=OCTOBER)
    changes.change(key, target="260", unit="kegiatan", since=OCTOBER)
    assert [one.text for one in changes.history(key)] == ["204", "260"]
    changes.change(key, target="204", unit="kegiatan", since=OCTOBER)
    assert [one.text for one in changes.history(key)] == ["204"]
    changes.change(key, target="Baik sekali", unit="", since=OCTOBER)
    assert first(desk).track().target_at(parse_period("2026-12")) is None
    changes.withdraw(key, OCTOBER)
    assert not first(desk).changes


def test_changes_outside_the_plan_or_of_a_closed_one_are_refused(desk: Desk) -> None:
    key, changes = str(first(desk).row["key"]), desk.target_changes
    with pytest.raises(ChangeOutside):
        changes.change(key, target="250", unit="kegiatan", since=date(2027, 1, 1))
    with pytest.raises(UsageError):
        changes.change(key, target=" ", unit="kegiatan", since=OCTOBER)
    desk.skp.close(desk.targets.plans(year=2026)[0].key, date(2026, 11, 30))
    with pytest.raises(SkpLocked):
        changes.change(key, target="250", unit="kegiatan", since=OCTOBER)
    assert not desk.store.select("target_change")


def test_a_draft_is_changed_without_a_date(desk: Desk) -> None:
    plan = desk.targets.plans(year=2026)[0]
    key = str(first(desk).row["key"])
    desk.skp.reopen(plan.key, "Perjanjian kinerja berubah")
    assert not desk.target_changes.needs_date(key)
    desk.outline.rewrite(Boxes(indicator=key, text="Jumlah kegiatan", target="250", unit="kegiatan"))
    assert first(desk).row["target_number"] == 250
