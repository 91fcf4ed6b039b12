"""Pictures in words: alt text from the pose itself, for people who hear a picture instead of seeing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from assistant.figures.body import MUSCLES, Body, split_name, stand
from assistant.figures.geometry import UP, dot, lerp, size, sub, unit
from assistant.figures.pose import Pose, Position

THINGS = ("table", "desk", "step", "cushion", "pillow", "bed", "bench", "sofa", "block", "rail", "pad")
SURFACES = ("table", "desk", "bench", "bed", "rail", "step")


def view_words(view: tuple[float, float]) -> str:
    """The camera in words, such as "Seen from the side"."""
    yaw, pitch = view
    if pitch >= 75:
        return "Seen from above"
    around = (yaw + 180) % 360 - 180
    if abs(around) <= 20:
        place = "from the side"
    elif abs(around - 90) <= 20:
        place = "from the front"
    elif abs(around + 90) <= 20:
        place = "from behind"
    elif abs(around) > 160:
        place = "from the other side"
    else:
        place = "from the front at an angle" if around > 0 else "from behind at an angle"
    return f"Seen {place}" + (" and above" if pitch >= 35 else ", a little from above" if pitch >= 10 else "")


def alt_text(
    pose: Pose,
    title: str,
    summary: str,
    *,
    state: Literal["both", "start", "end"] = "both",
    mirrored: bool = False,
) -> str:
    """One paragraph: the view and the name, the summary, then what the picture shows of body and things."""
    shown = pose.start if state == "start" and pose.start else pose.end
    sentences = [f"{view_words(pose.view)}: {title}."]
    if summary.strip():
        sentences.append(summary.strip().rstrip(".") + ".")
    if state == "both" and pose.still == "pair" and pose.start:
        sentences.append(f"Two pictures. First: {_position_words(pose.start, mirrored)}.")
        sentences.append(f"Then: {_position_words(pose.end, mirrored)}.")
    else:
        sentences.append(_capital(_position_words(shown, mirrored)) + ".")
    if felt := list(dict.fromkeys(MUSCLES[split_name(name)[0]].words for name in pose.end.feel)):
        sentences.append(f"Marked: {_list(felt)}.")
    return " ".join(sentences)


def _position_words(position: Position, mirrored: bool) -> str:
    body = stand(position)
    stance = _stance(body)
    lying = stance.startswith("lying")
    parts = [stance, *_trunk(body, lying), *_legs(body, stance, mirrored), *_hands(body, lying, mirrored), *_head(position)]
    things = sorted({thing for name in position.boxes for thing in THINGS if name.startswith(thing)})
    if position.wall is not None or any(name.startswith("wall") for name in position.boxes):
        things.append("wall")
    if any(name.startswith("frame") for name in position.boxes):
        things.append("doorway")
    if position.strap:
        things.append("strap")
    if things:
        parts.append(f"with {_list([f'a {thing}' for thing in things])}")
    return ", ".join(parts)


def _stance(body: Body) -> str:
    """How the body rests, told from the height of hips, knees and hands and from where its front looks."""
    position, joints, frames = body.position, body.skeleton.joints, body.skeleton.frames
    bends = [body.skeleton.limbs[f"leg{side}"].flexion for side in "RL"]
    knees = [joints["kneeR"][1], joints["kneeL"][1]]
    feet_under = max(abs(joints["pelvis"][0] - joints[f"ankle{side}"][0]) for side in "RL") < 9
    height = joints["pelvis"][1]
    hands = min(joints["palmR"][1], joints["palmL"][1])
    if position.rest == "seat":
        return "sitting on a chair"
    on = f" on a {position.rest}" if position.rest not in ("floor", "step") else ""
    flat = abs(dot(frames["pelvis"].up, UP)) < 0.6
    faces = dot(frames["chest"].front, UP)
    if on or (flat and height < 18):
        if faces > 0.5:
            return f"lying on the back{on}"
        if min(bends) > 115:
            return "kneeling with the hips on the heels, folded forward"
        if min(bends) > 60:
            return "on forearms and knees" if dot(frames["pelvis"].front, UP) < -0.5 else "lying on one side"
        return "lying on one side" if abs(dot(frames["pelvis"].front, UP)) < 0.5 else "lying face down"
    heels_behind = max(joints["ankleR"][0], joints["ankleL"][0]) < joints["pelvis"][0] + 5
    if height < 14 and min(bends) > 120 and heels_behind:
        return "kneeling with the hips on the heels"
    if height < 14:
        behind = any(joints[f"knee{side}"][0] < joints["pelvis"][0] - 12 for side in "RL")
        return "low on the floor, one leg straight behind" if behind else "sitting on the floor"
    kneeling = sum(knee < 6 for knee in knees)
    if kneeling == 2:
        return "on hands and knees" if hands < 4 else "kneeling"
    if kneeling == 1:
        return "in a low lunge" if hands < 4 else "kneeling on one knee"
    if hands < 4 and not feet_under:
        return "in a long lunge with a hand on the floor" if max(bends) > 60 else "on hands and feet"
    return "in a lunge" if min(bends) > 60 and height < 40 else "standing"


def _trunk(body: Body, lying: bool) -> Iterator[str]:
    position = body.position
    chest = body.skeleton.frames["chest"].up
    curve = position.spine[2] - position.spine[0]
    if lying:
        if curve > 25:
            yield "chest lifted"
        elif position.spine[0] - position.spine[1] > 8 and position.spine[0] < 195:
            yield "low back flat"
        elif position.spine[0] - position.spine[1] < -12:
            yield "low back arched"
    elif curve < -50:
        yield "back rounded"
    elif dot(chest, UP) < -0.3:
        yield "trunk folded down"
    elif curve > 28:
        yield "back arched"
    elif chest[0] > 0.35:
        yield "trunk leaning forward"
    elif chest[0] < -0.2:
        yield "trunk leaning back"
    if abs(position.bend + position.lean) > 16 and not lying:
        yield "trunk bent sideways"
    if abs(position.twist) > 20:
        yield "hips and shoulders turned against each other"
    if position.shrug[0] > 2:
        yield "shoulders lifted"
    elif position.shrug[1] < -2:
        yield "shoulders drawn back and down"


def _legs(body: Body, stance: str, mirrored: bool) -> Iterator[str]:
    joints = body.skeleton.joints
    bends = {side: body.skeleton.limbs[f"leg{side}"].flexion for side in "RL"}
    words = {side: "straight" if bend < 24 else "slightly bent" if bend < 50 else "bent" for side, bend in bends.items()}
    if stance.startswith("standing"):
        for side, other, way in (("R", "L", 1), ("L", "R", -1)):
            x, _, z = sub(joints[f"ankle{side}"], joints[f"hip{side}"])
            if joints[f"ball{side}"][1] > joints[f"ball{other}"][1] + 4:
                ways = ((x, "forward"), (-x, "back"), (z * way, "out to the side"), (-z * way, "across the other"))
                where = max(ways)[1] if bends[side] < 50 else "with the knee bent"
                thigh = joints[f"knee{side}"][1] > joints[f"hip{side}"][1] - 12
                lifted = f"knee lifted {'sideways' if (joints[f'knee{side}'][2] * way) > 16 else 'in front'}"
                yield (
                    f"{_side(side, mirrored)} {lifted}"
                    if thigh and bends[side] > 50
                    else f"{_side(side, mirrored)} leg lifted {where}"
                )
                return
        gap = joints["ankleR"][0] - joints["ankleL"][0]
        if abs(gap) > 12:
            yield f"{_side('R' if gap > 0 else 'L', mirrored)} foot in front"
        if joints["ankleR"][2] - joints["ankleL"][2] > 24:
            yield "feet wide apart"
    elif stance.startswith("lying on the back"):
        for side in "RL":
            if joints[f"ankle{side}"][1] > joints["pelvis"][1] + 12 and bends[side] < 50:
                yield f"{_side(side, mirrored)} leg raised"
    if words["R"] == words["L"]:
        yield f"both knees {words['R']}"
    else:
        yield " and ".join(f"{_side(side, mirrored)} knee {words[side]}" for side in "RL")


PLACES = {"knee": "knee", "ankle": "ankle", "ball": "foot", "toe": "toes", "heel": "heel", "hip": "hip"}
PLACES |= {"shoulder": "shoulder", "elbow": "elbow", "wrist": "wrist", "palm": "hand", "tip": "fingers"}
TRUNK_PLACES = {"head": "head", "skull": "head", "pelvis": "hip", "waist": "back", "chest": "chest", "collar": "chest"}


def _hands(body: Body, lying: bool, mirrored: bool) -> Iterator[str]:
    held: dict[str, list[str]] = {}
    places = {side: _hand(body, side, lying, mirrored) for side in "RL"}
    right = places["R"].replace(f"the {_side('R', mirrored)}", "its")
    if right == places["L"].replace(f"the {_side('L', mirrored)}", "its") and right != places["R"]:
        yield f"each hand {right}"
        return
    for side, where in places.items():
        held.setdefault(where, []).append(side)
    for where, sides in held.items():
        yield f"both hands {where}" if len(sides) == 2 else f"{_side(sides[0], mirrored)} hand {where}"


def _hand(body: Body, side: str, lying: bool, mirrored: bool) -> str:
    """Where a hand is: at what it aims for, on what it touches, or which way the arm points."""
    position, joints = body.position, body.skeleton.joints
    palm = joints[f"palm{side}"]
    limb = position.limbs.get(f"arm{side}")
    if any(point[0] == f"palm{side}" for strap in position.strap for point in strap):
        return "holding the strap"
    if limb and limb.to:
        first = limb.to[0]
        if first == "wall":
            return "on the wall"
        if isinstance(first, str) and first in TRUNK_PLACES:
            return f"at the {TRUNK_PLACES[first]}"
        if isinstance(first, str):
            place = PLACES[first[:-1]]
            return f"at the {_side(first[-1], mirrored)} {place}"
        if len(limb.to) > 1 and isinstance(limb.to[1], str):
            return f"on the {limb.to[1]}"
    if joints[f"tip{side}"][1] < 3.5 or palm[1] < 3.5:
        return "on the floor"
    for name, (a, b, c, d, e, f) in position.boxes.items():
        if a - 5 < palm[0] < b + 5 and c - 3 < palm[1] < d + 4 and e - 5 < palm[2] < f + 5:
            known = next((thing for thing in (*SURFACES, "wall", "frame", "seat", "backrest") if name.startswith(thing)), "")
            if known:
                return f"on the {known}"
    chest = body.skeleton.frames["chest"]
    way = unit(sub(palm, joints[f"shoulder{side}"]))
    hip, knee = joints[f"hip{side}"], joints[f"knee{side}"]
    if position.rest == "seat" and size(sub(palm, lerp(hip, knee, 0.75))) < 12:
        return "on the thigh"
    from_collar = sub(palm, joints["collar"])
    if dot(from_collar, chest.front) < 0 and dot(from_collar, chest.up) > -8 and abs(dot(from_collar, chest.right)) < 10:
        return "behind the neck"
    outward = dot(way, chest.right) * (1 if side == "R" else -1)
    if outward < -0.6:
        return "across the chest"
    if not lying and way[1] < -0.85:
        return "hanging down"
    if dot(way, chest.up) > 0.65:
        return "overhead"
    if outward > 0.65:
        return "out to the side"
    if dot(way, chest.front) > 0.6:
        return "stretched forward"
    if dot(way, chest.front) < -0.35:
        return "behind the back"
    return "by the side" if lying else "hanging down"


def _head(position: Position) -> Iterator[str]:
    if position.slide < -1:
        yield "chin drawn back"
    elif position.slide > 1.5:
        yield "chin pushed forward"
    if position.nod > 25:
        yield "chin down"
    elif position.nod < -20:
        yield "head tipped back"
    if abs(position.tilt) > 15:
        yield "head tilted sideways"
    if abs(position.turn) > 20:
        yield "head turned"


def _side(side: str, mirrored: bool) -> str:
    return "right" if (side == "R") != mirrored else "left"


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" and {words[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
