"""An agreement closes at its minute wherever its records could come out: every kind, search, pages, work in between."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fourpoint.access import context
from fourpoint.domain.days import TICK
from fourpoint.jobs import agreements as job
from fourpoint.records.profiles.models import Profile
from fourpoint.records.sharing import models
from fourpoint.services.library import listing
from fourpoint.services.marked.kinds import KINDS
from fourpoint.services.sharing import agreements
from tests.factories.agreements import PURPOSE, do
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return load_cast(material=True)


def _tables():
    for kind in KINDS:
        yield kind.model
        yield from (part.model for part in kind.parts)
    yield Profile


def _counts(person_id, at):
    with context.acting(person_id, at=at, purpose=PURPOSE) as who:
        theirs = [key for key, one in who.readable.items() if one.owner_id != who.actor.agency_id]
        return {model: model._default_manager.filter(audience_id__in=theirs).count() for model in _tables()}


def _end_all(cast, at):
    """End all that Tom's agency is a party to."""
    for held in models.Agreement.objects.filter(parties__agency__code="thanet"):
        try:
            do(cast.tom, agreements.end_agreement, at=at, agreement_id=held.id, reason="All ends")
        except agreements.AgreementAlreadyEnded:
            continue


def test_every_kind_of_record_closes_in_the_same_instant(cast):
    at = AT + timedelta(hours=3)
    _end_all(cast, at)

    before, after = _counts(cast.bev, at - TICK), _counts(cast.bev, at)

    assert before[Profile] == 14
    assert sum(before.values()) > 14
    assert set(after.values()) == {0}


def test_search_finds_nothing_of_it_any_more(cast):
    def found(at):
        with context.acting(cast.bev, at=at, purpose=PURPOSE) as who:
            return {one.line.owner for one in listing.list_papers(who, listing.PaperFilter(words="county")).papers}

    at = AT + timedelta(hours=3)
    _end_all(cast, at)

    assert any("Invicta" in owner for owner in found(at - TICK))
    assert not any("Invicta" in owner for owner in found(at))


def test_work_that_was_asked_for_before_runs_by_what_holds_when_it_runs(cast):
    """A job carries who asked and what for, never what was open then."""
    asked = {"person_id": cast.bev, "purpose": PURPOSE}
    at = AT + timedelta(hours=3)
    _end_all(cast, at)

    with context.acting(asked["person_id"], at=at, purpose=asked["purpose"]) as who:
        assert not [one for one in who.readable.values() if one.owner_id != who.actor.agency_id]
        assert not Profile.objects.exists()


def test_morning_job_tells_each_party_once(cast):
    job.tell_of_what_is_due(timestamp=0)
    job.tell_of_what_is_due(timestamp=0)

    for person_id in (cast.ines, cast.tom):
        with context.acting(person_id, at=timezone.now()):
            held = list(models.AgreementNotice.objects.values_list("agreement__code", "about", "notice", "due_on"))
        assert ("empty-homes", "review", "overdue") in {entry[:3] for entry in held}
        assert len(held) == len(set(held))
    with context.acting(cast.cal, at=timezone.now()):
        assert not models.AgreementNotice.objects.exists()
