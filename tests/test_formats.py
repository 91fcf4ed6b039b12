"""Files of every accepted format become blocks that are never cut in two, each with its place in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import KnowledgeError
from assistant.formats import SUFFIXES, Block, blocks_of, html_blocks, markdown_blocks, text_blocks

GUIDE = """\
Stretching after gardening
A long afternoon of digging leaves the back of the body stiff, and a few
minutes of slow movement before supper do more than a hot bath alone.

Why digging makes you stiff
You bend forwards for hours. The muscles beside the spine work all that time,
and they complain about it in the evening.

What to do first

- Walk about: stroll round the garden for five minutes, without hurry.
- Breathe out: let the shoulders sink with every breath, four or five times.

- Doorway reach:
Hold the frame with both hands and lean back until the sides feel long.
1. Stand a step away.
2. Lean back.
3. Stay for twenty seconds.
Then let go slowly.

How often should I do this?
After every spell of digging, and on two other days.
"""
"""A plain text with headings, labelled bullets and a numbered list, as a page looks when its marks are lost."""


def told(blocks: list[Block]) -> list[tuple[str, str]]:
    return [(block.kind, block.text.splitlines()[0]) for block in blocks]


def test_a_plain_text_falls_into_headings_paragraphs_and_lists() -> None:
    assert told(list(text_blocks(GUIDE))) == [
        ("heading", "Stretching after gardening"),
        ("paragraph", "A long afternoon of digging leaves the back of the body stiff, and a few"),
        ("heading", "Why digging makes you stiff"),
        ("paragraph", "You bend forwards for hours. The muscles beside the spine work all that time,"),
        ("heading", "What to do first"),
        ("list", "- Walk about: stroll round the garden for five minutes, without hurry."),
        ("heading", "Doorway reach"),
        ("paragraph", "Hold the frame with both hands and lean back until the sides feel long."),
        ("list", "1. Stand a step away."),
        ("paragraph", "Then let go slowly."),
        ("heading", "How often should I do this?"),
        ("paragraph", "After every spell of digging, and on two other days."),
    ]


def test_blocks_of_a_plain_text_stand_verbatim_at_their_line() -> None:
    lines = GUIDE.splitlines()
    blocks = [block for block in text_blocks(GUIDE) if block.kind != "heading"]
    assert len(blocks) == 7
    for block in blocks:
        assert block.text in GUIDE
        assert lines[block.line - 1] == block.text.splitlines()[0]


MARKDOWN = """\
# Title of *all*

First paragraph
in two lines.

## Steps

1. One
2. Two
   - inner

> A quoted line.

| name | time |
|------|------|
| calf | 30 s |

---

<div>raw</div>
"""


def test_markdown_falls_into_blocks_that_stand_verbatim_at_their_line() -> None:
    blocks = list(markdown_blocks(MARKDOWN))
    assert told(blocks) == [
        ("heading", "Title of all"),
        ("paragraph", "First paragraph"),
        ("heading", "Steps"),
        ("list", "1. One"),
        ("paragraph", "> A quoted line."),
        ("paragraph", "| name | time |"),
    ]
    lines = MARKDOWN.splitlines()
    assert [lines[block.line - 1].split()[-1] for block in blocks] == ["*all*", "paragraph", "Steps", "One", "line.", "|"]
    assert all(block.text in MARKDOWN for block in blocks if block.kind != "heading")
    assert [block.level for block in blocks if block.kind == "heading"] == [1, 2]


def test_lines_are_counted_from_the_top_of_the_file_when_front_matter_stands_above() -> None:
    assert [block.line for block in markdown_blocks("Text.\n\nMore.\n", first_line=12)] == [12, 14]


HTML = """\
<html><head><title>t</title><style>p {color: red}</style></head><body>
<nav><ul><li>Home</li></ul></nav>
<h1>Calves &amp; more</h1>
<p>Lean on a <b>wall</b>.
Hold still.</p>
<script>alert("no")</script>
<ol><li>Step back</li><li>Lean</li></ol>
<ul><li>Loose</li></ul>
<footer><p>Imprint</p></footer>
</body></html>
"""


def test_html_gives_what_a_reader_sees_and_leaves_scripts_menus_and_footers_out() -> None:
    blocks = list(html_blocks(HTML))
    assert [(block.kind, block.text, block.line) for block in blocks] == [
        ("heading", "Calves & more", 3),
        ("paragraph", "Lean on a wall. Hold still.", 4),
        ("list", "1. Step back\n2. Lean", 7),
        ("list", "- Loose", 8),
    ]


@pytest.mark.parametrize("name", ["a.docx", "a.jpg", "a"])
def test_another_format_is_refused_with_those_that_are_read(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text("Text.")
    with pytest.raises(KnowledgeError) as fault:
        blocks_of(file)
    assert str(file) in str(fault.value)
    assert all(suffix in str(fault.value) for suffix in SUFFIXES)


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
def test_a_file_without_text_is_named(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"empty{suffix}"
    file.write_text(" \n\n")
    with pytest.raises(KnowledgeError, match=rf"empty\{suffix}: holds no text"):
        blocks_of(file)


def test_a_broken_pdf_is_named_and_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.4 and then nothing of a PDF")
    with pytest.raises(KnowledgeError, match=r"broken\.pdf: cannot be read as pdf .*; open and save it anew"):
        blocks_of(file)


def test_a_text_in_an_older_encoding_is_read(tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes("Hold for 20\xa0seconds, caf\xe9 style, and then let go.".encode("cp1252"))
    assert "caf\xe9 style" in blocks_of(file)[0].text


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "marked.md"
    file.write_text("# Title\n\nText.\n", encoding="utf-8-sig")
    assert blocks_of(file)[0].text == "Title"
