"""The register of complaints on a real store: clocks, steps, what is refused, files."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from flexdesk.desk.desk import Desk
from flexdesk.domain.complaints import ClockState, Step
from flexdesk.domain.places import Place
from flexdesk.errors import NotFound, ReasonNeeded
from flexdesk.services.complaint_lists import export_file
from flexdesk.services.complaints import (
    ComplaintDay,
    ComplaintIncomplete,
    ComplaintKnown,
    ComplaintStep,
    Filter,
)
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import small_desk

TODAY = date(2026, 11, 20)  # a Friday
PEOPLE = (("197203151997031901", "Bambang Wiryawan"), ("197909042005011903", "Agus Hermawan"))


@pytest.fixture
def desk(tmp_path: Path):
    with small_desk(tmp_path / "unit", PEOPLE, clock=SystemClock(TODAY)) as made:
        yield made


def entered(desk: Desk, received: date = TODAY, **cells: str) -> str:
    return desk.complaints.add(received, cells.pop("subject", "Antrean KTP lama"), **cells)[0]


def test_an_entry_has_two_clocks_and_names_its_people(desk: Desk):
    point, _change = desk.unit.add_service_point("Loket KTP-el", 1)
    key = entered(
        desk, date(2026, 11, 16), officer=PEOPLE[1][0], service_point="Loket KTP-el", kind="unexamined"
    )
    view = desk.complaints.view(key)
    assert (view.officer, view.point, view.complaint.service_point) == (
        "Agus Hermawan",
        "Loket KTP-el",
        point,
    )
    first, whole = view.clocks.first, view.clocks.whole
    assert (first.passed, first.limit, view.clocks.first_state) == (4, 3, ClockState.OVERDUE)
    assert (whole.passed, whole.limit, view.clocks.whole_state) == (4, 14, ClockState.RUNNING)
    assert view.clocks.pressing is first
    assert view.is_overdue
    assert "19 November 2026" in view.reminder


def test_the_first_answer_leaves_the_clock_of_the_settlement(desk: Desk):
    key = entered(desk, date(2026, 11, 16), kind="simple")
    desk.complaints.respond(key, date(2026, 11, 18), "Sedang diperiksa")
    view = desk.complaints.view(key)
    assert view.clocks.first_state is ClockState.DONE
    assert view.clocks.pressing is view.clocks.whole
    assert view.clocks.state is ClockState.SECOND  # 4 of 5 working days
    assert view.complaint.step is Step.RESPONDED


def test_a_reminder_comes_at_half_and_at_four_fifths_as_settled(desk: Desk):
    key = entered(desk, date(2026, 11, 17), kind="simple")
    desk.complaints.respond(key, date(2026, 11, 17))
    assert desk.complaints.view(key).clocks.state is ClockState.FIRST  # 3 of 5
    desk.policy.set("complaint.first_reminder", "70", from_day=date(2026, 11, 1))
    assert desk.complaints.view(key).clocks.state is ClockState.RUNNING
    desk.policy.set("complaint.simple_days", "2", from_day=date(2026, 11, 1))
    assert desk.complaints.view(key).clocks.state is ClockState.OVERDUE


def test_limits_are_those_of_the_day_of_receipt(desk: Desk):
    key = entered(desk, date(2026, 11, 10), kind="simple")
    desk.policy.set("complaint.simple_days", "30", from_day=date(2026, 11, 15))
    assert desk.complaints.view(key).clocks.whole.limit == 5


def test_passing_on_counts_as_the_first_answer(desk: Desk):
    key = entered(desk, date(2026, 11, 18))
    desk.complaints.forward(key, "Dinas Dukcapil", date(2026, 11, 19))
    found = desk.complaints.view(key).complaint
    assert (found.responded_on, found.forwarded_to, found.step) == (
        date(2026, 11, 19),
        "Dinas Dukcapil",
        Step.FORWARDED,
    )


def test_settled_and_taken_up_again_with_a_reason(desk: Desk):
    key = entered(desk, date(2026, 11, 16))
    desk.complaints.close(key, date(2026, 11, 19), "Loket ditambah")
    closed = desk.complaints.view(key)
    assert (closed.complaint.step, closed.clocks.whole_state, closed.reminder) == (
        Step.CLOSED,
        ClockState.DONE,
        "",
    )
    with pytest.raises(ReasonNeeded):
        desk.complaints.reopen(key, " ")
    desk.complaints.reopen(key, "Pelapor belum puas")
    again = desk.complaints.view(key)
    assert again.complaint.is_open
    assert again.clocks.whole.passed == 4  # the clock goes on from the day of receipt
    kinds = [event.kind for event in desk.complaints.history(key)]
    assert kinds == ["complaint.reopen", "complaint.close", "complaint.add"]


def test_another_kind_wants_a_reason_and_brings_another_limit(desk: Desk):
    key = entered(desk, date(2026, 11, 16))
    with pytest.raises(ReasonNeeded):
        desk.complaints.reclassify(key, "examined", "")
    desk.complaints.reclassify(key, "examined", "Perlu pemeriksaan lapangan")
    assert desk.complaints.view(key).clocks.whole.limit == 60
    assert desk.complaints.view(key).complaint.note == "Perlu pemeriksaan lapangan"


def test_a_receipt_on_a_holiday_counts_from_the_next_working_day(desk: Desk):
    key = entered(desk, date(2026, 11, 14))  # a Saturday
    view = desk.complaints.view(key)
    assert view.counted_from == date(2026, 11, 14)
    assert (view.clocks.first.passed, view.clocks.first.due) == (5, date(2026, 11, 18))


@pytest.mark.parametrize("wrong", ["future", "before", "early close", "future close"])
def test_days_that_cannot_be_are_refused_and_nothing_is_written(desk: Desk, wrong: str):
    key = entered(desk, date(2026, 11, 18))
    desk.complaints.respond(key, date(2026, 11, 19))
    before = desk.store.select("complaint")
    ways = {
        "future": lambda: entered(desk, TODAY + timedelta(days=1)),
        "before": lambda: desk.complaints.close(key, date(2026, 11, 17), "Selesai"),
        "early close": lambda: desk.complaints.close(key, date(2026, 11, 18), "Selesai"),
        "future close": lambda: desk.complaints.close(key, TODAY + timedelta(days=3), "Selesai"),
    }
    with pytest.raises(ComplaintDay) as told:
        ways[wrong]()
    assert desk.store.select("complaint") == before
    assert told.value.message
    assert told.value.what_to_do


def test_steps_that_do_not_fit_are_refused(desk: Desk):
    key = entered(desk)
    desk.complaints.respond(key, TODAY)
    with pytest.raises(ComplaintStep):
        desk.complaints.respond(key, TODAY)
    with pytest.raises(ComplaintStep):
        desk.complaints.reopen(key, "apa saja")
    with pytest.raises(ComplaintIncomplete):
        desk.complaints.close(key, TODAY, "  ")
    with pytest.raises(ComplaintIncomplete):
        desk.complaints.forward(key, "", TODAY)
    desk.complaints.close(key, TODAY, "Selesai")
    with pytest.raises(ComplaintStep):
        desk.complaints.close(key, TODAY, "Lagi")


def test_an_entry_needs_a_subject_and_one_of_lapor_its_number_once(desk: Desk):
    with pytest.raises(ComplaintIncomplete):
        entered(desk, subject=" ")
    with pytest.raises(ComplaintIncomplete):
        entered(desk, channel="lapor")
    entered(desk, channel="lapor", number="#8812345")
    with pytest.raises(ComplaintKnown):
        entered(desk, channel="lapor", number="8812345")
    with pytest.raises(NotFound):
        entered(desk, officer="Siapa saja")
    assert desk.complaints.view("8812345").complaint.number == "8812345"


def test_an_entry_is_corrected_and_its_days_still_fit(desk: Desk):
    key = entered(desk, date(2026, 11, 16))
    desk.complaints.respond(key, date(2026, 11, 17))
    desk.complaints.change(key, {"subject": "Antrean panjang", "officer": PEOPLE[1][0], "reporter": "Warga"})
    assert desk.complaints.view(key).officer == "Agus Hermawan"
    with pytest.raises(ComplaintDay):
        desk.complaints.change(key, {"received": date(2026, 11, 18)})
    desk.complaints.change(key, {"officer": ""})
    assert desk.complaints.view(key).complaint.officer == ""


def test_the_most_pressing_stand_first_and_closed_ones_last(desk: Desk):
    old = entered(desk, date(2026, 11, 2), subject="Lama")
    new = entered(desk, date(2026, 11, 20), subject="Baru")
    done = entered(desk, date(2026, 11, 2), subject="Selesai")
    desk.complaints.close(done, TODAY, "Beres")
    assert [view.key for view in desk.complaints.entries()] == [old, new, done]
    assert [view.key for view in desk.complaints.entries(Filter.OVERDUE)] == [old]
    assert [view.key for view, _told in desk.complaints.pressing()] == [old]


def lapor_list(file: Path) -> Path:
    """A list as LAPOR! gives it, with three rows that cannot be taken."""
    rows = (
        (1, "#7001", date(2026, 11, 9), "Permintaan Informasi", "Jadwal layanan", "Warga A", "Agus Hermawan"),
        (2, "#7002", "10/11/2026 08:15", "Pengaduan tidak berkadar pengawasan", "Parkir", "", ""),
        (3, "#7003", date(2026, 11, 11), "Pengaduan berkadar pengawasan", "Pungli", "", "Pihak luar"),
        (4, "#7004", "kemarin", "Pengaduan", "Tanggal salah", "", ""),
        (5, "#7005", date(2027, 1, 4), "Pengaduan", "Belum terjadi", "", ""),
        (6, "#7006", date(2026, 11, 11), "Pengaduan", "", "", ""),
    )
    heads = ("No", "Tracking ID", "Tanggal Masuk", "Klasifikasi", "Judul Laporan", "Pelapor", "Petugas")
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Rekap laporan SP4N-LAPOR! 2026"])
        for number, row in enumerate((heads, *rows), 2):
            sheet.write_row(number, 0, row)
    return file


def test_a_list_is_taken_over_once(desk: Desk, tmp_path: Path):
    file = lapor_list(tmp_path / "lapor.xlsx")
    outcome = desk.complaints.import_file(file)
    assert (outcome.accepted, outcome.known, len(outcome.rejected)) == (3, 0, 3)
    assert [(one["row"], one["kind"]) for one in outcome.rejected] == [
        (7, "date"),
        (9, "subject"),
        (8, "date"),
    ]
    views = {view.complaint.number: view for view in desk.complaints.entries()}
    assert {number: view.complaint.kind for number, view in views.items()} == {
        "7001": "simple",
        "7002": "unexamined",
        "7003": "examined",
    }
    assert views["7001"].officer == "Agus Hermawan"
    assert views["7003"].officer == "Pihak luar"
    assert views["7002"].complaint.received == date(2026, 11, 10)
    again = desk.complaints.import_file(file)
    assert (again.accepted, again.known) == (0, 3)


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_what_is_written_out_names_no_reporter_and_can_be_read_again(desk: Desk, tmp_path: Path, format: str):
    entered(desk, date(2026, 11, 18), reporter="Siti Rahasia", subject="=1+1", channel="lapor", number="9001")
    file = export_file(desk.complaints.entries(), format, "Register")
    path = tmp_path / file.name
    path.write_bytes(file.data)
    assert b"Rahasia" not in file.data
    with small_desk(tmp_path / "other", clock=SystemClock(TODAY)) as other:
        outcome = other.complaints.import_file(path)
        assert (outcome.accepted, outcome.rejected) == (1, ())
        (view,) = other.complaints.entries()
        assert (view.complaint.number, view.complaint.received) == ("9001", date(2026, 11, 18))


def test_an_officer_is_named_for_the_working_days_of_a_week(desk: Desk):
    desk.complaints.name_officer(date(2026, 11, 23), date(2026, 11, 29), PEOPLE[1][0])
    named = desk.complaints.officers(date(2026, 11, 23), date(2026, 11, 29))
    assert [day.day for day in sorted(named)] == [23, 24, 25, 26, 27]
    desk.complaints.name_officer(date(2026, 11, 24), date(2026, 11, 24), "")
    assert date(2026, 11, 24) not in desk.complaints.officers(date(2026, 11, 23), date(2026, 11, 29))


def test_the_check_of_a_week_asks_for_the_officer_and_its_fix_names_one(desk: Desk):
    agus = str(desk.store.select("person", nip=PEOPLE[1][0])[0]["key"])
    monday = date(2026, 11, 23)
    wanted = lambda: [one for one in desk.schedule.check(monday, monday) if one.rule == "CMP-03"]  # noqa: E731
    desk.schedule.set_places([(agus, monday, Place.HOME)])
    assert wanted() == []  # a unit that takes no complaints yet is not asked
    entered(desk)
    (found,) = wanted()
    (fix,) = found.fixes
    assert (fix.name, fix.as_json()["action"]) == ("Bambang Wiryawan", "complaint_officer")
    before = desk.store.select("assignment")
    desk.schedule.apply_fix(fix)
    assert wanted() == []
    assert desk.store.select("assignment") == before
    desk.schedule.set_places([(fix.person, monday, Place.SICK)])
    assert len(wanted()) == 1  # whoever is named is not there


def test_one_cell_never_waits_for_the_officer(desk: Desk):
    entered(desk)
    agus = str(desk.store.select("person", nip=PEOPLE[1][0])[0]["key"])
    desk.people.change(agus, {"task_criteria": "11111", "domicile": "Jalan Melati 1"})
    day = date(2026, 11, 24)
    desk.schedule.set_places(
        [(agus, day, Place.HOME)], draft=False
    )  # any SOFT finding would ask for a reason
    assert [one.rule for one in desk.schedule.check(day, day) if one.day == day] == ["CMP-03"]
