"""Stops a form that sends more than any file may have, before it fills memory or disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# What the other fields of a form may add.
BESIDE = 2 * 1024 * 1024


class Limited(FileUploadHandler):
    """Refuses the whole request by the length it states; the files themselves are left to the handlers after it."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any) -> None:  # noqa: N803
        """Raise RequestDataTooBig, which is answered with 400, before anything is read."""
        if content_length > settings.FOURPOINT_LARGEST_FILE_MB * 1024 * 1024 + BESIDE:
            raise RequestDataTooBig("The form holds more than the largest file that is taken.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the bytes on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
