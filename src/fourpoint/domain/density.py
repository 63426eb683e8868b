"""
A density surface of points for maps, by linear binning and a Fourier transform: exact enough to draw.

The published points are snapped to a fixed list, so a peak is a busy map point and never an address.
"""

from dataclasses import dataclass

import numpy as np
from scipy import fft

from fourpoint.domain.arrays import FloatArray, Numbers

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG (Moritz 2000, Geodetic Reference System 1980)
PAD_BANDWIDTHS = 5


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A rectangle in metres with square cells: left and bottom edges, cell size, and cells across and up."""

    left: float
    bottom: float
    cell_m: float
    across: int
    up: int


@dataclass(frozen=True, kw_only=True)
class Density:
    """values[row, column], rows upward from the frame's bottom, at cell centres; unit: points per square kilometre."""

    frame: Frame
    values: FloatArray
    bandwidth_m: float
    points: float


@dataclass(frozen=True, kw_only=True)
class Projection:
    """
    Longitude and latitude to local metres: equirectangular about one parallel.

    Over a county of 100 km by 100 km at 51 degrees north, distances are wrong by at most about 1 % at the northern and
    southern edge (the cosine of the latitude changes by that much) and exact in the middle: enough for a surface whose
    bandwidth is chosen by eye, and not for surveying.
    """

    longitude: float
    latitude: float

    def metres(self, longitude: Numbers, latitude: Numbers) -> tuple[FloatArray, FloatArray]:
        """Return x and y in metres east and north of the centre; degrees in, any shape, NaN stays NaN."""
        x = np.radians(np.asarray(longitude, float) - self.longitude) * np.cos(np.radians(self.latitude))
        y = np.radians(np.asarray(latitude, float) - self.latitude)
        return x * EARTH_RADIUS_M, y * EARTH_RADIUS_M

    def degrees(self, x: Numbers, y: Numbers) -> tuple[FloatArray, FloatArray]:
        """Return longitude and latitude of metres: the inverse of `metres`."""
        longitude = np.degrees(np.asarray(x, float) / EARTH_RADIUS_M / np.cos(np.radians(self.latitude)))
        return longitude + self.longitude, np.degrees(np.asarray(y, float) / EARTH_RADIUS_M) + self.latitude


def frame_around(x: Numbers, y: Numbers, *, cell_m: float, margin_m: float = 0.0) -> Frame:
    """
    Return the smallest frame of whole cells that holds all the points and the margin.

    x, y     shape (points,), unit: metres, no missing, at least one
    raises   ValueError without points or with a cell size that is not positive
    """
    east, north = np.asarray(x, float), np.asarray(y, float)
    if not east.size or cell_m <= 0:
        raise ValueError("A frame needs at least one point and a cell size above zero.")
    left, bottom = east.min() - margin_m, north.min() - margin_m
    across = int((east.max() + margin_m - left) // cell_m) + 1
    up = int((north.max() + margin_m - bottom) // cell_m) + 1
    return Frame(left=float(left), bottom=float(bottom), cell_m=cell_m, across=across, up=up)


def density(x: Numbers, y: Numbers, *, frame: Frame, bandwidth_m: float, weights: Numbers | None = None) -> Density:
    """
    Return the Gaussian kernel density of points at the centres of a frame's cells.

    x, y         shape (points,), unit: metres, no missing; points up to five bandwidths outside the frame still count
    bandwidth_m  standard deviation of the kernel, unit: metres, at least the cell size
    weights      shape (points,), rows at each point, >= 0; None: one each
    returns      Density in points per square kilometre; nowhere below 0
    raises       ValueError if the bandwidth is below the cell size (the grid would show, not the density)
    source       Silverman (1982), Algorithm AS 176, Applied Statistics 31, 93-99 (Fourier transform); Wand (1994),
                 J. Comp. Graph. Stat. 3, 433-445 (linear binning). The variance that binning adds, cell^2 / 6 on each
                 axis, is taken off the kernel's
    example      scipy's gaussian_kde within 1 % of the peak in tests/unit/domain/test_density.py
    """
    if bandwidth_m < frame.cell_m:
        raise ValueError(f"A bandwidth of {bandwidth_m:g} m is below the cell size of {frame.cell_m:g} m.")
    pad = int(np.ceil(PAD_BANDWIDTHS * bandwidth_m / frame.cell_m)) + 1
    shape = (fft.next_fast_len(frame.up + 2 * pad, real=True), fft.next_fast_len(frame.across + 2 * pad, real=True))
    column = (np.asarray(x, float) - frame.left) / frame.cell_m - 0.5 + pad
    row = (np.asarray(y, float) - frame.bottom) / frame.cell_m - 0.5 + pad
    heft = np.ones(column.shape) if weights is None else np.asarray(weights, dtype=np.float64)
    binned = _bin(row, column, heft, shape)
    sigma = np.sqrt((bandwidth_m / frame.cell_m) ** 2 - 1 / 6)
    smooth = fft.irfft2(fft.rfft2(binned) * _kernel(shape, sigma), s=shape)
    values = smooth[pad : pad + frame.up, pad : pad + frame.across] / (frame.cell_m / 1000) ** 2
    return Density(frame=frame, values=np.maximum(values, 0), bandwidth_m=bandwidth_m, points=float(binned.sum()))


def _bin(row: FloatArray, column: FloatArray, heft: FloatArray, shape: tuple[int, int]) -> FloatArray:
    """Share each point among the four grid nodes around it, by nearness; points off the padded grid are left out."""
    inside = (row >= 0) & (row < shape[0] - 1) & (column >= 0) & (column < shape[1] - 1)
    row, column, heft = row[inside], column[inside], heft[inside]
    low_row, low_column = row.astype(np.int64), column.astype(np.int64)
    up, right = row - low_row, column - low_column
    node = low_row * shape[1] + low_column
    steps = 0, 1, shape[1], shape[1] + 1
    parts = (1 - up) * (1 - right), (1 - up) * right, up * (1 - right), up * right
    size = shape[0] * shape[1]
    binned = sum(
        np.bincount(node + step, weights=heft * part, minlength=size) for step, part in zip(steps, parts, strict=True)
    )
    return np.asarray(binned, dtype=np.float64).reshape(shape)


def _kernel(shape: tuple[int, int], sigma: float) -> FloatArray:
    """Return the transform of a normal kernel of that many cells, on the half plane of a real transform."""
    rows = np.exp(-2 * (np.pi * sigma * fft.fftfreq(shape[0])) ** 2)
    columns = np.exp(-2 * (np.pi * sigma * fft.rfftfreq(shape[1])) ** 2)
    return np.asarray(rows[:, None] * columns[None, :])
