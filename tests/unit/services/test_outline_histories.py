"""Random typing, moving, handing down and taking out: plans stay whole, and undo gives every step back."""

from pathlib import Path
from random import Random

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.outline import parse_line
from flexdesk.errors import FlexDeskError
from flexdesk.services.carrying import Part
from flexdesk.services.cascade import cascade
from flexdesk.services.outline import Boxes, Spot
from tests.helpers.desks import small_desk
from tests.unit.services.test_outline import PEOPLE, YEAR

TABLES = ("skp", "work_result", "indicator")
LINES = (
    "Satu #1200 berkas/bln",
    "Dua @dewi @fitri #95 %",
    "Tiga !tambahan",
    "Empat @gani #Opini WTP",
    "Lima",
)


def step(desk: Desk, random: Random) -> Change | None:
    results = [str(row["key"]) for row in desk.store.select("work_result")]
    indicators = [str(row["key"]) for row in desk.store.select("indicator")]
    keys = [*results, *indicators]
    outline, handing = desk.outline, desk.handing_down
    line = parse_line(random.choice(LINES))
    if not keys:
        return outline.add(line, Spot(), YEAR)
    key, result = random.choice(keys), random.choice(results)
    person = random.choice(outline.people()).key
    calls = (
        lambda: outline.add(line, Spot(after=key), YEAR),
        lambda: outline.add(line, Spot(under=result), YEAR),
        lambda: outline.add(line, Spot(person=person), YEAR),
        lambda: outline.move(key, random.choice((-1, 1))),
        lambda: outline.indent(key),
        lambda: outline.outdent(key),
        lambda: outline.remove([key]),
        lambda: outline.rewrite(Boxes(result, f"Kalimat {random.random():.3f}")),
        lambda: handing.hand_down(result, [Part(person, share=random.choice((None, 40.0)))]),
        lambda: handing.serve(random.choice(results), result),
        lambda: handing.set_cell(result, person, random.choice(("", "Isi sel"))),
    )
    return random.choice(calls)()


def rows(desk: Desk) -> dict[str, list[dict[str, object]]]:
    return {table: desk.store.select(table) for table in TABLES}


def hold_whole(desk: Desk) -> None:
    """Every result and indicator stands in one place of one plan and once in the cascade."""
    plans = desk.targets.plans(year=YEAR)
    held = [str(result.row["key"]) for skp in plans for result in skp.results]
    assert len(held) == len(desk.store.select("work_result"))
    shown = [one.key for root in cascade(plans) for one in root.walk() if one.result is not None]
    assert sorted(shown) == sorted(held)
    assert sum(len(r.indicators) for skp in plans for r in skp.results) == len(desk.store.select("indicator"))
    for skp in plans:
        for siblings in (skp.results, *(result.indicators for result in skp.results)):
            orders = [one.row["order"] for one in siblings]
            assert orders == sorted(set(orders))


@pytest.mark.parametrize("seed", range(4))
def test_any_history_keeps_plans_whole_and_is_undone(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    with small_desk(tmp_path / "unit", PEOPLE) as desk:
        before: list[tuple[dict[str, list[dict[str, object]]], Change]] = []
        refused = 0
        while len(before) < 45:
            held = rows(desk)
            try:
                change = step(desk, random)
            except FlexDeskError:
                refused += 1
                assert rows(desk) == held  # a refusal writes nothing
                continue
            if change is not None:
                before.append((held, change))
            hold_whole(desk)
        assert refused
        for held, change in reversed(before):
            desk.committer.commit(change.inverse())
            assert rows(desk) == held
