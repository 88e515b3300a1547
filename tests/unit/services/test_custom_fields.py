"""A unit's own fields: kinds that refuse in words, values that survive, a table out and in again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.errors import NotFound, UsageError
from flexdesk.services.custom_fields import MOST, TooManyFields, ValueUnreadable
from tests.helpers.desks import small_desk

HEAD, DEWI = "197203151997031901", "198505122009012905"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", ((HEAD, "Bambang Wiryawan"), (DEWI, "Dewi Anggraini"))) as opened:
        service = opened.custom_fields
        service.add("Kendaraan", "text")
        service.add("Anak", "number")
        service.add("Sumpah", "date")
        service.add("Punya laptop", "yes_no")
        service.add("Piket", "choice", ["Regu A", "Regu B"])
        yield opened


def values(desk: Desk, nip: str = DEWI) -> dict[str, str]:
    key = str(desk.store.select("person", nip=nip)[0]["key"])
    names = {field.key: field.name for field in desk.custom_fields.fields()}
    return {names[field]: value for field, value in desk.custom_fields.values(key).items()}


def test_values_are_read_as_people_write_them(desk: Desk) -> None:
    given = {
        "Kendaraan": " Motor ",
        "Anak": "2",
        "Sumpah": "1-3-2010",
        "Punya laptop": "Ya",
        "piket": "regu b",
    }
    desk.custom_fields.set(DEWI, given)
    assert values(desk) == {
        "Kendaraan": "Motor",
        "Anak": "2",
        "Sumpah": "2010-03-01",
        "Punya laptop": "yes",
        "Piket": "Regu B",
    }
    desk.custom_fields.set(DEWI, {"Anak": "1.250,5", "Kendaraan": ""})
    assert values(desk)["Anak"] == "1250.5"
    assert "Kendaraan" not in values(desk)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("Anak", "dua"),
        ("Sumpah", "31-2-2010"),
        ("Punya laptop", "mungkin"),
        ("Piket", "Regu C"),
        ("Kendaraan", "x" * 201),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_kept(desk: Desk, field: str, text: str) -> None:
    with pytest.raises(ValueUnreadable) as refused:
        desk.custom_fields.set(DEWI, {field: text})
    assert field in refused.value.message
    assert values(desk) == {}


def test_fields_have_names_of_their_own_and_there_are_not_too_many(desk: Desk) -> None:
    for name, kind, choices in (
        ("anak", "text", []),
        ("", "text", []),
        ("Regu", "choice", ["A"]),
        ("X", "y", []),
    ):
        with pytest.raises(UsageError):
            desk.custom_fields.add(name, kind, choices)
    for number in range(MOST - 5):
        desk.custom_fields.add(f"Kolom {number}", "text")
    with pytest.raises(TooManyFields):
        desk.custom_fields.add("Satu lagi", "text")
    desk.custom_fields.archive("Kolom 1")
    desk.custom_fields.add("Satu lagi", "text")
    with pytest.raises(TooManyFields):
        desk.custom_fields.archive("Kolom 1", archived=False)
    with pytest.raises(NotFound):
        desk.custom_fields.rename("Kolom 99", "Y")


def test_an_archived_field_comes_back_with_its_values(desk: Desk) -> None:
    desk.custom_fields.set(DEWI, {"Anak": "2"})
    desk.custom_fields.archive("Anak")
    assert "Anak" not in [field.name for field in desk.custom_fields.fields()]
    desk.custom_fields.archive("Anak", archived=False)
    desk.custom_fields.rename("Anak", "Jumlah anak")
    assert values(desk) == {"Jumlah anak": "2"}


def test_the_table_comes_back_as_it_went_out_and_a_second_time_changes_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    desk.custom_fields.set(DEWI, {"Kendaraan": "=Motor", "Anak": "2", "Piket": "Regu A"})
    file = tmp_path / "kolom.csv"
    assert desk.custom_fields.write_table(file) == 2
    assert "'=Motor" in file.read_text("utf-8-sig")
    desk.custom_fields.set(DEWI, {"Anak": "", "Piket": ""})
    taken = desk.custom_fields.take_table(file)
    assert (values(desk)["Anak"], values(desk)["Piket"], taken.refused) == ("2", "Regu A", ())
    assert values(desk)["Kendaraan"] == "=Motor"
    assert desk.custom_fields.take_table(file).values == 0


def test_rows_that_do_not_fit_are_told_with_their_number(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "kolom.csv"
    file.write_text(f"Data tambahan\nNIP;Anak\n{DEWI};tiga\n199503152022031004;1\n{HEAD};4\n", "utf-8")
    taken = desk.custom_fields.take_table(file)
    assert (taken.values, [row for row, _why in taken.refused]) == (1, [3, 4])
    assert values(desk, HEAD) == {"Anak": "4"}
    file.write_text("NIP;Sepatu\n", "utf-8")
    with pytest.raises(UsageError):
        desk.custom_fields.take_table(file)


def test_a_merged_persons_values_follow(desk: Desk) -> None:
    desk.custom_fields.set(HEAD, {"Anak": "4"})
    desk.custom_fields.set(DEWI, {"Piket": "Regu A"})
    desk.duplicates.merge(DEWI, HEAD)
    assert values(desk) == {"Anak": "4", "Piket": "Regu A"}
