"""A bad line on the loopback: slow, late, lossy, silent for a while, cut at a byte; it counts what passes.

A lost segment is what TCP makes of it: its bytes again, a retransmission time later, and all behind it waits.
"""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from random import Random
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from flexdesk.keys.signing import SigningKey
from flexdesk.sync.http import CONNECT_S, STALL_S, HttpLine
from flexdesk.sync.messages import SyncRequest, SyncResponse
from flexdesk.sync.pace import CARRY_S, QUICK_S, Pace
from flexdesk.sync.patience import FIRST_S, KEEP_S, Patience

SEGMENT = 1400
LEAST_RTO_S = 1.0


@dataclass(frozen=True, slots=True)
class Shape:
    """Rate in bytes a second each way, latency and jitter one way; a silence is (from, seconds) of its life.

    The line breaks when it has carried as many bytes, both ways, as `cuts` says. `scale` shortens all times.
    """

    rate: float = 1e9
    latency_s: float = 0.0
    jitter_s: float = 0.0
    loss: float = 0.0
    cuts: tuple[int, ...] = ()
    silences: tuple[tuple[float, float], ...] = ()
    scale: float = 1.0

    def scaled(self, scale: float) -> "Shape":
        return replace(
            self,
            rate=self.rate / scale,
            latency_s=self.latency_s * scale,
            jitter_s=self.jitter_s * scale,
            silences=tuple((start * scale, length * scale) for start, length in self.silences),
            scale=scale,
        )


TWO_G = Shape(rate=2500, latency_s=1.5, loss=0.3)  # 20 kbit/s
VSAT = Shape(rate=16_000, latency_s=0.7, jitter_s=0.3, loss=0.02)
ONE_BAR = Shape(rate=1200, latency_s=1.0, loss=0.1)


class ShapedLine:
    """Listens at `url` and passes everything on to the server, as its shape allows."""

    def __init__(self, server: str, shape: Shape, seed: int = 1) -> None:
        self.shape = shape
        self.connections = 0
        self.taken = {"up": 0, "down": 0}  # bytes that a sender put on the line
        self.given = {"up": 0, "down": 0}  # those that came out at the other end
        self._onward = urlsplit(server)
        self._random = Random(seed)
        self._cuts = sorted(shape.cuts)
        self._cut_at: dict[str, int] = {}  # direction -> bytes of it until a cut
        self._free = {"up": 0.0, "down": 0.0}
        self._open: set[asyncio.Transport] = set()
        self._is_up = True
        self._window_s: float | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="shaped-line")

    def start(self) -> str:
        self._thread.start()
        return asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self, **after: int) -> None:
        """Break once, after so many further bytes `up` or `down`."""
        self._cut_at = dict(after)

    def fall(self) -> None:
        """No line any more, until `rise`."""
        self._is_up = False
        self._loop.call_soon_threadsafe(self._break)

    def rise(self, seconds: float | None = None) -> None:
        """There is a line again; with `seconds` only for so long from when somebody uses it."""
        self._window_s = seconds
        self._is_up = True

    # On the loop's thread

    async def _listen(self) -> str:
        self._began = self._loop.time()
        listener = socket.create_server(("127.0.0.1", 0))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * SEGMENT)  # what waits here is not sent
        self._server = await asyncio.start_server(self._accept, sock=listener, limit=SEGMENT)
        port = listener.getsockname()[1]
        name = "localhost" if self._onward.scheme == "https" else "127.0.0.1"
        return f"{self._onward.scheme}://{name}:{port}"

    async def _end(self) -> None:
        self._server.close()
        self._break()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._is_up:
            writer.transport.abort()
            return
        self.connections += 1
        if self._window_s is not None:
            self._loop.call_later(self._window_s, self.fall)
            self._window_s = None
        host, port = self._onward.hostname, self._onward.port
        onward_reader, onward_writer = await asyncio.open_connection(host, port, limit=SEGMENT)
        held = {writer.transport, onward_writer.transport}
        self._open |= held
        greeting = 2 * self.shape.latency_s
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pipe("up", reader, onward_writer, greeting))
                group.create_task(self._pipe("down", onward_reader, writer, 0.0))
        except* (OSError, asyncio.CancelledError):
            pass  # cut by this side or the other
        finally:
            self._open -= held
            for transport in held:
                transport.abort()

    async def _pipe(
        self, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, late_s: float
    ) -> None:
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        sender = asyncio.create_task(self._deliver(way, queue, writer))
        due = self._loop.time() + late_s
        try:
            while data := await reader.read(SEGMENT):
                self.taken[way] += len(data)
                due = max(due, self._due(way, len(data), late_s))
                queue.put_nowait((due, data))
                late_s = 0.0
                if (ahead := self._free[way] - self._loop.time()) > 0:
                    await asyncio.sleep(ahead)
            queue.put_nowait((due, b""))
            await sender
        finally:
            sender.cancel()
            with suppress(asyncio.CancelledError):
                await sender

    def _due(self, way: str, size: int, late_s: float) -> float:
        """When the last byte of a segment arrives that is sent now."""
        shape = self.shape
        tries, wait_s = 1, 0.0
        rto_s = max(LEAST_RTO_S * shape.scale, 2.5 * shape.latency_s)
        while self._random.random() < shape.loss:
            wait_s += rto_s
            rto_s = min(2 * rto_s, 60 * shape.scale)
            tries += 1
        self._free[way] = max(self._free[way], self._loop.time() + late_s) + tries * size / shape.rate
        arrives = self._free[way] + shape.latency_s + shape.jitter_s * self._random.random() + wait_s
        for start, length in shape.silences:
            if 0 <= arrives - self._began - start < length:
                arrives = self._began + start + length + shape.latency_s
        return arrives

    async def _deliver(
        self, way: str, queue: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter
    ) -> None:
        while True:
            due, data = await queue.get()
            await asyncio.sleep(max(0.0, due - self._loop.time()))
            if not data:
                writer.write_eof()
                return
            passes = self._passing(way, len(data))
            self.given[way] += passes
            writer.write(data[:passes])
            await writer.drain()
            if passes < len(data):
                await asyncio.sleep(0)
                self._break()
                return

    def _passing(self, way: str, size: int) -> int:
        """How many of the bytes get through; fewer than all is a cut."""
        if way in self._cut_at:
            left = self._cut_at[way]
            if size > left:
                self._cut_at = {}
                return left
            self._cut_at[way] -= size
        carried = sum(self.given.values())
        if self._cuts and carried + size > self._cuts[0]:
            return max(0, self._cuts.pop(0) - carried)
        return size

    def _break(self) -> None:
        for transport in list(self._open):
            transport.abort()


@contextmanager
def shaped(server: str, shape: Shape, seed: int = 1) -> Iterator[tuple[ShapedLine, str]]:
    """The line and its address."""
    line = ShapedLine(server, shape, seed)
    url = line.start()
    try:
        yield line, url
    finally:
        line.stop()


def settle(counted: Mapping[str, int], every_s: float = 0.1) -> None:
    """Wait until nothing more comes through."""
    before = -1
    while before != (before := sum(counted.values())):
        time.sleep(every_s)


class CountedLine(HttpLine):
    """Knows how much of what it carried it had carried before.

    `on_line` counts the bytes that have left the laptop, so that of a request that was cut only those count.
    """

    def __init__(self, url: str, on_line: Callable[[], int] | None = None, **how: Any) -> None:
        super().__init__(url, **how)
        self._on_line = on_line or (lambda: self.traffic.bytes_up)
        self._put: dict[bytes, int] = {}  # batch -> its bytes that were on the line
        self.content = self.again = self.largest_loss = self.failures = 0
        self.sizes: list[int] = []

    def exchange(self, request: SyncRequest, signer: SigningKey) -> SyncResponse:
        up, down = self._on_line(), self.traffic.bytes_down
        self.sizes.append(sum(map(len, request.batches)))
        try:
            answer = super().exchange(request, signer)
        except Exception:
            lost = self.traffic.bytes_down - down
            self.again += lost
            self.failures += 1
            self.largest_loss = max(self.largest_loss, lost + self._count(request, self._on_line() - up))
            raise
        self._count(request, 1 << 30)
        self.content += sum(map(len, answer.batches)) + sum(map(len, answer.entries))
        return answer

    def _count(self, request: SyncRequest, left: int) -> int:
        """How many of these bytes carry batches; those that were on the line before are counted again."""
        carried = 0
        for batch in request.batches:
            put, before = min(left, len(batch)), self._put.get(batch, 0)
            self.again += min(put, before)
            self.content += max(0, put - before)
            self._put[batch] = max(put, before)
            left -= put
            carried += put
        return carried

    @property
    def resent(self) -> float:
        return self.again / self.content


def counted_line(url: str, scale: float = 1.0, on_line: Callable[[], int] | None = None) -> CountedLine:
    """A line whose own times are shortened like those of the shape, as far as a busy machine allows."""
    pace = Pace(carry_s=CARRY_S * scale, quick_s=QUICK_S * scale)
    stall_s = max(STALL_S * scale, 1.0)
    return CountedLine(url, on_line, stall_s=stall_s, connect_s=CONNECT_S, pace=pace)


def patience(scale: float = 1.0) -> Patience:
    return Patience(Random(1), keep_s=max(KEEP_S * scale, 10.0), first_s=FIRST_S * scale)
