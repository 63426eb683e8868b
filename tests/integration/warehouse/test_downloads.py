"""Downloads, against a server on this machine that serves the sample's real bytes and misbehaves."""

import hashlib
import shutil
from pathlib import Path

import pytest

from fourpoint.services.data import actions
from fourpoint.warehouse.downloads import Downloaded, Wanted, download
from fourpoint.warehouse.offered import Refused
from fourpoint.warehouse.sessions import open_session
from fourpoint.warehouse.store import Warehouse
from tests.factories.publisher import Answer, Clock, Publisher, publishing, session
from tests.factories.sample import AT, FOLDER

BODY = (FOLDER / "police" / "2018-12-kent-street.csv.gz").read_bytes()
SUM = hashlib.sha256(BODY).hexdigest()
MARK = {"ETag": '"v1"'}
PAGE = b"<!DOCTYPE html><html><body>Sorry, something went wrong</body></html>"


def fetched(publisher: Publisher, folder: Path, clock: Clock | None = None, **sums: str) -> Downloaded:
    wanted = Wanted(url=f"{publisher.url}/file", file_name="2018-12-kent-street.csv.gz", **sums)
    with session(clock or Clock()) as asking:
        return download(wanted, folder, session=asking)


def test_a_whole_file_arrives_with_its_sum(tmp_path):
    with publishing(Answer(body=BODY, headers=MARK)) as publisher:
        arrived = fetched(publisher, tmp_path)

    assert arrived.path.read_bytes() == BODY
    assert (arrived.sha256, arrived.size) == (SUM, len(BODY))
    assert sorted(path.name for path in tmp_path.iterdir()) == [arrived.path.name, f"{arrived.path.name}.json"]


def test_a_dropped_connection_is_resumed_where_it_was(tmp_path):
    clock = Clock()
    with publishing(Answer(body=BODY, headers=MARK, drop_after=100_000), Answer(body=BODY, headers=MARK)) as publisher:
        arrived = fetched(publisher, tmp_path, clock, sha256=SUM)

    assert arrived.path.read_bytes() == BODY
    assert publisher.asked[1].headers["Range"] == "bytes=100000-"
    assert clock.slept == [1.0]


def test_a_resumed_file_that_has_changed_is_taken_from_its_start(tmp_path):
    other = BODY[:2] + b"another file" * 10_000
    changed = Answer(body=other, headers={"ETag": '"v2"'})
    with publishing(Answer(body=BODY, headers=MARK, drop_after=50_000), changed) as publisher:
        arrived = fetched(publisher, tmp_path)

    assert arrived.path.read_bytes() == other


def test_a_server_without_ranges_is_read_from_the_start(tmp_path):
    script = [Answer(body=BODY, headers=MARK, drop_after=9_000), Answer(body=BODY, headers=MARK, ranges=False)]
    with publishing(*script) as publisher:
        arrived = fetched(publisher, tmp_path)

    assert arrived.path.read_bytes() == BODY


@pytest.mark.parametrize(
    ("headers", "slept"),
    [
        ({}, 1.0),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "Sat, 21 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"Retry-After": "86400"}, 120.0),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(tmp_path, status: int, headers: dict[str, str], slept: float):
    clock = Clock()
    with publishing(Answer(status=status, headers=headers), Answer(body=BODY)) as publisher:
        arrived = fetched(publisher, tmp_path, clock)

    assert arrived.sha256 == SUM
    assert clock.slept == [slept]


def test_a_server_that_stays_broken_is_given_up_with_a_sentence(tmp_path):
    clock = Clock()
    with publishing(Answer(status=500)) as publisher, pytest.raises(Refused, match="could not be read in 4 tries"):
        fetched(publisher, tmp_path, clock)

    assert clock.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("answer", "sums", "words"),
    [
        (Answer(body=BODY), {"sha256": "0" * 64}, "sha256 sum"),
        (Answer(body=BODY), {"md5": "0" * 32}, "md5 sum"),
        (Answer(body=PAGE), {}, "web page"),
        (Answer(body=b"Crime ID,Month"), {}, "is not the file"),
        (Answer(status=404, body=PAGE), {}, "is not there"),
        (Answer(status=403), {}, "may not be read from here"),
        (Answer(status=400), {}, "answered 400"),
    ],
)
def test_what_is_not_the_file_is_refused_and_leaves_nothing(tmp_path, answer: Answer, sums: dict[str, str], words: str):
    with publishing(answer) as publisher, pytest.raises(Refused, match=words):
        fetched(publisher, tmp_path, **sums)

    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".part.json")] == []


def test_a_file_that_has_not_changed_is_not_sent_again(tmp_path):
    with publishing(Answer(body=BODY, headers=MARK), Answer(status=304)) as publisher:
        fetched(publisher, tmp_path)
        again = fetched(publisher, tmp_path)

    assert again.is_unchanged
    assert again.sha256 == SUM
    assert publisher.asked[1].headers["If-None-Match"] == '"v1"'


def test_a_full_disk_is_refused_before_anything_is_written(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage._replace(free=1_000_000))
    with publishing(Answer(body=BODY)) as publisher, pytest.raises(Refused, match="make room"):
        fetched(publisher, tmp_path)


def test_what_was_fetched_is_in_the_warehouse(tmp_path):
    partner = tmp_path / "contracts"
    partner.mkdir()
    own = (Path(actions.__file__).parents[2] / "warehouse" / "sources" / "police-street.toml").read_text()
    with publishing(Answer(body=BODY, headers=MARK), Answer(status=304)) as publisher:
        here = own.replace("https://data.police.uk/data/archive/{month}.zip", f"{publisher.url}/{{month}}/{{force}}")
        text = here.replace('"{month}.zip"', '"{month}-{force}-street.csv.gz"')
        (partner / "police-street.toml").write_text(text)
        warehouse = Warehouse(tmp_path / "warehouse", folders=(partner,))
        asked = actions.Asked(month="2018-12", force="kent")
        with session(Clock()) as asking:
            first = actions.fetch(warehouse, "police-street", asked, session=asking, at=AT)
            second = actions.fetch(warehouse, "police-street", asked, session=asking, at=AT)

    assert [(item.partition, item.outcome, item.rows) for item in first.taken] == [("2018-12-kent", "added", 8_438)]
    assert [item.outcome for item in second.taken] == ["unchanged"]
    assert publisher.asked[0].path == "/2018-12/kent"


def test_a_source_without_address_says_what_to_do(tmp_path):
    with session(Clock()) as asking, pytest.raises(actions.NoAddress, match="data add"):
        actions.fetch(Warehouse(tmp_path), "residents-2021", actions.Asked(), session=asking, at=AT)


def test_we_say_who_we_are():
    with open_session() as asking:
        assert asking.client.headers["User-Agent"].startswith("fourpoint/")
