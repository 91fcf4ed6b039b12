"""Properties that hold for any message: harmless text, case, punctuation, typos, denial, any Unicode."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.triage import Level, TriageState, assess

TODAY = date(2025, 11, 25)
RELAXED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SYMPTOMS = [
    "My back hurts and I cannot urinate since yesterday",
    "There is numbness between my legs since my back went",
    "Crushing pain in my chest and I am sweating",
    "I fell off a ladder yesterday and my spine hurts",
    "My face dropped on one side this morning",
    "My foot slaps the floor when I walk, new this week",
    "My left calf is swollen, hot and tender",
    "The tingling has spread from my toes to my knee since Monday",
    "There is tingling in my left foot",
    "My shoulder has been hurting for three months",
    "I strained my hamstring yesterday",
    "My knee gives way on the stairs, unchanged for years",
    "I am pregnant, which stretches are good",
    "I have osteoporosis but nothing hurts",
]
HARMLESS = [
    "Which stretch is best for tight hips?",
    "Thank you.",
    "I am 45 and sit at a desk.",
    "How long should I hold it?",
    "My dog likes yoga too.",
    "The weather is lovely today.",
    "I have a mat and a strap.",
    "Please answer soon!",
    "I usually stretch in the evening.",
    "What do you think?",
]
DENIED = [
    "no {}",
    "I have no {}",
    "I don't have any {}",
    "there is no {}",
    "never any {}",
    "without {}",
    "{}? no",
    "{}: none",
    "I have not had {}",
]
ITEMS = ["numbness", "tingling", "weakness", "pins and needles", "swelling", "pain in my back", "chest pain", "fever"]


@RELAXED
@given(st.sampled_from(SYMPTOMS), st.lists(st.sampled_from(HARMLESS), max_size=3), st.booleans())
def test_harmless_text_beside_a_symptom_never_lowers_its_level(symptom: str, extra: list[str], before: bool) -> None:
    alone = assess(symptom, today=TODAY).level
    parts = [*extra, symptom + "."] if before else [symptom + ".", *extra]
    assert assess(" ".join(parts), today=TODAY).level >= alone


@RELAXED
@given(st.sampled_from(SYMPTOMS), st.data())
def test_case_and_end_marks_change_nothing(symptom: str, data: st.DataObject) -> None:
    level = assess(symptom, today=TODAY).level
    shuffled = "".join(c.upper() if data.draw(st.booleans()) else c.lower() for c in symptom)
    end = data.draw(st.sampled_from(["", ".", "!", "?", "...", "!!!", " :)"]))
    assert assess(shuffled + end, today=TODAY).level is level


@pytest.mark.parametrize("symptom", SYMPTOMS)
def test_losing_the_commas_does_not_lower_the_level(symptom: str) -> None:
    assert assess(symptom.replace(",", ""), today=TODAY).level >= assess(symptom, today=TODAY).level


@pytest.mark.parametrize(
    "message",
    [
        "I can't feel my toes",
        "it isn't only tight, it's tingling in my foot",
        "my knee won't straighten since the twist",
        "my foot's numb",
    ],
)
@pytest.mark.parametrize("mark", ["", "\u2019", "\u02bc", "`"])
def test_apostrophes_of_any_kind_or_none_change_nothing(message: str, mark: str) -> None:
    assert assess(message.replace("'", mark), today=TODAY).level is assess(message, today=TODAY).level


LONG_WORDS = ["numbness", "tingling", "weakness", "swollen", "hamstring", "shoulder", "pregnant"]


@RELAXED
@given(st.sampled_from([s for s in SYMPTOMS if any(w in s.lower() for w in LONG_WORDS)]), st.data())
def test_one_edit_in_a_long_symptom_word_changes_nothing(symptom: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from([w for w in LONG_WORDS if w in symptom.lower()]))
    at = data.draw(st.integers(1, len(word) - 2))
    kind = data.draw(st.sampled_from(["drop", "double", "swap", "replace"]))
    letters = list(word)
    if kind == "drop":
        del letters[at]
    elif kind == "double":
        letters.insert(at, letters[at])
    elif kind == "swap":
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    else:
        letters[at] = "x"
    typed = re.sub(word, "".join(letters), symptom, flags=re.IGNORECASE)
    assert assess(typed, today=TODAY).level >= assess(symptom, today=TODAY).level


@RELAXED
@given(st.sampled_from(DENIED), st.sampled_from(ITEMS))
def test_denying_a_finding_lowers_it(frame: str, item: str) -> None:
    assert assess(frame.format(item), today=TODAY).level is Level.NONE


@RELAXED
@given(st.lists(st.sampled_from(ITEMS), min_size=2, max_size=5, unique=True))
def test_denying_a_whole_list_lowers_every_item(items: list[str]) -> None:
    text = "no " + ", ".join(items[:-1]) + " or " + items[-1]
    assert assess(text, today=TODAY).level is Level.NONE


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_goes_through_and_quotes_stay_exact(message: str) -> None:
    verdict = assess(message, today=TODAY)
    for finding in verdict.findings:
        assert message[finding.start : finding.end] == finding.said
    assert TriageState.from_json(verdict.state.to_json()).to_json() == verdict.state.to_json()


@RELAXED
@given(st.sampled_from(SYMPTOMS), st.text(max_size=80))
def test_any_turn_after_an_emergency_leaves_it_standing(symptom: str, then: str) -> None:
    first = assess(symptom, today=TODAY)
    if first.level is Level.EMERGENCY:
        assert assess(then, first.state, today=TODAY).level is Level.EMERGENCY
