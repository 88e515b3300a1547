"""In which role a device wrote what arrived: its grants and its revocation, as this server signed them.

The current certificate answers nearly always. The whole story of a device is read only where a change was
made in older knowledge than its certificate's, or where the membership or the role has an end.
"""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Protocol

from flexdesk.domain.authority import Role
from flexdesk.domain.log import Tx
from flexdesk.domain.mandate import Grant, Judged, Mandate, Standing, judge, last_day, ordered
from flexdesk.server.ledger import Ledger
from flexdesk.server.locks import Locks
from flexdesk.server.records import Device
from flexdesk.server.validation import Validator
from flexdesk.sync import reasons
from flexdesk.sync.certificates import Certificate, GrantEntry, RevokeEntry, read, verify_entry
from flexdesk.sync.faults import CertificateFault

Known = MutableMapping[tuple[str, str, int, int | None], Mandate]  # unit, device, last grant, revoked at


class Mandates:
    """Of one unit, within one transaction; `certificates` are the verified current ones.

    `known` is kept between transactions: its keys change whenever a device is granted or loses something.
    """

    def __init__(
        self,
        ledger: Ledger,
        issuer: bytes,
        devices: Mapping[str, Device],
        certificates: Mapping[str, Certificate],
        known: Known,
    ) -> None:
        self._ledger = ledger
        self._issuer = issuer
        self._devices = devices
        self._certificates = certificates
        self._known = known
        self._times: dict[tuple[str, int], int] = {}

    def judge(self, tx: Tx, arrived_ms: int) -> Judged:
        device = self._devices[tx.device]
        current = grant_of(self._certificates[tx.device], device.pos)
        is_current = not tx.known_position or tx.known_position >= device.pos
        if device.revoked_seq is None and is_current and current.until_ms is None:
            return judge(Mandate((current,)), tx)
        return judge(
            self._mandate(device, current),
            tx,
            known_ms=self._time_at(device.unit_id, tx.known_position),
            arrived_ms=arrived_ms,
        )

    def _mandate(self, device: Device, current: Grant) -> Mandate:
        key = (device.unit_id, device.device, device.pos, device.revoked_seq)
        if key not in self._known:
            self._known[key] = self._read(device, current)
        return self._known[key]

    def _read(self, device: Device, current: Grant) -> Mandate:
        grants: list[Grant] = []
        revoked_pos = 0
        for made in self._ledger.decisions_about(device.unit_id, device.device):
            entry = self._verified(made.entry)
            if isinstance(entry, GrantEntry):
                grants.append(grant_of(read(entry.certificate), entry.pos))
            elif isinstance(entry, RevokeEntry):
                revoked_pos = entry.pos
        return Mandate(ordered([*grants, current]), device.revoked_seq, revoked_pos)

    def _verified(self, blob: bytes) -> object:
        """What counts is what this server signed, not what stands beside it in the database."""
        try:
            return verify_entry(blob, self._issuer)
        except CertificateFault:
            return None

    def _time_at(self, unit_id: str, position: int) -> int:
        """The server's time when it last spoke up to that position."""
        if position and (unit_id, position) not in self._times:
            made = self._ledger.decision_upto(unit_id, position)
            entry = self._verified(made.entry) if made is not None else None
            self._times[unit_id, position] = getattr(entry, "at_ms", 0)
        return self._times.get((unit_id, position), 0)


def grant_of(certificate: Certificate, pos: int) -> Grant:
    until = certificate.valid_until
    return Grant(pos, certificate.role, None if until is None else int(until.timestamp() * 1000))


class Judge(Protocol):
    """Says in which role a transaction was made, and whether it still counted."""

    def judge(self, tx: Tx, arrived_ms: int) -> Judged: ...


class Verdicts:
    """What stands against a transaction: its standing, its role, and what was signed already."""

    def __init__(self, validator: Validator, mandates: Judge, locks: Locks, zone: Callable[[], str]) -> None:
        self._validator = validator
        self._mandates = mandates
        self._locks = locks
        self._zone = zone

    def of(self, tx: Tx, arrived_ms: int, *, is_newer: bool) -> dict[str, list[int]]:
        """Reason -> numbers of the writes, none for all of them; codes of a newer program pass."""
        judged = self._mandates.judge(tx, arrived_ms)
        match judged.standing:
            case Standing.REVOKED:
                return {reasons.REVOKED: []}
            case Standing.LATE:
                return {reasons.LATE: []}
            case Standing.ENDED if judged.role != Role.READER:
                assert judged.until_ms is not None
                return {reasons.ended(last_day(judged.until_ms, self._zone())): []}
        by_reason: dict[str, list[int]] = {}
        found = self._validator(tx, judged.role)
        verdicts = [one for one in found if not (is_newer and one[1] == reasons.VALUE_CODE)]
        refused = {index for index, _reason in verdicts}
        signed = [verdict for verdict in self._locks.judge(tx) if verdict[0] not in refused]
        for index, reason in [*verdicts, *signed]:
            by_reason.setdefault(reason, []).append(index)
        return by_reason
