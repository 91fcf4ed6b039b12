"""The second net asks about what the rules miss, and changes nothing else."""

import json
from importlib import resources

import numpy as np
import pytest

from assistant import second_net, triage
from assistant.conversation import Assistant, ConversationState
from assistant.second_net import SecondNet
from assistant.settings import Settings
from assistant.triage import Level


@pytest.fixture
def alarmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A net that doubts every message."""
    monkeypatch.setattr(second_net, "load", lambda: SecondNet((0.0,) * 384, 0.0, 0.0))


def test_the_shipped_weights_fit_the_default_model() -> None:
    data = json.loads(resources.files("assistant").joinpath("second_net.json").read_text("utf-8"))
    assert len(data["weights"]) == 384
    assert 0 < data["threshold"] < 1


def test_likelihood_grows_along_the_weights() -> None:
    net = SecondNet((1.0, -1.0), 0.0, 0.6)
    assert net.likelihood(np.array([0.0, 0.0], dtype=np.float32)) == pytest.approx(0.5)
    assert net.doubts(np.array([1.0, 0.0], dtype=np.float32))
    assert not net.doubts(np.array([0.0, 1.0], dtype=np.float32))


def test_a_vector_of_another_model_is_never_doubted() -> None:
    assert not SecondNet((1.0, 1.0), 9.0, 0.1).doubts(np.ones(3, dtype=np.float32))


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
    monkeypatch.setattr(second_net, "load", lambda: SecondNet((0.0,) * 384, 0.0, 1.0))
    calm = assistant.reply(message)
    monkeypatch.setattr(second_net, "load", lambda: SecondNet((0.0,) * 384, 0.0, 0.0))
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
def test_the_shipped_weights_tell_a_symptom_from_a_question(message: str, doubted: bool, assistant: Assistant) -> None:
    vector = assistant.composer.retriever.embedded(second_net.read_as(message))
    assert second_net.load().doubts(vector) == doubted
