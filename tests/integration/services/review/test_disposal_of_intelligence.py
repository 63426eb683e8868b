"""Disposal of what intelligence holds: what is stated, judged, attached and found by a record goes with it."""

import uuid

import pytest
from django.db import connection

from fourpoint.access import context
from fourpoint.domain.answering import Worth
from fourpoint.domain.submissions import Danger, Written
from fourpoint.records.files.models import Content
from fourpoint.records.intelligence.models import Answer, Report, SourceUse, Submission
from fourpoint.records.review.models import Disposal
from fourpoint.records.subjects.models import Statement, Subject
from fourpoint.services.intelligence import attaching, reporting, requirements, sources
from fourpoint.services.review import disposal
from fourpoint.services.review.actions import Verdict, decide
from fourpoint.services.subjects import identities
from tests.factories.cast import AT, load_cast
from tests.factories.linking import PLAIN, create, do, original, released, state
from tests.factories.requiring import raise_it
from tests.factories.sending import desk_id, ivy, sol
from tests.integration.services.review.test_disposal import everything

pytestmark = pytest.mark.django_db(transaction=True)
UNIQUE, LETTER = "Zephyrinus Quillwort", b"Synthetic: Zephyrinus Quillwort wrote this."
# What somebody searched for stays in the trail, and the threat model says so.
TRAIL = ["audit_event"]


@pytest.fixture
def cast(settings):
    settings.FOURPOINT_SCANNER, settings.FOURPOINT_UNSCANNED = "", True
    return load_cast()


def propose(kind, record):
    verdict = Verdict(outcome="dispose", reason="It is not needed any more.")
    return do(ivy(), decide, kind=kind, record_id=record, verdict=verdict)


def go(kind, record):
    """Let the officer propose and carry out, and the supervisor confirm; return the certificate."""
    number = propose(kind, record)
    do(sol(), disposal.confirm, disposal_id=number)
    do(ivy(), disposal.carry_out, disposal_id=number)
    with context.acting(ivy(), at=AT):
        return Disposal.objects.get(pk=number)


def test_subject_goes_with_what_is_stated_and_judged_of_it(cast):
    report = released("Synthetic: somebody drives a grey van.")
    subject, other = create(report, UNIQUE), create(report, "Jay Hollow")
    state(subject, report, "describes", f"{UNIQUE} wears a grey coat")
    state(other, report, "associate-of", object_id=subject)
    do(ivy(), identities.join, subject_id=subject, other_id=other, why=f"{UNIQUE} is a nickname.")

    made = go("subject", subject)

    assert set(everything(UNIQUE)) <= set(TRAIL)
    assert (made.counts["statements"], made.counts["judgements"], made.counts["subject"]) == (3, 1, 1)
    with context.acting(ivy(), at=AT):
        assert [one.text for one in Statement.objects.all()] == ["Jay Hollow"]
        assert Subject.objects.get().pk == other


def test_what_its_disposer_may_not_read_of_a_subject_goes_too(cast):
    """The subject is open to the whole force; what the desk stated of it is open to the desk."""
    subject = create(released("Synthetic: somebody drives a grey van."), "Jay Hollow")
    state(subject, original("Synthetic: seen at night."), "describes", f"{UNIQUE} wears a grey coat")
    verdict = Verdict(outcome="dispose", reason="It is not needed any more.")
    number = do(cast.asha, decide, kind="subject", record_id=subject, verdict=verdict)
    do(cast.ines, disposal.confirm, disposal_id=number)

    do(cast.asha, disposal.carry_out, disposal_id=number)

    assert everything(UNIQUE) == []


def test_nothing_hangs_loose_without_a_disposal_under_way(cast):
    subject = create(released("Synthetic: somebody drives a grey van."), "Jay Hollow")

    with context.acting(ivy(), at=AT), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM fourpoint_dispose_ties('subjects_statement', 'subject', %s)", [subject])
        assert cursor.fetchone() == (0,)
        assert Statement.objects.count() == 1


def test_another_agency_removes_nothing_of_ours(cast):
    subject = create(released("Synthetic: somebody drives a grey van."), "Jay Hollow")
    propose("subject", subject)

    with context.acting(cast.tom, at=AT), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM fourpoint_dispose_ties('subjects_statement', 'subject', %s)", [subject])
        assert cursor.fetchone() == (0,)


def test_submission_goes_with_its_files_keys_and_what_it_answered(cast):
    requirement = raise_it(cast.asha)
    written = Written(what=f"Synthetic: {UNIQUE} carries boxes at night.")
    said = requirements.AnswerDraft(requirement_id=requirement, key=uuid.uuid4(), danger=Danger.NO, written=written)
    receipt = do(cast.bev, requirements.answer, answer=said)
    do(cast.bev, attaching.attach, reference=receipt.reference, name="letter.txt", data=LETTER)
    do(ivy(), requirements.judge, requirement_id=requirement, reference=receipt.reference, worth=Worth.HELPS)
    with context.acting(ivy(), at=AT):
        number = Submission.objects.get(reference=receipt.reference).pk
        assert Content.objects.count() == 1
        assert Answer.objects.count() == 1
    item = reporting.ItemDraft(text="Synthetic: boxes are carried at night.", grade=PLAIN)
    report = reporting.ReportDraft(title="Boxes", desk_id=desk_id(), items=(item,), submission_id=number)
    do(ivy(), reporting.write_report, report=report)

    made = go("submission", number)

    assert everything(UNIQUE) == []
    assert made.left == {"reports": 1}
    with context.acting(ivy(), at=AT):
        assert (Content.objects.count(), Answer.objects.count(), Report.objects.count()) == (0, 0, 1)


def test_report_goes_with_its_statements_and_the_source_it_rested_on(cast):
    report = original(f"Synthetic: {UNIQUE} drives a grey van.")
    create(report, UNIQUE)
    item = reporting.ItemDraft(text="A van.", grade=PLAIN)
    do(sol(), reporting.sanitise, report_id=report, title="A van", items=(item,))
    do(sol(), sources.register_source, identity="Robin Marsh", people=(), reports=(report,))

    made = go("report", report)

    assert set(everything(UNIQUE)) <= set(TRAIL)
    assert made.left == {"reports": 1}
    assert (made.counts["subjects.statement"], made.counts["uses-of-sources"]) == (1, 1)
    with context.acting(sol(), at=AT):
        assert not SourceUse.objects.exists()


def test_requirement_goes_with_what_answers_it(cast):
    requirement = raise_it(ivy(), question=f"Synthetic: where does {UNIQUE} live?")

    go("requirement", requirement)

    assert everything(UNIQUE) == []
