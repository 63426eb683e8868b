"""The files of an edition packed: the same bytes for the same files, and back again."""

from datetime import date

from fourpoint.services.profiles.frozen import pack, unpack

FILES = (("types.csv", b"a,b\n1,2\n"), ("profile.ods", bytes(range(256))))


def test_packing_twice_gives_the_same_bytes():
    assert pack(FILES, on=date(2025, 12, 1)) == pack(FILES, on=date(2025, 12, 1))


def test_unpacking_gives_back_names_and_bytes_in_order():
    assert unpack(pack(FILES, on=date(2025, 12, 1))) == FILES
