"""Serves the window for the browser tests: the real assistant over the real knowledge, with a model that counts words.

Run as `python -m tests.browser.serving PORT INDEX_FOLDER [FEEDBACK_FILE]`. The word "slowly" makes an answer wait, the word
"breakdown" makes it fail.
"""

from __future__ import annotations

import sys
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.chat_window import launch
from assistant.conversation import Assistant, ConversationState, Reply
from assistant.settings import Settings

WIDTH = 256


class CountsWords:
    """Stands in for the embedding model: texts that share words are near each other."""

    def embed(self, texts: Sequence[str], *, progress: bool = False) -> Any:
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[zlib.crc32(word.strip(".,?!:;").encode()) % WIDTH] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


class Patient(Assistant):
    """The assistant, but slow or failing where a test says so."""

    _model = CountsWords()  # type: ignore[assignment]

    def turn(self, message: str, state: ConversationState) -> tuple[Reply, ConversationState]:
        if "slowly" in message:
            time.sleep(4)
        if "breakdown" in message:
            raise RuntimeError("as the test asked")
        return super().turn(message, state)


if __name__ == "__main__":
    port, index, *feedback = sys.argv[1:]
    launch(Patient(Settings.of(index=Path(index))), port=int(port), feedback=feedback[0] if feedback else None)
