"""Seals under the secret key what is kept for a while and is nobody's reading: late forms, links going by mail."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def seal(content: bytes, *, use: str) -> bytes:
    """Return the content sealed for that use."""
    return _fernet(use).encrypt(content)


def unseal(sealed: bytes, *, use: str) -> bytes | None:
    """Return what was sealed for that use; None when the secret key is another since."""
    try:
        return _fernet(use).decrypt(sealed)
    except InvalidToken:
        return None


def _fernet(use: str) -> Fernet:
    key = hashlib.sha256(use.encode() + b"\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
