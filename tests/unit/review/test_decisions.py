"""Decisions and what they leave behind: asking, answers to returned reports, typed ones, notes, samples."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.desk.desk import Desk
from flexdesk.domain.assurance import most_faulty
from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import FeedbackTone, ReviewState
from flexdesk.domain.periods import parse_period
from flexdesk.errors import NotFound
from flexdesk.exchange.report_files import OutputRow, ReportReading
from flexdesk.services.evaluation import Evaluation
from flexdesk.services.fact_sheet import fact_sheet
from flexdesk.services.feedback import NoPlanForFeedback, NothingSaid, belongs_to
from flexdesk.services.typed_outputs import (
    DayAhead,
    KnownAlready,
    NothingDone,
    TypedOutput,
    put_off,
    put_off_until,
)

DAY = parse_period("2026-09-30")
NUNUNG = "197105131994122731"


def first(desk: Desk) -> dict:
    return desk.store.select("output", day="2026-09-30")[0]


def again(desk: Desk, row: dict, **changed: object) -> None:
    """The line comes once more in a file, changed."""
    nip = str(desk.store.get("person", str(row["person"]))["nip"])
    cells = {
        "nip": nip, "name": "", "day": date.fromisoformat(str(row["day"])), "code": "",
        "activity": str(row["activity"]), "starts": None, "ends": None, "amount": row["amount"],
        "amount_text": "", "unit": str(row["unit"]), "evidence": str(row["evidence"] or ""),
        "status": ReviewState.WAITING, "note": "", "plan": "", "sheet": "", "row": 1,
    }  # fmt: skip
    reading = ReportReading((OutputRow(**{**cells, **changed}),), (), (), ())
    return desk.outputs.take([reading])


def test_asking_keeps_an_output_waiting(desk: Desk) -> None:
    key = str(first(desk)["key"])
    change = desk.outputs.ask([key])
    row = desk.store.get("output", key)
    assert (row["review"], row["asked_on"]) == ("waiting", "2026-11-21")
    desk.committer.walk(change.inverse())
    assert desk.store.get("output", key)["asked_on"] is None


def test_the_same_line_with_evidence_answers_its_return(desk: Desk) -> None:
    row = first(desk)
    key = str(row["key"])
    assert again(desk, row).duplicates == 1
    desk.outputs.send_back([key], "Bukti belum jelas.")
    assert again(desk, row).duplicates == 1  # nothing new in it
    taken = again(desk, row, evidence="Foto baru")
    assert (taken.accepted, taken.duplicates) == (1, 0)
    now = desk.store.get("output", key)
    assert (now["review"], now["evidence"], now["answers"]) == ("waiting", "Foto baru", key)
    item = next(item for item in desk.outputs.review(DAY).items if item.key == key)
    assert item.answers["key"] == key
    assert again(desk, row, evidence="Foto lain").duplicates == 1  # it waits now; nothing is replaced unseen


def test_a_corrected_sentence_answers_the_returned_one_once(desk: Desk) -> None:
    row = first(desk)
    desk.outputs.send_back([str(row["key"])], "Jumlahnya berbeda dari buku.")
    again(desk, row, amount=float(row["amount"]) + 3)
    again(desk, row, amount=float(row["amount"]) + 4)
    answers = [r for r in desk.store.select("output", day="2026-09-30") if r["answers"]]
    assert [r["answers"] for r in answers] == [row["key"]]
    assert desk.store.get("output", str(row["key"]))["review"] == "returned"


def test_of_two_lines_that_come_together_one_answers(desk: Desk) -> None:
    row = first(desk)
    desk.outputs.send_back([str(row["key"])], "Mohon dipisah.")
    text = f"30/09/26 16.00 - {desk.store.get('person', str(row['person']))['name']}: "
    desk.chats.paste("\n".join(f"{text}{row['activity']} {count} berkas" for count in (41, 42)), DAY.first)
    rows = [r for r in desk.store.select("output", day="2026-09-30") if r["source"] == "chat"]
    assert len(rows) == 2
    assert [r["answers"] for r in rows if r["answers"]] == [row["key"]]


def test_another_piece_of_work_answers_nothing(desk: Desk) -> None:
    row = first(desk)
    desk.outputs.send_back([str(row["key"])], "Mohon dilengkapi.")
    again(desk, row, activity="Zzz qqq xxx", unit="buah", code="TIDAK-ADA")
    assert not [r for r in desk.store.select("output") if r["answers"]]


def test_a_leader_types_for_somebody_without_a_device(desk: Desk) -> None:
    plan = desk.targets.plans(nip=NUNUNG)[0]
    code = str(plan.results[0].row["code"])
    typed = TypedOutput(
        NUNUNG, date(2026, 9, 8), "  Melayani  surat pindah ", 4, "surat", code, "Buku register"
    )
    change = desk.typed_outputs.add(typed)
    row = desk.store.get("output", change.rows("output")[0])
    assert (row["activity"], row["amount"], row["source"], row["review"], row["code"]) == (
        "Melayani surat pindah", 4, "typed", "waiting", code,
    )  # fmt: skip
    assert row["result"] == plan.results[0].row["key"]
    with pytest.raises(KnownAlready):
        desk.typed_outputs.add(typed)
    desk.committer.walk(change.inverse())
    desk.typed_outputs.add(typed)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (TypedOutput(NUNUNG, date(2026, 9, 8), "  "), NothingDone),
        (TypedOutput(NUNUNG, date(2026, 11, 22), "Rapat"), DayAhead),
        (TypedOutput("123", date(2026, 9, 8), "Rapat"), NotFound),
        (TypedOutput(NUNUNG, date(2026, 9, 8), "Rapat", code="RHK-99"), NotFound),
    ],
)
def test_what_cannot_be_typed_is_refused(desk: Desk, typed: TypedOutput, error: type[Exception]) -> None:
    count = len(desk.store.select("output"))
    with pytest.raises(error):
        desk.typed_outputs.add(typed)
    assert len(desk.store.select("output")) == count


def test_what_is_put_off_comes_back_on_its_day(desk: Desk) -> None:
    today, tomorrow = date(2026, 9, 30), date(2026, 10, 1)
    put_off_until(desk.store, {"a", "b"}, tomorrow, today)
    assert put_off(desk.store, today) == {"a", "b"}
    assert put_off(desk.store, tomorrow) == set()
    put_off_until(desk.store, {"a"}, tomorrow, today)
    assert put_off(desk.store, today) == {"a"}
    put_off_until(desk.store, {"a", "c"}, date(2026, 10, 2), tomorrow)  # “a” was due, and is put off anew
    assert put_off(desk.store, tomorrow) == {"a", "c"}


# -- feedback


def test_a_note_beside_a_decision_is_kept_for_the_evaluation(desk: Desk) -> None:
    row = next(r for r in desk.store.select("output", day="2026-09-30") if r["result"])
    change = desk.outputs.accept([str(row["key"])], "Rapi dan lengkap")
    (note,) = desk.feedback.notes(parse_period("2026-09"))
    assert (note.text, note.tone, note.day) == ("Rapi dan lengkap", FeedbackTone.NEUTRAL, date(2026, 9, 30))
    assert note.about == row["code"]
    assert note.giver
    desk.outputs.accept([str(row["key"])], "Rapi dan lengkap")  # the same decision once more says nothing new
    assert len(desk.feedback.notes(parse_period("2026-09"))) == 1
    desk.committer.walk(change.inverse())
    assert desk.feedback.notes(parse_period("2026-09")) == []
    assert desk.store.get("output", str(row["key"]))["review"] == "waiting"


def test_a_return_keeps_what_the_evaluation_shall_know(desk: Desk) -> None:
    key = str(first(desk)["key"])
    desk.outputs.send_back([key], "Selamat pagi, mohon dilengkapi.", feedback="Dikembalikan: bukti kurang")
    (note,) = desk.feedback.notes(DAY)
    assert (note.text, note.tone) == ("Dikembalikan: bukti kurang", FeedbackTone.CORRECTIVE)
    desk.outputs.send_back([str(desk.store.select("output", day="2026-09-29")[0]["key"])], "x", feedback="")
    assert len(desk.feedback.notes(parse_period("2026-09"))) == 1


def test_notes_stand_beside_the_rating(desk: Desk) -> None:
    desk.feedback.add(NUNUNG, date(2026, 9, 4), "Membantu rekan", value=CoreValue.HARMONIS)
    desk.feedback.add(NUNUNG, date(2026, 7, 4), "Terlambat", tone=FeedbackTone.CORRECTIVE)
    quarter, month = parse_period("2026-Q3"), parse_period("2026-09")
    evaluation: Evaluation = next(
        one for one in desk.evaluation.evaluations(quarter) if one.skp.person["nip"] == NUNUNG
    )
    assert [row["text"] for row in fact_sheet(desk.store, evaluation, quarter).notes] == [
        "Membantu rekan", "Terlambat",
    ]  # fmt: skip
    assert [row["text"] for row in fact_sheet(desk.store, evaluation, month).notes] == ["Membantu rekan"]
    rows = desk.store.select("feedback")
    assert [belongs_to(row, quarter) for row in rows] == [True, True]
    assert sorted(belongs_to(row, month) for row in rows) == [False, True]
    assert [note.text for note in desk.feedback.notes(quarter, NUNUNG)] == ["Membantu rekan", "Terlambat"]


def test_notes_are_refused_where_they_have_no_place(desk: Desk) -> None:
    with pytest.raises(NothingSaid):
        desk.feedback.add(NUNUNG, date(2026, 9, 4), "   ")
    with pytest.raises(NoPlanForFeedback):
        desk.feedback.add(NUNUNG, date(2025, 9, 4), "Baik")
    with pytest.raises(NotFound):
        desk.feedback.add(NUNUNG, date(2026, 9, 4), "Baik", code="RHK-77")


# -- samples


def accept_all(desk: Desk):
    items = desk.outputs.review(DAY).items
    sample = desk.outputs.sample(items, DAY)
    calm = [item.key for item in items if not item.questions and item.row["review"] == "waiting"]
    return sample, desk.outputs.accept_sampled(calm, sample, sample.keys)


def test_an_auditor_draws_the_same_sample_again(desk: Desk) -> None:
    sample, _change = accept_all(desk)
    (record,) = desk.samples.all(parse_period("2026-09"))
    assert (record.seed, record.size, record.of) == (f"{sample.seed:08x}", len(sample.keys), sample.of)
    assert record.redrawn == sample.keys
    assert (record.confirmed, record.returned, record.undone) == (True, 0, False)
    assert str(most_faulty(sample.of, len(sample.keys), 0)) in record.statement
    assert desk.samples.all(parse_period("2026-08")) == []
    later = first(desk)
    again(desk, later, amount=float(later["amount"]) + 1)  # what came later is not part of that lot
    assert len(desk.outputs.review(DAY).items) == 86
    assert desk.samples.all(DAY)[0].redrawn == sample.keys


def test_a_lot_from_outputs_that_changed_is_not_confirmed(desk: Desk) -> None:
    sample, _change = accept_all(desk)
    row = desk.store.get("output", sample.keys[0])
    desk.outputs.send_back([sample.keys[1]], "Mohon dilengkapi.")
    assert desk.samples.all(DAY)[0].returned == 1
    desk.committer.commit(Change("outputs.edit", (desk.committer.update("output", row, {"evidence": None}),)))
    (record,) = desk.samples.all(DAY)
    assert (record.confirmed, record.redrawn) == (False, ())


def test_what_was_taken_back_says_so(desk: Desk) -> None:
    _sample, change = accept_all(desk)
    desk.committer.walk(change.inverse())
    assert [record.undone for record in desk.samples.all(DAY)] == [True]
    desk.committer.walk(change)
    assert [record.undone for record in desk.samples.all(DAY)] == [True, False]


@pytest.mark.parametrize(
    ("of", "opened", "faulty", "worst"), [(37, 37, 0, 0), (37, 37, 2, 2), (37, 0, 0, 37), (1, 1, 0, 0)]
)
def test_what_was_all_opened_leaves_no_doubt(of: int, opened: int, faulty: int, worst: int) -> None:
    assert most_faulty(of, opened, faulty) == worst


def test_thirty_without_fault_speak_for_nine_in_ten() -> None:
    assert most_faulty(1_000, 30, 0) <= 1_000 * 3 / 30  # the rule of three
    assert most_faulty(1_000, 30, 0) > 80
    assert most_faulty(37, 5, 0) == 15


@given(st.data())
def test_the_bound_is_the_last_that_is_not_unlikely(data: st.DataObject) -> None:
    of = data.draw(st.integers(1, 60))
    opened = data.draw(st.integers(0, of))
    faulty = data.draw(st.integers(0, opened))
    worst = most_faulty(of, opened, faulty)
    assert faulty <= worst <= of - (opened - faulty)
    assert chance(of, opened, faulty, worst) > 0.05
    if worst < of - (opened - faulty):
        assert chance(of, opened, faulty, worst + 1) <= 0.05 + 1e-9


def chance(of: int, opened: int, faulty: int, total: int) -> float:
    """Of at most `faulty` among `opened`, counted draw by draw instead of by a formula."""
    odds = {0: 1.0}
    for drawn in range(opened):
        step: dict[int, float] = {}
        for seen, odd in odds.items():
            share = max(0, total - seen) / (of - drawn)
            step[seen + 1] = step.get(seen + 1, 0) + odd * share
            step[seen] = step.get(seen, 0) + odd * (1 - share)
        odds = step
    return sum(odd for seen, odd in odds.items() if seen <= faulty)
