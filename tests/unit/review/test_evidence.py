"""Evidence on outputs: stored once, undone in one step, in every backup, and outside the log."""

from pathlib import Path

import pytest
from PIL import Image

from flexdesk.desk.desk import Desk
from flexdesk.domain.outputs import Question
from flexdesk.domain.periods import parse_period
from flexdesk.errors import NotFound
from flexdesk.exchange.evidence_files import TooManyFiles
from flexdesk.exchange.evidence_pictures import PictureDamaged
from flexdesk.services.evidence import ContentElsewhere
from flexdesk.store import connection, digest
from tests.unit.review.photographs import as_bytes

AUGUST = parse_period("2026-08")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "Foto lapangan.png"
    path.write_bytes(as_bytes(Image.effect_noise((1700, 900), 80), "PNG"))
    return path


def bare(desk: Desk) -> str:
    """An output that names no evidence."""
    items = desk.outputs.review(AUGUST).items
    return next(item.key for item in items if any(q.question is Question.NO_EVIDENCE for q in item.questions))


def contents(desk: Desk) -> int:
    sql = "SELECT count(*) FROM evidence_content"
    return int(desk.store.connection.execute(sql).fetchone()[0])


def test_a_photograph_is_attached_and_answers_the_question(desk: Desk, photo: Path) -> None:
    key = bare(desk)
    change = desk.evidence.attach(key, [photo])
    (one,) = desk.evidence.of(key)
    assert (one.name, one.media, one.here, one.added_on) == (
        "Foto lapangan.jpg",
        "image/jpeg",
        True,
        "2026-11-21",
    )
    assert one.bytes == len(desk.evidence.content(one)) <= 80_000
    assert one.original_bytes == photo.stat().st_size
    assert desk.store.get("output", key)["evidence"] == "Foto lapangan.jpg"
    item = next(item for item in desk.outputs.review(AUGUST).items if item.key == key)
    assert Question.NO_EVIDENCE not in {question.question for question in item.questions}
    desk.outputs.accept([key])
    assert change is not None


def test_undo_takes_files_and_name_away_again(desk: Desk, photo: Path) -> None:
    key = bare(desk)
    before = digest.digest(desk.store)
    change = desk.evidence.attach(key, [photo])
    assert digest.digest(desk.store) != before
    desk.committer.walk(change.inverse())
    assert digest.digest(desk.store) == before
    assert desk.evidence.of(key) == []
    desk.committer.walk(change)
    assert desk.evidence.of(key)[0].here


def test_the_same_content_twice_is_stored_once(desk: Desk, photo: Path) -> None:
    first, second = (row["key"] for row in desk.store.select("output")[:2])
    desk.evidence.attach(first, [photo])
    desk.evidence.attach(second, [photo])
    assert desk.evidence.attach(first, [photo]) is None
    assert contents(desk) == 1
    assert desk.evidence.of(first)[0].sha256 == desk.evidence.of(second)[0].sha256
    assert desk.evidence.counts("2026-08-01", "2026-09-30") == {first: 1, second: 1}


def test_a_report_that_names_its_evidence_keeps_the_words(desk: Desk, photo: Path) -> None:
    row = next(row for row in desk.store.select("output") if row["evidence"])
    desk.evidence.attach(str(row["key"]), [photo])
    assert desk.store.get("output", str(row["key"]))["evidence"] == row["evidence"]


def test_one_bad_file_keeps_none(desk: Desk, photo: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "rusak.jpg"
    wrong.write_bytes(b"\xff\xd8\xff rusak")
    with pytest.raises(PictureDamaged):
        desk.evidence.attach(bare(desk), [photo, wrong])
    with pytest.raises(TooManyFiles):
        desk.evidence.attach(bare(desk), [photo] * 21)
    with pytest.raises(NotFound):
        desk.evidence.attach("x|2026-08-01|abcdefgh", [photo])
    assert contents(desk) == 0
    assert not desk.store.select("evidence")


def test_contents_stay_out_of_dump_and_log(desk: Desk, photo: Path) -> None:
    key = bare(desk)
    desk.evidence.attach(key, [photo])
    (one,) = desk.evidence.of(key)
    written = desk.evidence.content(one)
    cells = desk.store.connection.execute("SELECT cells FROM op ORDER BY tx DESC LIMIT 5").fetchall()
    assert max(len(row["cells"]) for row in cells) < 1_000 < len(written)
    dumped = digest.dump(desk.store)
    assert "evidence_content" not in dumped
    assert [row["key"] for row in dumped["evidence"]] == [one.key]


def test_without_content_the_row_says_so(desk: Desk, photo: Path) -> None:
    key = bare(desk)
    desk.evidence.attach(key, [photo])
    before = digest.digest(desk.store)
    desk.store.connection.execute("DELETE FROM evidence_content")  # as on a laptop that only got the log
    (one,) = desk.evidence.of(key)
    assert not one.here
    with pytest.raises(ContentElsewhere) as told:
        desk.evidence.content(one)
    assert "Foto lapangan.jpg" in told.value.message
    assert desk.evidence.files(key) == []
    assert desk.evidence.attach(key, [photo]) is None  # the file once more: nothing to log, but it is here
    assert desk.evidence.of(key)[0].here
    assert digest.digest(desk.store) == before


def test_backups_hold_the_contents_encrypted(desk: Desk, photo: Path, tmp_path: Path) -> None:
    key = bare(desk)
    desk.evidence.attach(key, [photo])
    (one,) = desk.evidence.of(key)
    backup = desk.backups.create(desk.clock.now())
    assert desk.backups.verify(backup.name) == []
    desk.backups.restore_as_copy(backup.name, tmp_path / "salinan")
    copy = tmp_path / "salinan" / "store.db"
    content = desk.evidence.content(one)
    assert content[200:260] not in copy.read_bytes()
    db = connection.connect(copy, desk.keys.database)
    try:
        held = db.execute("SELECT content FROM evidence_content WHERE sha256 = ?", (one.sha256,)).fetchone()
    finally:
        db.close()
    assert bytes(held["content"]) == content


def test_names_from_elsewhere_are_written_safely(desk: Desk, photo: Path) -> None:
    key = bare(desk)
    desk.evidence.attach(key, [photo])
    row = desk.store.select("evidence")[0]
    content = desk.evidence.content(desk.evidence.of(key)[0])
    for name in ("../../rahasia.jpg", "C:\\Windows\\rahasia.jpg", ".rahasia.jpg"):
        again = desk.evidence.read([photo])[0].__class__(name, "image/jpeg", content + name.encode(), 9)
        desk.evidence.keep(key, [again])
    names = sorted(file.name for file in desk.evidence.files(key))
    assert names == ["Foto lapangan.jpg", "rahasia-2.jpg", "rahasia-3.jpg", "rahasia.jpg"]
    assert row["name"] == "Foto lapangan.jpg"
