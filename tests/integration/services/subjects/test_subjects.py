"""Subjects are found before they are made; each reader's picture is of the statements that are open to her."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.domain.errors import Unusable
from fourpoint.domain.grading import LegacyGrade
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience
from fourpoint.records.audit.models import Event
from fourpoint.records.subjects.models import Identity, Key, Statement, Subject
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.intelligence import desks
from fourpoint.services.intelligence.reporting import ItemDraft, ReportDraft, write_report
from fourpoint.services.marked.place import KeepsItsAudience, Placing, place
from fourpoint.services.sharing.actions import find_terms
from fourpoint.services.subjects import identities, reading, stating
from fourpoint.services.subjects.finding import Clue, find
from fourpoint.services.subjects.stating import CandidatesUnseen, NoSuchSubject
from fourpoint.services.subjects.words import UNKNOWN, UNNAMED
from tests.factories.cast import AT, load_cast
from tests.factories.linking import create, do, original, released, share, state, take_back
from tests.factories.sending import desk_id, ivy, sol

pytestmark = pytest.mark.django_db
REPLY = "Synthetic: he was seen with a parcel."


@pytest.fixture
def cast():
    return load_cast()


@pytest.fixture
def report(cast):
    return released()


def found(person_id, *clues, kind=""):
    with context.acting(person_id, at=AT):
        return find([Clue(code=code, text=text) for code, text in clues], kind=kind)


def picture(person_id, subject_id, at=AT):
    with context.acting(person_id, at=at) as who:
        return reading.get_subject(who, subject_id)


def listed(person_id, **given):
    with context.acting(person_id, at=AT) as who:
        return reading.list_subjects(who, **given)


def test_statement_has_the_grade_and_exactly_the_readers_of_its_report(cast, report):
    mine = original()
    subject = create(report, "Jay Hollow")
    state(subject, mine, "describes", "Wears a grey coat")

    with context.acting(ivy(), at=AT) as who:
        rows = {row.report_id: row for row in Statement.objects.all()}
        of_desk = who.readable[rows[mine].audience_id]
        shared = who.readable[rows[report].audience_id]
    assert (rows[report].source_grade, rows[report].information_grade) == ("2", "A")
    assert [person.person_id for person in sorted(of_desk.compartment)] == sorted([ivy(), sol()])
    assert shared == Audience(owner_id=find_agency("invicta"), marking=Marking.OFFICIAL)
    assert [one.text for one in picture(ivy(), subject).more] == ["Wears a grey coat"]
    assert picture(cast.asha, subject).more == ()
    assert [one.text for one in picture(cast.asha, subject).found_by] == ["Jay Hollow"]


def test_subject_of_which_nothing_is_open_does_not_exist(cast):
    subject = create(original(), "Jay Hollow")

    for person in (cast.asha, cast.bev, cast.cal):
        with pytest.raises(NoSuchSubject):
            picture(person, subject)
        assert listed(person).lines == ()
        assert found(person, ("name", "Jay Hollow")) == ()


def test_statement_moves_with_its_report_and_never_alone(cast, report):
    subject = create(report, "Jay Hollow")
    terms, thanet, invicta = find_terms("local-profiles"), find_agency("thanet"), find_agency("invicta")
    wide = Audience(
        owner_id=invicta,
        marking=Marking.OFFICIAL,
        agreement=terms,
        agencies=frozenset({thanet}),
        purposes=frozenset({"prevent-crime"}),
    )
    with context.acting(ivy(), at=AT):
        statement = Statement.objects.get().pk
    with pytest.raises(KeepsItsAudience, match="share that report"):
        do(ivy(), place, placing=Placing(kind="statement", record_id=statement, audience=wide, reason="They asked."))

    narrow = Audience(owner_id=invicta, marking=Marking.OFFICIAL_SENSITIVE)
    do(ivy(), place, placing=Placing(kind="report", record_id=report, audience=narrow, reason="It is sensitive."))

    with context.acting(ivy(), at=AT) as who:
        held = Statement.objects.get()
        assert who.readable[held.audience_id] == narrow
        assert set(Key.objects.values_list("audience_id", flat=True)) == {held.audience_id}
        assert Subject.objects.get().pk == subject


def test_partner_has_the_picture_that_a_shared_report_states_and_nothing_of_the_rest(cast, report):
    mine, inside, van = original(), released(REPLY), create(report, "AB12 CDE", kind="vehicle", code="plate")
    subject, unnamed = create(report, "Jay Hollow"), create(inside, "Moll Reed")
    state(subject, mine, "name", "Jon Hollow")
    state(subject, inside, "date-of-birth", "1990-03-12")
    state(subject, report, "drives", object_id=van)
    state(subject, report, "associate-of", object_id=unnamed)
    state(unnamed, report, "describes", "Tall")
    withdrawn = state(subject, mine, "describes", "Grey coat")
    do(ivy(), stating.withdraw, statement_id=withdrawn, reason="Another man.")
    hidden = create(mine, "Bill Marsh")
    with pytest.raises(NoSuchSubject):
        picture(cast.bev, subject)

    share(report)

    shown = picture(cast.bev, subject)
    assert (shown.label, shown.kind, shown.reference, shown.withdrawn) == ("Jay Hollow", "Person", "", 0)
    assert [one.text for one in shown.found_by] == ["Jay Hollow"]
    assert [one.text for one in shown.ties] == ["AB12 CDE", "Not open to you"]
    assert (shown.may_state, shown.joined, shown.why[0]) == (False, (), "statement")
    bare = picture(cast.bev, unnamed)
    assert (bare.label, bare.kind, bare.kind_code) == (UNNAMED, UNKNOWN, "")
    assert [line.label for line in listed(cast.bev).lines] == [UNNAMED, "Jay Hollow", "AB12 CDE"]
    assert [line.statements for line in listed(cast.bev).lines] == [1, 3, 1]
    assert listed(cast.bev).kinds == {"person": 1, "vehicle": 1}
    assert [line.label for line in listed(cast.bev, kind="vehicle").lines] == ["AB12 CDE"]
    with context.acting(cast.bev, at=AT):
        assert [one.label for one in find([Clue(code="name", text="Jay Hollow")], to_read=True)] == ["Jay Hollow"]
        assert find([Clue(code="name", text="Moll Reed")], to_read=True) == ()
        assert Subject.objects.count() == 0
    with pytest.raises(NoSuchSubject):
        picture(cast.bev, hidden)
    for number in (subject, unnamed, van, hidden):
        with pytest.raises(NoSuchSubject):
            picture(cast.cal, number)
    assert (listed(cast.cal).total, listed(cast.cal).lines, listed(cast.cal).kinds) == (0, (), {})


def test_partner_loses_the_picture_with_a_recall_and_its_owner_keeps_it(cast, report):
    subject = create(report, "Jay Hollow")
    share(report)
    assert picture(cast.bev, subject).label == "Jay Hollow"

    take_back(report)

    with pytest.raises(NoSuchSubject):
        picture(cast.bev, subject)
    assert listed(cast.bev).lines == ()
    assert picture(cast.asha, subject).label == "Jay Hollow"


def test_partner_adds_nothing_to_what_she_reads_of_anothers_subject(cast, report):
    subject = create(report, "Jay Hollow")
    share(report)

    for act in (
        lambda: state(subject, report, "describes", "Tall", by=cast.bev),
        lambda: do(cast.bev, identities.join, subject_id=subject, other_id=subject, why="Alike."),
    ):
        with pytest.raises((NotAllowed, NoSuchSubject)):
            act()


def test_desk_staffed_anew_takes_its_statements_along(cast):
    subject = create(original(), "Jay Hollow")

    do(sol(), desks.staff_desk, desk_id=desk_id(), people=[sol()], on_duty=sol())

    assert picture(sol(), subject).label == "Jay Hollow"
    with pytest.raises(NoSuchSubject):
        picture(ivy(), subject)


def test_another_is_made_only_past_the_candidates(report):
    first = create(report, "Jay Hollow")

    with pytest.raises(CandidatesUnseen) as refusal:
        create(report, "Jay Holow")
    assert [one.subject_id for one in refusal.value.candidates] == [first]
    assert any("letter" in reason for reason in refusal.value.candidates[0].reasons)

    second = create(report, "Jay Holow", seen=[first])

    assert [one.subject_id for one in found(ivy(), ("name", "Jay Hollow"))] == [first, second]


@pytest.mark.parametrize(
    ("kind", "code", "held", "asked"),
    [
        ("person", "name", "William Anthony Marsh", "Bill Marsh"),
        ("person", "name", "Bill Marsh", "William Anthony Marsh"),
        ("person", "date-of-birth", "1990-03-12", "1990-12-03"),
        ("vehicle", "plate", "AB12 CDE", "A812CDE"),
        ("vehicle", "plate", "AB12 CDE", "AB12*"),
        ("phone", "number", "07700 900123", "+44 7700 900132"),
        ("premises", "address", "4 Quay Lane, Margate CT9 1AA", "Flat 2, 4 Quay Lane CT91AA"),
        ("online", "handle", "@quay_boy", "Quay_Boy"),
    ],
)
def test_is_found_by_other_spellings_and_slips(report, kind, code, held, asked):
    subject = create(report, held, kind=kind, code=code)

    assert [one.subject_id for one in found(ivy(), (code, asked), kind=kind)] == [subject]
    assert found(ivy(), (code, asked))[0].reasons
    assert found(ivy(), (code, asked), kind="event") == ()


def test_candidates_that_more_clues_meet_come_first(report):
    one = create(report, "Jay Hollow")
    other = create(report, "Jay Hollow", seen=[one])
    state(other, report, "date-of-birth", "1990-03-12")

    assert [one.subject_id for one in found(ivy(), ("name", "Jay Hollow"), ("date-of-birth", "1990-03-12"))] == [
        other,
        one,
    ]


def test_contradictions_both_stand_and_one_source_is_said_to_be_one(cast):
    first = original()
    sanitised = released(of=first)
    subject = create(first, "Jay Hollow")
    state(subject, sanitised, "name", "jay hollow")
    state(subject, first, "date-of-birth", "1990-03-12")
    assert {one.is_single for one in picture(ivy(), subject).found_by} == {True}

    other = released(REPLY)
    state(subject, other, "name", "Jay Hollow")
    state(subject, other, "date-of-birth", "1990-03-21")

    said = picture(ivy(), subject).found_by
    assert {one.text: one.is_contradicted for one in said if one.code == "date-of-birth"} == {
        "1990-03-12": True,
        "1990-03-21": True,
    }
    assert {one.is_single for one in said if one.code == "name"} == {False}


def test_what_is_old_is_marked(report):
    subject = create(report, "Jay Hollow")
    state(subject, report, "describes", "Grey coat", from_on=date(2024, 1, 1), to_on=date(2024, 2, 1))
    state(subject, report, "describes", "Red scarf", from_on=AT.date(), to_on=AT.date())

    assert {one.text: one.is_old for one in picture(ivy(), subject).more} == {"Grey coat": True, "Red scarf": False}


def test_ties_are_seen_from_both_ends_and_name_nobody_who_is_not_open(cast, report):
    person = create(report, "Jay Hollow")
    van = create(report, "AB12 CDE", kind="vehicle", code="plate")
    hidden = create(original(), "Moll Reed")
    state(person, report, "drives", object_id=van)
    state(person, report, "associate-of", object_id=hidden)

    assert [(one.what, one.text) for one in picture(ivy(), person).ties] == [
        ("Drives", "AB12 CDE"),
        ("Associate of", "Moll Reed"),
    ]
    assert [(one.text, one.is_towards) for one in picture(cast.asha, van).ties] == [("Jay Hollow", True)]
    assert "Moll Reed" not in str(picture(cast.asha, person))


def test_withdrawn_counts_for_nothing_and_is_kept_with_its_reason(report):
    subject = create(report, "Jay Hollow")
    wrong = state(subject, report, "name", "Jon Hollow")

    do(ivy(), stating.withdraw, statement_id=wrong, reason="Another man.")

    shown = picture(ivy(), subject)
    assert ([one.text for one in shown.found_by], shown.withdrawn) == (["Jay Hollow"], 1)
    assert [one.label for one in found(ivy(), ("name", "Jon Hollow"))] == []
    with context.acting(ivy(), at=AT):
        assert Statement.objects.get(pk=wrong).withdrawn_reason == "Another man."
        assert not Key.objects.filter(statement_id=wrong).exists()
    with pytest.raises(Unusable, match="already"):
        do(ivy(), stating.withdraw, statement_id=wrong, reason="Again.")


def test_joined_subjects_are_one_picture_until_the_judgement_is_taken_back(cast, report):
    one, other = create(report, "Jay Hollow"), create(report, "Bill Marsh")
    made = do(ivy(), identities.join, subject_id=other, other_id=one, why="The same tattoo on two photographs.")
    assert {said.text for said in picture(cast.asha, one).found_by} == {"Jay Hollow", "Bill Marsh"}
    assert picture(cast.asha, other).joined[0].why == "The same tattoo on two photographs."
    with pytest.raises(Unusable, match="already"):
        do(ivy(), identities.join, subject_id=one, other_id=other, why="Again.")

    do(sol(), identities.take_back, identity_id=made, why="Two tattoos after all.")

    assert {said.text for said in picture(cast.asha, one).found_by} == {"Jay Hollow"}
    with context.acting(ivy(), at=AT):
        assert Identity.objects.get().taken_back_by_id == sol()


def test_judgement_is_read_by_no_more_people_than_what_it_rests_on(cast, report):
    one, other = create(report, "Jay Hollow"), create(original(), "Bill Marsh")

    do(ivy(), identities.join, subject_id=one, other_id=other, why="Said at the desk.")

    with context.acting(cast.ines, at=AT):
        # Governance reads that it was judged, and not what lies on the desk.
        assert Event.objects.get(action="identity.join").reason == ""

    assert {said.text for said in picture(ivy(), one).found_by} == {"Jay Hollow", "Bill Marsh"}
    assert {said.text for said in picture(cast.asha, one).found_by} == {"Jay Hollow"}
    assert picture(cast.asha, one).joined == ()


def test_suspect_needs_a_basis_and_a_day(report):
    subject = create(report, "Jay Hollow")
    soon = AT.date() + timedelta(days=30)
    for given, said in (
        ({"basis": "Seen."}, "looked at again"),
        ({"basis": "Seen.", "recheck_on": AT.date()}, "looked at again"),
        ({"basis": "Seen.", "recheck_on": AT.date() + timedelta(days=400)}, "looked at again"),
        ({"recheck_on": soon}, "on what basis"),
    ):
        with pytest.raises(Unusable, match=said):
            state(subject, report, "category", category="suspect", **given)

    number = state(subject, report, "category", category="suspect", basis="Seen there twice.", recheck_on=soon)

    with context.acting(ivy(), at=AT):
        assert Statement.objects.get(pk=number).recheck_on == soon
        with pytest.raises(DatabaseError), transaction.atomic():
            Statement.objects.filter(pk=number).update(recheck_on=None)


@pytest.mark.parametrize("care", ["victim", "child"])
def test_victims_and_children_are_never_listed_as_suspects_and_it_says_so(report, care):
    soon = AT.date() + timedelta(days=30)
    suspect, both, joined_to = (
        create(report, "Jay Hollow"),
        create(report, "Bill Marsh"),
        create(report, "Moll Reed"),
    )
    for one in (suspect, both, joined_to):
        state(one, report, "category", category="suspect", basis="Seen there.", recheck_on=soon)
    state(both, report, "category", category=care)
    do(ivy(), identities.join, subject_id=both, other_id=joined_to, why="One woman with two names.")

    shown = listed(ivy(), category="suspect")

    assert [line.subject_id for line in shown.lines] == [suspect]
    assert shown.left_out == 2
    assert [one.text for one in picture(ivy(), both).categories] == [care.title(), "Suspect", "Suspect"]


def test_partner_lists_no_suspect_of_whom_she_may_not_know_that_it_is_a_child(cast, report):
    subject, soon = create(report, "Jay Hollow"), (AT + timedelta(days=30)).date()
    state(subject, report, "category", category="suspect", basis="Seen there.", recheck_on=soon)
    state(subject, original(), "category", category="child")
    share(report)

    shown = listed(cast.bev, category="suspect")

    assert [line.label for line in listed(cast.bev).lines] == ["Jay Hollow"]
    assert (shown.lines, shown.total, shown.left_out, dict(shown.kinds)) == ((), 0, 0, {})


@pytest.mark.parametrize("person", ["asha", "bev", "cal"])
def test_without_the_duty_nothing_is_made_stated_withdrawn_or_joined(cast, report, person):
    one, other = create(report, "Jay Hollow"), create(report, "Bill Marsh")
    with context.acting(ivy(), at=AT):
        statement = Statement.objects.order_by("pk")[0].pk
    by = getattr(cast, person)

    for act in (
        lambda: create(report, "Moll Reed", by=by),
        lambda: state(one, report, "describes", "Tall", by=by),
        lambda: do(by, stating.withdraw, statement_id=statement, reason="No."),
        lambda: do(by, identities.join, subject_id=one, other_id=other, why="Alike."),
    ):
        with pytest.raises((NotAllowed, NoSuchSubject)):
            act()


@pytest.mark.parametrize(
    ("code", "given", "said"),
    [
        ("plate", {"text": "AB12 CDE"}, "Choose what is stated"),
        ("nonsense", {"text": "x"}, "Choose what is stated"),
        ("describes", {"text": " "}, "Write what is stated"),
        ("date-of-birth", {"text": "12 March"}, "year, month and day"),
        ("category", {"category": "nonsense"}, "Choose a category"),
        ("describes", {"text": "x", "from_on": date(2026, 2, 1), "to_on": date(2026, 1, 1)}, "ends before"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(report, code, given, said):
    subject = create(report, "Jay Hollow")

    with pytest.raises(Unusable, match=said):
        state(subject, report, code, **given)


def test_older_grade_stays_as_it_came(cast):
    draft = ReportDraft(title="Old", desk_id=desk_id(), items=(ItemDraft(text="Old.", grade=LegacyGrade("b/2/4")),))
    subject = create(do(ivy(), write_report, report=draft), "Jay Hollow")

    assert [one.grade for one in picture(ivy(), subject).found_by] == ["b/2/4"]


def test_database_keeps_what_was_stated(report):
    create(report, "Jay Hollow")

    with context.acting(ivy(), at=AT), pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Statement.objects.update(text="Bill Marsh")


def test_search_and_reading_are_in_the_trail(cast, report):
    subject = create(report, "Jay Hollow")
    found(cast.asha, ("name", "Jay Hollow"))
    picture(cast.asha, subject)

    with context.acting(cast.ines, at=AT):
        kinds = set(Event.objects.filter(person_id=cast.asha).values_list("action", "object_kind"))
    assert {kind for _, kind in kinds} >= {"subject"}
