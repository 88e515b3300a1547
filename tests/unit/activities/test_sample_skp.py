"""The sample work plans, their realisation and the register, held against the facts that came with them."""

from collections import Counter, defaultdict
from datetime import date

from flexdesk.domain.achievement import Achieved, Sign, Track, review_tracks
from flexdesk.domain.performance import Aspect, ResultClass
from flexdesk.domain.periods import parse_period
from flexdesk.exchange.register_files import LeaveKind

from .files import FACTS, PLANTED, register, reports, result_codes, skp

SEPTEMBER = parse_period("2026-09")


def test_both_sheets_meet_in_the_same_indicators():
    reading = skp()
    assert reading.year == 2026
    assert reading.rejected == ()
    assert reading.lines == {
        "SKP": FACTS["counts"]["skp_rows"],
        "REALISASI": FACTS["counts"]["realisation_rows"],
    }
    assert len(reading.people) == FACTS["counts"]["people"]
    indicators = [indicator for _person, _result, indicator in reading.indicators()]
    assert len(indicators) == FACTS["counts"]["skp_rows"]
    assert sum(1 for indicator in indicators if indicator.realised) == FACTS["counts"]["realisation_rows"]
    assert Counter(i.aspect for i in indicators) == {
        Aspect.QUANTITY: 127,
        Aspect.QUALITY: 92,
        Aspect.TIME: 92,
    }


def test_one_result_in_full():
    camat = skp().people[0]
    assert (camat.nip, camat.jabatan) == ("197712092004032865", "Camat")
    first, last = camat.results[0], camat.results[-1]
    assert (first.code, first.kind, first.order) == ("RHK-01", ResultClass.MAIN, 1)
    assert first.leader_text.startswith("Meningkatnya kualitas penyelenggaraan pemerintahan")
    quantity = first.indicators[0]
    assert (quantity.target_number, quantity.target_text, quantity.unit) == (204, "204", "kegiatan")
    assert [(r.period, r.cumulative, r.number) for r in quantity.realised] == [
        ("2026-07", True, 112),
        ("2026-08", False, 16),
        ("2026-09", False, 19),
    ]
    assert (quantity.evidence, quantity.feedback) == ("Foto dan daftar hadir", "Pertahankan")
    assert (last.code, last.kind, last.leader_text) == ("TAMBAHAN", ResultClass.ADDITIONAL, "")


def tracks() -> list[Track]:
    return [
        Track(
            result.code,
            person.nip,
            indicator.text,
            indicator.aspect,
            indicator.target_number,
            indicator.unit,
            tuple(
                Achieved(parse_period(entry.period), entry.number, entry.cumulative)
                for entry in indicator.realised
                if entry.number is not None
            ),
            indicator.evidence,
        )
        for person, result, indicator in skp().indicators()
    ]


def test_the_three_odd_indicators_are_found_and_no_other():
    found = {(f.sign, f.person, f.track) for f in review_tracks(tracks(), SEPTEMBER)}
    assert found == {(sign, PLANTED[sign.value]["nip"], PLANTED[sign.value]["kode_rhk"]) for sign in Sign}


def test_over_target_says_the_numbers():
    (sentence,) = [f.sentence for f in review_tracks(tracks(), SEPTEMBER) if f.sign is Sign.OVER_TARGET]
    planted = PLANTED["over_target"]
    assert f"{planted['realised']} dokumen by September 2026" in sentence
    assert f"more than the {planted['target']}" in sentence


def test_totals_add_amounts_up_and_average_shares():
    quantity, quality, months = tracks()[:3]
    assert quantity.until(SEPTEMBER) == 147
    assert round(quantity.percent(SEPTEMBER) or 0, 1) == 72.1
    assert quantity.planned(SEPTEMBER) == 153
    assert round(quality.until(SEPTEMBER) or 0, 1) == 96.3
    assert months.until(SEPTEMBER) == 9


def test_reported_amounts_are_the_realised_ones():
    """The sum of the accepted volumes of each result is what the realisation sheet says."""
    sums: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    for row in reports("2026-08").rows:
        sums[row.nip, row.code, "2026-08"] += row.amount or 0
    for row in reports("2026-09").rows:
        sums[row.nip, result_codes()[row.nip, row.row], "2026-09"] += row.amount or 0
    compared = 0
    for person, result, indicator in skp().indicators():
        if indicator.aspect is not Aspect.QUANTITY:
            continue
        for entry in indicator.realised:
            if not entry.cumulative:
                compared += 1
                assert sums[person.nip, result.code, entry.period] == entry.number
    assert compared == 184


def test_the_register_is_read_but_for_the_row_that_ends_before_it_starts():
    reading, counts = register(), FACTS["counts"]
    assert len(reading.leaves) == counts["leave_rows"]
    assert len(reading.travels) == counts["travel_rows"] - 1
    (rejected,) = reading.rejected
    planted = PLANTED["end_before_start"]
    assert (rejected.kind, rejected.value, rejected.row) == ("end_before_start", planted["end"], 39)
    assert rejected.message == f"The last day ({planted['end']}) lies before the first day."
    assert Counter(leave.kind for leave in reading.leaves) == {
        LeaveKind.ANNUAL: 28,
        LeaveKind.SICK: 9,
        LeaveKind.IMPORTANT: 4,
        LeaveKind.MATERNITY: 1,
    }


def test_travel_inside_a_leave_is_seen():
    ((leave, travel),) = register().clashes()
    planted = PLANTED["leave_and_travel"]
    assert leave.nip == travel.nip == planted["nip"]
    assert [leave.first.isoformat(), leave.last.isoformat()] == planted["leave"]
    assert travel.first == travel.last == date.fromisoformat(planted["travel"])


def test_one_entry_of_each_sort_in_full():
    leave, travel, holiday = register().leaves[0], register().travels[0], register().holidays[0]
    assert (leave.first, leave.last, leave.working_days, leave.year, leave.reason) == (
        date(2026, 1, 5),
        date(2026, 1, 7),
        3,
        2026,
        "Rawat inap",
    )
    assert (travel.letter, travel.letter_date) == ("800.1.11.1/001/Kec.TTW/2026", date(2026, 1, 9))
    assert (travel.location, travel.expenses) == ("Badan Penanggulangan Bencana Daerah", "Ada")
    assert (holiday.day, holiday.kind) == (date(2026, 1, 1), "LN")
    assert sum(1 for holiday in register().holidays if holiday.kind == "CB") == 7
