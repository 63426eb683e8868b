"""Every kind of map draws every area, tells classes apart by more than colour, and can lead somewhere."""

from dataclasses import replace

import pytest

from fourpoint.domain.document import Geometry, LegendEntry, Map, MapArea
from fourpoint.publications.maps import drawing, legends, locator, shapes
from fourpoint.publications.maps.stencils import Stencil
from tests.factories import blocks
from tests.factories.shapes import make_geometry
from tests.unit.publications.drawings import SVG, check, check_readable, marked, parse, texts

CODES = tuple(f"E0100{index:04d}" for index in range(30))
LAND = make_geometry(CODES, tuple(f"Saltmarsh {index:03d}" for index in range(30)))
MAPS = blocks.make_maps(LAND)
RATE, HOTSPOTS, DENSITY, OVERLAY = MAPS
HOSTILE = '"><script>alert(1)</script>&\x00'


def districts(count: int = 13) -> Geometry:
    names = ("Tonbridge and Malling", "Folkestone and Hythe", "Dover", "Ashford", "Medway")
    codes = tuple(f"E0700{index:04d}" for index in range(count))
    made = make_geometry(codes, tuple(names[index % len(names)] for index in range(count)), level="district")
    return replace(made, geometry_id=LAND.geometry_id)


@pytest.mark.parametrize("width", (320, 519, 640, 960))
@pytest.mark.parametrize("drawn", MAPS, ids=lambda drawn: drawn.kind)
def test_draw_keeps_the_rules_of_every_drawing(drawn: Map, width: int) -> None:
    made = drawing.draw(drawn, LAND, width=width)

    root = check(made)
    check_readable(root)
    assert len(marked(root, "fp-area")) == 30
    assert made == drawing.draw(drawn, LAND, width=width)
    assert drawn.legend_title.split()[0] in " ".join(texts(root))


def test_area_without_value_is_hatched_and_in_the_legend() -> None:
    root = check(drawing.draw(RATE, LAND))

    (hatched,) = marked(root, "fp-hatch")
    (missing,) = [area for area in marked(root, "fp-area") if area.get("d") == hatched.get("d")]
    assert missing.get("data-area") == LAND.outlines[7].code
    assert "No value" in texts(root)


def test_outline_that_the_map_does_not_name_is_hatched_too() -> None:
    drawn = replace(RATE, areas=RATE.areas[:10])

    root = check(drawing.draw(drawn, LAND))

    assert len(marked(root, "fp-hatch")) == 21


def test_significance_differs_by_outline_and_pattern() -> None:
    areas = (
        replace(HOTSPOTS.areas[0], flag="hot", class_index=0),
        replace(HOTSPOTS.areas[1], flag="cold", class_index=2),
        *(replace(area, flag="", class_index=1) for area in HOTSPOTS.areas[2:]),
    )
    legend = tuple(LegendEntry(label=label) for label in ("high", "not significant", "low"))

    root = check(drawing.draw(replace(HOTSPOTS, areas=areas, legend=legend), LAND))

    (hot,) = marked(root, "fp-area--hot")
    (cold,) = marked(root, "fp-area--cold")
    assert float(hot.get("stroke-width", "0")) > 1
    (striped,) = marked(root, "fp-hatch")
    assert striped.get("d") == cold.get("d")
    assert marked(root, "fp-area")[-1] is hot


def test_bivariate_legend_is_a_square_with_both_ends_in_words() -> None:
    root = check(drawing.draw(OVERLAY, LAND))

    assert {"high threat", "high deprivation", "Outlined: both high"} <= set(texts(root))
    squares = [box for box in root.iter(f"{SVG}rect") if box.get("width") == "30"]
    assert len(squares) == 9
    assert len({box.get("fill") for box in squares}) == 9


def test_surface_lies_under_the_outlines() -> None:
    root = check(drawing.draw(DENSITY, LAND))

    group = root.find(f"{SVG}g")
    assert group is not None
    classes = [child.get("class", "") for child in group]
    assert classes[:5] == ["fp-surface"] * 5
    assert {child.get("class") for child in group[5]} == {"fp-area"}


def test_links_lead_where_the_caller_says() -> None:
    root = check(drawing.draw(RATE, LAND, link=lambda code: None if code == CODES[0] else f"/areas/{code}/?a=1&b=2"))

    links = list(root.iter(f"{SVG}a"))
    assert root.get("role") == "group"
    assert len(links) == 29
    assert links[0].get("href", "").startswith("/areas/E0100")
    assert all(link.get("aria-label") for link in links)


def test_districts_are_named_on_a_wide_sheet_and_numbered_on_a_narrow_one() -> None:
    land = districts()
    areas = tuple(MapArea(code=each.code, value=1.0, class_index=0, words=each.name) for each in land.outlines)
    drawn = replace(RATE, areas=areas)

    wide = check(drawing.draw(drawn, land, width=720))
    narrow = check(drawing.draw(drawn, land, width=320))

    assert len(marked(wide, "fp-name")) >= 13
    assert {"1", "13", "Dover"} <= set(texts(narrow))


def test_hostile_words_do_no_harm() -> None:
    areas = tuple(replace(area, words=HOSTILE, code=HOSTILE) for area in RATE.areas)
    legend = tuple(LegendEntry(label=HOSTILE + "x" * 200) for _ in RATE.legend)
    drawn = replace(RATE, map_id=HOSTILE, title=HOSTILE, areas=areas, legend=legend, legend_title="y " * 200)

    for width in (320, 640):
        assert "<script" not in drawing.draw(drawn, LAND, width=width, link=lambda code: code)
        check(drawing.draw(drawn, LAND, width=width))


def test_wrong_geometry_is_refused() -> None:
    with pytest.raises(ValueError, match="is drawn on"):
        drawing.draw(RATE, replace(LAND, geometry_id="other"))


@pytest.mark.parametrize(("metres", "bar"), [(1234, 1000), (999, 500), (5000, 5000), (0.3, 0.2), (49_000, 20_000)])
def test_scale_bar_is_round(metres: float, bar: float) -> None:
    assert legends.round_length(metres) == pytest.approx(bar)


def test_inmost_of_an_empty_path_is_none() -> None:
    assert shapes.inmost("M0 0L1 1Z") is None
    assert shapes.inmost("") is None


def test_scaled_path_of_relative_steps_is_that_of_absolute_ones() -> None:
    relative = "M10 10l20 0 0 20h-20zm40 0h10v10z"
    absolute = "M10 10L30 10L30 30L10 30Z M50 10 H60 V20 Z"

    assert shapes.rings(relative) == shapes.rings(absolute)
    assert shapes.scaled(relative, 0.5) == shapes.scaled(absolute, 0.5) == "M5 5l10 0 0 10-10 0zM25 5l5 0 0 5z"


@pytest.mark.parametrize("island", ["M100 0h9v9h-9z", "M100 0v9h9v-9z"])
def test_parts_of_a_path_are_islands_with_their_holes(island: str) -> None:
    mainland, lake, islet = "M0 0h60v60h-60z", "M10 10h30v30h-30z", "M20 20h5v5h-5z"

    made = shapes.parts(mainland + lake + island + islet)

    assert [[ring[0] for ring in part] for part in made] == [[(0, 0), (10, 10)], [(100, 0)], [(20, 20)]]


def test_parts_of_one_ring_and_of_none() -> None:
    square = "M0 0h60v60h-60z"

    assert len(shapes.parts(square)) == 1
    assert shapes.parts("") == ()


def test_scaled_borders_do_not_drift() -> None:
    path = "M0 0" + "l1 0" * 900 + "l0 5z"

    rings = shapes.rings(shapes.scaled(path, 1 / 3))

    assert max(x for x, _ in rings[0]) == pytest.approx(300)


def test_path_with_a_curve_is_refused() -> None:
    with pytest.raises(ValueError, match="straight lines"):
        shapes.rings("M0 0C1 1 2 2 3 3Z")


def test_inmost_lies_in_the_largest_part() -> None:
    spot = shapes.inmost("M0 0L10 0L10 10L0 10Z M100 100L200 100L200 200L100 200Z")

    assert spot is not None
    assert spot[:2] == pytest.approx((150, 150), abs=2)


def test_locator_fills_the_area_or_all() -> None:
    one = check(locator.draw(LAND, CODES[3], width=200, name="Saltmarsh"))
    every = check(locator.draw(LAND, "E07000001", width=200, name="Saltmarsh"))

    assert sum(area.get("fill") == "#12436D" for area in marked(one, "fp-area")) == 1
    assert sum(area.get("fill") == "#12436D" for area in marked(every, "fp-area")) == 30


def test_maps_of_a_page_share_their_outlines() -> None:
    stencil = Stencil()

    made = [drawing.draw(drawn, LAND, width=640, outline=stencil.use) for drawn in (RATE, HOTSPOTS)]
    defined = {one.get("id"): one.get("d") for one in parse(stencil.close()).iter() if one.get("id")}

    assert len(defined) == 30
    for drawn, alone in zip(made, (drawing.draw(RATE, LAND), drawing.draw(HOTSPOTS, LAND)), strict=True):
        used = [defined[area.get("href", "").removeprefix("#")] for area in marked(parse(drawn), "fp-area")]
        assert used == [area.get("d") for area in marked(check(alone), "fp-area")]
    assert len("".join(made)) + len(stencil.close()) < len(drawing.draw(RATE, LAND)) + len(drawing.draw(HOTSPOTS, LAND))


def test_page_without_maps_has_no_outlines() -> None:
    assert Stencil().close() == ""
