"""The content hash and the questions, on small made-up weeks."""

from datetime import date, time, timedelta

import pytest

from flexdesk.domain.outputs import Absence, Output, Question, content_hash, review
from flexdesk.domain.periods import parse_period

MONDAY = date(2026, 9, 7)
WEEK = parse_period("2026-W37")
WORKING = [MONDAY + timedelta(days=offset) for offset in range(5)]


def output(
    key: str, day: int = 0, activity: str = "", starts: str = "", ends: str = "", evidence: str = "foto"
):
    at = [time.fromisoformat(text) if text else None for text in (starts, ends)]
    words = activity or f"Kegiatan {key}"
    return Output(key, "anita", MONDAY + timedelta(days=day), words, at[0], at[1], 1, "kali", evidence)


def asked(outputs: list[Output], *absences: Absence) -> list[tuple[Question, tuple[str, ...]]]:
    everywhere = [output(f"fill{day}", day) for day in range(5)]
    found = review("anita", everywhere + outputs, period=WEEK, working_days=WORKING, absences=absences)
    return [(finding.question, finding.outputs) for finding in found]


def test_the_hash_is_stable_for_ever():
    """It is part of a synced key: a new value would double every stored row."""
    assert (
        content_hash("Menyusun laporan", starts=time(8), ends=time(9, 30), amount=3, unit="dokumen")
        == "kcyudn76"
    )


def test_the_hash_ignores_how_it_was_typed():
    plain = content_hash("Menyusun laporan", amount=3, unit="dokumen")
    assert content_hash("  menyusun   LAPORAN.", amount=3.0, unit="Dokumen") == plain


@pytest.mark.parametrize(
    "other", [{"amount": 4}, {"unit": "berkas"}, {"starts": time(8)}, {"ends": time(8)}, {"amount": None}]
)
def test_the_hash_sees_what_matters(other):
    base = {"amount": 3, "unit": "dokumen"}
    assert content_hash("Rapat", **base) != content_hash("Rapat", **(base | other))


def test_an_ordinary_week_asks_nothing():
    assert asked([]) == []


def test_a_day_without_report_unless_away():
    outputs = [output(str(day), day) for day in (0, 1, 2)]
    leave, travel = Absence(WORKING[3], WORKING[3]), Absence(WORKING[4], WORKING[4], travel=True)

    def missing(*absences: Absence) -> list[date | None]:
        found = review("anita", outputs, period=WEEK, working_days=WORKING, absences=absences)
        return [finding.day for finding in found]

    assert missing() == WORKING[3:]
    assert missing(leave) == WORKING[4:]
    assert missing(leave, travel) == []


def test_a_report_during_travel_is_right_and_during_leave_is_asked():
    day = Absence(MONDAY, MONDAY)
    assert asked([], Absence(MONDAY, MONDAY, travel=True)) == []
    assert asked([output("a")], day) == [(Question.REPORT_ON_LEAVE, ("fill0", "a"))]


@pytest.mark.parametrize(
    ("times", "overlaps"),
    [
        (("08:00", "10:00", "09:30", "11:00"), True),
        (("08:00", "10:00", "10:00", "11:00"), False),
        (("07:30", "08:15", "08:00", "11:00"), False),  # a quarter hour is rounding
        (("08:00", "12:00", "09:00", "10:00"), True),
        (("10:00", "08:00", "08:30", "09:30"), False),  # ends before it starts: another question
    ],
)
def test_overlaps(times, overlaps):
    found = asked([output("a", 0, "", *times[:2]), output("b", 0, "", *times[2:])])
    assert found == ([(Question.OVERLAP, ("a", "b"))] if overlaps else [])


def test_the_same_row_twice_is_a_duplicate_only():
    rows = [output(key, 1, "Rapat", "08:00", "10:00") for key in ("a", "b")]
    assert asked(rows) == [(Question.DUPLICATE, ("a", "b"))]


@pytest.mark.parametrize("evidence", ["", " - ", "Tidak ada", "nihil"])
def test_no_evidence(evidence):
    assert asked([output("a", evidence=evidence)]) == [(Question.NO_EVIDENCE, ("a",))]
    found = review(
        "anita", [output("a", evidence=evidence)], period=WEEK, working_days=[], evidence_wanted=False
    )
    assert found == []


def test_a_row_of_another_week():
    assert asked([output("a", 9)]) == [(Question.WRONG_MONTH, ("a",))]


def test_a_weekly_assembly_is_no_pattern_but_a_daily_copy_is():
    assembly = [output(f"apel{day}", day, "Apel pagi", evidence=f"foto {day}") for day in range(5)]
    varied = [output(f"x{day}{n}", day) for day in range(5) for n in "ab"]
    found = review("anita", assembly + varied, period=WEEK, working_days=[])
    assert found == []
    (copied,) = review("anita", assembly, period=WEEK, working_days=[])
    assert copied.question is Question.SAME_SENTENCE
    assert len(copied.outputs) == 5
