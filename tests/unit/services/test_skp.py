"""The SKP as a document on a real store: made, submitted, decided, closed, its texts and its action plans."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Annex, Approach, Aspect, FormKind, SkpStatus
from flexdesk.domain.periods import PeriodKind, parse_period
from flexdesk.domain.skp import Sign, SkpReason
from flexdesk.errors import NotFound, UsageError
from flexdesk.services.action_plans import OutsidePlan, PlannedPart
from flexdesk.services.outline import Boxes
from flexdesk.services.papers import Papers
from flexdesk.services.plan_officials import rater
from flexdesk.services.skp import SkpDates, SkpIncomplete, StepRefused, Wish
from flexdesk.services.skp_rows import SkpLocked
from flexdesk.services.skp_texts import annex_presets, expectation_presets
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import DATA, small_desk

HEAD, STAFF = "196808121994032003", "198103172014032795"
PEOPLE = [(HEAD, "Anita Contoh"), (STAFF, "Neni Contoh")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", PEOPLE, clock=SystemClock(date(2026, 7, 1))) as desk:
        yield desk


def made(desk: Desk, nip: str = STAFF, **wish: object) -> str:
    change = desk.skp.make(nip, Wish(**wish))  # type: ignore[arg-type]
    assert change is not None
    return change.ops[0].row


def result(desk: Desk, skp: str, *aspects: Aspect | None, kind: str = "main", target: int = 120) -> str:
    """A result with an indicator for each aspect; gives its key."""
    committer = desk.committer
    cells = {"skp": skp, "order": 1, "class": kind, "text": "Surat selesai", "leader_text": "Tata usaha"}
    planned = committer.insert("work_result", cells)
    indicators = [
        committer.insert(
            "indicator",
            {
                "result": planned.row,
                "order": order,
                "aspect": aspect,
                "text": "Jumlah surat",
                "target_text": str(target),
                "target_number": target,
                "unit": "surat",
            },
        )
        for order, aspect in enumerate(aspects, 1)
    ]
    committer.commit(Change("targets.edit", (planned, *indicators)))
    return planned.row


def status(desk: Desk, key: str) -> str:
    return str(desk.store.get("skp", key)["status"])


# -- making


def test_a_new_skp_is_a_draft_of_the_whole_year_rated_by_the_head(desk: Desk) -> None:
    row = desk.store.get("skp", made(desk))
    assert (row["from"], row["to"], row["year"]) == ("2026-01-01", "2026-12-31", 2026)
    assert (row["status"], row["approach"], row["form"], row["reason"]) == (
        "draft", "quantitative", "ja_jf", "year",
    )  # fmt: skip
    assert row["rater"] == desk.store.select("person", nip=HEAD)[0]["key"]


def test_the_head_has_the_leaders_form_and_a_rater_from_outside(desk: Desk) -> None:
    bupati = "Drs. Contoh|||Sekretaris Daerah|Sekretariat Daerah"
    first = desk.store.get("skp", made(desk, HEAD, rater_text=bupati))
    assert (first["form"], first["rater"]) == ("jpt", None)
    assert str(first["rater_text"]).splitlines()[3] == "Sekretaris Daerah"
    again = desk.store.get("skp", made(desk, HEAD, first=date(2027, 1, 1)))
    assert again["rater_text"] == first["rater_text"]  # as in the plan before
    staff = desk.store.get("skp", made(desk))
    assert staff["superior_text"] == first["rater_text"]  # who rates the head stands above the head
    papers = Papers(desk.store, desk.reader, date(2026, 7, 1), None)
    rated = rater(papers, desk.skp.plan(str(first["key"])), papers.today)
    assert (rated.name, rated.position) == ("Drs. Contoh", "Sekretaris Daerah")
    assert rater(papers, desk.skp.plan(str(staff["key"])), papers.today).name == "Anita Contoh"


def test_the_category_of_the_post_decides_the_form_and_can_be_overruled(desk: Desk) -> None:
    desk.people.move(
        STAFF, date(2026, 1, 1), jabatan="Kepala Dinas Contoh", category="jpt_pratama", reason="promotion"
    )
    assert desk.store.get("skp", made(desk))["form"] == "jpt"
    assert desk.store.get("skp", made(desk, form=FormKind.STAFF))["form"] == "ja_jf"


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 7, 1), date(2026, 6, 30)), (date(2025, 12, 1), date(2026, 6, 30))]
)
def test_days_out_of_order_or_of_two_years_are_refused(desk: Desk, first: date, last: date) -> None:
    with pytest.raises(SkpDates):
        made(desk, first=first, last=last)
    assert not desk.store.select("skp")


def test_a_second_plan_of_the_year_that_overlaps_is_a_warning(desk: Desk) -> None:
    year = made(desk)
    half = made(desk, first=date(2026, 7, 1), reason=SkpReason.MUTATION)
    acting = made(desk, first=date(2026, 8, 1), last=date(2026, 8, 31), acting=True)
    found = {key: [one.sign for one in desk.skp.findings(desk.skp.plan(key))] for key in (year, half, acting)}
    assert Sign.OVERLAP in found[year]
    assert Sign.OVERLAP in found[half]
    assert Sign.OVERLAP not in found[acting]
    assert desk.skp.plan_of(STAFF, 2026).key == half
    assert [plan.key for plan in desk.targets.plans(nip=STAFF)] == [year, half, acting]


def test_two_plans_of_a_person_are_two_files(desk: Desk, tmp_path: Path) -> None:
    made(desk, last=date(2026, 6, 30))
    made(desk, first=date(2026, 7, 1))
    files = desk.printing.make(["skp"], parse_period("2026"), nips=[STAFF], out=tmp_path / "out")
    names = [file.path.name for file in files]
    assert names == [f"2026_SKP_Neni-Contoh_{STAFF}.pdf", f"2026_SKP_Neni-Contoh_{STAFF}_2.pdf"]
    assert len({file.issued.sha256 for file in files}) == 2
    assert all((tmp_path / "out" / name).stat().st_size for name in names)


# -- steps


def test_the_whole_road(desk: Desk) -> None:
    key = made(desk)
    result(desk, key, Aspect.QUANTITY)
    desk.skp.submit(key)
    assert (status(desk, key), desk.store.get("skp", key)["submitted_on"]) == ("submitted", "2026-07-01")
    with pytest.raises(UsageError):
        desk.skp.refuse(key, " ")
    desk.skp.refuse(key, "Target terlalu rendah")
    assert (status(desk, key), desk.store.get("skp", key)["decision_note"]) == (
        "refused", "Target terlalu rendah",
    )  # fmt: skip
    desk.skp.submit(key)
    desk.skp.approve(key, on=date(2026, 1, 20))
    row = desk.store.get("skp", key)
    assert (row["status"], row["set_on"], row["decision_note"]) == ("approved", "2026-01-20", None)
    desk.skp.reopen(key, "Perjanjian kinerja berubah")
    row = desk.store.get("skp", key)
    assert (row["status"], row["set_on"], row["submitted_on"]) == ("draft", None, None)
    desk.skp.submit(key)
    desk.skp.approve(key)
    desk.skp.close(key, date(2026, 8, 31), "Mutasi ke kecamatan lain")
    row = desk.store.get("skp", key)
    assert (row["status"], row["to"], row["closed_on"]) == ("closed", "2026-08-31", "2026-08-31")
    track = desk.skp.plan(key).results[0].indicators[0].track()
    assert track.planned(parse_period("2026-08")) == 80  # of 120 a year, as before it was closed
    assert track.ended == date(2026, 8, 31)


def test_steps_out_of_turn_are_refused_and_write_nothing(desk: Desk) -> None:
    key = made(desk)
    before = desk.store.get("skp", key)
    for step in (
        lambda: desk.skp.approve(key),
        lambda: desk.skp.refuse(key, "x"),
        lambda: desk.skp.reopen(key, "x"),
        lambda: desk.skp.close(key, date(2026, 8, 31)),
    ):
        with pytest.raises(StepRefused):
            step()
    assert desk.store.get("skp", key) == before
    with pytest.raises(NotFound):
        desk.skp.submit("x")


def test_what_is_lacking_is_told_in_words_with_the_result(desk: Desk) -> None:
    key = made(desk)
    with pytest.raises(SkpIncomplete) as empty:
        desk.skp.submit(key)
    assert empty.value.facts["reasons"] == ["The plan has no main result."]
    result(desk, key)
    with pytest.raises(SkpIncomplete) as bare:
        desk.skp.submit(key)
    assert "“Surat selesai” has no indicator." in bare.value.message
    assert [one.sign for one in desk.skp.findings(desk.skp.plan(key))] == [Sign.NO_INDICATOR, Sign.NOT_SET]
    other = result(desk, key, Aspect.TIME, Aspect.TIME, kind="additional")
    assert [one.blocks for one in desk.skp.findings(desk.skp.plan(key))] == [True, False, False]
    assert other != key
    assert status(desk, key) == "draft"
    desk.skp.change(key, Wish(approach=Approach.QUALITATIVE))
    desk.skp.submit(key)
    assert status(desk, key) == "submitted"


def test_a_plan_is_closed_only_within_its_days(desk: Desk) -> None:
    key = made(desk)
    result(desk, key, Aspect.QUANTITY)
    desk.skp.submit(key)
    desk.skp.approve(key)
    with pytest.raises(SkpDates):
        desk.skp.close(key, date(2027, 1, 1))
    assert status(desk, key) == "approved"


def test_an_approved_plan_is_locked_but_for_who_signs_it(desk: Desk) -> None:
    key = made(desk)
    planned = result(desk, key, Aspect.QUANTITY)
    indicator = str(desk.store.select("indicator")[0]["key"])
    desk.outline.set_result(planned, "Surat selesai tepat waktu")
    desk.skp.submit(key)
    desk.skp.approve(key)
    for write in (
        lambda: desk.outline.set_result(planned, "Lain"),
        lambda: desk.outline.rewrite(Boxes(indicator=indicator, text="Lain", target="1", unit="")),
        lambda: desk.skp.change(key, Wish(first=date(2026, 2, 1))),
        lambda: desk.skp.change(key, Wish(approach=Approach.QUALITATIVE)),
    ):
        with pytest.raises(SkpLocked):
            write()
    desk.skp.change(key, Wish(rater_text="Bupati Contoh", place="Contoh"))
    assert desk.store.get("skp", key)["place"] == "Contoh"
    desk.skp.close(key, date(2026, 8, 31))
    with pytest.raises(SkpLocked):
        desk.skp.change(key, Wish(place="Lain"))
    with pytest.raises(SkpLocked):
        desk.skp_texts.set_annex(key, Annex.SUPPORT, ["Laptop"])


def test_the_plan_of_the_year_is_missed_after_january(desk: Desk) -> None:
    names = {desk.store.get("person", key)["nip"] for key in desk.skp.without_plan(2026)}
    assert names == {HEAD, STAFF}
    key = made(desk)
    assert len(desk.skp.without_plan(2026)) == 1
    assert Sign.NOT_SET in [one.sign for one in desk.skp.findings(desk.skp.plan(key))]
    assert desk.skp.without_plan(2027) == {}


def test_a_file_still_makes_approved_plans_and_keeps_the_head_of_known_ones(desk: Desk) -> None:
    desk.people.import_file(DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx")
    file = DATA / "activities" / "skp-2026.xlsx"
    desk.targets.import_file(file, year=2026)
    plans = desk.targets.plans(year=2026)
    assert {status(desk, plan.key) for plan in plans} == {"approved"}
    one = plans[3].key
    desk.skp.close(one, date(2026, 9, 30))
    desk.skp.change(plans[4].key, Wish(rater_text="Bupati Contoh"))
    desk.targets.import_file(file, year=2026)
    assert (status(desk, one), desk.store.get("skp", one)["to"]) == ("closed", "2026-09-30")
    assert desk.store.get("skp", plans[4].key)["rater_text"] == "Bupati Contoh"
    assert len(desk.targets.plans(year=2026)) == len(plans)


# -- annex and expectations


def test_the_lists_of_the_annex_are_written_as_a_whole(desk: Desk) -> None:
    key, texts = made(desk), desk.skp_texts
    texts.set_annex(key, Annex.SUPPORT, ["Laptop", " ", "Internet  cepat"])
    first = desk.store.select("skp_annex", order='"order"')
    assert texts.annex(key) == {
        Annex.SUPPORT: ["Laptop", "Internet cepat"], Annex.ACCOUNTABILITY: [], Annex.CONSEQUENCES: [],
    }  # fmt: skip
    texts.set_annex(key, Annex.SUPPORT, ["Laptop", "Alat tulis", "Kendaraan"])
    assert texts.annex(key)[Annex.SUPPORT] == ["Laptop", "Alat tulis", "Kendaraan"]
    assert [row["key"] for row in desk.store.select("skp_annex", order='"order"')][:2] == [
        row["key"] for row in first
    ]
    assert texts.set_annex(key, Annex.SUPPORT, ["Laptop", "Alat tulis", "Kendaraan"]) is None
    taken = texts.set_annex(key, Annex.SUPPORT, [])
    assert texts.annex(key)[Annex.SUPPORT] == []
    desk.committer.commit(taken.inverse())
    assert texts.annex(key)[Annex.SUPPORT] == ["Laptop", "Alat tulis", "Kendaraan"]


def test_an_expectation_is_several_lines_or_none(desk: Desk) -> None:
    key, texts = made(desk), desk.skp_texts
    texts.set_expectation(key, CoreValue.LOYAL, " Jaga rahasia \n\n Jaga nama baik")
    assert texts.expectations(key)[CoreValue.LOYAL] == "Jaga rahasia\nJaga nama baik"
    assert list(texts.expectations(key)) == list(CoreValue)
    texts.set_expectation(key, CoreValue.LOYAL, "")
    assert set(texts.expectations(key).values()) == {""}


def test_there_are_presets_for_every_list_and_value() -> None:
    assert all(annex_presets(kind) for kind in Annex)
    assert all(expectation_presets(value) for value in CoreValue)


# -- action plans


def test_a_year_is_broken_down_in_whole_units_and_edited(desk: Desk) -> None:
    key = made(desk, first=date(2026, 3, 1))
    planned = result(desk, key, Aspect.QUALITY, Aspect.QUANTITY, target=25)
    found = desk.skp.plan(key).results[0]
    parts = desk.action_plans.proposed(found, PeriodKind.QUARTER)
    assert [(part.period.code, part.number) for part in parts] == [
        ("2026-Q1", 2), ("2026-Q2", 8), ("2026-Q3", 7), ("2026-Q4", 8),
    ]  # fmt: skip
    assert not desk.store.select("action_plan")
    desk.action_plans.set(planned, parts)
    third = parse_period("2026-Q3")
    desk.action_plans.set(planned, [PlannedPart(third, "Arsip", 12, "berkas", date(2026, 9, 15))])
    kept = desk.action_plans.of(planned)
    assert [part.number for part in kept] == [2, 8, 12, 8]
    assert (kept[2].text, kept[2].due, kept[3].due) == ("Arsip", date(2026, 9, 15), date(2026, 12, 31))
    desk.action_plans.drop([kept[0].key])
    assert len(desk.action_plans.of(planned)) == 3
    desk.action_plans.set(planned, desk.action_plans.proposed(found, PeriodKind.SEMESTER), alone=True)
    assert [part.period.code for part in desk.action_plans.of(planned)] == ["2026-S1", "2026-S2"]
    with pytest.raises(OutsidePlan):
        desk.action_plans.set(planned, [PlannedPart(parse_period("2026-02"), "Terlalu awal")])
    with pytest.raises(NotFound):
        desk.action_plans.drop(["x"])


def test_a_share_is_the_same_in_every_period(desk: Desk) -> None:
    key = made(desk)
    planned = result(desk, key, Aspect.QUALITY, target=95)
    (indicator,) = desk.store.select("indicator")
    desk.outline.rewrite(Boxes(indicator=str(indicator["key"]), text="Persentase", target="95", unit="%"))
    found = desk.skp.plan(key).results[0]
    assert [part.number for part in desk.action_plans.proposed(found, PeriodKind.SEMESTER)] == [95, 95]
    desk.outline.rewrite(Boxes(indicator=str(indicator["key"]), text="Persentase", target="baik", unit=""))
    found = desk.skp.plan(key).results[0]
    assert [part.number for part in desk.action_plans.proposed(found, PeriodKind.MONTH)] == [None] * 12
    assert found.row["key"] == planned
    assert SkpStatus(status(desk, key)) is SkpStatus.DRAFT
