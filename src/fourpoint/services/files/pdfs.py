"""PDF files: read in a process of their own, with limits of time and memory, for their words and for what could run."""

import base64
import json
import subprocess
import sys
from pathlib import Path

from fourpoint.services.files.refusing import FileNotTaken

SECONDS = 20
_READER = Path(__file__).with_name("pdf_reader.py")
_FAULTS = {
    "locked": "The PDF is locked with a password: save it without one.",
    "script": "The PDF holds a script or starts a program, which would run for every reader: print it to a new PDF.",
    "embedded": "The PDF holds another file inside it: save it without attachments.",
    "damaged": "The PDF is damaged and cannot be read: print it to a new PDF.",
}


def read(data: bytes) -> tuple[bytes, str]:
    """
    Return the PDF without what programs say of its author, and its words; a signed one stays as it is.

    raises  FileNotTaken when it is locked, damaged or holds what could run
    """
    try:
        # Its own interpreter, without our settings: a PDF made to break its reader breaks only that.
        done = subprocess.run(
            [sys.executable, "-I", str(_READER)], input=data, capture_output=True, timeout=SECONDS, check=False
        )
        told = json.loads(done.stdout) if done.returncode == 0 else {"fault": "damaged"}
    except (subprocess.TimeoutExpired, ValueError):
        told = {"fault": "damaged"}
    if fault := told.get("fault"):
        raise FileNotTaken(_FAULTS[fault])
    return base64.b64decode(told["data"]) if "data" in told else data, str(told["words"])
