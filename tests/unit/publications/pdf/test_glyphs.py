"""What the typeface cannot print is replaced, and nothing else is touched."""

from fourpoint.publications.pdf import fonts, glyphs


def test_typeface_prints_what_profiles_hold() -> None:
    known = glyphs.printable(fonts.regular())

    assert all(ord(each) in known for each in "£−–—‘’“”…×÷≥≤é½ŵ\u00a0")


def test_replace_missing_marks_what_cannot_be_printed() -> None:
    made = glyphs.replace_missing({"words": ["Llŷn 漢\x00", 3, True, None]}, fonts.regular())

    assert made["words"][0].startswith("Llŷn ")
    assert "漢" not in made["words"][0] and "\x00" not in made["words"][0]
    assert made["words"][1:] == [3, True, None]


def test_replace_missing_looks_into_what_values_hold_as_tuples() -> None:
    made = glyphs.replace_missing({"parts": ({"paragraphs": ("A van.", "漢")},)}, fonts.regular())

    assert made["parts"][0]["paragraphs"][0] == "A van."
    assert "漢" not in made["parts"][0]["paragraphs"][1]
