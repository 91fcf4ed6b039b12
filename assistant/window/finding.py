# ruff: noqa: E501  # outlines are not cut into lines
"""Find a stretch: a body map and filters beside the list. The list is complete in the page; choosing happens in the browser."""

from __future__ import annotations

from assistant.window import texts
from assistant.window.library import Library
from assistant.window.markup import esc, icon
from assistant.window.replies import button, picture


def view(library: Library) -> str:
    """The whole view."""
    cards = "".join(_card(library, name) for name in library.stretches)
    return (
        '<section class="view" id="view-find" aria-labelledby="find-title"><header class="view-head"><h2 id="find-title" '
        'tabindex="-1">'
        f"{esc(texts.FIND_TITLE)}</h2><p>{esc(texts.FIND_MORE)}</p></header>"
        f'<div class="find"><aside class="map" aria-label="{esc(texts.BODY_MAP)}">{body_map(library)}{_areas(library)}</aside>'
        f'<div class="found"><div class="filters"><label class="search">{icon("search")}<span class="hidden-label">'
        f"{esc(texts.SEARCH)}</span>"
        f'<input type="search" id="find-words" placeholder="{esc(texts.SEARCH_PLACEHOLDER)}" autocomplete="off"></label>'
        f'<div class="selects">{_selects(library)}{button(texts.CLEAR, look="quiet", clear="find")}</div></div>'
        f'<p id="find-count" role="status"></p><ul class="cards" id="find-list">{cards}</ul>'
        f'<p class="nothing" id="find-none" hidden>{esc(texts.NOTHING_FITS)}</p></div></div></section>'
    )


def _card(library: Library, name: str) -> str:
    document, page = library.stretches[name]
    say = library.vocabulary.name
    words = " ".join(
        (
            document.title,
            *page.aliases,
            *(say("muscles", muscle) for muscle in page.muscles),
            *(say("areas", area) for area in page.areas),
            *(word for area in page.areas[:1] for word in library.vocabulary.groups["areas"][area].words[:6]),
            say("positions", page.position),
            *(say("places", place) for place in page.places),
            *(say("equipment", item) for item in (*page.equipment, *page.optional_equipment)),
        )
    ).lower()
    minutes = f"{page.seconds // 60}:{page.seconds % 60:02d} min"
    small = (say("areas", page.areas[0]), say("positions", page.position), minutes)
    return (
        f'<li class="tile" data-areas="{" ".join(page.areas)}" data-muscle="{" ".join(page.muscles)}" '
        f'data-position="{page.position}" '
        f'data-equipment="{" ".join(page.equipment) or "none"}" data-seconds="{page.seconds}" data-level="{page.level}" '
        f'data-words="{esc(words)}"><button type="button" data-stretch="{esc(name)}">{picture(name, library)}'
        f'<span class="tile-name">{esc(document.title)}</span><span class="tile-facts">{esc(" · ".join(small))}</span>'
        "</button></li>"
    )


def _selects(library: Library) -> str:
    groups = library.vocabulary.groups
    pages = [page for _, page in library.stretches.values()]
    used = {
        "muscle": {muscle for page in pages for muscle in page.muscles},
        "position": {page.position for page in pages},
        "equipment": {item for page in pages for item in page.equipment},
        "level": {page.level for page in pages},
    }
    choices: dict[str, list[tuple[str, str]]] = {
        "muscle": [(key, term.name) for key, term in groups["muscles"].items()],
        "position": [(key, term.name) for key, term in groups["positions"].items()],
        "equipment": [(key, term.name) for key, term in groups["equipment"].items() if key != "none"],
        "level": [(key, term.name) for key, term in groups["levels"].items()],
    }
    offered = {key: [(value, name) for value, name in rows if value in used[key]] for key, rows in choices.items()}
    offered["equipment"].insert(0, ("none", texts.NO_EQUIPMENT))
    offered["seconds"] = list(texts.TIMES)
    return "".join(
        select(f"find-{key}", label, [("", texts.ANY), *offered[key]], filter_by=key) for key, label in texts.FILTERS.items()
    )


def select(identity: str, label: str, choices: list[tuple[str, str]], *, filter_by: str = "", now: str = "") -> str:
    """A labelled choice."""
    options = "".join(
        f'<option value="{esc(value)}"{" selected" if value == now else ""}>{esc(name)}</option>' for value, name in choices
    )
    data = f' data-filter="{filter_by}"' if filter_by else ""
    return f'<label class="select"><span>{esc(label)}</span><select id="{identity}"{data}>{options}</select></label>'


def _areas(library: Library) -> str:
    """The areas as a list of buttons, each with how many stretches it has."""
    count = {
        area: sum(area in page.areas for _, page in library.stretches.values()) for area in library.vocabulary.groups["areas"]
    }
    rows = "".join(
        f'<button type="button" class="chip" data-area="{area}" aria-pressed="false">'
        f"{esc(library.vocabulary.name('areas', area))}"
        f'<span class="count">{number}</span></button>'
        for area, number in count.items()
        if number
    )
    return f'<div class="areas" role="group" aria-label="{esc(texts.AREAS)}">{rows}</div>'


# ---------------------------------------------------------------- the body map

Shape = tuple[str, ...]

HEAD = '<ellipse cx="70" cy="21" rx="13" ry="16"/>'


def _pair(path: str) -> str:
    """A shape of the left half and its mirror image."""
    return f'<path d="{path}"/><path d="{path}" transform="matrix(-1 0 0 1 140 0)"/>'


ARM = _pair("M41 62 C34 74 31 88 29 103 L39 106 C42 94 46 84 48 74 C46 69 43 65 41 62Z")
HAND = _pair("M28.5 105 L38.5 108 C37 121 33 134 30 145 C29 152 27 159 23.5 158 C20 157 20 150 21 144 C23 131 26 117 28.5 105Z")
SHOULDER = _pair("M60 47 C52 49 44 51 41.5 60 C44 64 46.5 69 48.5 73 C51 66 55 60 60 56Z")
FOOT = _pair("M50 292 L61 292 C62 300 62 306 61 311 C58 315 48 315 45.5 311 C46 305 49 300 50 292Z")
SIDE = _pair("M49.5 75 C50 88 51.5 99 51 113 L57 113 C58 100 57 88 56 79Z")
OUTER = _pair("M45.5 134 C43 152 43.5 172 47 193 L51 193 C49 172 49.5 152 51 135Z")

FRONT: dict[str, str] = {
    "neck": '<path d="M62 37 L78 37 L79 47 C73 50 67 50 61 47Z"/>',
    "shoulders": SHOULDER,
    "chest": '<path d="M61.5 49 C67 52 73 52 78.5 49 L79.5 57 C86 61 89.5 67 91 74 C86 81 76 82 70 79 C64 82 54 81 49 74 C50.5 67 54 61 60.5 57Z"/>',
    "arms": ARM,
    "wrists-hands": HAND,
    "sides": SIDE,
    "front-of-hip": _pair("M51 115 C58 115 63 117 69 119 L69 124 C64 131 58 135 51 133 C47 131 48 121 51 115Z"),
    "groin": '<path d="M70 125 C72.5 131 76 137 79.5 141 C77 154 74 168 71.5 176 L68.5 176 C66 168 63 154 60.5 141 C64 137 67.5 131 70 125Z"/>',
    "front-of-thigh": _pair(
        "M52 136 C55 137 57.5 138 59.5 142 C62 155 65.5 170 66.5 181 C66 187 65 192 63.5 196 L52 196 C49.5 176 50 155 52 136Z"
    ),
    "outer-thigh": OUTER,
    "knees": _pair("M52 198 L64 198 C65.5 205 65 212 63 218 L53 218 C50 212 50 205 52 198Z"),
    "shins": _pair("M52.5 220 L63 220 C65.5 236 64.5 258 61 290 L50.5 290 C47.5 262 48.5 240 52.5 220Z"),
    "ankles-feet": FOOT,
}
BELLY = '<path d="M58.5 84 C66 87 74 87 81.5 84 C82 98 81.5 108 82 115 C78 118 74 119.5 70 120.5 C66 119.5 62 118 58 115 C58.5 108 58 98 58.5 84Z"/>'
BACK: dict[str, str] = {
    "neck": '<path d="M61 35 C67 39 73 39 79 35 L80 47 C73 49 67 49 60 47Z"/>',
    "shoulders": SHOULDER,
    "upper-back": '<path d="M61 49 C67 51 73 51 79 49 L80 57 C86 61 89.5 67 91 74 L86.5 86 C76 90 64 90 53.5 86 L49 74 C50.5 67 54 61 60 57Z"/>',
    "arms": ARM,
    "wrists-hands": HAND,
    "lower-back": '<path d="M54 88 C64 92 76 92 86 88 C85 98 85.5 106 87 113 C76 117 64 117 53 113 C54.5 106 55 98 54 88Z"/>',
    "hips": _pair("M52 115 C48 121 45.5 127 45 135 L51 139 C51.5 131 53 123 56 116.500Z"),
    "buttocks": _pair("M57.5 117 C62 118.5 66 119 69.3 119 L69.3 147 C64 151 56 150 52.5 144 C52 134 54 124 57.5 117Z"),
    "back-of-thigh": _pair(
        "M52.5 148 C57 152 63 153 68.5 150 C68 168 66.5 184 63.5 200 L52.5 200 C49.5 182 49.5 164 52.5 148Z"
    ),
    "outer-thigh": _pair("M45 137 L50.5 141 C48.5 160 48.5 180 50.5 197 L47.5 197 C44 178 43 156 45 137Z"),
    "calves": _pair("M52 203 L64 203 C66.5 222 65 250 60.5 288 L51.5 288 C47 254 47.5 226 52 203Z"),
    "ankles-feet": FOOT,
}


def body_map(library: Library) -> str:
    """Front and back of a body whose regions are buttons."""
    figures = "".join(
        f'<figure><svg viewBox="12 0 116 320" role="group" aria-label="{esc(label)}"><g class="plain">{plain}</g>'
        + "".join(
            f'<g class="region" role="button" tabindex="0" aria-pressed="false" data-area="{area}" '
            f'aria-label="{esc(library.vocabulary.name("areas", area))}"><title>'
            f"{esc(library.vocabulary.name('areas', area))}</title>{shape}</g>"
            for area, shape in regions.items()
        )
        + f'</svg><figcaption aria-hidden="true">{esc(label)}</figcaption></figure>'
        for label, regions, plain in ((texts.FRONT, FRONT, HEAD + BELLY), (texts.BACK, BACK, HEAD))
    )
    return f'<div class="body-map">{figures}</div>'
