"""The sample that comes with a checkout: which files go into which source, and in what order."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class SampleStep:
    """Files of one source, to be added together."""

    source_id: str
    paths: tuple[Path, ...]


class NoSample(ValueError):
    """There is no sample to load; the message says where it was looked for."""


def read_sample(folder: Path) -> tuple[SampleStep, ...]:
    """
    Return what the folder's sources.toml lists, in its order.

    raises  NoSample  when the folder has no such list
    """
    listing = folder / "sources.toml"
    if not listing.is_file():
        raise NoSample(f"There is no sample in {folder}: it comes with a clone of the repository, not with the wheel.")
    rows = tomllib.loads(listing.read_text())["add"]
    return tuple(
        SampleStep(source_id=row["source"], paths=tuple(folder / path for path in row["paths"])) for row in rows
    )
