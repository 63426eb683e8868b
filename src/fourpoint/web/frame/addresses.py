"""Addresses of named pages, each put together once: a page draws dozens of them, the same for everybody."""

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse

KEPT = 4096


def url(name: str, /, **parts: Any) -> str:
    """Return the address of a named page, under the prefix that the site is served from."""
    return _address(name, get_script_prefix(), tuple(parts.items()))


@lru_cache(maxsize=KEPT)
def _address(name: str, prefix: str, parts: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, kwargs=dict(parts))
