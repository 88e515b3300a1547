"""The typed line of the outline: what it means, and what it refuses in words."""

import pytest

from flexdesk.domain.outline import (
    Known,
    LineUnread,
    Measure,
    PersonUnclear,
    Rhythm,
    Typed,
    find_person,
    format_line,
    handle_of,
    number_text,
    parse_line,
    parse_measure,
)
from flexdesk.domain.performance import Aspect, ResultClass

PEOPLE = [
    Known("1", "Dewi Lestari", "199001012015012001"),
    Known("2", "Dewi Anggraini", "199101012015012002"),
    Known("3", "Sri Wahyuni", "198001012005012003"),
    Known("4", "Srihartati", "198101012005012004"),
    Known("5", "Udin Wijayanto", "198201012005011005"),
    Known("6", "Udin Wijayanto", "198301012005011006"),
    Known("7", "Nur A'ini", "199501012020012007"),
]


def test_a_whole_line() -> None:
    typed = parse_line("Berkas  perekaman selesai @dewi.l, @sri !kual #1200 berkas/bln")
    assert typed == Typed(
        "Berkas perekaman selesai",
        ("dewi.l", "sri"),
        Measure(1200, "berkas", rhythm=Rhythm.MONTH),
        Aspect.QUALITY,
    )
    assert format_line(typed) == "Berkas perekaman selesai @dewi.l @sri !kualitas #1.200 berkas/bln"


@pytest.mark.parametrize(
    ("text", "number", "unit", "sign", "rhythm"),
    [
        ("berkas 1200/bln", 1200, "berkas", "", Rhythm.MONTH),
        ("1200 berkas / bulan", 1200, "berkas", "", Rhythm.MONTH),
        ("berkas 1.200", 1200, "berkas", "", None),
        (">=85 %", 85, "%", "≥", None),
        ("≥ 84,5", 84.5, "", "≥", None),
        ("95%", 95, "%", "", None),
        ("<=3 hari kerja", 3, "hari kerja", "≤", None),
        ("4 laporan/tw", 4, "laporan", "", Rhythm.QUARTER),
        ("8 desa baik", 8, "desa baik", "", None),
        ("IKM >= 85", 85, "IKM", "≥", None),
        ("1.250,5 m2/th", 1250.5, "m2", "", Rhythm.YEAR),
        ("2 dokumen/laporan", 2, "dokumen/laporan", "", None),
    ],
)
def test_targets_as_people_write_them(text, number, unit, sign, rhythm) -> None:
    assert parse_measure(text) == Measure(number, unit, sign, rhythm)


@pytest.mark.parametrize("text", ["Opini WTP", "3-5 hari", "1.2.3 berkas", "baik/bln", "12/8/4"])
def test_what_is_no_number_stays_words(text: str) -> None:
    assert parse_measure(text) == Measure(words=text)
    assert parse_measure(text).yearly(12, 240) is None


def test_a_rhythm_makes_the_number_of_the_whole_plan() -> None:
    assert parse_measure("1200 berkas/bln").yearly(12, 240) == 14400
    assert parse_measure("1200 berkas/bln").yearly(5, 100) == 6000
    assert parse_measure("4 laporan/tw").yearly(12, 240) == 16
    assert parse_measure("3 laporan/smt").yearly(6, 120) == 3
    assert parse_measure("20 berkas/hari").yearly(12, 240) == 4800
    assert parse_measure("95 %/bln").yearly(12, 240) == 95
    assert parse_measure("1,5 ton/bln").yearly(12, 240) == 18


def test_cells_keep_what_was_typed() -> None:
    assert parse_measure("berkas 1200").cells() == {
        "target_text": "1.200", "target_number": 1200, "unit": "berkas",
    }  # fmt: skip
    assert parse_measure("berkas 1200/bln").cells() == {
        "target_text": "1.200 berkas/bln", "target_number": 14400, "unit": "berkas",
    }  # fmt: skip
    assert parse_measure("Opini WTP").cells() == {
        "target_text": "Opini WTP", "target_number": None, "unit": "",
    }  # fmt: skip


def test_the_aspect_follows_the_unit() -> None:
    asked = {"1200 berkas": "quantity", "95%": "quality", "12 bulan": "time", "3 hari": "time"}
    asked |= {"5 juta rupiah": "cost", "Opini WTP": "quality", "85 indeks": "quality"}
    assert {text: str(parse_measure(text).aspect) for text in asked} == asked
    assert parse_line("x !waktu #5 berkas").shown_aspect is Aspect.TIME


def test_doubled_marks_are_characters() -> None:
    assert parse_line("Surat ##12 dan @@kantor @ meja !!penting") == Typed(
        "Surat #12 dan @kantor @ meja !penting"
    )


def test_class_words() -> None:
    assert parse_line("Panitia lomba !tambahan").kind is ResultClass.ADDITIONAL


@pytest.mark.parametrize("line", ["a !ku", "a !penting", "a #1 berkas #2 berkas"])
def test_lines_that_cannot_be_kept(line: str) -> None:
    with pytest.raises(LineUnread):
        parse_line(line)


def test_unclear_aspects_name_what_fits() -> None:
    with pytest.raises(LineUnread, match="!kuantitas !kualitas"):
        parse_line("a !kua")


def test_people_by_any_part_of_the_name() -> None:
    assert find_person("lest", PEOPLE).key == "1"
    assert find_person("dewi.a", PEOPLE).key == "2"
    assert find_person("DEWI_L", PEOPLE).key == "1"
    assert find_person("sri", PEOPLE).key == "3"  # a whole part goes before a beginning
    assert find_person("sriha", PEOPLE).key == "4"
    assert find_person("ini", PEOPLE).key == "7"
    assert find_person("19830101", PEOPLE).key == "6"


def test_unclear_people_are_listed_with_what_to_type() -> None:
    with pytest.raises(PersonUnclear, match=r"Dewi Lestari \(@lestari\), Dewi Anggraini \(@anggraini\)"):
        find_person("dewi", PEOPLE)
    with pytest.raises(PersonUnclear, match=r"198201012005011005.*198301012005011006"):
        find_person("udin", PEOPLE)
    with pytest.raises(PersonUnclear, match="nobody"):
        find_person("joko", PEOPLE)
    with pytest.raises(PersonUnclear):
        find_person(".", PEOPLE)


def test_handles_are_short_and_mean_one_person() -> None:
    assert [handle_of(one, PEOPLE) for one in PEOPLE[:4]] == ["lestari", "anggraini", "wahyuni", "srihartati"]
    assert handle_of(PEOPLE[4], PEOPLE) == "198201012005011005"


def test_numbers_of_forms() -> None:
    assert [number_text(n) for n in (1200, 84.5, 0.25, 1250000, 95.0)] == [
        "1.200", "84,5", "0,25", "1.250.000", "95",
    ]  # fmt: skip
