"""Where things are: an explicit choice beats the environment, the environment beats what ships."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.settings import Settings, built_in_knowledge, default_index


def test_without_any_choice_the_shipped_knowledge_and_the_default_model_are_used() -> None:
    settings = Settings.of(environment={})
    assert settings.knowledge == (built_in_knowledge(),)
    assert settings.model is None
    assert settings.emergency_number is None


def test_a_checkout_keeps_the_index_of_the_shipped_knowledge_in_its_own_folder() -> None:
    root = Path(__file__).parent.parent
    assert Settings.of(environment={}).index == root / "index"


def test_other_knowledge_gets_an_index_of_its_own(tmp_path: Path) -> None:
    one, other = default_index([tmp_path / "one"]), default_index([tmp_path / "other"])
    assert len({one, other, default_index([built_in_knowledge()])}) == 3
    assert one == default_index([tmp_path / "one"])


def test_the_environment_names_folders_model_and_number(tmp_path: Path) -> None:
    environment = {
        "STRETCH_KNOWLEDGE": os.pathsep.join([str(tmp_path / "mine"), "built-in"]),
        "STRETCH_INDEX": str(tmp_path / "index"),
        "STRETCH_MODEL": "some/model",
        "STRETCH_EMERGENCY_NUMBER": "112",
    }
    settings = Settings.of(environment=environment)
    assert settings.knowledge == (tmp_path / "mine", built_in_knowledge())
    assert settings.index == tmp_path / "index"
    assert settings.model == "some/model"
    assert settings.emergency_number == "112"


@pytest.mark.parametrize(
    ("choice", "variable"),
    [("index", "STRETCH_INDEX"), ("model", "STRETCH_MODEL"), ("emergency_number", "STRETCH_EMERGENCY_NUMBER")],
)
def test_an_explicit_choice_beats_the_environment(choice: str, variable: str, tmp_path: Path) -> None:
    chosen = str(tmp_path / "chosen")
    settings = Settings.of(**{choice: chosen}, environment={variable: str(tmp_path / "from-environment")})
    assert str(getattr(settings, choice)) == chosen


def test_explicit_knowledge_beats_the_environment(tmp_path: Path) -> None:
    settings = Settings.of([tmp_path / "mine"], environment={"STRETCH_KNOWLEDGE": str(tmp_path / "other")})
    assert settings.knowledge == (tmp_path / "mine",)


def test_an_empty_variable_is_no_choice() -> None:
    names = ("STRETCH_KNOWLEDGE", "STRETCH_INDEX", "STRETCH_MODEL", "STRETCH_EMERGENCY_NUMBER")
    assert Settings.of(environment=dict.fromkeys(names, "")) == Settings.of(environment={})
