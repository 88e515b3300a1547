"""The sample kecamatan with a rated quarter and a published week, copied for each test."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import PASSPHRASE, TODAY, kecamatan_desk

QUARTER = parse_period("2026-Q3")
WEEK = parse_period("2026-W48")


def rated_desk(folder: Path) -> Desk:
    shutil.copytree(_made(), folder)
    return open_desk(folder, passphrase=PASSPHRASE, clock=SystemClock(TODAY))


def rate(desk: Desk, results: Rating, *, people: int = 0) -> None:
    """Everybody, or the first so many."""
    plans = desk.evaluation.evaluations(QUARTER)
    chosen = plans[:people] if people else plans
    desk.evaluation.rate_many({one.skp.key: (results, Rating.MEETS, None) for one in chosen}, QUARTER)


@cache
def _made() -> Path:
    place = Path(mkdtemp(prefix="flexdesk-rated-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    with kecamatan_desk(place / "unit") as desk:
        rate(desk, Rating.MEETS)
        desk.evaluation.set_organisation(QUARTER, "baik")
    return place / "unit"
