"""Words for times that people use instead of numbers: what they come to in days."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.triage import assess
from assistant.triage.durations import spells
from assistant.triage.reading import read
from assistant.triage.rules import load

TODAY = date(2026, 11, 25)


def longest(text: str) -> float:
    sentences = read(text, load().speller)
    return max((s.days for sentence in sentences for s in spells(sentence.words, TODAY) if s.role == "lasting"), default=0.0)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("a solid two months", 60, 62),
        ("month and a half since it started", 45, 46),
        ("three paydays now", 90, 93),
        ("two birthdays with this", 700, 740),
        ("been forever and a day", 200, 400),
        ("sore since the clocks changed", 28, 31),
        ("sore since the clocks went forward", 235, 245),
        ("since Tuesday week", 7, 9),
        ("since Epiphany", 320, 325),
        ("bad since the Olympics", 110, 120),
    ],
)
def test_times_without_numbers(text: str, least: float, most: float) -> None:
    assert least <= longest(text) <= most


@pytest.mark.parametrize("text", ["I love watching the Olympics, any hip stretches?", "it takes forever to warm up"])
def test_topics_are_no_times(text: str) -> None:
    assert longest(text) == 0


def test_such_times_make_a_lasting_pain() -> None:
    assert any(f.id == "S-PERSIST" for f in assess("my hip has hurt forever and a day", today=TODAY).findings)
