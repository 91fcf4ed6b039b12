"""The second net asks about what the rules miss, and changes nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from assistant import second_net, triage
from assistant.conversation import Assistant, ConversationState
from assistant.second_net import SecondNet
from assistant.settings import Settings
from assistant.triage import Level


def net(threshold: float) -> SecondNet:
    """The shipped net with another threshold."""
    return replace(second_net.load(), threshold=threshold)


@pytest.fixture
def alarmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A net that doubts every message."""
    doubtful = net(-100.0)
    monkeypatch.setattr(second_net, "load", lambda: doubtful)


def test_the_exemplars_are_of_both_kinds_and_none_stands_there_twice() -> None:
    shipped = second_net.load()
    assert any(weight > 0 for weight in shipped.weights)
    assert any(weight < 0 for weight in shipped.weights)
    assert len({*shipped.exemplars}) == len(shipped.exemplars)


def test_the_score_grows_with_likeness_to_a_symptom_and_falls_with_likeness_to_a_harmless_message() -> None:
    small = SecondNet(("my foot is numb", "which stretch?"), (1.0, -1.0), 0.0, 1.0, 0.5)
    assert small.score(np.array([0.5, 0.5], dtype=np.float32)) == pytest.approx(0.0)
    assert small.doubts(np.array([1.0, 0.0], dtype=np.float32))
    assert not small.doubts(np.array([0.0, 1.0], dtype=np.float32))


def test_nothing_is_doubted_by_an_index_with_other_exemplars_or_before_the_model_is_there() -> None:
    small = SecondNet(("my foot is numb",), (1.0,), 9.0, 1.0, 0.5)
    assert not small.doubts(np.ones(3, dtype=np.float32))
    assert not small.doubts(np.zeros(1, dtype=np.float32))


def test_a_doubted_message_is_answered_with_a_notice_and_one_check_question(assistant: Assistant, alarmed: None) -> None:
    reply, state = assistant.turn("How do I do the figure-four stretch?", ConversationState())
    assert reply.notice
    assert reply.check_question == triage.CHECK_QUESTION
    assert reply.kind == "answer"
    assert reply.quotes
    again, _ = assistant.turn("How long should I hold it?", state)
    assert again.notice is None
    assert again.check_question is None


def test_yes_to_the_question_of_the_second_net_is_referred(assistant: Assistant, alarmed: None) -> None:
    _, state = assistant.turn("How do I do the figure-four stretch?", ConversationState())
    reply, _ = assistant.turn("yes", state)
    assert reply.verdict.level >= Level.SEE_PROFESSIONAL


@pytest.mark.parametrize("message", ["I can't pee and my back hurts", "my foot is numb", "my knee has hurt for 8 weeks"])
def test_what_the_rules_found_is_left_as_it_is(message: str, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    calm_net, alarmed_net = net(100.0), net(-100.0)
    monkeypatch.setattr(second_net, "load", lambda: calm_net)
    calm = assistant.reply(message)
    monkeypatch.setattr(second_net, "load", lambda: alarmed_net)
    assert assistant.reply(message) == calm


def test_no_verdict_is_lowered_by_asking() -> None:
    for message in ("I can't pee and my back hurts", "my foot is numb", "I am pregnant", "tight calves"):
        verdict = triage.assess(message)
        assert triage.ask(verdict).level == verdict.level
        assert triage.ask(verdict).findings == verdict.findings
        assert triage.ask(verdict).withheld == verdict.withheld


def test_another_model_has_no_second_net(assistant: Assistant, alarmed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant, "settings", Settings.of(model="another"))
    assert assistant.reply("How do I do the figure-four stretch?").notice is None


@pytest.mark.parametrize(
    ("message", "doubted"),
    [
        ("since the tackle my thumb has looked crooked and cannot close round a cup", True),
        ("half of my foot stopped answering me this morning, and I keep stumbling", True),
        ("which hamstring stretch is best after a long drive?", False),
        ("thanks, and how long should each one last?", False),
    ],
)
def test_the_shipped_exemplars_tell_a_symptom_from_a_question(message: str, doubted: bool, assistant: Assistant) -> None:
    assert second_net.load().doubts(assistant.composer.retriever.likeness(second_net.read_as(message))) == doubted
