"""PNG and JPEG pictures without what cameras and programs add: place, device, author, comments, what trails behind."""

import struct
from collections.abc import Iterator

from fourpoint.services.files.refusing import FileNotTaken

# What is needed to draw the picture in its right colours and size.
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
_PNG_START = b"\x89PNG\r\n\x1a\n"
_END, _SCAN, _JFIF, _EXIF, _PROFILE, _ADOBE, _LAST_ADDED, _COMMENT = 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_ORIENTATION = 0x0112


def strip(code: str, data: bytes) -> bytes:
    """Return the picture alone, a photo still the right way up; raises FileNotTaken for one that is damaged."""
    try:
        return b"".join(_png(data) if code == "png" else _jpeg(data))
    except (struct.error, IndexError) as error:
        raise FileNotTaken("The picture is damaged and cannot be read: save it again.") from error


def _png(data: bytes) -> Iterator[bytes]:
    yield _PNG_START
    place = len(_PNG_START)
    while True:
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            raise IndexError(end)
        if name in _PNG_KEPT:
            yield data[place:end]
        if name == b"IEND":
            return
        place = end


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    place = 2
    while True:
        if data[place] != 0xFF:
            raise IndexError(place)
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == _END:
            yield data[place : place + 2]
            return
        (length,) = struct.unpack_from(">H", data, place + 2)
        end = place + 2 + length
        if length < 2 or end > len(data):
            raise IndexError(end)
        yield from _segment(marker, data[place:end])
        place = end
        if marker == _SCAN:
            place = _scan_end(data, end)
            yield data[end:place]


def _segment(marker: int, segment: bytes) -> Iterator[bytes]:
    """The segment when the picture needs it; of what a camera wrote only which way is up."""
    if marker == _EXIF and segment[4:10] == b"Exif\0\0":
        turn = _turn(segment[10:])
        if turn > 1:
            yield _turned(turn)
        return
    is_profile = marker == _PROFILE and segment[4:16] == b"ICC_PROFILE\0"
    is_added = _JFIF <= marker <= _LAST_ADDED or marker == _COMMENT
    if not is_added or is_profile or marker in (_JFIF, _ADOBE):
        yield segment


def _scan_end(data: bytes, place: int) -> int:
    """Where the next marker stands after the picture's own data, in which FF is followed by 00 or a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0:
            raise IndexError(place)
        if data[place + 1] != 0 and not 0xD0 <= data[place + 1] <= 0xD7:
            return place
        place += 2


def _turn(tiff: bytes) -> int:
    """Which way the camera was held, 1 (upright) to 8, from the first directory of an Exif block."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for index in range(min(count, 200)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * index)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _turned(turn: int) -> bytes:
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, turn, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
