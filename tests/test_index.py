"""The index: what was saved is what is loaded, and no crash, damage or second process makes it anything else."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.conversation import Assistant
from assistant.errors import IndexFault, KnowledgeError
from assistant.index import BODY, EXEMPLAR, QUESTION, SECTION, SECTIONS, SENTENCE, Index, build, ingredients, open_index, write
from assistant.knowledge import Document, load
from assistant.passages import cut_all
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.understanding import Understanding
from tests.conftest import fake_embed

NOTES = "# Calves\n\nLean on a wall and keep the heel down.\n\n## Why\n\nCalves shorten when you sit for many hours a day.\n"
OTHER = "# Neck\n\nTilt the head slowly to one side and breathe out.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A small collection of somebody's own, with a folder for its index."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "calves.md").write_text(NOTES, "utf-8")
    return Settings.of([folder], tmp_path / "index", environment={})


class Told:
    """Collects what was said, and how often texts were embedded."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.embedded = 0

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += 1
        return fake_embed(texts)

    def open(self, settings: Settings) -> Index:
        return open_index(settings, self.embed, self.say)


def saved(settings: Settings) -> Path:
    """The only folder that an index of these settings has."""
    (folder,) = (path for path in settings.index.iterdir() if path.is_dir())
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


QUESTIONS = ("lean on a wall", "why do calves shorten", "heel down", "sit all day")


def rankings(index: Index) -> list[list[tuple[str, float]]]:
    retriever = Retriever(index, fake_embed)
    return [[(hit.passage.id, hit.score) for hit in retriever.search(Understanding(text)).hits] for text in QUESTIONS]


# ------------------------------------------------------------------ built, saved, loaded


def test_every_passage_has_a_vector_of_its_body_and_of_each_way_of_asking(documents: tuple[Document, ...]) -> None:
    some = [document for document in documents if document.id in ("stretches/modified-pigeon", "articles/hold-time")]
    built = build(some, fake_embed)
    assert built.nearest.size == len(built.rows) == len(built.kinds)
    for position, passage in enumerate(built.passages):
        kinds = built.kinds[(built.rows == position) & (built.kinds != SECTION)].tolist()
        assert kinds.count(BODY) == 1, passage.id
        assert kinds.count(QUESTION) >= 1 + len(passage.questions), passage.id
    assert set(built.kinds.tolist()) == {BODY, QUESTION, SENTENCE, SECTION, EXEMPLAR}
    assert set(built.rows[built.kinds == SECTION].tolist()) == set(range(len(SECTIONS)))


def test_what_is_loaded_is_what_was_built(settings: Settings) -> None:
    built = Told().open(settings)
    again = Told()
    loaded = again.open(settings)
    assert again.said == []
    assert again.embedded == 0
    assert len(loaded.passages) == 2
    assert loaded.passages == built.passages
    assert loaded.documents == built.documents
    assert np.array_equal(loaded.rows, built.rows)
    assert np.array_equal(loaded.kinds, built.kinds)
    assert rankings(loaded) == rankings(built)
    assert len({name for ranking in rankings(loaded) for name, _ in ranking[:1]}) == 2


def test_building_is_announced(settings: Settings) -> None:
    told = Told()
    told.open(settings)
    assert told.said == [f"the index in {settings.index} is not built yet; building it now."]


def test_the_manifest_says_what_the_index_was_made_from(settings: Settings) -> None:
    Told().open(settings)
    manifest = json.loads((saved(settings) / "manifest.json").read_text("utf-8"))
    assert manifest["made_from"] == ingredients(settings)
    assert set(manifest["made_from"]) >= {"knowledge", "model", "model_sha256", "chunker", "libraries"}
    assert set(manifest["files"]) == {file.name for file in saved(settings).iterdir()} - {"manifest.json"}


# ------------------------------------------------------------------ stale


def append(settings: Settings) -> None:
    with (settings.knowledge[0] / "calves.md").open("a", encoding="utf-8") as file:
        file.write("\nOne more sentence about calves.\n")


def add(settings: Settings) -> None:
    (settings.knowledge[0] / "neck.md").write_text(OTHER, "utf-8")


def rename(settings: Settings) -> None:
    (settings.knowledge[0] / "calves.md").rename(settings.knowledge[0] / "lower-legs.md")


@pytest.mark.parametrize("change", [append, add, rename])
def test_a_stale_index_is_built_anew_with_a_message(change: Callable[[Settings], None], settings: Settings) -> None:
    Told().open(settings)
    before = saved(settings)
    change(settings)
    told = Told()
    told.open(settings)
    assert told.said == [
        f"the index in {settings.index} was built from other texts, another model or other versions; building it now."
    ]
    assert saved(settings) != before


def test_a_new_index_holds_the_new_texts(settings: Settings) -> None:
    Told().open(settings)
    add(settings)
    assert "neck#summary" in {passage.id for passage in Told().open(settings).passages}


# ------------------------------------------------------------------ damaged


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)


@pytest.mark.parametrize("damage", [truncate, flip, Path.unlink], ids=["truncated", "flipped", "deleted"])
@pytest.mark.parametrize("name", ["vectors.faiss", "rows.npz", "passages.json", "manifest.json"])
def test_a_damaged_index_is_told_in_one_sentence_and_built_anew(
    damage: Callable[[Path], None], name: str, settings: Settings
) -> None:
    built = Told().open(settings)
    damage(saved(settings) / name)
    told = Told()
    again = told.open(settings)
    (sentence,) = told.said
    assert sentence.startswith(f"the index in {settings.index} ")
    assert sentence.endswith("; building it now.")
    assert "damaged" in sentence
    assert again.passages == built.passages
    third = Told()
    third.open(settings)
    assert third.said == []


def test_an_empty_folder_in_its_place_is_built_anew(settings: Settings) -> None:
    Told().open(settings)
    folder = saved(settings)
    shutil.rmtree(folder)
    folder.mkdir()
    told = Told()
    assert told.open(settings).passages
    assert "damaged" in told.said[0]


# ------------------------------------------------------------------ crashes and neighbours


class Crash(Exception):
    """Stands for a full disk or a lost process."""


class CrashesWhileWritten:
    size = 3

    def write(self, file: Path) -> None:
        file.write_bytes(b"half of the vect")
        raise Crash


def test_a_crash_while_saving_leaves_the_old_index_whole(settings: Settings) -> None:
    built = Told().open(settings)
    folder = saved(settings)
    before = contents(folder)
    with pytest.raises(Crash):
        write(replace(built, nearest=CrashesWhileWritten()), folder, {})  # type: ignore[arg-type]
    assert contents(folder) == before
    assert [path.name for path in settings.index.iterdir() if path.is_dir()] == [folder.name]
    told = Told()
    assert told.open(settings).passages == built.passages
    assert told.said == []


def test_a_crash_while_embedding_leaves_the_old_index_whole(settings: Settings) -> None:
    Told().open(settings)
    before = contents(saved(settings))
    add(settings)

    def crash(texts: Sequence[str]) -> NDArray[np.float32]:
        raise Crash

    with pytest.raises(Crash):
        open_index(settings, crash, lambda sentence: None)
    assert contents(saved(settings)) == before


def test_a_fault_of_the_knowledge_leaves_the_old_index_whole(settings: Settings) -> None:
    Told().open(settings)
    before = contents(saved(settings))
    (settings.knowledge[0] / "calves.md").write_text("", "utf-8")
    with pytest.raises(KnowledgeError, match=r"calves\.md: holds no text"):
        Told().open(settings)
    assert contents(saved(settings)) == before


def _open_once(settings: Settings, start: object, results: object) -> None:
    start.wait()  # type: ignore[attr-defined]
    told = Told()
    index = told.open(settings)
    results.put((told.embedded, len(index.passages), rankings(index)))  # type: ignore[attr-defined]


def test_processes_that_start_at_once_build_it_once_and_agree(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(3), context.Queue()
    processes = [context.Process(target=_open_once, args=(settings, start, results)) for _ in range(3)]
    for process in processes:
        process.start()
    found = [results.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert sum(embedded > 0 for embedded, _, _ in found) == 1
    assert {size for _, size, _ in found} == {2}
    assert found[0][2] == found[1][2] == found[2][2]
    told = Told()
    told.open(settings)
    assert told.said == []


def test_a_folder_that_is_a_file_is_told_in_one_sentence(settings: Settings) -> None:
    settings.index.write_text("a file stands here")
    with pytest.raises(IndexFault) as fault:
        Told().open(settings)
    assert str(fault.value).startswith(f"{settings.index}: cannot be written (")
    assert str(fault.value).endswith("free space or name another --index")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc stands for a folder in which nobody may write; Linux has it")
def test_a_folder_in_which_nobody_may_write_is_told_in_one_sentence(settings: Settings) -> None:
    with pytest.raises(IndexFault, match=r"^/proc/index: cannot be written \(.+\); free space or name another --index$"):
        Told().open(replace(settings, index=Path("/proc/index")))


# ------------------------------------------------------------------ near-duplicates


NEAR = 0.95
UPPER_BACK = "muscles/upper-back-muscles#"
MAY_BE_NEAR: dict[frozenset[str], str] = {
    frozenset(
        (f"{UPPER_BACK}summary", f"{UPPER_BACK}what-the-upper-back-muscles-do")
    ): "the opening sums up what the section explains",
}
"""Pairs of passages that say nearly the same, with the reason."""


def test_no_two_passages_say_the_same_without_a_reason(assistant: Assistant) -> None:
    index = assistant.index
    rows = np.flatnonzero(index.kinds == BODY)
    vectors = np.stack([index.nearest.index.reconstruct(int(row)) for row in rows])
    assert len(vectors) == len(index.passages) > 500
    cosines = vectors @ vectors.T
    first, second = np.nonzero(np.triu(cosines > NEAR, k=1))
    names = [index.passages[int(index.rows[row])].id for row in rows]
    pairs = {frozenset((names[a], names[b])): round(float(cosines[a, b]), 3) for a, b in zip(first, second, strict=True)}
    assert {tuple(sorted(pair)): cosine for pair, cosine in pairs.items() if pair not in MAY_BE_NEAR} == {}
    assert [tuple(sorted(pair)) for pair in MAY_BE_NEAR if pair not in pairs] == []
    assert all(MAY_BE_NEAR.values())


def test_sections_are_those_of_the_stretch_pages(documents: tuple[Document, ...]) -> None:
    found = {passage.section for passage in cut_all(d for d in documents if d.stretch)}
    assert found == set(SECTIONS)


def test_skipped_files_are_told_when_building(settings: Settings) -> None:
    (settings.knowledge[0] / "broken.pdf").write_bytes(b"%PDF-nothing")
    told = Told()
    built = told.open(settings)
    assert any(sentence.startswith("skipped: ") and "broken.pdf" in sentence for sentence in told.said)
    assert built.skipped == load(settings.knowledge).skipped
    assert len(built.skipped) == 1
