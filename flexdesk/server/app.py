"""The server as an ASGI application: two binary end points, health and metrics; errors as CBOR.

Bodies are read under limits of size and time; the work itself runs on a few threads of its own, in the order
that `admission` gives: more threads only wait for each other's turn at the interpreter, and in a trial took
fewer uploads.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from time import monotonic

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flexdesk.errors import EnvironmentTrouble, FlexDeskError
from flexdesk.i18n import N_
from flexdesk.server.admission import Admission, Limits, Pace
from flexdesk.server.central import Central, Settings
from flexdesk.server.metrics import Metrics
from flexdesk.server.refusals import Refusal, TooLarge, TooSlow
from flexdesk.server.states import States
from flexdesk.sync import messages
from flexdesk.sync.message_fields import MAX_REQUEST, MessageFault

STALL_S = 60.0  # between two pieces of a body; longer than laptops wait, who know their line
WHOLE_S = 600.0  # for all of it: 10 MB at 140 kbit/s, any ordinary chunk at 2 kbit/s
RETRY_AFTER_S = 15
LOOK_AFTER_S = 1.0  # a request that waited longer may have nobody behind it any more
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
    states = States(central)
    desk = _Desk(settings.limits, SQLITE_WORKERS if central.database.is_sqlite else WORKERS)
    pace = Pace(settings.limits, monotonic)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        desk.workers.shutdown()
        central.close()

    async def sync(request: Request) -> Response:
        return await desk.answer(request, lambda body: central.sync(body, pace.require))

    async def enrol(request: Request) -> Response:
        source = request.client.host if request.client else ""
        return await desk.answer(request, lambda body: central.enrol(body, source))

    async def state(request: Request) -> Response:
        return await desk.answer(request, lambda body: states.answer(body, pace.require))

    async def health(_request: Request) -> Response:
        try:
            await run_in_threadpool(central.database.require_prepared)
        except FlexDeskError:
            return PlainTextResponse("database\n", 503)
        return PlainTextResponse("ok\n")

    async def metrics(_request: Request) -> Response:
        return PlainTextResponse(desk.metrics.as_text())

    routes = [
        Route("/s", sync, methods=["POST"]),
        Route("/enrol", enrol, methods=["POST"]),
        Route("/state", state, methods=["POST"]),
        Route("/health", health),
        Route("/metrics", metrics),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


class _Desk:
    """Where requests are read, wait, are worked on and counted."""

    def __init__(self, limits: Limits, workers: int) -> None:
        self.workers = ThreadPoolExecutor(workers, "flexdesk-server")
        self._admission = Admission(limits, workers)
        self.metrics = Metrics(
            {
                "flexdesk_waiting_requests": lambda: self._admission.waiting,
                "flexdesk_working_requests": lambda: self._admission.working,
            }
        )

    async def answer(self, request: Request, work: Callable[[bytes], bytes]) -> Response:
        try:
            response = await self._served(request, await _body(request), work)
        except FlexDeskError as error:
            self.metrics.rejected(error.code)
            response = _error(error)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        self.metrics.answered(request.scope["path"], response.status_code, len(response.body))
        return response

    async def _served(self, request: Request, body: bytes, work: Callable[[bytes], bytes]) -> Response:
        loop = asyncio.get_running_loop()
        came = loop.time()
        async with self._admission.turn(messages.claimed_unit(body)):
            began = loop.time()
            self.metrics.waited(began - came)
            if began - came > LOOK_AFTER_S and await request.is_disconnected():
                raise ClientDisconnect()
            response = await loop.run_in_executor(self.workers, respond, work, body, self.metrics.rejected)
            self.metrics.worked(loop.time() - began)
        return response


def respond(
    work: Callable[[bytes], bytes], body: bytes, rejected: Callable[[str], object] | None = None
) -> Response:
    """What `work` makes of the body, or the error that it raised, with the fitting status."""
    try:
        return Response(work(body), media_type=messages.MEDIA_TYPE)
    except FlexDeskError as error:
        if rejected is not None:
            rejected(error.code)
        return _error(error)
    except Exception:
        log.exception("request failed")
        return _error(ServerFault())


async def _body(request: Request) -> bytes:
    """The whole body; raises TooLarge or TooSlow."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MAX_REQUEST:
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
                if size > MAX_REQUEST:
                    raise TooLarge()
                pieces.append(piece)
    except TimeoutError as error:
        raise TooSlow() from error
    return b"".join(pieces)


def _error(error: FlexDeskError) -> Response:
    status, headers = _status(error), {}
    if "wait_s" in error.facts:
        headers["Retry-After"] = str(error.facts["wait_s"])
    elif status == 503:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    if status >= 500 and not isinstance(error, Refusal):
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
