"""
Signs roots of the trail with Ed25519, and checks their signatures: whoever has the public key can, without the system.

The chain says that nothing up to a number was changed; the signature says that this system made the root, and nobody
who rules the database alone.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from fourpoint.domain.errors import Unusable
from fourpoint.domain.seals import Root, Verdict, key_name

KEY_WORDS = "fourpoint-trail-key"


def sign(root: Root) -> Root:
    """Return the root with its signature by the present key."""
    key = Ed25519PrivateKey.from_private_bytes(settings.FOURPOINT_SEAL_KEYS[0])
    signature = b64encode(key.sign(root.line.encode())).decode()
    return replace(root, key=key_name(key.public_key().public_bytes_raw()), signature=signature)


def public_line() -> str:
    """Return the present public key as a line to give to whoever is to check roots."""
    public = Ed25519PrivateKey.from_private_bytes(settings.FOURPOINT_SEAL_KEYS[0]).public_key().public_bytes_raw()
    return f"{KEY_WORDS} {key_name(public)} {public.hex()}"


def read_key(said: str) -> bytes:
    """Return a public key given as 64 hexadecimal digits or as its whole line; raises Unusable."""
    try:
        key = bytes.fromhex(said.split()[-1])
        Ed25519PublicKey.from_public_bytes(key)
    except (ValueError, IndexError):
        raise Unusable("This is no public key: give the 64 digits at the end of its line.") from None
    return key


def check(roots: Iterable[Root], verdict: Verdict, *, trusted: Iterable[bytes] = ()) -> int:
    """
    Note each root whose signature does not fit, or is by a key that is not known; return how many are not signed.

    trusted  public keys beside those of the installation's own keys, present and earlier
    """
    own = (Ed25519PrivateKey.from_private_bytes(seed).public_key() for seed in settings.FOURPOINT_SEAL_KEYS)
    known = {key_name(key.public_bytes_raw()): key for key in own}
    known |= {key_name(key): Ed25519PublicKey.from_public_bytes(key) for key in trusted}
    unsigned = 0
    for root in roots:
        unsigned += not root.signature
        if root.signature and not _fits(root, known.get(root.key)):
            why = "its signature does not fit" if root.key in known else f"nobody here knows the key {root.key}"
            verdict.add(root.number, "signature", f"The root kept for number {root.number:,} is not proved: {why}.")
    return unsigned


def _fits(root: Root, key: Ed25519PublicKey | None) -> bool:
    try:
        if key is not None:
            key.verify(b64decode(root.signature), root.line.encode())
            return True
    except (InvalidSignature, ValueError):
        pass
    return False
