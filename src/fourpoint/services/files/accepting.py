"""
Takes a file, or refuses it in one sentence. For whoever keeps what people send.

What a file is, its content says; its name must agree. Programs, macros, scripts, embedded files, locked files and files
that unpack to far more than they are do not get in. Nothing here runs or draws a file.
"""

import re
from dataclasses import dataclass

from django.conf import settings

from fourpoint.services.files import images, pdfs, texts, zipped
from fourpoint.services.files.refusing import FileNotTaken
from fourpoint.services.files.sniffing import TYPES, FileType, find_harm, find_type

LONGEST_NAME = 80
# What a browser is told to offer: a telephone turns its own kinds of picture into one of these.
OFFERED = ",".join(
    (
        *(kind.media_type for kind in TYPES.values() if kind.family == "image"),
        *(f".{ending}" for kind in TYPES.values() for ending in kind.endings),
    )
)
# What a name keeps: letters and digits of any language, spaces, and signs that mean nothing to a system of files.
_KEPT = re.compile(r"[^\w .()&,'-]+")


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A file that may be kept: its safe name, the media type of its content, its bytes, and the words in it."""

    name: str
    media_type: str
    data: bytes
    words: str


def accept_file(name: str, data: bytes) -> Accepted:
    """
    Return the file as it may be kept: pictures without the data that cameras add, documents without their properties.

    raises  FileNotTaken
    """
    if not data:
        raise FileNotTaken("The file is empty: choose another.")
    check_size(len(data))
    if harm := find_harm(data):
        raise FileNotTaken(f"The file is {harm}, which is not taken: attach a PDF, a picture, a document or a sheet.")
    kind = find_type(data, ending_of(name))
    if kind is None:
        raise FileNotTaken("Files of that kind are not taken: attach PDF, DOCX, XLSX, ODT, ODS, CSV, TXT, PNG or JPG.")
    if ending_of(name) not in kind.endings:
        raise FileNotTaken(
            f"The file's name ends in “.{ending_of(name)}”, and its content is {kind.name}: name it for what it is, or"
            " save it again."
        )
    data, words = _read(kind, data)
    return Accepted(name=safe_name(name, kind.endings[0]), media_type=kind.media_type, data=data, words=words)


def check_size(size: int) -> None:
    """Raise FileNotTaken for a file larger than this installation takes; cheap, before it is read."""
    largest = int(settings.FOURPOINT_LARGEST_FILE_MB)
    if size > largest * 1024 * 1024:
        # Not how large: of one that is far too large, only the beginning came.
        raise FileNotTaken(f"The file has more than {largest} MB, which is the most: make it smaller.")


def ending_of(name: str) -> str:
    """Return what stands after the last full stop of a name, in lower case."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def safe_name(name: str, ending: str) -> str:
    """Return the name with nothing in it that a system of files could take for more than a name."""
    stem = re.split(r"[\\/]", name)[-1].rpartition(".")[0]
    kept = re.sub(r"\s+", " ", _KEPT.sub(" ", stem)).strip(" .-")[:LONGEST_NAME].strip()
    return f"{kept or 'paper'}.{ending}"


def _read(kind: FileType, data: bytes) -> tuple[bytes, str]:
    match kind.family:
        case "image":
            return images.strip(kind.code, data), ""
        case "text":
            return data, texts.read(kind.code, data)
        case "pdf":
            return pdfs.read(data)
        case _:
            return zipped.strip(data), zipped.read(kind.code, data)
