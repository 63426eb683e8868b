"""The demonstration's desk is worked by its own people, at moments of the past, and loads once."""

from collections import Counter

import pytest
from django.utils import timezone

from fourpoint.access import context
from fourpoint.records.intelligence.models import Submission, Triage
from fourpoint.services.demo.desk import load_desk_work
from fourpoint.services.intelligence.likeness import find_alike
from fourpoint.services.intelligence.workload import list_workloads
from tests.factories.cast import WORLD, load_cast
from tests.factories.sending import ivy

pytestmark = pytest.mark.django_db
FILE = WORLD.with_name("desk.toml")


def test_desk_has_a_believable_queue_and_loads_once():
    load_cast(now := timezone.now())

    assert load_desk_work(path=FILE, at=now) == 35
    assert load_desk_work(path=FILE, at=now) == 0

    with context.acting(ivy(), at=now) as who:
        states = Counter(Triage.objects.values_list("state", flat=True))
        danger = Triage.objects.get(submission__danger="now")
        (held,) = list_workloads(who)
        kelp = Submission.objects.get(what__startswith="Synthetic: two men carry")
        assert find_alike(kelp)
        assert all(text.startswith("Synthetic: ") for text in Submission.objects.values_list("what", flat=True))
    assert {"waiting", "in-hand", "asked", "evaluated", "passed", "no-action"} == set(states)
    assert (danger.state, danger.safeguarding) == ("in-hand", "")
    assert sum(held.flow.done) >= 15
    assert held.flow.waiting == 11


def test_nothing_is_loaded_where_there_is_no_file(tmp_path):
    assert load_desk_work(path=tmp_path / "desk.toml", at=timezone.now()) == 0
