"""A line to the server inside one process that cuts, repeats, delays and alters what it carries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

import httpx
from starlette.responses import Response

from flexdesk.server.app import respond


class Fault(StrEnum):
    """What happens to one request; `GOOD` is what happens to most."""

    GOOD = "good"
    NO_LINE = "no_line"
    REQUEST_CUT = "request_cut"  # the server never sees the whole of it
    ANSWER_LOST = "answer_lost"  # the server has done its part
    ANSWER_CUT = "answer_cut"
    TWICE = "twice"  # a proxy sends it again
    LATE = "late"  # the device gives up; the request arrives some day
    PORTAL = "portal"  # a hotspot's page answers
    BUSY = "busy"
    BROKEN = "broken"  # 500
    REQUEST_ALTERED = "request_altered"


class Body(httpx.SyncByteStream):
    """An answer on its way; a `cut` one breaks off after these bytes."""

    def __init__(self, data: bytes, *, cut: bool = False) -> None:
        self._data = data
        self._cut = cut

    def __iter__(self) -> Iterator[bytes]:
        yield self._data
        if self._cut:
            raise httpx.ReadError("cut")


@dataclass
class Network:
    """What the laptops and the server of one history share: requests on their way, and how much was sent."""

    serve: Callable[[str, bytes], bytes]  # path and body of a request
    late: list[tuple[str, bytes]] = field(default_factory=list)
    faults: int = 0

    def deliver_late(self, number: int) -> None:
        """An old request reaches the server; nobody waits for the answer."""
        if self.late:
            self.answer(*self.late.pop(number % len(self.late)))

    def answer(self, path: str, body: bytes) -> Response:
        return respond(partial(self.serve, path), body)


class FaultyLine(httpx.BaseTransport):
    """Carries requests of one exchange; `faults` names what happens to the first ones, the rest go well."""

    def __init__(self, network: Network, faults: list[tuple[Fault, int]]) -> None:
        self._network = network
        self._faults = iter(faults)
        self.bodies: list[bytes] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        self.bodies.append(body)
        fault, at = next(self._faults, (Fault.GOOD, 0))
        self._network.faults += fault is not Fault.GOOD
        return self._with(fault, at, request.url.path, body)

    def _with(self, fault: Fault, at: int, path: str, body: bytes) -> httpx.Response:
        network = self._network
        match fault:
            case Fault.NO_LINE:
                raise httpx.ConnectError("no route")
            case Fault.REQUEST_CUT:
                raise httpx.WriteError("cut")
            case Fault.LATE:
                network.late.append((path, body))
                raise httpx.ReadTimeout("stalled")
            case Fault.PORTAL:
                page = b"<html><title>Selamat datang</title></html>"
                return httpx.Response(200, headers={"content-type": "text/html"}, stream=Body(page))
            case Fault.BUSY:
                return httpx.Response(503, headers={"retry-after": "15"}, stream=Body(b""))
            case Fault.BROKEN:
                return httpx.Response(500, stream=Body(b""))
            case Fault.REQUEST_ALTERED:
                altered = bytearray(body)
                altered[at % len(altered)] ^= 1 << at % 8
                return as_http(network.answer(path, bytes(altered)))
            case Fault.TWICE:
                network.answer(path, body)
        answer = network.answer(path, body)
        if fault is Fault.ANSWER_LOST:
            raise httpx.ReadError("lost")
        if fault is Fault.ANSWER_CUT:
            kept = bytes(answer.body)[: at % max(1, len(answer.body))]
            return httpx.Response(
                answer.status_code, headers=dict(answer.headers), stream=Body(kept, cut=True)
            )
        return as_http(answer)


def as_http(answer: Response) -> httpx.Response:
    return httpx.Response(answer.status_code, headers=dict(answer.headers), stream=Body(bytes(answer.body)))
