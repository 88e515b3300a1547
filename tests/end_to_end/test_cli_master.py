"""The command line over dated posts, doubles, the parts of the unit, sites, places and own fields."""

from pathlib import Path

from tests.helpers.command_line import CommandLine

OLD, NEW = "199407092022211005", "199407092022221005"


def added(fd: CommandLine, nip: str = OLD, name: str = "Joko Contoh") -> str:
    fd("people", "add", "--nip", nip, "--name", name)
    return nip


def test_posts_in_time(fd: CommandLine) -> None:
    nip = added(fd)
    move = ("--category", "pelaksana", "--reason", "mutation", "--jabatan")
    fd("people", "move", nip, "--from", "2027-01-01", *move, "Operator Ahli")
    shown = fd("people", "postings", nip).json
    assert [(p["from"], p["last"]) for p in shown["postings"]] == [
        ("2027-01-01", None),
        ("2022-01-01", "2026-12-31"),
    ]
    refused = fd("people", "end-posting", nip, "--from", "2027-01-01", "--last", "2026-12-31", code=3).error
    assert (refused["code"], refused["facts"]["fault"]) == ("posting.refused", "ends_before")
    act = ("people", "act", nip, "--kind", "plh", "--jabatan", "Camat", "--from", "2026-12-01")
    assert fd(*act, code=3).error["facts"]["fault"] == "no_end"
    acting = fd(*act, "--until", "2026-12-05", "--letter", "800/1").json["acting"]
    assert [(p["acting"], p["until"], p["letter"]) for p in acting] == [("Plh.", "2026-12-05", "800/1")]
    ended = fd("people", "end-posting", nip, "--last", "2026-11-30").json
    assert ended["gaps"] == [{"from": "2026-12-01", "to": "2026-12-31"}]
    before = fd.digest()
    fd("people", "correct-posting", nip, "--from", "2027-01-01", "--new-from", "2026-12-15", "--dry-run")
    assert fd.digest() == before
    moved = fd("people", "correct-posting", nip, "--from", "2027-01-01", "--new-from", "2026-12-15").json
    assert moved["gaps"] == [{"from": "2026-12-01", "to": "2026-12-14"}]
    fd("people", "remove-posting", nip, "--from", "2026-12-15")
    assert fd("people", "remove-posting", nip, "--from", "2022-01-01", code=3).error["code"] == "posting.last"


def test_leaving_and_coming_back(fd: CommandLine) -> None:
    nip = added(fd)
    gone = fd("people", "archive", nip, "--on", "2026-12-01", "--reason", "retired").json
    assert (gone["left_on"], gone["reason"]) == ("2026-12-01", "retired")
    assert [one["nip"] for one in fd("people", "archived").json["people"]] == [nip]
    cells = fd("schedule", "show", "--period", "2026-W49").json["cells"]  # 30 November to 6 December
    days = {cell["date"]: cell["place"] for cell in cells if cell["nip"] == nip}
    assert days["2026-11-30"] == "office"
    assert days["2026-12-01"] is None
    fd("people", "unarchive", nip)
    assert fd("people", "archived").json["people"] == []


def test_doubles_are_told_merged_and_taken_apart(fd: CommandLine, tmp_path: Path) -> None:
    added(fd)
    table = tmp_path / "daftar.csv"
    table.write_text(f"NIP;Nama\n{NEW};JOKO CONTOH\n", "utf-8")
    taken = fd("people", "import", table).json
    assert taken["duplicates"] == [{"row": 2, "nip": NEW, "like": OLD, "signs": ["contract"]}]
    assert fd("people", "import", table).json["unchanged"] == 1
    found = fd("people", "duplicates", code=1).json["duplicates"]
    assert [(pair["signs"], pair["sure"]) for pair in found] == [(["contract"], True)]
    before = fd.digest()
    fd("people", "merge", NEW, OLD, "--dry-run")
    assert fd.digest() == before
    fd("people", "merge", NEW, OLD, "--keep", "shoes", code=2)
    merged = fd("people", "merge", NEW, OLD, "--keep", "name").json
    assert (merged["nip"], merged["merged"], merged["former_nip"]) == (NEW, OLD, [OLD])
    assert fd("people", "show", OLD).json["nip"] == NEW
    assert fd("people", "duplicates").json["merged"][0]["into"] == NEW
    assert fd("people", "unmerge", OLD).json["nip"] == OLD
    assert fd("people", "unmerge", OLD, code=3).error["code"] == "person.not_merged"


def test_the_parts_of_the_unit(fd: CommandLine) -> None:
    for person in fd("people", "list", "--limit", "3").json["people"]:
        fd("people", "set", person["nip"], "unit=Seksi Contoh")
    proposed = fd("section", "propose", "--apply").json["proposed"]
    assert proposed == [{"name": "Seksi Contoh", "people": 3}]
    name = "Seksi Contoh"
    fd("site", "add", "Kantor Tarakan", "--zone", "WITA")
    fd(
        "section",
        "add",
        "Subbagian Contoh",
        "--parent",
        name,
        "--site",
        "Kantor Tarakan",
        "--max-share",
        "25 %",
    )
    rows = {row["name"]: row for row in fd("section", "list").json["sections"]}
    assert (rows["Subbagian Contoh"]["depth"], rows["Subbagian Contoh"]["max_share"]) == (1, 0.25)
    assert len(rows[name]["people"]) == 3
    ring = fd("section", "set", name, "parent=Subbagian Contoh", code=3).error
    assert ring["code"] == "section.ring"
    assert fd("section", "archive", name, code=3).error["code"] == "section.in_use"
    nip = added(fd)
    shown = fd("people", "set", nip, "section=Subbagian Contoh").json
    assert shown["zone"] == "Asia/Makassar"
    site = fd("site", "list").json["sites"][0]
    assert (site["zone"], site["now"][-6:]) == ("WITA", "+08:00")
    assert fd("site", "archive", "Kantor Tarakan", code=3).error["code"] == "site.in_use"
    fd("section", "set", "Subbagian Contoh", "site=")
    fd("site", "archive", "Kantor Tarakan")


def test_service_points_and_places(fd: CommandLine) -> None:
    made = fd("service-point", "add", "Loket KTP", "--needs", "08:00-12:00=2;13:00-15:00=1").json
    assert made["need"] == 2
    fd("service-point", "set", "Loket KTP", "needs=08.00-12.00=3", "days=mon,fri")
    point = fd("service-point", "list").json["service_points"][0]
    assert (point["need"], point["needs"], point["days"]) == (3, "08:00-12:00=3", "mon,fri")
    fd("service-point", "set", "Loket KTP", "needs=pagi", code=2)
    fd("service-point", "archive", "Loket KTP")
    assert fd("service-point", "list").json["service_points"][0]["archived"] is True
    add = ("place", "add", "Balai Desa", "--kind", "other_place", "--approved-by", "SK 1")
    fd(*add, "--until", "2026-11-24", "--letter", "100/2")
    nip = added(fd)
    fd("people", "set", nip, "task_criteria=11111")
    refused = fd("schedule", "set", nip, "2026-11-25", "other_place", code=3).error
    assert {one["rule"] for one in refused["facts"]["findings"]} == {"LOC-08"}
    fd("place", "set", "Balai Desa", "until=2026-12-31")
    fd("schedule", "set", nip, "2026-11-25", "other_place", "--reason", "Pelayanan desa", code=None)
    fd("place", "archive", "Balai Desa")
    assert fd("place", "list").json["places"][0]["until"] == "2026-11-21"


def test_own_fields(fd: CommandLine, tmp_path: Path) -> None:
    nip = added(fd)
    fd("custom-field", "add", "Piket", "--kind", "choice", "--choice", "Regu A", "--choice", "Regu B")
    fd("custom-field", "add", "Anak", "--kind", "number")
    shown = fd("people", "set", nip, "custom.Piket=regu a", "phone=0811").json
    assert (shown["custom"], shown["phone"]) == ({"Piket": "Regu A"}, "0811")
    error = fd("people", "set", nip, "custom.Anak=dua", "phone=0822", code=3).error
    assert error["code"] == "custom_field.unreadable"
    assert fd("people", "show", nip).json["phone"] == "0811"
    out = tmp_path / "kolom.csv"
    fd("custom-field", "export", "--out", out)
    assert f"{nip};Joko Contoh;Regu A;" in out.read_text("utf-8-sig")
    out.write_text(f"NIP;Anak\n{nip};2\n1;3\n", "utf-8")
    taken = fd("custom-field", "import", out, code=1).json
    assert (taken["values"], [one["row"] for one in taken["rejected"]]) == (1, [3])
    fd("custom-field", "rename", "Anak", "Jumlah anak")
    fd("custom-field", "archive", "Piket")
    assert [(f["name"], f["archived"]) for f in fd("custom-field", "list").json["custom_fields"]] == [
        ("Piket", True),
        ("Jumlah anak", False),
    ]
