"""SKP on two laptops that were apart: dated targets of both stand, contrary decisions become a question."""

from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Annex, Aspect, FormKind
from flexdesk.domain.periods import parse_period
from flexdesk.services.skp import Wish
from flexdesk.services.targets import TargetIndicator
from flexdesk.store.digest import digest
from tests.helpers.units import NIP, Unit, make_unit


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    """Both know one approved plan with one target of 120 letters a year."""
    unit = make_unit(tmp_path / "unit")
    with unit.open("sri") as desk:
        change = desk.skp.make(NIP, Wish(form=FormKind.STAFF))
        assert change is not None
        skp, committer = change.ops[0].row, desk.committer
        result = committer.insert("work_result", {"skp": skp, "class": "main", "text": "Surat selesai"})
        cells = {"result": result.row, "aspect": Aspect.QUANTITY, "text": "Jumlah surat"}
        target = {"target_text": "120", "target_number": 120, "unit": "surat"}
        committer.commit(Change("targets.edit", (result, committer.insert("indicator", {**cells, **target}))))
        desk.skp.submit(skp)
        desk.bundles.create(unit.folder / "plan.flexdesk", "unit")
    with unit.open("budi") as desk:
        desk.bundles.apply(unit.folder / "plan.flexdesk")
    return unit


def indicator(desk: Desk) -> TargetIndicator:
    return desk.targets.plans(year=2026)[0].results[0].indicators[0]


def exchange(unit: Unit) -> None:
    for giver, taker in (("sri", "budi"), ("budi", "sri")):
        file = unit.folder / f"from-{giver}.flexdesk"
        with unit.open(giver) as desk:
            desk.bundles.create(file, "unit")
        with unit.open(taker) as desk:
            desk.bundles.apply(file)


def test_targets_changed_from_different_days_both_stand(unit: Unit) -> None:
    for name, number, day in (("sri", 150, date(2026, 7, 1)), ("budi", 180, date(2026, 10, 1))):
        with unit.open(name) as desk:
            key = str(indicator(desk).row["key"])
            desk.target_changes.change(key, target=str(number), unit="surat", since=day)
    exchange(unit)
    digests = set()
    for name in ("sri", "budi"):
        with unit.open(name) as desk:
            track = indicator(desk).track()
            assert [track.target_at(parse_period(code)) for code in ("2026-06", "2026-09", "2026")] == [
                120, 150, 180,
            ]  # fmt: skip
            assert desk.store.disputes() == []
            digests.add(digest(desk.store))
    assert len(digests) == 1


def test_an_approval_against_a_refusal_is_a_question_on_both(unit: Unit) -> None:
    with unit.open("sri") as desk:
        desk.skp.approve(desk.targets.plans()[0].key)
    with unit.open("budi") as desk:
        desk.skp.refuse(desk.targets.plans()[0].key, "Target terlalu rendah")
    exchange(unit)
    for name in ("sri", "budi"):
        with unit.open(name) as desk:
            asked = {one.field for one in desk.store.disputes() if one.table == "skp"}
            assert "status" in asked


def test_lines_that_both_wrote_into_the_annex_stay(unit: Unit) -> None:
    for name, line in (("sri", "Laptop"), ("budi", "Kendaraan dinas")):
        with unit.open(name) as desk:
            desk.skp_texts.set_annex(desk.targets.plans()[0].key, Annex.SUPPORT, [line])
    exchange(unit)
    for name in ("sri", "budi"):
        with unit.open(name) as desk:
            kept = desk.skp_texts.annex(desk.targets.plans()[0].key)[Annex.SUPPORT]
            assert sorted(kept) == ["Kendaraan dinas", "Laptop"]
