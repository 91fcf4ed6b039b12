"""Which stretches fit: catalogue questions answered from front matter alone, without any model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.knowledge import Document, Stretch


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a catalogue question asks for; keys of the vocabulary, empty means anything."""

    areas: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    not_positions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    not_equipment: tuple[str, ...] = ()
    no_equipment: bool = False
    types: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    not_areas: tuple[str, ...] = ()
    not_conditions: tuple[str, ...] = ()


WHERE = {"at-desk": ("sitting-on-chair", "standing"), "no-floor": ("sitting-on-chair", "standing")}
"""Positions that a place allows, besides a page saying that it can be done there."""


def fits(stretch: Stretch, wanted: Wanted) -> bool:
    """Whether a stretch has everything that is asked: any of the areas, any of the positions, and so on."""
    return (
        (not wanted.areas or bool({*wanted.areas} & {*stretch.areas}) or "full-body" in wanted.areas)
        and (not wanted.muscles or bool({*wanted.muscles} & {*stretch.muscles}))
        and (not wanted.positions or stretch.position in wanted.positions)
        and stretch.position not in wanted.not_positions
        and all(
            place in stretch.places and stretch.position in WHERE.get(place, (stretch.position,)) for place in wanted.places
        )
        and all(item in (*stretch.equipment, *stretch.optional_equipment) for item in wanted.equipment)
        and not {*wanted.not_equipment} & {*stretch.equipment}
        and (not wanted.no_equipment or not stretch.equipment)
        and (not wanted.types or stretch.type in wanted.types)
        and (not wanted.levels or stretch.level in wanted.levels)
        and not {*wanted.not_areas} & {*stretch.areas}
        and not {*wanted.not_conditions} & {*stretch.caution_with}
    )


def matching(documents: Iterable[Document], wanted: Wanted) -> list[Document]:
    """The stretches that fit; those whose main area is asked for come first, beginners' stretches before others."""
    found = [document for document in documents if document.stretch and fits(document.stretch, wanted)]

    def order(document: Document) -> tuple[bool, int, str]:
        stretch = document.stretch
        assert stretch is not None  # filtered above
        return (
            bool(wanted.areas) and stretch.areas[0] not in wanted.areas,
            ("beginner", "intermediate", "advanced").index(stretch.level),
            stretch.title,
        )

    return sorted(found, key=order)


def within(documents: list[Document], minutes: int | None) -> list[Document]:
    """As many of the stretches, in order, as fit into the minutes; all of them without a limit."""
    if minutes is None:
        return documents
    left = minutes * 60
    chosen = []
    for document in documents:
        if document.stretch and document.stretch.seconds <= left:
            chosen.append(document)
            left -= document.stretch.seconds
    return chosen


def in_turn(documents: Sequence[Document], parts: Sequence[str]) -> list[Document]:
    """Stretches in their order, but of every part of the body (or muscle) that is asked for one in turn."""
    left = list(documents)
    mixed: list[Document] = []
    while len(parts) > 1 and left:
        for part in parts:
            mine = [d for d in left if d.stretch and part in (*d.stretch.areas[:1], *d.stretch.muscles[:1])]
            mine = mine or [d for d in left if d.stretch and part in (*d.stretch.areas, *d.stretch.muscles)]
            if mine:
                mixed.append(mine[0])
                left.remove(mine[0])
        if not any(d.stretch and {*parts} & {*d.stretch.areas, *d.stretch.muscles} for d in left):
            break
    return mixed + left
