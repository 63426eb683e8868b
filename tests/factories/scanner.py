"""A scanner for viruses as the system meets it: ClamAV's daemon in one thread, which knows one harmless test string."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The test string of EICAR, in pieces: a scanner on the machine of whoever works on this must not find it here.
EICAR = "".join(("X5O!P%@AP[4", "\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-", "FILE!$H+H*")).encode()
FOUND = "Eicar-Test-Signature"


@contextmanager
def scanner(address: Path | None = None, *, says: bytes = b"") -> Iterator[str]:
    """
    Listen for the length of the block, and give the address.

    address  the path of a socket; None: a port of this machine
    says     what it answers to everything, for a daemon that is unwell
    """
    if address is None:
        held = socket.create_server(("127.0.0.1", 0))
        said = f"127.0.0.1:{held.getsockname()[1]}"
    else:
        held = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        held.bind(str(address))
        held.listen()
        said = str(address)
    serving = threading.Thread(target=_serve, args=(held, says), daemon=True)
    serving.start()
    try:
        yield said
    finally:
        # Closing alone would not wake the thread that waits for the next caller.
        held.shutdown(socket.SHUT_RDWR)
        held.close()
        serving.join(5)


def _serve(held: socket.socket, says: bytes) -> None:
    while True:
        try:
            caller, _ = held.accept()
        except OSError:
            return
        with caller, caller.makefile("rb") as sent:
            caller.sendall((says or _answer(sent)) + b"\0")


def _answer(sent) -> bytes:
    command = b""
    while not command.endswith(b"\0"):
        command += sent.read(1)
    if command == b"zPING\0":
        return b"PONG"
    data = b""
    while length := struct.unpack(">I", sent.read(4))[0]:
        data += sent.read(length)
    return f"stream: {FOUND} FOUND".encode() if EICAR in data else b"stream: OK"
