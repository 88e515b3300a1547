"""Carries messages to the server and back over HTTPS, and says in plain words why a line did not do it.

A stall ends a request, a slow line does not: time-outs are between bytes, never for the whole.
"""

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from flexdesk.errors import EnvironmentTrouble, FlexDeskError
from flexdesk.i18n import N_
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import messages
from flexdesk.sync.message_fields import MAX_RESPONSE, MessageFault
from flexdesk.sync.messages import EnrolRequest, EnrolResponse, SyncRequest, SyncResponse
from flexdesk.sync.pace import Pace

if TYPE_CHECKING:
    import httpx

    from flexdesk.sync.tls import ResumingContext

T = TypeVar("T")

CONNECT_S = 10.0
STALL_S = 40.0  # TCP tries a lost segment again after 3, 9 and 21 seconds
UNSEEN = 32 << 10  # bytes that the system may hold back: of what it holds nobody sees whether it goes on
KEPT_S = 60.0  # an idle connection is taken for dead before the server ends it, after 75 s
MAX_WAIT_S = 3600  # what a server may ask for with Retry-After


class Offline(EnvironmentTrouble):
    """No way to the server: no line, no name, refused, cut or stalled."""

    code = "sync.offline"
    ticket = "FD-LIN-02"
    text = N_("The server cannot be reached.")
    safe = N_("Every change is safe on this laptop and will be sent later.")
    next = N_("Go on working; try again when there is a line, or send a package file.")


class LineCut(Offline):
    """There was a line and it broke or stalled; what the server got by then is not known."""

    code = "sync.line_cut"
    ticket = "FD-LIN-12"
    text = N_("The line to the server broke off.")
    safe = N_("What arrived before stays there; every other change is safe on this laptop and goes later.")
    next = N_("FlexDesk goes on from there by itself. Go on working.")


class ProxyWantsLogin(EnvironmentTrouble):
    """Status 407: the office's proxy lets nobody through without a name and a password."""

    code = "sync.proxy_login"
    ticket = "FD-LIN-13"
    text = N_("The proxy of this network asks for a name and a password.")
    safe = N_("The server received nothing. Every change is safe on this laptop.")
    next = N_("Ask whoever looks after the network, or send a package file.")


class ServerBusy(EnvironmentTrouble):
    """The server asks to come back later; `wait_s` seconds, 0 when it did not say."""

    code = "sync.server_busy"
    ticket = "FD-LIN-03"
    text = N_("The server is busy or being repaired (answer {status}).")
    safe = N_("Every change is safe on this laptop and will be sent later.")
    next = N_("FlexDesk tries again by itself. Go on working.")

    def __init__(self, *, status: int, wait_s: int) -> None:
        super().__init__(status=status, wait_s=wait_s)
        self.wait_s = wait_s


class NotOurServer(EnvironmentTrouble):
    """Something else answered: the sign-in page of a hotspot, a proxy, another program."""

    code = "sync.not_our_server"
    ticket = "FD-LIN-04"
    text = N_("Not the FlexDesk server answered, but another page, such as the sign-in page of a hotspot.")
    safe = N_("The server received nothing. Every change is safe on this laptop.")
    next = N_("Open a browser and sign in to the network, or check the server's address.")


class NotTrusted(EnvironmentTrouble):
    """The server's TLS certificate does not hold."""

    code = "sync.not_trusted"
    ticket = "FD-LIN-05"
    text = N_("The line to the server is not secure: its certificate is not trusted.")
    safe = N_("Nothing was sent. Every change is safe on this laptop.")
    next = N_("Check the date of this laptop and the server's address, then ask the operator.")


class BadAddress(FlexDeskError):
    """The server's address is not a web address."""

    code = "sync.bad_address"
    ticket = "FD-LIN-06"
    text = N_("“{url}” is not the address of a server.")
    next = N_("Write it like https://flexdesk.example.go.id")


class ServerRefused(FlexDeskError):
    """The server understood and said no; `server_code` is its reason."""

    code = "sync.refused"
    ticket = "FD-LIN-07"
    text = N_("The server refused this: {reason}")
    next = N_("Ask the operator of the server.")

    def __init__(self, *, server_code: str, reason: str, status: int) -> None:
        super().__init__(server_code=server_code, reason=reason, status=status)
        self.server_code = server_code


class WrongEnrolmentCode(ServerRefused):
    """The one-time code does not hold."""

    code = "enrol.wrong_code"
    ticket = "FD-LIN-08"
    text = N_("The enrolment code is wrong, used or expired.")
    next = N_("Check the eight characters, or ask the operator for a new code.")


class OtherUnit(ServerRefused):
    """The server keeps another log for this unit."""

    code = "enrol.other_log"
    ticket = "FD-LIN-09"
    text = N_("The server already keeps other data for this unit than this laptop does.")
    next = N_("Enrol with an empty data folder, or ask the operator for a code of the right unit.")


class DeviceUnknown(ServerRefused):
    """The server does not know this device."""

    code = "sync.unknown_device"
    ticket = "FD-LIN-10"
    text = N_("The server does not know this laptop in this unit.")
    next = N_("Ask the operator for a new enrolment code and enrol this laptop again.")


class TooManyCodes(EnvironmentTrouble):
    """Too many wrong codes; `wait_s` seconds until the next try."""

    code = "enrol.too_many_tries"
    ticket = "FD-LIN-11"
    text = N_("Too many wrong codes were tried.")
    safe = N_("Nothing was changed.")
    next = N_("Wait {wait_s} seconds, then try again.")


_REFUSALS: Mapping[str, type[ServerRefused]] = {
    kind.code: kind for kind in (WrongEnrolmentCode, OtherUnit, DeviceUnknown)
}


@dataclass(slots=True)
class Traffic:
    """Application bytes of bodies, and the number of requests that were answered or tried."""

    bytes_up: int = 0
    bytes_down: int = 0
    round_trips: int = 0

    @property
    def bytes(self) -> int:
        return self.bytes_up + self.bytes_down


class HttpLine:
    """A line to one server, kept open between requests; waits are seconds between two signs of life.

    `transport` carries the requests in the place of the network. A connection that the server ended meanwhile
    is opened again without a word.
    """

    def __init__(
        self,
        url: str,
        *,
        stall_s: float = STALL_S,
        connect_s: float = CONNECT_S,
        transport: "httpx.BaseTransport | None" = None,
        pace: Pace | None = None,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self.url = _address(url)
        self._stall_s = stall_s
        self._connect_s = connect_s
        self._transport = transport
        self._now = now
        self._client: httpx.Client | None = None
        self._tls: ResumingContext | None = None
        self._socket: socket.socket | None = None
        self._is_stopped = False
        self._sent_from = 0.0
        self.pace = pace or Pace()
        self.traffic = Traffic()

    def exchange(self, request: SyncRequest, signer: SigningKey) -> SyncResponse:
        """One round trip. Raises Offline, LineCut, ServerBusy, NotOurServer, NotTrusted or ServerRefused."""
        answer = self._post("/s", messages.encode_sync_request(request, signer))
        try:
            return messages.decode_sync_response(answer, request)
        except MessageFault as error:
            raise NotOurServer() from error

    def ask_state(self, body: bytes, read: Callable[[bytes], T]) -> T:
        """What `read` makes of the answer to a question of `state_messages`.

        A server of an earlier release is `NotOurServer`.
        """
        answer = self._post("/state", body)
        try:
            return read(answer)
        except MessageFault as error:
            raise NotOurServer() from error

    def enrol(self, request: EnrolRequest, signer: SigningKey) -> EnrolResponse:
        """Raises also WrongEnrolmentCode, OtherUnit or TooManyCodes."""
        answer = self._post("/enrol", messages.encode_enrol_request(request, signer))
        try:
            return messages.decode_enrol_response(answer, request.nonce)
        except MessageFault as error:
            raise NotOurServer() from error

    def interrupt(self) -> None:
        """From any thread: the request under way fails with LineCut, and every later one until `hang_up`."""
        self._is_stopped = True
        if (held := self._socket) is not None:
            with suppress(OSError):
                socket.socket.shutdown(held, socket.SHUT_RDWR)  # a TLS socket's own way waits for others

    def hang_up(self) -> None:
        """End the connection; the next request opens another, and knows the pace and the TLS session."""
        if self._client is not None:
            self._client.close()
            self._client = None
        if self._tls is not None:
            self._tls.leave()
        self._socket = None
        self._is_stopped = False

    def close(self) -> None:
        self.hang_up()

    def __enter__(self) -> "HttpLine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _post(self, path: str, body: bytes) -> bytes:
        import httpx

        if self._is_stopped:
            raise LineCut()
        self.traffic.round_trips += 1
        self.traffic.bytes_up += len(body)
        watched = {"trace": self._watch}
        self._sent_from = self._now()
        try:
            opened = self._opened()
            with opened.stream("POST", self.url + path, content=body, extensions=watched) as response:
                began = self._now()
                answer = self._read(response)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise (NotTrusted() if "CERTIFICATE" in str(error).upper() else Offline()) from error
        except httpx.ProxyError as error:
            raise (ProxyWantsLogin() if "407" in str(error) else Offline()) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise BadAddress(url=self.url) from error
        except httpx.DecodingError as error:
            raise NotOurServer() from error
        except httpx.TransportError as error:
            self.pace.cut()
            raise LineCut() from error
        good = _judged(response.status_code, response.headers, answer)
        self.pace.answered(len(body), began - self._sent_from, len(answer), self._now() - began)
        if self._tls is not None:
            self._tls.remember()
        return good

    def _watch(self, event: str, about: Mapping[str, Any]) -> None:
        """Told by the network library; a request is timed from when there is a connection to carry it."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            held = self._socket = about["return_value"].get_extra_info("socket")
            held.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSEEN)
            self.pace.connected()
            if self._is_stopped:
                self.interrupt()
        elif event.endswith(".send_request_headers.started"):
            self._sent_from = self._now()

    def _read(self, response: "httpx.Response") -> bytes:
        """The body, or as much as an answer of ours may have."""
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_raw():
            size += len(chunk)
            self.traffic.bytes_down += len(chunk)
            if size > MAX_RESPONSE:
                raise NotOurServer()
            chunks.append(chunk)
        return b"".join(chunks)

    def _opened(self) -> "httpx.Client":
        import httpx

        if self._client is None:
            waits = httpx.Timeout(self._stall_s, connect=self._connect_s)
            self._client = httpx.Client(
                verify=self._secured(),
                timeout=waits,
                limits=httpx.Limits(keepalive_expiry=KEPT_S),
                follow_redirects=False,
                transport=self._transport,
            )
            # Few headers: on a satellite line they cost more than the changes do.
            headers = {"Content-Type": messages.MEDIA_TYPE, "Accept-Encoding": "identity", "User-Agent": "fd"}
            self._client.headers.update(headers)
            for needless in ("Accept", "Connection"):
                del self._client.headers[needless]
        return self._client

    def _secured(self) -> "ResumingContext | bool":
        """One for all connections of this line, so that each takes up the session of the one before."""
        if self.url.startswith("https:") and self._transport is None:
            from flexdesk.sync.tls import context

            self._tls = self._tls or context()
        return self._tls or True


def exchange(url: str, request: SyncRequest, signer: SigningKey) -> SyncResponse:
    """One exchange over a line of its own."""
    with HttpLine(url) as line:
        return line.exchange(request, signer)


def enrol(url: str, request: EnrolRequest, signer: SigningKey) -> EnrolResponse:
    with HttpLine(url) as line:
        return line.enrol(request, signer)


def _address(url: str) -> str:
    try:
        found = urlsplit(url.strip())
        valid = found.scheme in ("http", "https") and bool(found.hostname) and found.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise BadAddress(url=url)
    return url.strip().rstrip("/")


def _judged(status: int, headers: Mapping[str, Any], answer: bytes) -> bytes:
    """The body of a good answer; everything else as an error of ours."""
    kind = str(headers.get("content-type", "")).split(";")[0].strip().lower()
    is_ours = kind == messages.MEDIA_TYPE
    if status == 200 and is_ours:
        return answer
    told = messages.decode_error(answer) if is_ours else None
    if status == 429 and told is not None and told[0] == TooManyCodes.code:
        raise TooManyCodes(wait_s=_wait_s(headers))
    if status == 407:
        raise ProxyWantsLogin()
    if status == 429 or status >= 500:
        raise ServerBusy(status=status, wait_s=_wait_s(headers))
    if told is None:
        raise NotOurServer()
    code, reason = told
    raise _REFUSALS.get(code, ServerRefused)(server_code=code, reason=reason, status=status)


def _wait_s(headers: Mapping[str, Any]) -> int:
    """Retry-After as seconds or as a date; 0 when it is missing or makes no sense."""
    from email.utils import parsedate_to_datetime

    text = str(headers.get("retry-after", "")).strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), MAX_WAIT_S)
    try:
        until = parsedate_to_datetime(text)
        sent = parsedate_to_datetime(str(headers.get("date", "")))  # the server's clock, not ours
        return max(0, min(int((until - sent).total_seconds()), MAX_WAIT_S))
    except (ValueError, TypeError):
        return 0
