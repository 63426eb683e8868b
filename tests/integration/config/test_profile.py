"""`./fourpoint profile build` of several areas: side by side, and as if each had been built alone."""

import pytest

from fourpoint.config.commands import profile
from fourpoint.config.commands.profile import Wanted
from fourpoint.domain.errors import Unusable
from fourpoint.records.agencies.models import Person
from fourpoint.services.profiles.printing import Printed
from tests.factories.cast import load_cast

pytestmark = pytest.mark.django_db(transaction=True)
AREAS = ["E07000114", "E07000115", "E07000116", "E07000105"]
LABEL = "2025Q4"


def print_little(document):
    """A quick stand-in for the real printer: it prints the title."""
    return Printed(pdf=document.title.encode(), files=(("about.csv", b"title\n"), ("profile.ods", b"ods")))


def print_all_but_thanet(document):
    """Refuses the first of the areas, as a compiler may."""
    if document.area.code == AREAS[0]:
        raise Unusable("Thanet cannot be printed.")
    return print_little(document)


@pytest.fixture
def email(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    settings.FOURPOINT_PRINTER = f"{__name__}.print_little"
    return Person.objects.get(pk=load_cast().asha).email


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_areas_side_by_side_are_written_as_each_alone_and_told_in_their_order(email, tmp_path, capsys):
    profile._build(AREAS, LABEL, Wanted(cuts=("partner", "public"), folder=tmp_path / "all"), email)
    told = [line for line in capsys.readouterr().out.splitlines() if LABEL in line]
    for area in AREAS:
        profile._build([area], LABEL, Wanted(cuts=("partner", "public"), folder=tmp_path / "alone" / area), email)

    assert [line.split()[1] for line in told] == ["Thanet", "Tonbridge", "Tunbridge", "Ashford"]
    assert all("partner version 1 frozen, public version 1 frozen" in line for line in told)
    assert files(tmp_path / "all") == files(tmp_path / "alone")
    assert len(files(tmp_path / "all")) == len(AREAS) * 2 * 4


def test_when_an_area_fails_what_is_under_way_is_kept_and_nothing_more_is_begun(email, settings, capsys):
    settings.FOURPOINT_PRINTER = f"{__name__}.print_all_but_thanet"

    with pytest.raises(Unusable, match="Thanet cannot be printed"):
        profile._build(AREAS, LABEL, Wanted(cuts=("partner",), folder=None), email)
    settings.FOURPOINT_PRINTER = f"{__name__}.print_little"
    capsys.readouterr()
    profile._build(AREAS, LABEL, Wanted(cuts=("partner",), folder=None), email)

    told = capsys.readouterr().out
    assert "Thanet 2025Q4: partner version 1 frozen" in told
    assert "Ashford 2025Q4: partner version 1 frozen" in told, "the last was not begun"
