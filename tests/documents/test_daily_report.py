"""The daily report on paper: whole at any length, signed beside its last day, true to the store."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.documents import draw, lay_out
from flexdesk.documents.checks import check_layout
from flexdesk.documents.daily_report import DailyDay, DailyEntry
from flexdesk.documents.paper import Paper
from flexdesk.documents.parties import SigningMode
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import parse_period
from tests.documents import office_samples, samples
from tests.documents.goldens import extracted
from tests.helpers.desks import kecamatan_desk

WORDS = st.one_of(st.just(""), st.text("abcdeimnorstu ,.-/", max_size=200), st.just("bukti dukung " * 60))
DAYS = st.lists(
    st.builds(
        DailyDay,
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.lists(st.builds(DailyEntry, WORDS, WORDS, WORDS, WORDS, WORDS), max_size=5).map(tuple),
    ),
    min_size=1,
    max_size=25,
).map(tuple)
SEPTEMBER = parse_period("2026-09")


@settings(max_examples=40, deadline=None)
@given(DAYS, st.sampled_from(list(Paper)), st.sampled_from(list(SigningMode)), st.booleans())
def test_whatever_was_reported_is_whole(days, paper, signing, alone):
    superior = None if alone else samples.RATER
    form = replace(office_samples.daily_report(), days=days, paper=paper, signing=signing, superior=superior)
    pages = lay_out(form)
    report = check_layout(pages)
    assert report.clean, report
    assert report.signatures == (1 if alone else 2)
    printed = Counter("".join(text.text for page in pages for text in page.texts).replace(" ", ""))
    for day in days:
        for entry in day.entries:
            assert not Counter(entry.activity.replace(" ", "")) - printed


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("each", [0, 2])
def test_nobody_signs_an_empty_page(paper, each):
    turned = set()
    for count in range(1, 32):
        pages = lay_out(replace(office_samples.daily_report(count, each), paper=paper))
        words = [text.text for text in pages[-1].texts]
        assert "Pegawai," in words
        assert "No" in words
        assert str(count) in words
        turned.add(len(pages))
    assert len(turned) > 1


def test_a_blank_one_leaves_room_for_a_hand():
    words = extracted(draw(office_samples.daily_report(3, 0)).data)
    assert "Sukamaju, ......" in words
    assert " - " not in words.split("Ket.", 1)[1]
    (page,) = lay_out(office_samples.daily_report(3, 0))
    numbers = [text.y for text in page.texts if text.text in ("1", "2", "3")]
    assert numbers[1] - numbers[0] > 50  # two lines of a hand's height


# -- from the store


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with kecamatan_desk(tmp_path_factory.mktemp("kecamatan") / "unit") as made:
        yield made


def test_it_prints_what_was_reported(desk):
    (person, *_others) = desk.people.roster()
    (sheet,) = desk.printing.sheets("daily-report", SEPTEMBER, nips=[person.nip])
    rows = [row for row in desk.outputs.rows(SEPTEMBER) if row["person"] == person.key]
    assert sum(len(day.entries) for day in sheet.form.days) == len(rows) > 20
    assert [day.day.isoformat() for day in sheet.form.days] == sorted({row["day"] for row in rows})
    first = next(row for row in rows if row["day"] == sheet.form.days[0].day.isoformat())
    assert first["activity"] in {entry.activity for entry in sheet.form.days[0].entries}
    assert {entry.remark for day in sheet.form.days for entry in day.entries} >= {"RHK-01"}
    assert sheet.form.signed_on == date(2026, 11, 21)


def test_the_note_of_a_superior_is_not_the_person_s(desk):
    row = next(row for row in desk.outputs.rows(SEPTEMBER) if row["evidence"])
    nip = next(p.nip for p in desk.people.roster() if p.key == row["person"])
    change = desk.outputs.send_back([str(row["key"])], "Mohon dilengkapi.")
    assert isinstance(change, Change)
    (sheet,) = desk.printing.sheets("daily-report", SEPTEMBER, nips=[nip])
    assert not any("Mohon" in entry.remark for day in sheet.form.days for entry in day.entries)


def test_whoever_reported_nothing_gets_days_to_write_on(desk):
    month = parse_period("2026-12")
    sheets = desk.printing.sheets("daily-report", month)
    assert len(sheets) == 35
    working = desk.outputs.calendar(month.first).working_days(month.first, month.last)
    assert {tuple(day.day for day in sheet.form.days) for sheet in sheets} == {tuple(working)}
    assert not any(day.entries for sheet in sheets for day in sheet.form.days)
    assert sheets[0].form.place == "Tirtawening"


def test_blank_is_blank_though_there_are_reports(desk):
    nip = desk.people.roster()[3].nip
    (sheet,) = desk.printing.sheets("daily-report", SEPTEMBER, nips=[nip], form="blank", paper="F4")
    assert (sheet.form.paper, sheet.form.signed_on) == (Paper.F4, None)
    assert not any(day.entries for day in sheet.form.days)


def test_the_file_has_a_name_by_the_rule(desk, tmp_path: Path):
    person = desk.people.roster()[2]
    (file,) = desk.printing.make(["daily-report"], SEPTEMBER, nips=[person.nip], out=tmp_path)
    assert file.path.name.startswith("2026-09_LAPORAN-HARIAN_")
    assert file.path.name.endswith(f"_{person.nip}.pdf")
