"""The packings a batch body may have, and the shipped dictionaries that make small ones smaller."""

from functools import cache
from importlib.resources import files

import zstandard

STORED = 0
PLAIN = 1
SCHEDULE = 2  # trained on edits of a week's places of work
_FILES = {SCHEDULE: "schedule-1.zdict"}
BASE = frozenset({STORED, PLAIN, SCHEDULE})  # what every program reads, the first one too
TRIED = (PLAIN, SCHEDULE)  # what a small body is tried with


def known() -> frozenset[int]:
    """The packings that this program reads."""
    return BASE | _FILES.keys()


class UnknownDictionary(ValueError):
    """Packed by a newer program with a dictionary that is not here."""


@cache
def _dictionary(packing: int) -> zstandard.ZstdCompressionDict | None:
    if packing == PLAIN:
        return None
    if packing not in _FILES:
        raise UnknownDictionary(packing)
    data = (files("resources") / "sync" / _FILES[packing]).read_bytes()
    return zstandard.ZstdCompressionDict(data)


def compressor(packing: int, level: int, size: int) -> zstandard.ZstdCompressor:
    """For `size` bytes at most; frames come without zstd's magic number, as the header says what they are."""
    dictionary = _dictionary(packing)
    parameters = zstandard.ZstdCompressionParameters.from_level(
        level,
        source_size=size,
        dict_size=len(dictionary) if dictionary else 0,
        format=zstandard.FORMAT_ZSTD1_MAGICLESS,
        write_dict_id=False,
    )
    return zstandard.ZstdCompressor(dict_data=dictionary, compression_params=parameters)


def decompressed(packing: int, packed: bytes, limit: int) -> bytes:
    """At most `limit` bytes; raises ValueError or ZstdError.

    The size that the frame states is checked first, since the library would believe any size.
    """
    dictionary = _dictionary(packing)
    frame = zstandard.get_frame_parameters(packed, format=zstandard.FORMAT_ZSTD1_MAGICLESS)
    if not 0 < frame.content_size <= limit or frame.window_size > limit:
        raise ValueError("size")
    reader = zstandard.ZstdDecompressor(
        dict_data=dictionary, max_window_size=limit, format=zstandard.FORMAT_ZSTD1_MAGICLESS
    )
    raw: bytes = reader.decompress(packed, allow_extra_data=False)
    return raw
