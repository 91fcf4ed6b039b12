"""The fixed sentences: none names an illness, none promises anything, and all are whole when filled in."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

import pytest

from assistant import wording
from assistant.conversation import CONDITIONS, LASTING, QUOTED
from assistant.knowledge import Document
from assistant.passages import cut_all
from assistant.triage import CHECK_QUESTION, Level, rules
from assistant.vocabulary import load

ILLNESSES = re.compile(
    r"\b(cauda|equina|stroke|infarct\w*|heart attack|angina|"
    r"embol\w+|thrombo\w+|clots?|dvt|sciatica|herni\w+|slipped|prolapse\w*|discs?|"
    r"arthritis|fractures?|broken|torn|tears?|ruptures?|sprains?|strains?|tendinitis|tendinopathy|fasciitis|fibromyalgia|tumou?rs?|"
    r"infection|mening\w+|dissection|aneurysm|myelopathy|neuropathy|stenosis|syndrome|spondyl\w+|osteoporosis|diabet\w+|gout|bursitis|"
    r"impingement|trapped nerve|pinched nerve|compartment|rhabdo\w*|sepsis|blood pressure)\b",
    re.IGNORECASE,
)
PROMISES = re.compile(
    r"\b(guarantee\w*|cures?|cured|heals?|healed|"
    r"will (help|fix|cure|relieve|go away|get better|be fine|improve|feel better)|promise\w*|"
    r"definitely|certainly|nothing to worry|don't worry|harmless|nothing serious|perfectly safe|"
    r"you are fine|you're fine|you have|you've got|"
    r"it is (probably|likely)|diagnos\w+)\b",
    re.IGNORECASE,
)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from strings(entry)
    elif isinstance(value, tuple):
        for entry in value:
            yield from strings(entry)


SENTENCES = sorted(
    {text for name, value in vars(wording).items() if name.isupper() for text in strings(value)} | {CHECK_QUESTION}
)


def test_there_are_sentences_to_look_at() -> None:
    assert len(SENTENCES) > 30


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_sentence_names_an_illness_or_promises_anything(sentence: str) -> None:
    assert ILLNESSES.findall(sentence) == []
    assert PROMISES.findall(sentence) == []


@pytest.mark.parametrize(
    "sentence", ["You have a slipped disc.", "This will help.", "It is probably a strain.", "That is harmless."]
)
def test_a_sentence_of_that_kind_would_be_noticed(sentence: str) -> None:
    assert ILLNESSES.search(sentence) or PROMISES.search(sentence)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_has_no_other_gaps_than_those_that_are_filled(sentence: str) -> None:
    gaps = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    assert gaps <= {"number", "said", "shown", "total"}


def test_every_level_that_says_something_has_a_referral_in_the_persons_own_words() -> None:
    assert {level.label for level in Level if level > Level.NONE} <= set(wording.REFERRAL)
    for text in (*wording.REFERRAL.values(), *wording.BY_ID.values()):
        assert "{said}" in text
    for label in ("emergency", "urgent"):
        assert "{number}" in wording.REFERRAL[label]


def test_an_emergency_is_told_to_call_now_and_an_urgent_matter_to_be_seen_today() -> None:
    levels = {rule.id: rule.level for rule in rules()}
    for text in [
        wording.REFERRAL["emergency"],
        *(text for name, text in wording.BY_ID.items() if levels[name] == Level.EMERGENCY),
    ]:
        assert re.search(r"\bnow\b|\btoday\b", text), text
        assert "{number}" in text, text
    for text in [wording.REFERRAL["urgent"], *(text for name, text in wording.BY_ID.items() if levels[name] == Level.URGENT)]:
        assert re.search(r"\btoday\b|\bnow\b", text), text


def test_sentences_for_single_findings_belong_to_findings_that_exist() -> None:
    known = {rule.id for rule in rules()}
    assert set(wording.BY_ID) - known == set()
    assert set(LASTING) - known == set()
    assert set(CONDITIONS) - known == set()
    assert set(CONDITIONS.values()) <= set(load().groups["conditions"])


def test_every_finding_is_answered_with_a_passage_that_exists(documents: tuple[Document, ...]) -> None:
    passages = {passage.id for passage in cut_all(documents)}
    findings = {rule.id for rule in rules()}
    assert len(findings) > 20
    assert sorted(findings - set(QUOTED)) == []
    assert {name: passage for name, passage in QUOTED.items() if passage not in passages} == {}
    assert sorted(set(QUOTED) - findings) == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("a",), "\u201ca\u201d"),
        (("a", "b"), "\u201ca\u201d and \u201cb\u201d"),
        (("a", "b", "c"), "\u201ca\u201d, \u201cb\u201d and \u201cc\u201d"),
    ],
)
def test_the_persons_words_stand_in_quotation_marks(words: tuple[str, ...], shown: str) -> None:
    assert wording.quoted(words) == shown
