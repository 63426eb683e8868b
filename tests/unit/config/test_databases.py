"""Database addresses: what is read from them, and what is refused."""

from pathlib import Path

import pytest

from fourpoint.config.databases import connections, from_url


def test_address_is_read_with_its_parts_unquoted():
    read = from_url("postgres://app:p%40ss@db.example:5433/soc%20x?sslmode=verify-full")

    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"], read["NAME"]) == (
        "app",
        "p@ss",
        "db.example",
        "5433",
        "soc x",
    )
    assert read["OPTIONS"] == {"sslmode": "verify-full"}


def test_address_may_name_a_socket_folder():
    assert from_url("postgresql://app@/soc?host=/run/postgresql")["HOST"] == "/run/postgresql"


def test_address_of_another_database_is_refused_with_the_mend():
    with pytest.raises(ValueError, match="must start with postgres://, not mysql://: mend DATABASE_URL"):
        from_url("mysql://x/y")


def test_application_is_atomic_and_pooled_and_the_owner_is_neither(tmp_path: Path):
    made = connections(
        url="postgres://app@h/d", owner_url="postgres://own@h/d", postgres=tmp_path / "postgres", pool=True
    )

    assert made["default"]["ATOMIC_REQUESTS"] is True
    assert made["default"]["CONN_MAX_AGE"] == 0
    assert made["default"]["OPTIONS"]["pool"]
    assert made["owner"]["USER"] == "own"
    assert "pool" not in made["owner"]["OPTIONS"]


def test_embedded_connections_are_two_roles_and_check_who_serves_them(tmp_path: Path):
    made = connections(url=None, owner_url=None, postgres=tmp_path / "postgres", pool=False)

    assert (made["default"]["USER"], made["owner"]["USER"]) == ("fourpoint_app", "fourpoint_owner")
    assert made["default"]["HOST"] == made["owner"]["HOST"]
    assert made["default"]["OPTIONS"]["requirepeer"]
    assert not (tmp_path / "postgres").exists()
