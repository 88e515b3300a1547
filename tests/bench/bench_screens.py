"""How long the desktop's screens take: going from one to another, a month of reports, a province's roster.

The unit is the sample; times are on the clock, with everything painted. Budgets: going to a screen that was
open before and opening the roster of 62,000 150 ms p95, filtering it 30 ms a letter.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from flexdesk.bootstrap import create_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.outputs import content_hash
from flexdesk.domain.periods import PeriodKind, period_of
from flexdesk.domain.schema import join_key
from flexdesk.i18n import set_language
from flexdesk.services.sample import AGENCY, UNIT, make_sample
from tests.bench.starts import SIZE, FileKeyring
from ui.app import make_window
from ui.desktop import specs
from ui.opened import OpenedUnit
from ui.people.page import PeoplePage
from ui.qt import platform
from ui.review.page import ReviewPage
from ui.shell.main_window import MainWindow

ROUNDS = 8
OUTPUTS = 2_026
PEOPLE = 62_000
TYPED = "saputra hidayat"
_FIRST = ("Andi", "Budi", "Citra", "Dewi", "Eka", "Fajar", "Gita", "Hadi", "Indah", "Joko", "Lina", "Nurul")
_LAST = ("Saputra", "Wijaya", "Lestari", "Nugroho", "Hidayat", "Susanti", "Permana", "Rahayu", "Utami")


def open_sample(folder: Path, fill: Callable[[Desk], None]) -> tuple[Desk, MainWindow]:
    folder.mkdir()
    keyring = FileKeyring(folder / "keyring.txt")
    desk = create_desk(folder, unit=UNIT, agency=AGENCY, keyring=lambda: keyring)
    make_sample(desk)
    fill(desk)
    window = make_window(OpenedUnit(desk), specs(desk))
    window.resize(*SIZE)
    window.show()
    settle(window)
    return desk, window


def settle(window: MainWindow) -> None:
    """Everything that was put off or given to a thread is done and painted."""
    end = time.monotonic() + 0.4
    while time.monotonic() < end or window.runner.jobs:
        QApplication.processEvents()


def timed(window: MainWindow, act: Callable[[], object]) -> float:
    """Milliseconds until the screen is painted; what comes later is waited for, but not counted."""
    began = time.perf_counter()
    act()
    QApplication.processEvents()
    window.repaint()
    passed = (time.perf_counter() - began) * 1000
    settle(window)
    return passed


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def tell(what: str, times: list[float], budget: float) -> None:
    middle = statistics.median(times)
    print(f"{what:46} median {middle:6.0f} ms  p95 {p95(times):6.0f} ms  (budget {budget:.0f})")


def fill_month(desk: Desk) -> None:
    """Reports of the last month until there are 2,026 of them."""
    today = desk.clock.today()
    have = len(desk.store.select("output", day=(today.replace(day=1).isoformat(), today.isoformat())))
    people = [person.key for person in desk.reader.people()]
    ops: list[Op] = []
    for number in range(max(OUTPUTS - have, 0)):
        person, day = people[number % len(people)], today.replace(day=1 + number % today.day)
        activity = f"Menyusun laporan nomor {number}"
        hashed = content_hash(activity, amount=1, unit="dokumen")
        cells = {"activity": activity, "amount": 1, "unit": "dokumen", "source": "file", "review": "waiting"}
        ops.append(desk.committer.insert("output", cells, join_key(person, day.isoformat(), hashed)))
    desk.committer.commit(Change("bench.outputs", tuple(ops)))


def fill_province(desk: Desk) -> None:
    chance = Random(62)
    ops = []
    for number in range(PEOPLE - len(desk.reader.people())):
        name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {chance.choice(_LAST)}"
        nip = f"{1966 + number % 36}0101{1990 + number % 30}01{1 + number % 2}{number % 1000:03}"
        ops.append(desk.committer.insert("person", {"name": name, "nip": nip}))
    desk.committer.commit(Change("bench.people", tuple(ops)))


def switches(folder: Path) -> None:
    _desk, window = open_sample(folder, lambda _desk: None)
    keys = [spec.key for spec in window.specs]
    first = {key: timed(window, lambda key=key: window.go(key)) for key in keys}
    again: dict[str, list[float]] = {key: [] for key in keys}
    chance = Random(9)
    for _round in range(ROUNDS):
        for key in chance.sample(keys, len(keys)):
            again[key].append(timed(window, lambda key=key: window.go(key)))
    for key in keys:
        print(f"  {key:12} first visit {first[key]:5.0f} ms, later {statistics.median(again[key]):5.0f} ms")
    tell("going to a screen", [time for times in again.values() for time in times], 150)
    window.shut()


def month(folder: Path) -> None:
    desk, window = open_sample(folder, fill_month)
    today = desk.clock.today()
    window.go("review")
    page = window.page
    assert isinstance(page, ReviewPage)
    times = []
    for _round in range(ROUNDS):
        page.show_period(period_of(PeriodKind.DAY, today))
        settle(window)
        times.append(timed(window, lambda: page.show_period(period_of(PeriodKind.MONTH, today))))
    shown = len(page.queue.outputs) if page.queue is not None else 0
    tell(f"a month of {shown} reports", times, 150)
    window.shut()


def province(folder: Path) -> None:
    _desk, window = open_sample(folder, fill_province)
    opened = []
    window.go("people")
    for _round in range(ROUNDS):
        window.go("today")
        settle(window)
        opened.append(timed(window, lambda: window.go("people")))
    page = window.page
    assert isinstance(page, PeoplePage)
    tell(f"roster of {page.model.people} opened", opened, 150)
    typed = []
    for end in range(1, len(TYPED) + 1):
        text = TYPED[:end]
        typed.append(timed(window, lambda text=text: page.filters.search.setText(text)))
    tell(f"a letter of its filter ({page.model.shown_people} found)", typed, 30)
    window.shut()


def main() -> None:
    set_language("id")
    _app = platform.make_application([])
    with tempfile.TemporaryDirectory() as made:
        switches(Path(made) / "sample")
        month(Path(made) / "month")
        province(Path(made) / "province")


if __name__ == "__main__":
    main()
