"""The camera, and outlines of solids as it sees them: closed curves on the page."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.figures.geometry import Point, Section, Vec, along, cross, dot, mul, reach, size, sub, unit


class Curve(NamedTuple):
    """A line on the page: Bézier (start, then two controls and an end, again and again) or straight."""

    points: tuple[Point, ...]
    bezier: bool = True
    closed: bool = True


Path = tuple[Curve, ...]


class Camera:
    """An orthographic eye, `round` degrees from the side view and `up` degrees above the floor.

    `right`, `up` and `towards` (to the eye) are unit vectors; `mirrored` shows the other side of the body.
    """

    def __init__(self, view: tuple[float, float], mirrored: bool = False) -> None:
        yaw, pitch = math.radians(view[0]), math.radians(view[1])
        level = (math.sin(yaw), 0.0, math.cos(yaw))
        self.towards = along(mul(level, math.cos(pitch)), ((0.0, 1.0, 0.0), math.sin(pitch)))
        self.up = along(mul((0.0, 1.0, 0.0), math.cos(pitch)), (level, -math.sin(pitch)))
        self.right = mul((math.cos(yaw), 0.0, -math.sin(yaw)), -1.0 if mirrored else 1.0)

    def see(self, place: Vec) -> Point:
        return dot(place, self.right), -dot(place, self.up)

    def depth(self, place: Vec) -> float:
        """How near a place is; larger is nearer."""
        return dot(place, self.towards)

    def lift(self, way: Point) -> Vec:
        """A direction on the page as a direction in space."""
        return along(mul(self.right, way[0]), (self.up, -way[1]))


def _plus(a: Point, b: Point, k: float = 1.0) -> Point:
    return a[0] + b[0] * k, a[1] + b[1] * k


def _minus(a: Point, b: Point) -> Point:
    return a[0] - b[0], a[1] - b[1]


def _length(a: Point) -> float:
    return math.hypot(a[0], a[1])


def _unit(a: Point) -> Point:
    length = _length(a) or 1.0
    return a[0] / length, a[1] / length


def smooth(points: Sequence[Point], sharp: Iterable[int] = ()) -> Curve:
    """A closed curve through points, always the same way round; corners stay at the `sharp` ones.

    Tangents are as long as a third of the chord: with a uniform Catmull-Rom curve uneven points bulge.
    """
    ring, corners = list(points), set(sharp)
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    if sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) < 0:
        ring, corners = ring[::-1], {len(ring) - 1 - i for i in corners}
    count = len(ring)
    out = [ring[0]]
    for i in range(count):
        before, here, there, after = ring[i - 1], ring[i], ring[(i + 1) % count], ring[(i + 2) % count]
        third = _length(_minus(there, here)) / 3
        leave = (0.0, 0.0) if i in corners else _unit(_minus(there, before))
        arrive = (0.0, 0.0) if (i + 1) % count in corners else _unit(_minus(after, here))
        out += [_plus(here, leave, third), _plus(there, arrive, -third), there]
    return Curve(tuple(out))


def through(points: Sequence[Point]) -> Curve:
    """An open smooth curve through points; through three it is one even arc."""
    if len(points) == 3:
        first, middle, last = points
        knee = _plus(_plus((2 * middle[0], 2 * middle[1]), first, -0.5), last, -0.5)
        leave, arrive = _plus(first, _minus(knee, first), 2 / 3), _plus(last, _minus(knee, last), 2 / 3)
        return Curve((first, leave, arrive, last), closed=False)
    out = [points[0]]
    ends = [points[0], *points, points[-1]]
    for before, here, there, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        third = _length(_minus(there, here)) / 3
        out += [_plus(here, _unit(_minus(there, before)), third), _plus(there, _unit(_minus(after, here)), -third), there]
    return Curve(tuple(out), closed=False)


def line(*points: Point, closed: bool = False) -> Curve:
    return Curve(points, bezier=False, closed=closed)


def ribbon(chain: Sequence[Section], camera: Camera, caps: tuple[bool, bool] = (True, True)) -> Curve:
    """The outline of a chain of slices: its two sides, and round ends where `caps` says so."""
    places = [camera.see(section.centre) for section in chain]
    count = 2 * len(places) + 3 * sum(caps)
    length = sum(size(sub(a.centre, b.centre)) for a, b in itertools.pairwise(chain))
    seen = sum(_length(_minus(a, b)) for a, b in itertools.pairwise(places))
    if seen < 0.5 * length:
        return hull(chain, camera, count)
    left: list[Point] = []
    right: list[Point] = []
    ends: list[tuple[float, Point, Point]] = []
    way: Point = (1.0, 0.0)
    for i, (place, section) in enumerate(zip(places, chain, strict=True)):
        step = _minus(places[min(len(places) - 1, i + 1)], places[max(0, i - 1)])
        way = _unit(step) if _length(step) > 0.3 else way
        across = (-way[1], way[0])
        width = reach(section.extent, camera.lift(across))
        left.append(_plus(place, across, width))
        right.append(_plus(place, across, -width))
        if i in (0, len(places) - 1):
            ends.append((width, across, way))

    def cap(i: int, sign: int) -> list[Point]:
        width, across, way = ends[i]
        deep = min(width, reach(chain[i].extent, camera.lift(way)) + 0.4 * width)
        centre = places[i]
        return [
            _plus(_plus(centre, across, width * math.cos(a) * sign), way, deep * math.sin(a) * sign)
            for a in (math.pi * 0.25, math.pi * 0.5, math.pi * 0.75)
        ]

    last = len(places)
    outline = left + (cap(-1, 1) if caps[1] else []) + right[::-1] + (cap(0, -1) if caps[0] else [])
    corners = (set() if caps[1] else {last - 1, last}) | (set() if caps[0] else {0, len(outline) - 1})
    return smooth(outline, corners)


def hull(chain: Sequence[Section], camera: Camera, count: int = 20) -> Curve:
    """The outline of a chain seen end-on, where its sides would fold over each other."""
    points = []
    for i in range(count):
        way = (math.cos(2 * math.pi * i / count), math.sin(2 * math.pi * i / count))
        lifted = camera.lift(way)
        far, place = max(
            (x * way[0] + y * way[1] + reach(section.extent, lifted), (x, y))
            for section, (x, y) in ((section, camera.see(section.centre)) for section in chain)
        )
        points.append(_plus(place, way, far - place[0] * way[0] - place[1] * way[1]))
    return smooth(points)


def oval(axes: Sequence[Vec], centre: Vec, camera: Camera, count: int = 10) -> Curve:
    """The outline of an ellipsoid with these half axes."""
    points = []
    for i in range(count):
        angle = 2 * math.pi * i / count
        lifted = camera.lift((math.cos(angle), math.sin(angle)))
        shares = [dot(axis, lifted) for axis in axes]
        whole = math.sqrt(sum(share * share for share in shares)) or 1.0
        points.append(camera.see(along(centre, *((axis, share / whole) for axis, share in zip(axes, shares, strict=True)))))
    return smooth(points)


SLIVER = 6.0
"""A cap that shows less area than this would be all outline."""


def disc(centre: Vec, radius: float, camera: Camera) -> Curve:
    return oval((mul(camera.right, radius), mul(camera.up, radius)), centre, camera, 5)


def cap_of_sphere(pole: Vec, angle: float, axes: Sequence[Vec], centre: Vec, camera: Camera, count: int = 18) -> Curve | None:
    """What the camera sees of an ellipsoid's cap, such as hair on a head; None where it is hidden.

    `pole` is the middle of the cap and `angle` its half width in degrees, both on the unit sphere that
    the `axes` stretch to the ellipsoid.
    """
    edge, side = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    first = unit(cross(pole, (0.0, 0.0, 1.0)))
    second = cross(pole, first)
    view = unit((dot(axes[0], camera.towards), dot(axes[1], camera.towards), dot(axes[2], camera.towards)))
    view_in = tuple(dot(axis, camera.towards) / dot(axis, axis) for axis in axes)
    rim: list[Vec | None] = []
    border: list[Vec | None] = []
    for i in range(72):
        turn = 2 * math.pi * i / 72
        lifted = camera.lift((math.cos(turn), math.sin(turn)))
        on_rim = unit((dot(axes[0], lifted), dot(axes[1], lifted), dot(axes[2], lifted)))
        rim.append(on_rim if dot(on_rim, pole) >= edge else None)
        on_border = along(mul(pole, edge), (first, side * math.cos(turn)), (second, side * math.sin(turn)))
        seen = sum(a * b for a, b in zip(on_border, view_in, strict=True)) > 0
        border.append(on_border if seen else None)
    outer, inner = _run(rim), _run(border)
    if outer and inner and size(sub(outer[-1], inner[0])) > size(sub(outer[-1], inner[-1])):
        inner = inner[::-1]
    ring = outer if len(outer) == 72 else inner if len(inner) == 72 and dot(view, pole) > 0 else outer + inner
    if len(ring) < 10:
        return None
    at = [ring[i * len(ring) // count] for i in range(count)]
    over = [mul(axis, 1.03) for axis in axes]
    points = [camera.see(along(centre, *zip(over, place, strict=True))) for place in at]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True)) / 2
    return smooth(points) if abs(area) > SLIVER else None


def _run(ring: list[Vec | None]) -> list[Vec]:
    """The one contiguous run of what is there in a ring."""
    if None not in ring:
        return [place for place in ring if place]
    start = ring.index(None)
    return [place for place in ring[start:] + ring[:start] if place]
