"""Where this computer keeps a program's data."""

import os
from pathlib import Path


def data_folder() -> Path:
    """`FLEXDESK_DATA`, else the platform's folder for a user's data."""
    named = os.environ.get("FLEXDESK_DATA")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("FlexDesk", appauthor=False)
