"""What a person declares to be close to her: hers to see, sealed, and compared with her own look-ups alone."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from fourpoint.access import context, trail
from fourpoint.access.checks import NotAllowed
from fourpoint.records.audit.models import Declaration, Event
from fourpoint.services.audit import declaring, misuse
from tests import database
from tests.factories.cast import load_cast, this_hour
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
INES, ASHA, BEV, TOM = "ines@invicta.example", "asha@invicta.example", "bev@thanet.example", "tom@thanet.example"
HOME = {"kind": "home", "words": "Kittiwake Parade", "postcode": "ct9 1aa"}
FRIEND = {"kind": "person", "words": "Robin Marsh", "postcode": ""}


@pytest.fixture
def cast():
    return load_cast(this_hour())


def look(person_id, words, at=None):
    with context.acting(person_id, at=at or timezone.now()):
        trail.record_searched("subject", [], words=words)


def prompts(person_id):
    today = timezone.localdate()
    with context.acting(person_id, at=timezone.now()) as who:
        review = misuse.find_review(who, starts_on=today - timedelta(days=6), ends_on=today)
        return review, {(card.rule.id, card.prompt.person_id) for card in review.prompts}


def test_person_declares_sees_and_ends_it(cast):
    client = signed_in(ASHA)
    assert "What is close to me" in text(client.get("/account/access/"))
    assert client.post("/declared/", HOME)["Location"] == "/declared/"
    page = text(client.get("/declared/"))
    assert "Kittiwake Parade, CT9 1AA" in page
    with context.acting(cast.asha, at=timezone.now()):
        number = Declaration.objects.get().pk

    assert signed_in(BEV).post(f"/declared/{number}/end/").status_code == 404
    assert client.post(f"/declared/{number}/end/").status_code == 302
    assert "It holds no more" not in text(client.get("/declared/"))
    assert client.post(f"/declared/{number}/end/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({**HOME, "postcode": ""}, "Give the postcode of your home in full"),
        ({**HOME, "postcode": "near the sea"}, "Give the postcode of your home in full"),
        ({**HOME, "words": ""}, "Give the street or the name."),
        ({**FRIEND, "words": "Robin"}, "Give first name and surname"),
        ({**FRIEND, "kind": "dog"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_compared_is_said_and_nothing_is_lost(cast, sent, said):
    response = signed_in(ASHA).post("/declared/", sent)

    assert response.status_code == 400
    assert said in text(response)
    assert sent["words"] in text(response)


def test_look_ups_of_neighbours_and_people_close_come_to_governance(cast):
    signed_in(ASHA).post("/declared/", HOME)
    signed_in(ASHA).post("/declared/", FRIEND)
    look(cast.asha, "12 kittiwake parade")
    look(cast.asha, "Marsh, Robin")

    review, found = prompts(cast.ines)

    assert {("neighbours", cast.asha), ("family", cast.asha)} <= found
    assert (review.at_home, review.people > 1) == (1, True)
    page = text(signed_in(INES).get("/governance/misuse/"))
    assert "looked up the street or postcode where they live" in page
    assert f"1 of {review.people} people of your agency have declared where they live" in page
    assert "CT9 1AA" not in page


def test_what_one_declared_says_nothing_of_others_look_ups(cast):
    signed_in(ASHA).post("/declared/", HOME)
    look(cast.bev, "12 kittiwake parade")

    assert not {rule for rule, _ in prompts(cast.ines)[1]} & {"neighbours"}
    assert not {rule for rule, _ in prompts(cast.tom)[1]} & {"neighbours"}


def test_ending_it_does_not_hide_what_follows(cast):
    client = signed_in(ASHA)
    client.post("/declared/", HOME)
    with context.acting(cast.asha, at=timezone.now()):
        number = Declaration.objects.get().pk
    client.post(f"/declared/{number}/end/")
    look(cast.asha, "kittiwake parade")

    assert ("neighbours", cast.asha) in prompts(cast.ines)[1]


def test_nobody_else_reads_it_and_it_is_never_made_another(cast):
    signed_in(ASHA).post("/declared/", HOME)

    for person in (cast.bev, cast.tom, cast.cal):
        with context.acting(person, at=timezone.now()):
            assert not Declaration.objects.exists()
    with context.acting(cast.ines, at=timezone.now()) as who:
        assert Declaration.objects.count() == 1
        assert Declaration.objects.update(ended_at=who.at) == 0
    with context.acting(cast.bev, at=timezone.now()) as who, pytest.raises(NotAllowed):
        declaring.list_close(who, after=timedelta())
    with context.acting(cast.asha, at=timezone.now()), pytest.raises(DatabaseError), transaction.atomic():
        Declaration.objects.update(sealed=b"other")


@pytest.mark.django_db(transaction=True)
def test_neither_the_table_nor_the_trail_says_where_anybody_lives(cast):
    signed_in(ASHA).post("/declared/", HOME)

    with database.owner() as owner, owner.transaction(force_rollback=True):
        for table in ("audit_declaration", "audit_event"):
            owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        (sealed,) = owner.execute("SELECT sealed FROM audit_declaration").fetchone()
        said = owner.execute("SELECT e::text FROM audit_event e WHERE action = 'declaration.make'").fetchone()[0]
    assert b"ittiwake" not in sealed
    assert "ittiwake" not in said
    with context.acting(cast.ines, at=timezone.now()):
        assert Event.objects.get(action="declaration.make").facts == {"kind": "home"}


def test_it_asks_for_nothing_once_the_key_is_another(cast, settings):
    signed_in(ASHA).post("/declared/", HOME)
    settings.SECRET_KEY = "another-key-altogether"

    with context.acting(cast.asha, at=timezone.now()) as who:
        assert [one.words for one in declaring.list_own(who)] == [""]
    with context.acting(cast.ines, at=timezone.now()) as who:
        assert declaring.list_close(who, after=timedelta()) == ()
    assert connection.in_atomic_block
