"""Pose files: what knowledge/figures/<id>.yaml may say, read into types or refused with every fault named.

A file holds one position of the body, its surroundings and the camera. `start:` and `end:` hold what
differs at either end of a movement; without `start:` the picture shows one position. Lengths are in
hundredths of the body's height, angles in degrees; knowledge/figures/README.md explains every key.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from assistant.errors import KnowledgeError
from assistant.figures.pose_rules import HEAD, JOINTS, LIMBS, VIEWS, WHOLE, faults, is_number

Numbers = tuple[float, ...]
Direction = Numbers
"""(angle,), (angle, out) or (x, y, z); see `skeleton.direction`."""
Target = tuple[float | str, ...]
"""(x, y), (x, y, z), (joint,) or (joint, dx, dy, dz); x may be 'wall', y may be 'floor' or the name of a box."""
Box = tuple[float, float, float, float, float, float]
"""x from and to, y from and to, z from and to."""


@dataclass(frozen=True, slots=True)
class Limb:
    """An arm or a leg: bone by bone (`first`, `second`), or `to` a place with the middle joint towards `bend`.

    `end` is where the foot or hand points, `toes` where the toes do, `palm` where the palm faces.
    """

    first: Direction | None = None
    second: Direction | None = None
    end: Direction | None = None
    toes: Direction | None = None
    palm: Direction | None = None
    to: Target | None = None
    bend: Direction | Literal["floor"] | None = None
    grip: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """An arrow that runs round `axis` at `radius` from `at`, from one angle to another."""

    at: Target
    axis: Direction
    radius: float
    angles: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Position:
    """One moment of a stretch: the trunk, the limbs, what surrounds them and what is marked."""

    spine: tuple[float, float, float] = (90.0, 90.0, 90.0)
    yaw: float = 0.0
    roll: float = 0.0
    lean: float = 0.0
    bend: float = 0.0
    twist: float = 0.0
    shift: tuple[float, float, float] = (0.0, 0.0, 0.0)
    nod: float = 0.0
    tilt: float = 0.0
    turn: float = 0.0
    slide: float = 0.0
    shrug: tuple[float, float] = (0.0, 0.0)
    limbs: Mapping[str, Limb] = field(default_factory=dict)
    ground: tuple[str, ...] = ()
    rest: str = "floor"
    mat: bool | Numbers = False
    wall: float | None = None
    floor: bool = True
    boxes: Mapping[str, Box] = field(default_factory=dict)
    front_boxes: tuple[str, ...] = ()
    feel: tuple[str, ...] = ()
    strap: tuple[tuple[Target, ...], ...] = ()
    arrows: tuple[tuple[Target, ...], ...] = ()
    press: tuple[tuple[Target, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pose:
    """Everything a picture of one stretch needs; `start` is None where nothing moves."""

    id: str
    view: tuple[float, float]
    end: Position
    start: Position | None
    still: Literal["end", "pair"]
    focus: tuple[str, ...]
    order: tuple[str, ...]
    seconds: float
    written: Mapping[str, Any] = field(repr=False)

    def between(self, share: float) -> Position:
        """The position on the way from the start (0) to the end (1)."""
        if self.start is None or share >= 1:
            return self.end
        if share <= 0:
            return self.start
        return _position(_blend(_state(self.written, "start"), _state(self.written, "end"), share))


def load_poses(folder: Path) -> dict[str, Pose]:
    """Every pose of a folder by the id its file is named after.

    Raises:
        KnowledgeError: a file cannot be accepted; the message names file, key and expectation of every fault.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    poses: dict[str, Pose] = {}
    found: list[str] = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            written = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
        except yaml.YAMLError as fault:
            mark = getattr(fault, "problem_mark", None)
            found.append(f"{file.name}, line {mark.line + 1 if mark else 1}: is not YAML ({getattr(fault, 'problem', fault)})")
            continue
        try:
            poses[file.stem] = parse(written, file.stem)
        except KnowledgeError as fault:
            found.append(str(fault))
    if found:
        raise KnowledgeError("\n".join(found))
    if not poses:
        raise KnowledgeError(f"{folder}: no pose file in it; expected <id>.yaml for each stretch")
    return poses


def parse(written: object, name: str) -> Pose:
    """The pose written in `<name>.yaml`, or a KnowledgeError with every fault of it."""
    found = [f"{name}.yaml, {fault}" for fault in faults(written)]
    if found:
        raise KnowledgeError("\n".join(found))
    assert isinstance(written, dict)
    view = written.get("view", "side")
    focus = written.get("focus", [])
    moves = "start" in written
    return Pose(
        id=name,
        view=VIEWS[view] if isinstance(view, str) else (float(view[0]), float(view[1])),
        end=_position(_state(written, "end")),
        start=_position(_state(written, "start")) if moves else None,
        still="pair" if moves and written.get("still") == "pair" else "end",
        focus=("back", "head", "armR", "armL") if focus == "upper" else tuple(focus),
        order=tuple(written.get("order", ())),
        seconds=float(written.get("seconds", 8)),
        written=written,
    )


UNSAID: dict[str, Any] = dict.fromkeys(("roll", "yaw", "lean", "bend", "twist"), 0)
UNSAID |= {"shift": [0, 0, 0], "shrug": [0, 0], "spine": 90, "head": dict.fromkeys(HEAD, 0)}
"""What a key of a position means where it is not written, so that it can be mixed with one that is."""


def _state(written: Mapping[str, Any], state: str) -> dict[str, Any]:
    """What the file says of one end of the movement, with nothing left unsaid."""
    common = {key: value for key, value in written.items() if key not in WHOLE and key not in ("start", "end")}
    said = _merge(_merge(UNSAID, common), written.get(state, {}))
    if is_number(said["spine"]):
        said["spine"] = [said["spine"]] * 3
    return said


def _merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    out = copy.deepcopy(dict(below))
    for key, value in above.items():
        out[key] = _merge(out[key], value) if isinstance(value, dict) and isinstance(out.get(key), dict) else value
    return out


def _blend(a: Any, b: Any, share: float) -> Any:
    """What lies between two written values; what cannot be mixed changes half-way."""
    if isinstance(a, dict) and isinstance(b, dict):
        both = {key: _blend(a[key], b[key], share) for key in a if key in b}
        nearer = a if share < 0.5 else b
        return both | {key: value for key, value in nearer.items() if key not in both}
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return [_blend(x, y, share) for x, y in zip(a, b, strict=True)]
    if is_number(a) and is_number(b):
        return a + (b - a) * share
    return a if share < 0.5 else b


def _position(table: Mapping[str, Any]) -> Position:
    head = table.get("head", {})
    spine = table.get("spine", 90)
    mat = table.get("mat", False)
    return Position(
        spine=_three([spine] * 3 if is_number(spine) else spine),
        shift=_three(table.get("shift", (0, 0, 0))),
        shrug=_two(table.get("shrug", (0, 0))),
        limbs={name: _limb(_both_sides(table, name) | table.get(name, {})) for name in LIMBS},
        ground=tuple(table.get("ground", ())),
        rest=table.get("rest", "floor"),
        mat=tuple(map(float, mat)) if isinstance(mat, list) else mat,
        wall=float(table["wall"]) if "wall" in table else None,
        floor=table.get("floor", True),
        boxes=_boxes(table),
        front_boxes=tuple(table.get("front_boxes", ())),
        feel=tuple(table.get("feel", ())),
        strap=_lines(table.get("strap", ())),
        arrows=_lines(table.get("arrows", ())),
        press=_lines(table.get("press", ())),
        circles=tuple(
            Circle(tuple(item["at"]), _direction(item["axis"]), float(item["radius"]), _two(item["angles"]))
            for item in table.get("circles", ())
        ),
        contacts=tuple(table.get("contacts", ())),
        **{key: float(head.get(key, 0)) for key in HEAD},
        **{key: float(table.get(key, 0)) for key in ("yaw", "roll", "lean", "bend", "twist")},
    )


def _both_sides(table: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What `legs` or `arms` say for one limb: they are written for the right, the left is its mirror image."""
    both = dict(table.get(f"{name[:3]}s", {}))
    if name.endswith("R"):
        return both
    for key, value in both.items():
        if isinstance(value, list) and isinstance(value[0], str) and value[0] != "wall":
            joint = value[0]
            swapped = f"{joint[:-1]}L" if joint in JOINTS and joint.endswith("R") else joint
            both[key] = [swapped, *value[1:3], *(-step for step in value[3:])]
        elif isinstance(value, list) and len(value) == 3 and is_number(value[2]):
            both[key] = [*value[:2], -value[2]]
    return both


def _limb(table: Mapping[str, Any]) -> Limb:
    ways = {
        name: _direction(table[key])
        for name, keys in (
            ("first", ("thigh", "upper")),
            ("second", ("shin", "fore")),
            ("end", ("foot", "hand")),
            ("toes", ("toes",)),
            ("palm", ("palm",)),
        )
        for key in keys
        if key in table
    }
    bend = table.get("bend")
    return Limb(
        **ways,
        to=tuple(table["to"]) if "to" in table else None,
        bend=bend if bend is None or bend == "floor" else _direction(bend),
        grip=table.get("grip", False),
    )


def _direction(value: Any) -> Direction:
    return (float(value),) if is_number(value) else tuple(map(float, value))


def _two(values: Sequence[float]) -> tuple[float, float]:
    return float(values[0]), float(values[1])


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])


def _lines(value: Any) -> tuple[tuple[Target, ...], ...]:
    return tuple(tuple(tuple(target) for target in line) for line in value)


def _box(*sides: float) -> Box:
    a, b, c, d, e, f = sides
    return float(a), float(b), float(c), float(d), float(e), float(f)


def _boxes(table: Mapping[str, Any]) -> dict[str, Box]:
    """The boxes of a position by name; chair and doorway are boxes too."""
    boxes: dict[str, Box] = {}
    if door := table.get("doorway"):
        x, half = door["x"], door["half"]
        boxes["frameL"] = _box(x, x + 5, 0, 112, -half - 7, -half)
        boxes["frameR"] = _box(x, x + 5, 0, 112, half, half + 7)
        boxes["lintel"] = _box(x, x + 5, 112, 118, -half - 7, half + 7)
    if chair := table.get("chair"):
        x, seat, z, back = chair["x"], chair["seat"], chair.get("z", 0), chair.get("back", False)
        corners = ((x - 11.5, z - 10.5), (x + 9.5, z - 10.5), (x - 11.5, z + 8.5), (x + 9.5, z + 8.5))
        for i, (leg_x, leg_z) in enumerate(corners):
            boxes[f"chair leg {i}"] = _box(leg_x, leg_x + 2, 0, seat - 2, leg_z, leg_z + 2)
        if back:
            boxes["backrest"] = _box(x - 14, x - 12, seat - 2, seat + (26 if back is True else back), z - 11, z + 11)
        boxes["seat"] = _box(x - 12, x + 12, seat - 2.4, seat, z - 11, z + 11)
    for name, sides in table.get("boxes", {}).items():
        boxes[name] = _box(*sides)
        if name in ("table", "desk"):
            a, b, _, top, e, f = sides
            boxes[name] = _box(a, b, top - 2.4, top, e, f)
            for i, (leg_x, leg_z) in enumerate(((a + 1, e + 1), (b - 3, e + 1), (a + 1, f - 3), (b - 3, f - 3))):
                boxes[f"{name} leg {i}"] = _box(leg_x, leg_x + 2, 0, top - 2.4, leg_z, leg_z + 2)
    return boxes
