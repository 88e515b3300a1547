"""Who has not reported, on the sample kecamatan, and what is said to them."""

from datetime import date
from pathlib import Path

import pytest

from flexdesk.domain.ops import Change
from flexdesk.domain.periods import parse_period
from flexdesk.i18n import speaking
from flexdesk.services.report_reminders import MOST_DAYS, missing, reminder, reminder_for, spoken
from tests.helpers.command_line import CommandLine
from tests.helpers.desks import kecamatan_desk, small_desk

NUNUNG = "197105131994122731"
DAYS = [date(2026, 9, day) for day in (8, 9, 10, 11, 14, 15)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory):
    with kecamatan_desk(tmp_path_factory.mktemp("kecamatan") / "unit") as made:
        yield made


def test_only_days_without_report_and_absence_are_missing(desk):
    (found,) = missing(desk.outputs, parse_period("2026-09"))
    assert (found.nip, list(found.days)) == (NUNUNG, DAYS)


def test_a_day_asks_for_that_day_alone(desk):
    assert [one.days for one in missing(desk.outputs, parse_period("2026-09-09"))] == [(date(2026, 9, 9),)]
    assert missing(desk.outputs, parse_period("2026-09-16")) == []


def test_a_person_on_leave_is_left_out(tmp_path: Path):
    tuesday = parse_period("2026-09-08")
    with small_desk(
        tmp_path / "unit", [("198505122009012003", "Dewi"), ("198301252008012912", "Budi")]
    ) as desk:
        assert [one.name for one in missing(desk.outputs, tuesday)] == ["Budi", "Dewi"]
        budi = next(str(row["key"]) for row in desk.store.select("person") if row["name"] == "Budi")
        cells = {"person": budi, "kind": "annual", "from": "2026-09-07", "to": "2026-09-09"}
        desk.committer.commit(Change("leave.add", (desk.committer.insert("leave_entry", cells),)))
        assert [one.name for one in missing(desk.outputs, tuesday)] == ["Dewi"]


def test_one_message_names_people_and_no_reason():
    with speaking("id"):
        text = reminder(["Dewi", "Budi"], spoken(parse_period("2026-09-09")))
        one = reminder_for("Dewi", DAYS)
    assert "- Dewi\n- Budi\n" in text
    assert "9 September 2026" in text
    assert not {"cuti", "sakit", "izin", "alasan"} & set(text.casefold().split())
    assert one.count("Sep") == MOST_DAYS


def test_the_command_gives_people_days_and_text(tmp_path: Path):
    fd = CommandLine(tmp_path / "unit")
    fd.found_cheaply()
    for nip, name in (("198505122009012003", "Dewi"), ("198301252008012912", "Budi")):
        fd("people", "add", "--nip", nip, "--name", name)
    table = tmp_path / "laporan.csv"
    table.write_text("nip;tanggal;kegiatan;volume\n198505122009012003;16/11/2026;Rapat;1 kali\n", "utf-8")
    fd("outputs", "import", table)
    answer = fd("outputs", "missing", "--period", "2026-11-16", code=1).json
    assert answer["missing"] == [{"nip": "198301252008012912", "name": "Budi", "days": ["2026-11-16"]}]
    assert "- Budi\n" in answer["text"]
    assert "Dewi" not in answer["text"]
    nobody = fd("outputs", "missing", "--period", "2026-11-22").json  # a Sunday
    assert (nobody["missing"], nobody["text"]) == ([], "")
