"""Reads a drawing back, and the rules that every drawing must keep."""

from xml.etree import ElementTree

from fourpoint.publications.ink import theme, words

SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {"svg", "g", "a", "title", "desc", "defs", "pattern", "path", "rect", "circle", "text"}


def parse(drawing: str) -> ElementTree.Element:
    """Return the root of a drawing; fails when it is not well-formed."""
    return ElementTree.fromstring(drawing)


def marked(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """Return the elements that have that class among theirs."""
    return [element for element in root.iter() if name in element.get("class", "").split()]


def texts(root: ElementTree.Element) -> list[str]:
    """Return every line of words that the drawing shows."""
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def check(drawing: str) -> ElementTree.Element:
    """Return the root after checking what holds for every drawing: accessible, self-contained, labels inside."""
    root = parse(drawing)
    for element in root.iter():
        _check_alone(element)
    assert root.get("role") in ("img", "group")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert set(root.get("aria-labelledby", "").split()) <= set(ids)
    assert root.find(f"{SVG}title").text and root.find(f"{SVG}desc").text  # type: ignore[union-attr]
    for element in root.iter(f"{SVG}text"):
        _check_inside(root, element)
        assert float(element.get("font-size", "0")) >= 12
    return root


def _check_alone(element: ElementTree.Element) -> None:
    """Nothing that a strict content security policy would refuse, no outside reference, no broken number."""
    assert element.tag.removeprefix(SVG) in _ELEMENTS
    for name, value in element.attrib.items():
        assert name != "style" and not name.startswith("on")
        assert name != "href" or element.tag == f"{SVG}a"
        assert name != "d" or not {"n", "i"} & set(value), value
        assert "url(" not in value or value.startswith("url(#")


def _check_inside(root: ElementTree.Element, element: ElementTree.Element) -> None:
    _, _, right, bottom = (float(part) for part in root.get("viewBox", "").split())
    size = float(element.get("font-size", "14"))
    wide = words.width("".join(element.itertext()), size)
    anchor = element.get("text-anchor", "start")
    start = float(element.get("x", "0")) - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
    assert start >= -1, element.attrib
    assert start + wide <= right + 2.5, ("".join(element.itertext()), element.attrib)
    assert 0 <= float(element.get("y", "0")) <= bottom, element.attrib


def check_readable(root: ElementTree.Element) -> None:
    """Check that all words on plain paper have a contrast of 4.5 to 1; white ones stand on fills of their own."""
    for element in root.iter(f"{SVG}text"):
        if element.get("fill", "").upper() != "#FFFFFF":
            assert theme.contrast(element.get("fill", "#000000"), "#FFFFFF") >= 4.5, element.attrib
