"""Finds out whether a folder lies where another program copies its files away, and names that program.

A database that such a program copies while it is written is torn on the other side, and comes back as a
second laptop with the same name.
"""

import os
import re
from pathlib import Path

_NAMES = {
    "OneDrive": re.compile(r"onedrive( ?[-–] ?.+)?", re.IGNORECASE),
    "Dropbox": re.compile(r"dropbox( ?\(.+\))?", re.IGNORECASE),
    "Google Drive": re.compile(r"google ?drive.*|googledrive.*|drive saya|my drive", re.IGNORECASE),
    "iCloud": re.compile(r"icloud ?drive|com~apple~clouddocs|mobile documents", re.IGNORECASE),
    "Nextcloud": re.compile(r"nextcloud\d*", re.IGNORECASE),
    "ownCloud": re.compile(r"owncloud\d*", re.IGNORECASE),
    "MEGA": re.compile(r"mega(sync)?( ?downloads)?", re.IGNORECASE),
    "pCloud": re.compile(r"pcloud ?drive|pcloudsync", re.IGNORECASE),
    "Box": re.compile(r"Box( Sync)?"),
    "Yandex Disk": re.compile(r"yandex\.?disk", re.IGNORECASE),
}
_MARKERS = {  # files that such a program leaves in its root
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Nextcloud": (".nextcloudsync.log", ".sync_*.db", "._sync_*.db"),
    "ownCloud": (".owncloudsync.log", ".csync_journal.db"),
    "Google Drive": (".tmp.driveupload", ".tmp.drivedownload"),
    "Syncthing": (".stfolder",),
    "MEGA": (".megaignore", ".debris"),
    "Resilio Sync": (".sync/ID",),
}
_VARIABLES = {"OneDrive": ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")}


def synced_by(folder: Path) -> str:
    """The program that copies the folder away, as its makers write it; empty when none is recognised."""
    place = folder.absolute()
    above = (place, *place.parents)
    for program, variables in _VARIABLES.items():
        roots = [Path(text) for name in variables if (text := os.environ.get(name))]
        if any(root in above for root in roots):
            return program
    for program, name in _NAMES.items():
        if any(name.fullmatch(part.name) for part in above):
            return program
    for program, markers in _MARKERS.items():
        if any(_has(part, marker) for part in above for marker in markers):
            return program
    return ""


def _has(folder: Path, marker: str) -> bool:
    try:
        return next(folder.glob(marker), None) is not None
    except OSError:  # a folder that may not be read shows nothing
        return False
