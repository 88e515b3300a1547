"""Amounts proposed from accepted outputs, and what the person says about the own work."""

from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from flexdesk.errors import NotFound, UsageError
from flexdesk.services.evaluation import Evaluation, EvaluationLocked
from flexdesk.services.realising import CountedAlready, Line, amount
from flexdesk.services.self_assessments import OwnResult
from tests.unit.evaluation.office import AGUS, QUARTER, RINI, person, plan_of, sign

AUGUST = parse_period("2026-08")


def one_of(desk: Desk, nip: str = RINI) -> Evaluation:
    return desk.evaluation.of_person(nip, QUARTER)


def indicator_of(desk: Desk, nip: str = RINI) -> str:
    return str(one_of(desk, nip).skp.results[0].indicators[0].row["key"])


def report(
    desk: Desk, day: date, pieces: float | None, review: str = "accepted", unit: str = "surat"
) -> None:
    result = one_of(desk).skp.results[0].row["key"]
    cells = {
        "activity": f"Surat {pieces}",
        "amount": pieces,
        "unit": unit,
        "result": result,
        "review": review,
    }
    key = f"{person(desk, RINI)}|{day.isoformat()}|{review}{pieces}{unit}"
    desk.committer.commit(Change("outputs.import", (desk.committer.insert("output", cells, key),)))


def line(desk: Desk, month: str = "2026-08") -> Line:
    found = desk.realising.lines(one_of(desk), QUARTER)
    return next(one for one in found if one.month.code == month)


def test_only_accepted_outputs_are_added_up(desk: Desk) -> None:
    report(desk, date(2026, 8, 3), 4)
    report(desk, date(2026, 8, 4), 3.5)
    report(desk, date(2026, 8, 5), 9, "returned")
    report(desk, date(2026, 8, 6), 9, "waiting")
    report(desk, date(2026, 9, 1), 2)
    assert [
        (one.month.code, one.proposal, one.outputs) for one in desk.realising.lines(one_of(desk), QUARTER)
    ] == [
        ("2026-07", None, 0),
        ("2026-08", 7.5, 2),
        ("2026-09", 2, 1),
    ]
    change = desk.realising.take(one_of(desk), QUARTER)
    assert change is not None
    assert len(change.ops) == 2
    assert desk.realising.take(one_of(desk), QUARTER) is None
    assert one_of(desk).skp.results[0].indicators[0].track().until(QUARTER) == 9.5


def test_what_the_leader_typed_is_not_overwritten(desk: Desk) -> None:
    report(desk, date(2026, 8, 3), 4)
    desk.realising.write(one_of(desk), indicator_of(desk), AUGUST, number=5, text="lima surat")
    assert desk.realising.take(one_of(desk), QUARTER) is None
    stored = line(desk).stored
    assert stored is not None
    assert (stored["number"], stored["text"]) == (5, "lima surat")
    desk.realising.write(one_of(desk), indicator_of(desk), AUGUST, number=None)
    assert line(desk).stored is None
    assert line(desk).is_open


def test_no_day_counts_twice(desk: Desk) -> None:
    key = indicator_of(desk)
    write = desk.committer.upsert("realisation", f"{key}|to-2026-07", {"number": 30})
    desk.committer.commit(Change("test", (write,)))
    assert line(desk, "2026-07").covered == "to-2026-07"
    with pytest.raises(CountedAlready, match="January 2026 to July 2026"):
        desk.realising.write(one_of(desk), key, parse_period("2026-05"), number=1)
    desk.realising.write(one_of(desk), key, AUGUST, number=1)
    with pytest.raises(CountedAlready, match="August 2026"):
        desk.realising.write(one_of(desk), key, QUARTER, number=1)
    desk.realising.write(one_of(desk), key, QUARTER, number=None, text="Terlaksana")
    with pytest.raises(NotFound):
        desk.realising.write(one_of(desk), indicator_of(desk, AGUS), AUGUST, number=1)


def test_a_result_with_two_amounts_goes_by_the_unit(desk: Desk) -> None:
    result = str(one_of(desk).skp.results[0].row["key"])
    cells = {"result": result, "order": 2, "aspect": "quantity", "text": "Jumlah rapat", "unit": "rapat"}
    desk.committer.commit(Change("test", (desk.committer.insert("indicator", cells),)))
    report(desk, date(2026, 8, 3), 4)
    report(desk, date(2026, 8, 3), 2, unit="Rapat")
    report(desk, date(2026, 8, 3), 1, unit="kali")
    found = [one for one in desk.realising.lines(one_of(desk), AUGUST)]
    assert [(one.indicator.row["unit"], one.proposal) for one in found] == [("surat", 4), ("rapat", 2)]


def test_a_signed_period_is_left_alone(desk: Desk) -> None:
    key = indicator_of(desk)
    sign(desk, RINI)
    with pytest.raises(EvaluationLocked):
        desk.realising.write(one_of(desk), key, AUGUST, number=1)
    with pytest.raises(EvaluationLocked):
        desk.realising.take(one_of(desk), QUARTER)
    with pytest.raises(EvaluationLocked):
        desk.self_assessments.write(one_of(desk), QUARTER, {}, note="Baik")


@pytest.mark.parametrize(("text", "expected"), [("84,5", 84.5), ("1.200", 1200), (" ", None), ("7", 7)])
def test_amounts_as_people_write_them(text: str, expected: float | None) -> None:
    assert amount(text) == expected


def test_words_are_no_amount() -> None:
    with pytest.raises(UsageError):
        amount("tiga")


# -- self-assessment


def test_it_is_kept_result_by_result(desk: Desk) -> None:
    one = one_of(desk)
    key = str(one.skp.results[0].row["key"])
    assert desk.self_assessments.of(one.skp.key, QUARTER) is None
    own = OwnResult("40 surat selesai", 40, Rating.ABOVE)
    desk.self_assessments.write(one, QUARTER, {key: own}, behaviour=Rating.MEETS, note="Siap")
    desk.self_assessments.write(one, QUARTER, {}, note="Siap sekali")
    held = desk.self_assessments.of(one.skp.key, QUARTER)
    assert held is not None
    assert (held.results, held.behaviour, held.note, held.source) == (
        {key: own},
        Rating.MEETS,
        "Siap sekali",
        "typed",
    )
    assert one_of(desk).predicate is None
    with pytest.raises(NotFound):
        desk.self_assessments.write(one, QUARTER, {"x": own})


def test_a_file_is_taken_by_code_number_and_sentence(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "diri.csv"
    lines = (
        "NIP;RHK;Realisasi;Angka;Penilaian diri;Perilaku;Catatan",
        f"{RINI};1;40 surat;40;Di Atas Ekspektasi;Sesuai;Semua selesai",
        f"{AGUS};surat terlayani;38 surat;38;;;",
        f"{AGUS};hasil lain;38 surat;38;;;",
        f"{AGUS};1;38 surat;38;hebat;;",
        "199001012020121001;1;38 surat;38;;;",
    )
    file.write_text("\n".join(lines) + "\n", "utf-8")
    taken, rejected, change = desk.self_assessments.import_file(file, QUARTER)
    assert taken == 2
    assert change is not None
    assert sorted((fault["row"], fault["kind"]) for fault in rejected) == [
        (4, "result"),
        (5, "rating"),
        (6, "result"),
    ]
    held = desk.self_assessments.of(plan_of(desk, RINI), QUARTER)
    assert held is not None
    assert list(held.results.values()) == [OwnResult("40 surat", 40, Rating.ABOVE)]
    assert (held.behaviour, held.note, held.source) == (Rating.MEETS, "Semua selesai", "file")
    assert desk.self_assessments.import_file(file, QUARTER)[2] is None
