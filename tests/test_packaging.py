"""An installed wheel is whole: knowledge, rules, pictures' data and the window's files come with it, no checkout needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def files(folder: str, *endings: str, inside: str) -> list[str]:
    """Where the files of a folder with these endings should stand in the wheel."""
    root = ROOT / folder
    return [f"{inside}/{file.relative_to(root).as_posix()}" for file in root.rglob("*") if file.suffix in endings]


NEEDED = {
    "knowledge": files("knowledge", ".md", ".yaml", inside="assistant/_knowledge"),
    "data": files("assistant", ".toml", ".json", ".css", ".js", ".png", inside="assistant"),
    "code": files("assistant", ".py", inside="assistant"),
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `make wheel` would build, with the build backend that is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel installed into a folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), str(wheel)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return folder


def in_the_installed(folder: Path, *arguments: str) -> str:
    """What python prints when the installed package, and not the checkout, is the one that is found."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STRETCH_")}
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**environment, "PYTHONPATH": str(folder)},
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.mark.parametrize("kind", NEEDED)
def test_the_wheel_contains_every_file_that_is_read(kind: str, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert len(NEEDED[kind]) > 10
    assert sorted(set(NEEDED[kind]) - names) == []


def test_what_is_needed_covers_what_the_checks_are_about() -> None:
    every = [name for names in NEEDED.values() for name in names]
    for end in (
        "_knowledge/vocabulary.yaml",
        "_knowledge/ways-of-asking.yaml",
        "_knowledge/figures/modified-pigeon.yaml",
        "_knowledge/stretches/modified-pigeon.md",
        "triage/rules.toml",
        "assistant/weights.json",
        "assistant/intents.toml",
        "window/look.css",
        "window/behaviour.js",
    ):
        assert any(name.endswith(end) for name in every), end


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert [name for name in names if not name.startswith(("assistant/", "stretch_assistant-"))] == []
    assert [name for name in names if name.endswith((".pyc", ".faiss", ".npz"))] == []


def test_the_installed_package_uses_its_own_knowledge_and_an_index_in_the_cache(installed: Path) -> None:
    code = (
        "import json; from assistant import settings; s = settings.Settings.of(environment={}); "
        "print(json.dumps([settings.__file__, str(s.knowledge[0]), str(s.index)]))"
    )
    module, knowledge, index = json.loads(in_the_installed(installed, "-c", code))
    assert module.startswith(str(installed))
    assert knowledge == str(installed / "assistant" / "_knowledge")
    assert "stretch-assistant" in index
    assert not index.startswith((str(ROOT), str(installed)))


def test_the_installed_commands_find_their_files(installed: Path) -> None:
    shown = json.loads(in_the_installed(installed, "-m", "assistant", "show", "--json", "balasana"))
    assert shown["document"] == "stretches/childs-pose"
    verdict = json.loads(
        in_the_installed(installed, "-m", "assistant", "check", "--json", "my back hurts and I can't feel it when I wipe")
    )
    assert verdict["level"] == "emergency"
    listed = json.loads(in_the_installed(installed, "-m", "assistant", "list", "--json", "--area", "calves"))
    assert "standing-calf" in [page["id"] for page in listed]


def test_the_installed_package_draws_its_pictures(installed: Path) -> None:
    file = installed / "pigeon.svg"
    in_the_installed(installed, "-m", "assistant", "show", "modified-pigeon", "--svg", str(file))
    assert file.read_text("utf-8").startswith("<svg")


def test_the_command_is_called_stretch(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (entry,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        assert "stretch = assistant.cli:main" in archive.read(entry).decode()


def test_everything_that_is_installed_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = {
        line.split("==")[0].lower() for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if "==" in line
    }
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = [name.split(">")[0].split("=")[0].split("<")[0].strip().lower() for name in wanted]
    assert len(names) > 15
    assert [name for name in names if name not in pinned] == []
