"""Where things are: folders, model and the few choices an operator has. Nothing here reads the network."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

BUILT_IN = "built-in"
"""Stands for the knowledge that ships with the package, wherever a knowledge path may be given."""

HERE = Path(__file__).resolve().parent


def built_in_knowledge() -> Path:
    """The folder of the shipped knowledge: inside an installed wheel, or beside `assistant/` in a checkout."""
    packaged = HERE / "_knowledge"
    return packaged if packaged.is_dir() else HERE.parent / "knowledge"


def default_index(knowledge: Sequence[Path]) -> Path:
    """Where the index is kept unless told: `index/` of a checkout for the shipped knowledge, else the cache.

    Other knowledge gets a folder of its own in the user's cache, so that two collections never
    overwrite each other's index.
    """
    checkout = HERE.parent / "index"
    if list(knowledge) == [built_in_knowledge()] and checkout.is_dir() and (HERE.parent / "pyproject.toml").is_file():
        return checkout
    import hashlib

    import platformdirs

    name = hashlib.sha256("\n".join(str(path) for path in knowledge).encode()).hexdigest()[:12]
    return Path(platformdirs.user_cache_dir("stretch-assistant")) / f"index-{name}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose.

    `model` is None for the default embedding model, or a sentence-transformers name or folder.
    `emergency_number` is shown in referrals; None means "your local emergency number".
    """

    knowledge: tuple[Path, ...]
    index: Path
    model: str | None = None
    emergency_number: str | None = None

    @classmethod
    def of(
        cls,
        knowledge: Sequence[str | Path] = (),
        index: str | Path | None = None,
        model: str | None = None,
        emergency_number: str | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> Settings:
        """Explicit choices first, then STRETCH_KNOWLEDGE, STRETCH_INDEX, STRETCH_MODEL and STRETCH_EMERGENCY_NUMBER.

        Several knowledge paths are separated as in PATH; `built-in` stands for the shipped knowledge.
        """
        named = [str(path) for path in knowledge] or [
            path for path in environment.get("STRETCH_KNOWLEDGE", "").split(os.pathsep) if path
        ]
        paths = tuple(built_in_knowledge() if path == BUILT_IN else Path(path).resolve() for path in named or [BUILT_IN])
        folder = index or environment.get("STRETCH_INDEX") or default_index(paths)
        return cls(
            knowledge=paths,
            index=Path(folder).resolve(),
            model=model or environment.get("STRETCH_MODEL") or None,
            emergency_number=emergency_number or environment.get("STRETCH_EMERGENCY_NUMBER") or None,
        )
