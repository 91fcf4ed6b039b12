"""Files of every accepted format to blocks: headings, paragraphs and lists, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a file that is never cut in two.

    `text` is the text as it stands in the file (for HTML and PDF: as a reader sees it), `line` is
    1-based, `page` is set for PDF, `level` counts for headings (1 is the highest).
    """

    kind: Literal["heading", "paragraph", "list"]
    text: str
    line: int
    level: int = 0
    page: int | None = None


def markdown_blocks(text: str, first_line: int = 1) -> Iterator[Block]:
    """Blocks of a markdown text; what is quoted is the source itself, so nothing is re-rendered."""
    from markdown_it import MarkdownIt

    lines = text.splitlines()
    depth = 0
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for position, token in enumerate(tokens):
        if depth == 0 and token.map and token.nesting >= 0 and token.type != "inline":
            start, end = token.map
            source = "\n".join(lines[start:end]).rstrip()
            if token.type == "heading_open":
                title = _plain(tokens[position + 1].content)
                yield Block("heading", title, first_line + start, level=int(token.tag[1]))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield Block("list", source, first_line + start)
            elif token.type not in ("hr", "html_block") and source.strip():
                yield Block("paragraph", source, first_line + start)
        depth += token.nesting


def _plain(text: str) -> str:
    return re.sub(r"[*_`]+", "", text).strip()


BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013]|\d{1,2}[.)])\s+(?=\S)")
LABEL = re.compile(r"^\s*(?:[-*\u2022\u2013]|\d{1,2}[.)])\s+([^:.!?]{2,80}):\s*$")
SENTENCE_END = re.compile(r"[.!;,:]['\")\]]?$")


def text_blocks(text: str) -> Iterator[Block]:
    """Blocks of a plain text: short lines without a full stop are headings, marked lines are lists.

    A list item that is only a label ("- Cat-cow:") opens a section of its own, since plain texts
    are often flattened from pages in which it was a heading.
    """
    lines = text.splitlines()
    filled = [number for number, line in enumerate(lines) if line.strip()]
    following = dict(zip(filled, [*filled, -1][1:], strict=True))
    items: list[str] = []
    start = 0
    paragraph: list[str] = []

    def flush() -> Iterator[Block]:
        if items:
            yield Block("list", "\n".join(items), start + 1)
            items.clear()
        if paragraph:
            yield Block("paragraph", "\n".join(paragraph), start + 1)
            paragraph.clear()

    for number in range(len(lines)):
        line = lines[number]
        if not line.strip():
            yield from flush()
        elif label := LABEL.match(line):
            yield from flush()
            yield Block("heading", label.group(1).strip(), number + 1, level=3)
        elif BULLET.match(line):
            if paragraph:
                yield from flush()
            if not items:
                start = number
            items.append(line)
        elif _is_heading(line, lines[following[number]] if following[number] >= 0 else ""):
            yield from flush()
            yield Block("heading", line.strip(), number + 1, level=2)
        else:
            if items:
                yield from flush()
            if not paragraph:
                start = number
            paragraph.append(line)
    yield from flush()


def _is_heading(line: str, after: str) -> bool:
    words = line.split()
    if not after.strip() or len(words) > 14 or SENTENCE_END.search(line.strip()):
        return False
    capitals = sum(word[0].isupper() or not word[0].isalpha() for word in words)
    return (
        line.strip().endswith("?")
        or (line.strip()[0].isupper() and capitals >= max(1, len(words) / 2))
        or (line.strip()[0].isupper() and len(words) <= 8 and len(after.split()) > len(words))
    )


APART = ["br", "p", "div", "li", "ul", "ol", "td", "th", "tr"]


def html_blocks(text: str) -> Iterator[Block]:
    """Blocks of an HTML page's readable part; scripts, navigation and footers are left out."""
    from bs4 import BeautifulSoup
    from bs4.element import Tag

    page = BeautifulSoup(text, "html.parser")
    for noise in page(["script", "style", "nav", "footer", "header", "form", "noscript", "template"]):
        noise.decompose()
    for node in page.find_all(APART):  # what stands on lines of its own must not run together once the tags are gone
        node.insert_before("\n")
        node.insert_after("\n")
    for node in page.find_all(["h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "dt", "dd", "blockquote"]):
        if not isinstance(node, Tag) or node.find_parent(["ul", "ol"]):
            continue
        line = node.sourceline or 1
        if node.name in ("ul", "ol"):
            entries = [" ".join(item.get_text().split()) for item in node.find_all("li")]
            marks = (f"{n}." if node.name == "ol" else "-" for n in range(1, len(entries) + 1))
            content = "\n".join(f"{mark} {entry}" for mark, entry in zip(marks, entries, strict=True) if entry)
            if content:
                yield Block("list", content, line)
            continue
        content = " ".join(node.get_text().split())
        if content and node.name[0] == "h":
            yield Block("heading", content, line, level=int(node.name[1]))
        elif content:
            yield Block("heading" if node.name == "dt" else "paragraph", content, line, level=4)


def pdf_blocks(file: Path) -> Iterator[Block]:
    """Blocks of a PDF's text, page by page; a page of pictures alone gives none."""
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(file).pages, start=1):
        for block in text_blocks(page.extract_text() or ""):
            yield replace(block, page=number)


READERS: dict[str, Callable[[str], Iterator[Block]]] = {
    ".md": markdown_blocks,
    ".markdown": markdown_blocks,
    ".txt": text_blocks,
    ".text": text_blocks,
    ".html": html_blocks,
    ".htm": html_blocks,
}
SUFFIXES = (*READERS, ".pdf")


def read_text(file: Path) -> str:
    """The text of a file, or a KnowledgeError that says why it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return file.read_text(encoding="cp1252", errors="replace")
    except OSError as fault:
        raise KnowledgeError(f"{file}: cannot be read ({fault.strerror or fault}); check the path and permissions") from fault


def blocks_of(file: Path) -> list[Block]:
    """Every block of a file without our front matter.

    Raises:
        KnowledgeError: the format is not one of SUFFIXES, the file cannot be read, or it holds no text.
    """
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise KnowledgeError(f"{file}: expected one of {', '.join(SUFFIXES)}; convert it to one of these")
    try:
        found = list(pdf_blocks(file) if suffix == ".pdf" else READERS[suffix](read_text(file)))
    except KnowledgeError:
        raise
    except Exception as fault:  # parsers of foreign files fail in many ways; each is one named, skippable file
        raise KnowledgeError(
            f"{file}: cannot be read as {suffix[1:]} ({type(fault).__name__}); open and save it anew"
        ) from fault
    if not found:
        raise KnowledgeError(f"{file}: holds no text; expected at least one paragraph")
    return found
