"""What production refuses to start with: each refusal is one sentence, and all are told at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import connection

from fourpoint.access import clock
from fourpoint.config import secrets, wiring
from fourpoint.config.postgres.errors import DatabaseUnusable
from fourpoint.domain.errors import Broken
from fourpoint.services.demo.loading import has_demo_people
from fourpoint.services.sharing.codes import lost_codes

SHORTEST_KEY = 50
VARIED = 10
DEMO_PASSWORD = "fourpoint-demo-only"  # noqa: S105 shown to everyone who runs the demo
# Domains that can never be somebody's address (RFC 2606); all demo people have one.
DEMO_DOMAIN = ".example"


def refusals() -> list[str]:
    """Return why this installation must not go into production; empty when it may. Needs a running database."""
    return [*_of_settings(), *of_role(), *_of_tables()]


def _of_settings() -> Iterator[str]:
    if settings.FOURPOINT_MODE != "production":
        yield "FOURPOINT_MODE is not 'production': set it, so that cookies and addresses are kept to HTTPS."
    if settings.DEBUG:
        yield "DEBUG is on, and a failing page would show the inside of the system: turn it off."
    if settings.SECRET_KEY == secrets.UNSAFE:
        yield "There is no secret key: set FOURPOINT_SECRET_KEY to 50 random characters or more."
    elif len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < VARIED:
        yield f"The secret key is easy to guess: give FOURPOINT_SECRET_KEY {SHORTEST_KEY} random characters or more."
    elif secrets.read_key(settings.FOURPOINT_HOME / "secrets.toml") == settings.SECRET_KEY:
        yield "The secret key is the demo's: give FOURPOINT_SECRET_KEY a key of its own."
    if settings.FOURPOINT_SECOND_FACTOR != "required":
        yield "A stolen password is enough to sign in: set FOURPOINT_SECOND_FACTOR to 'required', or leave it out."
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "The site does not know its own name: set FOURPOINT_ALLOWED_HOSTS, for example to profiles.police.uk."


@dataclass(frozen=True)
class _Right:
    query: str
    sentence: str


ROLE = (
    _Right(
        "select rolsuper from pg_roles where rolname = current_user",
        "The database role '{role}' is a superuser, and row security does not bind it: use the application's role.",
    ),
    _Right(
        "select rolbypassrls from pg_roles where rolname = current_user",
        "The database role '{role}' may bypass row security: alter role {role} nobypassrls.",
    ),
    _Right(
        "select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where pg_has_role(current_user, c.relowner, 'member') and c.relkind in ('r', 'p')"
        " and n.nspname not in ('pg_catalog', 'information_schema'))",
        "The database role '{role}' owns tables, and an owner can switch row security off: use a role that owns none.",
    ),
)


def of_role() -> Iterator[str]:
    """Say what the role of the application's connection may do that it must not."""
    for right in ROLE:
        if _ask(right.query):
            yield right.sentence.format(role=connection.settings_dict["USER"])


def of_clock() -> Iterator[str]:
    """Say that this server's clock and the database's do not agree."""
    asked_at = clock.now()
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        told = cursor.fetchone()[0]
    try:
        clock.check(asked_at, told, clock.now())
    except Broken as apart:
        yield str(apart)


def _of_tables() -> Iterator[str]:
    try:
        pending = wiring.pending_migrations()
    except DatabaseUnusable as error:
        yield str(error)
        return
    if pending:
        yield f"{len(pending)} migrations have not been run ({pending[0]} first): run `fourpoint migrate`."
        return
    checks: tuple[tuple[Callable[[], bool], str], ...] = (
        (has_demo_people, "Demo people are in this database: use one that the demo has never touched."),
        (_has_demo_password, "An account has the demo's password, which is public: change it."),
    )
    yield from (sentence for found, sentence in checks if found())
    yield from of_clock()
    for name, code in lost_codes():
        yield (
            f"The catalogue's {name} hold no '{code}', which records carry, and their owners could neither change nor"
            f" recall them: put it back into the {name} of FOURPOINT_CATALOGUE."
        )


def _has_demo_password() -> bool:
    with connection.cursor() as cursor:
        # Slow on purpose, each: the newest accounts and all of the demo's are tried, not thousands.
        cursor.execute(
            "select password from agencies_person where is_active and password like 'argon2%%'"
            " order by (email like %s) desc, id desc limit 20",
            [f"%{DEMO_DOMAIN}"],
        )
        return any(check_password(DEMO_PASSWORD, encoded) for (encoded,) in cursor.fetchall())


def _ask(query: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return bool(cursor.fetchone()[0])
