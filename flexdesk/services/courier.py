"""The slip that goes with a bundle on a stick: filled from the file that lies there."""

import hashlib
from zoneinfo import ZoneInfo

from flexdesk.documents import Issued, draw
from flexdesk.documents.courier_slip import CourierSlip
from flexdesk.documents.paper import Paper
from flexdesk.services.bundles import Written
from flexdesk.services.commits import Committer
from flexdesk.services.membership import Membership
from flexdesk.sync.bundle_header import Addressee

_RECEIVERS = {Addressee.SERVER: "Server instansi", Addressee.UNIT: "Semua laptop unit"}


class CourierService:
    def __init__(self, committer: Committer, membership: Membership) -> None:
        self._store, self._membership = committer.store, membership

    def slip(self, written: Written, to: str, paper: Paper = Paper.A4) -> Issued:
        """One page with what the receiver compares, and lines for the hands that it goes through."""
        unit = self._store.get("unit", "unit") or {}
        header = written.header
        zone = ZoneInfo(str(unit.get("zone") or "Asia/Jakarta"))
        receiver = _RECEIVERS.get(header.addressee) or f"{self._membership.holder(to)}, laptop {to[:4]}"
        form = CourierSlip(
            unit=str(unit.get("name") or ""),
            agency=str(unit.get("agency") or ""),
            number=header.number,
            sender=f"{self._membership.holder(header.sender)}, laptop {header.sender[:4]}",
            receiver=receiver,
            changes=header.changes,
            bytes=written.bytes,
            sha256=hashlib.sha256(written.path.read_bytes()).hexdigest(),
            file=written.path.name,
            made=header.created.astimezone(zone),
            paper=paper,
        )
        return draw(form)
