"""Agreements from draft to end, as services do it: what is refused, what is fixed, what closes and when."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from fourpoint.access import audiences, context
from fourpoint.domain.days import TICK, end_of, start_of
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling
from fourpoint.records.profiles.models import Profile
from fourpoint.records.sharing import models
from fourpoint.services.agencies.actions import Post, end_membership, grant_membership
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.agreements import reading
from fourpoint.services.disclosure import choices
from fourpoint.services.sharing import agreements, due, reviews
from fourpoint.services.sharing.terms import ClauseDraft
from tests.factories.agreements import PURPOSE, TODAY, YEAR, do, reads, send, share, signed, terms
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return load_cast(material=True)


# What is refused.


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"gateways": ()}, "at least one legal gateway"),
        ({"purposes": ()}, "at least one purpose"),
        ({"title": " "}, "title"),
        ({"handling": ()}, "handling code"),
        ({"gateways": ("because",)}, "hold no 'because'"),
        ({"categories": ("gossip",)}, "hold no 'gossip'"),
        ({"training": ("juggling",)}, "hold no 'juggling'"),
        ({"onward": "anywhere"}, "hold no 'anywhere'"),
        ({"conditions": ("Z9",)}, "not a condition of handling"),
        ({"conditions": ("S2",), "handling": (Handling.PERMITTED,)}, "Conditions go with handling code C"),
        ({"ends_at": start_of(TODAY)}, "ends before it starts"),
        ({"ends_at": start_of(TODAY - YEAR)}, "ends before it starts"),
        ({"review_on": TODAY + 2 * YEAR}, "after the agreement has ended"),
        ({"review_on": TODAY - YEAR}, "before the agreement starts"),
        ({"clauses": (ClauseDraft(number="1", words="a", purposes=("safeguarding",)),)}, "purpose that the agreement"),
        ({"clauses": (ClauseDraft(number="1", words=" ", purposes=(PURPOSE,)),)}, "no words"),
        ({"clauses": (ClauseDraft(number="", words="a", purposes=(PURPOSE,)),)}, "no number"),
        ({"clauses": (ClauseDraft(number="1", words="a", purposes=()),)}, "no purpose"),
        ({"clauses": (ClauseDraft(number="1", words="a", purposes=(PURPOSE,)),) * 2}, "stands twice"),
        (
            {"clauses": (ClauseDraft(number="1", words="a", purposes=(PURPOSE,), categories=("health",)),)},
            "data category",
        ),
        ({"processors": (999_999,)}, "no party"),
    ],
)
def test_impossible_terms_are_refused_in_one_sentence(cast, changes, said):
    with pytest.raises(Unusable, match=said) as refused:
        send(cast, **changes)

    assert str(refused.value).endswith(".")
    assert not models.Agreement.objects.filter(title__in=("Something new", " ")).exists()


def test_review_on_the_last_day_is_taken(cast):
    assert send(cast, review_on=TODAY + YEAR, ends_at=end_of(TODAY + YEAR))


def test_code_is_drawn_and_never_collides(cast):
    first, second = send(cast), send(cast)

    codes = set(models.Agreement.objects.filter(id__in=(first, second)).values_list("code", flat=True))
    assert len(codes) == 2
    assert all(code.startswith("something-new-") for code in codes)


# What is fixed.


@pytest.mark.parametrize(
    "change",
    [
        lambda row: models.Agreement.objects.filter(pk=row).update(title="Another"),
        lambda row: models.Agreement.objects.filter(pk=row).update(ends_at=AT + 9 * YEAR),
        lambda row: models.Agreement.objects.filter(pk=row).update(review_on=TODAY + 9 * YEAR),
        lambda row: models.AgreementClause.objects.filter(agreement_id=row).update(words="Another"),
        lambda row: models.AgreementClause.objects.create(agreement_id=row, number="9", words="a", purposes=[PURPOSE]),
        lambda row: models.AgreementParty.objects.filter(agreement_id=row).update(controls="processor"),
        lambda row: models.AgreementParty.objects.filter(agreement_id=row).update(signed_at=None, signed_by=None),
        lambda row: models.AgreementParty.objects.create(agreement_id=row, agency_id=find_agency("northmoor")),
    ],
    ids=["title", "end", "review", "clause", "new clause", "controller", "signature", "new party"],
)
def test_signed_agreement_never_changes(cast, change):
    agreement_id = send(cast, clauses=(ClauseDraft(number="1", words="a", purposes=(PURPOSE,)),))
    do(cast.ines, agreements.sign_agreement, agreement_id=agreement_id)

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        change(agreement_id)


def test_end_is_written_once(cast):
    agreement_id = signed(cast)
    do(cast.tom, agreements.end_agreement, agreement_id=agreement_id, reason="No need")

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        models.Agreement.objects.filter(pk=agreement_id).update(ended_at=None, ended_by=None, end_reason="")


def test_signature_keeps_name_and_post(cast):
    agreement_id = send(cast)
    do(cast.ines, agreements.sign_agreement, agreement_id=agreement_id, post=" Head of it ")

    party = models.AgreementParty.objects.get(agreement_id=agreement_id, agency_id=find_agency("invicta"))
    assert (party.signed_name, party.signed_post) == ("Ines Calder (fictional)", "Head of it")


# From signature to end.


def test_withdrawn_before_all_signed_opens_nothing(cast):
    agreement_id = send(cast)
    do(cast.ines, agreements.sign_agreement, agreement_id=agreement_id)
    do(cast.tom, agreements.end_agreement, agreement_id=agreement_id, reason="The gateway is wrong")

    with pytest.raises(agreements.AgreementAlreadyEnded):
        do(cast.tom, agreements.sign_agreement, agreement_id=agreement_id)
    with pytest.raises(agreements.AgreementAlreadyEnded):
        do(cast.bev, agreements.sign_up, agreement_id=agreement_id)


@pytest.mark.parametrize("reason", ["", "  ", "a" * 501])
def test_ending_needs_a_reason_of_some_length(cast, reason):
    agreement_id = signed(cast)

    with pytest.raises(Unusable):
        do(cast.ines, agreements.end_agreement, agreement_id=agreement_id, reason=reason)


@pytest.mark.parametrize("last", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)])
def test_last_day_holds_until_midnight_here_and_not_a_moment_longer(cast, last):
    agreement_id = signed(cast, ends_at=end_of(last), review_on=last)
    share(cast, agreement_id)

    assert [reads(cast.bev, at=at) for at in (end_of(last) - TICK, end_of(last))] == [True, False]
    assert reads(cast.asha, at=end_of(last))


@pytest.mark.parametrize(
    "review_on", [date(2026, 3, 12), date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)]
)
def test_overdue_review_leaves_reading_and_stops_sharing(cast, review_on):
    """To the moment, in the rule and in the database, also in the nights in which the clocks change."""
    agreement_id = signed(cast, review_on=review_on)
    audience_id = share(cast, agreement_id)
    last, first = end_of(review_on) - TICK, end_of(review_on)

    assert reads(cast.bev, at=last) and reads(cast.bev, at=first)
    for at, may in ((last, True), (first, False)):
        with context.acting(cast.asha, at=at) as who:
            assert (audience_id in who.placeable) is may
            assert _takes_a_row(who, audience_id) is may


def _takes_a_row(who, audience_id):
    """Whether the database lets her give a row that audience."""
    try:
        with transaction.atomic():
            Profile.objects.create(
                area_code="MORE",
                owner_id=who.actor.agency_id,
                audience_id=audience_id,
                created_at=who.at,
                created_by_id=who.actor.person_id,
            )
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def test_review_counts_when_every_party_has_signed(cast):
    agreement_id = signed(cast, review_on=TODAY + timedelta(days=10))
    audience_id = share(cast, agreement_id)
    late, again = AT + timedelta(days=20), TODAY + timedelta(days=200)
    review = reviews.ReviewDraft(review_on=again, words="Still needed.", post="Head")

    number = do(cast.ines, reviews.open_review, at=late, agreement_id=agreement_id, review=review)
    with context.acting(cast.asha, at=late) as who:
        assert audience_id not in who.placeable
    with pytest.raises(reviews.ReviewPending):
        do(cast.tom, reviews.open_review, at=late, agreement_id=agreement_id, review=review)
    with pytest.raises(agreements.AlreadySigned):
        do(cast.ines, reviews.sign_review, at=late, agreement_id=agreement_id, number=number)
    do(cast.tom, reviews.sign_review, at=late, agreement_id=agreement_id, number=number, post="Manager")

    for at, may in ((late, True), (end_of(again) - TICK, True), (end_of(again), False)):
        with context.acting(cast.asha, at=at) as who:
            assert (audience_id in who.placeable) is may
            offered = choices.options(who.actor.agency_id, at=at).agreements
        assert next("overdue" not in one.note for one in offered if one.agreement_id == agreement_id) is may


@pytest.mark.parametrize("days", [0, -1, 366])
def test_next_review_lies_between_tomorrow_and_the_end(cast, days):
    agreement_id = signed(cast)
    review = reviews.ReviewDraft(review_on=TODAY + timedelta(days=days), words="Still needed.")

    with pytest.raises(Unusable):
        do(cast.ines, reviews.open_review, agreement_id=agreement_id, review=review)


def test_only_an_agreement_in_force_is_reviewed(cast):
    review = reviews.ReviewDraft(review_on=TODAY + timedelta(days=5), words="Still needed.")
    with pytest.raises(agreements.AgreementAlreadyEnded):
        do(cast.ines, reviews.open_review, agreement_id=send(cast), review=review)
    with pytest.raises(reviews.ReviewUnknown):
        do(cast.ines, reviews.sign_review, agreement_id=signed(cast), number=7)


# Versions.


def test_new_version_takes_over_without_a_gap_and_asks_for_sign_ups(cast):
    first = signed(cast)
    share(cast, first)
    turn = start_of(TODAY + timedelta(days=30))
    second = do(cast.ines, agreements.record_agreement, agreement=terms(replaces=first, starts_at=turn))
    for who in (cast.ines, cast.tom):
        do(who, agreements.sign_agreement, agreement_id=second)

    assert models.Agreement.objects.get(id=second).version == 2
    assert [reads(cast.bev, at=at) for at in (turn - TICK, turn)] == [True, False]

    do(cast.bev, agreements.sign_up, agreement_id=second)

    assert [reads(cast.bev, at=at) for at in (turn - TICK, turn, turn + TICK)] == [True, True, True]
    with context.acting(cast.bev, at=turn) as who:
        lines = {line.version: line.standing.stage for line in reading.list_agreements(who) if "new" in line.title}
    assert lines == {1: "replaced", 2: "in-force"}


def test_unsigned_version_changes_nothing(cast):
    first = signed(cast)
    share(cast, first)
    do(cast.ines, agreements.record_agreement, agreement=terms(replaces=first))

    assert reads(cast.bev, at=AT + timedelta(days=3))


def test_version_that_would_leave_a_gap_is_refused(cast):
    first = signed(cast)
    gap = end_of(TODAY + YEAR) + TICK
    late = terms(replaces=first, starts_at=gap, ends_at=AT + 2 * YEAR, review_on=TODAY + 1.5 * YEAR)

    with pytest.raises(Unusable, match="no gap"):
        do(cast.ines, agreements.record_agreement, agreement=late)


def test_one_version_at_a_time_is_with_the_parties(cast):
    first = signed(cast)
    pending = do(cast.ines, agreements.record_agreement, agreement=terms(replaces=first))

    with pytest.raises(agreements.VersionPending):
        do(cast.tom, agreements.record_agreement, agreement=terms(replaces=first))
    do(cast.tom, agreements.end_agreement, agreement_id=pending, reason="Not like this")
    third = do(cast.tom, agreements.record_agreement, agreement=terms(replaces=first))

    assert models.Agreement.objects.get(id=third).version == 3
    assert audiences.terms(first).ends_at == end_of(TODAY + YEAR)


def test_ending_a_version_ends_those_that_follow(cast):
    first = signed(cast)
    share(cast, first)
    turn = start_of(TODAY + timedelta(days=30))
    second = do(cast.ines, agreements.record_agreement, agreement=terms(replaces=first, starts_at=turn))
    for who in (cast.ines, cast.tom):
        do(who, agreements.sign_agreement, agreement_id=second)
    do(cast.bev, agreements.sign_up, agreement_id=second)

    do(cast.tom, agreements.end_agreement, agreement_id=first, reason="It is over")

    assert not any(reads(cast.bev, at=at) for at in (AT + TICK, turn, turn + timedelta(days=1)))


def test_replaced_version_is_not_ended_or_signed_up_to(cast):
    old = models.Agreement.objects.get(code="harbour-exchange").id

    with pytest.raises(agreements.AgreementAlreadyEnded, match="later version"):
        do(cast.ines, agreements.end_agreement, agreement_id=old, reason="It is over")
    with pytest.raises(agreements.AgreementAlreadyEnded, match="later version"):
        do(cast.asha, agreements.sign_up, agreement_id=old)


# People.


def test_withdrawing_closes_at_once(cast):
    agreement_id = signed(cast)
    share(cast, agreement_id)
    at = AT + timedelta(hours=1)

    do(cast.bev, agreements.withdraw_sign_up, at=at, agreement_id=agreement_id)

    assert [reads(cast.bev, at=one) for one in (at - TICK, at)] == [True, False]
    with pytest.raises(agreements.NotSignedUp):
        do(cast.bev, agreements.withdraw_sign_up, at=at, agreement_id=agreement_id)


def test_who_leaves_and_comes_back_signs_up_anew(cast):
    agreement_id = signed(cast)
    share(cast, agreement_id)
    membership = models.SignUp.objects.get(agreement_id=agreement_id).person.memberships.get()
    left, back = AT + timedelta(days=1), AT + timedelta(days=2)
    do(cast.tom, end_membership, at=left, membership_id=membership.id, reason="Left")
    post = Post(roles=("reader",), clearance=Marking.OFFICIAL, default_purpose=PURPOSE, starts_at=back)
    do(cast.tom, grant_membership, at=back, person_id=cast.bev, post=post)

    assert not reads(cast.bev, at=back)
    do(cast.bev, agreements.sign_up, at=back, agreement_id=agreement_id)
    assert reads(cast.bev, at=back)


def test_training_is_asked_of_each_reader(cast):
    agreement_id = signed(cast, training=("handling-sensitive",))
    share(cast, agreement_id)

    assert not reads(cast.bev, at=AT)
    with context.acting(cast.bev, at=AT) as who:
        tasks = [task for task in due.list_tasks(who) if task.what == "train" and "new" in task.name]
    assert "Handling of sensitive material" in tasks[0].sentence
