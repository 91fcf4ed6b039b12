"""What several test files share: a fake embedding, one real assistant, and a page to spoil."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.conversation import Assistant
from assistant.knowledge import Document, load
from assistant.settings import Settings, built_in_knowledge
from assistant.understanding import Reader
from assistant.vectors import real_words
from assistant.vocabulary import load as load_vocabulary

WIDTH = 64
TODAY = date(2025, 11, 25)
"""The day of all conversations in the tests, so that "since Tuesday" always means the same."""


def fake_embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Normalised counts of hashed words: texts that share words are near, the same text is always the same row."""
    rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in re.findall(r"\w+", text.lower()) or ["nothing"]:
            row[zlib.crc32(word.encode()) % WIDTH] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


STRETCH = """\
---
id: {id}
title: {title}
aliases: [{aliases}]
areas: [calves]
muscles: [gastrocnemius]
position: standing
places: []
equipment: [wall]
type: static
level: beginner
sides: each
hold: 20 to 30 seconds each side
hold_seconds: [20, 30]
reps: null
sets: 2 to 3
caution_with: []
pairs_with: []
sources:
  - {{name: "A book on stretching"}}
questions:
  how-to-do-it: ["how do i do it"]
---
Lean on a wall with one leg behind you.

## How to do it
1. Face the wall.
2. Step one foot back.
"""


def stretch_page(identity: str, title: str = "", aliases: str = "") -> str:
    """A page without fault, to write or to spoil."""
    return STRETCH.format(id=identity, title=title or f"Stretch {identity}", aliases=aliases)


Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file below a folder of knowledge, and gives that folder."""
    root = tmp_path / "knowledge"

    def writer(name: str, text: str) -> Path:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return root

    return writer


@pytest.fixture(scope="session")
def documents() -> tuple[Document, ...]:
    """Every shipped page."""
    return load([built_in_knowledge()]).documents


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The real model and the index of the checkout; building that index takes minutes, so all tests share it."""
    ready = Assistant(Settings.of(environment={}), today=lambda: TODAY)
    assert ready.composer.passages
    return ready


@pytest.fixture(scope="session")
def reader(documents: tuple[Document, ...]) -> Reader:
    """Reads questions by the shipped vocabulary and the names of the shipped pages."""
    return Reader(load_vocabulary(), documents, real_words())
