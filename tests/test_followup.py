"""What a message means after what was said before, and what is remembered of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.followup import MOST_REMEMBERED, Resolved, Topic, remember, resolve
from assistant.understanding import Reader

PIGEON = Topic(
    question="how do i do the pigeon pose", intent="how-to", stretch="modified-pigeon", areas=("buttocks",), kind="answer"
)
LISTED = Topic(
    question="which stretches for tight hamstrings",
    listed=("seated-hamstring", "chair-hamstring", "supine-hamstring-strap"),
    shown=3,
    areas=("back-of-thigh",),
    muscles=("hamstrings",),
    kind="list",
)


def after(topic: Topic, message: str, reader: Reader) -> Resolved:
    """The message read in its context, by somebody to whom no text sounds like a known question."""
    return resolve(reader.read(message), topic, lambda text: False, lambda text: False)


@pytest.mark.parametrize(
    "message",
    [
        "how long should I hold it",
        "and something easier?",
        "where should i feel it?",
        "is it safe in pregnancy",
        "what are common mistakes",
    ],
)
def test_a_question_without_a_name_is_about_the_stretch_just_explained(message: str, reader: Reader) -> None:
    resolved = after(PIGEON, message, reader)
    assert resolved.understood.stretches == ("modified-pigeon",)
    assert resolved.understood.intent == reader.read(message).intent


def test_nothing_is_filled_in_at_the_beginning(reader: Reader) -> None:
    said = reader.read("how long should I hold it")
    assert resolve(said, Topic(), lambda text: False, lambda text: False).understood == said


@pytest.mark.parametrize(
    ("message", "stretch"),
    [
        ("the first one", "seated-hamstring"),
        ("how do I do the second one?", "chair-hamstring"),
        ("number 3", "supine-hamstring-strap"),
        ("3", "supine-hamstring-strap"),
        ("the last one please", "supine-hamstring-strap"),
    ],
)
def test_an_entry_of_the_list_is_chosen_by_its_place(message: str, stretch: str, reader: Reader) -> None:
    assert after(LISTED, message, reader).understood.stretches == (stretch,)


def test_a_place_beyond_the_list_chooses_nothing(reader: Reader) -> None:
    assert after(LISTED, "the fifth one", reader).understood.stretches == ()


@pytest.mark.parametrize("message", ["more", "any others?", "show me more please", "what else", "another one"])
def test_more_goes_on_where_the_list_stopped(message: str, reader: Reader) -> None:
    resolved = after(LISTED, message, reader)
    assert resolved.skip == 3
    assert resolved.query == LISTED.question
    assert resolved.understood.areas == ("back-of-thigh",)
    assert resolved.understood.wants_list


@pytest.mark.parametrize(
    ("message", "facet", "key"),
    [
        ("and standing?", "positions", "standing"),
        ("without kneeling please", "not_positions", "kneeling"),
        ("with a towel", "equipment", "strap"),
        ("at my desk", "places", "at-desk"),
    ],
)
def test_a_facet_alone_narrows_the_last_list(message: str, facet: str, key: str, reader: Reader) -> None:
    said = after(LISTED, message, reader).understood
    assert key in getattr(said, facet)
    assert said.areas == ("back-of-thigh",)
    assert said.wants_list


def test_another_position_takes_the_place_of_the_one_asked_before(reader: Reader) -> None:
    lying = replace(LISTED, positions=("lying-on-back", "lying-on-front", "lying-on-side"))
    assert after(lying, "and standing?", reader).understood.positions == ("standing",)


def test_another_body_part_asks_the_same_again(reader: Reader) -> None:
    said = after(LISTED, "what about calves?", reader).understood
    assert said.areas == ("calves",)
    assert said.wants_list


def test_a_question_that_stands_alone_is_left_as_it_is(reader: Reader) -> None:
    said = reader.read("which stretches for my neck can I do at my desk in the office without getting up")
    assert resolve(said, LISTED, lambda text: True, lambda text: False).understood == said


def test_a_stretch_that_is_named_takes_over(reader: Reader) -> None:
    assert after(PIGEON, "how do I do the cat-cow stretch", reader).understood.stretches == ("cat-cow",)


def test_a_comparison_takes_in_the_stretch_just_explained(reader: Reader) -> None:
    assert after(PIGEON, "how is it different from child's pose, vs child's pose", reader).understood.stretches == (
        "modified-pigeon",
        "childs-pose",
    )


# ------------------------------------------------------------------ memory


def test_what_is_remembered_stays_small(reader: Reader) -> None:
    topic = Topic()
    for _ in range(5):
        said = resolve(reader.read("which stretches for my hips " * 100), topic, lambda text: True, lambda text: False)
        names = tuple(f"stretch-{n}" for n in range(100))
        topic = remember(said, topic, stretches=names, kind="list", candidates=names, areas=())
    assert len(topic.listed) <= MOST_REMEMBERED
    assert len(topic.candidates) <= MOST_REMEMBERED
    assert len(json.dumps(topic.to_json())) < 4000


@pytest.mark.parametrize("topic", [Topic(), PIGEON, LISTED], ids=["empty", "stretch", "list"])
def test_a_topic_survives_json(topic: Topic) -> None:
    assert Topic.from_json(json.loads(json.dumps(topic.to_json()))) == topic


def test_a_topic_of_a_later_version_is_read_without_what_is_unknown() -> None:
    assert Topic.from_json({**PIGEON.to_json(), "mood": "good"}) == PIGEON


# ------------------------------------------------------------------ behind a list


@pytest.mark.parametrize(
    "message", ["How often should I do these?", "what if it hurts a bit", "is a child too young for these"]
)
def test_a_question_about_a_list_is_answered_by_a_statement_and_not_by_the_list_again(message: str, reader: Reader) -> None:
    assert after(LISTED, message, reader).understood.statement


@pytest.mark.parametrize("message", ["just one, the best", "which one is best?", "which should I start with", "pick one"])
def test_of_a_list_the_first_is_the_one_to_take(message: str, reader: Reader) -> None:
    assert after(LISTED, message, reader).understood.stretches == ("seated-hamstring",)


def test_a_thing_that_is_missing_is_no_longer_wished_for(reader: Reader) -> None:
    with_towel = replace(LISTED, equipment=("strap",))
    said = after(with_towel, "without the towel", reader).understood
    assert (said.equipment, said.not_equipment) == ((), ("strap",))


def test_why_is_answered_by_something_not_yet_said(reader: Reader) -> None:
    told = Topic(question="should i stretch before a run", kind="answer", quoted=("articles/before-exercise#summary",))
    assert after(told, "why?", reader).without == told.quoted


def test_stretches_asked_for_behind_a_statement_are_listed(reader: Reader) -> None:
    told = Topic(question="should i stretch before or after running", kind="answer")
    assert after(told, "ok so give me some for after", reader).understood.listing


@pytest.mark.parametrize("message", ["other side?", "and the other leg?", "same on both sides?"])
def test_left_and_right_are_told_with_how_long_and_how_often(message: str, reader: Reader) -> None:
    assert after(PIGEON, message, reader).understood.intent == "dose"


def test_a_remark_that_it_hurts_is_about_the_stretch_just_explained(reader: Reader) -> None:
    resolved = after(PIGEON, "why does it pinch at the front of my hip", reader)
    assert resolved.understood.stretches == ("modified-pigeon",)
    assert resolved.understood.remark
