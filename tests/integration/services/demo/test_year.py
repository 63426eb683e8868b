"""A small year of the demonstration, loaded as in earnest: row security, audiences and a trail that can be proved."""

from collections import Counter
from dataclasses import replace

import pytest

from fourpoint.access import context
from fourpoint.records.intelligence.models import Item, Report, Submission, Triage
from fourpoint.records.subjects.models import Statement
from fourpoint.services.audit import sealing
from fourpoint.services.demo.year.loading import bring, is_loaded, load_year
from fourpoint.services.demo.year.written import read_year
from fourpoint.services.intelligence import listed, monthly, queue, required, workload
from fourpoint.services.subjects import finding
from fourpoint.services.subjects.reading import list_subjects
from tests.factories.cast import AT, WORLD, load_cast
from tests.factories.sending import ivy

FILE = WORLD.with_name("year.toml")
EACH = 40


def small_year():
    """The year with a fraction of its submissions, of which more name somebody."""
    year = read_year(FILE)
    streams = tuple(replace(one, count=EACH, names_subject=0.6) for one in year.streams)
    return replace(year, streams=streams)


def test_desk_has_a_year_of_work_and_each_report_rests_on_it(db):
    load_cast(material=True)

    assert bring(small_year(), at=AT) == EACH * len(small_year().streams)

    assert is_loaded(FILE)
    assert load_year(FILE, at=AT) == 0
    with context.acting(ivy(), at=AT) as who:
        _check_states(who)
        _check_reports()
        _check_statements(who)


def test_others_read_what_was_released_or_shared_and_nothing_of_a_desk(db):
    cast = load_cast(material=True)

    bring(small_year(), at=AT)

    for person_id in (cast.asha, cast.bev, cast.cal):
        with context.acting(person_id, at=AT):
            assert not Submission.objects.exists()
            assert all(row.sanitised_of_id and row.released_at for row in Report.objects.all())
    with context.acting(cast.asha, at=AT) as who:
        assert listed.list_reports(who).lines
        assert list_subjects(who).lines
        assert all(row.made_by_id != row.released_by_id for row in Report.objects.all())
    with context.acting(cast.bev, at=AT) as who:
        # The last of those that were shared was recalled.
        assert 0 < len(listed.list_reports(who).lines) < small_year().sharing.count
        lines = required.list_requirements(who)
        assert {line.state for line in lines} == {"open", "answered", "closed"}
        assert any(line.is_overdue for line in lines)
        assert monthly.get_month(who, "2026-02").questions
    with context.acting(cast.cal, at=AT) as who:
        assert not list_subjects(who).lines
        assert not listed.list_reports(who).lines


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_trail_of_the_year_is_sound(settings, tmp_path):
    settings.FOURPOINT_ROOTS, settings.FOURPOINT_HEADS = tmp_path / "roots", tmp_path / "heads"
    load_cast(material=True)
    year = small_year()

    bring(replace(year, streams=year.streams[:2], requirements=year.requirements[:1]), at=AT)

    sealing.seal()
    assert sealing.verify().verdict.is_sound


def _check_states(who):
    sent = Submission.objects.filter(requirement_id=None)
    assert {"thanet", "weald", "invicta-fire"} <= set(sent.values_list("sender_agency__code", flat=True))
    assert Triage.objects.count() == Submission.objects.count()
    states = Counter(Triage.objects.values_list("state", flat=True))
    assert states["evaluated"] > states["passed"] > 0
    assert states["no-action"]
    page = queue.get_queue(who)
    assert page.counts[queue.Show.ALL] == states["waiting"] + states["in-hand"] + states["asked"]
    assert not page.danger
    assert {one.code for one in workload.list_workloads(who)} == {"invicta", "invicta-vulnerability"}


def _check_reports():
    originals = Report.objects.filter(sanitised_of=None)
    assert all(originals.values_list("submission_id", flat=True))
    assert set(Item.objects.values_list("number", flat=True)) == {1, 2}
    assert not Report.objects.exclude(sanitised_of=None).exclude(provenance="", risk="").exists()


def _check_statements(who):
    rows = list(Statement.objects.all())
    items = {(item.report_id, item.number): item for item in Item.objects.all()}
    for row in rows:
        item = items[row.report_id, row.item_number]
        assert (row.source_grade, row.information_grade) == (item.source_grade, item.information_grade)
        assert row.audience_id == item.audience_id
    name = next(row for row in rows if row.code == "name" and " " in row.text)
    found = finding.find((finding.Clue(code="name", text=name.text),))
    assert name.subject_id in [one.subject_id for one in found]
    assert {"Person", "Vehicle", "Telephone", "Premises"} <= {line.kind for line in list_subjects(who).lines}
