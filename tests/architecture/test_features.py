"""Every room of pages belongs to a feature that impact assessments can name, or holds nothing of people's."""

from django.apps import apps

from fourpoint.catalogue import loader
from fourpoint.records.agencies.models import Person
from tests.architecture.house import CHECKOUT

WEB = CHECKOUT / "src/fourpoint/web"
# Frames, the first page, and published data: they hold nothing about anybody.
WITHOUT_PEOPLE = {"frame", "start", "data", "methods"}


def test_every_room_of_pages_has_a_feature():
    rooms = {path.name for path in WEB.iterdir() if (path / "__init__.py").is_file()} - WITHOUT_PEOPLE
    named = {room for feature in loader.load("features") for room in feature.rooms}

    assert rooms == named, "Let features.toml say which feature these rooms are of: it needs impact assessments."


def test_nobody_is_a_superuser_and_there_is_no_admin_site():
    assert not apps.is_installed("django.contrib.admin")
    assert not {"is_superuser", "is_staff"} & {field.name for field in Person._meta.get_fields()}
