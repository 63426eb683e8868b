"""Editions that print what is disposed of: they are counted, and withdrawn when their owner decides so."""

import pytest
from django.db import DatabaseError, connection, transaction

from fourpoint.access import context
from fourpoint.domain.leases import State
from fourpoint.records.audit.models import Event
from fourpoint.records.profiles.models import Edition
from fourpoint.services.exports import queries as exports
from fourpoint.services.exports.lease import What, lease
from fourpoint.services.review import disposal, queries
from tests.factories.cast import AT
from tests.integration.services.exports.test_leasing import do, read
from tests.integration.services.profiles.test_cuts import PARTNER, PUBLIC, build, cast, found, words, write  # noqa: F401
from tests.integration.services.review.test_disposal import decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(cast):  # noqa: F811
    """A note for partners, printed in two of three cuts, that is confirmed to go."""
    note = write(cast.asha, PARTNER)
    write(cast.asha, PUBLIC, for_public=True)
    build(cast.asha)
    number = decide(cast.asha, note, kind="commentary")
    do(cast.ines, disposal.confirm, disposal_id=number)
    return number


def _cuts(person):
    with context.acting(person, at=AT):
        return sorted(Edition.objects.values_list("cut", flat=True))


def test_edition_that_prints_it_stays_unless_it_is_withdrawn(cast, proposed):  # noqa: F811
    assert read(cast.asha, queries.get_disposal, proposed).printed == 2

    do(cast.asha, disposal.carry_out, disposal_id=proposed)

    made = read(cast.asha, queries.get_disposal, proposed)
    assert [count for _, count in made.left] == [2]
    assert words(found(cast.asha, "partner")) == {PARTNER, PUBLIC}


def test_withdrawn_editions_go_and_holders_of_copies_are_asked(cast, proposed):  # noqa: F811
    edition = found(cast.bev)
    with context.acting(cast.bev, at=AT) as who:
        what = What(kind="edition", record_id=edition.card.edition_id, audience_id=edition.card.audience_id)
        given = {"by": who.actor, "purpose": who.purpose, "at": AT, "what": what}
        lease(**given, name="profile.txt", media_type="text/plain", content=b"printed")

    do(cast.asha, disposal.carry_out, disposal_id=proposed, withdraw=True)

    assert _cuts(cast.asha) == ["public"]
    assert _cuts(cast.bev) == []
    assert found(cast.bev) is None
    (copy,) = read(cast.bev, exports.list_mine)
    assert copy.state == State.RECALLED
    made = read(cast.asha, queries.get_disposal, proposed)
    assert ("editions that printed it", 2) in [(table, count) for table, count, _ in made.rows]
    assert made.left == ()
    with context.acting(cast.ines, at=AT):
        erased = Event.objects.filter(operation="erasure", object_kind="edition")
        assert erased.count() == 2


def test_no_edition_goes_without_a_disposal_under_way(cast, proposed):  # noqa: F811
    edition = found(cast.asha, "public").card.edition_id
    with context.acting(cast.bev, at=AT), connection.cursor() as cursor:
        cursor.execute("SELECT fourpoint_dispose_edition(%s, 'commentary', 1)", [edition])
        assert cursor.fetchone() == (False,)
    with context.acting(cast.asha, at=AT), pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition).delete()
    assert _cuts(cast.asha) == ["partner", "police", "public"]
