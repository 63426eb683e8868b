"""
Every address as every role of the catalogue, for things of one's own, things shared, and things of strangers.

The demonstration is asked, then loaded a second time beside itself as the property of strangers, and asked again: not a
byte of any answer may change, whatever it lists, counts, filters, suggests or refuses. Then their things are asked for.
The other half of the roles is in `test_sweep_roles_too.py`, so that two workers share them.
"""

import re

import pytest
from django.apps import apps
from django.db.models import Q

from fourpoint.access import context
from fourpoint.records.agencies.models import Agency, Person
from tests.factories import crossing, estates, rehearsing, strangers, whereabouts
from tests.factories.addresses import addresses
from tests.factories.estates import YONDER

pytestmark = pytest.mark.django_db(transaction=True)
# How a table names the agency that a row is of.
OF_AGENCY = {"agency", "owner"}


@pytest.fixture
def rehearsal(sample_warehouse, settings, tmp_path_factory):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    with rehearsing.rehearsal(tmp_path_factory.getbasetemp() / "estates") as made:
        yield made


@pytest.mark.parametrize("role", estates.swept(0))
def test_nobody_is_told_of_strangers(rehearsal, role):
    assert strangers.find_told(rehearsal, role) == {}


def test_a_reader_has_own_shared_and_closed_things_to_be_told_of(rehearsal):
    words = whereabouts.words_for(rehearsal.here, rehearsal.here.person("reader", estates.OWNER), rehearsal.at)

    assert words.own
    assert words.shared
    assert words.closed


def test_what_is_typed_is_found_by_those_who_wrote_it(rehearsal):
    yonder = rehearsal.add_strangers()
    writer = rehearsing.Visitor(yonder.person("bev", "thanet"))

    found = writer.hear("/search/", False, {"q": rehearsal.said}).without([rehearsal.said])

    assert any(word.startswith(YONDER) for word in found.told)


def test_what_strangers_hold_is_there_for_themselves(rehearsal):
    """A thing that is not there, or an address that nobody can use, would prove nothing."""
    yonder = rehearsal.add_strangers()
    seers = [rehearsing.Visitor(yonder.person(name, agency)) for name, agency in whereabouts.SEERS]
    of_things = [address for address in addresses() if set(address.arguments) - whereabouts.WORDS.keys()]

    closed = {
        address.name
        for address in of_things
        if all(
            visitor.ask(path).status == 404
            for visitor in seers
            for path in crossing.paths_of(address, list(rehearsal.theirs))
        )
    }

    # A build is there only while it runs.
    assert closed == {"profiles:building"}


def test_strangers_have_a_row_in_every_table_that_a_service_fills_for_an_agency(rehearsal, checkout):
    yonder = rehearsal.add_strangers()
    theirs = set(Agency.objects.filter(code__startswith=yonder.prefix).values_list("id", flat=True))
    source = "".join(path.read_text() for path in (checkout / "src/fourpoint/services").rglob("*.py"))
    empty = {model for model in apps.get_models() if _of_agency(model) and _is_filled(model, source)}

    assert len(empty) > 20
    for person_id in yonder.people.values():
        with context.acting(person_id, at=rehearsal.at):
            empty -= {model for model in empty if model._default_manager.filter(_is_of(model, theirs)).exists()}

    assert empty == set(), "Let tests/factories/furnishing.py give each estate a row in these tables."


def test_the_sweep_would_see_a_count(rehearsal, monkeypatch):
    """Leak on purpose: a page that counts past row security says one more once there are strangers."""
    from fourpoint.web.start import views

    visitor = rehearsal.visitor("reader")
    monkeypatch.setattr(views, "answer", lambda *_a, **_k: views.HttpResponse(str(Person.objects.count())))

    before = visitor.ask("/accessibility/")
    rehearsal.add_strangers()

    assert visitor.ask("/accessibility/") != before


def test_the_sweep_would_see_a_word(rehearsal, monkeypatch):
    """Leak on purpose: a page that names people past row security shows a word of strangers."""
    from fourpoint.web.start import views

    visitor = rehearsal.visitor("reader")
    monkeypatch.setattr(views, "answer", lambda *_a, **_k: views.HttpResponse(Person.objects.latest("id").name))
    rehearsal.add_strangers()

    told = visitor.ask("/accessibility/").told

    assert any(word.startswith(YONDER) for word in told)


def _of_agency(model):
    ours = re.match(r"fourpoint\.records\.", model.__module__)
    return ours and {field.name.removesuffix("_id") for field in model._meta.fields} & OF_AGENCY


def _is_filled(model, source):
    return re.search(rf"\b{model.__name__}\.objects\.(bulk_create|(get_or_|update_or_)?create)\(", source)


def _is_of(model, agencies):
    of = Q()
    for field in model._meta.fields:
        if field.name.removesuffix("_id") in OF_AGENCY:
            of |= Q(**{f"{field.name}__in": agencies})
    return of
