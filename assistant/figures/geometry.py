"""Vectors in space, frames of reference and curves: the arithmetic under the figure.

Axes: x is where the figure faces (right on the page), y is up, z is the figure's own right, towards
the viewer of a side view. Lengths are in hundredths of the body's height, angles in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

Vec = tuple[float, float, float]
Point = tuple[float, float]
"""A place on the page: x to the right, y down, in the same unit as `Vec`."""

UP: Vec = (0.0, 1.0, 0.0)
DOWN: Vec = (0.0, -1.0, 0.0)
ORIGIN: Vec = (0.0, 0.0, 0.0)


def add(a: Vec, b: Vec) -> Vec:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def sub(a: Vec, b: Vec) -> Vec:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def mul(a: Vec, k: float) -> Vec:
    return a[0] * k, a[1] * k, a[2] * k


def along(start: Vec, *steps: tuple[Vec, float]) -> Vec:
    """The place reached from `start` by going each distance in its direction."""
    x, y, z = start
    for (dx, dy, dz), k in steps:
        x, y, z = x + dx * k, y + dy * k, z + dz * k
    return x, y, z


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def size(a: Vec) -> float:
    return math.sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    """The direction of `a`, of length 1; nothing stays nothing."""
    return mul(a, 1 / (size(a) or 1))


def lerp(a: Vec, b: Vec, t: float) -> Vec:
    """The place between `a` (t = 0) and `b` (t = 1)."""
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t


def rotate(v: Vec, axis: Vec, angle: float) -> Vec:
    """`v` turned about the unit vector `axis` by `angle` degrees, right-handed (Rodrigues' formula)."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return along(mul(v, c), (cross(axis, v), s), (axis, dot(axis, v) * (1 - c)))


def reject(v: Vec, axis: Vec) -> Vec:
    """The direction of the part of `v` that is perpendicular to the unit vector `axis`."""
    return unit(along(v, (axis, -dot(v, axis))))


def angle_between(a: Vec, b: Vec) -> float:
    """Degrees between two unit vectors, 0 to 180."""
    return math.degrees(math.acos(max(-1.0, min(1.0, dot(a, b)))))


class Frame(NamedTuple):
    """Which way a part of the body looks: three unit vectors at right angles."""

    up: Vec
    front: Vec
    right: Vec

    def turned(self, axis: Vec, angle: float) -> Frame:
        """The frame turned about `axis` by `angle` degrees."""
        if not angle:
            return self
        return Frame(rotate(self.up, axis, angle), rotate(self.front, axis, angle), rotate(self.right, axis, angle))


UPRIGHT = Frame(UP, (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))

Extent = float | tuple[Vec, ...]
"""How far flesh reaches about a centre: a radius, or the half axes of an ellipse or ellipsoid."""


class Section(NamedTuple):
    """One slice of a limb or the trunk."""

    centre: Vec
    extent: Extent


def reach(extent: Extent, direction: Vec) -> float:
    """How far an extent goes from its centre in a unit direction."""
    if isinstance(extent, float):
        return extent
    return math.sqrt(sum(dot(axis, direction) ** 2 for axis in extent))


def swell(extent: Extent, k: float) -> Extent:
    return extent * k if isinstance(extent, float) else tuple(mul(axis, k) for axis in extent)


def between(a: Section, b: Section, t: float) -> Section:
    """The slice between two slices of one chain (both round, or both with axes)."""
    if isinstance(a.extent, float) or isinstance(b.extent, float):
        thick = [e if isinstance(e, float) else max(map(size, e)) for e in (a.extent, b.extent)]
        extent: Extent = thick[0] + (thick[1] - thick[0]) * t
    else:
        extent = tuple(lerp(p, q, t) for p, q in zip(a.extent, b.extent, strict=True))
    return Section(lerp(a.centre, b.centre, t), extent)


def stretch_of(chain: Sequence[Section], start: float, end: float, count: int = 5) -> list[Section]:
    """`count` slices of a chain, from the share `start` to the share `end` of its slices."""
    found, last = [], len(chain) - 1
    for i in range(count):
        place = (start + (end - start) * i / (count - 1)) * last
        j = max(0, min(last - 1, int(place)))
        found.append(between(chain[j], chain[j + 1], place - j))
    return found


def catmull_rom(a: Vec, b: Vec, c: Vec, d: Vec, t: float) -> Vec:
    """A point of the smooth curve through four places, between `b` (t = 0) and `c` (t = 1)."""
    x, y, z = (
        0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t * t * t)
        for p, q, r, s in zip(a, b, c, d, strict=True)
    )
    return x, y, z
