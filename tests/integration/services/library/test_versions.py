"""Versions stand side by side, never change, and never part from their paper."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from fourpoint.access import context
from fourpoint.domain.errors import Unusable
from fourpoint.records.audit.models import Event
from fourpoint.records.library.models import Paper, Version
from fourpoint.services.library import queries
from fourpoint.services.library.about import About
from fourpoint.services.library.contents import Uploaded
from fourpoint.services.library.queries import NoSuchPaper
from tests.factories.cast import AT
from tests.factories.papers import ALONE, LATER, add, read, write

pytestmark = pytest.mark.django_db


def test_versions_stand_side_by_side(cast):
    paper = write(cast.asha)
    number = add(cast.asha, paper, Uploaded(name="gulls.txt", data=b"Gulls"), changed="A list.")

    newest, first = read(cast.bev, paper), read(cast.bev, paper, number=1)

    assert (number, newest.version.line.number, newest.version.line.file_name) == (2, 2, "gulls.txt")
    assert (first.version.text, first.version.line.is_newest) == ("They dive for **mackerel** at dawn.", False)
    assert [line.changed for line in newest.versions] == ["A list.", ""]
    with context.acting(cast.bev, at=AT):
        held = queries.get_file(paper, 2)
    assert (held.name, held.media_type, held.data) == ("gulls.txt", "text/plain", b"Gulls")


@pytest.mark.parametrize("number", [0, 3, 99])
def test_version_that_is_not_there_is_not_open(cast, number):
    paper = write(cast.asha)

    with pytest.raises(NoSuchPaper):
        read(cast.asha, paper, number=number or 7)
    with context.acting(cast.asha, at=AT), pytest.raises(NoSuchPaper):
        queries.get_file(paper, 1)


@pytest.mark.parametrize(
    "column",
    ["number", "text", "held", "file_name", "media_type", "size", "sha256", "words", "changed", "amended", "made_at"],
)
def test_version_never_changes_even_for_its_owner(cast, column):
    paper = write(cast.asha)

    with context.acting(cast.asha, at=AT):
        value = Version.objects.values_list(column, flat=True).get(paper=paper)
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Version.objects.filter(paper=paper).update(**{column: value})


def test_version_stays_with_its_paper(cast):
    one, other = write(cast.asha), write(cast.asha)

    with context.acting(cast.asha, at=AT), pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Version.objects.filter(paper=one).update(paper=other)


def test_database_holds_version_and_paper_to_one_audience(cast):
    shared, own = write(cast.asha), write(cast.asha, audience=ALONE)

    with context.acting(cast.asha, at=AT):
        audience = Paper.objects.get(pk=shared).audience_id
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            Version.objects.filter(paper=own).update(audience_id=audience)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_parts_may_be_moved_before_their_record(cast):
    shared, own = write(cast.asha), write(cast.asha, audience=ALONE)

    with context.acting(cast.asha, at=AT), connection.cursor() as cursor:
        audience = Paper.objects.get(pk=shared).audience_id
        Version.objects.filter(paper=own).update(audience_id=audience)
        Paper.objects.filter(pk=own).update(audience_id=audience)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        assert Version.objects.get(paper=own).audience_id == audience


def test_what_a_paper_is_about_changes_with_a_version_and_the_trail_has_it(cast, sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    paper = write(cast.asha, area_codes=("E07000114",))
    about = About(title="Gulls", summary="Made up for a test.", threat="modern-slavery")
    number = add(cast.asha, paper, None, about=about)

    page = read(cast.bev, paper)
    newest, first = page.versions
    assert (number, page.about, page.version.text) == (2, about, "They dive for **mackerel** at dawn.")
    assert newest.amended == (
        "The title was “Gannets on the harbour wall”. The areas were: Thanet. The threat was: none in particular."
    )
    assert (first.amended, newest.sha256) == ("", first.sha256)
    with context.acting(cast.ines, at=LATER):
        held = Event.objects.get(action="paper.version", object_id=str(paper))
    assert held.facts["amended"] == ["title", "areas", "threat"]
    assert "Gulls" not in str(held.facts)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"title": " "}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"summary": "a" * 1_001}, "summary"),
        ({"threat": "gulls"}, "threat"),
        ({"area_codes": ("E99999999",)}, "areas"),
        ({}, "Nothing is new"),
    ],
)
def test_what_a_paper_cannot_be_about_is_said_in_a_sentence(cast, about, said):
    paper = write(cast.asha)
    same = {"title": "Gannets on the harbour wall", "summary": "Made up for a test."}

    with pytest.raises(Unusable, match=said):
        add(cast.asha, paper, None, about=About(**same | about))
    assert len(read(cast.asha, paper).versions) == 1


def test_areas_that_are_offered_no_more_may_stay(cast):
    paper = write(cast.asha)
    with context.acting(cast.asha, at=AT):
        Paper.objects.filter(pk=paper).update(area_codes=["E99999999"], threat="abolished")

    about = replace(read(cast.asha, paper).about, title="Gulls")

    assert add(cast.asha, paper, None, about=about) == 2
    assert read(cast.asha, paper).line.areas == ("E99999999",)
