"""Originals stay on the desk; a sanitised report is released by a second person and shared from then on."""

import pytest
from django.db import DatabaseError, transaction

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.domain.errors import Unusable
from fourpoint.domain.grading import Grade, InformationGrade, LegacyGrade, SourceGrade
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience, Handling
from fourpoint.records.disclosure.models import Placement
from fourpoint.records.intelligence.models import Item, Report, Submission
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.intelligence import reporting
from fourpoint.services.intelligence.reporting import ItemDraft, NoSuchReport, ReportDraft, SecondPersonNeeded
from fourpoint.services.marked.place import KeepsItsAudience, Placing, place
from fourpoint.services.sharing.actions import find_terms
from tests.factories.cast import AT, load_cast
from tests.factories.sending import WORDS, desk_id, ivy, send, sol

pytestmark = pytest.mark.django_db
PLAIN = Grade(source=SourceGrade.UNTESTED, information=InformationGrade.KNOWN_DIRECTLY, handling=Handling.PERMITTED)
CAREFUL = Grade(
    source=SourceGrade.RELIABLE,
    information=InformationGrade.KNOWN_INDIRECTLY,
    handling=Handling.CONDITIONS,
    conditions=frozenset({"A3"}),
)
ITEMS = (ItemDraft(text="Synthetic: boxes are carried into a flat at night.", grade=PLAIN),)


@pytest.fixture
def cast():
    return load_cast()


@pytest.fixture
def original(cast):
    number = send(cast.bev).submission_id
    items = (ItemDraft(text=WORDS, grade=PLAIN), ItemDraft(text="Synthetic: a second item.", grade=CAREFUL))
    return do(
        ivy(), reporting.write_report, report=draft(items=items, submission_id=number, provenance="Seen herself.")
    )


def draft(**changes):
    return ReportDraft(**{"title": "Night deliveries", "desk_id": desk_id(), "items": ITEMS} | changes)


def do(person_id, act, /, **given):
    with context.acting(person_id, at=AT) as who:
        return act(by=who.actor, purpose=who.purpose, at=AT, **given)


def sanitised(original, *, by=None, items=ITEMS):
    return do(by or ivy(), reporting.sanitise, report_id=original, title="Deliveries", items=items)


def reads(person_id):
    with context.acting(person_id, at=AT):
        return set(Report.objects.values_list("id", flat=True)), Item.objects.count()


def test_original_stays_on_the_desk_and_submission_is_untouched(cast, original):
    assert reads(ivy()) == reads(sol()) == ({original}, 2)
    for other in (cast.asha, cast.bev, cast.ines, cast.cal):
        assert reads(other) == (set(), 0)
    with context.acting(ivy(), at=AT):
        assert Submission.objects.get().what == WORDS
        assert [item.number for item in Item.objects.order_by("number")] == [1, 2]


def test_original_is_never_shared(cast, original):
    terms, thanet = find_terms("local-profiles"), find_agency("thanet")
    audience = Audience(
        owner_id=find_agency("invicta"),
        marking=Marking.OFFICIAL,
        agreement=terms,
        agencies=frozenset({thanet}),
        purposes=frozenset({"prevent-crime"}),
    )
    placing = Placing(kind="report", record_id=original, audience=audience, reason="They asked.")

    with pytest.raises(KeepsItsAudience, match="not sanitised"):
        do(ivy(), place, placing=placing)


def test_second_person_releases_and_the_agency_reads_the_sanitised_text_alone(cast, original):
    number = sanitised(original)
    assert reads(cast.asha) == (set(), 0)
    with pytest.raises(NotAllowed):
        do(ivy(), reporting.release, report_id=number, marking=Marking.OFFICIAL, reason="Nothing points to her.")

    do(sol(), reporting.release, report_id=number, marking=Marking.OFFICIAL, reason="Nothing points to her.")

    assert reads(cast.asha) == ({number}, 1)
    assert reads(cast.bev) == (set(), 0)
    with context.acting(cast.asha, at=AT):
        held = Report.objects.get()
        assert (held.provenance, held.risk, held.state, held.released_by_id) == ("", "", "ready", sol())
        assert Placement.objects.get(kind="report", record_id=number).reason == "Nothing points to her."


def test_who_wrote_it_does_not_release_it(original):
    number = sanitised(original, by=sol())

    with pytest.raises(SecondPersonNeeded):
        do(sol(), reporting.release, report_id=number, marking=Marking.OFFICIAL, reason="It is fine.")


def test_whoever_wrote_it_last_is_its_writer(original):
    number = sanitised(original)
    do(sol(), reporting.rewrite, report_id=number, title="Deliveries", items=ITEMS)

    with pytest.raises(SecondPersonNeeded):
        do(sol(), reporting.release, report_id=number, marking=Marking.OFFICIAL, reason="It is fine.")


def test_conditions_of_any_item_bind_the_whole_report(original):
    number = sanitised(original, items=(*ITEMS, ItemDraft(text="Synthetic: more.", grade=CAREFUL)))

    do(sol(), reporting.release, report_id=number, marking=Marking.OFFICIAL, reason="Nothing points to her.")

    with context.acting(sol(), at=AT) as who:
        audience = who.readable[Report.objects.get(pk=number).audience_id]
    assert (audience.handling, audience.conditions) == (Handling.CONDITIONS, ("A3",))


def test_released_is_not_rewritten(original):
    number = sanitised(original)
    do(sol(), reporting.release, report_id=number, marking=Marking.OFFICIAL, reason="Nothing points to her.")

    with pytest.raises(reporting.ReportIsFinished):
        do(ivy(), reporting.rewrite, report_id=number, title="Other", items=ITEMS)
    with pytest.raises(reporting.ReportIsFinished):
        do(sol(), reporting.release, report_id=number, marking=Marking.OFFICIAL, reason="Again.")
    with pytest.raises(Unusable, match="sanitised already"):
        sanitised(number)


@pytest.mark.parametrize("person", ["asha", "bev", "cal"])
def test_others_write_no_report_and_see_none_to_sanitise(cast, original, person):
    who = getattr(cast, person)

    with pytest.raises(NotAllowed):
        do(who, reporting.write_report, report=draft())
    with pytest.raises(NoSuchReport):
        do(who, reporting.sanitise, report_id=original, title="Mine", items=ITEMS)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"items": ()}, "at least one item"),
        ({"items": (ItemDraft(text=" ", grade=PLAIN),)}, "Item 1 is empty"),
        ({"title": " "}, "title"),
        ({"collection": "found"}, "how it was collected"),
        ({"threat": "nonsense"}, "Choose the threat"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(cast, changes, said):
    with pytest.raises(Unusable, match=said):
        do(ivy(), reporting.write_report, report=draft(**changes))


def test_older_grade_stays_as_it_came(cast):
    number = do(
        ivy(), reporting.write_report, report=draft(items=(ItemDraft(text="Old.", grade=LegacyGrade("b/2/4")),))
    )

    with context.acting(ivy(), at=AT):
        held = Item.objects.get(report_id=number)
    assert (held.older_grade, held.source_grade, held.information_grade) == ("b/2/4", "", "")


def test_database_keeps_provenance_out_of_what_is_sanitised(original):
    number = sanitised(original)

    with context.acting(ivy(), at=AT), pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=number).update(provenance="His sister said so.")
