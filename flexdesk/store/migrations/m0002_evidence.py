"""The contents of files that were attached as evidence; they stay on this device and in its backups."""

from typing import Any


def apply(database: Any) -> None:
    database["evidence_content"].create({"sha256": str, "content": bytes}, pk="sha256")
