"""Reading a code of the unit: what it holds is proposed against what stands here, never written by itself."""

import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from flexdesk.desk.desk import Desk
from flexdesk.documents.preview import page_png
from flexdesk.documents.week_records import WeekSheet
from flexdesk.domain.halves import Half
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import week_of
from flexdesk.domain.places import Place
from flexdesk.domain.publications import CellKey
from flexdesk.domain.schema import join_key
from flexdesk.exchange.code_pictures import NoCodeInPicture, PictureUnreadable
from flexdesk.exchange.tables import read_tables
from flexdesk.services.publications import NotPublished
from flexdesk.services.week_codes import (
    LIMIT,
    WeekCodeOfOtherUnit,
    WeekCodes,
    picture,
)
from tests.helpers.desks import small_desk

MONDAY = date(2026, 11, 23)
WEEK = week_of(MONDAY)


def nip(number: int) -> str:
    return f"19850101200901{1 + number % 2}{number:03}"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    people = [(nip(number), f"Pegawai{number} Sukamaju") for number in range(1, 7)]
    with small_desk(tmp_path / "unit", people) as made:
        keys = [person.key for person in made.people.roster()]
        made.schedule.set_places(
            [
                (keys[1], MONDAY, Place.HOME),
                (keys[2], MONDAY + timedelta(days=1), Place.HOME),
                (keys[3], MONDAY, Place.SICK),
            ]
        )
        made.schedule.publish(MONDAY, "1/2026", keys[0], "Disetujui.")
        yield made


def text(desk: Desk) -> str:
    (made,) = desk.week_codes.texts(desk.schedule.week(MONDAY), WEEK, "Kecamatan Contoh")
    return made


def test_a_telephone_shows_who_is_where_and_nobodys_reason(desk: Desk) -> None:
    lines = text(desk).splitlines()
    assert lines[:3] == [
        "Kecamatan Contoh",
        "Minggu 48, versi 1. Lainnya di kantor.",
        "Sen 23 W: Pegawai2",
    ]
    assert lines[3:5] == ["Sen 23 -: Pegawai4", "Sel 24 W: Pegawai3"]
    assert not any(one.nip in text(desk) for one in desk.people.roster())


def test_its_own_code_changes_nothing_and_fits(desk: Desk) -> None:
    reading = desk.week_codes.read(text(desk))
    assert (reading.fits, reading.strangers, reading.hidden) == (True, 0, 1)
    assert reading.proposal.cells == {}


def test_what_was_typed_since_is_proposed_back_and_nothing_is_written(desk: Desk) -> None:
    code = text(desk)
    keys = [person.key for person in desk.people.roster()]
    desk.schedule.set_places([(keys[1], MONDAY, Place.OFFICE), (keys[4], MONDAY, Place.HOME)])
    held = desk.store.log.chain(desk.store.device)
    reading = desk.week_codes.read(code)
    assert reading.fits
    assert reading.proposal.cells == {(keys[1], MONDAY): Place.HOME, (keys[4], MONDAY): Place.OFFICE}
    assert desk.store.log.chain(desk.store.device) == held


def test_a_split_day_travels_as_one(desk: Desk, tmp_path: Path) -> None:
    keys = [person.key for person in desk.people.roster()]
    place = (keys[4], MONDAY, Place.HOME)
    desk.schedule.set_places([place], halves={(keys[4], MONDAY): Half.AFTERNOON})
    desk.schedule.publish(MONDAY, "800/2", keys[0])
    code = text(desk)
    assert "Sen 23 K/W: Pegawai5" in code.splitlines()
    desk.schedule.set_places([place])  # the whole day
    reading = desk.week_codes.read(code)
    assert reading.fits
    assert reading.proposal.halves == {(keys[4], MONDAY): Half.AFTERNOON}
    book = tmp_path / "bkd.xlsx"
    book.write_bytes(desk.publish_outputs.table(WEEK).data)
    assert sum("W/K" in row.cells or "K/W" in row.cells for row in read_tables(book)[0].rows) == 0
    desk.schedule.set_places([place], halves={(keys[4], MONDAY): Half.MORNING})
    book.write_bytes(desk.publish_outputs.table(WEEK).data)
    assert sum("W/K" in row.cells for row in read_tables(book)[0].rows) == 1


def test_a_version_that_froze_other_cells_does_not_fit(desk: Desk) -> None:
    code = text(desk)
    row = desk.store.select("publication")[0]
    other = str(row["cells"]).replace('"sick"', '"leave"')
    desk.committer.commit(_change(desk, str(row["key"]), other))
    reading = desk.week_codes.read(code)
    assert reading.known is not None
    assert not reading.fits


def _change(desk: Desk, key: str, cells: str) -> Change:
    return Change("schedule.publish", (desk.committer.upsert("publication", key, {"cells": cells}),))


def test_a_withdrawn_week_has_no_code(desk: Desk) -> None:
    desk.publications.withdraw(WEEK, "Salah")
    with pytest.raises(NotPublished):
        text(desk)


def test_the_code_of_another_unit_is_refused(desk: Desk) -> None:
    with pytest.raises(WeekCodeOfOtherUnit):
        WeekCodes(desk.store, desk.reader, lambda: "another unit").read(text(desk))


@pytest.mark.parametrize("count", [10, 40, 60])
def test_sixty_people_fit_into_one_code_and_shifts_are_divided_by_group(tmp_path: Path, count: int) -> None:
    people = [(nip(number), _name(number)) for number in range(1, count + 1)]
    with small_desk(tmp_path / "unit", people) as desk:
        keys = [person.key for person in desk.people.roster()]
        away = [(key, MONDAY + timedelta(days=at % 5), Place.HOME) for at, key in enumerate(keys)]
        away += [(key, MONDAY + timedelta(days=(at + 2) % 5), Place.HOME) for at, key in enumerate(keys)]
        desk.schedule.set_places(away)
        frozen = desk.schedule.week(MONDAY)
        desk.committer.commit(_published(desk, {key: str(c.place or "") for key, c in frozen.cells.items()}))
        codes = desk.week_codes.texts(frozen, WEEK, "Kecamatan Contoh")
        assert len(codes) == 1
        assert len(codes[0].encode()) <= LIMIT
        assert desk.week_codes.read(codes[0]).fits
        if count == 60:
            _shifts_are_divided(desk, keys)


def _shifts_are_divided(desk: Desk, keys: list[str]) -> None:
    cells = {(key, MONDAY + timedelta(days=at)): "shift_morning" for key in keys for at in range(7)}
    desk.committer.commit(_published(desk, cells, 2))
    codes = desk.week_codes.texts(desk.schedule.week(MONDAY), WEEK, "Kecamatan Contoh")
    assert len(codes) > 1
    assert all(len(code.encode()) <= LIMIT for code in codes)
    readings = [desk.week_codes.read(code) for code in codes]
    assert [(one.code.part, one.code.parts) for one in readings] == [
        (number, len(codes)) for number in range(1, len(codes) + 1)
    ]
    assert sum(len(one.code.people) for one in readings) == len(keys)
    assert all(one.fits for one in readings)


def _name(number: int) -> str:
    first = ("Dewi", "Eko", "Fitri", "Gani", "Hesti", "Indra", "Joko", "Kartika", "Lukman", "Maya")
    last = ("Anggraini", "Prasetyo", "Handayani", "Setiawan", "Lestari", "Kurniawan")
    return f"{first[number % 10]} {last[number % 6]} {'abcdefghijklmnopqrstuvwxyz'[number % 26].upper()}."


def _published(desk: Desk, cells: dict[CellKey, str], version: int = 1) -> Change:
    frozen = json.dumps([[person, day.isoformat(), place] for (person, day), place in cells.items()])
    row = {"published_on": MONDAY, "letter": "1", "cells": frozen}
    return Change(
        "schedule.publish", (desk.committer.insert("publication", row, join_key(WEEK.code, str(version))),)
    )


def test_a_picture_is_read_turned_and_shrunk(desk: Desk, tmp_path: Path) -> None:
    pytest.importorskip("zxingcpp")
    made = Image.open(io.BytesIO(picture(text(desk)))).convert("L")
    sheet = Image.new("L", (made.width * 2, made.height * 2), 255)
    sheet.paste(made, (made.width // 2, made.height // 2))
    file = tmp_path / "foto.png"
    sheet.rotate(7, fillcolor=255).resize((sheet.width * 3 // 4, sheet.height * 3 // 4)).save(file)
    assert desk.week_codes.read_picture(file).fits


def test_what_is_no_picture_or_has_no_code_is_refused(desk: Desk) -> None:
    pytest.importorskip("zxingcpp")
    with pytest.raises(PictureUnreadable):
        desk.week_codes.read_bytes(b"no picture", "catatan.png")
    stream = io.BytesIO()
    Image.new("L", (200, 200), 255).save(stream, "PNG")
    with pytest.raises(NoCodeInPicture):
        desk.week_codes.read_bytes(stream.getvalue(), "kosong.png")


def test_the_wall_sheet_carries_the_week_while_it_is_what_was_published(desk: Desk) -> None:
    (sheet,) = desk.printing.sheets("schedule", WEEK)
    assert isinstance(sheet.form, WeekSheet)
    assert desk.week_codes.read(sheet.form.code).fits
    keys = [person.key for person in desk.people.roster()]
    desk.schedule.set_places([(keys[4], MONDAY, Place.HOME)])
    (draft,) = desk.printing.sheets("schedule", WEEK)
    assert isinstance(draft.form, WeekSheet)
    assert draft.form.code == ""
    assert draft.form.remark.startswith("DRAF")


@pytest.mark.parametrize("width", [600, 700])
def test_the_code_is_read_from_a_picture_of_the_printed_sheet(desk: Desk, width: int) -> None:
    pytest.importorskip("zxingcpp")
    pdf = desk.printing.draw(["schedule"], WEEK)[0].issued
    assert pdf.report.clean
    assert desk.week_codes.read_bytes(page_png(pdf.data, 0, scale=width / 200), "foto.png").fits
