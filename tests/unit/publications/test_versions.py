"""Versions of a published week: an amendment names what it changes, a withdrawal brings back what was."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.documents import draw
from flexdesk.documents.order_letter import OrderLetter
from flexdesk.documents.short_letter import ShortLetter
from flexdesk.domain import publications
from flexdesk.domain.periods import week_of
from flexdesk.domain.places import Place
from flexdesk.errors import RuleBroken
from flexdesk.services.publications import NoSuchVersion, NotPublished, WithdrawReasonMissing
from tests.documents.goldens import extracted
from tests.helpers.desks import small_desk
from tests.helpers.units import Unit, make_unit

RINI, AGUS, DEWI = "198501012009012001", "199001012015011002", "199203042019032003"
MONDAY = date(2026, 11, 23)
WEEK = week_of(MONDAY)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", [(RINI, "Rini"), (AGUS, "Agus"), (DEWI, "Dewi")]) as made:
        yield made


def keys(desk: Desk) -> dict[str, str]:
    return {person.nip: person.key for person in desk.people.roster()}


def put(desk: Desk, nip: str, day: date, place: Place | None) -> None:
    desk.schedule.set_places([(keys(desk)[nip], day, place)])


def publish(desk: Desk, letter: str) -> None:
    desk.schedule.publish(MONDAY, letter, keys(desk)[RINI], "Disetujui pimpinan.")


def form_of(desk: Desk, kind: str = "assignment-letter", version: int = 0) -> OrderLetter | ShortLetter:
    (sheet,) = desk.printing.sheets(kind, WEEK, version=version)
    assert isinstance(sheet.form, OrderLetter | ShortLetter)
    return sheet.form


def test_an_amendment_names_the_letter_and_lists_only_what_changed(desk: Desk) -> None:
    put(desk, AGUS, MONDAY + timedelta(days=1), Place.HOME)
    publish(desk, "1/2026")
    assert isinstance(form_of(desk), OrderLetter)
    put(desk, AGUS, MONDAY + timedelta(days=1), Place.OFFICE)
    put(desk, DEWI, MONDAY + timedelta(days=3), Place.SICK)
    publish(desk, "2/2026")
    form = form_of(desk)
    assert isinstance(form, ShortLetter)
    assert form.heading == "PERUBAHAN KE-1 SURAT PERINTAH TUGAS"
    assert [(one.name, one.day.day, one.before, one.after) for one in form.lines] == [
        ("Agus", 24, "Rumah (WFA)", "Kantor"),
        ("Dewi", 26, "Kantor", "Tidak bertugas"),
    ]
    words = extracted(draw(form).data)
    assert "Surat Perintah Tugas Nomor 1/2026 tanggal 21 November 2026" in words
    assert "Sakit" not in words


def test_the_letter_of_a_version_says_what_was_frozen_whatever_was_typed_since(desk: Desk) -> None:
    put(desk, AGUS, MONDAY + timedelta(days=1), Place.HOME)
    publish(desk, "1/2026")
    put(desk, AGUS, MONDAY + timedelta(days=1), Place.OFFICE)
    put(desk, DEWI, MONDAY + timedelta(days=2), Place.HOME)
    form = form_of(desk)
    assert isinstance(form, OrderLetter)
    assert [line.name for line in form.lines] == ["Agus"]


def test_a_version_with_another_number_only_is_the_whole_letter_again(desk: Desk) -> None:
    put(desk, AGUS, MONDAY + timedelta(days=1), Place.HOME)
    publish(desk, "1/2026")
    publish(desk, "1a/2026")
    form = form_of(desk)
    assert isinstance(form, OrderLetter)
    assert (form.number, len(form.lines)) == ("1a/2026", 1)


def test_the_second_click_makes_no_second_version(desk: Desk) -> None:
    publish(desk, "1/2026")
    assert desk.schedule.publish(MONDAY, " 1/2026 ", keys(desk)[RINI], "Disetujui pimpinan.") is None
    assert [one.number for one in desk.publications.versions(WEEK)] == [1]


def test_a_withdrawal_brings_back_the_version_before_and_then_none(desk: Desk) -> None:
    publish(desk, "1/2026")
    put(desk, AGUS, MONDAY, Place.HOME)
    publish(desk, "2/2026")
    before = desk.store.select("assignment")
    desk.publications.withdraw(WEEK, "Salah tanggal", "3/2026")
    published = desk.schedule.published(WEEK.first, WEEK.last)
    assert published is not None
    assert (published.version, published.letter, published.revision) == (1, "1/2026", 0)
    assert desk.schedule.week(MONDAY).changed == 1  # what version 2 held is a draft again
    desk.publications.withdraw(WEEK, "Pimpinan berganti")
    assert desk.schedule.published(WEEK.first, WEEK.last) is None
    with pytest.raises(NotPublished):
        desk.publications.withdraw(WEEK, "Sekali lagi")
    assert desk.store.select("assignment") == before
    publish(desk, "4/2026")
    newest = desk.publications.standing(WEEK)
    versions = desk.publications.versions(WEEK)
    assert (newest.number, publications.amendment(versions, newest)) == (3, 0)


def test_a_withdrawn_amendment_keeps_its_number(desk: Desk) -> None:
    for number, place in enumerate((Place.OFFICE, Place.HOME, Place.OTHER_OFFICE), 1):
        put(desk, AGUS, MONDAY, place)
        publish(desk, f"{number}/2026")
        if number == 2:
            desk.publications.withdraw(WEEK, "Salah tanggal")
    versions = desk.publications.versions(WEEK)
    assert [publications.amendment(versions, one) for one in versions] == [0, 1, 2]
    form = form_of(desk)
    assert isinstance(form, ShortLetter)
    assert [(line.before, line.after) for line in form.lines] == [("Kantor", "Kantor lain")]
    assert "1/2026" in form.considering[0]


def test_papers_of_a_withdrawn_version_say_so_on_every_page(desk: Desk) -> None:
    put(desk, AGUS, MONDAY, Place.HOME)
    publish(desk, "1/2026")
    assert "DICABUT" not in extracted(draw(form_of(desk, version=1)).data)
    desk.publications.withdraw(WEEK, "Salah tanggal", "9/2026")
    said = "DICABUT pada tanggal 21 November 2026, surat nomor 9/2026"
    for kind in ("assignment-letter", "schedule"):
        (sheet,) = desk.printing.sheets(kind, WEEK, version=1)
        issued = draw(sheet.form)
        assert extracted(issued.data).count(said) == issued.report.pages
        assert issued.report.clean
    words = extracted(draw(form_of(desk, "withdrawal-letter")).data)
    assert "Nomor 1/2026" in words
    assert "Salah tanggal" in words
    assert "tidak ada jadwal terbit" in words


def test_withdrawing_wants_a_reason_and_a_version_that_exists(desk: Desk) -> None:
    publish(desk, "1/2026")
    with pytest.raises(WithdrawReasonMissing):
        desk.publications.withdraw(WEEK, "  ")
    with pytest.raises(NoSuchVersion):
        desk.printing.sheets("schedule", WEEK, version=2)
    assert desk.publications.standing(WEEK).number == 1


def test_a_hard_finding_refuses_and_writes_nothing(desk: Desk) -> None:
    put(desk, AGUS, MONDAY, Place.OFF)
    held = desk.store.log.chain(desk.store.device)
    with pytest.raises(RuleBroken):
        publish(desk, "1/2026")
    assert desk.store.log.chain(desk.store.device) == held
    assert desk.store.select("publication") == []


def test_a_withdrawal_here_and_a_new_version_there_both_stand_as_facts(tmp_path: Path) -> None:
    unit: Unit = make_unit(tmp_path / "unit")
    sent = {}
    with unit.open("sri") as sri:
        monday = week_of(sri.clock.today() + timedelta(days=7)).first
        person = sri.people.roster()[0]
        signer = person.key
        sri.schedule.publish(monday, "1/2026", signer, "Disetujui.")
        first = tmp_path / "first.flexdesk"
        sri.bundles.create(first, "unit")
    week = week_of(monday)
    with unit.open("budi") as budi:
        budi.bundles.apply(first)
        day = next(day for day in budi.schedule.week(monday).days if day.weekday() == 2)
        budi.schedule.set_places([(signer, day, Place.DUTY_TRAVEL)])
        budi.schedule.publish(monday, "2/2026", signer, "Disetujui.")
        sent["budi"] = tmp_path / "budi.flexdesk"
        budi.bundles.create(sent["budi"], "unit")
    with unit.open("sri") as sri:
        sri.publications.withdraw(week, "Salah tanggal")
        sent["sri"] = tmp_path / "sri.flexdesk"
        sri.bundles.create(sent["sri"], "unit")
        sri.bundles.apply(sent["budi"])
        here = sri.publications.versions(week)
    with unit.open("budi") as budi:
        budi.bundles.apply(sent["sri"])
        there = budi.publications.versions(week)
        assert budi.store.disputes() == []
    assert here == there
    assert [(one.number, one.stands) for one in here] == [(1, False), (2, True)]
    assert publications.amendment(here, here[1]) == 0  # nothing stands under it any more
