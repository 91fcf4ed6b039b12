# ruff: noqa: E501  # outlines are not cut into lines
"""Text to HTML that is safe to show, whoever wrote the text; and the icons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000\ue001\ufeff]")
"""Control characters, marks that turn the direction of writing, and the two marks used below."""

OPEN, CLOSE = "\ue000", "\ue001"


def esc(text: str) -> str:
    """Text as HTML, without characters that could disturb what stands around it.

    >>> esc('<b onclick="x">')
    '&lt;b onclick=&quot;x&quot;&gt;'
    """
    return escape(UNSEEN.sub("", text), quote=True)


@cache
def _markdown() -> MarkdownIt:
    """Paragraphs, lists, tables and emphasis; no HTML, no pictures from elsewhere, no code blocks by indentation."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.disable(
        ["image", "html_block", "html_inline", "code", "link", "autolink", "reference", "heading", "lheading"]
    )


BULLET = re.compile(r"^(\s*)[\u2022\u2013]\s+(?=\S)", re.M)
ITEM_MARK = re.compile(r"^\s*(?:[-*\u2022\u2013]|\d{1,2}[.)])\s+")


def prose(text: str, key: str | None = None, marked: Sequence[str] | None = None) -> str:
    """Quoted text as HTML: its markdown lists become lists, everything else stays words.

    `key` is a sentence to print strongly; `marked` are pieces to mark, or None for no mark. An
    empty piece marks everything.
    """
    shown = UNSEEN.sub("", text)
    if marked is not None and "" in marked:
        return _rendered(shown, all_marked=True)
    for piece in marked or ():
        shown = _between(shown, piece)
    if key and not marked:
        shown = _between(shown, key)
    tag = "mark" if marked else "strong"
    html = _rendered(shown)
    return html.replace(OPEN, f"<{tag}>").replace(CLOSE, f"</{tag}>")


def _between(text: str, piece: str) -> str:
    """Put the two marks round a piece, line by line, so that no mark reaches over the edge of a paragraph or list item."""
    piece = UNSEEN.sub("", piece).strip()
    start = text.find(piece)
    if not piece or start < 0:
        return text
    lines = []
    for line in piece.split("\n"):
        mark = ITEM_MARK.match(line)
        lead = mark.group() if mark else line[: len(line) - len(line.lstrip())]
        rest = line[len(lead) :]
        lines.append(f"{lead}{OPEN}{rest}{CLOSE}" if rest.strip() else line)
    return text[:start] + "\n".join(lines) + text[start + len(piece) :]


def _rendered(text: str, *, all_marked: bool = False) -> str:
    parser = _markdown()
    tokens = parser.parse(BULLET.sub(r"\1- ", text))
    if all_marked:
        for token in tokens:
            if token.type == "inline" and token.children:
                token.children = [_raw("<mark>"), *token.children, _raw("</mark>")]
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html.strip()


def _raw(html: str) -> Token:
    from markdown_it.token import Token

    return Token("html_inline", "", 0, content=html)


SHAPES: dict[str, str] = {
    "alarm": '<path d="M12 3 2.5 20h19z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "arrow": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "ask": '<path d="M20.5 11.5a8 8 0 0 1-11.6 7.2L4 20l1.4-4.6A8 8 0 1 1 20.5 11.5z"/>',
    "bell": '<path d="M18 9a6 6 0 1 0-12 0c0 6-2.5 7-2.5 7h17S18 15 18 9"/><path d="M10 20a2.2 2.2 0 0 0 4 0"/>',
    "body": '<circle cx="12" cy="4.5" r="2.2"/><path d="M5 9.5c4.5 1.3 9.5 1.3 14 0M9.5 10v5l-1 6M14.5 10v5l1 6M9.5 15h5"/>',
    "calendar": '<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M3.5 10h17M8 2.800v4M16 2.800v4"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.2 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="2.5"/><path d="M15.5 5.500v-.500a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v8.500a2 2 0 0 0 2 2h.500"/>',
    "down": '<path d="m6 9 6 6 6-6"/>',
    "export": '<path d="M12 3.500v11M7.5 10.5 12 15l4.5-4.500M4 19.500h16"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 7.800v.1"/>',
    "leaf": '<path d="M5 19c0-9 5-14 15-14 0 10-5 15-12 14M5 19c1.5-4 4.5-7 9-9"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3.3-3.300a4 4 0 0 0-5.7-5.700L12 6.300M14 10a4 4 0 0 0-5.7 0L5 13.300A4 4 0 0 0 10.7 19l1.3-1.3"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h10"/>',
    "moon": '<path d="M20 14.500A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500z"/>',
    "pause": '<path d="M8.5 5.500v13M15.5 5.500v13"/>',
    "play": '<path d="M7.5 4.800v14.400L19 12z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V3.500h10V9M7 17H4.500a1 1 0 0 1-1-1v-5a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v5a1 1 0 0 1-1 1H17"/><path d="M7 14h10v6.500H7z"/>',
    "quote": '<path d="M10 7H5.500v6H9c0 2.5-1 3.5-3 4M19 7h-4.500v6H18c0 2.5-1 3.5-3 4"/>',
    "routine": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6h.1M4.5 12h.1M4.5 18h.1"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "send": '<path d="M12 19V5M6 11l6-6 6 6"/>',
    "shield": '<path d="M12 3 4.5 6v5.500c0 4.5 3 7.8 7.5 9.5 4.5-1.7 7.5-5 7.5-9.500V6z"/><path d="m8.8 12 2.3 2.3 4.2-4.5"/>',
    "skip": '<path d="M6 5.500v13l9-6.500zM18.5 5.500v13"/>',
    "back": '<path d="M18 5.500v13L9 12zM5.5 5.500v13"/>',
    "speaker": '<path d="M4 9.500v5h3.500L12 18.500v-13L7.5 9.500zM15.5 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11"/>',
    "thumb-down": '<path d="M17 13.500V4M17 13.500l-4 7c-1.7 0-2.5-1-2.5-2.500l.500-3.500H5.800a2 2 0 0 1-2-2.300l1-6.200a2 2 0 0 1 2-1.700H17h3.500v9.200H17"/>',
    "thumb-up": '<path d="M7 10.500V20M7 10.500l4-7c1.7 0 2.5 1 2.5 2.500L13 9.500h5.200a2 2 0 0 1 2 2.300l-1 6.200a2 2 0 0 1-2 1.700H7H3.500v-9.200H7"/>',
    "trash": '<path d="M4.5 6.500h15M9.5 6V4h5v2M6.5 6.500l1 13.500h9l1-13.500M10.5 10.500v6M13.5 10.500v6"/>',
}


def icon(name: str) -> str:
    """A line drawing of 24 units that takes the colour of the text; hidden from screen readers."""
    return (
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.8" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{SHAPES[name]}</svg>'
    )
