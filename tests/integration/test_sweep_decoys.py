"""Every address as everyone of the cast: no answer shows a decoy, the owner's own people and officers included."""

import pytest

from fourpoint.records.canaries.models import Canary
from fourpoint.services.canaries import planting
from fourpoint.services.marked.kinds import KINDS
from tests.factories.addresses import EXAMPLES, addresses
from tests.factories.sweeping import STRANGER, open_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return open_site()


@pytest.mark.parametrize("who", [STRANGER, "asha", "bev", "cal", "ines", "tom", "pat"])
def test_no_page_shows_a_decoy(site, who):
    client = site.visitor(who)

    for address in addresses():
        for path in address.paths():
            assert client.get(path).status_code != 500, path


@pytest.mark.parametrize("who", ["asha", "bev", "cal", "ines"])
def test_a_decoy_asked_for_by_its_number_is_not_there(site, who, monkeypatch):
    """The sweeps ask for what is there and for what is not; here for what is there and closed."""
    client, asked = site.visitor(who), 0
    for canary in Canary.objects.order_by("object_kind", "id"):
        for name, number in {canary.object_kind: canary.object_id, "record": canary.object_id}.items():
            monkeypatch.setitem(EXAMPLES, name, (int(number), 10**9))
        monkeypatch.setitem(EXAMPLES, "note", (int(canary.object_id), 10**9))
        monkeypatch.setitem(EXAMPLES, "kind", (canary.object_kind, "no-such-kind"))
        for address in addresses():
            if {"note", "paper", "comment", "record"} & set(address.arguments):
                assert client.get(address.real_path()).status_code != 500
                asked += 1

    assert asked


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
