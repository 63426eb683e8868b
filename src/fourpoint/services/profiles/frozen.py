"""Frozen editions as values: what was frozen, when and by whom, and its files."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from fourpoint.domain.document import Document, EditionRef


@dataclass(frozen=True, kw_only=True)
class EditionCard:
    """
    A frozen edition, in one of its cuts, as a list shows it.

    edition_id     its row
    superseded_by  the newest version of the same label and cut, None when this is it
    approved_at    when a second person approved it; None for a proof, and for a cut that needs no approval
    is_proof       whether it waits for that approval: only its owner has it
    """

    edition_id: int
    audience_id: int
    area_code: str
    owner_id: int
    label: str
    cut: str
    cut_name: str
    version: int
    approved_at: datetime | None
    approved_by: str
    is_proof: bool
    frozen_at: datetime
    frozen_by: str
    data_version: str
    code_version: str
    document_sha256: str
    pdf_sha256: str
    tables_sha256: str
    superseded_by: int | None


@dataclass(frozen=True, kw_only=True)
class Newest:
    """The newest edition of an area, in its fullest cut: enough to lead to it."""

    area_code: str
    label: str
    cut: str
    cut_name: str
    version: int
    frozen_at: datetime


@dataclass(frozen=True, kw_only=True)
class FrozenEdition:
    """A frozen edition with its document, exactly as frozen."""

    card: EditionCard
    document: Document
    reference: EditionRef


def pack(files: Iterable[tuple[str, bytes]], *, on: date) -> bytes:
    """Return the files as a zip; the date inside is the one given, so that the same files give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, date_time=(on.year, on.month, on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return held.getvalue()


def unpack(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Return the files of such a zip, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple((entry.filename, archive.read(entry)) for entry in archive.infolist())
