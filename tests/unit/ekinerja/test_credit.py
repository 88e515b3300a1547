"""Angka kredit: the jenjang in a jabatan, months that count once, and what is still missing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.desk.desk import Desk
from flexdesk.domain.credit import NEEDS, balance, jenjang_of
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import CREDIT_COEFFICIENTS, Rating
from flexdesk.domain.periods import parse_period
from flexdesk.errors import UsageError
from tests.helpers.desks import small_desk

NIP = "196808121994032003"
MEETS, ABOVE, BELOW = Rating.MEETS, Rating.ABOVE, Rating.BELOW


@pytest.mark.parametrize(
    ("jabatan", "functional", "jenjang"),
    [
        ("Analis Kebijakan Ahli Muda", False, "Ahli Muda"),
        ("ANALIS KEBIJAKAN AHLI  MADYA", False, "Ahli Madya"),
        ("Perencana Ahli Pertama pada Bagian Umum", False, "Ahli Pertama"),
        ("Widyaiswara Ahli Utama", False, "Ahli Utama"),
        ("Polisi Pamong Praja Terampil", False, "Terampil"),
        ("Arsiparis Mahir", False, "Mahir"),
        ("Pranata Komputer Penyelia", False, "Penyelia"),
        ("Polisi Pamong Praja Pemula", False, "Pemula"),
        ("Arsiparis/Terampil", False, "Terampil"),
        ("Perencana Madya", True, "Ahli Madya"),
        ("Perencana Madya", False, ""),
        ("Pranata Komputer Pelaksana Lanjutan", True, "Mahir"),
        ("Pranata Komputer Pelaksana", True, "Terampil"),
        ("Pengadministrasi Perkantoran", False, ""),
        ("Kepala Seksi Kesejahteraan Sosial", False, ""),
        ("Pengelola Data Utama", False, ""),
        ("Pembina Pemuda", True, ""),
        ("", True, ""),
    ],
)
def test_the_jenjang_in_a_jabatan(jabatan: str, functional: bool, jenjang: str) -> None:
    assert jenjang_of(jabatan, functional=functional) == jenjang


def test_every_jenjang_has_needs_and_a_coefficient() -> None:
    assert NEEDS.keys() == CREDIT_COEFFICIENTS.keys()
    assert (NEEDS["Ahli Madya"].pangkat, NEEDS["Ahli Madya"].jenjang) == (150, 450)


@given(st.sampled_from(sorted(NEEDS)), st.decimals(0, 1000, places=2))
def test_what_is_missing_is_never_below_nothing(jenjang: str, gathered: Decimal) -> None:
    found = balance(jenjang, gathered)
    assert found.to_pangkat == max(Decimal(0), NEEDS[jenjang].pangkat - gathered)
    assert (found.to_jenjang is None) == (NEEDS[jenjang].jenjang is None)
    assert found.to_jenjang is None or found.to_jenjang >= 0


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", [(NIP, "Anita")]) as desk:
        yield desk


def plan(desk: Desk, jabatan: str, first: str = "2026-01-01", last: str = "2026-12-31") -> str:
    person = str(desk.store.select("person", nip=NIP)[0]["key"])
    cells = {
        "person": person,
        "year": int(first[:4]),
        "from": date.fromisoformat(first),
        "to": date.fromisoformat(last),
        "jabatan": jabatan,
    }
    op = desk.committer.insert("skp", cells)
    desk.committer.commit(Change("targets.import", (op,)))
    return op.row


def rate(desk: Desk, skp: str, period: str, results: Rating, behaviour: Rating = MEETS) -> None:
    desk.evaluation.rate(skp, parse_period(period), results=results, behaviour=behaviour)


def test_a_whole_year_as_the_agency_works_it_out(desk: Desk) -> None:
    rate(desk, plan(desk, "Perencana Ahli Pertama"), "2026", ABOVE, ABOVE)
    (one,) = desk.credit.year(2026)
    assert (one.jenjang, one.total) == ("Ahli Pertama", Decimal("18.75"))
    assert one.held is not None
    assert (one.held.to_pangkat, one.held.to_jenjang) == (Decimal("31.25"), Decimal("81.25"))


def test_two_months_of_a_year(desk: Desk) -> None:
    skp = plan(desk, "Perencana Ahli Pertama", last="2026-02-28")
    rate(desk, skp, "2026", MEETS)
    (one,) = desk.credit.year(2026)
    assert [(line.months, line.credit) for line in one.lines] == [(2, Decimal("2.08"))]


def test_no_month_counts_twice(desk: Desk) -> None:
    skp = plan(desk, "Arsiparis Terampil")
    rate(desk, skp, "2026-01", BELOW)
    rate(desk, skp, "2026-Q1", MEETS)
    rate(desk, skp, "2026-04", ABOVE, ABOVE)
    (one,) = desk.credit.year(2026)
    assert [(line.period.code, line.months) for line in one.lines] == [("2026-Q1", 3), ("2026-04", 1)]
    assert one.total == Decimal("1.25") + Decimal("0.63")  # 5/4 at 100 %, 5/12 at 150 %, halves upwards
    rate(desk, skp, "2026", MEETS)
    (one,) = desk.credit.year(2026)
    assert [(line.period.code, line.credit) for line in one.lines] == [("2026", Decimal("5.00"))]


def test_a_change_of_post_in_the_middle_of_a_month(desk: Desk) -> None:
    first = plan(desk, "Perencana Ahli Pertama", "2026-01-01", "2026-03-15")
    second = plan(desk, "Perencana Ahli Muda", "2026-03-16", "2026-12-31")
    rate(desk, first, "2026-Q1", MEETS)
    rate(desk, second, "2026-Q1", MEETS)
    (one,) = desk.credit.year(2026)
    assert sorted(line.months for line in one.lines) == [1, 2]
    assert one.jenjang == "Ahli Muda"
    assert one.total == Decimal("2.08") + Decimal("2.08")
    assert one.held is not None
    assert one.held.gathered == Decimal("2.08")  # what was earned as Ahli Pertama is another balance


def test_years_in_one_jenjang_add_up(desk: Desk) -> None:
    rate(desk, plan(desk, "Arsiparis Terampil", "2025-01-01", "2025-12-31"), "2025", ABOVE, ABOVE)
    rate(desk, plan(desk, "Arsiparis Terampil"), "2026", MEETS)
    (one,) = desk.credit.year(2026)
    assert one.held is not None
    assert (one.total, one.held.gathered, one.held.to_pangkat) == (5, Decimal("12.50"), Decimal("7.50"))
    (before,) = desk.credit.year(2025)
    assert before.held is not None
    assert before.held.gathered == Decimal("7.50")


def test_who_holds_no_functional_post_is_left_out_and_who_is_unclear_is_named(desk: Desk) -> None:
    rate(desk, plan(desk, "Kepala Seksi Pelayanan"), "2026", MEETS)
    assert desk.credit.year(2026) == []
    (asked,) = desk.credit.year(2026, NIP)
    assert (asked.jenjang, asked.held) == ("", None)
    (given_one,) = desk.credit.year(2026, NIP, "Mahir")
    assert given_one.total == Decimal("12.50")
    with pytest.raises(UsageError):
        desk.credit.year(2026, NIP, "Ahli Besar")
    desk.postings.add(
        NIP, date(2026, 1, 1), {"jabatan": "Penata", "category": "fungsional", "reason": "existing"}
    )
    (named,) = desk.credit.year(2026)
    assert named.jenjang == ""
