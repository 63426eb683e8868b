"""The trail sealed in the real database: what its owner does to it past every trigger is found."""

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from fourpoint.access import context, trail, writers
from fourpoint.domain import seals
from fourpoint.records.audit.contents import TABLES, content_fields, content_sql
from fourpoint.records.audit.models import Event, Reading, Seal, Waiting
from fourpoint.records.profiles.models import Profile
from fourpoint.services.audit import sealing, signing
from tests import database
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOURPOINT_ROOTS, settings.FOURPOINT_HEADS = tmp_path / "roots", tmp_path / "heads"
    return load_cast()


@pytest.fixture
def sealed(cast):
    """A trail with every kind of entry, sealed, and the number of entries."""
    _read(cast)
    return sealing.seal()


def _read(cast):
    with context.acting(cast.bev, at=AT):
        rows = list(Profile.objects.order_by("id")[:3])
        trail.record_shown("profile", rows)
        trail.record_searched("profile", rows, words="Döver Rd “x”\t\\")


def _edit(*statements):
    """Do what only the owner of the database can: put triggers and policies aside, edit, and put them back."""
    tables = [*TABLES.values(), "audit_seal", "audit_root"]
    with database.owner() as owner, owner.transaction():
        for table in tables:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        for statement in statements:
            assert owner.execute(statement).rowcount, statement
        for table in tables:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for table in TABLES.values():
            owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _codes(**given):
    return {fault.code for fault in sealing.verify(**given).verdict.faults}


def _entry(number):
    return f"(SELECT entry_id FROM audit_seal WHERE number = {number})"


def test_every_entry_is_sealed_in_a_gapless_sequence(sealed):
    said = sealing.verify()

    assert said.verdict.is_sound, said.verdict.faults
    assert (said.verdict.entries, said.waiting) == (sealed, 0)
    assert (said.verdict.unknown, said.verdict.unmarked) == (0, 0)
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == list(range(1, sealed + 1))
    assert set(Seal.objects.values_list("kind", flat=True)) == set(TABLES)
    assert sealing.check_in_database(at=AT).found == 0


def test_what_is_rolled_back_leaves_no_gap(cast, sealed):
    with pytest.raises(ZeroDivisionError), context.acting(cast.bev, at=AT):
        trail.record_listed("profile", list(Profile.objects.all()[:1]))
        raise ZeroDivisionError
    _read(cast)

    assert sealing.seal() == 5
    assert sealing.verify().verdict.is_sound


def test_what_is_not_sealed_yet_is_counted_and_not_a_fault(cast, sealed):
    _read(cast)

    said = sealing.verify()

    assert said.verdict.is_sound
    assert said.waiting == 5


def test_sealing_nothing_is_nothing(sealed):
    assert sealing.seal() == 0


@pytest.mark.parametrize(
    ("statements", "codes"),
    [
        ([f"UPDATE audit_reading SET person_id = 1 WHERE id = {_entry('{reading}')}"], {"changed"}),
        ([f"DELETE FROM audit_reading WHERE id = {_entry('{reading}')}"], {"gone", "missing"}),
        (["UPDATE audit_event SET reason = 'because' WHERE id = " + _entry(2)], {"changed"}),
        (["UPDATE audit_event SET facts = '{}' WHERE facts <> '{}'"], {"changed"}),
        (["UPDATE audit_event SET words = 'weather' WHERE words <> ''"], {"changed"}),
        (["UPDATE audit_event SET at = at + interval '1 microsecond' WHERE id = " + _entry(3)], {"changed"}),
        (["UPDATE audit_listing SET object_ids = '{99}'"], {"changed"}),
        (
            ["DELETE FROM audit_event WHERE id = " + _entry(2), "DELETE FROM audit_seal WHERE number = 2"],
            {"gap", "broken", "missing"},
        ),
        (["DELETE FROM audit_seal WHERE number = 2"], {"gap", "broken", "unsealed"}),
        (
            [
                "DELETE FROM audit_event WHERE id = " + _entry(2),
                "DELETE FROM audit_seal WHERE number = 2",
                "UPDATE audit_seal SET number = -number",
                "UPDATE audit_seal SET number = CASE WHEN number = -1 THEN 1 ELSE -number - 1 END",
            ],
            {"broken", "missing"},
        ),
        (
            [
                "UPDATE audit_seal SET number = -number WHERE number IN (2, 3)",
                "UPDATE audit_seal SET number = 5 + number WHERE number < 0",
            ],
            {"broken"},
        ),
    ],
)  # fmt: skip
def test_edits_of_the_owner_are_found(sealed, statements, codes):
    reading = Seal.objects.filter(kind="R").order_by("number").first().number

    _edit(*(statement.replace("{reading}", str(reading)) for statement in statements))

    assert _codes() == codes
    in_database = sealing.check_in_database(at=AT)
    assert (in_database.found > 0) == bool(codes - {"unsealed"})


def test_entry_written_past_the_trail_is_found(cast, sealed):
    _edit(
        "INSERT INTO audit_reading SELECT gen_random_uuid(), at, person_id, agency_id, object_kind, '99', audience_id,"
        " owner_id, marking, purpose, mark FROM audit_reading LIMIT 1"
    )

    assert _codes() == {"unsealed", "forged"}


def test_entry_forged_through_the_front_is_found_by_its_mark(cast, sealed):
    """Whoever has the application's database role, and not its key, can add an entry and cannot mark it."""
    with context.acting(cast.bev, at=AT) as who, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (id, at, person_id, agency_id, operation, action, object_kind, object_id, purpose,"
            " reason, words, agencies, persons, before, after, facts, mark) VALUES (gen_random_uuid(), now(), %s, %s,"
            " 'alteration', 'x.y', 'x', '1', 'governance', '', '', '{}', '{}', '', '', '{}', %s)",
            [who.actor.person_id, who.actor.agency_id, seals.mark(b"guess", ["E"])],
        )
    sealing.seal()

    assert sealing.verify().verdict.unknown == 1


def test_change_before_sealing_is_found_by_the_mark(cast, sealed):
    _read(cast)
    last = Waiting.objects.filter(kind="R").order_by("-id").first()
    _edit(f"UPDATE audit_reading SET object_id = '99' WHERE id = '{last.entry_id}'")

    assert _codes() == {"forged"}
    sealing.seal()
    assert _codes() == {"forged"}


def test_removal_before_sealing_is_found_after_it(cast, sealed):
    _read(cast)
    last = Waiting.objects.filter(kind="R").order_by("-id").first()
    _edit(f"DELETE FROM audit_reading WHERE id = '{last.entry_id}'")

    sealing.seal()

    assert _codes() == {"gone", "missing"}


def test_removal_before_sealing_with_its_waiting_row_is_found(cast, sealed):
    """Nobody sealed it, and nothing in the database says any more that it was there."""
    _read(cast)
    _forget(Waiting.objects.order_by("id")[2])

    assert _codes() == {"missing"}
    sealing.seal()
    assert _codes() == {"missing"}
    assert (0, "missing") in [tuple(fault) for fault in sealing.check_in_database(at=AT).faults]


def test_removal_of_the_last_entries_is_found_by_how_far_their_writer_came(cast, sealed):
    _read(cast)
    _forget(*Waiting.objects.order_by("-id")[:2])

    assert _codes() == {"missing"}
    assert sealing.check_in_database(at=AT).found == 1
    shutil.rmtree(_heads())
    assert _codes() == set(), "without the heads nothing can tell"


def test_head_kept_with_a_root_tells_when_the_folder_is_gone(cast, sealed):
    _read(cast)
    sealing.make_root(at=AT)
    _forget(*Waiting.objects.all())
    shutil.rmtree(_heads())

    assert _codes() == set()
    assert _codes(heads=sealing.read_heads(_folder())) == {"missing"}


def test_heads_of_writers_long_gone_are_forgotten_with_a_root(cast, sealed):
    now = timezone.now()
    old, young = (_heads() / f"{letter * 16}.txt" for letter in "ab")
    for file, days in ((old, 31), (young, 29)):
        file.write_text(seals.Head(writer=file.stem, number=1).line, encoding="utf-8")
        os.utime(file, times=((now - timedelta(days=days)).timestamp(),) * 2)

    sealing.make_root(at=now)

    assert (old.exists(), young.exists()) == (False, True)


def test_what_is_rolled_back_to_a_savepoint_leaves_no_gap(cast, sealed):
    with context.acting(cast.bev, at=AT):
        rows = list(Profile.objects.order_by("id")[:3])
        trail.record_shown("profile", rows[:1])
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            trail.record_searched("profile", rows, words="undone")
            raise ZeroDivisionError
        trail.record_shown("profile", rows[1:])

    assert sealing.verify().verdict.is_sound
    assert sealing.check_in_database(at=AT).found == 0


def test_writers_at_once_number_apart(cast, sealed):
    with ThreadPoolExecutor(max_workers=3) as threads:
        for _ in range(3):
            threads.submit(_read_apart, cast)

    verdict = sealing.verify().verdict
    assert verdict.is_sound, verdict.faults
    assert len(sealing.read_heads(_heads())) >= 2


def test_process_that_forks_counts_under_another_name(cast, sealed):
    before = writers._writer(connection).name
    writers.forget()
    assert writers._writer(connection).name != before


@pytest.mark.parametrize("removes", ["file", "folder"])
def test_head_that_somebody_removed_stands_again_after_the_next_commit(removes, cast, sealed):
    (file,) = _heads().glob("*.txt")
    file.unlink()
    if removes == "folder":
        _heads().rmdir()

    _read(cast)

    (head,) = sealing.read_heads(_heads())
    assert (f"{head.writer}.txt", head.number) == (file.name, 10)


def test_root_is_signed_and_a_false_one_is_found(sealed, settings):
    made = sealing.make_root(at=AT)
    assert sealing.read_roots(_folder())[0].signature == made.signature
    assert sealing.verify().unsigned == 0

    settings.FOURPOINT_SEAL_KEYS = (b"another key of thirty-two bytes.",)
    assert _codes() == {"signature"}
    own = signing.read_key(signing.public_line())
    settings.FOURPOINT_SEAL_KEYS = (b"a third key of thirty-two bytes.",)
    assert _codes(trusted=[own]) == {"signature"}


def test_root_signed_by_an_earlier_key_stands(sealed, settings):
    sealing.make_root(at=AT)
    public, seed = signing.read_key(signing.public_line()), settings.FOURPOINT_SEAL_KEYS[0]

    settings.FOURPOINT_SEAL_KEYS = (b"the next key, of thirty-two byte", seed)
    assert _codes() == set()
    settings.FOURPOINT_SEAL_KEYS = settings.FOURPOINT_SEAL_KEYS[:1]
    assert _codes() == {"signature"}
    assert _codes(trusted=[public]) == set()


def test_root_changed_after_it_was_signed_is_found(sealed):
    sealing.make_root(at=AT)
    _edit("UPDATE audit_root SET digest = repeat('ab', 32)")

    assert _codes() == {"signature", "rewritten"}


def test_cut_tail_is_found_by_the_root_outside(sealed):
    sealing.make_root(at=AT)
    _cut(sealed - 5)

    assert _codes() == {"missing"}
    shutil.rmtree(_heads())
    assert _codes() == set(), "whoever rules both the database and the folder is found by what is kept elsewhere"
    assert _codes(roots=sealing.read_roots(_folder())) == {"cut"}
    assert [code for _, code in sealing.check_in_database(at=AT).faults] == ["cut"]


def test_trail_made_anew_with_every_seal_is_found_by_the_root_outside(sealed):
    sealing.make_root(at=AT)
    _edit("UPDATE audit_event SET reason = 'because' WHERE id = " + _entry(2), "DELETE FROM audit_root")
    _seal_anew()

    assert _codes(keys=()) == set()
    assert _codes(keys=(), roots=sealing.read_roots(_folder())) == {"rewritten"}
    assert _codes() == {"forged"}


def test_root_is_due_daily_or_after_many_entries(cast, sealed, monkeypatch):
    first = sealing.make_due_root(at=AT)
    assert first == sealing.find_head()
    assert sealing.make_due_root(at=AT + timedelta(days=2)) is None
    _read(cast)
    sealing.seal()
    assert sealing.make_due_root(at=AT + timedelta(hours=1)) is None
    monkeypatch.setattr(sealing, "ROOT_ENTRIES", 3)
    assert sealing.make_due_root(at=AT + timedelta(hours=1)) == sealing.find_head()


def test_trail_without_entries_has_no_root(settings, tmp_path):
    settings.FOURPOINT_ROOTS = tmp_path
    assert sealing.seal() == 0
    assert sealing.make_root(at=AT) is None
    assert sealing.make_due_root(at=AT) is None
    assert sealing.read_roots(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_seal (number, kind, entry_id, entry_hash, hash) VALUES (9, 'E', gen_random_uuid(), '', '')",
        "DELETE FROM audit_seal",
        "DELETE FROM audit_waiting",
        "INSERT INTO audit_waiting (kind, entry_id) VALUES ('E', gen_random_uuid())",
        "UPDATE audit_root SET digest = ''",
    ],
)
def test_application_cannot_write_seals(sealed, statement):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_application_reads_no_entry_by_pretending_to_seal(sealed):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fourpoint.sealing', 'on', true)")
        cursor.execute("SELECT count(*) FROM audit_event")
        assert cursor.fetchone() == (0,)


def test_sealing_leaves_no_right_behind(sealed):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT fourpoint_seal(10), current_setting('fourpoint.sealing')")
        assert cursor.fetchone() == (0, "")


def test_writer_and_database_write_an_entry_alike(cast, sealed):
    """The mark is made before the row is stored and checked on what the database gives back: both must agree."""
    with database.owner() as owner:
        for model, letter in ((Event, "E"), (Reading, "R")):
            owner.execute(f"ALTER TABLE {TABLES[letter]} NO FORCE ROW LEVEL SECURITY")
            query = f"SELECT id, {content_sql(letter, 'x')} FROM {TABLES[letter]} x"
            stored = {str(row[0]): json.loads(row[1]) for row in owner.execute(query).fetchall()}
            owner.execute(f"ALTER TABLE {TABLES[letter]} FORCE ROW LEVEL SECURITY")
            assert stored
            columns = {field.name for field in model._meta.local_fields}
            assert all(len(content) == len(columns) + 1 for content in stored.values()), "seal every column"
    assert content_fields("R", (None, AT))[2] == 1772442000000000


def _folder():
    from django.conf import settings

    return settings.FOURPOINT_ROOTS


def _heads():
    from django.conf import settings

    return settings.FOURPOINT_HEADS


def _forget(*waiting):
    """Remove entries that wait, and that they waited."""
    for one in waiting:
        _edit(
            f"DELETE FROM {TABLES[one.kind]} WHERE id = '{one.entry_id}'",
            f"DELETE FROM audit_waiting WHERE id = {one.pk}",
        )


def _read_apart(cast):
    try:
        for _ in range(3):
            _read(cast)
    finally:
        connections.close_all()


def _cut(number):
    """Remove everything after that number, and the database's own root, without a trace in the database."""
    _edit(
        *(
            f"DELETE FROM {table} WHERE id IN (SELECT entry_id FROM audit_seal WHERE number > {number})"
            for table in TABLES.values()
        ),
        f"DELETE FROM audit_seal WHERE number > {number}",
        "DELETE FROM audit_root",
    )


def _seal_anew():
    """Make every seal again over what is there now, as a patient owner of the database could."""
    with database.owner() as owner, owner.transaction():
        owner.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")
        owner.execute(
            "INSERT INTO audit_waiting (kind, entry_id) SELECT kind, entry_id FROM audit_seal ORDER BY number"
        )
        owner.execute("DELETE FROM audit_seal")
        owner.execute("ALTER TABLE audit_seal ENABLE TRIGGER USER")
        owner.execute("SELECT fourpoint_seal(100000)")
