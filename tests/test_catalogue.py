"""Which stretches fit: every one that is listed has what was asked, and every one left out lacks it."""

from __future__ import annotations

import pytest

from assistant.catalogue import Wanted, fits, in_turn, matching, within
from assistant.knowledge import Document, Stretch
from assistant.vocabulary import load


@pytest.fixture(scope="module")
def stretch(documents: tuple[Document, ...]) -> Stretch:
    """The standing calf stretch."""
    found = next(document.stretch for document in documents if document.id == "stretches/standing-calf")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(areas=("calves",)),
        Wanted(areas=("neck", "calves")),
        Wanted(areas=("full-body",)),
        Wanted(muscles=("gastrocnemius",)),
        Wanted(positions=("standing", "kneeling")),
        Wanted(not_positions=("kneeling",)),
        Wanted(places=("at-desk",)),
        Wanted(equipment=("wall",)),
        Wanted(equipment=("chair",)),
        Wanted(types=("static",)),
        Wanted(levels=("beginner",)),
        Wanted(not_areas=("neck",)),
        Wanted(not_conditions=("pregnancy",)),
    ],
)
def test_the_standing_calf_stretch_fits(wanted: Wanted, stretch: Stretch) -> None:
    assert fits(stretch, wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(areas=("neck",)),
        Wanted(muscles=("soleus",)),
        Wanted(positions=("kneeling",)),
        Wanted(not_positions=("standing",)),
        Wanted(places=("in-bed",)),
        Wanted(equipment=("wall", "block")),
        Wanted(not_equipment=("wall",)),
        Wanted(no_equipment=True),
        Wanted(types=("pnf",)),
        Wanted(levels=("advanced",)),
        Wanted(not_areas=("calves",)),
        Wanted(not_conditions=("balance-trouble",)),
        Wanted(areas=("calves",), positions=("kneeling",)),
    ],
)
def test_the_standing_calf_stretch_does_not_fit(wanted: Wanted, stretch: Stretch) -> None:
    assert not fits(stretch, wanted)


SOME = [
    Wanted(areas=("back-of-thigh",), positions=("lying-on-back",)),
    Wanted(areas=("neck",), places=("at-desk",)),
    Wanted(no_equipment=True, levels=("beginner",)),
    Wanted(not_areas=("lower-back", "buttocks")),
    Wanted(not_conditions=("pregnancy", "knee-trouble")),
    Wanted(types=("dynamic",)),
]


@pytest.mark.parametrize("wanted", SOME, ids=str)
def test_listed_are_exactly_the_stretches_that_fit(wanted: Wanted, documents: tuple[Document, ...]) -> None:
    listed = matching(documents, wanted)
    assert listed
    fitting = {document.id for document in documents if document.stretch and fits(document.stretch, wanted)}
    assert {document.id for document in listed} == fitting
    assert len(listed) == len(fitting) < len([document for document in documents if document.stretch])


def test_without_a_wish_all_stretches_are_listed_and_nothing_else(documents: tuple[Document, ...]) -> None:
    assert {document.kind for document in matching(documents, Wanted())} == {"stretches"}
    assert len(matching(documents, Wanted())) == len([document for document in documents if document.stretch])


def test_stretches_for_the_area_itself_come_before_those_that_also_reach_it(documents: tuple[Document, ...]) -> None:
    listed = [document.stretch for document in matching(documents, Wanted(areas=("calves",)))]
    main = [stretch.areas[0] == "calves" for stretch in listed if stretch]
    assert main == sorted(main, reverse=True)
    assert True in main


def test_a_stretch_for_the_floor_is_not_offered_where_there_is_no_floor(documents: tuple[Document, ...]) -> None:
    floor = {key for key in load().groups["positions"] if key not in ("standing", "sitting-on-chair")}
    for place in ("no-floor", "at-desk"):
        listed = matching(documents, Wanted(places=(place,)))
        assert listed
        assert not {document.stretch.position for document in listed if document.stretch} & floor


@pytest.mark.parametrize("minutes", [1, 3, 10])
def test_only_as_many_stretches_are_taken_as_fit_into_the_minutes(minutes: int, documents: tuple[Document, ...]) -> None:
    listed = matching(documents, Wanted(levels=("beginner",)))
    chosen = within(listed, minutes)
    assert sum(document.stretch.seconds for document in chosen if document.stretch) <= minutes * 60
    assert 0 < len(chosen) < len(listed)
    assert within(listed, None) == listed


def test_a_side_that_is_done_twice_takes_twice_as_long(stretch: Stretch) -> None:
    both = stretch.model_copy(update={"sides": "both"})
    assert stretch.sides == "each"
    assert stretch.seconds == 2 * both.seconds


def test_of_several_parts_asked_for_each_has_its_turn(documents: tuple[Document, ...]) -> None:
    parts = ("calves", "neck", "lower-back")
    mixed = in_turn(matching(documents, Wanted(areas=parts)), parts)
    assert [document.stretch.areas[0] for document in mixed[:6] if document.stretch] == [*parts, *parts]


def test_taking_turns_loses_and_repeats_nothing(documents: tuple[Document, ...]) -> None:
    parts = ("shins", "wrists-hands")
    found = matching(documents, Wanted(areas=parts))
    assert sorted(d.id for d in in_turn(found, parts)) == sorted(d.id for d in found)


def test_one_part_alone_keeps_the_order(documents: tuple[Document, ...]) -> None:
    found = matching(documents, Wanted(areas=("neck",)))
    assert in_turn(found, ("neck",)) == found
