"""Gives this laptop a new identity: when its disk was copied or an old one restored, and on demand.

A copy is noticed at an exchange: somebody else sent changes under this laptop's name. What the other copy
sent is kept, the new keys are written, and at the next opening the changes made here go on under the new
name. A crash in between leaves either the old identity with everything or the new one with the work still to
do.
"""

import json
from collections.abc import Iterable
from typing import Any

from flexdesk.keys import keyfile
from flexdesk.services.commits import Committer
from flexdesk.services.identity import DiskCopied
from flexdesk.services.membership import Membership
from flexdesk.store import branches
from flexdesk.store.carriers import Carriers
from flexdesk.store.store import Store
from flexdesk.sync import certificates
from flexdesk.sync.wire import decode_batch, read_header

_SETTING = "renewal"


class Renewal:
    def __init__(self, committer: Committer, membership: Membership, carriers: Carriers) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._carriers = carriers

    @property
    def pending(self) -> bool:
        return bool(self._store.setting(_SETTING))

    def begin_with(self, batches: Iterable[bytes]) -> bool:
        """As `begin`, with what came in a file; False where it does not reach back to what both share."""
        own = self._store.device
        certificate = self._membership.certificate_of(own)
        blobs = [blob for blob in batches if read_header(blob).device == own]
        if certificate is None or not blobs:
            return False
        issuers = self._membership.issuers()
        theirs = [decode_batch(blob, public_key=certificate.sign_key, issuers=issuers) for blob in blobs]
        if branches.last_shared(self._store, own, branches.chains(theirs)) is None:
            return False
        if not self._store.connection.in_transaction:  # else it is a trial, which leaves nothing behind
            self.begin(blobs)
        return True

    def begin(self, theirs: Iterable[bytes]) -> None:
        """Keep what the other copy sent, and write new keys. Raises KeysNotWritten, DiskFull."""
        self._prepare({"theirs": [blob.hex() for blob in theirs]})

    def rotate(self) -> None:
        """New keys on demand: what lies in no file and went over no line yet goes on under the new name.

        What was signed with the old keys travels on as it is, until the operator ends them. Raises
        KeysNotWritten, DiskFull; DiskCopied while another renewal waits for the next opening.
        """
        if self.pending:
            raise DiskCopied()
        self._prepare({"theirs": [], "keep": self._carriers.recorded()})

    def _prepare(self, work: dict[str, Any]) -> None:
        keys = self._membership.keys
        own = self._membership.certificate_of(keys.device)
        assert own is not None
        fresh = keyfile.successor(keys)
        vouch = certificates.issue(
            keys.signing,
            unit=own.unit,
            sign_key=fresh.signing.public,
            receive=fresh.receiving.recipient,
            role=own.role,
            holder=own.holder,
            valid_from=own.valid_from,
            valid_until=own.valid_until,
        )
        held = {
            "former": keys.device,
            "device": fresh.device,
            "vouch": vouch.hex(),
            **work,
        }
        self._store.set_setting(_SETTING, json.dumps(held))
        keyfile.replace_keys(self._store.folder, fresh)

    def finish(self) -> None:
        """Let the changes made here go on under the new identity; nothing when there is nothing to do."""
        text = self._store.setting(_SETTING)
        if not text:
            return
        held = json.loads(text)
        with self._store.writing():
            if held["device"] == self._store.device:
                self._move(held)
            self._store.set_setting(_SETTING, "")

    def _move(self, held: dict[str, Any]) -> None:
        former = str(held["former"])
        certificate = self._membership.certificate_of(former)
        assert certificate is not None
        theirs = [
            decode_batch(
                bytes.fromhex(blob), public_key=certificate.sign_key, issuers=self._membership.issuers()
            )
            for blob in held["theirs"]
        ]
        keep = held.get("keep")
        if keep is None:
            keep = branches.last_shared(self._store, former, branches.chains(theirs))
        assert keep is not None  # `begin` was given all from the last receipt on
        mine = branches.withdraw(self._store, former, keep)
        for batch in sorted(theirs, key=lambda batch: batch.first):
            self._store.log.receive(batch.txs, batch.previous_chain)
            self._carriers.add_batch(former, batch.first, batch.last, batch.blob)
        self._membership.succeed(bytes.fromhex(held["vouch"]))
        branches.append(self._store, mine, former, keep)
        self._note_former(former)
        self._carriers.forget_sending()
        self._store.set_setting("voided", json.dumps([]))  # the next delivery rejects anew what was rejected

    def _note_former(self, former: str) -> None:
        self._store.set_setting("formers", json.dumps([*formers(self._store), former]))


def formers(store: Store) -> list[str]:
    """Names that this laptop had before, oldest first."""
    return [str(name) for name in json.loads(store.setting("formers", "[]"))]
