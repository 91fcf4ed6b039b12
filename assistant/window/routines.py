"""Routines: the ready ones, and one put together from the catalogue with the reason for each choice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.catalogue import Wanted, matching
from assistant.knowledge import Document, Stretch
from assistant.window import texts
from assistant.window.finding import select
from assistant.window.library import Library
from assistant.window.markup import esc, prose
from assistant.window.replies import button, picture

MINUTES = (3, 5, 8, 10, 15, 20)
BARE = ("mat", "wall", "chair", "doorway", "table", "bed")
"""What nobody has to fetch."""

FROM_HIGH_TO_LOW = (
    "standing",
    "sitting-on-chair",
    "on-all-fours",
    "kneeling",
    "sitting-on-floor",
    "lying-on-front",
    "lying-on-side",
    "lying-on-back",
)
"""The order in which a routine moves through positions, so that nobody gets up and down twice."""

CHANGE_OVER = 8


USUAL = 10
CARE = "Take care"
"""The heading of a routine's cautions in the knowledge."""


def view(library: Library) -> str:
    """The whole view."""
    ready = "".join(_ready(library, name) for name in library.routines)
    areas = [("", texts.ANY), *((key, term.name) for key, term in library.vocabulary.groups["areas"].items())]
    form = (
        '<form id="compose-form" class="compose">'
        + select(
            "compose-minutes",
            texts.COMPOSE_MINUTES,
            [(str(n), texts.MINUTES.format(minutes=n)) for n in MINUTES],
            now=str(USUAL),
        )
        + select("compose-area", texts.COMPOSE_AREA, areas)
        + select("compose-place", texts.COMPOSE_WHERE, list(texts.COMPOSE_PLACES))
        + f'<label class="box"><input type="checkbox" id="compose-kneel"><span>{esc(texts.COMPOSE_KNEEL)}</span></label>'
        + f'<label class="box"><input type="checkbox" id="compose-bare"><span>{esc(texts.COMPOSE_BARE)}</span></label>'
        + f'<button type="submit" class="primary">{esc(texts.COMPOSE_BUTTON)}</button></form>'
    )
    return (
        '<section class="view" id="view-routines" aria-labelledby="routines-title"><header class="view-head">'
        f'<h2 id="routines-title" tabindex="-1">{esc(texts.ROUTINES_TITLE)}</h2><p>{esc(texts.ROUTINES_MORE)}</p></header>'
        f'<section class="composer-card"><h3>{esc(texts.COMPOSE)}</h3><p>{esc(texts.COMPOSE_MORE)}</p>{form}'
        '<div id="composed" role="region" aria-live="polite" '
        f'aria-label="{esc(texts.COMPOSE)}"></div></section><h3>{esc(texts.READY)}</h3><div class="ready">{ready}</div>'
        "</section>"
    )


def _ready(library: Library, name: str) -> str:
    document, routine = library.routines[name]
    steps = library.holds(name)
    small = " · ".join((texts.MINUTES.format(minutes=routine.minutes), texts.STEPS.format(count=len(steps)), routine.when))
    care = _section(document, CARE)
    start = button(texts.START_ROUTINE, look="primary", symbol="play", hold=json.dumps(steps), title=document.title)
    link = button("", look="tool", symbol="link", name=f"{texts.COPY_LINK}: {document.title}", address=_address(name))
    return (
        f'<article class="routine" id="routine-{esc(name)}"><header><h4>{esc(document.title)}</h4><p class="tile-facts">'
        f"{esc(small)}</p></header>"
        f"<p>{prose(library.summary(document)).removeprefix('<p>').removesuffix('</p>')}</p>"
        f'<p class="row">{start}{link}</p>'
        f"<details><summary>{esc(texts.STEPS.format(count=len(steps)))}</summary>{_listed(library, steps)}"
        + (f"<h5>{esc(CARE)}</h5>{prose(care)}" if care else "")
        + "</details></article>"
    )


def _address(name: str) -> str:
    return f"?view=routines&routine={name}"


def _section(document: Document, heading: str) -> str:
    inside, found = False, []
    for block in document.blocks:
        if block.kind == "heading":
            inside = block.text == heading
        elif inside:
            found.append(block.text)
    return "\n\n".join(found)


def _time(step: Mapping[str, Any]) -> str:
    return (texts.EACH_SIDE if step["sides"] == 2 else texts.ONCE).format(seconds=step["seconds"])


def _listed(library: Library, steps: Sequence[Mapping[str, Any]], reasons: Sequence[str] = ()) -> str:
    rows = "".join(
        f'<li>{picture(step["id"], library)}<div><button type="button" class="name" data-stretch="{esc(step["id"])}">'
        f"{esc(step['title'])}</button>"
        f'<span class="tile-facts">{esc(_time(step))}</span>'
        "" + (f'<span class="reason">{esc(reasons[n])}</span>' if reasons else "") + "</div></li>"
        for n, step in enumerate(steps)
    )
    return f'<ol class="steps">{rows}</ol>'


# ---------------------------------------------------------------- one put together


def composed(library: Library, wishes: Mapping[str, Any]) -> str:
    """A routine for these wishes: minutes, area, place, kneel (False: none), bare (True: nothing to fetch)."""
    minutes = wishes.get("minutes")
    minutes = minutes if isinstance(minutes, int) and 0 < minutes <= 60 else USUAL
    area, place = _known(library, wishes.get("area"), "areas"), _known(library, wishes.get("place"), "places")
    kneeling, bare = not wishes.get("no_kneeling"), bool(wishes.get("bare"))
    chosen = choose(library, minutes, area, place, kneeling=kneeling, bare=bare)
    if not chosen:
        return f'<p class="nothing">{esc(texts.COMPOSED_NONE)}</p>'
    steps = [{**library.hold(name), "change": CHANGE_OVER} for name in chosen]
    seconds = sum(step["seconds"] * step["sides"] + CHANGE_OVER for step in steps)
    head = texts.COMPOSED.format(count=len(steps), minutes=max(1, round(seconds / 60)))
    reasons = [reason(library, name, area) for name in chosen]
    return (
        f'<h4 tabindex="-1">{esc(head)}</h4><p class="row">'
        + button(texts.START_ROUTINE, look="primary", symbol="play", hold=json.dumps(steps), title=head)
        + f"</p>{_listed(library, steps, reasons)}"
    )


def _known(library: Library, key: object, group: str) -> str:
    return key if isinstance(key, str) and key in library.vocabulary.groups[group] else ""


def choose(library: Library, minutes: int, area: str, place: str, *, kneeling: bool, bare: bool) -> list[str]:
    """Stretches that fit the wishes and the time, each area once before any comes twice, ordered from standing to lying."""
    wanted = Wanted(
        areas=(area,) if area else (),
        places=(place,) if place else (),
        not_positions=() if kneeling else ("kneeling", "on-all-fours"),
        types=("static", "mobility"),
        levels=("beginner", "intermediate"),
    )
    found = [
        d for d in matching((document for document, _ in library.stretches.values()), wanted) if not bare or _bare(d.stretch)
    ]
    left = minutes * 60
    chosen: list[tuple[str, Stretch]] = []
    waiting = [(document.id.removeprefix("stretches/"), document.stretch) for document in found if document.stretch]
    while waiting:
        seen = [page.areas[0] for _, page in chosen]
        used = [muscle for _, page in chosen for muscle in page.muscles]
        waiting.sort(key=lambda entry: (seen.count(entry[1].areas[0]), sum(used.count(muscle) for muscle in entry[1].muscles)))
        name, page = waiting.pop(0)
        hold = library.hold(name)
        needed = hold["seconds"] * hold["sides"] + CHANGE_OVER
        if needed <= left:
            chosen.append((name, page))
            left -= needed
    chosen.sort(key=lambda entry: FROM_HIGH_TO_LOW.index(entry[1].position))
    return [name for name, _ in chosen]


def _bare(stretch: Stretch | None) -> bool:
    return stretch is not None and all(item in BARE for item in stretch.equipment)


def reason(library: Library, name: str, area: str) -> str:
    """Why a stretch was chosen, from its front matter."""
    _, page = library.stretches[name]
    say = library.vocabulary.name
    parts = [texts.REASON_AREA.format(area=say("areas", page.areas[0] if area not in page.areas else area))]
    if area and page.areas[0] == area:
        parts.append(texts.REASON_MAIN)
    parts += [texts.REASON_POSITION.format(position=say("positions", page.position)), say("levels", page.level)]
    return ", ".join(parts)
