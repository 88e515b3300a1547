"""A data folder inside a cloud folder is warned of, and one folder belongs to one program at a time."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.store.errors import AlreadyOpen
from flexdesk.system.cloud_folders import synced_by
from tests.helpers.command_line import CommandLine
from tests.helpers.desks import PASSPHRASE, small_desk

PLACES = {
    "OneDrive - Pemkab Contoh/FlexDesk": "OneDrive",
    "OneDrive/Dokumen/data": "OneDrive",
    "Dropbox/unit": "Dropbox",
    "Dropbox (Kantor)/unit": "Dropbox",
    "Google Drive/unit": "Google Drive",
    "GoogleDrive-sri@contoh.go.id/Drive Saya/x": "Google Drive",
    "Nextcloud/x": "Nextcloud",
    "Library/Mobile Documents/com~apple~CloudDocs/x": "iCloud",
    "MEGAsync/x": "MEGA",
    "Box/x": "Box",
    "Documents/flexdesk": "",
    "driver google/x": "",
    "box/x": "",
    "onedriver/x": "",
    "Laporan Dropbox lama/x": "",
}
MARKERS = {
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".sync_1234abcd.db": "Nextcloud",
    ".stfolder": "Syncthing",
    ".owncloudsync.log": "ownCloud",
    ".tmp.drivedownload": "Google Drive",
}


@pytest.mark.scenario(42)
@pytest.mark.parametrize("place", PLACES)
def test_cloud_folders_are_known_by_their_names(tmp_path: Path, place: str) -> None:
    assert synced_by(tmp_path / place) == PLACES[place]


@pytest.mark.scenario(42)
@pytest.mark.parametrize("marker", MARKERS)
def test_renamed_ones_are_known_by_what_lies_in_their_root(tmp_path: Path, marker: str) -> None:
    folder = tmp_path / "awan" / "kantor" / "flexdesk"
    folder.mkdir(parents=True)
    assert synced_by(folder) == ""
    (tmp_path / "awan" / marker).touch()
    assert synced_by(folder) == MARKERS[marker]


@pytest.mark.scenario(42)
def test_one_drive_is_known_by_where_it_says_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Kantor"))
    assert synced_by(tmp_path / "Kantor" / "data") == "OneDrive"
    assert synced_by(tmp_path / "Kantor Lain" / "data") == ""


@pytest.mark.scenario(42)
def test_doctor_and_status_warn_and_a_stick_may_be_anywhere(tmp_path: Path) -> None:
    fd = CommandLine(tmp_path / "data")
    fd.found_cheaply()
    assert fd("status").json["cloud"] is None
    cloud = CommandLine(tmp_path / "Dropbox")
    cloud.folder.mkdir()
    shutil.copytree(fd.folder, tmp_path / "Dropbox" / "unit")
    cloud = CommandLine(tmp_path / "Dropbox" / "unit")
    assert cloud("status", code=1).json["cloud"] == "Dropbox"
    [place] = [c for c in cloud("doctor", code=1).json["checks"] if c["name"] == "place"]
    assert place["state"] == "bad"
    assert "Dropbox menyalin folder data" in place["message"]
    assert place["message"] in cloud("status", json=False, code=1).out
    assert fd("bundle", "carry", "--folder", tmp_path / "Dropbox").json["exposed"] == 0


_HOLDING = """
import sys
from pathlib import Path
from flexdesk.bootstrap import open_desk
with open_desk(Path(sys.argv[1]), passphrase=sys.argv[2]):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.mark.scenario(42)
def test_two_programs_do_not_share_a_folder_and_a_killed_one_frees_it(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    small_desk(folder).close()
    words = [sys.executable, "-c", _HOLDING, str(folder), PASSPHRASE]
    for end in ("kill", "leave"):
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "open\n"
            with pytest.raises(AlreadyOpen) as caught:
                open_desk(folder, passphrase=PASSPHRASE, patience_s=0)
            assert caught.value.exit_code == 4
            other.kill() if end == "kill" else other.communicate()
            other.wait()
        with open_desk(folder, passphrase=PASSPHRASE, patience_s=0) as desk:
            assert desk.store.check() == []
