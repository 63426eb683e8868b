"""The index answers with what the reader may see and nothing else, by its words, and is used as the application."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from fourpoint.access import audiences, context
from fourpoint.access.standing import stand
from fourpoint.domain.sharing import decide
from fourpoint.records.library.models import Comment
from fourpoint.records.search.models import Entry
from fourpoint.services.library.contents import Written
from fourpoint.services.marked.kinds import find_kind
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.review.removing import remove_record
from fourpoint.services.search import asking, finding
from fourpoint.services.search.asking import Asked
from fourpoint.services.search.finding import Sought
from fourpoint.services.search.kinds import KINDS
from tests import database
from tests.factories.cast import AT
from tests.factories.linking import create, original, released
from tests.factories.papers import add, say, write
from tests.factories.records import alone, make_record, shared
from tests.factories.sending import ivy, send
from tests.factories.worlds import DAY_ZERO, PURPOSES, Maker

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)
SAID = "Zorbal met Kathryn Zellweger near the lockup in Quay Lane, van AB12 CDE, phone 07700 900123, CT9 1AA."


def find(person_id, words="", *, at=AT, page=1, purpose=None, **asked):
    with context.acting(person_id, at=at, purpose=purpose):
        return finding.find(asking.make_sought(Asked(words=words, **asked)), page=page)


def found(person_id, words="", **asked):
    return {(hit.kind, hit.record_id) for hit in find(person_id, words, **asked).hits}


def move(person_id, kind, record_id, audience, *, at=LATER):
    with context.acting(person_id, at=at) as who:
        placing = Placing(kind=kind, record_id=record_id, audience=audience, reason="For a test.")
        place(by=who.actor, purpose=who.purpose, at=at, placing=placing)


ANSWERED = (
    "zorbal",
    "ZORBAL lockup",
    '"near the lockup"',
    "zorbal NEAR zellweger",
    "lockup NEAR/6 zorbal zellweger",
    "zellw*",
    "zorbal -mackerel",
    "katherine~ zorbal",
    "zorbl~",
    "zellwegger~",
    "ab12cde zorbal",
    "AB12 CDE zorbal",
    "+44 7700 900123 zorbal",
    "07700900123 zorbal",
    "ct91aa zorbal",
    "zorbal deliveries",
)
UNANSWERED = (
    '"lockup the near"',
    "zorbal -lockup",
    "katherine zorbal",
    "zorbal NEAR/1 lockup",
    "ab12cdf zorbal",
    "rbal*",
)


def test_what_is_said_to_happen_soon_is_found(cast):
    sent = send(cast.bev, soon="Zorbal comes back on Friday")

    assert found(ivy(), "zorbal friday") == {("submission", sent.submission_id)}


def test_words_forms_spellings_and_numbers_are_found_and_others_are_not(cast):
    report = released(SAID)

    with context.acting(cast.asha, at=AT):
        answered = {words: _reports(words) for words in (*ANSWERED, *UNANSWERED)}

    assert answered == {words: {report} for words in ANSWERED} | {words: set() for words in UNANSWERED}


def _reports(words):
    hits = finding.find(asking.make_sought(Asked(words=words))).hits
    return {hit.record_id for hit in hits if hit.kind == "report"}


def test_title_counts_more_than_text(cast):
    in_text = write(cast.asha, title="Gulls", summary="Birds.")
    in_title = write(cast.asha, title="A mackerel", summary="Fish.", content=None)

    hits = [hit.record_id for hit in find(cast.asha, "mackerel", kind="paper").hits]

    assert hits[:2] == [in_title, in_text]


def test_original_stays_with_the_desk_and_nobody_else_counts_it(cast):
    report = original(SAID)

    assert ("report", report) in found(ivy(), "zorbal zellweger")
    for person_id in (cast.asha, cast.bev, cast.cal, cast.ines, cast.pat):
        nothing = find(person_id, "zorbal zellweger")
        assert (nothing.hits, nothing.total, nothing.facets) == ((), 0, {})


def test_facets_count_the_visible_only(cast):
    released(SAID)
    original(SAID)
    write(cast.asha, title="Zorbal", summary="Zellweger")

    ours, desk, theirs = (find(one, "zorbal zellweger").facets for one in (cast.asha, ivy(), cast.bev))

    assert ours["kind"] == {"report": 1, "paper": 1}
    assert desk["kind"]["report"] >= 2
    assert theirs["kind"] == {"paper": 1}


def test_sender_finds_what_she_sent_and_her_colleagues_do_not(cast):
    send(cast.bev, what="Synthetic: the zorbal lockup again.")

    assert {kind for kind, _ in found(cast.bev, "zorbal lockup")} == {"submission"}
    assert {kind for kind, _ in found(ivy(), "zorbal lockup")} == {"submission"}
    for person_id in (cast.tom, cast.asha, cast.cal):
        assert found(person_id, "zorbal lockup") == set()


def test_statement_of_a_subject_is_found_in_other_spellings(cast):
    report = released("Synthetic: Mohammed Zellweger was seen.")
    create(report, "Mohammed Zellweger")

    assert {"statement", "report"} == {kind for kind, _ in found(cast.asha, "muhamad zelweger", alike=True)}


def test_entry_follows_its_record_into_another_audience_and_back(cast, invicta, thanet):
    number = make_record(cast.asha, alone(invicta), text="Zorbal and zellweger.")
    assert found(cast.bev, "zorbal zellweger") == set()

    move(cast.asha, "commentary", number, shared(invicta, thanet))
    assert found(cast.bev, "zorbal zellweger", at=LATER) == {("commentary", number)}
    assert found(cast.cal, "zorbal zellweger", at=LATER) == set()

    move(cast.asha, "commentary", number, alone(invicta), at=LATER + timedelta(hours=1))
    assert found(cast.bev, "zorbal zellweger", at=LATER + timedelta(hours=2)) == set()
    assert found(cast.asha, "zorbal zellweger", at=LATER + timedelta(hours=2)) == {("commentary", number)}


def test_ended_agreement_closes_what_it_opened(cast, invicta, thanet):
    number = make_record(cast.asha, shared(invicta, thanet), text="Zorbal and zellweger.")
    assert found(cast.bev, "zorbal zellweger") == {("commentary", number)}

    assert found(cast.bev, "zorbal zellweger", at=AT + timedelta(days=3650)) == set()


def test_entry_goes_with_its_record(cast, invicta):
    number = make_record(cast.asha, alone(invicta), text="Zorbal and zellweger.")
    paper = write(cast.asha, title="Zorbal and zellweger")
    say(cast.bev, paper, "The zorbal of zellweger.")

    with context.acting(cast.asha, at=AT):
        for kind, record_id in (("commentary", number), ("paper", paper)):
            known = find_kind(kind)
            remove_record(known, known.model._default_manager.get(pk=record_id))

    assert {kind for kind, _ in found(cast.asha, "zorbal zellweger")} <= {"comment"}
    assert {kind for kind, _ in found(cast.bev, "zorbal zellweger")} == {"comment"}


def test_only_the_newest_version_of_a_paper_is_found(cast):
    paper = write(cast.asha)
    add(cast.asha, paper, Written(text="They dive for zorbal."))

    assert found(cast.bev, "mackerel", kind="paper") == set()
    assert found(cast.bev, "zorbal") == {("paper", paper)}


def test_without_a_search_and_without_a_context_there_is_nothing(cast):
    assert Entry.objects.count() == 0
    with context.acting(cast.asha, at=AT):
        assert Entry.objects.count() == 0
        find(cast.asha, "vehicle")
        assert Entry.objects.count() == 0


WRITES = (
    "UPDATE search_entry SET audience_id = 1",
    "DELETE FROM search_entry",
    "INSERT INTO search_entry (kind, record_id, audience_id, told_on, area_codes, threat, words)"
    " VALUES ('report', 1, 1, now(), '{}', '', '')",
    "SELECT fourpoint_index_report(ARRAY[1::bigint])",
)


def test_application_may_not_write_the_index(cast):
    for statement in WRITES:
        with context.acting(cast.asha, at=AT), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


def test_search_uses_the_index_as_the_application(cast):
    sought = Sought(words="'vehicl' & 'crime'")
    given = {"since": sought.since, "until": sought.until, "ranked": 1000, "page": 20, "start": 0}
    with context.acting(cast.asha, at=AT), connection.cursor() as cursor:
        asked = {"query": sought.words, "period": "'y=2026'"}
        explained = finding.ask("EXPLAIN " + finding._FIND, given | {"words": sought.words}, **asked)
        plan = "\n".join(row[0] for row in explained)
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        rights = cursor.fetchone()

    assert "Bitmap Index Scan on search_words" in plan
    # Both, side by side: within one, the index would go through every year.
    assert re.search(r"Index Cond: \(\(words @@ .+ AND \(words @@ ", plan)
    assert "audience_id" in plan
    assert rights == (False, False)


def test_period_only_narrows_what_is_sought_and_open(cast):
    def numbers(person, **given):
        with context.acting(person, at=AT):
            return set(finding.ask("SELECT id FROM search_entry", {}, **given))

    released(SAID)
    sought, year = "'zorbal'", f"'y={AT.year}'"
    for person in (cast.asha, cast.bev, cast.cal):
        whole = numbers(person, query=sought)
        assert numbers(person, query=sought, period=year) == numbers(person, query=f"{sought} & {year}") <= whole
        assert numbers(person, query=sought, period="'y=1066'") == set()
        # Alone it opens nothing.
        assert numbers(person, query="", period=year) == set()
    assert numbers(cast.asha, query=sought, period=year)


def test_every_open_record_has_its_entry_and_no_other_has(cast):
    """What can be searched is what can be read, for each of the cast and every kind of the demonstration."""
    hidden = {"commentary": {"state": "current"}, "statement": {"withdrawn_at": None}}
    for person_id in (cast.asha, cast.bev, cast.cal, cast.ines, ivy()):
        for code in KINDS:
            model = KINDS[code].kind.model
            with context.acting(person_id, at=AT):
                kept = model._default_manager.filter(**hidden.get(code, {}))
                rows = set(kept.exclude(text="", basis="") if code == "statement" else kept)
                hits = finding.find_all(Sought(words="", narrow=(frozenset({f"k={code}"}),)))
                # What she sent lies with another agency, and is hers to find.
                inside = {hit.record_id for hit in hits if model._default_manager.filter(pk=hit.record_id).exists()}
            assert inside == {row.pk for row in rows}, (code, person_id)


def test_rows_found_are_those_decide_allows():
    answers = []
    for seed in range(8):
        with transaction.atomic():
            answers += _compare(seed)
            transaction.set_rollback(True)

    assert {True, False} == set(answers)


def _compare(seed):
    world, answers = Maker(seed).world(), []
    held = audiences.everyone()
    everything = context.Acting(
        actor=stand(world.people[0], at=DAY_ZERO).actor,
        purpose="administration",
        at=DAY_ZERO,
        readable=held,
        writable=frozenset(held),
        placeable=frozenset(held),
    )
    context.enter(everything)
    Comment.objects.bulk_create(
        Comment(
            owner_id=one.owner_id,
            audience_id=key,
            made_at=DAY_ZERO,
            made_by_id=world.people[0],
            number=1,
            review_on=DAY_ZERO.date(),
            review_group="partnership-product",
            text="zorbal",
        )
        for key, one in held.items()
    )
    context.enter(context.nobody(DAY_ZERO))
    for person_id in world.people:
        for at in world.times:
            purpose = PURPOSES[(person_id + at.day) % len(PURPOSES)]
            actor = stand(person_id, at=at).actor
            readable = {key for key, value in held.items() if decide(actor, value, purpose, at).allowed}
            with context.acting(person_id, at=at, purpose=purpose):
                hits = finding.find_all(Sought(words="'zorbal'"))
                seen = set(
                    Comment.objects.filter(pk__in=[hit.record_id for hit in hits]).values_list("audience", flat=True)
                )
                total = finding.find(Sought(words="'zorbal'")).total
            assert (seen, len(hits), total) == (readable, len(readable), len(readable)), (seed, person_id, at)
            answers += [key in readable for key in held]
    return answers


def test_owner_of_the_tables_is_held_to_row_security_by_force():
    with database.owner() as owner:
        rows = owner.execute("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'search_entry'").fetchall()

    assert rows == [(True,)]
