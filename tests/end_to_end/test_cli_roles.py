"""Roles on the command line: a clerk's day, a deputy with a last day, what waits, and a handover by files."""

from pathlib import Path

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.domain.mandate import Grant
from flexdesk.keys.system_keyring import no_keyring
from tests.end_to_end.conftest import DATA
from tests.helpers.command_line import PASSPHRASE, CommandLine

REPORT = DATA / "activities" / "laporan-harian-2026-09.xlsx"


@pytest.fixture
def clerk(fd: CommandLine) -> CommandLine:
    """The unit as a clerk's laptop has it."""
    with open_desk(fd.folder, passphrase=PASSPHRASE, keyring=no_keyring) as desk:
        desk.membership.mandates.grant(desk.store.device, Grant(1, "clerk"))
        desk.membership.mandates.hear(1)
    return fd


def nips(fd: CommandLine, count: int) -> list[str]:
    return [one["nip"] for one in fd("people", "list", "--limit", str(count)).json["people"]]


def test_a_clerk_enters_a_day_and_decides_nothing_of_it(clerk: CommandLine) -> None:
    nip, other = nips(clerk, 2)
    clerk("people", "set", nip, "phone=0811")
    clerk("people", "add", "--nip", "199202022016042002", "--name", "Putu Contohnya", code=None)
    clerk("schedule", "set", other, "2026-11-24", "home", "--draft", code=None)
    clerk("schedule", "pin", other, "2026-11-24")
    days = ("--from", "2026-12-07", "--to", "2026-12-08")
    clerk("leave", "apply", nip, "--kind", "annual", *days, code=None)
    clerk("travel", "add", other, *days, "--letter", "ST-1", "--purpose", "Rapat")
    words = ("--reason", "sakit", "--evidence", "surat", "--plan", "rencana", "--outputs", "laporan")
    asked = ("request", "add", nip, "--kind", "special_condition", "--days", "tue", "--place", "home")
    request = clerk(*asked, *days, *words, code=None).json["id"]
    clerk("attendance", "set", nip, "2026-11-20", "in", "0730", code=None)
    assert clerk("outputs", "import", REPORT, code=None).json["accepted"] > 0

    refused = clerk("request", "decide", request, "--decision", "approve", "--note", "ya", code=3).error
    assert refused["code"] == "role.not_allowed"
    assert (
        refused["message"] == "Peran laptop ini (staf tata usaha) tidak boleh mengubah keputusan permohonan."
    )
    leave = clerk("leave", "list", code=None).json["entries"][0]["id"]
    for words in (
        ("leave", "consider", leave, "--opinion", "approve", "--by", nip),
        ("policy", "set", "person.new_posting_months", "6"),
        ("unit", "set", "name=Lain"),
        ("organisation", "set", "--period", "2026-10", "baik"),
        ("discipline", "add", nip, "--kind", "process", "--from", "2026-11-20"),
    ):
        before = clerk.digest()
        assert clerk(*words, code=3).error["code"] == "role.not_allowed", words
        assert clerk.digest() == before


@pytest.fixture
def server(tmp_path: Path) -> "Server":
    return Server(tmp_path / "server")


class Server:
    """The operator's commands; everything travels as files."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.fd = CommandLine(folder / "none")
        self.where = ("--database", f"sqlite:///{folder / 'server.db'}")
        self("init")
        self("agency", "add", "Kabupaten Cendana")
        self.unit = self("unit", "add", "Kecamatan Tirtawening", "--agency", "Kabupaten Cendana")["unit_id"]

    def __call__(self, *words: str | Path, code: int | None = 0) -> dict:
        return self.fd("server", *words, *self.where, code=code).json

    def take_in(self, fd: CommandLine, code: str = "", *more: str | Path) -> dict:
        """Request, certificate and answer, as files between the two."""
        request, answer = fd.home / "request", fd.home / "answer"
        fd("enrol", "--request", request, *(("--code", code) if code else ()), *more)
        self("import", request, "--receipt", answer)
        return fd("enrol", "--certificate", answer).json


def laptop(tmp_path: Path, name: str) -> CommandLine:
    (tmp_path / name).mkdir()
    return CommandLine(tmp_path / name / "data")


def test_a_deputys_last_day_is_said_and_a_late_change_is_listed_and_let_in(
    fd: CommandLine, server: Server, tmp_path: Path
) -> None:
    joined = server.take_in(fd, server("code", server.unit)["code"])
    assert joined["role"] == "head"
    made = server("code", server.unit, "--role", "deputy", "--until", "2026-11-27")
    assert (made["role"], made["until"]) == ("deputy", "2026-11-27")
    assert server("code", server.unit, "--until", "2020-01-01", code=2)["error"]["code"] == "server.role_over"
    deputy = laptop(tmp_path, "deputy")
    assert server.take_in(deputy, made["code"])["role"] == "deputy"
    file = tmp_path / "hello.flexdesk"
    deputy("bundle", "create", "--out", file, "--to", "unit")
    fd("bundle", "apply", file, code=None)
    fd("bundle", "create", "--out", file, "--to", "unit")
    deputy("bundle", "apply", file, code=None)
    status = deputy("status").json
    assert (status["role"], status["role_until"]) == ("deputy", "2026-11-27")

    later = {"FLEXDESK_TODAY": "2026-12-01"}
    nip = nips(fd, 1)[0]
    deputy("people", "set", nip, "phone=0812", env=later)
    deputy("bundle", "create", "--out", file, "--to", "unit", env=later)
    assert fd("bundle", "apply", file, code=1).json["quarantined"] == 1
    listed = fd("quarantine", "list", code=1).json["waiting"]
    assert [(one["reason"], one["may_accept"]) for one in listed] == [("late.ended:2026-11-27", True)]
    assert "27 November 2026" in listed[0]["message"]
    assert [(cell["field"], cell["value"]) for cell in listed[0]["cells"]] == [("phone", "0812")]
    told = fd("quarantine", "list", code=1, json=False).out
    assert "27 November 2026" in told
    assert "0812" in told
    before = fd.digest()
    fd("quarantine", "accept", listed[0]["id"], "--dry-run")
    assert fd.digest() == before
    assert fd("quarantine", "accept", listed[0]["id"]).json["waiting"] == []
    assert fd("people", "show", nip).json["phone"] == "0812"
    assert fd("quarantine", "accept", listed[0]["id"], code=3).error["code"] == "not_found"


def test_a_head_hands_over_by_files_alone(fd: CommandLine, server: Server, tmp_path: Path) -> None:
    server.take_in(fd, server("code", server.unit)["code"])
    nip = nips(fd, 1)[0]
    fd("people", "set", nip, "phone=0811")
    successor = laptop(tmp_path, "successor")
    request, handover = tmp_path / "asked", tmp_path / "handover"
    successor("enrol", "--request", request, "--holder", "Budi Contohman")
    bundle = tmp_path / "everything.flexdesk"
    handed = fd("handover", request, "--out", handover, "--bundle", bundle).json
    assert handed["holder"] == "Budi Contohman"
    assert handed["unsent"] > 0
    wrong = fd("handover", handover, "--out", tmp_path / "x", code=3).error
    assert wrong["code"] == "handover.not_a_request"
    before = fd.digest()
    assert server.take_in(successor, "", "--handover", handover)["role"] == "head"
    successor("bundle", "apply", bundle)
    assert successor.digest() == before
    stranger = laptop(tmp_path, "stranger")
    wrong = stranger("enrol", "--request", tmp_path / "y", "--handover", handover, code=3).error
    assert wrong["code"] == "handover.not_a_handover"

    fd("people", "set", nip, "email=a@contoh.id")  # after the handover, which nobody has told this laptop of
    late = tmp_path / "late.flexdesk"
    fd("bundle", "create", "--out", late, "--to", "server")
    taken = server("import", late, code=1)
    assert (taken["rejected"], taken["receipts"][0]["covered"]) == (1, handed["last"] + 1)
    roles = {one["device"]: (one["role"], one["revoked_seq"]) for one in server("devices")["devices"]}
    former = taken["receipts"][0]["device"]
    assert roles == {handed["successor"]: ("head", None), former: ("head", handed["last"])}
    assert [unit["faults"] for unit in server("verify")["units"]] == [[]]
