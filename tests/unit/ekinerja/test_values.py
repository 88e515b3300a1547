"""How values are typed into e-Kinerja, and the order in which its forms ask for them."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.desk.desk import Desk
from flexdesk.domain import ekinerja as typing
from flexdesk.domain.ekinerja import DayStyle, Form, Typed
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import parse_period
from flexdesk.services.bridge import USUAL
from tests.helpers.desks import kecamatan_desk

MONTH = parse_period("2026-09")


@pytest.mark.parametrize(
    ("amount", "text", "mark"),
    [
        (3, "3", ""),
        (3.0, "3", ""),
        (2.5, "3", "rounded from 2,5"),
        (0.4, "0", "rounded from 0,4"),
        (1200.49, "1200", "rounded from 1200,49"),
        (None, "", ""),
        ("tiga surat", "tiga surat", ""),
    ],
)
def test_amounts_are_whole_and_say_when_they_were_not(amount: object, text: str, mark: str) -> None:
    assert typing.whole(amount) == Typed(text, mark)


@given(st.floats(0, 1e9, allow_nan=False))
def test_an_amount_is_rounded_by_half_at_most_and_never_in_silence(amount: float) -> None:
    found = typing.whole(amount)
    exact = Decimal(str(amount))
    assert Decimal(found.text) == exact.quantize(Decimal(1), ROUND_HALF_UP)
    assert bool(found.mark) == (Decimal(found.text) != exact)


@given(st.text(max_size=200))
def test_an_activity_is_one_line_with_all_its_words(text: str) -> None:
    found = typing.one_line(text)
    assert found.text.split() == text.split()
    assert len(found.text.splitlines()) <= 1
    assert found.text == found.text.strip()


def test_folded_lines_are_marked() -> None:
    assert typing.one_line("Rapat\r\n koordinasi").mark == "line breaks folded"
    assert typing.one_line("Rapat  koordinasi\n").mark == ""


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(DayStyle))
def test_days_are_typed_in_the_chosen_style(day: date, style: DayStyle) -> None:
    text = typing.day(day.isoformat(), style).text
    parts = text.replace("/", "-").split("-")
    assert sorted(map(int, parts)) == sorted((day.day, day.month, day.year))
    assert (len(parts[0]) == 4) == (style is DayStyle.ISO)


@pytest.fixture
def desk(tmp_path: Path):  # type: ignore[no-untyped-def]
    with kecamatan_desk(tmp_path / "unit") as desk:
        yield desk


def reporter(desk: Desk) -> str:
    """NIP of somebody with reports in September."""
    person = str(desk.store.select("output", day=("2026-09-01", "2026-09-30"))[0]["person"])
    return str((desk.store.get("person", person) or {})["nip"])


def test_a_daily_record_has_the_fields_of_the_form_in_order(desk: Desk) -> None:
    sheet = desk.bridge.sheet(reporter(desk), MONTH)
    first = sheet.entries[0]
    assert first.form is Form.DAILY
    assert [field.name for field in first.fields] == [
        "Rencana Aksi", "Tanggal Kegiatan", "Jam Mulai Kegiatan", "Jam Selesai Kegiatan", "Kegiatan Harian",
        "Realisasi", "Satuan", "Bukti Dukung",
    ]  # fmt: skip
    assert first.fields[1].value == "01/09/2026"
    days = [entry.key.split(".")[1] for entry in sheet.of(Form.DAILY).entries]
    assert days == sorted(days)
    assert all(field.value for field in first.steps)


def test_what_the_form_wants_and_is_not_here_is_named(desk: Desk) -> None:
    nip = reporter(desk)
    row = desk.store.select("output", day=("2026-09-01", "2026-09-30"))[0]
    cells = {"starts": None, "ends": "10:00", "result": None, "amount": 2.5, "activity": "Rapat\nlanjutan"}
    op = desk.committer.update("output", row, cells)
    desk.committer.commit(Change("output.edit", (op,)))
    key = "d." + str(row["key"]).split("|", 1)[1].replace("|", ".")
    entry = next(entry for entry in desk.bridge.sheet(nip, MONTH).entries if entry.key == key)
    assert entry.missing == ("Rencana Aksi", "Jam Mulai Kegiatan")
    marks = {field.name: (field.value, field.mark) for field in entry.fields if field.mark}
    assert marks == {
        "Kegiatan Harian": ("Rapat lanjutan", "line breaks folded"),
        "Realisasi": ("3", "rounded from 2,5"),
    }


def test_the_skp_is_entered_head_first(desk: Desk) -> None:
    nip = reporter(desk)
    entries = desk.bridge.sheet(nip, parse_period("2026"), (Form.PLAN,)).entries
    assert [(field.name, field.value) for field in entries[0].fields] == [
        ("Periode Awal", "01/01/2026"), ("Periode Akhir", "31/12/2026"), ("Pendekatan", "Kuantitatif"),
    ]  # fmt: skip
    assert [field.name for field in entries[1].fields] == [
        "Jenis RHK", "RHK Pimpinan yang Diintervensi", "Rencana Hasil Kerja", "Penugasan Dari",
    ]  # fmt: skip
    assert [field.name for field in entries[2].fields] == [
        "Aspek", "Perspektif", "Indikator Kinerja Individu", "Target",
    ]  # fmt: skip
    assert len({entry.key for entry in entries}) == len(entries)


def test_feedback_of_the_period_only(desk: Desk) -> None:
    nip = reporter(desk)
    person = str(desk.store.select("person", nip=nip)[0]["key"])
    desk.day.note(person, date(2026, 9, 22), "Bahan rapat rapi.\nLanjutkan.")
    desk.day.note(person, date(2026, 10, 2), "Sudah Oktober.")
    entries = desk.bridge.sheet(nip, MONTH, (Form.FEEDBACK,)).entries
    assert [entry.fields[0].value for entry in entries] == ["Bahan rapat rapi. Lanjutkan."]
    assert entries[0].item == "In general"


def test_keys_are_one_part_of_a_row_key_and_unlike(desk: Desk) -> None:
    entries = desk.bridge.sheet(reporter(desk), MONTH, tuple(Form)).entries
    assert {entry.form for entry in entries} >= {Form.DAILY, Form.REVIEW, Form.PLAN}
    assert len({entry.key for entry in entries}) == len(entries)
    assert not any("|" in entry.key for entry in entries)
    assert Form.PLAN not in {e.form for e in desk.bridge.sheet(reporter(desk), MONTH, USUAL).entries}
