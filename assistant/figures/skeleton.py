"""The skeleton: bones of fixed length, posed by directions or by what a hand or foot touches.

Lengths are hundredths of the body's height. They follow Drillis and Contini (1966) as drawn in Winter,
Biomechanics and Motor Control of Human Movement, figure 4.1; hip and shoulder joints are by eye.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.figures.geometry import (
    DOWN,
    ORIGIN,
    UP,
    UPRIGHT,
    Frame,
    Vec,
    add,
    along,
    angle_between,
    catmull_rom,
    cross,
    dot,
    lerp,
    mul,
    reject,
    size,
    sub,
    unit,
)
from assistant.figures.pose import Direction, Limb, Position, Target

THIGH, SHIN = 24.5, 24.6
UPPER_ARM, FOREARM, PALM, HAND, FIST = 18.6, 14.6, 4.5, 9.6, 5.4
"""PALM is from the wrist to the middle of the palm, HAND to the fingertips, FIST to the knuckles of a grip."""
HIP_HALF, SHOULDER_HALF = 5.0, 9.7
PELVIS, LOINS, CHEST, NECK, SKULL = 9.0, 9.0, 10.8, 6.7, 4.9
HEEL, BALL, TOE = (-1.9, -1.9), (7.4, -2.4), 2.8
"""Heel and ball of the foot from the ankle, along the sole and towards the shin; the toes from the ball."""
SKIN_ON_PALM = 1.2
"""How far the bones of a flat hand stay from what it lies on."""
STRAIGHT = 6.0
"""Below this many degrees a knee or elbow has no hinge of its own to read a direction from."""


@dataclass(frozen=True, slots=True)
class Bones:
    """How an arm or leg lies: its hinge (the axis of knee or elbow), its bones, and where foot or hand points.

    `flexion` is the bend of knee or elbow in degrees; `face` is where the palm faces or the foot's back looks.
    """

    hinge: Vec
    first: Vec
    second: Vec
    end: Vec
    face: Vec
    flexion: float


@dataclass(slots=True)
class Skeleton:
    """Joints by name, frames of the trunk's parts, bones of each limb, and what could not be reached."""

    joints: dict[str, Vec] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    limbs: dict[str, Bones] = field(default_factory=dict)
    unreached: list[str] = field(default_factory=list)


def direction(written: Direction, side: int = 1) -> Vec:
    """(angle,), (angle, out) or (x, y, z) as a unit vector.

    The angle is in the side view: 0 forward, 90 up, -90 down, 180 back. `out` leans away from the
    midline, to the figure's right for `side` 1 and to its left for -1.
    """
    if len(written) == 3:
        return unit((written[0], written[1], written[2]))
    angle = math.radians(written[0])
    out = math.radians(written[1]) if len(written) == 2 else 0.0
    return math.cos(angle) * math.cos(out), math.sin(angle) * math.cos(out), math.sin(out) * side


def solve(position: Position, root: Vec = ORIGIN) -> Skeleton:
    """The skeleton of a position with the middle of the pelvis at `root`."""
    skeleton = Skeleton()
    _trunk(skeleton, position, root)
    waiting = ["legR", "legL", "armR", "armL"]
    for _ in range(4):  # a hand may aim at a joint of another limb, which must come first
        for name in waiting[:]:
            target = position.limbs.get(name, Limb()).to
            aim = target[0] if target else None
            if not isinstance(aim, str) or aim == "wall" or aim in skeleton.joints:
                _limb(skeleton, position, name)
                waiting.remove(name)
    skeleton.unreached += [f"{name}: aims at a joint that waits for it" for name in waiting]
    for name in waiting:
        _limb(skeleton, position, name, Limb())
    return skeleton


def place(target: Target, joints: Mapping[str, Vec], position: Position, z: float = 0.0, pad: float = 0.0) -> Vec:
    """Where a target is; `pad` keeps away from floor, wall and boxes, `z` stands in for one not given."""
    first = target[0]
    if isinstance(first, str) and first != "wall":
        dx, dy, dz = ([float(step) for step in target[1:]] + [0.0, 0.0, 0.0])[:3]
        return add(joints[first], (dx, dy, dz))
    if len(target) == 3:
        z = float(target[2])
    if first == "wall":
        wall = position.wall or 0.0
        x = wall - math.copysign(pad, wall)
    else:
        x = float(first)
    height = target[1]
    if isinstance(height, str):
        return x, (0.0 if height == "floor" else position.boxes[height][3]) + pad, z
    return x, float(height), z


def _trunk(skeleton: Skeleton, position: Position, root: Vec) -> None:
    pelvis, loins, chest = position.spine
    frame = UPRIGHT.turned(UP, position.roll).turned((0.0, 0.0, 1.0), pelvis - 90)
    frame = frame.turned((1.0, 0.0, 0.0), position.lean).turned(UP, position.yaw)
    joints, frames = skeleton.joints, skeleton.frames
    joints["pelvis"], frames["pelvis"] = root, frame
    end = joints["waist"] = along(root, (frame.up, PELVIS))
    for name, length, joint, turn in (("loins", LOINS, "chest", loins - pelvis), ("chest", CHEST, "collar", chest - loins)):
        frame = frame.turned(frame.right, turn)
        frame = frame.turned(frame.front, position.bend / 2)
        frame = frame.turned(frame.up, position.twist / 2)
        frames[name] = frame
        end = joints[joint] = along(end, (frame.up, length))
    # The neck takes part of the head's movement, so that the throat bends as a throat does.
    neck = frame.turned(frame.right, -position.nod * 0.55).turned(frame.front, position.tilt * 0.6)
    head = frame.turned(frame.right, -position.nod).turned(frame.front, position.tilt)
    head = head.turned(head.up, position.turn)
    frames["neck"], frames["head"] = neck, head
    joints["skull"] = along(end, (neck.up, NECK), (frame.front, position.slide))
    joints["head"] = along(joints["skull"], (head.up, SKULL), (head.front, 0.8))


def _limb(skeleton: Skeleton, position: Position, name: str, limb: Limb | None = None) -> None:
    limb = limb or position.limbs.get(name, Limb())
    side = 1 if name.endswith("R") else -1
    if name.startswith("leg"):
        _leg(skeleton, position, limb, side)
    else:
        _arm(skeleton, position, limb, side)


def _leg(skeleton: Skeleton, position: Position, limb: Limb, side: int) -> None:
    joints, s = skeleton.joints, "R" if side == 1 else "L"
    _, front, right = skeleton.frames["pelvis"]
    hip = along(joints["pelvis"], (right, HIP_HALF * side))
    foot = direction(limb.end, side) if limb.end else None
    if limb.to is None:
        thigh = direction(limb.first or (-90.0,), side)
        shin = direction(limb.second, side) if limb.second else thigh
        knee = along(hip, (thigh, THIGH))
    else:
        ankle = place(limb.to, joints, position, hip[2])
        if isinstance(limb.to[-1 if len(limb.to) == 2 else 1], str):
            foot = foot or (1.0, 0.0, 0.0)
            ankle = add(ankle, (0.0, ankle_height(foot), 0.0))
        pole = None if limb.bend == "floor" else direction(limb.bend, side) if limb.bend else front
        knee, ankle = _two_bones(hip, ankle, THIGH, SHIN, pole, side, skeleton.unreached, f"leg{s}")
        thigh, shin = unit(sub(knee, hip)), unit(sub(ankle, knee))
    ankle = along(knee, (shin, SHIN))
    flexion = angle_between(thigh, shin)
    hinge = unit(cross(shin, thigh)) if flexion > STRAIGHT else reject(right, shin)
    foot = foot or cross(hinge, shin)
    sole_up = unit(cross(hinge, foot))
    toes = direction(limb.toes, side) if limb.toes else foot
    ball = along(ankle, (foot, BALL[0]), (sole_up, BALL[1]))
    joints |= {
        f"hip{s}": hip,
        f"knee{s}": knee,
        f"ankle{s}": ankle,
        f"heel{s}": along(ankle, (foot, HEEL[0]), (sole_up, HEEL[1])),
        f"ball{s}": ball,
        f"toe{s}": along(ball, (toes, TOE), (sole_up, -0.4)),
    }
    skeleton.limbs[f"leg{s}"] = Bones(hinge, thigh, shin, foot, sole_up, flexion)


def _arm(skeleton: Skeleton, position: Position, limb: Limb, side: int) -> None:
    joints, s = skeleton.joints, "R" if side == 1 else "L"
    chest = skeleton.frames["chest"]
    up, front, right = chest
    socket = along(joints["collar"], (right, SHOULDER_HALF * side), (front, position.shrug[1] - 0.3), (up, position.shrug[0]))
    onto_wall = limb.to is not None and limb.to[0] == "wall"
    onto_top = limb.to is not None and len(limb.to) > 1 and isinstance(limb.to[1], str)
    hand = direction(limb.end, side) if limb.end else UP if onto_wall else (1.0, 0.0, 0.0) if onto_top else None
    shoulder = elbow = socket
    upper = fore = DOWN
    lift = ORIGIN
    for attempt in range(3):  # the shoulder joint follows a raised or reaching arm, which moves the arm
        shoulder = add(socket, lift)
        if limb.to is None:
            upper = direction(limb.first or (-88.0, 5.0), side)
            fore = direction(limb.second, side) if limb.second else upper if limb.first else direction((-80.0, 3.0), side)
            elbow = along(shoulder, (upper, UPPER_ARM))
        else:
            wrist = place(limb.to, joints, position, shoulder[2], SKIN_ON_PALM)
            length = FOREARM
            if hand:
                wrist = along(wrist, (hand, -PALM))
            else:
                length += PALM  # a hand in line with the forearm: the palm is what must arrive
            if limb.bend and limb.bend != "floor":
                pole = direction(limb.bend, side)
            else:
                pole = unit(along(ORIGIN, (front, -0.5), (up, -0.6), (right, 0.6 * side)))
            last = skeleton.unreached if attempt == 2 else []
            elbow, wrist = _two_bones(shoulder, wrist, UPPER_ARM, length, pole, side, last, f"arm{s}")
            upper, fore = unit(sub(elbow, shoulder)), unit(sub(wrist, elbow))
        raised = max(0.0, dot(upper, up))
        lift = along(ORIGIN, (up, 2.6 * raised), (front, 1.6 * dot(upper, front)), (right, -1.6 * side * raised))
    wrist = along(elbow, (fore, FOREARM))
    flexion = angle_between(upper, fore)
    hinge = _elbow_hinge(upper, fore, flexion, chest)
    end = hand or fore
    if limb.palm:
        palm = reject(direction(limb.palm, side), end)
    elif onto_wall and not limb.end:
        palm = (math.copysign(1.0, position.wall or 1.0), 0.0, 0.0)
    elif onto_top:
        palm = reject(DOWN, end)
    else:
        palm = reject(mul(hinge, -side), end)
    joints |= {
        f"shoulder{s}": shoulder,
        f"elbow{s}": elbow,
        f"wrist{s}": wrist,
        f"palm{s}": along(wrist, (end, PALM)),
        f"tip{s}": along(wrist, (end, FIST if limb.grip else HAND)),
    }
    skeleton.limbs[f"arm{s}"] = Bones(hinge, upper, fore, end, palm, flexion)


def _elbow_hinge(upper: Vec, fore: Vec, flexion: float, chest: Frame) -> Vec:
    if flexion > STRAIGHT:
        return unit(cross(upper, fore))
    sideways = abs(dot(fore, chest.right))
    return unit(cross(fore, chest.front)) if sideways > 0.85 else reject(chest.right, fore)


def ankle_height(foot: Vec) -> float:
    """How high the ankle stands when a foot that points along `foot` touches the floor with heel or ball."""
    if abs(foot[1]) > 0.02:
        up: Vec = (-foot[1], foot[0], 0.0)
        up = mul(up, -1) if up[1] < 0 and foot[0] > 0 else up
    else:
        up = UP
    return max(radius - (foot[1] * a + up[1] * b) for (a, b), radius in ((HEEL, 2.0), (BALL, 1.5)))


def _two_bones(
    start: Vec, goal: Vec, first: float, second: float, pole: Vec | None, side: int, unreached: list[str], name: str
) -> tuple[Vec, Vec]:
    """Middle joint and end of two bones that go from `start` to `goal`, the joint towards `pole`.

    Without a pole the middle joint is a knee that lies on the floor, turned out. A goal out of reach is
    told in `unreached` and answered with the nearest place that is not.
    """
    distance = size(sub(goal, start))
    nearest, farthest = abs(first - second), first + second
    if distance > farthest + 0.6 or distance < nearest:
        unreached.append(f"{name}: its target is {distance:.1f} away, expected {nearest:.1f} to {farthest:.1f}")
    distance = min(max(distance, nearest + 0.05), farthest - 0.02)
    way = unit(sub(goal, start))
    foot = (first * first - second * second + distance * distance) / (2 * distance)
    height = math.sqrt(max(0.0, first * first - foot * foot))
    middle = along(start, (way, foot))
    if pole is None:
        low = reject(DOWN, way)
        knee_height = 3.6  # the radius of the knee, so that its skin touches the floor
        share = max(-1.0, min(1.0, (knee_height - middle[1]) / ((height * low[1]) or -1.0)))
        pole = along(mul(low, share), (cross(way, low), math.sqrt(1 - share * share) * -side))
    joint = along(middle, (reject(pole, way), height))
    return joint, along(start, (way, distance))


def spine_at(skeleton: Skeleton, height: float) -> tuple[Vec, Frame]:
    """The place and frame of the spine `height` above the hips, measured along its curve."""
    joints, frames = skeleton.joints, skeleton.frames
    knots = (0.0, PELVIS, PELVIS + LOINS, PELVIS + LOINS + CHEST, PELVIS + LOINS + CHEST + NECK)
    places = [joints[name] for name in ("pelvis", "waist", "chest", "collar", "skull")]
    ways = [frames[name] for name in ("pelvis", "pelvis", "loins", "chest", "neck")]
    if height <= 0:
        return along(places[0], (ways[0].up, height)), ways[0]
    i = min(3, sum(height > knot for knot in knots[1:]))
    t = (height - knots[i]) / (knots[i + 1] - knots[i])
    before = places[i - 1] if i else along(places[0], (ways[0].up, -PELVIS))
    centre = catmull_rom(before, places[i], places[i + 1], places[min(4, i + 2)], t)
    up = unit(lerp(ways[i].up, ways[i + 1].up, t))
    right = reject(lerp(ways[i].right, ways[i + 1].right, t), up)
    front = cross(up, right)
    return centre, Frame(up, front if dot(front, ways[i].front) > 0 else mul(front, -1), right)
