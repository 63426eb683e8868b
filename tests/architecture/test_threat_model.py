"""The threat model names the test that holds each control: the test must be there."""

import re

from tests.architecture.house import CHECKOUT

MODEL = (CHECKOUT / "THREAT_MODEL.md").read_text(encoding="utf-8")
TESTS = [path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "tests").rglob("test_*.py")]


def test_every_test_it_names_is_there():
    named = set(re.findall(r"`([\w/]*test_\w+\.py)`", MODEL))

    assert named
    assert sorted(name for name in named if not any(path.endswith(f"/{name}") or path == name for path in TESTS)) == []


def test_every_control_names_its_test():
    table = MODEL.partition("## Controls")[2].partition("## What counts")[0]
    rows = [
        line for line in table.splitlines() if line.startswith("| ") and not line.startswith(("| control", "| ---"))
    ]

    assert rows
    assert [row for row in rows if "test_" not in row and "tests/" not in row] == []
