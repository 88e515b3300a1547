"""A program that is killed at any write of apply, export, import, carry or restore loses nothing and goes on.

The real command line runs in a real process and ends by SIGKILL before, within or after the write with a
given number, or after a random time. `SOAK=1` goes through a third of all writes of every command.
"""

import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.keys import keyfile
from flexdesk.store.digest import digest
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import DATA, PASSPHRASE, small_desk
from tests.helpers.units import NIP, START, Unit, fresh_unit
from tests.scenarios.kill_run import AFTER, KILLED, Cradle, Ended, build

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None or not hasattr(signal, "SIGKILL"),
    reason="choosing the write to die at needs Linux and a C compiler (cc); the program needs neither",
)
SOAK = bool(os.environ.get("SOAK"))
ROUNDS = 100 if SOAK else 1  # by write; as many again by time. A soak takes more of long commands
ROSTER = DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx"
EDITS = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A laptop, a stick and the words of one command, laid out anew for every round."""

    room: Path
    laptop: str
    words: tuple[str, ...]

    @property
    def folder(self) -> Path:
        return self.room / "laptop"

    @property
    def stick(self) -> Path:
        return self.room / "stick"

    def open(self) -> Desk:
        return open_desk(self.folder, passphrase=PASSPHRASE, clock=FixedClock(START))

    def line(self) -> list[str]:
        front = ["--data", str(self.folder), "--passphrase-file", str(self.room.parent / "word")]
        return [*front, "--today", "2026-11-23", "--json", *self.words]

    def lay_out(self, unit: Unit) -> None:
        shutil.rmtree(self.room, ignore_errors=True)
        shutil.copytree(unit.folder / self.laptop, self.folder)
        self.stick.mkdir()


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    """Sri has edits that nobody has, a backup, and edits after it; Wayan has a file of them to take."""
    made = fresh_unit(tmp_path_factory.mktemp("unit") / "unit")
    with made.open("sri") as sri:
        clock = sri.clock
        assert isinstance(clock, FixedClock)
        for number in range(EDITS):
            clock.advance(minutes=1)
            sri.people.change(NIP, {"phone": str(number)})
            sri.unit.add_place(f"Balai {number}", "other_office", "SK 1/2026")
            if number == EDITS // 2:
                sri.backups.create(clock.now())
        sri.bundles.create(made.folder / "sri.flexdesk", "unit")
        clock.advance(minutes=1)
        sri.people.change(NIP, {"email": "last@contoh.go.id"})  # in no batch yet
    with small_desk(made.folder / "solo", [(NIP, "Sri Contohwati")], clock=FixedClock(START)) as solo:
        solo.people.change(NIP, {"phone": "1"})
        solo.backups.create(START)
        solo.people.change(NIP, {"phone": "2"})
    return made


@pytest.fixture(scope="module")
def cradle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cradle]:
    folder = tmp_path_factory.mktemp("cradle")
    (folder / "word").write_text(PASSPHRASE, encoding="utf-8")
    with Cradle(folder, build(folder)) as made:
        yield made


def state(desk: Desk) -> tuple[str, tuple[tuple[str, int], ...]]:
    return digest(desk.store), tuple(sorted(desk.store.log.vector().items()))


def play(
    cradle: Cradle,
    unit: Unit,
    place: Place,
    look: Callable[[Place, Ended], None],
    seed: int,
    always: Sequence[tuple[int, int]] = (),
) -> Counter[str]:
    """Kill at writes and at times, look after each, and say what happened how often.

    `always` names writes by their distance from the last one.
    """
    (place.room.parent / "word").write_text(PASSPHRASE, encoding="utf-8")
    place.lay_out(unit)
    whole = cradle.run(place.line())
    assert whole.code in (0, 1), whole.answer
    assert whole.confirmed
    assert whole.writes > 5
    look(place, whole)
    random = Random(seed)
    every = [(at, where) for at in range(1, whole.writes + 1) for where in range(3)]
    chosen = random.sample(every, min(len(every), max(ROUNDS, len(every) // 3 if SOAK else 0)))
    chosen += [(whole.writes + before_end, where) for before_end, where in always]
    told: Counter[str] = Counter()
    for at, where in chosen:
        told += _round(cradle.run, place, unit, look, at=at, where=where)
    for _turn in range(ROUNDS):
        told += _round(cradle.run, place, unit, look, after_s=random.uniform(0, 0.12))
    print(f"{place.words[:2]}: {whole.writes} writes, {dict(told)}")
    assert told["killed"] > len(chosen) // 2
    return told


def _round(
    run: Callable[..., Ended], place: Place, unit: Unit, look: Callable[[Place, Ended], None], **how: float
) -> Counter[str]:
    place.lay_out(unit)
    ended = run(place.line(), **how)
    look(place, ended)
    return Counter({"rounds": 1, "killed": int(ended.code == KILLED), "confirmed": int(ended.confirmed)})


def whole(desk: Desk) -> None:
    assert desk.store.check() == []
    assert desk.store.log.first_bad() is None


@pytest.mark.slow
@pytest.mark.scenario(35)
def test_applying_a_file(cradle: Cradle, unit: Unit, tmp_path: Path) -> None:
    file = unit.folder / "sri.flexdesk"
    place = Place(tmp_path / "room", "wayan", ("bundle", "apply", str(file)))
    with unit.open("wayan", copy=tmp_path / "before") as desk:
        before = state(desk)
        desk.bundles.apply(file)
        after = state(desk)

    def look(place: Place, ended: Ended) -> None:
        with place.open() as desk:
            whole(desk)
            assert state(desk) in ((after,) if ended.confirmed else (before, after))
            desk.bundles.apply(file)
            assert state(desk) == after

    play(cradle, unit, place, look, 1)


@pytest.mark.slow
@pytest.mark.scenario(35)
@pytest.mark.scenario(38)
def test_writing_a_file(cradle: Cradle, unit: Unit, tmp_path: Path) -> None:
    words = ("bundle", "create", "--to", "unit", "--out", str(tmp_path / "room" / "stick" / "x.flexdesk"))
    place = Place(tmp_path / "room", "sri", words)
    with unit.open("sri", copy=tmp_path / "before") as desk:
        before = state(desk)

    def look(place: Place, ended: Ended) -> None:
        with place.open() as desk:
            whole(desk)
            assert state(desk) == before
            file = place.stick / "x.flexdesk"
            assert file.exists() or not ended.confirmed
            if file.exists():  # then it is whole
                with unit.open("wayan", copy=place.room / "wayan") as wayan:
                    assert wayan.bundles.apply(file).waiting == 0
                    assert digest(wayan.store) == before[0]
            visible = [name for name in os.listdir(place.stick) if not name.startswith(".")]
            assert set(visible) <= {"x.flexdesk"}
            desk.bundles.create(file, "unit")
            assert desk.bundles.inspect(file).header.changes > 2 * EDITS

    play(cradle, unit, place, look, 2)


@pytest.mark.slow
@pytest.mark.scenario(35)
def test_carrying(cradle: Cradle, unit: Unit, tmp_path: Path) -> None:
    words = ("bundle", "carry", "--folder", str(tmp_path / "room" / "stick"))
    place = Place(tmp_path / "room", "sri", words)

    def look(place: Place, ended: Ended) -> None:
        with place.open() as desk:
            whole(desk)
            files = [*desk.carry.files(), *desk.carry.files(place.stick)]
            for file in files:
                assert desk.bundles.inspect(file).header.changes > 2 * EDITS
            facts = desk.carry.facts()
            assert len(files) == 2 or not ended.confirmed
            assert facts.uncarried == 0 or not ended.confirmed
            assert not (facts.uncarried == 0 and not desk.carry.files()), "said to be carried and is not"
            assert not (facts.exposed == 0 and not desk.carry.files(place.stick))
            desk.carry.set_folder(place.stick)
            assert desk.carry.write().trouble == ""

    play(cradle, unit, place, look, 3)


@pytest.mark.slow
@pytest.mark.scenario(35)
def test_importing_people(cradle: Cradle, unit: Unit, tmp_path: Path) -> None:
    place = Place(tmp_path / "room", "sri", ("people", "import", str(ROSTER)))
    with unit.open("sri", copy=tmp_path / "before") as desk:
        before = len(desk.store.select("person"))
    (tmp_path / "word").write_text(PASSPHRASE, encoding="utf-8")
    place.lay_out(unit)
    cradle.run(place.line())
    with place.open() as desk:
        after = len(desk.store.select("person"))
    assert after > before + 20

    def look(place: Place, ended: Ended) -> None:
        with place.open() as desk:
            whole(desk)
            found = len(desk.store.select("person"))
            assert found in ((after,) if ended.confirmed else (before, after))
            desk.people.import_file(ROSTER)
            assert len(desk.store.select("person")) == after

    play(cradle, unit, place, look, 4)


@pytest.mark.slow
@pytest.mark.scenario(35)
def test_printing_a_new_recovery_sheet(cradle: Cradle, unit: Unit, tmp_path: Path) -> None:
    """The key file is written anew: the older sheet or the new one counts, and the passphrase always does."""
    out = tmp_path / "room" / "stick"
    place = Place(tmp_path / "room", "sri", ("print", "recovery-sheet", "--out", str(out)))

    def look(place: Place, ended: Ended) -> None:
        made = keyfile.recovery_sheet_of(place.folder)
        assert made in ((date(2026, 11, 23),) if ended.confirmed else (None, date(2026, 11, 23)))
        with place.open() as desk:
            whole(desk)
        visible = [name for name in os.listdir(place.stick) if not name.startswith(".")]
        assert all((place.stick / name).read_bytes().rstrip().endswith(b"%%EOF") for name in visible)
        assert len(visible) == 1 or not ended.confirmed

    play(cradle, unit, place, look, 6)


@pytest.mark.slow
@pytest.mark.scenario(35)
def test_going_back_to_a_backup_with_new_keys(cradle: Cradle, unit: Unit, tmp_path: Path) -> None:
    """The keys are rotated and the data replaced: at every moment one of both states is there, and sends."""
    place = Place(tmp_path / "room", "solo", ("backup", "restore"))
    with unit.open("solo", copy=tmp_path / "before") as desk:
        now, device = digest(desk.store), desk.store.device
        desk.backups.restore_as_copy(desk.backups.all()[0].name, tmp_path / "past")
    with open_desk(tmp_path / "past", passphrase=PASSPHRASE) as desk:
        then = digest(desk.store)
    assert now != then

    def look(place: Place, ended: Ended) -> None:
        with place.open() as desk:
            whole(desk)
            shown = digest(desk.store)
            assert shown == then if ended.confirmed else shown in (now, then)
            assert desk.store.device != device or shown == now
            assert min(desk.status.read().states.values()) >= 0
            desk.people.change(NIP, {"phone": "after"})
            contents = desk.carry.write().header.contents  # nothing is left that nobody can sign
            assert {part.device: part.last for part in contents} == desk.store.log.vector()
            assert {part.first for part in contents} == {1}

    play(cradle, unit, place, look, 5, always=[(-3, AFTER)])  # the keys are new and the data is not yet
