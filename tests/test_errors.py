"""Every error a person may meet is one family, so that a surface catches them all."""

from __future__ import annotations

import inspect

import pytest

from assistant import errors
from assistant.triage import RulesError

FAMILY = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", FAMILY, ids=lambda kind: kind.__name__)
def test_every_error_is_an_assistant_error_and_says_what_it_stands_for(kind: type[Exception]) -> None:
    assert issubclass(kind, errors.AssistantError)
    assert kind.__doc__


def test_there_is_one_error_for_each_thing_that_can_be_wrong() -> None:
    assert {kind.__name__ for kind in FAMILY} >= {"KnowledgeError", "ModelError", "IndexFault", "RulesError", "InputError"}


def test_a_fault_in_the_triage_rules_is_shown_as_a_sentence_too() -> None:
    assert issubclass(RulesError, errors.AssistantError)
