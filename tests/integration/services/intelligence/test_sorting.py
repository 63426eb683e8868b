"""A submission is sorted into a threat's queue by a person: levels and alerts raise the clock, and never lower it."""

from datetime import timedelta

import pytest

from fourpoint.access import context
from fourpoint.domain.errors import Unusable
from fourpoint.domain.submissions import Danger
from fourpoint.records.agencies.models import Letter
from fourpoint.records.intelligence.models import Move, Triage
from fourpoint.services.intelligence.opened import open_submission
from fourpoint.services.intelligence.queue import get_queue
from fourpoint.services.intelligence.sorting import Sorting, sort
from fourpoint.services.intelligence.triage import NoSuchSubmission
from fourpoint.services.intelligence.workload import list_workloads
from tests.factories.cast import AT, load_cast
from tests.factories.sending import ivy, send

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=5)
THREAT, LOW, HIGH = "child-exploitation", "child-exploitation.1", "child-exploitation.3"


@pytest.fixture
def cast(settings):
    settings.FOURPOINT_MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return load_cast()


def do(person_id, sent, **into):
    with context.acting(person_id, at=LATER) as who:
        given = {"by": who.actor, "purpose": who.purpose, "at": LATER, "submission_id": sent.submission_id}
        sort(**given, into=Sorting(**{"threat": THREAT} | into))


def row(sent):
    with context.acting(ivy(), at=LATER):
        return Triage.objects.get(pk=sent.submission_id)


def test_level_raises_priority_and_clock_and_a_lower_one_lowers_neither(cast):
    sent = send(cast.bev)
    do(ivy(), sent, level=HIGH, reason="The taxi, four times.")
    do(ivy(), sent, level=LOW, reason="It was another girl.")

    assert (row(sent).priority, row(sent).level) == ("high", LOW)
    assert row(sent).due_at == LATER + timedelta(minutes=15)
    with context.acting(ivy(), at=LATER):
        assert list(Move.objects.order_by("id").filter(step="sort").values_list("reason", flat=True).order_by("reason"))


def test_raising_never_gives_more_time(cast):
    sent = send(cast.bev, danger=Danger.NOW)
    before = row(sent).due_at

    do(ivy(), sent, alerts=("missing-child",))

    assert row(sent).due_at == before


def test_new_alert_tells_who_is_on_duty_once(cast):
    sent = send(cast.bev)
    do(ivy(), sent, alerts=("missing-child",))
    do(ivy(), sent, alerts=("missing-child",))

    assert [one.person_id for one in Letter.objects.all()] == [ivy()]
    assert row(sent).priority == "high"


def test_wording_proposes_an_alert_and_raises_none(cast):
    sent = send(cast.bev, what="Synthetic: she went missing from the children's home on Gull Lane.")

    with context.acting(ivy(), at=LATER) as who:
        assert open_submission(who, sent.reference).sorted.proposed == ("missing-child", "looked-after-placement")
    assert row(sent).alerts == []


@pytest.mark.parametrize(
    ("into", "said"),
    [
        ({"threat": "no-such"}, "threat from the list"),
        ({"threat": "drugs", "level": HIGH, "reason": "So."}, "level of the threat"),
        ({"level": HIGH}, "on what the level rests"),
        ({"alerts": ("no-such",)}, "alerts from the list"),
    ],
)
def test_what_the_catalogue_has_not_is_refused_and_nothing_changes(cast, into, said):
    sent = send(cast.bev)
    with pytest.raises(Unusable, match=said):
        do(ivy(), sent, **into)

    assert row(sent).threat == ""


def test_queue_and_workload_count_threats_by_level(cast):
    for level in (LOW, HIGH, HIGH):
        do(ivy(), send(cast.bev), level=level, reason="So.")
    send(cast.bev)

    with context.acting(ivy(), at=LATER + timedelta(minutes=16)) as who:
        (threat,) = get_queue(who).threats
        shown = get_queue(who, threat=THREAT, level=HIGH)
        (desk,) = list_workloads(who)
    assert (threat.count, [count for _, _, count in threat.levels]) == (3, [2, 0, 1])
    assert len(shown.lines) == 2 and {line.level for line in shown.lines} == {"Category 3: high"}
    assert [(one.waiting, one.overdue) for one in desk.queues] == [(1, 0), (2, 2)]


def test_nobody_else_sorts(cast):
    sent = send(cast.bev)
    for person in (cast.asha, cast.bev, cast.cal):
        with pytest.raises(NoSuchSubmission):
            do(person, sent)
