"""Who told is known to those on the source's own list, encrypted at rest, and shown for a reason that is kept."""

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.domain.errors import Broken, Unusable
from fourpoint.records.audit.models import Event
from fourpoint.records.intelligence.models import Source, SourceUse
from fourpoint.services.intelligence import sources
from fourpoint.services.intelligence.reporting import write_report
from fourpoint.services.intelligence.sources import NoSuchSource
from tests.factories.cast import AT, load_cast
from tests.factories.sending import ivy, sol
from tests.integration.services.intelligence.test_reporting import draft

pytestmark = pytest.mark.django_db
WHO = "Synthetic: Wilhelmina Quill, who runs the corner shop"


@pytest.fixture
def cast():
    return load_cast()


@pytest.fixture
def report(cast):
    return do(ivy(), write_report, report=draft())


@pytest.fixture
def source(report):
    return do(sol(), sources.register_source, identity=WHO, people=(), reports=(report,))


def do(person_id, act, /, **given):
    with context.acting(person_id, at=AT) as who:
        return act(by=who.actor, purpose=who.purpose, at=AT, **given)


def test_only_who_is_on_its_list_knows_that_there_is_a_source(cast, source):
    for person in (ivy(), cast.asha, cast.ines, cast.bev, cast.cal):
        with context.acting(person, at=AT):
            assert (Source.objects.count(), SourceUse.objects.count(), sources.list_sources()) == (0, 0, ())
    with context.acting(sol(), at=AT):
        assert [line.reports for line in sources.list_sources()] == [1]


def test_identity_is_shown_for_a_reason_and_the_trail_keeps_it(cast, source):
    with pytest.raises(Unusable, match="Say why"):
        do(sol(), sources.reveal, source_id=source, reason=" ")

    assert do(sol(), sources.reveal, source_id=source, reason="The court asks.") == WHO
    with context.acting(cast.ines, at=AT):
        entry = Event.objects.get(action="source.reveal")
    assert (entry.operation, entry.reason, entry.person_id) == ("consultation", "The court asks.", sol())


def test_database_holds_no_word_of_it(source):
    with context.acting(sol(), at=AT), connection.cursor() as cursor:
        cursor.execute("SELECT encode(identity, 'escape') FROM intelligence_source")
        (held,) = cursor.fetchone()
    assert "Quill" not in held
    assert "Synthetic" not in held


def test_another_key_opens_nothing_and_the_earlier_one_given_after_it_does(source, settings):
    earlier = settings.FOURPOINT_SOURCE_KEYS
    settings.FOURPOINT_SOURCE_KEYS = (Fernet.generate_key(),)
    with pytest.raises(Broken, match="earlier key"):
        do(sol(), sources.reveal, source_id=source, reason="The court asks.")

    settings.FOURPOINT_SOURCE_KEYS += earlier

    assert do(sol(), sources.reveal, source_id=source, reason="The court asks.") == WHO


def test_who_keeps_no_register_enters_and_finds_none(cast, source):
    with pytest.raises(NotAllowed):
        do(ivy(), sources.register_source, identity=WHO, people=())
    with pytest.raises(NoSuchSource):
        do(ivy(), sources.reveal, source_id=source, reason="Curious.")


def test_report_that_is_not_open_cannot_be_linked(source):
    with pytest.raises(Unusable, match="not open to you"):
        do(sol(), sources.rest_on, source_id=source, report_id=10**6)
