"""Who this device is, whom it trusts, and how it joins a server."""

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flexdesk.domain.authority import Role
from flexdesk.domain.mandate import Grant
from flexdesk.errors import EnvironmentTrouble, FlexDeskError, reason_of
from flexdesk.i18n import N_, _
from flexdesk.keys import keyfile
from flexdesk.keys.errors import KeysNotWritten
from flexdesk.keys.keyfile import DeviceKeys
from flexdesk.services.commits import Committer
from flexdesk.store.carriers import Carriers
from flexdesk.store.mandates import Mandates
from flexdesk.sync import certificates
from flexdesk.sync.certificates import Certificate
from flexdesk.sync.faults import CertificateFault
from flexdesk.sync.messages import EnrolRequest, EnrolResponse, decode_enrol_response, encode_enrol_request
from flexdesk.system.durable import write_durably

if TYPE_CHECKING:
    from flexdesk.sync.http import HttpLine

RECOVERY = "recovery_recipients"  # setting: age recipients, as a JSON list
_ASK_EVERY = timedelta(days=30)


class NotEnrolled(FlexDeskError):
    code = "sync.not_enrolled"
    ticket = "FD-KRM-02"
    text = N_("This laptop has not joined a server yet.")
    safe = N_("Your data is safe on this laptop; bundles as files work without a server.")
    next = N_("Ask the agency for an enrolment code, then: flexdesk enrol ADDRESS CODE.")


class IsACopy(FlexDeskError):
    code = "sync.is_a_copy"
    ticket = "FD-KRM-03"
    text = N_("This folder is a copy made from the backup {name}; a copy does not send.")
    safe = N_("Nothing was sent.")
    next = N_("Work in the original folder, or enrol this laptop anew.")


class NotOurCertificate(FlexDeskError):
    code = "sync.not_our_certificate"
    ticket = "FD-KRM-04"
    text = N_("{name} is not the answer to the request of this laptop.")
    next = N_("Write a new request with `flexdesk enrol --request FILE --code CODE` and have it answered.")


@dataclass(frozen=True, slots=True)
class Server:
    """What enrolment taught this device about its server."""

    url: str
    unit_id: str  # in the server's directory
    issuer: bytes
    receive: str
    receipt_key: bytes
    role: str


class Membership:
    def __init__(self, committer: Committer, keys: DeviceKeys, carriers: Carriers) -> None:
        self._committer = committer
        self._store = committer.store
        self.keys = keys
        self._carriers = carriers
        self.mandates = Mandates(self._store)

    @property
    def log_id(self) -> str:
        """The unit's id inside certificates and batches."""
        return self._store.setting("unit_id")

    @property
    def unit_id(self) -> str:
        """The unit's id as the server's directory knows it, else as it was made here."""
        server = self.server()
        return server.unit_id if server else self.log_id

    def found(self, unit: str, holder: str) -> None:
        """Make this device the first of a unit: it issues its own certificate."""
        blob = self._self_signed(unit, Role.HEAD, holder)
        self._store.set_setting("unit_id", unit)
        self._carriers.add_certificate(self.keys.device, blob)
        self.mandates.grant(self.keys.device, Grant(0, Role.HEAD))
        self.trust(self.keys.signing.public)

    # -- trust

    def issuers(self) -> frozenset[bytes]:
        """Public keys whose certificates count here."""
        return frozenset(bytes.fromhex(text) for text in json.loads(self._store.setting("issuers", "[]")))

    def trust(self, issuer: bytes) -> None:
        known = self.issuers() | {issuer}
        self._store.set_setting("issuers", json.dumps(sorted(key.hex() for key in known)))

    def own_certificate(self) -> bytes:
        return self._carriers.certificates()[self.keys.device]

    def learn(self, blob: bytes) -> Certificate | None:
        """Keep the certificate of a device of this unit; None when nobody trusted issued it."""
        try:
            certificate = certificates.verify(blob, self.issuers())
        except CertificateFault:
            return None
        if certificate.unit != self.log_id:
            return None
        self.mandates.grant(certificate.device, grant_of(certificate))
        known = self.certificate_of(certificate.device)
        if known is None or known.issuer != certificate.issuer or known.serial <= certificate.serial:
            self._carriers.add_certificate(certificate.device, blob)
        return certificate

    def certificate_of(self, device: str) -> Certificate | None:
        blob = self._carriers.certificates().get(device)
        return certificates.read(blob) if blob is not None else None

    def holder(self, device: str) -> str:
        """Whose device it is, in words."""
        certificate = self.certificate_of(device)
        name = certificate.holder if certificate else ""
        return name or (_("this laptop") if device == self.keys.device else device[:4])

    def succeed(self, vouch: bytes) -> None:
        """This device takes the place of another one, which vouches for it; the server hears of it later."""
        self._carriers.add_certificate(self.keys.device, vouch)
        self.mandates.grant(self.keys.device, replace(grant_of(certificates.read(vouch)), pos=0))
        self._store.set_setting("succession", vouch.hex() if self.server() else "")

    @property
    def is_successor(self) -> bool:
        """Whether the server has still to certify this device in the place of its former identity."""
        return bool(self._store.setting("succession"))

    def claim_succession(self, line: "HttpLine") -> None:
        """Ask the server to certify the successor; raises what `sync.http` raises."""
        vouch = bytes.fromhex(self._store.setting("succession"))
        holder = certificates.read(vouch).holder
        answer = line.enrol(replace(self._request("", holder), founding=vouch), self.keys.signing)
        with self._store.writing():
            self._join(answer, self.enrolled().url)
            self._store.set_setting("succession", "")

    # -- server

    def server(self) -> Server | None:
        text = self._store.setting("server")
        if not text:
            return None
        held = json.loads(text)
        return Server(
            held["url"],
            held["unit_id"],
            bytes.fromhex(held["issuer"]),
            held["receive"],
            bytes.fromhex(held["receipt_key"]),
            held["role"],
        )

    @property
    def copy_of(self) -> str:
        """The backup that this folder was laid out from; empty for a folder of its own."""
        return self._store.setting("copy_of")

    @property
    def is_vouched_for(self) -> bool:
        """Whether others would believe what this device signs."""
        return not self.copy_of and self.keys.device in self._carriers.certificates()

    def refuse_unvouched(self) -> None:
        """Raises IsACopy, NotEnrolled where others could not believe what this device signs."""
        if self.copy_of:
            raise IsACopy(name=self.copy_of)
        if not self.is_vouched_for:
            raise NotEnrolled()

    def enrolled(self) -> Server:
        """Raises NotEnrolled, IsACopy."""
        if self.copy_of:
            raise IsACopy(name=self.copy_of)
        server = self.server()
        if server is None:
            raise NotEnrolled()
        return server

    def remember(self, server: Server) -> None:
        held = {
            "url": server.url,
            "unit_id": server.unit_id,
            "issuer": server.issuer.hex(),
            "receive": server.receive,
            "receipt_key": server.receipt_key.hex(),
            "role": server.role,
        }
        self._store.set_setting("server", json.dumps(held))

    def set_url(self, url: str) -> None:
        """The server moved to another address."""
        server = self.enrolled()
        self.remember(
            Server(url, server.unit_id, server.issuer, server.receive, server.receipt_key, server.role)
        )

    def enrol(self, url: str, code: str, holder: str, handover: bytes = b"") -> Server:
        """Join a server with a one-time code, or a role handed over; raises what `sync.http` raises.

        A folder that already holds a unit brings its own log; an empty one gets the server's.
        """
        from flexdesk.sync.http import HttpLine

        with HttpLine(url) as line:
            answer = line.enrol(self._request(code, holder, handover), self.keys.signing)
        return self._join(answer, url.rstrip("/"))

    def write_request(self, path: Path, code: str, holder: str, handover: bytes = b"") -> None:
        """The same as a file, for a laptop that has no line; the operator answers with a certificate file."""
        request = self._request(code, holder, handover)
        write_durably(path, encode_enrol_request(request, self.keys.signing), mode=0o644)
        self._store.set_setting("enrol_nonce", request.nonce.hex())

    def take_certificate(self, path: Path) -> Server:
        """Take over the answer to `write_request`. Raises NotOurCertificate, EnvironmentTrouble."""
        import pyrage

        identity = pyrage.x25519.Identity.from_str(self.keys.receiving.identity)
        nonce = bytes.fromhex(self._store.setting("enrol_nonce"))
        try:
            answer = decode_enrol_response(pyrage.decrypt(path.read_bytes(), [identity]), nonce)
        except OSError as error:
            raise EnvironmentTrouble(detail=reason_of(error)) from error
        except (pyrage.DecryptError, FlexDeskError) as error:
            raise NotOurCertificate(name=path.name) from error
        return self._join(answer, "")

    def _request(self, code: str, holder: str, handover: bytes = b"") -> EnrolRequest:
        founding = self._founding()
        return EnrolRequest(
            code=code,
            sign_key=self.keys.signing.public,
            receive=self.keys.receiving.recipient,
            holder=holder,
            log=self.log_id if founding else None,
            founding=founding,
            handover=handover,
        )

    def _join(self, answer: EnrolResponse, url: str) -> Server:
        known = self.server()
        server = Server(
            url or (known.url if known else ""),
            answer.unit_id,
            answer.issuer,
            answer.receive,
            answer.receipt_key,
            answer.role,
        )
        with self._store.writing():
            if known is not None and known.issuer != server.issuer:
                self._leave_server()
            self._store.set_setting("unit_id", answer.log)
            self.trust(answer.issuer)
            self.remember(server)
            self._carriers.add_certificate(self.keys.device, answer.certificate)
            own = grant_of(certificates.read(answer.certificate))
            self.mandates.grant(self.keys.device, own)
            self.mandates.hear(own.pos, answer.time_ms)
            for blob in answer.certificates:
                self.learn(blob)
            self._note_told(answer)
        self.lock_for_agency()
        return server

    def _leave_server(self) -> None:
        from flexdesk.services.server_history import ServerHistory

        ServerHistory(self._committer, self, self._carriers).leave()

    # -- the agency's recovery key

    @property
    def recovery(self) -> str:
        """The agency's recipient that keys and files are locked for too; empty where it has none."""
        found: list[str] = json.loads(self._store.setting(RECOVERY, "[]"))
        return found[0] if found else ""

    def lock_for_agency(self) -> None:
        """Let the agency's recovery key open the key file too, where that is not so yet."""
        if self.recovery:
            with suppress(KeysNotWritten, ValueError):  # a full disk: the next exchange tries again
                keyfile.lock_for_agency(self._store.folder, self.keys, self.recovery)

    def ask_again(self, line: "HttpLine") -> None:
        """Once in a while, hear anew what enrolment told; a server that does not know this says no."""
        from flexdesk.sync.http import ServerRefused, TooManyCodes

        told_at = self._store.setting("told_at")
        now = self._committer.clock.now()
        if told_at and abs(now - datetime.fromisoformat(told_at)) < _ASK_EVERY:
            return
        request = replace(self._request("", ""), log=self.log_id, founding=None)
        with suppress(ServerRefused, TooManyCodes):
            answer = line.enrol(request, self.keys.signing)
            if answer.issuer == self.enrolled().issuer:
                self._note_told(answer)
        self._store.set_setting("told_at", instant(now))

    def _note_told(self, answer: EnrolResponse) -> None:
        """An agency that says nothing today does not take back what it said before."""
        self._store.set_setting("told_at", instant(self._committer.clock.now()))
        if answer.recovery:
            self._store.set_setting(RECOVERY, json.dumps([answer.recovery]))

    def _founding(self) -> bytes | None:
        """This device's own word that the log which it brings is its own; None where it brings none.

        It is the certificate with which it founded the unit, or one made for a server that knows no other.
        """
        if not self.log_id:
            return None
        blob = self._carriers.certificates().get(self.keys.device)
        if blob is None:
            return None
        held = certificates.read(blob)
        return blob if held.is_founding else self._self_signed(self.log_id, held.role, held.holder)

    def _self_signed(self, unit: str, role: Role, holder: str) -> bytes:
        return certificates.issue(
            self.keys.signing,
            unit=unit,
            sign_key=self.keys.signing.public,
            receive=self.keys.receiving.recipient,
            role=role,
            holder=holder,
            valid_from=self._committer.clock.now(),
        )


def grant_of(certificate: Certificate) -> Grant:
    """A server numbers certificates by the positions of their grants; a founding one was before all."""
    until = certificate.valid_until
    return Grant(
        0 if certificate.is_founding else certificate.serial,
        certificate.role,
        None if until is None else int(until.timestamp() * 1000),
    )


def instant(clock_now: datetime) -> str:
    """An instant as the store keeps it: ISO, UTC, whole seconds."""
    return clock_now.replace(microsecond=0).isoformat()
