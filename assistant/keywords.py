"""Texts to nearest texts by the words they share: BM25 over stemmed words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import resources
from math import log
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "get",
        "go",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "like",
        "me",
        "my",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "out",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "to",
        "too",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "im",
        "ive",
        "dont",
        "cant",
        "pls",
        "please",
        "thing",
        "one",
        "any",
        "am",
        "about",
        "whats",
        "hows",
        "u",
        "r",
        "ur",
        "really",
        "also",
        "give",
        "tell",
        "show",
        "want",
        "need",
        "know",
    ]
)
"""Words that say nothing of the topic. The list is short: BM25 already weighs common words down."""


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """The stemmed content words of a text, in order, synonyms made one; apostrophes are dropped, hyphens split."""
    plain = text.lower().replace("\u2019", "'").replace("'", "").replace("-", " ")
    found = [word for word in WORD.findall(plain) if word not in STOP]
    same = _synonyms()
    stems = _stemmer().stemWords(found)
    return [*stems, *(f"~{same[stem]}" for stem in stems if stem in same)]


@cache
def _synonyms() -> dict[str, str]:
    """The stem that stands for each stem of synonyms.toml; a word of two groups counts for the first."""
    groups = tomllib.loads(resources.files("assistant").joinpath("synonyms.toml").read_text("utf-8"))
    stem = _stemmer().stemWord
    same: dict[str, str] = {}
    for key, members in groups.items():
        for member in (key, *members):
            same.setdefault(stem(member.replace("-", "")), stem(key))
    return same


class Keywords:
    """BM25 scores of a query against every text."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s

        self.ranker = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        self.tokens = [words(text) for text in texts]
        self.ranker.index(self.tokens, show_progress=False)
        self.frequency = Counter(token for row in self.tokens for token in set(row))
        self.size = len(texts)

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 of every text as a share of what a text with all the query's words would get, shape (size,).

        The share is comparable between queries: words that no text holds count as the rarest there
        are, so a query about something else scores low everywhere instead of high somewhere.
        """
        import numpy as np

        asked = words(query)
        known = [word for word in asked if word in self.frequency]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        most = sum(log(1 + (self.size - df + 0.5) / (df + 0.5)) for df in (self.frequency.get(word, 0) for word in asked))
        found = np.asarray(self.ranker.get_scores(known), dtype=np.float32)
        shares: NDArray[np.float32] = np.minimum(found / np.float32(most), 1).astype(np.float32)
        return shares

    def coverage(self, query: str) -> float:
        """Share of the query's content words that occur in any text, 0 to 1; 1 for a query of none."""
        asked = words(query)
        return sum(word in self.frequency for word in asked) / len(asked) if asked else 1.0
