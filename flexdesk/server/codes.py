"""Takes a few changes that came as codes: a text out of a chat, or a picture of a page."""

from pathlib import Path

from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.exchange.code_pictures import is_picture
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.server.bundles import Imported, ingest
from flexdesk.server.central import Central
from flexdesk.server.refusals import NotInDirectory
from flexdesk.services.tiny_codes import MOST_BYTES, text_in
from flexdesk.sync import tiny
from flexdesk.sync.tiny import NoTinyCode
from flexdesk.sync.wire import decode_batch, read_header


def looks_like_codes(start: bytes) -> bool:
    """By the first bytes of a file."""
    return is_picture(start) or tiny.is_codes(start.decode("utf-8", "replace"))


def import_codes(central: Central, path: Path, receipt_file: Path | None = None) -> Imported:
    """Ingest codes as if they had come over the line; raises TinyFault, WireFault or NotInDirectory."""
    identity = ReceivingKey(central.keys.identity)
    blobs = [blob for sealed in tiny.messages(_text(path)) for blob in tiny.unseal(sealed, identity)]
    if not blobs:
        raise NoTinyCode()
    heads = [read_header(blob) for blob in blobs]
    unit = central.database.reading(lambda ledger: ledger.unit_of_log(heads[0].unit))
    if unit is None or any(head.unit != heads[0].unit for head in heads):
        raise NotInDirectory(key=heads[0].unit)
    devices = central.database.reading(lambda ledger: ledger.devices(unit.unit_id))
    for head in heads:
        if head.device not in devices:
            raise NotInDirectory(key=head.device)
    batches = [
        decode_batch(blob, public_key=devices[head.device].sign_key, issuers=(central.keys.signing.public,))
        for blob, head in zip(blobs, heads, strict=True)
    ]
    return ingest(central, unit, heads[0].device, batches, (), receipt_file)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return text_in(stream.read(MOST_BYTES), path.name)
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error
