"""A copy leaves under a number, with a purpose and an end; its owner and its holder know of it, nobody else."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader, PdfWriter

from fourpoint.access import checks, context
from fourpoint.domain.days import TICK, end_of, start_of
from fourpoint.domain.errors import Unusable
from fourpoint.domain.leases import State
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Disclosure
from fourpoint.records.audit.models import Event
from fourpoint.records.exports.models import DISPOSAL, EXPIRY, Export
from fourpoint.records.sharing.models import Agreement
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.exports import actions, queries
from fourpoint.services.exports.lease import What, lease
from fourpoint.services.marked.finding import find_record
from fourpoint.services.review.reminding import list_overdue
from fourpoint.services.sharing.agreements import end_agreement
from tests.factories.agreements import signed
from tests.factories.cast import AT, load_cast
from tests.factories.records import KIND, alone, make_record, shared

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=200)


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(material=True)


@pytest.fixture
def note(cast):
    return make_record(cast.asha, shared(find_agency("invicta"), find_agency("thanet")))


def take(person, record, content=b"Bulrush", *, at=AT, media="text/plain", name="note.txt"):
    with context.acting(person, at=at) as who:
        audience_id = find_audience(record)
        return lease(
            by=who.actor,
            purpose=who.purpose,
            at=at,
            what=What(kind=KIND, record_id=record, audience_id=audience_id),
            name=name,
            media_type=media,
            content=content,
        )


def find_audience(record):
    return find_record(KIND, record).row.audience_id


def read(person, done, *given, at=AT, **named):
    with context.acting(person, at=at) as who:
        return done(who, *given, **named)


def do(person, done, *, at=AT, **given):
    with context.acting(person, at=at) as who:
        return done(by=who.actor, purpose=who.purpose, at=at, **given)


def test_copy_has_a_number_and_its_holder_sees_it_with_what_to_do(cast, note):
    held = take(cast.bev, note)

    (line,) = read(cast.bev, queries.list_mine)
    assert line.number == held.number and held.number in held.content.decode()
    assert (line.expires_on, line.state) == (date(2026, 5, 31), State.HELD)
    assert (line.name, line.purpose, line.is_mine, line.may_confirm) == ("note.txt", "Local profile", True, True)


def test_pdf_is_stamped_with_the_holder_on_each_page(cast, note):
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    made = io.BytesIO()
    writer.write(made)

    held = take(cast.bev, note, made.getvalue(), media="application/pdf", name="note.pdf")

    said = " ".join(PdfReader(io.BytesIO(held.content)).pages[0].extract_text().split())
    assert held.number in said and "Bev Marlowe (fictional), Thanet District Council (fictional team)" in said


def test_sensitive_copy_ends_sooner(cast):
    own = make_record(cast.asha, alone(find_agency("invicta"), marking=Marking.OFFICIAL_SENSITIVE))

    assert take(cast.asha, own).expires_on == date(2026, 3, 30)


def test_copy_never_outlives_what_opened_it(cast):
    ends = AT + timedelta(days=5)
    record = make_record(cast.asha, shared(find_agency("invicta"), find_agency("thanet"), ends_at=ends))

    assert take(cast.bev, record).expires_on == date(2026, 3, 7)
    assert take(cast.asha, record).expires_on == date(2026, 5, 31)


def test_taking_the_same_again_is_the_same_copy_and_another_disclosure(cast, note):
    first, again = take(cast.bev, note), take(cast.bev, note, at=AT + timedelta(days=1))
    changed = take(cast.bev, note, b"Bulrush, revised")

    assert first.number == again.number != changed.number
    assert first.content == again.content
    assert {line.number: line.times for line in read(cast.bev, queries.list_mine)} == {
        first.number: 2,
        changed.number: 1,
    }
    with context.acting(cast.ines, at=AT):
        assert Event.objects.filter(action="export.take", operation="disclosure").count() == 3


def test_disclosure_names_its_recipients_to_the_owner(cast, note):
    take(cast.bev, note)

    with context.acting(cast.ines, at=AT):
        event = Event.objects.get(action="export.take")
    assert (event.agencies, event.persons) == ([find_agency("thanet")], [cast.bev])
    assert (event.object_kind, event.object_id) == (KIND, str(note))
    assert "note.txt" not in str(event.facts)


def test_what_is_closed_cannot_be_taken(cast, note):
    with context.acting(cast.asha, at=AT):
        audience_id = find_audience(note)
    given = {"name": "a", "media_type": "text/plain", "content": b""}
    with pytest.raises(checks.NotOpen), context.acting(cast.cal, at=AT) as who:
        what = What(kind=KIND, record_id=note, audience_id=audience_id)
        lease(by=who.actor, purpose=who.purpose, at=AT, what=what, **given)
    with pytest.raises(Unusable, match="purpose"), context.acting(cast.asha, at=AT) as who:
        what = What(kind=KIND, record_id=note, audience_id=audience_id)
        lease(by=who.actor, purpose="", at=AT, what=what, **given)


def test_owner_sees_who_holds_what_and_others_nothing(cast, note):
    take(cast.bev, note)

    out = read(cast.ines, queries.list_out)
    assert [(line.holder, line.agency) for line in out.lines] == [
        ("Bev Marlowe (fictional)", "Thanet District Council (fictional team)")
    ]
    assert [(one.out, one.overdue) for one in out.agencies] == [(1, 0)]
    assert [line.name for line in out.lines] == [""]
    with context.acting(cast.cal, at=AT):
        assert Export.objects.count() == 0
    with pytest.raises(checks.NotAllowed):
        read(cast.asha, queries.list_out)


def test_another_agency_finds_no_copy_by_its_number(cast, note):
    number = take(cast.bev, note).number

    assert read(cast.ines, queries.find_copy, number.lower()).holder == "Bev Marlowe (fictional)"
    assert read(cast.tom, queries.find_copy, number).may_recall is False
    assert read(cast.asha, queries.find_copy, number) is None
    assert read(cast.cal, queries.find_copy, number) is None
    assert read(cast.ines, queries.find_copy, "nonsense") is None


def test_outstanding_is_for_people_of_the_owner(cast, note):
    number = take(cast.bev, note).number

    with context.acting(cast.asha, at=AT):
        assert [line.number for line in queries.outstanding(KIND, note)] == [number]
    with context.acting(cast.bev, at=AT):
        assert queries.outstanding(KIND, note) == ()
    with context.acting(cast.pat, at=AT), pytest.raises(queries.NoSuchCopy):
        queries.outstanding(KIND, note)


def test_copy_is_overdue_the_day_after_its_last(cast, note):
    take(cast.bev, note)
    last, after = datetime(2026, 5, 31, 22, 59, tzinfo=AT.tzinfo), datetime(2026, 5, 31, 23, 0, tzinfo=AT.tzinfo)

    # Summer time: midnight in London is 23:00 UTC.
    assert read(cast.bev, queries.list_mine, at=last)[0].state is State.HELD
    assert read(cast.bev, queries.list_mine, at=after)[0].state is State.EXPIRED
    assert [line.days_over for line in read(cast.tom, queries.list_held, at=after)] == [1]
    assert read(cast.ines, queries.list_out, at=after, only="overdue").total == 1


@pytest.mark.parametrize("last", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)])
def test_copy_may_be_kept_to_the_end_of_its_last_day_when_clocks_change(cast, last):
    taken = start_of(last) - timedelta(days=20)
    kept = shared(find_agency("invicta"), find_agency("thanet"), ends_at=end_of(last))
    assert take(cast.bev, make_record(cast.asha, kept, at=taken), at=taken).expires_on == last

    states = [read(cast.bev, queries.list_mine, at=at)[0].state for at in (end_of(last) - TICK, end_of(last))]

    assert states == [State.HELD, State.EXPIRED]


def end(cast, at, code="local-profiles"):
    held = Agreement.objects.get(code=code).id
    do(cast.tom, end_agreement, at=at, agreement_id=held, reason="It is over.")


def test_copy_is_overdue_from_the_instant_at_which_its_agreement_is_ended(cast, note):
    ended = AT + timedelta(days=3)
    take(cast.bev, note)
    take(cast.asha, note)
    end(cast, ended)

    assert read(cast.bev, queries.list_mine, at=ended - TICK)[0].state is State.HELD
    assert read(cast.ines, queries.list_out, at=ended - TICK, only="overdue").total == 0
    (mine,) = read(cast.bev, queries.list_mine, at=ended)
    assert (mine.state, mine.closed_at, mine.days_over, mine.may_confirm) == (State.CLOSED, ended, 0, True)
    assert [line.state for line in read(cast.tom, queries.list_held, at=ended)] == [State.CLOSED]
    out = read(cast.ines, queries.list_out, at=ended + timedelta(days=2), only="overdue")
    assert [(line.holder, line.days_over) for line in out.lines] == [("Bev Marlowe (fictional)", 2)]
    assert {one.agency_id: (one.out, one.overdue) for one in out.agencies} == {
        find_agency("invicta"): (1, 0),
        find_agency("thanet"): (1, 1),
    }
    with context.acting(cast.asha, at=ended):
        assert {line.agency_id: line.state for line in queries.outstanding(KIND, note)} == {
            find_agency("invicta"): State.HELD,
            find_agency("thanet"): State.CLOSED,
        }
    assert {one.agency: one.copies for one in list_overdue(at=ended)}["thanet"] == 1
    assert {one.agency: one.copies for one in list_overdue(at=ended - TICK)}["thanet"] == 0


def test_copy_of_an_ended_agreement_is_neither_taken_again_nor_kept(cast, note):
    ended = AT + timedelta(days=3)
    take(cast.bev, note)
    end(cast, ended)

    with context.acting(cast.asha, at=ended):
        audience_id = find_audience(note)
    with pytest.raises(checks.NotOpen), context.acting(cast.bev, at=ended) as who:
        lease(
            by=who.actor,
            purpose=who.purpose,
            at=ended,
            what=What(kind=KIND, record_id=note, audience_id=audience_id),
            name="note.txt",
            media_type="text/plain",
            content=b"Bulrush",
        )
    (line,) = read(cast.bev, queries.list_mine, at=ended)
    do(cast.bev, actions.confirm_destruction, at=ended, export_id=line.export_id, how="deleted")
    with context.acting(cast.ines, at=ended):
        assert Export.objects.get(id=line.export_id).destroyed_for == EXPIRY
    assert read(cast.ines, queries.list_out, at=ended, only="overdue").total == 0


def test_copy_goes_on_under_a_later_version_and_ends_with_it(cast):
    first = signed(cast)
    code = Agreement.objects.get(id=first).code
    record = make_record(cast.asha, shared(find_agency("invicta"), find_agency("thanet"), code=code))
    take(cast.bev, record)
    taken_over, ended = start_of(AT.date() + timedelta(days=2)), AT + timedelta(days=5)
    second = signed(cast, at=AT + timedelta(days=1), replaces=first, starts_at=taken_over)

    assert read(cast.bev, queries.list_mine, at=ended)[0].state is State.HELD
    do(cast.tom, end_agreement, at=ended, agreement_id=second, reason="It is over.")

    assert read(cast.bev, queries.list_mine, at=ended - TICK)[0].state is State.HELD
    assert read(cast.bev, queries.list_mine, at=ended)[0].closed_at == ended


def test_copy_that_a_disclosure_opened_outlives_every_agreement(cast):
    disclosed = Disclosure(
        agency_id=find_agency("thanet"),
        person_id=None,
        purposes=frozenset({"local-profile"}),
        gateway="cda-1998-s115",
        ends_at=AT + timedelta(days=20),
    )
    named = {"code": "harbour-exchange-2", "disclosures": frozenset({disclosed})}
    record = make_record(cast.asha, shared(find_agency("invicta"), find_agency("harbour-homes"), **named))
    take(cast.bev, record)
    end(cast, AT + timedelta(days=3), code="harbour-exchange-2")

    assert read(cast.bev, queries.list_mine, at=AT + timedelta(days=4))[0].state is State.HELD


def test_holder_confirms_destruction_and_the_owner_sees_it(cast, note):
    take(cast.bev, note)
    (line,) = read(cast.bev, queries.list_mine)

    do(cast.bev, actions.confirm_destruction, export_id=line.export_id, how="deleted")

    assert read(cast.ines, queries.list_out).total == 0
    (gone,) = read(cast.ines, queries.list_out, only="destroyed").lines
    assert gone.how.startswith("Every file deleted")
    with context.acting(cast.ines, at=AT):
        event = Event.objects.get(operation="erasure")
        assert (event.object_kind, event.facts["rule"], event.owner_id) == (
            "export",
            "done-with",
            find_agency("invicta"),
        )
    with pytest.raises(actions.AlreadyDestroyed):
        do(cast.bev, actions.confirm_destruction, export_id=line.export_id, how="deleted")
    assert take(cast.bev, note).number != line.number


@pytest.mark.parametrize("who", ["asha", "ines", "cal"])
def test_nobody_confirms_for_a_holder_of_another_agency(cast, note, who):
    take(cast.bev, note)
    (line,) = read(cast.bev, queries.list_mine)

    with pytest.raises(queries.NoSuchCopy):
        do(getattr(cast, who), actions.confirm_destruction, export_id=line.export_id, how="deleted")


def test_governance_confirms_for_a_holder_who_left(cast, note):
    take(cast.bev, note)
    (line,) = read(cast.bev, queries.list_mine)

    do(cast.tom, actions.confirm_destruction, at=LATER, export_id=line.export_id, how="shredded")

    (gone,) = read(cast.ines, queries.list_out, at=LATER, only="destroyed").lines
    assert gone.state is State.DESTROYED


def test_unknown_way_of_destruction_is_refused(cast, note):
    take(cast.bev, note)
    (line,) = read(cast.bev, queries.list_mine)

    with pytest.raises(Unusable, match="choose one from the list"):
        do(cast.bev, actions.confirm_destruction, export_id=line.export_id, how="eaten")


def test_recall_of_a_record_calls_every_copy_back(cast, note):
    numbers = {take(cast.bev, note).number, take(cast.asha, note).number}

    called = do(cast.asha, actions.recall_exports, kind=KIND, record_id=note, reason="A name was wrong.")

    assert set(called) == numbers
    (line,) = read(cast.bev, queries.list_mine)
    assert (line.state, line.recall_words) == (State.RECALLED, "A name was wrong.")
    assert do(cast.asha, actions.recall_exports, kind=KIND, record_id=note, reason="Again.") == ()
    with pytest.raises(checks.NotAllowed):
        do(cast.pat, actions.recall_exports, kind=KIND, record_id=note, reason="Mine.")
    assert do(cast.bev, actions.recall_exports, kind=KIND, record_id=note, reason="Not mine.") == ()


def test_recall_can_be_of_one_agencys_copies(cast, note):
    take(cast.asha, note)
    number = take(cast.bev, note).number

    given = {"kind": KIND, "record_id": note, "reason": "The agreement ends.", "agencies": [find_agency("thanet")]}
    assert do(cast.ines, actions.recall_exports, **given) == (number,)


def test_disposal_calls_copies_back_and_forgets_their_names(cast, note):
    take(cast.bev, note)

    do(cast.asha, actions.recall_exports, kind=KIND, record_id=note, reason="Disposed of.", cause=DISPOSAL)

    (line,) = read(cast.bev, queries.list_mine)
    assert (line.name, line.state) == (actions.DISPOSED, State.RECALLED)
    do(cast.bev, actions.confirm_destruction, export_id=line.export_id, how="deleted")
    with context.acting(cast.ines, at=AT):
        assert Event.objects.get(operation="erasure").facts["rule"] == DISPOSAL


def test_governance_calls_one_copy_back(cast, note):
    take(cast.bev, note)
    (line,) = read(cast.ines, queries.list_out).lines

    do(cast.ines, actions.recall_copy, export_id=line.export_id, reason="Found on a bus.")

    assert read(cast.bev, queries.list_mine)[0].recall_words == "Found on a bus."
    with pytest.raises(actions.AlreadyRecalled):
        do(cast.ines, actions.recall_copy, export_id=line.export_id, reason="Again.")
    with pytest.raises(queries.NoSuchCopy):
        do(cast.tom, actions.recall_copy, export_id=line.export_id, reason="Not mine.")
    with pytest.raises(checks.NotAllowed):
        do(cast.asha, actions.recall_copy, export_id=line.export_id, reason="No role.")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "a\0b"])
def test_recall_needs_a_reason(cast, note, reason):
    take(cast.bev, note)
    with pytest.raises(Unusable):
        do(cast.asha, actions.recall_exports, kind=KIND, record_id=note, reason=reason)


@pytest.mark.parametrize(
    "changed",
    [{"number": "FP-2026-0000-0000"}, {"agency_id": 999_999}, {"expires_on": date(2030, 1, 1)}, {"purpose": "x"}],
)
def test_database_lets_nobody_change_the_facts_of_a_copy(cast, note, changed):
    take(cast.bev, note)

    with context.acting(cast.bev, at=AT), pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.update(**changed)


def test_destruction_is_not_taken_back(cast, note):
    take(cast.bev, note)
    (line,) = read(cast.bev, queries.list_mine)
    do(cast.bev, actions.confirm_destruction, export_id=line.export_id, how="deleted")

    with context.acting(cast.bev, at=AT), pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.update(destroyed_at=None, destroyed_by_id=None, destroyed_for="", destroyed_how="")


def test_number_that_is_taken_is_drawn_again(cast, note, monkeypatch):
    drawn = iter([7, 7, 7, 8])
    monkeypatch.setattr("fourpoint.services.exports.lease.secrets.randbelow", lambda most: next(drawn))

    assert [take(cast.asha, note).number, take(cast.bev, note).number] == ["FP-2026-0000-0007", "FP-2026-0000-0008"]


def test_title_is_told_to_whoever_may_read_the_record(cast, note):
    take(cast.bev, note)

    assert read(cast.ines, queries.list_out).lines[0].title == "Commentary on Where it happens"
    assert read(cast.bev, queries.list_mine)[0].title == "Commentary on Where it happens"
