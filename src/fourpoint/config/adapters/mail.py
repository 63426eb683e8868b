"""The mail backends of the settings: one holds back what carries a decoy record, one writes files that never leave."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.filebased import EmailBackend as FileBackend
from django.utils import timezone

from fourpoint.access import context, leaks


class WatchedMail(BaseEmailBackend):
    """Mail carries nothing marked, so a decoy in it is a leak whoever it goes to."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Hand on what carries no decoy to the backend of FOURPOINT_MAIL_BACKEND; return how many were sent."""
        sound = [message for message in messages if not self._is_leak(message)]
        options = settings.FOURPOINT_MAIL_OPTIONS
        inner = get_connection(settings.FOURPOINT_MAIL_BACKEND, fail_silently=self.fail_silently, **options)
        return int(inner.send_messages(sound) or 0) if sound else 0

    @staticmethod
    def _is_leak(message: EmailMessage) -> bool:
        found = [leak for part in _parts(message) for leak in leaks.find_leaks(part, readable=())]
        if found:
            # Not the subject, and not to whom: both may be what leaked.
            leaks.ring(found, way=leaks.MAIL, place="a message", at=timezone.now(), who=context.current())
        return bool(found)


class FiledMail(FileBackend):
    """Mail of a demonstration: readable by its owner alone, since links in it open accounts."""

    def open(self) -> bool:
        """Open the file of this connection, for its owner alone."""
        is_new = bool(super().open())
        if is_new:
            Path(self._get_filename()).chmod(0o600)  # type: ignore[attr-defined]
        return is_new


def _parts(message: EmailMessage) -> Iterator[bytes]:
    """Return everything in a message as it was before it was encoded for sending."""
    yield str(message.subject).encode()
    yield str(message.body).encode()
    for content, _kind in getattr(message, "alternatives", ()):
        yield str(content).encode()
    for attached in message.attachments:
        content = attached[1] if isinstance(attached, tuple) else attached.as_bytes()
        yield content if isinstance(content, bytes) else str(content).encode()
