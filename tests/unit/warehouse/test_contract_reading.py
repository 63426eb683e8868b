"""Contracts: those of the package hold together, and a bad one is refused with file, key and reason."""

import re
from pathlib import Path

import pytest

from fourpoint.warehouse.contract_reading import BadContract, canonical, read_source, read_sources
from fourpoint.warehouse.views import BY_NAME

GOOD = """\
title = "Lamps"
publisher = "The council"
licence = "OGL-3.0"
attribution = "The council."
kind = "csv"
files = ['(?P<place>[a-z]+)_lamps\\.csv']
partition = "{place}"

[[columns]]
header = "Code"
required = true
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "lamps.toml"
    path.write_text(text)
    return path


def test_a_good_contract_is_read(tmp_path):
    source = read_source(written(tmp_path, GOOD))

    assert (source.source_id, source.header, source.columns[0].name) == ("lamps", ("Code",), "code")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "Lamps"\n', "", "lamps.toml: title: this text is missing."),
        ('kind = "csv"', 'kind = "ods"', "lamps.toml: kind: 'ods' is not one of csv, geojson."),
        ("required", "reqired", "lamps.toml: columns[0].reqired: this key is not known."),
        ("required = true", 'required = "yes"', "lamps.toml: columns[0].required: write true or false."),
        ("required = true", 'kind = "float"', "lamps.toml: columns[0].kind: 'float' is not one of"),
        ("required = true", 'minimum = "1"', "lamps.toml: columns[0].minimum: '1' is not a number."),
        ("required = true", "pattern = '['", "lamps.toml: columns[0].pattern: '[' is not a regular expression"),
        ("required = true", 'name = "Big Code"', "lamps.toml: columns[0].name: 'Big Code' is not lower-case words"),
        ("required = true", 'matches = "month"', "lamps.toml: files: no pattern has the named group 'month'"),
        ("required = true", 'required = true\n[[feeds]]\ntable = "lamps"\nselect = "select 1"\nfrom_name = ["month"]',
         "lamps.toml: files: no pattern has the named group 'month'"),
        ("required = true", 'required = true\n[[feeds]]\ntable = "lamps"\nselect = "select 1"\nfrom_name = "place"',
         "lamps.toml: feeds.from_name: write it as a list of texts."),
        ('"{place}"', '"{month}"', "lamps.toml: files: no pattern has the named group 'month'"),
        ('header = "Code"', "", "lamps.toml: columns[0].header: write the column's name"),
        ('[[columns]]\nheader = "Code"\nrequired = true', "", "lamps.toml: columns: a contract needs at least one"),
        ("files = ['(?P<place>[a-z]+)_lamps\\.csv']", "files = []", "lamps.toml: files: give at least one"),
        ('title = "Lamps"', 'title = "Lamps', "lamps.toml: this is not TOML"),
        ('kind = "csv"', 'kind = "csv"\nkey = ["id"]', "lamps.toml: key: there is no column 'id'."),
        ('kind = "csv"', 'kind = "csv"\ncaveats = "old"', "lamps.toml: caveats: write it as a list of texts."),
        ('kind = "csv"', 'kind = "csv"\nwhole = "lamp"', "lamps.toml: whole: there is no feed 'lamp'."),
        ("required = true", 'required = true\n[geography]\ncolumn = "x"\nlevel = "lsoa"\nvintage = "2021"',
         "lamps.toml: geography.column: there is no column 'x'."),
        ("required = true", 'required = true\n[[addresses]]\nurl = "ftp://x"\nfile_name = "x.csv"',
         "lamps.toml: addresses.url: 'ftp://x' is not an http or https address."),
    ],
)  # fmt: skip
def test_a_bad_contract_is_refused_with_file_key_and_reason(tmp_path, old: str, new: str, words: str):
    assert old in GOOD
    with pytest.raises(BadContract) as refused:
        read_source(written(tmp_path, GOOD.replace(old, new, 1)))

    assert str(refused.value).startswith(words)


@pytest.mark.parametrize("source", read_sources().values(), ids=lambda source: source.source_id)
def test_every_contract_says_what_a_reader_must_know(source):
    assert source.licence
    assert source.attribution
    assert source.feeds
    assert source.period or source.frequency or source.source_id in {"severity-weights", "harm-days"}


@pytest.mark.parametrize("source", read_sources().values(), ids=lambda source: source.source_id)
def test_the_feed_that_keeps_everything_keeps_every_column(source):
    if source.whole:
        kept = {name for name, _ in BY_NAME[source.whole].columns}
        assert {column.name for column in source.columns} <= kept | {"month"}
        assert "line" in kept


@pytest.mark.parametrize("source", read_sources().values(), ids=lambda source: source.source_id)
def test_columns_that_the_file_name_fills_are_columns_of_the_table(source):
    for feed in source.feeds:
        if feed.from_name:
            assert set(feed.from_name) <= {name for name, _ in BY_NAME[feed.table].columns}


def test_a_partners_contract_takes_the_place_of_ours_and_adds_to_them(tmp_path):
    written(tmp_path, GOOD)

    sources = read_sources([tmp_path])

    assert sources["lamps"].title == "Lamps"
    assert len(sources) == len(read_sources()) + 1


@pytest.mark.parametrize(
    ("header", "name"),
    [("LSOA code", "lsoa_code"), ("90+", "n90"), ("Self-defined ethnicity", "self_defined_ethnicity")],
)
def test_canonical_names_are_words_with_underscores(header: str, name: str):
    assert canonical(header) == name
    assert re.fullmatch(r"[a-z0-9_]+", canonical(header))
