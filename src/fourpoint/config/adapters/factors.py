"""How second factors are kept: sealed under the secret key, so that a copy of the database is no help to a thief."""

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings


class SealedFactors(DefaultMFAAdapter):
    """Seals the secrets of authenticator apps and recovery codes. A new secret key means setting them up again."""

    def generate_authenticator_name(self, user: Any, kind: Any) -> str:
        """Return what a passkey is called until its owner says otherwise."""
        held = Authenticator.objects.filter(user=user, type=kind).count()
        return "Passkey" if held == 0 else f"Passkey {held + 1}"

    def encrypt(self, text: str) -> str:
        """Seal a secret for the table."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret from the table; raises cryptography.fernet.InvalidToken if it was sealed under another key."""
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> Fernet:
    key = hashlib.sha256(b"second factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
