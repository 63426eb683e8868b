"""A small, safe subset of Markdown: what is read, and that nothing else ever becomes more than text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.markdown import Block, Run, plain_words, read_markdown, safe_address


def _runs(text):
    (block,) = read_markdown(text)
    return block.lines[0]


def _one(text):
    return (Run(text=text),)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", ()),
        (" \n\t\n", ()),
        ("one\ntwo\n\nthree", (("paragraph", ["one two"]), ("paragraph", ["three"]))),
        ("# Top\nunder", (("heading", ["Top"]), ("paragraph", ["under"]))),
        ("## Middle ##", (("heading", ["Middle"]),)),
        ("#### no heading", (("paragraph", ["#### no heading"]),)),
        ("#no heading", (("paragraph", ["#no heading"]),)),
        ("- a\n- b\n  goes on\n* c", (("bullets", ["a", "b goes on", "c"]),)),
        ("1. a\n2) b", (("numbers", ["a", "b"]),)),
        ("- a\n1. b", (("bullets", ["a"]), ("numbers", ["b"]))),
        ("> said\n> more", (("quotation", ["said more"]),)),
        ("---", (("rule", []),)),
        ("a\r\nb\rc", (("paragraph", ["a b c"]),)),
        ("-5 degrees", (("paragraph", ["-5 degrees"]),)),
    ],
)
def test_blocks(text, blocks):
    read = tuple(
        (block.kind, ["".join(run.text for run in line) for line in block.lines]) for block in read_markdown(text)
    )

    assert read == blocks


def test_heading_has_its_level():
    assert [block.level for block in read_markdown("# a\n## b\n### c\nd")] == [1, 2, 3, 0]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("a **b** c", (Run(text="a "), Run(text="b", strong=True), Run(text=" c"))),
        ("*a*", (Run(text="a", emphasis=True),)),
        ("`**a**`", (Run(text="**a**", code=True),)),
        ("2 * 3 * 4", _one("2 * 3 * 4")),
        ("a*b*c", _one("a*b*c")),
        ("**", _one("**")),
        ("[a](https://example.org/b)", (Run(text="a", href="https://example.org/b"),)),
        ("[a](javascript:alert(1))", _one("[a](javascript:alert(1))")),
        ("[a](JAVASCRIPT:alert)", _one("[a](JAVASCRIPT:alert)")),
        ("[a](data:text/html,b)", _one("[a](data:text/html,b)")),
        ("[a](//evil.example)", _one("[a](//evil.example)")),
        ("[a](https://police.uk@evil.example)", _one("[a](https://police.uk@evil.example)")),
        ("[a](/library/1/)", _one("[a](/library/1/)")),
        ("<script>alert(1)</script>", _one("<script>alert(1)</script>")),
        ("![a](https://example.org/spy.png)", (Run(text="!"), Run(text="a", href="https://example.org/spy.png"))),
    ],
)
def test_runs(text, runs):
    assert _runs(text) == runs


@pytest.mark.parametrize(
    "address", ["", "https://", "http://[bad", "ftp://example.org", "https:/example.org", "mailto:a@b.c"]
)
def test_no_other_address_is_one(address):
    assert safe_address(address) == ""


def test_plain_words_leave_the_signs_out():
    assert plain_words("# A **b**\n\n- c\n- [d](https://example.org)\n\n---\n> e") == "A b\nc\nd\ne"


@given(st.text(st.sampled_from("ab #-*_`[]()>!\n1.:/")))
def test_no_letter_is_lost_and_every_address_is_of_the_web(text):
    blocks = read_markdown(text)

    runs = [run for block in blocks for line in block.lines for run in line]
    said = "".join(run.text + run.href for run in runs)
    assert all(run.href == "" or run.href.startswith(("http://", "https://")) for run in runs)
    assert sorted(letter for letter in said if letter in "ab") == sorted(letter for letter in text if letter in "ab")


@given(st.integers(1, 3000), st.sampled_from(["*", "[", "`", "**a", "[a](", "> ", "# ", "- ", "_"]))
def test_hostile_repetition_is_read_at_once(count, piece):
    assert isinstance(read_markdown(piece * count), tuple)


def test_block_is_a_value():
    assert Block(kind="rule") == read_markdown("***")[0]
