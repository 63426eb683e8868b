"""Passwords as they are kept: hashed, and of a type of their own, so that no password is put where a hash belongs."""

from typing import NewType

from django.contrib.auth.hashers import make_password

PasswordHash = NewType("PasswordHash", str)


def hash_password(password: str) -> PasswordHash:
    """Return what is kept of a password: slow on purpose, and another hash each time."""
    return PasswordHash(make_password(password))


def no_password() -> PasswordHash:
    """Return what is kept for an account that cannot be entered by a password."""
    return PasswordHash(make_password(None))
