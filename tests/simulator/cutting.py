"""A line inside one process that breaks after exactly so many bytes, and what must hold when it has."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import httpx

from flexdesk.services.sync import SyncService
from flexdesk.sync.pace import LEAST
from flexdesk.sync.patience import Patience
from tests.helpers.rule_check import Broken
from tests.helpers.shaped_line import CountedLine
from tests.simulator.fleet import URL, Fleet
from tests.simulator.invariants import check_step, settle
from tests.simulator.line import Body, Network, as_http


class CuttingLine(httpx.BaseTransport):
    """Counts the bytes of bodies of one exchange, there and back; `at` is where it breaks, once.

    `look` is called before every request, which is after every answer was taken in, and at the cut.
    """

    def __init__(self, network: Network, look: Callable[[], None]) -> None:
        self._network = network
        self._look = look
        self.cuts = 0
        self.at: int | None = None
        self.passed = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        self._look()
        if self._breaks_within(len(body)):
            self._cut()
            raise httpx.WriteError("cut")  # the server never sees the whole of it
        answer = self._network.answer(request.url.path, body)
        kept = None if self.at is None else self.at - self.passed
        if self._breaks_within(len(answer.body)):
            self._cut()
            left = bytes(answer.body)[:kept]
            return httpx.Response(
                answer.status_code, headers=dict(answer.headers), stream=Body(left, cut=True)
            )
        return as_http(answer)

    def _breaks_within(self, size: int) -> bool:
        """Whether this message is the one; a cut at its last byte is the end of it."""
        if self.at is not None and self.passed <= self.at < self.passed + size:
            return True
        self.passed += size
        return False

    def _cut(self) -> None:
        self.at = None
        self.cuts += 1
        self._look()


@dataclass
class Cuts:
    """What a range of cuts was made of; `passes` counts how often the cut went through a whole exchange."""

    cuts: int = 0
    changes: int = 0
    requests: int = 0
    content: int = 0
    again: int = 0
    most_again: int = 0
    passes: int = 0


class Cutter:
    """Two laptops of a fleet; the first one's exchanges break, further along each time."""

    def __init__(self, fleet: Fleet, step: int) -> None:
        self._fleet = fleet
        self._step = step
        self.cuts = Cuts()
        self._near, self._far = fleet.laptops[:2]
        self._wire = CuttingLine(fleet.network, self._look)
        self._line = CountedLine(URL, transport=self._wire)
        desk = self._near.desk
        self._near.sync = SyncService(
            desk.committer,
            desk.membership,
            desk.exchange,
            desk.carriers,
            connect=lambda _url: self._line,
            patience=Patience(Random(1), first_s=0),
        )

    def run(self, count: int) -> Cuts:
        at = 0
        while self.cuts.cuts < count:
            before = self.cuts.cuts
            self._work()
            self._exchange(at)
            at += self._step
            if self.cuts.cuts == before:  # past the end of the exchange
                at = self._fleet.random.randrange(self._step)
                self.cuts.passes += 1
        self.cuts.requests = self._line.traffic.round_trips
        self.cuts.content, self.cuts.again = self._line.content, self._line.again
        return self.cuts

    def _work(self) -> None:
        """One change, now and then more than a chunk of them; and something to fetch."""
        for _ in range(60 if self.cuts.cuts % 50 == 49 else 1):
            self._fleet.edit(self._near)
            self.cuts.changes += 1
        if self._fleet.random.random() < 0.5:
            self._fleet.edit(self._far)
            self._far.sync.sync()
            self.cuts.changes += 1

    def _exchange(self, at: int) -> None:
        self._wire.at, self._wire.passed, self._wire.cuts = at, 0, 0
        again = self._line.again
        self._near.sync.sync(URL)
        self._wire.at = None
        again = self._line.again - again
        if again > max(LEAST, *self._line.sizes[-20:]):
            raise Broken("more than a chunk again", at, again)
        self.cuts.cuts += self._wire.cuts
        self.cuts.most_again = max(self.cuts.most_again, again)
        check_step(self._fleet, self._near)
        if self._near.desk.carriers.received() != self._near.store.log.vector().get(self._near.device, 0):
            raise Broken("not everything received", at)

    def _look(self) -> None:
        """In that very moment nothing may be green that the server does not have."""
        check_step(self._fleet, self._near)


def cut_everywhere(fleet: Fleet, count: int, step: int) -> Cuts:
    """All ends equal, or Broken is raised."""
    done = Cutter(fleet, step).run(count)
    settle(fleet)
    return done
