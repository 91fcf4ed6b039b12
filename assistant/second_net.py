"""The second net of triage: how much a whole message sounds like one that tells of a symptom.

The rules read words; where somebody's wording is new to them, the meaning of the message may still
give it away. Labelled exemplars (messages with a symptom, and harmless ones) stand in the index beside
everything else, so their cosines with a message cost nothing; a kernel over them decides. The net can
only raise: it adds a soft notice and the one check question. It never lowers or withholds anything, and
without it, as with another embedding model, the rules work as they are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from assistant.understanding import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "second_net.json"


@dataclass(frozen=True, slots=True)
class SecondNet:
    """Exemplars and their weights (above zero: tells of a symptom), from second_net.json."""

    exemplars: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float
    gamma: float
    threshold: float

    def score(self, cosines: NDArray[np.float32]) -> float:
        """How much a message sounds like a symptom; `cosines` with every exemplar, shape (len(exemplars),).

        The decision value of a support vector machine with a Gaussian kernel, for vectors of length one.
        """
        import numpy as np

        near = np.exp(2 * self.gamma * (cosines.astype(np.float64) - 1))
        return float(near @ np.array(self.weights)) + self.intercept

    def doubts(self, cosines: NDArray[np.float32]) -> bool:
        """Whether a message that the rules let pass should be asked about; never before the model is there."""
        return len(cosines) == len(self.weights) and bool(cosines.any()) and self.score(cosines) >= self.threshold


@cache
def load() -> SecondNet:
    """The shipped exemplars; `python -m tests.evaluation.fit_second_net` fits them anew."""
    data = json.loads(resources.files("assistant").joinpath(FILE).read_text("utf-8"))
    texts, weights = zip(*data["exemplars"], strict=True)
    return SecondNet(texts, weights, data["intercept"], data["gamma"], data["threshold"])


def read_as(message: str) -> str:
    """The form of a message that is embedded: the one that retrieval embeds wherever it keeps the whole message."""
    return plain(message)
