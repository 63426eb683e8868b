"""The client of the scanner: clean, found, and every way of no verdict, by a path and by a port."""

import pytest

from fourpoint.config.adapters import scanning
from fourpoint.services.files.scanning import ScannerUnreachable
from tests.factories.scanner import EICAR, FOUND, scanner


@pytest.fixture(params=["path", "port"])
def address(request, tmp_path):
    with scanner(tmp_path / "clamd" if request.param == "path" else None) as said:
        yield said


def test_scanner_is_asked_over_a_path_and_a_port(address, settings):
    settings.FOURPOINT_SCANNER = address

    assert scanning.is_there()
    assert scanning.scan(b"A made-up gannet.") == ""
    assert scanning.scan(b"") == ""
    # Longer than one chunk, with the find at its end.
    assert scanning.scan(b"a" * 200_000 + EICAR) == FOUND


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR", b"stream: Out of memory ERROR", b"UNKNOWN"])
def test_anything_but_a_verdict_is_no_verdict(says, settings):
    with scanner(says=says) as address:
        settings.FOURPOINT_SCANNER = address

        assert not scanning.is_there()
        with pytest.raises(ScannerUnreachable, match="no verdict"):
            scanning.scan(b"words")


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "127.0.0.1:1"])
def test_scanner_that_is_not_there_is_said(address, settings):
    settings.FOURPOINT_SCANNER = address

    assert not scanning.is_there()
    with pytest.raises(ScannerUnreachable, match="does not answer"):
        scanning.scan(b"words")
