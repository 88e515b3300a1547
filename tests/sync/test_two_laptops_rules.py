"""Packs, trusted publishers and struck holidays travel with the unit and mean the same on every laptop."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.exchange import pack_signatures
from flexdesk.keys.signing import SigningKey
from flexdesk.services.policy_packs import PackSignerUnknown
from tests.helpers.units import Unit, copied, make_unit

KEY = SigningKey(bytes(range(32)))
PACK = Path(__file__).parents[1] / "data" / "policies" / "cendana.toml"


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    return make_unit(tmp_path_factory.mktemp("unit"))


@pytest.fixture
def unit(met: Unit, tmp_path: Path) -> Unit:
    return copied(met, tmp_path / "unit")


def first_day(desk: Desk) -> date:
    return desk.clock.today() + timedelta(days=7)


def told(desk: Desk) -> tuple[object, ...]:
    """The rules as this laptop understands them, on a few days."""
    policy, first = desk.reader.policy(), first_day(desk)
    days = [first + timedelta(days=days) for days in (-1, 0, 30)]
    return (
        tuple(policy.version_on(day) for day in days),
        tuple(policy.terms(day) for day in days),
        tuple(one.fingerprint for one in desk.packs.signers()),
        tuple(desk.holidays.rows(first.year)),
    )


def send(desk: Desk, name: str) -> Path:
    path = desk.folder.parent / f"{name}.flexdesk"
    desk.bundles.create(path, "unit")
    return path


def test_two_heads_who_took_other_packs_apart_end_with_the_same_rules(unit: Unit, tmp_path: Path) -> None:
    file = tmp_path / "aturan.toml"
    file.write_text(pack_signatures.sign(PACK.read_text("utf-8"), KEY), "utf-8")
    with unit.open("sri") as sri:
        sri.packs.take(sri.packs.open("kemenpanrb", sri.clock.today()), first_day(sri))
        sri.policy.set("location.max_share", "0.4", from_day=sri.clock.today())
        shipped = sri.holidays.rows(first_day(sri).year)[-1]
        sri.holidays.strike(shipped.day, reason="keputusan baru")
        from_sri = send(sri, "sri")
    with unit.open("budi") as budi:
        with pytest.raises(PackSignerUnknown):
            budi.packs.open(file, budi.clock.today())
        budi.packs.accept(file, pack_signatures.fingerprint(KEY.public.hex()), "surat 12")
        budi.packs.take(budi.packs.open("banten-2025", budi.clock.today()), first_day(budi))
        from_budi = send(budi, "budi")
        budi.bundles.apply(from_sri)
        on_budi = told(budi)
    with unit.open("sri") as sri:
        before = told(sri)
        sri.bundles.apply(from_budi)
        assert told(sri) == on_budi
        assert told(sri) != before
        assert sri.packs.open(file, sri.clock.today()).name == "cendana-wfa"  # trusted on this laptop too
