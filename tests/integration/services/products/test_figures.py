"""Figures that a product cites: only of editions its author may read, and never a hidden one."""

import pytest

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.domain.errors import Unusable
from fourpoint.services.products import citing, drafts, figures, reading
from fourpoint.services.products.figures import Named
from tests.factories.cast import AT, load_cast
from tests.factories.freezing import SMALL, THANET, freeze
from tests.factories.linking import do
from tests.factories.producing import begin, submitted
from tests.factories.sending import ivy

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    held = load_cast()
    freeze(held.asha, cut="police")
    freeze(held.asha)
    return held


def named(cut="partner", version=1):
    return Named(area=THANET.code, label="2025Q4", cut=cut, version=version)


def as_(person, ask, *given, **more):
    with context.acting(person, at=AT):
        return ask(*given, **more)


def opened(person, name):
    with context.acting(person, at=AT) as who:
        return figures.open_edition(name, who=who)


def cite(product, figure, *, by=None, edition=None, section="detail"):
    place = citing.Place(product_id=product, section=section)
    return do(by or ivy(), citing.cite_figure, place=place, edition=edition or named(), figure_id=figure)


def test_each_reader_is_offered_the_editions_open_to_them(cast):
    for person, cuts in ((ivy(), ["police", "partner"]), (cast.bev, ["partner"])):
        assert as_(person, figures.list_areas) == ((THANET.code, "Thanet"),)
        assert [one.named.cut for one in as_(person, figures.list_editions, THANET.code)] == cuts
    assert as_(cast.cal, figures.list_areas) == ()
    with pytest.raises(NotOpen):
        as_(cast.cal, figures.list_editions, THANET.code)
    for person, name in ((cast.cal, named()), (cast.bev, named("police")), (cast.bev, named(version=2))):
        with pytest.raises(NotOpen):
            opened(person, name)


def test_figures_are_grouped_as_the_profile_has_them_and_hidden_ones_have_no_line(cast):
    part = opened(cast.bev, named()).parts[0]
    assert (part.part_id, part.title) == ("threat", "Threat")
    first = part.groups[0]
    assert (first.title, first.without) == ("Headline figures", 1)
    assert [one.figure_id for one in first.figures] == ["count", "rate", "change"]
    assert first.figures[0].told == "3,011 offences, January to December 2025"
    assert [one.figure_id for one in opened(ivy(), named("police")).parts[0].groups[0].figures][-1] == SMALL
    every = [
        one.figure_id for part in opened(cast.bev, named()).parts for group in part.groups for one in group.figures
    ]
    assert SMALL not in every


def test_only_the_newest_version_is_offered_and_an_older_one_still_opens(cast):
    freeze(cast.asha, version=2)

    assert [one.named for one in as_(cast.bev, figures.list_editions, THANET.code)] == [named(version=2)]
    assert opened(cast.bev, named()).line.named.version == 1


def test_a_proof_is_not_offered_and_not_cited(cast):
    freeze(cast.asha, cut="public")

    assert [one.named.cut for one in as_(ivy(), figures.list_editions, THANET.code)] == ["police", "partner"]
    with pytest.raises(Unusable, match="waits for its approval"):
        cite(begin(), "count", edition=named("public"))


def test_a_cited_figure_has_value_period_source_and_its_own_page(cast):
    product = begin()
    assert cite(product, "count") == 1

    with context.acting(ivy(), at=AT) as who:
        page = reading.get_product(who, product)
    (one,) = next(card for card in page.sections if card.cited).cited
    assert one.words == "Serious violence (proxy), offences: 3,011 offences, January to December 2025"
    assert (one.reference, one.grade) == ("Edition 2025Q4 of Thanet, version 1", "")
    assert (one.edition, one.figure) == (named(), "count")
    with pytest.raises(Unusable, match="cites it already"):
        cite(product, "count")


def test_a_place_away_from_the_area_is_named_with_its_figure(cast):
    product = begin()
    rank = next(one for one in every_line(cast.asha, "police") if one.figure_id.startswith("rank."))

    cite(product, rank.figure_id)
    assert rank.name.endswith("Saltmarsh 001A")


def every_line(person, cut):
    parts = opened(person, named(cut)).parts
    return [one for part in parts for group in part.groups for one in group.figures]


def test_what_has_no_number_is_not_cited(cast):
    product = begin()
    for figure, words in ((SMALL, "hidden from its readers"), ("near-repeat", "not known")):
        with pytest.raises(Unusable, match=words):
            cite(product, figure)
    with pytest.raises(figures.NothingToCite):
        cite(product, "no-such-figure")
    cite(product, SMALL, edition=named("police"))


def test_only_who_may_write_a_draft_cites_in_it(cast):
    product = begin()
    for person in (cast.bev, cast.cal):
        with pytest.raises((NotOpen, NotAllowed)):
            cite(product, "count", by=person)


def test_drafts_are_those_one_may_write(cast):
    draft = begin()
    submitted()

    with context.acting(ivy(), at=AT) as who:
        assert [one.product_id for one in drafts.list_drafts(who)] == [draft]
        assert "detail" in dict(drafts.list_drafts(who)[0].sections)
    for person in (cast.asha, cast.bev, cast.cal):
        with context.acting(person, at=AT) as who:
            assert drafts.list_drafts(who) == ()
