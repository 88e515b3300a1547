"""The two months of daily reports: every row read, every planted irregularity found, nothing else."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from flexdesk.domain.outputs import Absence, OutputFinding, Question, review
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import parse_period

from .files import FACTS, PLANTED, register, reports, result_codes


def test_every_row_of_august_is_read():
    reading = reports("2026-08")
    assert len(reading.rows) + len(reading.duplicates) == FACTS["counts"]["august_rows"]
    assert reading.rejected == ()
    assert reading.months == ("2026-08",)
    assert len({row.nip for row in reading.rows}) == FACTS["counts"]["people"]


def test_every_row_of_september_is_read_and_stands_where_the_key_says():
    reading = reports("2026-09")
    assert len(reading.rows) == FACTS["counts"]["september_rows"]
    assert reading.duplicates == ()
    assert reading.rejected == ()
    assert {(row.nip, row.row) for row in reading.rows} == result_codes().keys()
    assert len(reading.sheets) == FACTS["counts"]["people"]


def test_one_row_of_the_table_in_full():
    row = reports("2026-08").rows[1]
    assert (row.nip, row.name) == ("197712092004032865", "Anita Linda Susanti, S.T., M.T.")
    assert (row.day, f"{row.starts:%H:%M}", f"{row.ends:%H:%M}") == (date(2026, 8, 3), "08:00", "11:00")
    assert (row.code, row.amount, row.amount_text, row.unit) == ("TAMBAHAN", 1, "", "kegiatan")
    assert row.evidence == "Surat tugas 800.1.11.1/034/Kec.TTW/2026, laporan"
    assert (row.status, row.place, row.doubts) == (ReviewState.ACCEPTED, "AGUSTUS!7", ())


def test_states_become_tokens():
    states = Counter(row.status for row in reports("2026-08").rows)
    assert states == {ReviewState.ACCEPTED: 1635, ReviewState.WAITING: 116, ReviewState.RETURNED: 51}


def test_amounts_with_their_unit_and_dates_as_text_are_understood():
    mine = [row for row in reports("2026-08").rows if row.nip == PLANTED["text_cells"]["nip"]]
    texts = [row for row in mine if row.amount_text]
    assert len(texts) == 16
    assert all(row.amount_text == f"{row.amount} {row.unit}" for row in texts)
    assert {row.day.month for row in mine} == {8}


def test_the_doubled_row_is_set_aside():
    planted = PLANTED["duplicate_rows"]
    (double,) = reports("2026-08").duplicates
    assert (double.row.nip, double.row.day.isoformat()) == (planted["nip"], planted["date"])
    assert double.row.activity == double.first.activity == planted["text"]


def test_the_row_of_another_month_is_kept_with_a_doubt():
    doubtful = [row for row in reports("2026-08").rows if row.doubts]
    assert [(row.nip, row.day.isoformat(), row.doubts) for row in doubtful] == [
        (PLANTED["wrong_month"]["nip"], PLANTED["wrong_month"]["written"], ("wrong_month",))
    ]


def found_in(month: str) -> list[OutputFinding]:
    period, reading = parse_period(month), reports(month)
    holidays = {holiday.day for holiday in register().holidays}
    working = [day for day in period.days() if day.weekday() < 5 and day not in holidays]
    people = defaultdict(list)
    for row in (*reading.rows, *(double.row for double in reading.duplicates)):
        people[row.nip].append(row.as_output())
    return [
        finding
        for nip, outputs in people.items()
        for finding in review(nip, outputs, period=period, working_days=working, absences=absences_of(nip))
    ]


def absences_of(nip: str) -> list[Absence]:
    leaves = [Absence(leave.first, leave.last) for leave in register().leaves if leave.nip == nip]
    return leaves + [Absence(t.first, t.last, travel=True) for t in register().travels if t.nip == nip]


def certain(found: list[OutputFinding]) -> list[OutputFinding]:
    """Without amounts that are merely unusual; how often those are asked about is counted elsewhere."""
    return [finding for finding in found if finding.question is not Question.FAR_FROM_USUAL]


def test_august_asks_exactly_the_planted_questions():
    found = Counter((finding.question, finding.person) for finding in certain(found_in("2026-08")))
    assert found == {
        (Question.SAME_SENTENCE, PLANTED["same_sentence"]["nip"]): 1,
        (Question.NO_EVIDENCE, PLANTED["same_sentence"]["nip"]): PLANTED["same_sentence"]["rows"],
        (Question.REPORT_ON_LEAVE, PLANTED["report_on_leave"]["nip"]): 1,
        (Question.OVERLAP, PLANTED["overlap"]["nip"]): 1,
        (Question.WRONG_MONTH, PLANTED["wrong_month"]["nip"]): 1,
        (Question.DUPLICATE, PLANTED["duplicate_rows"]["nip"]): 1,
    }


def test_september_asks_only_for_the_missing_days():
    found = certain(found_in("2026-09"))
    assert {finding.question for finding in found} == {Question.NO_REPORT}
    assert {finding.person for finding in found} == {PLANTED["no_report"]["nip"]}
    assert [finding.day.isoformat() for finding in found if finding.day] == PLANTED["no_report"]["days"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question.OVERLAP, "Two activities overlap on 19 August 2026: 08.00–10.30 and 09.30–11.30."),
        (Question.REPORT_ON_LEAVE, "A report on 12 August 2026, inside the leave 11 August 2026 to"),
        (Question.SAME_SENTENCE, "The same sentence on 19 of 19 days: “Melaksanakan tugas piket dan"),
        (Question.WRONG_MONTH, "A report dated 14 July 2026 lies outside August 2026."),
    ],
)
def test_findings_speak_in_sentences(question, words):
    sentences = [f.sentence for f in found_in("2026-08") if f.question is question]
    assert any(sentence.startswith(words) for sentence in sentences)
