"""Lists and searches show, count and suggest only what the reader may see, and use the index to do so."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from fourpoint.access import context
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.records.audit.models import Event
from fourpoint.records.library.models import IndexEntry, Paper
from fourpoint.services.library import finding, listing
from fourpoint.services.library.choosing import AudienceChoice
from fourpoint.services.library.contents import Uploaded, Written
from fourpoint.services.library.listing import PaperFilter
from tests.factories.cast import AT
from tests.factories.files import make_docx, make_pdf
from tests.factories.papers import ALONE, add, say, write

pytestmark = pytest.mark.django_db


def find(person_id, words="", **asked):
    page = asked.pop("page", 1)
    with context.acting(person_id, at=AT) as who:
        return listing.list_papers(who, PaperFilter(words=words, **asked), page=page)


def titles(found):
    return [one.line.title for one in found.papers]


@pytest.mark.parametrize(
    "words",
    [
        "mackerel",
        "MACKEREL",
        "mackerels",
        "mack*",
        '"dive for mackerel"',
        "gannets dawn",
        '"harbour wall" -kittiwake',
        "diving",
    ],
)
def test_words_phrases_beginnings_and_forms_are_found(cast, words):
    write(cast.asha)

    assert titles(find(cast.bev, words)) == ["Gannets on the harbour wall"]


@pytest.mark.parametrize(
    "words", ['"mackerel for dive"', "gannets -mackerel", "kittiwake", "ackerel*", "mackerel kittiwake"]
)
def test_what_does_not_answer_is_not_found(cast, words):
    write(cast.asha)

    assert "Gannets on the harbour wall" not in titles(find(cast.bev, words))


def test_beginning_of_a_word_is_found_past_where_english_cuts_it(cast):
    write(cast.asha, content=Written(text="On the licensing of boats."))

    assert all("Gannets on the harbour wall" in titles(find(cast.bev, words)) for words in ("licensi*", "licens*"))


def test_search_finds_only_what_is_open(cast):
    write(cast.asha, title="Shared gannets")
    write(cast.asha, title="Own gannets", audience=ALONE)
    write(cast.asha, title="Sensitive gannets", audience=AudienceChoice(marking=Marking.OFFICIAL_SENSITIVE))
    write(cast.asha, title="Draft gannets", issued=False)
    write(cast.cal, title="Northern gannets", audience=ALONE)

    found = {who: find(getattr(cast, who), "gannets") for who in ("asha", "bev", "cal")}

    assert sorted(titles(found["asha"])) == ["Draft gannets", "Own gannets", "Sensitive gannets", "Shared gannets"]
    assert titles(found["bev"]) == ["Shared gannets"]
    assert titles(found["cal"]) == ["Northern gannets"]
    assert [found[who].total for who in found] == [4, 1, 1]
    assert [[choice.count for choice in found[who].choices["marking"]] for who in found] == [[3, 1], [1], [1]]


def test_nothing_of_the_demonstration_exists_for_cal(cast):
    for found in (
        find(cast.cal),
        find(cast.cal, "tenant"),
        find(cast.cal, state="withdrawn"),
        find(cast.cal, due="overdue"),
    ):
        assert (found.total, found.papers) == (0, ())
        assert all(choices == () for choices in found.choices.values())


def test_partner_sees_of_the_demonstration_what_is_shared_with_her(cast):
    assert titles(find(cast.bev, "harbour -gannets")) == ["County lines in Thanet: what partners can look for"]
    assert "The Harbour group: assessment" in titles(find(cast.asha, "harbour"))
    assert titles(find(cast.bev, "telephone child")) == []


def test_only_the_newest_version_is_searched(cast):
    paper = write(cast.asha)
    add(cast.asha, paper, Written(text="They sleep at noon."))

    assert titles(find(cast.bev, "mackerel")) == []
    assert titles(find(cast.bev, "noon")) == ["Gannets on the harbour wall"]


def test_files_are_found_by_their_words_and_names(cast):
    write(cast.asha, title="One", content=Uploaded(name="kittiwakes.docx", data=make_docx("A made-up razorbill")))
    write(cast.asha, title="Two", content=Uploaded(name="a.pdf", data=make_pdf(text="A made-up guillemot")))

    assert [titles(find(cast.bev, words)) for words in ("razorbill", "kittiwakes", "guillemot")] == [
        ["One"],
        ["One"],
        ["Two"],
    ]


def test_comment_leads_to_its_paper_for_those_who_see_both(cast):
    paper = write(cast.asha)
    say(cast.bev, paper, "We counted eleven puffins.")

    (found,) = find(cast.asha, "puffins").papers

    assert (found.line.paper_id, found.in_comment) == (paper, True)
    assert [piece.text for piece in found.excerpt[0] if piece.is_hit] == ["puffins"]
    assert "counted eleven puffins" in "".join(piece.text for piece in found.excerpt[0])
    assert find(cast.cal, "puffins").total == 0


def test_paper_speaks_before_the_comments_on_it(cast):
    paper = write(cast.asha, content=Written(text="One puffin among many gulls, terns, auks and gannets on the wall."))
    say(cast.bev, paper, "Puffin, puffin, puffin!")

    (found,) = find(cast.asha, "puffin").papers

    assert not found.in_comment
    assert "gulls" in "".join(piece.text for piece in found.excerpt[0])


def test_comment_is_not_found_when_its_paper_is_not_open(cast):
    paper = write(cast.asha)
    say(cast.bev, paper, "We counted eleven puffins.")
    with context.acting(cast.asha, at=AT):
        own = Paper.objects.get(title="The Harbour group: assessment").audience_id
        Paper.objects.filter(pk=paper).update(audience_id=own)

    assert find(cast.bev, "puffins").total == 0


def test_excerpt_shows_what_was_found_and_nothing_when_only_the_title_was(cast):
    write(cast.asha, title="Auks", content=Written(text="Razorbill <b>puffin</b> **guillemot** dives."))

    (body,), (title,) = find(cast.bev, "guillemot").papers, find(cast.bev, "auks").papers

    assert [piece.text for piece in body.excerpt[0] if piece.is_hit] == ["guillemot"]
    assert "guillemot dives" in "".join(piece.text for piece in body.excerpt[0])
    assert title.excerpt == ()


def test_best_comes_first(cast):
    write(cast.asha, title="Auks", content=Written(text="One puffin among gulls."))
    write(cast.asha, title="Puffins")

    assert titles(find(cast.bev, "puffin")) == ["Puffins", "Auks"]


@pytest.mark.parametrize(
    "words",
    [
        "'",
        "''",
        "a'b",
        "\\",
        "a\\",
        "':*",
        "a:*b",
        "!!a",
        "a & | !",
        "((((",
        "<->",
        '"',
        "a\x02b",
        "%",
        "ﷺ",
        "-a b",
        "a*b*",
    ],
)
def test_hostile_searches_are_answered_or_refused(cast, words):
    try:
        found = find(cast.bev, words)
    except Unusable:
        return
    assert found.total >= 0


@pytest.mark.parametrize("words", ["the", "the of and", '"of the"', "-mackerel the"])
def test_words_that_stand_everywhere_are_refused(cast, words):
    with pytest.raises(finding.NothingToSearchFor, match=r"rarer|word"):
        find(cast.bev, words)


# Lists --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"area": "E07000114"}, 3),
        ({"kind": "form"}, 1),
        ({"threat": "modern-slavery"}, 1),
        ({"marking": "OS"}, 0),
        ({"due": "overdue"}, 1),
        ({"state": "withdrawn"}, 1),
        ({"state": "draft"}, 0),
        ({"area": "E99999999"}, 0),
        ({"kind": "guide", "threat": "drugs"}, 1),
    ],
)
def test_filters(cast, asked, count):
    assert find(cast.bev, **asked).total == count


def test_each_choice_leaves_as_many_as_it_says(cast):
    for person in (cast.asha, cast.bev):
        found = find(person)
        for name, choices in found.choices.items():
            for choice in choices:
                value = int(choice.value) if name == "owner" else choice.value
                assert find(person, **{name: value}).total == choice.count, (name, choice)


def test_withdrawn_papers_are_listed_only_when_asked_for(cast):
    title = "Shop theft by groups: how pictures are shared"

    assert title not in titles(find(cast.bev))
    assert titles(find(cast.bev, state="withdrawn")) == [title]


def test_pages(cast):
    for number in range(21):
        write(cast.cal, title=f"Gannet {number:02}", audience=ALONE, at=AT + timedelta(minutes=number))

    first, second, beyond = (find(cast.cal, page=page) for page in (1, 2, 99))

    assert (len(first.papers), first.pages, first.total) == (20, 2, 21)
    assert titles(first)[0] == "Gannet 20"
    assert titles(second) == titles(beyond) == ["Gannet 00"]
    assert len(titles(find(cast.cal, "gannet", page=2))) == 1


# The trail and the index --------------------------------------------------------------------------------------------


def test_lists_and_searches_are_in_the_trail_with_what_was_sought(cast):
    find(cast.bev)
    find(cast.bev, "tenant")
    find(cast.bev, "nothing-like-it")

    with context.acting(cast.tom, at=AT):
        rows = Event.objects.filter(person_id=cast.bev, action__in=["paper.list", "paper.search"])
        told = sorted((row.action, row.words, row.facts["shown"]) for row in rows)
    assert [(action, words) for action, words, _ in told] == [
        ("paper.list", ""),
        ("paper.search", "nothing-like-it"),
        ("paper.search", "tenant"),
    ]
    assert [shown for *_, shown in told][1] == 0


def test_index_answers_nothing_but_the_search_under_way_and_only_what_is_open(cast):
    write(cast.asha, audience=ALONE)
    with context.acting(cast.asha, at=AT):
        before = IndexEntry.objects.count()
        with finding.sought("mackerel"):
            within = IndexEntry.objects.count()
        after = IndexEntry.objects.count()
    with context.acting(cast.bev, at=AT), finding.sought("mackerel"):
        other = IndexEntry.objects.count()

    assert (before, within, after, other) == (0, 1, 0, 0)


def test_nobody_puts_words_in_the_index_under_another_agency_s_audience(cast):
    paper = write(cast.asha)

    with context.acting(cast.bev, at=AT), pytest.raises(DatabaseError), transaction.atomic():
        audience = Paper.objects.get(pk=paper).audience_id
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO library_indexentry (audience_id, version_id, words)"
                " SELECT audience_id, id, 'gannet' FROM library_version WHERE audience_id = %s",
                [audience],
            )


def test_search_uses_the_index_as_the_application_s_role(cast):
    """As a condition of the query, beside row security, PostgreSQL would have to read every open row instead."""
    write(cast.asha)
    with context.acting(cast.bev, at=AT), connection.cursor() as cursor:
        with finding.sought("mackerel"):
            plan = _plan(cursor, "SELECT id FROM library_indexentry")
        naive = _plan(cursor, "SELECT id FROM library_indexentry WHERE words @@ 'mackerel'::tsquery")
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        rights = cursor.fetchone()

    assert "Bitmap Index Scan on library_words" in plan
    assert "audience_id = ANY" in plan
    assert "Index Cond: (words @@ '" not in naive
    assert rights == (False, False)


def _plan(cursor, query):
    cursor.execute(f"EXPLAIN {query}")
    return "\n".join(row[0] for row in cursor.fetchall())
