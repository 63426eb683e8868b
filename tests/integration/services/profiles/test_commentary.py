"""Commentary: written for its own agency or under an agreement, revised, withdrawn, and read by no one else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.records.audit.models import Event, Reading
from fourpoint.records.profiles.models import Commentary, CommentaryVersion
from fourpoint.services.agencies.queries import find_agency, find_person
from fourpoint.services.marked.kinds import find_kind
from fourpoint.services.profiles.commentary import actions, anchors, queries, readers
from fourpoint.services.profiles.queries import NoSuchProfile
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db
THANET = "E07000114"
PLACE = anchors.Anchor(kind="section", anchor_id="place")
SHARED, OWN = "local-profiles", "own"


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


def write(person, text="Two paragraphs.\n\nHere is the second.", *, to=SHARED, marking=Marking.OFFICIAL, **more):
    with context.acting(person, at=AT) as who:
        audience = readers.make_audience(who, readers=to, marking=marking)
        draft = actions.Draft(**{"anchor": PLACE, "text": text, "audience": audience, **more})
        return actions.write_commentary(area=THANET, draft=draft, by=who.actor, purpose=who.purpose, at=AT)


def read(person):
    with context.acting(person, at=AT) as who:
        return queries.list_commentary(THANET, who=who)


def change(person, done, **given):
    with context.acting(person, at=AT + timedelta(days=1)) as who:
        return done(by=who.actor, purpose=who.purpose, at=who.at, **given)


def test_partner_reads_what_is_shared_and_never_what_is_kept(cast):
    write(cast.asha, "For partners.")
    write(cast.asha, "For the force.", to=OWN, marking=Marking.OFFICIAL_SENSITIVE)

    assert [note.paragraphs for note in read(cast.bev)] == [("For partners.",)]
    assert {note.paragraphs[0] for note in read(cast.asha)} == {"For partners.", "For the force."}
    assert [note.marking for note in read(cast.asha)] == ["OFFICIAL", "OFFICIAL-SENSITIVE"]


def test_partner_writes_for_her_own_agency_on_a_profile_of_another(cast):
    write(cast.bev, "The council closed the underpass in May.")

    (note,) = read(cast.asha)

    assert note.owner == "Thanet District Council (fictional team)"
    assert not note.may_change
    assert read(cast.bev)[0].may_change
    with context.acting(cast.asha, at=AT):
        assert Commentary.objects.get().owner_id == find_agency("thanet")


def test_what_a_partner_keeps_is_not_the_forces_to_see(cast):
    write(cast.bev, "For the council.", to=OWN)

    assert read(cast.asha) == ()
    with context.acting(cast.asha, at=AT):
        assert (Commentary.objects.count(), CommentaryVersion.objects.count()) == (0, 0)


def test_another_force_sees_no_note_and_writes_none(cast):
    number = write(cast.asha)

    with pytest.raises(NoSuchProfile):
        read(cast.cal)
    with pytest.raises(NoSuchProfile):
        write(cast.cal, to=OWN)
    with pytest.raises(actions.NoSuchCommentary):
        change(cast.cal, actions.revise_commentary, commentary_id=number, text="Mine now.")
    with context.acting(cast.cal, at=AT):
        assert Commentary.objects.count() == CommentaryVersion.objects.count() == 0


def test_revising_keeps_the_words_before(cast):
    number = write(cast.asha, "First.")

    assert change(cast.asha, actions.revise_commentary, commentary_id=number, text="Second.") == 2
    assert change(cast.asha, actions.revise_commentary, commentary_id=number, text="Second.\n") == 2

    with context.acting(cast.bev, at=AT) as who:
        note, wordings = queries.get_note(THANET, number, who=who)
    assert (note.version, note.paragraphs) == (2, ("Second.",))
    assert [one.paragraphs for one in wordings] == [("Second.",), ("First.",)]


def test_withdrawn_note_is_the_owners_alone_and_cannot_change_again(cast):
    number = write(cast.asha)

    change(cast.asha, actions.withdraw_commentary, commentary_id=number, reason="It was wrong.")

    assert read(cast.bev) == ()
    with context.acting(cast.bev, at=AT) as who, pytest.raises(actions.NoSuchCommentary):
        queries.get_note(THANET, number, who=who)
    (note,) = read(cast.asha)
    assert (note.is_withdrawn, note.withdrawn_reason, note.may_change) == (True, "It was wrong.", False)
    with pytest.raises(actions.AlreadyWithdrawn):
        change(cast.asha, actions.revise_commentary, commentary_id=number, text="Again.")


def test_reader_of_another_agency_changes_nothing(cast):
    number = write(cast.asha)

    with pytest.raises(NotAllowed):
        change(cast.bev, actions.revise_commentary, commentary_id=number, text="Mine now.")
    with pytest.raises(NotAllowed):
        change(cast.bev, actions.withdraw_commentary, commentary_id=number, reason="I do not like it.")


def test_governance_officer_without_a_writing_role_writes_none(cast):
    ines = find_person("ines@invicta.example")

    with pytest.raises(NotAllowed):
        write(ines, to=OWN)


@pytest.mark.parametrize(("text", "words"), [("", "says nothing"), (" \n\n ", "says nothing"), ("x" * 5001, "5,001")])
def test_note_that_says_nothing_or_too_much_is_refused(cast, text, words):
    with pytest.raises(Unusable, match=words):
        write(cast.asha, text)


@pytest.mark.parametrize(
    "anchor",
    [
        anchors.Anchor(kind="section", anchor_id="no-such"),
        anchors.Anchor(kind="figure", anchor_id="place"),
        anchors.Anchor(kind="section", anchor_id="place", threat_id="no-such"),
    ],
)
def test_note_needs_a_section_or_figure_that_is_there(cast, anchor):
    with pytest.raises(Unusable):
        write(cast.asha, anchor=anchor)


def test_note_stands_on_a_figure_of_its_threat(cast):
    write(cast.asha, anchor=anchors.Anchor(kind="figure", anchor_id="count", threat_id="burglary"))

    (note,) = read(cast.bev)

    assert note.about.startswith("Thanet, ")
    assert (note.anchor.threat_id, note.anchor.kind) == ("burglary", "figure")


def test_marking_stays_below_clearance_and_agreement(cast):
    with pytest.raises(Unusable, match="marked up to OFFICIAL"):
        write(cast.asha, marking=Marking.OFFICIAL_SENSITIVE)
    with pytest.raises(Unusable, match="marked up to OFFICIAL"):
        write(cast.bev, to=OWN, marking=Marking.OFFICIAL_SENSITIVE)
    with pytest.raises(Unusable, match="cannot be printed for the public"):
        write(cast.asha, to=OWN, marking=Marking.OFFICIAL_SENSITIVE, for_public=True)


def test_readers_are_parties_to_agreements_in_force_only(cast):
    with context.acting(cast.asha, at=AT) as who:
        offered = [one.code for one in readers.list_readers(who)]
        with pytest.raises(Unusable, match="Choose who may read it"):
            readers.make_audience(who, readers="profile-pilot", marking=Marking.OFFICIAL)
        assert readers.list_readers(replace(who, actor=replace(who.actor, membership=None))) == ()
    with context.acting(cast.cal, at=AT) as who:
        alone = [one.code for one in readers.list_readers(who)]

    assert "profile-pilot" not in offered
    assert {OWN, SHARED} <= set(offered)
    assert alone == [OWN]


def test_every_step_leaves_its_trace_and_none_of_its_words(cast):
    number = write(cast.asha, "Heron.")
    change(cast.asha, actions.revise_commentary, commentary_id=number, text="Egret.")
    change(cast.asha, actions.withdraw_commentary, commentary_id=number, reason="Bittern.")

    with context.acting(find_person("ines@invicta.example"), at=AT):
        events = list(Event.objects.filter(object_kind="commentary").order_by("at", "action"))
        told = " ".join(f"{event.before} {event.after} {event.reason} {event.facts}" for event in events)

    done = ("write", "disclose", "revise", "withdraw")
    assert {event.action for event in events} == {f"commentary.{verb}" for verb in done}
    assert not {"Heron", "Egret", "Bittern"} & set(told.replace(".", " ").split())


def test_reading_a_shared_note_leaves_its_trace(cast):
    number = write(cast.asha)
    read(cast.bev)

    with context.acting(find_person("ines@invicta.example"), at=AT):
        readings = Reading.objects.filter(object_kind="commentary", object_id=str(number))
        assert {reading.person_id for reading in readings} == {cast.bev}


def test_review_day_is_a_year_on_and_moves_with_a_revision(cast):
    number = write(cast.asha)
    assert actions.review_day(date(2028, 2, 29)) == date(2029, 2, 28)

    with context.acting(cast.asha, at=AT):
        assert Commentary.objects.get(pk=number).review_on == date(2027, 3, 2)
    change(cast.asha, actions.revise_commentary, commentary_id=number, text="New.")
    with context.acting(cast.asha, at=AT):
        assert Commentary.objects.get(pk=number).review_on == date(2027, 3, 3)


def test_kind_tells_title_texts_parts_and_area(cast):
    number = write(cast.asha, "First.")
    change(cast.asha, actions.revise_commentary, commentary_id=number, text="Second.")
    kind = find_kind("commentary")

    with context.acting(cast.asha, at=AT):
        row = kind.model.objects.get(pk=number)
        told = kind.texts(row)
        assert kind.title(row) == "Commentary on Thanet, all recorded crime: Place"
        assert {"First.", "Second."} <= set(told)
        assert kind.area(row) == THANET
        assert [part.model for part in kind.parts] == [CommentaryVersion]
        assert getattr(row.versions.get(version=1), kind.parts[0].field) == row
        assert str(row) == f"commentary {number}"


def test_paragraphs_are_what_stands_between_blank_lines():
    assert queries.paragraphs("One\nstill one.\n\n\n\nTwo.\n") == ("One\nstill one.", "Two.")
