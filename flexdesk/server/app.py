"""The server as an ASGI application: two binary end points, health and metrics; errors as CBOR.

Bodies are read under limits of size and time; the work itself runs on a few threads of its own: more of them
only wait for each other's turn at the interpreter, and in a trial took fewer uploads.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from threading import Lock

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flexdesk.errors import EnvironmentTrouble, FlexDeskError
from flexdesk.i18n import N_
from flexdesk.server.central import Central, Settings
from flexdesk.server.refusals import Refusal, TooLarge, TooSlow
from flexdesk.sync import messages
from flexdesk.sync.messages import MessageFault

STALL_S = 60.0  # between two pieces of a body; longer than laptops wait, who know their line
WHOLE_S = 600.0  # for all of it: 10 MB at 140 kbit/s, any ordinary chunk at 2 kbit/s
RETRY_AFTER_S = 15
WORKERS = 4
SQLITE_WORKERS = 2  # one reads and judges what came while the other waits for the disk

log = logging.getLogger(__name__)


class ServerFault(FlexDeskError):
    """A mistake of the server's own; its log knows more."""

    code = "server.fault"
    ticket = "FD-SRV-99"
    text = N_("The server made a mistake and wrote it down.")
    next = N_("Try again later; if it stays, call the operator.")


def create_app(settings: Settings) -> Starlette:
    """Raises what `Central` raises; the application closes its database when it ends."""
    central = Central(settings)
    counts = Counts()
    workers = ThreadPoolExecutor(SQLITE_WORKERS if central.database.is_sqlite else WORKERS, "flexdesk-server")

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        workers.shutdown()
        central.close()

    async def sync(request: Request) -> Response:
        return await _answer(request, counts, workers, central.sync)

    async def enrol(request: Request) -> Response:
        source = request.client.host if request.client else ""
        return await _answer(request, counts, workers, lambda body: central.enrol(body, source))

    async def health(_request: Request) -> Response:
        try:
            await run_in_threadpool(central.database.require_prepared)
        except FlexDeskError:
            return PlainTextResponse("database\n", 503)
        return PlainTextResponse("ok\n")

    async def metrics(_request: Request) -> Response:
        return PlainTextResponse(counts.as_text())

    routes = [
        Route("/s", sync, methods=["POST"]),
        Route("/enrol", enrol, methods=["POST"]),
        Route("/health", health),
        Route("/metrics", metrics),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _answer(
    request: Request, counts: "Counts", workers: Executor, work: Callable[[bytes], bytes]
) -> Response:
    try:
        body = await _body(request)
        response = await asyncio.get_running_loop().run_in_executor(workers, respond, work, body)
    except FlexDeskError as error:
        response = _error(error)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody reads it
    counts.count(request.scope["path"], response.status_code, len(response.body))
    return response


def respond(work: Callable[[bytes], bytes], body: bytes) -> Response:
    """What `work` makes of the body, or the error that it raised, with the fitting status."""
    try:
        return Response(work(body), media_type=messages.MEDIA_TYPE)
    except FlexDeskError as error:
        return _error(error)
    except Exception:
        log.exception("request failed")
        return _error(ServerFault())


async def _body(request: Request) -> bytes:
    """The whole body; raises TooLarge or TooSlow."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > messages.MAX_REQUEST:
        raise TooLarge()
    pieces: list[bytes] = []
    size = 0
    loop = asyncio.get_running_loop()
    until = loop.time() + WHOLE_S
    try:
        async with asyncio.timeout(STALL_S) as patience:
            async for piece in request.stream():
                patience.reschedule(min(until, loop.time() + STALL_S))
                size += len(piece)
                if size > messages.MAX_REQUEST:
                    raise TooLarge()
                pieces.append(piece)
    except TimeoutError as error:
        raise TooSlow() from error
    return b"".join(pieces)


def _error(error: FlexDeskError) -> Response:
    status, headers = _status(error), {}
    if status == 429:
        headers["Retry-After"] = str(error.facts["wait_s"])
    elif status == 503:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    if status >= 500:
        log.error("%s %s", error.code, error.facts)
    body = messages.encode_error(error.code, f"{error.message} {error.what_to_do}")
    return Response(body, status, headers, media_type=messages.MEDIA_TYPE)


def _status(error: FlexDeskError) -> int:
    match error:
        case Refusal():
            return error.status
        case MessageFault():
            return 400
        case EnvironmentTrouble():
            return 503
        case ServerFault():
            return 500
    return 400


class Counts:
    """How many requests ended how; no names, no units."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._bytes: Counter[str] = Counter()
        self._lock = Lock()

    def count(self, path: str, status: int, size: int) -> None:
        with self._lock:
            self._requests[path, status] += 1
            self._bytes[path] += size

    def as_text(self) -> str:
        """Prometheus text format."""
        with self._lock:
            requests, sizes = sorted(self._requests.items()), sorted(self._bytes.items())
        lines = ["# TYPE flexdesk_requests_total counter"]
        lines += [
            f'flexdesk_requests_total{{path="{path}",status="{status}"}} {count}'
            for (path, status), count in requests
        ]
        lines.append("# TYPE flexdesk_response_bytes_total counter")
        lines += [f'flexdesk_response_bytes_total{{path="{path}"}} {size}' for path, size in sizes]
        return "\n".join(lines) + "\n"
