"""The second net of triage: how much a whole message sounds like one that tells of a symptom.

The rules read words; where somebody's wording is new to them, the meaning of the message may still
give it away. A linear model over the embedding that retrieval needs anyway can only raise: it adds a
soft notice and the one check question. It never lowers or withholds anything, and without it, as
with another embedding model, the rules work as they are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp
from typing import TYPE_CHECKING

from assistant.understanding import plain

if TYPE_CHECKING:
    from assistant.vectors import Vectors


@dataclass(frozen=True, slots=True)
class SecondNet:
    """Weights over the dimensions of the default embedding model, from second_net.json."""

    weights: tuple[float, ...]
    intercept: float
    threshold: float

    def likelihood(self, vector: Vectors) -> float:
        """How likely the message is to tell of a symptom, 0 to 1; `vector` has shape (dimensions,)."""
        return 1 / (1 + exp(-self.intercept - float(sum(a * b for a, b in zip(self.weights, vector.tolist(), strict=True)))))

    def doubts(self, vector: Vectors) -> bool:
        """Whether a message that the rules let pass should be asked about; never with a vector of another model."""
        return len(vector) == len(self.weights) and self.likelihood(vector) >= self.threshold


@cache
def load() -> SecondNet:
    """The shipped weights; `python -m tests.evaluation.fit_second_net` fits them anew."""
    data = json.loads(resources.files("assistant").joinpath("second_net.json").read_text("utf-8"))
    return SecondNet(tuple(data["weights"]), data["intercept"], data["threshold"])


def read_as(message: str) -> str:
    """The form of a message that is embedded: the one that retrieval embeds wherever it keeps the whole message."""
    return plain(message)
