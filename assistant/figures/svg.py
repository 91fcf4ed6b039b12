"""Pictures to SVG text: path data, colours for every theme, one or two panels, a slow loop.

Coordinates are written as whole tenths of a hundredth of the body's height, relative to the point
before: half the size of decimals, and finer than a screen shows.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from assistant.figures.body import stand
from assistant.figures.outline import Camera, Curve, Path
from assistant.figures.pose import Pose
from assistant.figures.scene import Picture, Shape, paint

Theme = Literal["auto", "light", "dark"]
State = Literal["both", "start", "end"]

SCALE = 10
ASPECT = 4 / 3
MARGIN = 40.0
SMALLEST = 560.0
"""No picture shows less height than this, so that a person lying flat is no giant; a crop may show less."""
SMALLEST_CROP = 440.0
GAP = 30.0
FRAMES = 5
"""Moments of a loop from start to end; between them the outlines themselves are mixed."""

# Each colour on light and on dark.
COLOURS: dict[str, tuple[str, str]] = {
    "card": ("var(--figure-card,#faf8f4)", "var(--figure-card,#1d2128)"),
    "halo": ("var(--figure-card,#faf8f4)", "var(--figure-card,#1d2128)"),
    "rim": ("none", "none"),
    "skin": ("#e0a57e", "#d79a74"),
    "skin-far": ("#c98d6a", "#b07a5a"),
    "top": ("#3f8f8b", "#4fa8a2"),
    "top-far": ("#337672", "#3b827d"),
    "leg": ("#34466b", "#7f93c4"),
    "leg-far": ("#6a7a9c", "#566796"),
    "hair": ("#4a3328", "#6b4a39"),
    "line": ("#5b3a2a", "#3a241a"),
    "feel": ("#ff6f4d", "#ff7c5c"),
    "mat": ("#a9c4b4", "#3f5a50"),
    "mat-top": ("#c5dacd", "#4a6a5e"),
    "wall": ("#cfc9be", "#454a55"),
    "wall-top": ("#e2ded6", "#555b67"),
    "prop": ("#b08d6a", "#8d7255"),
    "prop-top": ("#c8a784", "#a5886a"),
    "soft": ("#b9a7c9", "#6a5a7c"),
    "soft-top": ("#d0c2dc", "#7d6c90"),
    "strap": ("#d9a21b", "#f0bd3c"),
    "arrow": ("#b53a09", "#ffb38a"),
    "floor": ("#b9b3a7", "#565c68"),
}
CONTRAST = {
    "halo": ("#000", "#fff"),
    "rim": ("#000", "#fff"),
    "line": ("#000", "#000"),
    "feel": ("#e02b00", "#ff5a30"),
    "arrow": ("#8f2a00", "#ffd2b8"),
    "floor": ("#000", "#fff"),
    "strap": ("#a87600", "#ffd45e"),
}
"""What changes where the person asks for more contrast: every shape gets a strong outline."""
SYSTEM = dict.fromkeys(COLOURS, "Canvas") | {
    "halo": "CanvasText",
    "rim": "CanvasText",
    "hair": "CanvasText",
    "line": "CanvasText",
    "feel": "Highlight",
    "strap": "Highlight",
    "arrow": "CanvasText",
    "floor": "CanvasText",
}
"""Where the system dictates its own few colours: a line drawing with the marked muscle highlighted."""
STROKED = ("card", "line", "strap", "arrow", "floor", "halo", "rim")
THINGS = ":is(.mat,.mat-top,.wall,.wall-top,.prop,.prop-top,.soft,.soft-top)"
ROOT = ".stretch-figure"


def style_sheet(theme: Theme = "auto") -> str:
    """The colours of all figures, for the page or for each figure.

    "auto" follows the system and a page that sets data-theme or the class `dark` or `light`; the page's
    card colour may be given as --figure-card, so that outlines melt into it.
    """

    def colours(table: Mapping[str, tuple[str, str]], column: int) -> str:
        return "".join(f"--sf-{name}:{values[column]};" for name, values in table.items())

    rules = []
    for table, condition in ((COLOURS, ""), (CONTRAST, "@media(prefers-contrast:more)")):
        light, dark = colours(table, 0), colours(table, 1)
        if theme == "auto":
            block = (
                f"{ROOT}{{{light}}}"
                f"@media(prefers-color-scheme:dark){{{ROOT}:not([data-theme=light] *,.light *){{{dark}}}}}"
                f"{ROOT}:is([data-theme=dark] *,.dark *){{{dark}}}"
            )
        else:
            block = f"{ROOT}.{theme}{{{light if theme == 'light' else dark}}}"
        rules.append(f"{condition}{{{block}}}" if condition else block)
    forced = "".join(f"--sf-{name}:{value};" for name, value in SYSTEM.items())
    # Said three times, the class puts this before the rules that name a theme.
    rules.append(f"@media(forced-colors:active){{{ROOT * 3}{{forced-color-adjust:none;{forced}}}}}")
    rules += [f"{ROOT} .{name}{{fill:var(--sf-{name})}}" for name in COLOURS if name not in STROKED]
    rules += [
        f"{ROOT} {THINGS}{{stroke:var(--sf-rim);stroke-width:5;stroke-linejoin:round}}",
        f"{ROOT} .edge{{stroke:var(--sf-halo);stroke-width:9;paint-order:stroke;stroke-linejoin:round}}",
        f"{ROOT} :is(.line,.crease,.strap,.arrow,.floor,.hidden){{fill:none;stroke-linecap:round;stroke-linejoin:round}}",
        f"{ROOT} .line{{stroke:var(--sf-line);stroke-width:5}}",
        f"{ROOT} .crease{{stroke:var(--sf-line);stroke-width:3;opacity:.6}}",
        f"{ROOT} .strap{{stroke:var(--sf-strap);stroke-width:15}}",
        f"{ROOT} .arrow{{stroke:var(--sf-arrow);stroke-width:15}}",
        f"{ROOT} .tip{{fill:var(--sf-arrow)}}",
        f"{ROOT} .press{{fill:var(--sf-card);stroke:var(--sf-arrow);stroke-width:9;stroke-linejoin:round}}",
        f"{ROOT} .floor{{stroke:var(--sf-floor);stroke-width:8}}",
        f"{ROOT} .hidden{{stroke:var(--sf-feel);stroke-width:9;stroke-dasharray:16 14}}",
        f"{ROOT} text{{font-family:system-ui,sans-serif;font-weight:700;text-anchor:middle}}",
        f"{ROOT} text{{fill:var(--sf-arrow);stroke:var(--sf-card);stroke-width:12;paint-order:stroke}}",
        f"{ROOT} .loop{{display:none}}",
        f"@media(prefers-reduced-motion:no-preference){{{ROOT} .loop{{display:inline}}{ROOT} .loop~.still{{display:none}}}}",
    ]
    return "".join(rules)


class View(NamedTuple):
    """A part of the page in tenths: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    def __str__(self) -> str:
        return " ".join(f"{value:.0f}" for value in self)


def figure_svg(
    pose: Pose,
    *,
    title: str,
    animated: bool = False,
    theme: Theme = "auto",
    state: State = "both",
    mirrored: bool = False,
    style: bool = True,
) -> str:
    """A standalone SVG of a pose, to put into a page or a file.

    It has no ids, so that many may stand in one page. `state` "both" shows the end, or start and end
    side by side where the pose file asks for it. `animated` adds a slow loop between the two, hidden by
    prefers-reduced-motion; the page can stop it with `svg.pauseAnimations()`. `mirrored` shows the other
    side of the body. Without `style` the page must hold `style_sheet(theme)` once.
    """
    from assistant.figures.words import alt_text

    camera = Camera(pose.view, mirrored)
    bodies = [stand(position) for position in ((pose.start, pose.end) if pose.start else (pose.end,))]
    if state == "both" and pose.still == "pair":
        view, content = _pair([paint(pose, body, camera, bodies) for body in bodies])
    else:
        body = bodies[0] if state == "start" else bodies[-1]
        view, content = _panel(paint(pose, body, camera))
    if animated and pose.start:
        loop = _loop(pose, camera, view)
        content = f'<g class="loop">{loop}</g><g class="still">{content}</g>'
    text = html.escape(alt_text(pose, title, "", state=state, mirrored=mirrored))
    kind = "stretch-figure" if theme == "auto" else f"stretch-figure {theme}"
    sheet = f"<style>{style_sheet(theme)}</style>" if style else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" role="img" aria-label="{text}" viewBox="{view}">'
        f"<title>{html.escape(title)}</title><desc>{text}</desc>{sheet}{content}</svg>"
    )


def _framed(frames: Sequence[tuple[float, float, float, float]], cut: bool) -> View:
    """What must be seen of one panel, in tenths, before it is grown to the shape of the picture."""
    left, top = min(frame[0] for frame in frames), min(frame[1] for frame in frames)
    right, bottom = max(frame[2] for frame in frames), max(frame[3] for frame in frames)
    below = 0.0 if cut else MARGIN
    return View(
        left * SCALE - MARGIN,
        top * SCALE - MARGIN,
        (right - left) * SCALE + 2 * MARGIN,
        (bottom - top) * SCALE + MARGIN + below,
    )


def _grown(view: View, width: float, height: float, cut: bool, level: bool) -> View:
    """The view grown to a size: to both sides alike, and upwards where the ground should stay low."""
    x = view.x - (width - view.width) / 2
    share = 1.0 if cut else 0.62 if level else 0.5
    return View(x, view.y - (height - view.height) * share, width, height)


def _panel(picture: Picture, frames: Sequence[tuple[float, float, float, float]] = ()) -> tuple[View, str]:
    tight = _framed(frames or [picture.frame], picture.cut)
    least = SMALLEST_CROP if picture.cropped else SMALLEST
    height = max(tight.height, tight.width / ASPECT, least)
    view = _grown(tight, height * ASPECT, height, picture.cut, picture.level)
    return view, _drawn(picture, view)


def _pair(pictures: Sequence[Picture]) -> tuple[View, str]:
    """Start and end as large as they fit: side by side, or one above the other."""
    first = pictures[0]
    tight = _framed([picture.frame for picture in pictures], first.cut)
    least = (SMALLEST_CROP if first.cropped else SMALLEST) * 0.72
    beside = max(tight.height + 10, (2 * tight.width + GAP) / ASPECT, least)
    stacked = max(2 * tight.height + GAP, tight.width / ASPECT, least)
    if beside <= stacked:
        whole = View(0, 0, beside * ASPECT, beside)
        width, height, step = (whole.width - GAP) / 2, whole.height, (1, 0)
    else:
        whole = View(0, 0, stacked * ASPECT, stacked)
        width, height, step = whole.width, (whole.height - GAP) / 2, (0, 1)
    out = []
    for i, picture in enumerate(pictures):
        view = _grown(tight, width, height, picture.cut, picture.level)
        x, y = i * step[0] * (width + GAP), i * step[1] * (height + GAP)
        letter = whole.height * 0.075
        number = f'<text x="{view.x + letter * 0.7:.0f}" y="{view.y + letter:.0f}" font-size="{letter:.0f}">{i + 1}</text>'
        out.append(
            f'<svg x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" viewBox="{view}">'
            f"{_drawn(picture, view)}{number}</svg>"
        )
    rule = f"M{width + GAP / 2:.0f} 30v{height - 60:.0f}" if step[0] else f"M30 {height + GAP / 2:.0f}h{width - 60:.0f}"
    return whole, "".join(out) + f'<path class="floor" d="{rule}"/>'


def _drawn(picture: Picture, view: View) -> str:
    out = [_floor(picture, view)]
    out += [_path(shape) for _, shapes in picture.layers for shape in shapes]
    out += [_path(shape) for shape in picture.marks]
    return "".join(out)


def _floor(picture: Picture, view: View) -> str:
    if not picture.level or picture.cropped or not picture.ground:
        return ""
    return f'<path class="floor" d="M{view.x + 30:.0f} {picture.ground * SCALE:.0f}h{view.width - 60:.0f}"/>'


def _path(shape: Shape, motion: str = "") -> str:
    data = path_data(shape.path)
    return f'<path class="{shape.look}" d="{data}">{motion}</path>' if motion else f'<path class="{shape.look}" d="{data}"/>'


def path_data(path: Path) -> str:
    """A path in SVG's notation, in whole tenths, relative."""
    return "".join(map(_curve_data, path))


def _curve_data(curve: Curve) -> str:
    points = [(round(x * SCALE), round(y * SCALE)) for x, y in curve.points]
    x, y = points[0]
    out = f"M{x} {y}" + ("c" if curve.bezier else "l")
    numbers: list[int] = []
    for i, (to_x, to_y) in enumerate(points[1:], start=1):
        numbers += [to_x - x, to_y - y]
        if not curve.bezier or i % 3 == 0:
            x, y = to_x, to_y
    text = "".join(f"{'' if number < 0 or not i else ' '}{number}" for i, number in enumerate(numbers))
    return out + text + ("z" if curve.closed else "")


# ------------------------------------------------------------------ the loop


def _loop(pose: Pose, camera: Camera, outer: View) -> str:
    """Start to end and back, mixed in pose space, so that limbs keep their length on the way."""
    bodies = [stand(pose.between(i / (FRAMES - 1))) for i in range(FRAMES)]
    pictures = [paint(pose, body, camera, bodies) for body in bodies]
    first, last = pictures[0], pictures[-1]
    view, _ = _panel(last, [picture.frame for picture in pictures])
    out = [_floor(last, view)]
    shapes = [dict(picture.layers) for picture in pictures]
    for name, drawn in last.layers:
        rows = [moment.get(name, []) for moment in shapes]
        if len({tuple(_structure(shape) for shape in row) for row in rows}) == 1:
            out += [_moving([row[i] for row in rows], pose.seconds) for i in range(len(drawn))]
        else:
            out += [_flipping(row, i, pose.seconds) for i, row in enumerate(rows)]
    out += [_fading(first.marks, "1;1;0;0;1;1", pose.seconds), _fading(last.marks, "0;0;1;1;0;0", pose.seconds)]
    return (
        f'<svg x="{outer.x:.0f}" y="{outer.y:.0f}" width="{outer.width:.0f}" height="{outer.height:.0f}" '
        f'viewBox="{view}">{"".join(out)}</svg>'
    )


def _structure(shape: Shape) -> tuple[tuple[int, bool, bool], ...]:
    return tuple((len(curve.points), curve.bezier, curve.closed) for curve in shape.path)


def _times() -> str:
    steps = FRAMES - 1
    forth = [0.08 + 0.34 * i / steps for i in range(FRAMES)]
    back = [0.58 + 0.34 * i / steps for i in range(FRAMES)]
    return ";".join(f"{time:.3g}" for time in (0.0, *forth, *back, 1.0))


def _there_and_back(values: Sequence[str]) -> str:
    return ";".join((values[0], *values, *reversed(values), values[0]))


def _moving(row: Sequence[Shape], seconds: float) -> str:
    values = [path_data(shape.path) for shape in row]
    motion = ""
    if len(set(values)) > 1:
        motion = (
            f'<animate attributeName="d" dur="{seconds:g}s" repeatCount="indefinite" '
            f'keyTimes="{_times()}" values="{_there_and_back(values)}"/>'
        )
    return _path(row[-1], motion)


def _flipping(shapes: Sequence[Shape], moment: int, seconds: float) -> str:
    """A layer whose shapes come and go (a turning face): each moment shown in its time."""
    seen = ["inline" if i == moment else "none" for i in range(FRAMES)]
    motion = (
        f'<animate attributeName="display" dur="{seconds:g}s" repeatCount="indefinite" calcMode="discrete" '
        f'keyTimes="{_times()}" values="{_there_and_back(seen)}"/>'
    )
    return f'<g display="none">{"".join(map(_path, shapes))}{motion}</g>' if shapes else ""


def _fading(marks: Sequence[Shape], values: str, seconds: float) -> str:
    if not marks:
        return ""
    motion = (
        f'<animate attributeName="opacity" dur="{seconds:g}s" repeatCount="indefinite" '
        f'keyTimes="0;0.2;0.3;0.7;0.8;1" values="{values}"/>'
    )
    return f"<g>{''.join(map(_path, marks))}{motion}</g>"
