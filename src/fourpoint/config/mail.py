"""How mail leaves this installation, from one address in the environment. For the settings."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from fourpoint.domain.errors import Broken

BACKENDS = "django.core.mail.backends"
TIMEOUT_S = 20
# Only to a server on this machine may mail go in the clear: links in it open accounts.
HERE = ("localhost", "127.0.0.1", "::1")


class MailUnusable(Broken):
    """The address by which mail leaves cannot be understood; the message says how to write it."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A backend of Django's and what it is made with; an empty backend sends nothing."""

    backend: str
    options: dict[str, object] = field(default_factory=dict)


def read_mail(address: str, *, mode: str, home: Path) -> Mail:
    """
    Return how mail leaves: through the server of that address, else to a file in a demonstration, else not at all.

    address  smtp://name:password@host:587 (encrypted from the first answer on), smtps://host:465 (from the first word
             on), smtp://localhost:25?plain=yes (not at all, on this machine alone), file:///a/folder, or console:
    raises   MailUnusable
    """
    if mode == "test":
        return Mail(backend=f"{BACKENDS}.locmem.EmailBackend")
    if not address:
        return Mail(backend="") if mode == "production" else _file(home / "mail")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _unusable() from None
    if parts.scheme == "console":
        return Mail(backend=f"{BACKENDS}.console.EmailBackend")
    if parts.scheme == "file" and parts.path.startswith("/"):
        return _file(Path(unquote(parts.path)))
    is_plain = parse_qs(parts.query).get("plain") == ["yes"]
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or (is_plain and parts.hostname not in HERE):
        raise _unusable()
    options: dict[str, object] = {
        "host": parts.hostname,
        "port": port or (465 if parts.scheme == "smtps" else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and not is_plain,
        "timeout": TIMEOUT_S,
    }
    return Mail(backend=f"{BACKENDS}.smtp.EmailBackend", options=options)


def _file(folder: Path) -> Mail:
    return Mail(backend="fourpoint.config.adapters.mail.FiledMail", options={"file_path": str(folder)})


def _unusable() -> MailUnusable:
    # Without the address itself: it may hold a password.
    return MailUnusable(
        "FOURPOINT_MAIL cannot be understood: write it as smtp://name:password@host:587, smtps://host:465,"
        " file:///a/folder or console:"
    )
