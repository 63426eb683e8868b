"""The two database connections of the settings: the application's own, and the owner's, which only migrates."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from fourpoint.config.postgres.layout import APP, OWNER, lay_out

Database = dict[str, Any]


def connections(*, url: str | None, owner_url: str | None, postgres: Path, pool: bool) -> dict[str, Database]:
    """
    Return Django's DATABASES.

    url        the application's connection, or None for the embedded server
    owner_url  the owner's connection; None means this process cannot migrate
    postgres   where the embedded cluster is wanted
    pool       whether the application's connections are pooled
    raises     ValueError for an address that is not PostgreSQL's
    """
    app = from_url(url) if url else _embedded(postgres, APP)
    owner = from_url(owner_url or url or "") if url else _embedded(postgres, OWNER)
    # One transaction a request, so that the row security context and the work it guards are never apart.
    app |= {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 0}
    if pool:
        # A pooled connection may be one that the server has dropped: asked before it is lent, no reader meets it.
        app["CONN_HEALTH_CHECKS"] = True
        app["OPTIONS"] = {**app["OPTIONS"], "pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
    return {"default": app, "owner": {**owner, "CONN_MAX_AGE": 0}}


def from_url(url: str) -> Database:
    """Read `postgres://user:password@host:port/name?sslmode=require` (or `postgresql://`); `?host=` may be a socket."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            f"A database address must start with postgres://, not {parts.scheme or 'nothing'}://: mend DATABASE_URL."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def _embedded(postgres: Path, role: str) -> Database:
    address = lay_out(postgres).address(user=role)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address["dbname"],
        "USER": address["user"],
        "PASSWORD": "",
        "HOST": address["host"],
        "PORT": "",
        "OPTIONS": {"requirepeer": address["requirepeer"]},
    }
