"""Whatever is done in whatever order: a signed rating changes only together with its revision."""

import atexit
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Rating
from flexdesk.errors import FlexDeskError
from flexdesk.services.evaluation import NoteSource
from flexdesk.services.evaluation_history import versions
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import PASSPHRASE
from tests.unit.evaluation.office import QUARTER, RINI, TODAY, office, plan_of

ratings = st.sampled_from(list(Rating))
Told = tuple[int, Rating | None, Rating | None, str]


class Signatures(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp(prefix="flexdesk-signatures-"))
        shutil.copytree(_unit(), self.folder / "unit")
        self.desk = _opened(self.folder / "unit")
        self.skp = plan_of(self.desk, RINI)
        self.signed: Told | None = None
        self.closed = False

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
            shutil.rmtree(self.folder)

    def tried(self, call: Callable[[], Change | None]) -> None:
        with suppress(FlexDeskError):
            call()

    @rule(results=ratings, behaviour=ratings)
    def rate(self, results: Rating, behaviour: Rating) -> None:
        self.tried(lambda: self.desk.evaluation.rate(self.skp, QUARTER, results=results, behaviour=behaviour))

    @rule(text=st.sampled_from(["Rapi", "Kurang rapi", ""]))
    def write(self, text: str) -> None:
        self.tried(lambda: self.desk.evaluation.write_note(self.skp, QUARTER, text, NoteSource.TYPED))

    @rule()
    def lock(self) -> None:
        self.tried(lambda: self.desk.evaluation.lock(self.skp, QUARTER, on=True))

    @rule(reason=st.sampled_from(["", "Keliru"]))
    def reopen(self, reason: str) -> None:
        self.tried(lambda: self.desk.evaluation.lock(self.skp, QUARTER, on=False, reason=reason))

    @rule(after=st.integers(0, 3))
    def receive(self, after: int) -> None:
        day = TODAY + timedelta(days=after)
        self.tried(lambda: self.desk.evaluation.receive(self.skp, QUARTER, day))

    @rule(after=st.integers(0, 20))
    def object(self, after: int) -> None:
        day = TODAY + timedelta(days=after)
        self.tried(lambda: self.desk.objections.file(self.skp, QUARTER, "Keberatan", day))

    @rule(results=ratings, behaviour=ratings, stands=st.booleans())
    def decide(self, results: Rating, behaviour: Rating, stands: bool) -> None:
        day, objections = date(2026, 12, 1), self.desk.objections
        if stands:
            self.tried(lambda: objections.uphold(self.skp, QUARTER, "Tetap", day))
        else:
            chosen = results, behaviour
            self.tried(lambda: objections.change(self.skp, QUARTER, *chosen, "Berubah", day))

    @invariant()
    def a_signed_rating_moves_with_its_revision(self) -> None:
        if not hasattr(self, "desk"):
            return
        one = self.desk.evaluation.of_person(RINI, QUARTER)
        now = (one.revision, one.results, one.behaviour, one.note) if one.locked else None
        if now is not None and self.signed is not None and now[0] == self.signed[0]:
            assert now == self.signed
        if now is not None:
            assert self.signed is None or now[0] >= self.signed[0]
            self.signed = now
            assert (one.results, one.behaviour) != (None, None)
            assert one.signed is not None
            assert not one.differs
        if self.closed:
            assert one.locked
            assert one.is_final
        self.closed = one.is_final
        self._the_log_has_every_version(now)

    def _the_log_has_every_version(self, now: Told | None) -> None:
        found = versions(self.desk.store, self.skp, QUARTER)
        assert len({one.revision for one in found}) == len(found)
        standing = [(one.revision, one.results, one.behaviour, one.note) for one in found if one.stands]
        assert standing == ([now] if now is not None else [])
        assert all(one.stands or one.ended or one is not found[-1] for one in found)


def _opened(folder: Path) -> Desk:
    return open_desk(folder, passphrase=PASSPHRASE, clock=SystemClock(TODAY))


@cache
def _unit() -> Path:
    place = Path(mkdtemp(prefix="flexdesk-signing-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    office(place / "unit").close()
    return place / "unit"


TestSignatures = Signatures.TestCase
TestSignatures.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
