"""Stops a form that sends more than it may before it fills memory or disk, and a file larger than any may be."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# What the other fields of a form may add; and how many of the largest files one form may send.
BESIDE, AT_ONCE = 2 * 1024 * 1024, 5


class FilesTooLarge(RequestDataTooBig):
    """The form's files are larger, together, than any form may send: the message says how much is the most."""


class Limited(FileUploadHandler):
    """
    Stands before the handlers that keep files.

    A request that states a length over all is refused whole. Of a single file that is too large no more is kept than
    tells that it is: what was typed beside it still arrives, and whoever takes the file refuses it by its size.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any) -> None:  # noqa: N803
        """Raise FilesTooLarge, which is answered with 400, before anything is read."""
        if content_length > AT_ONCE * _largest() + BESIDE:
            most = AT_ONCE * settings.FOURPOINT_LARGEST_FILE_MB
            raise FilesTooLarge(f"The files have more than {most} MB together: choose fewer, or smaller ones.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand the bytes on, until there are more than any file may have."""
        return raw_data if start <= _largest() else None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def _largest() -> int:
    return int(settings.FOURPOINT_LARGEST_FILE_MB) * 1024 * 1024
