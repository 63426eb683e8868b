"""Puts files into a zip whose bytes depend on the files alone."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime


def pack(files: Sequence[tuple[str, bytes]], *, at: datetime) -> bytes:
    """
    Return a zip of the files in their order, each bearing the instant `at`.

    Nothing is compressed: compression differs between versions of zlib, and an edition must be the same bytes on
    every machine.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as packed:
        for name, content in files:
            entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return held.getvalue()
