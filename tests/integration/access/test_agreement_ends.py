"""
An agreement ends while a hundred readers are active: no answer after that minute contains its records.

The readers are threads that ask the real application, from the middleware down to PostgreSQL, as fast as it answers.
No answer is left aside: each counts from the instant at which its reader has it in hand.
"""

import itertools
import threading
import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from fourpoint.access import closing, kept, middleware
from fourpoint.access.closing import ON_ITS_WAY
from fourpoint.access.middleware import RowSecurity
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.records.profiles.models import Profile
from fourpoint.records.sharing.models import Agreement, AgreementParty, SignUp
from fourpoint.services.sharing.agreements import end_agreement
from tests import database
from tests.factories.cast import load_cast, this_hour

READERS, THREADS = 100, 8
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    kept.forget()
    with transaction.atomic():
        return load_cast(this_hour())


@pytest.fixture
def readers(cast):
    """A hundred people of the council, all signed up."""
    with transaction.atomic():
        bev = Membership.objects.get(person_id=cast.bev)
        signed = SignUp.objects.filter(person_id=cast.bev, agreement__code="local-profiles").get()
        people = [
            Person.objects.create(email=f"r{n}@thanet.example", name=f"r{n}", password="!", created_by_id=cast.tom)
            for n in range(READERS)
        ]
        for person in people:
            bev.pk, bev.person = None, person
            bev.save(force_insert=True)
            signed.pk, signed.person = None, person
            signed.save(force_insert=True)
    return people


def _listing(request):
    """A page that takes a while, and looks at the rows early."""
    found = Profile.objects.count()
    time.sleep(0.01)
    return HttpResponse(str(found))


def _request(application, person, *, method="get"):
    request = getattr(RequestFactory(), method)("/somewhere/")
    request.user, request.session = person, SessionStore()
    return application(request)


def _ask_until(people, answers, stop):
    """Ask as one reader after another; keep when each question was put, when it was answered, and what was told."""
    application = RowSecurity(_listing)
    try:
        for person in itertools.cycle(people):
            if stop.is_set():
                return
            told = int(_request(application, person).content)
            answers.append((timezone.now(), told))
    finally:
        connections.close_all()


def _while_reading(readers, act):
    answers, stop = [], threading.Event()
    shares = [readers[place::THREADS] for place in range(THREADS)]
    threads = [threading.Thread(target=_ask_until, args=(share, answers, stop)) for share in shares]
    for thread in threads:
        thread.start()
    try:
        while not any(told for _, told in list(answers)):
            time.sleep(0.01)
        ended = act()
        deadline = time.monotonic() + 60
        while sum(at >= ended for at, _ in list(answers)) < 2 * READERS and time.monotonic() < deadline:
            time.sleep(0.01)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    before = [told for at, told in answers if at < ended]
    after = [told for at, told in answers if at >= ended]
    assert any(before), "Nobody ever read anything: nothing would be proved."
    assert len(after) >= READERS
    return after


def test_none_reads_after_it_is_said_to_be_ended(cast, readers):
    def end(request):
        who = request.acting
        held = Agreement.objects.get(code="local-profiles").id
        end_agreement(by=who.actor, purpose=who.purpose, at=who.at, agreement_id=held, reason="It is over")
        return HttpResponse("Ended.")

    def ended():
        # One who ends it asks the application as the readers do.
        _request(RowSecurity(end), Person.objects.get(id=cast.tom), method="post")
        return timezone.now()

    assert set(_while_reading(readers, ended)) == {0}
    assert Agreement.objects.get(code="local-profiles").ended_at is not None


def test_none_reads_after_it_ends_by_time(readers):
    """The end lies a moment ahead, and nothing happens at it but that it comes."""
    ends_at = timezone.now() + 3 * ON_ITS_WAY
    _end_at(ends_at)

    def wait():
        time.sleep(max(0.0, (ends_at - timezone.now()).total_seconds()))
        return ends_at

    assert set(_while_reading(readers, wait)) == {0}


def test_answer_that_would_be_out_after_the_end_waits_for_it(readers):
    ends_at = timezone.now() + ON_ITS_WAY
    _end_at(ends_at)

    told = _request(RowSecurity(_listing), readers[0])

    assert timezone.now() >= ends_at
    assert told.content == b"0"


def test_answer_far_from_any_end_waits_for_nothing(readers):
    begun = time.monotonic()

    assert _request(RowSecurity(_listing), readers[0]).content == b"14"
    assert time.monotonic() - begun < ON_ITS_WAY.total_seconds()


def test_what_is_written_as_the_end_comes_is_not_kept_and_waits_for_nothing(readers):
    _end_at(timezone.now() + ON_ITS_WAY)

    def write(request):
        Person.objects.filter(id=request.user.pk).update(name="Half done")
        return HttpResponse(str(Profile.objects.count()))

    answer = _request(RowSecurity(write), readers[0], method="post")

    assert (answer.status_code, answer["Location"]) == (303, "/somewhere/")
    assert Person.objects.get(id=readers[0].id).name == "r0"


def test_answer_whose_commit_took_too_long_is_looked_at_again(readers, monkeypatch):
    late, made = [True, False], []
    monkeypatch.setattr(middleware, "is_late", lambda looked_at, *, at: late.pop(0))

    def listing(request):
        made.append(request.acting.at)
        return _listing(request)

    assert _request(RowSecurity(listing), readers[0]).content == b"14"
    assert made == sorted(set(made)) and len(made) == 2
    assert closing.is_late(made[0], at=made[0] + ON_ITS_WAY)
    assert not closing.is_late(made[0], at=made[0] + ON_ITS_WAY / 2)


def _end_at(ends_at):
    with database.owner() as owner, owner.transaction():
        owner.execute("ALTER TABLE sharing_agreement DISABLE TRIGGER hold_agreement")
        owner.execute("UPDATE sharing_agreement SET ends_at = %s WHERE code = 'local-profiles'", [ends_at])
        owner.execute("ALTER TABLE sharing_agreement ENABLE TRIGGER hold_agreement")
    assert Agreement.objects.get(code="local-profiles").ends_at == ends_at
    assert AgreementParty.objects.filter(agreement__code="local-profiles", signed_at=None).count() == 0
