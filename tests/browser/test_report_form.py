"""The report form in a real browser without a network: filled, kept, and sent back by three ways."""

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import segno
from PIL import Image

from flexdesk.domain.calendar import days
from flexdesk.domain.periods import parse_period
from flexdesk.services.report_forms import FormResult, ReportForm, page
from tests.browser.phone import BROWSER, DRIVER, HEIGHT, WIDTH, Phone, phone
from tests.helpers.desks import small_desk
from tests.helpers.report_codes import ROW, body, line, pieces

pytestmark = pytest.mark.skipif(
    BROWSER is None or DRIVER is None,
    reason="Chromium and its driver are not installed (packaging/browser.sh)",
)
DEWI = ("198505122009012003", "Dewi Anggraini, S.E.")
NOVEMBER = parse_period("2026-11")
FILE = f"laporan_2026-11_{DEWI[0]}.csv"
RESULTS = (
    FormResult("RHK-01", "Terlayaninya penduduk yang mengurus KTP-el dan kartu keluarga", "berkas"),
    FormResult("RHK-02", "Tersusunnya laporan kependudukan <bulanan> & triwulanan", "laporan"),
)
FRIDAY = "const Then = Date; Date = class extends Then { constructor(...a) \
{ a.length ? super(...a) : super(2026, 10, 20, 9) } };"
FULL = "Storage.prototype.setItem = () => { throw new Error('QuotaExceeded'); };"
NO_CLIPBOARD = "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined });"
NO_COPYING = NO_CLIPBOARD + "document.execCommand = () => false;"


def report_form(results: tuple[FormResult, ...] = RESULTS, name: str = DEWI[1]) -> ReportForm:
    found = [day for day in days(NOVEMBER.first, NOVEMBER.last) if day.weekday() < 5]
    return ReportForm(DEWI[0], name, "Pengelola", "Kecamatan Contoh", NOVEMBER, found, results)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phone]:
    with phone(tmp_path_factory.mktemp("unduhan")) as opened:
        yield opened


@pytest.fixture
def handy(made: Phone, tmp_path: Path) -> Iterator[Phone]:
    """The form opened on Friday 20 November; whatever a test did, nothing was asked of a network."""
    file = tmp_path / "formulir.html"
    file.write_bytes(page(report_form()))
    made.requests()
    with made.before_each_page(FRIDAY):
        made.open(file)
        yield made
        made.run("localStorage.clear(); window.onbeforeunload = null")
    asked = made.requests()
    assert file.as_uri() in asked
    assert {urlsplit(address).scheme for address in asked} <= {"file", "data", "blob"}
    assert [entry for entry in made.driver.get_log("browser") if entry["level"] == "SEVERE"] == []
    for left in made.downloads.iterdir():
        left.unlink()


def fill_two_days(handy: Phone) -> None:
    handy.fill("Tanggal", "2026-11-02")
    handy.fill("Uraian kegiatan", "Memeriksa “berkas” KTP-el; 1 | 2 ^ 3 % 50, – selesai")
    handy.fill("Jam mulai", "08:00")
    handy.fill("Jam selesai", "09:30")
    handy.fill("Hasil kerja", "RHK-01")
    handy.fill("Volume", "25")
    handy.tap("#add")
    handy.fill("Uraian kegiatan", "-Rapat mutu")
    handy.fill("Bukti", "undangan.pdf")
    handy.tap("#add")
    handy.fill("Tanggal", "2026-11-03")
    handy.fill("Uraian kegiatan", "Menyusun laporan")
    handy.fill("Hasil kerja", "RHK-02")
    handy.fill("Volume", "1,5")
    handy.fill("Keterangan", "=draf")


EXPECTED: list[ROW] = [
    (
        date(2026, 11, 2),
        (
            "08:00",
            "09:30",
            "RHK-01",
            "Memeriksa “berkas” KTP-el; 1 | 2 ^ 3 % 50, – selesai",
            "25",
            "berkas",
            "",
            "",
        ),
    ),
    (date(2026, 11, 2), ("09:30", "", "", "-Rapat mutu", "", "", "undangan.pdf", "")),
    (date(2026, 11, 3), ("", "", "RHK-02", "Menyusun laporan", "1,5", "laporan", "", "=draf")),
]


def taken(folder: Path, files: list[Path]) -> list[tuple[object, ...]]:
    """What a new store holds after these files; its last column is the way they came by."""
    columns = (
        "day",
        "activity",
        "amount",
        "unit",
        "starts",
        "ends",
        "code",
        "evidence",
        "note",
        "key",
        "source",
    )
    with small_desk(folder, [DEWI]) as desk:
        assert desk.outputs.import_files(files).rejected == ()
        person = str(desk.store.select("person")[0]["key"])
        return [
            tuple(str(row[name] or "").replace(person, "") for name in columns)
            for row in desk.store.select("output", order="day, starts, key")
        ]


def test_three_ways_bring_the_same_outputs(handy: Phone, tmp_path: Path):
    fill_two_days(handy)
    handy.tap("#add")  # left empty: it is neither kept nor asked about
    handy.driver.refresh()
    assert len(handy.all(".card")) == 3
    assert handy.one("#count").text == "2 dari 21 hari kerja terisi, 3 kegiatan"
    handy.tap("#save")
    assert FILE in handy.told()
    by_file = handy.downloaded(FILE)
    handy.tap("#copy")
    handy.wait_for("3 kegiatan tersalin")
    text = handy.clipboard()
    by_text = tmp_path / "pesan.txt"
    by_text.write_text(text.replace("“", '"').replace("–", "-").replace("\n", "\r\n"), "utf-8")
    handy.tap("#show")
    assert handy.one("#which").text == "Kode 1 dari 1"
    by_qr = handy.picture(tmp_path / "layar.png")
    found = [taken(tmp_path / name, [f]) for name, f in (("f", by_file), ("t", by_text), ("q", by_qr))]
    bare = [[row[:-1] for row in rows] for rows in found]
    assert bare[0] == bare[1] == bare[2]
    assert [{row[-1] for row in rows} for rows in found] == [{"form-file"}, {"form-text"}, {"form-qr"}]
    assert [row[:9] for row in bare[0]] == [
        ("2026-11-02", EXPECTED[0][1][3], "25", "berkas", "08:00", "09:30", "RHK-01", "", ""),
        ("2026-11-02", "-Rapat mutu", "", "", "09:30", "", "", "undangan.pdf", ""),
        ("2026-11-03", "Menyusun laporan", "1.5", "laporan", "", "", "RHK-02", "", "=draf"),
    ]


def test_the_page_writes_what_the_description_says(handy: Phone):
    hold(handy, EXPECTED)
    rows = handy.run("return ready()")
    assert [(date.fromisoformat(row[0]), tuple(row[1:])) for row in rows] == EXPECTED
    whole = body(*DEWI, EXPECTED)
    assert handy.run("return body(ready())") == whole
    assert handy.run("return line(arguments[0])", whole) == line(whole)
    signs = "".join(map(chr, range(32, 127))) * 3
    assert handy.run("return line(arguments[0])", signs) == line(signs)
    assert handy.run("return codesOf(arguments[0]).map(one => one.piece)", "x" * 1700) == pieces(
        "x" * 1700, 3
    )
    assert handy.run("return escaped(arguments[0])", "😀é,") == "%F0%9F%98%80%C3%A9%2C"
    assert handy.run("return escaped('a\\ud83d!')") == "a%EF%BF%BD!"


def test_the_text_can_be_read_by_a_person(handy: Phone):
    hold(handy, EXPECTED)
    handy.tap("#copy")
    lines = handy.clipboard().splitlines()
    assert lines[:8] == [
        "LAPORAN KERJA HARIAN November 2026",
        f"Nama: {DEWI[1]}",
        f"NIP: {DEWI[0]}",
        "",
        "Senin, 2 November 2026",
        "1. 08.00-09.30 Memeriksa “berkas” KTP-el; 1 | 2 ^ 3 % 50, – selesai (25 berkas) [RHK-01]",
        "2. 09.30 -Rapat mutu",
        "   Bukti: undangan.pdf",
    ]
    assert lines[-1] == line(body(*DEWI, EXPECTED))


@pytest.mark.parametrize("level", ["L", "M"])
def test_codes_are_those_of_another_writer(handy: Phone, level: str):
    """Every version at its fullest, cell by cell against segno."""
    for version in range(1, 21):
        room = handy.run("return room(arguments[0], arguments[1])", version, level)
        text = "".join(chr(32 + (7 * n + version) % 95) for n in range(room))
        assert handy.run("return versionFor(arguments[0], arguments[1])", room, level) == version
        assert (
            handy.run("return versionFor(arguments[0] + 1, arguments[1])", room, level) == (version + 1) % 21
        )
        mask = version % 8
        mine = handy.run("return qr(...arguments).cells", text, level, version, mask)
        other = segno.make(
            text, version=version, error=level, mask=mask, mode="byte", micro=False, boost_error=False
        )
        assert mine == [list(row) for row in other.matrix], (version, level)


def test_a_long_report_stands_in_numbered_codes(handy: Phone, tmp_path: Path):
    fill(handy, [day for day in range(2, 28) if date(2026, 11, day).weekday() < 5], each=2)
    handy.tap("#show")
    count = int(handy.one("#which").text.rsplit(" ", 1)[1])
    assert count >= 3
    pictures = []
    for number in range(1, count + 1):
        assert handy.one("#which").text == f"Kode {number} dari {count}"
        pictures.append(handy.picture(tmp_path / f"{number}.png"))
        if number < count:
            handy.tap("#next")
    handy.tap("#picture")
    saved = handy.downloaded(FILE.replace(".csv", f"_QR{count}.png"))
    rows = taken(tmp_path / "all", [*reversed(pictures[:-1]), saved])
    assert len(rows) == 40
    assert handy.one("#next").get_attribute("disabled")
    by_text = tmp_path / "t.txt"
    by_text.write_text(handy.run("return words(ready())"), "utf-8")
    assert [row[:-1] for row in taken(tmp_path / "text", [by_text])] == [row[:-1] for row in rows]


def fill(handy: Phone, numbers: list[int], each: int = 1) -> None:
    """Many days at once, as the page keeps them."""
    entries = [
        [f"2026-11-{day:02}", f"{8 + n:02}:00", f"{9 + n:02}:00", "RHK-01",
         f"Memverifikasi berkas permohonan KTP-el hari {day} bagian {n}", "5", "berkas", "", ""]
        for day in numbers
        for n in range(each)
    ]  # fmt: skip
    keep(handy, entries)


def hold(handy: Phone, rows: list[ROW]) -> None:
    keep(handy, [[day.isoformat(), *cells] for day, cells in rows])


def keep(handy: Phone, entries: list[list[str]]) -> None:
    handy.run("localStorage.setItem(file, arguments[0])", json.dumps(entries))
    handy.driver.refresh()


def test_a_week_is_sent_alone(handy: Phone):
    fill(handy, [2, 3, 9, 16])
    options = [option.text for option in handy.all("#span option")]
    assert options[:2] == ["Semua isian", "Minggu Sen 2 Nov s.d. Jum 6 Nov"]
    assert len(options) == 4
    handy.run("at('span').value = '2026-11-02'")
    assert [row[0] for row in handy.run("return ready()")] == ["2026-11-02", "2026-11-03"]


def test_a_new_activity_is_of_today_and_goes_on_where_the_last_one_ended(handy: Phone):
    assert handy.field("Tanggal").get_attribute("value") == "2026-11-20"
    handy.fill("Jam selesai", "10:00")
    handy.tap("#add")
    assert handy.field("Jam mulai").get_attribute("value") == "10:00"
    handy.fill("Tanggal", "2026-11-12")
    handy.tap("#add")
    assert handy.field("Tanggal").get_attribute("value") == "2026-11-12"
    assert handy.field("Jam mulai").get_attribute("value") == ""


def test_the_unit_follows_the_result_until_somebody_types_one(handy: Phone):
    handy.fill("Hasil kerja", "RHK-01")
    assert handy.field("Satuan").get_attribute("value") == "berkas"
    handy.fill("Hasil kerja", "RHK-02")
    assert handy.field("Satuan").get_attribute("value") == "laporan"
    assert "Tersusunnya laporan kependudukan <bulanan> & triwulanan" in handy.one(".fields").text
    handy.fill("Satuan", "lembar")
    handy.fill("Hasil kerja", "RHK-01")
    assert handy.field("Satuan").get_attribute("value") == "lembar"


def test_the_last_activity_is_repeated_without_what_differs(handy: Phone):
    fill(handy, [2])
    handy.tap("#again")
    values = handy.run("return entries[1]")
    assert values == ["2026-11-02", "09:00", "", "RHK-01", values[4], "", "berkas", "", ""]
    assert values[4].startswith("Memverifikasi")


def test_a_deleted_activity_can_be_brought_back(handy: Phone):
    fill(handy, [2, 3])
    handy.tap("#rows section:first-child .head")
    handy.tap(".fields .danger")
    assert handy.one("#undone").text == "Kegiatan dihapus."
    assert handy.run("return JSON.parse(localStorage.getItem(file)).length") == 1
    handy.one("#back").click()
    assert [entry[0] for entry in handy.run("return entries")] == ["2026-11-02", "2026-11-03"]
    handy.tap("#clear")
    assert handy.one("#count").text.startswith("0 dari 21")
    handy.one("#back").click()
    assert handy.one("#count").text.startswith("2 dari 21")
    handy.tap("#clear")
    handy.tap("#add")
    assert not handy.one("#undo").is_displayed()


def test_what_is_wanted_is_asked_for(handy: Phone):
    handy.tap("#copy")
    assert handy.told() == "Belum ada kegiatan yang diisi."
    handy.fill("Volume", "3")
    for way in ("#copy", "#show", "#save"):
        handy.tap(way)
        assert handy.told() == "Kegiatan Jum 20 Nov: uraian kegiatan wajib diisi."
    area = handy.field("Uraian kegiatan")
    assert (area.get_attribute("aria-invalid"), area.get_attribute("required")) == ("true", "true")
    assert handy.driver.switch_to.active_element == area
    area.send_keys("Rapat")
    assert handy.told() == ""
    assert not handy.all("[aria-invalid]")


def test_a_text_that_is_cleared_is_gone(handy: Phone):
    fill(handy, [2])
    handy.tap(".head")
    handy.field("Uraian kegiatan").clear()  # which tells of the change alone
    assert handy.one(".head").text.endswith("Uraian belum diisi")
    handy.tap("#copy")
    assert handy.told().endswith("uraian kegiatan wajib diisi.")


def test_codes_that_no_longer_fit_disappear(handy: Phone):
    hold(handy, EXPECTED)
    handy.tap("#show")
    assert handy.one("#canvas").is_displayed()
    handy.tap("#rows section:first-child .head")
    assert not handy.one("#canvas").is_displayed()


def test_photos_are_noted_by_name_only(handy: Phone, tmp_path: Path):
    photos = []
    for name in ("IMG-1.jpg", "IMG-2.jpg"):
        Image.new("RGB", (4, 4)).save(tmp_path / name)
        photos.append(str(tmp_path / name))
    handy.one("input[type=file]").send_keys("\n".join(photos))
    assert handy.field("Bukti").get_attribute("value") == "IMG-1.jpg, IMG-2.jpg"
    assert "Foto bukti tidak ikut terkirim" in handy.one("body").text


def test_it_says_when_nothing_can_be_kept(handy: Phone):
    assert handy.one("#kept").text.startswith("Isian tersimpan")
    with handy.before_each_page(FULL):
        handy.driver.refresh()
        assert handy.one("#kept").text.startswith("Isian tidak dapat disimpan di sini.")
        handy.fill("Uraian kegiatan", "Rapat")
        assert handy.run("return typeof window.onbeforeunload") == "function"
        handy.run("window.onbeforeunload = null")


def test_a_browser_without_clipboard_copies_by_the_old_way(handy: Phone):
    with handy.before_each_page(NO_CLIPBOARD):
        handy.driver.refresh()
        handy.fill("Uraian kegiatan", "Rapat tanpa papan klip")
        handy.tap("#copy")
        assert "Rapat tanpa papan klip" in handy.run("return at('text').value")
        handy.wait_for("1 kegiatan tersalin")
    with handy.before_each_page(NO_COPYING):
        handy.driver.refresh()
        handy.tap("#copy")
        handy.wait_for("Tidak dapat menyalin sendiri.")
        assert handy.one("#text").is_displayed()


def test_it_fits_a_telephone_in_light_and_dark(handy: Phone):
    hold(handy, EXPECTED)
    handy.tap("#show")
    looks = []
    for dark in (False, True):
        handy.dark(dark)
        assert handy.run("return document.documentElement.scrollWidth") <= WIDTH
        low = handy.run(
            "return [...document.querySelectorAll('button, select, input:not([type=file])')]"
            ".filter(one => one.offsetParent && one.offsetHeight < 48).map(one => one.outerHTML)"
        )
        assert low == []
        picture = Image.open(io.BytesIO(handy.driver.get_screenshot_as_png())).convert("L")
        assert picture.size == (2 * WIDTH, 2 * HEIGHT)
        looks.append(picture.getpixel((3, 3)))
    handy.dark(False)
    assert looks[0] > 200 > 60 > looks[1]


def test_every_control_has_a_name(handy: Phone):
    handy.tap("#show")
    hold(handy, EXPECTED)
    handy.tap(".head")
    handy.tap("#show")
    bare = handy.run(
        "return [...document.querySelectorAll('button, select, input, textarea, canvas')].filter(one => "
        "!(one.labels && one.labels.length && one.labels[0].textContent.trim()) && !one.textContent.trim()"
        " && !one.getAttribute('aria-label')).map(one => one.outerHTML)"
    )
    assert bare == []


def test_a_name_runs_nothing(made: Phone, tmp_path: Path):
    file = tmp_path / "nama.html"
    name = "</script><script>document.title = 'x'</script>{{data}} \u2028 'O\"Neil"
    file.write_bytes(page(report_form(name=name)))
    made.open(file)
    assert made.run("return form.name") == name
    assert made.driver.title == "Laporan kerja harian November 2026"
    made.run("localStorage.clear(); window.onbeforeunload = null")
