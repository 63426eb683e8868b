"""What profiles say in words, for every threat: phrases that a careful analyst would write, and nothing twice."""

import re

import pytest

from fourpoint.access import context
from fourpoint.domain.document import Chart, Map, Prose, Table
from fourpoint.services.profiles import queries, store
from fourpoint.services.profiles.requests import ProfileRequest
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db
THANET, FORCE = "E07000114", "E23000032"
THREATS = ("all-crime", "burglary", "anti-social-behaviour", "serious-violence")
# A category's name where only a noun phrase can stand.
BROKEN = re.compile(
    r"(the most|fewer|more|of|in) (all recorded crime|drugs|burglary|robbery|shoplifting|vehicle crime|"
    r"serious violence \(proxy\)|anti-social behaviour(?! incidents))\b"
)


@pytest.fixture
def ask(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    cast = load_cast()

    def asked(**changes):
        with context.acting(cast.asha, at=AT):
            return queries.get_profile(ProfileRequest(**{"area": THANET, **changes}))

    return asked


@pytest.mark.parametrize("threat", THREATS)
@pytest.mark.parametrize("area", [THANET, FORCE])
def test_no_category_stands_where_a_noun_must(ask, area, threat):
    said = [text for text in words_of(ask(area=area, threat=threat)) if BROKEN.search(text)]

    assert said == []


def test_busiest_neighbourhood_holds_the_most_of_something(ask):
    nouns = {"all-crime": "recorded crime", "drugs": "drug offences"}
    nouns["anti-social-behaviour"] = "anti-social behaviour incidents"

    for threat, noun in nouns.items():
        assert any(text.endswith(f"holds the most {noun}") for text in words_of(ask(threat=threat)))


def test_incidents_are_never_called_offences(ask):
    document = ask(threat="anti-social-behaviour")
    said = [text for text in words_of(document) if "offence" in text and "not offences" not in text]

    assert [text for text in said if "weighted" not in text] == []
    assert {figure.unit for figure in document.figures if "offence" in figure.unit} <= {
        "weighted offences per 1,000 residents"
    }


@pytest.mark.parametrize("threat", [threat.id for threat in store.the_catalogue().threats])
def test_no_caveat_stands_twice_on_a_figure(ask, threat):
    figure = ask(threat=threat).figure("change")

    assert len(set(figure.caveats)) == len(figure.caveats)
    assert sum("not what happened" in caveat for caveat in figure.caveats) == 1


def test_force_is_not_set_beside_itself(ask):
    force, district = ask(area=FORCE), ask()

    for document, keys in ((force, set()), (district, {"force_rate", "comparison_rate"})):
        columns = {column.key for column in table(document, "types").columns}
        assert columns & {"force_rate", "comparison_rate"} == keys
    assert [column.key for column in table(force, "households").columns] == ["indicator", "here"]


def test_area_compared_with_the_force_shows_the_force_once(ask):
    columns = [column.label for column in table(ask(compare="force"), "types").columns]

    assert columns[-1] == "All districts of Kent"
    assert "Force" not in columns


def table(document, table_id):
    blocks = [block for section in document.sections for block in section.blocks]
    return next(block for block in blocks if isinstance(block, Table) and block.table_id == table_id)


def words_of(document):
    said = [finding.sentence.text for finding in document.findings]
    for block in (block for section in document.sections for block in section.blocks):
        if isinstance(block, Prose):
            said += [sentence.text for sentence in block.sentences]
        elif isinstance(block, Chart | Map):
            said += [block.title, block.sentence.text, block.table.title]
        elif isinstance(block, Table):
            said.append(block.title)
    return said
