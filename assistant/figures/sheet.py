"""All figures on one page, to look at."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Literal

from assistant.figures.pose import Pose
from assistant.figures.svg import State, figure_svg, style_sheet

PAGE = """<!doctype html>
<html lang="en" data-theme="{theme}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ --figure-card: {card}; color: {ink}; background: {card}; font: 14px system-ui, sans-serif; }}
body {{ margin: 8px; display: grid; grid-template-columns: repeat(auto-fill, {width}px); gap: 8px; }}
figure {{ margin: 0; text-align: center; }}
svg.stretch-figure {{ width: {width}px; height: auto; display: block; }}
figcaption {{ margin: 2px; }}
{style}
</style>
{figures}
</html>
"""


def contact_sheet(
    poses: Mapping[str, Pose],
    titles: Mapping[str, str] | None = None,
    *,
    theme: Literal["light", "dark"] = "light",
    state: State = "both",
    animated: bool = False,
    width: int = 360,
) -> str:
    """A page with every figure above its title (or its id where no title is given); `width` is in pixels."""
    titles = titles or {}
    figures = []
    for name, pose in poses.items():
        title = titles.get(name, name)
        picture = figure_svg(pose, title=title, state=state, animated=animated, style=False)
        figures.append(f"<figure>{picture}<figcaption>{html.escape(title)}</figcaption></figure>")
    card, ink = ("#faf8f4", "#333") if theme == "light" else ("#1d2128", "#ddd")
    return PAGE.format(
        theme=theme, title="All stretches", card=card, ink=ink, width=width, style=style_sheet(), figures="\n".join(figures)
    )
