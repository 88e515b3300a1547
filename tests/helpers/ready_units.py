"""A unit of three laptops as `make_unit` makes it, made once for each test run and copied for each test."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from flexdesk.server.central import Settings
from flexdesk.system.clock import FixedClock
from tests.helpers.units import START, Unit, make_unit


def ready_unit(folder: Path) -> Unit:
    shutil.copytree(_made(), folder)
    server = folder / "server"
    settings = Settings(f"sqlite:///{server / 'server.db'}", keys=server / "keys", clock=FixedClock(START))
    return Unit(folder, settings)


@cache
def _made() -> Path:
    place = Path(mkdtemp(prefix="flexdesk-unit-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return make_unit(place / "unit").folder
