"""Reports as machine lines and QR parts: read exactly, refused whole."""

import random
import re
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.desk.desk import Desk
from flexdesk.domain.report_code import (
    NoReportCode,
    ReportCodeDamaged,
    ReportCodeNewer,
    ReportPartsMissing,
    has_code,
    reports_in,
    without_reports,
)
from flexdesk.exchange.code_pictures import NoCodeInPicture, PictureUnreadable
from flexdesk.exchange.report_codes import reading_of
from flexdesk.exchange.report_files import read_reports
from flexdesk.exchange.tables import read_text
from tests.helpers.desks import TODAY, small_desk
from tests.helpers.report_codes import ROW, body, check, line, pieces

DEWI = ("198505122009012003", "Dewi Anggraini, S.E.")
ROWS: list[ROW] = [
    (date(2026, 11, 2), ("08:00", "09:30", "RHK-01", "Memeriksa berkas KTP", "25", "berkas", "", "")),
    (date(2026, 11, 2), ("10:00", "", "", "Rapat “mutu” — sesi 1, 2 | ^ % 😀", "", "", "foto.jpg", "ok")),
    (date(2026, 11, 5), ("", "", "TAMBAHAN", "- Apel, pagi", "2,5", "berkas", "", "=nol")),
]
HEADINGS = (
    "NIP;Nama;Tanggal;Jam mulai;Jam selesai;Kode RHK;Uraian kegiatan;Volume;Satuan;Bukti dukung;Keterangan"
)


@pytest.fixture
def desk(tmp_path: Path):
    with small_desk(tmp_path / "unit", [DEWI, ("198301252008012912", "Budi")]) as made:
        yield made


def message(rows: list[ROW] = ROWS) -> str:
    """As the form writes it for a chat: lines for a person first."""
    return f"LAPORAN KERJA HARIAN November 2026\nNama: {DEWI[1]}\n\n1. Rapat\n\n{line(body(*DEWI, rows))}"


def stored(desk: Desk) -> list[tuple[object, ...]]:
    columns = ("day", "starts", "ends", "code", "activity", "amount", "unit", "evidence", "note", "source")
    rows = desk.store.select("output", order="day, starts")
    return [tuple(row[column] for column in columns) for row in rows]


def test_a_line_says_what_was_typed():
    (report,) = reports_in([message()])
    assert (report.nip, report.name, report.is_text) == (*DEWI, True)
    assert [(row.day, row.cells) for row in report.rows] == [
        (day, (cells[0].replace(":", ""), cells[1].replace(":", ""), *cells[2:])) for day, cells in ROWS
    ]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
CELLS = st.tuples(st.just(""), st.sampled_from(["", "08:00"]), WORDS, WORDS, WORDS, WORDS, WORDS, WORDS)


@settings(deadline=None)
@given(
    st.text(max_size=20), WORDS, st.lists(st.tuples(DAYS, CELLS), min_size=1, max_size=12), st.integers(1, 9)
)
def test_whatever_was_typed_comes_back(nip: str, name: str, rows: list[ROW], parts: int):
    whole = body(nip, name, rows)
    codes = pieces(whole, parts)
    random.Random(parts).shuffle(codes)
    for texts in ([line(whole)], codes):
        (report,) = reports_in(texts)
        assert (report.nip, report.name) == (nip, name)
        assert [row.day for row in report.rows] == [day for day, _cells in rows]
        assert [row.cells[2:] for row in report.rows] == [cells[2:] for _day, cells in rows]


def test_what_a_chat_does_to_a_line_does_not_matter():
    plain = line(body(*DEWI, ROWS))
    folded = "\n".join(plain[at : at + 37] for at in range(0, len(plain), 37))
    spaced = plain[:5] + "\u200b".join(re.findall("..?", plain[5:]))
    curly = f"[10.31, 3/11/2026] Dewi: “halo” – {plain}\n[10.32, 3/11/2026] Budi: siap 👍"
    quoted = "> " + "\n> ".join(re.findall(".{1,60}", plain))
    for text in (folded, spaced, curly, quoted, plain + " FDL"):
        assert reports_in([text]) == reports_in([plain])


@given(st.data())
def test_no_changed_sign_is_taken(data: st.DataObject):
    plain = line(body(*DEWI, ROWS))
    at = data.draw(st.integers(5, len(plain) - 1))
    sign = data.draw(st.sampled_from("ABCXYZabcxyz0123456789").filter(lambda sign: sign != plain[at]))
    changed = plain[:at] + sign + plain[at + 1 :]
    with pytest.raises(ReportCodeDamaged):
        reports_in([changed])


@pytest.mark.parametrize("kept", [4, 5, 12, 18, 40, 0.5, 0.99])
def test_half_a_line_is_refused(kept: float):
    plain = line(body(*DEWI, ROWS))
    text = plain[: kept if isinstance(kept, int) else int(kept * len(plain))]
    if kept == 4:
        assert not has_code(text)
        return
    with pytest.raises(ReportCodeDamaged):
        reports_in([text])


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "1|2|3|4",
        "nip|nama|20261332||",
        "nip|nama|20261102|||",
        "nip|nama|20261102||^0||||x||1",  # a unit that is not listed
        "nip|nama|20261102|A|^0|||0|x",  # numbers begin at one
        "nip|nama|20261102||^zwei||||x",
        "nip|nama|20261102||^99999999999||||x",
        "nip|nama|20261102||^0||||%FF",
        "nip|nama|20261102||^0|1|2|3|4|5|6|7|8|9",
        "nip|nama|20261102||" + "^0" * 3001,
    ],
)
def test_right_check_digits_do_not_make_sense_of_nonsense(wrong: str):
    with pytest.raises(ReportCodeDamaged):
        reports_in([line(wrong)])


@pytest.mark.parametrize("mark", ["FDL1Q", "FDL1Qabc", "FDL1Q000000000201x", "FDL1Q000000000001x"])
def test_a_broken_part_is_refused(mark: str):
    with pytest.raises(ReportCodeDamaged):
        reports_in([mark])


def test_a_newer_form_is_told_from_a_broken_one():
    with pytest.raises(ReportCodeNewer):
        reports_in(["FDL2T" + line(body(*DEWI, ROWS))[5:]])


def test_parts_of_two_reports_are_kept_apart_and_missing_ones_named():
    first, second = pieces(body(*DEWI, ROWS), 3), pieces(body(*DEWI, ROWS[:1]), 2)
    mixed = [second[1], first[2], first[0], second[0], first[1], first[1]]
    assert sorted(len(report.rows) for report in reports_in(mixed)) == [1, 3]
    with pytest.raises(ReportPartsMissing) as told:
        reports_in([first[1], *second])
    assert told.value.facts == {"parts": 3, "missing": "1, 3"}


def test_the_rest_of_a_chat_is_left():
    other = "[3/11/2026, 10.32] Budi: Menyusun laporan 2 dokumen"
    rest = without_reports(f"[3/11/2026, 10.31] Dewi: {message()}\n{other}\n{message(ROWS[:1])} sekian")
    assert rest == f"[3/11/2026, 10.31] Dewi: \n\n{other}\n\n sekian"


def test_a_line_and_a_file_are_the_same_rows():
    table = [HEADINGS]
    for day, cells in ROWS:
        guarded = [f"'{cell}" if cell[:1] in set("=+@-") else cell for cell in cells]
        table.append(";".join([*DEWI, f"{day}", *(f'"{cell}"' for cell in guarded)]))
    by_file = read_reports(read_text("\n".join(table)))
    (by_text,) = [reading_of(report) for report in reports_in([message()])]
    bare = [[replace(row, sheet="", row=0) for row in reading.rows] for reading in (by_file, by_text)]
    assert bare[0] == bare[1]
    assert bare[0][2].activity == "- Apel, pagi"
    assert bare[0][0].starts == time(8)
    assert (by_file.source, by_text.source) == ("form-file", "form-text")


def test_another_table_is_no_form():
    reading = read_reports(read_text(f"nip;tanggal;kegiatan;volume\n{DEWI[0]};01/09/2026;Rapat;3 dokumen\n"))
    assert reading.source == "file"


# -- into a store


def test_one_report_by_three_ways_is_stored_once(desk: Desk, tmp_path: Path):
    whole = body(*DEWI, ROWS)
    text = tmp_path / "pesan.txt"
    text.write_text(message(), "utf-8")
    codes = []
    for number, piece in enumerate(pieces(whole, 2)):
        file = tmp_path / f"{number}.png"
        segno.make(piece, error="l", micro=False).save(str(file), scale=4)
        codes.append(file)
    by_qr = desk.outputs.import_files(codes[::-1])
    assert (by_qr.accepted, by_qr.duplicates) == (3, 0)
    assert {row["source"] for row in desk.store.select("output")} == {"form-qr"}
    before = stored(desk)
    by_text = desk.outputs.import_files([text])
    pasted = desk.chats.take(message(), TODAY)
    assert [(one.accepted, one.duplicates) for one in (by_text, pasted.taken)] == [(0, 3), (0, 3)]
    assert stored(desk) == before
    assert before[0] == (
        "2026-11-02", "08:00", "09:30", "RHK-01", "Memeriksa berkas KTP", 25, "berkas", None, None, "form-qr"
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_file_of_any_notepad_is_read(desk: Desk, tmp_path: Path, encoding: str):
    file = tmp_path / "pesan.txt"
    file.write_text(message().replace("Rapat", "Rapat – “mutu”"), encoding)
    assert desk.outputs.import_files([file]).accepted == 3


def test_a_table_that_only_mentions_the_letters_is_a_table(desk: Desk, tmp_path: Path):
    file = tmp_path / "tabel.csv"
    file.write_text(f"nip;tanggal;kegiatan;volume\n{DEWI[0]};16/11/2026;Membaca FDL;1 kali\n", "utf-8")
    assert desk.outputs.import_files([file]).accepted == 1


def test_a_damaged_one_among_good_ones_takes_nothing(desk: Desk, tmp_path: Path):
    good, bad = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text(message(), "utf-8")
    bad.write_text(message(ROWS[:1])[:-3], "utf-8")
    with pytest.raises(ReportCodeDamaged):
        desk.outputs.import_files([good, bad])
    with pytest.raises(ReportCodeDamaged):
        desk.chats.take(
            message() + "\n" + message(ROWS[:1]).replace(check(body(*DEWI, ROWS[:1])), "0" * 8), TODAY
        )
    assert desk.store.select("output") == []


def test_a_stranger_is_named_and_not_taken(desk: Desk):
    taken = desk.chats.take(line(body("199001012015011001", "Orang Lain", ROWS[:1])), TODAY).taken
    assert taken.accepted == 0
    assert [(one["nip"], one["name"]) for one in taken.unmatched] == [("199001012015011001", "Orang Lain")]


def test_messages_beside_a_report_are_read_too(desk: Desk):
    chat = f"[03/11/2026 10.31] Dewi: {message()}\n[03/11/2026 10.32] Budi: 1. Menyusun laporan 2 dokumen"
    pasted = desk.chats.take(chat, TODAY)
    assert (pasted.taken.accepted, pasted.messages, pasted.waiting) == (4, 1, 0)
    assert {row["source"] for row in desk.store.select("output")} == {"form-text", "chat"}


def test_held_parts_and_the_last_one_make_a_report(desk: Desk):
    first, second = pieces(body(*DEWI, ROWS), 2)
    with pytest.raises(ReportPartsMissing):
        desk.chats.take(second, TODAY)
    assert desk.chats.take(first, TODAY, held=[second]).taken.accepted == 3
    assert {row["source"] for row in desk.store.select("output")} == {"form-qr"}


def test_pictures_without_a_report_are_refused(desk: Desk, tmp_path: Path):
    from PIL import Image

    white, other, broken = tmp_path / "p.jpg", tmp_path / "w.png", tmp_path / "b.png"
    Image.new("RGB", (300, 300), "white").save(white)
    segno.make("FD1:abc", micro=False).save(str(other), scale=4)
    broken.write_bytes(b"\x89PNG\r\n\x1a\n")
    for file, error in ((white, NoCodeInPicture), (other, NoReportCode), (broken, PictureUnreadable)):
        with pytest.raises(error):
            desk.outputs.import_files([file])
