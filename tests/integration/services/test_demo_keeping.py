"""The demonstration has copies out, reviews, a certificate and a request, and loading it again adds nothing."""

from datetime import UTC, datetime

import pytest

from fourpoint.access import context
from fourpoint.records.rights.models import RightsRequest
from fourpoint.services.demo.keeping import load_keeping
from fourpoint.services.exports import queries as exports
from fourpoint.services.review import queries as review
from fourpoint.services.rights import queries as rights
from tests.factories.cast import load_cast

pytestmark = pytest.mark.django_db


def test_world_has_something_to_keep_an_eye_on(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    now = datetime.now(UTC)
    cast = load_cast(now, material=True)

    for _ in range(2):
        load_keeping(at=now)

    with context.acting(cast.ines, at=now) as who:
        out, gone = exports.list_out(who, only="overdue"), exports.list_out(who, only="destroyed")
        done = [line for line in review.list_disposals(who) if line.state == "done"]
        (line,) = rights.list_requests(who)
        page = rights.get_request(who, line.request_id)
        assert RightsRequest.objects.count() == 1
    assert [one.agency for one in out.lines] == ["Thanet District Council (fictional team)"]
    assert (len(gone.lines), len(done)) == (1, 1)
    assert [item.decision for item in page.items] == ["", "disclose"], "what is still to decide comes first"
    with context.acting(cast.asha, at=now) as who:
        assert "Contact list of duty desks" in [line.title for line in review.get_desk(who).overdue]
