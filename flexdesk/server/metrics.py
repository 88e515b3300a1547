"""Counts what the server does, for whoever watches over it: no names, no units (Prometheus text format)."""

from collections import Counter
from collections.abc import Callable, Iterator
from threading import Lock

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Seconds:
    """How long something took, as a cumulative histogram."""

    def __init__(self) -> None:
        self._counts = [0] * (len(BUCKETS_S) + 1)
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        place = next((n for n, bound in enumerate(BUCKETS_S) if seconds <= bound), len(BUCKETS_S))
        self._counts[place] += 1
        self._sum += seconds

    def lines(self, name: str) -> Iterator[str]:
        yield f"# TYPE {name} histogram"
        total = 0
        for bound, count in zip((*BUCKETS_S, "+Inf"), self._counts, strict=True):
            total += count
            yield f'{name}_bucket{{le="{bound}"}} {total}'
        yield f"{name}_sum {self._sum:.6f}"
        yield f"{name}_count {total}"


class Metrics:
    """`gauges` are asked when somebody looks; counting is safe from any thread."""

    def __init__(self, gauges: dict[str, Callable[[], float]]) -> None:
        self._gauges = gauges
        self._requests: Counter[tuple[str, int]] = Counter()
        self._bytes: Counter[str] = Counter()
        self._rejected: Counter[str] = Counter()
        self._waited, self._worked = Seconds(), Seconds()
        self._lock = Lock()

    def answered(self, path: str, status: int, size: int) -> None:
        with self._lock:
            self._requests[path, status] += 1
            self._bytes[path] += size

    def rejected(self, code: str) -> None:
        """An answer that is an error, by its code."""
        with self._lock:
            self._rejected[code] += 1

    def waited(self, seconds: float) -> None:
        with self._lock:
            self._waited.add(seconds)

    def worked(self, seconds: float) -> None:
        with self._lock:
            self._worked.add(seconds)

    def as_text(self) -> str:
        with self._lock:
            return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield "# TYPE flexdesk_requests_total counter"
        for (path, status), count in sorted(self._requests.items()):
            yield f'flexdesk_requests_total{{path="{path}",status="{status}"}} {count}'
        yield "# TYPE flexdesk_response_bytes_total counter"
        for path, size in sorted(self._bytes.items()):
            yield f'flexdesk_response_bytes_total{{path="{path}"}} {size}'
        yield "# TYPE flexdesk_rejections_total counter"
        for code, count in sorted(self._rejected.items()):
            yield f'flexdesk_rejections_total{{code="{code}"}} {count}'
        yield from self._waited.lines("flexdesk_wait_seconds")
        yield from self._worked.lines("flexdesk_work_seconds")
        for name, asked in self._gauges.items():
            yield f"# TYPE {name} gauge"
            yield f"{name} {asked():g}"
