"""Passages: verbatim pieces with a stable id and a place, short enough for the model, no list of steps ever split."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant import vectors
from assistant.formats import markdown_blocks, text_blocks
from assistant.knowledge import Document
from assistant.passages import MOST_WORDS, Passage, cut, cut_all, long_sentences, sentences
from assistant.settings import built_in_knowledge
from tests.test_formats import GUIDE


@pytest.fixture(scope="module")
def passages(documents: tuple[Document, ...]) -> tuple[Passage, ...]:
    found = cut_all(documents)
    assert len(found) > 500
    return found


def foreign(text: str, *, markdown: bool = False) -> Document:
    """Somebody's own document, without front matter."""
    blocks = tuple(markdown_blocks(text) if markdown else text_blocks(text))
    return Document("guide", "document", blocks[0].text, "guide.txt", blocks)


# ------------------------------------------------------------------ the shipped passages


def test_ids_are_those_that_others_may_have_written_down(passages: tuple[Passage, ...]) -> None:
    ids = {passage.id for passage in passages}
    pigeon = [passage.section for passage in passages if passage.document == "stretches/modified-pigeon"]
    assert pigeon == [
        "summary", "how-to-do-it", "where-you-feel-it", "how-long-and-how-often", "breathing", "common-mistakes",
        "make-it-easier", "make-it-harder", "leave-it-out-if", "goes-well-with",
    ]  # fmt: skip
    assert {f"stretches/modified-pigeon#{section}" for section in pigeon} <= ids
    assert {"articles/hold-time#summary", "muscles/hamstrings#where-the-hamstrings-are"} <= ids


def test_no_two_passages_share_an_id(passages: tuple[Passage, ...]) -> None:
    assert [name for name, times in Counter(passage.id for passage in passages).items() if times > 1] == []


def test_cutting_again_gives_the_same_passages(documents: tuple[Document, ...], passages: tuple[Passage, ...]) -> None:
    assert cut_all(documents) == passages


def test_every_passage_is_verbatim_and_stands_at_its_line(passages: tuple[Passage, ...]) -> None:
    files = {passage.file: (built_in_knowledge() / passage.file).read_text("utf-8") for passage in passages}
    for passage in passages:
        text = files[passage.file]
        assert passage.text in text, passage.id
        assert text.splitlines()[passage.line - 1] == passage.text.splitlines()[0], passage.id


def test_every_word_of_a_page_stands_in_one_of_its_passages(
    documents: tuple[Document, ...], passages: tuple[Passage, ...]
) -> None:
    for document in documents:
        written = sum(len(block.text.split()) for block in document.blocks if block.kind != "heading")
        cut_out = sum(len(passage.text.split()) for passage in passages if passage.document == document.id)
        assert cut_out == written, document.id


def test_no_list_of_steps_is_split(documents: tuple[Document, ...], passages: tuple[Passage, ...]) -> None:
    lists = [(document.id, block.text) for document in documents for block in document.blocks if block.kind == "list"]
    assert len(lists) > 100
    whole = {document.id: [p.text for p in passages if p.document == document.id] for document in documents}
    assert [name for name, text in lists if not any(text in passage for passage in whole[name])] == []


def test_headings_lead_from_the_title_to_the_section(documents: tuple[Document, ...], passages: tuple[Passage, ...]) -> None:
    titles = {document.id: document.title for document in documents}
    assert all(passage.headings[0] == titles[passage.document] for passage in passages)
    how = next(passage for passage in passages if passage.id == "stretches/modified-pigeon#how-to-do-it")
    assert how.headings == ("Modified pigeon pose", "How to do it")


def test_the_model_reads_every_passage_whole_headings_included(passages: tuple[Passage, ...]) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(vectors.default_model_folder(), local_files_only=True)
    lengths = {p.id: len(tokenizer(p.searchable, truncation=False, verbose=False)["input_ids"]) for p in passages}
    assert len(lengths) == len(passages)
    assert {name: length for name, length in lengths.items() if length > 256} == {}


# ------------------------------------------------------------------ other people's documents


def test_a_plain_text_is_cut_at_its_headings() -> None:
    found = list(cut(foreign(GUIDE)))
    assert [passage.id for passage in found] == [
        "guide#summary",
        "guide#why-digging-makes-you-stiff",
        "guide#what-to-do-first",
        "guide#doorway-reach",
        "guide#how-often-should-i-do-this",
    ]
    assert found[0].headings == ("Stretching after gardening",)
    assert "Doorway reach" in found[3].headings
    assert "1. Stand a step away.\n2. Lean back.\n3. Stay for twenty seconds." in found[3].text


def test_passages_of_a_plain_text_are_verbatim_and_stand_at_their_line() -> None:
    lines = GUIDE.splitlines()
    found = list(cut(foreign(GUIDE)))
    assert len(found) == 5
    assert all(passage.text in GUIDE for passage in found)
    assert all(lines[passage.line - 1] == passage.text.splitlines()[0] for passage in found)


def test_a_long_paragraph_is_cut_between_sentences_and_nothing_is_lost() -> None:
    said = [f"Sentence number {n} tells you to hold the stretch for {n} seconds, e.g. on a mat." for n in range(1, 41)]
    text = "\n".join(" ".join(said[start : start + 3]) for start in range(0, 40, 3))
    found = list(cut(foreign(f"# Long\n\n{text}\n", markdown=True)))
    assert [passage.id for passage in found] == ["guide#summary", *(f"guide#summary-{n}" for n in range(2, len(found) + 1))]
    assert len(found) >= 4
    for passage in found:
        assert passage.text in text
        assert passage.text.startswith("Sentence number")
        assert passage.text.endswith("on a mat.")
        assert len(passage.text.split()) <= MOST_WORDS
    assert " ".join(passage.text for passage in found).split() == text.split()


def test_parts_of_a_long_paragraph_know_their_own_line() -> None:
    text = "\n".join(f"Line {n} holds ten words so that it is long enough." for n in range(1, 41))
    document = f"# Long\n\n{text}\n"
    found = list(cut(foreign(document, markdown=True)))
    assert len(found) >= 2
    assert [document.splitlines()[passage.line - 1] for passage in found] == [passage.text.splitlines()[0] for passage in found]


def test_a_long_list_of_steps_stays_whole() -> None:
    steps = "\n".join(f"{n}. Move the arm a little further than before, and rest a moment there." for n in range(1, 21))
    found = list(cut(foreign(f"# Steps\n\n{steps}\n", markdown=True)))
    assert [passage.text for passage in found] == [steps]


def test_items_that_name_themselves_stand_alone_under_their_name() -> None:
    tips = {
        "Hold time": "stay in each stretch for at least twenty seconds and breathe",
        "Warm muscles": "walk for five minutes before you begin, or stretch after a bath",
        "Equal sides": "give both legs the same attention, even when one feels looser",
        "No bouncing": "move slowly into the position, and then simply remain there",
    }
    text = "# Tips\n\n" + "\n".join(f"- {name}: {tip}." for name, tip in tips.items()) + "\n"
    found = list(cut(foreign(text, markdown=True)))
    assert [passage.headings[-1] for passage in found] == list(tips)
    assert [passage.line for passage in found] == [3, 4, 5, 6]
    assert len({passage.id for passage in found}) == 4


def test_two_sections_of_one_name_get_two_ids() -> None:
    text = "# T\n\n## Notes\n\nOne.\n\n## Notes\n\nTwo.\n"
    assert [passage.id for passage in cut(foreign(text, markdown=True))] == ["guide#notes", "guide#notes-2"]


# ------------------------------------------------------------------ sentences


def test_sentences_cover_the_text_and_do_not_stop_at_a_decimal_point() -> None:
    text = "Hold for 2.5 minutes. Then rest!\n- One more item\nReally?"
    found = [text[start:end].strip() for start, end in sentences(text)]
    assert found == ["Hold for 2.5 minutes.", "Then rest!", "- One more item", "Really?"]


def test_every_sentence_that_gets_a_vector_is_verbatim(passages: tuple[Passage, ...]) -> None:
    pieces = [(passage, piece) for passage in passages for piece in long_sentences(passage.text)]
    assert len(pieces) > 1000
    assert all(piece in passage.text and len(piece.split()) >= 5 for passage, piece in pieces)
