"""Real desks on a real encrypted store in a folder of the test, opened with a cheap passphrase."""

import atexit
import shutil
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from flexdesk.bootstrap import create_desk, open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import SkpStatus
from flexdesk.keys.slots import Cost
from flexdesk.system.clock import Clock, SystemClock

DATA = Path(__file__).parents[1] / "data"
PASSPHRASE = "rahasia"
CHEAP = Cost(iterations=1, memory_kib=64, lanes=1)
TODAY = date(2026, 11, 21)


def small_desk(
    folder: Path,
    people: Sequence[tuple[str, str]] = (),
    *,
    clock: Clock | None = None,
    unit: str = "Kecamatan Contoh",
) -> Desk:
    """A unit with these people (NIP, name); the first is its head."""
    desk = create_desk(
        folder,
        unit=unit,
        agency="Pemerintah Kabupaten Contoh",
        passphrase=PASSPHRASE,
        clock=clock or SystemClock(TODAY),
        cost=CHEAP,
    )
    for nip, name in people:
        desk.people.add(nip, name)
    if people:
        desk.unit.set({"head": people[0][0]})
    return desk


def kecamatan_desk(folder: Path, *, clock: Clock | None = None) -> Desk:
    """The 35 people of the sample kecamatan with SKP, registers and two months of reports."""
    shutil.copytree(_filled(), folder)
    return open_desk(folder, passphrase=PASSPHRASE, clock=clock or SystemClock(TODAY))


@cache
def _filled() -> Path:
    """Imported once for each test run; every test takes a copy."""
    place = Path(mkdtemp(prefix="flexdesk-kecamatan-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    folder = place / "unit"
    with small_desk(folder, unit="Kecamatan Tirtawening") as desk:
        desk.people.import_file(DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx")
        desk.unit.set({"head": desk.people.roster()[0].nip})
        activities = DATA / "activities"
        desk.registers.import_file(activities / "register-cuti-dan-dinas-luar-2026.xlsx")
        desk.targets.import_file(activities / "skp-2026.xlsx", year=2026)
        reports = [activities / f"laporan-harian-2026-{month}.xlsx" for month in ("08", "09")]
        desk.outputs.import_files(reports)
    return folder


def back_to_draft(desk: Desk) -> Desk:
    """Plans as they stand before anybody approved them: their lines may be changed."""
    rows = desk.store.select("skp")
    ops = tuple(desk.committer.update("skp", row, {"status": SkpStatus.DRAFT}) for row in rows)
    desk.committer.commit(Change("test.draft", ops))
    return desk
