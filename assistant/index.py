"""Builds, saves and loads the index: the passages and both ways of finding them again.

On disk an index is a folder named after what it was built from, so a stale one is simply another
folder. It is built beside and renamed, so that a crash or a full disk leaves the old one whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from assistant import second_net, vectors
from assistant.errors import IndexFault, KnowledgeError
from assistant.formats import SUFFIXES
from assistant.knowledge import Document, load
from assistant.passages import CHUNKER, Passage, cut_all, long_sentences
from assistant.settings import Settings, built_in_knowledge
from assistant.vectors import Embed, Nearest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LAYOUT = 2
"""Raised whenever the files below change, so that older indexes are rebuilt."""

BODY, QUESTION, SENTENCE, SECTION, EXEMPLAR = range(5)
"""What a row of vectors was made from; several rows point to one passage.

SECTION rows are ways of asking about one section of any stretch; they point to a place in `SECTIONS`. EXEMPLAR rows
are those of the second net of triage, in its order; they point to nothing.
"""

SECTIONS = (
    "summary", "how-to-do-it", "where-you-feel-it", "how-long-and-how-often", "breathing", "common-mistakes",
    "make-it-easier", "make-it-harder", "leave-it-out-if", "goes-well-with",
)  # fmt: skip
"""The sections of a stretch page, in order."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that retrieval reads.

    `rows` is the passage of each vector, `kinds` what the vector was made from, both of shape
    (nearest.size,).
    """

    passages: tuple[Passage, ...]
    documents: dict[str, Document]
    nearest: Nearest
    rows: NDArray[np.int32]
    kinds: NDArray[np.int8]
    skipped: tuple[str, ...] = ()


def texts_of(passages: Sequence[Passage], documents: dict[str, Document]) -> list[tuple[int, int, str]]:
    """Every text that gets a vector: (passage, kind, text), in passage order."""
    found: list[tuple[int, int, str]] = []
    for position, passage in enumerate(passages):
        found.append((position, BODY, passage.searchable))
        page = documents[passage.document].page
        names = (page.title, *page.aliases) if page and passage.section == "summary" else (": ".join(passage.headings),)
        found += [(position, QUESTION, text) for text in (*names, *passage.questions)]
        if passage.kind != "stretches":
            pieces = long_sentences(passage.text)
            found += [(position, SENTENCE, piece) for piece in pieces if len(pieces) > 1]
    return found


def _section_texts() -> list[tuple[int, int, str]]:
    """The ways of asking about each section of a stretch page, from ways-of-asking.yaml."""
    file = built_in_knowledge() / "ways-of-asking.yaml"
    try:
        ways = yaml.safe_load(file.read_text(encoding="utf-8"))
        return [(SECTIONS.index(section), SECTION, text) for section, texts in ways.items() for text in texts]
    except (OSError, ValueError, yaml.YAMLError, AttributeError) as fault:
        raise KnowledgeError(
            f"{file}: expected a mapping of section ({', '.join(SECTIONS)}) to questions; restore it ({fault})"
        ) from fault


def build(documents: Sequence[Document], embed: Embed, skipped: Sequence[str] = ()) -> Index:
    """Cut the documents into passages and prepare both ways of finding them again."""
    import numpy as np

    passages = cut_all(documents)
    by_id = {document.id: document for document in documents}
    exemplars = [(0, EXEMPLAR, second_net.read_as(text)) for text in second_net.load().exemplars]
    texts = [*texts_of(passages, by_id), *_section_texts(), *exemplars]
    return Index(
        passages,
        by_id,
        Nearest(embed([text for _, _, text in texts])),
        np.array([position for position, _, _ in texts], dtype=np.int32),
        np.array([kind for _, kind, _ in texts], dtype=np.int8),
        tuple(skipped),
    )


def ingredients(settings: Settings) -> dict[str, Any]:
    """What an index is built from; any difference makes it stale."""
    name, checksum = vectors.identity(settings.model)
    return {
        "layout": LAYOUT,
        "chunker": CHUNKER,
        "knowledge": knowledge_hash(settings.knowledge),
        "model": name,
        "model_sha256": checksum,
        "libraries": {package: version(package) for package in ("faiss-cpu", "sentence-transformers", "bm25s")},
    }


def knowledge_hash(paths: Sequence[Path]) -> str:
    """SHA-256 over the names and bytes of all files of the knowledge, of the ways of asking and of the second net."""
    digest = hashlib.sha256()
    for root in (*paths, built_in_knowledge() / "ways-of-asking.yaml", Path(second_net.__file__).parent / second_net.FILE):
        files = [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.suffix.lower() in SUFFIXES)
        for file in files:
            if file.is_file():
                digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def open_index(settings: Settings, embed: Callable[[Sequence[str]], vectors.Vectors], say: Say) -> Index:
    """The index of this knowledge: loaded if it is there and whole, else built with a message.

    Two processes that start at once wait for each other; the second finds the first one's work.

    Raises:
        IndexFault: the folder cannot be written.
        KnowledgeError, ModelError: what it is built from has a fault.
    """
    from filelock import FileLock

    made_from = ingredients(settings)
    name = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:16]
    folder = settings.index / name
    try:
        return read(folder, settings)
    except IndexFault:
        pass  # told below, once it is certain that nobody else is just building it
    try:
        settings.index.mkdir(parents=True, exist_ok=True)
        with FileLock(settings.index / ".lock"):
            try:
                return read(folder, settings)
            except IndexFault as fault:
                say(f"{fault}; building it now.")
            knowledge = load(settings.knowledge)
            for sentence in knowledge.skipped:
                say(f"skipped: {sentence}")
            index = build(knowledge.documents, embed, knowledge.skipped)
            write(index, folder, made_from)
            return index
    except OSError as fault:
        raise IndexFault(
            f"{settings.index}: cannot be written ({fault.strerror or fault}); free space or name another --index"
        ) from fault


def write(index: Index, folder: Path, made_from: dict[str, Any]) -> None:
    """Save beside, then rename; older indexes are removed only after the new one is in place."""
    import numpy as np

    building = folder.parent / f".building-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    try:
        index.nearest.write(building / "vectors.faiss")
        np.savez(building / "rows.npz", rows=index.rows, kinds=index.kinds)
        (building / "passages.json").write_text(json.dumps([asdict(p) for p in index.passages], ensure_ascii=False), "utf-8")
        files = {file.name: _sha256(file) for file in sorted(building.iterdir())}
        manifest = {"made_from": made_from, "passages": len(index.passages), "vectors": index.nearest.size, "files": files}
        (building / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        building.rename(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    for other in folder.parent.iterdir():
        if other != folder and (other / "manifest.json").is_file():
            shutil.rmtree(other, ignore_errors=True)


def read(folder: Path, settings: Settings) -> Index:
    """Load a saved index.

    Raises:
        IndexFault: it is missing, was built from something else, or is damaged.
    """
    if not folder.is_dir():
        others = folder.parent.is_dir() and any((other / "manifest.json").is_file() for other in folder.parent.iterdir())
        why = "was built from other texts, another model or other versions" if others else "is not built yet"
        raise IndexFault(f"the index in {folder.parent} {why}")
    import numpy as np

    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        for file, wanted in manifest["files"].items():
            if _sha256(folder / file) != wanted:
                raise IndexFault(f"the index in {folder.parent} is damaged ({file})")
        nearest = Nearest.read(folder / "vectors.faiss")
        with np.load(folder / "rows.npz") as arrays:
            rows, kinds = arrays["rows"], arrays["kinds"]
        entries: list[dict[str, Any]] = json.loads((folder / "passages.json").read_text("utf-8"))
        passages = tuple(_passage(entry) for entry in entries)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as fault:
        raise IndexFault(f"the index in {folder.parent} is damaged ({type(fault).__name__})") from fault
    knowledge = load(settings.knowledge)
    by_id = {document.id: document for document in knowledge.documents}
    return Index(passages, by_id, nearest, rows, kinds, knowledge.skipped)


def _passage(entry: dict[str, Any]) -> Passage:
    """A passage from its JSON object, in which tuples have become lists."""
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Passage(**values)


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
