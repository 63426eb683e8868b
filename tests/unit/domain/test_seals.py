"""The chain of seals: every change, removal, reordering and gap is found, and nothing sound is called broken."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain import seals
from fourpoint.domain.errors import Unusable
from fourpoint.domain.seals import GENESIS, Head, Root, Run, Verdict, check_chain

KEY, OTHER = b"k" * 32, b"o" * 32


def _content(number, key=KEY, words="read"):
    fields = ["R", number, words, None, {"b": 1, "a": ["ü"]}]
    return seals.canonical([*fields, seals.mark(key, fields)])


def _chain(contents):
    sealed, before = [], GENESIS
    for number, content in enumerate(contents, start=1):
        leaf = hashlib.sha256(content.encode()).digest()
        before = hashlib.sha256(before + leaf).digest()
        sealed.append((number, leaf, before, content))
    return sealed


def _root(sealed, number):
    return Root(number=number, digest=sealed[number - 1][2].hex())


FIVE = _chain([_content(number) for number in range(1, 6)])


def _codes(sealed, **given):
    return [(fault.number, fault.code) for fault in check_chain(sealed, keys=(KEY,), **given).faults]


def test_sound_chain_has_no_fault_and_a_head():
    said = check_chain(FIVE, keys=(KEY,), roots=[_root(FIVE, 3), _root(FIVE, 5)])

    assert (said.is_sound, said.entries, said.head) == (True, 5, _root(FIVE, 5))
    assert (said.unknown, said.unmarked) == (0, 0)


def test_empty_trail_is_sound_and_has_no_head():
    assert check_chain([]).head is None
    assert check_chain([]).is_sound


def test_changed_content_is_found():
    changed = [
        (n, leaf, chained, content if n != 3 else _content(3, words="other")) for n, leaf, chained, content in FIVE
    ]
    assert _codes(changed) == [(3, "changed")]


def test_changed_content_with_its_hash_mended_is_found():
    new = _content(3, words="other")
    mended = [
        (n, hashlib.sha256(new.encode()).digest(), c, new) if n == 3 else (n, leaf, c, t) for n, leaf, c, t in FIVE
    ]
    assert _codes(mended) == [(3, "broken")]


def test_whole_chain_made_anew_is_found_by_a_root_kept_outside():
    forged = _chain([_content(number, words="other" if number == 3 else "read") for number in range(1, 6)])
    assert _codes(forged) == []
    assert _codes(forged, roots=[_root(FIVE, 2)]) == []
    assert _codes(forged, roots=[_root(FIVE, 4)]) == [(4, "rewritten")]


def test_whole_chain_made_anew_without_the_key_is_found_by_the_mark():
    fields = ["R", 3, "other", None, {}]
    forged = [_content(1), _content(2), seals.canonical([*fields, _content(3)[-75:-2]]), _content(4), _content(5)]
    assert _codes(_chain(forged)) == [(3, "forged")]


def test_removed_entry_and_removed_seal_are_found():
    gone = [(n, leaf, c, None if n == 2 else t) for n, leaf, c, t in FIVE]
    assert _codes(gone) == [(2, "gone")]
    assert _codes(FIVE[:2] + FIVE[4:]) == [(5, "gap"), (5, "broken")]
    assert "numbers 3 to 4 were" in check_chain(FIVE[:2] + FIVE[4:]).faults[0].sentence


def test_renumbered_after_a_removal_is_found():
    one, two, _three, four, five = FIVE
    assert _codes([one, two, (3, *four[1:]), (4, *five[1:])]) == [(3, "broken")]


def test_two_entries_changed_places_are_found():
    one, two, three, *rest = FIVE
    assert _codes([one, (2, *three[1:]), (3, *two[1:]), *rest]) == [(2, "broken"), (3, "broken"), (4, "broken")]


def test_cut_end_is_found_by_a_root_alone():
    assert _codes(FIVE[:3]) == []
    assert _codes(FIVE[:3], roots=[_root(FIVE, 5)]) == [(5, "cut")]


def test_two_roots_of_one_number_that_differ_always_fault():
    other = Root(number=5, digest="00" * 32)
    assert _codes(FIVE, roots=[_root(FIVE, 5), other]) == [(5, "rewritten")]


def test_marks_of_retired_and_unknown_keys():
    old = _chain([_content(1, OTHER), _content(2)])
    assert check_chain(old, keys=(KEY,)).unknown == 1
    assert check_chain(old, keys=(KEY, OTHER)).unknown == 0
    assert check_chain(_chain(['["R",1,""]']), keys=(KEY,)).unmarked == 1


def test_only_the_first_hundred_faults_are_kept_and_all_are_counted():
    gone = [(n, leaf, c, None) for n, leaf, c, _ in _chain([_content(n) for n in range(150)])]
    said = check_chain(gone)
    assert (said.found, len(said.faults)) == (150, 100)


@given(st.integers(2, 30), st.data())
def test_any_single_edit_of_the_sealed_rows_is_found(length, data):
    sealed = _chain([_content(number) for number in range(length)])
    at = data.draw(st.integers(0, length - 1))
    how = data.draw(st.sampled_from(["drop", "swap", "content", "hash", "double"]))
    root = _root(sealed, length)
    if how == "drop":
        del sealed[at]
    elif how == "swap":
        other = (at + 1) % length
        a, b = sealed[at], sealed[other]
        sealed[at], sealed[other] = (a[0], *b[1:]), (b[0], *a[1:])
    elif how == "content":
        sealed[at] = (*sealed[at][:3], sealed[at][3] + " ")
    elif how == "hash":
        sealed[at] = (sealed[at][0], sealed[at][1], b"\0" * 32, sealed[at][3])
    else:
        sealed.insert(at, sealed[at])

    assert not check_chain(sealed, roots=[root]).is_sound


def test_root_is_read_back_from_what_was_printed():
    root = _root(FIVE, 4)
    assert seals.parse_roots(f"Kept by Ines\n{root.line}\nand signed") == (root,)
    assert seals.parse_roots("nothing of the kind") == ()


@pytest.mark.parametrize(
    "line", ["fourpoint-trail-root", "fourpoint-trail-root 4 abc", f"fourpoint-trail-root 0 {'0' * 64}"]
)
def test_half_a_root_is_refused(line):
    with pytest.raises(Unusable, match="whole line"):
        seals.parse_roots(line)


def test_place_stands_under_the_mark():
    fields = ["R", 1, "read"]
    said = seals.mark(KEY, fields, ("ab" * 8, 7))
    assert seals.place_in(said) == ("ab" * 8, 7)
    moved = said[:-1] + "8"

    verdict = Verdict()
    for held in (said, moved):
        seals.marker((KEY,), verdict)(1, seals.canonical([*fields, held]))

    assert [fault.code for fault in verdict.faults] == ["forged"]
    assert seals.place_in(seals.mark(KEY, fields)) is None


@given(st.lists(st.integers(1, 40)), st.integers(0, 45))
def test_run_misses_what_was_never_added(numbers, last):
    run = Run()
    for number in numbers:
        run.add(number)

    lacking = set(range(1, max([last, *numbers, 0]) + 1)) - set(numbers)
    assert run.missing(last) == (len(lacking), min(lacking, default=0))


def test_writer_with_nothing_left_is_found_by_its_head():
    verdict = Verdict()
    seals.check_runs(verdict, [Head(writer="cd" * 8, number=3)])

    assert [fault.code for fault in verdict.faults] == ["missing"]
    assert "3 of its numbers, from 1 on" in verdict.faults[0].sentence


def test_head_is_read_from_its_line_and_half_a_line_is_none():
    head = Head(writer="cd" * 8, number=12)
    assert seals.parse_heads(f"x\n{head.line}\n{head.line[:-4]}\n") == (head,)


def test_signature_is_read_with_its_root():
    text = f"{ROOT.line}\nfourpoint-trail-signature {ROOT.number} abcdef01 c2ln\n"
    assert [(root.key, root.signature) for root in seals.parse_roots(text)] == [("abcdef01", "c2ln")]
    assert seals.parse_roots(text)[0].signature_line in text
    with pytest.raises(Unusable, match="no signature"):
        seals.parse_roots("fourpoint-trail-signature 3")


ROOT = _root(FIVE, 3)
