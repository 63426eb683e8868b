"""Turns a GeoJSON file into a numbered CSV of its properties and shapes, so that it goes the way of a table."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from fourpoint.warehouse.contracts import Source
from fourpoint.warehouse.headers import check_names
from fourpoint.warehouse.offered import Refused
from fourpoint.warehouse.records import SetAside

GEOMETRY = "geometry"


def rewrite(label: str, path: Path, target: Path, source: Source) -> list[SetAside]:
    """
    Write one numbered row per feature to the target, the shape as hexadecimal WKB; return those set aside.

    The line number is the feature's place in the file, from 1.

    raises  Refused  when the file is no GeoJSON feature collection, or its properties are not the contract's
    """
    features = _features(label, path)
    properties = [header for header in source.header if header != GEOMETRY]
    check_names(label, list(features[0].get("properties") or {}), properties, words="property")
    aside: list[SetAside] = []
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["line", *source.header])
        for number, feature in enumerate(features, 1):
            try:
                writer.writerow([number, *_values(feature, source.header)])
            except (ValueError, TypeError, AttributeError, KeyError, shapely.errors.ShapelyError) as error:
                row = json.dumps(feature.get("properties"))[:2000]
                aside.append(SetAside(line=number, reason=f"the shape cannot be used: {error}", row=row))
    return aside


def _features(label: str, path: Path) -> list[Mapping[str, Any]]:
    try:
        document = json.loads(path.read_bytes())
    except ValueError as error:
        raise Refused(f"{label} is not JSON ({error}): download it again.") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(item, dict) for item in features):
        raise Refused(f"{label} is no GeoJSON feature collection with features in it.")
    name = str(((document.get("crs") or {}).get("properties") or {}).get("name", "CRS84"))
    if not name.endswith(("CRS84", "4326")):
        raise Refused(
            f"{label} is in the coordinate system {name}: ask the publisher for WGS84 longitude and latitude."
        )
    return features


def _values(feature: Mapping[str, Any], header: Sequence[str]) -> list[str]:
    properties = feature["properties"]
    values = {name: "" if properties.get(name) is None else str(properties[name]) for name in header}
    values[GEOMETRY] = _wkb(feature["geometry"])
    return [values[name] for name in header]


def _mended(polygon: BaseGeometry) -> BaseGeometry:
    """The shape, made valid where its outline crosses itself (published boundaries hold a few of those)."""
    if polygon.is_valid:
        return polygon
    return shapely.make_valid(polygon, method="structure", keep_collapsed=False)


def _wkb(geometry: Any) -> str:
    polygon = _mended(shape(geometry))
    if polygon.geom_type not in ("Polygon", "MultiPolygon") or polygon.is_empty:
        raise ValueError(f"it is a {polygon.geom_type}, not a polygon")
    west, south, east, north = polygon.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("its coordinates are not longitude and latitude")
    return str(shapely.to_wkb(polygon, hex=True))
