"""
An agreement ends while a hundred readers are active: no answer after that minute contains its records.

The readers are threads that ask the real application, from the middleware down to PostgreSQL, as fast as it answers.
An answer is looked at a last time just before its transaction ends. One that was on its way out by then is not called
back: what is told within a second of the end is left aside, since a busy machine takes that long to hand it over.
"""

import itertools
import threading
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from fourpoint.access import kept
from fourpoint.access.middleware import RowSecurity
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.records.profiles.models import Profile
from fourpoint.records.sharing.models import Agreement, AgreementParty, SignUp
from tests import database
from tests.factories.cast import load_cast, this_hour

READERS, THREADS = 100, 8
ON_ITS_WAY = timedelta(seconds=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def readers():
    """A hundred people of the council, all signed up."""
    kept.forget()
    with transaction.atomic():
        cast = load_cast(this_hour())
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


def _ask_until(people, answers, stop):
    """Ask as one reader after another; keep when each question was put, when it was answered, and what was told."""
    application = RowSecurity(_listing)
    try:
        for person in itertools.cycle(people):
            if stop.is_set():
                return
            request = RequestFactory().get("/somewhere/")
            request.user, request.session = person, SessionStore()
            told = int(application(request).content)
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
        while sum(at > ended + ON_ITS_WAY for at, _ in list(answers)) < 2 * READERS and time.monotonic() < deadline:
            time.sleep(0.01)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    before = [told for at, told in answers if at <= ended]
    after = [told for at, told in answers if at > ended + ON_ITS_WAY]
    assert any(before), "Nobody ever read anything: nothing would be proved."
    assert len(after) >= READERS
    return after


def test_none_reads_after_it_is_ended_by_hand(readers):
    def end():
        # By another process, as far as the readers know: a connection of its own.
        with database.application() as other:
            other.execute(
                "UPDATE sharing_agreement SET ended_at = now(), ended_by_id = recorded_by_id, end_reason = 'over'"
                " WHERE code = 'local-profiles'"
            )
        return timezone.now()

    assert set(_while_reading(readers, end)) == {0}


def test_none_reads_after_it_ends_by_time(readers):
    """The end lies a moment ahead, and nothing happens at it but that it comes."""
    ends_at = timezone.now() + timedelta(seconds=4)
    _end_at(ends_at)

    def wait():
        time.sleep(max(0.0, (ends_at - timezone.now()).total_seconds()))
        return ends_at

    assert set(_while_reading(readers, wait)) == {0}


def _end_at(ends_at):
    with database.owner() as owner, owner.transaction():
        owner.execute("ALTER TABLE sharing_agreement DISABLE TRIGGER hold_agreement")
        owner.execute("UPDATE sharing_agreement SET ends_at = %s WHERE code = 'local-profiles'", [ends_at])
        owner.execute("ALTER TABLE sharing_agreement ENABLE TRIGGER hold_agreement")
    assert Agreement.objects.get(code="local-profiles").ends_at == ends_at
    assert AgreementParty.objects.filter(agreement__code="local-profiles", signed_at=None).count() == 0
