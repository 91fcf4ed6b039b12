"""The closed vocabulary: whole, without doubles, and refused with a sentence when it is not what it should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import KnowledgeError
from assistant.vocabulary import GROUPS, load


def test_every_group_has_terms_and_every_term_a_name_and_words() -> None:
    vocabulary = load()
    assert set(vocabulary.groups) == set(GROUPS)
    for group, terms in vocabulary.groups.items():
        assert terms, group
        for key, term in terms.items():
            assert term.key == key
            assert term.name, (group, key)
            assert all(word == word.lower().strip() and word for word in term.words), (group, key)


def test_every_muscle_belongs_to_a_known_area() -> None:
    vocabulary = load()
    areas = vocabulary.groups["areas"]
    muscles = vocabulary.groups["muscles"]
    assert {term.key: term.area for term in muscles.values() if term.area not in areas} == {}


@pytest.mark.parametrize(
    ("group", "said", "key"),
    [
        ("areas", "back-of-thigh", "back-of-thigh"),
        ("areas", "Hamstrings", "back-of-thigh"),
        ("areas", "bum", "buttocks"),
        ("areas", " calf ", "calves"),
        ("equipment", "towel", "strap"),
        ("areas", "bonnet", None),
    ],
)
def test_a_key_a_name_or_an_everyday_word_leads_to_the_term(group: str, said: str, key: str | None) -> None:
    assert load().key(group, said) == key


def test_an_unknown_key_stands_for_itself() -> None:
    assert load().name("areas", "calves") == "calves"
    assert load().name("areas", "no-such-area") == "no-such-area"


@pytest.mark.parametrize(
    "text",
    [
        "areas: [",
        "areas: {neck: {name: neck}}",
        "areas: {neck: 3}",
        "just a text",
        "",
        "areas: {neck: {name: neck, words: null}}",
    ],
)
def test_a_faulty_file_is_refused_with_its_name_and_what_was_expected(text: str, tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        load(file)
    assert str(file) in str(fault.value)
    assert "expected the groups areas, muscles" in str(fault.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"absent\.yaml"):
        load(tmp_path / "absent.yaml")


def test_every_occasion_tires_parts_of_the_body_that_exist() -> None:
    groups = load().groups
    tired = {key: term.areas for key, term in groups["occasions"].items() if key != "none"}
    assert all(areas and set(areas) <= set(groups["areas"]) for areas in tired.values())


def test_a_phrase_stands_for_one_occasion_only() -> None:
    words = [word for term in load().groups["occasions"].values() for word in term.words]
    assert len(words) == len(set(words))
