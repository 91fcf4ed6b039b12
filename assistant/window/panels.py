"""The Stretch panel (picture, facts, steps, guided hold) and the Source panel (the whole page, quoted words marked)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from assistant.formats import Block
from assistant.knowledge import Document
from assistant.passages import Passage
from assistant.window import texts
from assistant.window.library import Library
from assistant.window.markup import esc, prose
from assistant.window.replies import button, facts

FIRST_SECTIONS = ("How to do it", "Where you feel it", "Leave it out if")


def source(library: Library, passage_id: str, emphasis: str = "") -> str:
    """The document of a passage with the passage marked."""
    passage = library.passages.get(passage_id)
    if passage is None:
        return f'<p class="nothing">{esc(texts.GONE)}</p>'
    document = library.documents[passage.document]
    where = texts.FILE_LINE.format(file=passage.file, line=passage.line)
    return (
        f'<header class="page-head"><h2 tabindex="-1">{esc(document.title)}</h2>'
        f'<p class="where">{esc(where)} · {esc(texts.MARKED)}</p></header>'
        + "".join(_page(document, passage))
        + based_on(document)
    )


def _page(document: Document, passage: Passage) -> Iterator[str]:
    """The blocks of a page in order; those of the passage stand in one frame."""
    inside = False
    for block in document.blocks:
        marks = _marks(block, passage)
        if bool(marks) != inside:
            yield "</div>" if inside else '<div class="quoted" id="quoted" tabindex="-1">'
            inside = bool(marks)
        if block.kind == "heading":
            if block.text != document.title:
                yield f"<h3>{esc(block.text)}</h3>"
        else:
            yield prose(block.text, marked=marks or None)
    if inside:
        yield "</div>"


def _marks(block: Block, passage: Passage) -> list[str]:
    """What of a block belongs to the passage: nothing, a piece of it, or (as an empty text) all."""
    last = block.line + block.text.count("\n")
    if block.kind == "heading" or last < passage.line or block.page != passage.page:
        return []
    if block.line >= passage.line and block.text in passage.text:
        return [""]
    return [passage.text] if passage.text in block.text else []


def based_on(document: Document) -> str:
    """The sources that a page names. They are shown as text: nothing here opens another site."""
    if document.page is None or not document.page.sources:
        return ""
    rows = "".join(
        f"<li>{esc(entry.name)}" + (f' <span class="url">{esc(entry.url)}</span>' if entry.url else "") + "</li>"
        for entry in document.page.sources
    )
    return f'<details class="based-on"><summary>{esc(texts.SOURCES)}</summary><ul>{rows}</ul></details>'


def stretch(library: Library, name: str) -> str:
    """Everything about one stretch, what one needs to do it first."""
    if name not in library.stretches:
        return f'<p class="nothing">{esc(texts.GONE)}</p>'
    document, page = library.stretches[name]
    sections = dict(_sections(document))
    first = [title for title in FIRST_SECTIONS if title in sections]
    others = [title for title in sections if title and title not in first]
    svg = library.picture(name, animated=True)
    still = button("", look="tool", symbol="pause", name=texts.STILL, still="yes") if svg and 'class="loop' in svg else ""
    drawing = f'<div class="drawing">{svg}{still}</div>' if svg else ""
    cautions = ", ".join(library.vocabulary.name("conditions", condition) for condition in page.caution_with)
    return (
        f'<header class="page-head"><h2 tabindex="-1">{esc(document.title)}</h2></header>{drawing}'
        f'<div class="summary">{prose(sections.get("", ""))}</div>'
        '<p class="row">'
        + button(texts.START, look="primary", symbol="play", hold=json.dumps([library.hold(name)]))
        + button(texts.ASK_ABOUT, look="soft", symbol="ask", ask=f"How do I do the {document.title.lower()}?")
        + "</p>"
        + facts(library.strip(name))
        + "".join(f"<h3>{esc(title)}</h3>{prose(sections[title])}" for title in first)
        + (f'<p class="caution-with"><strong>{esc(texts.CAUTION_WITH)}:</strong> {esc(cautions)}</p>' if cautions else "")
        + (
            f'<details class="more"><summary>{esc(texts.MORE_OF_PAGE)}</summary>'
            + "".join(f"<h3>{esc(title)}</h3>{prose(sections[title])}" for title in others)
            + "</details>"
            if others
            else ""
        )
        + based_on(document)
        + '<p class="row">'
        + button(texts.COPY_LINK, look="quiet", symbol="link", address=f"?stretch={name}")
        + button(texts.PRINT, look="quiet", symbol="print", print="page")
        + "</p>"
    )


def _sections(document: Document) -> Iterator[tuple[str, str]]:
    """Heading and text of each section of a page; the text before the first heading has none."""
    title, texts_of_it = "", []
    for block in document.blocks:
        if block.kind != "heading":
            texts_of_it.append(block.text)
        elif block.text != document.title:
            if texts_of_it:
                yield title, "\n\n".join(texts_of_it)
            title, texts_of_it = block.text, []
    if texts_of_it:
        yield title, "\n\n".join(texts_of_it)
