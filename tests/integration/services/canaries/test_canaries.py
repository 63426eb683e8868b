"""Decoys are planted where nobody sees them, and the alarm rings when a page, a mail, an export or a log shows one."""

import io
import logging
import zipfile

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from fourpoint.access import context, leaks
from fourpoint.config.logs import NoDecoys
from fourpoint.domain.canaries import PREFIX
from fourpoint.records.audit.models import Event, Waiting
from fourpoint.records.canaries.models import Alarm, Canary
from fourpoint.records.exports.models import Export
from fourpoint.records.profiles.models import Edition
from fourpoint.services.canaries import planting, queries
from fourpoint.services.exports.lease import What, lease
from fourpoint.services.marked.kinds import KINDS, find_kind
from fourpoint.services.products import writing
from fourpoint.services.profiles import actions as editions
from fourpoint.services.profiles import freezing
from fourpoint.services.profiles.printing import Press, Printed
from fourpoint.services.search import saved
from fourpoint.services.search.asking import Asked, make_sought
from fourpoint.services.search.finding import find_all
from fourpoint.web.frame.leaks import LeakWatch
from tests import database
from tests.factories import producing
from tests.factories.cast import load_cast, this_hour
from tests.factories.linking import do
from tests.factories.sending import IVY, ivy
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
INES = "ines@invicta.example"


@pytest.fixture
def cast(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(this_hour(), material=True)


@pytest.fixture
def planted(cast):
    """Invicta's decoys."""
    planting.plant("invicta", at=timezone.now())
    return list(Canary.objects.order_by("id"))


@pytest.fixture
def keeper(planted):
    """The person to whom the decoys are open."""
    with database.owner():
        return planting._keeper("invicta", at=timezone.now())


def _trailed():
    """The alarm's entry in the trail."""
    with database.owner() as owner:
        owner.execute("set fourpoint.sealing = 'on'")
        return owner.execute("select id from audit_event where action = 'canary.alarm'").fetchone()[0]


def _leaking(canary, who=None):
    """Answer a page that says the canary's token, as a view with a mistake in it would."""
    request = RequestFactory().get("/somewhere/?q=x")
    request.acting = who if who is not None else context.nobody(timezone.now())
    return LeakWatch(lambda request: HttpResponse(f"<p>{canary.token}</p>"))(request)


def test_there_is_one_of_each_marking_of_every_kind(planted):
    kinds = {kind.code for kind in KINDS} - planting.WORDLESS
    assert {canary.object_kind for canary in planted} == kinds, "give the new kind a planter in planting.PLANTERS"
    for kind in kinds:
        markings = [canary.marking for canary in planted if canary.object_kind == kind]
        assert len(set(markings)) == len(planting.markings()) == len(markings)
    assert len({canary.token for canary in planted}) == len(planted)


def test_planting_again_plants_nothing(planted):
    assert planting.plant("invicta", at=timezone.now()) == 0


def test_agency_without_a_profile_has_decoys_of_the_rest(cast):
    planting.plant("northmoor", at=timezone.now())
    assert "paper" in set(Canary.objects.values_list("object_kind", flat=True))
    assert "commentary" not in set(Canary.objects.values_list("object_kind", flat=True))


def test_decoys_are_open_to_their_keeper_and_to_nobody_else(cast, planted, keeper):
    for person in (cast.asha, cast.bev, cast.cal, cast.ines, cast.pat):
        with context.acting(person, at=timezone.now()):
            for canary in planted:
                assert not find_kind(canary.object_kind).model.objects.filter(pk=canary.object_id).exists()
    with context.acting(keeper, at=timezone.now()):
        for canary in planted:
            kind = find_kind(canary.object_kind)
            row = kind.model.objects.get(pk=canary.object_id)
            assert canary.token in " ".join(kind.texts(row))
            assert row.audience_id == canary.audience_id


def test_tokens_stand_in_protected_tables_alone(planted):
    """An index, a cache or a queue that anybody may read must not hold what a marked record says."""
    query = (
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        tables = {name for (name,) in cursor.fetchall()} - {"canaries_canary"}
        for table in sorted(tables):
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE %s", [f"%{PREFIX}%"])
                assert cursor.fetchone()[0] == 0, table


def test_alarm_rings_when_a_page_leaks(cast, planted):
    with context.acting(cast.bev, at=timezone.now()) as who:
        response = _leaking(planted[0], who)

    assert response.status_code == 500
    assert planted[0].token not in response.content.decode()
    with context.acting(cast.ines, at=timezone.now()):
        alarm = Alarm.objects.get()
        assert (alarm.way, alarm.place, alarm.person_id) == ("response", "/somewhere/", cast.bev)
        assert Event.objects.filter(action="canary.alarm", person_id=cast.bev).count() == 1
    page = signed_in(INES).get("/governance/decoys/").content.decode()
    assert "1 alarm rang" in page
    assert "Bev Marlowe" in page


def test_alarm_rings_for_a_stranger_and_within_the_owners_agency(cast, planted):
    assert _leaking(planted[0]).status_code == 500
    with context.acting(cast.asha, at=timezone.now()) as who:
        assert _leaking(planted[0], who).status_code == 500
    with context.acting(cast.ines, at=timezone.now()):
        assert set(Alarm.objects.values_list("person_id", flat=True)) == {None, cast.asha}


def test_alarms_are_for_the_owners_governance_alone(cast, planted):
    _leaking(planted[0])
    for person in (cast.tom, cast.asha, cast.cal):
        with context.acting(person, at=timezone.now()):
            assert not Alarm.objects.exists()
    assert signed_in("asha@invicta.example").get("/governance/decoys/").status_code == 403


def test_alarm_rings_through_the_whole_site_when_a_view_leaks(cast, planted, monkeypatch):
    """Leak on purpose: a list that reads past row security, on a real page, for somebody who may not see it."""
    from fourpoint.web.start import views

    monkeypatch.setattr(views, "answer", lambda *_a, **_k: HttpResponse(f"slip {planted[0].token}"))
    response = signed_in("cal@northmoor.example").get("/accessibility/")

    assert response.status_code == 500
    assert planted[0].token not in response.content.decode()
    with context.acting(cast.ines, at=timezone.now()):
        assert Alarm.objects.get().person_id == cast.cal


def test_keeper_and_unknown_words_ring_nothing(keeper, planted):
    with context.acting(keeper, at=timezone.now()) as who:
        assert _leaking(planted[0], who).status_code == 200
    assert leaks.find_leaks(f"{PREFIX}{'A' * 16}".encode(), readable=()) == ()


def test_header_that_leaks_rings_too(planted):
    request = RequestFactory().get("/x/")
    request.acting = context.nobody(timezone.now())
    response = LeakWatch(lambda request: HttpResponse(headers={"Location": f"/x/?q={planted[0].token}"}))(request)
    assert response.status_code == 500


def test_zip_and_spreadsheet_are_looked_into(planted):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rows.csv", f"a,b\n1,{planted[0].token}\n" * 50)

    assert [leak.canary_id for leak in leaks.find_leaks(held.getvalue(), readable=())] == [planted[0].pk]
    assert leaks.find_leaks(b"PK\x03\x04 no archive", readable=()) == ()


def test_export_that_leaks_is_held_back(cast, planted):
    with context.acting(cast.asha, at=timezone.now()) as who:
        leaks.check_export(["harmless", b"bytes"], readable=who.readable, place="export 7")
        with pytest.raises(leaks.CanaryLeaked, match="export 7"):
            leaks.check_export([planted[0].token], readable=who.readable, place="export 7")


def test_alarm_of_an_export_stands_when_the_export_is_rolled_back(cast, planted):
    """Whoever asked for the export sees a fault, and their transaction is undone: the owner is told all the same."""
    with pytest.raises(leaks.CanaryLeaked), context.acting(cast.bev, at=timezone.now()) as who:
        leaks.check_export([planted[0].token], readable=who.readable, place="export 8")

    with context.acting(cast.ines, at=timezone.now()):
        assert Alarm.objects.get(place="export 8").person_id == cast.bev
        assert Event.objects.get(action="canary.alarm").person_id == cast.bev
    assert Waiting.objects.filter(entry_id=_trailed()).exists()


@pytest.mark.parametrize("where", ["content", "name", "words"])
def test_copy_that_leaks_is_not_taken(cast, planted, where):
    given = {"content": "words", "name": "a.txt", "words": "words"} | {where: f"see {planted[0].token}"}
    with pytest.raises(leaks.CanaryLeaked), context.acting(cast.bev, at=timezone.now()) as who:
        lease(
            by=who.actor,
            purpose=who.purpose,
            at=who.at,
            what=What(kind="trail", words=given["words"]),
            name=given["name"],
            media_type="text/plain",
            content=given["content"].encode(),
        )

    with context.acting(cast.bev, at=timezone.now()):
        assert not Export.objects.exists()
    with context.acting(cast.ines, at=timezone.now()):
        assert Alarm.objects.get(way="export").place == "a copy of trail"


def test_edition_that_leaks_is_not_frozen(cast, planted, monkeypatch):
    monkeypatch.setattr(freezing, "to_json", lambda document: f"slip {planted[0].token}".encode())
    with context.acting(cast.asha, at=timezone.now()) as who:
        press = Press(printer=lambda document: Printed(pdf=b"%PDF-made-up", files=()))
        given = {"by": who.actor, "purpose": who.purpose, "at": who.at, "press": press}
        with pytest.raises(leaks.CanaryLeaked, match="editions of E07000114"):
            editions.build_editions(areas=("E07000114",), label="2025Q4", **given)
        assert not Edition.objects.exists()


def test_mail_that_leaks_is_not_sent_and_others_are(cast, planted, settings):
    settings.EMAIL_BACKEND = "fourpoint.config.adapters.mail.WatchedMail"
    token = planted[0].token
    leaking = [
        mail.EmailMessage(f"About {token}", "x", to=["a@example.example"]),
        mail.EmailMessage("x", f"See {token}", to=["a@example.example"]),
        mail.EmailMessage("x", "x", to=["a@example.example"], attachments=[("a.csv", token, "text/csv")]),
    ]
    leaking[1].to = ["b@example.example"]
    sound = mail.EmailMessage("x", "nothing marked", to=["a@example.example"])

    assert mail.get_connection().send_messages([*leaking, sound]) == 1
    assert [message.body for message in mail.outbox] == ["nothing marked"]
    with context.acting(cast.ines, at=timezone.now()):
        assert list(Alarm.objects.values_list("way", flat=True)) == ["mail"] * 3


def test_log_line_that_leaks_is_blotted_out(planted):
    record = logging.LogRecord("x", logging.WARNING, "f", 1, "row %s", (planted[0].token,), None)
    assert NoDecoys().filter(record)
    assert planted[0].token not in record.getMessage()
    assert record.levelno == logging.ERROR


def test_page_of_decoys_does_not_say_their_words(cast, planted):
    page = signed_in(INES).get("/governance/decoys/").content.decode()
    assert PREFIX not in page
    assert "No alarm has rung" in page
    with context.acting(cast.ines, at=timezone.now()) as who:
        decoys = queries.get_watch(who).decoys
    assert len(decoys) == len(planted)
    assert "OFFICIAL-SENSITIVE [UK] [PERSONAL DATA] [UK EYES ONLY] [RECIPIENTS ONLY]" in {one.marking for one in decoys}
    assert "No decoys are planted" in signed_in("tom@thanet.example").get("/governance/decoys/").content.decode()


def test_decoys_are_in_the_index_and_found_by_their_keeper_alone(cast, planted, keeper):
    sought = make_sought(Asked(words="decoy detect leaks"))
    with context.acting(keeper, at=timezone.now()):
        kinds = {hit.kind for hit in find_all(sought, most=100)}
    with context.acting(cast.asha, at=timezone.now()):
        found = find_all(sought, most=100)

    assert {"commentary", "paper", "report", "product"} <= kinds
    assert not found


def test_kept_search_tells_nobody_of_a_decoy(cast):
    at = timezone.now()
    with context.acting(cast.asha, at=at) as who:
        saved.save(
            by=who.actor, purpose=who.purpose, at=at, name="Leaks", asked=Asked(words="decoy detect leaks"), alerts=True
        )
    planting.plant("invicta", at=at)

    assert saved.run_alerts(at=at) == 0
    assert not mail.outbox
    with context.acting(cast.asha, at=at) as who:
        assert [line.fresh for line in saved.list_saved(who)] == [0]


@pytest.mark.parametrize("file", ["copy.pdf", "copy.docx"])
def test_product_that_leaks_is_not_printed(cast, planted, file):
    """A decoy's words in a section, as a mistake of its author's would put them there."""
    at = timezone.now()
    product = producing.begin(at=at)
    producing.write(product, at=at, text=planted[0].token)
    do(ivy(), writing.submit, at=at, product_id=product)
    producing.issue(product, at=at)
    client = signed_in(IVY)
    client.raise_request_exception = False

    response = client.get(f"/intelligence/products/{product}/copy/{file}")

    assert response.status_code == 500
    assert not Export.objects.exists()
    with context.acting(cast.ines, at=at):
        assert "export" in set(Alarm.objects.values_list("way", flat=True))
