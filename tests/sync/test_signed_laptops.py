"""Evaluations signed on two laptops that have not met: nothing is lost, and both say the same after."""

from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from flexdesk.services.evaluation_history import Version, versions
from flexdesk.store.digest import digest
from flexdesk.system.clock import FixedClock
from tests.helpers.units import NIP, Unit, copied, make_unit

QUARTER = parse_period("2026-Q3")


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    """Three laptops with one approved plan that is rated "as expected"."""
    unit = make_unit(tmp_path_factory.mktemp("unit"))
    with unit.open("sri") as sri:
        person = sri.store.select("person", nip=NIP)[0]["key"]
        cells = {"person": person, "year": 2026, "status": "approved"}
        sri.committer.commit(Change("targets.import", (sri.committer.insert("skp", cells),)))
        sri.evaluation.set_organisation(QUARTER, "baik")
        rate(sri, Rating.MEETS)
        bundle = send(sri, "plan")
    for name in ("budi", "wayan"):
        with unit.open(name) as desk:
            desk.bundles.apply(bundle)
    return unit


@pytest.fixture
def unit(met: Unit, tmp_path: Path) -> Unit:
    return copied(met, tmp_path / "unit")


def send(desk: Desk, name: str) -> Path:
    path = desk.folder.parent / f"{name}.flexdesk"
    desk.bundles.create(path, "unit")
    return path


def skp(desk: Desk) -> str:
    return str(desk.store.select("skp")[0]["key"])


def rate(desk: Desk, rating: Rating) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(minutes=1)
    desk.evaluation.rate(skp(desk), QUARTER, results=rating, behaviour=rating)


def lock(desk: Desk) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(minutes=1)
    desk.evaluation.lock(skp(desk), QUARTER, on=True)


def found(desk: Desk) -> list[Version]:
    return versions(desk.store, skp(desk), QUARTER)


def test_a_rating_from_elsewhere_does_not_move_what_was_signed(unit: Unit) -> None:
    with unit.open("sri") as sri, unit.open("budi") as budi:
        lock(sri)
        rate(budi, Rating.ABOVE)
        rate(budi, Rating.BELOW)
        first, second = send(sri, "sri"), send(budi, "budi")
        sri.bundles.apply(second)
        budi.bundles.apply(first)
        assert digest(sri.store) == digest(budi.store)
        for desk in (sri, budi):
            one = desk.evaluation.evaluation(skp(desk), QUARTER)
            assert (one.locked, one.results, one.behaviour) == (True, Rating.MEETS, Rating.MEETS)
            assert one.differs
            (sheet,) = desk.printing.sheets("evaluation", QUARTER)
            assert getattr(sheet.form, "results_rating", None) is Rating.MEETS
            assert [version.results for version in found(desk)] == [Rating.MEETS]


def test_both_signatures_are_found_on_both_laptops(unit: Unit) -> None:
    with unit.open("sri") as sri, unit.open("budi") as budi:
        lock(sri)
        rate(budi, Rating.ABOVE)
        lock(budi)
        first, second = send(sri, "sri"), send(budi, "budi")
        sri.bundles.apply(second)
        budi.bundles.apply(first)
        assert found(sri) == found(budi)
        assert {version.results for version in found(sri)} == {Rating.MEETS, Rating.ABOVE}
        assert [version.stands for version in found(sri)].count(True) == 1
        assert any(one.field == "snapshot" for one in sri.store.disputes())
        standing = next(version for version in found(sri) if version.stands)
        one = sri.evaluation.evaluation(skp(sri), QUARTER)
        assert one.results is standing.results


def test_a_reopening_travels_with_its_reason(unit: Unit) -> None:
    with unit.open("sri") as sri, unit.open("budi") as budi:
        lock(sri)
        budi.bundles.apply(send(sri, "first"))
        budi.evaluation.lock(skp(budi), QUARTER, on=False, reason="Rating tertukar")
        rate(budi, Rating.ABOVE)
        lock(budi)
        sri.bundles.apply(send(budi, "second"))
        assert [(v.revision, v.results, v.ended, v.stands) for v in found(sri)] == [
            (0, Rating.MEETS, "Rating tertukar", False),
            (1, Rating.ABOVE, "", True),
        ]
        assert found(sri) == found(budi)
