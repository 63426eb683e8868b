"""The secret keys: production brings its own, a demo makes one and keeps it to itself."""

import base64
import hmac
import os
import secrets
import tomllib
from pathlib import Path

# Written where a key must stand and none was given; `run` refuses it.
UNSAFE = "unsafe-key-of-a-process-that-only-looks-around-and-never-serves"


def read_key(file: Path) -> str:
    """The key in `secrets.toml`, or the unsafe one when there is none yet."""
    try:
        return str(tomllib.loads(file.read_text(encoding="utf-8"))["secret_key"])
    except (FileNotFoundError, NotADirectoryError, PermissionError, KeyError, tomllib.TOMLDecodeError):
        return UNSAFE


def ensure_key(file: Path) -> None:
    """Make a key for a demo, readable by its owner alone; a kill in the middle leaves none or a whole one."""
    if read_key(file) != UNSAFE:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    making = file.with_suffix(f".{os.getpid()}")
    making.touch(mode=0o600)
    making.write_text(
        f'# Made for this demo. Never use it in production.\nsecret_key = "{secrets.token_urlsafe(50)}"\n',
        encoding="utf-8",
    )
    making.replace(file)


def trail_keys(given: str, secret_key: str) -> tuple[bytes, ...]:
    """
    Return the keys that mark entries of the trail: the present one first, then earlier ones, for checks.

    given  keys parted by commas; without any the key is made from the secret key, and changes with it
    """
    named = tuple(key.strip().encode() for key in given.split(",") if key.strip())
    return named or (hmac.digest(secret_key.encode(), b"marks of the trail", "sha256"),)


def source_keys(given: str, secret_key: str) -> tuple[bytes, ...]:
    """Return the keys that encrypt who a source is, the present one first; given as for `trail_keys`."""
    named = tuple(key.strip() for key in given.split(",") if key.strip())
    digests = (hmac.digest(key.encode(), b"identities of sources", "sha256") for key in named or (secret_key,))
    return tuple(base64.urlsafe_b64encode(digest) for digest in digests)


def seal_keys(given: str, secret_key: str) -> tuple[bytes, ...]:
    """Return the seeds of the keys that sign roots of the trail, the present one first; given as for `trail_keys`."""
    named = tuple(key.strip() for key in given.split(",") if key.strip())
    return tuple(hmac.digest(key.encode(), b"signatures of roots", "sha256") for key in named or (secret_key,))
