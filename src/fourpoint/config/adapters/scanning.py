"""
Asks ClamAV's daemon what is in a file, over its socket: INSTREAM, as its manual (clamd(8)) describes it.

FOURPOINT_SCANNER says where it listens: a path, or host:port.
"""

import socket
import struct

from django.conf import settings

from fourpoint.services.files.scanning import ScannerUnreachable

CHUNK, SECONDS, LONGEST_ANSWER = 64 * 1024, 60, 4096
_CLEAN, _FOUND, _START = "OK", " FOUND", "stream: "


def scan(data: bytes) -> str:
    """Return the name of what was found, empty for nothing; raises ScannerUnreachable when there is no clear answer."""
    parts = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    streamed = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    said = _ask(b"zINSTREAM\0" + streamed + struct.pack(">I", 0)).removeprefix(_START)
    if said == _CLEAN:
        return ""
    if said.endswith(_FOUND):
        return said.removesuffix(_FOUND)
    # As when a file is larger than the daemon takes (StreamMaxLength): no answer is not "clean".
    raise ScannerUnreachable(f"The scanner gave no verdict: {said or 'it closed the connection'}.")


def is_there() -> bool:
    """Return whether the scanner answers."""
    try:
        return _ask(b"zPING\0") == "PONG"
    except ScannerUnreachable:
        return False


def _ask(request: bytes) -> str:
    try:
        with _connect(settings.FOURPOINT_SCANNER) as held:
            held.sendall(request)
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (part := held.recv(LONGEST_ANSWER)):
                answer += part
    except OSError as error:
        raise ScannerUnreachable(f"The scanner at {settings.FOURPOINT_SCANNER} does not answer: {error}.") from error
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connect(address: str) -> socket.socket:
    host, colon, port = address.rpartition(":")
    if colon and port.isdigit() and "/" not in address:
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    held = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    held.settimeout(SECONDS)
    try:
        held.connect(address)
    except OSError:
        held.close()
        raise
    return held
