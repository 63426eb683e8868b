"""`./fourpoint agency` lets the first people of a system in, through the same doors as everyone else."""

from contextlib import nullcontext

import pytest
from django.contrib.auth import authenticate
from typer.testing import CliRunner

from fourpoint.config import wiring
from fourpoint.config.commands import agency
from fourpoint.records.agencies.models import Agency, Membership, Person

pytestmark = pytest.mark.django_db
PASSWORD = "a long password for a test"
INVITE = ("invite", "northmoor", "Cal@northmoor.example", "Cal Rowan (fictional)", "--role", "analyst")


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(wiring, "database", nullcontext)
    return lambda *arguments: CliRunner().invoke(agency.app, list(arguments))


@pytest.fixture
def founded(run):
    return run("found", "northmoor", "Northmoor Constabulary (fictional)")


def test_a_founded_agency_has_a_steward_who_cannot_sign_in(founded):
    assert founded.exit_code == 0, founded.output
    assert Agency.objects.get().code == "northmoor"
    assert not Person.objects.get().has_usable_password()


def test_kind_of_agency_unknown_to_the_catalogue_is_refused_in_a_sentence(run):
    refused = run("found", "northmoor", "Northmoor Constabulary (fictional)", "--kind", "circus")

    assert refused.exit_code == 1
    assert "'circus' is not a kind of agency of the catalogue: use one of police-force" in refused.stderr
    assert Agency.objects.count() == 0


def test_founding_twice_is_refused_in_a_sentence(run, founded):
    again = run("found", "northmoor", "Northmoor Constabulary (fictional)")

    assert again.exit_code == 1
    assert "already on this system" in again.stderr
    assert Agency.objects.count() == 1


def test_an_invited_person_can_sign_in_and_holds_the_role(run, founded):
    result = run(*INVITE, "--password", PASSWORD)

    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    person = authenticate(None, email="cal@northmoor.example", password=PASSWORD)
    assert Membership.objects.get(person=person).roles == ["analyst"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((*INVITE, "--password", "short"), "too short"),
        ((*INVITE, "--password", PASSWORD, "--role", "king"), "No such role: king"),
        ((*INVITE, "--password", PASSWORD, "--clearance", "SECRET"), "above this system's ceiling"),
        (("invite", "nowhere", *INVITE[2:], "--password", PASSWORD), "no agency 'nowhere'"),
    ],
)
def test_a_bad_invitation_is_refused_and_leaves_nobody(run, founded, arguments, reason):
    result = run(*arguments)

    assert result.exit_code == 1
    assert reason in " ".join(result.stderr.split())
    assert not Person.objects.filter(email="cal@northmoor.example").exists()
