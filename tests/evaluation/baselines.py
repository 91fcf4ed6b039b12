"""What an ordinary document search would rank: one vector a passage, BM25 over passages, and half of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import bm25s
import numpy as np
import Stemmer
import yaml

from assistant.conversation import Assistant
from assistant.index import BODY, Index
from assistant.knowledge import FRONT_MATTER
from assistant.settings import Settings, built_in_knowledge
from assistant.vectors import Embed
from tests.evaluation.measures import best_first, half_and_half

NAMES = ("plain vectors", "BM25", "half and half")


class Baselines:
    """Rankings of the passages of an index that use nothing but their texts with headings."""

    def __init__(self, index: Index, embed: Embed) -> None:
        self.index = index
        self.embed = embed
        inside = np.array([passage.kind != "out_of_scope" for passage in index.passages])
        bodies = np.flatnonzero(index.kinds == BODY)
        self.rows = bodies[inside[index.rows[bodies]]]
        self.passages = [index.passages[i] for i in index.rows[self.rows]]
        self.tokens: Callable[[list[str]], list[list[str]]] = lambda texts: bm25s.tokenize(
            texts, stopwords="en", stemmer=Stemmer.Stemmer("english"), return_ids=False, show_progress=False
        )
        tokens = self.tokens([passage.searchable for passage in self.passages])
        self.known = {token for row in tokens for token in row}
        self.ranker = bm25s.BM25(method="lucene")
        self.ranker.index(tokens, show_progress=False)

    def rank(self, text: str) -> dict[str, list[str]]:
        """Passage ids, best first, by the name of the baseline."""
        dense = self.index.nearest.similarities(self.embed([text])[0])[self.rows].tolist()
        asked = [token for token in self.tokens([text])[0] if token in self.known]
        words = self.ranker.get_scores(asked).tolist() if asked else [0.0] * len(dense)
        scores = zip(NAMES, (dense, words, half_and_half(dense, words)), strict=True)
        return {name: [self.passages[i].id for i in best_first(values)] for name, values in scores}


@contextmanager
def strangers_collection() -> Iterator[Assistant]:
    """An assistant on the stretch pages as somebody else would have them: a title and plain text, no front matter."""
    with TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        for file in sorted((built_in_knowledge() / "stretches").glob("*.md")):
            text = file.read_text(encoding="utf-8")
            matter = FRONT_MATTER.match(text)
            if matter is None:
                raise ValueError(f"{file}: expected front matter between two lines of ---")
            title = yaml.safe_load(matter.group(1))["title"]
            (pages / file.name).write_text(f"# {title}\n\n{text[matter.end() :]}", encoding="utf-8")
        yield Assistant.open(Settings.of([pages], Path(folder) / "index"))
