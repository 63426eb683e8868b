"""Versions stand side by side, never change, and never part from their paper."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from fourpoint.access import context
from fourpoint.records.library.models import Paper, Version
from fourpoint.services.library import queries
from fourpoint.services.library.contents import Uploaded
from fourpoint.services.library.queries import NoSuchPaper
from tests.factories.cast import AT
from tests.factories.papers import ALONE, add, read, write

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
    "column", ["number", "text", "file", "file_name", "media_type", "size", "sha256", "words", "changed", "made_at"]
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
