"""Which stretches fit a request of lists.jsonl, from front matter alone and apart from the assistant's own reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.knowledge import Stretch
from assistant.vocabulary import load

LYING = ("lying-on-back", "lying-on-front", "lying-on-side")
SITTING = ("sitting-on-floor", "sitting-on-chair")
FLOOR = (*LYING, "sitting-on-floor", "kneeling", "on-all-fours")

AREAS: Mapping[str, tuple[str, ...]] = {
    "hips-glutes": ("hips", "buttocks"),
    "hips": ("hips", "buttocks", "front-of-hip", "groin"),
    "quads": ("front-of-thigh",),
    "hip-flexors": ("front-of-hip",),
    "obliques-lats": ("sides",),
    "it-band": ("outer-thigh",),
    "groin-adductors": ("groin",),
    "wrists-forearms": ("wrists-hands",),
    "hamstrings": ("back-of-thigh",),
    "ankles-feet": ("ankles-feet", "shins"),
    "shoulders": ("shoulders", "arms"),
    "back": ("lower-back", "upper-back"),
    "thighs": ("front-of-thigh", "back-of-thigh", "outer-thigh", "groin"),
    "legs": ("front-of-thigh", "back-of-thigh", "outer-thigh", "groin", "calves", "shins", "ankles-feet", "buttocks", "hips"),
}
"""The writers' words for body parts and the areas they may mean; other words are looked up in the vocabulary."""

ANYWHERE = ("full-body", "full body", "any")

POSITIONS: Mapping[str, tuple[str, ...]] = {
    "lying": LYING,
    "supine": ("lying-on-back",),
    "prone": ("lying-on-front",),
    "side-lying": ("lying-on-side",),
    "seated": SITTING,
    "standing": ("standing",),
    "kneeling": ("kneeling",),
    "all-fours": ("on-all-fours",),
}
NOT_POSITIONS: Mapping[str, tuple[str, ...]] = {**POSITIONS, "floor": FLOOR, "kneeling": ("kneeling", "on-all-fours")}

PLACES: Mapping[str, str] = {
    **dict.fromkeys(("desk", "office", "bus", "plane", "train"), "at-desk"),
    "bed": "in-bed",
    "no-floor": "no-floor",
}
"""A car or a hotel room rules nothing out by itself."""

EQUIPMENT: Mapping[str, str] = {"towel": "strap", "stair": "step", "sofa": "bench", "counter": "table", "pillow": "cushion"}


def areas_of(words: Iterable[str]) -> set[str]:
    """The areas that a writer's words may mean.

    Raises:
        KeyError: a word that neither AREAS nor the vocabulary knows.
    """
    found: set[str] = set()
    for word in words:
        known = load().key("areas", word)
        if word not in AREAS and known is None:
            raise KeyError(f"lists.jsonl: no area is known for {word!r}; add it to AREAS")
        found |= {*AREAS.get(word, (known or "",))}
    return found


def fits(stretch: Stretch, asked: Mapping[str, Any]) -> bool:
    """Whether a stretch has every facet that a row asks for."""
    areas = asked.get("areas", [])
    equipment = asked.get("equipment")
    return (
        (not areas or any(word in ANYWHERE for word in areas) or bool(areas_of(areas) & {*stretch.areas}))
        and ("position" not in asked or stretch.position in POSITIONS[asked["position"]])
        and ("not_position" not in asked or stretch.position not in NOT_POSITIONS[asked["not_position"]])
        and ("place" not in asked or asked["place"] not in PLACES or PLACES[asked["place"]] in stretch.places)
        and (equipment is None or _has(stretch, equipment))
        and asked.get("not_equipment") not in stretch.equipment
        and ("level" not in asked or stretch.level == asked["level"])
        and ("type" not in asked or stretch.type == asked["type"])
    )


def _has(stretch: Stretch, equipment: str) -> bool:
    """Whether a stretch is done with something; a mat suits all on the floor, a chair all that are done sitting on one."""
    if equipment == "none":
        return not stretch.equipment
    if equipment == "mat":
        return stretch.position in FLOOR
    wanted = EQUIPMENT.get(equipment, equipment)
    natural = {"chair": "sitting-on-chair"}.get(wanted) == stretch.position or (wanted == "bed" and "in-bed" in stretch.places)
    return natural or wanted in (*stretch.equipment, *stretch.optional_equipment)


def surely_fits(stretch: Stretch, asked: Mapping[str, Any]) -> bool:
    """Whether a stretch fits however the request is read: "on a chair" may mean only those done sitting on one."""
    return fits(stretch, asked) and (asked.get("equipment") != "chair" or stretch.position == "sitting-on-chair")


def possible(fitting: Iterable[Stretch], minutes: int | None) -> int:
    """How many of the fitting stretches can be done in the time, shortest first."""
    left = float("inf") if minutes is None else minutes * 60
    count = 0
    for seconds in sorted(stretch.seconds for stretch in fitting):
        if seconds > left:
            break
        left -= seconds
        count += 1
    return count
