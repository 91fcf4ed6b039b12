"""Pose files: what knowledge/figures/<id>.yaml may say, read into types or refused with every fault named.

A file holds one position of the body, its surroundings and the camera. `start:` and `end:` hold what
differs at either end of a movement; without `start:` the picture shows one position. Lengths are in
hundredths of the body's height, angles in degrees; knowledge/figures/README.md explains every key.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from assistant.errors import KnowledgeError

Numbers = tuple[float, ...]
Direction = Numbers
"""(angle,), (angle, out) or (x, y, z); see `skeleton.direction`."""
Target = tuple[float | str, ...]
"""(x, y), (x, y, z), (joint,) or (joint, dx, dy, dz); x may be 'wall', y may be 'floor' or the name of a box."""
Box = tuple[float, float, float, float, float, float]
"""x from and to, y from and to, z from and to."""

VIEWS: dict[str, tuple[float, float]] = {
    "side": (0, 0),
    "front": (90, 0),
    "back": (-90, 0),
    "top": (90, 90),
}
LIMBS = ("legR", "legL", "armR", "armL")
PAIRED = ("hip", "knee", "ankle", "heel", "ball", "toe", "shoulder", "elbow", "wrist", "palm", "tip")
JOINTS = ("pelvis", "waist", "chest", "collar", "skull", "head", *(f"{joint}{side}" for joint in PAIRED for side in "RL"))
PARTS = ("torso", "pelvis", "back", "head", *LIMBS)
CLOSE = ("handR", "handL")
"""A hand with its forearm: parts a picture can be framed by, besides those above."""


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
        if self.start is None:
            return self.end
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


# ------------------------------------------------------------------ what a file may say

Rule = tuple[Callable[[object], bool], str]


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_flag(value: object) -> bool:
    return isinstance(value, bool)


def is_numbers(*counts: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and len(value) in counts and all(map(is_number, value))


def is_direction(value: object) -> bool:
    return is_number(value) or is_numbers(2, 3)(value)


def is_target(value: object) -> bool:
    if not isinstance(value, list) or not 1 <= len(value) <= 4:
        return False
    first, rest = value[0], value[1:]
    if isinstance(first, str) and first != "wall":
        return first in JOINTS and all(map(is_number, rest))
    places = [item for item in rest if not isinstance(item, str)]
    return 1 <= len(rest) <= 2 and (first == "wall" or is_number(first)) and all(map(is_number, places))


def is_lines(value: object) -> bool:
    lines = value if isinstance(value, list) else [None]
    return all(isinstance(line, list) and len(line) > 1 and all(map(is_target, line)) for line in lines)


def is_names(allowed: Sequence[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(item in allowed for item in value)


def is_muscles(value: object) -> bool:
    from assistant.figures.body import MUSCLES

    return isinstance(value, list) and all(
        isinstance(item, str) and (item in MUSCLES or (item[-1:] in ("R", "L") and item[:-1] in MUSCLES)) for item in value
    )


def is_circles(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict)
        and item.keys() == {"at", "axis", "radius", "angles"}
        and is_target(item["at"])
        and is_direction(item["axis"])
        and is_number(item["radius"])
        and is_numbers(2)(item["angles"])
        for item in value
    )


def is_boxes(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) and is_numbers(6)(box) for key, box in value.items())


def is_spine(value: object) -> bool:
    return is_number(value) or is_numbers(3)(value)


def is_contacts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and len(item.split()) == 2 for item in value)


A_DIRECTION = "an angle, [angle, out] or [x, y, z]"
A_TARGET = "[x, y], [x, y, z] or [joint, dx, dy, dz] (x may be wall, y may be floor or a box)"
NUMBER: Rule = (is_number, "a number")
LIMB: dict[str, Rule] = {
    "toes": (is_direction, A_DIRECTION),
    "palm": (is_direction, A_DIRECTION),
    "to": (is_target, A_TARGET),
    "bend": (lambda value: value == "floor" or is_direction(value), f"floor, or {A_DIRECTION}"),
    "grip": (is_flag, "true or false"),
}
LEG = {"thigh": (is_direction, A_DIRECTION), "shin": (is_direction, A_DIRECTION), "foot": (is_direction, A_DIRECTION)} | LIMB
ARM = {"upper": (is_direction, A_DIRECTION), "fore": (is_direction, A_DIRECTION), "hand": (is_direction, A_DIRECTION)} | LIMB
HEAD: dict[str, Rule] = {"nod": NUMBER, "tilt": NUMBER, "turn": NUMBER, "slide": NUMBER}
CHAIR: dict[str, Rule] = {
    "x": NUMBER,
    "seat": NUMBER,
    "z": NUMBER,
    "back": (lambda value: is_flag(value) or is_number(value), "true, false, or the height of the backrest"),
}
NESTED: dict[str, dict[str, Rule]] = {
    "legs": LEG,
    "legR": LEG,
    "legL": LEG,
    "arms": ARM,
    "armR": ARM,
    "armL": ARM,
    "head": HEAD,
    "chair": CHAIR,
    "doorway": {"x": NUMBER, "half": NUMBER},
}
POSITION: dict[str, Rule] = {
    "spine": (is_spine, "an angle, or three (pelvis, loins, chest)"),
    "yaw": NUMBER,
    "roll": NUMBER,
    "lean": NUMBER,
    "bend": NUMBER,
    "twist": NUMBER,
    "shift": (is_numbers(3), "[x, y, z]"),
    "shrug": (is_numbers(2), "[up, forward]"),
    "ground": (is_names(PARTS), f"a list of {', '.join(PARTS)}"),
    "rest": (lambda value: isinstance(value, str), "floor, or the name of a box"),
    "mat": (lambda value: is_flag(value) or is_numbers(4)(value), "true, or [x from, x to, z from, z to]"),
    "wall": NUMBER,
    "floor": (is_flag, "true or false"),
    "boxes": (is_boxes, "a name and [x from, x to, y from, y to, z from, z to] for each"),
    "front_boxes": (lambda value: isinstance(value, list), "a list of names of boxes"),
    "feel": (is_muscles, "a list of muscles, as figures/body.py names them, with R or L for the side"),
    "strap": (is_lines, f"a list of lines, each a list of {A_TARGET}"),
    "arrows": (is_lines, f"a list of lines, each a list of {A_TARGET}"),
    "press": (is_lines, f"a list of lines, each a list of {A_TARGET}"),
    "circles": (is_circles, "a list of {at, axis, radius, angles}"),
    "contacts": (is_contacts, "a list such as 'palmR floor'"),
}
WHOLE: dict[str, Rule] = {
    "view": (
        lambda value: value in VIEWS if isinstance(value, str) else is_numbers(2)(value),
        f"{', '.join(VIEWS)}, or [degrees round, degrees up]",
    ),
    "still": (lambda value: value in ("end", "pair"), "end or pair"),
    "focus": (
        lambda value: value == "upper" or is_names((*PARTS, *CLOSE))(value),
        f"upper, or a list of {', '.join((*PARTS, *CLOSE))}",
    ),
    "order": (is_names(("torso", "head", *LIMBS)), f"a list of torso, head, {', '.join(LIMBS)}, farthest first"),
    "seconds": NUMBER,
}


def faults(written: object) -> Iterator[str]:
    """Say everything that is wrong with what a pose file holds."""
    if not isinstance(written, dict):
        yield "line 1: expected keys and values"
        return
    body = {key: value for key, value in written.items() if key not in WHOLE and key not in ("start", "end")}
    yield from _table_faults({key: value for key, value in written.items() if key in WHOLE}, WHOLE, "")
    yield from _position_faults(body, "")
    for state in ("start", "end"):
        if state in written:
            if isinstance(written[state], dict):
                yield from _position_faults(written[state], f"{state}.")
            else:
                yield f"'{state}': is {written[state]!r}, expected keys and values"
    yield from _missing_things(written)
    if "end" in written and "start" not in written:
        yield "'start': is missing, expected beside 'end'"
    if written.get("still") == "pair" and "start" not in written:
        yield "'still': is 'pair', expected 'start' as well"


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _missing_things(written: Mapping[str, Any]) -> Iterator[str]:
    """Names of things that no position of the file sets up."""
    tables = [written, *(written[state] for state in ("start", "end") if isinstance(written.get(state), dict))]
    things = {"floor"}
    for table in tables:
        things |= set(table["boxes"]) if isinstance(table.get("boxes"), dict) else set()
        things |= {"seat", "backrest"} if "chair" in table else set()
        things |= {"frameL", "frameR"} if "doorway" in table else set()
    wall = any("wall" in table for table in tables)
    for table in tables:
        named = [("rest", table.get("rest")), *(("front_boxes", name) for name in _items(table.get("front_boxes")))]
        for limb in NESTED:
            if isinstance(table.get(limb), dict) and isinstance(table[limb].get("to"), list) and table[limb]["to"]:
                first, *rest = table[limb]["to"]
                named += [(f"{limb}.to", name) for name in rest if isinstance(name, str)]
                if first == "wall" and not wall:
                    yield f"'{limb}.to': aims at the wall, expected 'wall' as well"
        for key, name in named:
            if isinstance(name, str) and name not in things:
                yield f"'{key}': {name!r} is not there, expected floor, or a box, one of {', '.join(sorted(things))}"


def _position_faults(table: Mapping[str, object], prefix: str) -> Iterator[str]:
    for key, value in table.items():
        if key in NESTED and not isinstance(value, dict):
            yield f"'{prefix}{key}': is {value!r}, expected keys and values"
        elif key in NESTED and isinstance(value, dict):
            yield from _table_faults(value, NESTED[key], f"{prefix}{key}.")
    plain = {key: value for key, value in table.items() if key not in NESTED}
    yield from _table_faults(plain, POSITION, prefix, also=tuple(NESTED))


def _table_faults(
    table: Mapping[str, object], rules: Mapping[str, Rule], prefix: str, also: tuple[str, ...] = ()
) -> Iterator[str]:
    for key, value in table.items():
        if key not in rules:
            yield f"'{prefix}{key}': is unknown, expected one of {', '.join((*rules, *also))}"
        elif not rules[key][0](value):
            yield f"'{prefix}{key}': is {value!r}, expected {rules[key][1]}"


# ------------------------------------------------------------------ from what is written to types


def _state(written: Mapping[str, Any], state: str) -> dict[str, Any]:
    common = {key: value for key, value in written.items() if key not in WHOLE and key not in ("start", "end")}
    return _merge(common, written.get(state, {}))


def _merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    out = copy.deepcopy(dict(below))
    for key, value in above.items():
        out[key] = _merge(out[key], value) if isinstance(value, dict) and isinstance(out.get(key), dict) else value
    return out


def _blend(a: Any, b: Any, share: float) -> Any:
    """What lies between two written values; what cannot be mixed changes half-way."""
    if isinstance(a, dict) and isinstance(b, dict):
        return {
            key: _blend(a[key], b[key], share) if key in a and key in b else (a if key in a else b)[key] for key in {**a, **b}
        }
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
