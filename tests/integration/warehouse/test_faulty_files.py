"""Files as they really arrive: faulty rows, damaged archives, killed runs, two at once. None is half made."""

import csv
import gzip
import re
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fourpoint.warehouse import ingest, partitions
from fourpoint.warehouse.contract_reading import OWN_FOLDER, read_sources
from fourpoint.warehouse.ingest import Manner, Taken
from fourpoint.warehouse.manifests import read_index
from fourpoint.warehouse.offered import Limits, Refused
from fourpoint.warehouse.store import Warehouse
from tests.factories import northmoor
from tests.factories.sample import AT, FOLDER

HEADER = ",".join(northmoor.STREET_HEADER)
STREET = read_sources()["police-street"]


def row(number: int, **changed: str) -> list[str]:
    """A sound published row, with some of its values changed."""
    values = dict(
        zip(northmoor.STREET_HEADER, northmoor.street_rows("2024-01", northmoor.squares_2021())[1], strict=True)
    )
    values |= {"Crime ID": f"{number:064x}", **changed}
    return list(values.values())


def text(*rows: list[str], end: str = "\n") -> str:
    return end.join([HEADER, *(",".join(values) for values in rows), ""])


def street(folder: Path, content: str | bytes, name: str = "2024-01-northmoor-street.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def taken_from(root: Path, path: Path, limits: Limits | None = None) -> Taken:
    (only,) = ingest.add(root, STREET, [path], at=AT, manner=Manner(limits=limits or Limits()))
    return only


def rejects(root: Path) -> list[tuple[int, str]]:
    (path,) = root.glob("police-street/*/*/rejects.csv")
    with path.open(newline="") as source:
        return [(int(item["line"]), item["reason"]) for item in csv.DictReader(source)]


def held(root: Path) -> list[tuple[str, int]]:
    with Warehouse(root).connect() as db:
        return db.execute("select crime_id, line from street_crime order by line").fetchall()


FAULTS: list[tuple[dict[str, str], str]] = [
    ({"Month": ""}, "Month is empty"),
    ({"Month": "2024-02"}, "Month is not 2024-01 as the file's name says: 2024-02"),
    ({"Longitude": "west"}, "Longitude is not a number: west"),
    ({"Longitude": "53.0", "Latitude": "53.0"}, "Longitude is above 3: 53.0"),
    ({"Latitude": ""}, "only one of Longitude and Latitude is given"),
    ({"LSOA code": "E01"}, r"LSOA code is not written as [EW]01\d{6}: E01"),
    ({"Crime type": "Piracy"}, "Crime type is not one of the published values: Piracy"),
    ({"Crime ID": "abc"}, "Crime ID is not 64 long: abc"),
]


@pytest.mark.parametrize(("fault", "reason"), FAULTS, ids=[reason.split(":")[0] for _, reason in FAULTS])
def test_a_faulty_row_is_set_aside_with_line_and_reason(tmp_path, fault: dict[str, str], reason: str):
    path = street(tmp_path, text(row(1), row(2, **fault), row(3)))

    taken = taken_from(tmp_path / "warehouse", path)

    assert (taken.outcome, taken.rows, taken.rejected) == ("added", 2, 1)
    assert rejects(tmp_path / "warehouse") == [(3, reason)]
    assert [line for _, line in held(tmp_path / "warehouse")] == [2, 4]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_lines_are_those_of_the_file_behind_quoted_line_breaks(tmp_path, end: str):
    broken = row(2, Location=f'"On or near{end}Moor, Lane"')
    path = street(tmp_path, text(row(1), broken, row(3, Month=""), row(4), end=end))

    taken = taken_from(tmp_path / "warehouse", path)

    assert (taken.rows, taken.rejected) == (3, 1)
    assert rejects(tmp_path / "warehouse") == [(5, "Month is empty")]
    assert [line for _, line in held(tmp_path / "warehouse")] == [2, 3, 6]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"one,two", "the row has 2 fields where the contract has 12"),
        (",".join(row(7)).replace("Moor", "M\udcff").encode("utf-8", "surrogateescape"), "the row is not UTF-8 text"),
        (",".join(row(7)).replace("Moor", "Mo\0r").encode(), "the row holds a NUL byte"),
        (",".join(row(7)).replace("On or", '"On or').encode(), "a quotation mark is not closed"),
    ],
    ids=["fields", "encoding", "NUL", "quote"],
)
def test_a_row_that_is_no_record_is_set_aside_and_the_rest_goes_on(tmp_path, raw: bytes, reason: str):
    sound = text(row(1)).encode()
    more = b"\n".join(",".join(row(number)).encode() for number in range(10, 60))
    path = street(tmp_path, sound + raw + b"\n" + more + b"\n")

    taken = taken_from(tmp_path / "warehouse", path)

    assert (taken.outcome, taken.rows, taken.rejected) == ("added", 51, 1)
    assert rejects(tmp_path / "warehouse") == [(3, reason)]
    assert [line for _, line in held(tmp_path / "warehouse")][:3] == [2, 4, 5]


def test_blank_lines_do_not_shift_the_line_numbers(tmp_path):
    path = street(tmp_path, text(row(1)) + "\n\n" + text(row(2)).removeprefix(HEADER + "\n"))

    taken_from(tmp_path / "warehouse", path)

    assert [line for _, line in held(tmp_path / "warehouse")] == [2, 5]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        (HEADER + "\n", "holds a header and no rows"),
        (
            HEADER.replace("Longitude,Latitude", "Latitude,Longitude"),
            "column 5 is 'Latitude' where the contract has 'Lo",
        ),
        (HEADER.replace(",Context", ""), "column 'Context' is missing"),
        (HEADER + ",Notes", "column 'Notes' is not in the contract"),
        (HEADER.replace("Month", "Date"), "column 'Month' is missing and column 'Date' is not in the contract"),
        ("<!DOCTYPE html><html>", "is a web page"),
        (HEADER.encode("utf-16"), "is UTF-16 text"),
        (text(row(1, Month="2023-12"), row(2, Month="2023-12")), r"all 2 rows were set aside, the first \(line 2\)"),
    ],
    ids=["empty", "header only", "order", "missing", "extra", "renamed", "page", "UTF-16", "wrong month"],
)
def test_a_file_that_is_not_the_contract_is_refused_in_a_sentence(tmp_path, content: str | bytes, words: str):
    taken = taken_from(tmp_path / "warehouse", street(tmp_path, content))

    assert taken.outcome == "refused"
    assert re.search(words, taken.reason), taken.reason
    assert taken.reason.startswith("2024-01-northmoor-street.csv")
    assert read_index(tmp_path / "warehouse").manifests == ()


def test_a_truncated_gzip_is_refused(tmp_path):
    packed = (FOLDER / "police" / "2018-12-kent-street.csv.gz").read_bytes()
    path = street(tmp_path, packed[: len(packed) // 2], "2018-12-kent-street.csv.gz")

    taken = taken_from(tmp_path / "warehouse", path)

    assert (taken.outcome, "cut short or damaged" in taken.reason) == ("refused", True)


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path):
    path = street(tmp_path, gzip.compress(b"\0" * 3_000_000), "2024-01-northmoor-street.csv.gz")

    taken = taken_from(tmp_path / "warehouse", path, Limits(ratio=100, ratio_from=1_000_000))

    assert "unpacks to more than 1,000,000 bytes" in taken.reason
    assert list((tmp_path / "warehouse").rglob("*.plain")) == []


def test_an_archive_in_the_published_layout_is_taken_whole_and_other_files_left(tmp_path):
    path = tmp_path / "2024-02.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for month in ("2024-01", "2024-02"):
            archive.writestr(f"{month}/{month}-northmoor-street.csv", text(row(1, Month=month)))
            archive.writestr(f"{month}/{month}-southmoor-street.csv", text(row(2, Month=month)))
            archive.writestr(f"{month}/{month}-northmoor-outcomes.csv", "not asked for")

    taken = ingest.add(tmp_path / "warehouse", STREET, [path], at=AT)
    one_force = ingest.add(tmp_path / "other", STREET, [path], at=AT, manner=Manner(only={"force": "southmoor"}))

    assert [(item.partition, item.outcome) for item in taken] == [
        ("2024-01-northmoor", "added"), ("2024-01-southmoor", "added"),
        ("2024-02-northmoor", "added"), ("2024-02-southmoor", "added"),
    ]  # fmt: skip
    assert [item.partition for item in one_force] == ["2024-01-southmoor", "2024-02-southmoor"]


@pytest.mark.parametrize("member", ["../2024-01-northmoor-street.csv", "/etc/2024-01-northmoor-street.csv"])
def test_an_archive_that_points_outside_itself_is_refused(tmp_path, member: str):
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, text(row(1)))

    with pytest.raises(Refused, match="points outside it"):
        taken_from(tmp_path / "warehouse", path)


@pytest.mark.parametrize(
    ("name", "words"), [("notes.csv", "holds no file of 'police-street'"), (None, "There is no file")]
)
def test_a_path_that_holds_nothing_is_refused(tmp_path, name: str | None, words: str):
    path = street(tmp_path, "x", name) if name else tmp_path / "nowhere"

    with pytest.raises(Refused, match=words):
        taken_from(tmp_path / "warehouse", path)


def test_two_files_of_one_partition_are_refused(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    paths = [street(tmp_path / "a", text(row(1))), street(tmp_path / "b", text(row(2)))]

    taken = ingest.add(tmp_path / "warehouse", STREET, paths, at=AT)

    assert [item.outcome for item in taken] == ["added", "refused"]
    assert "add the one that is right" in taken[1].reason


def test_a_republished_month_replaces_the_old_and_keeps_its_manifest(tmp_path):
    root = tmp_path / "warehouse"
    taken_from(root, street(tmp_path, text(row(1), row(2))))
    before = Warehouse(root).data_version()

    again = taken_from(root, street(tmp_path, text(row(1), row(2), row(3))))

    assert (again.outcome, again.rows) == ("replaced", 3)
    assert len(held(root)) == 3
    assert Warehouse(root).data_version() != before
    assert len(list(root.glob("police-street/2024-01-northmoor/history/*.json"))) == 1


def test_the_same_bytes_packed_another_way_are_nothing_new(tmp_path):
    content = text(row(1), row(2))
    root = tmp_path / "warehouse"
    taken_from(root, street(tmp_path, content))

    packed = street(tmp_path, gzip.compress(content.encode()), "2024-01-northmoor-street.csv.gz")

    assert taken_from(root, packed).outcome == "unchanged"


def test_a_reader_keeps_the_version_it_opened_while_data_are_replaced(tmp_path):
    root = tmp_path / "warehouse"
    warehouse = Warehouse(root)
    taken_from(root, street(tmp_path, text(row(1), row(2))))

    with warehouse.connect() as old:
        taken_from(root, street(tmp_path, text(row(1), row(2), row(3))))
        with warehouse.connect() as new:
            counts = [db.execute("select count(*) from street_crime").fetchall()[0][0] for db in (old, new)]

    assert counts == [2, 3]


@pytest.mark.parametrize("moment", ["make", "_write_rejects"])
def test_killed_half_way_what_is_done_stays_and_the_rest_is_made_again(tmp_path, monkeypatch, moment: str):
    root = tmp_path / "warehouse"
    first = street(tmp_path, text(row(1)))
    second = street(tmp_path, text(row(1, Month="2024-02"), row(2)), "2024-02-northmoor-street.csv")
    taken_from(root, first)

    def killed(*arguments: object, **named: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(partitions, moment, killed)
        with pytest.raises(KeyboardInterrupt):
            ingest.add(root, STREET, [second], at=AT)
    assert [item.partition for item in read_index(root).manifests] == ["2024-01-northmoor"]

    taken = ingest.add(root, STREET, [first, second], at=AT)

    assert [item.outcome for item in taken] == ["unchanged", "added"]
    assert not (root / ".scratch").exists()


def test_a_manifest_that_was_never_indexed_is_found_again(tmp_path):
    root = tmp_path / "warehouse"
    taken_from(root, street(tmp_path, text(row(1))))
    (root / "index.json").unlink()
    (root / ".scratch").mkdir()
    (root / ".scratch" / "left.plain").write_text("left by a killed run")

    assert taken_from(root, street(tmp_path, text(row(1)))).outcome == "unchanged"

    assert len(read_index(root).manifests) == 1


def test_two_at_once_wait_for_each_other(tmp_path):
    root = tmp_path / "warehouse"
    months = [f"2024-{number:02d}" for number in range(1, 7)]
    paths = [street(tmp_path, text(row(1, Month=month)), f"{month}-northmoor-street.csv") for month in months]
    outcomes: list[Taken] = []
    workers = [threading.Thread(target=adding(outcomes, root, half)) for half in (paths[:4], paths[2:])]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(item.outcome for item in outcomes) == ["added"] * 6 + ["unchanged"] * 2
    assert len(read_index(root).manifests) == 6


def adding(outcomes: list[Taken], root: Path, paths: list[Path]) -> Callable[[], None]:
    return lambda: outcomes.extend(ingest.add(root, STREET, paths, at=AT))


def test_a_shape_that_crosses_itself_is_mended_and_one_that_is_none_set_aside(tmp_path):
    source = read_sources()["district-boundaries-2024"]
    columns = ("LAD24CD", "LAD24NM")
    rows = [{"LAD24CD": f"E0790000{number}", "LAD24NM": "Moor"} for number in range(3)]
    bow = [[-1.5, 53.0], [-1.4, 53.1], [-1.4, 53.0], [-1.5, 53.1], [-1.5, 53.0]]
    square = [[-1.5, 53.0], [-1.4, 53.0], [-1.4, 53.1], [-1.5, 53.1], [-1.5, 53.0]]
    far = [[500_000.0, 100.0], [500_001.0, 100.0], [500_001.0, 101.0], [500_000.0, 100.0]]
    path = tmp_path / "northmoor_lad_bgc_dissolved.geojson"
    northmoor.write_geojson(path, columns, rows, [square, bow, far])

    (taken,) = ingest.add(tmp_path / "warehouse", source, [path], at=AT)

    assert (taken.rows, taken.rejected) == (2, 1)


def test_a_contract_that_says_something_else_is_shown_at_once(tmp_path):
    root = tmp_path / "warehouse"
    taken_from(root, street(tmp_path, text(row(1))))
    (root / "contracts").mkdir()
    own = (OWN_FOLDER / "police-street.toml").read_text()
    titles = []

    for title in ("Street-level crime", "Crimes by street"):
        changed = re.sub(r'^title = ".*"', f'title = "{title}"', own, flags=re.MULTILINE)
        (root / "contracts" / "police-street.toml").write_text(changed)
        with Warehouse(root).connect() as db:
            titles += db.execute("select title from source_info").fetchall()

    assert titles == [("Street-level crime",), ("Crimes by street",)]
