"""Ranking by words: a text with the words of the question stands before one without, however they are inflected."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.keywords import Keywords, words

TEXTS = [
    "Lean on a wall to stretch the calf.",
    "Kneel on a mat and sit back on your heels.",
    "Drink a glass of water after a run.",
]


@pytest.mark.parametrize(
    ("question", "best"),
    [("stretching my calves", 0), ("kneeling on the mat", 1), ("glasses of water", 2), ("WALLS?!", 0)],
)
def test_the_text_with_the_words_is_first(question: str, best: int) -> None:
    scores = Keywords(TEXTS).scores(question)
    assert scores.shape == (3,)
    assert scores.dtype == np.float32
    assert int(np.argmax(scores)) == best
    assert 0 < scores[best] <= 1


@pytest.mark.parametrize("question", ["", "   ", "the of and", "quantum chromodynamics", "\u62c9\u4f38", "\x00"])
def test_a_question_without_a_shared_word_scores_nothing(question: str) -> None:
    assert not Keywords(TEXTS).scores(question).any()


def test_coverage_is_the_share_of_the_words_that_any_text_holds() -> None:
    keywords = Keywords(TEXTS)
    assert keywords.coverage("wall") == 1
    assert 0 < keywords.coverage("wall and quantum") < 1
    assert keywords.coverage("quantum") == 0
    assert keywords.coverage("and the") == 1


def test_two_names_of_one_thing_meet() -> None:
    assert set(words("glutes")) & set(words("buttocks"))


def test_hyphens_and_apostrophes_make_no_difference() -> None:
    assert words("Runner's cool-down") == words("runners cool down") == words("runner\u2019s cool down")
