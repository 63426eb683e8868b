"""The trail holds what was done with papers, and who read them."""

import pytest

from fourpoint.access import context
from fourpoint.records.audit.models import Reading
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.library import queries
from fourpoint.services.library.contents import Uploaded, Written
from tests.factories.papers import LATER, add, events, say, write

pytestmark = pytest.mark.django_db


def test_trail_holds_every_change_and_to_whom_it_was_disclosed(cast):
    paper = write(cast.asha)
    add(cast.asha, paper, Written(text="They sleep at noon."))
    thanet = find_agency("thanet")

    ours = [row for row in events(cast, "paper") if row["object_id"] == str(paper)]

    assert {row["action"] for row in ours} == {"paper.write", "paper.disclose", "paper.version"}
    disclosed = next(row for row in ours if row["action"] == "paper.disclose")
    assert (disclosed["operation"], disclosed["agencies"]) == ("disclosure", [thanet])


def test_readings_of_paper_file_and_comments_are_recorded(cast):
    paper = write(cast.asha, content=Uploaded(name="gulls.txt", data=b"Gulls"))
    comment = say(cast.asha, paper, "Read this.")
    with context.acting(cast.bev, at=LATER) as who:
        queries.get_paper(who, paper)
    with context.acting(cast.bev, at=LATER):
        queries.get_file(paper, 1)

    with context.acting(cast.ines, at=LATER):
        rows = Reading.objects.filter(person_id=cast.bev, at=LATER).values_list("object_kind", "object_id")
        assert sorted(rows) == [("comment", str(comment)), ("paper", str(paper)), ("paper", str(paper))]
