"""What a pose file may say: each key, what it accepts, and everything that is wrong with a file."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

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

Rule = tuple[Callable[[object], bool], str]


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


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
    for thing, needed in (("chair", ("x", "seat")), ("doorway", ("x", "half"))):
        said = [table[thing] for table in tables if isinstance(table.get(thing), dict)]
        for key in needed:
            if said and key not in said[0]:
                yield f"'{thing}.{key}': is missing, expected a number"
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
