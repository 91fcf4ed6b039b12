"""Flesh on the bones: the soft shapes of trunk, head, limbs and muscles, and standing on a surface.

Radii are hundredths of the body's height, by eye. Chains of `Section` run from the trunk outwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.figures.geometry import (
    ORIGIN,
    UP,
    Extent,
    Frame,
    Section,
    Vec,
    add,
    along,
    cross,
    dot,
    lerp,
    mul,
    reach,
    stretch_of,
    unit,
)
from assistant.figures.pose import Limb, Position
from assistant.figures.skeleton import BALL, FIST, HAND, HEEL, Bones, Skeleton, solve, spine_at

THIGH_RADII = (6.1, 6.1, 5.4, 4.5, 3.8)
THIGH_BULGE = (0.0, 0.5, 0.6, 0.3, 0.0)
SHIN_RADII = (3.8, 3.8, 3.4, 2.6, 2.1)
SHIN_BULGE = (0.0, -0.6, -0.9, -0.4, 0.0)
"""Radius at even steps along the bone; bulge is how far the flesh lies in front (+) of the bone or behind (-)."""
UPPER_ARM_RADII = (3.5, 3.25, 2.9, 2.5, 2.3)
FOREARM_RADII = (2.3, 2.45, 2.3, 1.85, 1.55)
HAND_SHAPE = ((0.0, 1.5, 1.3), (0.25, 2.0, 1.2), (0.5, 2.1, 1.1), (0.8, 1.65, 0.8), (1.0, 0.8, 0.6))
"""Share of the hand's length, half its width, half its thickness."""
FIST_RADII = (1.7, 2.0, 2.1, 2.0, 1.6)
TRUNK = (
    (-4.5, 5.5, 4.6, -0.6),
    (-1.0, 9.0, 6.3, -0.9),
    (4.0, 9.3, 6.2, -0.6),
    (9.0, 8.2, 5.5, 0.0),
    (14.0, 7.5, 5.2, 0.2),
    (19.0, 8.0, 5.7, 0.3),
    (24.0, 9.0, 6.0, 0.3),
    (27.3, 9.4, 5.3, 0.0),
    (29.4, 7.6, 4.2, -0.4),
    (30.8, 4.7, 3.3, -0.4),
)
"""Height above the hips, half width, half depth, and how far the middle lies in front of the spine."""
WAISTBAND = 9.0
GLUTE = 6.1
HEAD = (6.6, 5.7, 5.1)
"""Half the head's height, depth and width."""


@dataclass(slots=True)
class Body:
    """A skeleton with its flesh.

    `chains` holds limbs piece by piece ("thighR", "handL"); `trunk` pairs each slice with its height;
    `skin` gathers all slices of a part, for finding what touches what.
    """

    position: Position
    skeleton: Skeleton
    chains: dict[str, list[Section]]
    trunk: list[tuple[float, Section]]
    glutes: list[Section]
    skin: dict[str, list[Section]]


def stand(position: Position) -> Body:
    """The body of a position, lowered until its grounded parts touch what they rest on."""
    root = ORIGIN
    if position.ground:
        hanging = _dress(position, solve(position))
        lowest = min(lowest_point(hanging.skin[part]) for part in position.ground)
        root = (0.0, surface(position) - lowest, 0.0)
    return _dress(position, solve(position, add(root, position.shift)))


def surface(position: Position) -> float:
    """The height of what the body rests on."""
    return 0.0 if position.rest == "floor" else position.boxes[position.rest][3]


def lowest_point(sections: Sequence[Section]) -> float:
    return min(section.centre[1] - reach(section.extent, UP) for section in sections)


def _dress(position: Position, skeleton: Skeleton) -> Body:
    trunk = []
    for height, half_width, half_depth, forward in TRUNK:
        centre, frame = spine_at(skeleton, height)
        axes = (mul(frame.right, half_width), mul(frame.front, half_depth))
        trunk.append((height, Section(along(centre, (frame.front, forward)), axes)))
    up, front, right = skeleton.frames["pelvis"]
    pelvis = skeleton.joints["pelvis"]
    glutes = [Section(along(pelvis, (front, -1.6), (up, -0.6), (right, 3.5 * side)), GLUTE) for side in (1, -1)]
    head = skeleton.frames["head"]
    ball = (mul(head.up, HEAD[0]), mul(head.front, HEAD[1]), mul(head.right, HEAD[2]))
    chains: dict[str, list[Section]] = {}
    skin = {
        "torso": [section for _, section in trunk] + glutes,
        "pelvis": [section for height, section in trunk if height < 5] + glutes,
        "back": [section for height, section in trunk if 14 < height < 30],
        "head": [Section(skeleton.joints["head"], ball)],
    }
    for name, bones in skeleton.limbs.items():
        side = name[-1]
        limb = position.limbs.get(name)
        pieces = _leg(skeleton, bones, side) if name.startswith("leg") else _arm(skeleton, bones, side, limb)
        chains |= pieces
        skin[name] = [section for chain in pieces.values() for section in chain]
    return Body(position, skeleton, chains, trunk, glutes, skin)


def _bone(start: Vec, end: Vec, radii: Sequence[float], front: Vec = ORIGIN, bulge: Sequence[float] = ()) -> list[Section]:
    last = len(radii) - 1
    return [
        Section(along(lerp(start, end, i / last), (front, bulge[i] if bulge else 0.0)), radius)
        for i, radius in enumerate(radii)
    ]


def _leg(skeleton: Skeleton, bones: Bones, side: str) -> dict[str, list[Section]]:
    hip, knee, ankle = (skeleton.joints[f"{joint}{side}"] for joint in ("hip", "knee", "ankle"))
    heel, ball, toe = (skeleton.joints[f"{joint}{side}"] for joint in ("heel", "ball", "toe"))
    sole, up = bones.end, bones.face
    return {
        f"thigh{side}": _bone(hip, knee, THIGH_RADII, cross(bones.hinge, bones.first), THIGH_BULGE),
        f"shin{side}": _bone(knee, ankle, SHIN_RADII, cross(bones.hinge, bones.second), SHIN_BULGE),
        f"foot{side}": [
            Section(heel, 2.0),
            Section(along(ankle, (sole, (HEEL[0] + BALL[0]) / 2), (up, -2.0)), 1.9),
            Section(ball, 1.5),
            Section(toe, 1.1),
        ],
        f"instep{side}": [
            Section(ankle, 2.2),
            Section(along(ankle, (sole, 2.8), (up, -0.8)), 2.0),
            Section(along(ankle, (sole, 6.4), (up, -2.2)), 1.5),
        ],
    }


def _arm(skeleton: Skeleton, bones: Bones, side: str, limb: Limb | None) -> dict[str, list[Section]]:
    shoulder, elbow, wrist = (skeleton.joints[f"{joint}{side}"] for joint in ("shoulder", "elbow", "wrist"))
    pieces = {
        f"upper{side}": _bone(shoulder, elbow, UPPER_ARM_RADII),
        f"fore{side}": _bone(elbow, wrist, FOREARM_RADII),
    }
    thumbward = mul(cross(bones.end, bones.face), 1.0 if side == "R" else -1.0)
    if limb and limb.grip:
        pieces[f"hand{side}"] = _bone(wrist, along(wrist, (bones.end, FIST)), FIST_RADII)
    else:
        pieces[f"hand{side}"] = [
            Section(along(wrist, (bones.end, HAND * share)), (mul(thumbward, half_width), mul(bones.face, half_thickness)))
            for share, half_width, half_thickness in HAND_SHAPE
        ]
        root = along(wrist, (bones.end, 1.4), (thumbward, 1.1))
        pieces[f"thumb{side}"] = [
            Section(root, 0.9),
            Section(along(root, (bones.end, 2.0), (thumbward, 1.4)), 0.85),
            Section(along(root, (bones.end, 3.6), (thumbward, 1.8)), 0.6),
        ]
    return pieces


class Muscle(NamedTuple):
    """Where a muscle lies: on a bone from share to share (on the trunk: from height to height).

    `angle` goes round the bone or trunk: 0 front, 90 the outer side, 180 back, 270 the inner side; None
    is whichever side the viewer sees. `share` is how much of the thickness it covers.
    """

    part: str
    bone: str
    start: float
    end: float
    angle: float | None
    share: float
    words: str


MUSCLES = {
    "hamstring": Muscle("leg", "thigh", 0.08, 0.95, 180, 0.62, "back of the thigh"),
    "quad": Muscle("leg", "thigh", 0.1, 0.97, 0, 0.62, "front of the thigh"),
    "hipflexor": Muscle("leg", "thigh", -0.1, 0.5, 0, 0.55, "front of the hip"),
    "adductor": Muscle("leg", "thigh", 0.05, 0.85, 270, 0.6, "inner thigh"),
    "outer_thigh": Muscle("leg", "thigh", -0.1, 0.85, 90, 0.45, "outer hip and thigh"),
    "calf": Muscle("leg", "shin", 0.0, 0.55, 180, 0.75, "upper calf"),
    "soleus": Muscle("leg", "shin", 0.45, 0.98, 180, 0.8, "lower calf"),
    "shin": Muscle("leg", "shin", 0.08, 0.9, 0, 0.6, "front of the shin"),
    "sole": Muscle("leg", "foot", 0.0, 0.85, 180, 0.7, "sole of the foot"),
    "ankle": Muscle("leg", "shin", 0.75, 1.0, None, 0.9, "ankle"),
    "hip": Muscle("leg", "thigh", -0.1, 0.25, None, 0.75, "hip"),
    "glute": Muscle("leg", "glute", 0, 0, 135, 0.8, "buttock"),
    "shoulder": Muscle("arm", "upper", 0.0, 0.62, None, 0.7, "shoulder"),
    "front_shoulder": Muscle("arm", "upper", 0.0, 0.6, 0, 0.6, "front of the shoulder"),
    "biceps": Muscle("arm", "upper", 0.1, 0.95, 0, 0.6, "front of the upper arm"),
    "triceps": Muscle("arm", "upper", 0.1, 0.98, 180, 0.65, "back of the upper arm"),
    "forearm_inner": Muscle("arm", "fore", 0.02, 0.9, 0, 0.62, "inner forearm"),
    "forearm_outer": Muscle("arm", "fore", 0.02, 0.9, 180, 0.62, "outer forearm"),
    "lowback": Muscle("torso", "", 2, 16, 180, 0.45, "low back"),
    "midback": Muscle("torso", "", 11, 27, 180, 0.45, "mid-back"),
    "upperback": Muscle("torso", "", 17, 30, 180, 0.45, "upper back"),
    "spine": Muscle("torso", "", 2, 29, 180, 0.36, "whole spine"),
    "chest": Muscle("torso", "", 20, 28, 0, 0.5, "chest"),
    "pec": Muscle("torso", "", 20.5, 28, 40, 0.5, "chest"),
    "belly": Muscle("torso", "", 1, 21, 0, 0.45, "front of the trunk"),
    "side": Muscle("torso", "", 4, 25, 90, 0.42, "side of the trunk"),
    "lat": Muscle("torso", "", 8, 27, 110, 0.55, "side of the back"),
    "neck": Muscle("torso", "neck", 0, 1, 90, 0.6, "side of the neck"),
    "neck_corner": Muscle("torso", "neck", 0, 1, 150, 0.6, "back corner of the neck"),
    "nape": Muscle("torso", "nape", 0, 1, 180, 0.6, "back of the neck"),
}
"""Muscles a picture can mark; with L or R for the side, where they have one."""
STEPS = 8


class Belly(NamedTuple):
    """The belly of a muscle as a chain on the body's surface, and which way that surface looks."""

    chain: list[Section]
    outward: Vec
    along: Vec
    compact: bool


def split_name(name: str) -> tuple[str, str]:
    """A marked muscle as its name and its side, "R", "L" or ""."""
    return (name, "") if name in MUSCLES else (name[:-1], name[-1])


def owner(name: str) -> str:
    """The part of the body a marked muscle is drawn with."""
    muscle, side = split_name(name)
    part = MUSCLES[muscle].part
    return part if part == "torso" else part + (side or "R")


def belly(body: Body, name: str, viewer: Vec) -> Belly:
    """The surface of a marked muscle; `viewer` points from the body to the eye."""
    muscle, side = MUSCLES[split_name(name)[0]], split_name(name)[1] or "R"
    k = 1.0 if side == "R" else -1.0
    chain = []
    outward = UP
    for i in range(STEPS + 1):
        slice_, frame = _slice(body, muscle, side, muscle.start + (muscle.end - muscle.start) * i / STEPS)
        if muscle.angle is None:
            outward = unit(along(viewer, (frame.up, -dot(viewer, frame.up))))
        else:
            angle = math.radians(muscle.angle)
            outward = unit(along(ORIGIN, (frame.front, math.cos(angle)), (frame.right, math.sin(angle) * k)))
        thickness = reach(slice_.extent, outward)
        swelling = max(0.05, math.sin(math.pi * i / STEPS)) ** 0.7
        chain.append(
            Section(along(slice_.centre, (outward, thickness * (1 - muscle.share))), thickness * muscle.share * swelling)
        )
    axis = body.skeleton.frames["pelvis"].up if muscle.part == "torso" else body.skeleton.limbs[owner(name)].first
    return Belly(chain, outward, axis, muscle.bone == "glute")


def _slice(body: Body, muscle: Muscle, side: str, share: float) -> tuple[Section, Frame]:
    """The slice of the body a muscle's belly lies on, and the frame its angle is measured in."""
    skeleton = body.skeleton
    joints, frames = skeleton.joints, skeleton.frames
    if muscle.bone == "glute":  # sits on the pelvis and does not turn with the thigh
        return Section(joints[f"hip{side}"], GLUTE), frames["pelvis"]
    if muscle.part != "torso":
        bones = skeleton.limbs[f"{muscle.part}{side}"]
        bone = bones.first if muscle.bone in ("thigh", "upper") else bones.second
        front, right = cross(bones.hinge, bone), bones.hinge
        if muscle.bone == "fore":
            front = unit(along(bones.face, (bone, -dot(bones.face, bone))))
            right = cross(bone, front)
        elif muscle.bone == "foot":
            bone, front = bones.end, bones.face
        chain = body.chains[f"{muscle.bone}{side}"]
        return stretch_of(chain, max(0.0, share), min(1.0, max(0.0, share) + 0.01), 2)[0], Frame(bone, front, right)
    if muscle.bone in ("neck", "nape"):
        neck = frames["neck"]
        if muscle.bone == "nape":
            return Section(lerp(lerp(joints["skull"], joints["head"], 0.35), joints["collar"], share), 3.1), neck
        top, bottom = lerp(joints["skull"], joints["head"], 0.1), lerp(joints["collar"], joints[f"shoulder{side}"], 0.8)
        return Section(lerp(top, bottom, share), 2.6), neck
    _, frame = spine_at(skeleton, share)
    i = max(1, min(len(body.trunk) - 1, sum(height < share for height, _ in body.trunk)))
    (low, below), (high, above) = body.trunk[i - 1], body.trunk[i]
    t = (share - low) / (high - low)
    assert isinstance(below.extent, tuple)
    assert isinstance(above.extent, tuple)
    extent: Extent = tuple(lerp(p, q, t) for p, q in zip(below.extent, above.extent, strict=True))
    return Section(lerp(below.centre, above.centre, t), extent), frame
