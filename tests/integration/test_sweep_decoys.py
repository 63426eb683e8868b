"""Every address as everyone of the cast: no answer shows a decoy, the owner's own people and officers included."""

from urllib.parse import urljoin

import pytest

from fourpoint.records.canaries.models import Canary
from fourpoint.services.canaries import planting
from fourpoint.services.marked.kinds import KINDS
from tests.factories.addresses import EXAMPLES, SPECIAL, addresses
from tests.factories.pages import Page
from tests.factories.sweeping import STRANGER, open_site

pytestmark = pytest.mark.django_db
# How addresses name a record of a kind, where not by the kind.
NAMED = {"commentary": "note", "identity": "judgement"}
SOUGHT = "decoy detect leaks"


@pytest.fixture
def site(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return open_site()


@pytest.mark.slow
@pytest.mark.parametrize("who", [STRANGER, "asha", "bev", "cal", "ines", "tom", "pat"])
def test_no_page_shows_a_decoy(site, who):
    client = site.visitor(who)

    for address in addresses():
        for path in address.paths():
            assert client.get(path).status_code != 500, path


@pytest.mark.slow
@pytest.mark.parametrize("who", ["asha", "bev", "cal", "ines"])
def test_a_decoy_asked_for_by_its_number_is_not_there(site, who, monkeypatch):
    """The sweeps ask for what is there and for what is not; here for what is there and closed."""
    client, asked = site.visitor(who), set()
    for canary in Canary.objects.order_by("object_kind", "id"):
        number = int(canary.object_id)
        named = {NAMED.get(canary.object_kind, canary.object_kind): number, "record": number}
        for name, value in named.items():
            monkeypatch.setitem(EXAMPLES, name, (value, 10**9))
        monkeypatch.setitem(EXAMPLES, "kind", (canary.object_kind, "no-such-kind"))
        monkeypatch.setitem(SPECIAL, ("library:file", "paper"), EXAMPLES["paper"])
        for address in addresses():
            if named.keys() & set(address.arguments):
                assert client.get(address.real_path()).status_code != 500
                asked.add(address.name)

    assert asked >= {"products:product", "products:copy", "reports:copy", "library:paper", "subjects:withdraw"}


@pytest.mark.parametrize("who", ["asha"])
def test_no_search_box_finds_a_decoy(site, who):
    """By the words that all decoys say, in every box that a page offers; what is found is shown with its highlights."""
    client, asked = site.visitor(who), set()
    for address in addresses():
        path = address.real_path()
        for form in Page(client.get(path).content.decode(errors="replace")).forms:
            goes_to = urljoin(path, form.action)
            if form.method == "get" and form.typed and goes_to not in asked:
                asked.add(goes_to)
                said = client.get(goes_to, form.fields | dict.fromkeys(form.typed, SOUGHT)).content.decode()
                assert not [words for words in ("Synthetic decoy", "tell the governance") if words in said], goes_to

    assert {"/search/", "/library/"} <= asked


def test_the_sweep_would_see_one(site, monkeypatch):
    """Leak on purpose: a page that reads past row security makes the sweep fail."""
    from fourpoint.web.start import views

    token = sorted(site.decoys)[0]
    monkeypatch.setattr(views, "answer", lambda *_a, **_k: views.HttpResponse(token))
    with pytest.raises(AssertionError, match="would have shown decoys"):
        site.visitor("asha").get("/accessibility/")


def test_every_kind_has_a_decoy(site):
    assert {kind.code for kind in KINDS} - planting.WORDLESS == set(
        Canary.objects.values_list("object_kind", flat=True)
    )
