"""The reference of the catalogue shows every file whole, whatever its shape."""

from fourpoint.config.reference.catalogue import render_catalogue

LAMPS = """\
# How bright a lamp is.
# In two lines.

areas = 4

[[lamps]]
id = "gas"
name = "Gas | old"
status = "unconfirmed"
source = "told by a neighbour"
words = "Hisses."
lit = true
rooms = ["hall", "attic"]
[lamps.watts]
hall = 10
attic = 2.5
"""


def test_every_part_of_a_file_is_shown(tmp_path):
    (tmp_path / "street_lamps.toml").write_text(LAMPS, encoding="utf-8")

    page = render_catalogue(tmp_path)

    assert "## Street lamps\n\nHow bright a lamp is. In two lines." in page
    assert "| areas | 4 |" in page
    assert "| gas | Gas \\| old | unconfirmed | told by a neighbour |" in page
    assert "Hisses.; lit: yes; rooms: hall, attic; watts: hall 10, attic 2.5 |" in page


def test_a_file_with_two_lists_heads_each(tmp_path):
    (tmp_path / "a.toml").write_text('[[one]]\nid = "x"\n[[two]]\nid = "y"\n', encoding="utf-8")

    page = render_catalogue(tmp_path)

    assert "### One" in page
    assert "### Two" in page
