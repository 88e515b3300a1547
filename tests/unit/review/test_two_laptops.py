"""Evidence on the laptop that did not attach it: the name arrives with the log, the content does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.events import ChangeBus
from flexdesk.exchange.evidence_files import Evidence
from flexdesk.services.commits import Committer
from flexdesk.services.evidence import ContentElsewhere, EvidenceService
from flexdesk.store.digest import digest
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import TODAY
from tests.helpers.devices import Device

OUTPUT = "p-1|2026-09-30|abcd2345"
FILE = Evidence("surat.pdf", "application/pdf", b"%PDF-1.7 isi surat", 18)


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[tuple[Device, Device]]:
    made = Device(tmp_path / "satu", "satu"), Device(tmp_path / "dua", "dua")
    yield made
    for one in made:
        one.store.close()


def service(device: Device) -> EvidenceService:
    return EvidenceService(Committer(device.store, ChangeBus(), SystemClock(TODAY)))


def test_the_name_travels_and_the_content_stays(laptops: tuple[Device, Device]) -> None:
    first, second = laptops
    first.put("output", OUTPUT, activity="Surat pindah", review="waiting")
    service(first).keep(OUTPUT, [FILE])
    second.take(first)
    assert digest(first.store) == digest(second.store)
    (there,) = service(second).of(OUTPUT)
    assert (there.name, there.bytes, there.here) == ("surat.pdf", 18, False)
    with pytest.raises(ContentElsewhere):
        service(second).content(there)
    assert second.store.get("output", OUTPUT)["evidence"] == "surat.pdf"
    sizes = second.store.connection.execute("SELECT max(length(cells)) FROM op").fetchone()[0]
    assert sizes < 400


def test_both_attach_the_same_file_and_nothing_is_in_dispute(laptops: tuple[Device, Device]) -> None:
    first, second = laptops
    first.put("output", OUTPUT, activity="Surat pindah", review="waiting", evidence="foto")
    second.take(first)
    for device in laptops:
        service(device).keep(OUTPUT, [FILE])
    second.take(first, 2)
    first.take(second)
    assert digest(first.store) == digest(second.store)
    assert first.store.disputes() == []
    assert len(service(first).of(OUTPUT)) == 1
