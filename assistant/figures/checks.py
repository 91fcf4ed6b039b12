"""Faults of a pose that arithmetic can see: reach, joint ranges, sinking into things, contacts missed.

Whether a picture looks right no check can tell; somebody must look at each.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from assistant.figures.body import Body, lowest_point, stand, surface
from assistant.figures.geometry import UP, Section, Vec, angle_between, cross, dot, reach, reject, size, sub, unit
from assistant.figures.pose import Pose, Position
from assistant.figures.skeleton import STRAIGHT

RANGES = {
    "knee": (-3, 158),
    "elbow": (-3, 155),
    "hip bend": (-32, 140),
    "hip spread": (-40, 62),
    "hip turn": (-85, 110),
    "ankle": (-42, 110),
    "wrist": (-3, 98),
    "neck nod": (-60, 62),
    "neck tilt": (-48, 48),
    "neck turn": (-85, 85),
}
"""Degrees. The last of the hip and the ankle are wide on purpose: they are there to find nonsense."""
SINK = 0.9
"""How deep skin may lie in floor or wall: flesh gives way a little."""
SINK_IN_THINGS = 1.8
ON_THE_WAY = 1.5
"""What sinking is let pass between start and end, which nobody has written."""
NEAR = 1.0
"""How far apart two things may be that touch."""
SPREAD_LIMIT = 70.0
"""A thigh spread wider than this has no bend that could be measured."""


def check(pose: Pose) -> list[str]:
    """Everything wrong with a pose, in sentences; an empty list when nothing is."""
    found = []
    for name, position in (("start", pose.start), ("end", pose.end)):
        if position is not None:
            found += [f"{pose.id}, {name}: {fault}" for fault in faults(stand(position))]
    if pose.start:
        for share in (0.25, 0.5, 0.75):
            body = stand(pose.between(share))
            wild = [*(fault for fault in _ranges(body) if "hip turn" in fault), *_sinking(body, ON_THE_WAY)]
            found += [f"{pose.id}, on the way: {fault}" for fault in wild]
    return found


def faults(body: Body) -> list[str]:
    """Everything wrong with one position."""
    return [*body.skeleton.unreached, *_ranges(body), *_sinking(body), *_contacts(body)]


def _ranges(body: Body) -> Iterator[str]:
    pelvis = body.skeleton.frames["pelvis"]
    position = body.position
    measured: list[tuple[str, str, float]] = [
        ("head", "neck nod", position.nod),
        ("head", "neck tilt", position.tilt),
        ("head", "neck turn", position.turn),
    ]
    for name, bones in body.skeleton.limbs.items():
        side = 1 if name.endswith("R") else -1
        if name.startswith("arm"):
            measured += [(name, "elbow", bones.flexion), (name, "wrist", angle_between(bones.end, bones.second))]
            continue
        measured.append((name, "knee", bones.flexion))
        spread = math.degrees(math.asin(max(-1.0, min(1.0, dot(bones.first, pelvis.right) * side))))
        measured.append((name, "hip spread", spread))
        if abs(spread) < SPREAD_LIMIT:
            bend = math.degrees(math.atan2(dot(bones.first, pelvis.front), -dot(bones.first, pelvis.up)))
            measured.append((name, "hip bend", bend))
        if bones.flexion > STRAIGHT:
            # A knee bent the wrong way shows as half a turn between its hinge and the pelvis.
            level = reject(pelvis.right, bones.first)
            turn = side * math.degrees(math.atan2(dot(cross(level, bones.hinge), bones.first), dot(level, bones.hinge)))
            measured.append((name, "hip turn", turn))
        ankle = math.degrees(math.atan2(dot(bones.end, bones.second), dot(bones.end, cross(bones.hinge, bones.second))))
        measured.append((name, "ankle", ankle))
    for name, joint, value in measured:
        low, high = RANGES[joint]
        if not low <= value <= high:
            yield f"{name}: {joint} is {value:.0f} degrees, expected {low} to {high}"


def _sinking(body: Body, slack: float = 0.0) -> Iterator[str]:
    position = body.position
    for part, sections in body.skin.items():
        if part in ("pelvis", "back"):
            continue  # pieces of the torso
        if position.floor and (depth := -lowest_point(sections)) > SINK + slack:
            yield f"{part}: {depth:.1f} below the floor"
        if position.wall is not None and (depth := -_wall_gap(sections, position.wall)) > SINK + slack:
            yield f"{part}: {depth:.1f} inside the wall"
        for name, box in position.boxes.items():
            allowed = 4.0 if name.startswith(("cushion", "pillow", "bed", "sofa", "pad")) else SINK_IN_THINGS
            depth = max(_depth_in_box(section, box) for section in sections)
            if depth > allowed + slack:
                yield f"{part}: {depth:.1f} inside the {name}"


def _wall_gap(sections: list[Section], wall: float) -> float:
    ahead: Vec = (math.copysign(1.0, wall), 0.0, 0.0)
    return min(abs(wall) - dot(section.centre, ahead) - reach(section.extent, ahead) for section in sections)


def _depth_in_box(section: Section, box: tuple[float, ...]) -> float:
    """How far a slice would have to move to leave a box; below 0 when it is outside."""
    depths = []
    for axis, way in enumerate(((1.0, 0.0, 0.0), UP, (0.0, 0.0, 1.0))):
        low, high = box[2 * axis], box[2 * axis + 1]
        thick = reach(section.extent, way)
        depths += [section.centre[axis] + thick - low, high - (section.centre[axis] - thick)]
    return min(depths)


def _contacts(body: Body) -> Iterator[str]:
    if body.position.ground and not body.position.shift[1]:
        height = min(lowest_point(body.skin[part]) for part in body.position.ground) - surface(body.position)
        if abs(height) > NEAR:
            yield f"{' and '.join(body.position.ground)}: {abs(height):.1f} {'above' if height > 0 else 'below'} the ground"
    for contact in sorted({*body.position.contacts, *_implied(body.position)}):
        what, where = contact.split()
        gap = _gap(body, what, where)
        if gap is None:
            yield f"contact {contact!r}: names nothing that can touch"
        elif abs(gap) > NEAR:
            yield f"contact {contact!r}: {abs(gap):.1f} {'apart' if gap > 0 else 'too deep'}"


def _implied(position: Position) -> Iterator[str]:
    """Contacts that follow from the pose: hands and feet sent to a surface or the body."""
    for name, limb in position.limbs.items():
        if not limb.to:
            continue
        side, hand = name[-1], name.startswith("arm")
        first = limb.to[0]
        surfaces = [item for item in limb.to[:2] if isinstance(item, str)]
        if hand and surfaces and (first == "wall" or not isinstance(first, str)):
            yield f"palm{side} {surfaces[-1]}"
        elif not hand and surfaces and first != "wall" and not isinstance(first, str):
            yield f"leg{side} {surfaces[-1]}"
        elif hand and isinstance(first, str) and first != "wall":
            yield f"arm{side} {_part_of(first)}"


def _part_of(joint: str) -> str:
    if joint in ("head", "skull"):
        return "head"
    if joint[:-1] in ("hip", "knee", "ankle", "heel", "ball", "toe"):
        return f"leg{joint[-1]}"
    if joint[:-1] in ("shoulder", "elbow", "wrist", "palm", "tip"):
        return f"arm{joint[-1]}"
    return "torso"


def _gap(body: Body, what: str, where: str) -> float | None:
    """The distance between two things, below 0 where they overlap; None for a name that is neither."""
    sections = body.skin.get(what) or _near(body, what)
    if not sections:
        return None
    position = body.position
    if where == "floor":
        return lowest_point(sections)
    if where == "wall":
        return None if position.wall is None else _wall_gap(sections, position.wall)
    if where in position.boxes:
        return max(0.0, -max(_depth_in_box(section, position.boxes[where]) for section in sections))
    others = body.skin.get(where) or _near(body, where)
    if not others:
        return None
    gaps = []
    for one in sections:
        for other in others:
            way = unit(sub(other.centre, one.centre))
            gaps.append(size(sub(other.centre, one.centre)) - reach(one.extent, way) - reach(other.extent, way))
    return max(0.0, min(gaps))


def _near(body: Body, joint: str) -> list[Section]:
    """The skin at a joint."""
    if joint not in body.skeleton.joints:
        return []
    spot = body.skeleton.joints[joint]
    skin = body.skin[_part_of(joint)]
    return sorted(skin, key=lambda section: size(sub(section.centre, spot)))[:1]
