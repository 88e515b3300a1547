"""Two laptops of one unit: over the line, by a file, and back from a backup."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from flexdesk.bootstrap import create_empty, open_desk
from flexdesk.domain.places import Place
from flexdesk.services.membership import IsACopy
from flexdesk.store.digest import digest
from flexdesk.system.clock import FixedClock
from tests.end_to_end.windows import Person, at_window, files, week_of
from tests.gui.conftest import _nothing_leaks, _plain_look, qapp  # noqa: F401
from tests.gui.sending.laptops import NOW, Office, office
from tests.helpers.desks import CHEAP, PASSPHRASE, kecamatan_desk
from ui.policy.page import PolicyPage
from ui.schedule.page import SchedulePage
from ui.sending.page import SendingPage
from ui.widgets.badge import SYNC

pytestmark = pytest.mark.usefixtures("qapp")

HEAD, DEPUTY = "Bambang Wiryawan", "Sri Wahyuningsih"
FITRI = "Fitri Handayani"
FRIDAY = date(2026, 11, 27)
GREEN = SYNC["received"].tone


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


def join(person: Person, address: str, code: str, holder: str) -> SendingPage:
    """F5 on a laptop without a server shows the form; it is filled in by keyboard."""
    page = person.at(SendingPage)
    person.press("F5")
    person.write(address)
    person.press("Tab")
    person.write(code)
    person.press("Tab")
    person.write(holder)
    person.press("Enter")
    person.settle()
    person.settle()  # the first exchange follows the joining
    return page


def tones(page: SendingPage) -> set[object]:
    entries = (*page.outgoing.rows.entries, *page.history.rows.entries)
    return {entry.badge.tone for entry in entries if entry.badge is not None}


def write_letter(person: Person, name: str, letter: str) -> None:
    """The letter into Friday of next week."""
    page = person.at(SchedulePage)
    if page.desk.monday != date(2026, 11, 23):
        person.press("Alt+PgDown")
        person.settle()
    row = next(n for n, one in enumerate(page.desk.settled().people) if one.name == name)
    person.press("Ctrl+Home", *["Down"] * row, *["Right"] * 4)
    person.type_in(letter)
    person.settle()


def line_of(person: Person) -> str:
    """What the foot of the window says of the line to the server."""
    return person.window.trust_line.parts["line"].part.text


def exchange(person: Person) -> SendingPage:
    page = person.at(SendingPage)
    person.press("F5")
    person.settle()
    person.settle()
    return page


def test_the_same_cell_on_two_laptops_ends_by_keyboard_and_green_waits_for_the_receipt(place: Office) -> None:
    with ExitStack() as stack:
        mine = stack.enter_context(at_window(place.mine))
        page = join(mine, place.url, place.code(), HEAD)
        assert tones(page) == {GREEN}
        place.other = create_empty(
            place.folder / "other", passphrase=PASSPHRASE, clock=FixedClock(NOW), cost=CHEAP
        )
        other = stack.enter_context(at_window(place.other))
        join(other, place.url, place.code("deputy"), DEPUTY)
        assert len(place.other.people.roster()) == 3
        exchange(mine)  # so that this side knows the new laptop
        write_letter(mine, FITRI, "p")
        write_letter(other, FITRI, "d")
        page = mine.at(SendingPage)
        assert SYNC["local"].tone in tones(page)
        exchange(other)
        exchange(mine)
        assert line_of(mine) == "Daring"
        assert page.conflict.isVisible()
        assert HEAD in page.conflict.authors.text()
        assert DEPUTY in page.conflict.authors.text()
        mine.picture("5-benturan")
        mine.at(SchedulePage)
        mine.picture("5-benturan-jadwal")
        mine.at(SendingPage)
        mine.press("F8")
        while not page.conflict.keep.isEnabled():
            mine.press("Left")
        mine.press("Enter")
        mine.settle()
        assert not place.mine.sync.conflicts()
        mine.picture("5-selesai")
        assert SYNC["local"].tone in tones(page)  # settled here, and nowhere else yet
        exchange(mine)
        assert not page.outgoing.rows.entries
        assert tones(page) == {GREEN}
        mine.picture("5-diterima")
        exchange(other)
        for person in (mine, other):
            schedule = person.at(SchedulePage)
            assert week_of(schedule, FITRI)[4] == "P"
        assert digest(place.mine.store) == digest(place.other.store)


def test_without_a_line_nothing_turns_green(place: Office) -> None:
    place.mine.membership.enrol(place.url, place.code(), HEAD)
    place.mine.membership.set_url("http://127.0.0.1:9")
    with at_window(place.mine) as person:
        assert line_of(person) == "Luring"
        page = exchange(person)
        assert GREEN not in tones(page)
        assert "aman" in page.header.note.text()
        assert line_of(person) == "Luring"
        person.picture("5-luring")


def test_a_bundle_is_taken_in_once_and_a_second_time_changes_nothing(place: Office) -> None:
    other = place.join_other()
    with at_window(other) as sender:
        write_letter(sender, FITRI, "d")
        page = sender.at(SendingPage)
        sender.press("Ctrl+B")
        form = page.dealings.bundle_form
        form.whom.setCurrentIndex(form.whom.findData("unit"))
        form.folder.setText(str(place.folder))
        form.file.setFocus()
        sender.write("titip")
        sender.press("Enter")
        sender.settle()
        sender.picture("6-bundel")
        assert (place.folder / "titip.flexdesk").exists()
        sender.press("Space")  # “Handed over” has the keyboard
        sender.settle()
        assert GREEN not in {entry.badge.tone for entry in page.outgoing.rows.entries if entry.badge}
    place.other = None
    with at_window(place.mine) as person:
        page = person.at(SendingPage)
        with files(opened=place.folder / "titip.flexdesk"):
            person.press("Ctrl+O")
            person.settle()
        assert DEPUTY in page.dealings.opened_form.facts.text()
        person.picture("6-dibuka")
        person.press("Enter" if page.dealings.opened_form.go.isDefault() else "Space")
        person.settle()
        assert "perubahan diambil" in person.told
        taken = person.digest
        assert place.mine.store.select("assignment")[0]["place"] == str(Place.DUTY_TRAVEL)
        page = person.at(SendingPage)
        with files(opened=place.folder / "titip.flexdesk"):
            person.press("Ctrl+O")
            person.settle()
        assert not page.dealings.opened_form.go.isEnabled()
        person.picture("6-kedua-kali")
        person.press("Esc")
        assert person.digest == taken
        schedule = person.at(SchedulePage)
        person.press("Alt+PgDown")
        person.settle()
        assert week_of(schedule, FITRI)[4] == "D"


def test_a_backup_is_laid_out_as_a_copy_that_refuses_to_send(tmp_path: Path) -> None:
    copied = tmp_path / "salinan"
    with at_window(kecamatan_desk(tmp_path / "unit")) as person:
        original = person.digest
        page = person.at(PolicyPage)
        page.show_view("backups")
        page.backups.make.setFocus()
        person.press("Space")
        person.settle()
        assert "terbaca dan utuh" in person.told
        person.picture("10-cadangan")
        page.backups.restore.setFocus()
        with files(folder=copied):
            person.press("Space")
            person.settle()
        assert str(copied) in person.told
        person.picture("10-dipulihkan")
        assert person.digest == original
    with at_window(open_desk(copied, passphrase=PASSPHRASE)) as person:
        assert person.digest == original
        sending = person.at(SendingPage)
        assert sending._banner is not None
        assert "salinan" in sending._banner.text
        person.picture("10-salinan")
        person.press("Ctrl+B")
        form = sending.dealings.bundle_form
        form.folder.setText(str(tmp_path))
        form.file.setFocus()
        person.write("salinan")
        person.press("Enter")
        person.settle()
        person.picture("10-menolak")
        banner = person.window.notices.banner
        assert banner is not None
        assert banner.ticket == IsACopy.ticket
        assert not list(tmp_path.glob("*.flexdesk"))
