"""A sender is told what her submission changed: found in the records, in words that a second person released."""

import uuid
from datetime import timedelta

import pytest

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.answering import Worth
from fourpoint.domain.errors import Unusable
from fourpoint.domain.submissions import Danger, Written
from fourpoint.records.agencies.models import Agency, Letter, Membership
from fourpoint.records.intelligence.models import Message, Outcome, Report
from fourpoint.records.products.models import Product
from fourpoint.services.intelligence import outcomes, reporting, requirements
from fourpoint.services.intelligence.opened import open_submission
from fourpoint.services.intelligence.queue import Show, get_queue
from fourpoint.services.intelligence.triage import NoSuchSubmission
from fourpoint.services.products import issuing
from tests.factories.cast import AT, load_cast
from tests.factories.linking import PLAIN, released
from tests.factories.linking import do as act_as
from tests.factories.producing import issued
from tests.factories.requiring import raise_it
from tests.factories.sending import desk_id, ivy, send, sol

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=5)
WORDS = {"change": "other", "words": "It helped."}


@pytest.fixture
def cast(settings):
    settings.FOURPOINT_MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return load_cast()


@pytest.fixture
def sent(cast):
    return send(cast.bev)


def do(person_id, act, sent, **given):
    with context.acting(person_id, at=LATER) as who:
        return act(by=who.actor, purpose=who.purpose, at=LATER, submission_id=sent.submission_id, **given)


def heard(person_id):
    with context.acting(person_id, at=LATER), own_sendings():
        assert not Outcome.objects.exists()
        return list(Message.objects.values_list("change", "text"))


def opened(person_id, sent):
    with context.acting(person_id, at=LATER) as who:
        return open_submission(who, sent.reference)


def test_words_are_read_by_the_sender_once_a_second_person_released_them(cast, sent):
    held = do(ivy(), outcomes.propose, sent, **WORDS)

    assert heard(cast.bev) == []
    with pytest.raises(outcomes.NotByItsWriter, match="a colleague"):
        do(ivy(), outcomes.release, sent, outcome_id=held)
    do(sol(), outcomes.release, sent, outcome_id=held)
    with pytest.raises(outcomes.NoSuchOutcome):
        do(sol(), outcomes.release, sent, outcome_id=held)

    assert heard(cast.bev) == [("other", "It helped.")]
    assert Letter.objects.get().person_id == cast.bev


def test_words_taken_back_are_never_read(cast, sent):
    held = do(ivy(), outcomes.propose, sent, **WORDS)
    with pytest.raises(Unusable, match="Say why"):
        do(sol(), outcomes.take_back, sent, outcome_id=held, reason=" ")

    do(sol(), outcomes.take_back, sent, outcome_id=held, reason="It names a street.")

    with pytest.raises(outcomes.NoSuchOutcome):
        do(sol(), outcomes.release, sent, outcome_id=held)
    assert heard(cast.bev) == []


def test_what_waits_is_a_part_of_the_desk_and_says_what_to_weigh(cast, sent):
    do(ivy(), outcomes.propose, sent, change="other", words="It helped: the boxes in the flat at M4 1AA are gone.")

    with context.acting(sol(), at=LATER) as who:
        assert [line.reference for line in get_queue(who, show=Show.RELEASE).lines] == [sent.reference]
    (mine,), (theirs,) = opened(ivy(), sent).proposed, opened(sol(), sent).proposed
    assert (mine.is_own, theirs.is_own) == (True, False)
    assert any("M4 1AA" in words for words, _ in theirs.cautions)


def test_answered_requirement_is_found_as_a_change_until_the_sender_is_told(cast):
    asked = raise_it(sol(), at=AT)
    draft = requirements.AnswerDraft(
        requirement_id=asked, key=uuid.uuid4(), danger=Danger.NO, written=Written(what="Synthetic: the bakery.")
    )
    with context.acting(cast.bev, at=AT, purpose="local-profile") as who:
        sent = requirements.answer(by=who.actor, purpose=who.purpose, at=AT, answer=draft)
    assert opened(ivy(), sent).changes == ()
    with context.acting(sol(), at=LATER) as who:
        given = {"by": who.actor, "purpose": who.purpose, "at": LATER, "requirement_id": asked}
        requirements.judge(**given, reference=sent.reference, worth=Worth.HELPS)

    (found,) = opened(ivy(), sent).changes
    do(ivy(), outcomes.propose, sent, change=found.change, words="It helped to answer it.")

    assert (found.change, found.is_told) == ("requirement-answered", False)
    assert opened(ivy(), sent).changes[0].is_told


def test_nobody_else_proposes_or_releases(cast, sent):
    held = do(ivy(), outcomes.propose, sent, **WORDS)
    for person in (cast.asha, cast.bev, cast.cal):
        with pytest.raises(NoSuchSubmission):
            do(person, outcomes.release, sent, outcome_id=held)
    Membership.objects.filter(person_id=sol()).update(roles=["analyst"])

    with pytest.raises(NotAllowed):
        do(sol(), outcomes.release, sent, outcome_id=held)


def test_unknown_change_and_no_words_are_refused(cast, sent):
    with pytest.raises(Unusable, match="from the list"):
        do(ivy(), outcomes.propose, sent, change="arrest", words="It helped.")
    with pytest.raises(Unusable, match="empty"):
        do(ivy(), outcomes.propose, sent, change="other", words=" ")


@pytest.fixture
def product(sent):
    """A briefing that cites the report made of what Bev sent."""
    item = reporting.ItemDraft(text="Synthetic: boxes are carried in at night.", grade=PLAIN)
    draft = reporting.ReportDraft(
        title="Deliveries", desk_id=desk_id(), items=(item,), submission_id=sent.submission_id
    )
    report = released(of=act_as(ivy(), reporting.write_report, report=draft))
    with context.acting(ivy(), at=AT):
        reference = Report.objects.get(pk=report).reference
    return issued(reference)


def test_issued_product_is_found_as_a_change_until_the_sender_is_told(cast, sent, product):
    with context.acting(sol(), at=LATER):
        reference = Product.objects.get(pk=product).reference

    changes = opened(sol(), sent).changes
    held = do(ivy(), outcomes.propose, sent, change="product-issued", words="It is part of what partners now read.")
    do(sol(), outcomes.release, sent, outcome_id=held)

    assert [(one.change, one.about) for one in changes if one.change == "product-issued"] == [
        ("product-issued", reference)
    ]
    assert {one.change for one in opened(sol(), sent).changes if one.is_told} == {"product-issued"}
    assert heard(cast.bev) == [("product-issued", "It is part of what partners now read.")]


def test_product_that_rests_on_something_else_is_no_change(cast, sent, product):
    assert opened(sol(), send(cast.bev)).changes == ()


def test_next_version_is_no_second_change(cast, sent, product):
    act_as(ivy(), issuing.write_next, product_id=product)

    assert [one.change for one in opened(sol(), sent).changes].count("product-issued") == 1


@pytest.mark.parametrize("named", ["reference", "title"])
def test_words_that_name_the_product_are_refused(cast, sent, product, named):
    with context.acting(sol(), at=LATER):
        name = getattr(Product.objects.get(pk=product), named)

    with pytest.raises(Unusable, match="need not know of"):
        do(ivy(), outcomes.propose, sent, change="product-issued", words=f"See {name.upper()} for more.")


def test_words_that_name_the_product_of_a_later_day_are_not_released(cast, sent, request):
    held = do(ivy(), outcomes.propose, sent, change="other", words="See deliveries by night.")
    request.getfixturevalue("product")

    with pytest.raises(Unusable, match="need not know of"):
        do(sol(), outcomes.release, sent, outcome_id=held)


def test_words_that_name_another_agency_are_to_be_weighed(cast, sent):
    other = Agency.objects.get(pk=Membership.objects.get(person_id=cast.cal).agency_id)
    do(ivy(), outcomes.propose, sent, change="other", words=f"{other.name} and Thanet read it.")

    (theirs,) = opened(sol(), sent).proposed

    assert [words for words, told in theirs.cautions if "another agency" in told] == [other.name]
