"""Review and disposal: decisions with reasons, two people for what goes, nothing left, and proof of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from fourpoint.access import checks, context
from fourpoint.domain.errors import Broken, Unusable
from fourpoint.domain.leases import State
from fourpoint.domain.markings import Marking
from fourpoint.domain.review import Answer, digest_of
from fourpoint.domain.sharing import Named
from fourpoint.jobs.review import count_overdue
from fourpoint.records.audit.models import Event
from fourpoint.records.disclosure.models import AccessRequest, Placement, Recall, RecallNotice
from fourpoint.records.library.models import Comment, Paper, Version
from fourpoint.records.profiles.models import Commentary, CommentaryVersion
from fourpoint.records.review.models import Disposal, Review
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.disclosure import pointers, recalls, requests
from fourpoint.services.exports import queries as exports
from fourpoint.services.marked.finding import find_record
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.review import actions, disposal, queries, removing, rules
from fourpoint.services.review.actions import Verdict
from fourpoint.services.review.errors import AlreadyProposed, NoSuchDisposal, NotOneself, NotTheOwner, NotThisState
from fourpoint.services.review.hooks import EMPTIED
from fourpoint.services.review.reminding import list_overdue
from tests import database
from tests.factories.cast import AT, load_cast
from tests.factories.records import KIND, alone, make_record, shared
from tests.integration.services.exports.test_leasing import do, read, take

pytestmark = pytest.mark.django_db
DUE = AT + timedelta(days=101)
UNIQUE = "Zephyrinus Quillwort"


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(material=True)


@pytest.fixture
def note(cast):
    """A note that is shared and comes up for review in a hundred days."""
    number = make_record(cast.asha, shared(find_agency("invicta"), find_agency("thanet")), text=f"Saw {UNIQUE}.")
    with context.acting(cast.asha, at=AT):
        Commentary.objects.filter(pk=number).update(review_on=AT.date() + timedelta(days=100))
    return number


def answers(*yes):
    return {
        one.id: Answer(is_yes=one.id in yes, reason="Because." if one.id in yes else "") for one in rules.criteria()
    }


def decide(person, record, outcome="dispose", *, kind=KIND, at=AT, **more):
    verdict = Verdict(outcome=outcome, **{"reason": "It says nothing that is needed.", **more})
    return do(person, actions.decide, at=at, kind=kind, record_id=record, verdict=verdict)


def go(cast, record, *, kind=KIND):
    """Propose, confirm and carry out; return the number of the disposal."""
    number = decide(cast.asha, record, kind=kind)
    do(cast.ines, disposal.confirm, disposal_id=number)
    do(cast.asha, disposal.carry_out, disposal_id=number)
    return number


def everything(token):
    """Every table of ours in which the token stands in any column, as the owner of the database sees it."""
    found = []
    with database.owner() as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'django_%'"
        ).fetchall()
        for (table,) in tables:
            # Row security is forced on the owner as well: it is lifted for the look and put back.
            with connection.transaction(force_rollback=True):
                connection.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
                query = f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s'
                if connection.execute(query, [f"%{token}%"]).fetchone()[0]:
                    found.append(table)
    return found


# What is due ----------------------------------------------------------------------------------------------------------


def test_desk_lists_what_is_due_to_the_owners_people_alone(cast, note):
    before, after = read(cast.asha, queries.get_desk), read(cast.asha, queries.get_desk, at=DUE)

    assert note not in [line.record_id for line in before.overdue if line.kind_code == KIND]
    (line,) = [line for line in after.overdue if line.kind_code == KIND]
    assert (line.record_id, line.days, line.may_decide) == (note, 1, True)
    assert not [one for one in read(cast.bev, queries.get_desk, at=DUE).overdue if one.kind_code == KIND]
    assert not read(cast.cal, queries.get_desk, at=DUE).overdue
    with pytest.raises(checks.NotAllowed):
        read(cast.pat, queries.get_desk)


def test_what_comes_up_is_listed_before_its_day(cast, note):
    desk = read(cast.asha, queries.get_desk, at=DUE - timedelta(days=30))

    assert [line.days for line in desk.coming if line.kind_code == KIND] == [-29]
    assert ("commentary", 0, 1) in [(one.kind, one.overdue, one.coming) for one in desk.counts]


def test_governance_sees_the_desk_and_does_not_decide(cast, note):
    (line,) = [one for one in read(cast.ines, queries.get_desk, at=DUE).overdue if one.kind_code == KIND]

    assert not line.may_decide
    with pytest.raises(checks.NotAllowed):
        decide(cast.ines, note)


# Decisions ------------------------------------------------------------------------------------------------------------


def test_keep_sets_the_next_day_by_its_group_and_keeps_the_assessment(cast, note):
    decide(cast.asha, note, "keep", at=DUE, answers=answers("serious-harm"))

    with context.acting(cast.asha, at=DUE):
        assert Commentary.objects.get(pk=note).review_on == DUE.date().replace(year=DUE.year + 1)
    page = read(cast.asha, queries.get_record, KIND, note, at=DUE)
    assert [(one.outcome, one.yes) for one in page.reviews] == [
        ("Kept", (("Capacity for serious harm", "Because."),)),
    ]
    with context.acting(cast.ines, at=DUE):
        facts = Event.objects.get(action="commentary.review").facts
    assert (facts["outcome"], facts["yes"]) == ("keep", ["serious-harm"])


def test_reviewer_can_ask_for_an_earlier_day_only(cast, note):
    soon, late = (DUE + timedelta(days=30)).date(), (DUE + timedelta(days=3000)).date()

    with pytest.raises(Unusable, match="no later"):
        decide(cast.asha, note, "keep", at=DUE, answers=answers(), next_on=late)
    with pytest.raises(Unusable, match="in the future"):
        decide(cast.asha, note, "keep", at=DUE, answers=answers(), next_on=DUE.date())
    decide(cast.asha, note, "keep", at=DUE, answers=answers(), next_on=soon)
    with context.acting(cast.asha, at=DUE):
        assert Commentary.objects.get(pk=note).review_on == soon


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"outcome": "keep"}, "every question"),
        ({"outcome": "keep", "reason": " "}, "Say why"),
        ({"outcome": "burn"}, "Choose"),
        ({"outcome": "correct", "reason": "x" * 2001}, "Shorten"),
        ({"outcome": "correct", "reason": "a\0b"}, "Say why"),
    ],
)
def test_decision_without_what_it_needs_is_refused(cast, note, more, said):
    with pytest.raises(Unusable, match=said):
        decide(cast.asha, note, **more)


def test_correct_brings_it_back_soon(cast, note):
    decide(cast.asha, note, "correct")

    with context.acting(cast.asha, at=AT):
        assert Commentary.objects.get(pk=note).review_on == AT.date() + timedelta(days=rules.days("correction"))


def test_restrict_takes_it_back_to_its_owner(cast, note):
    decide(cast.asha, note, "restrict")

    with context.acting(cast.bev, at=AT):
        assert Commentary.objects.count() == 0
    with context.acting(cast.asha, at=AT):
        assert Commentary.objects.filter(pk=note).exists()
    decide(cast.asha, note, "restrict")


def test_review_is_for_the_owner_alone(cast, note):
    decide(cast.asha, note, "correct")

    with pytest.raises(NotTheOwner):
        decide(cast.bev, note)
    with pytest.raises(NotTheOwner):
        read(cast.bev, queries.get_record, KIND, note)
    with pytest.raises(checks.NotOpen):
        decide(cast.cal, note)
    with context.acting(cast.bev, at=AT):
        assert Review.objects.count() == 0


# Disposal -------------------------------------------------------------------------------------------------------------


def test_what_goes_is_proved_by_a_certificate_with_nothing_it_said(cast, note):
    with context.acting(cast.asha, at=AT):
        versions = list(CommentaryVersion.objects.filter(commentary_id=note).values_list("pk", flat=True))
    number = go(cast, note)

    made = read(cast.asha, queries.get_disposal, number)
    with context.acting(cast.asha, at=AT):
        row = Disposal.objects.get(pk=number)
    assert made.state == "done" and made.number.startswith("DC-2026-")
    assert row.counts == {"reviews": 1, "profiles.commentaryversion": 1, KIND: 1}
    assert row.digests["profiles.commentaryversion"] == digest_of(versions)
    assert row.digests[KIND] == digest_of([note])
    assert (made.title, made.reason, made.checked) == ("", "", 14)
    with context.acting(cast.ines, at=AT):
        event = Event.objects.get(operation="erasure")
    assert (event.object_kind, event.object_id, event.reason, event.words) == (KIND, str(note), "", "")
    assert event.facts["rule"] == "partnership-product"


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_stands_in_any_table_afterwards(cast, note):
    with context.acting(cast.asha, at=AT) as who:
        own = alone(find_agency("invicta"))
        placing = Placing(kind=KIND, record_id=note, audience=own, reason="Taken back.")
        place(by=who.actor, purpose=who.purpose, at=AT, placing=placing)
    take(cast.asha, note, f"{UNIQUE}".encode(), name=f"{UNIQUE}.txt")
    refused = decide(cast.asha, note, reason=f"{UNIQUE} is gone.")
    do(cast.ines, disposal.refuse, disposal_id=refused, words=f"{UNIQUE} may be needed.")
    assert set(everything(UNIQUE)) == {
        "profiles_commentaryversion",
        "review_review",
        "review_disposal",
        "exports_export",
    }

    go(cast, note)

    assert everything(UNIQUE) == []


def test_history_of_its_readers_goes_with_it_and_not_before(cast, note):
    own = alone(find_agency("invicta"))
    placing = Placing(kind=KIND, record_id=note, audience=own, reason="Taken back.")
    do(cast.asha, place, placing=placing)
    with context.acting(cast.asha, at=AT), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM fourpoint_dispose_placements(%s, %s)", [KIND, note])
        assert cursor.fetchone() == (0,), "no disposal is under way"
        assert Placement.objects.filter(kind=KIND, record_id=note).count() == 1
    with context.acting(cast.asha, at=AT), pytest.raises(DatabaseError), transaction.atomic():
        Placement.objects.filter(kind=KIND, record_id=note).delete()

    number = go(cast, note)

    made = read(cast.asha, queries.get_disposal, number)
    assert ("history of readers", 1) in [(words, count) for words, count, _ in made.rows]
    with context.acting(cast.ines, at=AT):
        assert not Placement.objects.filter(kind=KIND, record_id=note).exists()


def test_another_agency_removes_no_history(cast, note):
    own = alone(find_agency("invicta"))
    do(cast.asha, place, placing=Placing(kind=KIND, record_id=note, audience=own, reason="Taken back."))
    decide(cast.asha, note)

    with context.acting(cast.tom, at=AT), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM fourpoint_dispose_placements(%s, %s)", [KIND, note])
        assert cursor.fetchone() == (0,)


def test_recall_keeps_its_days_and_loses_its_words(cast, note):
    asked = recalls.Recalling(kind=KIND, record_id=note, reason=f"{UNIQUE} asked.", known_as=f"The note on {UNIQUE}")
    do(cast.asha, recalls.recall, recalling=asked)
    number = go(cast, note)

    with context.acting(cast.tom, at=AT):
        notice = RecallNotice.objects.get()
        assert (notice.known_as, notice.reason, notice.words, notice.told_at) == (EMPTIED, EMPTIED, "", AT)
    with context.acting(cast.asha, at=AT):
        assert Recall.objects.get(record_id=note).reason == EMPTIED
        assert Disposal.objects.get(pk=number).counts["words-of-recalls"] == 1


def test_open_request_for_it_is_answered_and_loses_its_words(cast):
    invicta, thanet = find_agency("invicta"), find_agency("thanet")
    held = make_record(cast.asha, alone(invicta), text=f"Saw {UNIQUE}.")
    draft = pointers.PointerDraft(
        kind=KIND,
        record_id=held,
        area_code="E07000114",
        threat="",
        contact_kind="soc-spoc",
        audience=shared(invicta, thanet),
    )
    pointer = do(cast.asha, pointers.point, pointer=draft)
    with context.acting(cast.bev, at=AT) as who:
        asking = requests.Asking(pointer_id=pointer, purpose=who.purpose, reason=f"{UNIQUE} moved here.")
    do(cast.bev, requests.ask, asking=asking)
    go(cast, held)

    with context.acting(cast.bev, at=AT):
        row = AccessRequest.objects.get(pointer_id=pointer)
        assert (row.state, row.reason, row.words) == ("declined", EMPTIED, EMPTIED)
        assert row.decided_by_id == cast.asha


def test_second_person_must_confirm(cast, note):
    number = decide(cast.asha, note)

    with pytest.raises(NotThisState):
        do(cast.asha, disposal.carry_out, disposal_id=number)
    with pytest.raises(NotOneself):
        do(cast.asha, disposal.confirm, disposal_id=number)
    with pytest.raises(NoSuchDisposal):
        do(cast.tom, disposal.confirm, disposal_id=number)
    with pytest.raises(checks.NotAllowed):
        do(cast.pat, disposal.confirm, disposal_id=number)
    do(cast.ines, disposal.confirm, disposal_id=number)
    with pytest.raises(NotThisState):
        do(cast.ines, disposal.confirm, disposal_id=number)
    with pytest.raises(checks.NotAllowed):
        do(cast.ines, disposal.carry_out, disposal_id=number)
    do(cast.asha, disposal.carry_out, disposal_id=number)
    with pytest.raises(NotThisState):
        do(cast.asha, disposal.carry_out, disposal_id=number)


def test_group_that_asks_for_no_second_person_lets_the_proposer_go_on(cast, note, monkeypatch):
    group = replace(rules.group_of("partnership-product"), second_person=False)
    monkeypatch.setattr(rules, "group_of", lambda code: group)
    number = decide(cast.asha, note)

    do(cast.asha, disposal.carry_out, disposal_id=number)

    assert read(cast.asha, queries.get_disposal, number).state == "done"


def test_refused_record_stays_and_can_be_proposed_again(cast, note):
    number = decide(cast.asha, note)
    with pytest.raises(AlreadyProposed):
        decide(cast.asha, note)
    with pytest.raises(Unusable):
        do(cast.ines, disposal.refuse, disposal_id=number, words=" ")
    do(cast.ines, disposal.refuse, disposal_id=number, words="A court asked for it.")

    with context.acting(cast.bev, at=AT):
        assert Commentary.objects.filter(pk=note).exists()
    assert decide(cast.asha, note) != number


def test_holders_of_copies_are_asked(cast, note):
    take(cast.bev, note)
    number = go(cast, note)

    (copy,) = read(cast.bev, exports.list_mine)
    assert (copy.state, copy.title, copy.name) == (State.RECALLED, "", "(what was copied has been disposed of)")
    assert read(cast.asha, queries.get_disposal, number).copies == 1


def test_certificate_is_never_changed(cast, note):
    number = go(cast, note)

    with context.acting(cast.asha, at=AT), pytest.raises(DatabaseError), transaction.atomic():
        Disposal.objects.filter(pk=number).update(counts={})


def test_other_agencies_learn_nothing_of_a_disposal(cast, note):
    number = go(cast, note)

    for person in (cast.bev, cast.cal, cast.tom):
        with pytest.raises(NoSuchDisposal):
            read(person, queries.get_disposal, number)
        with context.acting(person, at=AT):
            assert Disposal.objects.count() == 0


def test_disposal_that_would_leave_something_removes_nothing(cast, note, monkeypatch):
    number = decide(cast.asha, note)
    do(cast.ines, disposal.confirm, disposal_id=number)
    monkeypatch.setattr(removing, "_delete", lambda rows: tuple(rows.values_list("pk", flat=True)))

    with pytest.raises(Broken, match="nothing was removed"):
        do(cast.asha, disposal.carry_out, disposal_id=number)

    with context.acting(cast.asha, at=AT):
        assert CommentaryVersion.objects.filter(commentary_id=note).exists()
        assert Review.objects.filter(record_id=note).exists()
        assert Disposal.objects.get(pk=number).state == "confirmed"


def test_paper_goes_with_its_versions_and_index_and_leaves_others_comments(cast):
    with context.acting(cast.asha, at=AT):
        paper = Paper.objects.filter(owner_id=find_agency("invicta")).order_by("pk")
        commented = next(one for one in paper if Comment.objects.filter(paper=one).exists())
        comments = Comment.objects.filter(paper=commented).count()
        assert find_record("paper", commented.pk).title == commented.title
    go(cast, commented.pk, kind="paper")

    with context.acting(cast.asha, at=AT):
        assert not Paper.objects.filter(pk=commented.pk).exists()
        assert not Version.objects.filter(paper_id=commented.pk).exists()
        assert Comment.objects.filter(paper=None).count() == comments > 0


def test_sensitive_record_of_one_compartment_is_reviewed_by_its_members(cast):
    own = find_agency("invicta")
    listed = frozenset({Named(person_id=cast.asha, agency_id=own)})
    record = make_record(cast.asha, alone(own, marking=Marking.OFFICIAL_SENSITIVE, compartment=listed))
    decide(cast.asha, record, "correct")

    with context.acting(cast.ines, at=AT):
        assert Review.objects.count() == 0
    with context.acting(cast.asha, at=AT):
        assert Review.objects.get().record_id == record


def test_counts_of_what_is_overdue_name_agencies_and_nothing_else(cast, note, caplog):
    take(cast.bev, note)
    before = {one.agency: one for one in list_overdue(at=AT)}
    after = {one.agency: one for one in list_overdue(at=DUE)}

    assert after["invicta"].records == before["invicta"].records + len(_due(cast)) > before["invicta"].records
    assert (before["thanet"].copies, after["thanet"].copies, after["invicta"].copies) == (0, 1, 0)
    count_overdue.func(timestamp=0)
    assert UNIQUE not in caplog.text


def _due(cast):
    """What of the force's records came due in between, as Asha sees it."""
    before, after = read(cast.asha, queries.get_desk), read(cast.asha, queries.get_desk, at=DUE)
    return {(one.kind_code, one.record_id) for one in after.overdue} - {
        (one.kind_code, one.record_id) for one in before.overdue
    }
