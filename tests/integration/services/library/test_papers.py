"""Papers, versions and comments: who sees them, what never changes, what goes along when a record moves or goes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling, Subject
from fourpoint.records.audit.models import Event, Reading
from fourpoint.records.library.models import Comment, IndexEntry, Paper, Version
from fourpoint.services.agencies.queries import find_agency, find_person
from fourpoint.services.library import actions, queries
from fourpoint.services.library.choosing import AudienceChoice, NotYoursToPlace, list_offered
from fourpoint.services.library.contents import Uploaded, Written
from fourpoint.services.library.queries import NoSuchPaper
from fourpoint.services.marked.place import KeepsItsAudience, Placing, place
from fourpoint.services.sharing.actions import owner_only
from fourpoint.services.sharing.agreements import end_agreement
from tests.factories.cast import AT, load_cast
from tests.factories.papers import ALONE, SHARED, add, say, write

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def cast():
    return load_cast(material=True)


@pytest.fixture
def invicta(cast):
    return find_agency("invicta")


def read(person_id, paper_id, *, at=AT, **more):
    with context.acting(person_id, at=at) as who:
        return queries.get_paper(who, paper_id, **more)


def is_open(person_id, paper_id, *, at=AT):
    try:
        return bool(read(person_id, paper_id, at=at))
    except NoSuchPaper:
        return False


def take_back(cast, invicta, paper_id):
    with context.acting(cast.asha, at=LATER) as who:
        placing = Placing(kind="paper", record_id=paper_id, audience=owner_only(invicta), reason="No need.")
        place(by=who.actor, purpose=who.purpose, at=LATER, placing=placing)


def events(cast, kind):
    with context.acting(cast.ines, at=LATER):
        rows = Event.objects.filter(object_kind=kind).order_by("at", "id")
        return list(rows.values("action", "operation", "agencies", "object_id"))


def test_paper_is_for_its_owner_until_it_is_shared(cast):
    own, shared = write(cast.asha, audience=ALONE), write(cast.asha)

    assert [is_open(one, own) for one in (cast.asha, cast.bev, cast.cal)] == [True, False, False]
    assert [is_open(one, shared) for one in (cast.asha, cast.bev, cast.cal)] == [True, True, False]


def test_page_says_what_the_paper_is(cast):
    paper = write(cast.asha, area_codes=("E07000114",), threat="modern-slavery")

    page = read(cast.bev, paper)

    assert (page.line.owner, page.line.kind, page.line.threat) == (
        "Invicta Constabulary (fictional)",
        "Guide",
        "Modern slavery and trafficking",
    )
    assert (page.version.text, page.line.handled.marking) == ("They dive for **mackerel** at dawn.", "OFFICIAL")
    assert (page.may_change, page.may_comment, page.is_own) == (False, True, False)
    assert read(cast.asha, paper).may_change


def test_review_day_is_set_when_it_is_made(cast):
    assert read(cast.asha, write(cast.asha)).line.review_on == date(2027, 3, 2)


def test_draft_stays_with_its_owner_whatever_was_chosen_and_issuing_opens_it(cast):
    paper = write(cast.asha, issued=False)
    add(cast.asha, paper, Written(text="They sleep at noon."))
    before = is_open(cast.bev, paper)
    with context.acting(cast.asha, at=LATER) as who:
        actions.issue_paper(by=who.actor, purpose=who.purpose, at=LATER, paper_id=paper, audience=SHARED)

    assert (before, is_open(cast.bev, paper, at=LATER)) == (False, True)
    assert read(cast.bev, paper, at=LATER, number=1).version.text == "They dive for **mackerel** at dawn."
    with context.acting(cast.asha, at=LATER) as who, pytest.raises(actions.PaperIsNoDraft):
        actions.issue_paper(by=who.actor, purpose=who.purpose, at=LATER, paper_id=paper, audience=SHARED)


def test_database_keeps_a_draft_with_its_owner(cast):
    shared, draft = write(cast.asha), write(cast.asha, issued=False)

    with context.acting(cast.asha, at=AT):
        audience = Paper.objects.get(pk=shared).audience_id
        with pytest.raises(IntegrityError, match="draft"), transaction.atomic():
            Paper.objects.filter(pk=draft).update(audience_id=audience)
        with pytest.raises(IntegrityError, match="draft"), transaction.atomic():
            Paper.objects.filter(pk=shared).update(state="draft")


def test_share_control_says_why_a_draft_keeps_its_audience(cast, invicta):
    draft = write(cast.asha, issued=False)

    with context.acting(cast.asha, at=AT) as who, pytest.raises(KeepsItsAudience, match="issue the paper"):
        audience = owner_only(invicta, marking=Marking.OFFICIAL_SENSITIVE)
        placing = Placing(kind="paper", record_id=draft, audience=audience, reason="Because.")
        place(by=who.actor, purpose=who.purpose, at=AT, placing=placing)


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


def test_taking_back_closes_paper_versions_and_search_at_once(cast, invicta):
    paper = write(cast.asha)
    add(cast.asha, paper, Written(text="They sleep at noon."))
    take_back(cast, invicta, paper)

    with context.acting(cast.bev, at=LATER):
        seen = (Paper.objects.filter(pk=paper).count(), Version.objects.filter(paper=paper).count())
    with context.acting(cast.asha, at=LATER):
        kept = set(Version.objects.filter(paper=paper).values_list("audience_id", flat=True))
        assert kept == {Paper.objects.get(pk=paper).audience_id}
    assert seen == (0, 0)


def test_parts_may_be_moved_before_their_record(cast):
    shared, own = write(cast.asha), write(cast.asha, audience=ALONE)

    with context.acting(cast.asha, at=AT), connection.cursor() as cursor:
        audience = Paper.objects.get(pk=shared).audience_id
        Version.objects.filter(paper=own).update(audience_id=audience)
        Paper.objects.filter(pk=own).update(audience_id=audience)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        assert Version.objects.get(paper=own).audience_id == audience


def test_partner_may_not_write_on_another_agency_s_paper(cast):
    paper = write(cast.asha)

    with pytest.raises(NotAllowed):
        add(cast.bev, paper, Written(text="Mine now."))
    with context.acting(cast.bev, at=AT) as who:
        for act in (
            lambda: actions.withdraw(by=who.actor, purpose=who.purpose, at=AT, paper_id=paper, reason="Because."),
            lambda: actions.issue_paper(by=who.actor, purpose=who.purpose, at=AT, paper_id=paper, audience=SHARED),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_someone_to_whom_it_is_not_open_may_not_even_learn_of_it(cast):
    paper = write(cast.asha)

    for act in (lambda: add(cast.cal, paper, Written(text="a")), lambda: say(cast.cal, paper, "a")):
        with pytest.raises(NoSuchPaper):
            act()


def test_reader_without_a_writing_role_reads_and_writes_nothing(cast):
    with pytest.raises(NotAllowed):
        write(cast.tom)
    with pytest.raises(NotAllowed):
        say(find_person("tom@thanet.example"), write(cast.bev), "a")


def test_withdrawn_paper_stays_readable_and_takes_nothing_more(cast):
    paper = write(cast.asha)
    with context.acting(cast.asha, at=LATER) as who:
        actions.withdraw(by=who.actor, purpose=who.purpose, at=LATER, paper_id=paper, reason="Out of date.")

    page = read(cast.bev, paper, at=LATER)

    assert (page.line.state, page.withdrawal_reason, page.may_comment) == ("withdrawn", "Out of date.", False)
    for act in (lambda: say(cast.bev, paper, "a"), lambda: add(cast.asha, paper, Written(text="a"))):
        with pytest.raises(actions.PaperIsWithdrawn):
            act()


# Comments ---------------------------------------------------------------------------------------------------------


def test_comment_belongs_to_the_commenter_s_agency_and_the_owner_reads_it(cast, invicta):
    paper = write(cast.asha)
    comment = say(cast.bev, paper, "We saw four.")

    (seen,) = read(cast.asha, paper).comments

    assert (seen.comment_id, seen.owner, seen.author, seen.is_own) == (
        comment,
        "Thanet District Council (fictional team)",
        "Bev Marlowe (fictional)",
        False,
    )
    with context.acting(cast.asha, at=AT) as who:
        audience = Comment.objects.get(pk=comment).audience_id
        assert audience not in who.writable
        assert who.readable[audience].agencies == {invicta}
    with context.acting(cast.cal, at=AT):
        assert Comment.objects.count() == 0


def test_partner_keeps_her_words_when_the_paper_is_taken_back(cast, invicta):
    paper = write(cast.asha)
    comment = say(cast.bev, paper, "We saw four.")
    take_back(cast, invicta, paper)

    with context.acting(cast.bev, at=LATER) as who:
        held = queries.get_comment(who, comment)
    with context.acting(cast.cal, at=LATER) as who, pytest.raises(NoSuchPaper):
        queries.get_comment(who, comment)

    assert (held.text, held.paper_id, held.is_own) == ("We saw four.", None, True)


def test_partner_may_take_her_words_back_from_the_paper_s_owner(cast):
    paper = write(cast.asha)
    comment = say(cast.bev, paper, "We saw four.")
    with context.acting(cast.bev, at=LATER) as who:
        audience = owner_only(find_agency("thanet"))
        placing = Placing(kind="comment", record_id=comment, audience=audience, reason="Wrong place.")
        place(by=who.actor, purpose=who.purpose, at=LATER, placing=placing)

    assert read(cast.asha, paper, at=LATER).comments == ()
    assert len(read(cast.bev, paper, at=LATER).comments) == 1


def test_disposing_of_a_paper_takes_its_versions_and_index_and_leaves_partners_words(cast):
    paper = write(cast.asha)
    comment = say(cast.bev, paper, "We saw four.")
    with context.acting(cast.asha, at=LATER), connection.cursor() as cursor:
        version = Version.objects.get(paper=paper).pk
        Version.objects.filter(paper=paper).delete()
        Paper.objects.filter(pk=paper).delete()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT set_config('fourpoint.sought', '''mackerel''', true)")
        assert not IndexEntry.objects.filter(version=version).exists()

    with context.acting(cast.bev, at=LATER) as who:
        assert queries.get_comment(who, comment).paper_id is None


@pytest.mark.parametrize("text", ["", "  \n ", "\u202e", "a" * 5_001])
def test_comment_without_words_or_with_too_many_is_refused(cast, text):
    with pytest.raises(Unusable):
        say(cast.bev, write(cast.asha), text)


# What cannot be taken -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": " "}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"summary": "a" * 1_001}, "summary"),
        ({"kind": "novel"}, "kind of paper"),
        ({"threat": "all-crime"}, "threat"),
        ({"threat": "gulls"}, "threat"),
        ({"area_codes": ("E99999999",)}, "areas"),
        ({"content": Written(text=" ")}, "empty"),
        ({"content": Written(text="a" * 100_001)}, "as a file"),
        ({"content": Uploaded(name="a.exe", data=b"MZ")}, "program"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(cast, more, said):
    with pytest.raises(Unusable, match=said):
        write(cast.asha, **more)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (replace(SHARED, agreement="profile-pilot", purposes=frozenset({"local-profile"})), "not in force"),
        (replace(SHARED, agreement="no-such"), "not in force"),
        (replace(SHARED, purposes=frozenset()), "at least one purpose"),
        (replace(SHARED, purposes=frozenset({"safeguarding"})), "every purpose"),
        (replace(SHARED, purposes=frozenset({"curiosity"})), "curiosity"),
        (replace(SHARED, marking=Marking.OFFICIAL_SENSITIVE), "reaches OFFICIAL"),
        (replace(SHARED, subject=Subject.CHILD), "about a child"),
        (replace(ALONE, handling=Handling.CONDITIONS), "condition"),
        (replace(ALONE, handling=Handling.CONDITIONS, conditions=("X9",)), "X9"),
        (replace(ALONE, additional=("for-your-eyes",)), "for-your-eyes"),
    ],
)
def test_audience_that_would_open_nothing_is_refused_with_the_reason(cast, choice, said):
    with pytest.raises(Unusable, match=said):
        write(cast.asha, audience=choice)


def test_author_cannot_mark_above_her_clearance(cast):
    with pytest.raises(NotYoursToPlace, match="OFFICIAL-SENSITIVE"):
        write(cast.bev, audience=AudienceChoice(marking=Marking.OFFICIAL_SENSITIVE))


def test_additional_markings_go_with_the_paper(cast):
    paper = write(cast.asha, audience=replace(ALONE, additional=("personal-data", "recipients-only")))

    assert read(cast.asha, paper).line.handled.additional == ("PERSONAL DATA", "RECIPIENTS ONLY")


def test_agreements_are_offered_while_they_can_carry_something(cast, invicta):
    before = [one.code for one in list_offered(invicta, at=AT)]
    with context.acting(cast.ines, at=AT) as who:
        held = next(one for one in who.readable.values() if one.agreement and one.agreement.name)
    with context.acting(cast.ines, at=AT) as who:
        code = "local-profiles"
        end_agreement(by=who.actor, purpose=who.purpose, at=AT, agreement_id=_agreement(code), reason="Enough.")

    assert before == ["harbour-exchange-2", "coast", "local-profiles", "night-economy"]
    after = [one.code for one in list_offered(invicta, at=LATER)]
    assert after == ["harbour-exchange-2", "coast", "night-economy"]
    assert held.owner_id == invicta
    with pytest.raises(Unusable, match="not in force"):
        write(cast.asha, at=LATER)


def _agreement(code):
    from fourpoint.records.sharing.models import Agreement

    return Agreement.objects.values_list("id", flat=True).get(code=code)


# The trail ----------------------------------------------------------------------------------------------------------


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
