"""What was given is found by its giver, and by each recipient what that one was given; nobody else counts it."""

from datetime import timedelta

import pytest

from fourpoint.access import context
from fourpoint.records.audit.models import Listing
from fourpoint.services.disclosure import acceptances, recalls
from fourpoint.services.search import asking, finding, showing
from fourpoint.services.search.asking import Asked
from tests.factories.cast import AT
from tests.factories.giving import choice, give, given_report
from tests.factories.giving import found as found_forum
from tests.factories.linking import do, released
from tests.factories.producing import issued
from tests.factories.sending import ivy

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
WORDS = "Synthetic: zorbal wardens pass there at night."


def page(person_id, words="zorbal", *, at=LATER, **asked):
    with context.acting(person_id, at=at) as who:
        return showing.search(who, Asked(words=words, **asked))


def kinds(person_id, words="zorbal", *, at=LATER):
    with context.acting(person_id, at=at):
        held = finding.find(asking.make_sought(Asked(words=words)))
    return {hit.kind for hit in held.hits}, held.total, held.facets.get("kind", {})


def test_giver_and_recipient_find_it_and_nobody_else(cast):
    _, reference = given_report(words=WORDS)

    (ours,), (theirs,) = page(ivy()).lines, page(cast.bev).lines

    assert (ours.kind, ours.place) == ("given", ("dissemination", reference))
    assert (theirs.kind, theirs.place, theirs.owner) == ("received", ("dissemination", reference), ours.owner)
    assert "given to" in ours.title
    assert any(piece.is_hit for part in theirs.excerpt for piece in part)
    assert kinds(cast.cal) == (set(), 0, {})
    with context.acting(cast.cal, at=LATER) as who:
        assert showing.search(who, Asked(words=reference)).total == 0


def test_necessity_and_the_recipients_are_the_givers_to_find(cast):
    given_report(words=WORDS)

    assert kinds(ivy(), '"night team"')[0] == {"given"}
    assert kinds(cast.bev, '"night team"') == (set(), 0, {})
    assert "given" in kinds(ivy(), "thanet")[0]


def test_counts_are_of_what_is_ones_own(cast):
    given_report(words=WORDS)

    for person, code in ((ivy(), "given"), (cast.bev, "received")):
        shown = page(person)
        assert shown.total == 1
        assert [(one.value, one.count) for one in shown.choices["kind"]] == [(code, 1)]


def test_reader_of_the_record_who_was_not_given_it_so_finds_nothing(cast):
    """The entry of a recipient is for that agency alone, though its audience is open to the giver as well."""
    given_report(words=WORDS)

    assert kinds(ivy())[0] == {"given"}
    assert kinds(cast.bev)[0] == {"received"}


def test_what_is_recalled_is_found_by_who_gave_it_alone(cast):
    report, _ = given_report(words=WORDS)
    given = recalls.Recalling(kind="report", record_id=report, reason="The wrong street.", known_as="A report")
    do(ivy(), recalls.recall, at=LATER, recalling=given)

    assert kinds(cast.bev, at=LATER + timedelta(hours=1)) == (set(), 0, {})
    assert kinds(ivy(), at=LATER + timedelta(hours=1))[0] == {"given"}


def test_forum_and_product_are_found_by_name(cast):
    code = found_forum(cast.ines, name="Zorbal forum")
    give(released(), forum=code)
    product = issued()
    give(product, kind="product", words=WORDS)

    assert {line.title for line in page(ivy()).lines if "Zorbal forum" in line.title}
    assert {line.kind for line in page(cast.bev).lines} == {"received"}


def test_trail_of_the_owner_says_which_record_was_shown(cast):
    report, _ = given_report(words=WORDS)
    page(cast.bev)

    with context.acting(cast.ines, at=LATER):
        shown = Listing.objects.filter(person_id=cast.bev)
        assert [(row.object_kind, row.object_ids) for row in shown] == [("report", [str(report)])]


def test_nobody_who_must_accept_conditions_first_finds_it(cast):
    given_report(words=WORDS, choice=choice(conditions=("S2",)))

    assert kinds(cast.bev) == (set(), 0, {})
    assert kinds(ivy())[0] == {"given"}


def accept(person_id, *, at=LATER):
    with context.acting(person_id, at=at) as who:
        waiting = acceptances.list_waiting(who)
        assert len(waiting) == 1
        acceptances.accept(who=who, key=waiting[0].key)


def test_conditions_are_found_by_giver_and_by_who_accepted_them(cast):
    bystanders = {person: kinds(person, "originator") for person in (cast.bev, cast.cal, cast.tom)}
    given_report(words=WORDS, choice=choice(conditions=("S2",)))

    assert "given" in kinds(ivy(), "zorbal originator")[0]
    assert {person: kinds(person, "originator") for person in bystanders} == bystanders
    accept(cast.bev)
    shown = page(cast.bev, "zorbal originator", at=LATER + timedelta(minutes=1))
    assert [line.kind for line in shown.lines] == ["received"]
    excerpt = "".join(piece.text for part in shown.lines[0].excerpt for piece in part)
    assert "Ask the originator before passing it on" in excerpt
    for person in (cast.cal, cast.tom):
        assert kinds(person, "originator") == bystanders[person]
