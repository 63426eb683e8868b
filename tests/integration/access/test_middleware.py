"""The middleware sets the context before the view runs, keeps work and trail together, and lets nothing stream."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import timezone

from fourpoint.access import clock, closing, context
from fourpoint.access.middleware import RowSecurity, StreamingRefused
from fourpoint.config import production
from fourpoint.domain.errors import Broken
from fourpoint.records.agencies.models import Person
from fourpoint.records.profiles.models import Profile
from tests.factories.cast import load_cast

pytestmark = pytest.mark.django_db


class Stranger:
    is_authenticated = False


def _answer(view, user, **session):
    request = RequestFactory().get("/somewhere/")
    request.user = user
    request.session = SessionStore()
    request.session.update(session)
    return RowSecurity(view)(request)


def _count(request):
    return HttpResponse(str(Profile.objects.count()))


def _person(person_id):
    return Person.objects.get(id=person_id)


def test_view_sees_what_its_reader_may_see():
    cast = load_cast()

    assert _answer(_count, _person(cast.asha)).content == b"14"
    assert _answer(_count, _person(cast.cal)).content == b"0"
    assert _answer(_count, Stranger()).content == b"0"


def test_purpose_of_the_session_is_weighed():
    cast = load_cast()

    assert _answer(_count, _person(cast.bev), fourpoint_purpose="safeguarding").content == b"0"
    assert _answer(_count, _person(cast.bev), fourpoint_purpose="prevent-crime").content == b"14"
    assert _answer(_count, _person(cast.bev), fourpoint_purpose="nonsense").content == b"14"


def test_agency_of_the_session_counts_only_with_a_membership_there():
    cast = load_cast()
    invicta = _person(cast.asha).memberships.get().agency_id

    assert _answer(_count, _person(cast.cal), fourpoint_agency=invicta).content == b"0"


def test_streamed_answer_is_refused():
    load_cast()

    with pytest.raises(StreamingRefused, match="/somewhere/"):
        _answer(lambda request: StreamingHttpResponse(iter(["late"])), Stranger())


@pytest.mark.parametrize("seconds", [2, -2])
def test_server_whose_clock_is_not_the_databases_decides_nothing(seconds, monkeypatch):
    cast = load_cast()
    right = clock.now
    monkeypatch.setattr(clock, "now", lambda: right() + timedelta(seconds=seconds))

    with pytest.raises(Broken, match=r"seconds (ahead of|behind) the database's"):
        _answer(_count, _person(cast.asha))
    with pytest.raises(Broken), context.acting(cast.bev, at=timezone.now()):
        pass
    assert [said for said in production.of_clock() if "one time server" in said]


def test_server_whose_clock_is_nearly_right_decides_and_looks_that_much_further_ahead(monkeypatch):
    cast = load_cast()
    right = clock.now
    monkeypatch.setattr(clock, "now", lambda: right() - clock.APART / 2)

    assert _answer(_count, _person(cast.asha)).content == b"14"
    assert list(production.of_clock()) == []
    assert closing.AHEAD == closing.ON_ITS_WAY + clock.APART


def test_nothing_of_a_request_that_fails_stays():
    cast = load_cast()

    def fails(request):
        Person.objects.filter(id=cast.asha).update(name="half done")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        _answer(fails, _person(cast.asha))

    assert _person(cast.asha).name == "Asha Verity (fictional)"
    assert Profile.objects.count() == 0
