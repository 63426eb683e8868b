"""Reports of an older register come in once, with their grades letter for letter, for the people of the desk alone."""

from datetime import date

import pytest

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.domain.errors import Unusable
from fourpoint.records.intelligence.models import Item, Report
from fourpoint.services.intelligence import reading
from fourpoint.services.intelligence.cells import MOST_BYTES
from fourpoint.services.intelligence.older import bring_older
from tests.factories.cast import AT, load_cast
from tests.factories.linking import do
from tests.factories.sending import desk_id, ivy

pytestmark = pytest.mark.django_db
HEAD = "number,title,grade,text,from,until,area\n"
FILE = (
    HEAD
    + '2009/17,Boats by night,B24,"Synthetic: a boat without lights, twice.",2009-05-04,,E07000114\n'
    + "2011/3,A van,E/4/1,Synthetic: a van waits.,2011-02-01,2011-02-08,\n"
    + "2009/17,Boats by night,c 3 5,Synthetic: the owner is said to be a friend.,,,\n"
)


@pytest.fixture
def cast():
    return load_cast()


def bring(content=FILE, person_id=None):
    held = content if isinstance(content, bytes) else content.encode()
    return do(person_id or ivy(), bring_older, desk_id=desk_id(), content=held)


def test_rows_of_one_number_are_one_report_and_grades_stay_as_they_came(cast):
    made = bring()

    assert [(one.number, one.again) for one in made.brought] == [("2009/17", False), ("2011/3", False)]
    with context.acting(ivy(), at=AT) as who:
        page = reading.get_report(who, made.brought[0].report_id)
        assert [item.grade for item in page.items] == ["B24", "c 3 5"]
        assert "2009/17" in page.provenance
        assert page.line.is_old
        assert page.key.caveats
        assert set(Item.objects.values_list("source_grade", flat=True)) == {""}


def test_first_review_counts_from_when_it_was_told(cast):
    made = bring()

    with context.acting(ivy(), at=AT):
        assert Report.objects.get(pk=made.brought[1].report_id).review_on == date(2017, 2, 8)


def test_brought_in_again_nothing_is_doubled(cast):
    first = bring()

    again = bring()

    assert [one.report_id for one in again.brought] == [one.report_id for one in first.brought]
    assert all(one.again for one in again.brought)
    with context.acting(ivy(), at=AT):
        assert Report.objects.count() == 2


def test_desk_alone_reads_it(cast):
    bring()

    for person_id in (cast.asha, cast.bev, cast.cal):
        with context.acting(person_id, at=AT):
            assert not Report.objects.exists()
        with pytest.raises(NotAllowed):
            bring(person_id=person_id)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,A van,2BP,Synthetic: a van.,,,", "is not a 5x5x5 grade"),
        ("1,A van,,Synthetic: a van.,,,", "Give the grade"),
        ("1,A van,B24,,,,", "Item 1 is empty"),
        (",A van,B24,Synthetic: a van.,,,", "Give the number"),
        ("1,,B24,Synthetic: a van.,,,", "Give the report a title"),
        ("1,A van,B24,Synthetic: a van.,4 May 2009,,", "year, month and day"),
        ("1,A van,B24,Synthetic: a van.,2999-01-01,,", "still to come"),
    ],
)
def test_what_is_wrong_with_one_report_is_said_and_stops_no_other(cast, row, said):
    made = bring(f"{HEAD}{row}\n2,A boat,A11,Synthetic: a boat.,,,\n")

    assert [one.number for one in made.brought] == ["2"]
    assert [one.line for one in made.refused] == [2]
    assert said in made.refused[0].why


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("number,title,text\n", "must name the columns"),
        ("", "must name the columns"),
        (b"\xff\xfe", "not in UTF-8"),
        (b"x" * (MOST_BYTES + 1), "more than 2 MB"),
        (HEAD + "1,2,3,4,5,6,7,8,9\n", "too many cells"),
        (HEAD.replace("area", "colour"), "these can be read"),
    ],
)
def test_file_that_cannot_be_read_is_refused_whole(cast, content, said):
    with pytest.raises(Unusable, match=said):
        bring(content)
