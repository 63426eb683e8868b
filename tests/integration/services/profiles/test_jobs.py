"""Jobs that freeze editions: asked for once, worked as the person who asked, found again by their state."""

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.jobs import profiles
from fourpoint.records.profiles.models import Edition
from fourpoint.services.profiles.printing import Printed
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db
THANET = "E07000114"


def print_little(document):
    return Printed(pdf=b"pdf", files=())


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    settings.FOURPOINT_PRINTER = f"{__name__}.print_little"
    return load_cast()


def ask(person, areas=(THANET,)):
    with context.acting(person, at=AT) as who:
        return profiles.ask_for_editions(areas=areas, label="2025Q4", who=who)


def test_asking_twice_queues_once(cast):
    ask(cast.asha)
    ask(cast.asha)

    assert ProcrastinateJob.objects.filter(task_name=profiles.TASK).count() == 1
    asked = profiles.find_builds(areas=(THANET,), label="2025Q4")
    assert [build.state for build in asked.builds] == ["waiting"]
    assert asked.is_going_on and asked.done == 0


def test_whoever_may_not_build_queues_nothing(cast):
    with pytest.raises(NotAllowed):
        ask(cast.bev)

    assert ProcrastinateJob.objects.count() == 0


def test_every_profile_of_the_agency_is_a_job_of_its_own(cast):
    assert len(ask(cast.asha, ("all",))) == 14
    assert ProcrastinateJob.objects.filter(task_name=profiles.TASK).count() == 14


def test_job_freezes_as_the_person_who_asked(cast, monkeypatch):
    monkeypatch.setattr(profiles, "the_printer", lambda: print_little)
    ask(cast.asha)
    job = ProcrastinateJob.objects.get(task_name=profiles.TASK)

    profiles.build_edition(**job.args)

    with context.acting(cast.asha, at=AT):
        frozen = Edition.objects.all()
        assert {edition.cut for edition in frozen} == {"police", "partner", "public"}
        assert {edition.frozen_by_id for edition in frozen} == {cast.asha}


def test_job_of_someone_who_may_no_longer_build_freezes_nothing(cast, monkeypatch):
    monkeypatch.setattr(profiles, "the_printer", lambda: print_little)

    with pytest.raises(NotAllowed), context.acting(cast.bev, at=AT) as who:
        profiles.build_edition(
            area=THANET,
            label="2025Q4",
            person_id=cast.bev,
            agency_id=who.actor.agency_id,
            purpose=who.purpose,
        )

    with context.acting(cast.asha, at=AT):
        assert not Edition.objects.exists()


def test_stalled_jobs_are_put_back_every_minute():
    app.perform_import_paths()

    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert periodic == {
        "profiles.rescue_stalled": "* * * * *",
        "audit.seal": "* * * * *",
        "audit.check": "17 3 * * *",
        "agreements.give_notices": "7 5 * * *",
        "review.count_overdue": "23 5 * * *",
        "search.alert": "*/30 * * * *",
        "files.scan_waiting": "* * * * *",
        "policy.prune": "41 * * * *",
        "accounts.forget": "*/10 * * * *",
        "accounts.send_mail": "* * * * *",
        "intelligence.escalate": "* * * * *",
        "intelligence.forget": "20 * * * *",
    }
