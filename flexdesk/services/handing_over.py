"""Hands this laptop's role to another laptop, with a file that the other one shows to the server."""

from dataclasses import dataclass
from pathlib import Path

from flexdesk.errors import EnvironmentTrouble, FlexDeskError, reason_of
from flexdesk.i18n import N_
from flexdesk.keys.signing import device_id
from flexdesk.services.bundles import BundleService
from flexdesk.services.commits import Committer
from flexdesk.services.membership import Membership
from flexdesk.services.permission import refuse_unauthorised
from flexdesk.sync.faults import CertificateFault
from flexdesk.sync.handover import sign_handover, verify_handover
from flexdesk.sync.message_fields import MAX_REQUEST, MessageFault
from flexdesk.sync.messages import EnrolRequest, decode_enrol_request
from flexdesk.system.durable import write_durably


class NotARequest(FlexDeskError):
    code = "handover.not_a_request"
    ticket = "FD-PRN-20"
    text = N_("{name} is not the request of another laptop.")
    next = N_("Write one there with `flexdesk enrol --request FILE`, then bring it here.")


class NotAHandover(FlexDeskError):
    code = "handover.not_a_handover"
    ticket = "FD-PRN-21"
    text = N_("{name} is not a handover to this laptop.")
    next = N_("Have it written again on the laptop that hands over.")


@dataclass(frozen=True, slots=True)
class HandedOver:
    """`last` is the last change of this laptop that counts once the server has taken the handover."""

    successor: str
    holder: str
    last: int
    path: Path


class HandoverService:
    def __init__(self, committer: Committer, membership: Membership, bundles: BundleService) -> None:
        self._committer = committer
        self._bundles = bundles
        self._store = committer.store
        self._membership = membership

    def write(self, request: Path, out: Path, bundle: Path | None = None) -> HandedOver:
        """Sign over this laptop's role to the one that wrote `request`; `bundle` gets the unit's data for it.

        Everything entered here until now still counts, also where it reaches the server later. Raises
        NotEnrolled, NotARequest, RoleEnded, MembershipEnded, EnvironmentTrouble.
        """
        self._membership.enrolled()
        refuse_unauthorised(self._store, ())
        asked = _request(request)
        if asked.sign_key == self._membership.keys.signing.public:
            raise NotARequest(name=request.name)
        last = self._store.log.vector().get(self._store.device, 0)
        statement = sign_handover(
            self._membership.keys.signing,
            unit=self._membership.log_id,
            last=last,
            successor=asked.sign_key,
            at=self._committer.clock.now(),
        )
        successor = device_id(asked.sign_key)
        if bundle is not None:
            self._bundles.create_for(bundle, successor, asked.receive)
        write_durably(out, statement, mode=0o644)
        return HandedOver(successor, asked.holder, last, out)


def _request(path: Path) -> EnrolRequest:
    try:
        return decode_enrol_request(_bytes(path, MAX_REQUEST))
    except MessageFault as error:
        raise NotARequest(name=path.name) from error


def read_handover(path: Path, sign_key: bytes) -> bytes:
    """The file's bytes, if it hands a role to the laptop with that key. Raises NotAHandover."""
    blob = _bytes(path, 1 << 16)
    try:
        statement = verify_handover(blob)
    except CertificateFault as error:
        raise NotAHandover(name=path.name) from error
    if statement.successor != sign_key:
        raise NotAHandover(name=path.name)
    return blob


def _bytes(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limit)
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error
