"""Plans built line by line on the command line, handed down, moved, taken out, and shown as a matrix."""

from typing import Any

import pytest

from tests.helpers.command_line import CommandLine


@pytest.fixture
def people(fd: CommandLine) -> list[str]:
    return [str(one["nip"]) for one in fd("people", "list", "--limit", "8").json["people"]]


def plan(fd: CommandLine, nip: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fd("targets", "list", "--nip", nip).json["skp"][0]["results"]
    return found


def test_a_plan_is_typed_handed_down_and_taken_back(fd: CommandLine, people: list[str]) -> None:
    head, *others = people
    lines = ("Layanan KTP-el cepat #1000 berkas/th", "  Indeks kepuasan #>=85 %", "Administrasi tertib")
    added = fd("targets", "add", head, *lines).json["added"]
    assert [result["text"] for result in plan(fd, head)] == ["Layanan KTP-el cepat", "Administrasi tertib"]
    first = plan(fd, head)[0]
    assert [item["text"] for item in first["indicators"]] == ["Layanan KTP-el cepat", "Indeks kepuasan"]
    assert first["indicators"][1]["target"] == "≥ 85 %"
    assert [first["id"], first["indicators"][1]["id"]] == added[:2]

    answer = fd("targets", "assign", added[0], *others[:3], "--shares", "50,30,20").json
    assert answer["warnings"] == []
    assert [plan(fd, nip)[0]["indicators"][0]["target_number"] for nip in others[:3]] == [500, 300, 200]
    assert plan(fd, others[0])[0]["leader_result"] == added[0]

    answer = fd("targets", "assign", added[2], *others[3:5], "--shares", "80,40", code=1).json
    assert len(answer["warnings"]) == 1
    assert "120 %" in answer["warnings"][0]

    matrix = fd("targets", "matrix").json
    assert [column["text"] for column in matrix["columns"]] == ["Layanan KTP-el cepat", "Administrasi tertib"]
    rows = {row["nip"]: row["cells"] for row in matrix["rows"]}
    assert rows[others[0]] == {added[0]: "Layanan KTP-el cepat"}
    assert rows[others[3]] == {added[2]: "Administrasi tertib"}
    assert head not in rows

    fd("targets", "remove", answer["assigned"][0])
    assert others[3] not in {row["nip"] for row in fd("targets", "matrix").json["rows"] if row["cells"]}


def test_lines_move_and_serve(fd: CommandLine, people: list[str]) -> None:
    head, second = people[:2]
    one, two = fd("targets", "add", head, "Satu", "Dua #1 berkas").json["added"]
    fd("targets", "move", two, "--up")
    assert [result["text"] for result in plan(fd, head)] == ["Dua", "Satu"]
    assert fd("targets", "move", two, "--up").json["moved"] == []
    fd("targets", "move", two, "--down")
    fd("targets", "move", two, "--in")
    (left,) = plan(fd, head)
    fd("targets", "move", left["indicators"][0]["id"], "--out")
    assert len(plan(fd, head)) == 2
    (mine,) = fd("targets", "add", second, "Loket buka tepat waktu").json["added"]
    fd("targets", "move", mine, "--serves", one)
    assert plan(fd, second)[0]["leader_text"] == "Satu"
    assert fd("targets", "move", one, "--serves", mine, code=3).error["code"] == "outline.loop"


def test_refusals_say_why_and_write_nothing(fd: CommandLine, people: list[str]) -> None:
    head, second = people[:2]
    assert fd("targets", "add", head, "Satu", "Dua !penting", code=3).error["code"] == "outline.line"
    assert fd("targets", "list").json["skp"] == []
    (one,) = fd("targets", "add", head, "Satu").json["added"]
    fd("targets", "assign", one, second)
    assert fd("targets", "assign", one, second, code=3).error["code"] == "outline.carried"
    assert fd("targets", "assign", one, people[2], "--shares", "10,20", code=2).error["code"] == "usage"
    fd("targets", "add", head, "Tiga", "--dry-run")
    assert len(plan(fd, head)) == 1
    fd("targets", "move", "tiada", "--up", code=3)
