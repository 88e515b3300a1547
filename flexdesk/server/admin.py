"""What the operator of a server does from the command line."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

import pyrage

from flexdesk.domain.calendar import long_date
from flexdesk.domain.log import GENESIS
from flexdesk.domain.mandate import end_of
from flexdesk.server import keys as server_keys
from flexdesk.server.audit import UnitState, verify
from flexdesk.server.bundles import Imported, Receipt, import_bundle, receipt
from flexdesk.server.central import Central, Settings, keys_folder
from flexdesk.server.database import Database
from flexdesk.server.enrolment import in_ms, new_code
from flexdesk.server.handover import end
from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Device, Unit
from flexdesk.server.refusals import NoRecipient, NotInDirectory, RoleOver, UnknownRole
from flexdesk.server.scribe import Scribe
from flexdesk.server.validation import ROLES
from flexdesk.sync import messages

__all__ = [
    "Imported",
    "Prepared",
    "Receipt",
    "UnitState",
    "agency_add",
    "certify",
    "code",
    "confirm_restore",
    "devices",
    "import_bundle",
    "init",
    "move",
    "receipt",
    "revoke",
    "set_recovery",
    "unit_add",
    "verify",
]


@dataclass(frozen=True, slots=True)
class Prepared:
    """`issuer` is the server's public signing key, `receive` its age recipient."""

    database: str
    keys: str
    issuer: bytes
    receive: str


def init(settings: Settings) -> Prepared:
    """Make tables and keys where they are missing; what is there stays."""
    database = Database(settings.database)
    try:
        folder = keys_folder(settings.keys, database)
        folder.mkdir(parents=True, exist_ok=True)
        database.prepare(settings.partitions)
        keys = server_keys.create(folder)
    finally:
        database.close()
    shown = database.url.render_as_string(hide_password=True)
    return Prepared(shown, str(folder / server_keys.FILE), keys.signing.public, keys.recipient)


def agency_add(central: Central, name: str) -> str:
    """The new agency's id."""
    agency_id, now_ms = secrets.token_hex(4), in_ms(central.clock.now())
    central.database.writing(lambda ledger: ledger.add_agency(agency_id, name, now_ms))
    return agency_id


def set_recovery(central: Central, agency_id: str, recipient: str) -> None:
    """From now on the agency's laptops lock their keys and files for this recipient too.

    Raises NotInDirectory, NoRecipient. A server that runs already tells it after its next start.
    """
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise NoRecipient(text=recipient) from error
    if central.database.reading(lambda ledger: ledger.agency_name(agency_id)) is None:
        raise NotInDirectory(key=agency_id)
    folder = keys_folder(central.settings.keys, central.database)
    central.keys = server_keys.set_recovery(folder, agency_id, recipient)


def unit_add(central: Central, name: str, agency_id: str, zone: str = "Asia/Jakarta") -> str:
    """The new unit's id; raises NotInDirectory for an unknown agency."""
    unit_id, now_ms = secrets.token_hex(8), in_ms(central.clock.now())

    def add(ledger: Ledger) -> None:
        agency = ledger.agency_name(agency_id)
        if agency is None:
            raise NotInDirectory(key=agency_id)
        ledger.add_unit(Unit(unit_id, agency_id, agency, name, zone, None), now_ms, GENESIS)

    central.database.writing(add)
    return unit_id


def code(
    central: Central, unit_id: str, role: str = "head", until: date | None = None
) -> tuple[str, datetime]:
    """A one-time enrolment code (`ABCD-1234`) and when it expires; `until` is the last day of the role."""
    if role not in ROLES:
        raise UnknownRole(role=role, roles=", ".join(ROLES))
    now = central.clock.now()

    def add(ledger: Ledger) -> tuple[str, datetime]:
        unit = ledger.unit(unit_id)
        if unit is None:
            raise NotInDirectory(key=unit_id)
        if until is not None and end_of(until, unit.zone) <= now:
            raise RoleOver(day=long_date(until))
        return new_code(ledger, central.keys, unit_id, role, now, until)

    return central.database.writing(add)


def certify(central: Central, request: bytes) -> bytes:
    """Enrol by files: the answer to a request file, readable only by the device that wrote it."""
    asked = messages.decode_enrol_request(request)
    answer = messages.encode_enrol_response(central.admit(asked), central.keys.signing)
    return bytes(pyrage.encrypt(answer, [pyrage.x25519.Recipient.from_str(asked.receive)]))


def devices(central: Central) -> list[Device]:
    return central.database.reading(lambda ledger: ledger.every_device())


def revoke(central: Central, device_id: str) -> int:
    """End a device at its last accepted transaction, whose number is returned; later ones are rejected."""
    now = central.clock.now()

    def end_at_last(ledger: Ledger) -> int:
        found = next((d for d in ledger.every_device() if d.device == device_id), None)
        unit = ledger.unit(found.unit_id) if found else None
        head = ledger.lock_head(unit.unit_id) if unit else None
        if unit is None or unit.log is None or head is None:
            raise NotInDirectory(key=device_id)
        device = ledger.devices(unit.unit_id)[device_id]
        if device.revoked_seq is not None:
            return device.revoked_seq
        end(ledger, central.keys, unit.unit_id, device_id, device.last_seq, now)
        return device.last_seq

    return central.database.writing(end_at_last)


def confirm_restore(central: Central) -> int:
    """Tell all laptops, signed, that this database is an older copy laid back; the number of units.

    Until then they refuse it, because it forgot what it signed.
    """
    now_ms = in_ms(central.clock.now())

    def confirm(ledger: Ledger, unit: Unit) -> None:
        head = ledger.lock_head(unit.unit_id)
        if head is not None:
            scribe = Scribe(ledger, central.keys, unit.unit_id, unit.log or "", head, now_ms)
            scribe.restore()
            scribe.finish()

    units = [unit for unit in central.database.reading(lambda ledger: ledger.units()) if unit.log]
    for unit in units:
        central.database.writing(partial(confirm, unit=unit))
    return len(units)


def move(central: Central, to: Settings) -> list[UnitState]:
    """Copy everything into an empty database, positions and signatures included, and verify it there.

    The keys stay; name their folder in `to`. Raises AlreadyUsed when the new database holds units.
    """
    target = Database(to.database)
    try:
        target.prepare(to.partitions)
        central.database.copy_into(target)
    finally:
        target.close()
    folder = keys_folder(central.settings.keys, central.database)
    with Central(replace(to, keys=to.keys or folder)) as moved:
        return verify(moved)
