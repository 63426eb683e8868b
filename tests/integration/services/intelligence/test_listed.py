"""The list of reports: narrowed and counted over what is open to the reader alone, and what is old is said to be."""

from datetime import timedelta

import pytest

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.records.audit.models import Event, Listing
from fourpoint.services.intelligence import listed, required
from fourpoint.services.intelligence.listed import Asked, Show
from fourpoint.services.intelligence.reporting import ItemDraft, ReportDraft, release, sanitise, write_report
from tests.factories.cast import AT, load_cast
from tests.factories.linking import PLAIN, do, original, released
from tests.factories.requiring import raise_it
from tests.factories.sending import desk_id, ivy, sol

pytestmark = pytest.mark.django_db
AREA = "E07000114"


@pytest.fixture
def cast():
    return load_cast()


def shown(person_id, **given):
    page = given.pop("page", 1)
    with context.acting(person_id, at=AT) as who:
        return listed.list_reports(who, Asked(**given), page=page)


def of_area(*, threat, told_on=None):
    """A released report of that area and threat."""
    items = (ItemDraft(text="Synthetic: parcels at night.", grade=PLAIN, from_on=told_on),)
    draft = ReportDraft(title="Parcels", desk_id=desk_id(), items=items, threat=threat, area_codes=(AREA,))
    number = do(ivy(), write_report, report=draft)
    made = do(ivy(), sanitise, report_id=number, title="Parcels", items=items)
    do(sol(), release, report_id=made, marking=Marking.OFFICIAL, reason="Nothing points to the source.")
    return made


def test_parts_and_their_counts_are_of_what_is_open_to_the_reader(cast):
    first = original()
    second = released(of=first)

    assert shown(ivy()).counts[Show.ALL] == 2
    assert [line.report_id for line in shown(ivy(), show=Show.ORIGINALS).lines] == [first]
    for person_id in (cast.asha, sol()):
        assert second in [line.report_id for line in shown(person_id, show=Show.RELEASED).lines]
    assert shown(cast.asha).counts[Show.ALL] == 1
    assert shown(cast.asha).counts[Show.ORIGINALS] == 0
    assert shown(cast.bev).total == shown(cast.cal).total == 0


def test_threat_and_area_narrow_the_list_and_the_known_of_a_profile_agrees(cast):
    drugs = of_area(threat="drugs", told_on=AT.date() - timedelta(days=10))
    old = of_area(threat="drugs", told_on=AT.date() - timedelta(days=800))
    of_area(threat="weapons")

    page = shown(cast.asha, threat="drugs", area=AREA)

    assert {line.report_id: line.is_old for line in page.lines} == {drugs: False, old: True}
    assert {code: number for code, _, number in page.threats} == {"drugs": 2, "weapons": 1}
    assert not shown(cast.asha, threat="drugs", area="E07000108").lines
    with context.acting(cast.asha, at=AT) as who:
        known = {one.code: (one.known, one.old) for one in required.list_known(who, AREA)}
    assert known == {"drugs": (2, 1), "weapons": (1, 0)}


def test_page_past_the_end_is_the_last_and_an_unknown_threat_finds_nothing(cast):
    released()

    assert shown(cast.asha, page=9).page == 1
    assert not shown(cast.asha, threat="no-such-threat").lines


def test_what_a_profile_counts_is_in_the_trail_one_entry_a_list_and_what_it_showed(cast):
    of_area(threat="drugs")
    of_area(threat="weapons")
    asked = raise_it(ivy())

    with context.acting(cast.asha, at=AT) as who:
        required.list_known(who, AREA)
        required.list_known(who, AREA)

    with context.acting(cast.ines, at=AT):
        entries = Event.objects.filter(person_id=cast.asha, action__endswith=".list")
        facts = sorted((one.action, one.facts["shown"], one.facts["total"]) for one in entries)
        on_it = {one.object_kind: set(one.object_ids) for one in Listing.objects.filter(person_id=cast.asha)}
    assert facts == [("report.list", 0, 2), ("requirement.list", 1, 1)]
    # A number shows no report: its owner is not told that it was read.
    assert on_it == {"requirement": {str(asked)}}
