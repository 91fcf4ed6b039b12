"""What is drawn, in which order: surroundings, limbs, trunk, head, marked muscles, straps and arrows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.figures.body import FOREARM_RADII, MUSCLES, SHIN_RADII, WAISTBAND, Body, belly, owner, split_name
from assistant.figures.geometry import (
    ORIGIN,
    Point,
    Section,
    Vec,
    along,
    cross,
    dot,
    lerp,
    mul,
    reject,
    stretch_of,
    swell,
    unit,
)
from assistant.figures.outline import Camera, Curve, Path, cap_of_sphere, disc, hull, line, oval, ribbon, through
from assistant.figures.pose import Box, Pose, Target
from assistant.figures.skeleton import direction, place, spine_at


class Shape(NamedTuple):
    """A filled or stroked path; `look` is its CSS classes, the first of which names its colour."""

    look: str
    path: Path


@dataclass(slots=True)
class Picture:
    """One position seen by a camera: layers of shapes from back to front, and the box that frames them."""

    layers: list[tuple[str, list[Shape]]]
    marks: list[Shape]
    frame: tuple[float, float, float, float]
    """Left, top, right, bottom on the page."""
    level: bool
    """Whether the floor is seen from its edge."""
    cropped: bool
    """Whether only a part of the body is framed."""
    cut: bool
    """Whether the lower edge cuts the body at the hips, so that the picture may only grow upwards."""
    ground: float | None
    """Where on the page the line of the floor runs; None where there is none."""


FAR = 2.5
"""From this much deeper than the middle of the trunk a limb counts as the far one and is drawn lighter."""


def paint(pose: Pose, body: Body, camera: Camera, others: Sequence[Body] = ()) -> Picture:
    """The picture of a body; `others` are further moments of the movement that share its mat."""
    behind, before = _surroundings(body, camera, others or (body,))
    layers = [("behind", behind), *_from_behind(pose, _parts(body, camera)), ("before", before)]
    marks = _arrows(body, camera)
    level = abs(camera.towards[1]) < 0.02
    ground = (1.8 if body.position.mat else 0.4) if body.position.floor and level else None
    frame = _frame(pose, body, camera, layers, marks)
    return Picture(layers, marks, frame, level, bool(pose.focus), "back" in pose.focus, ground)


def _from_behind(pose: Pose, parts: Sequence[Part]) -> list[tuple[str, list[Shape]]]:
    """The parts from the farthest to the nearest, or in the order that the pose file wants."""
    shapes = {name: drawn for _, name, drawn in parts}
    names = [name for _, name, _ in sorted(parts, key=lambda part: part[0])]
    if pose.order:
        names = [drawn for name in pose.order for drawn in ((name, f"over {name}") if name.startswith("leg") else (name,))]
    start = names.index("torso") if "torso" in names else 0
    for i, name in enumerate(names):
        if name.startswith("over") and any(other.startswith("arm") for other in names[start:i]):
            # An arm lies between trunk and leg: painting the hips again would cut it off.
            shapes[name] = [shape for shape in shapes[name] if "bare" not in shape.look]
    return [(name, shapes[name]) for name in names]


def _frame(
    pose: Pose, body: Body, camera: Camera, layers: Sequence[tuple[str, list[Shape]]], marks: Sequence[Shape]
) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what must be seen."""
    wanted = [*marks, *(shape for name, drawn in layers if not pose.focus or name in pose.focus for shape in drawn)]
    if pose.focus:
        wanted += [shape for shape in layers[-1][1] if shape.look == "strap"]
        close = [body.chains[f"fore{side}"] + body.chains[f"hand{side}"] for side in "RL" if f"hand{side}" in pose.focus]
        close += [body.skin["back"]] if "back" in pose.focus else []
        wanted += [Shape("", (hull(chain, camera),)) for chain in close]
    points = [point for shape in wanted for curve in shape.path for point in curve.points]
    bottom = max(y for _, y in points)
    if "back" in pose.focus:  # cut at the hips, whatever hangs below
        bottom = camera.see(spine_at(body.skeleton, 6)[0])[1]
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), bottom


# ------------------------------------------------------------------ the body

Part = tuple[float, str, list[Shape]]
"""Depth, name, shapes."""


def _parts(body: Body, camera: Camera) -> list[Part]:
    middle = camera.depth(body.skeleton.joints["waist"])
    parts: list[Part] = []
    low = [Section(section.centre, swell(section.extent, 1.01)) for height, section in body.trunk if height <= WAISTBAND]
    hips = (ribbon(low, camera, (True, False)), *(_round(glute, camera) for glute in body.glutes))
    trunk_marks = _marked(body, "torso", camera)
    for side in "LR":
        parts += _leg_parts(body, side, camera, middle, hips, trunk_marks)
        parts.append(_arm_part(body, side, camera, middle))
    trunk = [section for _, section in body.trunk]
    neck = [
        Section(spine_at(body.skeleton, 29)[0], 3.3),
        Section(body.skeleton.joints["skull"], 2.8),
        Section(lerp(body.skeleton.joints["skull"], body.skeleton.joints["head"], 0.6), 2.9),
    ]
    shirt = (ribbon(trunk, camera), *(_round(trunk[i], camera) for i in (3, 6)))
    shapes = [Shape("skin edge", (ribbon(neck, camera),)), Shape("top edge", shirt), Shape("leg edge", hips)]
    thighs = tuple(
        ribbon(body.chains[f"thigh{name[-1]}"], camera)
        for depth, name, drawn in parts
        if name.startswith("leg") and depth < middle and _upright(body, name, camera) and "far" not in drawn[0].look
    )
    if thighs:
        # Legs that come behind the trunk: painted again without outline, or the hips would look like a skirt.
        shapes.append(Shape("leg bare", thighs))
        for name in ("legL", "legR"):
            shapes += _marked(body, name, camera)
    parts.append((middle, "torso", shapes + trunk_marks))
    parts.append((max(camera.depth(body.skeleton.joints["head"]) + 3, middle + 0.1), "head", _head(body, camera)))
    return parts


def _round(section: Section, camera: Camera) -> Curve:
    if isinstance(section.extent, float):
        return disc(section.centre, section.extent, camera)
    return oval(section.extent, section.centre, camera)


def _depth(body: Body, camera: Camera, names: Sequence[str]) -> float:
    return sum(camera.depth(body.skeleton.joints[name]) for name in names) / len(names)


def _leg_parts(body: Body, side: str, camera: Camera, middle: float, hips: Path, trunk_marks: list[Shape]) -> list[Part]:
    joints, chains = body.skeleton.joints, body.chains
    depth = _depth(body, camera, [f"hip{side}", f"knee{side}", f"ankle{side}"])
    depth += 4 if depth > middle else -4
    far = "-far" if camera.depth(joints[f"hip{side}"]) < camera.depth(joints["pelvis"]) - FAR else ""
    leg = (
        ribbon(chains[f"thigh{side}"], camera),
        disc(joints[f"knee{side}"], SHIN_RADII[0], camera),
        ribbon(chains[f"shin{side}"], camera, (True, False)),
    )
    ankle = disc(joints[f"ankle{side}"], 2.1, camera)
    foot = (ribbon(chains[f"foot{side}"], camera), ribbon(chains[f"instep{side}"], camera), ankle)
    shapes = [Shape(f"skin{far} edge", foot), Shape(f"leg{far} edge", leg)]
    over: list[Shape] = []
    if not far and _upright(body, f"leg{side}", camera):
        # The hips once more, without outline: this covers the seam between trunk and near leg.
        over = [Shape("leg bare", hips), *(Shape(f"{shape.look} bare", shape.path) for shape in trunk_marks)]
    over += _marked(body, f"leg{side}", camera)
    return [(depth, f"leg{side}", shapes), (depth + 0.01, f"over leg{side}", over)]


def _upright(body: Body, leg: str, camera: Camera) -> bool:
    """Whether a thigh lies in the picture rather than pointing at the viewer or away."""
    return abs(dot(body.skeleton.limbs[leg].first, camera.towards)) < 0.6


def _arm_part(body: Body, side: str, camera: Camera, middle: float) -> Part:
    joints, chains = body.skeleton.joints, body.chains
    depth = _depth(body, camera, [f"shoulder{side}", f"elbow{side}", f"wrist{side}"])
    depth += 6 if depth > middle - 1 else -6
    far = "-far" if camera.depth(joints[f"shoulder{side}"]) < camera.depth(joints["collar"]) - 4 else ""
    arm: Path = (
        ribbon(chains[f"upper{side}"], camera),
        disc(joints[f"elbow{side}"], FOREARM_RADII[0], camera),
        ribbon(chains[f"fore{side}"], camera),
        ribbon(chains[f"hand{side}"], camera),
    )
    if f"thumb{side}" in chains:
        arm += (ribbon(chains[f"thumb{side}"], camera),)
    loose = [Section(section.centre, swell(section.extent, 1.08)) for section in chains[f"upper{side}"]]
    sleeve = ribbon(stretch_of(loose, 0, 0.52), camera, (True, False))
    shapes = [Shape(f"skin{far} edge", arm), Shape(f"top{far} edge", (sleeve,))]
    return depth, f"arm{side}", shapes + _hand_lines(body, side, camera) + _marked(body, f"arm{side}", camera)


def _hand_lines(body: Body, side: str, camera: Camera) -> list[Shape]:
    """Lines between the fingers of an open hand seen flat; seen from the palm, the crease of the thumb as well."""
    bones = body.skeleton.limbs[f"arm{side}"]
    facing = dot(bones.face, camera.towards)
    if f"thumb{side}" not in body.chains or abs(facing) < 0.5:
        return []
    wrist = body.skeleton.joints[f"wrist{side}"]
    thumbward = mul(cross(bones.end, bones.face), 1.0 if side == "R" else -1.0)

    def at(far: float, across: float) -> Point:
        return camera.see(along(wrist, (bones.end, far), (thumbward, across)))

    lines = [line(at(5.4, across), at(8.6, across * 0.7)) for across in (0.95, 0.0, -0.95)]
    if facing > 0:
        lines.append(through([at(1.2, -0.3), at(3.2, 0.1), at(4.6, 1.7)]))
    return [Shape("crease", tuple(lines))]


HAIR_POLE: Vec = unit((0.75, -0.66, 0.0))
"""The middle of the hair, in shares of the head's height, depth and width."""


def _head(body: Body, camera: Camera) -> list[Shape]:
    centre, axes = body.skin["head"][0]
    assert isinstance(axes, tuple)

    def at(up: float, front: float, right: float) -> Vec:
        return along(centre, (axes[0], up), (axes[1], front), (axes[2], right))

    def faces(up: float, front: float, right: float) -> float:
        """How much a place of the head looks at the viewer, 1 fully to -1."""
        normal = unit(along(ORIGIN, *((axis, k / dot(axis, axis)) for axis, k in zip(axes, (up, front, right), strict=True))))
        return dot(normal, camera.towards)

    nose, chin = disc(at(-0.14, 1.04, 0), 1.0, camera), disc(at(-0.66, 0.5, 0), 2.3, camera)
    shapes = [Shape("skin edge", (nose, chin, oval(axes, centre, camera)))]
    hair = cap_of_sphere(HAIR_POLE, 88, axes, centre, camera)
    if hair:
        shapes.append(Shape("hair edge", (hair,)))
    for side in (1, -1):
        if faces(0.08, 0.93, 0.36 * side) > 0.12:
            lid = [camera.see(at(up, 0.93, (0.36 + across) * side)) for up, across in ((0.1, -0.16), (-0.02, 0), (0.1, 0.16))]
            shapes.append(Shape("line", (through(lid),)))
        if faces(-0.1, -0.08, side) > 0.35:
            shapes.append(Shape("skin-far", (disc(at(-0.1, -0.08, side), 1.25, camera),)))
    if faces(0, 1, 0) > 0.5:
        mouth = [camera.see(at(up, 0.9, right)) for up, right in ((-0.5, -0.14), (-0.58, 0), (-0.5, 0.14))]
        shapes.append(Shape("line", (through(mouth),)))
    return shapes


def _marked(body: Body, part: str, camera: Camera) -> list[Shape]:
    """The marked muscles of a part; on the side away from the viewer only their outline."""
    shapes = []
    for name in body.position.feel:
        if owner(name) != part:
            continue
        chain, outward, axis, compact = belly(body, name, camera.towards)
        thick = max(section.extent for section in chain if isinstance(section.extent, float))
        first, last = camera.see(chain[0].centre), camera.see(chain[-1].centre)
        if compact or math.dist(first, last) < 2.2 * thick:
            across = cross(axis, camera.towards)
            curve = oval((mul(axis, thick * 1.15), mul(across, thick * 0.85)), chain[len(chain) // 2].centre, camera, 18)
        else:
            curve = ribbon(chain, camera, (False, False))
        hidden = MUSCLES[split_name(name)[0]].angle is not None and dot(outward, camera.towards) < -0.6
        shapes.append(Shape("hidden" if hidden else "feel", (curve,)))
    return shapes


# ------------------------------------------------------------------ surroundings

SOFT_THINGS = ("cushion", "pillow", "pad", "bed", "sofa")
MAT_MARGIN = 6.0
WALL_ABOVE = 20.0
"""How far a wall is drawn above the body: a full wall would make a kneeling person small."""


def _surroundings(body: Body, camera: Camera, moments: Sequence[Body]) -> tuple[list[Shape], list[Shape]]:
    """What is drawn behind the body and what before it."""
    position = body.position
    behind: list[Shape] = []
    before: list[Shape] = []
    if position.mat:
        xs = [section.centre[0] for moment in moments for chain in moment.skin.values() for section in chain]
        zs = [section.centre[2] for moment in moments for chain in moment.skin.values() for section in chain]
        a, b = min(xs) - MAT_MARGIN - 1, max(xs) + MAT_MARGIN + 1
        c, d = min(-17.0, min(zs) - MAT_MARGIN), max(17.0, max(zs) + MAT_MARGIN)
        if isinstance(position.mat, tuple):
            a, b, c, d = position.mat
        # Seen from its edge the mat comes in front, so that heads and hips sink in instead of hovering.
        (behind if camera.towards[1] > 0.02 else before).extend(_faces((a, b, -1.6, 0.0, c, d), camera, "mat"))
    if position.wall is not None:
        wall = position.wall
        sides = (wall, wall + 5) if wall > 0 else (wall - 5, wall)
        top = max(section.centre[1] for moment in moments for chain in moment.skin.values() for section in chain)
        behind += _faces((*sides, 0.0, min(112.0, top + WALL_ABOVE), -18.0, 18.0), camera, "wall")
    boxes = sorted(position.boxes.items(), key=lambda item: camera.depth(_middle(item[1])))
    for name, box in boxes:
        look = "wall" if name.startswith(("frame", "lintel", "wall")) else "soft" if name.startswith(SOFT_THINGS) else "prop"
        (before if name in position.front_boxes else behind).extend(_faces(box, camera, look))
    for strap in position.strap:
        before.append(Shape("strap", (line(*_seen(body, strap, camera)),)))
    return behind, before


def _middle(box: Box) -> Vec:
    return (box[0] + box[1]) / 2, (box[2] + box[3]) / 2, (box[4] + box[5]) / 2


def _faces(box: Box, camera: Camera, look: str) -> list[Shape]:
    """The faces of a box that the camera sees; the upper one in a lighter colour."""
    ranges = (box[0:2], box[2:4], box[4:6])
    shapes = []
    for axis in range(3):
        facing = camera.towards[axis]
        if abs(facing) < 0.02:
            continue
        corners = []
        for i, j in ((0, 0), (1, 0), (1, 1), (0, 1)):
            corner = [0.0, 0.0, 0.0]
            corner[axis] = ranges[axis][1 if facing > 0 else 0]
            corner[(axis + 1) % 3] = ranges[(axis + 1) % 3][i]
            corner[(axis + 2) % 3] = ranges[(axis + 2) % 3][j]
            corners.append(camera.see((corner[0], corner[1], corner[2])))
        shapes.append(Shape(f"{look}-top" if axis == 1 else look, (line(*corners, closed=True),)))
    return shapes


def _seen(body: Body, targets: Sequence[Target], camera: Camera) -> list[Point]:
    return [camera.see(place(target, body.skeleton.joints, body.position)) for target in targets]


HEAD_LENGTH, HEAD_HALF = 3.6, 2.6
"""The head of an arrow."""


def _arrows(body: Body, camera: Camera) -> list[Shape]:
    shapes: list[Shape] = []
    position = body.position
    for arrow in position.arrows:
        shapes += _arrow(_seen(body, arrow, camera))
    for circle in position.circles:
        centre, axis = place(circle.at, body.skeleton.joints, position), direction(circle.axis)
        first = reject((0.0, 1.0, 0.0) if abs(axis[1]) < 0.9 else (1.0, 0.0, 0.0), axis)
        second = cross(axis, first)
        turns = [math.radians(circle.angles[0] + (circle.angles[1] - circle.angles[0]) * i / 12) for i in range(13)]
        shapes += _arrow(
            [
                camera.see(along(centre, (first, math.cos(turn) * circle.radius), (second, math.sin(turn) * circle.radius)))
                for turn in turns
            ]
        )
    for press in position.press:
        shapes.append(_push(_seen(body, press, camera)))
    return shapes


def _arrow(points: Sequence[Point]) -> list[Shape]:
    """A curved line with a head at its last point."""
    (x0, y0), (x, y) = points[-2], points[-1]
    if len(points) == 3:  # the curve arrives steeper than its last chord
        x0, y0 = x0 + (x0 - (points[0][0] + x) / 2) * 0.5, y0 + (y0 - (points[0][1] + y) / 2) * 0.5
    length = math.hypot(x - x0, y - y0) or 1.0
    along_x, along_y = (x - x0) / length, (y - y0) / length
    base = (x - along_x * HEAD_LENGTH, y - along_y * HEAD_LENGTH)
    tip = line(
        (x, y),
        (base[0] - along_y * HEAD_HALF, base[1] + along_x * HEAD_HALF),
        (base[0] + along_y * HEAD_HALF, base[1] - along_x * HEAD_HALF),
        closed=True,
    )
    return [Shape("arrow", (through([*points[:-1], base]),)), Shape("tip", (tip,))]


def _push(points: Sequence[Point]) -> Shape:
    """A broad outlined arrow: pressing without moving."""
    (x0, y0), (x, y) = points[0], points[-1]
    length = math.hypot(x - x0, y - y0) or 1.0
    ax, ay = (x - x0) / length, (y - y0) / length
    neck = (x - ax * 4.5, y - ay * 4.5)

    def beside(centre: Point, half: float) -> Point:
        return centre[0] - ay * half, centre[1] + ax * half

    outline = [(x, y)]
    outline += [beside(neck, 4.2), beside(neck, 2.0), beside((x0, y0), 2.0)]
    outline += [beside((x0, y0), -2.0), beside(neck, -2.0), beside(neck, -4.2)]
    return Shape("press", (line(*outline, closed=True),))
