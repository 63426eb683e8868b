"""What production refuses to start with, each by its sentence, and all at once."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections

from fourpoint.access import context
from fourpoint.catalogue.reading import find
from fourpoint.config import production, wiring
from fourpoint.config.postgres.layout import ADMIN
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Additional, Audience, Handling
from fourpoint.records.agencies.models import Person
from fourpoint.services.agencies.founding import get_steward
from fourpoint.services.demo.loading import load_demo
from fourpoint.services.sharing.actions import intern_audience
from tests.factories.hiring import found

pytestmark = pytest.mark.django_db

GOOD_KEY = "k3Jx9-QmZ7pLr2VtY8sWb4NcHd6FgAe0uTiOq5MnXzRvBy1CjPwKlDfGhSa"


@pytest.fixture
def ready(settings, tmp_path: Path) -> None:
    """Settings that production accepts."""
    settings.FOURPOINT_MODE = "production"
    settings.FOURPOINT_HOME = tmp_path
    settings.SECRET_KEY = GOOD_KEY
    settings.ALLOWED_HOSTS = ["soc.example.police.uk"]
    settings.DEBUG = False
    settings.FOURPOINT_SECOND_FACTOR = "required"


@pytest.fixture
def connect_as(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """Give the checks a connection of another role, as somebody's mistaken DATABASE_URL would."""
    opened = []

    def connect(user: str) -> str:
        wrapper = connections.create_connection("default")
        wrapper.settings_dict = {**connections["owner"].settings_dict, "USER": user}
        monkeypatch.setattr(production, "connection", wrapper)
        opened.append(wrapper)
        return user

    yield connect
    for wrapper in opened:
        wrapper.close()


def test_good_installation_is_refused_nothing(ready):
    assert production.refusals() == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("FOURPOINT_MODE", "demo", "FOURPOINT_MODE is not 'production'"),
        ("DEBUG", True, "DEBUG is on"),
        ("SECRET_KEY", "short", "The secret key is easy to guess"),
        ("SECRET_KEY", "a" * 80, "The secret key is easy to guess"),
        ("SECRET_KEY", production.secrets.UNSAFE, "There is no secret key"),
        ("ALLOWED_HOSTS", [], "does not know its own name"),
        ("FOURPOINT_SECOND_FACTOR", "offered", "A stolen password is enough"),
        ("ALLOWED_HOSTS", ["*"], "does not know its own name"),
    ],
)
def test_setting_is_refused(ready, settings, name: str, value: object, sentence: str):
    setattr(settings, name, value)

    [refusal] = production.refusals()

    assert sentence in refusal


def test_key_of_the_demo_is_refused(ready, tmp_path: Path):
    (tmp_path / "secrets.toml").write_text(f'secret_key = "{GOOD_KEY}"\n')

    assert [why for why in production.refusals() if "is the demo's" in why]


def test_demo_people_are_refused(ready, settings, checkout: Path):
    settings.FOURPOINT_MODE = "demo"
    # Without what is about areas: this installation holds no data of any.
    load_demo(
        path=checkout / "sample/demo.toml",
        password="another-password",
        at=datetime.now(UTC),
        material=False,
        lively=False,
    )
    settings.FOURPOINT_MODE = "production"

    assert production.refusals() == ["Demo people are in this database: use one that the demo has never touched."]


def test_password_of_the_demo_is_refused_on_any_account(ready, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    steward = Person.objects.create(kind="S", email="steward@soc.police.uk", password="!", name="Steward")
    Person.objects.create(
        email="real@soc.police.uk", name="Real", password=make_password(production.DEMO_PASSWORD), created_by=steward
    )

    assert production.refusals() == ["An account has the demo's password, which is public: change it."]


def test_pending_migrations_are_refused_with_the_first_one(ready, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(wiring, "pending_migrations", lambda: ["sharing.0009_more", "audit.0003_more"])

    assert production.refusals() == [
        "2 migrations have not been run (sharing.0009_more first): run `fourpoint migrate`."
    ]


def test_owner_role_is_refused_because_it_owns_tables(ready, connect_as):
    user = connect_as(connections["owner"].settings_dict["USER"])

    assert production.refusals() == [
        f"The database role '{user}' owns tables, and an owner can switch row security off: use a role that owns none."
    ]


def test_superuser_role_is_refused_for_each_of_its_rights(ready, connect_as):
    if "DATABASE_URL" in os.environ:
        pytest.skip("only the embedded server's superuser is at hand")
    connect_as(ADMIN)

    refusals = production.refusals()

    assert [why for why in refusals if "is a superuser" in why]
    assert [why for why in refusals if "may bypass row security" in why]


def test_everything_wrong_is_told_at_once(ready, settings):
    settings.DEBUG, settings.ALLOWED_HOSTS, settings.SECRET_KEY = True, [], "short"

    assert len(production.refusals()) == 3


def test_catalogue_that_lost_a_code_of_a_record_is_refused(ready, settings, tmp_path: Path):
    at = datetime.now(UTC)
    found("force", at=at)
    steward = get_steward("force")
    with context.acting(steward, at=at) as who:
        value = Audience(
            owner_id=who.actor.agency_id or 0,
            marking=Marking.OFFICIAL,
            handling=Handling.CONDITIONS,
            conditions=("A1",),
            additional=Additional(caveats=("uk-eyes-only",)),
        )
        intern_audience(by=who.actor, purpose=who.purpose, at=at, audience=value)
    assert production.refusals() == []

    own = find("additional_markings").read_text("utf-8").replace('"uk-eyes-only"', '"home-eyes-only"')
    (tmp_path / "additional_markings.toml").write_text(own)
    settings.FOURPOINT_CATALOGUE_OVERRIDE = tmp_path

    (refused,) = production.refusals()
    assert refused.startswith("The catalogue's additional_markings hold no 'uk-eyes-only', which records carry")
