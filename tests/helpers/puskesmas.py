"""A fictional puskesmas on a real store: thirty people, an emergency room and a ward around the clock."""

from datetime import date
from pathlib import Path

from flexdesk.desk.desk import Desk
from flexdesk.domain.time_patterns import ShiftTask
from flexdesk.services.time_patterns import Approval, Attested
from flexdesk.system.clock import Clock
from tests.helpers.desks import small_desk
from tests.helpers.shift_units import HOURS

NAMES = (
    "Ani Lestari", "Bagus Wijaya", "Citra Dewi", "Dimas Putra", "Eka Sari", "Fajar Nugroho", "Gita Ayu",
    "Hadi Santosa", "Intan Permata", "Joko Susilo", "Kartika Sari", "Lukman Hakim", "Maya Anggraini",
    "Nanda Pratama", "Oki Setiawan", "Putri Maharani", "Rian Kurnia", "Sari Wulandari", "Tono Hartono",
    "Umi Kalsum", "Vina Oktavia", "Wahyu Hidayat", "Yani Rahma", "Zainal Arif", "Adi Saputra", "Bunga Citra",
    "Candra Wibowo", "Dewi Ratna", "Endang Suhartini", "Ferry Gunawan",
)  # fmt: skip
MORE = {
    "shift.min_rest_hours": "11",
    "shift.max_in_a_row": "6",
    "shift.max_nights_in_a_row": "3",
    "shift.min_off_days": "1",
    "shift.off_after_nights": "yes",
}


def puskesmas_desk(folder: Path, *, clock: Clock | None = None, people: int = 30) -> Desk:
    """Everybody may take shifts; the first eight serve the emergency room, nobody has a shift yet."""
    staff = [(f"1985{n % 12 + 1:02}0120100110{n:02}", name) for n, name in enumerate(NAMES[:people], 1)]
    desk = small_desk(folder, staff, clock=clock, unit="Puskesmas Contoh")
    desk.unit.set({"kind": "service", "service_decree": "800/12/2026"})
    for key, value in {**HOURS, **MORE}.items():
        desk.policy.set(key, value, from_day=date(2026, 1, 1))
    first = date(2026, 1, 1)
    desk.time_patterns.add(
        "sif",
        first,
        attested=Attested(ShiftTask(540, 6, 2700)),
        approval=Approval("Sekda", first),
    )
    point, _change = desk.unit.add_service_point("IGD")
    desk.unit.assign(point, [nip for nip, _name in staff[:8]])
    return desk
