"""Times and memory beside those of the bare model: `python -m tests.benchmarks` (or `make benchmark`).

Both sides of every ratio are measured in turn in the same run, so that a busy machine slows both.
Nothing here passes or fails.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from assistant.conversation import Assistant
from assistant.index import build
from assistant.triage import assess
from assistant.vectors import Embed, default_model_folder
from tests.evaluation import sets

if TYPE_CHECKING:
    from assistant.vectors import Vectors

QUESTIONS = 60
DOCUMENTS = 6
"""So many documents, spread over the knowledge, stand for all of it when the index is built."""
ROUNDS = 3
ASKED = "which calf stretch can I do at a wall?"
BARE = f"""
import sys
from sentence_transformers import SentenceTransformer
SentenceTransformer({str(default_model_folder())!r}, device="cpu").encode([{ASKED!r}], normalize_embeddings=True)
"""

WATCHER = """
import resource, subprocess, sys, time
begin = time.perf_counter()
subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A small process between, since on Linux a process starts with the peak memory of the one that made it."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: wall-clock seconds and its largest resident memory in MB."""

    seconds: float
    megabytes: float


def run(command: Sequence[str]) -> Run:
    """Run a Python command in a process of its own, its output thrown away.

    Raises:
        CalledProcessError: it failed.
    """
    watched = subprocess.run(
        [sys.executable, "-c", WATCHER, *command], env=offline(), stdout=subprocess.PIPE, text=True, check=True
    )
    taken, largest = watched.stdout.split()
    return Run(float(taken), float(largest) / (2**20 if sys.platform == "darwin" else 2**10))


def offline() -> dict[str, str]:
    return {**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


def seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def p50_p95(values: Sequence[float]) -> tuple[float, float]:
    return median(values), quantiles(values, n=20)[18]


def show(name: str, ours: float, bare: float | None = None, unit: str = "ms", scale: float = 1000) -> None:
    """One line: a figure, and where there is one the bare figure and the ratio."""
    beside = "" if bare is None else f"   bare {bare * scale:9.2f} {unit}   ratio {ours / bare:.2f}"
    print(f"{name:<44}{ours * scale:9.2f} {unit}{beside}", flush=True)


def replies(opened: Assistant, bare: Embed, texts: Sequence[str]) -> None:
    """Each text is encoded by the bare model and answered by the assistant, in turn; first those that warm up."""
    encoded, answered = [], []
    for number, text in enumerate(texts):
        alone, whole = (seconds(lambda text=text: bare([text])), seconds(lambda text=text: opened.reply(text)))
        if number >= len(texts) // 8:
            encoded.append(alone)
            answered.append(whole)
    for name, whole, alone in zip(("p50", "p95"), p50_p95(answered), p50_p95(encoded), strict=True):
        show(f"a reply, {name} of {len(answered)}", whole, alone)
    pairs = [whole / alone for whole, alone in zip(answered, encoded, strict=True)]
    print(f"{'a reply, median of the ratios, text by text':<44}{median(pairs):9.2f}")


def index_build(opened: Assistant, bare: Embed) -> None:
    """An index of some documents, cut, embedded and put together, against the embedding alone."""
    documents = list(opened.index.documents.values())
    some = documents[:: max(1, len(documents) // DOCUMENTS)]
    texts: list[str] = []

    def noted(given: Sequence[str]) -> Vectors:
        texts[:] = given
        return opened.composer.retriever.embed(given)

    whole, alone = [], []
    for _ in range(2):
        whole.append(seconds(lambda: build(some, noted)))
        alone.append(seconds(lambda: bare(texts)))
    show(f"index of {len(some)} documents, {len(texts)} texts", min(whole), min(alone), "s ", 1)


def index_size(opened: Assistant) -> None:
    """The whole index on disk."""
    files: Iterable[Path] = (file for file in opened.settings.index.rglob("*") if file.is_file() and file.suffix != ".md")
    size = sum(file.stat().st_size for file in files) / 2**20
    vectors, passages = opened.index.nearest.size, len(opened.index.passages)
    print(f"{'size of the index':<44}{size:9.2f} MB   {passages} passages, {vectors} vectors")


def processes() -> None:
    """Cold starts and peak memory, each command in a process of its own, in turn."""
    commands = {
        "ask": ["-m", "assistant", "ask", ASKED],
        "bare": ["-c", BARE],
        "check": ["-m", "assistant", "check", "my foot has pins and needles since tuesday"],
        "python": ["-c", "pass"],
    }
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            runs[name].append(run(command))
    time_of = {name: median(r.seconds for r in found) for name, found in runs.items()}
    memory_of = {name: median(r.megabytes for r in found) for name, found in runs.items()}
    show("cold start of `stretch ask`", time_of["ask"], time_of["bare"], "s ", 1)
    show("peak memory of `stretch ask`", memory_of["ask"], memory_of["bare"], "MB", 1)
    show("cold start of `stretch check` (bare: python)", time_of["check"], time_of["python"], "s ", 1)
    show("peak memory of `stretch check` (bare: python)", memory_of["check"], memory_of["python"], "MB", 1)


def triage() -> None:
    """The symptom check alone, message by message."""
    texts = [row.text for row in sets.load("triage/author-a")][:400]
    assess(texts[0], today=date.today())  # reads the rules
    taken = [seconds(lambda text=text: assess(text, today=date.today())) for text in texts]
    for name, value in zip(("p50", "p95"), p50_p95(taken), strict=True):
        show(f"triage of a message, {name} of {len(taken)}", value)


def bare_model() -> Embed:
    """The embedding model as anybody would load and call it."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(default_model_folder()), device="cpu")
    return lambda texts: model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)


def main() -> None:
    """Print every figure."""
    begin = time.perf_counter()
    opened = Assistant.open(say=print)
    bare = bare_model()
    rows = [row for row in sets.load("retrieval") if row.half == sets.OPEN]
    gc.collect()
    replies(opened, bare, [row.text for row in rows[:: max(1, len(rows) // QUESTIONS)]])
    triage()
    index_build(opened, bare)
    index_size(opened)
    processes()
    print(f"\n{os.cpu_count()} processors, {time.perf_counter() - begin:.0f} seconds in all")


if __name__ == "__main__":
    main()
