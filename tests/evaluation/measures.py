"""What is counted, as plain functions of ids, numbers and booleans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log2

from tests.evaluation.triage_evaluation import wilson

REFERRAL_PAGES = ("articles/see-a-professional", "articles/urgent-signs", "articles/emergency-signs", "articles/wait-and-see")


@dataclass
class Tally:
    """So many of so many; for measures that are no yes or no, `total` values that sum to `hits`."""

    hits: float = 0
    total: int = 0

    def add(self, value: float) -> None:
        self.hits += value
        self.total += 1

    @property
    def share(self) -> float:
        return self.hits / self.total if self.total else 0.0

    def __str__(self) -> str:
        """The share with its Wilson 95 % interval and n.

        >>> str(Tally(98, 100))
        '98.0 % [93.0, 99.4]  100'
        """
        if not self.total:
            return "-"
        low, high = wilson(self.hits, self.total)  # type: ignore[arg-type]  # the formula takes a mean as well as a count
        return f"{self.share:.1%} [{low * 100:.1f}, {high * 100:.1f}] {self.total:4d}".replace("%", " %")


@dataclass
class Table:
    """Tallies by measure and column, in the order in which they were first added to."""

    columns: tuple[str, ...]
    tallies: dict[str, dict[str, Tally]] = field(default_factory=dict)

    def add(self, measure: str, column: str, value: float) -> None:
        self.tallies.setdefault(measure, defaultdict(Tally))[column].add(value)

    def __str__(self) -> str:
        width = max((len(measure) for measure in self.tallies), default=0) + 2
        head = " " * width + "".join(column.ljust(30) for column in self.columns).rstrip()
        lines = [
            measure.ljust(width) + "".join(str(columns.get(column, Tally())).ljust(30) for column in self.columns).rstrip()
            for measure, columns in self.tallies.items()
        ]
        return "\n".join([head, *lines])


def matches(passage: str, gold: Iterable[str]) -> bool:
    """Whether a passage id is one of the gold ids; a gold id that ends in * stands for any ending.

    >>> matches("articles/warm-up#summary", ["articles/warm-up#*"])
    True
    """
    return any(passage.startswith(wanted[:-1]) if wanted.endswith("*") else passage == wanted for wanted in gold)


def on_page(passage: str, gold: Iterable[str]) -> bool:
    """Whether a passage stands on a page that holds a gold passage.

    >>> on_page("articles/warm-up#summary", ["articles/warm-up#why-a-warm-up-helps"])
    True
    """
    pages = [wanted.split("#")[0] for wanted in gold]
    return matches(passage.split("#")[0], pages)


def target(passage: str) -> str:
    """What competes in a ranking: a whole stretch page, any other passage by itself.

    >>> target("stretches/cat-cow#breathing"), target("articles/warm-up#summary")
    ('stretches/cat-cow', 'articles/warm-up#summary')
    """
    return passage.split("#")[0] if passage.startswith("stretches/") else passage


def place(ranked: Iterable[str], gold: Sequence[str]) -> int | None:
    """How many targets of a ranking stand above the first right one, or None if there is none."""
    wanted = [target(passage) for passage in gold]
    for position, found in enumerate(dict.fromkeys(target(passage) for passage in ranked)):
        if matches(found, wanted):
            return position
    return None


def ndcg5(above: int | None) -> float:
    """nDCG@5 where one right passage is all that is needed: 1 in first place, 0 from the sixth on.

    Where several passages are gold, each of them answers alone, so the first of them counts.

    >>> ndcg5(0), round(ndcg5(1), 3), ndcg5(5)
    (1.0, 0.631, 0.0)
    """
    return 0.0 if above is None or above >= 5 else 1 / log2(above + 2)


def own_passages(kind: str, passages: Sequence[str], gold: Sequence[str] = ()) -> list[str]:
    """The quoted passages that answer the question: a referral's own quotes are set aside unless they are gold."""
    return [p for p in passages if kind != "referral" or not p.startswith(REFERRAL_PAGES) or matches(p, gold)]


def declined(kind: str, passages: Sequence[str]) -> bool:
    """Whether a question was not answered: declined, asked back, or referred without a quote on its subject."""
    return kind in ("declined", "clarify") or (kind == "referral" and not own_passages(kind, passages))


def minmax(scores: Sequence[float]) -> list[float]:
    """Scores stretched to 0 to 1; all zero where they are all the same.

    >>> minmax([2, 4, 3])
    [0.0, 1.0, 0.5]
    """
    low, high = min(scores), max(scores)
    return [(score - low) / (high - low) if high > low else 0.0 for score in scores]


def half_and_half(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """The mean of two sets of scores, each stretched to 0 to 1."""
    return [(a + b) / 2 for a, b in zip(minmax(one), minmax(other), strict=True)]


def best_first(scores: Sequence[float]) -> list[int]:
    """Positions by falling score; the earlier one of two equals first."""
    return sorted(range(len(scores)), key=lambda position: -scores[position])


def list_is_right(shown: Sequence[str], fitting: Sequence[str], possible: int) -> bool:
    """Whether every stretch shown fits, and there are at least three, or as many as are `possible`."""
    return set(shown) <= set(fitting) and len(set(shown)) >= min(3, possible)


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions with a confidence from `low` up to `high`: how many, its mean, the share that were right to answer."""

    low: float
    high: float
    size: int
    confidence: float
    right: float


def calibration(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Confidence against truth, in bins of equal width; empty bins are left out."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for position, confidence in enumerate(confidences):
        members[min(int(confidence * bins), bins - 1)].append(position)
    return [
        Bin(
            number / bins,
            (number + 1) / bins,
            len(own),
            sum(confidences[i] for i in own) / len(own),
            sum(right[i] for i in own) / len(own),
        )
        for number, own in sorted(members.items())
    ]
