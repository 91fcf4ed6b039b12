"""Documents of one's own: every format answers with verbatim quotes that say where they stand; a broken file is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Quote, quote
from assistant.index import Index, open_index
from assistant.knowledge import load
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.understanding import Understanding
from tests.conftest import fake_embed

NOTES = """\
# Club notes

Meet by the oak tree at seven.

## Before the run

Swing each leg ten times and circle the ankles on the grass.

## After the run

1. Walk for five minutes.
2. Put one heel on the low fence and lean forward.
3. Change legs.
"""
TEXT = """\
Evening programme of the rowing crew
Sit against the boathouse wall and let both knees sink outwards for a minute.

What the cox should do
Roll the shoulders backwards twenty times and look over each shoulder in turn.
"""
PAGE = """\
<html><body><nav><a href="/">Home</a></nav>
<h1>Potter's hands</h1>
<p>Press the palms together in front of the <em>chest</em>, and lower them slowly.</p>
<script>document.write("never read")</script>
</body></html>
"""


def tiny_pdf(*pages: str) -> bytes:
    """A PDF with a line of text on each page, written by hand."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET" if text else ""
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {font} /Contents {5 + 2 * n} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode() + trailer.encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One document of each format, and one that is none."""
    root = tmp_path / "mine"
    (root / "club").mkdir(parents=True)
    (root / "club" / "notes.md").write_text(NOTES, "utf-8")
    (root / "rowing.txt").write_text(TEXT, "utf-8")
    (root / "hands.html").write_text(PAGE, "utf-8")
    (root / "sailing.pdf").write_bytes(
        tiny_pdf("Coil the rope slowly.", "", "Hang from the boom with straight arms for ten breaths.")
    )
    (root / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing of the kind")
    (root / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    return root


@pytest.fixture
def index(folder: Path, tmp_path: Path) -> Index:
    return open_index(Settings.of([folder], tmp_path / "index", environment={}), fake_embed, lambda sentence: None)


def best(index: Index, question: str) -> Quote:
    """The first quote for a question, as a person would get it."""
    hit = Retriever(index, fake_embed).search(Understanding(question)).hits[0]
    return quote(hit.passage, hit.score)


def test_every_format_is_read_and_the_broken_file_is_named_and_skipped(folder: Path) -> None:
    found = load([folder])
    assert [document.file for document in found.documents] == ["club/notes.md", "hands.html", "rowing.txt", "sailing.pdf"]
    assert {document.kind for document in found.documents} == {"document"}
    (sentence,) = found.skipped
    assert str(folder / "broken.pdf") in sentence
    assert "open and save it anew" in sentence


def test_titles_are_first_headings_or_the_names_of_files(folder: Path) -> None:
    titles = {document.file: document.title for document in load([folder]).documents}
    assert titles == {
        "club/notes.md": "Club notes",
        "hands.html": "Potter's hands",
        "rowing.txt": "Evening programme of the rowing crew",
        "sailing.pdf": "Sailing",
    }


@pytest.mark.parametrize(
    ("question", "file", "line", "text"),
    [
        ("put one heel on the low fence", "club/notes.md", 11, NOTES),
        ("swing each leg, circle the ankles", "club/notes.md", 7, NOTES),
        ("roll the shoulders backwards, cox", "rowing.txt", 5, TEXT),
    ],
)
def test_a_quote_is_verbatim_and_carries_file_and_line(question: str, file: str, line: int, text: str, index: Index) -> None:
    found = best(index, question)
    assert (found.file, found.line) == (file, line)
    assert found.text in text
    assert text.splitlines()[line - 1] == found.text.splitlines()[0]


def test_a_quote_of_a_page_reads_as_it_is_seen(index: Index) -> None:
    found = best(index, "press the palms together")
    assert (found.file, found.line) == ("hands.html", 3)
    assert found.text == "Press the palms together in front of the chest, and lower them slowly."
    assert "never read" not in " ".join(passage.text for passage in index.passages)


def test_a_quote_of_a_pdf_carries_its_page(index: Index) -> None:
    pages = {passage.page: passage.text for passage in index.passages if passage.file == "sailing.pdf"}
    assert pages == {1: "Coil the rope slowly.", 3: "Hang from the boom with straight arms for ten breaths."}


def test_a_list_of_steps_is_quoted_whole(index: Index) -> None:
    assert (
        best(index, "heel on the low fence").text
        == "1. Walk for five minutes.\n2. Put one heel on the low fence and lean forward.\n3. Change legs."
    )


def test_a_single_file_may_be_the_knowledge(folder: Path) -> None:
    assert [document.file for document in load([folder / "rowing.txt"]).documents] == ["rowing.txt"]


def test_ones_own_documents_may_stand_beside_the_shipped_ones(folder: Path) -> None:
    found = load([folder, *Settings.of(environment={}).knowledge])
    kinds = {document.kind for document in found.documents}
    assert {"document", "stretches", "articles"} <= kinds
    ids = [document.id for document in found.documents]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["stretches/mine.md", "articles/mine.md"])
def test_front_matter_of_another_kind_is_no_fault_in_ones_own_folder(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.parent.mkdir()
    file.write_text("---\ntags: [a, b]\n---\n# Mine\n\nText of mine.\n", "utf-8")
    (document,) = load([tmp_path]).documents
    assert (document.kind, document.title) == ("document", "Mine")
    assert [block.line for block in document.blocks] == [4, 6]
