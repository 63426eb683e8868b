"""The mail backend of the settings: holds back a message that carries a decoy record, and hands on the others."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from fourpoint.access import context, leaks


class WatchedMail(BaseEmailBackend):
    """Mail carries nothing marked, so a decoy in it is a leak whoever it goes to."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Hand on what carries no decoy to the backend of FOURPOINT_MAIL_BACKEND; return how many were sent."""
        sound = [message for message in messages if not self._is_leak(message)]
        inner = get_connection(settings.FOURPOINT_MAIL_BACKEND, fail_silently=self.fail_silently)
        return int(inner.send_messages(sound) or 0) if sound else 0

    @staticmethod
    def _is_leak(message: EmailMessage) -> bool:
        found = [leak for part in _parts(message) for leak in leaks.find_leaks(part, readable=())]
        if found:
            # Not the subject, and not to whom: both may be what leaked.
            leaks.ring(found, way=leaks.MAIL, place="a message", at=timezone.now(), who=context.current())
        return bool(found)


def _parts(message: EmailMessage) -> Iterator[bytes]:
    """Return everything in a message as it was before it was encoded for sending."""
    yield str(message.subject).encode()
    yield str(message.body).encode()
    for content, _kind in getattr(message, "alternatives", ()):
        yield str(content).encode()
    for attached in message.attachments:
        content = attached[1] if isinstance(attached, tuple) else attached.as_bytes()
        yield content if isinstance(content, bytes) else str(content).encode()
