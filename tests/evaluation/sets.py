"""The question sets of tests/questions as rows, one JSON object a line; its README says who wrote what."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.index import Index
from assistant.settings import built_in_knowledge

QUESTIONS = Path(__file__).parent.parent / "questions"
OPEN, ASIDE = HALVES = ("open", "aside")
"""The half that may be looked at and fitted on, and the half that is only counted."""

OPEN_TRIAGE = (
    *(
        f"triage/author-{author}"
        for author in (
            "a",
            "b",
            "c",
            "e-open",
            "g",
            "h",
            "i",
            "j",
            "k",
            "m",
            "n",
            "q",
            "r",
            "s",
            "u-open",
            "w",
            "x",
            "y",
            "z",
            "aa",
            "ab",
            "ja",
        )
    ),
    *(f"triage/{name}" for name in ("conversations", "conversations-c", "rule-author")),
)
"""The triage sets that may be looked at; any other is aside."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question or conversation; `data` is the whole line, gold answers included."""

    id: str
    author: str
    half: str
    data: Mapping[str, Any]

    @property
    def text(self) -> str:
        return str(self.data["text"])

    @property
    def gold(self) -> tuple[str, ...]:
        """Ids of the passages that answer; a trailing * stands for any ending."""
        return tuple(self.data["gold"])


def load(name: str) -> list[Row]:
    """The rows of one set, such as "retrieval" or "triage/author-a", in order.

    A triage file belongs to one half as a whole; its author is what its name ends in.
    """
    lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    author, half = name.rpartition("-")[2], OPEN if name in OPEN_TRIAGE else ASIDE
    return [Row(data["id"], data.get("author", author), data.get("half", half), data) for data in map(json.loads, lines)]


def _worded(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def unseen(index: Index) -> Callable[[Iterable[Row]], list[Row]]:
    """A filter that leaves out rows worded just like a way of asking that the knowledge itself holds.

    Short questions ("what are hip flexors") come to more than one mind; nothing is scored on what it was given.
    """
    ways = yaml.safe_load((built_in_knowledge() / "ways-of-asking.yaml").read_text(encoding="utf-8"))
    known = {_worded(question) for passage in index.passages for question in passage.questions}
    known |= {_worded(question) for questions in ways.values() for question in questions}
    return lambda rows: [row for row in rows if "text" not in row.data or _worded(row.text) not in known]
