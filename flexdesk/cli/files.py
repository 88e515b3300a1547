"""Writes files that a command makes, whole or not at all, and says where they are."""

from collections.abc import Sequence
from pathlib import Path

from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.services.sharing import SharedFile
from flexdesk.system.durable import write_durably


def written(out: Path, files: Sequence[SharedFile], *, dry_run: bool) -> list[str]:
    """Into the folder `out`; a single file also under the name `out` itself where that has its extension.

    Raises EnvironmentTrouble.
    """
    single = len(files) == 1 and out.suffix == Path(files[0].name).suffix and not out.is_dir()
    paths = [out] if single else [out / file.name for file in files]
    if dry_run:
        return [str(path) for path in paths]
    try:
        for path, file in zip(paths, files, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(path, file.data, mode=0o644)
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error
    return [str(path) for path in paths]
