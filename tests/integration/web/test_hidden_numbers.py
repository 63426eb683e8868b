"""Live pages of data that nobody published: the owner sees every number, a partner none that is small or tells one."""

from dataclasses import replace

import pytest

from fourpoint.access import context
from fourpoint.domain.figures import HIDDEN
from fourpoint.services.profiles import hiding, queries, store
from fourpoint.services.profiles.requests import ProfileRequest
from tests.factories.cast import AT, load_cast
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
ASHA, BEV = "asha@invicta.example", "bev@thanet.example"
THANET, MONTH = "E07000114", "2025-12"
ASKED = {"area": THANET, "first": MONTH, "last": MONTH, "threat": "weapons"}
PAGE, QUERY = f"/profiles/{THANET}/", f"?from={MONTH}&to={MONTH}&threat=weapons"


def as_own(make):
    """Make the document as though the force had given its crimes to nobody else."""

    def made(*given, **named):
        document = make(*given, **named)
        cards = (replace(card, published=card.source_id != "police-street") for card in document.sources)
        return replace(document, sources=tuple(cards))

    return made


@pytest.fixture
def cast(sample_warehouse, settings, monkeypatch):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    monkeypatch.setattr(store, "DOCUMENTS", store.DocumentsKept())
    for name in ("assemble", "assemble_summary", "assemble_neighbourhood"):
        monkeypatch.setattr(queries, name, as_own(getattr(queries, name)))
    return load_cast()


def read(person, ask=queries.get_profile, **more):
    with context.acting(person, at=AT):
        return ask(ProfileRequest(**ASKED), **more)


def hidden(document):
    return {figure.figure_id for figure in document.figures if figure.hidden}


def test_partner_is_shown_no_small_count_and_the_owner_all(cast):
    whole, theirs = read(cast.asha), read(cast.bev)
    partner = next(cut for cut in hiding.the_cuts() if cut.readers == "profile" and not cut.approval)

    assert not hidden(whole) and hidden(theirs)
    small = {
        figure.figure_id
        for figure in whole.figures
        if any(source.source_id == "police-street" for source in figure.sources)
        and figure.rows_used
        and 0 < figure.rows_used < partner.threshold
    }
    assert small and small <= hidden(theirs)
    for name in hidden(theirs):
        figure = theirs.figure(name)
        assert (figure.value, figure.numerator, figure.rows_used, figure.rows) == (None, None, None, None)
        assert figure.text == HIDDEN and f"below {partner.threshold}" in figure.absent


def test_order_of_readers_does_not_matter(cast):
    first, owner, again = read(cast.bev), read(cast.asha), read(cast.bev)

    assert hidden(first) == hidden(again) != set() == hidden(owner)


def test_neighbourhood_and_summary_hide_likewise(cast):
    territory = store.facts_of(THANET).territory
    place = next(one for places in territory.neighbourhoods.values() for one in places if _is_in(territory, one))

    whole, theirs = (read(one, queries.get_neighbourhood, lsoa=place.code) for one in (cast.asha, cast.bev))
    with context.acting(cast.bev, at=AT):
        summary = queries.get_summary(THANET)

    assert hidden(theirs) and not hidden(whole)
    path = f"{PAGE}neighbourhoods/{place.code}/{QUERY}"
    assert "numbers are hidden for being small" in text(signed_in(BEV).get(path))
    assert "numbers are hidden" not in text(signed_in(ASHA).get(path))
    for document in (theirs, summary):
        own = [one for one in document.figures if any(source.source_id == "police-street" for source in one.sources)]
        assert own
        assert not [one for one in own if one.rows_used is not None and 0 < one.rows_used < 5]
        assert not [one for one in own if one.rows is not None]


def test_no_page_of_a_partner_prints_a_hidden_number_or_its_rows(cast):
    whole, theirs = read(cast.asha), read(cast.bev)
    asha, bev = signed_in(ASHA), signed_in(BEV)
    # Only what is long enough not to stand on the page by chance, as another number.
    shown = {one.text for one in theirs.figures if not one.hidden}
    told = {whole.figure(name).text for name in hidden(theirs)}
    secret = {one for one in told - shown if len(one) >= 5}
    assert secret

    full, page = text(asha.get(PAGE + QUERY)), text(bev.get(PAGE + QUERY))

    assert [one for one in secret if f">{one}<" in full]
    assert [one for one in secret if f">{one}<" in page] == []
    assert f"{len(hidden(theirs))} numbers are hidden for being small" in page
    assert "numbers are hidden" not in full


def test_panel_says_that_it_is_hidden_and_rows_are_for_nobody_but_the_owner(cast):
    asha, bev = signed_in(ASHA), signed_in(BEV)
    figures = read(cast.bev)
    named = sorted(name for name in hidden(figures) if read(cast.asha).figure(name).rows is not None)
    assert named

    for name in (*named[:3], "count"):
        path = f"{PAGE}figures/{name}/"
        panel = bev.get(path + QUERY)
        assert panel.status_code == 200
        if name in named:
            assert "Hidden: it is, or would give away, a count below 5." in text(panel)
        assert {bev.get(f"{path}{door}{QUERY}").status_code for door in ("rows/", "rows.csv")} == {400}
        assert {asha.get(f"{path}{door}{QUERY}").status_code for door in ("rows/", "rows.csv")} == {200}


def _is_in(territory, place):
    return territory.districts[place.district].code == THANET
