"""Gives a device batches that it can read, also where a newer program packed them with newer dictionaries."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flexdesk.sync import dictionaries
from flexdesk.sync.messages import SyncRequest
from flexdesk.sync.wire import read_header, repacked

if TYPE_CHECKING:
    from flexdesk.server.central import Central


def readable(central: "Central", request: SyncRequest, blobs: Iterable[bytes]) -> tuple[bytes, ...]:
    """The batches as they came, and those that the device cannot unpack under the server's own signature."""
    if dictionaries.known() <= request.packings:
        return tuple(blobs)
    return tuple(_plain(central, request, blob) for blob in blobs)


def _plain(central: "Central", request: SyncRequest, blob: bytes) -> bytes:
    header = read_header(blob)
    if header.packing in request.packings:
        return blob
    author = central.public_key(request.unit_id, header.device)
    assert author is not None
    return repacked(blob, public_key=author, signer=central.keys.signing)
