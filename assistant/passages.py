"""Cuts documents into passages: pieces short enough to quote as written and for the model to read whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.formats import Block
from assistant.knowledge import Document, slug, slugs

CHUNKER = 2
"""Raised whenever the same document would be cut differently, so that older indexes are rebuilt."""

MOST_WORDS = 150
"""A section up to this many words is one passage; at about 1.4 tokens a word it stays below the model's 256."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim piece of a document.

    `id` is the document's id, "#", and the slug of the section; `headings` leads from the
    document's title to the section; `line` is the 1-based line of the file where the text begins.
    """

    id: str
    text: str
    headings: tuple[str, ...]
    document: str
    kind: str
    section: str
    file: str
    line: int
    page: int | None = None
    questions: tuple[str, ...] = ()

    @property
    def searchable(self) -> str:
        """What the index reads: headings help to find a passage but are no part of the quote."""
        return "\n".join((*self.headings, self.text))


def cut(document: Document) -> Iterator[Passage]:
    """The passages of a document in order. A list is never split, except into items that name themselves."""
    questions = document.page.questions if document.page else {}
    sections = list(_sections(document))
    names = ["summary" if not headings else headings[-1] for headings, _ in sections]
    for (headings, blocks), name in zip(sections, slugs(names), strict=True):
        for part, (label, piece) in enumerate(_pieces(blocks, by_name=document.page is None), start=1):
            first = piece[0]
            tail = f"-{slug(label)}" if label else "" if part == 1 else f"-{part}"
            yield Passage(
                id=f"{document.id}#{name}{tail}",
                text=_joined(piece, verbatim=not document.file.endswith((".html", ".htm"))),
                headings=tuple(dict.fromkeys((document.title, *headings, *([label] if label else [])))),
                document=document.id,
                kind=document.kind,
                section=name,
                file=document.file,
                line=first.line,
                page=first.page,
                questions=tuple(questions.get(name, ())) if part == 1 else (),
            )


def _joined(blocks: Sequence[Block], *, verbatim: bool) -> str:
    """The text of neighbouring blocks; `verbatim`: one that begins on the very next line of the file stays there."""
    text = blocks[0].text
    for before, block in pairwise(blocks):
        follows = block.line == before.line + before.text.count("\n") + 1
        text += ("\n" if verbatim and follows else "\n\n") + block.text
    return text


def _sections(document: Document) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Runs of blocks between headings, each with the headings it stands under."""
    path: list[tuple[int, str]] = []
    blocks: list[Block] = []
    for block in document.blocks:
        if block.kind != "heading":
            blocks.append(block)
            continue
        if blocks:
            yield tuple(text for _, text in path), blocks
            blocks = []
        while path and path[-1][0] >= block.level:
            path.pop()
        if block.text != document.title:
            path.append((block.level, block.text))
    if blocks:
        yield tuple(text for _, text in path), blocks


ITEM = re.compile(r"^(?:[-*\u2022\u2013]|\d{1,2}[.)])\s+", re.M)
NAMED = re.compile(r"^[-*\u2022\u2013]\s+\**([A-Z][^:.!?\n]{2,70}):\**\s+\S")


def _pieces(blocks: Sequence[Block], *, by_name: bool) -> Iterator[tuple[str | None, list[Block]]]:
    """Pack blocks up to MOST_WORDS, never over the end of a page.

    `by_name`: items such as "- Hold time: ..." of a long list stand alone under their name, since
    other people's documents often write sections that way.
    """
    pack: list[Block] = []
    size = 0
    for block in blocks:
        named = list(_named_items(block)) if by_name else []
        if named:
            if pack:
                yield None, pack
                pack, size = [], 0
            yield from ((label, [item]) for label, item in named)
            continue
        for part in _short_enough(block):
            words = len(part.text.split())
            if pack and (size + words > MOST_WORDS or part.page != pack[-1].page):
                yield None, pack
                pack, size = [], 0
            pack.append(part)
            size += words
    if pack:
        yield None, pack


def _items(block: Block) -> Iterator[Block]:
    """The items of a list, each with its own line."""
    starts = [match.start() for match in ITEM.finditer(block.text)]
    for start, end in zip(starts, [*starts[1:], len(block.text)], strict=True):
        line = block.line + block.text[:start].count("\n")
        yield Block("list", block.text[start:end].rstrip(), line, page=block.page)


def _named_items(block: Block) -> Iterator[tuple[str, Block]]:
    if block.kind != "list" or len(block.text.split()) < 40:
        return
    items = list(_items(block))
    labels = [match.group(1) if (match := NAMED.match(item.text)) else None for item in items]
    if len(items) >= 2 and all(labels):
        yield from ((label, item) for label, item in zip(labels, items, strict=True) if label)


def _short_enough(block: Block) -> Iterator[Block]:
    """A paragraph longer than a passage may be is cut between sentences; a list stays whole."""
    if block.kind == "list" or len(block.text.split()) <= MOST_WORDS:
        yield block
        return
    spans = sentences(block.text)
    start = 0
    for position, (_, end) in enumerate(spans):
        last = position == len(spans) - 1
        if last or len(block.text[start : spans[position + 1][1]].split()) > MOST_WORDS:
            line = block.line + block.text[:start].count("\n")
            yield Block("paragraph", block.text[start:end].strip(), line, page=block.page)
            start = end


SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?![\s\"')\]]|$)[^.!?\n]*)*[.!?]*[\"')\]]*\s*")


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a text; list items count as sentences."""
    return [(m.start(), m.end()) for m in SENTENCE.finditer(text) if m.group().strip()]


def long_sentences(text: str) -> list[str]:
    """The sentences of a passage that are long enough to answer something; each has a vector, in order."""
    pieces = [text[start:end].strip() for start, end in sentences(text)]
    return [piece for piece in pieces if len(piece.split()) >= 5]


def cut_all(documents: Iterable[Document]) -> tuple[Passage, ...]:
    """The passages of all documents in order."""
    return tuple(passage for document in documents for passage in cut(document))
