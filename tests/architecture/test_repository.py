"""What is committed is ours, small, and true on any machine."""

import re

import pytest

from tests.architecture.house import CHECKOUT, git, tracked_paths

CLONE_WALL = 60_000_000
THIRD_PARTY = {".woff", ".woff2", ".ttf", ".otf", ".eot", ".whl", ".jar", ".so", ".dll", ".exe", ".node"}
TEXT = {".py", ".toml", ".md", ".jinja", ".html", ".js", ".mjs", ".scss", ".json", ".sh", ".typ", ".sql", ".cfg", ""}
# A home folder, or the folder somebody happened to work in, means nothing on the next machine.
SOMEBODYS_PATH = re.compile(r"(?<![\w.])/(?:home|Users)/[a-z][\w.-]+/|[A-Z]:\\Users\\|(?<![\w./-])/(?:work|root)/[\w.]")


def test_nothing_third_party_is_committed():
    found = [str(path) for path in tracked_paths() if path.suffix.lower() in THIRD_PARTY]
    minified = [str(path) for path in tracked_paths() if ".min." in path.name or "node_modules" in path.parts]

    assert found + minified == []


def test_no_path_of_a_developers_machine():
    texts = [path for path in tracked_paths() if path.suffix in TEXT and path.name != "uv.lock"]
    found = [str(path) for path in texts if SOMEBODYS_PATH.search(_read(path))]

    assert found == []


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        (("see ", "home", "ann", "notes.txt"), True),
        (("", "Users", "ann", "x"), True),
        (("open ", "root", "x", "y"), True),
        (("https://example.org", "root", "x", "y"), False),
        (("", "usr", "bin", "psql"), False),
    ],
)
def test_the_pattern_finds_such_paths_and_spares_others(parts, named):
    assert bool(SOMEBODYS_PATH.search("/".join(parts))) is named


def test_a_clone_stays_small():
    history = int(git("rev-list", "--disk-usage", "--objects", "HEAD").strip())
    checkout = sum((CHECKOUT / path).stat().st_size for path in tracked_paths())

    assert history + checkout < CLONE_WALL, f"history {history:,} bytes, checkout {checkout:,} bytes"


def test_nothing_committed_is_ignored():
    assert git("ls-files", "--cached", "--ignored", "--exclude-standard") == ""


def test_no_crown_and_no_typeface_that_is_not_ours_to_use():
    styles = [path for path in tracked_paths() if path.suffix in {".scss", ".css", ".jinja", ".html", ".typ"}]
    found = [str(path) for path in styles if re.search(r"GDS Transport|govuk-crest", _read(path))]

    assert found == []


def _read(path):
    return (CHECKOUT / path).read_text(encoding="utf-8", errors="replace")
