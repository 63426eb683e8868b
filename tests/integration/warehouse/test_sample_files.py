"""The sample as it stands in the checkout: whole, listed, attributed and small."""

import hashlib
import tomllib

from tests.factories.sample import FOLDER

DATA = {".csv", ".gz", ".geojson"}
# What the made-up world says and counts, which is not open data.
MADE_UP = {"papers", "equality"}


def listed() -> dict[str, str]:
    lines = (FOLDER / "SHA256SUMS").read_text().splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def test_every_file_is_listed_with_its_sum():
    found = {
        str(path.relative_to(FOLDER)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.rglob("*")
        if path.is_file() and path.suffix in DATA and path.parent.name not in MADE_UP
    }

    assert found == listed()


def test_it_is_small_enough_to_clone():
    assert sum((FOLDER / path).stat().st_size for path in listed()) < 30_000_000


def test_every_file_but_the_excerpt_is_added_by_some_step():
    steps = tomllib.loads((FOLDER / "sources.toml").read_text())["add"]
    covered = {path for step in steps for path in step["paths"]}

    left = [path for path in listed() if path not in covered and path.split("/")[0] not in covered]

    assert left == []


def test_every_folder_is_attributed():
    readme = (FOLDER / "README.md").read_text()

    assert [folder for folder in {path.split("/")[0] for path in listed()} if f"`{folder}/" not in readme] == []
