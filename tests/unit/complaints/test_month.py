"""The close of a month on a real store: what stands against it, what it freezes, and how it opens again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period, parse_period
from flexdesk.domain.places import Place
from flexdesk.errors import ReasonNeeded
from flexdesk.services.closing import MonthClosed, closed_months
from flexdesk.services.duties import DutyKind
from flexdesk.services.month import MonthBlocked, MonthIsClosed, MonthIsOpen, NotAMonth, NoteIncomplete
from flexdesk.services.month_blockers import BlockerKind
from flexdesk.services.output_decisions import EvidenceMissing
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import kecamatan_desk, small_desk
from tests.helpers.devices import Device

TODAY = date(2026, 11, 5)
OCTOBER = parse_period("2026-10")
PEOPLE = (("197203151997031901", "Bambang Wiryawan"), ("197909042005011903", "Agus Hermawan"))
NOTE = {
    "performance": "Target tercapai",
    "discipline": "Tertib",
    "infrastructure": "Cukup",
    "compared": "Tidak berubah",
}
REPORT = """Tanggal\tNIP\tUraian Kegiatan\tVolume\tSatuan\tBukti
{day}\t197909042005011903\tMelayani warga\t4\tberkas\t{evidence}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", PEOPLE, clock=SystemClock(TODAY)) as made:
        yield made


def report(desk: Desk, day: str, evidence: str = "foto.jpg") -> str:
    from flexdesk.exchange.report_files import read_reports
    from flexdesk.exchange.tables import read_text

    text = REPORT.format(day=day, evidence=evidence)
    taken = desk.outputs.take([read_reports(read_text(text))])
    assert taken.change is not None
    return taken.change.ops[0].row


def key_of(desk: Desk, nip: str = PEOPLE[1][0]) -> str:
    return str(desk.store.select("person", nip=nip)[0]["key"])


def at_home(desk: Desk, day: date) -> None:
    desk.schedule.set_places([(key_of(desk), day, Place.HOME)])


def kinds(desk: Desk, month: Period = OCTOBER) -> list[str]:
    return list(dict.fromkeys(str(one.kind) for one in desk.month.view(month).blockers))


def closed(desk: Desk, month: Period = OCTOBER) -> None:
    desk.month.close(month, "Kekurangan sudah dibicarakan")


# -- what stands against it


def test_a_month_that_is_not_over_cannot_be_closed(desk: Desk):
    with pytest.raises(MonthBlocked) as told:
        closed(desk, parse_period("2026-11"))
    assert "30 November 2026" in told.value.message
    with pytest.raises(NotAMonth):
        closed(desk, parse_period("2026-W44"))


def test_outputs_that_wait_are_binding_and_point_at_their_day(desk: Desk):
    key = report(desk, "2026-10-05")
    blockers = [one for one in desk.month.view(OCTOBER).hard if one.kind is BlockerKind.UNREVIEWED]
    assert [(one.page, one.item, one.count, one.rule) for one in blockers] == [
        ("review", "2026-10-05", 1, "REP-06")
    ]
    with pytest.raises(MonthBlocked) as told:
        closed(desk)
    assert told.value.facts["findings"]
    assert not closed_months(desk.store)
    desk.outputs.accept([key])
    closed(desk)
    assert closed_months(desk.store) == {"2026-10"}


def test_what_is_only_advised_wants_a_reason_that_is_kept(desk: Desk):
    with pytest.raises(ReasonNeeded):
        desk.month.close(OCTOBER)
    desk.month.close(OCTOBER, "Laporan masih di atas kertas")
    (close,) = desk.month.view(OCTOBER).closes
    assert (close.version, close.reason, close.closed_on) == (1, "Laporan masih di atas kertas", TODAY)
    assert close.by == "Bambang Wiryawan"


def test_every_sort_of_blocker_is_found(desk: Desk):
    at_home(desk, date(2026, 10, 7))
    report(desk, "2026-10-06")
    desk.complaints.add(date(2026, 10, 1), "Antrean lama")
    person = key_of(desk)
    clarify = desk.committer.upsert("clarification", f"{person}|2026-10-07", {"state": "open"})
    agreed = desk.committer.insert("agreement", {"person": person, "from": "2026-01-01", "to": "2026-06-30"})
    desk.committer.commit(Change("test.prepare", (clarify, agreed)))
    assert kinds(desk) == [
        "clarification", "unreviewed",
        "silent", "complaint", "note", "unpublished", "no_target", "no_plan", "agreement",
        "late_report",
    ]  # fmt: skip
    silent = [one for one in desk.month.view(OCTOBER).blockers if one.kind is BlockerKind.SILENT]
    agus = next(one for one in silent if "Agus" in one.text)
    assert agus.count == 21  # 22 working days of October 2026, one report
    assert (agus.page, agus.item) == ("review", "2026-10-01")


def test_a_day_of_leave_lacks_no_report(desk: Desk):
    report(desk, "2026-10-06")
    before = next(one for one in desk.month.view(OCTOBER).blockers if "Agus" in one.text).count
    desk.registers.add_leave(PEOPLE[1][0], "annual", date(2026, 10, 12), date(2026, 10, 13))
    after = next(one for one in desk.month.view(OCTOBER).blockers if "Agus" in one.text).count
    assert after == before - 2


def test_a_plan_written_before_and_a_target_settle_the_day(desk: Desk):
    day = date(2026, 10, 7)
    at_home(desk, day)
    desk.requests.submit(desk.requests.draft(PEOPLE[1][0], "wish", day, day, plan="Menyusun laporan"))
    request = desk.store.select("request")[0]
    late = desk.committer.update("request", request, {"submitted_on": "2026-10-07"})
    desk.committer.commit(Change("test.prepare", (late,)))
    assert "no_plan" in kinds(desk)
    request = desk.store.select("request")[0]
    early = desk.committer.update("request", request, {"submitted_on": "2026-10-06"})
    desk.committer.commit(Change("test.prepare", (early,)))
    assert "no_plan" not in kinds(desk)
    assert "no_target" in kinds(desk)
    report(desk, "2026-10-07")
    assert "no_target" not in kinds(desk)  # an output with an amount is measurable


def test_late_reports_are_counted_and_never_hold_the_month_up(desk: Desk):
    desk.outputs.accept([report(desk, "2026-10-06")])
    view = desk.month.view(OCTOBER)
    assert view.figures["late_reports"] == 1
    (late,) = (one for one in view.blockers if one.kind is BlockerKind.LATE_REPORT)
    assert str(late.level) == "info"
    today = report(desk, "2026-11-05")
    items = {item.key: item.timing for item in desk.outputs.review(parse_period("2026-11")).items}
    assert not items[today].late
    assert items[today].review_due == date(2026, 11, 6)
    desk.policy.set("review.due_working_days", "3", from_day=date(2026, 11, 1))
    (item,) = desk.outputs.review(parse_period("2026-11")).items
    assert item.timing.review_due == date(2026, 11, 10)


# -- the note


def test_the_note_is_written_whole_and_settles_its_blocker(desk: Desk):
    assert "note" in kinds(desk)
    with pytest.raises(NoteIncomplete) as told:
        desk.month.write_note(OCTOBER, {"performance": "Baik"})
    assert told.value.facts["missing"].count(",") == 2
    desk.month.write_note(OCTOBER, NOTE)
    assert "note" not in kinds(desk)
    assert desk.month.view(OCTOBER).note["compared"] == "Tidak berubah"


# -- the close


def test_a_closed_month_refuses_every_way_of_changing_it(desk: Desk):
    key = report(desk, "2026-10-06")
    desk.outputs.accept([key])
    at_home(desk, date(2026, 10, 8))
    closed(desk)
    before = {
        table: desk.store.select(table) for table in ("output", "assignment", "attendance_mark", "recall")
    }
    person, day = key_of(desk), date(2026, 10, 6)
    mark = desk.committer.upsert("attendance_mark", f"{person}|2026-10-06|1", {"at": "07:30"})
    recall = desk.committer.insert("recall", {"person": person, "day": day})
    ways = (
        lambda: desk.schedule.set_places([(person, day, Place.HOME)]),
        lambda: desk.schedule.pin(person, day, True),
        lambda: desk.day.set_actual([person], day, Place.HOME, "Salah catat"),
        lambda: desk.outputs.send_back([key], "Perbaiki"),
        lambda: report(desk, "2026-10-07"),
        lambda: desk.committer.commit(Change("mark.set", (mark,))),
        lambda: desk.committer.commit(Change("recall.add", (recall,))),
        lambda: desk.committer.settle([desk.committer.upsert("output", key, {"note": "x"})]),
    )
    for way in ways:
        with pytest.raises(MonthClosed) as told:
            way()
        assert "2026" in told.value.message
    assert {table: desk.store.select(table) for table in before} == before
    at_home(desk, date(2026, 11, 10))  # another month is free


def test_a_recall_cannot_be_moved_out_of_a_closed_month(desk: Desk):
    recall = desk.committer.insert("recall", {"person": key_of(desk), "day": date(2026, 10, 6)})
    desk.committer.commit(Change("recall.add", (recall,)))
    closed(desk)
    row = desk.store.get("recall", recall.row)
    for cells in ({"day": date(2026, 11, 3)}, {"reason": "lain"}):
        with pytest.raises(MonthClosed):
            desk.committer.commit(Change("recall.set", (desk.committer.update("recall", row, cells),)))
    with pytest.raises(MonthClosed):
        desk.committer.commit(Change("recall.remove", (desk.committer.delete("recall", recall.row),)))


def test_closing_twice_is_refused_and_closing_again_makes_version_two(desk: Desk):
    closed(desk)
    with pytest.raises(MonthIsClosed):
        closed(desk)
    with pytest.raises(ReasonNeeded):
        desk.month.reopen(OCTOBER, " ")
    desk.month.reopen(OCTOBER, "Satu laporan tertinggal")
    with pytest.raises(MonthIsOpen):
        desk.month.reopen(OCTOBER, "lagi")
    desk.outputs.accept([report(desk, "2026-10-07")])
    closed(desk)
    second, first = desk.month.view(OCTOBER).closes
    assert (second.version, second.reopened_on) == (2, None)
    assert (first.version, first.reopen_reason) == (1, "Satu laporan tertinggal")
    assert (first.figures["outputs"], second.figures["outputs"]) == (0, 1)


def test_taking_a_close_back_opens_the_month(desk: Desk):
    change = desk.month.close(OCTOBER, "Sudah dibicarakan")
    assert change is not None
    desk.committer.commit(change.inverse())
    assert not closed_months(desk.store)
    assert not desk.month.view(OCTOBER).closes
    at_home(desk, date(2026, 10, 8))
    closed(desk)
    assert [close.version for close in desk.month.view(OCTOBER).closes] == [1]


def test_figures_count_days_by_where_people_really_were(desk: Desk):
    at_home(desk, date(2026, 10, 8))
    at_home(desk, date(2026, 10, 9))
    desk.day.set_actual([key_of(desk)], date(2026, 10, 9), Place.OFFICE, "Salah catat")
    desk.registers.add_leave(PEOPLE[1][0], "annual", date(2026, 10, 12), date(2026, 10, 13))
    figures = desk.month.view(OCTOBER).figures
    assert figures["people"] == 2
    assert figures["working_days"] == 22
    assert (figures["away_days"], figures["absent_days"], figures["office_days"]) == (1, 2, 41)


# -- other laptops


def receive(desk: Desk, other: Device, first: int, last: int) -> None:
    with desk.store.writing():
        desk.store.log.receive(other.txs(first, last), other.store.log.chain_at(other.name, first - 1))


def test_what_another_laptop_wrote_without_knowing_of_the_close_is_kept_and_shown(desk: Desk, tmp_path: Path):
    person = key_of(desk)
    other = Device(tmp_path / "other", "laptop lain")
    other.put("assignment", f"{person}|2026-10-08", place="home", source="typed")
    other.put("assignment", f"{person}|2026-10-09", place="home", source="typed")
    other.put("assignment", f"{person}|2026-11-09", place="home", source="typed")
    receive(desk, other, 1, 1)
    closed(desk)
    assert desk.month.view(OCTOBER).late == ()
    receive(desk, other, 2, 3)
    view = desk.month.view(OCTOBER)
    assert [(late.person, late.day, late.device) for late in view.late] == [
        ("Agus Hermawan", date(2026, 10, 9), other.name)
    ]
    assert desk.store.get("assignment", f"{person}|2026-10-09")["place"] == "home"
    assert view.moved() == {"office_days": (43, 42), "away_days": (1, 2)}
    desk.month.reopen(OCTOBER, "Perubahan dari laptop lain")
    closed(desk)
    view = desk.month.view(OCTOBER)
    assert (view.late, view.moved(), view.closes[0].figures["away_days"]) == ((), {}, 2)


# -- evidence


def test_a_report_without_evidence_is_not_accepted_where_the_setting_wants_it(desk: Desk):
    bare, good = report(desk, "2026-10-05", "-"), report(desk, "2026-10-06")
    with pytest.raises(EvidenceMissing) as told:
        desk.outputs.accept([good, bare])
    assert told.value.facts["count"] == 1
    assert {row["review"] for row in desk.store.select("output")} == {"waiting"}
    desk.outputs.send_back([bare], "Tolong lampirkan bukti")
    desk.policy.set("report.evidence_required", "no", from_day=date(2026, 10, 1))
    desk.outputs.accept([good, bare])
    assert {row["review"] for row in desk.store.select("output")} == {"accepted"}


# -- duties


def test_duties_tell_of_complaints_the_note_the_close_and_the_recap(desk: Desk):
    at_home(desk, date(2026, 10, 7))
    key, _change = desk.complaints.add(date(2026, 10, 26), "Antrean lama")
    desk.policy.set("report.monthly_due_day", "10", from_day=date(2026, 10, 1))
    found = {duty.kind: duty for duty in desk.day.duties(TODAY)}
    assert found[DutyKind.COMPLAINTS].item == f"complaints:{key}"
    assert found[DutyKind.COMPLAINTS].hard == 1
    assert found[DutyKind.MONITORING_NOTE].item == "month:note|2026-10"
    assert found[DutyKind.MONTH_OPEN].due == date(2026, 11, 10)
    assert found[DutyKind.MONTHLY_RECAP].due == date(2026, 11, 10)
    desk.month.write_note(OCTOBER, NOTE)
    closed(desk)
    desk.complaints.close(key, TODAY, "Selesai")
    left = {duty.kind for duty in desk.day.duties(TODAY)}
    assert not left & {DutyKind.COMPLAINTS, DutyKind.MONITORING_NOTE, DutyKind.MONTH_OPEN}


def test_a_unit_that_has_not_begun_has_none_of_these_duties(desk: Desk):
    new = {DutyKind.COMPLAINTS, DutyKind.MONITORING_NOTE, DutyKind.MONTH_OPEN, DutyKind.MONTHLY_RECAP}
    assert not new & {duty.kind for duty in desk.day.duties(TODAY)}


def test_a_published_week_waits_for_its_export_where_the_agency_wants_it(desk: Desk):
    from flexdesk.domain.periods import week_of
    from flexdesk.services.weekly_export import note_export

    week = week_of(TODAY)
    desk.policy.set("report.weekly_schedule", "yes", from_day=date(2026, 11, 1))
    assert DutyKind.WEEKLY_EXPORT not in {duty.kind for duty in desk.day.duties(TODAY)}
    desk.schedule.publish_period(week, "800/1", key_of(desk, PEOPLE[0][0]))
    (duty,) = (one for one in desk.day.duties(TODAY) if one.kind is DutyKind.WEEKLY_EXPORT)
    assert duty.item == f"month:export|{week.code}"
    note_export(desk.store, desk.schedule, week)
    assert DutyKind.WEEKLY_EXPORT not in {duty.kind for duty in desk.day.duties(TODAY)}
    desk.schedule.publish_period(week, "800/2", key_of(desk, PEOPLE[0][0]))
    assert DutyKind.WEEKLY_EXPORT in {duty.kind for duty in desk.day.duties(TODAY)}


# -- a whole kecamatan


def test_a_month_of_the_sample_kecamatan_is_checked_and_closed(tmp_path: Path):
    september = parse_period("2026-09")
    with kecamatan_desk(tmp_path / "unit") as desk:
        view = desk.month.view(september)
        assert view.hard
        waiting = [row for row in desk.outputs.rows(september) if row["review"] == "waiting"]
        bare = [row for row in waiting if not row["evidence"] or str(row["evidence"]).strip() in ("-", "")]
        desk.outputs.send_back([str(row["key"]) for row in bare], "Bukti belum ada")
        desk.outputs.accept([str(row["key"]) for row in waiting if row not in bare])
        view = desk.month.view(september)
        assert not view.hard
        desk.month.close(september, "Dibahas dalam rapat bulanan")
        kept = desk.month.view(september).closes[0].figures
        assert (
            kept["outputs"]
            == len(desk.outputs.rows(september))
            == kept["outputs_accepted"] + kept["outputs_returned"]
        )
        august = desk.outputs.rows(parse_period("2026-08"))
        desk.outputs.send_back([str(august[0]["key"])], "Bulan lain tetap terbuka")


def test_a_file_of_a_whole_month_says_nothing_about_lateness(tmp_path: Path):
    with kecamatan_desk(tmp_path / "unit") as desk:
        rows = desk.store.select("output", day=("2026-08-03", "2026-08-03"))
        timings = desk.outputs.flexible.timings(rows, date(2026, 11, 21))
        assert rows
        assert not any(timing.late for timing in timings.values())
