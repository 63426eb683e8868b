"""Comments belong to who wrote them, and reach the owner of the paper."""

import pytest
from django.db import connection

from fourpoint.access import context
from fourpoint.domain.errors import Unusable
from fourpoint.records.library.models import Comment, IndexEntry, Paper, Version
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.library import queries
from fourpoint.services.library.queries import NoSuchPaper
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.sharing.actions import owner_only
from tests.factories.cast import AT
from tests.factories.papers import LATER, read, say, take_back, write

pytestmark = pytest.mark.django_db


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
