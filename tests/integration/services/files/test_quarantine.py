"""A file is given to nobody before it was scanned; of an infected one nothing is left, and who brought it is told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.module_loading import import_string

from fourpoint.access import context
from fourpoint.domain.errors import Unusable
from fourpoint.records.agencies.models import Letter
from fourpoint.records.audit.models import Event
from fourpoint.records.files.models import Content, File
from fourpoint.records.library.models import Paper, Version
from fourpoint.records.sharing.models import Agreement
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.agreements import files as agreements
from fourpoint.services.files import scanning
from fourpoint.services.files.keeping import FileIsDestroyed, FileIsWaiting
from fourpoint.services.library import finding, queries
from fourpoint.services.library.about import About
from fourpoint.services.library.contents import Uploaded
from tests.factories.cast import AT, load_cast
from tests.factories.papers import add, read, take_back, write
from tests.factories.scanner import EICAR, FOUND, scanner

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
GULLS, VIRUS = b"A made-up kittiwake.", b"A made-up kittiwake. " + EICAR


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(material=True)


@pytest.fixture
def address(cast, settings):
    """The scanner, from when the cast has brought what it brings."""
    with scanner() as said:
        settings.FOURPOINT_SCANNER = said
        yield said


def put(person_id, data=GULLS):
    return write(person_id, content=Uploaded(name="gulls.txt", data=data))


def taken(person_id, paper):
    with context.acting(person_id, at=LATER):
        return queries.get_file(paper, 1).data


def found(person_id, words):
    with context.acting(person_id, at=LATER):
        return [hit.paper_id for hit in finding.find(words)]


def test_nobody_is_given_a_file_in_quarantine_and_a_clean_one_is_let_out(cast, address):
    paper = put(cast.asha)
    for person in (cast.asha, cast.bev):
        with pytest.raises(FileIsWaiting, match="not been scanned"):
            taken(person, paper)
        assert read(person, paper).version.line.scan.is_waiting

    assert scanning.scan_waiting(at=LATER) == {"clean": 1}
    assert taken(cast.bev, paper) == GULLS
    assert read(cast.bev, paper).version.line.scan.is_open
    assert scanning.count_waiting() == 0 and scanning.scan_waiting(at=LATER) == {}
    with pytest.raises(queries.NoSuchPaper):
        taken(cast.cal, paper)


def test_of_an_infected_file_nothing_is_left_but_the_fact(cast, address, settings):
    paper = put(cast.asha, VIRUS)
    before = found(cast.bev, "kittiwake")

    assert scanning.scan_waiting(at=LATER) == {"infected": 1}

    assert (before, found(cast.bev, "kittiwake")) == ([paper], [])
    with pytest.raises(FileIsDestroyed, match="virus"):
        taken(cast.bev, paper)
    line = read(cast.bev, paper).version.line
    assert (line.file_name, line.scan.found, line.scan.is_destroyed) == ("gulls.txt", FOUND, True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fourpoint.scanning', 'on', true)")
        assert not Content.objects.filter(pk=_held(cast, paper)).exists()
    with context.acting(cast.ines, at=LATER):
        event = Event.objects.get(action="file.erase")
        assert (event.operation, event.facts) == ("erasure", {"rule": "infected", "files": 1})
    assert list(Letter.objects.filter(kind="infected").values_list("person_id", flat=True)) == [cast.asha]
    with pytest.raises(Unusable, match="destroyed"):
        add(cast.asha, paper, None, about=About(title="Gulls", summary=""))
    assert add(cast.asha, paper, Uploaded(name="gulls.txt", data=GULLS)) == 2


def test_file_waits_while_the_scanner_is_away(cast, address, settings):
    paper = put(cast.asha)
    settings.FOURPOINT_SCANNER = "127.0.0.1:1"

    with pytest.raises(scanning.ScannerUnreachable):
        scanning.scan_waiting(at=LATER)
    with pytest.raises(FileIsWaiting):
        taken(cast.asha, paper)
    settings.FOURPOINT_SCANNER = address
    assert scanning.scan_waiting(at=LATER) == {"clean": 1}


def test_file_on_which_the_scanner_is_silent_holds_up_none_behind_it(cast, address, monkeypatch, settings):
    stuck, behind = put(cast.asha, b"Too large, let us say."), put(cast.asha)
    real = import_string(settings.FOURPOINT_SCANNING)
    asked = []

    def silent_on_one(data):
        asked.append(data)
        if data.startswith(b"Too large"):
            raise scanning.ScannerUnreachable("No answer.")
        return real(data)

    monkeypatch.setattr(scanning, "import_string", lambda name: silent_on_one)
    with pytest.raises(scanning.ScannerUnreachable):
        scanning.scan_waiting(at=LATER)

    assert len(asked) == 2
    assert taken(cast.asha, behind) == GULLS
    with pytest.raises(FileIsWaiting):
        taken(cast.asha, stuck)


def test_scanner_that_is_silent_on_several_in_a_row_is_not_asked_on(cast, address, monkeypatch):
    for number in range(5):
        put(cast.asha, b"Number %d" % number)
    asked = []

    def silent(data):
        asked.append(data)
        raise scanning.ScannerUnreachable("No answer.")

    monkeypatch.setattr(scanning, "import_string", lambda name: silent)
    with pytest.raises(scanning.ScannerUnreachable):
        scanning.scan_waiting(at=LATER)

    assert len(asked) == scanning.SILENT_IN_A_ROW


def test_production_without_a_scanner_keeps_files_in_quarantine_and_a_demonstration_says_what_it_does(cast, settings):
    settings.FOURPOINT_SCANNER, settings.FOURPOINT_UNSCANNED = "", False
    waiting = put(cast.asha)
    settings.FOURPOINT_UNSCANNED = True
    let_through = put(cast.asha, b"Others")

    assert scanning.scan_waiting(at=LATER) == {} and scanning.count_waiting() == 1
    assert read(cast.bev, waiting).version.line.scan.is_waiting
    assert read(cast.bev, let_through).version.line.scan.is_unscanned
    assert taken(cast.bev, let_through) == b"Others"


def test_files_of_agreements_go_through_the_same_room(cast, address):
    held = Agreement.objects.get(code="night-economy").pk
    with context.acting(cast.ines, at=AT) as who:
        given = {"agreement_id": held, "name": "minutes.txt", "data": GULLS}
        agreements.attach_file(by=who.actor, purpose=who.purpose, at=AT, **given)

    with context.acting(cast.bev, at=AT) as who, pytest.raises(FileIsWaiting):
        agreements.get_file(who, held, 1)
    scanning.scan_waiting(at=LATER)
    with context.acting(cast.bev, at=AT) as who:
        assert agreements.get_file(who, held, 1).data == GULLS
    with context.acting(cast.cal, at=AT):
        assert not Content.objects.exists()


# What the database holds --------------------------------------------------------------------------------------------


def _held(cast, paper):
    with context.acting(cast.asha, at=AT):
        return Version.objects.get(paper=paper, number=1).held_id


def test_database_shows_bytes_in_quarantine_to_nobody(cast, address):
    number = _held(cast, put(cast.asha))

    for person in (cast.asha, cast.bev, cast.ines, cast.pat):
        with context.acting(person, at=AT), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('fourpoint.scanning', 'on', true)")
            assert not Content.objects.filter(pk=number).exists()
            with pytest.raises(DatabaseError, match="Only a scanner"), transaction.atomic():
                File.objects.filter(pk=number).update(state="clean", scanned_at=AT)
            cursor.execute("SELECT set_config('fourpoint.scanning', '', true)")
    assert not Content.objects.filter(pk=number).exists()


def test_verdict_is_never_changed(cast, address):
    number = _held(cast, put(cast.asha, VIRUS))
    scanning.scan_waiting(at=LATER)

    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="Only a scanner"), transaction.atomic():
        cursor.execute("SELECT set_config('fourpoint.scanning', 'on', true)")
        File.objects.filter(pk=number).update(state="clean", found="")


def test_bytes_follow_the_paper_when_it_is_taken_back_and_go_with_it(cast, address):
    paper = put(cast.asha)
    number = _held(cast, paper)
    scanning.scan_waiting(at=LATER)
    take_back(cast, find_agency("invicta"), paper)

    with context.acting(cast.bev, at=LATER):
        assert not Content.objects.filter(pk=number).exists()
    with context.acting(cast.asha, at=LATER), connection.cursor() as cursor:
        assert Content.objects.filter(pk=number).exists()
        Version.objects.filter(paper=paper).delete()
        Paper.objects.filter(pk=paper).delete()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        assert not File.objects.filter(pk=number).exists()


def test_nobody_puts_bytes_under_the_file_of_another(cast, address):
    number = _held(cast, put(cast.asha))

    with context.acting(cast.bev, at=AT), pytest.raises(DatabaseError), transaction.atomic():
        Content(id=number + 1, file_id=number, data=b"x").save(force_insert=True)
