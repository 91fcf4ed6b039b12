"""The measures of the evaluation, and the question sets themselves."""

from __future__ import annotations

import doctest

import pytest

from assistant.knowledge import Stretch, load
from assistant.passages import cut_all
from assistant.settings import built_in_knowledge
from tests.evaluation import facets, measures, sets
from tests.evaluation.facets import areas_of, fits, possible, surely_fits
from tests.evaluation.measures import (
    Table,
    Tally,
    best_first,
    calibration,
    declined,
    half_and_half,
    list_is_right,
    matches,
    minmax,
    ndcg5,
    own_passages,
    place,
)

SETS = ("retrieval", "article", "names", "out-of-scope", "lists", "conversations")
TRIAGE = [f"triage/{file.stem}" for file in sorted((sets.QUESTIONS / "triage").glob("*.jsonl"))]


@pytest.fixture(scope="module")
def passages() -> list[str]:
    return [passage.id for passage in cut_all(load([built_in_knowledge()]).documents)]


@pytest.fixture(scope="module")
def stretches() -> dict[str, Stretch]:
    return {d.stretch.id: d.stretch for d in load([built_in_knowledge()]).documents if d.stretch}


def test_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(measures).attempted >= 5
    assert doctest.testmod(measures).failed == 0


def test_a_tally_of_nothing_has_no_share() -> None:
    assert str(Tally()) == "-"
    assert Tally().share == 0


def test_a_table_keeps_the_order_of_its_measures_and_shows_empty_columns() -> None:
    table = Table(("open", "aside"))
    table.add("second thought", "open", True)
    table.add("another", "aside", False)
    lines = str(table).splitlines()
    assert [line.split()[0] for line in lines] == ["open", "second", "another"]
    assert lines[1].endswith("-")


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        (["articles/a#one"], True),
        (["articles/a#*"], True),
        (["articles/a#on"], False),
        (["articles/b#*", "articles/a#one"], True),
        ([], False),
    ],
)
def test_gold_is_an_id_or_a_beginning(gold: list[str], found: bool) -> None:
    assert matches("articles/a#one", gold) is found


def test_a_stretch_page_stands_once_in_a_ranking_and_any_section_of_it_counts() -> None:
    ranked = ["stretches/a#summary", "stretches/a#breathing", "articles/x#one", "stretches/b#how-to-do-it"]
    assert place(ranked, ["stretches/b#breathing"]) == 2
    assert place(ranked, ["articles/x#*"]) == 1
    assert place(ranked, ["articles/x#two"]) is None


def test_ndcg_falls_with_every_place_and_ends_at_the_fifth() -> None:
    gains = [ndcg5(above) for above in (0, 1, 2, 3, 4)]
    assert gains == sorted(gains, reverse=True)
    assert (gains[0], ndcg5(5), ndcg5(None)) == (1.0, 0.0, 0.0)


def test_a_referrals_own_quotes_do_not_answer_unless_they_are_the_gold() -> None:
    quotes = ["articles/see-a-professional#a-fresh-injury", "articles/hold-time#summary"]
    assert own_passages("referral", quotes) == quotes[1:]
    assert own_passages("referral", quotes, ["articles/see-a*"]) == quotes
    assert own_passages("answer", quotes) == quotes


@pytest.mark.parametrize(
    ("kind", "quotes", "not_answered"),
    [
        ("declined", [], True),
        ("clarify", [], True),
        ("answer", ["articles/hold-time#summary"], False),
        ("referral", ["articles/urgent-signs#summary"], True),
        ("referral", ["articles/urgent-signs#summary", "stretches/a#summary"], False),
    ],
)
def test_declined_means_that_nothing_on_the_subject_is_quoted(kind: str, quotes: list[str], not_answered: bool) -> None:
    assert declined(kind, quotes) is not_answered


def test_scores_are_mixed_half_and_half_on_one_scale() -> None:
    assert minmax([3, 3]) == [0.0, 0.0]
    assert half_and_half([0, 10], [5, 0]) == [0.5, 0.5]
    assert best_first([0.1, 0.9, 0.9]) == [1, 2, 0]


@pytest.mark.parametrize(
    ("shown", "can_be", "right"),
    [(["a", "b", "c"], 4, True), (["a", "b"], 4, False), (["a"], 1, True), (["a", "x", "b"], 4, False), ([], 0, True)],
)
def test_a_list_fits_whole_and_has_three_where_three_exist(shown: list[str], can_be: int, right: bool) -> None:
    assert list_is_right(shown, ["a", "b", "c", "d"], can_be) is right


def test_calibration_counts_each_question_once_and_leaves_out_empty_bins() -> None:
    bins = calibration([0.05, 0.95, 1.0, 0.91], [False, True, True, False])
    assert [(found.low, found.size) for found in bins] == [(0.0, 1), (0.9, 3)]
    assert bins[1].right == pytest.approx(2 / 3)


def test_the_writers_words_lead_to_areas_of_the_vocabulary() -> None:
    assert areas_of(["hips-glutes"]) == {"hips", "buttocks"}
    assert areas_of(["inner thighs"]) == {"groin"}
    with pytest.raises(KeyError, match="elsewhere"):
        areas_of(["elsewhere"])


def test_stretches_fit_by_area_position_and_what_is_at_hand(stretches: dict[str, Stretch]) -> None:
    strap = stretches["supine-hamstring-strap"]
    assert fits(strap, {"areas": ["hamstrings"], "position": "lying", "equipment": "towel"})
    assert not fits(strap, {"not_position": "floor"})
    assert not fits(strap, {"equipment": "none"})
    assert not fits(stretches["standing-calf"], {"areas": ["neck"]})
    assert fits(stretches["neck-side-bend"], {"areas": ["full-body"]})


def test_a_chair_may_mean_sitting_on_it(stretches: dict[str, Stretch]) -> None:
    assert all(fits(stretches[name], {"equipment": "chair"}) for name in ("chair-figure-four", "standing-quad"))
    assert surely_fits(stretches["chair-figure-four"], {"equipment": "chair"})
    assert not surely_fits(stretches["standing-quad"], {"equipment": "chair"})


def test_only_so_many_stretches_fit_into_the_minutes(stretches: dict[str, Stretch]) -> None:
    assert possible(stretches.values(), None) == len(stretches)
    assert 0 < possible(stretches.values(), 3) < possible(stretches.values(), 10) < len(stretches)


@pytest.mark.parametrize("name", [*SETS, *TRIAGE])
def test_rows_are_labelled_and_no_id_stands_twice(name: str) -> None:
    rows = sets.load(name)
    assert rows
    assert len({row.id for row in rows}) == len(rows)
    assert {row.half for row in rows} <= set(sets.HALVES)
    assert all(row.author for row in rows)


def test_the_sets_are_as_large_as_they_should_be() -> None:
    sizes = {name: len(sets.load(name)) for name in SETS}
    assert sizes["retrieval"] >= 200
    assert sizes["conversations"] >= 40
    assert sizes["out-of-scope"] >= 100
    assert sum(len(sets.load(name)) for name in TRIAGE) >= 1500


@pytest.mark.parametrize("name", ["retrieval", "article"])
def test_every_gold_passage_exists(name: str, passages: list[str]) -> None:
    wanted = {gold for row in sets.load(name) for gold in row.gold}
    assert {gold for gold in wanted if not any(matches(passage, [gold]) for passage in passages)} == set()


def test_every_stretch_and_every_facet_named_exists(stretches: dict[str, Stretch]) -> None:
    named = {row.data["stretch"] for row in sets.load("names")}
    named |= {turn["stretch"] for row in sets.load("conversations") for turn in row.data["expect"] if turn["stretch"]}
    assert named <= set(stretches)
    for row in sets.load("lists"):
        areas_of(word for word in row.data.get("areas", []) if word not in facets.ANYWHERE)
        any(fits(stretch, row.data) for stretch in stretches.values())
