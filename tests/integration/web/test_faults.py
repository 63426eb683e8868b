"""What is broken in the installation is a fault of ours on the page, and told only to whoever runs it."""

import logging

import pytest

from fourpoint.config.logs import NoValues
from tests.factories.cast import load_cast
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha(sample_warehouse, settings, tmp_path):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    load_cast()
    settings.FOURPOINT_CATALOGUE_OVERRIDE = tmp_path
    client = signed_in("asha@invicta.example")
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("address", ["/profiles/", "/profiles/E07000114/", "/methods/"])
def test_bad_catalogue_file_is_our_fault_and_no_word_of_it_is_shown(asha, tmp_path, caplog, address):
    (tmp_path / "threats.toml").write_text("[[threats]]\nid = 'a'\nnmae = 'A'\n", encoding="utf-8")

    with caplog.at_level(logging.ERROR):
        answer = asha.get(address)

    page = answer.content.decode()
    told = [NoValues("%(message)s").format(record) for record in caplog.records]
    assert answer.status_code == 500
    assert "There is a fault" in page
    assert not any(word in page for word in (str(tmp_path), "threats", "nmae", "CatalogueError"))
    assert sum("threats.toml" in line and "nmae" in line for line in told) == 1
