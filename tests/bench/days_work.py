"""A simulated day in a process of its own, for `bench_start`: all screens, 200 edits and their undo."""

import sys
import time
from datetime import date, timedelta
from pathlib import Path

from flexdesk.domain.calendar import monday
from flexdesk.domain.places import Place
from tests.bench.starts import our_window, tell
from ui.shell.main_window import MainWindow

EDITS = 200
_SETTLE_S = 0.3  # longer than every timer that gathers changes before it draws


def main(folder: Path) -> None:
    app, desk, window = our_window(folder)

    def settle() -> None:
        end = time.monotonic() + _SETTLE_S
        while time.monotonic() < end or window.runner.jobs:
            app.processEvents()
        window.repaint()

    for spec in window.specs:
        window.go(spec.key)
        settle()
    window.go("schedule", f"|{_start(desk.clock.today()).isoformat()}")
    done = 0
    people = [person.key for person in desk.reader.people()]
    for number in range(EDITS):
        place = (Place.HOME, Place.DUTY_TRAVEL)[number % 2]
        cell = (people[number % len(people)], _start(desk.clock.today()) + timedelta(days=number % 5), place)
        done += window.editor.run("Ubah tempat", lambda cell=cell: desk.schedule.set_places([cell]))
        app.processEvents()
    settle()
    if done < EDITS * 0.8:
        raise SystemExit(f"only {done} of {EDITS} edits were lawful")
    _undo_all(window)
    settle()
    window.go("today")
    settle()
    tell(time.time())
    window.shut()


def _start(today: date) -> date:
    """Three weeks ahead nothing is published yet."""
    return monday(today) + timedelta(weeks=3)


def _undo_all(window: MainWindow) -> None:
    while window.editor.stack.canUndo():
        window.editor.undo()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
